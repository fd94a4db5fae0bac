//! `passerelle dump`: the graph to standard output.

use super::load::graph_name;
use super::{Shared, open_graph};
use crate::domain::Iri;
use crate::graph::GraphFormat;
use clap::Args;
use std::io::{BufWriter, stdout};

/// Write the graph, or one of its graphs, to standard output
#[derive(Args)]
#[command(after_help = "Examples:
  passerelle dump > all.nq
  passerelle dump --graph https://w3id.org/passerelle/graph/survey/2022 --format ttl > survey.ttl")]
pub(super) struct Dump {
    /// Only this graph
    #[arg(long, value_name = "IRI", value_parser = graph_name)]
    graph: Option<Iri>,
    /// nq, trig, nt, ttl, n3, rdf or jsonld
    #[arg(long, default_value = "nq")]
    format: GraphFormat,
}

impl Dump {
    pub(super) fn run(&self, shared: &Shared) -> anyhow::Result<()> {
        let graph = open_graph(shared)?;
        let out = BufWriter::new(stdout().lock());
        let count = graph.dump(self.graph.as_ref(), self.format, out)?;
        eprintln!("{count} statements");
        Ok(())
    }
}
