//! The W3C suites for SPARQL, run over HTTP against a service of our own
//! (`tests/w3c/README.md`). Skipped where `W3C_TESTS` names no folder. What
//! fails is listed in `tests/w3c/known-failures.toml`, and nothing else may.

mod data;
mod evaluation;
mod exchange;
mod manifest;
mod report;
mod results;
mod service;
mod service_description;

use data::Loaded;
use evaluation::Request;
use manifest::{Case, Suites, cases_of};
use report::{Known, Report};
use service::Service;

/// The suite of the Graph Store Protocol that has been replaced since, written
/// down as exchanges.
const OLD_GRAPH_STORE: &str = include_str!("../../w3c/http-rdf-update.ttl");

const QUERIES_2008: &str = "sparql10/manifest.ttl";
const ALL_2013: &str = "sparql11/manifest.ttl";
const ALL_1_2: &str = "sparql12/manifest.ttl";

fn run(loaded: &mut Loaded<'_>, case: &Case) -> anyhow::Result<()> {
    use evaluation::{query, syntax, update};
    match case.kind.as_str() {
        "QueryEvaluationTest" | "CSVResultFormatTest" => query(loaded, case),
        "UpdateEvaluationTest" => update(loaded, case),
        "PositiveSyntaxTest" | "PositiveSyntaxTest11" => syntax(loaded, case, Request::Query, true),
        "NegativeSyntaxTest" | "NegativeSyntaxTest11" => {
            syntax(loaded, case, Request::Query, false)
        }
        "PositiveUpdateSyntaxTest" | "PositiveUpdateSyntaxTest11" => {
            syntax(loaded, case, Request::Update, true)
        }
        "NegativeUpdateSyntaxTest" | "NegativeUpdateSyntaxTest11" => {
            syntax(loaded, case, Request::Update, false)
        }
        "ProtocolTest" => exchange::exchange(loaded, case, true),
        // The tests of the older suite build upon each other.
        "GraphStoreProtocolTest" => {
            let afresh = !case.folder.ends_with("http-rdf-update") || is_first(case);
            exchange::exchange(loaded, case, afresh)
        }
        "ServiceDescriptionTest" => service_description::describe(loaded.service, case),
        kind => anyhow::bail!("nothing runs a {kind}"),
    }
}

fn is_first(case: &Case) -> bool {
    case.iri.ends_with("#put__initial_state")
}

/// All tests, in the order of the manifests.
fn cases(suites: &Suites) -> anyhow::Result<Vec<Case>> {
    let mut cases = suites.cases(QUERIES_2008)?;
    cases.extend(suites.cases(ALL_2013)?);
    let folder = "sparql11/http-rdf-update";
    cases.extend(cases_of(OLD_GRAPH_STORE, "https://example.org/http-rdf-update", folder)?);
    cases.extend(suites.cases(ALL_1_2)?);
    Ok(cases)
}

/// Runs the tests whose folder `wanted` accepts.
fn measure(
    service: &Service,
    suites: &Suites,
    known: &Known,
    wanted: fn(&str) -> bool,
) -> anyhow::Result<Report> {
    let mut loaded = Loaded::new(service, suites);
    let mut report = Report::default();
    for case in cases(suites)?.iter().filter(|case| wanted(&case.folder)) {
        if known.cause_to_skip(case).is_some() {
            report.skip(case);
        } else {
            report.record(case, run(&mut loaded, case));
        }
    }
    Ok(report)
}

/// Runs them against a service of our own and holds the outcome against the
/// list of known failures.
fn check(wanted: fn(&str) -> bool) -> anyhow::Result<()> {
    let Some(suites) = Suites::from_environment() else { return Ok(()) };
    let known = Known::read()?;
    let report = measure(&Service::start()?, &suites, &known, wanted)?;
    let surprises = report.surprises(&known, false);
    assert!(surprises.is_empty(), "\n{}\n", surprises.join("\n"));
    assert!(report.len() > 2, "the suites hold no such tests");
    Ok(())
}

fn over_http(folder: &str) -> bool {
    ["protocol", "graph-store-protocol", "http-rdf-update", "service-description"]
        .iter()
        .any(|name| folder.strip_prefix("sparql11/") == Some(name))
}

#[test]
fn sparql_1_0_queries() -> anyhow::Result<()> {
    check(|folder| folder.starts_with("sparql10/"))
}

#[test]
fn sparql_1_1_queries_updates_and_formats() -> anyhow::Result<()> {
    check(|folder| folder.starts_with("sparql11/") && !over_http(folder))
}

#[test]
fn sparql_1_2_queries_and_updates() -> anyhow::Result<()> {
    check(|folder| folder.starts_with("sparql12/"))
}

#[test]
fn protocol() -> anyhow::Result<()> {
    check(|folder| folder == "sparql11/protocol")
}

#[test]
fn graph_store() -> anyhow::Result<()> {
    check(|folder| {
        ["sparql11/graph-store-protocol", "sparql11/http-rdf-update"].contains(&folder)
    })
}

#[test]
fn service_description_suite() -> anyhow::Result<()> {
    check(|folder| folder == "sparql11/service-description")
}

/// Prints the table of `docs/conformance.md`, and fails where the peer passes
/// what we do not (`tests/w3c/compare`).
#[test]
#[ignore = "needs a peer: tests/w3c/compare starts one"]
fn compare_with_the_peer() -> anyhow::Result<()> {
    let Some(suites) = Suites::from_environment() else { return Ok(()) };
    let known = Known::read()?;
    let peer = Service::peer().expect("W3C_PEER is the base address of a running peer")?;
    let all = |_: &str| true;
    let theirs = measure(&peer, &suites, &known, all)?;
    let ours = measure(&Service::start()?, &suites, &known, all)?;
    println!("{}", report::table(&ours, &theirs));
    let behind = ours.behind(&theirs);
    assert!(behind.is_empty(), "the peer passes:\n{}\n", behind.join("\n"));
    Ok(())
}

#[test]
#[ignore = "temporary"]
fn peer_alone() -> anyhow::Result<()> {
    let Some(suites) = Suites::from_environment() else { return Ok(()) };
    let known = Known::read()?;
    let peer = Service::peer().expect("W3C_PEER")?;
    let start = std::time::Instant::now();
    let theirs = measure(&peer, &suites, &known, |_| true)?;
    eprintln!("{:?}", start.elapsed());
    for x in theirs.surprises(&known, true) {
        eprintln!("{x}\n");
    }
    println!("{}", report::table(&theirs, &theirs));
    Ok(())
}
