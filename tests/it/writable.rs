//! One service that may be written to, on a data directory of its own, with a
//! key for each role. Its limits are small. Each test writes to graphs that it
//! alone names.

use crate::seeded::data_directory;
use crate::support::{Answer, send_to};
use axum::body::Body;
use axum::http::{Method, Request, StatusCode, header};
use passerelle::desk::{By, Desk, NewKey};
use passerelle::domain::Role;
use passerelle::graph::UpdateLimits;
use passerelle::http::{self, HttpSettings};
use passerelle::operations::Passerelle;
use passerelle::web;
use std::sync::LazyLock;
use tempfile::TempDir;

/// Bytes of an upload that this service takes.
pub(crate) const UPLOAD_MAX: usize = 256 * 1024;
/// Bytes of an update that it takes.
pub(crate) const UPDATE_MAX: usize = 16 * 1024;

pub(crate) struct Writable {
    pub(crate) app: axum::Router,
    pub(crate) directory: TempDir,
    /// The same desk as another process has it open.
    pub(crate) desk: Desk,
    admin: String,
}

pub(crate) static WRITABLE: LazyLock<Writable> = LazyLock::new(|| {
    let directory = data_directory();
    let (service, _) = Passerelle::open(directory.path()).expect("the data directory opens");
    let settings = HttpSettings {
        update_limits: UpdateLimits { length_max: UPDATE_MAX, ..UpdateLimits::default() },
        upload_bytes_max: UPLOAD_MAX,
        ..HttpSettings::default()
    };
    let app = http::app(service, settings, web::pages()).expect("the service describes itself");
    let desk = Desk::open(directory.path()).expect("the desk opens twice");
    let admin = key(&desk, Role::Admin);
    Writable { app, directory, desk, admin }
});

/// A new key that does not expire.
pub(crate) fn key(desk: &Desk, role: Role) -> String {
    let new = NewKey { role, label: None, member: None, expires: None };
    let (_, secret) = desk.create_key(&new, By::COMMAND_LINE).expect("a key can be made");
    secret.reveal().to_owned()
}

/// An administrator's request.
pub(crate) fn write(
    method: Method,
    path: &str,
    headers: &[(&str, &str)],
    body: impl Into<Body>,
) -> Answer {
    let bearer = format!("Bearer {}", WRITABLE.admin);
    let mut headers = headers.to_vec();
    headers.push((header::AUTHORIZATION.as_str(), &bearer));
    ask(method, path, &headers, body)
}

/// A request by nobody in particular.
pub(crate) fn ask(
    method: Method,
    path: &str,
    headers: &[(&str, &str)],
    body: impl Into<Body>,
) -> Answer {
    let mut request = Request::builder().method(method).uri(path).header("host", "pes.example");
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    send_to(&WRITABLE.app, request.body(body.into()).expect("a well-formed request"))
}

/// The triples of a graph as sorted lines of N-Triples; none when it is not
/// there.
pub(crate) fn triples(graph: &str) -> Option<Vec<String>> {
    let path = format!("/store?graph={graph}");
    let answer = ask(Method::GET, &path, &[("accept", "application/n-triples")], Body::empty());
    if answer.status == StatusCode::NOT_FOUND {
        return None;
    }
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
    let mut lines: Vec<String> = answer.text().lines().map(str::to_owned).collect();
    lines.sort();
    Some(lines)
}
