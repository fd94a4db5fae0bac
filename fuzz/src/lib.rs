//! What the targets share: one service in memory, asked through its router.

use axum::Router;
use axum::body::Body;
use axum::http::{Request, StatusCode};
use http_body_util::BodyExt;
use passerelle::http::{self, HttpSettings};
use passerelle::operations::Passerelle;
use std::sync::LazyLock;
use tokio::runtime::Runtime;
use tower::ServiceExt;

static APP: LazyLock<Router> = LazyLock::new(|| {
    let service = Passerelle::in_memory().expect("the seed loads");
    http::app(service, HttpSettings::default()).expect("the service describes itself")
});
static RUNTIME: LazyLock<Runtime> = LazyLock::new(|| {
    tokio::runtime::Builder::new_multi_thread().worker_threads(1).build().expect("a runtime")
});

/// Sends a request and reads the whole answer. A panic in the service becomes
/// 500, which no input may cause.
pub fn ask(request: Request<Body>) -> StatusCode {
    RUNTIME.block_on(async {
        let response = APP.clone().oneshot(request).await.expect("the router never fails");
        let (parts, body) = response.into_parts();
        let _ = body.collect().await;
        assert_ne!(parts.status, StatusCode::INTERNAL_SERVER_ERROR);
        parts.status
    })
}

/// GET with one header, unless its bytes cannot be a header's.
pub fn get_with(path: &str, name: &str, value: &[u8]) -> Option<StatusCode> {
    Some(ask(Request::get(path).header(name, value).body(Body::empty()).ok()?))
}

/// POST with a media type and whatever else the request has by then.
pub fn post(path: &str, media_type: &str, body: &[u8]) -> StatusCode {
    let request = Request::post(path).header("content-type", media_type);
    ask(request.body(Body::from(body.to_vec())).expect("a well-formed request"))
}
