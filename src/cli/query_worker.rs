//! `passerelle query-worker`: answers queries for a server that starts it.

use crate::graph::{Federation, run_worker};
use crate::outbound::AllowList;
use clap::Args;
use std::path::PathBuf;
use std::time::Duration;

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
    /// Hosts that queries may ask by SERVICE
    #[arg(long, value_name = "ORIGINS", default_value = "")]
    federation_allow: AllowList,
    /// Time of one request to them
    #[arg(long, value_name = "SECONDS", default_value_t = 10)]
    federation_timeout_s: u64,
    /// Bytes of all their answers to one query
    #[arg(long, value_name = "BYTES", default_value_t = 16 * 1024 * 1024)]
    federation_max_bytes: u64,
}

impl QueryWorker {
    pub(super) fn run(&self) -> anyhow::Result<()> {
        let federation = Federation::new(
            self.federation_allow.clone(),
            Duration::from_secs(self.federation_timeout_s),
            self.federation_max_bytes,
        );
        run_worker(self.checkpoints.clone(), self.memory_bytes, federation)?;
        Ok(())
    }
}
