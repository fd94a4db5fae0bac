//! What a query sees where it names no graph.

/// What queries and updates see as their default graph.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum DefaultGraph {
    /// The union of all graphs.
    #[default]
    Union,
    /// What was put into no graph, as a strict SPARQL dataset has it; then
    /// `GRAPH ?g` shows what was written, and nothing that is computed.
    Unnamed,
}
