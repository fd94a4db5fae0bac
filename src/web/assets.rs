//! Styles, icon and script, from the binary. Each is named after its content, so a
//! browser keeps it for good.

use axum::Router;
use axum::http::header;
use axum::response::IntoResponse;
use axum::routing::get;
use sha2::{Digest, Sha256};
use std::sync::LazyLock;

/// A file that pages load.
pub(super) struct Asset {
    media_type: &'static str,
    content: &'static str,
    href: String,
}

pub(super) static STYLE: LazyLock<Asset> = LazyLock::new(|| {
    Asset::new(
        "passerelle",
        "css",
        "text/css; charset=utf-8",
        include_str!("styles/passerelle.css"),
    )
});
pub(super) static ICON: LazyLock<Asset> =
    LazyLock::new(|| Asset::new("icon", "svg", "image/svg+xml", include_str!("styles/icon.svg")));

pub(super) static SUGGESTIONS: LazyLock<Asset> = LazyLock::new(|| {
    Asset::new(
        "suggestions",
        "js",
        "text/javascript; charset=utf-8",
        include_str!("scripts/suggestions.js"),
    )
});

impl Asset {
    fn new(name: &str, ending: &str, media_type: &'static str, content: &'static str) -> Self {
        let digest = Sha256::digest(content);
        let hash: String = digest.iter().take(6).map(|byte| format!("{byte:02x}")).collect();
        Self { media_type, content, href: format!("/assets/{name}.{hash}.{ending}") }
    }

    /// Where it is.
    pub(super) fn href(&self) -> &str {
        &self.href
    }

    fn route<S: Clone + Send + Sync + 'static>(&'static self, router: Router<S>) -> Router<S> {
        let headers = [
            (header::CONTENT_TYPE, self.media_type),
            (header::CACHE_CONTROL, "public, max-age=31536000, immutable"),
        ];
        let serve = move || async move { (headers, self.content).into_response() };
        router.route(&self.href, get(serve))
    }
}

/// Their addresses.
pub(super) fn routes<S: Clone + Send + Sync + 'static>(router: Router<S>) -> Router<S> {
    SUGGESTIONS.route(ICON.route(STYLE.route(router)))
}
