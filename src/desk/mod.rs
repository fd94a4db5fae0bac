//! What is kept beside the graph and never published: API keys, sessions,
//! contributions and survey imports on their way, and the audit of who did
//! what. It is in SQLite, in a file of its own, so no SPARQL query can reach it,
//! and the command line can use it while a server runs.
//!
//! - `database`: opens the file, migrates it, takes turns on it.
//! - `key`: keys: made, shown once, kept as a hash, recognised, revoked.
//! - `session`: who is signed in, in a browser.
//! - `contribution`: what members bring, version by version.
//! - `survey_import`: sheets on their way into the graph.
//! - `audit`: the append-only record.

mod audit;
mod column;
mod contribution;
mod database;
mod error;
mod key;
mod session;
mod survey_import;

pub use audit::{Action, AuditEntry, By, Deed};
pub use contribution::{
    Contribution, ContributionFilter, ContributionVersion, Pending, Ticket, Trace,
};
pub use database::Desk;
pub use error::DeskError;
pub use key::{Key, KeyRefused, KeySecret, NewKey, Revocation};
pub use session::{SESSION_IDLE, SESSION_LIFE, Session, SessionToken};
pub use survey_import::{PublishedImport, SurveyImport};
