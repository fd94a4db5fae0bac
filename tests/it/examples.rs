//! The example queries, found as common clients find them and run as a
//! stranger runs them. `tests/examples/SLUG.snap` holds how many rows each has
//! and the first of them.

use crate::seeded::test_file;
use crate::support::{Answer, get, sparql};
use axum::http::StatusCode;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// Fewer than this, and someone has lost some.
const EXAMPLES_MIN: usize = 30;
const ROWS_SHOWN: usize = 10;
const EXAMPLE: &str = "https://w3id.org/passerelle/id/example/";

/// How SIB's editor and its tools ask for the examples of an endpoint.
const ASKED_BY_CLIENTS: &str = "
    PREFIX sh: <http://www.w3.org/ns/shacl#>
    PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
    PREFIX spex: <https://purl.expasy.org/sparql-examples/ontology#>
    SELECT DISTINCT ?sq ?comment ?query WHERE {
      ?sq a sh:SPARQLExecutable ; rdfs:comment ?comment ;
        sh:select|sh:ask|sh:construct|spex:describe ?query .
    } ORDER BY ?sq";

fn select(query: &str) -> Vec<Value> {
    let answer = sparql(query, "application/sparql-results+json").json();
    answer["results"]["bindings"].as_array().expect("rows").clone()
}

fn slug(iri: &Value) -> String {
    let iri = iri["value"].as_str().expect("an IRI");
    iri.strip_prefix(EXAMPLE).expect("the IRI of an example").to_owned()
}

/// Slug and text of each example in the graph.
fn examples() -> BTreeMap<String, String> {
    let rows = select(ASKED_BY_CLIENTS);
    let text = |row: &Value| row["query"]["value"].as_str().expect("a text").to_owned();
    rows.iter().map(|row| (slug(&row["sq"]), text(row))).collect()
}

/// The slugs of the files of a folder that end so.
fn files(folder: &Path, extension: &str) -> BTreeSet<String> {
    let entries = std::fs::read_dir(folder).expect("the folder is there");
    let paths = entries.map(|entry| entry.expect("the folder can be read").path());
    paths
        .filter(|path| path.extension().is_some_and(|found| found == extension))
        .map(|path| path.file_stem().unwrap_or_default().to_string_lossy().into_owned())
        .collect()
}

fn folder_of_queries() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("ontology/examples")
}

/// How many rows an answer has, and the first of them.
fn summary(text: &str, answer: &Answer) -> String {
    let body = answer.text().replace('\r', "");
    if text.contains("\nSELECT") {
        let rows = body.lines().count() - 1;
        assert!(rows > 0, "no rows:\n{text}");
        let shown: Vec<&str> = body.lines().take(1 + ROWS_SHOWN).collect();
        return format!("{rows} rows\n{}", shown.join("\n"));
    }
    if text.contains("\nASK") {
        assert_eq!(body.trim(), "true", "{text}");
        return body;
    }
    let triples: BTreeSet<&str> = body.lines().collect();
    assert!(!triples.is_empty(), "no triples:\n{text}");
    let shown: Vec<&str> = triples.iter().copied().take(ROWS_SHOWN).collect();
    format!("{} triples\n{}", triples.len(), shown.join("\n"))
}

#[test]
fn clients_find_each_example_once_with_the_text_of_its_file() {
    let rows = select(ASKED_BY_CLIENTS);
    let examples = examples();
    assert_eq!(rows.len(), examples.len(), "an example is listed twice");
    assert!(examples.len() >= EXAMPLES_MIN, "only {} examples", examples.len());
    let found: BTreeSet<String> = examples.keys().cloned().collect();
    assert_eq!(found, files(&folder_of_queries(), "rq"));
    for (slug, text) in &examples {
        let file = folder_of_queries().join(format!("{slug}.rq"));
        let written = std::fs::read_to_string(file).expect("the query is UTF-8");
        assert_eq!(text, written.trim_end(), "{slug}");
    }
}

#[test]
fn each_example_yields_what_it_promises() {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(test_file("examples"));
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    for (slug, text) in examples() {
        let graph = text.contains("\nCONSTRUCT") || text.contains("\nDESCRIBE");
        let format = if graph { "application/n-triples" } else { "text/csv" };
        let answer = sparql(&text, format);
        assert_eq!(answer.status, StatusCode::OK, "{slug}: {}", answer.text());
        settings.bind(|| insta::assert_snapshot!(slug.as_str(), summary(&text, &answer)));
    }
}

#[test]
fn each_expected_answer_belongs_to_an_example() {
    let expected = files(&test_file("examples"), "snap");
    assert_eq!(expected, examples().into_keys().collect());
}

#[test]
fn each_example_speaks_three_languages_and_has_one_comment() {
    let rows = select(
        "PREFIX sh: <http://www.w3.org/ns/shacl#>
         SELECT ?example ?property (LANG(?text) AS ?language) WHERE {
           ?example a sh:SPARQLExecutable ; ?property ?text .
           FILTER(LANG(?text) != \"\")
         } ORDER BY ?example ?property ?language",
    );
    let mut said: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for row in &rows {
        let value = |name: &str| row[name]["value"].as_str().unwrap_or_default().to_owned();
        let property = value("property");
        let property = property.rsplit(['/', '#']).next().unwrap_or_default().to_owned();
        said.entry(slug(&row["example"]))
            .or_default()
            .push(format!("{property} {}", value("language")));
    }
    assert_eq!(said.len(), examples().len());
    let all =
        ["description es", "description fr", "title en", "title es", "title fr", "comment en"];
    for (slug, found) in said {
        assert_eq!(found, all, "{slug}");
    }
}

#[test]
fn no_two_examples_share_a_title() {
    let rows = select(
        "PREFIX sh: <http://www.w3.org/ns/shacl#>
         PREFIX dct: <http://purl.org/dc/terms/>
         SELECT ?title WHERE { ?example a sh:SPARQLExecutable ; dct:title ?title }
         GROUP BY ?title HAVING (COUNT(DISTINCT ?example) > 1)",
    );
    assert!(rows.is_empty(), "{rows:?}");
}

#[test]
fn each_form_of_query_has_an_example_of_its_class() {
    for (class, least) in [("Select", 25), ("Ask", 2), ("Construct", 2), ("Describe", 1)] {
        let rows = select(&format!(
            "PREFIX sh: <http://www.w3.org/ns/shacl#>
             SELECT ?example WHERE {{ ?example a sh:SPARQLExecutable , sh:SPARQL{class}Executable }}"
        ));
        assert!(rows.len() >= least, "{class}: {}", rows.len());
    }
}

#[test]
fn the_examples_are_part_of_the_ontology_that_is_served() {
    let turtle = get("/ontology").text();
    assert!(turtle.contains("SPARQLExecutable"), "the examples are missing");
}
