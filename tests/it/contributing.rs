//! A service to bring contributions to, with keys of every role and relation,
//! on a data directory of its own.

use crate::seeded::data_directory;
use crate::support::{Answer, send_to};
use axum::body::Body;
use axum::http::{Method, Request, StatusCode};
use passerelle::desk::{By, Desk, NewKey};
use passerelle::domain::Role;
use passerelle::http::{self, HttpSettings};
use passerelle::operations::Passerelle;
use passerelle::web;
use serde_json::{Value, json};
use std::sync::LazyLock;
use tempfile::TempDir;

pub(crate) const CONTRIBUTIONS: &str = "/api/v1/contributions";

pub(crate) struct Contributing {
    pub(crate) app: axum::Router,
    pub(crate) directory: TempDir,
    pub(crate) desk: Desk,
    /// A contributor of Kenya's service.
    pub(crate) kenya: String,
    /// A contributor of Actiris.
    pub(crate) actiris: String,
    /// A reviewer of no member.
    pub(crate) reviewer: String,
    pub(crate) admin: String,
}

pub(crate) static CONTRIBUTING: LazyLock<Contributing> = LazyLock::new(|| {
    let directory = data_directory();
    let (service, _) = Passerelle::open(directory.path()).expect("the data directory opens");
    let app = http::app(service, HttpSettings::default(), web::pages()).expect("an app");
    let desk = Desk::open(directory.path()).expect("the desk opens twice");
    let kenya = key_of(&desk, Role::Contributor, Some("ke-pes"));
    let actiris = key_of(&desk, Role::Contributor, Some("be-actiris"));
    let reviewer = key_of(&desk, Role::Reviewer, None);
    let admin = key_of(&desk, Role::Admin, None);
    Contributing { app, directory, desk, kenya, actiris, reviewer, admin }
});

/// A new key that acts for a member, or for none.
pub(crate) fn key_of(desk: &Desk, role: Role, member: Option<&str>) -> String {
    let member = member.map(|member| member.parse().expect("a slug"));
    let new = NewKey { role, label: None, member, expires: None };
    desk.create_key(&new, By::COMMAND_LINE).expect("a key can be made").1.reveal().to_owned()
}

/// A request of the holder of a key.
pub(crate) fn ask(
    key: &str,
    method: Method,
    path: &str,
    headers: &[(&str, &str)],
    body: impl Into<Body>,
) -> Answer {
    let mut request = Request::builder()
        .method(method)
        .uri(path)
        .header("authorization", format!("Bearer {key}"));
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    send_to(&CONTRIBUTING.app, request.body(body.into()).expect("a well-formed request"))
}

/// What anybody sees.
pub(crate) fn see(path: &str) -> Answer {
    let request = Request::get(path).body(Body::empty()).expect("a well-formed request");
    send_to(&CONTRIBUTING.app, request)
}

pub(crate) fn post_json(key: &str, path: &str, body: &Value) -> Answer {
    ask(key, Method::POST, path, &[("content-type", "application/json")], body.to_string())
}

/// An offer that can be submitted as it is.
pub(crate) fn offer(theme: &str) -> Value {
    json!({ "kind": "offer", "content": {
        "about": [{ "id": format!("https://w3id.org/passerelle/id/theme/{theme}") }],
        "description": { "en": format!("A visit on {theme}.") },
        "endDate": "2099-12-31",
    } })
}

/// A new contribution, by the slug that it got.
pub(crate) fn begin(key: &str, body: &Value) -> String {
    let answer = post_json(key, CONTRIBUTIONS, body);
    assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.text());
    answer.json()["slug"].as_str().expect("a slug").to_owned()
}

/// A step, whatever the revision is.
pub(crate) fn step(key: &str, slug: &str, step: &str) -> Answer {
    let headers = [("if-match", "*"), ("content-type", "application/json")];
    let body = json!({ "reasons": "Say for whom it is." }).to_string();
    ask(key, Method::POST, &format!("{CONTRIBUTIONS}/{slug}/{step}"), &headers, body)
}

/// Brings Kenya's contribution on its way, as far as it is to go.
pub(crate) fn bring(slug: &str, steps: &[&str]) -> Answer {
    let mut last = None;
    for name in steps {
        let key = match *name {
            "submit" | "retire" => &CONTRIBUTING.kenya,
            _ => &CONTRIBUTING.reviewer,
        };
        let answer = step(key, slug, name);
        assert_eq!(answer.status, StatusCode::OK, "{name}: {}", answer.text());
        last = Some(answer);
    }
    last.expect("a step at least")
}
