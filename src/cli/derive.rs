//! `passerelle derive`: the derived graph anew.

use super::progress::Task;
use super::{Shared, open_graph};
use clap::Args;

/// Compute the derived graph anew: shortcuts, inverses, statistics
#[derive(Args)]
#[command(after_help = "Example:
  passerelle derive")]
pub(super) struct Derive {}

impl Derive {
    pub(super) fn run(&self, shared: &Shared) -> anyhow::Result<()> {
        let graph = open_graph(shared)?;
        let task = Task::start("deriving");
        let publication = graph.derive()?;
        task.done("derived");
        for entry in publication.written {
            println!("{}  {} triples", entry.graph, entry.triples);
        }
        Ok(())
    }
}
