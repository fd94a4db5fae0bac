//! From an older layout of the store to the present one.

use super::error::GraphError;
use super::write::in_union;
use crate::vocabulary::{DATASET, GRAPH_CATALOGUE, GRAPH_CHANGES, PES, VOID};
use oxigraph::model::{
    GraphName, Literal, NamedNode, NamedNodeRef, NamedOrBlankNode, Quad, QuadRef,
};
use oxigraph::store::Store;

/// Quads that are written at a time.
const BATCH: usize = 50_000;

/// From layout 1: gives every triple its place in the union, and every entry
/// of the catalogue the number of a first commit. Doing it again changes
/// nothing, so a migration that was cut short is begun anew.
pub(super) fn migrate(store: &Store) -> Result<(), GraphError> {
    number_commits(store)?;
    let log = GraphName::from(NamedNode::new_unchecked(GRAPH_CHANGES));
    let mut batch: Vec<Quad> = Vec::with_capacity(BATCH);
    for quad in store {
        let quad = quad.map_err(GraphError::storage("read"))?;
        if quad.graph_name.is_default_graph() || quad.graph_name == log {
            continue;
        }
        batch.push(in_union(quad.as_ref()).into_owned());
        if batch.len() == BATCH {
            store.extend(batch.drain(..)).map_err(GraphError::storage("migrate"))?;
        }
    }
    store.extend(batch).map_err(GraphError::storage("migrate"))
}

fn number_commits(store: &Store) -> Result<(), GraphError> {
    let catalogue = NamedNodeRef::new_unchecked(GRAPH_CATALOGUE);
    let commit = NamedNode::new_unchecked(format!("{PES}commit"));
    let triples = NamedNode::new_unchecked(format!("{VOID}triples"));
    let mut subjects = vec![NamedOrBlankNode::from(NamedNode::new_unchecked(DATASET))];
    for quad in store.quads_for_pattern(None, Some(triples.as_ref()), None, Some(catalogue.into()))
    {
        subjects.push(quad.map_err(GraphError::storage("read the catalogue"))?.subject);
    }
    for subject in subjects {
        let known = store
            .quads_for_pattern(Some(subject.as_ref()), Some(commit.as_ref()), None, None)
            .next()
            .is_some();
        if !known {
            let one = Literal::from(1);
            let graph = GraphName::from(catalogue.into_owned());
            store
                .insert(QuadRef::new(&subject, &commit, &one, &graph))
                .map_err(GraphError::storage("migrate"))?;
        }
    }
    Ok(())
}
