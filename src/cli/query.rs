//! `passerelle query`: SPARQL from the command line.

use super::{Shared, open_graph};
use crate::graph::{
    Accepted, DatasetChoice, ExplanationFormat, GraphFormat, PublicQuery, QueryLimits,
    ResultFormat, StopToken,
};
use crate::vocabulary::PREFIXES;
use anyhow::Context;
use clap::{Args, ValueEnum};
use std::io::{BufWriter, Write, stdout};
use std::path::PathBuf;

/// Ask the graph in SPARQL 1.1
///
/// The prefixes pes:, pest:, id:, graph:, skos:, dct:, rdf:, rdfs:, owl:, xsd:,
/// prov:, org:, schema:, void:, sh:, dcat:, foaf:, sd: and as: need no declaration.
#[derive(Args)]
#[command(after_help = "Examples:
  passerelle query 'SELECT ?label { pest:telework skos:prefLabel ?label }'
  passerelle query -f question.rq --format json
  passerelle query --explain 'SELECT * { ?member a pes:Member }'")]
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
    /// Plan and timings in place of the answer; as text unless json is asked for
    #[arg(long)]
    explain: bool,
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
        let graph = open_graph(shared)?;
        let mut out = BufWriter::new(stdout().lock());
        let (dataset, stop) = (DatasetChoice::default(), StopToken::default());
        let format = query.agree(self.accepted())?;
        query.write(&graph, &dataset, &stop, format, &mut out)?;
        out.flush().context("the answer could not be written")
    }

    fn accepted(&self) -> Accepted {
        let (results, graph) = match self.format {
            Format::Tsv => (ResultFormat::Tsv, GraphFormat::Turtle),
            Format::Csv => (ResultFormat::Csv, GraphFormat::Turtle),
            Format::Json => (ResultFormat::Json, GraphFormat::JsonLd),
            Format::Xml => (ResultFormat::Xml, GraphFormat::RdfXml),
        };
        match (self.explain, self.format) {
            (true, Format::Json) => Accepted::Explanation(ExplanationFormat::Json),
            (true, _) => Accepted::Explanation(ExplanationFormat::Text),
            (false, _) => Accepted::Answer { results: Some(results), graph: Some(graph) },
        }
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
