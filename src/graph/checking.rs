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
    GraphName, NamedNode, NamedNodeRef, NamedOrBlankNode, NamedOrBlankNodeRef, Quad, Term, TermRef,
    Triple,
};
use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::LazyLock;

const SHACL: &str = "http://www.w3.org/ns/shacl#";
/// Things that are checked one by one; with more, everything is.
const THINGS_MAX: usize = 2_000;

/// What the shapes find wrong after a write.
pub(super) fn found(write: &Write<'_>) -> Result<Vec<Violation>, GraphError> {
    let Some(things) = within_reach(write)? else { return found_in_whole(write) };
    let mut violations = shapes::validate(seen_of(write, &things)?.into_iter().map(Ok))?;
    let names: HashSet<String> = things.iter().map(name).collect();
    violations.retain(|violation| names.contains(&violation.node));
    Ok(violations)
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
    let mut things = HashSet::new();
    let mut retyped = HashSet::new();
    for quad in changed.keys().filter(|quad| is_stated(&quad.graph_name)) {
        if looks_further().covers(write, quad)? {
            return Ok(None);
        }
        things.insert(quad.subject.clone());
        if quad.predicate == rdf::TYPE {
            retyped.insert(Term::from(quad.subject.clone()));
        }
    }
    for thing in retyped {
        let linking = write.transaction().quads_for_pattern(None, None, Some(thing.as_ref()), None);
        for quad in linking {
            let quad = quad.map_err(GraphError::storage("read"))?;
            if is_stated(&quad.graph_name) {
                things.insert(quad.subject);
            }
            if things.len() > THINGS_MAX {
                return Ok(None);
            }
        }
    }
    Ok((things.len() <= THINGS_MAX).then_some(things))
}

/// What shapes see of things: what is stated of each, the classes of what it
/// links to, and how classes hang together.
fn seen_of(
    write: &Write<'_>,
    things: &HashSet<NamedOrBlankNode>,
) -> Result<HashSet<Triple>, GraphError> {
    let mut seen = HashSet::new();
    let mut linked = HashSet::new();
    for thing in things {
        for quad in stated_of(write, Some(thing.as_ref()), None)? {
            if let Some(node) = as_node(&quad.object) {
                linked.insert(node);
            }
            seen.insert(Triple::from(quad));
        }
    }
    for node in linked.difference(things) {
        let types = stated_of(write, Some(node.as_ref()), Some(rdf::TYPE))?;
        seen.extend(types.into_iter().map(Triple::from));
    }
    let classes = stated_of(write, None, Some(rdfs::SUB_CLASS_OF))?;
    seen.extend(classes.into_iter().map(Triple::from));
    Ok(seen)
}

fn stated_of(
    write: &Write<'_>,
    subject: Option<NamedOrBlankNodeRef<'_>>,
    property: Option<NamedNodeRef<'_>>,
) -> Result<Vec<Quad>, GraphError> {
    write
        .transaction()
        .quads_for_pattern(subject, property, None, None)
        .filter(|quad| quad.as_ref().map_or(true, |quad| is_stated(&quad.graph_name)))
        .map(|quad| quad.map_err(GraphError::storage("read")))
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
    /// Whether a change of this triple can break a rule for other things than
    /// its subject and what links to that.
    fn covers(&self, write: &Write<'_>, quad: &Quad) -> Result<bool, GraphError> {
        let property = quad.predicate.as_str();
        if quad.predicate == rdfs::SUB_CLASS_OF
            || property.strip_prefix(SHACL) == Some("declare")
            || matches!(property.strip_prefix(SKOS), Some("broader" | "inScheme"))
        {
            return Ok(true);
        }
        if quad.predicate == rdf::TYPE && self.names(quad.object.as_ref()) {
            return Ok(true);
        }
        let types = stated_of(write, Some(quad.subject.as_ref()), Some(rdf::TYPE))?;
        Ok(types.iter().any(|quad| self.names(quad.object.as_ref())))
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
