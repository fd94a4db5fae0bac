//! Structured logs on standard error, filtered by `PASSERELLE_LOG`
//! (`info` by default), as text or as JSON.

use std::io::IsTerminal;
use tracing_appender::non_blocking::{NonBlockingBuilder, WorkerGuard};
use tracing_subscriber::EnvFilter;

/// Lines that wait for a slow reader; beyond them, lines are lost.
const LINES_WAITING: usize = 16 * 1024;

/// Starts logging. Call it once, and keep what it gives: dropped, it writes
/// the lines that wait.
///
/// A thread of its own writes them: a reader that has stalled must not stall
/// the service.
pub fn start(json: bool) -> WorkerGuard {
    let filter =
        EnvFilter::try_from_env("PASSERELLE_LOG").unwrap_or_else(|_| EnvFilter::new("info"));
    let (writer, guard) = NonBlockingBuilder::default()
        .buffered_lines_limit(LINES_WAITING)
        .lossy(true)
        .thread_name("log")
        .finish(std::io::stderr());
    let logs = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(writer)
        .with_ansi(std::io::stderr().is_terminal());
    if json {
        logs.json().flatten_event(true).with_span_list(false).init();
    } else {
        logs.init();
    }
    guard
}
