//! The graphs a query is to see: chosen by the protocol, by the query itself,
//! or by the setting of the service.

use super::super::engine::KnowledgeGraph;
use super::super::error::GraphError;
use crate::domain::{DefaultGraph, Iri};
use crate::vocabulary::{COMPUTED_GRAPHS, GRAPH_DEFAULT};
use oxigraph::model::{NamedNode, NamedOrBlankNode};
use oxigraph::store::StorageError;
use serde::{Deserialize, Serialize};
use spargebra::Query as Algebra;
use spargebra::algebra::QueryDataset;

/// The graphs a query is to see, from the protocol; empty means the query's
/// own `FROM`, or else the union of all.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct DatasetChoice {
    /// `default-graph-uri`
    pub default_graphs: Vec<Iri>,
    /// `named-graph-uri`
    pub named_graphs: Vec<Iri>,
}

impl DatasetChoice {
    /// As the algebra has it; none when nothing was chosen.
    pub(in super::super) fn as_query_dataset(&self) -> Option<QueryDataset> {
        let names = |iris: &[Iri]| -> Vec<NamedNode> {
            iris.iter().map(|iri| NamedNode::new_unchecked(iri.as_str())).collect()
        };
        (*self != Self::default()).then(|| QueryDataset {
            default: names(&self.default_graphs),
            named: Some(names(&self.named_graphs)),
        })
    }

    /// Puts the choice into the query. The protocol goes before the query
    /// (SPARQL 1.1 Protocol, 2.1.4). Where neither chose, it is the store's
    /// default graph, which is the union, unless strict datasets were asked for.
    pub(super) fn choose(
        &self,
        algebra: &mut Algebra,
        graph: &KnowledgeGraph,
    ) -> Result<(), GraphError> {
        let strict = graph.default_graph() == DefaultGraph::Unnamed;
        let (Algebra::Select { dataset, .. }
        | Algebra::Construct { dataset, .. }
        | Algebra::Describe { dataset, .. }
        | Algebra::Ask { dataset, .. }) = algebra;
        if let Some(chosen) = self.as_query_dataset() {
            *dataset = Some(chosen);
        } else if strict && dataset.is_none() {
            *dataset = Some(strict_dataset(graph.store().named_graphs())?);
        }
        Ok(())
    }
}

/// The dataset of those who want the unnamed graph alone as default graph:
/// that, and by name every graph that was written rather than computed.
pub(in super::super) fn strict_dataset(
    graphs: impl Iterator<Item = Result<NamedOrBlankNode, StorageError>>,
) -> Result<QueryDataset, GraphError> {
    let mut named = Vec::new();
    for graph in graphs {
        if let NamedOrBlankNode::NamedNode(graph) =
            graph.map_err(GraphError::storage("list the graphs"))?
            && graph.as_str() != GRAPH_DEFAULT
            && !COMPUTED_GRAPHS.contains(&graph.as_str())
        {
            named.push(graph);
        }
    }
    Ok(QueryDataset { default: vec![NamedNode::new_unchecked(GRAPH_DEFAULT)], named: Some(named) })
}
