//! What the tests of the REST API share: which lists there are, how to walk
//! one, what a problem looks like. Nothing here asks the service by other
//! means than `support` does.

use crate::support::{Answer, get_json, sparql};
use axum::http::StatusCode;
use serde_json::Value;
use std::collections::BTreeSet;

/// A list that is given in pages.
pub(crate) struct List {
    pub(crate) path: &'static str,
    /// How many things the seed has of it.
    pub(crate) total: usize,
}

const fn list(path: &'static str, total: usize) -> List {
    List { path, total }
}

/// Every list that is given in pages.
pub(crate) const LISTS: [List; 15] = [
    list("/api/v1/members", 36),
    list("/api/v1/members/ke-pes/statements", 4),
    list("/api/v1/countries", 43),
    list("/api/v1/regions", 5),
    list("/api/v1/programmes", 59),
    list("/api/v1/practices", 8),
    list("/api/v1/themes", 97),
    list("/api/v1/topics", 26),
    list("/api/v1/expectations", 30),
    list("/api/v1/surveys", 2),
    list("/api/v1/surveys/2022/questions", 9),
    list("/api/v1/statements", 404),
    list("/api/v1/findings", 97),
    list("/api/v1/facts", 131),
    list("/api/v1/exchanges", 1),
];

/// What is given whole, as JSON and as CSV.
pub(crate) const TABLES: [&str; 4] = [
    "/api/v1/graphs",
    "/api/v1/statistics/recurrence",
    "/api/v1/statistics/theme-by-region",
    "/api/v1/statistics/trend",
];

/// One thing of each kind that has an address of its own.
pub(crate) const THINGS: [&str; 13] = [
    "/api/v1/members/be-actiris",
    "/api/v1/countries/ke",
    "/api/v1/regions/africa",
    "/api/v1/programmes/nesm",
    "/api/v1/practices/tr-user-experience-unit",
    "/api/v1/themes/ai-in-services",
    "/api/v1/topics/2022-q8-01",
    "/api/v1/expectations/2022-q9-01",
    "/api/v1/surveys/2022",
    "/api/v1/statements/2022-q5-l337-au",
    "/api/v1/findings/2022-q5-l296-human-resources",
    "/api/v1/facts/nest-trial-start",
    "/api/v1/exchanges/2025-iskur-sepe",
];

/// Begins every query of a test.
pub(crate) const PREFIXES: &str = "PREFIX pes: <https://w3id.org/passerelle/ontology#>
PREFIX pest: <https://w3id.org/passerelle/id/theme/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX dct: <http://purl.org/dc/terms/>
PREFIX prov: <http://www.w3.org/ns/prov#>
";

/// The items of the list at `path`, which may have a query string, through
/// all of its pages.
pub(crate) fn walk(path: &str) -> Vec<Value> {
    let separator = if path.contains('?') { '&' } else { '?' };
    let mut next = Some(format!("{path}{separator}limit=100"));
    let mut items = Vec::new();
    while let Some(address) = next {
        let page = get_json(&address);
        items.extend(page["data"].as_array().expect("a list of things").iter().cloned());
        next = page["next"].as_str().map(str::to_owned);
    }
    items
}

/// The values of a key, in order; empty text where it is absent.
pub(crate) fn values(items: &[Value], key: &str) -> Vec<String> {
    items.iter().map(|item| item[key].as_str().unwrap_or_default().to_owned()).collect()
}

/// The slugs of a list, sorted.
pub(crate) fn slugs(items: &[Value]) -> BTreeSet<String> {
    values(items, "slug").into_iter().collect()
}

/// The slugs of the list at `path`, through all of its pages.
pub(crate) fn slugs_at(path: &str) -> BTreeSet<String> {
    slugs(&walk(path))
}

/// The slugs of the things that a key links to.
pub(crate) fn linked(item: &Value, key: &str) -> BTreeSet<String> {
    item[key].as_array().map(|items| slugs(items)).unwrap_or_default()
}

/// The rows of a SELECT, cell by cell.
pub(crate) fn rows(query: &str) -> Vec<Vec<String>> {
    let answer = sparql(&format!("{PREFIXES}{query}"), "text/csv");
    assert_eq!(answer.status, StatusCode::OK, "{query}: {}", answer.text());
    table(&answer.body)
}

/// The last path segments of a SELECT's only column.
pub(crate) fn selected(query: &str) -> BTreeSet<String> {
    let last = |iri: &String| iri.rsplit('/').next().unwrap_or_default().to_owned();
    rows(query).iter().filter_map(|row| row.first().map(last)).collect()
}

/// The rows of a CSV document below its header.
pub(crate) fn table(csv: &[u8]) -> Vec<Vec<String>> {
    csv::Reader::from_reader(csv)
        .records()
        .map(|row| row.expect("well-formed CSV").iter().map(str::to_owned).collect())
        .collect()
}

/// The header of a CSV document.
pub(crate) fn columns(csv: &[u8]) -> Vec<String> {
    let mut reader = csv::Reader::from_reader(csv);
    reader.headers().expect("a header").iter().map(str::to_owned).collect()
}

/// Words that only the inside of the service uses.
const INTERNAL: [&str; 14] = [
    ".rs",
    "src/",
    "panicked",
    "serde",
    "axum",
    "tokio",
    "oxigraph",
    "rocksdb",
    "oxrdf",
    "oxiri",
    "std::",
    "core::",
    "stack backtrace",
    "0x",
];

/// A problem as RFC 9457 and our conventions want it; its document.
pub(crate) fn problem(answer: &Answer, status: StatusCode) -> Value {
    assert_eq!(answer.status, status, "{}", answer.text());
    assert_eq!(answer.header("content-type"), "application/problem+json");
    let document = answer.json();
    let kind = document["type"].as_str().expect("a type");
    assert!(kind.starts_with("https://w3id.org/passerelle/problem/"), "{kind}");
    assert!(document["title"].as_str().is_some_and(|title| !title.is_empty()), "{document}");
    assert_eq!(document["status"], status.as_u16());
    assert!(document["detail"].as_str().is_some_and(|detail| !detail.is_empty()), "{document}");
    assert_eq!(document["requestId"], answer.header("x-request-id"));
    let text = answer.text().to_lowercase();
    for word in INTERNAL {
        assert!(!text.contains(word), "{word:?} in {text}");
    }
    document
}

/// A 400 that names the parameter.
pub(crate) fn bad_parameter(answer: &Answer, name: &str) -> Value {
    let document = problem(answer, StatusCode::BAD_REQUEST);
    assert!(document["type"].as_str().is_some_and(|kind| kind.ends_with("/invalid-parameter")));
    assert_eq!(document["errors"][0]["pointer"], format!("/query/{name}"), "{document}");
    let detail = document["detail"].as_str().unwrap_or_default();
    assert!(detail.starts_with(&format!("{name}: ")), "{detail}");
    document
}
