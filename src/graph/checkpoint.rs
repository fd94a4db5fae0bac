//! Read-only copies of the store for other processes: hard links under
//! `checkpoints/`, one for each state that is asked, gone with its last user.

use super::engine::KnowledgeGraph;
use super::error::GraphError;
use super::federation::Federation;
use crate::domain::DefaultGraph;
use oxigraph::store::Store;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError, TryLockError};

/// The store as it was at a commit, in a directory of its own.
#[derive(Debug)]
pub struct Checkpoint {
    directory: PathBuf,
    commit: u64,
    default_graph: DefaultGraph,
}

impl Checkpoint {
    /// Where it lies.
    #[must_use]
    pub fn directory(&self) -> &Path {
        &self.directory
    }

    /// The commit that it holds.
    #[must_use]
    pub fn commit(&self) -> u64 {
        self.commit
    }

    /// What queries see of it where they name no graph.
    pub(super) fn default_graph(&self) -> DefaultGraph {
        self.default_graph
    }
}

impl Drop for Checkpoint {
    fn drop(&mut self) {
        let removed = fs::remove_dir_all(&self.directory);
        // Another process may have the data directory by now, and cleared it.
        if let Err(error) = removed
            && error.kind() != std::io::ErrorKind::NotFound
        {
            tracing::warn!(%error, directory = %self.directory.display(), "a checkpoint stays");
        }
    }
}

/// Makes checkpoints and keeps the latest.
pub(super) struct Checkpoints {
    directory: PathBuf,
    latest: Mutex<Option<Arc<Checkpoint>>>,
}

impl Checkpoints {
    /// For a data directory that is ours alone; what an earlier process left
    /// there is removed.
    pub(super) fn open(data: &Path) -> Result<Self, GraphError> {
        let directory = data.join("checkpoints");
        if directory.exists() {
            fs::remove_dir_all(&directory).map_err(GraphError::file("remove", &directory))?;
        }
        fs::create_dir_all(&directory).map_err(GraphError::file("create", &directory))?;
        Ok(Self { directory, latest: Mutex::default() })
    }
}

impl KnowledgeGraph {
    /// A checkpoint of the present state: the latest one, or a new one after a
    /// write, which takes a flush and a few milliseconds. One at a time makes
    /// it, the others wait.
    ///
    /// # Errors
    /// [`GraphError::OwnQuery`] when the graph is in memory, or what the store
    /// answers.
    pub fn checkpoint(&self) -> Result<Arc<Checkpoint>, GraphError> {
        let Some(checkpoints) = self.checkpoints() else {
            return Err(GraphError::OwnQuery("a graph in memory has no checkpoints".into()));
        };
        let mut latest = checkpoints.latest.lock().unwrap_or_else(PoisonError::into_inner);
        // Read before the copy is made: the copy may hold more, never less.
        let commit = self.commit_number();
        if let Some(checkpoint) = latest.as_ref().filter(|latest| latest.commit == commit) {
            return Ok(Arc::clone(checkpoint));
        }
        let directory = checkpoints.directory.join(commit.to_string());
        let copy =
            || self.store().backup(&directory).map_err(GraphError::storage("make a checkpoint"));
        copy().or_else(|error| {
            if !error.is_out_of_space() {
                return Err(error);
            }
            let _writer = self.lock_writer();
            self.make_room()?;
            copy()
        })?;
        let checkpoint =
            Arc::new(Checkpoint { directory, commit, default_graph: self.default_graph() });
        *latest = Some(Arc::clone(&checkpoint));
        Ok(checkpoint)
    }

    /// The latest checkpoint, if it is of the present state and nobody is at
    /// work on another.
    pub(super) fn present_checkpoint(&self) -> Option<Arc<Checkpoint>> {
        let latest = match self.checkpoints()?.latest.try_lock() {
            Ok(latest) => latest,
            Err(TryLockError::Poisoned(poisoned)) => poisoned.into_inner(),
            Err(TryLockError::WouldBlock) => return None,
        };
        latest.as_ref().filter(|latest| latest.commit == self.commit_number()).cloned()
    }

    /// Where checkpoints lie; none for a graph that can give none.
    pub(super) fn checkpoints_directory(&self) -> Option<&Path> {
        self.checkpoints().map(|checkpoints| checkpoints.directory.as_path())
    }

    /// Opens a checkpoint to read.
    ///
    /// # Errors
    /// When it is not there or damaged.
    pub(super) fn open_checkpoint(
        directory: &Path,
        default_graph: DefaultGraph,
        federation: Federation,
    ) -> Result<Self, GraphError> {
        let store =
            Store::open_read_only(directory).map_err(GraphError::storage("open a checkpoint"))?;
        Ok(Self::read_only(store, default_graph, federation))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{DefaultGraph, Iri};
    use crate::graph::RdfFile;

    #[test]
    fn a_checkpoint_is_shared_until_a_write_and_goes_with_its_last_user() {
        let data = tempfile::tempdir().expect("a directory");
        let graph = KnowledgeGraph::open(data.path()).expect("a new directory opens");
        let first = graph.checkpoint().expect("a checkpoint");
        assert!(Arc::ptr_eq(&first, &graph.checkpoint().expect("the same")));
        let copy = open(&first).expect("it opens");
        write(&graph);
        let second = graph.checkpoint().expect("another");
        assert!(second.commit() > first.commit());
        let again = open(&second).expect("it opens");
        assert!(copy.entries().expect("it reads").is_empty());
        assert!(!again.entries().expect("it reads").is_empty());
        let gone = first.directory().to_path_buf();
        drop(first);
        assert!(!gone.exists() && second.directory().exists());
        drop(graph);
        assert!(second.directory().exists(), "it has a user");
    }

    #[test]
    fn what_an_earlier_process_left_is_removed() {
        let data = tempfile::tempdir().expect("a directory");
        let left = data.path().join("checkpoints/7/left");
        fs::create_dir_all(&left).expect("a directory");
        let _graph = KnowledgeGraph::open(data.path()).expect("the directory opens");
        assert!(!left.exists());
    }

    fn open(checkpoint: &Checkpoint) -> Result<KnowledgeGraph, GraphError> {
        KnowledgeGraph::open_checkpoint(
            checkpoint.directory(),
            DefaultGraph::Union,
            Federation::default(),
        )
    }

    fn write(graph: &KnowledgeGraph) {
        let name = Iri::parse("https://example.org/graph").expect("an IRI");
        let file = RdfFile::from_bytes("a.nt".into(), b"<x:a> <x:p> <x:b> .".to_vec());
        let drafts = file.and_then(|file| file.parse(&name)).expect("well-formed");
        graph.add(&drafts).expect("it is stored");
    }
}
