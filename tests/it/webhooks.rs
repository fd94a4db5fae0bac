//! `/api/v1/webhooks`: what is told, to whom, how often, and to whom never.

use crate::api::problem;
use crate::contributing::{key_of, offer};
use crate::hooked::{Hooked, WEBHOOKS};
use crate::receiver::Reply;
use axum::http::{Method, StatusCode};
use jiff::Timestamp;
use passerelle::desk::{By, WebhookOwner, WebhookTarget};
use passerelle::domain::{Role, WebhookFilter};
use serde_json::{Value, json};
use std::net::TcpListener;

#[test]
fn what_changes_is_told_as_the_log_tells_it_and_signed() {
    let hooked = Hooked::start();
    let (id, secret) = hooked.webhook(&json!({}));
    let begun = hooked.get(&format!("{WEBHOOKS}/{id}"));
    assert!(begun.get("secret").is_none(), "a secret is shown once");
    hooked.change("told", 1);
    let message = hooked.receiver.next();
    assert_eq!(message.path, "/hook");
    assert!(
        message.verifies(&secret) && !message.verifies("whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")
    );
    let cursor = begun["cursor"].as_str().expect("a cursor");
    let changes = hooked.get(&format!("/api/v1/changes?cursor={cursor}"));
    let said = message.json();
    assert_eq!(said["type"], "graph.created");
    assert_eq!(said["data"], changes["data"][0]);
    assert_eq!(said["timestamp"], changes["data"][0]["modified"]);
    let end = changes["cursor"].as_str().expect("a cursor");
    assert_eq!(message.id, format!("{id}-{end}"), "a message is named by its place in the log");
    let delivery = hooked.delivery(&id, |it| it["state"] == "delivered");
    assert_eq!(delivery["id"], message.id);
    assert_eq!((&delivery["status"], &delivery["attempts"]), (&json!(204), &json!(1)));
    assert_eq!(hooked.get(&format!("{WEBHOOKS}/{id}"))["cursor"], end);
    assert!(hooked.receiver.is_left_alone(), "nothing is sent twice");
}

#[test]
fn what_fails_is_sent_again_under_its_name() {
    let hooked = Hooked::start();
    let (id, secret) = hooked.webhook(&json!({}));
    let busy = Reply::Say("503 Busy", "Retry-After: 7200\r\n".to_owned());
    hooked.receiver.will([Reply::Say("500 No", String::new()), busy]);
    hooked.change("again", 1);
    let first = hooked.receiver.next();
    let failed = hooked.delivery(&id, |it| it["attempts"] == 1);
    assert_eq!((&failed["state"], &failed["status"]), (&json!("pending"), &json!(500)));
    hooked.forward_to(&failed["due"]);
    let second = hooked.receiver.next();
    let waiting = hooked.delivery(&id, |it| it["attempts"] == 2);
    let due: Timestamp = waiting["due"].as_str().and_then(|it| it.parse().ok()).expect("a time");
    assert_eq!(due.as_second() - hooked.now(), 7200, "who asks for time gets it");
    hooked.change("meanwhile", 1);
    hooked.forward(7100);
    hooked.delivery(&id, |it| it["attempts"] == 0 && it["state"] == "pending");
    assert!(hooked.receiver.is_left_alone(), "nothing else is sent while it is busy");
    hooked.forward(100);
    let third = hooked.receiver.next();
    assert_eq!([&second.id, &third.id], [&first.id; 2]);
    assert_eq!(third.body, first.body);
    assert!(third.timestamp > second.timestamp && second.timestamp > first.timestamp);
    assert!([&first, &second, &third].iter().all(|message| message.is_signed_with(&secret)));
    assert_ne!(hooked.receiver.next().id, first.id, "then comes what waited");
    hooked.delivery(&id, |it| it["state"] == "delivered");
    let hook = hooked.get(&format!("{WEBHOOKS}/{id}"));
    assert_eq!((&hook["failures"], &hook["failingSince"]), (&json!(0), &Value::Null));
}

#[test]
fn what_nobody_takes_is_given_up_after_days_and_can_be_had_again() {
    let hooked = Hooked::start();
    let (id, _) = hooked.webhook(&json!({}));
    let begin = Timestamp::from_second(hooked.now()).expect("a time");
    hooked.receiver.will_say(&["500 No"; 10]);
    hooked.change("never", 1);
    let first = hooked.receiver.next();
    for tries in 1..10 {
        let failed = hooked.delivery(&id, |it| it["attempts"] == tries);
        hooked.forward_to(&failed["due"]);
        assert_eq!(hooked.receiver.next().id, first.id);
    }
    let dead = hooked.delivery(&id, |it| it["attempts"] == 10);
    assert_eq!((&dead["state"], &dead["due"]), (&json!("dead"), &Value::Null));
    let hook = hooked.get(&format!("{WEBHOOKS}/{id}"));
    assert_eq!((&hook["enabled"], &hook["disabledReason"]), (&json!(false), &json!("failing")));
    let listed = hooked.get(&format!("{WEBHOOKS}/{id}/deliveries?state=dead"));
    assert_eq!(listed["data"].as_array().map(Vec::len), Some(1));

    // What changes while it is off is told when it is on again.
    hooked.change("while-off", 1);
    let on = json!({ "url": hook["url"], "enabled": true });
    let path = format!("{WEBHOOKS}/{id}");
    let answer = hooked.ask(&hooked.admin, Method::PUT, &path, &on);
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
    let later = hooked.receiver.next();
    assert!(later.json()["data"]["id"] == "urn:hooked:while-off" && later.id != first.id);
    let again = hooked.post(&format!("{path}/replay"), &json!({ "since": begin.to_string() }));
    assert_eq!(again.status, StatusCode::ACCEPTED);
    assert_eq!(again.json()["replayed"], 1);
    assert_eq!(hooked.receiver.next().id, first.id);
    let one = format!("{path}/deliveries/{}/replay", later.id);
    assert_eq!(hooked.post(&one, &Value::Null).status, StatusCode::ACCEPTED);
    assert_eq!(hooked.receiver.next().id, later.id);
    let none = hooked.post(&format!("{path}/deliveries/none/replay"), &Value::Null);
    problem(&none, StatusCode::NOT_FOUND);
}

#[test]
fn a_receiver_that_is_gone_switches_its_webhook_off() {
    let hooked = Hooked::start();
    let (id, _) = hooked.webhook(&json!({}));
    hooked.receiver.will_say(&["410 Gone"]);
    let test = hooked.post(&format!("{WEBHOOKS}/{id}/test"), &Value::Null);
    assert_eq!(test.status, StatusCode::ACCEPTED, "{}", test.text());
    let message = hooked.receiver.next();
    assert_eq!(message.json()["type"], "webhook.test");
    assert_eq!(test.json()["id"], message.id);
    hooked.delivery(&id, |it| it["state"] == "dead");
    let hook = hooked.get(&format!("{WEBHOOKS}/{id}"));
    assert_eq!((&hook["enabled"], &hook["disabledReason"]), (&json!(false), &json!("gone")));
    let refused = hooked.post(&format!("{WEBHOOKS}/{id}/test"), &Value::Null);
    problem(&refused, StatusCode::CONFLICT);
    let audit = hooked.get("/api/v1/audit?limit=100");
    let deeds = audit["data"].as_array().expect("deeds");
    let of = |action: &str| deeds.iter().find(|it| it["action"] == action && it["target"] == id);
    for action in ["webhook.create", "webhook.test"] {
        assert!(of(action).is_some_and(|deed| deed["keyId"].is_string()), "{action}");
    }
    let off = of("webhook.switch-off").expect("the program's deed is in the audit");
    assert!(off["keyId"].is_null());
}

#[test]
fn redirects_are_not_followed() {
    let hooked = Hooked::start();
    let (id, _) = hooked.webhook(&json!({}));
    let other = format!("Location: {}/other\r\n", hooked.receiver.origin());
    hooked.receiver.will([Reply::Say("307 Elsewhere", other)]);
    hooked.post(&format!("{WEBHOOKS}/{id}/test"), &Value::Null);
    assert_eq!(hooked.receiver.next().path, "/hook");
    let failed = hooked.delivery(&id, |it| it["attempts"] == 1);
    assert_eq!(failed["state"], "pending");
    assert!(failed["answer"].as_str().is_some_and(|words| words.contains("not followed")));
    assert!(hooked.receiver.is_left_alone());
}

#[test]
fn no_private_address_is_ever_asked() {
    let hooked = Hooked::start();
    let bystander = TcpListener::bind("127.0.0.1:0").expect("a port");
    bystander.set_nonblocking(true).expect("it does not wait");
    let port = bystander.local_addr().expect("an address").port();
    for host in [
        "127.0.0.1",
        "localhost",
        "127.1",
        "2130706433",
        "0x7f000001",
        "0177.0.0.1",
        "[::1]",
        "[::ffff:127.0.0.1]",
        "[::ffff:7f00:1]",
        "10.0.0.1",
        "169.254.169.254",
        "[fd00::1]",
    ] {
        let wanted = json!({ "url": format!("https://{host}:{port}/hook") });
        let refused = problem(&hooked.post(WEBHOOKS, &wanted), StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(refused["errors"][0]["pointer"], "/url", "{host}");
    }
    for url in ["http://pes.example/hook", "ftp://pes.example/", "https://a:b@pes.example/", "hook"]
    {
        problem(&hooked.post(WEBHOOKS, &json!({ "url": url })), StatusCode::UNPROCESSABLE_ENTITY);
    }
    // A name that came to mean this machine after the webhook was made.
    let target = WebhookTarget {
        url: format!("https://localhost.:{port}/hook"),
        label: None,
        filter: WebhookFilter::default(),
    };
    let key = hooked.desk.keys().expect("keys").remove(0);
    let owner = WebhookOwner { key_id: key.id, member: None };
    let end = hooked.get("/api/v1/changes?limit=1&since=2999-01-01")["cursor"].clone();
    let end = end.as_str().expect("a cursor").to_owned();
    let by = (By::COMMAND_LINE, Timestamp::now());
    let (made, _) =
        hooked.desk.create_webhook(&target, &owner, &end, by).expect("it is written down");
    hooked.change("private", 1);
    let failed = hooked.delivery(made.id.as_str(), |it| it["attempts"] == 1);
    assert!(failed["answer"].as_str().is_some_and(|words| words.contains("private address")));
    assert!(failed["status"].is_null());
    assert!(bystander.accept().is_err(), "nobody connected");
}

#[test]
fn a_secret_is_replaced_without_a_gap() {
    let hooked = Hooked::start();
    let (id, old) = hooked.webhook(&json!({}));
    let path = format!("{WEBHOOKS}/{id}");
    let renewed = hooked.post(&format!("{path}/secret"), &json!({}));
    assert_eq!(renewed.status, StatusCode::OK, "{}", renewed.text());
    let new = renewed.json()["secret"].as_str().expect("a secret").to_owned();
    assert_ne!(new, old);
    hooked.post(&format!("{path}/test"), &Value::Null);
    let both = hooked.receiver.next();
    assert!(both.verifies(&old) && both.verifies(&new));
    hooked.forward(24 * 3600);
    hooked.post(&format!("{path}/test"), &Value::Null);
    let after = hooked.receiver.next();
    assert!(after.is_signed_with(&new) && !after.is_signed_with(&old));
    // One that others know is good no longer.
    let at_once = hooked.post(&format!("{path}/secret"), &json!({ "overlapHours": 0 }));
    let newest = at_once.json()["secret"].as_str().expect("a secret").to_owned();
    hooked.post(&format!("{path}/test"), &Value::Null);
    let last = hooked.receiver.next();
    assert!(last.is_signed_with(&newest) && !last.is_signed_with(&new));
    let long = hooked.post(&format!("{path}/secret"), &json!({ "overlapHours": 1000 }));
    problem(&long, StatusCode::BAD_REQUEST);
}

/// Brings Kenya's offer into the graph; its slug.
fn published(hooked: &Hooked, theme: &str) -> String {
    let kenya = key_of(&hooked.desk, Role::Contributor, Some("ke-pes"));
    let reviewer = key_of(&hooked.desk, Role::Reviewer, None);
    let contributions = "/api/v1/contributions";
    let begun = hooked.ask(&kenya, Method::POST, contributions, &offer(theme));
    let slug = begun.json()["slug"].as_str().expect("a slug").to_owned();
    for (key, step) in [(&kenya, "submit"), (&reviewer, "review"), (&reviewer, "publish")] {
        let path = format!("{contributions}/{slug}/{step}");
        let answer = hooked.ask(key, Method::POST, &path, &json!({}));
        assert_eq!(answer.status, StatusCode::OK, "{step}: {}", answer.text());
    }
    slug
}

#[test]
fn filters_leave_out_what_nobody_asked_for_and_no_tombstone() {
    let hooked = Hooked::start();
    let broad = "https://w3id.org/passerelle/id/theme/telework";
    let theme = hooked.get("/api/v1/themes/telework?lang=en");
    let parent = theme["broader"][0]["slug"].as_str().or(theme["broader"]["slug"].as_str());
    let parent = parent.expect("telework is narrower than something").to_owned();
    hooked.webhook(&json!({ "kinds": ["statement"], "themes": [parent], "members": ["ke-pes"] }));
    hooked.webhook(&json!({ "kinds": ["statement"], "members": ["be-actiris"] }));
    hooked.webhook(&json!({ "events": ["retired", "deleted"], "kinds": ["statement"] }));
    hooked.change("unasked", 1);
    let slug = published(&hooked, "telework");
    let told = hooked.receiver.next();
    let said = told.json();
    assert_eq!(said["type"], "statement.created", "{said}");
    assert!(hooked.get("/api/v1/themes/telework")["id"] == broad);
    let retire = format!("/api/v1/contributions/{slug}/retire");
    assert_eq!(hooked.post(&retire, &json!({})).status, StatusCode::OK);
    let (one, other) = (hooked.receiver.next(), hooked.receiver.next());
    for message in [&one, &other] {
        let said_after = message.json();
        assert_eq!(said_after["data"]["id"], said["data"]["id"]);
        assert_eq!(said_after["data"]["tombstone"], true, "{said_after}");
        assert_eq!(said_after["type"], "statement.retired");
    }
    assert_ne!(one.id, other.id, "two webhooks");
}

#[test]
fn a_mirror_goes_on_where_it_stopped() {
    let hooked = Hooked::start();
    hooked.change("before", 1);
    hooked.change("after", 1);
    let page = hooked.get("/api/v1/changes?kind=graph&since=2026-01-01&limit=100");
    let total = page["total"].as_u64().expect("a number");
    let mut cursor = String::new();
    let mut address = "/api/v1/changes?limit=100".to_owned();
    // The cursor of the entry before the last one.
    for _ in 0..=total / 100 {
        let page = hooked.get(&address);
        let entries = page["data"].as_array().expect("entries").len();
        let next = page["next"].as_str().map(str::to_owned);
        if let (None, true) = (&next, entries > 1) {
            let shorter = address.replace("limit=100", &format!("limit={}", entries - 1));
            cursor = hooked.get(&shorter)["cursor"].as_str().expect("a cursor").to_owned();
        }
        let Some(next) = next else { break };
        address = next;
    }
    hooked.webhook(&json!({ "cursor": cursor }));
    assert_eq!(hooked.receiver.next().json()["data"]["id"], "urn:hooked:after");
    let bad = json!({ "url": "https://pes.example/", "cursor": "ffff-00000000" });
    let refused = problem(&hooked.post(WEBHOOKS, &bad), StatusCode::BAD_REQUEST);
    assert_eq!(refused["errors"][0]["pointer"], "/cursor");
}

#[test]
fn what_is_not_understood_is_named() {
    let hooked = Hooked::start();
    for (also, pointer, status) in [
        (json!({ "events": ["created", "lost"] }), "/events/1", StatusCode::BAD_REQUEST),
        (json!({ "kinds": ["opinion"] }), "/kinds/0", StatusCode::BAD_REQUEST),
        (json!({ "themes": ["A b"] }), "/themes/0", StatusCode::BAD_REQUEST),
        (json!({ "themes": ["nothing"] }), "/themes", StatusCode::UNPROCESSABLE_ENTITY),
        (json!({ "members": ["nobody"] }), "/members", StatusCode::UNPROCESSABLE_ENTITY),
        (json!({ "label": "x".repeat(201) }), "/label", StatusCode::BAD_REQUEST),
        (json!({ "secret": "mine" }), "", StatusCode::BAD_REQUEST),
        (json!({ "enabled": false }), "/enabled", StatusCode::BAD_REQUEST),
    ] {
        let mut wanted = also.clone();
        wanted["url"] = json!("https://pes.example/hook");
        let refused = problem(&hooked.post(WEBHOOKS, &wanted), status);
        let place = refused["errors"][0]["pointer"].as_str().unwrap_or_default();
        assert!(place.starts_with(pointer), "{also}: {refused}");
    }
    let (id, _) = hooked.webhook(&json!({ "label": "a platform" }));
    let missing = hooked.ask(&hooked.admin, Method::GET, &format!("{WEBHOOKS}/none"), &Value::Null);
    problem(&missing, StatusCode::NOT_FOUND);
    let path = format!("{WEBHOOKS}/{id}");
    let deleted = hooked.ask(&hooked.admin, Method::DELETE, &path, &Value::Null);
    assert_eq!(deleted.status, StatusCode::NO_CONTENT);
    problem(&hooked.ask(&hooked.admin, Method::GET, &path, &Value::Null), StatusCode::NOT_FOUND);
    assert_eq!(hooked.get(WEBHOOKS)["total"], 0);
    let figures = hooked.ask("", Method::GET, "/metrics", &Value::Null).text();
    assert!(figures.contains("passerelle_webhook_attempts_total{outcome=\"delivered\"} 0"));
    assert!(figures.contains("passerelle_webhook_messages_pending 0"), "{figures}");
}
