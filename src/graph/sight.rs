//! What shapes see of things: what is stated of them, in a write, beside it, or
//! in all of it, read at once.

use super::error::GraphError;
use super::write::Write;
use crate::vocabulary::COMPUTED_GRAPHS;
use oxigraph::model::vocab::{rdf, rdfs};
use oxigraph::model::{
    GraphName, NamedNodeRef, NamedOrBlankNode, NamedOrBlankNodeRef, Term, Triple,
};
use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

/// What is stated.
pub(super) struct Sight<'a> {
    /// Where it is looked up.
    write: Option<&'a Write<'a>>,
    /// What is stated besides, by thing.
    told: HashMap<NamedOrBlankNodeRef<'a>, Vec<&'a Triple>>,
    /// Of which nothing is stated but that.
    new: HashSet<NamedOrBlankNodeRef<'a>>,
}

impl<'a> Sight<'a> {
    /// What is stated at this point of a write.
    pub(super) fn of(write: &'a Write<'a>) -> Self {
        Self { write: Some(write), told: HashMap::new(), new: HashSet::new() }
    }

    /// The same, and these triples.
    pub(super) fn beside(write: &'a Write<'a>, triples: &'a [Triple]) -> Result<Self, GraphError> {
        let mut sight = Self { write: Some(write), ..Self::whole(triples) };
        for thing in sight.told.keys() {
            if !write.union_has(Some(*thing), None)? {
                sight.new.insert(*thing);
            }
        }
        Ok(sight)
    }

    /// These triples and nothing else.
    pub(super) fn whole(triples: &'a [Triple]) -> Self {
        let mut told: HashMap<_, Vec<&Triple>> = HashMap::new();
        for triple in triples {
            told.entry(triple.subject.as_ref()).or_default().push(triple);
        }
        Self { write: None, told, new: HashSet::new() }
    }

    /// The things that are told of, without being looked up.
    pub(super) fn told(&self) -> impl Iterator<Item = NamedOrBlankNodeRef<'a>> {
        self.told.keys().copied()
    }

    /// Whether nothing is stated of a thing but what is told here.
    pub(super) fn is_new(&self, thing: NamedOrBlankNodeRef<'_>) -> bool {
        self.new.contains(&thing)
    }

    /// What is stated of a thing, or what one property says of it; by several
    /// graphs, several times.
    pub(super) fn said_of(
        &self,
        thing: NamedOrBlankNodeRef<'_>,
        property: Option<NamedNodeRef<'_>>,
    ) -> Result<Vec<Cow<'a, Triple>>, GraphError> {
        let told = self.told.get(&thing).into_iter().flatten();
        let wanted = |said: &&&Triple| property.is_none_or(|property| said.predicate == property);
        let mut said: Vec<_> = told.filter(wanted).map(|triple| Cow::Borrowed(*triple)).collect();
        if let Some(write) = self.write.filter(|_| !self.is_new(thing)) {
            for triple in looked_up(write, Some(thing), property) {
                said.push(Cow::Owned(triple?));
            }
        }
        Ok(said)
    }

    /// What is stated of the classes of a thing.
    pub(super) fn classes_of(
        &self,
        thing: NamedOrBlankNodeRef<'_>,
    ) -> Result<Vec<Cow<'a, Triple>>, GraphError> {
        self.said_of(thing, Some(rdf::TYPE))
    }

    /// What shapes see of things: what is stated of each, the classes of what it
    /// links to, and how classes hang together.
    pub(super) fn around(
        &self,
        things: &HashSet<&NamedOrBlankNode>,
    ) -> Result<HashSet<Triple>, GraphError> {
        let mut seen = HashSet::new();
        let mut linked = HashSet::new();
        for thing in things {
            for triple in self.said_of(thing.as_ref(), None)? {
                linked.extend(as_node(&triple.object).filter(|node| !things.contains(node)));
                seen.insert(triple.into_owned());
            }
        }
        for node in linked {
            seen.extend(self.classes_of(node.as_ref())?.into_iter().map(Cow::into_owned));
        }
        for triple in self.told.values().flatten() {
            if triple.predicate == rdfs::SUB_CLASS_OF {
                seen.insert((*triple).clone());
            }
        }
        for triple in self.write.iter().flat_map(|it| looked_up(it, None, Some(rdfs::SUB_CLASS_OF)))
        {
            seen.insert(triple?);
        }
        Ok(seen)
    }
}

/// All that is stated: all graphs but those that the program writes itself.
pub(super) fn stated<'a>(
    write: &'a Write<'_>,
) -> Result<impl Iterator<Item = Result<Triple, GraphError>> + 'a, GraphError> {
    let mut graphs = Vec::new();
    for graph in write.transaction().named_graphs() {
        let graph = GraphName::from(graph.map_err(GraphError::storage("list the graphs"))?);
        if is_stated(&graph) {
            graphs.push(graph);
        }
    }
    Ok(graphs.into_iter().flat_map(|graph| {
        write
            .transaction()
            .quads_for_pattern(None, None, None, Some(graph.as_ref()))
            .map(|quad| quad.map(Triple::from).map_err(GraphError::storage("read")))
    }))
}

/// Whether a graph holds what somebody states, and not what the program writes.
pub(super) fn is_stated(graph: &GraphName) -> bool {
    matches!(graph, GraphName::NamedNode(name) if !COMPUTED_GRAPHS.contains(&name.as_str()))
}

fn looked_up<'a>(
    write: &'a Write<'a>,
    subject: Option<NamedOrBlankNodeRef<'a>>,
    property: Option<NamedNodeRef<'a>>,
) -> impl Iterator<Item = Result<Triple, GraphError>> + 'a {
    write
        .transaction()
        .quads_for_pattern(subject, property, None, None)
        .filter(|quad| quad.as_ref().map_or(true, |quad| is_stated(&quad.graph_name)))
        .map(|quad| quad.map(Triple::from).map_err(GraphError::storage("read")))
}

/// The node that a value is, where it is one.
pub(super) fn as_node(term: &Term) -> Option<NamedOrBlankNode> {
    match term {
        Term::NamedNode(node) => Some(node.clone().into()),
        Term::BlankNode(node) => Some(node.clone().into()),
        _ => None,
    }
}
