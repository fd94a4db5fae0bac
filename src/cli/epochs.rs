//! `passerelle epochs`: the states that the graph has had.

use super::{Shared, open_graph};
use clap::Args;
use comfy_table::{Table, presets::NOTHING};

/// List the epochs of the graph, the last one first
///
/// An epoch is a state of all that sources say. Answers name the one they were
/// given in; `passerelle changes` tells two of them apart.
#[derive(Args)]
#[command(after_help = "Example:
  passerelle epochs --limit 5")]
pub(super) struct Epochs {
    /// How many at most
    #[arg(long, default_value_t = 20, value_parser = clap::value_parser!(u32).range(1..))]
    limit: u32,
}

impl Epochs {
    pub(super) fn run(&self, shared: &Shared) -> anyhow::Result<()> {
        let graph = open_graph(shared)?;
        let mut table = Table::new();
        table.load_style(NOTHING).set_header(["epoch", "commit", "begun"]);
        let limit = usize::try_from(self.limit)?;
        for epoch in graph.epochs("")?.into_iter().rev().take(limit) {
            table.add_row([epoch.id, epoch.commit.to_string(), epoch.published]);
        }
        println!("{table}");
        Ok(())
    }
}
