//! The file: opened, brought to the present format, used by one at a time.

use super::error::DeskError;
use rusqlite::backup::Backup;
use rusqlite::{Connection, OpenFlags, Transaction, TransactionBehavior};
use std::fs::{File, OpenOptions};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

/// The file's name in the data directory.
const FILE: &str = "desk.sqlite";
/// How the format came to be: each step once, in this order. What is released
/// is never changed, only followed by another step.
const MIGRATIONS: [&str; 4] = [
    include_str!("migrations/0001-keys-and-audit.sql"),
    include_str!("migrations/0002-contributions.sql"),
    include_str!("migrations/0004-sessions.sql"),
    include_str!("migrations/0005-webhooks.sql"),
];
/// How long one process waits for another's turn to end.
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);
/// A copy is made in one step, of one moment: who writes does not wait for it,
/// and does not make it begin again.
const ALL_PAGES: i32 = i32::MAX;
/// Between tries, when the file is locked.
const LOCKED_PAUSE: Duration = Duration::from_millis(10);
/// Only the owner may read it.
const FILE_MODE: u32 = 0o600;

/// The desk of a data directory.
pub struct Desk {
    connection: Mutex<Connection>,
}

impl Desk {
    /// Opens the desk of a data directory, and creates it when it is not
    /// there. Several processes may have it open.
    ///
    /// # Errors
    /// [`DeskError::NewerFormat`], or what the file system and the database
    /// answer.
    pub fn open(directory: &Path) -> Result<Self, DeskError> {
        Connection::open(made(directory)?)
            .and_then(|connection| {
                connection.busy_timeout(BUSY_TIMEOUT)?;
                connection.pragma_update(None, "journal_mode", "WAL")?;
                connection.pragma_update(None, "synchronous", "FULL")?;
                // What is erased leaves no trace in the file.
                connection.pragma_update(None, "secure_delete", true)?;
                Ok(connection)
            })
            .map_err(DeskError::database("open its file"))
            .and_then(Self::migrated)
    }

    /// A desk in memory, gone with the process.
    ///
    /// # Errors
    /// When the database cannot set it up.
    pub fn in_memory() -> Result<Self, DeskError> {
        Connection::open_in_memory()
            .map_err(DeskError::database("start in memory"))
            .and_then(Self::migrated)
    }

    /// Copies the desk of one moment into a data directory that has none, also
    /// while it is in use. The copy is one file, on the disk when this returns.
    ///
    /// # Errors
    /// What the file system and the database answer.
    pub fn back_up(&self, to: &Path) -> Result<(), DeskError> {
        self.read(|connection| copy(connection, to))
    }

    /// Copies the desk of a backup into a data directory that has none.
    ///
    /// # Errors
    /// [`DeskError::Missing`], or as [`Desk::back_up`].
    pub fn restore(from: &Path, to: &Path) -> Result<(), DeskError> {
        let path = backup_file(from)?;
        let connection = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY)
            .map_err(DeskError::database("open the copy"))?;
        copy(&connection, to)
    }

    /// Whether a directory has a desk to restore.
    ///
    /// # Errors
    /// [`DeskError::Missing`] when not.
    pub fn check_backup(directory: &Path) -> Result<(), DeskError> {
        backup_file(directory).map(drop)
    }

    fn migrated(connection: Connection) -> Result<Self, DeskError> {
        let desk = Self { connection: Mutex::new(connection) };
        let migrating = "bring its file to the present format";
        desk.write(migrating, |transaction| {
            let found: usize = transaction
                .query_row("SELECT user_version FROM pragma_user_version", [], |row| row.get(0))
                .map_err(DeskError::database("read its format"))?;
            if found > MIGRATIONS.len() {
                return Err(DeskError::NewerFormat { found, known: MIGRATIONS.len() });
            }
            for step in &MIGRATIONS[found..] {
                transaction.execute_batch(step).map_err(DeskError::database(migrating))?;
            }
            transaction
                .pragma_update(None, "user_version", MIGRATIONS.len())
                .map_err(DeskError::database(migrating))
        })?;
        Ok(desk)
    }

    /// Writes the log into the file, and empties it: what was erased stands in
    /// it no longer. A reader in another process may keep a part of the log for
    /// as long as it reads.
    pub(super) fn forget_log(&self) -> Result<(), DeskError> {
        self.read(|connection| {
            connection
                .query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))
                .map_err(DeskError::database("empty its log"))
        })
    }

    /// Reads, by statements that the connection keeps prepared.
    pub(super) fn read<T>(
        &self,
        work: impl FnOnce(&Connection) -> Result<T, DeskError>,
    ) -> Result<T, DeskError> {
        work(&self.connection.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Writes in one transaction, on disk when this returns; an error undoes
    /// it all.
    pub(super) fn write<T>(
        &self,
        attempted: &'static str,
        work: impl FnOnce(&Transaction<'_>) -> Result<T, DeskError>,
    ) -> Result<T, DeskError> {
        let mut connection = self.connection.lock().unwrap_or_else(PoisonError::into_inner);
        let transaction = connection
            .transaction_with_behavior(TransactionBehavior::Immediate)
            .map_err(DeskError::database(attempted))?;
        let done = work(&transaction)?;
        transaction.commit().map_err(DeskError::database(attempted))?;
        Ok(done)
    }
}

/// The file of a directory, made here if it is not there: SQLite would let the
/// group and others read it.
fn made(directory: &Path) -> Result<PathBuf, DeskError> {
    let path = directory.join(FILE);
    std::fs::create_dir_all(directory)
        .and_then(|()| OpenOptions::new().create(true).append(true).mode(FILE_MODE).open(&path))
        .map_err(|source| DeskError::File { path: path.clone(), source })?;
    Ok(path)
}

fn backup_file(directory: &Path) -> Result<PathBuf, DeskError> {
    let path = directory.join(FILE);
    if path.exists() { Ok(path) } else { Err(DeskError::Missing(path)) }
}

/// SQLite's online backup. The copy has no log beside it, so that it can be
/// read where nothing can be written; it gets one where it is opened.
fn copy(from: &Connection, to: &Path) -> Result<(), DeskError> {
    let path = made(to)?;
    let copied = || -> rusqlite::Result<()> {
        let mut target = Connection::open(&path)?;
        target.pragma_update(None, "synchronous", "FULL")?;
        Backup::new(from, &mut target)?.run_to_completion(ALL_PAGES, LOCKED_PAUSE, None)?;
        target.pragma_update(None, "journal_mode", "DELETE")
    };
    copied().map_err(DeskError::database("copy itself"))?;
    // Its name in the directory is to last as well.
    File::open(to)
        .and_then(|directory| directory.sync_all())
        .map_err(|source| DeskError::File { path, source })
}

#[cfg(test)]
mod tests {
    use super::*;

    type Outcome = Result<(), Box<dyn std::error::Error>>;

    #[test]
    fn a_desk_opens_twice_and_keeps_to_its_owner() -> Outcome {
        use std::os::unix::fs::PermissionsExt;
        let directory = tempfile::tempdir()?;
        let _first = Desk::open(directory.path())?;
        let _second = Desk::open(directory.path())?;
        for file in std::fs::read_dir(directory.path())? {
            assert_eq!(file?.metadata()?.permissions().mode() & 0o777, FILE_MODE);
        }
        Ok(())
    }

    #[test]
    fn writes_are_synced() -> Outcome {
        let directory = tempfile::tempdir()?;
        let desk = Desk::open(directory.path())?;
        let pragma = |name: &'static str| {
            desk.read(|connection| {
                connection
                    .pragma_query_value(None, name, |row| row.get::<_, rusqlite::types::Value>(0))
                    .map_err(DeskError::database("read a setting"))
            })
        };
        assert_eq!(pragma("journal_mode")?, rusqlite::types::Value::Text("wal".into()));
        assert_eq!(pragma("synchronous")?, rusqlite::types::Value::Integer(2));
        Ok(())
    }

    #[test]
    fn a_newer_format_is_refused_in_words() -> Outcome {
        let directory = tempfile::tempdir()?;
        drop(Desk::open(directory.path())?);
        Connection::open(directory.path().join(FILE))?.pragma_update(None, "user_version", 99)?;
        let error = Desk::open(directory.path()).err().ok_or("it opened")?;
        assert!(error.to_string().contains("format 99"), "{error}");
        Ok(())
    }
}
