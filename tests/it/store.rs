//! The data directory and what enters and leaves it: loaded once, whole or not
//! at all, refused to a second process, and the same after every way through
//! a file.

use crate::seeded::{SEEDED, data_directory, test_file};
use oxigraph::io::{RdfFormat, RdfParser};
use oxigraph::model::{GraphName, GraphNameRef, NamedNode, NamedNodeRef, Quad};
use oxigraph::store::Store;
use passerelle::domain::Iri;
use passerelle::graph::{Draft, GraphError, GraphFormat, KnowledgeGraph, Query, RdfFile};
use passerelle::operations::{LoadError, Passerelle};
use passerelle::vocabulary::{
    GRAPH_CATALOGUE, GRAPH_CHANGES, GRAPH_DERIVED, GRAPH_ONTOLOGY, GRAPH_PUBLIC_SOURCES,
    GRAPH_REFERENCE, GRAPH_SURVEY_2022, PES,
};
use sophia::api::dataset::MutableDataset;
use sophia::inmem::dataset::FastDataset;
use sophia::isomorphism::isomorphic_datasets;
use sophia::xml::model::Trusted;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// The graphs that the binary itself brings, by name.
const SEED_GRAPHS: [&str; 4] =
    [GRAPH_ONTOLOGY, GRAPH_PUBLIC_SOURCES, GRAPH_REFERENCE, GRAPH_SURVEY_2022];

/// A body that fits its shape.
const VALID: &str = r#"
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
<https://w3id.org/passerelle/id/body/example-1>
    a <https://w3id.org/passerelle/ontology#Body> , <http://www.w3.org/ns/org#Organization> ;
    skos:prefLabel "Exemple"@fr , "Example"@en , "Ejemplo"@es ."#;

fn iri(text: &str) -> Iri {
    Iri::parse(text).expect("an IRI")
}

fn drafts(name: &str, text: &[u8], graph: &str) -> Vec<Draft> {
    RdfFile::from_bytes(name.into(), text.to_vec())
        .and_then(|file| file.parse(&iri(graph)))
        .unwrap_or_else(|error| panic!("{error}"))
}

/// The hash of each graph, by name.
fn hashes(graph: &KnowledgeGraph) -> BTreeMap<String, String> {
    let entries = graph.hashed_entries().expect("the catalogue can be read");
    entries
        .into_iter()
        .map(|entry| (entry.graph.to_string(), entry.canonical_hash.expect("it is recorded")))
        .collect()
}

fn dump(graph: &KnowledgeGraph, name: Option<&str>, format: GraphFormat) -> Vec<u8> {
    let mut out = Vec::new();
    graph.dump(name.map(iri).as_ref(), format, &mut out).expect("the graph can be dumped");
    out
}

/// Every statement as a line of N-Quads.
fn statements(graph: &KnowledgeGraph) -> BTreeSet<String> {
    let lines =
        String::from_utf8(dump(graph, None, GraphFormat::NQuads)).expect("N-Quads is UTF-8");
    lines.lines().map(str::to_owned).collect()
}

/// The name of the graph at the end of a line of N-Quads.
fn graph_of(line: &str) -> &str {
    let name = line.trim_end_matches(" .").rsplit(' ').next().unwrap_or_default();
    name.trim_matches(['<', '>'])
}

fn write(directory: &Path, name: &str, text: &str) -> PathBuf {
    let path = directory.join(name);
    fs::write(&path, text).expect("the file can be written");
    path
}

#[test]
fn the_first_open_loads_everything_and_the_second_nothing() {
    let directory = tempfile::tempdir().expect("a directory");
    let data = directory.path().join("made/on/the/way");
    let (service, loaded) = Passerelle::open(&data).expect("a new directory opens");
    let written: Vec<&str> = loaded.written.iter().map(|entry| entry.graph.as_str()).collect();
    let [ontology, public_sources, reference, survey] = SEED_GRAPHS;
    assert_eq!(written, [GRAPH_DERIVED, ontology, public_sources, reference, survey]);
    assert!(loaded.written.iter().all(|entry| entry.triples > 500), "{loaded:?}");
    let first = service.graph().entries().expect("the catalogue");
    assert_eq!(first, loaded.written);
    drop(service);

    let (service, loaded) = Passerelle::open(&data).expect("the directory opens again");
    assert_eq!(loaded.written, []);
    assert_eq!(service.graph().entries().expect("the catalogue"), first);
    assert_eq!(service.graph().seed().expect("nothing is to be done").written, []);
}

#[test]
fn memory_and_disk_hold_the_same_graph() {
    let data = data_directory();
    let disk = KnowledgeGraph::open(data.path()).expect("the directory opens");
    assert_eq!(hashes(&disk), hashes(&SEEDED));
    assert_eq!(disk.epoch().expect("an epoch"), SEEDED.epoch().expect("an epoch"));
}

#[test]
fn a_directory_in_use_is_refused_and_free_again_afterwards() {
    let data = data_directory();
    let first = KnowledgeGraph::open(data.path()).expect("the directory opens");
    let second = KnowledgeGraph::open(data.path());
    assert!(matches!(second, Err(GraphError::InUse(ref path)) if path == data.path()));
    assert!(!hashes(&first).is_empty());
    drop(first);
    assert!(KnowledgeGraph::open(data.path()).is_ok());
}

#[test]
fn a_directory_of_a_newer_or_unknown_format_is_refused_and_left_alone() {
    let data = data_directory();
    for (text, words) in [
        ("4\n", "has format 4, and this version of passerelle reads formats up to 3"),
        ("passerelle\n", "a format number was expected, not 'passerelle'"),
        ("", "a format number was expected, not ''"),
        ("-1", "a format number was expected, not '-1'"),
    ] {
        let format = write(data.path(), "format", text);
        let error = KnowledgeGraph::open(data.path()).err().expect("the format is refused");
        let cause = std::error::Error::source(&error).map(ToString::to_string).unwrap_or_default();
        assert!(format!("{error}: {cause}").contains(words), "{error}: {cause}");
        assert_eq!(
            matches!(error, GraphError::NewerFormat { found: 4, known: 3, .. }),
            text == "4\n"
        );
        assert_eq!(fs::read_to_string(format).expect("the file is still there"), text);
    }
    write(data.path(), "format", "3\n");
    assert!(KnowledgeGraph::open(data.path()).is_ok());
}

/// Opens the store behind the program's back.
fn tamper(data: &Path, change: impl FnOnce(&Store)) {
    let store = Store::open(data.join("store")).expect("the store opens");
    change(&store);
    store.flush().expect("the change is kept");
}

fn stray(graph: &str) -> Quad {
    let node = |name: &str| NamedNode::new_unchecked(format!("https://example.org/{name}"));
    Quad::new(node("stray"), node("in"), node(graph), NamedNode::new_unchecked(graph))
}

#[test]
fn a_changed_seed_replaces_its_graph_and_nothing_else() {
    let data = data_directory();
    tamper(data.path(), |store| {
        // As an older version would have left it: other files, other content.
        let reference = NamedNodeRef::new_unchecked(GRAPH_REFERENCE);
        let property = NamedNode::new_unchecked(format!("{PES}sourceHash"));
        let old: Vec<Quad> = store
            .quads_for_pattern(Some(reference.into()), Some(property.as_ref()), None, None)
            .collect::<Result<_, _>>()
            .expect("the catalogue can be read");
        assert_eq!(old.len(), 2, "in the catalogue and in the union: {old:?}");
        for quad in &old {
            store.remove(quad).expect("the entry goes");
        }
        for graph in [GRAPH_REFERENCE, GRAPH_SURVEY_2022] {
            store.insert(&stray(graph)).expect("the triple is stored");
        }
    });
    let graph = KnowledgeGraph::open(data.path()).expect("the directory opens");
    let before = statements(&graph);
    let entries = graph.entries().expect("the catalogue");
    let loaded = graph.seed().expect("the seed loads");
    let written: Vec<&str> = loaded.written.iter().map(|entry| entry.graph.as_str()).collect();
    assert_eq!(written, [GRAPH_DERIVED, GRAPH_REFERENCE]);
    // What is derived counts the stray triple that stays.
    let stated = |graph: &KnowledgeGraph| {
        let mut hashes = hashes(graph);
        hashes.remove(GRAPH_DERIVED);
        hashes
    };
    assert_eq!(stated(&graph), stated(&SEEDED));

    let after = statements(&graph);
    let untouched = [GRAPH_ONTOLOGY, GRAPH_PUBLIC_SOURCES, GRAPH_SURVEY_2022];
    let of_untouched = |lines: &BTreeSet<String>| -> BTreeSet<String> {
        lines.iter().filter(|line| untouched.contains(&graph_of(line))).cloned().collect()
    };
    assert_eq!(of_untouched(&after), of_untouched(&before));
    assert!(after.contains(&format!("{} .", stray(GRAPH_SURVEY_2022))));
    assert!(!after.contains(&format!("{} .", stray(GRAPH_REFERENCE))));
    for entry in graph.entries().expect("the catalogue") {
        let same = entries.contains(&entry);
        assert!(same || !untouched.contains(&entry.graph.as_str()), "{entry:?}");
    }
}

#[test]
fn the_derived_graph_can_be_rebuilt_and_is_the_same() {
    let data = data_directory();
    tamper(data.path(), |store| {
        let derived = GraphNameRef::NamedNode(NamedNodeRef::new_unchecked(GRAPH_DERIVED));
        for quad in store.quads_for_pattern(None, None, None, Some(derived)) {
            let mut quad = quad.expect("the graph can be read");
            store.remove(&quad).expect("the triple goes");
            quad.graph_name = GraphName::DefaultGraph;
            store.remove(&quad).expect("it goes from the union too");
        }
        store.insert(&stray(GRAPH_DERIVED)).expect("the triple is stored");
    });
    let graph = KnowledgeGraph::open(data.path()).expect("the directory opens");
    let epoch = graph.epoch().expect("an epoch");
    for _ in 0..2 {
        let written = graph.derive().expect("the graph is derived").written;
        assert_eq!(written.len(), 1);
        assert_eq!(hashes(&graph), hashes(&SEEDED));
    }
    assert_eq!(graph.epoch().expect("an epoch"), epoch, "what is derived is no new knowledge");
}

#[test]
fn broken_turtle_is_told_with_its_place_and_stores_nothing() {
    let data = data_directory();
    let (service, _) = Passerelle::open(data.path()).expect("the directory opens");
    let before = statements(service.graph());
    let good = write(data.path(), "good.ttl", VALID);
    let bad = write(data.path(), "bad.ttl", "<x:a> <x:p> 1 .\n<x:a> <x:p> 2 ; oops .\n");
    match service.load_files(&[good, bad.clone()], None) {
        Err(LoadError::Graph(GraphError::Malformed { file, position, message })) => {
            assert_eq!(file, bad.display().to_string());
            assert_eq!((position.line, position.column), (2, 17), "{message}");
        }
        other => panic!("{other:?}"),
    }
    assert_eq!(statements(service.graph()), before);
}

#[test]
fn data_that_break_a_shape_are_told_with_node_path_and_expectation_and_store_nothing() {
    let data = data_directory();
    let (service, _) = Passerelle::open(data.path()).expect("the directory opens");
    let before = statements(service.graph());
    let good = write(data.path(), "good.ttl", VALID);
    match service.load_files(&[good, test_file("fixtures/invalid/Body.ttl")], None) {
        Err(LoadError::Graph(GraphError::Invalid(violations))) => {
            let [violation] = violations.as_slice() else { panic!("{violations:?}") };
            assert_eq!(violation.node, "https://w3id.org/passerelle/id/body/invalid-1");
            assert_eq!(violation.path.as_deref(), Some(&*format!("{PES}country")));
            assert!(violation.expected.starts_with("A body has at most one country"));
        }
        other => panic!("{other:?}"),
    }
    assert_eq!(statements(service.graph()), before);
}

#[test]
fn a_valid_file_changes_its_graph_what_is_derived_and_what_is_recorded_only() {
    let data = data_directory();
    let (service, _) = Passerelle::open(data.path()).expect("the directory opens");
    let (before, entries) = (statements(service.graph()), hashes(service.graph()));
    let epoch = service.graph().epoch().expect("an epoch");
    let good = write(data.path(), "good.ttl", VALID);
    let name = "https://w3id.org/passerelle/graph/upload/good";
    let loaded = service.load_files(std::slice::from_ref(&good), None).expect("the file is good");
    let written: Vec<&str> = loaded.written.iter().map(|entry| entry.graph.as_str()).collect();
    assert_eq!(written, [GRAPH_DERIVED, name]);

    let after = statements(service.graph());
    let changed: BTreeSet<&str> =
        before.symmetric_difference(&after).map(|line| graph_of(line)).collect();
    assert_eq!(changed, BTreeSet::from([GRAPH_CATALOGUE, GRAPH_CHANGES, GRAPH_DERIVED, name]));
    assert_eq!(after.iter().filter(|line| graph_of(line) == name).count(), 5);
    let mut others = hashes(service.graph());
    others.remove(name).expect("the new graph is in the catalogue");
    let unlike: Vec<_> = others.iter().filter(|(name, hash)| entries[*name] != **hash).collect();
    assert!(unlike.iter().all(|(name, _)| *name == GRAPH_DERIVED), "{unlike:?}");
    assert_ne!(service.graph().epoch().expect("an epoch"), epoch);

    let again = service.load_files(&[good], None).expect("the same once more");
    assert_eq!(again.written[1].canonical_hash, loaded.written[1].canonical_hash);
    assert_eq!(again.written[1].triples, 5, "to say a thing twice adds nothing");
}

/// Blank nodes that only their links tell apart, lists, and literals of every
/// sort. The numbers are written the way the store writes them, which keeps
/// their value and not their form: 2.50 would come back as 2.5.
const SMALL: &str = r#"
@prefix e: <https://example.org/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
e:a e:knows _:b , _:c , [ e:knows _:b ] .
_:b e:knows _:c . _:c e:knows _:d . _:d e:knows _:b .
e:a e:says "l’été\n\"chaud\" \\"@fr , "plain" , 1.5 , "2.5"^^xsd:double , 7 , true , "2021-03"^^xsd:gYearMonth ;
    e:lists ( e:a "b" [ e:knows e:a ] ) , () ."#;

fn parse(bytes: &[u8], format: RdfFormat) -> Vec<Quad> {
    RdfParser::from_format(format)
        .for_slice(bytes)
        .collect::<Result<_, _>>()
        .unwrap_or_else(|error| panic!("{error}: {}", String::from_utf8_lossy(bytes)))
}

fn dataset(quads: &[Quad]) -> FastDataset {
    let mut dataset = FastDataset::new();
    for quad in quads {
        let name = match &quad.graph_name {
            GraphName::NamedNode(node) => Some(Trusted(node.as_ref())),
            _ => None,
        };
        dataset
            .insert(
                Trusted(quad.subject.as_ref()),
                Trusted(quad.predicate.as_ref()),
                Trusted(quad.object.as_ref()),
                name,
            )
            .expect("the dataset has room");
    }
    dataset
}

#[test]
fn every_dump_format_gives_an_isomorphic_graph() {
    const NAME: &str = "https://example.org/graph";
    let graph = KnowledgeGraph::in_memory().expect("a graph in memory");
    graph.add(&drafts("small.ttl", SMALL.as_bytes(), NAME)).expect("no shape speaks of it");
    let plain = parse(SMALL.as_bytes(), RdfFormat::Turtle);
    let named: Vec<Quad> = plain
        .iter()
        .map(|quad| Quad { graph_name: NamedNode::new_unchecked(NAME).into(), ..quad.clone() })
        .collect();
    let jsonld = RdfFormat::JsonLd { profile: oxigraph::io::JsonLdProfileSet::empty() };
    for (format, rdf, expected) in [
        (GraphFormat::NQuads, RdfFormat::NQuads, &named),
        (GraphFormat::TriG, RdfFormat::TriG, &named),
        (GraphFormat::JsonLd, jsonld, &named),
        (GraphFormat::NTriples, RdfFormat::NTriples, &plain),
        (GraphFormat::Turtle, RdfFormat::Turtle, &plain),
        (GraphFormat::RdfXml, RdfFormat::RdfXml, &plain),
        (GraphFormat::N3, RdfFormat::N3, &plain),
    ] {
        let found = parse(&dump(&graph, Some(NAME), format), rdf);
        let same = isomorphic_datasets(&dataset(&found), &dataset(expected)).expect("comparable");
        let lines: Vec<String> = found.iter().map(ToString::to_string).collect();
        assert!(same, "{format:?}:\n{}", lines.join("\n"));
    }
    let less = isomorphic_datasets(&dataset(&plain[1..]), &dataset(&plain)).expect("comparable");
    assert!(!less, "the comparison must be able to fail");
}

#[test]
fn the_seed_dumped_and_loaded_elsewhere_is_the_same_graph() {
    let formats = [
        ("ttl", GraphFormat::Turtle),
        ("jsonld", GraphFormat::JsonLd),
        ("nt", GraphFormat::NTriples),
        ("trig", GraphFormat::TriG),
    ];
    let drafts: Vec<Draft> = SEED_GRAPHS
        .into_iter()
        .zip(formats)
        .flat_map(|(name, (extension, format))| {
            drafts(&format!("dump.{extension}"), &dump(&SEEDED, Some(name), format), name)
        })
        .collect();
    let copy = KnowledgeGraph::in_memory().expect("a graph in memory");
    copy.add(&drafts).expect("what was published fits the shapes");
    assert_eq!(hashes(&copy), hashes(&SEEDED));
    assert_eq!(copy.epoch().expect("an epoch"), SEEDED.epoch().expect("an epoch"));
    let count = Query::new("SELECT (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } }");
    let counted = |graph: &KnowledgeGraph| graph.select(&count).expect("a count")[0].integer("n");
    assert!(counted(&copy).expect("a number") > 20_000);
}
