//! The running service: the graph, and what is computed from it for an epoch.

use crate::graph::{GraphError, KnowledgeGraph, Publication};
use crate::matching::MatchingModel;
use std::path::Path;
use std::sync::{Arc, PoisonError, RwLock};

/// The graph with what is held in memory of its present epoch.
pub struct Passerelle {
    graph: KnowledgeGraph,
    matching: RwLock<Arc<MatchingModel>>,
}

/// The service cannot start.
#[derive(Debug, thiserror::Error)]
#[error("cannot {attempted}")]
pub struct ServiceError {
    attempted: &'static str,
    source: GraphError,
}

impl Passerelle {
    /// Opens a data directory and loads whatever of the binary's content it
    /// does not have yet. Says what was loaded; nothing when all was there.
    ///
    /// # Errors
    /// When the directory cannot be used or the content not be loaded.
    pub fn open(directory: &Path) -> Result<(Self, Publication), ServiceError> {
        let graph = KnowledgeGraph::open(directory)
            .map_err(|source| ServiceError { attempted: "open the data directory", source })?;
        Self::start(graph)
    }

    /// The same in memory, for tests and one-off commands.
    ///
    /// # Errors
    /// When the content cannot be loaded.
    pub fn in_memory() -> Result<Self, ServiceError> {
        let graph = KnowledgeGraph::in_memory()
            .map_err(|source| ServiceError { attempted: "start a graph in memory", source })?;
        Self::start(graph).map(|(service, _)| service)
    }

    fn start(graph: KnowledgeGraph) -> Result<(Self, Publication), ServiceError> {
        let publication = graph.seed().map_err(|source| ServiceError {
            attempted: "load the ontology and the seed data",
            source,
        })?;
        let matching = MatchingModel::read(&graph)
            .map_err(|source| ServiceError { attempted: "build the matching model", source })?;
        let matching = RwLock::new(Arc::new(matching));
        Ok((Self { graph, matching }, publication))
    }

    /// The graph.
    #[must_use]
    pub fn graph(&self) -> &KnowledgeGraph {
        &self.graph
    }

    /// The matching model of the present epoch. A reader keeps the one it
    /// took, whatever is published meanwhile.
    #[must_use]
    pub fn matching(&self) -> Arc<MatchingModel> {
        Arc::clone(&self.matching.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Takes up what was published since the model was built.
    ///
    /// # Errors
    /// When the graph cannot be read; the old model stays then.
    pub fn refresh(&self) -> Result<(), GraphError> {
        let model = Arc::new(MatchingModel::read(&self.graph)?);
        *self.matching.write().unwrap_or_else(PoisonError::into_inner) = model;
        Ok(())
    }
}
