//! What the service says of itself: the service description of `/sparql` and
//! the description of the dataset, VoID and DCAT.

use super::answer_cache::{self, AnswerCache};
use super::negotiation::{self, GRAPH_OFFERS, Offer};
use super::problem::{Problem, ProblemDetails};
use super::state::AppState;
use crate::domain::Iri;
use crate::graph::{Description, Endpoint, GraphError, GraphFormat};
use axum::extract::{Request, State};
use axum::http::uri::Authority;
use axum::http::{HeaderMap, Uri, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};

/// Parameters that make a request to `/sparql` one of the protocol.
const PROTOCOL_PARAMETERS: [&str; 6] = [
    "query",
    "update",
    "default-graph-uri",
    "named-graph-uri",
    "using-graph-uri",
    "using-named-graph-uri",
];

/// Describe the dataset in VoID and DCAT
///
/// Title, licence, sources, graphs, partitions by class and property with counts, links to other
/// datasets, and where the service gives the data. The graph holds the same but for the addresses.
#[utoipa::path(get, path = "/.well-known/void", operation_id = "get_dataset_description", tag = "service",
    responses((status = 200, description = "The description", content(
            (String = "text/turtle", example = "<https://w3id.org/passerelle/id/dataset/passerelle> void:sparqlEndpoint <https://passerelle.example/sparql> ."),
            (String = "application/n-triples"), (String = "application/n-quads"), (String = "application/trig"),
            (String = "application/rdf+xml"), (Object = "application/ld+json"), (String = "text/n3"))),
        (status = 406, description = "None of the accepted formats can be given", body = ProblemDetails, content_type = "application/problem+json")))]
pub(super) async fn dataset_description(
    State(state): State<AppState>,
    uri: Uri,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let format = negotiation::graph_format(&headers)?;
    let base = base(&state, &uri, &headers);
    answer(&state, format, move |graph| graph.describe_dataset(base.as_ref())).await
}

/// Whether a GET of `/sparql` asks for the service description: it has no
/// parameter of the protocol. Parameters that clients add do not count.
pub(super) fn is_asked_for(query: Option<&str>) -> bool {
    form_urlencoded::parse(query.unwrap_or_default().as_bytes())
        .all(|(name, _)| !PROTOCOL_PARAMETERS.contains(&name.as_ref()))
}

/// The service description for a machine; a browser is led to the query page.
pub(super) async fn service_description(
    state: &AppState,
    uri: &Uri,
    headers: &HeaderMap,
) -> Result<Response, Problem> {
    let page: Offer<Option<GraphFormat>> = ("text/html", None);
    let offers: Vec<_> = GRAPH_OFFERS
        .into_iter()
        .map(|(media_type, format)| (media_type, Some(format)))
        .chain([page])
        .collect();
    let format = match negotiation::best(headers, &offers) {
        Some((_, Some(format))) => format,
        Some((_, None)) => return Ok(Redirect::to("/query").into_response()),
        None => negotiation::graph_format(headers)?,
    };
    let endpoint = Endpoint {
        base: base(state, uri, headers),
        federates: state.service().graph().federation().is_on(),
        updates: true,
    };
    answer(state, format, move |graph| graph.describe_endpoint(&endpoint)).await
}

/// Remembers the service description as the answers of the REST API are
/// remembered. Answers to queries pass.
pub(super) async fn remember(
    answers: State<AnswerCache>,
    request: Request,
    next: Next,
) -> Response {
    if request.uri().path() == "/sparql" && is_asked_for(request.uri().query()) {
        answer_cache::remember(answers, request, next).await
    } else {
        next.run(request).await
    }
}

async fn answer(
    state: &AppState,
    format: GraphFormat,
    describe: impl FnOnce(&crate::graph::KnowledgeGraph) -> Result<Description, GraphError>
    + Send
    + 'static,
) -> Result<Response, Problem> {
    let body = state
        .run(move |service| {
            let mut body = Vec::new();
            describe(service.graph())?.write(format, &mut body)?;
            Ok::<_, GraphError>(body)
        })
        .await?;
    Ok(([(header::CONTENT_TYPE, negotiation::graph_media_type(format))], body).into_response())
}

/// What our addresses begin with: the setting, or else what the client called
/// us. None when that is not a host.
pub(crate) fn base(state: &AppState, uri: &Uri, headers: &HeaderMap) -> Option<Iri> {
    let text = match &state.settings().public_url {
        Some(url) => url.trim_end_matches('/').to_owned(),
        None => format!("http://{}", host(uri, headers)?),
    };
    Iri::parse(&text).ok()
}

/// The host that the client asked: in the address, or else in the header. A
/// name with user information is none.
fn host(uri: &Uri, headers: &HeaderMap) -> Option<Authority> {
    let asked = uri.authority().cloned().or_else(|| {
        let header = headers.get(header::HOST)?;
        header.to_str().ok()?.parse().ok()
    })?;
    (!asked.host().is_empty() && !asked.as_str().contains('@')).then_some(asked)
}
