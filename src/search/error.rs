//! What can go wrong in search.

use crate::graph::GraphError;
use std::sync::Arc;

/// Something cannot be indexed or found.
#[derive(Debug, thiserror::Error)]
pub enum SearchError {
    /// The index failed.
    #[error("cannot {attempted}")]
    Index {
        /// What was tried.
        attempted: &'static str,
        /// Why it failed.
        source: tantivy::TantivyError,
    },
    /// The index could not be built when it was needed first.
    #[error("the search index could not be built")]
    NotBuilt(#[source] Arc<SearchError>),
    /// The graph failed.
    #[error(transparent)]
    Graph(#[from] GraphError),
}

impl SearchError {
    pub(super) fn index(attempted: &'static str) -> impl FnOnce(tantivy::TantivyError) -> Self {
        move |source| Self::Index { attempted, source }
    }
}
