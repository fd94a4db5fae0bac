//! The running service: the graph, and what is computed from it for an epoch.

use super::brief::Briefs;
use super::cards::Card;
use super::contributions::{ContributionError, settle};
use super::present::{ForeseenModel, Holding, Present};
use super::remembered::Memory;
use super::survey_columns::HeldSheets;
use crate::desk::{Desk, DeskError};
use crate::domain::Iri;
use crate::graph::{Change, GraphError, KnowledgeGraph, OpenOptions, Publication};
use crate::matching::{MatchingModel, Wording};
use std::collections::HashMap;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError, RwLock};

/// The graph with what is held in memory of its present epoch, and the desk.
pub struct Passerelle {
    graph: KnowledgeGraph,
    desk: Desk,
    present: RwLock<Present>,
    holding: Holding,
    /// One at a time, so that nobody puts an older present over a newer one.
    /// True when something was written that could not be taken up.
    refreshing: Mutex<bool>,
    /// Taken by who takes a step with a contribution.
    contributing: Mutex<()>,
    ending_imports: Mutex<()>,
    /// Those that wait for a mapping.
    sheets: HeldSheets,
}

/// How the service is started.
#[derive(Clone, Debug)]
pub struct Opening {
    /// Load the ontology and the seed data that the binary carries.
    pub seed: bool,
    /// How the data directory is opened.
    pub options: OpenOptions,
    /// Memory for what explanations show of members, in bytes.
    pub card_bytes_max: u64,
    /// Index what can be found by words at once, and not when it is asked for.
    pub search_ahead: bool,
}

impl Default for Opening {
    fn default() -> Self {
        let card_bytes_max = 256 * 1024 * 1024;
        let options = OpenOptions::default();
        Self { seed: true, options, card_bytes_max, search_ahead: false }
    }
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
    /// Because of a contribution that was on its way when the service stopped.
    #[error("cannot settle what was begun with a contribution")]
    Contribution(#[from] Box<ContributionError>),
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
        let holding = Holding::of(&opening);
        let (graph, publication) = Self::open_graph(directory, opening)?;
        Ok((Self::start(graph, Desk::open(directory)?, holding)?, publication))
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
        Self::start(graph, Desk::in_memory()?, Holding::of(&Opening::default()))
    }

    /// What a crash left between the desk and the graph is settled first.
    fn start(graph: KnowledgeGraph, desk: Desk, holding: Holding) -> Result<Self, ServiceError> {
        for pending in desk.pending_contributions()? {
            settle(&graph, &desk, pending).map_err(Box::new)?;
        }
        let present = Present::read(&graph, holding)
            .map_err(ServiceError::graph("build the matching model"))?;
        Ok(Self {
            graph,
            desk,
            present: RwLock::new(present),
            holding,
            refreshing: Mutex::default(),
            contributing: Mutex::default(),
            ending_imports: Mutex::default(),
            sheets: HeldSheets::default(),
        })
    }

    /// The graph.
    #[must_use]
    pub fn graph(&self) -> &KnowledgeGraph {
        &self.graph
    }

    /// Taken by who takes a step with a contribution.
    pub(super) fn contributing(&self) -> &Mutex<()> {
        &self.contributing
    }

    /// Taken by who publishes an import, or throws one away.
    pub(super) fn ending_imports(&self) -> &Mutex<()> {
        &self.ending_imports
    }

    /// Those that wait for a mapping.
    pub(super) fn sheets(&self) -> &HeldSheets {
        &self.sheets
    }

    /// Keys, contributions and audit.
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

    /// Names the present epoch with its last commit: an epoch may come back,
    /// and the change log is then longer.
    #[must_use]
    pub fn state(&self) -> String {
        let present = self.present.read().unwrap_or_else(PoisonError::into_inner);
        format!("{} {}", present.epoch, present.commit)
    }

    /// The names of all themes in the present epoch.
    pub(super) fn theme_names(&self) -> Arc<Briefs> {
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

    /// All that is held of the present epoch, for work that needs several parts
    /// of the same one.
    pub(super) fn present(&self) -> Present {
        self.present.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Takes up what was published since the model was built.
    ///
    /// # Errors
    /// When the graph cannot be read; the old model stays then.
    pub fn refresh(&self) -> Result<(), GraphError> {
        let mut behind = self.refreshing.lock().unwrap_or_else(PoisonError::into_inner);
        *behind = true;
        let present = Present::read(&self.graph, self.holding)?;
        *self.present.write().unwrap_or_else(PoisonError::into_inner) = present;
        *behind = false;
        Ok(())
    }

    /// Takes up one change, and only what it can have touched. The change is on
    /// the disk: that it cannot be taken up is no failure of the write, and is
    /// made up for with the next one.
    pub(super) fn take_up(&self, change: &Change) {
        self.take_up_as(change, None);
    }

    /// The same where the model after it is at hand.
    pub(super) fn take_up_as(&self, change: &Change, foreseen: Option<ForeseenModel>) {
        let taken = match self.go_on(change, foreseen) {
            Ok(true) => Ok(()),
            Ok(false) => self.refresh(),
            Err(error) => Err(error),
        };
        if let Err(error) = taken {
            tracing::error!(
                commit = change.commit,
                error = &error as &dyn std::error::Error,
                "a write is kept, and not yet taken up"
            );
        }
    }

    /// Goes on from the present by what a change touched; false when that is
    /// not enough.
    fn go_on(&self, change: &Change, foreseen: Option<ForeseenModel>) -> Result<bool, GraphError> {
        let mut behind = self.refreshing.lock().unwrap_or_else(PoisonError::into_inner);
        let present = self.present();
        if *behind {
            return Ok(false);
        }
        if change.commit <= present.commit {
            return Ok(true);
        }
        let next = match foreseen {
            Some(foreseen) => present.after_loading(change, &self.graph, foreseen, self.holding),
            None => present.after(change, &self.graph),
        };
        let next = next.inspect_err(|_| *behind = true)?;
        let Some(next) = next else { return Ok(false) };
        let mut present = self.present.write().unwrap_or_else(PoisonError::into_inner);
        next.cards.forget(&change.members);
        *present = next;
        Ok(true)
    }

    /// Keeps cards that were read since `before` was present, unless a write was
    /// taken up meanwhile: they could be of before it.
    pub(super) fn keep(&self, before: &Present, cards: &HashMap<Iri, Arc<Card>>) {
        let present = self.present.read().unwrap_or_else(PoisonError::into_inner);
        if present.commit == before.commit {
            before.cards.keep(cards);
        }
    }
}

fn seed(graph: &KnowledgeGraph) -> Result<Publication, ServiceError> {
    graph.seed().map_err(ServiceError::graph("load the ontology and the seed data"))
}
