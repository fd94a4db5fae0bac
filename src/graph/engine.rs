//! The embedded store: opening its directory and asking it our own queries.
//!
//! A data directory holds `format` (the version of its layout), `lock` (held
//! while a process uses it) and `store/` (RocksDB).

use super::checkpoint::Checkpoints;
use super::error::GraphError;
use super::query::{Query, Row};
use super::record::Record;
use oxigraph::model::Triple;
use oxigraph::sparql::{QueryResults, SparqlEvaluator};
use oxigraph::store::{Store, StoreOptions};
use std::fs::{self, File, TryLockError};
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

/// The layout of the data directory that this program writes.
const FORMAT: u64 = 1;
/// Bounds the file handles, and with them the table caches, of RocksDB.
const OPEN_FILES_MAX: u32 = 256;

/// The graph: many readers, one writer at a time.
#[derive(Clone)]
pub struct KnowledgeGraph {
    pub(super) store: Store,
    pub(super) writer: Arc<Mutex<()>>,
    pub(super) commits: Arc<AtomicU64>,
    /// None in memory, and for what is itself a checkpoint.
    pub(super) checkpoints: Option<Arc<Checkpoints>>,
    /// Held open, and so locked, as long as the graph is in use.
    _lock: Option<Arc<File>>,
}

impl KnowledgeGraph {
    /// Opens the data directory, and creates it when it is not there.
    ///
    /// # Errors
    /// [`GraphError::InUse`], [`GraphError::NewerFormat`], or what the file
    /// system and the store answer.
    pub fn open(directory: &Path) -> Result<Self, GraphError> {
        fs::create_dir_all(directory).map_err(GraphError::file("create", directory))?;
        let lock = lock(directory)?;
        check_format(directory)?;
        let store = Store::open_with_options(
            directory.join("store"),
            StoreOptions::default().with_max_open_files(OPEN_FILES_MAX),
        )
        .map_err(GraphError::storage("open its directory"))?;
        Ok(Self {
            checkpoints: Some(Arc::new(Checkpoints::open(directory)?)),
            _lock: Some(Arc::new(lock)),
            ..Self::read_only(store)
        })
    }

    /// A graph in memory, gone with the process.
    ///
    /// # Errors
    /// When the engine cannot set it up.
    pub fn in_memory() -> Result<Self, GraphError> {
        let store = Store::new().map_err(GraphError::storage("start in memory"))?;
        Ok(Self::read_only(store))
    }

    /// Without a directory to write beside.
    pub(super) fn read_only(store: Store) -> Self {
        Self {
            store,
            writer: Arc::default(),
            commits: Arc::default(),
            checkpoints: None,
            _lock: None,
        }
    }

    /// How many writes there were since the start. A reader that sees the
    /// number of a write sees the write.
    #[must_use]
    pub fn commit_number(&self) -> u64 {
        self.commits.load(Ordering::Acquire)
    }

    /// The rows of one of our own SELECT queries, over the union of all graphs.
    ///
    /// # Errors
    /// When the query is not a SELECT, or the store fails.
    pub fn select(&self, query: &Query) -> Result<Vec<Row>, GraphError> {
        match self.run(query)? {
            QueryResults::Solutions(solutions) => solutions
                .map(|solution| solution.map(Row::new).map_err(|error| evaluation(&error)))
                .collect(),
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

    /// The things at the root of one of our own CONSTRUCT queries, in the
    /// order of `roots`, each as a JSON-LD object.
    ///
    /// # Errors
    /// When the query is not a CONSTRUCT, or the store fails.
    pub fn records(
        &self,
        query: &Query,
        roots: &[crate::domain::Iri],
    ) -> Result<Vec<Record>, GraphError> {
        match self.run(query)? {
            QueryResults::Graph(triples) => {
                let triples: Vec<Triple> =
                    triples.collect::<Result<_, _>>().map_err(|error| evaluation(&error))?;
                Ok(Record::frame(&triples, roots))
            }
            _ => Err(GraphError::OwnQuery("a CONSTRUCT was expected".into())),
        }
    }

    fn run(&self, query: &Query) -> Result<QueryResults<'static>, GraphError> {
        let mut prepared = evaluator()
            .parse_query(&query.render())
            .map_err(|error| GraphError::OwnQuery(error.to_string()))?;
        prepared.dataset_mut().set_default_graph_as_union();
        prepared.on_store(&self.store).execute().map_err(|error| evaluation(&error))
    }
}

/// The engine with federation switched off: nothing that is asked makes the
/// process send a request. Another crate compiles the HTTP client in, so it is
/// not enough to leave its feature out.
pub(super) fn evaluator() -> SparqlEvaluator {
    SparqlEvaluator::new().without_default_http_service_handler()
}

pub(super) fn evaluation(error: &oxigraph::sparql::QueryEvaluationError) -> GraphError {
    GraphError::Evaluation(error.to_string())
}

fn lock(directory: &Path) -> Result<File, GraphError> {
    let path = directory.join("lock");
    let file = File::create(&path).map_err(GraphError::file("create", &path))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(GraphError::InUse(directory.into())),
        Err(TryLockError::Error(source)) => {
            Err(GraphError::File { attempted: "lock", path, source })
        }
    }
}

/// Refuses a newer layout with words; writes the version of ours into a new
/// directory. There is no older layout to migrate yet.
fn check_format(directory: &Path) -> Result<(), GraphError> {
    let path = directory.join("format");
    if !path.exists() {
        return fs::write(&path, format!("{FORMAT}\n")).map_err(GraphError::file("create", &path));
    }
    let text = fs::read_to_string(&path).map_err(GraphError::file("read", &path))?;
    let found: u64 = text.trim().parse().map_err(|_| GraphError::File {
        attempted: "understand",
        path: path.clone(),
        source: std::io::Error::new(
            std::io::ErrorKind::InvalidData,
            format!("a format number was expected, not '{}'", text.trim()),
        ),
    })?;
    if found > FORMAT {
        return Err(GraphError::NewerFormat { path: directory.into(), found, known: FORMAT });
    }
    Ok(())
}
