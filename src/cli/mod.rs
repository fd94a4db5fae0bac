//! The command line: one file a command. Exit codes: 0 done, 1 the work
//! failed, 2 wrong usage.

mod backup;
mod changes;
mod control;
mod derive;
mod dump;
mod epochs;
mod evaluate;
mod generate;
mod generate_survey;
mod hash;
mod import_survey;
mod keys;
mod load;
mod match_peers;
mod open_files;
mod openapi;
mod openid;
mod progress;
mod query;
mod query_worker;
mod serve;
mod validate;

use crate::config::Config;
use crate::graph::{GraphError, KnowledgeGraph, Violation};
use crate::operations::Passerelle;
use anyhow::Context;
use clap::{Args, Parser, Subcommand};
use serde::Serialize;
use std::path::PathBuf;
use std::process::ExitCode;

/// A knowledge graph of public employment services, and who can learn from whom
#[derive(Parser)]
#[command(version, about, propagate_version = true, max_term_width = 100)]
#[command(after_help = "Examples:
  passerelle serve                              start everything on http://127.0.0.1:7878
  passerelle match be-actiris --limit 5         who is most like Actiris, and why
  passerelle query 'SELECT (COUNT(*) AS ?n) { ?s a pes:Statement }'

Settings come from flags, then PASSERELLE_* variables, then the file named by --config.")]
struct Cli {
    #[command(flatten)]
    shared: Shared,
    #[command(subcommand)]
    command: Command,
}

/// What every command that touches the graph takes.
#[derive(Args, Serialize)]
struct Shared {
    /// Data directory [default: data]
    #[arg(long, global = true, value_name = "DIR")]
    #[serde(skip_serializing_if = "Option::is_none")]
    data: Option<PathBuf>,
    /// TOML file with settings
    #[arg(long, global = true, value_name = "FILE", env = "PASSERELLE_CONFIG")]
    #[serde(skip)]
    config: Option<PathBuf>,
}

#[derive(Subcommand)]
enum Command {
    Serve(serve::Serve),
    Load(load::Load),
    ImportSurvey(import_survey::ImportSurvey),
    Dump(dump::Dump),
    Query(query::Query),
    Validate(validate::Validate),
    Match(match_peers::Match),
    Changes(changes::Changes),
    Epochs(epochs::Epochs),
    Derive(derive::Derive),
    Hash(hash::Hash),
    Evaluate(Box<evaluate::Evaluate>),
    Generate(generate::Generate),
    GenerateSurvey(generate_survey::GenerateSurvey),
    Backup(backup::Backup),
    Restore(backup::Restore),
    Keys(keys::Keys),
    Openapi(openapi::Openapi),
    #[command(hide = true)]
    QueryWorker(query_worker::QueryWorker),
}

/// Runs the command line and tells how it ended.
#[must_use]
pub fn main() -> ExitCode {
    let cli = Cli::parse();
    let done = match &cli.command {
        Command::Serve(command) => command.run(&cli.shared),
        Command::Load(command) => command.run(&cli.shared),
        Command::ImportSurvey(command) => command.run(&cli.shared),
        Command::Dump(command) => command.run(&cli.shared),
        Command::Query(command) => command.run(&cli.shared),
        Command::Validate(command) => command.run(&cli.shared),
        Command::Match(command) => command.run(&cli.shared),
        Command::Changes(command) => command.run(&cli.shared),
        Command::Epochs(command) => command.run(&cli.shared),
        Command::Derive(command) => command.run(&cli.shared),
        Command::Hash(command) => command.run(&cli.shared),
        Command::Evaluate(command) => command.run(&cli.shared),
        Command::Generate(command) => command.run(),
        Command::GenerateSurvey(command) => command.run(&cli.shared),
        Command::Backup(command) => command.run(&cli.shared),
        Command::Restore(command) => command.run(&cli.shared),
        Command::Keys(command) => command.run(&cli.shared),
        Command::Openapi(command) => command.run(),
        Command::QueryWorker(command) => command.run(),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        // Whoever read the output has had enough of it, as `head` does.
        Err(error) if is_broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            for violation in violations(&error) {
                eprintln!("{violation}\n");
            }
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error.chain().any(|cause| {
        let of_csv = cause.downcast_ref::<csv::Error>().map(csv::Error::kind);
        let error = match of_csv {
            Some(csv::ErrorKind::Io(error)) => Some(error),
            _ => cause.downcast_ref::<std::io::Error>(),
        };
        error.is_some_and(|error| error.kind() == std::io::ErrorKind::BrokenPipe)
    })
}

/// What breaks the shapes, when that is why the work failed.
fn violations(error: &anyhow::Error) -> &[Violation] {
    let invalid = error.chain().find_map(|cause| match cause.downcast_ref() {
        Some(GraphError::Invalid(violations)) => Some(violations.as_slice()),
        _ => None,
    });
    invalid.unwrap_or_default()
}

/// The settings that flags, environment and file give together.
fn settings(shared: &Shared, flags: &impl Serialize) -> anyhow::Result<Config> {
    #[derive(Serialize)]
    struct Flags<'a, F> {
        #[serde(flatten)]
        shared: &'a Shared,
        #[serde(flatten)]
        own: &'a F,
    }
    Config::read(shared.config.as_deref(), &Flags { shared, own: flags })
        .context("the settings cannot be used")
}

/// The data directory with the content of the binary in it.
fn open(shared: &Shared) -> anyhow::Result<Passerelle> {
    let config = settings(shared, &NoFlags {})?;
    let task = progress::Task::start("opening the graph");
    let (service, _) = Passerelle::open_with(&config.data, serve::opening(&config)?)?;
    task.done_silently();
    Ok(service)
}

/// The graph of the data directory, without what is computed from it.
fn open_graph(shared: &Shared) -> anyhow::Result<KnowledgeGraph> {
    let config = settings(shared, &NoFlags {})?;
    let task = progress::Task::start("opening the graph");
    let (graph, _) = Passerelle::open_graph(&config.data, serve::opening(&config)?)?;
    task.done_silently();
    Ok(graph)
}

/// A command without settings of its own.
#[derive(Serialize)]
struct NoFlags {}
