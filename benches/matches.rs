//! Peers with explanations over HTTP, at any number of members: made-up members
//! are loaded, the service is started on them, and clients ask for the peers of
//! one member after another, each another one, so that no answer is a repeat.
//! Then they ask for those of a few members again and again. The service may
//! first read what explanations show, as it does after each start.
//!
//! `benches/matching/http` runs it.

mod serving;

use anyhow::{Context, ensure};
use serving::{Server, get};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};
use tokio::net::TcpStream;

/// Connections that each wait for their answer.
const CONNECTIONS: u64 = 8;
/// Members that are asked for again and again.
const FEW: u64 = 200;
/// So many fit in a mebibyte, with room to spare.
const CARDS_PER_MIB: u64 = 400;
/// Steps through the members far enough apart that neighbours share nothing.
const STRIDE: u64 = 7919;

fn main() -> anyhow::Result<()> {
    let arguments: Vec<String> = std::env::args().collect();
    let value = |name: &str| {
        let place = arguments.iter().position(|argument| argument == name)?;
        arguments.get(place + 1).cloned()
    };
    let members = value("--members").map_or(Ok(10_000), |text| text.parse())?;
    let seconds = value("--seconds").map_or(Ok(10), |text| text.parse())?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let made_up = tempfile::tempdir()?;
    let directory = value("--data").map_or_else(|| made_up.path().to_owned(), PathBuf::from);
    runtime.block_on(measure(&directory, members, seconds))
}

/// Makes the members up and loads them, unless that was done before.
fn prepare(directory: &Path, members: u64) -> anyhow::Result<PathBuf> {
    let data = directory.join(format!("members-{members}"));
    if data.exists() {
        return Ok(data);
    }
    std::fs::create_dir_all(directory)?;
    let file = directory.join("members.nq");
    let loading = directory.join("loading");
    let text = |path: &Path| path.to_str().map(str::to_owned).context("a path in UTF-8");
    run(&["generate", "--members", &members.to_string(), "--output", &text(&file)?])?;
    run(&["load", "--trusted", &text(&file)?, "--data", &text(&loading)?])?;
    std::fs::remove_file(file)?;
    std::fs::rename(loading, &data)?;
    Ok(data)
}

fn run(arguments: &[&str]) -> anyhow::Result<()> {
    let mut command = Command::new(env!("CARGO_BIN_EXE_passerelle"));
    let status = command.args(arguments).env("PASSERELLE_SEED", "false").status()?;
    ensure!(status.success(), "passerelle {} failed", arguments[0]);
    Ok(())
}

/// What the server has used of the processors, by the hundred of a second.
fn cpu_ms(server: &Server) -> anyhow::Result<f64> {
    let stat = server.told("stat")?;
    let (_, fields) = stat.rsplit_once(')').context("no name")?;
    let mut ticks = fields.split_whitespace().skip(11).map(str::parse::<f64>);
    let mut next = || ticks.next().context("no figure");
    Ok((next()?? + next()??) * 10.0)
}

/// Whether the server works although nobody asks: it reads ahead.
async fn busy(server: &Server) -> anyhow::Result<bool> {
    let before_ms = cpu_ms(server)?;
    tokio::time::sleep(Duration::from_secs(2)).await;
    Ok(cpu_ms(server)? - before_ms > 50.0)
}

async fn measure(directory: &Path, members: u64, seconds: u64) -> anyhow::Result<()> {
    let data = prepare(directory, members)?;
    let data = data.to_str().context("a path in UTF-8")?;
    let serve = ["serve", "--listen", "127.0.0.1:0", "--data", data, "--no-seed"];
    let card_memory_mib = (members / CARDS_PER_MIB).max(256).to_string();
    // Nobody searches by words here, and the index would want a core for long.
    let settings =
        [("PASSERELLE_CARD_MEMORY_MIB", &*card_memory_mib), ("PASSERELLE_SEARCH_AHEAD", "false")];
    let server = Server::start(env!("CARGO_BIN_EXE_passerelle"), &serve, &settings)?;
    println!("{members} members; started in {:.1} s, ", server.started_in.as_secs_f64());
    println!("{} MiB resident", server.resident_mib()?);
    let began_ms = cpu_ms(&server)?;
    while busy(&server).await? {}
    let read_s = (cpu_ms(&server)? - began_ms) / 1000.0;
    println!("read ahead in {read_s:.1} s of CPU, {} MiB resident\n", server.resident_mib()?);
    println!(
        "| mode | members asked for | answers a second | p50, ms | p99, ms | kB an answer | CPU ms an answer |"
    );
    println!("|---|---|---|---|---|---|---|");
    for mode in ["similar", "helps-me", "i-help", "mutual"] {
        for among in [members, FEW] {
            let load = Load { mode, among, members, length: Duration::from_secs(seconds) };
            load.run(&server).await?;
        }
    }
    Ok(())
}

/// Clients that ask for `length`.
#[derive(Clone, Copy)]
struct Load {
    mode: &'static str,
    /// How many members are asked for.
    among: u64,
    members: u64,
    length: Duration,
}

/// What a client saw.
#[derive(Default)]
struct Seen {
    times_ms: Vec<f64>,
    bytes: usize,
}

impl Load {
    async fn run(self, server: &Server) -> anyhow::Result<()> {
        let (begin, before_ms) = (Instant::now(), cpu_ms(server)?);
        let tasks = (0..CONNECTIONS).map(|client| {
            let address = server.address.clone();
            tokio::spawn(async move { self.client(&address, client, begin).await })
        });
        let mut all = Seen::default();
        for task in tasks.collect::<Vec<_>>() {
            let seen = task.await??;
            all.times_ms.extend(seen.times_ms);
            all.bytes += seen.bytes;
        }
        let elapsed_s = begin.elapsed().as_secs_f64();
        all.times_ms.sort_by(f64::total_cmp);
        let count = all.times_ms.len();
        ensure!(count > 100, "too few answers to tell anything");
        println!(
            "| {} | {} | {:.0} | {:.2} | {:.2} | {} | {:.2} |",
            self.mode,
            if self.among == self.members { "each another" } else { "a few" },
            f64::from(u32::try_from(count)?) / elapsed_s,
            all.times_ms[count / 2],
            all.times_ms[count * 99 / 100],
            all.bytes / count / 1000,
            (cpu_ms(server)? - before_ms) / f64::from(u32::try_from(count)?),
        );
        Ok(())
    }

    async fn client(self, address: &str, client: u64, begin: Instant) -> anyhow::Result<Seen> {
        let mut stream = TcpStream::connect(address).await?;
        let mut seen = Seen::default();
        let mut turn = client;
        while begin.elapsed() < self.length {
            let number = 1 + turn.wrapping_mul(STRIDE) % self.among;
            turn += CONNECTIONS;
            let path = format!(
                "/api/v1/members/synthetic-1-{number}/matches?mode={}&limit=10&lang=en",
                self.mode
            );
            let asked = Instant::now();
            seen.bytes += get(&mut stream, &path).await?.len();
            seen.times_ms.push(asked.elapsed().as_secs_f64() * 1000.0);
        }
        Ok(seen)
    }
}
