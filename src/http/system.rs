//! Health, and the vocabulary's own documents.

use super::negotiation;
use super::problem::Problem;
use super::state::AppState;
use crate::domain::Iri;
use crate::graph::{CONTEXT_JSON, GraphError, Query};
use crate::vocabulary::GRAPH_ONTOLOGY;
use axum::extract::State;
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Redirect, Response};

/// Tell whether the process lives
#[utoipa::path(get, path = "/livez", operation_id = "livez", tag = "service",
    responses((status = 200, description = "It does", body = String, content_type = "text/plain", example = "ok")))]
pub(super) async fn livez() -> &'static str {
    "ok\n"
}

/// Tell whether the service can answer
#[utoipa::path(get, path = "/readyz", operation_id = "readyz", tag = "service",
    responses((status = 200, description = "It can", body = String, content_type = "text/plain", example = "ready"),
        (status = 500, description = "The graph cannot be read", body = super::problem::ProblemDetails, content_type = "application/problem+json"),
        (status = 503, description = "The service is starting or stopping", body = super::problem::ProblemDetails, content_type = "application/problem+json")))]
pub(super) async fn readyz(State(state): State<AppState>) -> Result<&'static str, Problem> {
    state.run(|service| service.graph().ask(&Query::new("ASK { ?s ?p ?o }"))).await?;
    Ok("ready\n")
}

/// Get the JSON-LD context of all JSON answers
#[utoipa::path(get, path = "/context.jsonld", operation_id = "get_context", tag = "service",
    responses((status = 200, description = "The context", body = Object, content_type = "application/ld+json")))]
pub(super) async fn context() -> Response {
    ([(header::CONTENT_TYPE, "application/ld+json")], CONTEXT_JSON).into_response()
}

/// Get the ontology: classes, properties, shapes and concept schemes
#[utoipa::path(get, path = "/ontology", operation_id = "get_ontology", tag = "service",
    responses((status = 200, description = "The ontology graph", content((String = "text/turtle"), (String = "application/n-triples"), (String = "application/n-quads"),
            (String = "application/trig"), (String = "application/rdf+xml"), (Object = "application/ld+json"), (String = "text/n3"))),
        (status = 406, description = "None of the accepted formats can be given", body = super::problem::ProblemDetails, content_type = "application/problem+json")))]
pub(super) async fn ontology(
    State(state): State<AppState>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let format = negotiation::graph_format(&headers)?;
    let body = state
        .run(move |service| {
            let mut body = Vec::new();
            service.graph().dump(Some(&Iri::trusted(GRAPH_ONTOLOGY)), format, &mut body)?;
            Ok::<_, GraphError>(body)
        })
        .await?;
    Ok(([(header::CONTENT_TYPE, negotiation::graph_media_type(format))], body).into_response())
}

/// The documentation, where its name is cut short.
pub(super) async fn documentation() -> Redirect {
    Redirect::to("/docs/")
}
