//! Processes that answer public queries from checkpoints, so that whatever a
//! query does ends with its process. Both sides are here.
//!
//! - `process`: the worker itself, `passerelle query-worker`.
//! - `child`: a worker as its parent sees it; `life`: its process.
//! - `pool`: the workers that are kept ready.
//! - `background`: what they do to stay behind the server.
//!
//! They speak in frames over standard input and output: a letter for the kind,
//! the length in four bytes, then JSON, or the bytes of the answer.

mod background;
mod child;
mod life;
mod pool;
mod process;

pub(super) use child::{Reply, Worker};
pub(super) use pool::WorkerPool;
pub use process::run_worker;

use super::error::{GraphError, Position};
use super::public_query::{QueryLimits, QueryRequest};
use crate::domain::DefaultGraph;
use serde::{Deserialize, Serialize};
use std::path::PathBuf;

/// How workers are started.
#[derive(Clone, Debug)]
pub struct WorkerSettings {
    /// The program, which has the command `query-worker`.
    pub program: PathBuf,
    /// What a query in one worker may use, in bytes, its stack apart.
    pub memory_max: u64,
}

/// The stack for parsing, planning and evaluation: all of them recurse.
const STACK_BYTES: usize = 128 * 1024 * 1024;

/// Kind and length.
const HEAD_BYTES: usize = 5;
/// The answer's format, as JSON.
const FORMAT: u8 = b'F';
/// Bytes of the answer.
const DATA: u8 = b'D';
/// The summary, as JSON: the answer is whole.
const END: u8 = b'E';
/// Why there is no answer, as JSON.
const FAILURE: u8 = b'X';

/// What a worker is told.
#[derive(Serialize, Deserialize)]
struct Order {
    /// The checkpoint to read, by its commit.
    checkpoint: u64,
    default_graph: DefaultGraph,
    /// None to open the checkpoint and leave the one before.
    request: Option<QueryRequest>,
}

/// An error on its way from a worker.
#[derive(Serialize, Deserialize)]
enum Failure {
    Syntax { message: String, position: Option<(u64, u64)> },
    Refused(String),
    Unprocessable(String),
    Remote { host: String, reason: String },
    NoFormat,
    Time,
    Rows,
    Bytes,
    Other(String),
}

impl Failure {
    fn of(error: GraphError) -> Self {
        match error {
            GraphError::QuerySyntax { message, position } => {
                let position = position.map(|Position { line, column }| (line, column));
                Self::Syntax { message, position }
            }
            GraphError::QueryRefused(reason) => Self::Refused(reason),
            GraphError::Unprocessable(reason) => Self::Unprocessable(reason),
            GraphError::Remote { host, reason } => Self::Remote { host, reason },
            GraphError::NoFormat => Self::NoFormat,
            GraphError::TimedOut(_) => Self::Time,
            GraphError::TooManyRows(_) => Self::Rows,
            GraphError::TooManyBytes(_) => Self::Bytes,
            other => Self::Other(match std::error::Error::source(&other) {
                Some(source) => format!("{other}: {source}"),
                None => other.to_string(),
            }),
        }
    }

    fn into_error(self, limits: &QueryLimits) -> GraphError {
        match self {
            Self::Syntax { message, position } => GraphError::QuerySyntax {
                message,
                position: position.map(|(line, column)| Position { line, column }),
            },
            Self::Refused(reason) => GraphError::QueryRefused(reason),
            Self::Unprocessable(reason) => GraphError::Unprocessable(reason),
            Self::Remote { host, reason } => GraphError::Remote { host, reason },
            Self::NoFormat => GraphError::NoFormat,
            Self::Time => GraphError::TimedOut(limits.timeout),
            Self::Rows => GraphError::TooManyRows(limits.rows_max),
            Self::Bytes => GraphError::TooManyBytes(limits.bytes_max),
            Self::Other(words) => GraphError::Evaluation(words),
        }
    }
}
