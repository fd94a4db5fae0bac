//! `/ldes`: the change log as a Linked Data Event Stream, for harvesters.

use super::description;
use super::negotiation::{graph_format, graph_media_type};
use super::parameters::NoQuery;
use super::problem::{Problem, ProblemKind, ThingProblems};
use super::state::AppState;
use crate::domain::Iri;
use crate::graph::GraphError;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, Uri, header};
use axum::response::{IntoResponse, Redirect, Response};

/// A page that is full never changes.
const FULL: &str = "public, max-age=31536000, immutable";
const GROWING: &str = "no-cache";

/// Begin the event stream
#[utoipa::path(get, path = "/ldes", operation_id = "begin_event_stream", tag = "linked data",
    responses((status = 303, description = "`Location` is the first page", headers(("Location" = String, description = "The first page")))))]
pub(super) async fn begin_event_stream(State(state): State<AppState>) -> Redirect {
    Redirect::to(&state.link("/ldes/1"))
}

/// Follow what changes, as a Linked Data Event Stream
///
/// The entries of `/api/v1/changes`, in Activity Streams 2.0, a hundred a page, oldest first; each page
/// leads to the next. A page that is full never changes.
#[utoipa::path(get, path = "/ldes/{page}", operation_id = "get_event_page", tag = "linked data",
    params(("page" = u64, Path, description = "Its number, from 1", example = 1)),
    responses((status = 200, description = "The page", content(
            (String = "text/turtle", example = "<https://passerelle.example/ldes> a ldes:EventStream ; tree:member <https://w3id.org/passerelle/id/change/1> ."),
            (String = "application/n-triples"), (String = "application/n-quads"), (String = "application/trig"),
            (String = "application/rdf+xml"), (Object = "application/ld+json"), (String = "text/n3"))),
        ThingProblems))]
pub(super) async fn get_event_page(
    State(state): State<AppState>,
    Path(page): Path<String>,
    NoQuery: NoQuery,
    uri: Uri,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let format = graph_format(&headers)?;
    let base = description::base(&state, &uri, &headers)
        .unwrap_or_else(|| Iri::trusted(crate::vocabulary::BASE.trim_end_matches('/')));
    let number = page.parse::<u64>().ok();
    let found = state.run(move |service| {
        let Some(number) = number else { return Ok(None) };
        let Some(page) = service.graph().describe_changes(&base, number)? else { return Ok(None) };
        let mut body = Vec::new();
        page.description.write(format, &mut body)?;
        Ok::<_, GraphError>(Some((body, page.is_full)))
    });
    let (body, is_full) = found.await?.ok_or_else(|| {
        Problem::new(ProblemKind::NotFound, "the stream has no such page; it begins at /ldes/1")
    })?;
    let kept = if is_full { FULL } else { GROWING };
    let headers = [(header::CONTENT_TYPE, graph_media_type(format)), (header::CACHE_CONTROL, kept)];
    Ok((headers, body).into_response())
}
