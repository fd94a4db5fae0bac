//! A copy of the graph while it is in use: RocksDB's checkpoint, which links
//! its tables rather than copying them where the file system allows it. The
//! copy is a data directory of its own.

use super::catalogue;
use super::durability;
use super::engine::KnowledgeGraph;
use super::error::GraphError;
use super::layout;
use oxigraph::store::Store;
use std::fs::{self, File};
use std::path::Path;

impl KnowledgeGraph {
    /// Copies the graph, as of one commit, into a directory that is not there
    /// yet or empty. Returns the number of that commit.
    ///
    /// # Errors
    /// [`GraphError::NotEmpty`], or what the file system and the store answer.
    pub fn back_up(&self, to: &Path) -> Result<u64, GraphError> {
        make_empty(to)?;
        {
            let _writer = self.lock_writer();
            self.store().backup(to.join("store")).map_err(GraphError::storage("copy itself"))?;
        }
        finish_copy(to)
    }
}

/// Copies a backup into a data directory that is not there yet or empty.
/// Returns the number of its last commit.
///
/// # Errors
/// [`GraphError::NotEmpty`], or what the file system and the store answer.
pub fn restore(from: &Path, to: &Path) -> Result<u64, GraphError> {
    layout::check_format(from)?;
    make_empty(to)?;
    let store = to.join("store");
    fs::create_dir_all(&store).map_err(GraphError::file("create", &store))?;
    let tables = from.join("store");
    for entry in fs::read_dir(&tables).map_err(GraphError::file("read", &tables))? {
        let path = entry.map_err(GraphError::file("read", &tables))?.path();
        let copy = store.join(path.file_name().unwrap_or_default());
        fs::copy(&path, &copy).map_err(GraphError::file("copy", &path))?;
        sync(&copy)?;
    }
    finish_copy(to)
}

/// Reads the copy to see that it is whole, and writes what belongs beside it.
fn finish_copy(directory: &Path) -> Result<u64, GraphError> {
    let store = directory.join("store");
    let copy = Store::open_read_only(&store).map_err(GraphError::storage("open the copy"))?;
    let last = catalogue::last_commit(&copy)?;
    drop(copy);
    layout::write_format(directory)?;
    durability::write_counter(directory, last)?;
    for entry in fs::read_dir(&store).map_err(GraphError::file("read", &store))? {
        sync(&entry.map_err(GraphError::file("read", &store))?.path())?;
    }
    sync(&store)?;
    sync(directory)?;
    Ok(last)
}

fn make_empty(directory: &Path) -> Result<(), GraphError> {
    fs::create_dir_all(directory).map_err(GraphError::file("create", directory))?;
    let mut entries = fs::read_dir(directory).map_err(GraphError::file("read", directory))?;
    if entries.next().is_some() {
        return Err(GraphError::NotEmpty(directory.into()));
    }
    Ok(())
}

fn sync(path: &Path) -> Result<(), GraphError> {
    File::open(path).and_then(|file| file.sync_all()).map_err(GraphError::file("sync", path))
}
