//! The change log below HTTP: what a write is said to have done to each thing.

use crate::seeded::{SEEDED, data_directory};
use oxigraph::model::NamedNodeRef;
use oxigraph::store::Store;
use passerelle::domain::{Event, Iri, Kind, Slug};
use passerelle::graph::{
    Change, ChangedThings, DatasetChoice, GraphError, GraphRef, KnowledgeGraph, LoggedChange,
    Query, StopToken, UpdateLimits, Upload, UploadFormat, UploadMode,
};
use passerelle::vocabulary::{GRAPH_CHANGES, ID};
use std::collections::BTreeSet;
use std::fs;
use std::io::Cursor;

const PREFIXES: &str = "PREFIX pes: <https://w3id.org/passerelle/ontology#>
    PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
    PREFIX id: <https://w3id.org/passerelle/id/>
    PREFIX topic: <https://w3id.org/passerelle/id/topic/>
    PREFIX statement: <https://w3id.org/passerelle/id/statement/> ";

fn update(graph: &KnowledgeGraph, text: &str) -> Result<Change, GraphError> {
    let (using, stop) = (DatasetChoice::default(), StopToken::default());
    graph.update(&format!("{PREFIXES}{text}"), &using, &UpdateLimits::default(), &stop)
}

fn graph() -> KnowledgeGraph {
    KnowledgeGraph::in_memory().expect("a graph in memory")
}

/// All entries after a number.
fn entries(graph: &KnowledgeGraph, after: u64) -> Vec<LoggedChange> {
    let length = graph.log_length().expect("a length");
    let read = |number| graph.logged_change(number).expect("read").expect("there is no gap");
    (after + 1..=length).map(read).collect()
}

/// The same, in short: `created topic/a`.
fn told(graph: &KnowledgeGraph, after: u64) -> Vec<String> {
    let short = |id: &Iri| id.as_str().strip_prefix(ID).unwrap_or(id.as_str()).to_owned();
    let entries = entries(graph, after).into_iter();
    entries.map(|entry| format!("{} {}", entry.event.term(), short(&entry.id))).collect()
}

fn things(change: &Change) -> Vec<(&str, Event)> {
    match &change.things {
        ChangedThings::These(things) => things
            .iter()
            .map(|thing| (thing.id.as_str().strip_prefix(ID).expect("ours"), thing.event))
            .collect(),
        ChangedThings::Untold => panic!("the things are told"),
    }
}

#[test]
fn what_is_born_changed_and_gone_is_logged_in_order() {
    let graph = graph();
    let born =
        update(&graph, "INSERT DATA { topic:a id:note 1 . topic:b id:note 1 }").expect("done");
    assert_eq!(things(&born), [("topic/a", Event::Created), ("topic/b", Event::Created)]);
    update(&graph, "INSERT DATA { topic:a id:note 2 }").expect("done");
    update(&graph, "DELETE WHERE { topic:b ?p ?o }").expect("done");
    update(&graph, "INSERT DATA { topic:b id:note 9 }").expect("done");
    let expected = [
        "created topic/a",
        "created topic/b",
        "updated topic/a",
        "deleted topic/b",
        "created topic/b",
    ];
    assert_eq!(told(&graph, 0), expected);
    let commits: Vec<u64> = entries(&graph, 0).iter().map(|entry| entry.commit).collect();
    assert_eq!(commits, [1, 1, 2, 3, 4]);
    let b = Iri::parse(&format!("{ID}topic/b")).expect("an IRI");
    assert_eq!(graph.changes_of(&b).expect("read"), [2, 4, 5]);
}

#[test]
fn what_comes_back_as_it_was_is_no_change() {
    let graph = graph();
    update(&graph, "INSERT DATA { topic:a id:note 1, 2 . topic:b id:note 3 }").expect("done");
    let same = "DELETE { ?s id:note ?o } INSERT { ?s id:note ?o } WHERE { ?s id:note ?o } ;
        DELETE { topic:b id:note 3 } INSERT { topic:b id:note 4 } WHERE {}";
    let change = update(&graph, same).expect("done");
    assert_eq!(things(&change), [("topic/b", Event::Updated)]);
    assert_eq!(told(&graph, 2), ["updated topic/b"]);
}

#[test]
fn a_graph_that_is_replaced_by_nearly_the_same_changes_little() {
    let graph = graph();
    let to = GraphRef::Named(Iri::parse("https://example.org/g").expect("an IRI"));
    let put = |text: &str| {
        let (format, base) = (UploadFormat::Turtle, to.name());
        let body = Box::new(Cursor::new(format!("@prefix t: <{ID}topic/> .{text}").into_bytes()));
        let part = std::iter::once(Upload { format, base, body });
        graph.upload(&to, UploadMode::Replace, part, &StopToken::default()).expect("it is written")
    };
    put("t:a <x:p> 1 . t:b <x:p> 1 . t:c <x:p> 1 .");
    let change = put("t:a <x:p> 1 . t:b <x:p> 2 . t:d <x:p> 1 .");
    let expected =
        [("topic/b", Event::Updated), ("topic/c", Event::Deleted), ("topic/d", Event::Created)];
    assert_eq!(things(&change), expected);
    graph.delete_graph(&to).expect("it goes").expect("it was there");
    assert_eq!(told(&graph, 6), ["deleted topic/a", "deleted topic/b", "deleted topic/d"]);
}

#[test]
fn what_has_no_identifier_counts_for_what_it_hangs_from() {
    let graph = graph();
    update(&graph, "INSERT DATA { topic:a id:part [ id:part [ id:note 1 ] ] . id:budget\\/b id:note 1 . topic:b id:part id:budget\\/b }")
        .expect("done");
    assert_eq!(told(&graph, 0), ["created topic/a", "created topic/b"]);
    let inner = "DELETE { ?x id:note 1 } INSERT { ?x id:note 2 } WHERE { ?x id:note 1 }";
    let change = update(&graph, inner).expect("done");
    assert_eq!(things(&change), [("topic/a", Event::Updated), ("topic/b", Event::Updated)]);
}

#[test]
fn what_is_no_thing_is_logged_as_its_graph() {
    let graph = graph();
    let foreign = "INSERT DATA { GRAPH <x:g> { <x:s> <x:p> 1 . topic:a id:note 1 } }";
    let change = update(&graph, foreign).expect("done");
    assert_eq!(things(&change), [("topic/a", Event::Created)]);
    update(&graph, "INSERT DATA { GRAPH <x:g> { <x:s> <x:p> 2 } }").expect("done");
    update(&graph, "DROP GRAPH <x:g>").expect("done");
    let expected =
        ["created topic/a", "created x:g", "updated x:g", "deleted topic/a", "deleted x:g"];
    assert_eq!(told(&graph, 0), expected);
    let ours = update(&graph, "INSERT DATA { <x:s> pes:member <x:m> }").expect("done");
    assert!(ours.meaningful);
    assert_eq!(
        ours.things,
        ChangedThings::Untold,
        "the program reads what has no identifier of ours"
    );
}

#[test]
fn a_statement_is_remembered_as_it_was() {
    let data = data_directory();
    let graph = KnowledgeGraph::open(data.path()).expect("it opens");
    let length = graph.log_length().expect("a length");
    let other = "PREFIX : <https://w3id.org/passerelle/id/theme/> DELETE { GRAPH ?g { ?s pes:about ?t } } INSERT { GRAPH ?g { ?s pes:about :telework } }
        WHERE { VALUES ?s { statement:2022-q5-l337-au } GRAPH ?g { ?s pes:about ?t } }";
    let before = about(&graph);
    let change = update(&graph, other).expect("it fits the shapes");
    let au = iri(Kind::Member, "au-pes");
    assert_eq!(change.members, BTreeSet::from([au.clone()]));
    let entry = entries(&graph, length).remove(0);
    assert_eq!((entry.event, &entry.former_members), (Event::Updated, &vec![au.clone()]));
    assert_eq!(entry.formerly_about.iter().cloned().collect::<BTreeSet<_>>(), before);
    let gone = "DELETE { GRAPH ?g { ?s ?p ?o } } WHERE { VALUES ?s { statement:2022-q5-l337-au } GRAPH ?g { ?s ?p ?o } }";
    let change = update(&graph, gone).expect("nothing needs it");
    assert_eq!(change.members, BTreeSet::from([au.clone()]), "also when it is gone");
    let entry = entries(&graph, length + 1).remove(0);
    assert_eq!((entry.event, entry.former_members), (Event::Deleted, vec![au]));
    assert_eq!(entry.formerly_about, [iri(Kind::Theme, "telework")]);
}

fn iri(kind: Kind, slug: &str) -> Iri {
    kind.iri(&slug.parse::<Slug>().expect("a slug"))
}

/// What the statement of the test is about.
fn about(graph: &KnowledgeGraph) -> BTreeSet<Iri> {
    let query = Query::new(
        "SELECT ?t { <https://w3id.org/passerelle/id/statement/2022-q5-l337-au> <https://w3id.org/passerelle/ontology#about> ?t }",
    );
    graph.select(&query).expect("read").iter().map(|row| row.iri("t").expect("an IRI")).collect()
}

#[test]
fn the_seed_is_logged_thing_by_thing_and_apart_from_the_union() {
    let all = entries(&SEEDED, 0);
    assert!(all.len() > 500, "{}", all.len());
    assert!(all.iter().all(|entry| entry.event == Event::Created && entry.commit == 1));
    let different: BTreeSet<&Iri> = all.iter().map(|entry| &entry.id).collect();
    assert_eq!(different.len(), all.len(), "each once");
    for kind in [Kind::Member, Kind::Statement, Kind::Theme, Kind::Exchange, Kind::Example] {
        assert!(all.iter().any(|entry| Kind::of(entry.id.as_str()) == Some(kind)), "{kind:?}");
    }
    let found = Query::new("ASK { ?entry <https://www.w3.org/ns/activitystreams#object> ?thing }");
    assert!(!SEEDED.ask(&found).expect("an answer"));
    let named = Query::new(
        "ASK { GRAPH ?g { ?entry <https://www.w3.org/ns/activitystreams#object> ?thing } }",
    );
    assert!(SEEDED.ask(&named).expect("an answer"));
    let epoch = SEEDED.logged_epoch(1).expect("read").expect("it is recorded");
    assert_eq!(*epoch.id, *SEEDED.epoch().expect("an epoch"));
}

#[test]
fn a_directory_without_a_log_gets_one_that_says_the_same() {
    let data = data_directory();
    let graph = KnowledgeGraph::open(data.path()).expect("it opens");
    let ids = |graph: &KnowledgeGraph| {
        entries(graph, 0).into_iter().map(|entry| entry.id).collect::<BTreeSet<_>>()
    };
    let before = ids(&graph);
    drop(graph);
    let store = Store::open(data.path().join("store")).expect("the store opens");
    store.remove_named_graph(NamedNodeRef::new_unchecked(GRAPH_CHANGES)).expect("the log goes");
    drop(store);
    fs::write(data.path().join("format"), "2\n").expect("written");
    let graph = KnowledgeGraph::open(data.path()).expect("it is migrated");
    assert_eq!(ids(&graph), before);
    assert!(entries(&graph, 0).iter().all(|entry| entry.event == Event::Created));
    assert_eq!(fs::read_to_string(data.path().join("format")).expect("read"), "3\n");
    let epoch = graph.logged_epoch(1).expect("read").expect("it is recorded");
    assert_eq!(*epoch.id, *graph.epoch().expect("an epoch"));
    drop(graph);
    let graph = KnowledgeGraph::open(data.path()).expect("it opens again");
    assert_eq!(ids(&graph), before, "it is done once");
}

#[test]
fn nobody_else_writes_the_log() {
    let graph = graph();
    for text in [
        "INSERT DATA { GRAPH <https://w3id.org/passerelle/graph/changes> { topic:a id:note 1 } }",
        "CLEAR GRAPH <https://w3id.org/passerelle/graph/changes>",
    ] {
        let refused = update(&graph, text);
        assert!(matches!(refused, Err(GraphError::Computed(_))), "{text}: {refused:?}");
    }
    update(&graph, "INSERT DATA { topic:a id:note 1 }").expect("done");
    update(&graph, "CLEAR ALL").expect("done");
    assert_eq!(told(&graph, 0), ["created topic/a", "deleted topic/a"]);
}

#[test]
fn a_load_past_the_checks_is_logged_as_its_graphs() {
    let data = tempfile::tempdir().expect("a directory");
    let graph = KnowledgeGraph::open(&data.path().join("data")).expect("it opens");
    let file = data.path().join("much.nq");
    fs::write(&file, format!("<{ID}topic/a> <x:p> \"1\" <x:g> .\n")).expect("written");
    let load = || {
        let default = Iri::parse("x:default").expect("an IRI");
        graph.load_trusted(vec![(file.clone(), default)]).expect("it loads")
    };
    assert_eq!(load().things, ChangedThings::Untold);
    load();
    assert_eq!(told(&graph, 0), ["created x:g", "updated x:g"]);
}
