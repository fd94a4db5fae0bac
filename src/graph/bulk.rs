//! Much at once: the engine's bulk loader writes tables beside the log and
//! takes them in at the end, all or none. It cannot take anything away, so a
//! replacement has a second step, which is made up at the next start when the
//! process ends between the two: the tables hold a mark, and the file `pending`
//! says what was to go.

use super::catalogue::Record;
use super::checking;
use super::derivation::Prospect;
use super::engine::KnowledgeGraph;
use super::error::GraphError;
use super::publication::{self, Change, node};
use super::sight::Sight;
use super::tally::{ChangedThings, Changes, ThingChange};
use super::update::may_be_written;
use super::write::{Write as StoreWrite, in_union};
use crate::domain::{Iri, Kind};
use crate::vocabulary::{DATASET, GRAPH_CATALOGUE, GRAPH_DERIVED, PES};
use oxigraph::io::{RdfFormat, RdfParser, RdfSerializer};
use oxigraph::model::vocab::rdf;
use oxigraph::model::{
    GraphName, GraphNameRef, Literal, NamedNode, NamedNodeRef, NamedOrBlankNode, Quad, QuadRef,
    Term, Triple,
};
use oxigraph::store::{BulkLoader, Store};
use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, BufWriter, Write};
use std::panic::resume_unwind;
use std::path::{Path, PathBuf};
use std::thread;

/// Memory that the loader may take. Smaller batches repeat more of the terms.
const LOADER_MIB: usize = 2048;
/// Quads that the loader counts as one MiB.
const QUADS_PER_MIB: usize = 1_000;
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
    let load = Load::begin(&store, Names::new(), replaced, LOADER_MIB, quads)?;
    let taken = load.take_in(graph, &store, None)?;
    drop(store);
    let change = taken.settle(graph);
    drop(writer);
    change
}

/// Publishes a graph that is not there yet, and is made from one file: checked
/// and derived from as any other write is, while its tables are made. Where
/// what follows from it cannot be computed with it, that has a commit of its
/// own, which the next write makes up for where a crash comes between.
pub(super) fn publish(
    graph: &KnowledgeGraph,
    name: &NamedNode,
    source_hash: &str,
    triples: &[Triple],
) -> Result<Change, GraphError> {
    let writer = graph.lock_writer();
    graph.recover()?;
    let store = graph.store();
    let write = KnowledgeGraph::begin(&store)?;
    if write.has_graph(name.as_ref())? {
        return Err(GraphError::Unprocessable(format!("there is a graph {name} already")));
    }
    let (load, follows) = thread::scope(|scope| {
        let names = Names::from([(name.clone(), Some(source_hash.to_owned()))]);
        let quads = triples.iter().map(|triple| Ok(triple.clone().in_graph(name.clone())));
        // So that each thread of the loader has its share.
        let mib = (2 * triples.len() + 1).div_ceil(QUADS_PER_MIB).clamp(1, LOADER_MIB);
        let store = &store;
        let load = scope.spawn(move || Load::begin(store, names, None, mib, quads));
        let follows = foreseen(&write, graph.commit_number(), name, triples);
        (load.join().unwrap_or_else(|panic| resume_unwind(panic)), follows)
    });
    let (mut load, follows) = (load?, follows?);
    drop(write);
    if let Some(follows) = &follows {
        load.follow(&follows.following)?;
    }
    let taken = load.take_in(graph, &store, follows.as_ref())?;
    drop(store);
    let change = taken.settle(graph);
    drop(writer);
    let change = change?;
    if follows.is_none()
        && let Err(error) = graph.derive()
    {
        let error = &error as &dyn std::error::Error;
        tracing::error!(error, "a graph is published, and what follows from it not derived yet");
    }
    Ok(Change { commit: graph.commit_number(), ..change })
}

/// Checks a graph that is not there yet, and tells what follows from it.
fn foreseen(
    write: &StoreWrite<'_>,
    last_commit: u64,
    name: &NamedNode,
    triples: &[Triple],
) -> Result<Option<Prospect>, GraphError> {
    let sight = Sight::beside(write, triples)?;
    let found = checking::found_beside(write, triples, &sight)?;
    let violations = publication::blocking(write, found)?;
    if !violations.is_empty() {
        return Err(GraphError::Invalid(violations));
    }
    Prospect::of(write, last_commit, name, triples, &sight)
}

/// Quads on their way into the store: tables are made of them, and nothing is
/// taken in yet. Dropped, it leaves nothing. The caller holds the writer's lock.
struct Load<'a> {
    loader: BulkLoader<'a>,
    /// The graphs that are loaded.
    names: Names,
    /// What has to go.
    going: HashSet<Quad>,
}

impl<'a> Load<'a> {
    /// Loads quads into these graphs, and into those that they name.
    fn begin(
        store: &'a Store,
        mut names: Names,
        replaced: Option<&NamedNode>,
        mib: usize,
        quads: impl Iterator<Item = Result<Quad, GraphError>>,
    ) -> Result<Self, GraphError> {
        names.extend(replaced.map(|name| (name.clone(), None)));
        let mut going = replaced.map_or_else(|| Ok(HashSet::new()), |name| held(store, name))?;
        let mut loader = store.bulk_loader().with_max_memory_size_in_megabytes(mib);
        let mut sent = Ok(());
        let both = quads
            .map_while(|quad| quad.map_err(|error| sent = Err(error)).ok())
            .flat_map(|quad| {
                going.remove(&quad);
                if let GraphName::NamedNode(name) = &quad.graph_name
                    && !names.contains_key(name)
                {
                    names.insert(name.clone(), None);
                }
                let union = in_union(quad.as_ref()).into_owned();
                [quad, union]
            })
            .chain([mark()]);
        loader.load_quads(both).map_err(GraphError::storage("load in bulk"))?;
        sent?;
        names.keys().try_for_each(|name| may_be_written(name.as_ref()))?;
        Ok(Self { loader, names, going })
    }

    /// Loads what follows from the rest.
    fn follow(&mut self, following: &[Triple]) -> Result<(), GraphError> {
        let derived = NamedNodeRef::new_unchecked(GRAPH_DERIVED);
        let both = following.iter().flat_map(|triple| {
            let quad = triple.as_ref().in_graph(derived);
            [quad, in_union(quad)].map(QuadRef::into_owned)
        });
        self.loader.load_quads(both).map_err(GraphError::storage("load in bulk"))
    }

    /// Takes in all of it, with what follows from it.
    fn take_in(
        self,
        graph: &KnowledgeGraph,
        store: &Store,
        follows: Option<&Prospect>,
    ) -> Result<Taken, GraphError> {
        let Self { loader, names, going } = self;
        let before = recorded(graph, &names)?;
        if let Some(pending) = Pending::of(graph) {
            pending.note(&names, &going)?;
        }
        loader.commit().map_err(GraphError::storage("take in what was loaded"))?;
        let removed = going.len() as u64;
        let finished = finish(graph, store, &names, going.into_iter().map(Ok), follows);
        Ok(Taken { names, before, removed, finished })
    }
}

/// A load that the store has, and may have to be opened anew to complete.
struct Taken {
    names: Names,
    /// How many triples each graph had.
    before: BTreeMap<Iri, u64>,
    removed: u64,
    /// The number of the commit, and how many triples they have together.
    finished: Result<(u64, u64), GraphError>,
}

impl Taken {
    /// Sees to it that it is completed and on the disk. Nobody may hold the
    /// store.
    fn settle(self, graph: &KnowledgeGraph) -> Result<Change, GraphError> {
        let (commit, sum) = match self.finished {
            Err(error) if error.is_out_of_space() => finished_by_reopening(graph, &self.names)?,
            finished => finished?,
        };
        graph.on_disk(commit)?;
        if let Some(Err(error)) = Pending::of(graph).map(|pending| pending.clear()) {
            let error = &error as &dyn std::error::Error;
            tracing::warn!(error, "a load is done, and still noted as pending");
        }
        let was: u64 = self.before.values().sum();
        Ok(Change {
            commit,
            inserted: (sum + self.removed).saturating_sub(was),
            removed: self.removed,
            created: self.before.len() < self.names.len(),
            meaningful: true,
            things: ChangedThings::Untold,
            members: BTreeSet::new(),
            graphs: BTreeMap::new(),
        })
    }
}

/// Makes up the second step of a load that was cut short. The caller holds the
/// writer's lock, or is alone.
pub(super) fn resume(graph: &KnowledgeGraph) -> Result<(), GraphError> {
    let Some(pending) = Pending::of(graph) else { return Ok(()) };
    let Some((names, going)) = pending.read()? else { return Ok(()) };
    let store = graph.store();
    if store.contains(&mark()).map_err(GraphError::storage("read"))? {
        let (commit, _) = finish(graph, &store, &names, going, None)?;
        graph.on_disk(commit)?;
        tracing::warn!(graphs = names.len(), "a load that was cut short is completed");
    }
    pending.clear()
}

/// Takes away what was to go, says what follows, and records the graphs.
///
/// Returns the number of the commit, and how many triples they have together.
fn finish(
    graph: &KnowledgeGraph,
    store: &Store,
    names: &Names,
    going: impl Iterator<Item = Result<Quad, GraphError>>,
    follows: Option<&Prospect>,
) -> Result<(u64, u64), GraphError> {
    let mut write = KnowledgeGraph::begin(store)?;
    for quad in going {
        write.remove(quad?.as_ref())?;
    }
    write.take_quietly(mark().as_ref());
    for name in names.keys() {
        match follows.and_then(|follows| follows.triples_of(name)) {
            Some(triples) => write.count_as(name.as_ref(), triples),
            None => write.recount(name.as_ref())?,
        }
    }
    if let Some(follows) = follows {
        follows.complete(&mut write)?;
    }
    let counted = |name| write.touched().get(name).and_then(|touched| touched.counted);
    let triples = names.keys().filter_map(counted).sum();
    let number = graph.commit_number() + 1;
    let hashes = names.iter().filter_map(|(name, hash)| Some((name, hash.clone()?)));
    let source_hashes = hashes.map(|(name, hash)| (Iri::trusted(name.as_str()), hash)).collect();
    let record = Record { commit: number, hash: false, source_hashes };
    let changes = changes(&write, names)?;
    let (_, catalogue) = record.write(&mut write, &changes, &graph.catalogue()?)?;
    graph.commit(write, number)?;
    graph.keep_catalogue(number, catalogue);
    Ok((number, triples))
}

/// What is logged: each graph as a whole, and the survey that one is made from,
/// which people want to read of.
fn changes(write: &StoreWrite<'_>, names: &Names) -> Result<Changes, GraphError> {
    let transaction = write.transaction();
    let mut changes = Changes::of_graphs(transaction, names.keys())?;
    let class = node(&Kind::Survey.class());
    let class = Term::from(class);
    for name in names.iter().filter_map(|(name, hash)| hash.as_ref().map(|_| name)) {
        let graph = GraphNameRef::from(name);
        let said =
            transaction.quads_for_pattern(None, Some(rdf::TYPE), Some(class.as_ref()), Some(graph));
        for quad in said {
            let subject = quad.map_err(GraphError::storage("read"))?.subject;
            if let NamedOrBlankNode::NamedNode(survey) = subject {
                changes.things.push(ThingChange::created(Kind::Survey, &survey));
            }
        }
    }
    Ok(changes)
}

/// The same on a full disk: the store that is opened anew makes the step up.
/// If it cannot, it will when there is space, and nobody may be told that
/// nothing was stored.
fn finished_by_reopening(graph: &KnowledgeGraph, names: &Names) -> Result<(u64, u64), GraphError> {
    graph.make_room().map_err(|error| GraphError::NotSynced(io::Error::other(error)))?;
    Ok((graph.commit_number(), recorded(graph, names)?.values().sum()))
}

/// How many triples the catalogue says these graphs have.
fn recorded(graph: &KnowledgeGraph, names: &Names) -> Result<BTreeMap<Iri, u64>, GraphError> {
    let catalogue = graph.catalogue()?;
    let named = catalogue.iter().filter(|entry| names.contains_key(&node(&entry.graph)));
    Ok(named.map(|entry| (entry.graph.clone(), entry.triples)).collect())
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

/// The graphs that are loaded; of one that is made from a file, its hash.
type Names = BTreeMap<NamedNode, Option<String>>;

/// The graphs that are loaded, and what has to go.
type Step = (Names, Box<dyn Iterator<Item = Result<Quad, GraphError>>>);

/// The file that tells what the second step has to do.
struct Pending(PathBuf);

impl Pending {
    fn of(graph: &KnowledgeGraph) -> Option<Self> {
        graph.directory().map(Self::at)
    }

    fn at(directory: &Path) -> Self {
        Self(directory.join("pending"))
    }

    /// The graphs that are loaded, each with its hash, a comment each, as N-Quads
    /// has them; then what has to go.
    fn note(&self, names: &Names, going: &HashSet<Quad>) -> Result<(), GraphError> {
        let written = || -> io::Result<()> {
            let mut out = BufWriter::new(File::create(&self.0)?);
            for (name, hash) in names {
                writeln!(out, "#{} {}", name.as_str(), hash.as_deref().unwrap_or_default())?;
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
        let mut names = Names::new();
        for line in BufReader::new(open()?).lines() {
            let line = line.map_err(GraphError::file("read", &self.0))?;
            let Some(line) = line.strip_prefix('#') else { break };
            let (name, hash) = line.split_once(' ').unwrap_or((line, ""));
            let hash = (!hash.is_empty()).then(|| hash.to_owned());
            names.insert(NamedNode::new_unchecked(name), hash);
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_load_that_was_cut_short_is_completed_when_the_graph_is_opened() {
        let directory = tempfile::tempdir().expect("a directory");
        let graph = KnowledgeGraph::open(directory.path()).expect("it opens");
        let [name, survey] =
            ["https://example.org/graph", "https://w3id.org/passerelle/id/survey/x"]
                .map(NamedNode::new_unchecked);
        let said = Triple::new(survey, rdf::TYPE.into_owned(), node(&Kind::Survey.class()));
        let quad = said.clone().in_graph(name.clone());
        let store = graph.store();
        let mut loader = store.bulk_loader();
        loader
            .load_quads([quad, said.clone().in_graph(GraphName::DefaultGraph), mark()])
            .expect("loaded");
        let names = Names::from([(name.clone(), Some("ab".repeat(32)))]);
        let pending = Pending::at(directory.path());
        pending.note(&names, &HashSet::new()).expect("noted");
        loader.commit().expect("it is in the tables");
        drop((store, graph));

        let graph = KnowledgeGraph::open(directory.path()).expect("it opens");
        let entry =
            graph.catalogue().expect("the catalogue").get(&Iri::trusted(name.as_str())).cloned();
        let entry = entry.expect("it is recorded");
        assert_eq!((entry.triples, entry.commit, graph.commit_number()), (1, 1, 1));
        assert_eq!(entry.source_hash, Some("ab".repeat(32)));
        let store = graph.store();
        assert!(!store.contains(&mark()).expect("it can be read"));
        assert!(store.contains(&said.in_graph(GraphName::DefaultGraph)).expect("it can be read"));
        assert!(pending.read().expect("it can be read").is_none());
        let log = graph.store().quads_for_pattern(None, None, None, None).filter_map(Result::ok);
        let log: Vec<String> = log.map(|quad| quad.to_string()).collect();
        assert!(log.iter().any(|quad| quad.contains("survey/x") && quad.contains("graph/changes")));
    }
}
