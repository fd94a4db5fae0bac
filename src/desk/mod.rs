//! What is kept beside the graph and never published: API keys, sessions,
//! contributions and survey imports on their way, webhooks, and the audit of
//! who did what. It is in SQLite, in a file of its own, so no SPARQL query can
//! reach it, and the command line can use it while a server runs.
//!
//! - `database`: opens the file, migrates it, takes turns on it.
//! - `key`: keys: made, shown once, kept as a hash, recognised, revoked.
//! - `session`: who is signed in, in a browser.
//! - `person`: whom an OpenID provider names, as keys without a secret.
//! - `contribution`: what members bring, version by version.
//! - `survey_import`: sheets on their way into the graph.
//! - `webhook`: who wants to be told of changes; `webhook_secret`: what messages
//!   are signed with; `delivery`: messages on their way.
//! - `audit`: the append-only record.

mod audit;
mod column;
mod contribution;
mod database;
mod delivery;
mod error;
mod key;
mod person;
mod session;
mod survey_import;
mod webhook;
mod webhook_secret;

pub use audit::{Action, AuditEntry, By, Deed};
pub use contribution::{
    Contribution, ContributionFilter, ContributionSpan, ContributionVersion, Pending, Ticket, Trace,
};
pub use database::Desk;
pub use delivery::{Attempt, Delivery, DeliveryCounts, DueDelivery, NewDelivery};
pub use error::DeskError;
pub use key::{Key, KeyRefused, KeySecret, NewKey, Revocation, random_token};
pub use session::{SESSION_IDLE, SESSION_LIFE, Session, SessionToken};
pub use survey_import::{PublishedImport, SurveyImport};
pub use webhook::{Webhook, WebhookOwner, WebhookTarget};
pub use webhook_secret::{NotSigned, WebhookSecret};
