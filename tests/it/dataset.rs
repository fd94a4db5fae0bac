//! `/.well-known/void` and the description of the dataset in the graph: what it
//! claims is counted again.

use crate::api::rows;
use crate::described::{Described, FORMATS, HOST, accepting, parsed};
use crate::support::get;
use axum::http::StatusCode;
use passerelle::vocabulary;
use std::collections::{BTreeMap, BTreeSet};

const VOID: &str = "http://rdfs.org/ns/void#";
const CATALOGUE: &str = "<https://w3id.org/passerelle/graph/catalogue>";
/// What the statistics are written in, which do not count themselves.
const COUNTS: &str = "void:class, void:classPartition, void:classes, void:distinctObjects, void:distinctSubjects,
    void:entities, void:properties, void:property, void:propertyPartition, void:subset, void:triples";
/// Terms of the vocabularies that the description is written in.
const TERMS: [(&str, &[&str]); 3] = [
    (
        "http://rdfs.org/ns/void#",
        &[
            "Dataset",
            "DatasetDescription",
            "Linkset",
            "class",
            "classPartition",
            "classes",
            "distinctObjects",
            "distinctSubjects",
            "entities",
            "exampleResource",
            "linkPredicate",
            "objectsTarget",
            "properties",
            "property",
            "propertyPartition",
            "rootResource",
            "sparqlEndpoint",
            "subjectsTarget",
            "subset",
            "triples",
            "uriSpace",
            "vocabulary",
        ],
    ),
    (
        "http://www.w3.org/ns/dcat#",
        &[
            "DataService",
            "Dataset",
            "Distribution",
            "accessService",
            "accessURL",
            "distribution",
            "endpointDescription",
            "endpointURL",
            "keyword",
            "landingPage",
            "servesDataset",
            "version",
        ],
    ),
    ("http://xmlns.com/foaf/0.1/", &["Agent", "name", "primaryTopic"]),
];

fn description() -> Described {
    Described::at("/.well-known/void")
}

/// Two columns as a map.
fn map(rows: Vec<Vec<String>>) -> BTreeMap<String, String> {
    rows.into_iter().map(|row| (row[0].clone(), row[1..].join(" "))).collect()
}

/// What is counted of the union: neither the catalogue nor the statistics.
fn counted(pattern: &str) -> String {
    format!(
        "PREFIX void: <{VOID}> SELECT {pattern} MINUS {{ GRAPH {CATALOGUE} {{ ?s ?p ?o }} }} FILTER(?p NOT IN ({COUNTS})) }}"
    )
}

#[test]
fn it_says_the_same_in_every_format() {
    let [(first, format), others @ ..] = FORMATS;
    let turtle = parsed("/.well-known/void", first, format);
    assert!(turtle.len() > 1500, "{} triples", turtle.len());
    for (media_type, format) in others {
        assert!(turtle == parsed("/.well-known/void", media_type, format), "{media_type}");
    }
    let choice =
        accepting("/.well-known/void", "text/turtle;q=0.5, application/trig;q=0.7, */*;q=0.1");
    assert_eq!(choice.header("content-type"), "application/trig");
    assert_eq!(accepting("/.well-known/void", "text/html").status, StatusCode::NOT_ACCEPTABLE);
}

#[test]
fn the_graph_says_it_too_but_for_the_addresses() {
    let mine = description();
    let only_here = [
        "void:sparqlEndpoint",
        "dcat:landingPage",
        "dcat:endpointURL",
        "dcat:endpointDescription",
        "dcat:accessURL",
        "foaf:primaryTopic",
    ];
    for property in only_here {
        assert!(mine.says(&format!("?s {property} ?o")), "{property}");
        let prefixes = "PREFIX dcat: <http://www.w3.org/ns/dcat#> PREFIX foaf: <http://xmlns.com/foaf/0.1/> PREFIX void: <http://rdfs.org/ns/void#>";
        assert!(
            rows(&format!("{prefixes} SELECT * {{ ?s {property} ?o }} LIMIT 1")).is_empty(),
            "{property}"
        );
    }
    let said =
        map(mine.rows("SELECT ?p (COUNT(*) AS ?n) { dataset:passerelle ?p ?o } GROUP BY ?p"));
    let stated = map(rows(
        "SELECT ?p (COUNT(*) AS ?n) { <https://w3id.org/passerelle/id/dataset/passerelle> ?p ?o } GROUP BY ?p",
    ));
    for (property, count) in stated {
        assert_eq!(said.get(&property), Some(&count), "{property}");
    }
}

#[test]
fn the_addresses_lead_somewhere() {
    let described = description();
    let addresses = described.values("SELECT DISTINCT ?address { ?s void:sparqlEndpoint|dcat:landingPage|dcat:endpointDescription|dcat:accessURL ?address }");
    assert_eq!(addresses.len(), 4, "{addresses:?}");
    for address in addresses {
        let path = address.strip_prefix(&format!("http://{HOST}")).expect("an address of ours");
        let status = get(path).status;
        assert!(status.is_success() || status.is_redirection(), "{address}: {status}");
    }
    for place in ["store", "update"] {
        let address = format!("<http://{HOST}/{place}>");
        assert!(
            described.says(&format!(
                "{address} a dcat:DataService ; dcat:endpointURL {address} ; dcat:servesDataset dataset:passerelle"
            )),
            "{place}"
        );
    }
    let document = format!("<http://{HOST}/.well-known/void>");
    assert!(described.says(&format!(
        "{document} a void:DatasetDescription ; foaf:primaryTopic dataset:passerelle"
    )));
}

#[test]
fn partitions_of_the_union_are_counted_right() {
    let described = description();
    let properties = map(described.rows("SELECT ?property ?n ?subjects ?objects { dataset:passerelle void:propertyPartition [ void:property ?property ; void:triples ?n ; void:distinctSubjects ?subjects ; void:distinctObjects ?objects ] }"));
    let recounted = map(rows(&format!(
        "{} GROUP BY ?p",
        counted(
            "?p (COUNT(*) AS ?n) (COUNT(DISTINCT ?s) AS ?subjects) (COUNT(DISTINCT ?o) AS ?objects) { ?s ?p ?o"
        )
    )));
    assert_eq!(properties, recounted);
    let classes = map(described.rows("SELECT ?class ?n { dataset:passerelle void:classPartition [ void:class ?class ; void:entities ?n ] }"));
    let recounted = map(rows(&format!(
        "{} GROUP BY ?class",
        counted("?class (COUNT(DISTINCT ?s) AS ?n) { ?s a ?class ; ?p ?o FILTER(?p = rdf:type && ?o = ?class)").replace("SELECT", "PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> SELECT")
    )));
    assert_eq!(classes, recounted);
    let totals = described.rows("SELECT ?triples ?subjects ?objects ?classes ?properties { dataset:passerelle void:triples ?triples ; void:distinctSubjects ?subjects ; void:distinctObjects ?objects ; void:classes ?classes ; void:properties ?properties }");
    let mut recounted = rows(&counted(
        "(COUNT(*) AS ?n) (COUNT(DISTINCT ?s) AS ?subjects) (COUNT(DISTINCT ?o) AS ?objects) { ?s ?p ?o",
    ));
    recounted[0].extend([classes.len().to_string(), properties.len().to_string()]);
    assert_eq!(totals, recounted);
}

#[test]
fn partitions_of_each_graph_are_counted_right() {
    let described = description();
    let graphs = described.values(
        "SELECT ?graph { dataset:passerelle void:subset ?graph . ?graph void:properties ?n }",
    );
    assert_eq!(graphs.len(), 5, "{graphs:?}");
    for graph in graphs {
        let properties = map(described.rows(&format!("SELECT ?property ?n ?subjects ?objects {{ <{graph}> void:propertyPartition [ void:property ?property ; void:triples ?n ; void:distinctSubjects ?subjects ; void:distinctObjects ?objects ] }}")));
        let own = format!(
            "PREFIX void: <{VOID}> SELECT ?p (COUNT(*) AS ?n) (COUNT(DISTINCT ?s) AS ?subjects) (COUNT(DISTINCT ?o) AS ?objects) {{ GRAPH <{graph}> {{ ?s ?p ?o }} FILTER(?p NOT IN ({COUNTS})) }} GROUP BY ?p"
        );
        assert_eq!(properties, map(rows(&own)), "{graph}");
        let classes = map(described.rows(&format!("SELECT ?class ?n {{ <{graph}> void:classPartition [ void:class ?class ; void:entities ?n ] }}")));
        let recounted = map(rows(&format!(
            "SELECT ?class (COUNT(DISTINCT ?s) AS ?n) {{ GRAPH <{graph}> {{ ?s a ?class }} }} GROUP BY ?class"
        )));
        assert_eq!(classes, recounted, "{graph}");
        let size = described.values(&format!("SELECT ?n {{ <{graph}> void:triples ?n }}"));
        assert_eq!(
            vec![size],
            rows(&format!("SELECT (COUNT(*) AS ?n) {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}")),
            "{graph}"
        );
    }
}

#[test]
fn linksets_are_counted_right() {
    let linksets = description().rows("SELECT ?predicate ?space ?n { dataset:passerelle void:subset ?linkset . ?linkset a void:Linkset ; void:linkPredicate ?predicate ; void:objectsTarget/void:uriSpace ?space ; void:triples ?n }");
    assert_eq!(linksets.len(), 3, "{linksets:?}");
    for linkset in linksets {
        let [predicate, space, count] = linkset.as_slice() else { panic!("{linkset:?}") };
        let links = rows(&format!(
            "SELECT (COUNT(*) AS ?n) {{ ?s <{predicate}> ?o FILTER(STRSTARTS(STR(?o), '{space}')) }}"
        ));
        assert_eq!(links, [[count.clone()]], "{space}");
        assert!(count != "0", "{space}");
    }
    let outside = rows(
        "SELECT ?o { ?s skos:closeMatch|skos:exactMatch ?o FILTER(!STRSTARTS(STR(?o), 'http://eurovoc.europa.eu/') && !STRSTARTS(STR(?o), 'http://vocabularies.unesco.org/thesaurus/') && !STRSTARTS(STR(?o), 'http://publications.europa.eu/resource/authority/country/')) }",
    );
    assert!(outside.is_empty(), "no linkset has {outside:?}");
}

#[test]
fn examples_are_things_that_are_there() {
    let examples = description().values(
        "SELECT ?thing { dataset:passerelle void:exampleResource|void:rootResource ?thing }",
    );
    assert!(examples.len() > 8, "{examples:?}");
    for thing in examples {
        assert!(thing.starts_with("https://w3id.org/passerelle/id/"), "{thing}");
        let labelled = rows(&format!(
            "SELECT ?class {{ <{thing}> a ?class ; dct:title|dct:description|skos:prefLabel ?text }} LIMIT 1"
        ));
        assert!(!labelled.is_empty(), "{thing}");
    }
}

#[test]
fn every_vocabulary_in_use_is_named_and_no_other() {
    let named: BTreeSet<String> = description()
        .values("SELECT ?v { dataset:passerelle void:vocabulary ?v }")
        .into_iter()
        .collect();
    let used = rows("SELECT DISTINCT ?term { { ?s ?term ?o } UNION { ?s a ?term } }").concat();
    for term in &used {
        assert!(named.iter().any(|vocabulary| term.starts_with(vocabulary)), "{term}");
    }
    for vocabulary in named {
        assert!(used.iter().any(|term| term.starts_with(&vocabulary)), "{vocabulary}");
    }
}

#[test]
fn the_prefixes_are_declared_and_in_use() {
    let prefixes = "PREFIX sh: <http://www.w3.org/ns/shacl#>";
    let declared = rows(&format!(
        "{prefixes} SELECT ?prefix ?namespace {{ <https://w3id.org/passerelle/ontology> sh:declare [ sh:prefix ?prefix ; sh:namespace ?namespace ] }}"
    ));
    let known =
        vocabulary::PREFIXES.map(|(prefix, namespace)| (prefix.to_owned(), namespace.to_owned()));
    assert_eq!(map(declared), BTreeMap::from(known));
    let terms = rows("SELECT DISTINCT ?term { { ?term ?p ?o } UNION { ?s ?term ?o } UNION { ?s ?p ?term } UNION { ?s ?p ?l BIND(DATATYPE(?l) AS ?term) } UNION { GRAPH ?term {} } UNION { GRAPH ?g { ?s ?term ?o } } FILTER(ISIRI(?term)) }").concat();
    for (prefix, namespace) in vocabulary::PREFIXES {
        assert!(terms.iter().any(|term| term.starts_with(namespace)), "{prefix}: is never used");
    }
}

#[test]
fn licence_publisher_and_source_are_those_of_the_repository() {
    let described = description();
    let readme = include_str!("../../seed-data/README.md");
    let licences = described.values("SELECT DISTINCT ?licence { ?s dct:license ?licence }");
    assert_eq!(licences, ["https://creativecommons.org/licenses/by/4.0/"]);
    assert!(readme.contains(&licences[0]));
    let citation =
        described.values("SELECT ?text { dataset:passerelle dct:bibliographicCitation ?text }");
    assert!(readme.contains(&citation[0]), "{citation:?}");
    let publisher =
        described.values("SELECT ?name { dataset:passerelle dct:publisher/foaf:name ?name }");
    assert!(include_str!("../../CITATION.cff").contains(&publisher[0]), "{publisher:?}");
    assert!(described.says("dataset:passerelle dct:source <https://w3id.org/passerelle/id/survey/2022> ; dct:conformsTo <https://w3id.org/passerelle/ontology>"));
    let version = described.values("SELECT ?v { dataset:passerelle dcat:version ?v }");
    assert_eq!(
        vec![version],
        rows(
            "PREFIX owl: <http://www.w3.org/2002/07/owl#> SELECT ?v { <https://w3id.org/passerelle/ontology> owl:versionInfo ?v }"
        )
    );
    let modified = described.values("SELECT ?when { dataset:passerelle dct:modified ?when }");
    assert_eq!(
        vec![modified],
        rows(&format!(
            "SELECT (MAX(?m) AS ?when) {{ GRAPH {CATALOGUE} {{ ?g dct:modified ?m }} }}"
        ))
    );
}

#[test]
fn everything_is_told_in_each_language_of_the_data() {
    let described = description();
    let languages = described.values("SELECT ?l { dataset:passerelle dct:language ?l }");
    let codes: Vec<&str> = languages.iter().filter_map(|iri| iri.rsplit('/').next()).collect();
    assert_eq!(codes, ["ENG", "FRA", "SPA"]);
    for tag in ["fr", "en", "es"] {
        let untold = described.rows(&format!("SELECT ?s ?p {{ ?s ?p ?any FILTER(?p IN (dct:title, dct:description, dcat:keyword)) FILTER NOT EXISTS {{ ?s ?p ?text FILTER(LANG(?text) = '{tag}') }} }}"));
        assert!(untold.is_empty(), "{tag}: {untold:?}");
        let said =
            rows(&format!("SELECT (COUNT(*) AS ?n) {{ ?s ?p ?o FILTER(LANG(?o) = '{tag}') }}"));
        assert!(said[0][0].parse::<usize>().is_ok_and(|n| n > 3000), "{tag}: {said:?}");
    }
}

#[test]
fn every_term_is_one_of_its_vocabulary() {
    let used =
        description().values("SELECT DISTINCT ?term { { ?s ?term ?o } UNION { ?s a ?term } }");
    for (namespace, terms) in TERMS {
        let names: Vec<&str> =
            used.iter().filter_map(|term| term.strip_prefix(namespace)).collect();
        assert!(!names.is_empty(), "{namespace}");
        for name in names {
            assert!(terms.contains(&name), "{namespace}{name}");
        }
    }
}
