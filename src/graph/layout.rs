//! The data directory: `format` (the version of its layout), `lock` (held
//! while a process uses it), `commits` (the last commit known to be on the
//! disk, see `durability`), `reserve` (space kept back) and `store/` (RocksDB).

use super::error::GraphError;
use std::fs::{self, File, TryLockError};
use std::io::Write;
use std::path::{Path, PathBuf};

/// The layout that this program writes. 1: named graphs alone. 2: every triple
/// of a named graph stands in the default graph too, once. 3: with a change log,
/// in which a program that knows none would leave gaps.
pub(super) const FORMAT: u64 = 3;

/// A data directory in use by this process.
pub(super) struct Directory {
    path: PathBuf,
    /// Held open, and so locked, as long as the directory is in use.
    _lock: File,
    found: u64,
}

impl Directory {
    /// Takes the directory, and creates it when it is not there.
    ///
    /// # Errors
    /// [`GraphError::InUse`], [`GraphError::NewerFormat`], or what the file
    /// system answers.
    pub(super) fn take(path: &Path) -> Result<Self, GraphError> {
        fs::create_dir_all(path).map_err(GraphError::file("create", path))?;
        let lock = lock(path)?;
        let found = format_in(path)?;
        Ok(Self { path: path.into(), _lock: lock, found })
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    pub(super) fn store(&self) -> PathBuf {
        self.path.join("store")
    }

    /// Whether the store has an older layout than this one.
    pub(super) fn is_older_than(&self, format: u64) -> bool {
        self.found < format
    }

    /// Records that the store now has the layout of this program.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub(super) fn is_migrated(&self) -> Result<(), GraphError> {
        write_format(&self.path)
    }
}

fn lock(directory: &Path) -> Result<File, GraphError> {
    let path = directory.join("lock");
    let file = File::create(&path).map_err(GraphError::file("create", &path))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(GraphError::InUse(directory.into())),
        Err(TryLockError::Error(source)) => {
            Err(GraphError::File { attempted: "lock", path, source })
        }
    }
}

/// The version of the layout; a newer one is refused with words, and a new
/// directory gets ours.
fn format_in(directory: &Path) -> Result<u64, GraphError> {
    if !directory.join("format").exists() {
        return write_format(directory).map(|()| FORMAT);
    }
    check_format(directory)
}

/// The version of the layout, of a directory that must have one.
pub(super) fn check_format(directory: &Path) -> Result<u64, GraphError> {
    let path = directory.join("format");
    let text = fs::read_to_string(&path).map_err(GraphError::file("read", &path))?;
    let found: u64 = text.trim().parse().map_err(|_| GraphError::File {
        attempted: "understand",
        path: path.clone(),
        source: std::io::Error::new(
            std::io::ErrorKind::InvalidData,
            format!("a format number was expected, not '{}'", text.trim()),
        ),
    })?;
    if found > FORMAT {
        return Err(GraphError::NewerFormat { path: directory.into(), found, known: FORMAT });
    }
    Ok(found)
}

pub(super) fn write_format(directory: &Path) -> Result<(), GraphError> {
    let path = directory.join("format");
    let write = || -> std::io::Result<()> {
        let mut file = File::create(&path)?;
        writeln!(file, "{FORMAT}")?;
        // A directory whose format is not known opens no more: the first
        // acknowledged commit must not reach the disk before it.
        file.sync_all()?;
        File::open(directory)?.sync_all()
    };
    write().map_err(GraphError::file("create", &path))
}
