//! What a write is checked against the shapes with: where it changed little,
//! the things that its change can have broken, with what shapes see of them;
//! otherwise all that is stated.
//!
//! Shapes look at what is said of a thing itself and at the class of what it
//! links to, and no further; those that look further are SPARQL constraints,
//! and what they are about is checked as a whole. A test holds both ways of
//! checking to the same answer.

use super::error::GraphError;
use super::seed;
use super::shapes;
use super::violation::Violation;
use super::write::Write;
use crate::vocabulary::{COMPUTED_GRAPHS, SKOS};
use oxigraph::io::{RdfFormat, RdfParser};
use oxigraph::model::vocab::{rdf, rdfs};
use oxigraph::model::{
    GraphName, NamedNode, NamedNodeRef, NamedOrBlankNode, NamedOrBlankNodeRef, Term, TermRef,
    Triple,
};
use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::LazyLock;

const SHACL: &str = "http://www.w3.org/ns/shacl#";
/// Things that are checked one by one; with more, everything is.
const THINGS_MAX: usize = 2_000;

/// What the shapes find wrong after a write.
pub(super) fn found(write: &Write<'_>) -> Result<Vec<Violation>, GraphError> {
    match within_reach(write)? {
        Some(things) => found_of(&Sight::of(write), &things),
        None => found_in_whole(write),
    }
}

/// What the shapes would find wrong if these triples were stated besides.
pub(super) fn found_beside(
    write: &Write<'_>,
    triples: &[Triple],
) -> Result<Vec<Violation>, GraphError> {
    let mut sight = Sight::of(write);
    let mut things = HashSet::new();
    for triple in triples {
        things.insert(triple.subject.clone());
        sight.beside.entry(triple.subject.clone()).or_default().push(triple.clone());
    }
    if looks_further().covers(&sight, triples, &things)? {
        return shapes::validate(stated(write)?.chain(triples.iter().cloned().map(Ok)));
    }
    things.extend(linking_to(write, &retyped(triples.iter()), usize::MAX)?);
    found_of(&sight, &things)
}

/// What the shapes find wrong with things, some at a time.
fn found_of(
    sight: &Sight<'_>,
    things: &HashSet<NamedOrBlankNode>,
) -> Result<Vec<Violation>, GraphError> {
    let things: Vec<&NamedOrBlankNode> = things.iter().collect();
    let mut found = Vec::new();
    for things in things.chunks(THINGS_MAX) {
        let things: HashSet<&NamedOrBlankNode> = things.iter().copied().collect();
        let mut violations = shapes::validate(seen_of(sight, &things)?.into_iter().map(Ok))?;
        let names: HashSet<String> = things.iter().map(|thing| name(thing)).collect();
        violations.retain(|violation| names.contains(&violation.node));
        found.append(&mut violations);
    }
    found.sort();
    Ok(found)
}

/// The same, whatever was changed.
pub(super) fn found_in_whole(write: &Write<'_>) -> Result<Vec<Violation>, GraphError> {
    shapes::validate(stated(write)?)
}

/// All that is stated: all graphs but those that the program writes itself.
fn stated<'a>(
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

/// The things that a write can have made wrong; none when that cannot be told,
/// or is more than is checked one by one.
fn within_reach(write: &Write<'_>) -> Result<Option<HashSet<NamedOrBlankNode>>, GraphError> {
    let Some(changed) = write.delta().few() else { return Ok(None) };
    let changed = changed.keys().filter(|quad| is_stated(&quad.graph_name));
    let changed: Vec<Triple> = changed.cloned().map(Triple::from).collect();
    let mut things: HashSet<NamedOrBlankNode> =
        changed.iter().map(|triple| triple.subject.clone()).collect();
    if looks_further().covers(&Sight::of(write), &changed, &things)? {
        return Ok(None);
    }
    things.extend(linking_to(write, &retyped(changed.iter()), THINGS_MAX)?);
    Ok((things.len() <= THINGS_MAX).then_some(things))
}

/// Things of which these triples say what they are.
fn retyped<'a>(triples: impl Iterator<Item = &'a Triple>) -> HashSet<Term> {
    let types = triples.filter(|triple| triple.predicate == rdf::TYPE);
    types.map(|triple| Term::from(triple.subject.clone())).collect()
}

/// What links to things; not all of it where that is more than `max`.
fn linking_to(
    write: &Write<'_>,
    things: &HashSet<Term>,
    max: usize,
) -> Result<HashSet<NamedOrBlankNode>, GraphError> {
    let mut linking = HashSet::new();
    for thing in things {
        for quad in write.transaction().quads_for_pattern(None, None, Some(thing.as_ref()), None) {
            let quad = quad.map_err(GraphError::storage("read"))?;
            if is_stated(&quad.graph_name) {
                linking.insert(quad.subject);
            }
            if linking.len() > max {
                return Ok(linking);
            }
        }
    }
    Ok(linking)
}

/// What is stated: in a write, and beside it.
struct Sight<'a> {
    write: &'a Write<'a>,
    beside: HashMap<NamedOrBlankNode, Vec<Triple>>,
}

impl<'a> Sight<'a> {
    fn of(write: &'a Write<'a>) -> Self {
        Self { write, beside: HashMap::new() }
    }

    /// What is stated of a thing, or its classes alone.
    fn stated_of(
        &self,
        thing: &NamedOrBlankNode,
        property: Option<NamedNodeRef<'_>>,
    ) -> Result<Vec<Triple>, GraphError> {
        let mut stated = stated_of(self.write, Some(thing.as_ref()), property)?;
        let beside = self.beside.get(thing).into_iter().flatten();
        let wanted = |triple: &&Triple| property.is_none_or(|it| triple.predicate == it);
        stated.extend(beside.filter(wanted).cloned());
        Ok(stated)
    }
}

/// What shapes see of things: what is stated of each, the classes of what it
/// links to, and how classes hang together.
fn seen_of(
    sight: &Sight<'_>,
    things: &HashSet<&NamedOrBlankNode>,
) -> Result<HashSet<Triple>, GraphError> {
    let mut seen = HashSet::new();
    let mut linked = HashSet::new();
    for thing in things {
        for triple in sight.stated_of(thing, None)? {
            linked.extend(as_node(&triple.object).filter(|node| !things.contains(node)));
            seen.insert(triple);
        }
    }
    for node in linked {
        seen.extend(sight.stated_of(&node, Some(rdf::TYPE))?);
    }
    seen.extend(stated_of(sight.write, None, Some(rdfs::SUB_CLASS_OF))?);
    Ok(seen)
}

fn stated_of(
    write: &Write<'_>,
    subject: Option<NamedOrBlankNodeRef<'_>>,
    property: Option<NamedNodeRef<'_>>,
) -> Result<Vec<Triple>, GraphError> {
    write
        .transaction()
        .quads_for_pattern(subject, property, None, None)
        .filter(|quad| quad.as_ref().map_or(true, |quad| is_stated(&quad.graph_name)))
        .map(|quad| quad.map(Triple::from).map_err(GraphError::storage("read")))
        .collect()
}

/// Whether a graph holds what somebody states, and not what the program writes.
pub(super) fn is_stated(graph: &GraphName) -> bool {
    matches!(graph, GraphName::NamedNode(name) if !COMPUTED_GRAPHS.contains(&name.as_str()))
}

fn as_node(term: &Term) -> Option<NamedOrBlankNode> {
    match term {
        Term::NamedNode(node) => Some(node.clone().into()),
        Term::BlankNode(node) => Some(node.clone().into()),
        _ => None,
    }
}

/// As violations name it.
fn name(thing: &NamedOrBlankNode) -> String {
    match thing {
        NamedOrBlankNode::NamedNode(node) => node.as_str().to_owned(),
        NamedOrBlankNode::BlankNode(node) => node.to_string(),
    }
}

/// The classes that SPARQL constraints are about: one thing of theirs can break
/// a rule for another.
struct LooksFurther {
    classes: BTreeSet<String>,
}

fn looks_further() -> &'static LooksFurther {
    static CLASSES: LazyLock<LooksFurther> = LazyLock::new(LooksFurther::read);
    &CLASSES
}

impl LooksFurther {
    /// Whether a change of these triples, which are about these things, can
    /// break a rule for others than those and what links to them.
    fn covers(
        &self,
        sight: &Sight<'_>,
        triples: &[Triple],
        things: &HashSet<NamedOrBlankNode>,
    ) -> Result<bool, GraphError> {
        if triples.iter().any(|triple| self.speaks_of(triple)) {
            return Ok(true);
        }
        for thing in things {
            let types = sight.stated_of(thing, Some(rdf::TYPE))?;
            if types.iter().any(|triple| self.names(triple.object.as_ref())) {
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn speaks_of(&self, triple: &Triple) -> bool {
        let property = triple.predicate.as_str();
        triple.predicate == rdfs::SUB_CLASS_OF
            || property.strip_prefix(SHACL) == Some("declare")
            || matches!(property.strip_prefix(SKOS), Some("broader" | "inScheme"))
            || triple.predicate == rdf::TYPE && self.names(triple.object.as_ref())
    }

    fn names(&self, class: TermRef<'_>) -> bool {
        matches!(class, TermRef::NamedNode(class) if self.classes.contains(class.as_str()))
    }

    fn read() -> Self {
        let files = seed::files();
        let shapes = files.iter().filter(|file| file.path.starts_with("ontology/shapes/"));
        let mut targets: HashMap<NamedOrBlankNode, Vec<NamedNode>> = HashMap::new();
        let mut constrained = HashSet::new();
        for file in shapes {
            for quad in RdfParser::from_format(RdfFormat::Turtle).for_slice(&file.bytes).flatten() {
                match (quad.predicate.as_str().strip_prefix(SHACL), quad.object) {
                    (Some("targetClass"), Term::NamedNode(class)) => {
                        targets.entry(quad.subject).or_default().push(class);
                    }
                    (Some("sparql"), _) => _ = constrained.insert(quad.subject),
                    _ => {}
                }
            }
        }
        let classes = constrained.iter().filter_map(|shape| targets.get(shape)).flatten();
        Self { classes: classes.map(|class| class.as_str().to_owned()).collect() }
    }
}
