//! `passerelle evaluate`: how good the matching is, on outside data, on planted
//! groups, and by the laws of its score. What is printed is in `tables`.

mod tables;

use super::progress::Task;
use super::{Shared, open};
use crate::matching::evaluation::{
    LawResult, PlantedReport, PlantedSpec, QualityReport, Settings, check_laws, evaluate,
    evaluate_planted,
};
use crate::operations::{
    Columns, DataSetFiles, ExchangeFigures, plot_thin_evidence, read_data_set,
};
use anyhow::{Context, bail, ensure};
use clap::Args;
use serde::Serialize;
use std::fs;
use std::path::PathBuf;

/// Judge the matching: on a data set, exchanges, planted groups, by its laws
///
/// A data set is CSV with a header; lines that begin with # are comments.
///
///   mentions  one row for each entity and concept that it mentions
///   tree      one row for each concept and the broader one, empty for a root
///   groups    one row for each entity and its group, such as its region
///   later     a later edition, in the columns of the mentions
///
/// The data set's concepts must be in its tree; without a tree no concept is
/// broader than another. Groups are never an input of the matching. What the
/// figures mean: docs/matching-quality.md. Entities with fewer than two mentions
/// are left out.
#[derive(Args)]
#[command(verbatim_doc_comment)]
#[command(after_help = "Examples:
  passerelle evaluate --mentions mentions.csv --tree tree.csv --groups groups.csv
  passerelle evaluate --mentions codings.csv --entity-column country --concept-column theme \\
      --negative-column coded --negative 'not mentioned' --later update.csv --plot thin.svg
  passerelle evaluate --exchanges --data data
  passerelle evaluate --planted
  passerelle evaluate --laws 1000000")]
pub(super) struct Evaluate {
    #[command(flatten)]
    what: What,
    #[command(flatten)]
    files: Files,
    /// Print JSON rather than tables
    #[arg(long)]
    json: bool,
    /// Draw the curve of thin evidence into this SVG file
    #[arg(long, value_name = "FILE", requires = "mentions")]
    plot: Option<PathBuf>,
    /// Where the drawing begins
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Resamples for each 95 % interval
    #[arg(long, default_value_t = 2000, value_parser = clap::value_parser!(u32).range(100..=100_000))]
    rounds: u32,
}

#[derive(Args)]
#[group(required = true, multiple = true)]
struct What {
    /// Who mentions what
    #[arg(long, value_name = "FILE")]
    mentions: Option<PathBuf>,
    /// Whether members that met stand high in each other's lists, in the data directory
    #[arg(long)]
    exchanges: bool,
    /// Plant eight groups, with clear and with thin evidence
    #[arg(long)]
    planted: bool,
    /// Try each law of the score on so many made-up cases
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..))]
    laws: Option<u64>,
}

#[derive(Args)]
#[command(next_help_heading = "Data set")]
struct Files {
    /// Concepts and broader concepts
    #[arg(long, value_name = "FILE", requires = "mentions")]
    tree: Option<PathBuf>,
    /// The group of each entity
    #[arg(long, value_name = "FILE", requires = "mentions")]
    groups: Option<PathBuf>,
    /// A later edition, which the mentions are to foresee
    #[arg(long, value_name = "FILE", requires = "mentions", conflicts_with = "split_column")]
    later: Option<PathBuf>,
    /// Column of the entity, in mentions, later and groups
    #[arg(long, value_name = "NAME", default_value = "entity")]
    entity_column: String,
    /// Column of the concept, in mentions and later
    #[arg(long, value_name = "NAME", default_value = "concept")]
    concept_column: String,
    /// Column with 'need' or 'offer'; else all are needs
    #[arg(long, value_name = "NAME")]
    facet_column: Option<String>,
    /// Column with 'explicit', 'inferred' or 'illustrativeList'; else all are explicit
    #[arg(long, value_name = "NAME")]
    certainty_column: Option<String>,
    /// Column of who says so; a source counts once. Else there is one source
    #[arg(long, value_name = "NAME")]
    source_column: Option<String>,
    /// Column that can say that the concept is not mentioned
    #[arg(long, value_name = "NAME")]
    negative_column: Option<String>,
    /// What it says then; can be repeated
    #[arg(long, value_name = "VALUE", default_values = ["no", "0", "false"], requires = "negative_column")]
    negative: Vec<String>,
    /// Column that tells the editions apart, when both are in one file
    #[arg(long, value_name = "NAME", requires = "later_value")]
    split_column: Option<String>,
    /// What it says of a row of the later edition
    #[arg(long, value_name = "VALUE", requires = "split_column")]
    later_value: Option<String>,
    /// Column of the narrower concept, in the tree
    #[arg(long, value_name = "NAME", default_value = "child")]
    child_column: String,
    /// Column of the broader concept, in the tree
    #[arg(long, value_name = "NAME", default_value = "parent")]
    parent_column: String,
    /// Column of the group, in groups
    #[arg(long, value_name = "NAME", default_value = "group")]
    group_column: String,
    /// One character between two fields
    #[arg(long, value_name = "CHARACTER", default_value = ",")]
    delimiter: char,
}

/// What was asked for, in one object.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Report {
    seed: u64,
    rounds: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    data_set: Option<QualityReport>,
    #[serde(skip_serializing_if = "Option::is_none")]
    exchanges: Option<ExchangeFigures>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    planted: Vec<PlantedReport>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    laws: Vec<LawResult>,
}

impl Evaluate {
    pub(super) fn run(&self, shared: &Shared) -> anyhow::Result<()> {
        let task = Task::start("judging");
        let report = self.report(shared)?;
        task.done_silently();
        if let (Some(path), Some(figures)) = (&self.plot, &report.data_set) {
            fs::write(path, plot_thin_evidence(&figures.thin)?)
                .with_context(|| format!("cannot write {}", path.display()))?;
        }
        if self.json {
            println!("{}", serde_json::to_string_pretty(&report)?);
        } else {
            println!("{}", tables::render(&report));
        }
        let broken: u64 = report.laws.iter().map(|law| law.violations).sum();
        ensure!(broken == 0, "laws of the score were broken {broken} times");
        Ok(())
    }

    fn report(&self, shared: &Shared) -> anyhow::Result<Report> {
        let rounds = usize::try_from(self.rounds)?;
        let settings = Settings { seed: self.seed, rounds };
        let data_set = match &self.what.mentions {
            Some(mentions) => {
                let data = read_data_set(&self.files.with(mentions.clone())?)?;
                Some(evaluate(&data, settings))
            }
            None => None,
        };
        let exchanges = if self.what.exchanges {
            let figures = open(shared)?.judge_exchanges()?;
            Some(figures.context("no exchange between members is known")?)
        } else {
            None
        };
        let specs = [PlantedSpec::CLEAR, PlantedSpec::BROAD, PlantedSpec::THIN];
        let planted = specs.into_iter().filter(|_| self.what.planted);
        Ok(Report {
            seed: self.seed,
            rounds,
            data_set,
            exchanges,
            planted: planted
                .map(|spec| evaluate_planted(spec, settings))
                .collect::<Result<_, _>>()?,
            laws: self.what.laws.map_or(Ok(Vec::new()), |cases| check_laws(cases, self.seed))?,
        })
    }
}

impl Files {
    fn with(&self, mentions: PathBuf) -> anyhow::Result<DataSetFiles> {
        let Ok(delimiter) = u8::try_from(self.delimiter) else {
            bail!("'{}' cannot stand between fields: use an ASCII character", self.delimiter);
        };
        Ok(DataSetFiles {
            mentions,
            tree: self.tree.clone(),
            groups: self.groups.clone(),
            later: self.later.clone(),
            columns: Columns {
                entity: self.entity_column.clone(),
                concept: self.concept_column.clone(),
                facet: self.facet_column.clone(),
                certainty: self.certainty_column.clone(),
                source: self.source_column.clone(),
                negative: self.negative_column.clone(),
                split: self.split_column.clone(),
                child: self.child_column.clone(),
                parent: self.parent_column.clone(),
                group: self.group_column.clone(),
            },
            negatives: self.negative.clone(),
            later_value: self.later_value.clone().unwrap_or_default(),
            delimiter,
        })
    }
}
