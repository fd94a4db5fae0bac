//! What stands between a connection and the routes: whether the service can
//! answer at all, and what the connection is doing meanwhile.

use super::super::held_body::{Held, HeldBody};
use super::super::metrics::{Limit, Metrics};
use super::super::pages::ProblemPage;
use super::super::routes;
use super::HEAD_BYTES_MAX;
use super::connections::{Connection, Phase};
use axum::Router;
use axum::body::Body;
use axum::http::{HeaderValue, Request, Response, StatusCode, header};
use hyper::body::{Body as HttpBody, Bytes, Frame, Incoming, SizeHint};
use std::convert::Infallible;
use std::pin::Pin;
use std::sync::{Arc, OnceLock};
use std::task::{Context, Poll, ready};
use tokio_util::sync::CancellationToken;
use tower::ServiceExt;

const READY: &str = "/readyz";
/// What a connection of the reserve may ask.
const HEALTH: [&str; 3] = ["/livez", READY, "/metrics"];

/// The routes, and what answers in their place.
pub(super) struct Front {
    app: OnceLock<Router>,
    loading: Router,
    stopping: Router,
    full: Router,
    stop: CancellationToken,
    metrics: Metrics,
}

impl Front {
    pub(super) fn new(
        metrics: &Metrics,
        problem_page: ProblemPage,
        stop: CancellationToken,
    ) -> Self {
        let instead = |why| routes::unavailable(why, metrics.clone(), problem_page);
        Self {
            app: OnceLock::new(),
            loading: instead("the service is starting: its content is being loaded"),
            stopping: instead("the service is stopping"),
            full: instead("all connections are in use: try again later"),
            stop,
            metrics: metrics.clone(),
        }
    }

    pub(super) fn open(&self, app: Router) {
        // A second one would be a mistake of ours; the first stays.
        let _ = self.app.set(app);
    }

    /// Answers a request, whatever the service is able to.
    pub(super) async fn answer(
        &self,
        request: Request<Incoming>,
        connection: &Arc<Connection>,
    ) -> Result<Response<HeldBody<Body, UntilNext>>, Infallible> {
        connection.head_read(!request.body().is_end_stream());
        if head_bytes(&request) > HEAD_BYTES_MAX {
            self.metrics.hit(Limit::HeadSize);
            connection.enter(Phase::Answer);
            let until_next = UntilNext(Arc::clone(connection));
            return Ok(head_too_large().map(|body| HeldBody::new(body, until_next)));
        }
        let path = request.uri().path();
        let turned_away = connection.only_health && !HEALTH.contains(&path);
        let router = match self.app.get() {
            _ if self.stop.is_cancelled() && path == READY => &self.stopping,
            None => &self.loading,
            Some(_) if turned_away => &self.full,
            Some(app) => app,
        };
        let request = request.map(|body| {
            if body.is_end_stream() {
                return Body::empty();
            }
            Body::new(ReceivedBody { body, connection: Arc::clone(connection) })
        });
        let Ok(mut response) = router.clone().oneshot(request).await;
        connection.enter(Phase::Answer);
        if connection.only_health {
            let close = HeaderValue::from_static("close");
            response.headers_mut().insert(header::CONNECTION, close);
        }
        let until_next = UntilNext(Arc::clone(connection));
        Ok(response.map(|body| HeldBody::new(body, until_next)))
    }
}

/// What hyper counts while it reads can be up to twice its bound, when much
/// comes at once.
fn head_bytes<B>(request: &Request<B>) -> usize {
    let headers = request.headers().iter();
    headers.map(|(name, value)| name.as_str().len() + value.len()).sum()
}

/// As hyper has it.
fn head_too_large() -> Response<Body> {
    let mut refusal = Response::new(Body::empty());
    *refusal.status_mut() = StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE;
    refusal.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
    refusal
}

/// Dropped with the answer: the connection waits for its next request.
pub(super) struct UntilNext(Arc<Connection>);

impl Held for UntilNext {}

impl Drop for UntilNext {
    fn drop(&mut self) {
        self.0.enter(Phase::Idle);
    }
}

/// A request body; at its end, what is left to do is ours.
struct ReceivedBody {
    body: Incoming,
    connection: Arc<Connection>,
}

impl HttpBody for ReceivedBody {
    type Data = Bytes;
    type Error = hyper::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, hyper::Error>>> {
        let frame = ready!(Pin::new(&mut self.body).poll_frame(context));
        if frame.is_none() || self.body.is_end_stream() {
            self.connection.body_read();
        }
        Poll::Ready(frame)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
