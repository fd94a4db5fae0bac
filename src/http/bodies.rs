//! Bodies of requests: their encodings, sizes and times.
//!
//! A bound on size holds twice, for what is sent and for what it unpacks to,
//! so that a small body cannot become a large one.

use super::metrics::{Limit, Metrics};
use super::problem::{Problem, ProblemKind};
use super::state::AppState;
use axum::Router;
use axum::body::{Body, Bytes, HttpBody};
use axum::extract::{DefaultBodyLimit, Request, State};
use axum::http::header;
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use http_body_util::{BodyExt, Collected, LengthLimitError, Limited};
use std::error::Error;
use std::time::Duration;
use tower::ServiceBuilder;
use tower_http::decompression::RequestDecompressionLayer;
use tower_http::map_request_body::MapRequestBodyLayer;
use tower_http::timeout::{RequestBodyTimeoutLayer, TimeoutError};

/// What a format of compression may add to what cannot be compressed.
const ENCODING_OVERHEAD_BYTES: usize = 64 * 1024;

/// Bounds on the bodies of some routes.
#[derive(Clone)]
pub(super) struct BodyLimits {
    pub(super) bytes_max: usize,
    /// For the whole of a short body, for each part of a long one.
    pub(super) time: Duration,
    pub(super) metrics: Metrics,
}

/// Routes whose bodies are short: they are unpacked and read whole before the
/// handler begins, so that a slow client holds nothing but its connection.
pub(super) fn short<S: Clone + Send + Sync + 'static>(
    routes: Router<S>,
    limits: &BodyLimits,
) -> Router<S> {
    routes.layer(
        ServiceBuilder::new()
            .layer(middleware::from_fn_with_state(limits.clone(), limit_encoded))
            .layer(RequestDecompressionLayer::new())
            .layer(MapRequestBodyLayer::new(Body::new))
            .layer(middleware::from_fn_with_state(limits.clone(), read_whole)),
    )
}

/// Routes whose bodies are long: the handler reads them as they come, unpacked
/// and bounded. [`BodyLimits::problem_of`] says why one failed.
pub(super) fn long<S: Clone + Send + Sync + 'static>(
    routes: Router<S>,
    limits: &BodyLimits,
) -> Router<S> {
    let bytes_max = limits.bytes_max;
    routes.layer(
        ServiceBuilder::new()
            .layer(middleware::from_fn_with_state(limits.clone(), limit_encoded))
            .layer(RequestBodyTimeoutLayer::new(limits.time))
            .layer(RequestDecompressionLayer::new())
            .layer(MapRequestBodyLayer::new(move |body| Body::new(Limited::new(body, bytes_max))))
            .layer(DefaultBodyLimit::disable()),
    )
}

/// Refuses at once what says that it is too large, and reads no more than is
/// allowed of what does not.
async fn limit_encoded(State(limits): State<BodyLimits>, request: Request, next: Next) -> Response {
    let encoded_max = limits.bytes_max.saturating_add(ENCODING_OVERHEAD_BYTES);
    let encoded = request.headers().contains_key(header::CONTENT_ENCODING);
    let most = if encoded { encoded_max } else { limits.bytes_max };
    if request.body().size_hint().lower() > most as u64 {
        return limits.too_large().into_response();
    }
    let response = next.run(request.map(|body| Body::new(Limited::new(body, most)))).await;
    match response.headers().get(header::ACCEPT_ENCODING) {
        Some(known) if encoded => {
            let detail = "a body may have the Content-Encoding gzip, br or zstd, or none";
            let problem = Problem::new(ProblemKind::UnsupportedMediaType, detail);
            ([(header::ACCEPT_ENCODING, known)], problem).into_response()
        }
        _ => response,
    }
}

/// Reads the whole body before the handler is called.
async fn read_whole(State(limits): State<BodyLimits>, request: Request, next: Next) -> Response {
    if request.body().is_end_stream() {
        return next.run(request).await;
    }
    let (mut head, body) = request.into_parts();
    let read = Limited::new(body, limits.bytes_max).collect();
    let body = match tokio::time::timeout(limits.time, read).await {
        Ok(Ok(body)) => body.to_bytes(),
        Ok(Err(error)) => return limits.problem_of(&*error).into_response(),
        Err(_) => return limits.too_slow().into_response(),
    };
    head.headers.insert(header::CONTENT_LENGTH, body.len().into());
    next.run(Request::from_parts(head, body.into())).await
}

/// Reads a body whole, up to so many bytes.
pub(crate) async fn read(state: &AppState, body: Body, bytes_max: usize) -> Result<Bytes, Problem> {
    state.body_limits(bytes_max).read(body).await
}

impl BodyLimits {
    /// Reads a body whole, on a route whose handler reads it.
    pub(super) async fn read(&self, body: Body) -> Result<Bytes, Problem> {
        let read = Limited::new(body, self.bytes_max).collect().await;
        read.map(Collected::to_bytes).map_err(|error| self.problem_of(&*error))
    }

    /// Why a body could not be read.
    pub(super) fn problem_of(&self, error: &(dyn Error + 'static)) -> Problem {
        let mut causes = std::iter::successors(Some(error), |error| (**error).source());
        let known = causes.find_map(|cause| {
            if cause.is::<LengthLimitError>() {
                return Some(self.too_large());
            }
            cause.is::<TimeoutError>().then(|| self.too_slow())
        });
        known.unwrap_or_else(|| {
            Problem::new(
                ProblemKind::InvalidParameter,
                "the body is not whole, or not what Content-Encoding says",
            )
        })
    }

    fn too_large(&self) -> Problem {
        self.metrics.hit(Limit::BodySize);
        let detail = format!("the body has more than {} bytes", self.bytes_max);
        Problem::new(ProblemKind::TooLarge, detail)
    }

    fn too_slow(&self) -> Problem {
        self.metrics.hit(Limit::BodyTime);
        let detail = format!("the body did not come within {} s", self.time.as_secs());
        Problem::new(ProblemKind::BodyTimeout, detail)
    }
}
