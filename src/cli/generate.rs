//! `passerelle generate`: made-up members for load tests.

use super::progress::Task;
use crate::graph::GraphFormat;
use crate::operations::{SyntheticSize, generate};
use anyhow::Context;
use clap::Args;
use std::fs::File;
use std::io::{BufWriter, Write, stdout};
use std::path::{Path, PathBuf};

/// Bytes that are gathered before they are written.
const BUFFER_BYTES: usize = 1 << 20;

/// Make up members for load tests: the same seed, the same bytes
///
/// Some 47 triples a member: its statements on the real themes, some far
/// more popular than others, and for one in eight a practice. Member n is of
/// group n mod 8; a group faces the same things, and needs what the group
/// before it offers. Everything is marked as synthetic. The themes, countries
/// and regions that are spoken of come along.
#[derive(Args)]
#[command(after_help = "Examples:
  passerelle generate --members 1000 --seed 1 > members.nq
  passerelle generate --triples 1000000 --seed 1 --output million.nt")]
pub(super) struct Generate {
    #[command(flatten)]
    size: Size,
    /// Where the drawing begins
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// nq, trig, nt, ttl, n3, rdf or jsonld [default: by the extension of the output, else nq]
    #[arg(long)]
    format: Option<GraphFormat>,
    /// Write to this file rather than to standard output
    #[arg(long, value_name = "FILE")]
    output: Option<PathBuf>,
}

#[derive(Args)]
#[group(required = true, multiple = false)]
struct Size {
    /// How many members
    #[arg(long, value_name = "N")]
    members: Option<u64>,
    /// How many triples at most; less than a member's under it
    #[arg(long, value_name = "N")]
    triples: Option<u64>,
}

impl Generate {
    pub(super) fn run(&self) -> anyhow::Result<()> {
        let task = Task::start("generating");
        let out: Box<dyn Write> = match &self.output {
            Some(path) => Box::new(
                File::create(path).with_context(|| format!("cannot create {}", path.display()))?,
            ),
            None => Box::new(stdout().lock()),
        };
        let out = BufWriter::with_capacity(BUFFER_BYTES, out);
        let made = generate(self.seed, self.size.chosen(), self.format(), out)?;
        task.done(&format!("{} members, {} triples", made.members, made.triples));
        Ok(())
    }

    fn format(&self) -> GraphFormat {
        let by_extension = || {
            let extension = self.output.as_deref().and_then(Path::extension)?;
            extension.to_str()?.parse().ok()
        };
        self.format.or_else(by_extension).unwrap_or(GraphFormat::NQuads)
    }
}

impl Size {
    fn chosen(&self) -> SyntheticSize {
        match (self.members, self.triples) {
            (_, Some(triples)) => SyntheticSize::Triples(triples),
            (members, None) => SyntheticSize::Members(members.unwrap_or_default()),
        }
    }
}
