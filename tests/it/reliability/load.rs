//! A mixed load: 256 clients, each from an address of its own, read, ask for
//! matches and query, some of them with malice. Nothing but 200, 304 and, with
//! `Retry-After`, 429 and 503 may come back, and what is cheap stays quick.
//! Ignored in `cargo test`: `tests/reliability/run` runs it on an idle machine.

use super::super::support::command;
use reqwest::{Client, StatusCode, Url, header};
use std::collections::BTreeMap;
use std::io::{BufRead, BufReader};
use std::net::{IpAddr, Ipv4Addr};
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};
use tempfile::TempDir;

const CLIENTS: u16 = 256;
/// Between two requests of a client: people and programs think, too.
const THINK: Duration = Duration::from_millis(500);
/// How much slower the slowest hundredth of the cheap reads may become.
const RATIO_MAX: f64 = 5.0;
/// One request in so many is a hostile query.
const HOSTILE_EVERY: usize = 25;
const QUERY_TIMEOUT_S: u64 = 2;

const CHEAP: [&str; 4] =
    ["/api/v1/members/ke-pes?lang=en", "/api/v1/countries/ke", "/api/v1/themes?limit=20", "/livez"];
const MATCHES: [&str; 3] = [
    "/api/v1/members/ke-pes/matches?limit=5",
    "/api/v1/members/be-actiris/matches?limit=3&lang=en",
    "/api/v1/members/ee-pes/matches?limit=10",
];
const QUERIES: [&str; 3] = [
    "PREFIX pes: <https://w3id.org/passerelle/ontology#> SELECT (COUNT(?m) AS ?n) { ?m a pes:Member }",
    "PREFIX pes: <https://w3id.org/passerelle/ontology#> SELECT ?m ?t { ?m pes:hasChallenge ?t } LIMIT 20",
    "ASK { ?s a <https://w3id.org/passerelle/ontology#Statement> }",
];
const HOSTILE: [&str; 6] = [
    "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?c ?f",
    "SELECT (COUNT(*) AS ?n) { ?a (<urn:p>|!<urn:p>)* ?b }",
    "SELECT (GROUP_CONCAT(CONCAT(STR(?c), STR(?f))) AS ?x) { ?a ?b ?c . ?d ?e ?f }",
    "SELECT DISTINCT (STRUUID() AS ?x) { ?a ?b ?c . ?d ?e ?f }",
    "SELECT * { ?a ?b ?c . ?d ?e ?f FILTER(REGEX(CONCAT(STR(?c), STR(?f)), '(a|ab|.*)*z$')) }",
    "SELECT * { ((((((((((((((((((((((",
];

/// The server, stopped when dropped.
struct Running {
    process: Child,
    base: Url,
    _data: TempDir,
}

impl Running {
    fn start() -> Self {
        let data = tempfile::tempdir().expect("a directory for the data");
        let path = data.path().join("data");
        let mut process = command(&["serve", "--listen", "127.0.0.1:0", "--data"])
            .arg(path)
            .env("PASSERELLE_QUERY_TIMEOUT_S", QUERY_TIMEOUT_S.to_string())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("the binary runs");
        let stdout = process.stdout.take().expect("the output is a pipe");
        let mut line = String::new();
        BufReader::new(stdout).read_line(&mut line).expect("the server says where it listens");
        let address = line.trim().strip_prefix("listening on ").expect("an address");
        Self { base: address.parse().expect("an address"), process, _data: data }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// What one client saw.
#[derive(Default)]
struct Seen {
    statuses: BTreeMap<u16, usize>,
    /// Milliseconds that cheap reads took.
    cheap_ms: Vec<f64>,
    /// What must not come back.
    faults: Vec<String>,
}

impl Seen {
    fn add(&mut self, other: Self) {
        for (status, count) in other.statuses {
            *self.statuses.entry(status).or_default() += count;
        }
        self.cheap_ms.extend(other.cheap_ms);
        self.faults.extend(other.faults);
    }

    fn p99_ms(&mut self) -> f64 {
        self.cheap_ms.sort_by(f64::total_cmp);
        self.cheap_ms.get(self.cheap_ms.len() * 99 / 100).copied().unwrap_or(f64::INFINITY)
    }
}

/// The kinds of request, in the order in which a client makes them.
enum Kind {
    Cheap,
    Matches,
    Query,
    Hostile,
}

fn kind(number: usize, hostile: bool) -> Kind {
    match number % 10 {
        _ if hostile && number.is_multiple_of(HOSTILE_EVERY) => Kind::Hostile,
        0..6 => Kind::Cheap,
        6 | 7 => Kind::Matches,
        _ => Kind::Query,
    }
}

/// The address of a request.
fn address(base: &Url, kind: &Kind, number: usize) -> Url {
    let pick = |list: &[&'static str]| list[number / 10 % list.len()];
    let mut address = base.clone();
    match kind {
        Kind::Cheap => address = base.join(CHEAP[number % CHEAP.len()]).expect("a path"),
        Kind::Matches => address = base.join(pick(&MATCHES)).expect("a path"),
        Kind::Query | Kind::Hostile => {
            let hostile = matches!(kind, Kind::Hostile);
            let query = if hostile {
                HOSTILE[number / HOSTILE_EVERY % HOSTILE.len()]
            } else {
                pick(&QUERIES)
            };
            address.set_path("/sparql");
            address.query_pairs_mut().append_pair("query", query);
        }
    }
    address
}

/// A client with an address of its own.
fn client_from(number: u16) -> Client {
    let [high, low] = number.to_be_bytes();
    let own = IpAddr::V4(Ipv4Addr::new(127, 1, high, low.max(1)));
    Client::builder().local_address(own).build().expect("a client")
}

/// What one client sees until the time is over.
async fn visit(client: Client, base: Url, number: u16, until: Instant, hostile: bool) -> Seen {
    let mut seen = Seen::default();
    let mut count = usize::from(number);
    // Not all at once: each begins at a moment of its own.
    tokio::time::sleep(THINK * u32::from(number) / u32::from(CLIENTS)).await;
    while Instant::now() < until {
        let kind = kind(count, hostile);
        let begun = Instant::now();
        let answer = client.get(address(&base, &kind, count)).send().await;
        judge(&mut seen, &kind, answer, begun).await;
        count += 1;
        tokio::time::sleep(THINK).await;
    }
    seen
}

async fn judge(
    seen: &mut Seen,
    kind: &Kind,
    answer: reqwest::Result<reqwest::Response>,
    begun: Instant,
) {
    let answer = match answer {
        Ok(answer) => answer,
        Err(error) => return seen.faults.push(format!("no answer: {error:?}")),
    };
    let (status, retry) = (answer.status(), answer.headers().contains_key(header::RETRY_AFTER));
    let whole = answer.bytes().await.is_ok();
    *seen.statuses.entry(status.as_u16()).or_default() += 1;
    let hostile = matches!(kind, Kind::Hostile);
    let allowed = match status {
        StatusCode::OK | StatusCode::NOT_MODIFIED => whole || hostile,
        StatusCode::TOO_MANY_REQUESTS | StatusCode::SERVICE_UNAVAILABLE => retry,
        // The last of the hostile queries is none.
        StatusCode::BAD_REQUEST => hostile,
        _ => false,
    };
    if !allowed {
        seen.faults.push(format!("{status}, whole: {whole}, Retry-After: {retry}"));
    }
    if matches!(kind, Kind::Cheap) && status == StatusCode::OK {
        seen.cheap_ms.push(begun.elapsed().as_secs_f64() * 1000.0);
    }
}

/// So many clients for so long.
async fn load(base: &Url, clients: u16, time: Duration, hostile: bool) -> Seen {
    // A client reads the certificates of the system when it is made, which takes
    // longer than what is measured.
    let crowd: Vec<_> = (0..clients).map(client_from).collect();
    let until = Instant::now() + time;
    let running: Vec<_> = crowd
        .into_iter()
        .zip(0..)
        .map(|(client, number)| tokio::spawn(visit(client, base.clone(), number, until, hostile)))
        .collect();
    let mut all = Seen::default();
    for client in running {
        all.add(client.await.expect("a client does not panic"));
    }
    all
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "wants an idle machine: tests/reliability/run runs it"]
async fn cheap_reads_stay_quick_beside_hostile_clients() {
    let seconds = std::env::var("LOAD_SECONDS").ok().and_then(|text| text.parse().ok());
    let time = Duration::from_secs(seconds.unwrap_or(15));
    let server = Running::start();
    load(&server.base, 8, Duration::from_secs(2), false).await;
    let mut idle = load(&server.base, 8, time / 3, false).await;
    let mut kind = load(&server.base, CLIENTS, time, false).await;
    let mut mixed = load(&server.base, CLIENTS, time, true).await;
    let (idle_ms, kind_ms, mixed_ms) = (idle.p99_ms(), kind.p99_ms(), mixed.p99_ms());
    println!(
        "p99 of cheap reads: 8 clients {idle_ms:.1} ms, {CLIENTS} clients {kind_ms:.1} ms, {CLIENTS} with hostile ones {mixed_ms:.1} ms; answers {:?}",
        mixed.statuses
    );
    assert!(mixed.faults.is_empty(), "{} faults, first: {}", mixed.faults.len(), mixed.faults[0]);
    assert!(mixed.statuses.values().sum::<usize>() > usize::from(CLIENTS), "too little was asked");
    assert!(
        mixed_ms <= RATIO_MAX * idle_ms,
        "p99 {mixed_ms:.1} ms beside {idle_ms:.1} ms when idle"
    );
}
