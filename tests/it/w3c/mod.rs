//! The W3C suites for SPARQL, run over HTTP against a service of our own
//! (`docs/conformance.md`). Skipped where `W3C_TESTS` names no folder. What
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
const ALL_2013: &str = "sparql11/manifest-all.ttl";
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
        match known.reason_to_skip(case) {
            Some(reason) => report.skip(case, reason),
            None => report.record(case, run(&mut loaded, case)),
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
    let surprises = report.surprises(&known);
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
#[ignore = "hundreds of queries: .ci/run runs them"]
fn sparql_1_0_queries() -> anyhow::Result<()> {
    check(|folder| folder.starts_with("sparql10/"))
}

#[test]
#[ignore = "hundreds of queries: .ci/run runs them"]
fn sparql_1_1_queries_updates_and_formats() -> anyhow::Result<()> {
    check(|folder| folder.starts_with("sparql11/") && !over_http(folder))
}

#[test]
#[ignore = "hundreds of queries: .ci/run runs them"]
fn sparql_1_2_queries_and_updates() -> anyhow::Result<()> {
    check(|folder| folder.starts_with("sparql12/"))
}

#[test]
fn protocol() -> anyhow::Result<()> {
    check(|folder| folder == "sparql11/protocol")
}

#[test]
fn graph_store() -> anyhow::Result<()> {
    check(|folder| ["sparql11/graph-store-protocol", "sparql11/http-rdf-update"].contains(&folder))
}

#[test]
fn description_of_the_service() -> anyhow::Result<()> {
    check(|folder| folder == "sparql11/service-description")
}

/// Prints the table of `docs/conformance.md`; fails where the peer passes what
/// we do not, and where the list is wrong about the peer.
#[test]
#[ignore = "needs a peer: tests/w3c/compare installs one"]
fn compare_with_the_peer() -> anyhow::Result<()> {
    let Some(suites) = Suites::from_environment() else { return Ok(()) };
    let known = Known::read()?;
    let program = std::env::var_os("W3C_PEER").expect("W3C_PEER is the program of the peer");
    let all = |_: &str| true;
    let theirs = measure(&Service::start_peer(&program)?, &suites, &known, all)?;
    let ours = measure(&Service::start()?, &suites, &known, all)?;
    println!("{}", report::table(&ours, &theirs));
    let mut complaints = theirs.wrong_about_peer(&known);
    complaints.extend(ours.behind(&theirs).iter().map(|iri| format!("the peer passes {iri}")));
    assert!(complaints.is_empty(), "\n{}\n", complaints.join("\n"));
    Ok(())
}
