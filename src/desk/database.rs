//! The file: opened, brought to the present format, used by one at a time.

use super::error::DeskError;
use rusqlite::{Connection, Transaction, TransactionBehavior};
use std::fs::OpenOptions;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

/// The file's name in the data directory.
const FILE: &str = "desk.sqlite";
/// How the format came to be: each step once, in this order. What is released
/// is never changed, only followed by another step.
const MIGRATIONS: [&str; 1] = [include_str!("migrations/0001-keys-and-audit.sql")];
/// How long one process waits for another's turn to end.
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);
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
        let path = directory.join(FILE);
        // Made here, as SQLite would let the group and others read it.
        std::fs::create_dir_all(directory)
            .and_then(|()| OpenOptions::new().create(true).append(true).mode(FILE_MODE).open(&path))
            .map_err(|source| DeskError::File { path: path.clone(), source })?;
        Connection::open(&path)
            .and_then(|connection| {
                connection.busy_timeout(BUSY_TIMEOUT)?;
                connection.pragma_update(None, "journal_mode", "WAL")?;
                connection.pragma_update(None, "synchronous", "FULL")?;
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
