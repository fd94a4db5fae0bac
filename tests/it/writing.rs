//! Writing to the graph below HTTP: what an update or an upload changes, what
//! it leaves alone, and what survives.

use crate::seeded::data_directory;
use oxigraph::model::{GraphNameRef, NamedNodeRef, Quad};
use oxigraph::store::Store;
use passerelle::domain::{DefaultGraph, Iri};
use passerelle::graph::{
    Change, DatasetChoice, GraphError, GraphFormat, GraphRef, KnowledgeGraph, OpenOptions,
    PublicQuery, QueryLimits, ResultFormat, StopToken, UpdateLimits, Upload, UploadFormat,
    UploadMode,
};
use std::fs;
use std::io::Cursor;
use std::time::Duration;

const G: &str = "https://example.org/graph/";

fn graph() -> KnowledgeGraph {
    KnowledgeGraph::in_memory().expect("a graph in memory")
}

fn update(graph: &KnowledgeGraph, text: &str) -> Result<Change, GraphError> {
    let (using, stop) = (DatasetChoice::default(), StopToken::default());
    graph.update(text, &using, &UpdateLimits::default(), &stop)
}

fn named(name: &str) -> GraphRef {
    GraphRef::Named(Iri::parse(&format!("{G}{name}")).expect("an IRI"))
}

fn upload(
    graph: &KnowledgeGraph,
    to: &GraphRef,
    mode: UploadMode,
    (format, text): (UploadFormat, &str),
) -> Result<Change, GraphError> {
    let part =
        Upload { format, base: to.name(), body: Box::new(Cursor::new(text.as_bytes().to_vec())) };
    graph.upload(to, mode, std::iter::once(part), &StopToken::default())
}

/// The rows of a SELECT as CSV, sorted, without the header.
fn rows(graph: &KnowledgeGraph, query: &str) -> Vec<String> {
    let mut out = Vec::new();
    PublicQuery::parse(query, &[], QueryLimits::default())
        .expect("a query")
        .write_results(
            graph,
            &DatasetChoice::default(),
            &StopToken::default(),
            ResultFormat::Csv,
            &mut out,
        )
        .expect("an answer");
    let text = String::from_utf8(out).expect("UTF-8");
    let mut rows: Vec<String> = text.lines().skip(1).map(str::to_owned).collect();
    rows.sort();
    rows
}

fn objects(graph: &KnowledgeGraph) -> Vec<String> {
    rows(graph, "SELECT ?o { ?s <x:p> ?o }")
}

#[test]
fn the_union_holds_each_triple_once_for_as_long_as_a_graph_says_it() {
    let graph = graph();
    update(&graph, "INSERT DATA { GRAPH <x:g1> { <x:s> <x:p> 1 } GRAPH <x:g2> { <x:s> <x:p> 1 } }")
        .expect("it is done");
    assert_eq!(objects(&graph), ["1"]);
    update(&graph, "DELETE DATA { GRAPH <x:g1> { <x:s> <x:p> 1 } }").expect("it is done");
    assert_eq!(objects(&graph), ["1"], "the other graph says it still");
    update(&graph, "DROP GRAPH <x:g2>").expect("it is done");
    assert!(objects(&graph).is_empty());
}

#[test]
fn a_change_is_counted_and_what_changes_nothing_is_no_commit() {
    let graph = graph();
    let insert = "INSERT DATA { <x:s> <x:p> 1, 2 }";
    let first = update(&graph, insert).expect("it is done");
    assert_eq!((first.commit, first.inserted, first.removed), (1, 2, 0));
    assert!(!first.meaningful);
    let again = update(&graph, insert).expect("it is done");
    assert_eq!((again.commit, again.inserted, again.removed), (1, 0, 0));
    let gone = update(&graph, "DELETE WHERE { <x:s> <x:p> ?o }").expect("it is done");
    assert_eq!((gone.commit, gone.inserted, gone.removed), (2, 0, 2));
    assert_eq!(graph.commit_number(), 2);
}

#[test]
fn operations_see_what_those_before_them_did_and_a_failure_undoes_all() {
    let graph = graph();
    update(&graph, "INSERT DATA { <x:s> <x:p> 1 } ; DELETE { ?s <x:p> ?o } INSERT { ?s <x:p> ?n } WHERE { ?s <x:p> ?o BIND(?o + 1 AS ?n) }")
        .expect("it is done");
    assert_eq!(objects(&graph), ["2"]);
    let failed = update(&graph, "INSERT DATA { <x:s> <x:p> 3 } ; DROP GRAPH <x:none>");
    assert!(matches!(failed, Err(GraphError::Unprocessable(_))), "{failed:?}");
    assert_eq!(objects(&graph), ["2"]);
    assert_eq!(graph.commit_number(), 1);
}

#[test]
fn templates_are_filled_by_each_solution() {
    let graph = graph();
    update(&graph, "INSERT DATA { <x:a> <x:v> 1 . <x:b> <x:v> 2 . <x:c> <x:w> 3 }").expect("done");
    update(
        &graph,
        "INSERT { ?s <x:p> [ <x:q> ?v ] . ?v <x:no> 1 . ?s <x:miss> ?w } WHERE { ?s <x:v> ?v OPTIONAL { ?s <x:w> ?w } }",
    )
    .expect("done");
    assert_eq!(rows(&graph, "SELECT ?v { ?s <x:p>/<x:q> ?v }"), ["1", "2"]);
    assert_eq!(rows(&graph, "SELECT (COUNT(DISTINCT ?b) AS ?n) { ?s <x:p> ?b }"), ["2"]);
    assert!(rows(&graph, "SELECT ?s { ?s <x:no>|<x:miss> ?o }").is_empty());
    update(
        &graph,
        "INSERT { GRAPH ?g { ?s <x:p> 9 } } WHERE { VALUES (?g ?s) { (<x:g> <x:s>) (1 <x:t>) } }",
    )
    .expect("done");
    assert_eq!(rows(&graph, "SELECT ?s { GRAPH <x:g> { ?s <x:p> 9 } }"), ["x:s"]);
}

#[test]
fn what_the_program_computes_is_not_written_by_others() {
    let graph = graph();
    for name in ["derived", "catalogue"] {
        let iri = format!("https://w3id.org/passerelle/graph/{name}");
        for text in [
            format!("INSERT DATA {{ GRAPH <{iri}> {{ <x:s> <x:p> 1 }} }}"),
            format!("CLEAR GRAPH <{iri}>"),
            format!("INSERT {{ GRAPH ?g {{ <x:s> <x:p> 1 }} }} WHERE {{ BIND(<{iri}> AS ?g) }}"),
        ] {
            let refused = update(&graph, &text);
            assert!(matches!(refused, Err(GraphError::Computed(_))), "{text}: {refused:?}");
        }
        let reference = GraphRef::Named(Iri::parse(&iri).expect("an IRI"));
        let refused = upload(&graph, &reference, UploadMode::Add, (UploadFormat::Turtle, ""));
        assert!(matches!(refused, Err(GraphError::Computed(_))));
        assert!(matches!(graph.delete_graph(&reference), Err(GraphError::Computed(_))));
    }
    update(&graph, "INSERT DATA { <x:s> <x:p> 1 } ; DROP ALL").expect("the rest is dropped");
    assert!(objects(&graph).is_empty());
    assert_eq!(graph.commit_number(), 1);
}

#[test]
fn what_breaks_a_shape_is_not_stored() {
    let data = data_directory();
    let graph = KnowledgeGraph::open(data.path()).expect("the directory opens");
    let before = graph.epoch().expect("an epoch");
    let body = "https://w3id.org/passerelle/id/body/example";
    let refused = update(
        &graph,
        &format!("INSERT DATA {{ <{body}> a <https://w3id.org/passerelle/ontology#Body> }}"),
    );
    assert!(matches!(refused, Err(GraphError::Invalid(_))), "{refused:?}");
    assert_eq!(graph.epoch().expect("an epoch"), before);
    let actiris = "https://w3id.org/passerelle/id/member/be-actiris";
    let refused =
        update(&graph, &format!("DELETE WHERE {{ GRAPH ?g {{ <{actiris}> a ?class }} }}"));
    assert!(matches!(refused, Err(GraphError::Invalid(_))), "{refused:?}");
}

#[test]
fn using_and_with_choose_what_a_pattern_sees() {
    let graph = graph();
    update(&graph, "INSERT DATA { GRAPH <x:g1> { <x:s> <x:p> 1 } GRAPH <x:g2> { <x:s> <x:p> 2 } }")
        .expect("done");
    update(&graph, "WITH <x:g1> DELETE { ?s <x:p> ?o } WHERE { ?s <x:p> ?o }").expect("done");
    assert_eq!(objects(&graph), ["2"]);
    let using = DatasetChoice {
        default_graphs: vec![Iri::parse("x:g1").expect("an IRI")],
        named_graphs: Vec::new(),
    };
    let (limits, stop) = (UpdateLimits::default(), StopToken::default());
    let text = "DELETE { GRAPH <x:g2> { ?s <x:p> ?o } } WHERE { ?s <x:p> ?o }";
    let change = graph.update(text, &using, &limits, &stop).expect("done");
    assert_eq!(change.removed, 0, "the graph chosen is empty");
    let both = graph.update(
        &format!("WITH <x:g2> {text}").replace("GRAPH <x:g2>", "GRAPH <x:g3>"),
        &using,
        &limits,
        &stop,
    );
    assert!(matches!(both, Err(GraphError::UpdateRefused(_))), "{both:?}");
}

#[test]
fn a_strict_dataset_has_the_unnamed_graph_alone_as_default() {
    let data = tempfile::tempdir().expect("a directory");
    let options = OpenOptions { default_graph: DefaultGraph::Unnamed, ..OpenOptions::default() };
    let graph = KnowledgeGraph::open_with(data.path(), options).expect("it opens");
    update(&graph, "INSERT DATA { <x:s> <x:p> 1 GRAPH <x:g> { <x:s> <x:p> 2 } }").expect("done");
    assert_eq!(objects(&graph), ["1"]);
    assert_eq!(rows(&graph, "SELECT ?g { GRAPH ?g { ?s ?p ?o } }"), ["x:g"]);
    update(&graph, "INSERT { ?s <x:q> ?o } WHERE { ?s <x:p> ?o }").expect("done");
    assert_eq!(rows(&graph, "SELECT ?o { ?s <x:q> ?o }"), ["1"]);
}

#[test]
fn an_upload_replaces_or_joins_its_graph() {
    let graph = graph();
    let to = named("one");
    let turtle = |text| (UploadFormat::Turtle, text);
    assert!(!graph.graph_exists(&to).expect("an answer"));
    let first = upload(&graph, &to, UploadMode::Replace, turtle("<> <x:p> 1 .")).expect("done");
    assert!(first.created);
    let second = upload(&graph, &to, UploadMode::Add, turtle("<#a> <x:p> 2 .")).expect("done");
    assert!(!second.created);
    assert_eq!(objects(&graph), ["1", "2"]);
    upload(&graph, &to, UploadMode::Replace, turtle("<> <x:p> 3 .")).expect("done");
    assert_eq!(objects(&graph), ["3"]);
    let mut out = Vec::new();
    graph.write_graph_to(&to, GraphFormat::NTriples, &mut out).expect("written");
    let line = format!("<{G}one> <x:p> \"3\"^^<http://www.w3.org/2001/XMLSchema#integer> .\n");
    assert_eq!(String::from_utf8(out).expect("UTF-8"), line);
    assert!(graph.delete_graph(&to).expect("done").is_some());
    assert!(graph.delete_graph(&to).expect("done").is_none());
    assert!(objects(&graph).is_empty());
}

#[test]
fn a_fault_at_the_end_of_an_upload_changes_nothing() {
    let graph = graph();
    let to = named("one");
    upload(&graph, &to, UploadMode::Add, (UploadFormat::Turtle, "<x:s> <x:p> 1 .")).expect("done");
    let mut many: String =
        (0..60_000).map(|number| format!("<x:s> <x:p> \"{number}\" .\n")).collect();
    many.push_str("<x:s> <x:p> oops .\n");
    for format in [UploadFormat::NTriples, UploadFormat::Turtle] {
        let failed = upload(&graph, &to, UploadMode::Replace, (format, &many));
        let Err(GraphError::Malformed { position, .. }) = failed else { panic!("{failed:?}") };
        assert_eq!(position.line, 60_001);
    }
    for cut in ["<r:RDF xmlns:r='http://www.w3.org/1999/02/22-rdf-syntax-ns#'>", "<!DOCTYPE a><a/>"]
    {
        let failed = upload(&graph, &to, UploadMode::Replace, (UploadFormat::RdfXml, cut));
        assert!(matches!(failed, Err(GraphError::Malformed { .. })), "{failed:?}");
    }
    assert_eq!(objects(&graph), ["1"]);
    assert_eq!(graph.commit_number(), 1);
}

#[test]
fn a_large_upload_goes_in_at_once_and_says_what_it_changed() {
    let data = tempfile::tempdir().expect("a directory");
    let graph = KnowledgeGraph::open(data.path()).expect("it opens");
    let to = named("large");
    let text = |numbers: std::ops::Range<u32>| -> String {
        numbers.map(|number| format!("<x:s> <x:p> \"{number}\" .\n")).collect()
    };
    let change = upload(&graph, &to, UploadMode::Add, (UploadFormat::NTriples, &text(0..70_000)))
        .expect("it goes in");
    assert_eq!((change.inserted, change.removed, change.created), (70_000, 0, true));
    let change =
        upload(&graph, &to, UploadMode::Replace, (UploadFormat::NTriples, &text(10_000..80_000)))
            .expect("it goes in");
    assert_eq!((change.inserted, change.removed, change.created), (10_000, 10_000, false));
    assert_eq!(rows(&graph, "SELECT (COUNT(*) AS ?n) { ?s ?p ?o FILTER(?p = <x:p>) }"), ["70000"]);
    let entry = graph.entries().expect("entries").pop().expect("an entry");
    assert_eq!((entry.triples, entry.commit), (70_000, 2));
    assert!(
        rows(&graph, "SELECT ?g { ?g <https://w3id.org/passerelle/ontology#loading> ?o }")
            .is_empty()
    );
    assert!(!data.path().join("pending").exists());
}

#[test]
fn a_store_that_lost_acknowledged_commits_is_not_opened_without_a_word() {
    let data = tempfile::tempdir().expect("a directory");
    for number in 1..=3 {
        let graph = KnowledgeGraph::open(data.path()).expect("it opens");
        update(&graph, &format!("INSERT DATA {{ <x:s> <x:p> {number} }}")).expect("done");
    }
    fs::write(data.path().join("commits"), format!("{:020}\n", 5)).expect("written");
    let refused = KnowledgeGraph::open(data.path()).err();
    assert!(
        matches!(refused, Some(GraphError::LostCommits { acknowledged: 5, found: 3 })),
        "{refused:?}"
    );
    let options = OpenOptions { accept_loss: true, ..OpenOptions::default() };
    drop(KnowledgeGraph::open_with(data.path(), options).expect("it opens"));
    let graph = KnowledgeGraph::open(data.path()).expect("the loss was accepted once and for all");
    assert_eq!(graph.commit_number(), 3);
}

#[test]
fn a_directory_of_the_first_layout_gets_its_union() {
    let data = data_directory();
    let graph = KnowledgeGraph::open(data.path()).expect("it opens");
    let (epoch, all) =
        (graph.epoch().expect("an epoch"), rows(&graph, "SELECT ?s ?p ?o { ?s ?p ?o }"));
    drop(graph);
    let store = Store::open(data.path().join("store")).expect("the store opens");
    store.clear_graph(GraphNameRef::DefaultGraph).expect("cleared");
    let commit = NamedNodeRef::new_unchecked("https://w3id.org/passerelle/ontology#commit");
    let commits: Vec<Quad> = store
        .quads_for_pattern(None, Some(commit), None, None)
        .collect::<Result<_, _>>()
        .expect("read");
    for quad in commits.iter().filter(|quad| quad.object.to_string().contains("integer")) {
        store.remove(quad).expect("removed");
    }
    drop(store);
    fs::write(data.path().join("format"), "1\n").expect("written");
    let graph = KnowledgeGraph::open(data.path()).expect("it is migrated");
    assert_eq!(graph.epoch().expect("an epoch"), epoch);
    assert_eq!(rows(&graph, "SELECT ?s ?p ?o { ?s ?p ?o }").len(), all.len());
    assert_eq!(graph.commit_number(), 1);
    assert_eq!(fs::read_to_string(data.path().join("format")).expect("read"), "3\n");
}

#[test]
fn concurrent_writers_lose_no_update() {
    let data = tempfile::tempdir().expect("a directory");
    let graph = KnowledgeGraph::open(data.path()).expect("it opens");
    update(&graph, "INSERT DATA { <x:s> <x:p> 0 }").expect("done");
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                for _ in 0..10 {
                    let more = "DELETE { ?s <x:p> ?o } INSERT { ?s <x:p> ?n } WHERE { ?s <x:p> ?o BIND(?o + 1 AS ?n) }";
                    update(&graph, more).expect("done");
                }
            });
        }
    });
    assert_eq!(objects(&graph), ["40"]);
    assert_eq!(graph.commit_number(), 41);
    assert!(graph.last_sync() > Duration::ZERO);
}
