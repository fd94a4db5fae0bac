//! An index that is built while others go on with their work.

use super::error::SearchError;
use super::index::SearchIndex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, LazyLock};
use std::thread;

type Build = Box<dyn FnOnce() -> Result<SearchIndex, Arc<SearchError>> + Send>;

/// An index on its way: a thread of its own builds it, and whoever needs it
/// meanwhile waits.
pub struct BackgroundIndex {
    index: LazyLock<Result<SearchIndex, Arc<SearchError>>, Build>,
    ready: AtomicBool,
}

impl BackgroundIndex {
    /// Begins to build an index.
    pub fn begin(
        build: impl FnOnce() -> Result<SearchIndex, SearchError> + Send + 'static,
    ) -> Arc<Self> {
        let index = Self::by(build);
        let built = Arc::clone(&index);
        let builder = thread::Builder::new().name("search-index".to_owned());
        // Without a thread, the first who needs the index builds it.
        let _ = builder.spawn(move || built.get().map(drop));
        index
    }

    /// An index that is there.
    #[must_use]
    pub fn ready(index: SearchIndex) -> Arc<Self> {
        let ready = Self::by(move || Ok(index));
        ready.ready.store(true, Ordering::Release);
        ready
    }

    fn by(build: impl FnOnce() -> Result<SearchIndex, SearchError> + Send + 'static) -> Arc<Self> {
        let index = LazyLock::new(Box::new(|| build().map_err(Arc::new)) as Build);
        Arc::new(Self { index, ready: AtomicBool::new(false) })
    }

    /// Whether it is built, so that nobody waits for it.
    #[must_use]
    pub fn is_ready(&self) -> bool {
        self.ready.load(Ordering::Acquire)
    }

    /// The index, as soon as it is built.
    ///
    /// # Errors
    /// When it could not be built.
    pub fn get(&self) -> Result<&SearchIndex, SearchError> {
        let index = self.index.as_ref().map_err(|error| SearchError::NotBuilt(Arc::clone(error)));
        self.ready.store(true, Ordering::Release);
        index
    }
}
