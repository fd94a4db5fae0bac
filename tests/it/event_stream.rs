//! `/ldes`: the change log as pages of a Linked Data Event Stream.

use crate::api::problem;
use crate::support::{get, get_json, get_with};
use axum::http::StatusCode;
use oxigraph::io::{JsonLdProfileSet, RdfFormat, RdfParser};
use oxigraph::model::dataset::CanonicalizationAlgorithm;
use oxigraph::model::{Dataset, Quad};

const HOST: (&str, &str) = ("host", "p.example");

fn page(path: &str, accept: &str, format: RdfFormat) -> Vec<Quad> {
    let answer = get_with(path, &[HOST, ("accept", accept)]);
    assert_eq!(answer.status, StatusCode::OK, "{path}: {}", answer.text());
    let parsed = RdfParser::from_format(format).for_slice(&answer.body);
    parsed.map(|quad| quad.expect("well-formed RDF")).collect()
}

fn values(quads: &[Quad], property: &str) -> Vec<String> {
    let said = quads.iter().filter(|quad| quad.predicate.as_str() == property);
    said.map(|quad| quad.object.to_string()).collect()
}

#[test]
fn the_pages_lead_through_the_whole_log_in_order() {
    let begin = get("/ldes");
    assert_eq!((begin.status, begin.header("location")), (StatusCode::SEE_OTHER, "/ldes/1"));
    let total = get_json("/api/v1/changes?limit=1")["total"].as_u64().expect("a total");
    let mut next = Some("/ldes/1".to_owned());
    let (mut members, mut pages) = (Vec::new(), 0);
    while let Some(path) = next {
        let quads = page(&path, "text/turtle", RdfFormat::Turtle);
        let own = values(&quads, "https://w3id.org/tree#member");
        assert!(!own.is_empty() && own.len() <= 100, "{path}");
        let times = values(&quads, "https://www.w3.org/ns/activitystreams#published");
        assert_eq!(times.len(), own.len(), "{path}");
        assert!(times.is_sorted(), "{path}");
        members.extend(own);
        pages += 1;
        let kept = get_with(&path, &[HOST]).header("cache-control").to_owned();
        let nodes = values(&quads, "https://w3id.org/tree#node");
        next = nodes.first().map(|node| {
            node.trim_start_matches("<http://p.example").trim_end_matches('>').to_owned()
        });
        assert_eq!(
            kept.contains("immutable"),
            next.is_some() || total.is_multiple_of(100),
            "{path}"
        );
    }
    let all: Vec<String> =
        (1..=total).map(|it| format!("<https://w3id.org/passerelle/id/change/{it}>")).collect();
    assert_eq!(members, all);
    assert_eq!(pages, total.div_ceil(100));
}

#[test]
fn a_page_says_the_same_in_every_format() {
    let whole = |accept: &str, format: RdfFormat| -> Dataset {
        let mut dataset: Dataset = page("/ldes/2", accept, format).into_iter().collect();
        dataset.canonicalize(CanonicalizationAlgorithm::Unstable);
        dataset
    };
    let turtle = whole("text/turtle", RdfFormat::Turtle);
    assert!(turtle.len() > 400);
    for (accept, format) in [
        ("application/n-triples", RdfFormat::NTriples),
        ("application/ld+json", RdfFormat::JsonLd { profile: JsonLdProfileSet::empty() }),
        ("application/rdf+xml", RdfFormat::RdfXml),
        ("application/trig", RdfFormat::TriG),
    ] {
        assert!(whole(accept, format) == turtle, "{accept}");
    }
}

#[test]
fn what_is_no_page_is_not_found() {
    for path in ["/ldes/0", "/ldes/9999", "/ldes/first", "/ldes/-1"] {
        problem(&get(path), StatusCode::NOT_FOUND);
    }
    problem(&get("/ldes/1?limit=1"), StatusCode::BAD_REQUEST);
    problem(&get_with("/ldes/1", &[("accept", "image/png")]), StatusCode::NOT_ACCEPTABLE);
}
