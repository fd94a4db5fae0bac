//! What the statements say of each member: one item a statement and concept.

use crate::domain::{Certainty, Facet, Iri, StatementKind};
use crate::graph::{GraphError, KnowledgeGraph, Query};
use crate::vocabulary::PES;

/// One source's word that a member needs or offers something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evidence {
    /// Of whom.
    pub member: Iri,
    /// Need or offer.
    pub facet: Facet,
    /// Of what.
    pub concept: Iri,
    /// Who says so. However often one source says it, it counts once.
    pub source: Iri,
    /// How surely.
    pub certainty: Certainty,
    /// Where it is written down.
    pub statement: Iri,
}

impl Evidence {
    /// All that the published statements give, levers, expectations and target
    /// groups left out: they are no needs or offers of a theme.
    ///
    /// # Errors
    /// When the store fails or holds a statement that breaks its shape.
    pub fn read(graph: &KnowledgeGraph) -> Result<Vec<Self>, GraphError> {
        let query = Query::new(include_str!("../graph/queries/matching/evidence.rq"));
        let mut evidence = Vec::new();
        for row in graph.select(&query)? {
            let kind = term(&row.iri("kind")?, &StatementKind::ALL, StatementKind::term)?;
            let certainty = term(&row.iri("certainty")?, &Certainty::ALL, Certainty::term)?;
            if let Some(facet) = kind.facet() {
                evidence.push(Self {
                    member: row.iri("member")?,
                    facet,
                    concept: row.iri("concept")?,
                    source: row.iri("source")?,
                    certainty,
                    statement: row.iri("statement")?,
                });
            }
        }
        Ok(evidence)
    }
}

fn term<T: Copy>(iri: &Iri, all: &[T], name: impl Fn(T) -> &'static str) -> Result<T, GraphError> {
    all.iter()
        .copied()
        .find(|value| iri.as_str().strip_prefix(PES) == Some(name(*value)))
        .ok_or_else(|| GraphError::OwnQuery(format!("{iri} is no term that matching knows")))
}
