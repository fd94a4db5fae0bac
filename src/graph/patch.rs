//! A patch: an update that is confined to one graph, which it sees as its
//! default graph. What names another graph is refused before anything is done.

use super::engine::KnowledgeGraph;
use super::error::GraphError;
use super::public_query::{DatasetChoice, StopToken};
use super::publication::Change;
use super::update::{UpdateLimits, parse};
use super::upload::GraphRef;
use oxigraph::model::NamedNode;
use spargebra::GraphUpdateOperation;
use spargebra::algebra::{GraphTarget, QueryDataset};
use spargebra::term::{GraphName as WrittenGraph, GraphNamePattern};

impl KnowledgeGraph {
    /// Carries out an update within one graph. Relative references are
    /// resolved against its name.
    ///
    /// # Errors
    /// [`GraphError::Unprocessable`] when it names another graph; otherwise as
    /// [`KnowledgeGraph::update`]. Nothing is stored then.
    pub fn patch(
        &self,
        graph: &GraphRef,
        text: &str,
        limits: &UpdateLimits,
        stop: &StopToken,
    ) -> Result<Change, GraphError> {
        let name = graph.node();
        let mut update = parse(text, name.as_str(), &DatasetChoice::default(), limits)?;
        for operation in &mut update.operations {
            confine(operation, &name)?;
        }
        self.carry_out(update, limits, stop)
    }
}

fn confine(operation: &mut GraphUpdateOperation, graph: &NamedNode) -> Result<(), GraphError> {
    match operation {
        GraphUpdateOperation::InsertData { data } => {
            data.iter_mut().try_for_each(|quad| confine_name(&mut quad.graph_name, graph))
        }
        GraphUpdateOperation::DeleteData { data } => {
            data.iter_mut().try_for_each(|quad| confine_name(&mut quad.graph_name, graph))
        }
        GraphUpdateOperation::DeleteInsert { delete, insert, using, .. } => {
            let deleted = delete.iter_mut().map(|quad| &mut quad.graph_name);
            let inserted = insert.iter_mut().map(|quad| &mut quad.graph_name);
            deleted.chain(inserted).try_for_each(|name| confine_pattern(name, graph))?;
            confine_dataset(using, graph)
        }
        GraphUpdateOperation::Clear { graph: target, silent } => {
            let own = GraphTarget::NamedNode(graph.clone());
            if *target != GraphTarget::DefaultGraph && *target != own {
                return Err(other_graph());
            }
            (*target, *silent) = (own, true);
            Ok(())
        }
        GraphUpdateOperation::Load { .. }
        | GraphUpdateOperation::Create { .. }
        | GraphUpdateOperation::Drop { .. } => Err(GraphError::Unprocessable(
            "a patch changes what one graph says: LOAD, CREATE, DROP, COPY, MOVE and ADD have no place in it"
                .to_owned(),
        )),
    }
}

fn confine_name(name: &mut WrittenGraph, graph: &NamedNode) -> Result<(), GraphError> {
    match name {
        WrittenGraph::NamedNode(name) if name != graph => Err(other_graph()),
        _ => {
            *name = graph.clone().into();
            Ok(())
        }
    }
}

fn confine_pattern(name: &mut GraphNamePattern, graph: &NamedNode) -> Result<(), GraphError> {
    match name {
        GraphNamePattern::NamedNode(name) if name != graph => Err(other_graph()),
        GraphNamePattern::Variable(_) => Err(other_graph()),
        _ => {
            *name = graph.clone().into();
            Ok(())
        }
    }
}

/// `WITH` and `USING` may name the graph itself.
fn confine_dataset(using: &mut Option<QueryDataset>, graph: &NamedNode) -> Result<(), GraphError> {
    if let Some(using) = using {
        let named = using.named.iter().flatten();
        if using.default.iter().chain(named).any(|name| name != graph) {
            return Err(other_graph());
        }
    }
    let own = vec![graph.clone()];
    *using = Some(QueryDataset { default: own.clone(), named: Some(own) });
    Ok(())
}

fn other_graph() -> GraphError {
    GraphError::Unprocessable("a patch is about one graph, and this one names others".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Iri;

    #[test]
    fn a_patch_changes_its_graph_and_no_other() -> Result<(), GraphError> {
        let store = KnowledgeGraph::in_memory()?;
        let graph = GraphRef::Named(Iri::trusted("urn:g"));
        let limits = UpdateLimits::default();
        let patch = |text: &str| store.patch(&graph, text, &limits, &StopToken::default());
        store.update(
            "INSERT DATA { GRAPH <urn:g> { <urn:s> <urn:p> 1 } GRAPH <urn:h> { <urn:t> <urn:p> 1 } }",
            &DatasetChoice::default(),
            &limits,
            &StopToken::default(),
        )?;
        let inserted = |text: &str| patch(text).map(|change| (change.inserted, change.removed));
        assert_eq!(inserted("INSERT DATA { <urn:s> <urn:p> 2 }")?, (1, 0));
        assert_eq!(inserted("DELETE { ?s ?p 1 } INSERT { ?s ?p 3, 4 } WHERE { ?s ?p 1 }")?, (2, 1));
        assert_eq!(inserted("WITH <urn:g> DELETE { ?s ?p 4 } WHERE { ?s ?p 4 }")?, (0, 1));
        assert_eq!(
            inserted("INSERT { <urn:seen> <urn:p> ?g } WHERE { GRAPH ?g { ?s ?p 3 } }")?,
            (1, 0)
        );
        assert_eq!(
            inserted("INSERT { ?s <urn:q> 1 } WHERE { GRAPH <urn:h> { ?s ?p 1 } }")?,
            (0, 0)
        );
        for text in [
            "INSERT DATA { GRAPH <urn:h> { <urn:s> <urn:p> 1 } }",
            "DELETE DATA { GRAPH <urn:h> { <urn:t> <urn:p> 1 } }",
            "DELETE WHERE { GRAPH <urn:h> { ?s ?p ?o } }",
            "DELETE WHERE { GRAPH ?g { ?s ?p ?o } }",
            "WITH <urn:h> DELETE { ?s ?p 1 } WHERE { ?s ?p 1 }",
            "INSERT { ?s ?p 9 } USING <urn:h> WHERE { ?s ?p 1 }",
            "CLEAR ALL",
            "CLEAR NAMED",
            "DROP DEFAULT",
            "COPY <urn:h> TO DEFAULT",
            "LOAD <https://example.org/>",
        ] {
            assert!(matches!(patch(text), Err(GraphError::Unprocessable(_))), "{text}");
        }
        assert_eq!(inserted("CLEAR DEFAULT")?, (0, 3));
        Ok(())
    }
}
