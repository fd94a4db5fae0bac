//! Styles, scripts and icon, from the binary. What our own pages load is named
//! after its content, so a browser keeps it for good; the component that other
//! sites load keeps its name.

use super::texts;
use crate::domain::{Confidence, Language};
use crate::matching::Mode;
use axum::Router;
use axum::http::header;
use axum::response::IntoResponse;
use axum::routing::get;
use serde_json::{Map, Value, json};
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
pub(super) static THEMES: LazyLock<Asset> =
    LazyLock::new(|| Asset::script("themes", include_str!("scripts/themes.js")));
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

pub(super) static EMBEDDED_STYLE: LazyLock<Asset> =
    LazyLock::new(|| Asset::style("embedded", EMBEDDED_STYLE_TEXT));

const EMBEDDED_STYLE_TEXT: &str = include_str!("styles/embedded.css");
/// Where other sites find the component.
const COMPONENT_PATH: &str = "/assets/passerelle-peers.js";
/// The texts of the component, beside those for each mode and confidence.
const COMPONENT_TEXTS: [&str; 5] =
    ["peers-title", "embed-loading", "embed-failed", "embed-again", "embed-more"];

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
    let own: [&'static Asset; 7] =
        [&STYLE, &ICON, &SUGGESTIONS, &THEMES, &QUERY_STYLE, &QUERY_SCRIPT, &EMBEDDED_STYLE];
    let fetched = yasgui().into_iter().flat_map(|yasgui| [&yasgui.script, &yasgui.style]);
    let router = own.into_iter().chain(fetched).fold(router, |router, asset| asset.route(router));
    let component = component();
    let headers = [
        (header::CONTENT_TYPE, "text/javascript; charset=utf-8"),
        (header::CACHE_CONTROL, "public, max-age=3600"),
    ];
    let serve = move || async move { (headers, component).into_response() };
    router.route(COMPONENT_PATH, get(serve))
}

/// The module with the component, its style and its texts before it.
fn component() -> String {
    let words: Map<String, Value> = Language::ALL
        .into_iter()
        .map(|language| (language.tag().to_owned(), component_words(language)))
        .collect();
    format!(
        "const STYLE = {};\nconst WORDS = {};\n{}",
        json!(EMBEDDED_STYLE_TEXT),
        Value::Object(words),
        include_str!("scripts/passerelle-peers.js"),
    )
}

/// The texts of the component; it puts in the themes itself.
fn component_words(language: Language) -> Value {
    let confidence = Confidence::ALL.map(|known| format!("confidence-{}", known.term()));
    let reasons = Mode::ALL.map(|mode| format!("embed-because-{}", mode.term()));
    let keys = COMPONENT_TEXTS.map(str::to_owned).into_iter().chain(confidence).chain(reasons);
    let word = |key: String| {
        let text = texts::text(language, &key, &[("themes", "{themes}".into())]);
        (key, Value::String(text))
    };
    Value::Object(keys.map(word).collect())
}
