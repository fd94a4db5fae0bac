//! Who may write: every role by every write, and every key that is no good.

use crate::api::problem;
use crate::contributing::{self, CONTRIBUTING, CONTRIBUTIONS, begin, bring, key_of, offer};
use crate::support::Answer;
use crate::writable::{WRITABLE, ask, key, triples};
use axum::body::Body;
use axum::http::{Method, StatusCode};
use jiff::{Timestamp, ToSpan};
use passerelle::desk::{By, NewKey};
use passerelle::domain::Role;
use serde_json::json;
use std::collections::BTreeMap;

/// Every way to write: what is sent, and what an administrator is answered.
struct Way {
    method: Method,
    path: String,
    content_type: &'static str,
    body: String,
    success: StatusCode,
}

/// The graph that the ways write to, apart from those of other tests.
fn graph(test: &str) -> String {
    format!("urn:authorisation:{test}")
}

fn ways(test: &str) -> Vec<Way> {
    let way = |method, path: &str, content_type, body: &str, success| Way {
        method,
        path: path.to_owned(),
        content_type,
        body: body.to_owned(),
        success,
    };
    let (store, direct) = (format!("/store?graph={}", graph(test)), format!("/store/{test}/1"));
    let (update, form) = ("application/sparql-update", "application/x-www-form-urlencoded");
    let (turtle, data) = ("text/turtle", "<urn:s> <urn:p> 1 .");
    let other = format!("{}:u", graph(test));
    let insert = format!("INSERT DATA {{ GRAPH <{other}> {{ <urn:s> <urn:p> 1 }} }}");
    let drop = format!("update=DROP+GRAPH+%3C{other}%3E");
    let patch = "INSERT DATA { <urn:s> <urn:p> 2 }";
    vec![
        way(Method::PUT, &store, turtle, data, StatusCode::CREATED),
        way(Method::POST, &store, turtle, data, StatusCode::OK),
        way(Method::PATCH, &store, update, patch, StatusCode::NO_CONTENT),
        way(Method::DELETE, &store, turtle, "", StatusCode::OK),
        way(Method::POST, "/store", turtle, data, StatusCode::CREATED),
        way(Method::PUT, &direct, turtle, data, StatusCode::CREATED),
        way(Method::POST, &direct, turtle, data, StatusCode::OK),
        way(Method::DELETE, &direct, turtle, "", StatusCode::OK),
        way(Method::POST, "/update", update, &insert, StatusCode::NO_CONTENT),
        way(Method::POST, "/update", form, &drop, StatusCode::NO_CONTENT),
    ]
}

/// What is written to the desk, for contributors and above.
fn desk_ways() -> Vec<Way> {
    let way = |method, path: &str, body: &str| Way {
        method,
        path: path.to_owned(),
        content_type: "application/json",
        body: body.to_owned(),
        success: StatusCode::OK,
    };
    let one = "/api/v1/contributions/none";
    let steps =
        ["submit", "review", "publish", "return", "retire"].map(|step| format!("{one}/{step}"));
    let mut ways = vec![
        way(Method::POST, "/api/v1/contributions", "{}"),
        way(Method::PUT, one, "{}"),
        way(Method::DELETE, one, ""),
        way(Method::POST, "/api/v1/keys", "{}"),
        way(Method::DELETE, "/api/v1/keys/none", ""),
    ];
    ways.extend(steps.iter().map(|path| way(Method::POST, path, "{}")));
    let hook = "/api/v1/webhooks/none";
    ways.extend([
        way(Method::POST, "/api/v1/webhooks", "{}"),
        way(Method::PUT, hook, "{}"),
        way(Method::DELETE, hook, ""),
    ]);
    let posts = ["secret", "test", "replay", "deliveries/none/replay"];
    ways.extend(posts.map(|path| way(Method::POST, &format!("{hook}/{path}"), "{}")));
    ways
}

fn send(way: &Way, authorisation: &[&str]) -> Answer {
    let mut headers =
        vec![("content-type", way.content_type), ("accept", "application/problem+json")];
    headers.extend(authorisation.iter().map(|value| ("authorization", *value)));
    ask(way.method.clone(), &way.path, &headers, way.body.clone())
}

#[test]
fn only_administrators_write() {
    for role in Role::ALL {
        let bearer = format!("Bearer {}", key(&WRITABLE.desk, role));
        for way in ways("roles") {
            let answer = send(&way, &[&bearer]);
            if role == Role::Admin {
                assert_eq!(
                    answer.status,
                    way.success,
                    "{} {}: {}",
                    way.method,
                    way.path,
                    answer.text()
                );
                continue;
            }
            let document = problem(&answer, StatusCode::FORBIDDEN);
            assert!(document["type"].as_str().is_some_and(|kind| kind.ends_with("/forbidden")));
            assert!(document["detail"].as_str().is_some_and(|words| words.contains("admin")));
            assert_eq!(
                answer.header("www-authenticate"),
                "Bearer realm=\"passerelle\", error=\"insufficient_scope\""
            );
            assert_eq!(triples(&graph("roles")), None, "{role}: {} {}", way.method, way.path);
        }
    }
}

/// Authorization headers that are no good, and whether a bearer token is in them.
fn bad_authorisations() -> Vec<(Vec<String>, bool)> {
    let desk = &WRITABLE.desk;
    let now = Timestamp::now();
    let new =
        NewKey { role: Role::Admin, label: None, member: None, expires: Some(now - 1.hour()) };
    let (_, expired) = desk.create_key(&new, By::COMMAND_LINE).expect("a key");
    let (revoked, revoked_secret) =
        desk.create_key(&NewKey { expires: None, ..new }, By::COMMAND_LINE).expect("a key");
    desk.revoke_key(&revoked.id, By::COMMAND_LINE).expect("it can be revoked");
    let good = key(desk, Role::Admin);
    let unknown = format!("psl_{}_{}", "0".repeat(12), "0".repeat(64));
    let other_secret = format!("{}_{}", &good[..16], "0".repeat(64));
    // {"alg":"none","typ":"JWT"}.{"role":"admin"}.
    let unsigned = "eyJhbGciOiJub25lIiwidHlwIjoiSldUIn0.eyJyb2xlIjoiYWRtaW4ifQ.";
    let one = |text: String, bearer| (vec![text], bearer);
    vec![
        (vec![], false),
        one(String::new(), false),
        one("Basic YWRtaW46YWRtaW4=".to_owned(), false),
        one(format!("Basic {good}"), false),
        one(format!("Token {good}"), false),
        one(good.clone(), false),
        one("Bearer".to_owned(), false),
        one("Bearer ".to_owned(), true),
        one(format!("Bearer {}", expired.reveal()), true),
        one(format!("Bearer {}", revoked_secret.reveal()), true),
        one(format!("Bearer {unknown}"), true),
        one(format!("Bearer {other_secret}"), true),
        one(format!("Bearer {unsigned}"), true),
        one(format!("Bearer {good}0"), true),
        one(format!("Bearer {}", good.to_uppercase()), true),
        one(format!("Bearer {good} {good}"), true),
        one(format!("Bearer {good}' OR '1'='1"), true),
        one("Bearer psl_".to_owned(), true),
        one(format!("Bearer psl_{}", "€".repeat(40)), false),
        (vec![format!("Bearer {good}"), format!("Bearer {good}")], true),
    ]
}

#[test]
fn a_key_that_is_no_good_is_refused_everywhere_in_the_same_way() {
    for (values, is_bearer) in bad_authorisations() {
        let values: Vec<&str> = values.iter().map(String::as_str).collect();
        for way in ways("keys").into_iter().chain(desk_ways()) {
            let answer = send(&way, &values);
            let document = problem(&answer, StatusCode::UNAUTHORIZED);
            assert!(document["type"].as_str().is_some_and(|kind| kind.ends_with("/unauthorised")));
            let expected = if is_bearer {
                "Bearer realm=\"passerelle\", error=\"invalid_token\""
            } else {
                "Bearer realm=\"passerelle\""
            };
            assert_eq!(answer.header("www-authenticate"), expected, "{values:?}");
            for value in &values {
                let secret = value.rsplit('_').next().unwrap_or_default();
                assert!(secret.len() < 10 || !answer.text().contains(secret), "{}", answer.text());
            }
        }
        assert_eq!(triples(&graph("keys")), None, "{values:?}");
    }
}

#[test]
fn a_key_in_the_address_or_the_form_is_no_key() {
    let good = key(&WRITABLE.desk, Role::Admin);
    for path in [
        format!("/update?access_token={good}"),
        format!("/update?key={good}"),
        format!("/store?graph=urn:authorisation:g&access_token={good}"),
    ] {
        let form = [("content-type", "application/x-www-form-urlencoded")];
        let body = format!("update=CLEAR+GRAPH+%3Curn:x%3E&access_token={good}");
        assert_eq!(
            ask(Method::POST, &path, &form, body).status,
            StatusCode::UNAUTHORIZED,
            "{path}"
        );
    }
}

#[test]
fn the_scheme_is_read_in_any_case() {
    let good = key(&WRITABLE.desk, Role::Admin);
    for scheme in ["bearer", "BEARER"] {
        let value = format!("{scheme} {good}");
        let headers = [("authorization", value.as_str())];
        let answer =
            ask(Method::DELETE, "/store?graph=urn:authorisation:none", &headers, Body::empty());
        assert_eq!(answer.status, StatusCode::NOT_FOUND);
    }
}

#[test]
fn reads_need_no_key_and_are_not_hindered_by_a_bad_one() {
    for authorisation in [None, Some("Bearer nonsense")] {
        let headers: Vec<(&str, &str)> =
            authorisation.map(|value| ("authorization", value)).into_iter().collect();
        for path in ["/store?default", "/api/v1/countries/ke", "/livez"] {
            let answer = ask(Method::GET, path, &headers, Body::empty());
            assert_eq!(answer.status, StatusCode::OK, "{path}");
        }
    }
}

#[test]
fn no_page_of_another_origin_may_write() {
    let origin = ("origin", "https://elsewhere.example");
    let bearer = format!("Bearer {}", key(&WRITABLE.desk, Role::Admin));
    let allowed = "access-control-allow-origin";
    let graph = "/store?graph=urn:authorisation:none";
    for (method, path) in [
        (Method::POST, "/update"),
        (Method::POST, graph),
        (Method::PUT, graph),
        (Method::PATCH, graph),
        (Method::DELETE, graph),
        (Method::POST, "/api/v1/contributions"),
        (Method::PUT, "/api/v1/contributions/none"),
        (Method::POST, "/api/v1/contributions/none/submit"),
        (Method::GET, "/api/v1/contributions"),
        (Method::POST, "/api/v1/keys"),
        (Method::GET, "/api/v1/audit"),
        (Method::POST, "/api/v1/webhooks"),
        (Method::GET, "/api/v1/webhooks"),
    ] {
        let headers = [origin, ("authorization", bearer.as_str()), ("content-type", "text/plain")];
        let answer = ask(method.clone(), path, &headers, Body::empty());
        assert!(!answer.headers.contains_key(allowed), "{path}");
        let preflight = [
            origin,
            ("access-control-request-method", method.as_str()),
            ("access-control-request-headers", "authorization,content-type"),
        ];
        let answer = ask(Method::OPTIONS, path, &preflight, Body::empty());
        let leave = answer.headers.keys().find(|name| name.as_str().starts_with("access-control"));
        assert_eq!(leave, None, "{method} {path}");
    }
    let preflight = [origin, ("access-control-request-method", "GET")];
    let answer = ask(Method::OPTIONS, graph, &preflight, Body::empty());
    assert_eq!(answer.header(allowed), "*");
    let answer = ask(Method::GET, "/store?default", &[origin], Body::empty());
    assert_eq!(answer.header(allowed), "*");
}

/// Who writes: a role, and what the contribution is to them.
#[derive(Clone, Copy, Debug)]
struct Writer {
    role: Role,
    member: Option<&'static str>,
    /// What becomes of each write, in the order of [`WRITES`].
    expected: [u16; 8],
}

const WRITES: [&str; 8] =
    ["create", "edit", "submit", "review", "return", "publish", "retire", "erase"];

const fn writer(role: Role, member: Option<&'static str>, expected: [u16; 8]) -> Writer {
    Writer { role, member, expected }
}

/// Every role, of the member of the contribution, of another, of none.
const WRITERS: [Writer; 8] = [
    writer(Role::Reader, Some("ke-pes"), [403; 8]),
    writer(Role::Contributor, Some("ke-pes"), [201, 200, 200, 403, 403, 403, 200, 204]),
    writer(Role::Contributor, Some("be-actiris"), [201, 403, 403, 403, 403, 403, 403, 403]),
    writer(Role::Contributor, None, [403; 8]),
    writer(Role::Reviewer, Some("ke-pes"), [201, 200, 200, 403, 403, 403, 200, 204]),
    writer(Role::Reviewer, None, [201, 403, 403, 200, 200, 200, 200, 403]),
    writer(Role::Admin, Some("ke-pes"), [201, 200, 200, 403, 403, 403, 200, 204]),
    writer(Role::Admin, None, [201, 200, 200, 200, 200, 200, 200, 204]),
];

/// The steps that bring a contribution to where a write is possible.
fn way_to(write: &str) -> &'static [&'static str] {
    match write {
        "review" => &["submit"],
        "return" | "publish" => &["submit", "review"],
        "retire" => &["submit", "review", "publish"],
        _ => &[],
    }
}

/// Kenya's contributions by where they stand; what was written to is brought
/// anew.
#[derive(Default)]
struct Prepared(BTreeMap<&'static [&'static str], String>);

impl Prepared {
    fn take(&mut self, write: &str) -> String {
        let way = way_to(write);
        if let Some(slug) = self.0.get(way) {
            return slug.clone();
        }
        let slug = begin(&CONTRIBUTING.kenya, &offer("telework"));
        if !way.is_empty() {
            bring(&slug, way);
        }
        self.0.insert(way, slug.clone());
        slug
    }

    fn spend(&mut self, write: &str) {
        self.0.remove(way_to(write));
    }
}

/// How often a contribution was changed.
fn revision(slug: &str) -> u64 {
    let id = slug.parse().expect("a slug");
    let found = CONTRIBUTING.desk.contribution(&id).expect("the desk answers");
    found.expect("it is there").revision
}

fn write_to(key: &str, write: &str, slug: &str) -> Answer {
    let path = format!("{CONTRIBUTIONS}/{slug}");
    let headers = [("content-type", "application/json"), ("if-match", "*")];
    let body = offer("telework").to_string();
    match write {
        "create" => contributing::ask(key, Method::POST, CONTRIBUTIONS, &headers, body),
        "edit" => contributing::ask(key, Method::PUT, &path, &headers, body),
        "erase" => contributing::ask(key, Method::DELETE, &path, &headers, Body::empty()),
        step => contributing::step(key, slug, step),
    }
}

#[test]
fn every_role_by_every_write_to_a_contribution() {
    let mut prepared = Prepared::default();
    for writer in WRITERS {
        let key = key_of(&CONTRIBUTING.desk, writer.role, writer.member);
        for (write, expected) in WRITES.into_iter().zip(writer.expected) {
            let slug = prepared.take(write);
            let before = revision(&slug);
            let answer = write_to(&key, write, &slug);
            assert_eq!(
                answer.status.as_u16(),
                expected,
                "{write} by {writer:?}: {}",
                answer.text()
            );
            if expected == 403 {
                problem(&answer, StatusCode::FORBIDDEN);
                assert_eq!(revision(&slug), before);
            } else if !["create", "edit"].contains(&write) {
                prepared.spend(write);
            }
        }
    }
}

#[test]
fn nobody_reviews_what_they_wrote() {
    let key = key_of(&CONTRIBUTING.desk, Role::Admin, None);
    let mut body = offer("telework");
    body["member"] = json!("ke-pes");
    let slug = begin(&key, &body);
    assert_eq!(contributing::step(&key, &slug, "submit").status, StatusCode::OK);
    problem(&contributing::step(&key, &slug, "review"), StatusCode::FORBIDDEN);
    bring(&slug, &["review"]);
    for step in ["publish", "return"] {
        let answer = contributing::step(&key, &slug, step);
        let document = problem(&answer, StatusCode::FORBIDDEN);
        assert!(document["detail"].to_string().contains("of their own"), "{document}");
    }
}

#[test]
fn keys_and_the_audit_are_for_administrators() {
    for role in Role::ALL {
        let key = key_of(&CONTRIBUTING.desk, role, None);
        let wanted = json!({ "role": "reader", "label": "a test" }).to_string();
        let json = [("content-type", "application/json")];
        let made = contributing::ask(&key, Method::POST, "/api/v1/keys", &json, wanted);
        let listed = contributing::ask(&key, Method::GET, "/api/v1/keys", &[], Body::empty());
        let audit = contributing::ask(&key, Method::GET, "/api/v1/audit", &[], Body::empty());
        let path = format!("/api/v1/keys/{}", made_id(&made));
        let gone = contributing::ask(&key, Method::DELETE, &path, &[], Body::empty());
        let statuses = [made.status, listed.status, audit.status, gone.status];
        let expected = if role == Role::Admin { [201, 200, 200, 204] } else { [403; 4] };
        assert_eq!(statuses.map(|status| status.as_u16()), expected, "{role}");
    }
}

/// The identifier of the key that was made, if one was.
fn made_id(answer: &Answer) -> String {
    answer.json()["id"].as_str().unwrap_or("none").to_owned()
}

/// All about one webhook: reads, writes, and last its end.
const WEBHOOK_WAYS: [(Method, &str, u16); 8] = [
    (Method::GET, "", 200),
    (Method::GET, "/deliveries", 200),
    (Method::PUT, "", 200),
    (Method::POST, "/secret", 200),
    (Method::POST, "/test", 202),
    (Method::POST, "/replay", 202),
    (Method::POST, "/deliveries/none/replay", 404),
    (Method::DELETE, "", 204),
];

fn about_webhook(key: &str, method: &Method, path: &str) -> Answer {
    let headers = [("content-type", "application/json"), ("if-match", "*")];
    let path = format!("/api/v1/webhooks{path}");
    let body = match (method, path.rsplit('/').next().unwrap_or_default()) {
        (&Method::PUT, _) | (&Method::POST, "webhooks") => {
            json!({ "url": "https://platform.example/hook" })
        }
        (_, "replay") if !path.contains("/deliveries/") => {
            json!({ "since": "2026-01-01T00:00:00Z" })
        }
        _ => json!({}),
    };
    contributing::ask(key, method.clone(), &path, &headers, body.to_string())
}

#[test]
fn every_role_by_every_write_to_a_webhook() {
    let key = |role, member| key_of(&CONTRIBUTING.desk, role, member);
    for role in Role::ALL {
        let bearer = key(role, Some("ke-pes"));
        let made = about_webhook(&bearer, &Method::POST, "");
        let may = role >= Role::Contributor;
        assert_eq!(made.status.as_u16(), if may { 201 } else { 403 }, "{role}: {}", made.text());
        let owner = key(Role::Contributor, Some("be-actiris"));
        // That of another; that of the same member; one's own.
        for (of, whose) in [
            (&owner, "another"),
            (&key(Role::Contributor, Some("ke-pes")), "the same member"),
            (&bearer, "one's own"),
        ] {
            if of == &bearer && !may {
                continue;
            }
            let id = made_id(&about_webhook(of, &Method::POST, ""));
            let may = role == Role::Admin || (may && whose != "another");
            for (method, path, success) in &WEBHOOK_WAYS {
                let answer = about_webhook(&bearer, method, &format!("/{id}{path}"));
                let expected = if may { *success } else { 403 };
                let words = format!("{role}, {whose}: {method} {path}: {}", answer.text());
                assert_eq!(answer.status.as_u16(), expected, "{words}");
            }
            let left = CONTRIBUTING.desk.webhook(&id.parse().expect("a slug"));
            assert_eq!(left.expect("the desk answers").is_none(), may, "{role}, {whose}");
        }
    }
    let nobody = key(Role::Contributor, None);
    let mine = made_id(&about_webhook(&nobody, &Method::POST, ""));
    let listed = about_webhook(&nobody, &Method::GET, "").json();
    assert_eq!(
        (listed["total"].as_u64(), listed["data"][0]["id"].as_str()),
        (Some(1), Some(&*mine))
    );
    let others = key(Role::Contributor, None);
    let theirs = about_webhook(&others, &Method::GET, &format!("/{mine}"));
    assert_eq!(theirs.status, StatusCode::FORBIDDEN, "keys without a member share nothing");
}
