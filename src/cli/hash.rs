//! `passerelle hash`: what each graph is, in one line.

use super::{Shared, open_graph};
use clap::Args;
use comfy_table::{Table, presets::NOTHING};

/// Show the canonical hash (RDFC-1.0, SHA-256) of each graph, and the epoch
///
/// Two data directories say the same exactly when their hashes are equal.
#[derive(Args)]
#[command(after_help = "Example:
  passerelle hash")]
pub(super) struct Hash {}

impl Hash {
    pub(super) fn run(&self, shared: &Shared) -> anyhow::Result<()> {
        let graph = open_graph(shared)?;
        let mut table = Table::new();
        table.load_style(NOTHING).set_header(["graph", "triples", "sha-256", "written"]);
        for entry in graph.hashed_entries()? {
            table.add_row([
                entry.graph.to_string(),
                entry.triples.to_string(),
                entry.canonical_hash.unwrap_or_default(),
                entry.modified,
            ]);
        }
        println!("{table}\n\nepoch {}", graph.epoch()?);
        Ok(())
    }
}
