//! For search engines: every page of every language, and where that list is.

use crate::domain::{Iri, Kind, Language};
use crate::http::{self, AppState, Problem};
use crate::operations::{BrowseError, Collection, Listing, Sort};
use axum::extract::State;
use axum::http::{HeaderMap, Uri, header};
use axum::response::{IntoResponse, Response};

/// Pages that are about no single thing.
const PAGES: [&str; 12] = [
    "/",
    "/members",
    "/themes",
    "/programmes",
    "/practices",
    "/topics",
    "/expectations",
    "/surveys",
    "/statements",
    "/about",
    "/method",
    "/accessibility",
];
/// Collections whose things have pages.
const COLLECTIONS: [Collection; 13] = [
    Collection::Members,
    Collection::Countries,
    Collection::Regions,
    Collection::Programmes,
    Collection::Practices,
    Collection::Themes,
    Collection::Topics,
    Collection::Expectations,
    Collection::Surveys,
    Collection::Questions,
    Collection::Statements,
    Collection::Facts,
    Collection::Findings,
];

/// `/robots.txt`
pub(super) async fn robots(
    State(state): State<AppState>,
    uri: Uri,
    headers: HeaderMap,
) -> Response {
    let base = base(&state, &uri, &headers);
    let rules = format!(
        "User-agent: *\nDisallow: /sparql\nDisallow: /api/\n\nSitemap: {base}/sitemap.xml\n"
    );
    ([(header::CONTENT_TYPE, "text/plain; charset=utf-8")], rules).into_response()
}

/// `/sitemap.xml`
pub(super) async fn sitemap(
    State(state): State<AppState>,
    uri: Uri,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let base = base(&state, &uri, &headers);
    let ids = state
        .run(|service| {
            let mut ids: Vec<Iri> = Vec::new();
            for collection in COLLECTIONS {
                let listing = Listing {
                    collection,
                    filters: Vec::new(),
                    sort: Sort::Id,
                    offset: 0,
                    limit: usize::MAX,
                };
                ids.extend(service.identifiers(&listing)?);
            }
            Ok::<_, BrowseError>(ids)
        })
        .await?;
    let things = ids.iter().filter_map(|id| Kind::read(id.as_str()));
    let things = things.map(|(kind, slug)| format!("/{}/{slug}", kind.segment()));
    let mut document = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n",
    );
    for path in PAGES.into_iter().map(str::to_owned).chain(things) {
        for language in Language::ALL {
            document.push_str(&format!("<url><loc>{base}/{language}{path}</loc></url>\n"));
        }
    }
    document.push_str("</urlset>\n");
    Ok(([(header::CONTENT_TYPE, "application/xml; charset=utf-8")], document).into_response())
}

/// What our addresses begin with. An authority has no character that XML
/// reserves but `&`, which names of hosts do not have.
fn base(state: &AppState, uri: &Uri, headers: &HeaderMap) -> String {
    http::base(state, uri, headers)
        .map(|base| base.to_string())
        .unwrap_or_default()
        .replace('&', "&amp;")
}
