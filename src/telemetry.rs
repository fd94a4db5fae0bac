//! Structured logs on standard error, filtered by `PASSERELLE_LOG`
//! (`info` by default), as text or as JSON.

use std::io::IsTerminal;
use tracing_subscriber::EnvFilter;

/// Starts logging. Call it once.
pub fn start(json: bool) {
    let filter =
        EnvFilter::try_from_env("PASSERELLE_LOG").unwrap_or_else(|_| EnvFilter::new("info"));
    let logs = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .with_ansi(std::io::stderr().is_terminal());
    if json { logs.json().init() } else { logs.init() }
}
