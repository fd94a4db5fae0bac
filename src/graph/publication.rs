//! The one way in: everything that enters the graph is validated as part of
//! the whole, replaces or joins its graph, and is recorded in the catalogue,
//! in a single transaction. What is derived is computed anew in the same one.

use super::canonical;
use super::engine::{KnowledgeGraph, evaluator};
use super::error::GraphError;
use super::query::Query;
use super::seed;
use super::shapes;
use super::source::Draft;
use super::violation::Violation;
use crate::domain::Iri;
use crate::vocabulary::{DCT, GRAPH_CATALOGUE, GRAPH_DERIVED, PES, RDF, VOID, XSD};
use oxigraph::model::{GraphName, GraphNameRef, Literal, NamedNode, Quad, Triple};
use oxigraph::store::Transaction;
use std::collections::HashMap;

/// What the program computes from the rest, in this order.
const RULES: [(&str, &str); 4] = [
    ("shortcuts", include_str!("rules/shortcuts.ru")),
    ("narrower", include_str!("rules/narrower.ru")),
    ("addresses-theme", include_str!("rules/addresses-theme.ru")),
    ("void-statistics", include_str!("rules/void-statistics.ru")),
];

/// Hexadecimal digits of an epoch's name.
const EPOCH_DIGITS: usize = 16;

/// What the catalogue says of one graph.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GraphEntry {
    /// The graph's name.
    pub graph: Iri,
    /// SHA-256 of its RDFC-1.0 canonical form, lower-case hexadecimal.
    pub canonical_hash: String,
    /// How many triples it holds.
    pub triples: u64,
    /// When it was last written, RFC 3339 in UTC.
    pub modified: String,
    source_hash: Option<String>,
}

/// What a publication changed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Publication {
    /// The graphs that were written, with their size afterwards.
    pub written: Vec<GraphEntry>,
}

/// Whether a draft takes the place of its graph or joins it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mode {
    Replace,
    Add,
}

impl KnowledgeGraph {
    /// Loads whatever of the binary's own content is new: on an empty
    /// directory all of it, after an upgrade the graphs that changed and
    /// nothing else, otherwise nothing.
    ///
    /// # Errors
    /// As [`KnowledgeGraph::add`]; nothing is stored then.
    pub fn seed(&self) -> Result<Publication, GraphError> {
        let known: HashMap<Iri, GraphEntry> =
            self.entries()?.into_iter().map(|entry| (entry.graph.clone(), entry)).collect();
        let mut drafts = Vec::new();
        for section in seed::sections() {
            let entry = known.get(&section.graph);
            if entry.is_some_and(|entry| entry.source_hash.as_ref() == Some(&section.source_hash)) {
                continue;
            }
            drafts.push(section.parse()?);
        }
        self.publish(drafts, Mode::Replace)
    }

    /// Adds what the drafts say to their graphs.
    ///
    /// # Errors
    /// [`GraphError::Invalid`] when the whole would break a shape, or what the
    /// store answers. Nothing is stored then.
    pub fn add(&self, drafts: Vec<Draft>) -> Result<Publication, GraphError> {
        self.publish(drafts, Mode::Add)
    }

    /// Checks what the drafts say together with all that is published.
    ///
    /// # Errors
    /// When the check itself fails; violations are an answer, not an error.
    pub fn check(&self, drafts: &[Draft]) -> Result<Vec<Violation>, GraphError> {
        let mut transaction = self.begin()?;
        for draft in drafts {
            insert(&mut transaction, draft);
        }
        violations(&transaction)
    }

    /// Computes the derived graph anew.
    ///
    /// # Errors
    /// When the store fails; the old derived graph stays then.
    pub fn derive(&self) -> Result<Publication, GraphError> {
        let _writer = self.lock_writer();
        let mut transaction = self.begin()?;
        derive(&mut transaction)?;
        let written = record(&mut transaction, &[(Iri::trusted(GRAPH_DERIVED), None)])?;
        self.commit(transaction)?;
        Ok(Publication { written })
    }

    /// What the catalogue says of each graph, by name.
    ///
    /// # Errors
    /// When the store fails.
    pub fn entries(&self) -> Result<Vec<GraphEntry>, GraphError> {
        self.select(&Query::new(include_str!("queries/catalogue.rq")))?
            .iter()
            .map(|row| {
                Ok(GraphEntry {
                    graph: row.iri("graph")?,
                    canonical_hash: row.text("hash")?.to_owned(),
                    triples: row.integer("triples")?,
                    modified: row.text("modified")?.to_owned(),
                    source_hash: row.maybe_text("sourceHash").map(str::to_owned),
                })
            })
            .collect()
    }

    /// Names the state of all that sources say: it changes when, and only when,
    /// the canonical hash of a published graph does.
    ///
    /// # Errors
    /// When the store fails.
    pub fn epoch(&self) -> Result<String, GraphError> {
        let mut entries = self.entries()?;
        entries.retain(|entry| entry.graph.as_str() != GRAPH_DERIVED);
        let parts = entries
            .iter()
            .flat_map(|entry| [entry.graph.as_str().as_bytes(), entry.canonical_hash.as_bytes()]);
        let mut epoch = canonical::hash_bytes(parts);
        epoch.truncate(EPOCH_DIGITS);
        Ok(epoch)
    }

    fn publish(&self, drafts: Vec<Draft>, mode: Mode) -> Result<Publication, GraphError> {
        if drafts.is_empty() {
            return Ok(Publication::default());
        }
        let _writer = self.lock_writer();
        let mut transaction = self.begin()?;
        let mut touched = Vec::new();
        for draft in drafts {
            if mode == Mode::Replace {
                clear(&mut transaction, &draft.graph)?;
            }
            insert(&mut transaction, &draft);
            touched.push((draft.graph, draft.source_hash));
        }
        let violations = violations(&transaction)?;
        if !violations.is_empty() {
            return Err(GraphError::Invalid(violations));
        }
        derive(&mut transaction)?;
        touched.push((Iri::trusted(GRAPH_DERIVED), None));
        touched.sort();
        touched.dedup_by(|one, other| one.0 == other.0);
        let written = record(&mut transaction, &touched)?;
        self.commit(transaction)?;
        Ok(Publication { written })
    }

    fn begin(&self) -> Result<Transaction<'_>, GraphError> {
        self.store.start_transaction().map_err(GraphError::storage("start a transaction"))
    }

    /// Commits, and returns when the data are on the disk.
    fn commit(&self, transaction: Transaction<'_>) -> Result<(), GraphError> {
        transaction.commit().map_err(GraphError::storage("commit"))?;
        self.commits.fetch_add(1, std::sync::atomic::Ordering::AcqRel);
        self.store.flush().map_err(GraphError::storage("flush"))
    }

    /// The engine sees no write conflicts, so there is one writer at a time. A
    /// writer that panicked left no half-done work: its transaction is gone.
    fn lock_writer(&self) -> std::sync::MutexGuard<'_, ()> {
        self.writer.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

fn node(iri: &str) -> NamedNode {
    NamedNode::new_unchecked(iri)
}

fn clear(transaction: &mut Transaction<'_>, graph: &Iri) -> Result<(), GraphError> {
    transaction
        .clear_graph(GraphNameRef::NamedNode(node(graph.as_str()).as_ref()))
        .map_err(GraphError::storage("clear a graph"))
}

fn insert(transaction: &mut Transaction<'_>, draft: &Draft) {
    let graph = node(draft.graph.as_str());
    transaction.extend(draft.triples.iter().map(|triple| triple.as_ref().in_graph(&graph)));
}

/// Checks all graphs of the transaction but those the program writes itself.
fn violations(transaction: &Transaction<'_>) -> Result<Vec<Violation>, GraphError> {
    let own = [GRAPH_DERIVED, GRAPH_CATALOGUE].map(|graph| GraphName::from(node(graph)));
    let stated = transaction.iter().filter_map(|quad| match quad {
        Ok(quad) if own.contains(&quad.graph_name) => None,
        Ok(quad) => Some(Ok(Triple::from(quad))),
        Err(error) => Some(Err(GraphError::storage("read")(error))),
    });
    shapes::validate(stated)
}

fn derive(transaction: &mut Transaction<'_>) -> Result<(), GraphError> {
    clear(transaction, &Iri::trusted(GRAPH_DERIVED))?;
    for (name, text) in RULES {
        let mut update = evaluator()
            .parse_update(text)
            .map_err(|error| GraphError::OwnQuery(format!("rule {name}: {error}")))?;
        for dataset in update.using_datasets_mut() {
            dataset.set_default_graph_as_union();
        }
        update
            .on_transaction(transaction)
            .execute()
            .map_err(|error| GraphError::OwnQuery(format!("rule {name}: {error}")))?;
    }
    Ok(())
}

/// Writes the catalogue's entry of each graph that was touched.
fn record(
    transaction: &mut Transaction<'_>,
    touched: &[(Iri, Option<String>)],
) -> Result<Vec<GraphEntry>, GraphError> {
    let modified = jiff::Timestamp::now().strftime("%Y-%m-%dT%H:%M:%SZ").to_string();
    let mut entries = Vec::new();
    for (graph, source_hash) in touched {
        let name = node(graph.as_str());
        let triples: Vec<Triple> = transaction
            .quads_for_pattern(None, None, None, Some(name.as_ref().into()))
            .map(|quad| quad.map(Triple::from))
            .collect::<Result<_, _>>()
            .map_err(GraphError::storage("read a graph"))?;
        let entry = GraphEntry {
            graph: graph.clone(),
            canonical_hash: canonical::hash(graph.as_str(), &triples)?,
            triples: triples.len() as u64,
            modified: modified.clone(),
            source_hash: source_hash.clone(),
        };
        write_entry(transaction, &entry)?;
        entries.push(entry);
    }
    Ok(entries)
}

fn write_entry(transaction: &mut Transaction<'_>, entry: &GraphEntry) -> Result<(), GraphError> {
    let catalogue = node(GRAPH_CATALOGUE);
    let subject = node(entry.graph.as_str());
    let old: Vec<Quad> = transaction
        .quads_for_pattern(
            Some(subject.as_ref().into()),
            None,
            None,
            Some(catalogue.as_ref().into()),
        )
        .collect::<Result<_, _>>()
        .map_err(GraphError::storage("read the catalogue"))?;
    for quad in &old {
        transaction.remove(quad);
    }
    let typed = |value: &str, datatype: &str| {
        Literal::new_typed_literal(value, node(&format!("{XSD}{datatype}"))).into()
    };
    let mut say = |property: String, object: oxigraph::model::Term| {
        transaction.insert(&Quad::new(subject.clone(), node(&property), object, catalogue.clone()));
    };
    say(format!("{RDF}type"), node(&format!("{VOID}Dataset")).into());
    say(format!("{PES}canonicalHash"), Literal::from(entry.canonical_hash.as_str()).into());
    say(format!("{VOID}triples"), typed(&entry.triples.to_string(), "integer"));
    say(format!("{DCT}modified"), typed(&entry.modified, "dateTime"));
    if let Some(hash) = &entry.source_hash {
        say(format!("{PES}sourceHash"), Literal::from(hash.as_str()).into());
    }
    Ok(())
}
