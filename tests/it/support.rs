//! What the tests share: one service in memory with the real seed, asked
//! through its router without a network, and a command line that is run as a
//! process of its own.

use axum::body::Body;
use axum::http::{HeaderMap, Request, StatusCode, header};
use http_body_util::BodyExt;
use passerelle::http::{self, HttpSettings};
use passerelle::operations::Passerelle;
use passerelle::web;
use serde_json::Value;
use std::process::{Command, Output};
use std::sync::LazyLock;
use tower::ServiceExt;

static APP: LazyLock<axum::Router> = LazyLock::new(|| {
    let service = Passerelle::in_memory().expect("the seed loads");
    http::app(service, HttpSettings::default(), web::pages()).expect("the service describes itself")
});

/// An answer, read whole.
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    pub(crate) fn text(&self) -> String {
        String::from_utf8(self.body.clone()).expect("the answer is UTF-8")
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body)
            .unwrap_or_else(|error| panic!("{error}: {}", self.text()))
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().expect("ASCII"))
    }
}

/// Where requests of tests run.
pub(crate) static RUNTIME: LazyLock<tokio::runtime::Runtime> =
    LazyLock::new(|| tokio::runtime::Runtime::new().expect("a runtime starts"));

/// Sends a request to the service.
pub(crate) fn send(request: Request<Body>) -> Answer {
    send_to(&APP, request)
}

/// Sends a request to another service.
pub(crate) fn send_to(app: &axum::Router, request: Request<Body>) -> Answer {
    RUNTIME.block_on(async {
        let response = app.clone().oneshot(request).await.expect("the router never fails");
        let (parts, body) = response.into_parts();
        let body = body.collect().await.expect("the body is whole").to_bytes().to_vec();
        Answer { status: parts.status, headers: parts.headers, body }
    })
}

/// GET with the headers given.
pub(crate) fn get_with(path: &str, headers: &[(&str, &str)]) -> Answer {
    let mut request = Request::get(path);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    send(request.body(Body::empty()).expect("a well-formed request"))
}

/// GET without headers.
pub(crate) fn get(path: &str) -> Answer {
    get_with(path, &[])
}

/// POST of a document.
pub(crate) fn post(path: &str, content_type: &str, body: String) -> Answer {
    let request = Request::post(path).header(header::CONTENT_TYPE, content_type);
    send(request.body(Body::from(body)).expect("a well-formed request"))
}

/// The JSON of a successful GET.
pub(crate) fn get_json(path: &str) -> Value {
    let answer = get(path);
    assert_eq!(answer.status, StatusCode::OK, "{path}: {}", answer.text());
    answer.json()
}

/// A SELECT, ASK, CONSTRUCT or DESCRIBE by GET.
pub(crate) fn sparql(query: &str, accept: &str) -> Answer {
    let form: String =
        form_urlencoded::Serializer::new(String::new()).append_pair("query", query).finish();
    get_with(&format!("/sparql?{form}"), &[(header::ACCEPT.as_str(), accept)])
}

/// The command line as a process of its own, without the settings that the
/// environment of the tests may hold.
pub(crate) fn command(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_passerelle"));
    for (name, _) in std::env::vars_os() {
        if name.to_string_lossy().starts_with("PASSERELLE_") {
            command.env_remove(name);
        }
    }
    command.args(arguments);
    command
}

/// Runs the command line and waits for its end.
pub(crate) fn passerelle(arguments: &[&str]) -> Output {
    command(arguments).output().expect("the binary runs")
}
