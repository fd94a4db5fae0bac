//! The embedded store: opening it, asking it our own queries, committing to it.
//! What is written, and what it must fit, is in `publication`.

use super::bulk;
use super::catalogue::{self, Catalogue};
use super::checkpoint::Checkpoints;
use super::durability::Durability;
use super::error::GraphError;
use super::federation::Federation;
use super::layout::{Directory, FORMAT};
use super::migration;
use super::query::{Query, Row};
use super::record::Record;
use super::reserve::Reserve;
use super::text_functions::with_text_functions;
use super::write::Write;
use crate::domain::DefaultGraph;
use oxigraph::model::Triple;
use oxigraph::sparql::{QueryResults, SparqlEvaluator};
use oxigraph::store::{Store, StoreOptions};
use std::fs;
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};
use std::time::{Duration, Instant};

/// Bounds the file handles, and with them the table caches, of RocksDB.
const OPEN_FILES_MAX: u32 = 256;
/// How long readers may go on with a store that is to be opened anew.
const REOPENING_MAX: Duration = Duration::from_mins(1);
/// Things that a query is asked about at once. The planner takes a class for ten
/// thousand things: given more, it begins with all of the class and holds each
/// against each that is asked about.
const TOGETHER: usize = 1_000;

/// How a data directory is opened.
#[derive(Clone, Debug, Default)]
pub struct OpenOptions {
    /// Go on although acknowledged commits are lost.
    pub accept_loss: bool,
    /// What queries see where they name no graph.
    pub default_graph: DefaultGraph,
    /// Which other hosts queries and updates may ask.
    pub federation: Federation,
}

/// The graph: many readers, one writer at a time.
#[derive(Clone)]
pub struct KnowledgeGraph(Arc<Shared>);

struct Shared {
    /// None only while it is opened anew.
    store: RwLock<Option<Store>>,
    writer: Mutex<()>,
    /// The number of the last commit.
    last: AtomicU64,
    /// What is recorded of all graphs, as of a commit.
    catalogue: Mutex<Option<(u64, Catalogue)>>,
    default_graph: DefaultGraph,
    federation: Federation,
    /// A write failed in the engine, which takes no more until it is reopened.
    refuses_writes: AtomicBool,
    disk: Option<Disk>,
}

/// What a graph on disk has beside its store.
struct Disk {
    directory: Directory,
    durability: Durability,
    checkpoints: Checkpoints,
    reserve: Reserve,
}

impl KnowledgeGraph {
    /// Opens the data directory, and creates it when it is not there.
    ///
    /// # Errors
    /// [`GraphError::InUse`], [`GraphError::NewerFormat`],
    /// [`GraphError::LostCommits`], or what the file system and the store answer.
    pub fn open(path: &Path) -> Result<Self, GraphError> {
        Self::open_with(path, OpenOptions::default())
    }

    /// The same with other options.
    ///
    /// # Errors
    /// As [`KnowledgeGraph::open`].
    pub fn open_with(path: &Path, options: OpenOptions) -> Result<Self, GraphError> {
        let directory = Directory::take(path)?;
        let reserve = Reserve::of(directory.path());
        let store = open_store(&directory.store()).or_else(|error| {
            let room = error.is_out_of_space() && reserve.give_up();
            if room { open_store(&directory.store()) } else { Err(error) }
        })?;
        if directory.is_older_than(2) {
            migration::migrate(&store)?;
        }
        let last = catalogue::last_commit(&store)?;
        let durability =
            Durability::open(directory.path(), directory.store(), last, options.accept_loss)?;
        let checkpoints = Checkpoints::open(directory.path())?;
        if let Err(error) = reserve.hold() {
            let error = &error as &dyn std::error::Error;
            tracing::warn!(error, "no writes until there is space on the disk");
        }
        let disk = Disk { directory, durability, checkpoints, reserve };
        let graph = Self::new(store, last, options.default_graph, options.federation, Some(disk));
        graph.bring_up_to_date()?;
        bulk::resume(&graph)?;
        Ok(graph)
    }

    /// Takes the last step from an older layout to the present one.
    fn bring_up_to_date(&self) -> Result<(), GraphError> {
        let Some(disk) = &self.0.disk else { return Ok(()) };
        if disk.directory.is_older_than(FORMAT) {
            self.begin_log()?;
            self.store().flush().map_err(GraphError::storage("flush"))?;
            disk.directory.is_migrated()?;
        }
        Ok(())
    }

    /// A graph in memory, gone with the process.
    ///
    /// # Errors
    /// When the engine cannot set it up.
    pub fn in_memory() -> Result<Self, GraphError> {
        Self::in_memory_with(Federation::default())
    }

    /// The same, and other hosts may be asked.
    pub(super) fn in_memory_with(federation: Federation) -> Result<Self, GraphError> {
        let store = Store::new().map_err(GraphError::storage("start in memory"))?;
        Ok(Self::new(store, 0, DefaultGraph::Union, federation, None))
    }

    /// A store that is read and never written.
    pub(super) fn read_only(
        store: Store,
        default_graph: DefaultGraph,
        federation: Federation,
    ) -> Self {
        Self::new(store, 0, default_graph, federation, None)
    }

    fn new(
        store: Store,
        last: u64,
        default_graph: DefaultGraph,
        federation: Federation,
        disk: Option<Disk>,
    ) -> Self {
        Self(Arc::new(Shared {
            store: RwLock::new(Some(store)),
            writer: Mutex::new(()),
            last: AtomicU64::new(last),
            catalogue: Mutex::default(),
            default_graph,
            federation,
            refuses_writes: AtomicBool::new(false),
            disk,
        }))
    }

    /// The number of the last commit; 0 before the first. It grows with every
    /// write, and every write has one of its own.
    #[must_use]
    pub fn commit_number(&self) -> u64 {
        self.0.last.load(Ordering::Acquire)
    }

    /// What is recorded of all graphs. It may be of a later commit than the one
    /// whose number was known before, and of none before that.
    ///
    /// # Errors
    /// When the store fails.
    pub fn catalogue(&self) -> Result<Catalogue, GraphError> {
        let commit = self.commit_number();
        let kept = self.0.catalogue.lock().unwrap_or_else(PoisonError::into_inner).clone();
        if let Some((_, catalogue)) = kept.filter(|(of, _)| *of == commit) {
            return Ok(catalogue);
        }
        let catalogue = Catalogue::read(self)?;
        if self.commit_number() == commit {
            self.keep_catalogue(commit, catalogue.clone());
        }
        Ok(catalogue)
    }

    /// Keeps the catalogue as of a commit.
    pub(super) fn keep_catalogue(&self, commit: u64, catalogue: Catalogue) {
        let mut kept = self.0.catalogue.lock().unwrap_or_else(PoisonError::into_inner);
        *kept = Some((commit, catalogue));
    }

    /// Merges the tables that writes and restarts have left: a read that looks
    /// into two of them takes half as long again. Costs next to nothing where
    /// there is nothing to merge, otherwise a write of the whole store.
    ///
    /// # Errors
    /// When the store fails; what it holds is the same.
    pub fn compact(&self) -> Result<(), GraphError> {
        self.store().optimize().map_err(GraphError::storage("merge its tables"))
    }

    /// What queries see where they name no graph.
    #[must_use]
    pub fn default_graph(&self) -> DefaultGraph {
        self.0.default_graph
    }

    /// Which other hosts queries and updates may ask.
    #[must_use]
    pub fn federation(&self) -> &Federation {
        &self.0.federation
    }

    /// The data directory; none for a graph in memory.
    #[must_use]
    pub fn directory(&self) -> Option<&Path> {
        self.0.disk.as_ref().map(|disk| disk.directory.path())
    }

    /// None in memory.
    pub(super) fn checkpoints(&self) -> Option<&Checkpoints> {
        self.0.disk.as_ref().map(|disk| &disk.checkpoints)
    }

    /// How long the last sync of the log took; zero in memory.
    #[must_use]
    pub fn last_sync(&self) -> Duration {
        self.0.disk.as_ref().map(|disk| disk.durability.last_sync()).unwrap_or_default()
    }

    /// What the store takes on the disk, in bytes; none when it is in memory,
    /// or the directory cannot be read.
    #[must_use]
    pub fn bytes_on_disk(&self) -> Option<u64> {
        let files = fs::read_dir(self.directory()?.join("store")).ok()?;
        let sizes = files.filter_map(|file| file.ok()?.metadata().ok()).map(|file| file.len());
        Some(sizes.sum())
    }

    /// The rows of one of our own SELECT queries, over the union of all graphs.
    ///
    /// # Errors
    /// When the query is not a SELECT, or the store fails.
    pub fn select(&self, query: &Query) -> Result<Vec<Row>, GraphError> {
        self.rows(query)?.collect()
    }

    /// The same, one by one as they are found.
    ///
    /// # Errors
    /// When the query is not a SELECT, or the store fails.
    pub fn rows(
        &self,
        query: &Query,
    ) -> Result<impl Iterator<Item = Result<Row, GraphError>> + use<>, GraphError> {
        match self.run(query)? {
            QueryResults::Solutions(solutions) => Ok(solutions.map(|solution| {
                solution.map(Row::new).map_err(|error| GraphError::evaluation(&error))
            })),
            _ => Err(GraphError::OwnQuery("a SELECT was expected".into())),
        }
    }

    /// The answer to one of our own ASK queries.
    ///
    /// # Errors
    /// When the query is not an ASK, or the store fails.
    pub fn ask(&self, query: &Query) -> Result<bool, GraphError> {
        match self.run(query)? {
            QueryResults::Boolean(answer) => Ok(answer),
            _ => Err(GraphError::OwnQuery("an ASK was expected".into())),
        }
    }

    /// What one of our own CONSTRUCT queries says of things, its `?id`, in their
    /// order: each as a JSON-LD object. Those of which it says nothing are left out.
    ///
    /// # Errors
    /// When the query is not a CONSTRUCT, or the store fails.
    pub fn records(
        &self,
        query: &Query,
        ids: &[crate::domain::Iri],
    ) -> Result<Vec<Record>, GraphError> {
        let mut records = Vec::with_capacity(ids.len());
        for ids in ids.chunks(TOGETHER) {
            let triples = self.construct(&query.clone().with("id", ids.iter().cloned()))?;
            records.extend(Record::frame(&triples, ids));
        }
        Ok(records)
    }

    /// The triples of one of our own CONSTRUCT queries.
    pub(super) fn construct(&self, query: &Query) -> Result<Vec<Triple>, GraphError> {
        match self.run(query)? {
            QueryResults::Graph(triples) => {
                triples.collect::<Result<_, _>>().map_err(|error| GraphError::evaluation(&error))
            }
            _ => Err(GraphError::OwnQuery("a CONSTRUCT was expected".into())),
        }
    }

    /// The store as it is now. Kept no longer than one piece of work, so that
    /// it can be opened anew.
    pub(super) fn store(&self) -> Store {
        loop {
            let slot = self.0.store.read().unwrap_or_else(PoisonError::into_inner);
            if let Some(store) = slot.as_ref() {
                return store.clone();
            }
            drop(slot);
            std::thread::yield_now();
        }
    }

    /// One writer at a time. One that panicked left no half-done work: its
    /// transaction is gone.
    pub(super) fn lock_writer(&self) -> MutexGuard<'_, ()> {
        self.0.writer.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn begin(store: &Store) -> Result<Write<'_>, GraphError> {
        store
            .start_transaction()
            .map(Write::new)
            .map_err(GraphError::storage("start a transaction"))
    }

    /// Commits as number `commit`; it is seen from here on, and on the disk
    /// after [`KnowledgeGraph::on_disk`].
    pub(super) fn commit(&self, write: Write<'_>, commit: u64) -> Result<(), GraphError> {
        if let Err(error) = write.finish().commit() {
            self.0.refuses_writes.store(true, Ordering::Release);
            return Err(GraphError::storage("commit")(error));
        }
        self.0.last.store(commit, Ordering::Release);
        Ok(())
    }

    /// Returns when a commit is on the disk.
    pub(super) fn on_disk(&self, commit: u64) -> Result<(), GraphError> {
        let Some(disk) = &self.0.disk else { return Ok(()) };
        disk.durability
            .wait(commit, || self.commit_number())
            .inspect_err(|_| self.0.refuses_writes.store(true, Ordering::Release))
    }

    pub(super) fn log_bytes(&self) -> u64 {
        self.0.disk.as_ref().map_or(0, |disk| disk.durability.log_bytes())
    }

    /// Before a write: sees to it that the disk has space, and that a store
    /// which refuses writes is opened anew. The caller holds the writer's lock.
    pub(super) fn recover(&self) -> Result<(), GraphError> {
        let Some(disk) = &self.0.disk else { return Ok(()) };
        disk.reserve.hold()?;
        if self.0.refuses_writes.load(Ordering::Acquire) {
            self.reopen(disk)?;
        }
        Ok(())
    }

    /// After the disk was full: gives up the space kept back, so that the store
    /// can be opened anew and be read. The caller holds the writer's lock, and
    /// nothing of the store.
    pub(super) fn make_room(&self) -> Result<(), GraphError> {
        match &self.0.disk {
            Some(disk) if disk.reserve.give_up() => self.reopen(disk),
            _ => Ok(()),
        }
    }

    /// After a failed commit or a failed sync the engine refuses every write,
    /// also when the disk has space again, until it is opened anew.
    fn reopen(&self, disk: &Disk) -> Result<(), GraphError> {
        // Until it is done.
        self.0.refuses_writes.store(true, Ordering::Release);
        let mut slot = self.0.store.write().unwrap_or_else(PoisonError::into_inner);
        *slot = None;
        let deadline = Instant::now() + REOPENING_MAX;
        let store = loop {
            match open_store(&disk.directory.store()) {
                Ok(store) => break store,
                // Readers still hold the old one.
                Err(_) if Instant::now() < deadline => {
                    std::thread::sleep(Duration::from_millis(20));
                }
                Err(error) => return Err(error),
            }
        };
        let last = catalogue::last_commit(&store)?;
        self.0.last.store(last, Ordering::Release);
        disk.durability.reopened(last);
        *slot = Some(store);
        drop(slot);
        bulk::resume(self)?;
        self.0.refuses_writes.store(false, Ordering::Release);
        tracing::info!("the store was opened anew after a failed write");
        Ok(())
    }

    fn run(&self, query: &Query) -> Result<QueryResults<'static>, GraphError> {
        let prepared = evaluator()
            .parse_query(&query.render())
            .map_err(|error| GraphError::OwnQuery(error.to_string()))?;
        prepared.on_store(&self.store()).execute().map_err(|error| GraphError::evaluation(&error))
    }
}

/// The engine with our functions, and without its own client for other
/// services: nothing that is asked makes it send a request, unless `federation`
/// is put in its place. Another crate compiles the client in, so it is not
/// enough to leave its feature out.
pub(super) fn evaluator() -> SparqlEvaluator {
    with_text_functions(SparqlEvaluator::new().without_default_http_service_handler())
}

fn open_store(path: &Path) -> Result<Store, GraphError> {
    Store::open_with_options(path, StoreOptions::default().with_max_open_files(OPEN_FILES_MAX))
        .map_err(GraphError::storage("open its directory"))
}
