//! `passerelle import-survey`: a sheet of answers into the graph.

use super::progress::Task;
use super::{Shared, open};
use crate::desk::By;
use crate::domain::{Language, Role};
use crate::http::{survey_fault_columns, survey_faults, write_csv};
use crate::operations::{CodingState, ImportReport, PublishedSurvey, SurveyFile};
use crate::survey::{FILE_BYTES_MAX, Severity};
use anyhow::{Context, bail};
use clap::{Args, ValueEnum};
use comfy_table::{Cell, Color, ContentArrangement, Table, presets::UTF8_HORIZONTAL_ONLY};
use std::fs::File;
use std::io::{Read, Write, stdout};
use std::path::{Path, PathBuf};

/// Characters of a cell that the table shows.
const SHOWN_CHARS: usize = 60;

/// Import a sheet of survey answers: all of it, or nothing
///
/// CSV, XLSX or ODS, with a mapping that says what the columns mean (see
/// docs/survey-import.md). Tells each faulty cell, codes what is certain, and
/// publishes the answers as a graph of their own. The same file twice changes
/// nothing. What is faulty or not coded keeps it from being published, unless
/// --incomplete leaves that out; it can be coded through /api/v1/survey-imports
/// first. Exit code 1 when there are errors, or nothing was published.
#[derive(Args)]
#[command(after_help = "Examples:
  passerelle import-survey wave.xlsx --mapping wave.toml --dry-run
  passerelle import-survey wave.csv --mapping wave.toml --dry-run --report csv > faults.csv
  passerelle import-survey wave.xlsx --mapping wave.toml --incomplete")]
pub(super) struct ImportSurvey {
    /// The sheet
    file: PathBuf,
    /// What its columns mean, TOML or JSON
    #[arg(long, value_name = "FILE")]
    mapping: PathBuf,
    /// Only tell what would happen; nothing is kept
    #[arg(long)]
    dry_run: bool,
    /// Publish without what is faulty or not coded
    #[arg(long)]
    incomplete: bool,
    /// How faults are told
    #[arg(long, value_enum, default_value_t = ReportForm::Table)]
    report: ReportForm,
    /// Language of the reasons: fr, en or es
    #[arg(long, default_value = "en")]
    lang: Language,
}

#[derive(Clone, Copy, ValueEnum)]
enum ReportForm {
    Table,
    Csv,
    Json,
}

impl ImportSurvey {
    pub(super) fn run(&self, shared: &Shared) -> anyhow::Result<()> {
        let bytes = read(&self.file)?;
        let mapping = read(&self.mapping)?;
        let mapping = String::from_utf8(mapping).context("the mapping is not UTF-8")?;
        let name = self.file.to_string_lossy();
        let file = SurveyFile { name: &name, bytes: &bytes, mapping: &mapping };
        let service = open(shared)?;
        let task = Task::start("reading the sheet");
        if self.dry_run {
            let report = service.try_survey(&file)?;
            task.done("read");
            return self.told(&report);
        }
        let (report, _) = service.draft_survey(&file, By::COMMAND_LINE)?;
        task.done("read");
        if let Some(published) = &report.published {
            println!("{} is published already, and nothing changes", report.file_name);
            println!("{}", told_of(&report, published));
            return Ok(());
        }
        let task = Task::start("publishing");
        let outcome = service.publish_survey(
            &report.id,
            report.version,
            self.incomplete,
            Role::Admin,
            By::COMMAND_LINE,
        );
        let published = match outcome {
            Ok(published) => published,
            Err(error) => {
                task.done_silently();
                let _ = self.told(&report);
                return Err(error).context(format!("import {} is not published", report.id));
            }
        };
        task.done("published");
        self.tell(&report)?;
        if let Some(outcome) = &published.published {
            println!("{}", told_of(&published, outcome));
        }
        Ok(())
    }

    /// Tells what a sheet is like; an error when it has errors.
    fn told(&self, report: &ImportReport) -> anyhow::Result<()> {
        self.tell(report)?;
        match report.reading.errors() {
            0 => Ok(()),
            errors => bail!("{errors} cells have errors"),
        }
    }

    fn tell(&self, report: &ImportReport) -> anyhow::Result<()> {
        let rows = survey_faults(report);
        match self.report {
            ReportForm::Csv => stdout().write_all(&write_csv(&survey_fault_columns(), &rows)?)?,
            ReportForm::Json => println!("{}", serde_json::to_string_pretty(&rows)?),
            ReportForm::Table => {
                if !rows.is_empty() {
                    println!("{}", self.table(report));
                }
                println!("{}", summary(report));
            }
        }
        Ok(())
    }

    fn table(&self, report: &ImportReport) -> Table {
        let mut table = Table::new();
        table
            .load_style(UTF8_HORIZONTAL_ONLY)
            .set_content_arrangement(ContentArrangement::Dynamic)
            .set_header(["cell", "column", "", "value", "why", "suggestion"]);
        let language = Language::ALL.iter().position(|one| *one == self.lang).unwrap_or_default();
        for fault in &report.reading.faults {
            let row = fault.place.row.map(|row| row.to_string()).unwrap_or_default();
            let (word, color) = match fault.kind.severity() {
                Severity::Error => ("error", Color::Red),
                Severity::Warning => ("warning", Color::Yellow),
            };
            table.add_row([
                Cell::new(format!("{}{row}", fault.place.letters)),
                Cell::new(&fault.place.heading),
                Cell::new(word).fg(color),
                Cell::new(shortened(&fault.value)),
                Cell::new(fault.kind.reasons()[language]),
                Cell::new(shortened(fault.suggestion.as_deref().unwrap_or_default())),
            ]);
        }
        table
    }
}

fn shortened(text: &str) -> String {
    text.chars().take(SHOWN_CHARS).collect()
}

/// What is in the sheet, as numbers.
fn summary(report: &ImportReport) -> String {
    let count = |state| report.count(state);
    format!(
        "{} rows, {} members, {} claims: {} certain, {} coded, {} left uncoded, {} with suggestions, {} without",
        report.reading.rows,
        report.reading.respondents.len(),
        report.codings.len(),
        count(CodingState::Certain),
        count(CodingState::Coded),
        count(CodingState::Uncoded),
        count(CodingState::Suggested),
        count(CodingState::Open),
    )
}

fn told_of(report: &ImportReport, published: &PublishedSurvey) -> String {
    let outcome = &published.outcome;
    format!(
        "survey {}: {} statements of {} members; left out: {} claims without theme, {} faulty cells",
        report.mapping.survey.id,
        outcome.statements,
        outcome.respondents,
        outcome.uncoded,
        outcome.faulty
    )
}

/// A file, no more of which is read than an import may have.
fn read(path: &Path) -> anyhow::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    File::open(path)
        .and_then(|file| file.take(FILE_BYTES_MAX as u64 + 1).read_to_end(&mut bytes))
        .with_context(|| format!("cannot read {}", path.display()))?;
    Ok(bytes)
}
