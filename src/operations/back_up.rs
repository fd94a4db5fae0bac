//! Copy everything the service holds, while it runs, and put it back.

use crate::graph::{self, GraphError, KnowledgeGraph};
use std::path::Path;

/// Copies the graph and the desk into a directory that is not there yet or
/// empty, which then is a data directory itself. Returns the number of the
/// last commit in the copy.
///
/// # Errors
/// When the directory is not empty, or one of the two cannot be copied.
pub fn back_up(graph: &KnowledgeGraph, to: &Path) -> Result<u64, GraphError> {
    graph.back_up(to)
}

/// Puts a copy back into a data directory that is not there yet or empty.
///
/// # Errors
/// When the directory is not empty, or the copy cannot be read.
pub fn restore(from: &Path, to: &Path) -> Result<u64, GraphError> {
    graph::restore(from, to)
}
