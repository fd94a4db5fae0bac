//! Small pages that stand inside the pages of others: they alone may be framed,
//! bring their own small style sheet, and carry no way into the rest of the
//! site but links.
//!
//! - `peers`: the peers of a member, the twin of the component in `scripts/`.
//! - `preview`: a thing in a few lines, for who reconciles names.

mod peers;
mod preview;

use super::assets;
use super::error::PageError;
use super::reader::{Reader, Visit};
use super::routes::{self, read_query};
use crate::domain::Language;
use crate::http::{self, AppState, Problem, ProblemKind};
use axum::Router;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, Uri};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use maud::{DOCTYPE, Markup, html as markup};

/// As for all pages, but that anybody may frame these.
const CONTENT_SECURITY: &str =
    "default-src 'none'; style-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors *";

/// A page that stands inside another.
struct Small {
    title: String,
    /// Where its links open: `_top` or `_blank`.
    links: &'static str,
    body: Markup,
}

type Show = fn(&Visit<'_>) -> Result<Small, PageError>;

/// Adds the small pages.
pub(super) fn routes(router: Router<AppState>) -> Router<AppState> {
    router
        .route("/embed/{lang}/peers/{slug}", get(peers_of_member))
        .route("/reconcile/{lang}/preview", get(preview_of_thing))
}

async fn peers_of_member(
    State(state): State<AppState>,
    Path((language, slug)): Path<(String, String)>,
    uri: Uri,
    headers: HeaderMap,
) -> Response {
    let asked = (language, slug, &peers::PARAMETERS[..]);
    answer(state, &uri, &headers, asked, peers::show).await
}

async fn preview_of_thing(
    State(state): State<AppState>,
    Path(language): Path<String>,
    uri: Uri,
    headers: HeaderMap,
) -> Response {
    let asked = (language, String::new(), &preview::PARAMETERS[..]);
    answer(state, &uri, &headers, asked, preview::show).await
}

/// The page in a language, about what the last part of the path names.
async fn answer(
    state: AppState,
    uri: &Uri,
    headers: &HeaderMap,
    (language, slug, parameters): (String, String, &'static [&'static str]),
    show: Show,
) -> Response {
    let language = match language.parse::<Language>() {
        Ok(language) => language,
        Err(error) => {
            return Problem::new(ProblemKind::NotFound, error.to_string()).into_response();
        }
    };
    let base = http::base(&state, uri, headers).map(|base| base.to_string());
    let mut reader = Reader { base: base.unwrap_or_default(), ..Reader::of(language) };
    match read_query(uri, parameters) {
        Ok(query) => reader.query = query,
        Err(error) => return failed(&reader, &error),
    }
    let asked = reader.clone();
    let shown = state.run(move |service| {
        let visit = Visit::new(service, &asked, &slug);
        Ok::<_, Problem>(match show(&visit) {
            Ok(small) => document(&asked, &small),
            Err(error) => failed(&asked, &error),
        })
    });
    shown.await.unwrap_or_else(|problem| failed(&reader, &PageError::Failed(problem)))
}

fn failed(reader: &Reader, error: &PageError) -> Response {
    if let PageError::Graph(error) = error {
        // The log learns what the reader does not.
        let _ = Problem::internal(error);
    }
    let title = error.heading(reader);
    let body = markup! { main.card { h1 { (title) } } };
    (error.kind().status(), document(reader, &Small { title, links: "_top", body })).into_response()
}

fn document(reader: &Reader, small: &Small) -> Response {
    let page = markup! {
        (DOCTYPE)
        html lang=(reader.language.tag()) dir="ltr" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (small.title) }
                meta name="robots" content="noindex";
                meta name="color-scheme" content="light dark";
                base target=(small.links);
                link rel="stylesheet" href=(assets::EMBEDDED_STYLE.href());
            }
            body { (small.body) }
        }
    };
    routes::document(reader, CONTENT_SECURITY, page.into_string())
}
