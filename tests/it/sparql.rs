//! `/sparql`: the SPARQL 1.1 protocol, its formats, its limits.

use crate::api::{PREFIXES, problem, rows, selected, table};
use crate::seeded;
use crate::support::{Answer, get, get_with, send, sparql};
use axum::body::Body;
use axum::http::{Request, StatusCode};
use http_body_util::BodyExt;
use oxigraph::io::{JsonLdProfileSet, RdfFormat, RdfParser};
use oxigraph::model::{Dataset, dataset::CanonicalizationAlgorithm};
use passerelle::graph::QueryLimits;
use passerelle::http::{self, HttpSettings};
use passerelle::operations::Opening;
use passerelle::web;
use std::sync::LazyLock;
use std::time::Duration;
use tempfile::TempDir;
use tower::ServiceExt;

const MEMBERS: &str = "PREFIX pes: <https://w3id.org/passerelle/ontology#>
SELECT ?member WHERE { ?member a pes:Member } ORDER BY ?member LIMIT 3";
const REGIONS: &str = "PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
CONSTRUCT { ?r skos:prefLabel ?l } WHERE { ?r a <https://w3id.org/passerelle/ontology#Region> ; skos:prefLabel ?l }";

fn post(path: &str, content_type: &str, body: impl Into<Body>) -> Answer {
    let request = Request::post(path).header("content-type", content_type).body(body.into());
    send(request.expect("a well-formed request"))
}

fn form(pairs: &[(&str, &str)]) -> String {
    form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish()
}

/// A refusal in words, as people and clients expect here.
fn refused(answer: &Answer, status: StatusCode) -> String {
    assert_eq!(answer.status, status, "{}", answer.text());
    assert_eq!(answer.header("content-type"), "text/plain; charset=utf-8");
    answer.text()
}

#[test]
fn get_and_both_posts_give_the_same() {
    let by_get = sparql(MEMBERS, "application/sparql-results+json");
    assert_eq!(by_get.status, StatusCode::OK);
    assert_eq!(by_get.json()["results"]["bindings"].as_array().map(Vec::len), Some(3));
    let by_form = post("/sparql", "application/x-www-form-urlencoded", form(&[("query", MEMBERS)]));
    let direct = post("/sparql", "application/sparql-query; charset=utf-8", MEMBERS);
    assert_eq!(by_get.body, by_form.body);
    assert_eq!(by_get.body, direct.body);
}

#[test]
fn results_come_in_four_formats() {
    let first = "https://w3id.org/passerelle/id/member/al-pes";
    let formats = [
        ("application/sparql-results+json", "application/sparql-results+json"),
        ("application/json", "application/sparql-results+json"),
        ("application/sparql-results+xml", "application/sparql-results+xml"),
        ("application/xml", "application/sparql-results+xml"),
        ("text/csv", "text/csv; charset=utf-8"),
        ("text/tab-separated-values", "text/tab-separated-values; charset=utf-8"),
        ("text/csv;q=0.5, application/sparql-results+xml", "application/sparql-results+xml"),
        ("*/*", "application/sparql-results+json"),
    ];
    for (accept, media_type) in formats {
        let answer = sparql(MEMBERS, accept);
        assert_eq!(answer.header("content-type"), media_type, "{accept}");
        assert!(answer.header("vary").contains("accept"));
        assert!(answer.text().contains(first), "{accept}: {}", answer.text());
    }
    assert_eq!(sparql(MEMBERS, "text/csv").text().lines().next(), Some("member"));
    assert_eq!(sparql(MEMBERS, "text/tab-separated-values").text().lines().next(), Some("?member"));
}

#[test]
fn a_yes_or_no_comes_in_every_format() {
    let query = "ASK { ?s a <https://w3id.org/passerelle/ontology#Member> }";
    assert_eq!(sparql(query, "application/sparql-results+json").json()["boolean"], true);
    assert!(
        sparql(query, "application/sparql-results+xml").text().contains("<boolean>true</boolean>")
    );
    assert_eq!(sparql("ASK { <urn:x> ?p ?o }", "application/json").json()["boolean"], false);
}

fn parsed(accept: &str, format: RdfFormat) -> Dataset {
    let answer = sparql(REGIONS, accept);
    assert_eq!(answer.status, StatusCode::OK, "{accept}");
    assert_eq!(answer.header("content-type").split(';').next(), Some(accept));
    let mut graph: Dataset = RdfParser::from_format(format)
        .for_slice(&answer.body)
        .map(|quad| quad.expect("well-formed RDF"))
        .collect();
    graph.canonicalize(CanonicalizationAlgorithm::Unstable);
    graph
}

#[test]
fn graphs_come_in_every_format() {
    let turtle = parsed("text/turtle", RdfFormat::Turtle);
    assert_eq!(turtle.len(), 15);
    assert!(turtle == parsed("application/n-triples", RdfFormat::NTriples));
    assert!(turtle == parsed("application/rdf+xml", RdfFormat::RdfXml));
    let json_ld = RdfFormat::JsonLd { profile: JsonLdProfileSet::empty() };
    assert!(turtle == parsed("application/ld+json", json_ld));
    assert!(turtle == parsed("application/n-quads", RdfFormat::NQuads));
    assert!(turtle == parsed("application/trig", RdfFormat::TriG));
    assert!(turtle == parsed("text/n3", RdfFormat::N3));
    let described =
        sparql("DESCRIBE <https://w3id.org/passerelle/id/member/ke-pes>", "text/turtle");
    assert!(described.text().contains("ke-pes"));
}

#[test]
fn the_default_graph_is_the_union_unless_others_are_named() {
    let count = "SELECT (COUNT(*) AS ?n) { ?s a <https://w3id.org/passerelle/ontology#Statement> }";
    let in_graph = |graph: &str| {
        let query = form(&[("query", count), ("default-graph-uri", graph)]);
        let answer = get_with(&format!("/sparql?{query}"), &[("accept", "text/csv")]);
        table(&answer.body)[0][0].clone()
    };
    assert_eq!(rows(count)[0][0], "404");
    assert_eq!(in_graph("https://w3id.org/passerelle/graph/survey/2022"), "404");
    assert_eq!(in_graph("https://w3id.org/passerelle/graph/ontology"), "0");
    let from = "SELECT (COUNT(*) AS ?n) FROM <https://w3id.org/passerelle/graph/reference> { ?s a <https://w3id.org/passerelle/ontology#Statement> }";
    assert_eq!(rows(from)[0][0], "0");
}

#[test]
fn named_graphs_are_reached_by_name() {
    let graphs = selected("SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }");
    for name in ["ontology", "2022", "public-sources", "reference", "derived"] {
        assert!(graphs.contains(name), "{graphs:?}");
    }
    let query = form(&[
        ("query", "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }"),
        ("named-graph-uri", "https://w3id.org/passerelle/graph/derived"),
    ]);
    let answer = get_with(&format!("/sparql?{query}"), &[("accept", "text/csv")]);
    assert_eq!(table(&answer.body), [["https://w3id.org/passerelle/graph/derived"]]);
}

#[test]
fn a_direct_post_takes_its_dataset_from_the_address() {
    let path = format!(
        "/sparql?{}",
        form(&[("default-graph-uri", "https://w3id.org/passerelle/graph/ontology")])
    );
    let answer = post(&path, "application/sparql-query", MEMBERS);
    assert_eq!(answer.json()["results"]["bindings"], serde_json::json!([]));
}

#[test]
fn a_malformed_query_is_refused_with_line_and_column() {
    let query = "SELECT * WHERE {\n  ?s ?p }";
    let text = refused(&sparql(query, "application/sparql-results+json"), StatusCode::BAD_REQUEST);
    assert!(text.contains(" 2:"), "{text}");
    let document = problem(&sparql(query, "application/problem+json"), StatusCode::BAD_REQUEST);
    assert!(document["detail"].as_str().is_some_and(|detail| detail.contains(" 2:")));
}

#[test]
fn a_missing_or_doubled_query_is_refused() {
    let empty = post("/sparql", "application/x-www-form-urlencoded", "");
    let text = refused(&empty, StatusCode::BAD_REQUEST);
    assert!(text.contains("'query' is missing"), "{text}");
    let twice = form(&[("query", "ASK {}"), ("query", "ASK {}")]);
    let text = refused(&get(&format!("/sparql?{twice}")), StatusCode::BAD_REQUEST);
    assert!(text.contains("twice"), "{text}");
    let bad_graph = form(&[("query", "ASK {}"), ("default-graph-uri", "no iri")]);
    let text = refused(&get(&format!("/sparql?{bad_graph}")), StatusCode::BAD_REQUEST);
    assert!(text.contains("default-graph-uri"), "{text}");
}

#[test]
fn parameters_of_other_clients_are_ignored() {
    let query = form(&[("query", "ASK {}"), ("output", "json"), ("timeout", "5")]);
    assert_eq!(get(&format!("/sparql?{query}")).status, StatusCode::OK);
}

#[test]
fn nothing_is_written_here() {
    let update = "INSERT DATA { <urn:a> <urn:b> <urn:c> }";
    refused(&sparql(update, "*/*"), StatusCode::BAD_REQUEST);
    refused(&post("/sparql", "application/sparql-query", update), StatusCode::BAD_REQUEST);
    let typed = post("/sparql", "application/sparql-update", update);
    refused(&typed, StatusCode::UNSUPPORTED_MEDIA_TYPE);
    let as_form = post("/sparql", "application/x-www-form-urlencoded", form(&[("update", update)]));
    refused(&as_form, StatusCode::BAD_REQUEST);
    assert_eq!(sparql("ASK { <urn:a> ?p ?o }", "application/json").json()["boolean"], false);
}

#[test]
fn unknown_formats_are_refused_by_what_is_known() {
    let text = refused(&sparql("ASK {}", "image/png"), StatusCode::NOT_ACCEPTABLE);
    assert!(text.contains("JSON, XML, CSV and TSV"), "{text}");
    refused(&sparql(REGIONS, "text/csv"), StatusCode::NOT_ACCEPTABLE);
    refused(&sparql(MEMBERS, "text/turtle"), StatusCode::NOT_ACCEPTABLE);
    let json = post("/sparql", "application/json", "{}");
    refused(&json, StatusCode::UNSUPPORTED_MEDIA_TYPE);
}

#[test]
fn all_that_the_graph_says_can_be_sorted() {
    for order in ["?o", "DESC(?o) ?s", "?p ?o"] {
        let answer = sparql(&format!("SELECT ?o {{ ?s ?p ?o }} ORDER BY {order}"), "text/csv");
        assert_eq!(answer.status, StatusCode::OK, "{order}: {}", answer.text());
        assert!(answer.text().lines().count() > 20_000, "{order}");
    }
}

#[test]
fn no_query_reaches_out_of_the_process() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a free port");
    listener.set_nonblocking(true).expect("a listener that can be asked");
    let port = listener.local_addr().expect("an address").port();
    let service = format!("http://127.0.0.1:{port}/");
    for query in [
        format!("SELECT * {{ SERVICE <{service}> {{ ?s ?p ?o }} }}"),
        format!("SELECT * {{ SERVICE SILENT <{service}> {{ ?s ?p ?o }} }}"),
        format!("ASK {{ BIND(<{service}> AS ?g) SERVICE ?g {{ ?s ?p ?o }} }}"),
        format!("SELECT * FROM <{service}> {{ ?s ?p ?o }}"),
    ] {
        let answer = sparql(&query, "text/csv");
        assert!(answer.status.is_success() || answer.status == StatusCode::UNPROCESSABLE_ENTITY);
        assert!(answer.body.len() < 200, "{query}: {}", answer.text());
        assert!(listener.accept().is_err(), "{query} made a request");
    }
}

#[test]
fn what_would_overwhelm_the_parser_is_refused_before_it() {
    let deep = format!("SELECT * {}{}", "{".repeat(3000), "}".repeat(3000));
    let text = refused(&post("/sparql", "application/sparql-query", deep), StatusCode::BAD_REQUEST);
    assert!(text.contains("nest"), "{text}");
    let long = format!("ASK {{}} #{}", "x".repeat(100_000));
    let text = refused(&post("/sparql", "application/sparql-query", long), StatusCode::BAD_REQUEST);
    assert!(text.contains("bytes"), "{text}");
    let huge = "x".repeat(2 * 1024 * 1024);
    let answer = post("/sparql", "application/sparql-query", huge);
    assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE);
}

#[test]
fn other_methods_are_named_as_not_allowed() {
    for method in ["DELETE", "PUT", "PATCH"] {
        let request = Request::builder().method(method).uri("/sparql").body(Body::empty());
        let answer = send(request.expect("a well-formed request"));
        problem(&answer, StatusCode::METHOD_NOT_ALLOWED);
        assert_eq!(answer.header("allow"), "GET,HEAD,POST");
    }
}

/// A service that gives its queries next to no time.
static HASTY: LazyLock<(axum::Router, TempDir)> = LazyLock::new(|| {
    let (service, directory) = seeded::service(Opening::default());
    let timeout = Duration::from_millis(500);
    let query_limits = QueryLimits { timeout, ..QueryLimits::default() };
    let settings = HttpSettings { query_limits, ..HttpSettings::default() };
    let app = http::app(service, settings, web::pages()).expect("the service describes itself");
    (app, directory)
});

/// The status, and the body if it arrived whole.
fn hasty(query: &str) -> (StatusCode, Option<Vec<u8>>) {
    let uri = format!("/sparql?{}", form(&[("query", query)]));
    let request = Request::get(uri).body(Body::empty()).expect("a well-formed request");
    let runtime = tokio::runtime::Runtime::new().expect("a runtime starts");
    runtime.block_on(async {
        let response = HASTY.0.clone().oneshot(request).await.expect("the router never fails");
        let (parts, body) = response.into_parts();
        let body = body.collect().await.ok().map(|body| body.to_bytes().to_vec());
        (parts.status, body)
    })
}

#[test]
fn a_query_that_takes_too_long_is_stopped_and_says_so() {
    let query = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }";
    let (status, body) = hasty(query);
    assert_eq!(status, StatusCode::SERVICE_UNAVAILABLE);
    assert!(body.is_some_and(|body| !body.is_empty()));
}

#[test]
fn a_part_of_an_answer_is_never_passed_off_as_the_whole() {
    let query = "SELECT * { ?a ?b ?c . ?d ?e ?f }";
    let (status, body) = hasty(query);
    assert_eq!(status, StatusCode::OK, "the first rows were on their way");
    assert_eq!(body, None, "the connection ends before the answer does");
}

#[test]
fn the_query_of_the_documentation_works() {
    let query = format!(
        "{PREFIXES}SELECT ?s ?text WHERE {{ ?s a pes:Statement ; pes:about pest:network-expansion ; dct:description ?text FILTER(LANG(?text) = 'en') }}"
    );
    let answer = sparql(&query, "application/sparql-results+json");
    assert!(answer.json()["results"]["bindings"].as_array().is_some_and(|rows| !rows.is_empty()));
}
