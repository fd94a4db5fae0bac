//! Every JSON answer, read as JSON-LD, says what the graph says and no more.

use crate::api::{LISTS, THINGS};
use crate::support::{get_json, sparql};
use axum::http::StatusCode;
use oxigraph::io::{JsonLdProfileSet, RdfFormat, RdfParser};
use oxigraph::model::{NamedOrBlankNode, Quad, Term, Triple};
use serde_json::Value;
use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

/// Dates keep the precision known: the graph types them, JSON has the text.
const DATES: [&str; 4] = [
    "http://purl.org/dc/terms/date",
    "http://purl.org/dc/terms/modified",
    "https://schema.org/startDate",
    "https://schema.org/endDate",
];

struct Graph {
    triples: HashSet<Triple>,
    /// The dates of each thing, without their types.
    dates: HashMap<(String, String), HashSet<String>>,
}

static GRAPH: LazyLock<Graph> = LazyLock::new(|| {
    let answer = sparql("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }", "application/n-triples");
    assert_eq!(answer.status, StatusCode::OK);
    let mut graph = Graph { triples: HashSet::new(), dates: HashMap::new() };
    for quad in RdfParser::from_format(RdfFormat::NTriples).for_slice(&answer.body) {
        let triple = Triple::from(quad.expect("well-formed N-Triples"));
        if let (NamedOrBlankNode::NamedNode(subject), Term::Literal(literal)) =
            (&triple.subject, &triple.object)
            && DATES.contains(&triple.predicate.as_str())
        {
            let key = (subject.as_str().to_owned(), triple.predicate.as_str().to_owned());
            graph.dates.entry(key).or_default().insert(literal.value().to_owned());
        }
        graph.triples.insert(triple);
    }
    graph
});

impl Graph {
    fn says(&self, triple: &Triple) -> bool {
        if self.triples.contains(triple) {
            return true;
        }
        match (&triple.subject, &triple.object) {
            (NamedOrBlankNode::NamedNode(subject), Term::Literal(literal)) => self
                .dates
                .get(&(subject.as_str().to_owned(), triple.predicate.as_str().to_owned()))
                .is_some_and(|dates| dates.contains(literal.value())),
            _ => false,
        }
    }
}

/// The triples of an answer, by the published context.
fn expanded(mut document: Value) -> Vec<Triple> {
    document["@context"] = get_json("/context.jsonld")["@context"].take();
    let format = RdfFormat::JsonLd { profile: JsonLdProfileSet::empty() };
    RdfParser::from_format(format)
        .for_slice(document.to_string().as_bytes())
        .map(|quad: Result<Quad, _>| Triple::from(quad.expect("well-formed JSON-LD")))
        .collect()
}

fn assert_said(path: &str) -> usize {
    let triples = expanded(get_json(path));
    for triple in &triples {
        assert!(GRAPH.says(triple), "{path} says what the graph does not: {triple}");
    }
    triples.len()
}

#[test]
fn one_thing_of_each_kind_says_what_the_graph_says() {
    for path in THINGS {
        assert!(assert_said(path) >= 5, "{path}");
    }
}

#[test]
fn whole_lists_say_what_the_graph_says() {
    for list in &LISTS {
        let mut next = Some(format!("{}?limit=100", list.path));
        while let Some(address) = next {
            assert!(assert_said(&address) >= list.total.min(100), "{address}");
            next = get_json(&address)["next"].as_str().map(str::to_owned);
        }
    }
}

#[test]
fn the_tree_and_the_graphs_say_what_the_graph_says() {
    assert!(assert_said("/api/v1/themes?view=tree") > 500);
    assert!(assert_said("/api/v1/graphs") >= 15);
}

#[test]
fn what_is_known_of_a_member_is_all_told() {
    let path = "/api/v1/members/be-actiris";
    let told: HashSet<Triple> = expanded(get_json(path)).into_iter().collect();
    let id = "https://w3id.org/passerelle/id/member/be-actiris";
    let untold: Vec<&Triple> = GRAPH
        .triples
        .iter()
        .filter(|triple| matches!(&triple.subject, NamedOrBlankNode::NamedNode(node) if node.as_str() == id))
        .filter(|triple| !told.contains(*triple))
        .filter(|triple| {
            let property = triple.predicate.as_str();
            !property.ends_with("#wasDerivedFrom") && !property.ends_with("#type")
        })
        .collect();
    assert!(untold.is_empty(), "{untold:?}");
}

#[test]
fn computed_answers_are_well_formed_too() {
    for path in ["/api/v1/members/ke-pes/matches", "/api/v1/statistics/recurrence?level=1"] {
        assert!(!expanded(get_json(path)).is_empty(), "{path}");
    }
}
