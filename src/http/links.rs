//! Where a thing of the graph is given: by the API, as data, and as a page.

use super::state::AppState;
use crate::domain::{Iri, Kind, Language, Slug};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

/// Where the API has a thing; none for kinds that it does not show one by one.
pub(super) fn api(state: &AppState, id: &Iri) -> Option<String> {
    api_path(id).map(|path| state.link(&path))
}

/// The same without the address of the service.
pub(super) fn api_path(id: &Iri) -> Option<String> {
    let list = match Kind::of(id.as_str())? {
        Kind::Member => "members",
        Kind::Country => "countries",
        Kind::Region => "regions",
        Kind::Programme => "programmes",
        Kind::Practice => "practices",
        Kind::Theme => "themes",
        Kind::Topic => "topics",
        Kind::Expectation => "expectations",
        Kind::Survey => "surveys",
        Kind::Statement => "statements",
        Kind::Fact => "facts",
        Kind::Finding => "findings",
        Kind::Exchange => "exchanges",
        _ => return None,
    };
    let slug = Kind::slug_of(id.as_str())?;
    Some(format!("/api/v1/{list}/{slug}"))
}

/// Where the data of a thing is, or of a graph.
pub(super) fn data(state: &AppState, id: &Iri) -> String {
    if let (Some(kind), Some(slug)) = (Kind::of(id.as_str()), Kind::slug_of(id.as_str())) {
        return state.link(&format!("/data/{}/{slug}.ttl", kind.segment()));
    }
    let name = utf8_percent_encode(id.as_str(), NON_ALPHANUMERIC);
    state.link(&format!("/store?graph={name}"))
}

/// Where the page of a thing is, without the address of the service.
pub(crate) fn page_path(language: Language, kind: Kind, slug: &Slug) -> String {
    format!("/{language}/{}/{slug}", kind.segment())
}
