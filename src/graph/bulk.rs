//! Much at once: the engine's bulk loader writes tables beside the log and
//! takes them in at the end, all or none. It cannot take anything away, so a
//! replacement has a second step, which is made up at the next start when the
//! process ends between the two: the tables hold a mark, and the file `pending`
//! says what was to go.

use super::catalogue::Record;
use super::engine::KnowledgeGraph;
use super::error::GraphError;
use super::publication::{Change, node};
use super::tally::{ChangedThings, Changes};
use super::update::may_be_written;
use super::write::in_union;
use crate::domain::Iri;
use crate::vocabulary::{DATASET, GRAPH_CATALOGUE, PES};
use oxigraph::io::{RdfFormat, RdfParser, RdfSerializer};
use oxigraph::model::{GraphName, Literal, NamedNode, Quad};
use oxigraph::store::Store;
use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, BufWriter, Write};
use std::path::{Path, PathBuf};

/// Memory that the loader may take. Smaller batches repeat more of the terms.
const LOADER_MIB: usize = 2048;
/// Triples of a graph that can be replaced by a large upload.
const REPLACED_MAX: usize = 500_000;

/// Loads quads that nothing of ours speaks of, or that are trusted: they are
/// not checked against the shapes. With `replaced`, that graph says nothing
/// else afterwards.
pub(super) fn load(
    graph: &KnowledgeGraph,
    replaced: Option<&NamedNode>,
    quads: impl Iterator<Item = Result<Quad, GraphError>>,
) -> Result<Change, GraphError> {
    let writer = graph.lock_writer();
    graph.recover()?;
    let store = graph.store();
    let mut names: BTreeSet<NamedNode> = replaced.into_iter().cloned().collect();
    let mut going = replaced.map_or_else(|| Ok(HashSet::new()), |name| held(&store, name))?;
    let mut loader = store.bulk_loader().with_max_memory_size_in_megabytes(LOADER_MIB);
    let mut sent = Ok(());
    let both = quads
        .map_while(|quad| quad.map_err(|error| sent = Err(error)).ok())
        .flat_map(|quad| {
            going.remove(&quad);
            if let GraphName::NamedNode(name) = &quad.graph_name
                && !names.contains(name)
            {
                names.insert(name.clone());
            }
            let union = in_union(quad.as_ref()).into_owned();
            [quad, union]
        })
        .chain([mark()]);
    loader.load_quads(both).map_err(GraphError::storage("load in bulk"))?;
    sent?;
    names.iter().try_for_each(|name| may_be_written(name.as_ref()))?;
    let before = recorded(graph, &names)?;
    let pending = graph.directory().map(Pending::at);
    if let Some(pending) = &pending {
        pending.note(&names, &going)?;
    }
    loader.commit().map_err(GraphError::storage("take in what was loaded"))?;
    let removed = going.len() as u64;
    let finished = finish(graph, &store, &names, going.into_iter().map(Ok));
    drop(store);
    let (commit, sum) = match finished {
        Err(error) if error.is_out_of_space() => finished_by_reopening(graph, &names)?,
        finished => finished?,
    };
    graph.on_disk(commit)?;
    if let Some(Err(error)) = pending.map(|pending| pending.clear()) {
        let error = &error as &dyn std::error::Error;
        tracing::warn!(error, "a load is done, and still noted as pending");
    }
    drop(writer);
    let was: u64 = before.values().sum();
    Ok(Change {
        commit,
        inserted: (sum + removed).saturating_sub(was),
        removed,
        created: before.len() < names.len(),
        meaningful: true,
        things: ChangedThings::Untold,
        members: BTreeSet::new(),
    })
}

/// Makes up the second step of a load that was cut short. The caller holds the
/// writer's lock, or is alone.
pub(super) fn resume(graph: &KnowledgeGraph) -> Result<(), GraphError> {
    let Some(pending) = graph.directory().map(Pending::at) else { return Ok(()) };
    let Some((names, going)) = pending.read()? else { return Ok(()) };
    let store = graph.store();
    if store.contains(&mark()).map_err(GraphError::storage("read"))? {
        let (commit, _) = finish(graph, &store, &names, going)?;
        graph.on_disk(commit)?;
        tracing::warn!(graphs = names.len(), "a load that was cut short is completed");
    }
    pending.clear()
}

/// Takes away what was to go, and records the graphs.
///
/// Returns the number of the commit, and how many triples they have together.
fn finish(
    graph: &KnowledgeGraph,
    store: &Store,
    names: &BTreeSet<NamedNode>,
    going: impl Iterator<Item = Result<Quad, GraphError>>,
) -> Result<(u64, u64), GraphError> {
    let mut write = KnowledgeGraph::begin(store)?;
    for quad in going {
        write.remove(quad?.as_ref())?;
    }
    write.take_quietly(mark().as_ref());
    for name in names {
        write.recount(name.as_ref())?;
    }
    let counted = |name| write.touched().get(name).and_then(|touched| touched.counted);
    let triples = names.iter().filter_map(counted).sum();
    let number = graph.commit_number() + 1;
    let record = Record { commit: number, hash: false, source_hashes: Vec::new() };
    let changes = Changes::of_graphs(write.transaction(), names.iter())?;
    record.write(&mut write, &changes)?;
    graph.commit(write, number)?;
    Ok((number, triples))
}

/// The same on a full disk: the store that is opened anew makes the step up.
/// If it cannot, it will when there is space, and nobody may be told that
/// nothing was stored.
fn finished_by_reopening(
    graph: &KnowledgeGraph,
    names: &BTreeSet<NamedNode>,
) -> Result<(u64, u64), GraphError> {
    graph.make_room().map_err(|error| GraphError::NotSynced(io::Error::other(error)))?;
    Ok((graph.commit_number(), recorded(graph, names)?.values().sum()))
}

/// How many triples the catalogue says these graphs have.
fn recorded(
    graph: &KnowledgeGraph,
    names: &BTreeSet<NamedNode>,
) -> Result<BTreeMap<Iri, u64>, GraphError> {
    let entries = graph.entries()?.into_iter();
    Ok(entries
        .filter(|entry| names.contains(&node(&entry.graph)))
        .map(|entry| (entry.graph, entry.triples))
        .collect())
}

/// Stands in the tables that were loaded, and nowhere else.
fn mark() -> Quad {
    let property = NamedNode::new_unchecked(format!("{PES}loading"));
    let [dataset, catalogue] = [DATASET, GRAPH_CATALOGUE].map(NamedNode::new_unchecked);
    Quad::new(dataset, property, Literal::from(true), catalogue)
}

fn held(store: &Store, name: &NamedNode) -> Result<HashSet<Quad>, GraphError> {
    let quads: HashSet<Quad> = store
        .quads_for_pattern(None, None, None, Some(name.as_ref().into()))
        .take(REPLACED_MAX + 1)
        .collect::<Result<_, _>>()
        .map_err(GraphError::storage("read a graph"))?;
    if quads.len() > REPLACED_MAX {
        return Err(GraphError::Unprocessable(format!(
            "a graph of more than {REPLACED_MAX} triples cannot be replaced at once: delete it first"
        )));
    }
    Ok(quads)
}

/// The graphs that are loaded, and what has to go.
type Step = (BTreeSet<NamedNode>, Box<dyn Iterator<Item = Result<Quad, GraphError>>>);

/// The file that tells what the second step has to do.
struct Pending(PathBuf);

impl Pending {
    fn at(directory: &Path) -> Self {
        Self(directory.join("pending"))
    }

    /// The graphs that are loaded, a comment each, as N-Quads has them; then
    /// what has to go.
    fn note(&self, names: &BTreeSet<NamedNode>, going: &HashSet<Quad>) -> Result<(), GraphError> {
        let written = || -> io::Result<()> {
            let mut out = BufWriter::new(File::create(&self.0)?);
            for name in names {
                writeln!(out, "#{}", name.as_str())?;
            }
            let mut writer = RdfSerializer::from_format(RdfFormat::NQuads).for_writer(out);
            for quad in going {
                writer.serialize_quad(quad)?;
            }
            writer.finish()?.into_inner()?.sync_all()
        };
        written().map_err(GraphError::file("write", &self.0))
    }

    fn read(&self) -> Result<Option<Step>, GraphError> {
        if !self.0.exists() {
            return Ok(None);
        }
        let open = || File::open(&self.0).map_err(GraphError::file("open", &self.0));
        let mut names = BTreeSet::new();
        for line in BufReader::new(open()?).lines() {
            let line = line.map_err(GraphError::file("read", &self.0))?;
            let Some(name) = line.strip_prefix('#') else { break };
            names.insert(NamedNode::new_unchecked(name));
        }
        let going = RdfParser::from_format(RdfFormat::NQuads)
            .for_reader(BufReader::new(open()?))
            .map(|quad| quad.map_err(|error| GraphError::Spool(io::Error::other(error))));
        Ok(Some((names, Box::new(going))))
    }

    fn clear(&self) -> Result<(), GraphError> {
        match fs::remove_file(&self.0) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                Err(GraphError::file("remove", &self.0)(error))
            }
            _ => Ok(()),
        }
    }
}
