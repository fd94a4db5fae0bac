//! An index that is built while others go on with their work.

use super::error::SearchError;
use super::index::SearchIndex;
use super::thing::Things;
use std::sync::{Arc, LazyLock};
use std::thread;

type Build = Box<dyn FnOnce() -> Result<SearchIndex, Arc<SearchError>> + Send>;

/// An index on its way: a thread of its own builds it, and whoever needs it
/// meanwhile waits.
pub struct BackgroundIndex(LazyLock<Result<SearchIndex, Arc<SearchError>>, Build>);

impl BackgroundIndex {
    /// Begins to index things.
    #[must_use]
    pub fn begin(things: Things) -> Arc<Self> {
        let index = Self::by(move || SearchIndex::new(things));
        let built = Arc::clone(&index);
        let builder = thread::Builder::new().name("search-index".to_owned());
        // Without a thread, the first who needs the index builds it.
        let _ = builder.spawn(move || built.get().map(drop));
        index
    }

    /// An index that is there.
    #[must_use]
    pub fn ready(index: SearchIndex) -> Arc<Self> {
        Self::by(move || Ok(index))
    }

    fn by(build: impl FnOnce() -> Result<SearchIndex, SearchError> + Send + 'static) -> Arc<Self> {
        Arc::new(Self(LazyLock::new(Box::new(|| build().map_err(Arc::new)))))
    }

    /// The index, as soon as it is built.
    ///
    /// # Errors
    /// When it could not be built.
    pub fn get(&self) -> Result<&SearchIndex, SearchError> {
        self.0.as_ref().map_err(|error| SearchError::NotBuilt(Arc::clone(error)))
    }
}
