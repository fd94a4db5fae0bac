//! `passerelle query-worker`: answers queries for a server that starts it.

use crate::graph::run_worker;
use clap::Args;
use std::path::PathBuf;

/// Answer queries on standard input, from checkpoints of a store
///
/// The server starts these processes itself; they end when it does.
#[derive(Args)]
#[command(after_help = "Example:
  passerelle query-worker --checkpoints data/checkpoints --memory-bytes 805306368")]
pub(super) struct QueryWorker {
    /// Directory of the checkpoints
    #[arg(long, value_name = "DIR")]
    checkpoints: PathBuf,
    /// Memory it may use
    #[arg(long, value_name = "BYTES")]
    memory_bytes: u64,
}

impl QueryWorker {
    pub(super) fn run(&self) -> anyhow::Result<()> {
        run_worker(self.checkpoints.clone(), self.memory_bytes)?;
        Ok(())
    }
}
