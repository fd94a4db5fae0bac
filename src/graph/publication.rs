//! How anything enters the graph: checked as part of the whole, derived from,
//! recorded in the catalogue, in a single transaction that is on the disk when
//! it is acknowledged. `update` and `upload` come through here too.

use super::catalogue::{GraphEntry, Record, last_written};
use super::checking;
use super::contribution;
use super::derivation::{derive, derive_around};
use super::engine::KnowledgeGraph;
use super::error::GraphError;
use super::reserve::RESERVE_BYTES;
use super::seed;
use super::source::Draft;
use super::tally::ChangedThings;
use super::violation::Violation;
use super::write::Write;
use crate::domain::Iri;
use crate::vocabulary::GRAPH_DERIVED;
use oxigraph::model::{NamedNode, NamedNodeRef};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Above this the log is written into tables at once, so that a restart never
/// reads a long log again, and a full disk has room for it.
const LOG_BYTES_MAX: u64 = RESERVE_BYTES;

/// What a publication changed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Publication {
    /// The graphs that were written, with their size afterwards.
    pub written: Vec<GraphEntry>,
}

impl Publication {
    fn of(change: &Change) -> Self {
        let written = change.graphs.values().flatten();
        Self { written: written.map(|entry| GraphEntry::clone(entry)).collect() }
    }
}

/// What a write changed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Change {
    /// The number of the commit; that of the last one when nothing changed.
    pub commit: u64,
    /// Triples that their graph did not hold before.
    pub inserted: u64,
    /// Triples that their graph holds no longer.
    pub removed: u64,
    /// Whether the graph that was written to is new.
    pub created: bool,
    /// Whether anything was changed that the program itself reads.
    pub meaningful: bool,
    /// What was changed of it.
    pub things: ChangedThings,
    /// Whose statements were changed: whose they were, and whose they are.
    pub members: BTreeSet<Iri>,
    /// The graphs that were written, with what the catalogue says of each now:
    /// nothing of one that is gone.
    pub graphs: BTreeMap<Iri, Option<Arc<GraphEntry>>>,
}

/// Whether a draft takes the place of its graph or joins it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mode {
    Replace,
    Add,
}

/// What follows from a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Then {
    /// It is checked and derived from, whatever it was.
    Checked,
    /// The same where it touched anything that shapes and rules speak of.
    CheckedWhereSpokenOf,
    /// It is derived itself, or checked already.
    Recorded,
}

impl KnowledgeGraph {
    /// Loads whatever of the binary's own content is new: on an empty
    /// directory all of it, after an upgrade the graphs that changed and
    /// nothing else, otherwise nothing.
    ///
    /// # Errors
    /// As [`KnowledgeGraph::add`]; nothing is stored then.
    pub fn seed(&self) -> Result<Publication, GraphError> {
        let catalogue = self.catalogue()?;
        let mut drafts = Vec::new();
        for section in seed::sections() {
            let entry = catalogue.get(&section.graph);
            if entry.is_some_and(|entry| entry.source_hash.as_ref() == Some(&section.source_hash)) {
                continue;
            }
            drafts.push(section.parse()?);
        }
        self.publish(&drafts, Mode::Replace)
    }

    /// Adds what the drafts say to their graphs.
    ///
    /// # Errors
    /// [`GraphError::Invalid`] when the whole would break a shape, or what the
    /// store answers. Nothing is stored then.
    pub fn add(&self, drafts: &[Draft]) -> Result<Publication, GraphError> {
        self.publish(drafts, Mode::Add)
    }

    /// Checks what the drafts say together with all that is published.
    ///
    /// # Errors
    /// When the check itself fails; violations are an answer, not an error.
    pub fn check(&self, drafts: &[Draft]) -> Result<Vec<Violation>, GraphError> {
        let store = self.store();
        let mut write = Self::begin(&store)?;
        for draft in drafts {
            insert(&mut write, draft)?;
        }
        let found = checking::found(&write)?;
        blocking(&write, found)
    }

    /// Computes the derived graph anew.
    ///
    /// # Errors
    /// When the store fails; the old derived graph stays then.
    pub fn derive(&self) -> Result<Publication, GraphError> {
        let record = Record { commit: 0, hash: true, source_hashes: Vec::new() };
        let change = self.write(record, |write| {
            derive(write)?;
            Ok(Then::Recorded)
        })?;
        Ok(Publication::of(&change))
    }

    fn publish(&self, drafts: &[Draft], mode: Mode) -> Result<Publication, GraphError> {
        if drafts.is_empty() {
            return Ok(Publication::default());
        }
        let source_hashes = drafts
            .iter()
            .filter_map(|draft| Some((draft.graph.clone(), draft.source_hash.clone()?)))
            .collect();
        let record = Record { commit: 0, hash: true, source_hashes };
        let change = self.write(record, |write| {
            for draft in drafts {
                if mode == Mode::Replace {
                    write.clear(node(&draft.graph).as_ref())?;
                }
                insert(write, draft)?;
            }
            Ok(Then::Checked)
        })?;
        Ok(Publication::of(&change))
    }

    /// One write from beginning to end: one writer at a time, since the engine
    /// sees no conflicts; checked and derived from as `change` says; recorded; committed;
    /// on the disk.
    pub(super) fn write(
        &self,
        record: Record,
        change: impl FnOnce(&mut Write<'_>) -> Result<Then, GraphError>,
    ) -> Result<Change, GraphError> {
        let writer = self.lock_writer();
        self.recover()?;
        let committed = self.commit_change(record, change);
        if committed.as_ref().is_err_and(GraphError::is_out_of_space) {
            self.make_room()?;
        }
        drop(writer);
        let done = committed?;
        self.on_disk(done.commit)?;
        self.shorten_log();
        Ok(done)
    }

    /// A write up to its commit. The caller holds the writer's lock.
    fn commit_change(
        &self,
        mut record: Record,
        change: impl FnOnce(&mut Write<'_>) -> Result<Then, GraphError>,
    ) -> Result<Change, GraphError> {
        let store = self.store();
        let mut write = Self::begin(&store)?;
        let then = change(&mut write)?;
        let meaningful = then == Then::Checked || write.is_spoken_of();
        if write.touched().is_empty() && then != Then::Checked {
            return Ok(Change { commit: self.commit_number(), ..Change::default() });
        }
        let count = |of: fn(&super::write::Touched) -> u64| write.touched().values().map(of).sum();
        let mut done = Change {
            inserted: count(|touched| touched.inserted),
            removed: count(|touched| touched.removed),
            meaningful,
            ..Change::default()
        };
        let changes = write.settle()?;
        (done.things, done.members) = (changes.told(), changes.members());
        if meaningful && then != Then::Recorded {
            let found = checking::found(&write)?;
            let violations = blocking(&write, found)?;
            if !violations.is_empty() {
                return Err(GraphError::Invalid(violations));
            }
            self.derive_from(&mut write)?;
        }
        record.commit = self.commit_number() + 1;
        done.commit = record.commit;
        let (graphs, catalogue) = record.write(&mut write, &changes, &self.catalogue()?)?;
        self.commit(write, record.commit)?;
        self.keep_catalogue(record.commit, catalogue);
        done.graphs = graphs;
        Ok(done)
    }

    /// Computes what follows from a write: around what it changed, where what
    /// was computed before is of the last commit; all of it otherwise.
    fn derive_from(&self, write: &mut Write<'_>) -> Result<(), GraphError> {
        let derived = NamedNodeRef::new_unchecked(GRAPH_DERIVED);
        let is_up_to_date = last_written(write, derived)? == Some(self.commit_number());
        if is_up_to_date && derive_around(write)? {
            write.touch_piecemeal(derived);
            return Ok(());
        }
        derive(write)
    }

    /// Writes a long log into tables. What was written is on the disk already:
    /// it is no failure of the write if this fails.
    fn shorten_log(&self) {
        if self.log_bytes() > LOG_BYTES_MAX
            && let Err(error) = self.store().flush()
        {
            let error = &error as &dyn std::error::Error;
            tracing::warn!(error, "the log cannot be written into tables");
        }
    }
}

pub(super) fn node(iri: &Iri) -> NamedNode {
    NamedNode::new_unchecked(iri.as_str())
}

fn insert(write: &mut Write<'_>, draft: &Draft) -> Result<(), GraphError> {
    let graph = node(&draft.graph);
    write.create_graph(graph.as_ref())?;
    write.touch(graph.as_ref());
    for triple in &draft.triples {
        write.insert(triple.as_ref().in_graph(&graph))?;
    }
    Ok(())
}

/// What of it keeps a write out.
pub(super) fn blocking(
    write: &Write<'_>,
    found: Vec<Violation>,
) -> Result<Vec<Violation>, GraphError> {
    let mut blocking = Vec::new();
    for violation in found {
        if blocks(write, &violation)? {
            blocking.push(violation);
        }
    }
    Ok(blocking)
}

/// Translations are asked of what we publish; what a member brings may wait
/// for them.
pub(super) fn blocks(write: &Write<'_>, violation: &Violation) -> Result<bool, GraphError> {
    Ok(!violation.is_advice || !contribution::is_contributed(write, &violation.node)?)
}
