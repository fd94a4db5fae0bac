//! What can go wrong with the desk, with what was attempted.

use super::key::KeyRefused;
use std::path::PathBuf;

/// A failure of the desk layer.
#[derive(Debug, thiserror::Error)]
pub enum DeskError {
    /// The file cannot be created.
    #[error("cannot create {}", .path.display())]
    File {
        /// Where.
        path: PathBuf,
        /// Why not.
        source: std::io::Error,
    },
    /// A copy has no desk.
    #[error("{} is not there: this is no whole copy", .0.display())]
    Missing(PathBuf),
    /// The file was written by a later version of the program.
    #[error(
        "the desk has format {found}, and this version of passerelle reads formats up to {known}: use the version that wrote it, or a newer one"
    )]
    NewerFormat {
        /// The format found in it.
        found: usize,
        /// The newest format this program knows.
        known: usize,
    },
    /// The database failed.
    #[error("the desk failed to {attempted}")]
    Database {
        /// What was tried.
        attempted: &'static str,
        /// The database's own error.
        source: rusqlite::Error,
    },
    /// The system gives no random numbers.
    #[error("the system gives no random numbers")]
    Random(#[source] getrandom::Error),
    /// A contribution was changed since it was read.
    #[error("it was changed meanwhile")]
    Stale,
    /// The name of a request was used for another one.
    #[error("this Idempotency-Key was used for another request")]
    OtherRequest,
    /// A key is not accepted.
    #[error("{0}")]
    KeyRefused(#[from] KeyRefused),
}

impl DeskError {
    pub(super) fn database(attempted: &'static str) -> impl FnOnce(rusqlite::Error) -> Self {
        move |source| Self::Database { attempted, source }
    }
}
