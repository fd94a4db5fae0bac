//! Identifiers that can be followed: to the page, or to the data in every
//! format, which all say the same.

use crate::api::problem;
use crate::support::{get, get_with};
use axum::http::StatusCode;
use oxigraph::io::{JsonLdProfileSet, RdfFormat, RdfParser};
use oxigraph::model::dataset::CanonicalizationAlgorithm;
use oxigraph::model::{Dataset, GraphName, Quad};

/// A thing of each kind that has data.
const THINGS: [&str; 14] = [
    "member/be-actiris",
    "country/ke",
    "region/africa",
    "programme/nesm",
    "practice/tr-user-experience-unit",
    "theme/ai-in-services",
    "target-group/young-people",
    "topic/2022-q8-01",
    "expectation/2022-q9-01",
    "survey/2022",
    "question/2022-q6",
    "statement/2022-q5-l337-au",
    "fact/nest-trial-start",
    "finding/2022-q5-l296-human-resources",
];

#[test]
fn an_identifier_leads_to_what_the_client_reads() {
    for thing in THINGS {
        let to = |accept: &str| {
            let answer =
                get_with(&format!("/id/{thing}"), &[("accept", accept), ("accept-language", "es")]);
            assert_eq!(answer.status, StatusCode::SEE_OTHER, "{thing} {accept}");
            assert!(answer.header("vary").starts_with("accept, accept-language"), "{thing}");
            answer.header("location").to_owned()
        };
        assert_eq!(to("text/html,*/*;q=0.8"), format!("/es/{thing}"));
        assert_eq!(to("*/*"), format!("/es/{thing}"));
        for (accept, ending) in [
            ("text/turtle", "ttl"),
            ("application/ld+json, text/html;q=0.5", "jsonld"),
            ("application/n-triples", "nt"),
            ("application/rdf+xml", "rdf"),
            ("application/trig", "trig"),
        ] {
            let location = to(accept);
            assert_eq!(location, format!("/data/{thing}.{ending}"));
            assert_eq!(get(&location).status, StatusCode::OK, "{location}");
        }
        let refused = get_with(&format!("/id/{thing}"), &[("accept", "image/png")]);
        problem(&refused, StatusCode::NOT_ACCEPTABLE);
    }
}

fn dataset(thing: &str, ending: &str, format: RdfFormat) -> Dataset {
    let answer = get(&format!("/data/{thing}.{ending}"));
    assert_eq!(answer.status, StatusCode::OK, "{thing}.{ending}");
    let mut dataset: Dataset = RdfParser::from_format(format)
        .for_slice(&answer.body)
        .map(|quad| quad.expect("well-formed RDF"))
        .map(|quad| Quad { graph_name: GraphName::DefaultGraph, ..quad })
        .collect();
    dataset.canonicalize(CanonicalizationAlgorithm::Unstable);
    dataset
}

#[test]
fn the_data_say_the_same_in_every_format() {
    let json_ld = RdfFormat::JsonLd { profile: JsonLdProfileSet::empty() };
    for thing in THINGS {
        let turtle = dataset(thing, "ttl", RdfFormat::Turtle);
        let subject = format!("<https://w3id.org/passerelle/id/{thing}>");
        let said = turtle.iter().filter(|quad| quad.subject.to_string() == subject).count();
        assert!(said >= 3, "{thing}: {said} triples");
        for (ending, format) in [
            ("nt", RdfFormat::NTriples),
            ("jsonld", json_ld),
            ("rdf", RdfFormat::RdfXml),
            ("nq", RdfFormat::NQuads),
            ("trig", RdfFormat::TriG),
            ("n3", RdfFormat::N3),
        ] {
            assert!(turtle == dataset(thing, ending, format), "{thing}.{ending}");
        }
        let object = get(&format!("/data/{thing}.json")).json();
        assert_eq!(object["id"], format!("https://w3id.org/passerelle/id/{thing}"));
        assert_eq!(object["@context"], "/context.jsonld");
    }
}

#[test]
fn data_name_the_thing_and_their_other_forms() {
    let answer = get("/data/programme/nesm.ttl");
    let link = answer.header("link");
    assert!(
        link.contains("<https://w3id.org/passerelle/id/programme/nesm>; rel=\"describes\""),
        "{link}"
    );
    assert!(
        link.contains(
            "</data/programme/nesm.jsonld>; rel=\"alternate\"; type=\"application/ld+json\""
        ),
        "{link}"
    );
    assert!(link.contains("rel=\"alternate\"; type=\"text/html\""), "{link}");
    assert_eq!(answer.header("access-control-allow-origin"), "*");
    let page = get("/en/programme/nesm");
    let link = page.header("link");
    assert!(
        link.contains("</data/programme/nesm.ttl>; rel=\"describedby\"; type=\"text/turtle\""),
        "{link}"
    );
}

#[test]
fn what_is_not_there_is_not_found_and_namesakes_are_told() {
    for path in [
        "/id/member/no-such-thing",
        "/id/nothing/x",
        "/id/member/NO",
        "/data/member/no-such-thing.ttl",
        "/data/member/ke-pes",
        "/data/member/ke-pes.exe",
        "/data/nothing/x.ttl",
    ] {
        problem(&get(path), StatusCode::NOT_FOUND);
    }
    let told = problem(&get("/id/member/nesm"), StatusCode::NOT_FOUND)["detail"].to_string();
    assert!(told.contains("/id/programme/nesm"), "{told}");
}
