//! How long it takes until what a reviewer publishes is seen everywhere: in its
//! own answer, in lists, in search, by SPARQL, among the changes, in the feed
//! and on its page; among any number of made-up practices. Beside it, in the
//! same run, the least that a platform would do instead: one row more in a full
//! text table of SQLite with as many practices, on the disk when it is told.
//!
//! `benches/publication/run` runs it.

#[path = "../serving/mod.rs"]
#[allow(dead_code, reason = "other benchmarks ask more of it")]
mod serving;

use anyhow::{Context, ensure};
use rusqlite::{Connection, params};
use serde_json::{Value, json};
use serving::Server;
use std::collections::BTreeMap;
use std::fs::OpenOptions;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

const PRACTICES: usize = 100_000;
/// Made-up members, of whom some have a practice.
const MEMBERS: &str = "1000";
/// How a line about a practice begins.
const PRACTICE: &str = "<https://w3id.org/passerelle/id/practice/";
const ROUNDS: usize = 30;
const DEMAND: Duration = Duration::from_millis(200);
/// Whose the published practices are.
const MEMBER: &str = "be-actiris";
const WORDS: [&str; 8] =
    ["guichet", "mobile", "rural", "atelier", "numérique", "emploi", "jeunes", "accueil"];

fn main() -> anyhow::Result<()> {
    let arguments: Vec<String> = std::env::args().collect();
    let value = |name: &str| {
        let place = arguments.iter().position(|argument| argument == name)?;
        arguments.get(place + 1).cloned()
    };
    let practices = value("--practices").map_or(Ok(PRACTICES), |text| text.parse())?;
    let made_up = tempfile::tempdir()?;
    let directory = value("--data").map_or_else(|| made_up.path().to_owned(), PathBuf::from);
    let data = prepare(&directory, practices)?;
    let desk = Desk::open(&data)?;
    println!("{practices} practices; started in {:.1} s\n", desk.server.started_in.as_secs_f64());
    desk.publish("warmingup")?;
    let mut told = Vec::new();
    let mut seen = Vec::new();
    let mut peer = Peer::new(&directory, practices)?;
    let mut peers = Vec::new();
    for round in 0..ROUNDS {
        let took = desk.publish(&format!("mesure{round}x"))?;
        told.push(took.0);
        seen.push(took.1);
        peers.push(peer.publish(round)?);
    }
    println!("| | p50, ms | slowest, ms |\n|---|---|---|");
    let told = row("publication, until it is answered", &mut told);
    let seen = row("publication, until it was seen in seven places", &mut seen);
    let peer = row("SQLite FTS5, one row more, on the disk", &mut peers);
    println!("\nours to SQLite, until answered: {:.1}", told.0 / peer.0);
    if arguments.iter().any(|argument| argument == "--check") {
        ensure!(seen.0 <= DEMAND.as_secs_f64() * 1e3, "half take longer than {DEMAND:?}");
    }
    Ok(())
}

/// Prints a row; the median and the slowest, in milliseconds.
fn row(what: &str, times: &mut [Duration]) -> (f64, f64) {
    times.sort();
    let ms = |time: &Duration| time.as_secs_f64() * 1e3;
    let (half, last) = (ms(&times[times.len() / 2]), ms(&times[times.len() - 1]));
    println!("| {what} | {half:.1} | {last:.1} |");
    (half, last)
}

/// Loads the content and the made-up practices, unless that was done before.
fn prepare(directory: &Path, practices: usize) -> anyhow::Result<PathBuf> {
    let data = directory.join(format!("practices-{practices}"));
    if data.exists() {
        return Ok(data);
    }
    std::fs::create_dir_all(directory)?;
    let file = directory.join("practices.nq");
    let loading = directory.join("loading");
    let (file_text, at) = (text(&file)?, text(&loading)?);
    run(&["generate", "--members", MEMBERS, "--output", file_text])?;
    repeat(&file, practices)?;
    run(&["load", "--trusted", file_text, "--data", at])?;
    run(&["derive", "--data", at])?;
    std::fs::remove_file(&file)?;
    std::fs::rename(&loading, &data)?;
    Ok(data)
}

/// Repeats the practices of made-up members under other names, until there are
/// so many.
fn repeat(file: &Path, practices: usize) -> anyhow::Result<()> {
    let made_up = std::fs::read_to_string(file)?;
    let mut said: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for rest in made_up.lines().filter_map(|line| line.strip_prefix(PRACTICE)) {
        let (name, more) = rest.split_once('>').context("an identifier has an end")?;
        said.entry(name).or_default().push(more);
    }
    let said: Vec<_> = said.into_iter().collect();
    ensure!(!said.is_empty(), "no practice was made up");
    let mut out = BufWriter::new(OpenOptions::new().append(true).open(file)?);
    for number in 0..practices.saturating_sub(said.len()) {
        let (name, more) = &said[number % said.len()];
        let round = number / said.len();
        for more in more {
            writeln!(out, "{PRACTICE}{name}-{round}>{more}")?;
        }
    }
    Ok(out.flush()?)
}

fn text(path: &Path) -> anyhow::Result<&str> {
    path.to_str().context("a path in UTF-8")
}

fn run(arguments: &[&str]) -> anyhow::Result<String> {
    let output = Command::new(env!("CARGO_BIN_EXE_passerelle")).args(arguments).output()?;
    let said = String::from_utf8_lossy(&output.stderr);
    ensure!(output.status.success(), "passerelle {} failed: {said}", arguments[0]);
    Ok(String::from_utf8(output.stdout)?)
}

/// A service with two keys: one writes, the other publishes.
struct Desk {
    server: Server,
    agent: ureq::Agent,
    contributor: String,
    reviewer: String,
}

impl Desk {
    fn open(data: &Path) -> anyhow::Result<Self> {
        let at = text(data)?;
        let key = |arguments: &[&str]| {
            let all = [&["keys", "create", "--data", at][..], arguments].concat();
            let told = run(&all)?;
            let key = told.split_whitespace().find(|word| word.starts_with("psl_"));
            key.map(str::to_owned).context("no key in what was told")
        };
        let contributor = key(&["--role", "contributor", "--member", MEMBER])?;
        let reviewer = key(&["--role", "reviewer"])?;
        let serve = ["serve", "--listen", "127.0.0.1:0", "--data", at];
        let server = Server::start(env!("CARGO_BIN_EXE_passerelle"), &serve, &[])?;
        let config = ureq::Agent::config_builder().http_status_as_error(false).build();
        Ok(Self { server, agent: config.into(), contributor, reviewer })
    }

    /// From the draft to the publication; how long until that is answered, and
    /// until everything shows it.
    fn publish(&self, word: &str) -> anyhow::Result<(Duration, Duration)> {
        let practice = json!({
            "kind": "practice",
            "content": {
                "label": { "fr": format!("Guichet {word}"), "en": format!("Desk {word}"), "es": format!("Ventanilla {word}") },
                "description": { "fr": "Un guichet qui se déplace.", "en": "A desk that travels.", "es": "Una ventanilla que se desplaza." },
                "addresses": [{ "id": "https://w3id.org/passerelle/id/theme/digital-inclusion" }],
                "stage": "collected",
            },
        });
        let contributions = "/api/v1/contributions";
        let (mut tag, drafted) = self.post(contributions, &self.contributor, None, &practice)?;
        let id = drafted["slug"].as_str().context("it has a name")?.to_owned();
        for (step, key) in [("submit", &self.contributor), ("review", &self.reviewer)] {
            let path = format!("{contributions}/{id}/{step}");
            tag = self.post(&path, key, Some(&tag), &Value::Null)?.0;
        }
        let since = jiff::Timestamp::now().strftime("%Y-%m-%dT%H:%M:%SZ");
        let begin = Instant::now();
        self.post(
            &format!("{contributions}/{id}/publish"),
            &self.reviewer,
            Some(&tag),
            &Value::Null,
        )?;
        let told = begin.elapsed();
        for path in [
            format!("/api/v1/practices/{id}"),
            "/api/v1/practices?sort=-modified&limit=1".to_owned(),
            format!("/api/v1/search?q={word}"),
            format!(
                "/sparql?format=json&query=ASK%7B%3Chttps%3A%2F%2Fw3id.org%2Fpasserelle%2Fid%2Fpractice%2F{id}%3E%20%3Fp%20%3Fo%7D"
            ),
            format!("/api/v1/changes?limit=100&kind=practice&since={since}"),
            "/feeds/en/news.atom".to_owned(),
            format!("/en/practice/{id}"),
        ] {
            let body = self.get(&path)?;
            let shows = body.contains(&id) || body.contains("true");
            ensure!(
                shows,
                "{path} does not show it: {}",
                body.chars().take(300).collect::<String>()
            );
        }
        Ok((told, begin.elapsed()))
    }

    fn post(
        &self,
        path: &str,
        key: &str,
        tag: Option<&str>,
        body: &Value,
    ) -> anyhow::Result<(String, Value)> {
        let mut request = self
            .agent
            .post(format!("http://{}{path}", self.server.address))
            .header("Authorization", format!("Bearer {key}"));
        if let Some(tag) = tag {
            request = request.header("If-Match", tag);
        }
        let mut response = if body.is_null() {
            request.send_empty()?
        } else {
            request.header("Content-Type", "application/json").send(body.to_string())?
        };
        let answer = response.body_mut().read_to_string()?;
        ensure!(response.status().is_success(), "{path}: {answer}");
        let tag = response.headers().get("etag").context("no ETag")?.to_str()?.to_owned();
        Ok((tag, serde_json::from_str(&answer)?))
    }

    fn get(&self, path: &str) -> anyhow::Result<String> {
        let mut response =
            self.agent.get(format!("http://{}{path}", self.server.address)).call()?;
        let body = response.body_mut().with_config().limit(64 << 20).read_to_string()?;
        ensure!(response.status().is_success(), "{path}: {body}");
        Ok(body)
    }
}

/// As many practices in a full text table.
struct Peer(Connection);

impl Peer {
    fn new(directory: &Path, practices: usize) -> anyhow::Result<Self> {
        let file = directory.join("peer.sqlite");
        let _ = std::fs::remove_file(&file);
        let connection = Connection::open(&file)?;
        connection.execute_batch(
            "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;
             CREATE VIRTUAL TABLE practice USING fts5(label, description); BEGIN;",
        )?;
        for number in 0..practices {
            let word = |place: usize| WORDS[(number / (place + 1)) % WORDS.len()];
            let (label, text) = (format!("{} {} {number}", word(0), word(1)), WORDS.join(" "));
            connection
                .prepare_cached("INSERT INTO practice VALUES (?1, ?2)")?
                .execute(params![label, text])?;
        }
        connection.execute_batch("COMMIT")?;
        Ok(Self(connection))
    }

    fn publish(&mut self, round: usize) -> anyhow::Result<Duration> {
        let (begin, label) = (Instant::now(), format!("Guichet mesure{round}x"));
        let write = self.0.transaction()?;
        write
            .execute("INSERT INTO practice VALUES (?1, 'Un guichet qui se déplace.')", [&label])?;
        write.commit()?;
        Ok(begin.elapsed())
    }
}
