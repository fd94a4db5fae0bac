//! The SPARQL 1.1 protocol for queries: `/sparql` by GET and both kinds of
//! POST; `update` is the protocol for updates. Parameters it does not know are
//! ignored, as clients add their own.

mod answer;
mod format;
mod request;
mod result_cache;
mod slow_query;
pub(super) mod update;

pub(super) use result_cache::ResultCache;

use super::problem::{Problem, ProblemDetails, ProblemKind};
use super::state::AppState;
use super::{description, negotiation};
use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{RawQuery, Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use request::SparqlRequest;
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

/// Ask the graph in SPARQL 1.1
///
/// The default graph is the union of all published graphs, unless the query or the parameters name
/// others. Errors are text with line and column, or problem details if those are accepted. Without
/// any parameter of the protocol this is the service description; browsers are led on.
#[utoipa::path(get, path = "/sparql", operation_id = "sparql_get", tag = "sparql", params(SparqlParameters),
    responses((status = 200, description = "Results of SELECT and ASK, the graph of CONSTRUCT and DESCRIBE, or the service description", content(
            (Object = "application/sparql-results+json"), (String = "application/sparql-results+xml"), (String = "text/csv"), (String = "text/tab-separated-values"),
            (String = "text/turtle"), (String = "application/n-triples"), (String = "application/n-quads"), (String = "application/trig"),
            (String = "application/rdf+xml"), (Object = "application/ld+json"), (String = "text/n3"))),
        (status = 304, description = "The client has the present answer: If-None-Match names its ETag"),
        (status = 303, description = "No query, and a page was asked for", headers(("location" = String))), SparqlProblems))]
pub(super) async fn sparql_get(
    State(state): State<AppState>,
    headers: HeaderMap,
    uri: Uri,
    RawQuery(query): RawQuery,
) -> Response {
    if description::is_asked_for(query.as_deref()) {
        let answer = description::service_description(&state, &uri, &headers).await;
        return varied(answer.unwrap_or_else(|problem| explain(&headers, problem)));
    }
    let request = SparqlRequest::from_form(query.unwrap_or_default().as_bytes());
    respond(&state, &headers, request).await
}

/// Ask the graph in SPARQL 1.1, with the query in the body
#[utoipa::path(post, path = "/sparql", operation_id = "sparql_post", tag = "sparql",
    request_body(description = "The query, as a form or on its own", content(
        (SparqlForm = "application/x-www-form-urlencoded"),
        (String = "application/sparql-query", example = "PREFIX pes: <https://w3id.org/passerelle/ontology#>\nSELECT ?member WHERE { ?member a pes:Member } LIMIT 3"))),
    responses((status = 200, description = "Results of SELECT and ASK, or the graph of CONSTRUCT and DESCRIBE", content(
            (Object = "application/sparql-results+json"), (String = "application/sparql-results+xml"), (String = "text/csv"), (String = "text/tab-separated-values"),
            (String = "text/turtle"), (String = "application/n-triples"), (String = "application/n-quads"), (String = "application/trig"),
            (String = "application/rdf+xml"), (Object = "application/ld+json"), (String = "text/n3"))),
        SparqlProblems,
        (status = 408, description = "The body did not come in time", content((String = "text/plain"), (ProblemDetails = "application/problem+json"))),
        (status = 413, description = "The body is too large", content((String = "text/plain"), (ProblemDetails = "application/problem+json"))),
        (status = 415, description = "The body is neither a form nor a query, or has an unknown Content-Encoding", content((String = "text/plain"), (ProblemDetails = "application/problem+json")))))]
pub(super) async fn sparql_post(
    State(state): State<AppState>,
    headers: HeaderMap,
    RawQuery(query): RawQuery,
    body: Result<Bytes, BytesRejection>,
) -> Response {
    let request = match body {
        Ok(body) => SparqlRequest::from_post(&headers, query.as_deref().unwrap_or_default(), &body),
        Err(error) if error.status() == StatusCode::PAYLOAD_TOO_LARGE => {
            Err(Problem::new(ProblemKind::TooLarge, "the body has more than a mebibyte"))
        }
        Err(error) => Err(Problem::new(ProblemKind::InvalidParameter, error.body_text())),
    };
    respond(&state, &headers, request).await
}

async fn respond(
    state: &AppState,
    headers: &HeaderMap,
    request: Result<SparqlRequest, Problem>,
) -> Response {
    let request = match request {
        Ok(request) => request,
        Err(problem) => return varied(explain(headers, problem)),
    };
    let from_form = format::named_by_form(headers, &request).is_some();
    let mut response = match answer::answer(state, headers, request).await {
        Ok(response) => response,
        Err(problem) => return varied(explain(headers, problem)),
    };
    let media_type = response.headers().get(header::CONTENT_TYPE).filter(|_| from_form);
    if let Some(disposition) = media_type.and_then(format::disposition) {
        response.headers_mut().insert(header::CONTENT_DISPOSITION, disposition);
    }
    varied(response)
}

fn varied(mut response: Response) -> Response {
    response
        .headers_mut()
        .insert(header::VARY, HeaderValue::from_static("accept, accept-encoding"));
    response
}

/// Puts what the layers around the handlers refuse in the words of this
/// protocol.
pub(super) async fn in_words(request: Request, next: Next) -> Response {
    let accepted = request.headers().clone();
    let refused = next.run(request).await;
    let Some(problem) = refused.extensions().get::<Problem>() else { return refused };
    let mut response = explain(&accepted, problem.clone());
    for (name, value) in refused.headers() {
        if !response.headers().contains_key(name) {
            response.headers_mut().insert(name, value.clone());
        }
    }
    response
}

/// People and clients read errors here as text, unless they ask for details.
fn explain(headers: &HeaderMap, problem: Problem) -> Response {
    let offers = [("text/plain", false), ("application/problem+json", true)];
    let accepts_details = headers
        .get(header::ACCEPT)
        .is_some_and(|accept| accept.as_bytes().windows(7).any(|part| part == b"problem"));
    let structured = accepts_details
        && negotiation::best(headers, &offers).is_some_and(|(_, structured)| structured);
    let mut response = if structured || problem.kind() == ProblemKind::Internal {
        problem.into_response()
    } else {
        let text = format!("{}\n", problem.detail());
        let content_type = [(header::CONTENT_TYPE, "text/plain; charset=utf-8")];
        (problem.kind().status(), content_type, text).into_response()
    };
    if response.status() == StatusCode::SERVICE_UNAVAILABLE {
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static("10"));
    }
    response
}

/// The parameters of the SPARQL 1.1 protocol.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[allow(dead_code, reason = "describes what request.rs reads")]
pub(super) struct SparqlParameters {
    /// The query. Without it, the answer is the service description.
    #[param(
        example = "PREFIX pes: <https://w3id.org/passerelle/ontology#> SELECT ?member WHERE { ?member a pes:Member } LIMIT 3"
    )]
    query: Option<String>,
    /// Graphs that make up the default graph.
    #[serde(rename = "default-graph-uri", default)]
    #[param(example = json!(["https://w3id.org/passerelle/graph/reference"]))]
    default_graph_uri: Vec<String>,
    /// Graphs that `GRAPH` can reach.
    #[serde(rename = "named-graph-uri", default)]
    named_graph_uri: Vec<String>,
    /// Seconds after which the query is stopped, where that is less than the server's limit.
    #[param(example = 5.0)]
    timeout: Option<f64>,
    /// Answers with plan and timings, as JSON or text, in place of the results.
    #[param(example = false)]
    explain: Option<bool>,
    /// For forms in browsers, which cannot say what they accept: `csv`, `json`, `xml` or `tsv` for
    /// rows, `ttl`, `jsonld`, `nt` or `rdf` for graphs. Other clients say it by `Accept`.
    #[param(example = "csv")]
    format: Option<String>,
}

/// The form of the SPARQL 1.1 protocol.
#[derive(ToSchema)]
#[allow(dead_code, reason = "describes what request.rs reads")]
pub(super) struct SparqlForm {
    /// The query.
    #[schema(
        example = "PREFIX pes: <https://w3id.org/passerelle/ontology#> SELECT ?member WHERE { ?member a pes:Member } LIMIT 3"
    )]
    query: String,
    /// Graphs that make up the default graph.
    #[schema(rename = "default-graph-uri")]
    default_graph_uri: Option<Vec<String>>,
    /// Graphs that `GRAPH` can reach.
    #[schema(rename = "named-graph-uri")]
    named_graph_uri: Option<Vec<String>>,
    /// Seconds after which the query is stopped, where that is less than the server's limit.
    timeout: Option<f64>,
    /// Answers with plan and timings, as JSON or text, in place of the results.
    explain: Option<bool>,
    /// For forms in browsers: `csv`, `json`, `xml` or `tsv` for rows, `ttl`, `jsonld`, `nt` or `rdf`
    /// for graphs.
    format: Option<String>,
}

/// What `/sparql` can answer beside its success.
#[derive(utoipa::IntoResponses)]
#[allow(dead_code, reason = "describes answers")]
pub(super) enum SparqlProblems {
    /// The query is missing, malformed (with line and column) or refused by the gate.
    #[response(status = 400, content_type = "text/plain")]
    Malformed(String),
    /// None of the accepted formats can be given.
    #[response(status = 406, content_type = "text/plain")]
    NotAcceptable(String),
    /// The query is well formed and asks for what is not done here: a service that may not be asked from here, or a function that is unknown.
    #[response(status = 422, content_type = "text/plain")]
    Unprocessable(String),
    /// Another service, asked by SERVICE, gave no answer within its limits.
    #[response(status = 502, content_type = "text/plain")]
    Remote(String),
    /// The query reached a limit, which the text names, or all places were taken: Retry-After says when to ask again.
    #[response(status = 503, content_type = "text/plain")]
    TimedOut(String),
}
