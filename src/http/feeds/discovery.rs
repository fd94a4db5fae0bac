//! How the answers of the API tell of the feeds about their thing: `Link`
//! headers (RFC 8288).

use super::{Format, edition};
use crate::domain::{Kind, Language, Slug};
use crate::http::state::AppState;
use crate::operations::NewsSubject;
use axum::http::{HeaderValue, header};
use axum::response::Response;

/// Adds the feeds about a thing to an answer about it, where there are any.
pub(in crate::http) fn discoverable(
    state: &AppState,
    kind: Kind,
    slug: &Slug,
    mut response: Response,
) -> Response {
    let subject = match kind {
        Kind::Theme => NewsSubject::Theme(slug.clone()),
        Kind::Country => NewsSubject::Country(slug.clone()),
        Kind::Member => NewsSubject::Member(slug.clone()),
        _ => return response,
    };
    let path = edition::path(&subject);
    for language in Language::ALL {
        for format in Format::ALL {
            let address = state.link(&format!("/feeds/{language}/{path}.{}", format.ending()));
            let media_type = format.media_type();
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
