//! `passerelle backup` and `passerelle restore`.

use super::control::{self, Ask};
use super::progress::Task;
use super::{Shared, open, settings};
use crate::operations;
use clap::Args;
use serde::Serialize;
use std::path::PathBuf;

#[derive(Serialize)]
struct NoFlags {}

/// Copy everything, keys and audit too, also while a server runs on the data directory
///
/// The copy is a data directory itself: of one moment, whole, on the disk when
/// the command ends.
#[derive(Args)]
#[command(after_help = "Examples:
  passerelle backup /backup/passerelle-2026-11-22
  passerelle backup --data /var/lib/passerelle /backup/today")]
pub(super) struct Backup {
    /// Where to: a directory that is not there yet, or empty
    directory: PathBuf,
}

impl Backup {
    pub(super) fn run(&self, shared: &Shared) -> anyhow::Result<()> {
        let config = settings(shared, &NoFlags {})?;
        let to = std::path::absolute(&self.directory)?;
        let task = Task::start("copying");
        let asked = control::ask(&config.data, &Ask::BackUp(to.clone()))?;
        let commit = if let Some(commit) = asked {
            commit
        } else {
            let service = open(shared)?;
            operations::back_up(service.graph(), service.desk(), &to)?
        };
        task.done(&format!("copied commit {commit} to {}", to.display()));
        Ok(())
    }
}

/// Put a copy back, into a data directory that is not there yet, or empty
#[derive(Args)]
#[command(after_help = "Example:
  passerelle restore /backup/passerelle-2026-11-22 --data /var/lib/passerelle")]
pub(super) struct Restore {
    /// The copy, made by `passerelle backup`
    directory: PathBuf,
}

impl Restore {
    pub(super) fn run(&self, shared: &Shared) -> anyhow::Result<()> {
        let config = settings(shared, &NoFlags {})?;
        let task = Task::start("copying");
        let commit = operations::restore(&self.directory, &config.data)?;
        task.done(&format!("restored commit {commit} to {}", config.data.display()));
        Ok(())
    }
}
