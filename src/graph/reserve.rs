//! Space that is kept back on the disk. When the disk is full the engine takes
//! no writes until it is opened anew, and gives no checkpoint to those who
//! answer queries, and both take a little space. What was kept back is given
//! up then, so that reads go on; writes are refused until it is there again.

use super::error::GraphError;
use rustix::fs::{FallocateFlags, fallocate};
use rustix::io::Errno;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

/// What opening the store anew writes at most: its log, as tables.
pub(super) const RESERVE_BYTES: u64 = 32 * 1024 * 1024;
/// What is written at a time where space can only be taken by writing.
const BLOCK_BYTES: usize = 1024 * 1024;

/// The file that takes up the space.
pub(super) struct Reserve {
    path: PathBuf,
    held: AtomicBool,
}

impl Reserve {
    /// That of a data directory, held when an earlier process left it so.
    pub(super) fn of(directory: &Path) -> Self {
        let path = directory.join("reserve");
        let held = AtomicBool::new(path.exists());
        Self { path, held }
    }

    /// Keeps the space back, unless it is already.
    ///
    /// # Errors
    /// When the disk is full, or does not allow it.
    pub(super) fn hold(&self) -> Result<(), GraphError> {
        if self.held.load(Ordering::Acquire) {
            return Ok(());
        }
        if let Err(source) = allocate(&self.path) {
            let _ = fs::remove_file(&self.path);
            return Err(GraphError::file("keep space back in", &self.path)(source));
        }
        self.held.store(true, Ordering::Release);
        Ok(())
    }

    /// Gives the space up; false when it was not held.
    pub(super) fn give_up(&self) -> bool {
        if !self.held.swap(false, Ordering::AcqRel) {
            return false;
        }
        match fs::remove_file(&self.path) {
            Ok(()) => tracing::warn!("the disk is full: no writes until there is space"),
            Err(error) => tracing::error!(%error, "the space kept back cannot be given up"),
        }
        true
    }
}

fn allocate(path: &Path) -> io::Result<()> {
    let mut file = File::create(path)?;
    match fallocate(&file, FallocateFlags::empty(), 0, RESERVE_BYTES) {
        // Not every file system can; all can be written to.
        Err(Errno::OPNOTSUPP) => {
            let block = vec![0; BLOCK_BYTES];
            for _ in 0..RESERVE_BYTES / BLOCK_BYTES as u64 {
                file.write_all(&block)?;
            }
            file.sync_data()
        }
        outcome => Ok(outcome?),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn space_is_kept_back_given_up_and_kept_back_again() {
        let directory = tempfile::tempdir().expect("a directory");
        let path = directory.path().join("reserve");
        let reserve = Reserve::of(directory.path());
        assert!(!reserve.give_up(), "nothing was held");
        for _ in 0..2 {
            reserve.hold().expect("there is space");
            assert_eq!(fs::metadata(&path).expect("a file").len(), RESERVE_BYTES);
            assert!(Reserve::of(directory.path()).give_up(), "the next process finds it");
            assert!(!path.exists());
            assert!(reserve.give_up());
        }
    }
}
