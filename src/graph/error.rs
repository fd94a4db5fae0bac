//! What can go wrong with the graph, with what was attempted.

use super::violation::Violation;
use oxigraph::sparql::QueryEvaluationError;
use oxigraph::store::StorageError;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// A failure of the graph layer.
#[derive(Debug, thiserror::Error)]
pub enum GraphError {
    /// Another process holds the data directory.
    #[error("the data directory {} is in use by another process: stop it, or name another directory with --data", .0.display())]
    InUse(PathBuf),
    /// The data directory was written by a later version of the program.
    #[error(
        "the data directory {} has format {found}, and this version of passerelle reads formats up to {known}: use the version that wrote it, or a newer one", .path.display()
    )]
    NewerFormat {
        /// The data directory.
        path: PathBuf,
        /// The format found in it.
        found: u64,
        /// The newest format this program knows.
        known: u64,
    },
    /// The store knows fewer commits than were acknowledged.
    #[error(
        "the store knows {found} commits, and {acknowledged} were acknowledged: its log was cut, rolled back or damaged; restore a backup, or go on without them by --accept-loss"
    )]
    LostCommits {
        /// The last commit that was acknowledged.
        acknowledged: u64,
        /// The last commit that the store knows.
        found: u64,
    },
    /// A directory that something is to be copied into holds something already.
    #[error("{} is not empty: name a directory that is not there yet", .0.display())]
    NotEmpty(PathBuf),
    /// A file or directory cannot be used.
    #[error("cannot {attempted} {}", .path.display())]
    File {
        /// What was tried: `read`, `create`.
        attempted: &'static str,
        /// Where.
        path: PathBuf,
        /// Why not.
        source: std::io::Error,
    },
    /// The store failed.
    #[error("the store failed to {attempted}")]
    Storage {
        /// What was tried.
        attempted: &'static str,
        /// The engine's own error.
        source: StorageError,
    },
    /// What the store holds contradicts itself: its files were damaged.
    #[error("the store is damaged, {0}: restore a backup")]
    Damaged(String),
    /// A change was made, and the disk did not confirm it.
    #[error("the change was made, and the disk did not confirm it: a crash may undo it")]
    NotSynced(#[source] std::io::Error),
    /// The file extension names no RDF format that is accepted.
    #[error(
        "{file}: the file extension names no RDF format; known are .ttl, .nt, .nq, .trig and .jsonld"
    )]
    UnknownFormat {
        /// The file.
        file: String,
    },
    /// A file is not well formed.
    #[error("{file}:{position}: {message}")]
    Malformed {
        /// The file.
        file: String,
        /// Where in it.
        position: Position,
        /// What is wrong there.
        message: String,
    },
    /// A query is not SPARQL.
    #[error("the query is not valid SPARQL 1.1: {message}")]
    QuerySyntax {
        /// With line and column, both from 1.
        message: String,
        /// Where, when the parser tells.
        position: Option<Position>,
    },
    /// An update is not SPARQL.
    #[error("the update is not valid SPARQL 1.1 Update: {message}")]
    UpdateSyntax {
        /// With line and column, both from 1.
        message: String,
        /// Where, when the parser tells.
        position: Option<Position>,
    },
    /// The text of an update is too long or too deep, or contradicts its
    /// parameters.
    #[error("the update is refused: {0}")]
    UpdateRefused(String),
    /// A query or a write is well formed and asks for what is not done here,
    /// or not on this graph.
    #[error("it is refused: {0}")]
    Unprocessable(String),
    /// Who wanted it wants it no longer.
    #[error("it is refused: it was given up")]
    GivenUp,
    /// Another service was asked, and gave no answer that is of use.
    #[error("{host} was asked in vain: {reason}")]
    Remote {
        /// Scheme and host.
        host: String,
        /// What it did.
        reason: String,
    },
    /// A graph that the program computes cannot be written.
    #[error("the graph {0} is computed by the program and cannot be written")]
    Computed(crate::domain::Iri),
    /// A write was stopped at its time limit; nothing was stored.
    #[error("the update was stopped after its time limit of {} s; nothing was stored", .0.as_secs_f64())]
    UpdateTimedOut(Duration),
    /// A query is too long, too deeply nested, or made of too many parts.
    #[error("the query is refused: {0}")]
    QueryRefused(String),
    /// A query could not be answered.
    #[error("the query failed: {0}")]
    Evaluation(String),
    /// A query was stopped at its time limit.
    #[error("the query was stopped after {} s, the time limit for a query", .0.as_secs_f64())]
    TimedOut(Duration),
    /// A query was stopped at its memory limit, in mebibytes.
    #[error("the query was stopped: it needed more than {0} MiB, the memory limit for a query")]
    OutOfMemory(u64),
    /// A query nests deeper than the stack it gets, in mebibytes.
    #[error("the query was stopped: it nests deeper than {0} MiB of stack allow")]
    TooDeep(u64),
    /// A query was stopped at the limit for rows.
    #[error("the query was stopped: its answer has more than {0} rows, the row limit")]
    TooManyRows(u64),
    /// A query was stopped at the limit for the size of its answer, in bytes.
    #[error("the query was stopped: its answer has more than {0} bytes, the size limit")]
    TooManyBytes(u64),
    /// The process that answered a query died; what it said is for the log.
    #[error("the query ended the process that answered it")]
    Crashed(String),
    /// None of the formats a client accepts can be given for the query.
    #[error(
        "results of SELECT and ASK are given as JSON, XML, CSV and TSV, graphs of CONSTRUCT and DESCRIBE as Turtle, N-Triples, N-Quads, TriG, RDF/XML, JSON-LD and N3"
    )]
    NoFormat,
    /// All places for queries were taken, and enough others wait for one.
    #[error("{0}: try again later")]
    Busy(String),
    /// What was received could not be kept until it was whole.
    #[error("the upload could not be received")]
    Spool(#[source] std::io::Error),
    /// The answer could not be written.
    #[error("the answer could not be written")]
    Output(#[source] std::io::Error),
    /// The data break a shape; nothing was stored.
    #[error("the data do not fit the shapes ({}); nothing was stored", counted(.0.len()))]
    Invalid(Vec<Violation>),
    /// The shapes or the engine that checks them failed.
    #[error("the shapes could not be checked: {0}")]
    Shapes(String),
    /// A canonical hash could not be computed.
    #[error("the canonical form of {graph} could not be computed: {reason}")]
    Canonical {
        /// The graph.
        graph: String,
        /// Why not.
        reason: String,
    },
    /// A query of our own yields something else than its reader expects.
    #[error("a stored query is wrong: {0}")]
    OwnQuery(String),
}

fn counted(violations: usize) -> String {
    if violations == 1 { "1 violation".to_owned() } else { format!("{violations} violations") }
}

/// A place in a text, line and column from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Position {
    /// Line, from 1.
    pub line: u64,
    /// Column in code points, from 1.
    pub column: u64,
}

impl Position {
    /// The place in a message of the SPARQL parser, which begins
    /// `error at LINE:COLUMN:`.
    pub(super) fn in_message(message: &str) -> Option<Self> {
        let mut numbers = message.strip_prefix("error at ")?.splitn(3, ':');
        let line = numbers.next()?.parse().ok()?;
        let column = numbers.next()?.parse().ok()?;
        Some(Self { line, column })
    }
}

impl std::fmt::Display for Position {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}:{}", self.line, self.column)
    }
}

impl GraphError {
    /// Whether the disk is full; then nothing was stored.
    #[must_use]
    pub fn is_out_of_space(&self) -> bool {
        let (Self::File { source, .. }
        | Self::Spool(source)
        | Self::Storage { source: StorageError::Io(source), .. }) = self
        else {
            return false;
        };
        matches!(source.kind(), ErrorKind::StorageFull | ErrorKind::QuotaExceeded)
    }

    pub(super) fn file(
        attempted: &'static str,
        path: &Path,
    ) -> impl FnOnce(std::io::Error) -> Self {
        let path = PathBuf::from(path);
        move |source| Self::File { attempted, path, source }
    }

    pub(super) fn storage(attempted: &'static str) -> impl FnOnce(StorageError) -> Self {
        move |source| match source {
            StorageError::Corruption(what) => Self::Damaged(what.to_string()),
            source => Self::Storage { attempted, source },
        }
    }

    /// A query that the engine could not answer.
    pub(super) fn evaluation(error: &QueryEvaluationError) -> Self {
        if let QueryEvaluationError::Dataset(storage) = error
            && let Some(StorageError::Corruption(what)) = storage.downcast_ref()
        {
            return Self::Damaged(what.to_string());
        }
        Self::Evaluation(error.to_string())
    }
}
