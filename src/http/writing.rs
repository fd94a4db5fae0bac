//! How a write runs and is answered: on a thread of its own with a stack for
//! deep nesting, given up when its client goes.

use super::problem::{Problem, ProblemKind};
use super::state::AppState;
use crate::graph::{Change, StopToken};
use crate::operations::Passerelle;
use axum::Json;
use axum::extract::Request;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use std::pin::pin;
use std::time::Duration;
use tokio::sync::oneshot;
use utoipa::ToSchema;

/// The stack of a thread that writes: parsers recurse.
const STACK_BYTES: usize = 64 * 1024 * 1024;
/// Writes that are received or wait for their turn at the same time.
pub(super) const WRITES_MAX: usize = 64;

const PREFER: HeaderName = HeaderName::from_static("prefer");
const PREFERENCE_APPLIED: HeaderName = HeaderName::from_static("preference-applied");

/// What a write has changed.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct WriteReport {
    /// The number of the commit; it grows with each write.
    #[schema(example = 42)]
    commit: u64,
    /// Triples that are new in their graph.
    #[schema(example = 3)]
    inserted: u64,
    /// Triples that are no longer in their graph.
    #[schema(example = 0)]
    removed: u64,
}

/// Runs a write and waits for its end. If the client goes first, the write is
/// told to stop, and changes nothing unless it was done already; likewise when
/// it has run for as long as it may.
pub(crate) async fn run<T: Send + 'static>(
    state: &AppState,
    time: Option<Duration>,
    work: impl FnOnce(&Passerelle, &StopToken) -> Result<T, Problem> + Send + 'static,
) -> Result<T, Problem> {
    let place = state.writes().try_acquire_owned().map_err(|_| {
        Problem::new(ProblemKind::Busy, format!("{WRITES_MAX} writes are under way: try again"))
    })?;
    let stopper = StopOnDrop(StopToken::default());
    let stop = stopper.0.clone();
    let (send, done) = oneshot::channel();
    let state = state.clone();
    std::thread::Builder::new()
        .name("write".to_owned())
        .stack_size(STACK_BYTES)
        .spawn(move || {
            let _ = send.send(work(state.service(), &stop));
            drop(place);
        })
        .map_err(|error| Problem::internal(&error))?;
    let mut done = pin!(done);
    if let Some(time) = time
        && let Ok(outcome) = tokio::time::timeout(time, &mut done).await
    {
        return outcome.map_err(|error| Problem::internal(&error))?;
    }
    if time.is_some() {
        stopper.0.stop();
    }
    done.await.map_err(|error| Problem::internal(&error))?
}

struct StopOnDrop(StopToken);

impl Drop for StopOnDrop {
    fn drop(&mut self) {
        self.0.stop();
    }
}

/// What tells a browser that pages of other origins may do something.
const LEAVE: [HeaderName; 5] = [
    header::ACCESS_CONTROL_ALLOW_ORIGIN,
    header::ACCESS_CONTROL_ALLOW_METHODS,
    header::ACCESS_CONTROL_ALLOW_HEADERS,
    header::ACCESS_CONTROL_MAX_AGE,
    header::ACCESS_CONTROL_EXPOSE_HEADERS,
];

/// Takes the leave given to other origins off the answers to writes, and to
/// the questions that browsers ask before them.
pub(super) async fn keep_to_own_origin(request: Request, next: Next) -> Response {
    let method = match request.headers().get(header::ACCESS_CONTROL_REQUEST_METHOD) {
        Some(asked) if request.method() == Method::OPTIONS => asked.as_bytes(),
        _ => request.method().as_str().as_bytes(),
    };
    let reads = [b"GET".as_slice(), b"HEAD", b"OPTIONS"].contains(&method);
    let mut response = next.run(request).await;
    if !reads {
        for name in LEAVE {
            response.headers_mut().remove(name);
        }
    }
    response
}

/// `status` alone; or, if the client prefers it (RFC 7240), with a report of
/// what has changed.
pub(super) fn answer(headers: &HeaderMap, change: &Change, status: StatusCode) -> Response {
    let asked = headers
        .get_all(PREFER)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .any(|preference| preference.trim().eq_ignore_ascii_case("return=representation"));
    if !asked {
        return status.into_response();
    }
    let status = if status == StatusCode::NO_CONTENT { StatusCode::OK } else { status };
    let applied = [(PREFERENCE_APPLIED, HeaderValue::from_static("return=representation"))];
    (applied, report(status, change)).into_response()
}

/// `status` with a report of what has changed.
pub(super) fn report(status: StatusCode, change: &Change) -> Response {
    let report =
        WriteReport { commit: change.commit, inserted: change.inserted, removed: change.removed };
    (status, Json(report)).into_response()
}
