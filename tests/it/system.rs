//! Health, the vocabulary's own documents, and the documentation.

use crate::api::problem;
use crate::support::{get, get_json, get_with};
use axum::http::StatusCode;
use oxigraph::io::{JsonLdProfileSet, RdfFormat, RdfParser};
use oxigraph::model::{Dataset, GraphName, Quad};

#[test]
fn the_process_lives_and_is_ready() {
    for (path, word) in [("/livez", "ok\n"), ("/readyz", "ready\n")] {
        let answer = get(path);
        assert_eq!((answer.status, answer.text().as_str()), (StatusCode::OK, word));
        assert!(answer.header("content-type").starts_with("text/plain"));
    }
}

#[test]
fn the_context_is_served_as_it_is_kept() {
    let answer = get("/context.jsonld");
    assert_eq!(answer.header("content-type"), "application/ld+json");
    assert_eq!(answer.text(), include_str!("../../ontology/context.jsonld"));
    assert!(get_json("/context.jsonld")["@context"]["label"].is_object());
}

fn ontology(accept: &str, format: RdfFormat) -> Dataset {
    let answer = get_with("/ontology", &[("accept", accept)]);
    assert_eq!(answer.status, StatusCode::OK);
    assert_eq!(answer.header("content-type").split(';').next(), Some(accept));
    let mut dataset: Dataset = RdfParser::from_format(format)
        .for_slice(&answer.body)
        .map(|quad| quad.expect("well-formed RDF"))
        .map(|quad| Quad { graph_name: GraphName::DefaultGraph, ..quad })
        .collect();
    dataset.canonicalize(oxigraph::model::dataset::CanonicalizationAlgorithm::Unstable);
    dataset
}

#[test]
fn the_ontology_says_the_same_in_every_format() {
    let turtle = ontology("text/turtle", RdfFormat::Turtle);
    assert!(turtle.len() > 5000, "{} triples", turtle.len());
    assert!(turtle == ontology("application/n-triples", RdfFormat::NTriples));
    let json_ld = RdfFormat::JsonLd { profile: JsonLdProfileSet::empty() };
    assert!(turtle == ontology("application/ld+json", json_ld));
    assert!(turtle == ontology("application/n-quads", RdfFormat::NQuads));
    assert!(turtle == ontology("application/trig", RdfFormat::TriG));
    assert!(turtle == ontology("application/rdf+xml", RdfFormat::RdfXml));
    assert!(turtle == ontology("text/n3", RdfFormat::N3));
    assert_eq!(get("/ontology").header("content-type"), "text/turtle; charset=utf-8");
    let refused = get_with("/ontology", &[("accept", "image/png")]);
    problem(&refused, StatusCode::NOT_ACCEPTABLE);
}

#[test]
fn the_documentation_needs_nobody_else() {
    let page = get("/docs/");
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.header("content-type").starts_with("text/html"));
    assert!(page.header("content-security-policy").contains("default-src 'self'"));
    let html = page.text();
    assert!(!html.contains("http://") && !html.contains("https://") && !html.contains("\"//"));
    let mut parts = 0;
    for attribute in ["src=\"", "href=\""] {
        for part in html.split(attribute).skip(1) {
            let address = part.split('"').next().unwrap_or_default();
            let relative = !address.starts_with('/');
            let address = if relative { format!("/docs/{address}") } else { address.to_owned() };
            let answer = get(&address);
            assert_eq!(answer.status, StatusCode::OK, "{address}");
            assert!(!answer.body.is_empty(), "{address}");
            parts += 1;
        }
    }
    assert!(parts >= 5, "{html}");
    let start = get("/docs/swagger-initializer.js").text();
    assert!(start.contains("/openapi.json") && !start.contains("petstore"), "{start}");
    problem(&get("/docs/nothing.js"), StatusCode::NOT_FOUND);
}

#[test]
fn the_short_name_leads_to_the_documentation() {
    let answer = get("/docs");
    assert_eq!((answer.status, answer.header("location")), (StatusCode::SEE_OTHER, "/docs/"));
}
