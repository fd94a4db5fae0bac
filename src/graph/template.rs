//! The templates of `DELETE` and `INSERT`, filled in by a solution. A quad
//! that stays incomplete, or would not be RDF, is left out, as the standard
//! says (SPARQL 1.1 Update, 3.1.3).

use oxigraph::model::{BlankNode, GraphName, NamedNode, NamedOrBlankNode, Quad, Term, Triple};
use oxigraph::sparql::QuerySolution;
use spargebra::term::{
    GraphNamePattern, GroundQuadPattern, NamedNodePattern, QuadPattern, TermPattern, TriplePattern,
};
use std::collections::HashMap;

/// A quad with places for what a solution binds.
pub(super) struct Template {
    triple: TriplePattern,
    graph: GraphNamePattern,
}

/// Names for the blank nodes of one solution: each solution has its own.
pub(super) type Fresh = HashMap<BlankNode, BlankNode>;

pub(super) fn insert_template(pattern: QuadPattern) -> Template {
    let QuadPattern { subject, predicate, object, graph_name } = pattern;
    Template { triple: TriplePattern { subject, predicate, object }, graph: graph_name }
}

/// `DELETE` has no blank nodes.
pub(super) fn delete_template(pattern: GroundQuadPattern) -> Template {
    let GroundQuadPattern { subject, predicate, object, graph_name } = pattern;
    let triple = TriplePattern { subject: subject.into(), predicate, object: object.into() };
    Template { triple, graph: graph_name }
}

impl Template {
    /// The quad of a solution; none when it is incomplete.
    pub(super) fn quad(&self, solution: &QuerySolution, fresh: Option<&mut Fresh>) -> Option<Quad> {
        let mut filling = Filling { solution, fresh };
        let triple = filling.triple(&self.triple)?;
        let graph = match &self.graph {
            GraphNamePattern::DefaultGraph => GraphName::DefaultGraph,
            GraphNamePattern::NamedNode(graph) => graph.clone().into(),
            GraphNamePattern::Variable(variable) => match solution.get(variable)? {
                Term::NamedNode(graph) => graph.clone().into(),
                _ => return None,
            },
        };
        Some(triple.in_graph(graph))
    }
}

struct Filling<'a> {
    solution: &'a QuerySolution,
    fresh: Option<&'a mut Fresh>,
}

impl Filling<'_> {
    fn triple(&mut self, pattern: &TriplePattern) -> Option<Triple> {
        let subject = match self.term(&pattern.subject)? {
            Term::NamedNode(node) => NamedOrBlankNode::from(node),
            Term::BlankNode(node) => node.into(),
            _ => return None,
        };
        let predicate = self.predicate(&pattern.predicate)?;
        Some(Triple::new(subject, predicate, self.term(&pattern.object)?))
    }

    fn predicate(&self, pattern: &NamedNodePattern) -> Option<NamedNode> {
        match pattern {
            NamedNodePattern::NamedNode(node) => Some(node.clone()),
            NamedNodePattern::Variable(variable) => match self.solution.get(variable)? {
                Term::NamedNode(node) => Some(node.clone()),
                _ => None,
            },
        }
    }

    fn term(&mut self, pattern: &TermPattern) -> Option<Term> {
        Some(match pattern {
            TermPattern::NamedNode(node) => node.clone().into(),
            TermPattern::Literal(literal) => literal.clone().into(),
            TermPattern::Variable(variable) => self.solution.get(variable)?.clone(),
            TermPattern::Triple(triple) => self.triple(triple)?.into(),
            TermPattern::BlankNode(node) => {
                self.fresh.as_mut()?.entry(node.clone()).or_default().clone().into()
            }
        })
    }
}
