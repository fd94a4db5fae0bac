//! What a write does to each thing, counted while it is done.
//!
//! The hashes of all triples that go in or out are joined by XOR, so that one
//! taken out and put in again cancels itself: to replace a graph by nearly the
//! same touches what differs, and nothing else. What is said of a node that has
//! no identifier of its own counts for the thing that it hangs from; what is
//! said of anything else, for its graph.

use super::error::GraphError;
use super::spoken_of::SpokenOf;
use crate::domain::{Event, Iri, Kind};
use crate::vocabulary::{COMPUTED_GRAPHS, GRAPH_CATALOGUE, ID, PES};
use oxigraph::model::{
    GraphName, GraphNameRef, NamedNode, NamedNodeRef, NamedOrBlankNode, NamedOrBlankNodeRef,
    QuadRef, Term, TermRef,
};
use oxigraph::store::Transaction;
use std::collections::hash_map::RandomState;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::hash::BuildHasher;

/// Things that are told apart in one write; with more, its graphs are told.
const THINGS_MAX: usize = 100_000;
/// Nodes between a triple and the thing that it counts for, at most.
const DEPTH_MAX: usize = 8;
/// Links to a part that are followed, at most.
const PARENTS_MAX: usize = 100;
/// Identifiers of what has no life of its own, under [`ID`].
const PARTS: &str = "budget/";

/// A thing that a write changed.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ChangedThing {
    /// Its identifier.
    pub id: Iri,
    /// Its kind.
    pub kind: Kind,
    /// What happened to it.
    pub event: Event,
}

/// The things that a write changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ChangedThings {
    /// These and no others, by identifier.
    These(Vec<ChangedThing>),
    /// More than are told apart, or something that the program reads and that
    /// has no identifier of ours: anything may have changed.
    Untold,
}

impl Default for ChangedThings {
    fn default() -> Self {
        Self::These(Vec::new())
    }
}

/// What a write did, when it is done.
#[derive(Debug, Default)]
pub(super) struct Changes {
    pub(super) things: Vec<ThingChange>,
    /// The graphs where something else changed.
    pub(super) graphs: BTreeMap<NamedNode, Event>,
    /// Whether `things` are not all that the program reads.
    pub(super) untold: bool,
}

/// What a write did to one thing.
#[derive(Debug)]
pub(super) struct ThingChange {
    pub(super) thing: ChangedThing,
    /// Of a statement: whose it was.
    pub(super) former_members: BTreeSet<Iri>,
    /// Of a statement: what it was about.
    pub(super) formerly_about: BTreeSet<Iri>,
    /// Of a statement: whose it is.
    pub(super) members: BTreeSet<Iri>,
}

impl ThingChange {
    /// Of something new that is no statement.
    pub(super) fn created(kind: Kind, thing: &NamedNode) -> Self {
        let id = Iri::trusted(thing.as_str());
        Self {
            thing: ChangedThing { id, kind, event: Event::Created },
            former_members: BTreeSet::new(),
            formerly_about: BTreeSet::new(),
            members: BTreeSet::new(),
        }
    }
}

impl Changes {
    /// What was done to graphs as a whole. The catalogue is not written yet.
    pub(super) fn of_graphs<'a>(
        transaction: &Transaction<'_>,
        graphs: impl Iterator<Item = &'a NamedNode>,
    ) -> Result<Self, GraphError> {
        Ok(Self { things: Vec::new(), graphs: events_of(transaction, graphs)?, untold: true })
    }

    /// The things, to tell others.
    pub(super) fn told(&self) -> ChangedThings {
        if self.untold {
            return ChangedThings::Untold;
        }
        ChangedThings::These(self.things.iter().map(|change| change.thing.clone()).collect())
    }

    /// The members whose statements changed, before or after.
    pub(super) fn members(&self) -> BTreeSet<Iri> {
        let both = |change: &ThingChange| {
            change.former_members.union(&change.members).cloned().collect::<Vec<_>>()
        };
        self.things.iter().flat_map(both).collect()
    }
}

/// What is counted while a write goes on.
#[derive(Default)]
pub(super) struct Tally {
    things: HashMap<String, Delta>,
    parts: HashMap<NamedOrBlankNode, Part>,
    /// What is said of nothing that can be told apart, by graph.
    others: BTreeMap<NamedNode, u64>,
    untold: bool,
    full: bool,
    hasher: RandomState,
}

/// What was done to a thing.
struct Delta {
    kind: Kind,
    existed: bool,
    hash: u64,
    /// How many more triples have it as subject.
    more: i64,
    /// Of a statement: how many more say this.
    links: BTreeMap<(Link, String), i64>,
}

/// What is remembered of a statement.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Link {
    Member,
    About,
}

impl Link {
    fn property(self) -> NamedNode {
        let name = match self {
            Self::Member => "member",
            Self::About => "about",
        };
        NamedNode::new_unchecked(format!("{PES}{name}"))
    }
}

/// What was done to a node that hangs from others.
struct Part {
    hash: u64,
    graph: NamedNode,
    spoken_of: bool,
    /// What links to it, as far as this write touched that.
    parents: HashSet<NamedOrBlankNode>,
}

impl Tally {
    /// Counts a triple that is about to go into its graph (`more` is 1) or out
    /// of it (-1).
    pub(super) fn count(
        &mut self,
        transaction: &Transaction<'_>,
        quad: QuadRef<'_>,
        more: i64,
    ) -> Result<(), GraphError> {
        let GraphNameRef::NamedNode(graph) = quad.graph_name else { return Ok(()) };
        if self.full || is_computed(graph) {
            return Ok(());
        }
        if let Some(part) = linked_part(quad.object) {
            self.part(part, graph).parents.insert(quad.subject.into_owned());
        }
        let hash = self.hasher.hash_one(quad);
        if is_part(quad.subject) {
            let part = self.part(quad.subject, graph);
            part.hash ^= hash;
            part.spoken_of = part.spoken_of || SpokenOf::get().covers(quad);
        } else if let Some(delta) = self.delta(transaction, quad.subject, more < 0)? {
            delta.hash ^= hash;
            delta.more += more;
            if let Some(link) = delta.link(quad) {
                *delta.links.entry(link).or_default() += more;
            }
        } else {
            *self.others.entry(graph.into_owned()).or_default() ^= hash;
            self.untold = self.untold || SpokenOf::get().covers(quad);
        }
        self.full = self.things.len() + self.parts.len() > THINGS_MAX;
        Ok(())
    }

    /// What was done in all; `touched` are the graphs that were.
    pub(super) fn settle<'a>(
        mut self,
        transaction: &Transaction<'_>,
        touched: impl Iterator<Item = &'a NamedNode>,
    ) -> Result<Changes, GraphError> {
        if self.full {
            let stated = touched.filter(|graph| !is_computed(graph.as_ref()));
            return Changes::of_graphs(transaction, stated);
        }
        self.settle_parts(transaction)?;
        let others = self.others.iter().filter(|(_, hash)| **hash != 0);
        let graphs = events_of(transaction, others.map(|(graph, _)| graph))?;
        let mut things = Vec::new();
        for (id, delta) in self.things {
            things.extend(delta.settle(transaction, &id)?);
        }
        things.sort_by(|one, other| one.thing.cmp(&other.thing));
        Ok(Changes { things, graphs, untold: self.untold })
    }

    /// Counts what was said of parts for the things that they hang from.
    fn settle_parts(&mut self, transaction: &Transaction<'_>) -> Result<(), GraphError> {
        let parts = std::mem::take(&mut self.parts);
        for (node, part) in parts.iter().filter(|(_, part)| part.hash != 0) {
            let mut found = false;
            for thing in wholes(transaction, &parts, node)? {
                if let Some(delta) = self.delta(transaction, thing.as_ref(), false)? {
                    delta.hash ^= part.hash;
                    found = true;
                }
            }
            if !found {
                *self.others.entry(part.graph.clone()).or_default() ^= part.hash;
                self.untold |= part.spoken_of;
            }
        }
        Ok(())
    }

    fn part(&mut self, node: NamedOrBlankNodeRef<'_>, graph: NamedNodeRef<'_>) -> &mut Part {
        self.parts.entry(node.into_owned()).or_insert_with(|| Part {
            hash: 0,
            graph: graph.into_owned(),
            spoken_of: false,
            parents: HashSet::new(),
        })
    }

    /// What was done to a thing so far; none when it is no thing of a known
    /// kind. When it is met first, looks whether it was there.
    fn delta(
        &mut self,
        transaction: &Transaction<'_>,
        subject: NamedOrBlankNodeRef<'_>,
        existed: bool,
    ) -> Result<Option<&mut Delta>, GraphError> {
        let NamedOrBlankNodeRef::NamedNode(thing) = subject else { return Ok(None) };
        if !self.things.contains_key(thing.as_str()) {
            let Some(kind) = Kind::of(thing.as_str()) else { return Ok(None) };
            let existed = existed || is_stated(transaction, thing)?;
            let delta = Delta { kind, existed, hash: 0, more: 0, links: BTreeMap::new() };
            self.things.insert(thing.as_str().to_owned(), delta);
        }
        Ok(self.things.get_mut(thing.as_str()))
    }
}

impl Delta {
    /// What the triple says that is remembered.
    fn link(&self, quad: QuadRef<'_>) -> Option<(Link, String)> {
        let TermRef::NamedNode(object) = quad.object else { return None };
        let link = match quad.predicate.as_str().strip_prefix(PES)? {
            "member" => Link::Member,
            "about" => Link::About,
            _ => return None,
        };
        (self.kind == Kind::Statement).then(|| (link, object.as_str().to_owned()))
    }

    /// What happened to the thing; none when nothing did.
    fn settle(
        self,
        transaction: &Transaction<'_>,
        id: &str,
    ) -> Result<Option<ThingChange>, GraphError> {
        if self.hash == 0 {
            return Ok(None);
        }
        let node = NamedNodeRef::new_unchecked(id);
        let exists = self.more > 0 || is_stated(transaction, node)?;
        let Some(event) = Event::between(self.existed, exists) else { return Ok(None) };
        let thing = ChangedThing { id: Iri::trusted(id), kind: self.kind, event };
        let (former_members, members) = self.linked(transaction, node, Link::Member)?;
        let (formerly_about, _) = self.linked(transaction, node, Link::About)?;
        Ok(Some(ThingChange { thing, former_members, formerly_about, members }))
    }

    /// What a statement linked to before, and what it does now.
    fn linked(
        &self,
        transaction: &Transaction<'_>,
        node: NamedNodeRef<'_>,
        link: Link,
    ) -> Result<(BTreeSet<Iri>, BTreeSet<Iri>), GraphError> {
        let mut counts: BTreeMap<String, (i64, i64)> = BTreeMap::new();
        if self.kind != Kind::Statement {
            return Ok((BTreeSet::new(), BTreeSet::new()));
        }
        let property = link.property();
        for quad in
            transaction.quads_for_pattern(Some(node.into()), Some(property.as_ref()), None, None)
        {
            let quad = quad.map_err(GraphError::storage("read"))?;
            if let (GraphName::NamedNode(graph), Term::NamedNode(object)) =
                (&quad.graph_name, quad.object)
                && !is_computed(graph.as_ref())
            {
                let (before, after) = counts.entry(object.into_string()).or_default();
                (*before, *after) = (*before + 1, *after + 1);
            }
        }
        for ((_, object), more) in self.links.iter().filter(|((known, _), _)| *known == link) {
            counts.entry(object.clone()).or_default().0 -= more;
        }
        let linked = |of: fn(&(i64, i64)) -> i64| {
            let there = counts.iter().filter(|(_, count)| of(count) > 0);
            there.map(|(object, _)| Iri::trusted(object)).collect()
        };
        Ok((linked(|count| count.0), linked(|count| count.1)))
    }
}

/// What happened to graphs, by the catalogue as it was before.
fn events_of<'a>(
    transaction: &Transaction<'_>,
    graphs: impl Iterator<Item = &'a NamedNode>,
) -> Result<BTreeMap<NamedNode, Event>, GraphError> {
    let catalogue = NamedNodeRef::new_unchecked(GRAPH_CATALOGUE);
    let mut events = BTreeMap::new();
    for graph in graphs {
        let name = NamedOrBlankNodeRef::from(graph.as_ref());
        let recorded = transaction
            .quads_for_pattern(Some(name), None, None, Some(catalogue.into()))
            .next()
            .is_some();
        let exists = transaction
            .contains_named_graph(name)
            .map_err(GraphError::storage("look for a graph"))?;
        events.extend(Event::between(recorded, exists).map(|event| (graph.clone(), event)));
    }
    Ok(events)
}

/// Whether any graph says anything of it, beside those that are computed.
fn is_stated(transaction: &Transaction<'_>, node: NamedNodeRef<'_>) -> Result<bool, GraphError> {
    for quad in transaction.quads_for_pattern(Some(node.into()), None, None, None) {
        let quad = quad.map_err(GraphError::storage("read"))?;
        if let GraphName::NamedNode(graph) = &quad.graph_name
            && !is_computed(graph.as_ref())
        {
            return Ok(true);
        }
    }
    Ok(false)
}

/// What a part hangs from, through other parts.
fn wholes(
    transaction: &Transaction<'_>,
    parts: &HashMap<NamedOrBlankNode, Part>,
    part: &NamedOrBlankNode,
) -> Result<HashSet<NamedOrBlankNode>, GraphError> {
    let mut wholes = HashSet::new();
    let mut level = HashSet::from([part.clone()]);
    for _ in 0..DEPTH_MAX {
        let mut parents = HashSet::new();
        for node in &level {
            parents.extend(parts.get(node).into_iter().flat_map(|part| part.parents.clone()));
            let object = Term::from(node.clone());
            let links = transaction.quads_for_pattern(None, None, Some(object.as_ref()), None);
            for link in links.take(PARENTS_MAX) {
                parents.insert(link.map_err(GraphError::storage("read"))?.subject);
            }
        }
        (level, parents) = parents.into_iter().partition(|node| is_part(node.as_ref()));
        wholes.extend(parents);
    }
    Ok(wholes)
}

fn is_computed(graph: NamedNodeRef<'_>) -> bool {
    COMPUTED_GRAPHS.contains(&graph.as_str())
}

/// Whether a node has no life of its own.
pub(super) fn is_part(node: NamedOrBlankNodeRef<'_>) -> bool {
    match node {
        NamedOrBlankNodeRef::BlankNode(_) => true,
        NamedOrBlankNodeRef::NamedNode(node) => {
            node.as_str().strip_prefix(ID).is_some_and(|rest| rest.starts_with(PARTS))
        }
    }
}

fn linked_part(object: TermRef<'_>) -> Option<NamedOrBlankNodeRef<'_>> {
    let node = match object {
        TermRef::NamedNode(node) => NamedOrBlankNodeRef::from(node),
        TermRef::BlankNode(node) => NamedOrBlankNodeRef::from(node),
        _ => return None,
    };
    is_part(node).then_some(node)
}
