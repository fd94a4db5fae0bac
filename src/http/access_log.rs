//! One line of the log and one count for each request: its id, method, route,
//! status, time, bytes and client. No header and no query string is logged:
//! keys and questions are nobody's business.

use super::held_body::{Held, HeldBody};
use super::metrics::Metrics;
use super::server::ClientAddress;
use axum::body::Body;
use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderMap, HeaderName, Method, StatusCode};
use axum::middleware::Next;
use axum::response::Response;
use std::net::IpAddr;
use std::time::{Duration, Instant};
use tracing::Instrument;

/// Names a request in the answer and in the logs.
pub(super) const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");
/// A longer id is not taken over from a client.
const REQUEST_ID_BYTES_MAX: usize = 64;
/// How much of a path a line shows.
const PATH_BYTES_MAX: usize = 200;
/// What is asked for where nothing is.
const NO_ROUTE: &str = "none";

/// Takes an id of the client's own away when it is too long or has characters
/// that no id needs.
pub(super) fn check_request_id(headers: &mut HeaderMap) {
    let fits = |id: &[u8]| {
        (1..=REQUEST_ID_BYTES_MAX).contains(&id.len())
            && id.iter().all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(byte))
    };
    if headers.get(REQUEST_ID).is_some_and(|id| !fits(id.as_bytes())) {
        headers.remove(REQUEST_ID);
    }
}

/// What a line needs to know.
#[derive(Clone)]
pub(super) struct AccessLog {
    pub(super) metrics: Metrics,
    /// A request that takes longer is called slow.
    pub(super) slow: Duration,
}

/// Counts the request and writes its line when its answer has been sent.
pub(super) async fn record(State(log): State<AccessLog>, request: Request, next: Next) -> Response {
    let mut line = Line::begin(log, &request);
    let span = tracing::error_span!("request", request_id = line.id);
    let response = next.run(request).instrument(span).await;
    line.status = Some(response.status());
    line.sent_whole |= line.method == Method::HEAD;
    response.map(|body| Body::new(HeldBody::new(body, line)))
}

/// A request from its head to the end of its answer. Dropped, it is recorded.
struct Line {
    log: AccessLog,
    begin: Instant,
    id: String,
    method: Method,
    route: Option<MatchedPath>,
    path: String,
    client: Option<IpAddr>,
    /// None until there is an answer: a client that left never got one.
    status: Option<StatusCode>,
    bytes: usize,
    sent_whole: bool,
}

impl Line {
    fn begin(log: AccessLog, request: &Request) -> Self {
        log.metrics.request_began();
        let id = request.headers().get(REQUEST_ID).and_then(|id| id.to_str().ok());
        let path = request.uri().path();
        Self {
            log,
            begin: Instant::now(),
            id: id.unwrap_or_default().to_owned(),
            method: request.method().clone(),
            route: request.extensions().get::<MatchedPath>().cloned(),
            path: path[..path.floor_char_boundary(PATH_BYTES_MAX)].to_owned(),
            client: request.extensions().get::<ClientAddress>().map(|client| client.0),
            status: None,
            bytes: 0,
            sent_whole: false,
        }
    }
}

impl Held for Line {
    fn sending(&mut self, bytes: usize) {
        self.bytes += bytes;
    }

    fn sent_whole(&mut self) {
        self.sent_whole = true;
    }
}

impl Drop for Line {
    fn drop(&mut self) {
        let took = self.begin.elapsed();
        let route = self.route.as_ref().map_or(NO_ROUTE, MatchedPath::as_str);
        let method = label_of(&self.method);
        let status = self.status.as_ref().map_or("aborted", StatusCode::as_str);
        self.log.metrics.request_ended(route, method, status, took);
        let slow = took >= self.log.slow;
        let failed = self.status.is_some_and(|status| status.is_server_error());
        let client = self.client.map(tracing::field::display);
        let ms = took.as_secs_f64() * 1000.0;
        let ms = (ms * 1000.0).round() / 1000.0;
        macro_rules! line {
            ($level:ident, $words:literal) => {
                tracing::$level!(
                    request_id = self.id,
                    method,
                    route,
                    path = self.path,
                    status,
                    ms,
                    bytes = self.bytes,
                    client,
                    cut = !self.sent_whole,
                    $words
                )
            };
        }
        match (failed, slow) {
            (true, _) => line!(warn, "request failed"),
            (false, true) => line!(warn, "slow request"),
            (false, false) => line!(info, "request"),
        }
    }
}

/// Methods that clients make up are counted together.
fn label_of(method: &Method) -> &'static str {
    const KNOWN: [(Method, &str); 7] = [
        (Method::GET, "GET"),
        (Method::HEAD, "HEAD"),
        (Method::POST, "POST"),
        (Method::PUT, "PUT"),
        (Method::PATCH, "PATCH"),
        (Method::DELETE, "DELETE"),
        (Method::OPTIONS, "OPTIONS"),
    ];
    KNOWN.iter().find(|(known, _)| known == method).map_or("other", |(_, name)| name)
}
