//! How fast the service is, measured from outside: starts, memory, matches,
//! and the throughput of a cheap read against a bare axum handler that returns
//! the same bytes, each server a process of its own, in the same run.
//!
//! `benches/run` runs it; `--check` is short and fails on a missed demand.

mod serving;

use anyhow::{Context, ensure};
use serving::{Server, get};
use std::time::{Duration, Instant};
use tokio::net::TcpStream;

const CHEAP_READ: &str = "/api/v1/members/be-actiris";
const CONNECTIONS: usize = 32;

fn main() -> anyhow::Result<()> {
    let arguments: Vec<String> = std::env::args().collect();
    if let Some(position) = arguments.iter().position(|argument| argument == "--bare") {
        let body = std::fs::read(&arguments[position + 1])?;
        return runtime()?.block_on(serve_bare(body));
    }
    let check = arguments.iter().any(|argument| argument == "--check");
    runtime()?.block_on(measure(check))
}

fn runtime() -> anyhow::Result<tokio::runtime::Runtime> {
    tokio::runtime::Builder::new_multi_thread().enable_all().build().context("no runtime")
}

/// The peer: the least that axum can do for the same bytes.
async fn serve_bare(body: Vec<u8>) -> anyhow::Result<()> {
    let body = bytes::Bytes::from(body);
    let handler = move || {
        let body = body.clone();
        async move { ([("content-type", "application/json")], body) }
    };
    let app = axum::Router::new().route(CHEAP_READ, axum::routing::get(handler));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
    println!("listening on http://{}", listener.local_addr()?);
    axum::serve(listener, app).await.context("the bare server failed")
}

async fn measure(check: bool) -> anyhow::Result<()> {
    let directory = tempfile::tempdir()?;
    let data = directory.path().join("data");
    let data = data.to_str().context("the temporary directory has a name")?;
    let serve = ["serve", "--listen", "127.0.0.1:0", "--data", data];
    let passerelle = env!("CARGO_BIN_EXE_passerelle");

    let first = Server::start(passerelle, &serve, &[])?;
    let first_start = first.started_in;
    drop(first);
    let mut later_starts = Vec::new();
    for _ in 0..5 {
        later_starts.push(Server::start(passerelle, &serve, &[])?.started_in);
    }
    let server = Server::start(passerelle, &serve, &[])?;
    let memory_mib = server.resident_mib()?;
    let matches = match_latencies(&server.address).await?;

    let body = get(&mut TcpStream::connect(&server.address).await?, CHEAP_READ).await?;
    let file = directory.path().join("body.json");
    std::fs::write(&file, &body)?;
    let this = std::env::current_exe()?;
    let file = file.to_str().context("the temporary directory has a name")?;
    let bare = Server::start(this.to_str().context("a name")?, &["--bare", file], &[])?;

    let (rounds, length) = if check { (9, 1) } else { (5, 4) };
    let mut ratios = Vec::new();
    let mut rates = (Vec::new(), Vec::new());
    for _ in 0..rounds {
        let ours = throughput(&server.address, Duration::from_secs(length)).await?;
        let theirs = throughput(&bare.address, Duration::from_secs(length)).await?;
        ratios.push(ours / theirs);
        rates.0.push(ours);
        rates.1.push(theirs);
    }

    let later_start = median(&mut later_starts);
    let ratio = median(&mut ratios);
    println!("| measure | figure | demand |");
    println!("|---|---|---|");
    println!("| first start, with loading | {:.2} s | 5 s |", first_start.as_secs_f64());
    println!("| later start | {:.2} s | 0.5 s |", later_start.as_secs_f64());
    println!("| resident memory after start | {memory_mib} MiB | 150 MB |");
    println!(
        "| matches of a member, not cached, median of {} | {:.2} ms | 5 ms |",
        matches.count, matches.median_ms
    );
    println!("| the same, 95th percentile | {:.2} ms | – |", matches.p95_ms);
    println!(
        "| cheap read, requests a second, {CONNECTIONS} connections | {:.0} | – |",
        median(&mut rates.0)
    );
    println!("| bare axum handler, same bytes | {:.0} | – |", median(&mut rates.1));
    println!("| ratio, median of {rounds} pairs | {ratio:.2} | 0.33 |");
    if check {
        ensure!(first_start < Duration::from_secs(5), "the first start takes too long");
        ensure!(later_start < Duration::from_millis(500), "a later start takes too long");
        ensure!(memory_mib < 143, "too much memory after start");
        ensure!(matches.median_ms < 5.0, "matches take too long");
        ensure!(ratio > 1.0 / 3.0, "the cheap read is too slow beside a bare handler");
    }
    Ok(())
}

struct Latencies {
    count: usize,
    median_ms: f64,
    p95_ms: f64,
}

/// Every member's matches under several limits, each asked once: no answer can
/// come from the cache. Seen from a client on the same machine.
async fn match_latencies(address: &str) -> anyhow::Result<Latencies> {
    let mut stream = TcpStream::connect(address).await?;
    let members = get(&mut stream, "/api/v1/members?limit=100").await?;
    let members: serde_json::Value = serde_json::from_slice(&members)?;
    let slugs: Vec<&str> = members["data"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|one| one["slug"].as_str())
        .collect();
    let mut times = Vec::new();
    for limit in [5, 10, 20] {
        for slug in &slugs {
            let begin = Instant::now();
            get(&mut stream, &format!("/api/v1/members/{slug}/matches?limit={limit}")).await?;
            times.push(begin.elapsed().as_secs_f64() * 1000.0);
        }
    }
    times.sort_by(f64::total_cmp);
    Ok(Latencies {
        count: times.len(),
        median_ms: times[times.len() / 2],
        p95_ms: times[times.len() * 95 / 100],
    })
}

/// Requests a second over connections that each wait for their answer.
async fn throughput(address: &str, length: Duration) -> anyhow::Result<f64> {
    let begin = Instant::now();
    let clients: Vec<_> = (0..CONNECTIONS)
        .map(|_| {
            let address = address.to_owned();
            tokio::spawn(async move {
                let mut stream = TcpStream::connect(&address).await?;
                let mut count = 0_u32;
                while begin.elapsed() < length {
                    get(&mut stream, CHEAP_READ).await?;
                    count += 1;
                }
                anyhow::Ok(count)
            })
        })
        .collect();
    let mut count = 0.0;
    for client in clients {
        count += f64::from(client.await??);
    }
    Ok(count / begin.elapsed().as_secs_f64())
}

fn median<T: PartialOrd + Copy>(values: &mut [T]) -> T {
    values.sort_by(|one, other| one.partial_cmp(other).expect("figures have an order"));
    values[values.len() / 2]
}
