//! What came out, held against what is known to fail.

use super::manifest::Case;
use super::results::WrittenOtherwise;
use figment::Figment;
use figment::providers::{Format, Toml};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// `tests/w3c/known-failures.toml`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Known {
    /// Whole suites of what the service does not offer.
    out_of_scope: Vec<OutOfScope>,
    /// Single tests.
    #[serde(default)]
    failure: Vec<Failure>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OutOfScope {
    suite: String,
    cause: String,
}

/// Tests that fail for one cause.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Failure {
    cause: String,
    /// Whether the peer fails them too.
    peer: bool,
    tests: Vec<String>,
}

impl Known {
    pub(crate) fn read() -> anyhow::Result<Self> {
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/w3c/known-failures.toml");
        Ok(Figment::from(Toml::file_exact(file)).extract()?)
    }

    /// Why a test is not run at all.
    pub(crate) fn reason_to_skip(&self, case: &Case) -> Option<&str> {
        let suite = self.out_of_scope.iter().find(|suite| suite.suite == case.folder)?;
        Some(&suite.cause)
    }

    fn failure(&self, test: &str) -> Option<&Failure> {
        self.failure.iter().find(|failure| failure.tests.iter().any(|iri| iri == test))
    }
}

enum Outcome {
    Passed,
    WrittenOtherwise(String),
    Failed(String),
    Skipped,
}

struct Entry {
    iri: String,
    row: String,
    outcome: Outcome,
}

/// The outcome of each test, in the order in which they ran.
#[derive(Default)]
pub(crate) struct Report {
    entries: Vec<Entry>,
}

impl Report {
    pub(crate) fn record(&mut self, case: &Case, outcome: anyhow::Result<()>) {
        let outcome = match outcome {
            Ok(()) => Outcome::Passed,
            Err(error) if error.is::<WrittenOtherwise>() => {
                Outcome::WrittenOtherwise(format!("{error:#}"))
            }
            Err(error) => Outcome::Failed(format!("{error:#}")),
        };
        self.push(case, outcome);
    }

    pub(crate) fn skip(&mut self, case: &Case, reason: &str) {
        eprintln!("skipped: {}: {reason}", case.iri);
        self.push(case, Outcome::Skipped);
    }

    fn push(&mut self, case: &Case, outcome: Outcome) {
        self.entries.push(Entry { iri: case.iri.clone(), row: row(case), outcome });
    }

    pub(crate) fn len(&self) -> usize {
        self.entries.len()
    }

    /// What failed and is not listed, and what is listed and passed.
    pub(crate) fn surprises(&self, known: &Known) -> Vec<String> {
        let surprise = |entry: &Entry| match (&entry.outcome, known.failure(&entry.iri)) {
            (Outcome::Failed(why) | Outcome::WrittenOtherwise(why), None) => {
                Some(format!("{} fails: {why}", entry.iri))
            }
            (Outcome::Passed, Some(failure)) => {
                Some(format!("{} passes, and is listed: {}", entry.iri, failure.cause))
            }
            _ => None,
        };
        self.entries.iter().filter_map(surprise).collect()
    }

    /// What the list says of the peer, whose report this is, and is not so.
    pub(crate) fn wrong_about_peer(&self, known: &Known) -> Vec<String> {
        let wrong = |entry: &&Entry| {
            let passed = matches!(entry.outcome, Outcome::Passed);
            known.failure(&entry.iri).is_some_and(|failure| failure.peer == passed)
        };
        let wrong = self.entries.iter().filter(wrong);
        wrong.map(|entry| format!("the list is wrong about the peer: {}", entry.iri)).collect()
    }

    /// What this one fails and the other passes.
    pub(crate) fn behind(&self, other: &Self) -> Vec<String> {
        let passed: BTreeSet<&str> = other
            .entries
            .iter()
            .filter(|entry| matches!(entry.outcome, Outcome::Passed))
            .map(|entry| entry.iri.as_str())
            .collect();
        let failed = |entry: &&Entry| {
            matches!(entry.outcome, Outcome::Failed(_) | Outcome::WrittenOtherwise(_))
        };
        let failed = self.entries.iter().filter(failed).map(|entry| &entry.iri);
        failed.filter(|iri| passed.contains(iri.as_str())).cloned().collect()
    }

    /// Passed, written otherwise, failed, skipped in each row.
    fn counts(&self) -> BTreeMap<&str, [usize; 4]> {
        let mut counts = BTreeMap::new();
        for entry in &self.entries {
            let column = match entry.outcome {
                Outcome::Passed => 0,
                Outcome::WrittenOtherwise(_) => 1,
                Outcome::Failed(_) => 2,
                Outcome::Skipped => 3,
            };
            counts.entry(entry.row.as_str()).or_insert([0; 4])[column] += 1;
        }
        counts
    }
}

/// The row of the table that a test belongs to.
fn row(case: &Case) -> String {
    let (version, folder) = case.folder.split_once('/').unwrap_or_default();
    let version = match version {
        "sparql10" => "1.0",
        "sparql11" => "1.1",
        _ => "1.2",
    };
    let area = match folder {
        "csv-tsv-res" | "json-res" => "result formats",
        "entailment" => "entailment",
        "service" | "syntax-fed" => "federated query",
        "protocol" => "protocol",
        "graph-store-protocol" => "graph store protocol",
        "http-rdf-update" => "graph store protocol, older suite",
        "service-description" => "service description",
        _ if case.kind.starts_with("Update") => "update",
        _ if case.kind.contains("Update") => "update syntax",
        _ if case.kind.contains("Syntax") => "query syntax",
        _ => "query",
    };
    format!("SPARQL {version} {area}")
}

/// Both outcomes as a table in Markdown.
pub(crate) fn table(ours: &Report, theirs: &Report) -> String {
    let mut text = String::from(
        "| suite | tests | passed | written otherwise | failed | out of scope | \
         peer: passed | written otherwise | failed | out of scope |\n\
         |---|---|---|---|---|---|---|---|---|---|\n",
    );
    let theirs = theirs.counts();
    let mut sum = [0; 8];
    for (row, ours) in ours.counts() {
        let theirs = theirs.get(row).copied().unwrap_or_default();
        let counts = [ours, theirs].concat();
        text += &line(row, &counts);
        for (total, count) in sum.iter_mut().zip(counts) {
            *total += count;
        }
    }
    text + &line("all", &sum)
}

fn line(name: &str, counts: &[usize]) -> String {
    let tests: usize = counts[..4].iter().sum();
    let cells: String = counts.iter().map(|count| format!(" {count} |")).collect();
    format!("| {name} | {tests} |{cells}\n")
}
