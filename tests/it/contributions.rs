//! `/api/v1/contributions`: from a draft into the graph, and out of it.

use crate::api::problem;
use crate::contributing::{
    CONTRIBUTING, CONTRIBUTIONS, ask, begin, bring, offer, post_json, see, step,
};
use crate::support::Answer;
use axum::body::Body;
use axum::http::{Method, StatusCode};
use serde_json::{Value, json};

const JSON: (&str, &str) = ("content-type", "application/json");

fn of(slug: &str) -> String {
    format!("{CONTRIBUTIONS}/{slug}")
}

fn get(key: &str, slug: &str) -> Answer {
    ask(key, Method::GET, &of(slug), &[], Body::empty())
}

fn put(slug: &str, tag: &str, body: &Value) -> Answer {
    let headers = [JSON, ("if-match", tag)];
    ask(&CONTRIBUTING.kenya, Method::PUT, &of(slug), &headers, body.to_string())
}

fn pointers(answer: &Answer) -> Vec<String> {
    let document = answer.json();
    let errors = document["errors"].as_array().expect("errors").iter();
    errors.map(|error| error["pointer"].as_str().expect("a pointer").to_owned()).collect()
}

/// The list of Kenya's statements on a theme, those who could help Actiris, and
/// the news.
fn seen_in(theme: &str) -> [String; 3] {
    [
        format!("/api/v1/statements?member=ke-pes&theme={theme}&limit=100"),
        "/api/v1/members/be-actiris/matches?mode=helps-me&limit=100".to_owned(),
        "/feeds/en/news.atom".to_owned(),
    ]
    .map(|path| {
        let answer = see(&path);
        assert_eq!(answer.status, StatusCode::OK, "{path}: {}", answer.text());
        answer.text()
    })
}

fn last_change(thing: &str) -> Value {
    let mut path = "/api/v1/changes?limit=100&kind=statement&kind=practice".to_owned();
    let mut last = Value::Null;
    loop {
        let page = see(&path).json();
        let data = page["data"].as_array().expect("data").clone();
        last = data.into_iter().rev().find(|one| one["id"] == thing).unwrap_or(last);
        match page["next"].as_str() {
            Some(next) => next.clone_into(&mut path),
            None => return last,
        }
    }
}

#[test]
fn a_draft_is_told_what_it_lacks_in_the_language_of_its_author() {
    let (kenya, theme) = (&CONTRIBUTING.kenya, "telework");
    let mut body = offer(theme);
    body["content"].as_object_mut().expect("content").remove("endDate");
    let drafted = post_json(kenya, &format!("{CONTRIBUTIONS}?lang=es"), &body);
    assert_eq!(drafted.status, StatusCode::CREATED, "{}", drafted.text());
    let (draft, tag) = (drafted.json(), drafted.header("etag").to_owned());
    let slug = draft["slug"].as_str().expect("a slug").to_owned();
    assert_eq!(drafted.header("location"), of(&slug));
    assert_eq!((draft["state"].as_str(), draft["version"].as_u64()), (Some("draft"), Some(1)));
    assert_eq!(draft["content"]["kind"], "topicOffered");
    assert_eq!(draft["content"]["member"]["slug"], "ke-pes");
    let missing = draft["remarks"].as_array().expect("remarks").clone();
    let end = missing.iter().find(|one| one["pointer"] == "/content/endDate").expect("an end");
    assert_eq!((&end["blocks"], &end["value"]), (&json!(true), &Value::Null));
    assert!(end["detail"].as_str().is_some_and(|words| words.contains("último día")), "{end}");
    let french = missing.iter().find(|one| one["detail"].to_string().contains("francés"));
    assert_eq!(french.expect("a translation")["blocks"], false);

    assert_eq!(see(&format!("/api/v1/statements/{slug}")).status, StatusCode::NOT_FOUND);
    let early = step(kenya, &slug, "submit");
    problem(&early, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(pointers(&early), ["/content/endDate"]);
    assert_eq!(put(&slug, &tag, &offer(theme)).status, StatusCode::OK);
    problem(&put(&slug, &tag, &offer(theme)), StatusCode::PRECONDITION_FAILED);
    assert_eq!(step(kenya, &slug, "submit").status, StatusCode::OK);
}

#[test]
fn an_offer_is_everywhere_once_published_and_nowhere_once_retired() {
    let theme = "telework";
    let mut need = offer(theme);
    need["kind"] = json!("need");
    let need = begin(&CONTRIBUTING.actiris, &need);
    let slug = begin(&CONTRIBUTING.kenya, &offer(theme));
    for (slug, key) in [(&slug, &CONTRIBUTING.kenya), (&need, &CONTRIBUTING.actiris)] {
        assert_eq!(step(key, slug, "submit").status, StatusCode::OK);
        bring(slug, &["review", "publish"]);
    }
    let thing = format!("https://w3id.org/passerelle/id/statement/{slug}");
    let statement = format!("/api/v1/statements/{slug}");
    let shown = see(&statement).json();
    assert_eq!((&shown["type"], &shown["kind"]), (&json!("Declaration"), &json!("topicOffered")));
    assert_eq!(
        (&shown["certainty"], &shown["endDate"]),
        (&json!("explicit"), &json!("2099-12-31"))
    );
    assert!(seen_in(theme).iter().all(|answer| answer.contains(&thing)));
    let change = last_change(&thing);
    assert_eq!((&change["event"], &change["tombstone"]), (&json!("created"), &json!(false)));
    let source = see(&format!("/data/contribution/{slug}.nt")).text();
    for word in ["preparedAs> \"contributor\"", "publishedAs> \"reviewer\"", "member/ke-pes"] {
        assert!(source.contains(word), "{word}: {source}");
    }
    for page in [format!("/en/statement/{slug}"), format!("/fr/contribution/{slug}")] {
        assert_eq!(see(&page).status, StatusCode::OK, "{page}");
    }

    let retired = bring(&slug, &["retire"]).json();
    assert_eq!(
        (&retired["state"], &retired["publishedVersion"]),
        (&json!("retired"), &Value::Null)
    );
    problem(&see(&statement), StatusCode::GONE);
    assert_eq!(see(&format!("/en/statement/{slug}")).status, StatusCode::GONE);
    assert!(!seen_in(theme).iter().any(|answer| answer.contains(&thing)));
    assert_eq!(last_change(&thing)["tombstone"], true);
    let left = see(&format!("/data/statement/{slug}.nt")).text();
    assert!(left.contains("owl#deprecated"), "{left}");
    assert!(!left.contains("A visit on"), "{left}");
}

#[test]
fn what_cannot_be_taken_is_told_by_its_place() {
    let kenya = &CONTRIBUTING.kenya;
    let with = |key: &str, value: Value| {
        let mut body = offer("telework");
        body["content"][key] = value;
        body
    };
    let theme = "https://w3id.org/passerelle/id/theme/telework";
    for (body, pointer) in [
        (with("colour", json!("red")), "/content/colour"),
        (with("kind", json!("challenge")), "/content/kind"),
        (with("type", json!("Practice")), "/content/type"),
        (with("member", json!("https://w3id.org/passerelle/id/member/fr-pes")), "/content/member"),
        (with("about", json!(["telework"])), "/content/about"),
        (with("id", json!("https://example.org/x")), "/content/id"),
        (with("@context", json!("https://elsewhere.example/context")), "/content/@context"),
        (with("about", json!([{ "id": theme, "@context": {} }])), "/content/@context"),
        (with("about", json!([{ "id": theme, "label": { "en": "Mine" } }])), "/content"),
    ] {
        let answer = post_json(kenya, CONTRIBUTIONS, &body);
        problem(&answer, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(pointers(&answer), [pointer], "{}", answer.text());
    }
    for (body, pointer) in [
        (json!([1]), ""),
        (json!({ "kind": "poem", "content": {} }), "/kind"),
        (json!({ "content": {} }), "/kind"),
        (json!({ "kind": "offer", "content": [] }), "/content"),
        (json!({ "kind": "offer", "member": "No", "content": {} }), "/member"),
        (json!({ "kind": "offer", "content": {}, "more": 1 }), "/more"),
    ] {
        let answer = post_json(kenya, CONTRIBUTIONS, &body);
        problem(&answer, StatusCode::BAD_REQUEST);
        assert_eq!(pointers(&answer), [pointer], "{body}: {}", answer.text());
    }
    let send = |content_type: &str, body: String| {
        ask(kenya, Method::POST, CONTRIBUTIONS, &[("content-type", content_type)], body).status
    };
    assert_eq!(send("application/json", "{".to_owned()), StatusCode::BAD_REQUEST);
    assert_eq!(send("text/plain", "{}".to_owned()), StatusCode::UNSUPPORTED_MEDIA_TYPE);
    let long = format!("{{\"kind\": \"{}\"}}", "x".repeat(1024 * 1024));
    assert_eq!(send("application/json", long), StatusCode::PAYLOAD_TOO_LARGE);
    let unknown = post_json(&CONTRIBUTING.reviewer, CONTRIBUTIONS, &{
        let mut body = offer("telework");
        body["member"] = json!("xx-pes");
        body
    });
    assert_eq!(pointers(&unknown), ["/member"]);
    assert_eq!(
        post_json(kenya, &format!("{CONTRIBUTIONS}?x=1"), &offer("telework")).status,
        StatusCode::BAD_REQUEST
    );
    problem(&get(kenya, "nothing-here"), StatusCode::NOT_FOUND);
    problem(&step(kenya, "nothing-here", "submit"), StatusCode::NOT_FOUND);
    problem(&step(kenya, "nothing-here", "dance"), StatusCode::NOT_FOUND);
}

#[test]
fn an_answer_of_the_api_can_be_sent_back_and_turtle_is_taken() {
    let kenya = &CONTRIBUTING.kenya;
    let mut practice = see("/api/v1/practices/tr-user-experience-unit").json();
    let object = practice.as_object_mut().expect("an object");
    for own in ["id", "survey", "sourceLine", "locator", "derivedFrom", "practisedBy"] {
        object.remove(own);
    }
    let slug = begin(kenya, &json!({ "kind": "practice", "content": practice }));
    let kept = get(kenya, &slug).json();
    assert_eq!(kept["content"]["label"], practice["label"]);
    assert_eq!(kept["content"]["practisedBy"][0]["slug"], "ke-pes");
    let blocking =
        kept["remarks"].as_array().expect("remarks").iter().any(|one| one["blocks"] == true);
    assert!(!blocking, "{kept}");
    bring(&slug, &["submit", "review", "publish"]);
    assert!(see("/api/v1/practices?member=ke-pes").text().contains(&slug));

    let turtle = "@prefix pes: <https://w3id.org/passerelle/ontology#> . @prefix schema: <https://schema.org/> .
        @prefix skos: <http://www.w3.org/2004/02/skos/core#> . @prefix dct: <http://purl.org/dc/terms/> .
        <https://w3id.org/passerelle/id/programme/ke-test-plan> a pes:Programme ; skos:prefLabel \"Plan\"@fr ;
            dct:type <https://w3id.org/passerelle/id/programme-type/plan> ; schema:startDate \"2024\" ;
            pes:budget [ schema:value 5.5 ; schema:currency \"euros\" ] .";
    let path = format!("{CONTRIBUTIONS}?kind=programme");
    let answer = ask(kenya, Method::POST, &path, &[("content-type", "text/turtle")], turtle);
    assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.text());
    let (slug, programme) = (answer.json()["slug"].clone(), "/api/v1/programmes/ke-test-plan");
    bring(slug.as_str().expect("a slug"), &["submit", "review", "publish"]);
    let shown = see(programme).json();
    assert_eq!(
        (&shown["startDate"], &shown["budget"][0]["amount"]),
        (&json!("2024"), &json!("5.5"))
    );
    let again = ask(kenya, Method::POST, &path, &[("content-type", "text/turtle")], turtle);
    let remarks = again.json()["remarks"].clone();
    assert!(
        remarks.to_string().contains("/content/id"),
        "what is described cannot be taken: {remarks}"
    );
}

#[test]
fn a_write_names_the_revision_that_it_means() {
    let slug = begin(&CONTRIBUTING.kenya, &offer("telework"));
    let kenya = &CONTRIBUTING.kenya;
    let tag = get(kenya, &slug).header("etag").to_owned();
    for (method, path, body) in [
        (Method::PUT, of(&slug), offer("telework").to_string()),
        (Method::POST, format!("{}/submit", of(&slug)), String::new()),
        (Method::DELETE, of(&slug), String::new()),
    ] {
        let write = |headers: &[(&str, &str)]| {
            ask(kenya, method.clone(), &path, &[&[JSON], headers].concat(), body.clone())
        };
        problem(&write(&[]), StatusCode::PRECONDITION_REQUIRED);
        for stale in ["\"r99\"", "W/\"r1\"", "r1", "\"x\""] {
            problem(&write(&[("if-match", stale)]), StatusCode::PRECONDITION_FAILED);
        }
    }
    let list = format!("\"r99\", {tag}");
    assert_eq!(put(&slug, &list, &offer("telework")).header("etag"), "\"r2\"");
}

#[test]
fn the_same_request_is_carried_out_once() {
    let kenya = &CONTRIBUTING.kenya;
    let create = |body: &Value| {
        let headers = [JSON, ("idempotency-key", "create-1")];
        ask(kenya, Method::POST, CONTRIBUTIONS, &headers, body.to_string())
    };
    let first = create(&offer("telework"));
    assert_eq!(first.status, StatusCode::CREATED);
    let again = create(&offer("telework"));
    assert_eq!((again.status, &again.json()["slug"]), (StatusCode::OK, &first.json()["slug"]));
    problem(&create(&offer("ai-in-services")), StatusCode::UNPROCESSABLE_ENTITY);
    let slug = first.json()["slug"].as_str().expect("a slug").to_owned();
    let submit = |tag: &str, token: &str| {
        let headers = [("if-match", tag), ("idempotency-key", token)];
        ask(kenya, Method::POST, &format!("{}/submit", of(&slug)), &headers, Body::empty())
    };
    for _ in 0..2 {
        let answer = submit("\"r1\"", "submit-1");
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
        assert_eq!(
            (answer.header("etag"), &answer.json()["state"]),
            ("\"r2\"", &json!("submitted"))
        );
    }
    problem(&submit("\"r1\"", "submit-2"), StatusCode::PRECONDITION_FAILED);
    problem(&submit("*", "submit-2"), StatusCode::CONFLICT);
    problem(&submit("*", &"x".repeat(256)), StatusCode::BAD_REQUEST);
}

#[test]
fn versions_are_kept_and_compared_while_the_last_published_one_stays() {
    let kenya = &CONTRIBUTING.kenya;
    let slug = begin(kenya, &offer("telework"));
    bring(&slug, &["submit", "review"]);
    problem(&put(&slug, "*", &offer("telework")), StatusCode::CONFLICT);
    bring(&slug, &["return"]);
    let returned = get(kenya, &slug).json();
    assert_eq!(returned["reasons"], "Say for whom it is.");
    bring(&slug, &["submit", "review", "publish"]);
    let mut other = offer("telework");
    other["content"]["description"] = json!({ "en": "Three days." });
    let edited = put(&slug, "*", &other).json();
    assert_eq!((&edited["state"], &edited["publishedVersion"]), (&json!("draft"), &json!(1)));
    let shown = || see(&format!("/api/v1/statements/{slug}")).json()["description"]["en"].clone();
    assert_eq!(shown(), "A visit on telework.");
    let versions =
        ask(kenya, Method::GET, &format!("{}/versions", of(&slug)), &[], Body::empty()).json();
    assert_eq!(
        (&versions["total"], &versions["data"][1]["writtenAs"]),
        (&json!(2), &json!("contributor"))
    );
    let path = format!("{}/differences?from=1&to=2", of(&slug));
    let differences = ask(kenya, Method::GET, &path, &[], Body::empty()).json();
    assert_eq!(differences["data"].as_array().map(Vec::len), Some(1));
    assert_eq!(differences["data"][0]["field"], "description");
    assert_eq!(differences["data"][0]["after"]["en"], "Three days.");
    let path = format!("{}/differences?from=1&to=7", of(&slug));
    problem(&ask(kenya, Method::GET, &path, &[], Body::empty()), StatusCode::NOT_FOUND);
    bring(&slug, &["submit", "review", "publish"]);
    assert_eq!(shown(), "Three days.");
    let source = see(&format!("/data/contribution/{slug}.nt")).text();
    assert!(source.contains("replacesVersion> \"1\""), "{source}");
}

#[test]
fn a_return_needs_reasons() {
    let slug = begin(&CONTRIBUTING.kenya, &offer("telework"));
    bring(&slug, &["submit", "review"]);
    let send = |body: &str| {
        let path = format!("{}/return", of(&slug));
        let headers = [JSON, ("if-match", "*")];
        ask(&CONTRIBUTING.reviewer, Method::POST, &path, &headers, body.to_owned()).status
    };
    for bad in ["", "{}", "{\"reasons\": \" \"}", "{\"reasons\": 1}", "[\"why\"]"] {
        assert_eq!(send(bad), StatusCode::BAD_REQUEST, "{bad}");
    }
    assert_eq!(send("{\"reasons\": \"why\"}"), StatusCode::OK);
}

#[test]
fn lists_are_filtered_paged_and_no_wider_than_their_reader() {
    let slug = begin(&CONTRIBUTING.actiris, &offer("telework"));
    let list = |key: &str, query: &str| {
        let answer = ask(key, Method::GET, &format!("{CONTRIBUTIONS}?{query}"), &[], Body::empty());
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
        assert_eq!(answer.header("cache-control"), "private, no-store");
        answer.json()
    };
    let all = list(&CONTRIBUTING.reviewer, "kind=offer&member=be-actiris&limit=1");
    assert_eq!(all["data"].as_array().map(Vec::len), Some(1));
    let draft = list(&CONTRIBUTING.reviewer, "state=draft&member=be-actiris&limit=100");
    assert!(draft.to_string().contains(&slug));
    let next = list(&CONTRIBUTING.reviewer, "limit=1")["next"].as_str().map(str::to_owned);
    let next = next.expect("there is more");
    assert!(
        list(&CONTRIBUTING.reviewer, next.split_once('?').expect("a query").1)["data"][0]["slug"]
            .is_string()
    );
    assert!(!list(&CONTRIBUTING.kenya, "limit=100").to_string().contains(&slug));
    let bad = ask(
        &CONTRIBUTING.kenya,
        Method::GET,
        &format!("{CONTRIBUTIONS}?state=lost"),
        &[],
        Body::empty(),
    );
    assert!(problem(&bad, StatusCode::BAD_REQUEST)["detail"].to_string().contains("inReview"));
}

#[test]
fn markup_stays_text() {
    let mut body = offer("telework");
    body["content"]["description"] = json!({ "en": "<script>alert(1)</script> & \"more\"" });
    let slug = begin(&CONTRIBUTING.kenya, &body);
    bring(&slug, &["submit", "review", "publish"]);
    for path in [
        format!("/en/statement/{slug}"),
        "/en/member/ke-pes".to_owned(),
        "/feeds/en/news.atom".to_owned(),
    ] {
        let text = see(&path).text();
        assert!(!text.contains("<script>alert"), "{path}");
        assert!(text.contains("alert(1)"), "{path}");
    }
    bring(&slug, &["retire"]);
}

#[test]
fn what_is_erased_leaves_nothing_in_the_desk() {
    let (kenya, secret) = (&CONTRIBUTING.kenya, "Zanzibarquartz");
    let mut body = offer("telework");
    body["content"]["description"] = json!({ "en": secret });
    let slug = begin(kenya, &body);
    let erase =
        |key: &str| ask(key, Method::DELETE, &of(&slug), &[("if-match", "*")], Body::empty());
    assert_eq!(erase(kenya).status, StatusCode::NO_CONTENT);
    problem(&get(kenya, &slug), StatusCode::NOT_FOUND);
    for file in std::fs::read_dir(CONTRIBUTING.directory.path()).expect("a directory") {
        let path = file.expect("a file").path();
        let bytes = if path.is_file() { std::fs::read(&path).expect("a file") } else { Vec::new() };
        let found = bytes.windows(secret.len()).any(|part| part == secret.as_bytes());
        assert!(!found, "{}", path.display());
    }
    let slug = begin(kenya, &offer("telework"));
    bring(&slug, &["submit", "review", "publish"]);
    let erase =
        |key: &str| ask(key, Method::DELETE, &of(&slug), &[("if-match", "*")], Body::empty());
    problem(&erase(kenya), StatusCode::CONFLICT);
    bring(&slug, &["retire"]);
    problem(&erase(kenya), StatusCode::FORBIDDEN);
    assert_eq!(erase(&CONTRIBUTING.admin).status, StatusCode::NO_CONTENT);
    problem(&see(&format!("/api/v1/statements/{slug}")), StatusCode::GONE);
}
