//! Copy everything the service holds, while it runs, and put it back.

use crate::desk::{Desk, DeskError};
use crate::graph::{self, GraphError, KnowledgeGraph};
use std::path::Path;

/// A copy could not be made or put back.
#[derive(Debug, thiserror::Error)]
pub enum CopyError {
    /// Because of the graph.
    #[error("cannot copy the graph")]
    Graph(#[from] GraphError),
    /// Because of the desk.
    #[error("cannot copy the desk")]
    Desk(#[from] DeskError),
}

/// Copies the graph and the desk into a directory that is not there yet or
/// empty, which then is a data directory itself. Returns the number of the
/// last commit in the copy.
///
/// The desk follows the graph, so its audit tells of every commit in the copy.
///
/// # Errors
/// When the directory is not empty, or one of the two cannot be copied.
pub fn back_up(graph: &KnowledgeGraph, desk: &Desk, to: &Path) -> Result<u64, CopyError> {
    let commit = graph.back_up(to)?;
    desk.back_up(to)?;
    Ok(commit)
}

/// Puts a copy back into a data directory that is not there yet or empty.
///
/// # Errors
/// When the directory is not empty, or the copy is not whole.
pub fn restore(from: &Path, to: &Path) -> Result<u64, CopyError> {
    Desk::check_backup(from)?;
    let commit = graph::restore(from, to)?;
    Desk::restore(from, to)?;
    Ok(commit)
}
