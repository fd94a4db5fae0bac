//! `/api/v1/graphs`

use crate::api::{columns, rows, table};
use crate::support::{get, get_json};
use serde_json::Value;

const GRAPH: &str = "https://w3id.org/passerelle/graph/";

fn graphs() -> Vec<Value> {
    get_json("/api/v1/graphs")["data"].as_array().cloned().expect("a list of graphs")
}

#[test]
fn the_five_graphs_are_named_in_order() {
    let names: Vec<String> =
        graphs().iter().map(|graph| graph["id"].as_str().unwrap_or_default().to_owned()).collect();
    let expected = ["derived", "ontology", "public-sources", "reference", "survey/2022"];
    assert_eq!(names, expected.map(|name| format!("{GRAPH}{name}")));
    assert_eq!(get_json("/api/v1/graphs")["total"], 5);
}

#[test]
fn counts_are_those_of_the_graph() {
    for graph in graphs() {
        let id = graph["id"].as_str().unwrap_or_default();
        let counted = rows(&format!("SELECT (COUNT(*) AS ?n) {{ GRAPH <{id}> {{ ?s ?p ?o }} }}"));
        assert_eq!(counted[0][0], graph["triples"].to_string(), "{id}");
    }
}

#[test]
fn each_has_a_canonical_hash_of_its_own_and_a_time() {
    let graphs = graphs();
    for (place, graph) in graphs.iter().enumerate() {
        let hash = graph["canonicalHash"].as_str().unwrap_or_default();
        assert!(hash.len() == 64 && hash.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f')));
        assert!(graphs[..place].iter().all(|other| other["canonicalHash"] != hash));
        let modified = graph["modified"].as_str().unwrap_or_default();
        assert!(modified.len() == 20 && modified.ends_with('Z'), "{modified}");
        assert!(modified.parse::<jiff::Timestamp>().is_ok(), "{modified}");
    }
}

#[test]
fn the_epoch_is_the_one_that_matches_were_computed_in() {
    let epoch = &get_json("/api/v1/graphs")["epoch"];
    assert!(epoch.is_string());
    assert_eq!(*epoch, get_json("/api/v1/members/ke-pes/matches?limit=1")["epoch"]);
}

#[test]
fn graphs_make_a_table() {
    let csv = get("/api/v1/graphs?format=csv").body;
    assert_eq!(columns(&csv), ["id", "triples", "canonicalHash", "modified"]);
    assert_eq!(table(&csv).len(), 5);
}
