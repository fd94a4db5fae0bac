//! How fast `/sparql` is beside other SPARQL servers: the same data, the same
//! queries, in turns, so that what else the machine does hits all alike.
//!
//! `benches/sparql/run` starts it; docs/speed.md says what came of it.
#![expect(clippy::cast_precision_loss, reason = "counts become figures for people")]

mod client;
mod queries;
mod report;
mod rounds;
mod servers;

use anyhow::{Context, ensure};
use clap::Parser;
use rounds::{Comparison, Plan};
use servers::{Data, Layout, Server};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

/// The least of a peer's speed that CI lets pass: 0.95 is wanted, and a short
/// run on a busy machine is off by more than that.
const FLOOR: f64 = 0.8;
/// What a union of five graphs may cost beside one graph, and by how much more
/// a short run may be off.
const UNION_CEILING: f64 = 1.10 + 0.15;

/// Time SPARQL endpoints beside each other
#[derive(Parser)]
struct Arguments {
    /// Triples to generate
    #[arg(long, default_value_t = 100_000)]
    triples: u64,
    /// A file of N-Triples to use instead
    #[arg(long)]
    data: Option<PathBuf>,
    /// Short, beside oxigraph only; fails when a floor is missed
    #[arg(long)]
    check: bool,
    /// Queries to ask, by name; all when none is named
    #[arg(long, value_delimiter = ',')]
    only: Vec<String>,
    /// Rounds that each server has
    #[arg(long)]
    rounds: Option<usize>,
    /// The program to measure
    #[arg(long, default_value = env!("CARGO_BIN_EXE_passerelle"))]
    passerelle: PathBuf,
    /// The program `oxigraph`
    #[arg(long, default_value = "oxigraph")]
    oxigraph: PathBuf,
    /// The program `virtuoso-t`; without it Virtuoso is left out
    #[arg(long)]
    virtuoso: Option<PathBuf>,
    /// What cargo tells each benchmark
    #[arg(long, hide = true)]
    bench: bool,
}

fn main() -> anyhow::Result<()> {
    let arguments = Arguments::parse();
    let directory = tempfile::tempdir()?;
    let data = Data::split(&input(&arguments, directory.path())?, directory.path())?;
    println!("{} triples\n", data.triples);
    let passerelle = &arguments.passerelle;
    let place = |name: &str| directory.path().join(name);

    let ours = Server::passerelle(passerelle, &place("ours"), &data, Layout::OneGraph)?;
    let oxigraph = Server::oxigraph(&arguments.oxigraph, &place("oxigraph"), &data)?;
    report::loading(&[&ours, &oxigraph], data.triples);
    let five = Server::passerelle(passerelle, &place("five"), &data, Layout::FiveGraphs)?;
    let virtuoso = match &arguments.virtuoso {
        Some(program) if !arguments.check => {
            Some(Server::virtuoso(program, &place("virtuoso"), &data)?)
        }
        _ => None,
    };
    let mut servers = vec![&ours, &oxigraph, &five];
    servers.extend(&virtuoso);

    let plan = Plan {
        rounds: arguments.rounds.unwrap_or(if arguments.check { 5 } else { 11 }),
        round_length: Duration::from_millis(if arguments.check { 60 } else { 200 }),
        deadline: Duration::from_secs(if arguments.check { 4 } else { 40 }),
    };
    let constants = queries::Constants::of(&data);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let mut comparisons = Vec::new();
    for query in queries::ALL {
        if arguments.only.is_empty() || arguments.only.iter().any(|name| name == query.name) {
            let comparison =
                runtime.block_on(rounds::compare(query, &constants, &servers, &plan))?;
            comparisons.push(comparison);
            eprintln!("{}: done", query.name);
        }
    }
    report::comparisons(&servers, &comparisons);
    if arguments.check { demand(&comparisons) } else { Ok(()) }
}

/// The file to load: the one named, or what `passerelle generate` makes up.
fn input(arguments: &Arguments, directory: &Path) -> anyhow::Result<PathBuf> {
    if let Some(file) = &arguments.data {
        return Ok(file.clone());
    }
    let file = directory.join("generated.nt");
    let triples = arguments.triples.to_string();
    let begin = Instant::now();
    let status = Command::new(&arguments.passerelle)
        .args(["generate", "--seed", "1", "--triples", &triples, "--output"])
        .arg(&file)
        .status()
        .context("cannot generate")?;
    ensure!(status.success(), "`passerelle generate` failed");
    eprintln!("generated in {:.1} s", begin.elapsed().as_secs_f64());
    Ok(file)
}

/// Fails when a floor is missed.
fn demand(comparisons: &[Comparison]) -> anyhow::Result<()> {
    let mut missed = Vec::new();
    for comparison in comparisons {
        let name = comparison.query;
        for (clients, ratio) in [(1, comparison.latency_ratio(1)), (8, comparison.rate_ratio(1))] {
            if ratio < FLOOR {
                missed.push(format!("{name}: {ratio:.2} of oxigraph with {clients} clients"));
            }
        }
        let union = comparison.latency_ratio(2);
        if union > UNION_CEILING {
            missed.push(format!("{name}: five graphs cost {union:.2} times one"));
        }
    }
    ensure!(missed.is_empty(), "too slow:\n{}", missed.join("\n"));
    Ok(())
}
