//! `passerelle query`: SPARQL from the command line.

use super::{Shared, open};
use crate::graph::{
    DatasetChoice, GraphFormat, PublicQuery, QueryForm, QueryLimits, ResultFormat, StopToken,
};
use crate::vocabulary::PREFIXES;
use anyhow::Context;
use clap::{Args, ValueEnum};
use std::io::{BufWriter, Write, stdout};
use std::path::PathBuf;

/// Ask the graph in SPARQL 1.1
///
/// The prefixes pes:, pest:, id:, graph:, skos:, dct:, rdf:, rdfs:, owl:, xsd:,
/// prov:, org:, schema:, void:, sh:, dcat:, foaf: and sd: need no declaration.
#[derive(Args)]
#[command(after_help = "Examples:
  passerelle query 'SELECT ?label { pest:telework skos:prefLabel ?label }'
  passerelle query -f question.rq --format json")]
pub(super) struct Query {
    /// The query
    #[arg(required_unless_present = "file", conflicts_with = "file")]
    sparql: Option<String>,
    /// A file with the query
    #[arg(short, long, value_name = "FILE")]
    file: Option<PathBuf>,
    /// Format of the answer; graphs come as Turtle unless json is asked for
    #[arg(long, value_enum, default_value = "tsv")]
    format: Format,
}

#[derive(Clone, Copy, ValueEnum)]
enum Format {
    Tsv,
    Csv,
    Json,
    Xml,
}

impl Query {
    pub(super) fn run(&self, shared: &Shared) -> anyhow::Result<()> {
        let text = self.text()?;
        let query = PublicQuery::parse(&text, &PREFIXES, QueryLimits::default())?;
        let service = open(shared)?;
        let mut out = BufWriter::new(stdout().lock());
        let (dataset, stop) = (DatasetChoice::default(), StopToken::default());
        match query.form() {
            QueryForm::Results => {
                let format = match self.format {
                    Format::Tsv => ResultFormat::Tsv,
                    Format::Csv => ResultFormat::Csv,
                    Format::Json => ResultFormat::Json,
                    Format::Xml => ResultFormat::Xml,
                };
                query.write_results(service.graph(), &dataset, &stop, format, &mut out)?;
            }
            QueryForm::Graph => {
                let format = match self.format {
                    Format::Json => GraphFormat::JsonLd,
                    Format::Xml => GraphFormat::RdfXml,
                    Format::Tsv | Format::Csv => GraphFormat::Turtle,
                };
                query.write_graph(service.graph(), &dataset, &stop, format, &mut out)?;
            }
        }
        out.flush().context("the answer could not be written")
    }

    fn text(&self) -> anyhow::Result<String> {
        match (&self.sparql, &self.file) {
            (Some(text), _) => Ok(text.clone()),
            (None, Some(file)) => std::fs::read_to_string(file)
                .with_context(|| format!("cannot read {}", file.display())),
            (None, None) => Ok(String::new()),
        }
    }
}
