//! `/api/v1/graphs`: what the store holds, by graph.

use super::parameters::{FormatParameters, LanguageParameters, NoParameters, TableParameters};
use super::problem::{Problem, ReadProblems};
use super::resource;
use super::state::AppState;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use serde::Serialize;
use serde_json::json;
use utoipa::ToSchema;

/// A named graph.
#[derive(Default, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct NamedGraph {
    /// Its name, for `FROM` and `GRAPH`.
    #[schema(format = Uri, example = "https://w3id.org/passerelle/graph/survey/2022")]
    id: String,
    /// How many triples it holds.
    triples: u64,
    /// SHA-256 of its RDFC-1.0 canonical form, lower-case hexadecimal: equal exactly when two
    /// graphs say the same.
    canonical_hash: String,
    /// When it was last written, RFC 3339.
    modified: String,
}

/// The named graphs of the store.
#[derive(ToSchema)]
#[allow(dead_code, reason = "describes an answer that is put together key by key")]
pub(super) struct NamedGraphs {
    data: Vec<NamedGraph>,
    /// Names the state of all that sources say.
    epoch: String,
    /// How many graphs there are.
    total: usize,
}

/// List named graphs with their canonical hashes
#[utoipa::path(get, path = "/api/v1/graphs", operation_id = "list_graphs", tag = "service", params(LanguageParameters, FormatParameters),
    responses((status = 200, description = "All named graphs", content((NamedGraphs = "application/json"), (NamedGraphs = "application/ld+json"), (String = "text/csv"))), ReadProblems))]
pub(super) async fn list_graphs(
    State(state): State<AppState>,
    headers: HeaderMap,
    parameters: TableParameters<NoParameters>,
) -> Result<Response, Problem> {
    let (entries, epoch) = state
        .run(|service| {
            Ok::<_, crate::graph::GraphError>((
                service.graph().hashed_entries()?,
                service.graph().epoch()?,
            ))
        })
        .await?;
    let data: Vec<NamedGraph> = entries
        .into_iter()
        .map(|entry| NamedGraph {
            id: entry.graph.to_string(),
            triples: entry.triples,
            canonical_hash: entry.canonical_hash.unwrap_or_default(),
            modified: entry.modified,
        })
        .collect();
    let body = json!({ "data": data, "epoch": *epoch, "total": data.len() });
    resource::json_or_table(&headers, parameters.presentation, body, &json!(NamedGraph::default()))
}
