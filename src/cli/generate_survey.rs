//! `passerelle generate-survey`: a made-up wave of a survey, to try an import.

use super::Shared;
use super::progress::Task;
use crate::graph::KnowledgeGraph;
use crate::operations::Passerelle;
use crate::survey::{DIRTY_ROWS_MIN, MADE_COLUMNS, SheetFormat, WaveSize, write_sheet};
use anyhow::{Context, bail};
use clap::Args;
use std::path::{Path, PathBuf};

/// What the sheet is called in a workbook.
const SHEET: &str = "Synthetic answers";

/// Make up a wave of a survey, with the mapping that fits it
///
/// Members and themes are those of the binary's content, or of the data
/// directory; the answers are drawn: the same seed, the same file. Everything
/// is marked as synthetic. Beyond the members, rows are of services that nobody
/// knows; beyond eight columns, the questions come again.
#[derive(Args)]
#[command(after_help = "Examples:
  passerelle generate-survey --output wave.csv --mapping wave.toml
  passerelle generate-survey --respondents 40 --seed 7 --dirty --output wave.ods --mapping wave.toml
  passerelle import-survey wave.ods --mapping wave.toml --dry-run")]
pub(super) struct GenerateSurvey {
    /// The year; the survey is called synthetic-YEAR
    #[arg(long, default_value_t = 2023, value_parser = clap::value_parser!(u16).range(1000..=9999))]
    year: u16,
    /// How many rows
    #[arg(long, default_value_t = 40, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=4000))]
    respondents: u16,
    /// Where the drawing begins
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// How many columns
    #[arg(long, default_value_t = MADE_COLUMNS, value_name = "N", value_parser = clap::builder::RangedU64ValueParser::<usize>::new().range(8..=100))]
    columns: usize,
    /// Of the members of the data directory, which no service may have open
    #[arg(long)]
    own_members: bool,
    /// With a faulty cell of every kind
    #[arg(long)]
    dirty: bool,
    /// csv, xlsx or ods [default: by the extension of the output]
    #[arg(long)]
    format: Option<SheetFormat>,
    /// Where the sheet is written
    #[arg(long, value_name = "FILE")]
    output: PathBuf,
    /// Where the mapping is written
    #[arg(long, value_name = "FILE")]
    mapping: PathBuf,
}

impl GenerateSurvey {
    pub(super) fn run(&self, shared: &Shared) -> anyhow::Result<()> {
        let respondents = usize::from(self.respondents);
        if self.dirty && respondents < DIRTY_ROWS_MIN {
            bail!("a fault of every kind takes {DIRTY_ROWS_MIN} rows at least");
        }
        let task = Task::start("generating");
        let graph = if self.own_members {
            super::open_graph(shared)?
        } else {
            let graph = KnowledgeGraph::in_memory()?;
            graph.seed()?;
            graph
        };
        let size = WaveSize {
            year: self.year,
            respondents,
            seed: self.seed,
            columns: self.columns,
            dirty: self.dirty,
            sheet: SHEET,
        };
        let made = Passerelle::generate_survey(&graph, &size)?;
        let sheet = write_sheet(SHEET, &made.rows, self.format()?)?;
        let write = |path: &Path, bytes: &[u8]| {
            std::fs::write(path, bytes).with_context(|| format!("cannot write {}", path.display()))
        };
        write(&self.output, &sheet)?;
        write(&self.mapping, made.mapping.as_bytes())?;
        task.done(&format!("{} rows", made.rows.len() - 1));
        Ok(())
    }

    fn format(&self) -> anyhow::Result<SheetFormat> {
        let extension = self.output.extension().and_then(|extension| extension.to_str());
        match (self.format, extension) {
            (Some(format), _) => Ok(format),
            (None, Some(extension)) => extension.parse().map_err(anyhow::Error::msg),
            (None, None) => bail!("name a --format, or an output that ends in .csv, .xlsx or .ods"),
        }
    }
}
