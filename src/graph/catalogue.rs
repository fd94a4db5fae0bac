//! The catalogue: what is recorded of each graph when it is written, and the
//! number of the last commit. It is a named graph like the others, so a query
//! can read it; nobody but this file writes it.

use super::canonical;
use super::change_log;
use super::engine::KnowledgeGraph;
use super::error::GraphError;
use super::query::{Query, Row};
use super::tally::Changes;
use super::write::{Touched, Write};
use crate::domain::Iri;
use crate::vocabulary::{DATASET, DCT, GRAPH_CATALOGUE, GRAPH_DERIVED, PES, RDF, VOID, XSD};
use oxigraph::model::{GraphName, Literal, NamedNode, NamedNodeRef, Quad, Term, Triple};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Hexadecimal digits of an epoch's name.
const EPOCH_DIGITS: usize = 16;
/// Graphs up to this size get their canonical hash when they are published;
/// beyond it, hashing would cost more than publishing.
const HASHED_TRIPLES_MAX: u64 = 200_000;

/// What the catalogue says of one graph.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GraphEntry {
    /// The graph's name.
    pub graph: Iri,
    /// SHA-256 of its RDFC-1.0 canonical form, lower-case hexadecimal; absent
    /// when it was changed piecemeal since it was last computed.
    pub canonical_hash: Option<String>,
    /// How many triples it holds.
    pub triples: u64,
    /// When it was last written, RFC 3339 in UTC.
    pub modified: String,
    /// The commit that last wrote it.
    pub commit: u64,
    pub(super) source_hash: Option<String>,
}

impl GraphEntry {
    /// Names the state of the graph.
    fn state(&self) -> Cow<'_, str> {
        match &self.canonical_hash {
            Some(hash) => hash.into(),
            None => format!("{} {}", self.commit, self.modified).into(),
        }
    }

    fn read(row: &Row) -> Result<Self, GraphError> {
        Ok(Self {
            graph: row.iri("graph")?,
            canonical_hash: row.maybe_text("hash").map(str::to_owned),
            triples: row.integer("triples")?,
            modified: row.text("modified")?.to_owned(),
            commit: row.integer("commit")?,
            source_hash: row.maybe_text("sourceHash").map(str::to_owned),
        })
    }
}

/// What is recorded of all graphs, by name.
#[derive(Clone, Debug)]
pub struct Catalogue {
    entries: Arc<[Arc<GraphEntry>]>,
    epoch: Arc<str>,
}

impl Catalogue {
    fn new(entries: Arc<[Arc<GraphEntry>]>) -> Self {
        Self { epoch: epoch_of(&entries).into(), entries }
    }

    /// Reads it from the store.
    pub(super) fn read(graph: &KnowledgeGraph) -> Result<Self, GraphError> {
        let query = Query::new(include_str!("queries/catalogue.rq"));
        let rows = graph.select(&query)?;
        let entries = rows.iter().map(|row| GraphEntry::read(row).map(Arc::new));
        Ok(Self::new(entries.collect::<Result<_, _>>()?))
    }

    /// The same after a write.
    fn after(&self, written: &Written) -> Self {
        let unchanged = self.iter().filter(|entry| !written.contains_key(&entry.graph));
        let mut entries: Vec<_> = unchanged.chain(written.values().flatten()).cloned().collect();
        entries.sort_by(|one, other| one.graph.cmp(&other.graph));
        Self::new(entries.into())
    }

    /// The entries, by the name of the graph.
    pub fn iter(&self) -> impl Iterator<Item = &Arc<GraphEntry>> {
        self.entries.iter()
    }

    /// What is recorded of a graph.
    #[must_use]
    pub fn get(&self, graph: &Iri) -> Option<&GraphEntry> {
        let place = self.entries.binary_search_by(|entry| entry.graph.cmp(graph)).ok()?;
        Some(&self.entries[place])
    }

    /// Names the state of all that sources say.
    #[must_use]
    pub fn epoch(&self) -> &Arc<str> {
        &self.epoch
    }
}

/// The graphs that a write touched, with what is recorded of each now: nothing
/// of one that is gone.
pub(super) type Written = BTreeMap<Iri, Option<Arc<GraphEntry>>>;

impl KnowledgeGraph {
    /// What is recorded of each graph, by name.
    ///
    /// # Errors
    /// When the store fails.
    pub fn entries(&self) -> Result<Vec<GraphEntry>, GraphError> {
        Ok(self.catalogue()?.iter().map(|entry| GraphEntry::clone(entry)).collect())
    }

    /// Names the state of all that sources say: it changes whenever a graph
    /// does that is not derived from others.
    ///
    /// # Errors
    /// When the store fails.
    pub fn epoch(&self) -> Result<Arc<str>, GraphError> {
        Ok(Arc::clone(self.catalogue()?.epoch()))
    }

    /// The entries with the canonical hash of every graph, computed now where
    /// it is not recorded.
    ///
    /// # Errors
    /// When the store fails, or a graph has no canonical form that can be
    /// computed within bounds.
    pub fn hashed_entries(&self) -> Result<Vec<GraphEntry>, GraphError> {
        let mut entries = self.entries()?;
        for entry in &mut entries {
            if entry.canonical_hash.is_none() {
                entry.canonical_hash = Some(self.canonical_hash(&entry.graph)?);
            }
        }
        Ok(entries)
    }

    fn canonical_hash(&self, graph: &Iri) -> Result<String, GraphError> {
        let name = NamedNode::new_unchecked(graph.as_str());
        let triples: Vec<Triple> = self
            .store()
            .quads_for_pattern(None, None, None, Some(name.as_ref().into()))
            .map(|quad| quad.map(Triple::from))
            .collect::<Result<_, _>>()
            .map_err(GraphError::storage("read a graph"))?;
        canonical::hash(graph.as_str(), &triples)
    }
}

/// Names the state of all that sources say.
fn epoch_of(entries: &[Arc<GraphEntry>]) -> String {
    let stated = || entries.iter().filter(|entry| entry.graph.as_str() != GRAPH_DERIVED);
    let states: Vec<Cow<'_, str>> = stated().map(|entry| entry.state()).collect();
    let parts = stated()
        .zip(&states)
        .flat_map(|(entry, state)| [entry.graph.as_str().as_bytes(), state.as_bytes()]);
    let mut epoch = canonical::hash_bytes(parts);
    epoch.truncate(EPOCH_DIGITS);
    epoch
}

/// What a write is to leave in the catalogue.
pub(super) struct Record {
    /// The number that the write gets.
    pub(super) commit: u64,
    /// Whether canonical hashes are computed now.
    pub(super) hash: bool,
    /// The hash of the binary's files that a graph was read from.
    pub(super) source_hashes: Vec<(Iri, String)>,
}

impl Record {
    /// Writes the entry of each graph that was touched, the commit, and what it
    /// changed into the log. Returns the entries, and the catalogue with them,
    /// which was `before`.
    pub(super) fn write(
        &self,
        write: &mut Write<'_>,
        changes: &Changes,
        before: &Catalogue,
    ) -> Result<(Written, Catalogue), GraphError> {
        let modified = jiff::Timestamp::now().strftime("%Y-%m-%dT%H:%M:%SZ").to_string();
        let touched: Vec<_> =
            write.touched().iter().map(|(graph, touched)| (graph.clone(), *touched)).collect();
        let mut written = Written::new();
        for (graph, touched) in touched {
            if graph.as_str() == GRAPH_CATALOGUE {
                continue;
            }
            let name = Iri::trusted(graph.as_str());
            let entry = self.entry(write, &name, touched, before.get(&name))?;
            let entry =
                entry.map(|entry| Arc::new(GraphEntry { modified: modified.clone(), ..entry }));
            let said = entry.as_deref().map(described).unwrap_or_default();
            replace(write, graph.as_ref(), said)?;
            written.insert(name, entry);
        }
        replace(write, dataset().as_ref(), vec![integer(&format!("{PES}commit"), self.commit)])?;
        let catalogue = before.after(&written);
        change_log::append(write, changes, self.commit, &modified, catalogue.epoch())?;
        Ok((written, catalogue))
    }

    /// What is to be recorded of a graph; nothing of one that is gone.
    fn entry(
        &self,
        write: &Write<'_>,
        name: &Iri,
        touched: Touched,
        before: Option<&GraphEntry>,
    ) -> Result<Option<GraphEntry>, GraphError> {
        let graph = node(name.as_str());
        let own = self.source_hashes.iter().find(|(graph, _)| graph == name);
        let source_hash =
            own.map(|(_, hash)| hash).or(before.and_then(|it| it.source_hash.as_ref()));
        if source_hash.is_none() && !write.has_graph(graph.as_ref())? {
            return Ok(None);
        }
        let known = before.map_or(0, |entry| entry.triples) + touched.inserted;
        let triples = touched.counted.unwrap_or(known.saturating_sub(touched.removed));
        let hash = self.hash && !touched.piecemeal && triples <= HASHED_TRIPLES_MAX;
        Ok(Some(GraphEntry {
            canonical_hash: hash.then(|| hash_of(write, graph.as_ref())).transpose()?,
            graph: name.clone(),
            triples,
            modified: String::new(),
            commit: self.commit,
            source_hash: source_hash.cloned(),
        }))
    }
}

/// The number of the last commit that the store knows; 0 before the first.
pub(super) fn last_commit(store: &oxigraph::store::Store) -> Result<u64, GraphError> {
    let (dataset, property) = (dataset(), node(&format!("{PES}commit")));
    let found = store
        .quads_for_pattern(
            Some(dataset.as_ref().into()),
            Some(property.as_ref()),
            None,
            Some(node(GRAPH_CATALOGUE).as_ref().into()),
        )
        .next()
        .transpose()
        .map_err(GraphError::storage("read the last commit"))?;
    Ok(found.and_then(|quad| number(&quad.object)).unwrap_or(0))
}

/// The commit that last wrote a graph, as far as the catalogue knows.
pub(super) fn last_written(
    write: &Write<'_>,
    graph: NamedNodeRef<'_>,
) -> Result<Option<u64>, GraphError> {
    let said = write.said_of(graph, node(GRAPH_CATALOGUE).as_ref())?;
    let commit =
        said.iter().find(|quad| quad.predicate.as_str().strip_prefix(PES) == Some("commit"));
    Ok(commit.and_then(|quad| number(&quad.object)))
}

fn number(term: &Term) -> Option<u64> {
    match term {
        Term::Literal(literal) => literal.value().parse().ok(),
        _ => None,
    }
}

fn described(entry: &GraphEntry) -> Vec<(NamedNode, Term)> {
    let mut said = vec![
        (node(&format!("{RDF}type")), node(&format!("{VOID}Dataset")).into()),
        integer(&format!("{VOID}triples"), entry.triples),
        integer(&format!("{PES}commit"), entry.commit),
        (node(&format!("{DCT}modified")), typed(&entry.modified, "dateTime")),
    ];
    for (property, hash) in
        [("canonicalHash", &entry.canonical_hash), ("sourceHash", &entry.source_hash)]
    {
        if let Some(hash) = hash {
            said.push((node(&format!("{PES}{property}")), Literal::from(hash.as_str()).into()));
        }
    }
    said
}

fn replace(
    write: &mut Write<'_>,
    subject: NamedNodeRef<'_>,
    said: Vec<(NamedNode, Term)>,
) -> Result<(), GraphError> {
    for quad in write.said_of(subject, node(GRAPH_CATALOGUE).as_ref())? {
        write.remove(quad.as_ref())?;
    }
    for (property, object) in said {
        let quad = Quad::new(
            subject.into_owned(),
            property,
            object,
            GraphName::NamedNode(node(GRAPH_CATALOGUE)),
        );
        write.insert(quad.as_ref())?;
    }
    Ok(())
}

fn hash_of(write: &Write<'_>, graph: NamedNodeRef<'_>) -> Result<String, GraphError> {
    let triples: Vec<Triple> = write.quads_of(graph)?.into_iter().map(Triple::from).collect();
    canonical::hash(graph.as_str(), &triples)
}

fn dataset() -> NamedNode {
    node(DATASET)
}

fn node(iri: &str) -> NamedNode {
    NamedNode::new_unchecked(iri)
}

fn typed(value: &str, datatype: &str) -> Term {
    Literal::new_typed_literal(value, node(&format!("{XSD}{datatype}"))).into()
}

fn integer(property: &str, value: u64) -> (NamedNode, Term) {
    (node(property), typed(&value.to_string(), "integer"))
}
