//! `passerelle load`: files of RDF into the graph.

use super::progress::Task;
use super::{Shared, open, open_graph};
use crate::domain::Iri;
use crate::operations::Passerelle;
use clap::Args;
use std::path::PathBuf;

/// Load files of RDF: all of them, or nothing
///
/// Turtle, TriG, N-Triples, N-Quads and JSON-LD, told apart by extension. What
/// is loaded is checked against the shapes together with all that is there.
#[derive(Args)]
#[command(after_help = "Examples:
  passerelle load practice.ttl
  passerelle load a.ttl b.ttl --graph https://w3id.org/passerelle/graph/contribution/7
  passerelle load generated.nq --trusted")]
pub(super) struct Load {
    /// Files to load
    #[arg(required = true)]
    files: Vec<PathBuf>,
    /// Graph for what names none of its own [default: …/graph/upload/FILE]
    #[arg(long, value_name = "IRI", value_parser = graph_name)]
    graph: Option<Iri>,
    /// Load much that is known to fit: not checked against the shapes, and
    /// nothing is derived from it before `passerelle derive`
    #[arg(long)]
    trusted: bool,
}

/// An absolute IRI for a graph.
pub(super) fn graph_name(text: &str) -> Result<Iri, String> {
    Iri::parse(text).map_err(|error| error.to_string())
}

/// `1 file`, `2 files`.
pub(super) fn counted(files: usize) -> String {
    if files == 1 { "1 file".to_owned() } else { format!("{files} files") }
}

impl Load {
    pub(super) fn run(&self, shared: &Shared) -> anyhow::Result<()> {
        if self.trusted {
            let graph = open_graph(shared)?;
            let task = Task::start("loading");
            let change = Passerelle::load_trusted(&graph, &self.files, self.graph.as_ref())?;
            task.done(&format!("loaded {}", counted(self.files.len())));
            println!("{} new triples", change.inserted);
            return Ok(());
        }
        let service = open(shared)?;
        let task = Task::start("loading");
        let publication = service.load_files(&self.files, self.graph.as_ref())?;
        task.done(&format!("loaded {}", counted(self.files.len())));
        for entry in publication.written {
            println!("{}  {} triples", entry.graph, entry.triples);
        }
        Ok(())
    }
}
