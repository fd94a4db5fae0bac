//! Styles, scripts and icon, from the binary. Each is named after its content,
//! so a browser keeps it for good.

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

pub(super) static STYLE: LazyLock<Asset> =
    LazyLock::new(|| Asset::style("passerelle", include_str!("styles/passerelle.css")));
pub(super) static ICON: LazyLock<Asset> =
    LazyLock::new(|| Asset::new("icon", "svg", "image/svg+xml", include_str!("styles/icon.svg")));
pub(super) static SUGGESTIONS: LazyLock<Asset> =
    LazyLock::new(|| Asset::script("suggestions", include_str!("scripts/suggestions.js")));
pub(super) static QUERY_STYLE: LazyLock<Asset> =
    LazyLock::new(|| Asset::style("query", include_str!("styles/query.css")));
pub(super) static QUERY_SCRIPT: LazyLock<Asset> =
    LazyLock::new(|| Asset::script("query", include_str!("scripts/query.js")));

/// YASGUI as its package has it.
pub(super) struct Yasgui {
    pub(super) script: Asset,
    pub(super) style: Asset,
}

/// The editor of queries; none where the build had no npm.
pub(super) fn yasgui() -> Option<&'static Yasgui> {
    static YASGUI: LazyLock<Option<Yasgui>> = LazyLock::new(|| {
        let (script, style) = include!(concat!(env!("OUT_DIR"), "/yasgui.rs"))?;
        Some(Yasgui {
            script: Asset::script("yasgui", script),
            style: Asset::style("yasgui", style),
        })
    });
    YASGUI.as_ref()
}

impl Asset {
    fn style(name: &str, content: &'static str) -> Self {
        Self::new(name, "css", "text/css; charset=utf-8", content)
    }

    fn script(name: &str, content: &'static str) -> Self {
        Self::new(name, "js", "text/javascript; charset=utf-8", content)
    }

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
    let own: [&'static Asset; 5] = [&STYLE, &ICON, &SUGGESTIONS, &QUERY_STYLE, &QUERY_SCRIPT];
    let fetched = yasgui().into_iter().flat_map(|yasgui| [&yasgui.script, &yasgui.style]);
    own.into_iter().chain(fetched).fold(router, |router, asset| asset.route(router))
}
