//! An index that is built while others go on with their work.

use super::error::SearchError;
use super::index::SearchIndex;
use super::thing::read_things;
use crate::domain::Iri;
use crate::graph::{KnowledgeGraph, StopToken};
use std::collections::HashSet;
use std::convert::Infallible;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, channel};
use std::sync::{Arc, LazyLock, Mutex, PoisonError};
use std::thread;

/// Things written while an index is on its way, at most: with more, the next
/// write waits for it.
const BEHIND_MAX: usize = 1_000;

type Build = Box<dyn FnOnce() -> Result<SearchIndex, Arc<SearchError>> + Send>;

/// An index on its way: a thread of its own builds it, and whoever needs it
/// meanwhile waits.
pub struct BackgroundIndex {
    slot: Arc<Slot>,
    #[expect(dead_code, reason = "what is read ends when this is dropped")]
    reading: Option<Reading>,
    behind: Option<Behind>,
}

/// Where the index is put.
struct Slot {
    index: LazyLock<Result<SearchIndex, Arc<SearchError>>, Build>,
    ready: AtomicBool,
}

/// What is being read for an index. It ends with who wants the index, so that
/// nothing holds a graph open that nobody has any more.
struct Reading {
    stop: StopToken,
    /// Ends when the graph is held no longer.
    held: Mutex<Receiver<Infallible>>,
}

/// An index on its way, and what was written since it was begun.
struct Behind {
    index: Arc<BackgroundIndex>,
    changed: HashSet<Iri>,
}

impl Slot {
    fn by(build: impl FnOnce() -> Result<SearchIndex, SearchError> + Send + 'static) -> Arc<Self> {
        let index = LazyLock::new(Box::new(|| build().map_err(Arc::new)) as Build);
        Arc::new(Self { index, ready: AtomicBool::new(false) })
    }

    fn get(&self) -> Result<&SearchIndex, SearchError> {
        let index = self.index.as_ref().map_err(|error| SearchError::NotBuilt(Arc::clone(error)));
        self.ready.store(true, Ordering::Release);
        index
    }
}

impl Drop for Reading {
    fn drop(&mut self) {
        self.stop.stop();
        // Nothing comes, but for the end.
        let _ = self.held.get_mut().unwrap_or_else(PoisonError::into_inner).recv();
    }
}

impl BackgroundIndex {
    /// Begins to index what the graph holds.
    pub fn begin(graph: &KnowledgeGraph) -> Arc<Self> {
        let (holding, held) = channel::<Infallible>();
        let stop = StopToken::default();
        let reading = Reading { stop: stop.clone(), held: Mutex::new(held) };
        let graph = graph.clone();
        let slot = Slot::by(move || {
            let things = read_things(&graph, &[], &stop);
            drop(graph);
            drop(holding);
            SearchIndex::new(things?)
        });
        let built = Arc::clone(&slot);
        let builder = thread::Builder::new().name("search-index".to_owned());
        // Without a thread, the first who needs the index builds it.
        let _ = builder.spawn(move || built.get().map(drop));
        Arc::new(Self { slot, reading: Some(reading), behind: None })
    }

    /// Indexes what the graph holds when somebody first searches.
    pub fn when_asked(graph: &KnowledgeGraph) -> Arc<Self> {
        let graph = graph.clone();
        let slot =
            Slot::by(move || SearchIndex::new(read_things(&graph, &[], &StopToken::default())?));
        Arc::new(Self { slot, reading: None, behind: None })
    }

    /// An index that is there.
    #[must_use]
    pub fn ready(index: SearchIndex) -> Arc<Self> {
        let slot = Slot::by(move || Ok(index));
        slot.ready.store(true, Ordering::Release);
        Arc::new(Self { slot, reading: None, behind: None })
    }

    /// The same after things were written. Where it is still on its way, who
    /// writes does not wait for it: the first who searches does.
    ///
    /// # Errors
    /// When the store or the index fails.
    pub fn after(
        self: &Arc<Self>,
        graph: &KnowledgeGraph,
        ids: &[Iri],
    ) -> Result<Arc<Self>, SearchError> {
        let (first, before) = match &self.behind {
            Some(behind) => (&behind.index, Some(&behind.changed)),
            None => (self, None),
        };
        let changed: HashSet<Iri> = before.into_iter().flatten().chain(ids).cloned().collect();
        if self.is_ready() || first.is_ready() || changed.len() > BEHIND_MAX {
            return Ok(Self::ready(self.get()?.with_changes(graph, ids)?));
        }
        let behind = Behind { index: Arc::clone(first), changed: changed.clone() };
        let (first, graph) = (Arc::clone(first), graph.clone());
        let changed: Vec<Iri> = changed.into_iter().collect();
        let slot = Slot::by(move || first.get()?.with_changes(&graph, &changed));
        Ok(Arc::new(Self { slot, reading: None, behind: Some(behind) }))
    }

    /// Whether it is built, so that nobody waits for it.
    #[must_use]
    pub fn is_ready(&self) -> bool {
        self.slot.ready.load(Ordering::Acquire)
    }

    /// The index, as soon as it is built.
    ///
    /// # Errors
    /// When it could not be built.
    pub fn get(&self) -> Result<&SearchIndex, SearchError> {
        self.slot.get()
    }
}
