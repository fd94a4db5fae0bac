//! The change log: what each write did to each thing, in order, as a graph of
//! its own in the words of Activity Streams 2.0; and the epoch that each write
//! began. Nobody but this file writes it.
//!
//! Entries are numbered, and the number is in their name, so that a reader who
//! knows where it stopped goes on there however long the log is. The log stands
//! apart from the union: what is published must not cost more, nor be found
//! twice, because it was once changed.

use super::canonical;
use super::catalogue::GraphEntry;
use super::engine::KnowledgeGraph;
use super::error::GraphError;
use super::tally::{Changes, ThingChange, is_part};
use super::write::Write;
use crate::domain::{Event, Iri, Kind};
use crate::vocabulary::{AS, DCT, GRAPH_CHANGES, GRAPH_DERIVED, ID, PES, RDF, XSD};
use oxigraph::model::{
    GraphName, Literal, NamedNode, NamedNodeRef, NamedOrBlankNode, Quad, Term, TermRef,
};
use oxigraph::store::Store;
use std::collections::BTreeMap;
use std::sync::Arc;

/// A graph with more triples is logged as a whole when the log is begun.
const FILLED_TRIPLES_MAX: u64 = 500_000;

/// An entry of the change log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LoggedChange {
    /// Its place in the log, from 1.
    pub number: u64,
    /// What was changed: a thing, or a graph where something else changed.
    pub id: Iri,
    /// What happened to it.
    pub event: Event,
    /// The commit that did it.
    pub commit: u64,
    /// When, RFC 3339 in UTC; no entry is older than the one before.
    pub published: String,
    /// Of a statement that was there before: whose it was.
    pub former_members: Vec<Iri>,
    /// Of a statement that was there before: what it was about.
    pub formerly_about: Vec<Iri>,
}

/// A state of the graph.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LoggedEpoch {
    /// Its name.
    pub id: String,
    /// The commit that it began with.
    pub commit: u64,
    /// When, RFC 3339 in UTC.
    pub published: String,
}

impl KnowledgeGraph {
    /// How many entries the change log has.
    ///
    /// # Errors
    /// When the store fails.
    pub fn log_length(&self) -> Result<u64, GraphError> {
        let log = node(GRAPH_CHANGES);
        Ok(Head::read(&said_of(&self.store(), log.as_ref())?).length)
    }

    /// When the log last grew, RFC 3339 in UTC; none before the first write.
    ///
    /// # Errors
    /// When the store fails.
    pub fn log_modified(&self) -> Result<Option<String>, GraphError> {
        let log = node(GRAPH_CHANGES);
        let head = Head::read(&said_of(&self.store(), log.as_ref())?);
        Ok(Some(head.at).filter(|at| !at.is_empty()))
    }

    /// The entry with a number; none when the log has no such entry.
    ///
    /// # Errors
    /// When the store fails.
    pub fn logged_change(&self, number: u64) -> Result<Option<LoggedChange>, GraphError> {
        let name = entry_name(number);
        Ok(LoggedChange::read(number, said_of(&self.store(), name.as_ref())?))
    }

    /// The numbers of the entries about a thing, in order.
    ///
    /// # Errors
    /// When the store fails.
    pub fn changes_of(&self, thing: &Iri) -> Result<Vec<u64>, GraphError> {
        let (thing, property, log) =
            (node(thing.as_str()), activity("object"), node(GRAPH_CHANGES));
        let thing = TermRef::from(thing.as_ref());
        let mut numbers = Vec::new();
        for quad in self.store().quads_for_pattern(
            None,
            Some(property.as_ref()),
            Some(thing),
            Some(log.as_ref().into()),
        ) {
            let quad = quad.map_err(GraphError::storage("read the change log"))?;
            if let NamedOrBlankNode::NamedNode(entry) = quad.subject {
                numbers.extend(number_in(&entry, "change/"));
            }
        }
        numbers.sort_unstable();
        Ok(numbers)
    }

    /// The epoch that a commit began; none when it is not recorded.
    ///
    /// # Errors
    /// When the store fails.
    pub fn logged_epoch(&self, commit: u64) -> Result<Option<LoggedEpoch>, GraphError> {
        let name = epoch_name(commit);
        Ok(LoggedEpoch::read(said_of(&self.store(), name.as_ref())?))
    }

    /// The epochs whose names begin like this, in order of their commits.
    ///
    /// # Errors
    /// When the store fails.
    pub fn epochs(&self, prefix: &str) -> Result<Vec<LoggedEpoch>, GraphError> {
        let (property, log) = (node(&format!("{DCT}identifier")), node(GRAPH_CHANGES));
        let mut commits = Vec::new();
        for quad in self.store().quads_for_pattern(
            None,
            Some(property.as_ref()),
            None,
            Some(log.as_ref().into()),
        ) {
            let quad = quad.map_err(GraphError::storage("read the change log"))?;
            if let (NamedOrBlankNode::NamedNode(epoch), Term::Literal(id)) =
                (quad.subject, quad.object)
                && id.value().starts_with(prefix)
            {
                commits.extend(number_in(&epoch, "epoch/"));
            }
        }
        commits.sort_unstable();
        let epochs = commits.into_iter().map(|commit| self.logged_epoch(commit));
        epochs.filter_map(Result::transpose).collect()
    }

    /// Begins the log of a store that has none: each thing is created by the
    /// commit that last wrote of it. What was there of a log goes, so a
    /// beginning that was cut short is begun anew.
    pub(super) fn begin_log(&self) -> Result<(), GraphError> {
        let store = self.store();
        let log = node(GRAPH_CHANGES);
        store.clear_graph(log.as_ref()).map_err(GraphError::storage("clear the change log"))?;
        let mut found = BTreeMap::new();
        let catalogue = self.catalogue()?;
        let stated = |entry: &&Arc<GraphEntry>| entry.graph.as_str() != GRAPH_DERIVED;
        for entry in catalogue.iter().filter(stated) {
            things_of(&store, entry, &mut found)?;
        }
        let mut found: Vec<_> =
            found.into_iter().map(|(id, (commit, at))| (commit, at, id)).collect();
        found.sort();
        let mut head = Head::default();
        let entries = found.iter().flat_map(|(commit, at, id)| {
            head.go_on(at);
            entry(&head, node(id.as_str()), Event::Created, *commit)
        });
        let failed = GraphError::storage("begin the change log");
        let mut loader = store.bulk_loader();
        loader.load_quads(entries).and_then(|()| loader.commit()).map_err(failed)?;
        let epoch = epoch(&head, catalogue.epoch(), self.commit_number());
        let said = epoch.into_iter().chain(head.said());
        store.extend(said).map_err(GraphError::storage("begin the change log"))
    }
}

/// Logs what a write did, and the epoch it begins.
pub(super) fn append(
    write: &mut Write<'_>,
    changes: &Changes,
    commit: u64,
    at: &str,
    epoch_id: &str,
) -> Result<(), GraphError> {
    let log = node(GRAPH_CHANGES);
    let said = write.said_of(log.as_ref(), log.as_ref())?;
    let mut head = Head::read(&said);
    for quad in &said {
        write.take_quietly(quad.as_ref());
    }
    let mut quads = Vec::new();
    for change in &changes.things {
        head.go_on(at);
        quads.extend(entry(&head, node(change.thing.id.as_str()), change.thing.event, commit));
        quads.extend(former(&head, change));
    }
    for (graph, event) in &changes.graphs {
        head.go_on(at);
        quads.extend(entry(&head, graph.clone(), *event, commit));
    }
    head.be_at(at);
    quads.extend(epoch(&head, epoch_id, commit));
    quads.extend(head.said());
    for quad in &quads {
        write.put_quietly(quad.as_ref());
    }
    Ok(())
}

/// What a graph says anything of, with its commit and its time; the graph
/// itself where that is not all, or too much.
fn things_of(
    store: &Store,
    entry: &GraphEntry,
    found: &mut BTreeMap<Iri, (u64, String)>,
) -> Result<(), GraphError> {
    let graph = node(entry.graph.as_str());
    let mut note = |id: Iri| {
        let at = (entry.commit, entry.modified.clone());
        let known = found.entry(id).or_insert_with(|| at.clone());
        *known = at.max(known.clone());
    };
    if entry.triples > FILLED_TRIPLES_MAX {
        note(entry.graph.clone());
        return Ok(());
    }
    let (mut things, mut parts, mut others) = (false, false, false);
    for quad in store.quads_for_pattern(None, None, None, Some(graph.as_ref().into())) {
        match quad.map_err(GraphError::storage("read a graph"))?.subject {
            NamedOrBlankNode::NamedNode(thing) if Kind::of(thing.as_str()).is_some() => {
                note(Iri::trusted(thing.as_str()));
                things = true;
            }
            node if is_part(node.as_ref()) => parts = true,
            _ => others = true,
        }
    }
    if others || (parts && !things) {
        note(entry.graph.clone());
    }
    Ok(())
}

/// Where the log ends.
#[derive(Default)]
struct Head {
    length: u64,
    at: String,
}

impl Head {
    fn read(said: &[Quad]) -> Self {
        let mut head = Self::default();
        for quad in said {
            match (quad.predicate.as_str(), &quad.object) {
                (name, object) if name.strip_prefix(AS) == Some("totalItems") => {
                    head.length = number(object).unwrap_or(0);
                }
                (name, Term::Literal(at)) if name.strip_prefix(DCT) == Some("modified") => {
                    at.value().clone_into(&mut head.at);
                }
                _ => {}
            }
        }
        head
    }

    /// Goes on to the next entry.
    fn go_on(&mut self, at: &str) {
        self.length += 1;
        self.be_at(at);
    }

    /// A clock that was set back does not put the log out of order.
    fn be_at(&mut self, at: &str) {
        if at > self.at.as_str() {
            at.clone_into(&mut self.at);
        }
    }

    fn said(&self) -> [Quad; 3] {
        let log = node(GRAPH_CHANGES);
        [
            quad(&log, &rdf_type(), activity("OrderedCollection").into()),
            quad(&log, &activity("totalItems"), integer(self.length)),
            quad(&log, &node(&format!("{DCT}modified")), date_time(&self.at)),
        ]
    }
}

fn entry(head: &Head, thing: NamedNode, event: Event, commit: u64) -> [Quad; 4] {
    let name = entry_name(head.length);
    [
        quad(&name, &rdf_type(), activity(event.activity()).into()),
        quad(&name, &activity("object"), thing.into()),
        quad(&name, &activity("published"), date_time(&head.at)),
        quad(&name, &node(&format!("{PES}commit")), integer(commit)),
    ]
}

/// What a statement was before, which the graph does not say any more.
fn former(head: &Head, change: &ThingChange) -> Vec<Quad> {
    let name = entry_name(head.length);
    let said = |property: &str, values: &std::collections::BTreeSet<Iri>| {
        let property = node(&format!("{PES}{property}"));
        let values = values.iter().map(|value| node(value.as_str()).into());
        values.map(|value| quad(&name, &property, value)).collect::<Vec<_>>()
    };
    let members = said("formerMember", &change.former_members);
    members.into_iter().chain(said("formerlyAbout", &change.formerly_about)).collect()
}

fn epoch(head: &Head, id: &str, commit: u64) -> [Quad; 4] {
    let name = epoch_name(commit);
    [
        quad(&name, &rdf_type(), node(&format!("{PES}Epoch")).into()),
        quad(&name, &node(&format!("{DCT}identifier")), Literal::from(id).into()),
        quad(&name, &activity("published"), date_time(&head.at)),
        quad(&name, &node(&format!("{PES}commit")), integer(commit)),
    ]
}

impl LoggedChange {
    /// Characters of [`LoggedChange::check`].
    pub const CHECK_DIGITS: usize = 8;

    /// Tells the entry from one with the same number in another log.
    #[must_use]
    pub fn check(&self) -> String {
        let (number, commit) = (self.number.to_string(), self.commit.to_string());
        let parts = [&number, &commit, self.id.as_str(), &self.published];
        let mut check = canonical::hash_bytes(parts.map(str::as_bytes));
        check.truncate(Self::CHECK_DIGITS);
        check
    }

    fn read(number: u64, said: Vec<Quad>) -> Option<Self> {
        let (mut id, mut event, mut commit, mut published) = (None, None, None, None);
        let (mut former_members, mut formerly_about) = (Vec::new(), Vec::new());
        for quad in said {
            let property = quad.predicate.as_str();
            let local = property.strip_prefix(AS).or_else(|| property.strip_prefix(PES));
            match (local, quad.object) {
                (Some("object"), Term::NamedNode(thing)) => id = Some(Iri::trusted(thing.as_str())),
                (Some("published"), Term::Literal(at)) => published = Some(at.value().to_owned()),
                (Some("commit"), object) => commit = self::number(&object),
                (Some("formerMember"), Term::NamedNode(member)) => {
                    former_members.push(Iri::trusted(member.as_str()));
                }
                (Some("formerlyAbout"), Term::NamedNode(thing)) => {
                    formerly_about.push(Iri::trusted(thing.as_str()));
                }
                (None, Term::NamedNode(class)) => {
                    let known =
                        |event: &Event| class.as_str().strip_prefix(AS) == Some(event.activity());
                    event = Event::ALL.into_iter().find(known);
                }
                _ => {}
            }
        }
        former_members.sort();
        formerly_about.sort();
        Some(Self {
            number,
            id: id?,
            event: event?,
            commit: commit?,
            published: published?,
            former_members,
            formerly_about,
        })
    }
}

impl LoggedEpoch {
    fn read(said: Vec<Quad>) -> Option<Self> {
        let (mut id, mut commit, mut published) = (None, None, None);
        for quad in said {
            let property = quad.predicate.as_str();
            match quad.object {
                object if property.strip_prefix(PES) == Some("commit") => commit = number(&object),
                Term::Literal(text) if property.strip_prefix(DCT) == Some("identifier") => {
                    id = Some(text.value().to_owned());
                }
                Term::Literal(at) if property.strip_prefix(AS) == Some("published") => {
                    published = Some(at.value().to_owned());
                }
                _ => {}
            }
        }
        Some(Self { id: id?, commit: commit?, published: published? })
    }
}

fn said_of(store: &Store, name: NamedNodeRef<'_>) -> Result<Vec<Quad>, GraphError> {
    let log = node(GRAPH_CHANGES);
    store
        .quads_for_pattern(Some(name.into()), None, None, Some(log.as_ref().into()))
        .collect::<Result<_, _>>()
        .map_err(GraphError::storage("read the change log"))
}

fn quad(subject: &NamedNode, property: &NamedNode, object: Term) -> Quad {
    let log = GraphName::NamedNode(node(GRAPH_CHANGES));
    Quad::new(subject.clone(), property.clone(), object, log)
}

pub(super) fn entry_name(number: u64) -> NamedNode {
    node(&format!("{ID}change/{number}"))
}

fn epoch_name(commit: u64) -> NamedNode {
    node(&format!("{ID}epoch/{commit}"))
}

fn number_in(name: &NamedNode, kind: &str) -> Option<u64> {
    name.as_str().strip_prefix(ID)?.strip_prefix(kind)?.parse().ok()
}

fn number(term: &Term) -> Option<u64> {
    match term {
        Term::Literal(literal) => literal.value().parse().ok(),
        _ => None,
    }
}

fn node(iri: &str) -> NamedNode {
    NamedNode::new_unchecked(iri)
}

fn activity(name: &str) -> NamedNode {
    node(&format!("{AS}{name}"))
}

fn rdf_type() -> NamedNode {
    node(&format!("{RDF}type"))
}

fn integer(value: u64) -> Term {
    Literal::new_typed_literal(value.to_string(), node(&format!("{XSD}integer"))).into()
}

fn date_time(at: &str) -> Term {
    Literal::new_typed_literal(at, node(&format!("{XSD}dateTime"))).into()
}
