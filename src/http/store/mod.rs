//! The SPARQL 1.1 Graph Store HTTP Protocol: `/store?graph=IRI`,
//! `/store?default`, and `/store/…`, where the address is the name of the
//! graph. Reads are open; writes are for administrators.

mod received;
mod streamed;
mod target;

use super::authorisation::Admin;
use super::media_type::{self, unsupported};
use super::negotiation;
use super::problem::{Problem, ProblemDetails, ProblemKind};
use super::state::AppState;
use super::writing::{self, WriteReport};
use crate::desk::Action;
use crate::graph::{Change, GraphRef, UploadMode};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use received::Received;
use serde::Deserialize;
use target::{Place, Target};
use utoipa::IntoParams;

/// Get a graph
///
/// By `?graph=` with its name, which may be relative to this address, by `?default`, or at `/store/…`
/// where the address is the name. HEAD tells whether it is there.
#[utoipa::path(get, path = "/store", operation_id = "get_graph", tag = "sparql", params(GraphParameters),
    responses((status = 200, description = "The triples of the graph", content(
            (String = "text/turtle"), (String = "application/n-triples"), (String = "application/n-quads"), (String = "application/trig"),
            (String = "application/rdf+xml"), (Object = "application/ld+json"), (String = "text/n3"))),
        (status = 304, description = "It has not changed"),
        GraphProblems))]
pub(super) async fn get_graph(
    State(state): State<AppState>,
    headers: HeaderMap,
    target: Target,
) -> Result<Response, Problem> {
    let graph = target.named()?.graph;
    let format = negotiation::graph_format(&headers)?;
    let named = graph.clone();
    let (exists, commit) = state
        .run(move |service| {
            let commit = service.graph().commit_number();
            service.graph().graph_exists(&named).map(|exists| (exists, commit))
        })
        .await?;
    if !exists {
        return Err(unknown(&graph));
    }
    let etag = format!("W/\"{commit}-{format:?}\"");
    let validator =
        [(header::ETAG, etag.clone()), (header::VARY, "accept, accept-encoding".to_owned())];
    let known = headers.get(header::IF_NONE_MATCH).and_then(|value| value.to_str().ok());
    if known.is_some_and(|known| known.split(',').any(|known| known.trim() == etag)) {
        return Ok((StatusCode::NOT_MODIFIED, validator).into_response());
    }
    let written = state.clone();
    let body =
        streamed::body(move |out| written.service().graph().write_graph_to(&graph, format, out));
    Ok((validator, [(header::CONTENT_TYPE, negotiation::graph_media_type(format))], body.await?)
        .into_response())
}

/// Replace a graph, or make one
///
/// Afterwards the graph says what was sent and nothing else. All of the body is taken, or nothing.
/// Needs the role `admin`.
#[utoipa::path(put, path = "/store", operation_id = "put_graph", tag = "sparql", params(GraphParameters), security(("key" = [])),
    request_body(description = "The triples, in one part or several; JSON-LD without remote contexts, RDF/XML without DOCTYPE", content(
        (String = "text/turtle", example = "<https://example.org/s> <https://example.org/p> 1 ."),
        (String = "application/n-triples"), (String = "application/rdf+xml"), (Object = "application/ld+json"), (Object = "multipart/form-data"))),
    responses((status = 201, description = "The graph is new"),
        (status = 204, description = "The graph was replaced"),
        (status = 200, description = "The graph was replaced, and this is what changed", body = WriteReport),
        WriteProblems))]
pub(super) async fn put_graph(
    State(state): State<AppState>,
    admin: Admin,
    headers: HeaderMap,
    target: Target,
    request: Request,
) -> Result<Response, Problem> {
    let upload = Uploading { place: target.named()?, mode: UploadMode::Replace, admin };
    let change = upload.run(&state, request).await?;
    let status = if change.created { StatusCode::CREATED } else { StatusCode::NO_CONTENT };
    Ok(writing::answer(&headers, &change, status))
}

/// Add to a graph, or make one
///
/// Without a graph in the address, one with a new name is made, which `Location` tells. All of the
/// body is taken, or nothing. Needs the role `admin`.
#[utoipa::path(post, path = "/store", operation_id = "post_graph", tag = "sparql", params(GraphParameters), security(("key" = [])),
    request_body(description = "The triples, in one part or several; JSON-LD without remote contexts, RDF/XML without DOCTYPE", content(
        (String = "text/turtle", example = "<https://example.org/s> <https://example.org/p> 1 ."),
        (String = "application/n-triples"), (String = "application/rdf+xml"), (Object = "application/ld+json"), (Object = "multipart/form-data"))),
    responses((status = 200, description = "The graph says it too, and this is what changed", body = WriteReport),
        (status = 201, description = "The graph is new", headers(("Location" = String, description = "Its name, if it was not in the address"))),
        WriteProblems))]
pub(super) async fn post_graph(
    State(state): State<AppState>,
    admin: Admin,
    headers: HeaderMap,
    target: Target,
    request: Request,
) -> Result<Response, Problem> {
    let place = target.named_or_new()?;
    let location = place.is_new.then(|| HeaderValue::try_from(place.base.as_str()));
    let location = location.transpose().map_err(|error| Problem::internal(&error))?;
    let change = Uploading { place, mode: UploadMode::Add, admin }.run(&state, request).await?;
    if !change.created {
        return Ok(writing::report(StatusCode::OK, &change));
    }
    let mut response = writing::answer(&headers, &change, StatusCode::CREATED);
    if let Some(location) = location {
        response.headers_mut().insert(header::LOCATION, location);
    }
    Ok(response)
}

/// Take a graph away
///
/// The graph without a name becomes empty. Needs the role `admin`.
#[utoipa::path(delete, path = "/store", operation_id = "delete_graph", tag = "sparql", params(GraphParameters), security(("key" = [])),
    responses((status = 200, description = "It is gone, and this is what changed", body = WriteReport),
        (status = 404, description = "There is no such graph", body = ProblemDetails, content_type = "application/problem+json"),
        ChangeProblems))]
pub(super) async fn delete_graph(
    State(state): State<AppState>,
    admin: Admin,
    target: Target,
) -> Result<Response, Problem> {
    let graph = target.named()?.graph;
    let change = writing::run(&state, None, move |service, _| {
        let change = service.delete_graph(&graph)?.ok_or_else(|| unknown(&graph))?;
        admin.record(service, Action::GraphDelete, graph.name().as_str(), change.commit);
        Ok(change)
    })
    .await?;
    Ok(writing::report(StatusCode::OK, &change))
}

/// Change a graph by an update
///
/// A SPARQL 1.1 Update that sees this graph alone, as its default graph, and changes no other. Needs
/// the role `admin`.
#[utoipa::path(patch, path = "/store", operation_id = "patch_graph", tag = "sparql", params(GraphParameters), security(("key" = [])),
    request_body(description = "The update", content(
        (String = "application/sparql-update", example = "INSERT DATA { <https://example.org/s> <https://example.org/p> 1 }"))),
    responses((status = 204, description = "It is done"),
        (status = 200, description = "It is done, and this is what changed", body = WriteReport),
        (status = 404, description = "There is no such graph", body = ProblemDetails, content_type = "application/problem+json"),
        WriteProblems))]
pub(super) async fn patch_graph(
    State(state): State<AppState>,
    admin: Admin,
    headers: HeaderMap,
    target: Target,
    request: Request,
) -> Result<Response, Problem> {
    let graph = target.named()?.graph;
    let limits = state.settings().update_limits;
    let text = update_text(&state, request).await?;
    let change = writing::run(&state, Some(limits.timeout), move |service, stop| {
        if !service.graph().graph_exists(&graph)? {
            return Err(unknown(&graph));
        }
        let change = service.patch_graph(&graph, &text, &limits, stop)?;
        admin.record(service, Action::GraphPatch, graph.name().as_str(), change.commit);
        Ok(change)
    })
    .await?;
    Ok(writing::answer(&headers, &change, StatusCode::NO_CONTENT))
}

/// The update in the body of a patch.
async fn update_text(state: &AppState, request: Request) -> Result<String, Problem> {
    let media_type = media_type::of_body(request.headers())?;
    if media_type.essence_str() != "application/sparql-update" {
        return Err(unsupported("a patch is an update: application/sparql-update"));
    }
    let body = state.update_body_limits().read(request.into_body()).await?;
    String::from_utf8(body.into()).map_err(|error| {
        let detail = format!("the update is not UTF-8: {}", error.utf8_error());
        Problem::new(ProblemKind::InvalidParameter, detail)
    })
}

/// An upload to a graph.
struct Uploading {
    place: Place,
    mode: UploadMode,
    admin: Admin,
}

impl Uploading {
    async fn run(self, state: &AppState, request: Request) -> Result<Change, Problem> {
        let Self { place: Place { graph, base, .. }, mode, admin } = self;
        let received = Received::from_request(request, base, state.upload_body_limits())?;
        let fault = received.fault();
        let action = match mode {
            UploadMode::Replace => Action::GraphReplace,
            UploadMode::Add => Action::GraphAdd,
        };
        writing::run(state, None, move |service, stop| {
            let change = service
                .upload(&graph, mode, received, stop)
                .map_err(|error| fault.or_else(|| error.into()))?;
            admin.record(service, action, graph.name().as_str(), change.commit);
            Ok(change)
        })
        .await
    }
}

fn unknown(graph: &GraphRef) -> Problem {
    Problem::new(ProblemKind::NotFound, format!("there is no graph {}", graph.name()))
}

/// The parameters of the Graph Store protocol.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[allow(dead_code, reason = "describes what target.rs reads")]
pub(super) struct GraphParameters {
    /// The name of the graph, absolute, or relative to this address.
    #[param(example = "https://w3id.org/passerelle/graph/reference")]
    graph: Option<String>,
    /// The graph of what was written without naming one. It takes no value.
    #[param(example = "", allow_reserved)]
    default: Option<String>,
}

/// What a read of a graph can answer beside its success.
#[derive(utoipa::IntoResponses)]
#[allow(dead_code, reason = "describes answers")]
pub(super) enum GraphProblems {
    /// No graph is named, or two, or the name is malformed.
    #[response(status = 400, content_type = "application/problem+json")]
    InvalidParameter(#[to_schema] ProblemDetails),
    /// There is no such graph.
    #[response(status = 404, content_type = "application/problem+json")]
    NotFound(#[to_schema] ProblemDetails),
    /// None of the accepted formats can be given.
    #[response(status = 406, content_type = "application/problem+json")]
    NotAcceptable(#[to_schema] ProblemDetails),
}

/// What any write can answer beside its success.
#[derive(utoipa::IntoResponses)]
#[allow(dead_code, reason = "describes answers")]
pub(super) enum ChangeProblems {
    /// No graph is named, or two, or the name is malformed.
    #[response(status = 400, content_type = "application/problem+json")]
    InvalidParameter(#[to_schema] ProblemDetails),
    /// There is no key, or it is malformed, unknown, expired or revoked; see `WWW-Authenticate`.
    #[response(status = 401, content_type = "application/problem+json")]
    Unauthorised(#[to_schema] ProblemDetails),
    /// The role of the key is too low, or the graph is one that the program computes.
    #[response(status = 403, content_type = "application/problem+json")]
    Forbidden(#[to_schema] ProblemDetails),
    /// What would be left breaks a shape.
    #[response(status = 422, content_type = "application/problem+json")]
    InvalidData(#[to_schema] ProblemDetails),
    /// Too many writes are under way.
    #[response(status = 503, content_type = "application/problem+json")]
    Busy(#[to_schema] ProblemDetails),
    /// The disk of the service is full; nothing was stored.
    #[response(status = 507, content_type = "application/problem+json")]
    InsufficientStorage(#[to_schema] ProblemDetails),
}

/// What a write with a body can answer beside its success.
#[derive(utoipa::IntoResponses)]
#[allow(dead_code, reason = "describes answers")]
pub(super) enum WriteProblems {
    /// The graph is not named as it should be, or the body is malformed (with line and column) or
    /// not whole.
    #[response(status = 400, content_type = "application/problem+json")]
    Malformed(#[to_schema] ProblemDetails),
    /// There is no key, or it is malformed, unknown, expired or revoked; see `WWW-Authenticate`.
    #[response(status = 401, content_type = "application/problem+json")]
    Unauthorised(#[to_schema] ProblemDetails),
    /// The role of the key is too low, or the graph is one that the program computes.
    #[response(status = 403, content_type = "application/problem+json")]
    Forbidden(#[to_schema] ProblemDetails),
    /// The body is too large, as it was sent or as it unpacks.
    #[response(status = 413, content_type = "application/problem+json")]
    TooLarge(#[to_schema] ProblemDetails),
    /// The format of the body is not known here, or its text is not UTF-8.
    #[response(status = 415, content_type = "application/problem+json")]
    UnsupportedMediaType(#[to_schema] ProblemDetails),
    /// The data break a shape, or what is asked cannot be done on this graph.
    #[response(status = 422, content_type = "application/problem+json")]
    InvalidData(#[to_schema] ProblemDetails),
    /// It took longer than it may, or too many writes are under way.
    #[response(status = 503, content_type = "application/problem+json")]
    Busy(#[to_schema] ProblemDetails),
    /// The disk of the service is full; nothing was stored.
    #[response(status = 507, content_type = "application/problem+json")]
    InsufficientStorage(#[to_schema] ProblemDetails),
}
