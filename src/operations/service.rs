//! The running service: the graph, and what is computed from it for an epoch.

use super::browse::References;
use super::recommend;
use super::remembered::{self, Memory};
use crate::desk::{Desk, DeskError};
use crate::graph::{Change, GraphError, KnowledgeGraph, OpenOptions, Publication};
use crate::matching::{Concepts, MatchingModel, Thing, Wording};
use crate::search::{SearchError, SearchIndex};
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError, RwLock};

/// The graph with what is held in memory of its present epoch, and the desk.
pub struct Passerelle {
    graph: KnowledgeGraph,
    desk: Desk,
    present: RwLock<Present>,
    /// One at a time, so that nobody puts an older present over a newer one.
    /// True when something was written that could not be taken up.
    refreshing: Mutex<bool>,
}

/// How the service is started.
#[derive(Clone, Debug)]
pub struct Opening {
    /// Load the ontology and the seed data that the binary carries.
    pub seed: bool,
    /// How the data directory is opened.
    pub options: OpenOptions,
}

impl Default for Opening {
    fn default() -> Self {
        Self { seed: true, options: OpenOptions::default() }
    }
}

/// What is held in memory of an epoch.
#[derive(Clone)]
pub(super) struct Present {
    /// Names the state of all that sources say.
    pub(super) epoch: Arc<str>,
    matching: Arc<MatchingModel>,
    /// Explanations name many themes, and there are never many to name.
    pub(super) theme_names: Arc<References>,
    memory: Arc<Memory>,
    pub(super) wording: Arc<Wording>,
    /// What can be recommended.
    things: Arc<[Thing]>,
    /// What can be found by words.
    pub(super) search: Arc<SearchIndex>,
}

/// The service cannot start.
#[derive(Debug, thiserror::Error)]
pub enum ServiceError {
    /// Because of the graph.
    #[error("cannot {attempted}")]
    Graph {
        /// What was tried.
        attempted: &'static str,
        /// Why it failed.
        source: GraphError,
    },
    /// Because of the desk.
    #[error("cannot open the desk")]
    Desk(#[from] DeskError),
    /// Because of the search index.
    #[error("cannot build the search index")]
    Search(#[from] SearchError),
}

impl ServiceError {
    fn graph(attempted: &'static str) -> impl FnOnce(GraphError) -> Self {
        move |source| Self::Graph { attempted, source }
    }
}

impl Passerelle {
    /// Opens a data directory and loads whatever of the binary's content it
    /// does not have yet. Says what was loaded; nothing when all was there.
    ///
    /// # Errors
    /// When the directory cannot be used or the content not be loaded.
    pub fn open(directory: &Path) -> Result<(Self, Publication), ServiceError> {
        Self::open_with(directory, Opening::default())
    }

    /// The same, started in another way.
    ///
    /// # Errors
    /// As [`Passerelle::open`].
    pub fn open_with(
        directory: &Path,
        opening: Opening,
    ) -> Result<(Self, Publication), ServiceError> {
        let (graph, publication) = Self::open_graph(directory, opening)?;
        Ok((Self::start(graph, Desk::open(directory)?)?, publication))
    }

    /// The graph alone, with its content, for work that needs no model of it.
    ///
    /// # Errors
    /// As [`Passerelle::open`].
    pub fn open_graph(
        directory: &Path,
        opening: Opening,
    ) -> Result<(KnowledgeGraph, Publication), ServiceError> {
        let graph = KnowledgeGraph::open_with(directory, opening.options)
            .map_err(ServiceError::graph("open the data directory"))?;
        let publication = if opening.seed { seed(&graph)? } else { Publication::default() };
        Ok((graph, publication))
    }

    /// The same in memory, for tests and one-off commands.
    ///
    /// # Errors
    /// When the content cannot be loaded.
    pub fn in_memory() -> Result<Self, ServiceError> {
        let graph =
            KnowledgeGraph::in_memory().map_err(ServiceError::graph("start a graph in memory"))?;
        seed(&graph)?;
        Self::start(graph, Desk::in_memory()?)
    }

    fn start(graph: KnowledgeGraph, desk: Desk) -> Result<Self, ServiceError> {
        let present = RwLock::new(Present::read(&graph)?);
        Ok(Self { graph, desk, present, refreshing: Mutex::default() })
    }

    /// The graph.
    #[must_use]
    pub fn graph(&self) -> &KnowledgeGraph {
        &self.graph
    }

    /// Keys and audit.
    #[must_use]
    pub fn desk(&self) -> &Desk {
        &self.desk
    }

    /// The matching model of the present epoch. A reader keeps the one it
    /// took, whatever is published meanwhile.
    #[must_use]
    pub fn matching(&self) -> Arc<MatchingModel> {
        self.present().matching
    }

    /// Names the state of the graph: it changes with each write.
    #[must_use]
    pub fn epoch(&self) -> Arc<str> {
        self.present().epoch
    }

    /// The names of all themes in the present epoch.
    pub(super) fn theme_names(&self) -> Arc<References> {
        self.present().theme_names
    }

    /// What answers of the present epoch showed before.
    pub(super) fn memory(&self) -> Arc<Memory> {
        self.present().memory
    }

    /// The words for all themes in the present epoch.
    pub(super) fn wording(&self) -> Arc<Wording> {
        self.present().wording
    }

    /// Practices, programmes and topics of the present epoch.
    pub(super) fn things(&self) -> Arc<[Thing]> {
        self.present().things
    }

    /// All that is held of the present epoch, for work that needs several parts
    /// of the same one.
    pub(super) fn present(&self) -> Present {
        self.present.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Takes up what was published since the model was built.
    ///
    /// # Errors
    /// When the graph cannot be read; what was held stays then.
    pub fn refresh(&self) -> Result<(), ServiceError> {
        let mut behind = self.refreshing.lock().unwrap_or_else(PoisonError::into_inner);
        *behind = true;
        let present = Present::read(&self.graph)?;
        *self.present.write().unwrap_or_else(PoisonError::into_inner) = present;
        *behind = false;
        Ok(())
    }

    /// Takes up one change, and only what it can have touched. The change is on
    /// the disk: that it cannot be taken up is no failure of the write, and is
    /// made up for with the next one.
    pub(super) fn take_up(&self, change: &Change) {
        let behind = *self.refreshing.lock().unwrap_or_else(PoisonError::into_inner);
        let taken = if change.meaningful || behind { self.refresh() } else { self.follow() };
        if let Err(error) = taken {
            tracing::error!(
                commit = change.commit,
                error = &error as &dyn std::error::Error,
                "a write is kept, and not yet taken up"
            );
        }
    }

    /// Takes up a change that nothing in memory but the epoch depends on.
    fn follow(&self) -> Result<(), ServiceError> {
        let mut behind = self.refreshing.lock().unwrap_or_else(PoisonError::into_inner);
        let epoch = self
            .graph
            .epoch()
            .inspect_err(|_| *behind = true)
            .map_err(ServiceError::graph("read the epoch"))?;
        self.present.write().unwrap_or_else(PoisonError::into_inner).epoch = epoch.into();
        Ok(())
    }
}

fn seed(graph: &KnowledgeGraph) -> Result<Publication, ServiceError> {
    graph.seed().map_err(ServiceError::graph("load the ontology and the seed data"))
}

impl Present {
    fn read(graph: &KnowledgeGraph) -> Result<Self, ServiceError> {
        let search = Arc::new(SearchIndex::read(graph)?);
        Self::around(search, graph).map_err(ServiceError::graph("build the matching model"))
    }

    fn around(search: Arc<SearchIndex>, graph: &KnowledgeGraph) -> Result<Self, GraphError> {
        let themes = Concepts::read(graph)?;
        let ids = (0..themes.len()).map(|place| themes.iri(place).clone());
        Ok(Self {
            epoch: graph.epoch()?.into(),
            theme_names: Arc::new(remembered::names(graph, ids)?),
            memory: Arc::default(),
            matching: Arc::new(MatchingModel::read(graph)?),
            wording: Arc::new(Wording::read(graph)?),
            things: recommend::things(graph)?.into(),
            search,
        })
    }
}
