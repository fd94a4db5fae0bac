//! What is kept beside the graph and never published: API keys, and the audit
//! of who did what. It is in SQLite, in a file of its own, so no SPARQL query
//! can reach it, and the command line can use it while a server runs.
//!
//! - `database`: opens the file, migrates it, takes turns on it.
//! - `key`: keys: made, shown once, kept as a hash, recognised, revoked.
//! - `audit`: the append-only record.

mod audit;
mod column;
mod database;
mod error;
mod key;

pub use audit::{Action, AuditEntry, Deed};
pub use database::Desk;
pub use error::DeskError;
pub use key::{Key, KeyRefused, KeySecret, NewKey, Revocation};
