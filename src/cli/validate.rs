//! `passerelle validate`: files of RDF against the shapes, nothing stored.

use super::Shared;
use super::load::counted;
use super::progress::Task;
use crate::graph::GraphError;
use crate::operations::Passerelle;
use clap::Args;
use std::path::PathBuf;

/// Check files of RDF against the shapes, as `load` would; nothing is stored
///
/// The files are checked together with the ontology and the seed data.
#[derive(Args)]
#[command(after_help = "Example:
  passerelle validate practice.ttl")]
pub(super) struct Validate {
    /// Files to check
    #[arg(required = true)]
    files: Vec<PathBuf>,
}

impl Validate {
    pub(super) fn run(&self, _shared: &Shared) -> anyhow::Result<()> {
        let task = Task::start("checking");
        let service = Passerelle::in_memory()?;
        let violations = Passerelle::check_files(service.graph(), &self.files)?;
        task.done_silently();
        if !violations.is_empty() {
            return Err(GraphError::Invalid(violations).into());
        }
        println!("{} checked: all fit the shapes", counted(self.files.len()));
        Ok(())
    }
}
