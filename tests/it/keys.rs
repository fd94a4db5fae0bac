//! `passerelle keys`, as a process beside a running service, and the desk that
//! keeps the keys.

use crate::api::problem;
use crate::contributing::{self, CONTRIBUTING};
use crate::support::passerelle;
use crate::writable::{WRITABLE, ask};
use axum::body::Body;
use axum::http::{Method, StatusCode};
use jiff::{Timestamp, ToSpan};
use passerelle::desk::{By, Desk, DeskError, KeyRefused, NewKey};
use passerelle::domain::Role;
use serde_json::json;
use std::fs;
use std::path::Path;

struct Ran {
    code: Option<i32>,
    out: String,
    err: String,
}

fn keys(directory: &Path, arguments: &[&str]) -> Ran {
    let data = directory.to_str().expect("UTF-8");
    let output = passerelle(&[&["keys"], arguments, &["--data", data]].concat());
    let text = |bytes| String::from_utf8(bytes).expect("UTF-8");
    Ran { code: output.status.code(), out: text(output.stdout), err: text(output.stderr) }
}

/// The identifier within a key.
fn id(key: &str) -> &str {
    key.split('_').nth(1).expect("psl_ID_SECRET")
}

#[test]
fn a_key_is_printed_once_and_alone() {
    let directory = tempfile::tempdir().expect("a directory");
    let arguments = ["create", "--role", "reviewer", "--label", "Berlin", "--member", "be-actiris"];
    let created = keys(directory.path(), &arguments);
    assert_eq!(created.code, Some(0), "{}", created.err);
    let key = created.out.strip_suffix('\n').expect("a line");
    let (start, secret) = key.rsplit_once('_').expect("psl_ID_SECRET");
    assert!(start.starts_with("psl_") && !key.contains(char::is_whitespace), "{key}");
    assert_eq!(secret.len(), 64);
    assert!(!created.err.contains(secret), "{}", created.err);

    let listed = keys(directory.path(), &["list"]).out;
    for word in [id(key), "reviewer", "Berlin", "be-actiris", "good"] {
        assert!(listed.contains(word), "{word}: {listed}");
    }
    let json = keys(directory.path(), &["list", "--json"]).out;
    let json: serde_json::Value = serde_json::from_str(&json).expect("JSON");
    assert_eq!(json[0]["role"], "reviewer");
    assert_eq!(json[0]["lastUsed"], serde_json::Value::Null);
    let time = |name: &str| json[0][name].as_str().and_then(|time| time.parse().ok());
    let (created, expires): (Option<Timestamp>, Option<Timestamp>) =
        (time("created"), time("expires"));
    let days = expires.expect("it expires").as_second() - created.expect("a time").as_second();
    assert_eq!(days, 365 * 86400);

    // It is nowhere in what is kept.
    for file in fs::read_dir(directory.path()).expect("the directory can be read") {
        let kept = fs::read(file.expect("a file").path()).expect("the file can be read");
        assert!(!kept.windows(secret.len()).any(|bytes| bytes == secret.as_bytes()));
    }
    assert!(!listed.contains(secret) && !json.to_string().contains(secret));
}

#[test]
fn two_keys_are_never_alike() {
    let desk = Desk::in_memory().expect("a desk");
    let new = NewKey { role: Role::Admin, label: None, member: None, expires: None };
    let mut made: Vec<String> = (0..100)
        .map(|_| desk.create_key(&new, By::COMMAND_LINE).expect("a key").1.reveal().to_owned())
        .collect();
    made.sort();
    made.dedup();
    assert_eq!(made.len(), 100);
}

#[test]
fn wrong_usage_and_unknown_keys_are_told() {
    let directory = tempfile::tempdir().expect("a directory");
    for (arguments, code, word) in [
        (&["create"][..], 2, "--role"),
        (&["create", "--role", "king"], 2, "reader, contributor, reviewer and admin"),
        (&["create", "--role", "admin", "--expires", "soon"], 2, "90d"),
        (&["create", "--role", "admin", "--expires=-1d"], 2, "--expires"),
        (&["create", "--role", "admin", "--expires", "0d"], 2, "never"),
        (&["create", "--role", "admin", "--member", "No Slug"], 2, "identifier"),
        (&["revoke"], 2, "ID"),
        (&["revoke", "nothing"], 1, "nothing"),
    ] {
        let ran = keys(directory.path(), arguments);
        assert_eq!(ran.code, Some(code), "{arguments:?}: {}", ran.err);
        assert!(ran.err.contains(word), "{arguments:?}: {}", ran.err);
        assert_eq!(ran.out, "", "{arguments:?}");
    }
    assert_eq!(keys(directory.path(), &["list", "--json"]).out.trim(), "[]");
}

#[test]
fn a_running_service_knows_keys_and_revocations_at_once() {
    let directory = WRITABLE.directory.path();
    let created = keys(directory, &["create", "--role", "admin", "--expires", "never"]);
    assert_eq!(created.code, Some(0), "{}", created.err);
    let key = created.out.trim();
    let bearer = format!("Bearer {key}");
    let delete = || {
        let headers = [("authorization", bearer.as_str())];
        ask(Method::DELETE, "/store?graph=urn:keys:absent", &headers, Body::empty()).status
    };
    assert_eq!(delete(), StatusCode::NOT_FOUND);
    let revoked = keys(directory, &["revoke", id(key)]);
    assert_eq!((revoked.code, revoked.out.as_str()), (Some(0), ""), "{}", revoked.err);
    assert_eq!(delete(), StatusCode::UNAUTHORIZED);
    assert!(keys(directory, &["revoke", id(key)]).err.contains("before"));
    let listed = keys(directory, &["list"]).out;
    let line = listed.lines().find(|line| line.contains(id(key))).expect("the key");
    assert!(line.contains("revoked"), "{line}");

    let audit = WRITABLE.desk.audit(0, 10_000).expect("the audit can be read");
    let deeds: Vec<&str> = audit
        .iter()
        .filter(|entry| entry.target == id(key))
        .map(|entry| entry.action.as_str())
        .collect();
    assert_eq!(deeds, ["key.create", "key.revoke"]);
}

#[test]
fn a_key_is_good_until_its_end_and_its_use_is_noted_by_the_minute() {
    let desk = Desk::in_memory().expect("a desk");
    let now = Timestamp::now();
    let after = |seconds: i64| now + seconds.seconds();
    let new = NewKey { role: Role::Reader, label: None, member: None, expires: Some(after(3600)) };
    let (key, secret) = desk.create_key(&new, By::COMMAND_LINE).expect("a key");
    let end = key.expires.expect("it expires");
    let last_used = || desk.keys().expect("keys")[0].last_used.map(Timestamp::as_second);

    assert_eq!(last_used(), None);
    for (seconds, noted) in [(0, 0), (59, 0), (61, 61), (100, 61)] {
        desk.authenticate(secret.reveal(), after(seconds)).expect("it is good");
        assert_eq!(last_used(), Some(after(noted).as_second()), "{seconds}");
    }
    let refused = |text: &str, now| match desk.authenticate(text, now) {
        Err(DeskError::KeyRefused(reason)) => Some(reason),
        _ => None,
    };
    assert_eq!(refused(secret.reveal(), end - 1.second()), None);
    assert_eq!(refused(secret.reveal(), end), Some(KeyRefused::Expired));
    let wrong = secret.reveal().replace(|c: char| c.is_ascii_digit(), "a");
    let wrong = format!("psl_{}_{}", key.id, wrong.rsplit('_').next().unwrap_or_default());
    assert_eq!(refused(&wrong, now), Some(KeyRefused::Unknown));
    let text = format!("{secret:?}");
    assert!(!text.contains(secret.reveal()), "{text}");
}

#[test]
fn keys_are_made_shown_once_and_erased_over_http() {
    let send = |method, path: &str, body: String| {
        let json = [("content-type", "application/json")];
        contributing::ask(&CONTRIBUTING.admin, method, path, &json, body)
    };
    let make = |body: serde_json::Value| send(Method::POST, "/api/v1/keys", body.to_string());
    let made = make(json!({ "role": "contributor", "member": "ke-pes", "label": "Amina W." }));
    assert_eq!(made.status, StatusCode::CREATED, "{}", made.text());
    let key = made.json();
    let (id, secret) = (key["id"].as_str().expect("a name"), key["secret"].as_str().expect("it"));
    assert!(key["expires"].is_string());
    let list = || send(Method::GET, "/api/v1/keys", String::new()).text();
    assert!(list().contains("Amina W.") && !list().contains(secret));
    assert_eq!(
        contributing::ask(secret, Method::GET, "/api/v1/contributions", &[], Body::empty()).status,
        StatusCode::OK
    );
    for _ in 0..2 {
        let erased = send(Method::DELETE, &format!("/api/v1/keys/{id}"), String::new());
        assert_eq!(erased.status, StatusCode::NO_CONTENT);
        assert!(list().contains(id) && !list().contains("Amina W."));
    }
    let refused =
        contributing::ask(secret, Method::GET, "/api/v1/contributions", &[], Body::empty());
    assert_eq!(refused.status, StatusCode::UNAUTHORIZED);
    problem(&send(Method::DELETE, "/api/v1/keys/none", String::new()), StatusCode::NOT_FOUND);

    for (body, pointer) in [
        (json!({ "role": "king" }), "/role"),
        (json!({ "role": "reader", "expires": "2020-01-01T00:00:00Z" }), "/expires"),
        (json!({ "role": "reader", "label": "x".repeat(201) }), "/label"),
        (json!({ "role": "reader", "colour": "red" }), "/colour"),
    ] {
        let document = problem(&make(body), StatusCode::BAD_REQUEST);
        assert_eq!(document["errors"][0]["pointer"], pointer);
    }
    let unknown = make(json!({ "role": "contributor", "member": "xx-pes" }));
    problem(&unknown, StatusCode::UNPROCESSABLE_ENTITY);

    let mut path = "/api/v1/audit?limit=100".to_owned();
    let mut actions = Vec::new();
    loop {
        let page = send(Method::GET, &path, String::new()).json();
        let deeds = page["data"].as_array().expect("deeds").clone();
        actions.extend(deeds.into_iter().filter(|deed| deed["target"] == id));
        match page["next"].as_str() {
            Some(next) => next.clone_into(&mut path),
            None => break,
        }
    }
    let told: Vec<&str> = actions.iter().filter_map(|deed| deed["action"].as_str()).collect();
    assert_eq!(told, ["key.create", "key.revoke", "key.erase"]);
    assert!(actions.iter().all(|deed| deed["keyId"].is_string() && deed["requestId"].is_string()));
    let csv = send(Method::GET, "/api/v1/audit?format=csv&limit=1", String::new()).text();
    assert!(csv.starts_with("number,at,keyId,action,target,commit,requestId"), "{csv}");
}
