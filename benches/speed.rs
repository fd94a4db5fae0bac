//! How fast the service is, measured from outside: starts, memory, matches,
//! and the throughput of a cheap read against a bare axum handler that returns
//! the same bytes, each server a process of its own, in the same run.
//!
//! `benches/run` runs it; `--check` is short and fails on a missed demand.

use anyhow::{Context, ensure};
use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
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

    let first = Server::start(passerelle, &serve)?;
    let first_start = first.started_in;
    drop(first);
    let mut later_starts = Vec::new();
    for _ in 0..5 {
        later_starts.push(Server::start(passerelle, &serve)?.started_in);
    }
    let server = Server::start(passerelle, &serve)?;
    let memory_mib = server.resident_mib()?;
    let matches = match_latencies(&server.address).await?;

    let body = get(&mut TcpStream::connect(&server.address).await?, CHEAP_READ).await?;
    let file = directory.path().join("body.json");
    std::fs::write(&file, &body)?;
    let this = std::env::current_exe()?;
    let file = file.to_str().context("the temporary directory has a name")?;
    let bare = Server::start(this.to_str().context("a name")?, &["--bare", file])?;

    let (rounds, length) = if check { (3, 1) } else { (5, 4) };
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

/// A server that is stopped when it is dropped.
struct Server {
    child: Child,
    address: String,
    started_in: Duration,
}

impl Server {
    /// Starts a server and waits for the line that says where it listens.
    fn start(program: &str, arguments: &[&str]) -> anyhow::Result<Self> {
        let begin = Instant::now();
        let mut child = Command::new(program)
            .args(arguments)
            .env("PASSERELLE_LOG", "warn")
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()?;
        let out = child.stdout.take().context("its output is piped")?;
        for line in BufReader::new(out).lines() {
            if let Some(address) = line?.strip_prefix("listening on http://") {
                let address = address.to_owned();
                return Ok(Self { child, address, started_in: begin.elapsed() });
            }
        }
        anyhow::bail!("{program} ended before it listened")
    }

    fn resident_mib(&self) -> anyhow::Result<u64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id()))?;
        let line = status.lines().find(|line| line.starts_with("VmRSS:")).context("no VmRSS")?;
        let kib: u64 = line.split_whitespace().nth(1).context("no figure")?.parse()?;
        Ok(kib / 1024)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
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

/// One GET over a connection that stays open; the body.
async fn get(stream: &mut TcpStream, path: &str) -> anyhow::Result<Vec<u8>> {
    stream.set_nodelay(true)?;
    let request =
        format!("GET {path} HTTP/1.1\r\nHost: localhost\r\nAccept: application/json\r\n\r\n");
    stream.write_all(request.as_bytes()).await?;
    let mut received = Vec::with_capacity(16 * 1024);
    loop {
        ensure!(stream.read_buf(&mut received).await? > 0, "the connection was closed");
        let Some(end) = received.windows(4).position(|bytes| bytes == b"\r\n\r\n") else {
            continue;
        };
        let head = std::str::from_utf8(&received[..end])?;
        ensure!(head.starts_with("HTTP/1.1 200"), "{path}: {head}");
        let length: usize = head
            .lines()
            .filter_map(|line| line.split_once(": "))
            .find(|(name, _)| name.eq_ignore_ascii_case("content-length"))
            .context("no length")?
            .1
            .parse()?;
        while received.len() < end + 4 + length {
            ensure!(stream.read_buf(&mut received).await? > 0, "the connection was closed");
        }
        return Ok(received.split_off(end + 4));
    }
}

fn median<T: PartialOrd + Copy>(values: &mut [T]) -> T {
    values.sort_by(|one, other| one.partial_cmp(other).expect("figures have an order"));
    values[values.len() / 2]
}
