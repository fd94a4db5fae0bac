//! The VoID statistics of `rules/void-statistics.ru`, kept up by what a write
//! changed: how many triples, subjects and objects each property has, how many
//! things each class, in the whole and in each graph. Whether something is the
//! first or the last of its sort is looked up; nothing else is read. The rule
//! says what is counted, and a test holds this file to it.

mod foreseen;

pub(super) use foreseen::Foreseen;

use super::error::GraphError;
use super::query::Query;
use super::write::Write;
use crate::domain::Iri;
use crate::vocabulary::{DATASET, GRAPH_CATALOGUE, GRAPH_CHANGES, GRAPH_DERIVED, ID, VOID, XSD};
use oxigraph::model::vocab::rdf;
use oxigraph::model::{
    GraphName, GraphNameRef, Literal, NamedNode, NamedOrBlankNode, Quad, Term, TermRef, Triple,
};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use sha1::{Digest, Sha1};
use std::collections::{BTreeMap, HashMap, HashSet};

/// What ENCODE_FOR_URI of SPARQL leaves as it is.
const UNRESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'~');
/// Digits of the hash in the name of a partition.
const NAME_DIGITS: usize = 12;

/// Keeps the statistics up; false, and nothing is done, when too much changed.
pub(super) fn renew(write: &mut Write<'_>) -> Result<bool, GraphError> {
    let Some(changed) = write.delta().few() else { return Ok(false) };
    let changed: HashMap<Quad, bool> = changed
        .iter()
        .filter(|(quad, _)| is_counted(quad))
        .map(|(quad, inserted)| (quad.clone(), *inserted))
        .collect();
    let whole = Scope::whole(write, &changed)?;
    let links = links(write, |property, space| {
        let is_link = |triple: &Triple| {
            triple.predicate.as_str() == property.as_str()
                && leads_into(triple.object.as_ref(), space)
        };
        let changed = whole.changed.iter().filter(|(triple, _)| is_link(triple));
        changed.map(|(_, inserted)| if *inserted { 1 } else { -1 }).sum()
    })?;
    let mut counts = vec![Counts::of(write, &whole, true)?];
    for graph in changed.keys().map(|quad| &quad.graph_name).collect::<HashSet<_>>() {
        if let GraphName::NamedNode(graph) = graph {
            counts.push(Counts::of(write, &Scope::graph(graph, &changed), false)?);
        }
    }
    for counted in counts {
        counted.write(write)?;
    }
    for (linkset, more) in links {
        add(write, &linkset, "triples", more)?;
    }
    keep_subsets(write)?;
    Ok(true)
}

/// Where something is counted, and what was changed there.
struct Scope {
    /// What the statistics are of: the dataset, or a graph.
    of: NamedNode,
    graph: Option<NamedNode>,
    changed: HashMap<Triple, bool>,
}

/// What is looked for: a triple with these parts.
type Pattern = (Option<NamedOrBlankNode>, Option<NamedNode>, Option<Term>);

impl Scope {
    fn graph(graph: &NamedNode, changed: &HashMap<Quad, bool>) -> Self {
        let here = |quad: &Quad| quad.graph_name == GraphName::NamedNode(graph.clone());
        let changed = changed
            .iter()
            .filter(|(quad, _)| here(quad))
            .map(|(quad, inserted)| (Triple::from(quad.clone()), *inserted))
            .collect();
        Self { of: graph.clone(), graph: Some(graph.clone()), changed }
    }

    /// All that is counted, each triple once: it comes with the first graph
    /// that says it, and goes with the last.
    fn whole(write: &Write<'_>, changed: &HashMap<Quad, bool>) -> Result<Self, GraphError> {
        let mut whole =
            Self { of: NamedNode::new_unchecked(DATASET), graph: None, changed: HashMap::new() };
        let mut by_triple: HashMap<Triple, Vec<(&GraphName, bool)>> = HashMap::new();
        for (quad, inserted) in changed {
            let said = by_triple.entry(Triple::from(quad.clone())).or_default();
            said.push((&quad.graph_name, *inserted));
        }
        for (triple, said) in by_triple {
            let pattern = (
                Some(triple.subject.clone()),
                Some(triple.predicate.clone()),
                Some(triple.object.clone()),
            );
            let (mut before, mut after) = (said.iter().any(|(_, inserted)| !inserted), false);
            for quad in quads(write, None, &pattern) {
                let quad = quad?;
                after |= is_counted(&quad);
                before |=
                    is_counted(&quad) && !said.iter().any(|(graph, _)| **graph == quad.graph_name);
            }
            if before != after {
                whole.changed.insert(triple, after);
            }
        }
        Ok(whole)
    }

    /// Whether a quad of the graph, or of the union of all, is counted here. The
    /// union says each triple once, and not for whom.
    fn counts(&self, write: &Write<'_>, quad: &Quad) -> Result<bool, GraphError> {
        if self.graph.is_some() {
            return Ok(is_counted(quad));
        }
        let pattern =
            (Some(quad.subject.clone()), Some(quad.predicate.clone()), Some(quad.object.clone()));
        any_counted(quads(write, None, &pattern))
    }

    /// One more or one fewer of what this looks for, or the same as before.
    fn more(&self, write: &Write<'_>, pattern: &Pattern) -> Result<i64, GraphError> {
        let (mut before, mut after) = (false, false);
        let here = match &self.graph {
            Some(graph) => GraphNameRef::NamedNode(graph.as_ref()),
            None => GraphNameRef::DefaultGraph,
        };
        for quad in quads(write, Some(here), pattern) {
            let quad = quad?;
            if self.counts(write, &quad)? {
                after = true;
                if self.changed.get(&Triple::from(quad)) != Some(&true) {
                    before = true;
                    break;
                }
            }
        }
        before |= self.changed.iter().any(|(triple, inserted)| !inserted && fits(triple, pattern));
        Ok(i64::from(after) - i64::from(before))
    }
}

/// How many more of everything there are.
struct Counts {
    of: NamedNode,
    /// Triples, subjects and objects of the whole; not told of a graph.
    all: Option<[i64; 3]>,
    classes: BTreeMap<NamedNode, i64>,
    /// Triples, subjects and objects.
    properties: BTreeMap<NamedNode, [i64; 3]>,
}

impl Counts {
    fn of(write: &Write<'_>, scope: &Scope, in_all: bool) -> Result<Self, GraphError> {
        let mut counts = Self {
            of: scope.of.clone(),
            all: in_all.then_some([0; 3]),
            classes: BTreeMap::new(),
            properties: BTreeMap::new(),
        };
        let mut met: HashSet<Pattern> = HashSet::new();
        let mut once = |pattern: Pattern| -> Result<i64, GraphError> {
            if met.contains(&pattern) {
                return Ok(0);
            }
            let more = scope.more(write, &pattern)?;
            met.insert(pattern);
            Ok(more)
        };
        for (triple, inserted) in &scope.changed {
            let more = if *inserted { 1 } else { -1 };
            let (subject, object) = (Some(triple.subject.clone()), Some(triple.object.clone()));
            let property = Some(triple.predicate.clone());
            let of_property = counts.properties.entry(triple.predicate.clone()).or_default();
            of_property[0] += more;
            of_property[1] += once((subject.clone(), property.clone(), None))?;
            of_property[2] += once((None, property, object.clone()))?;
            if let Some(all) = &mut counts.all {
                all[0] += more;
                all[1] += once((subject, None, None))?;
                all[2] += once((None, None, object))?;
            }
            if let (rdf::TYPE, TermRef::NamedNode(class)) =
                (triple.predicate.as_ref(), triple.object.as_ref())
            {
                *counts.classes.entry(class.into_owned()).or_default() += more;
            }
        }
        Ok(counts)
    }

    fn write(&self, write: &mut Write<'_>) -> Result<(), GraphError> {
        if let Some(all) = self.all {
            add_each(write, &self.of, all)?;
        }
        for (class, more) in &self.classes {
            let partition = Partition { of: &self.of, what: "class", term: class };
            partition.keep(write, "classes", |write, node| add(write, node, "entities", *more))?;
        }
        for (property, more) in &self.properties {
            let partition = Partition { of: &self.of, what: "property", term: property };
            partition.keep(write, "properties", |write, node| add_each(write, node, *more))?;
        }
        Ok(())
    }
}

/// A part of the whole or of a graph: what has one class, or one property.
struct Partition<'a> {
    of: &'a NamedNode,
    what: &'static str,
    term: &'a NamedNode,
}

impl Partition<'_> {
    /// Counts on; begins the partition with the first and ends it with the last.
    fn keep(
        &self,
        write: &mut Write<'_>,
        sum: &'static str,
        count: impl FnOnce(&mut Write<'_>, &NamedNode) -> Result<u64, GraphError>,
    ) -> Result<(), GraphError> {
        let node = self.name();
        let link = said(self.of, &format!("{}Partition", self.what), node.clone());
        let term = said(&node, self.what, self.term.clone());
        let is_left = count(write, &node)? > 0;
        if is_left && write.insert(link.as_ref())? {
            write.insert(term.as_ref())?;
            add(write, self.of, sum, 1)?;
        }
        if !is_left && write.remove(link.as_ref())? {
            write.remove(term.as_ref())?;
            add(write, self.of, sum, -1)?;
        }
        Ok(())
    }

    /// As the rule names it.
    fn name(&self) -> NamedNode {
        let term = self.term.as_str();
        let local = term.rsplit(['#', '/', ':']).next().unwrap_or(term);
        let local = utf8_percent_encode(local, UNRESERVED).to_string().to_lowercase();
        let hash = Sha1::digest(format!("{} {term}", self.of.as_str()));
        let mut digits: String = hash.iter().map(|byte| format!("{byte:02x}")).collect();
        digits.truncate(NAME_DIGITS);
        NamedNode::new_unchecked(format!("{ID}{}-partition/{local}-{digits}", self.what))
    }
}

/// Adds to the number of triples, of subjects and of objects; the new number of
/// triples.
fn add_each(write: &mut Write<'_>, node: &NamedNode, more: [i64; 3]) -> Result<u64, GraphError> {
    add(write, node, "distinctSubjects", more[1])?;
    add(write, node, "distinctObjects", more[2])?;
    add(write, node, "triples", more[0])
}

/// Adds to a number, and gives it back. None is not written as 0.
fn add(
    write: &mut Write<'_>,
    node: &NamedNode,
    property: &str,
    more: i64,
) -> Result<u64, GraphError> {
    let predicate = NamedNode::new_unchecked(format!("{VOID}{property}"));
    let derived = NamedNode::new_unchecked(GRAPH_DERIVED);
    let pattern = (Some(node.clone().into()), Some(predicate), None);
    let known = quads(write, Some(derived.as_ref().into()), &pattern).next().transpose()?;
    let number = known.as_ref().and_then(|quad| match &quad.object {
        Term::Literal(number) => number.value().parse::<u64>().ok(),
        _ => None,
    });
    let sum = number.unwrap_or(0).saturating_add_signed(more);
    if number != Some(sum) {
        if let Some(known) = known {
            write.remove(known.as_ref())?;
        }
        if sum > 0 {
            let datatype = NamedNode::new_unchecked(format!("{XSD}integer"));
            let number = Literal::new_typed_literal(sum.to_string(), datatype);
            write.insert(said(node, property, number).as_ref())?;
        }
    }
    Ok(sum)
}

/// Every graph that is counted is a part of the whole.
fn keep_subsets(write: &mut Write<'_>) -> Result<(), GraphError> {
    let graphs: Vec<NamedNode> = write.touched().keys().cloned().collect();
    let whole = NamedNode::new_unchecked(DATASET);
    for graph in graphs.iter().filter(|graph| !is_apart(graph.as_str())) {
        let subset = said(&whole, "subset", graph.clone());
        if write.has_graph(graph.as_ref())? {
            write.insert(subset.as_ref())?;
        } else {
            write.remove(subset.as_ref())?;
        }
    }
    Ok(())
}

/// How many more links each linkset has: `more` counts those of a property that
/// lead into an IRI space.
fn links(
    write: &Write<'_>,
    more: impl Fn(&Iri, &str) -> i64,
) -> Result<Vec<(NamedNode, i64)>, GraphError> {
    let rows = write.select(&Query::new(include_str!("../queries/linksets.rq")))?;
    let links = rows.iter().map(|row| {
        let linkset = NamedNode::new_unchecked(row.iri("linkset")?.as_str());
        Ok((linkset, more(&row.iri("link")?, row.text("space")?)))
    });
    links.collect()
}

/// Whether it leads into an IRI space.
fn leads_into(object: TermRef<'_>, space: &str) -> bool {
    matches!(object, TermRef::NamedNode(node) if node.as_str().starts_with(space))
}

fn said(subject: &NamedNode, property: &str, object: impl Into<Term>) -> Quad {
    let predicate = NamedNode::new_unchecked(format!("{VOID}{property}"));
    Quad::new(subject.clone(), predicate, object, NamedNode::new_unchecked(GRAPH_DERIVED))
}

fn quads<'a>(
    write: &'a Write<'_>,
    graph: Option<GraphNameRef<'a>>,
    (subject, property, object): &'a Pattern,
) -> impl Iterator<Item = Result<Quad, GraphError>> + 'a {
    write
        .transaction()
        .quads_for_pattern(
            subject.as_ref().map(NamedOrBlankNode::as_ref),
            property.as_ref().map(NamedNode::as_ref),
            object.as_ref().map(Term::as_ref),
            graph,
        )
        .map(|quad| quad.map_err(GraphError::storage("read")))
}

fn fits(triple: &Triple, (subject, property, object): &Pattern) -> bool {
    subject.as_ref().is_none_or(|subject| *subject == triple.subject)
        && property.as_ref().is_none_or(|property| *property == triple.predicate)
        && object.as_ref().is_none_or(|object| *object == triple.object)
}

fn any_counted(
    mut quads: impl Iterator<Item = Result<Quad, GraphError>>,
) -> Result<bool, GraphError> {
    let found = quads.find(|quad| quad.as_ref().map_or(true, is_counted));
    Ok(found.transpose()?.is_some())
}

/// Whether the statistics count a triple: neither what the program records of
/// graphs and of changes, nor the statistics themselves.
fn is_counted(quad: &Quad) -> bool {
    match &quad.graph_name {
        GraphName::NamedNode(graph) if graph.as_str() == GRAPH_DERIVED => {
            !quad.predicate.as_str().starts_with(VOID)
        }
        GraphName::NamedNode(graph) => !is_apart(graph.as_str()),
        GraphName::BlankNode(_) | GraphName::DefaultGraph => false,
    }
}

fn is_apart(graph: &str) -> bool {
    [GRAPH_CATALOGUE, GRAPH_CHANGES].contains(&graph)
}
