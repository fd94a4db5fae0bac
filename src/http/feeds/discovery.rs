//! How the feeds about a thing are found: by `Link` headers (RFC 8288) of the
//! API's answers about it, and in the heads of its pages.

use super::{Format, edition};
use crate::domain::{Kind, Language, Slug};
use crate::http::state::AppState;
use crate::operations::NewsSubject;
use axum::http::{HeaderValue, header};
use axum::response::Response;

/// The feeds about a thing in a language, each with its media type; none where
/// its kind has none.
pub(crate) fn feeds_about(
    kind: Kind,
    slug: &Slug,
    language: Language,
) -> Vec<(String, &'static str)> {
    match kind {
        Kind::Theme => addresses(&NewsSubject::Theme(slug.clone()), language),
        Kind::Country => addresses(&NewsSubject::Country(slug.clone()), language),
        Kind::Member => addresses(&NewsSubject::Member(slug.clone()), language),
        _ => Vec::new(),
    }
}

/// The feeds of all news.
pub(crate) fn news_feeds(language: Language) -> Vec<(String, &'static str)> {
    addresses(&NewsSubject::All, language)
}

fn addresses(subject: &NewsSubject, language: Language) -> Vec<(String, &'static str)> {
    let path = edition::path(subject);
    let address = |format: Format| {
        (format!("/feeds/{language}/{path}.{}", format.ending()), format.media_type())
    };
    Format::ALL.map(address).to_vec()
}

/// Adds the feeds about a thing to an answer about it, where there are any.
pub(in crate::http) fn discoverable(
    state: &AppState,
    kind: Kind,
    slug: &Slug,
    mut response: Response,
) -> Response {
    for language in Language::ALL {
        for (path, media_type) in feeds_about(kind, slug, language) {
            let address = state.link(&path);
            let link = format!(
                "<{address}>; rel=\"alternate\"; type=\"{media_type}\"; hreflang=\"{language}\""
            );
            if let Ok(link) = HeaderValue::from_str(&link) {
                response.headers_mut().append(header::LINK, link);
            }
        }
    }
    response
}
