//! When a commit is on the disk. The engine writes its log without syncing it
//! and offers no setting for that, so the log is synced here through
//! descriptors of our own; commits that wait at the same time share one sync.
//!
//! After each sync the number of the last commit is written to `commits` and
//! synced too. A store that comes up with a lower number has lost commits that
//! were acknowledged: its log was cut, rolled back or damaged.

use super::error::GraphError;
use std::fs::{self, File};
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::{Condvar, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// Digits of the number in `commits`: its length never changes, so that a
/// write replaces it in place within one sector.
const DIGITS: usize = 20;

/// Sees to it that commits reach the disk.
pub(super) struct Durability {
    store: PathBuf,
    progress: Mutex<Progress>,
    synced: Condvar,
}

struct Progress {
    counter: File,
    /// The last commit that is on the disk.
    durable: u64,
    /// Somebody is syncing; the others wait.
    busy: bool,
    /// A sync failed. Another one may succeed without having written what the
    /// first one lost, so none is believed until the store is opened anew.
    failed: bool,
    /// How long the last sync took.
    took: Duration,
}

impl Durability {
    /// Opens the counter of a data directory, and creates it when it is not
    /// there. `last` is the number of the last commit that the store knows.
    ///
    /// # Errors
    /// [`GraphError::LostCommits`] when the store knows fewer commits than were
    /// acknowledged, unless `accept_loss`; what the file system answers.
    pub(super) fn open(
        directory: &Path,
        store: PathBuf,
        last: u64,
        accept_loss: bool,
    ) -> Result<Self, GraphError> {
        let path = directory.join("commits");
        let mut counter = File::options()
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .open(&path)
            .map_err(GraphError::file("open", &path))?;
        let mut text = String::new();
        counter.read_to_string(&mut text).map_err(GraphError::file("read", &path))?;
        let acknowledged = text.trim().parse().unwrap_or(0);
        if acknowledged > last {
            if !accept_loss {
                return Err(GraphError::LostCommits { acknowledged, found: last });
            }
            tracing::warn!(acknowledged, found = last, "acknowledged commits are lost");
        }
        write_number(&mut counter, last).map_err(GraphError::file("write", &path))?;
        let took = Duration::default();
        let progress = Progress { counter, durable: last, busy: false, failed: false, took };
        Ok(Self { store, progress: Mutex::new(progress), synced: Condvar::new() })
    }

    /// Returns when `commit` is on the disk. `last` tells the number of the
    /// newest commit, so that one sync serves all who wait.
    ///
    /// # Errors
    /// [`GraphError::NotSynced`]: then nobody may be told that it is kept.
    pub(super) fn wait(&self, commit: u64, last: impl Fn() -> u64) -> Result<(), GraphError> {
        let mut progress = self.lock();
        loop {
            if progress.durable >= commit {
                return Ok(());
            }
            if progress.failed {
                let words = "an earlier sync failed";
                return Err(GraphError::NotSynced(std::io::Error::other(words)));
            }
            if !progress.busy {
                break;
            }
            progress = self.synced.wait(progress).unwrap_or_else(PoisonError::into_inner);
        }
        progress.busy = true;
        let begin = Instant::now();
        drop(progress);
        // What is committed before the sync begins is covered by it.
        let reached = last();
        let outcome = self.sync_log();
        let mut progress = self.lock();
        progress.busy = false;
        let outcome = outcome.and_then(|()| write_number(&mut progress.counter, reached));
        progress.failed = outcome.is_err();
        if outcome.is_ok() {
            progress.durable = progress.durable.max(reached);
            progress.took = begin.elapsed();
        }
        drop(progress);
        self.synced.notify_all();
        outcome.map_err(GraphError::NotSynced)
    }

    /// The store was opened anew: by that all it knows is in tables, and synced.
    pub(super) fn reopened(&self, last: u64) {
        let mut progress = self.lock();
        progress.durable = last;
        progress.failed = false;
    }

    /// How long the last sync took.
    pub(super) fn last_sync(&self) -> Duration {
        self.lock().took
    }

    /// Bytes of the log that are not yet in tables.
    pub(super) fn log_bytes(&self) -> u64 {
        logs(&self.store)
            .unwrap_or_default()
            .iter()
            .filter_map(|path| fs::metadata(path).ok())
            .map(|metadata| metadata.len())
            .sum()
    }

    fn sync_log(&self) -> std::io::Result<()> {
        for path in logs(&self.store)? {
            match File::open(&path) {
                Ok(file) => file.sync_data()?,
                // Its content is in a table by now, which the engine syncs.
                Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
                Err(error) => return Err(error),
            }
        }
        File::open(&self.store)?.sync_all()
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Progress> {
        self.progress.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// RocksDB's write-ahead logs: `000123.log`.
fn logs(store: &Path) -> std::io::Result<Vec<PathBuf>> {
    let mut logs = Vec::new();
    for entry in fs::read_dir(store)? {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "log") {
            logs.push(path);
        }
    }
    Ok(logs)
}

/// Writes the counter of a directory that is not in use.
pub(super) fn write_counter(directory: &Path, number: u64) -> Result<(), GraphError> {
    let path = directory.join("commits");
    File::create(&path)
        .and_then(|mut counter| write_number(&mut counter, number))
        .map_err(GraphError::file("write", &path))
}

fn write_number(counter: &mut File, number: u64) -> std::io::Result<()> {
    counter.seek(SeekFrom::Start(0))?;
    counter.write_all(format!("{number:0DIGITS$}\n").as_bytes())?;
    counter.sync_data()
}
