//! `/openapi.json`, and the examples in it, which are real answers.
//!
//! `UPDATE=1 cargo test --release --test it openapi` writes the examples to
//! `openapi/examples/` and the document to `openapi/openapi.json`. Examples
//! are compiled in: after new ones, run it once more.

use crate::support::{get, get_json, get_with, post};
use axum::http::StatusCode;
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;
use std::path::PathBuf;

/// An example is to be read, not scrolled through.
const EXAMPLE_BYTES_MAX: usize = 6 * 1024;

/// Where answers are JSON of ours, and examples of themselves.
const SHOWN: [&str; 4] = ["/api/", "/rest/", "/reconcile", "/oembed"];

/// What makes a long answer short, beside `limit=1`.
const SHORTER: [(&str, &str); 8] = [
    ("compare_epochs", "limit=1&lang=en"),
    ("get_concept_data", "format=application/json"),
    (
        "get_vocabulary_data",
        "uri=https://w3id.org/passerelle/id/region/africa&format=application/json",
    ),
    ("list_matches", "limit=1&lang=en&language=da"),
    ("propose_groups", "limit=1&lang=en&region=africa&exclude=ke-pes"),
    ("search", "limit=1&lang=en&kind=topic&region=europe"),
    ("suggest", "limit=2&lang=en"),
    ("recurrence", "question=2022-q6&level=1&lang=en"),
];

/// What changes from one start to the next, or with every new statement.
const VOLATILE: [&str; 8] =
    ["modified", "epoch", "canonicalHash", "triples", "cursor", "next", "total", "created"];

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("openapi")
}

fn updating() -> bool {
    std::env::var_os("UPDATE").is_some()
}

/// Method, path and description of every operation.
fn operations() -> Vec<(String, String, Value)> {
    let document = get_json("/openapi.json");
    let paths = document["paths"].as_object().expect("paths");
    let mut operations = Vec::new();
    for (path, item) in paths {
        for (method, operation) in item.as_object().into_iter().flatten() {
            operations.push((method.clone(), path.clone(), operation.clone()));
        }
    }
    operations
}

/// Whether anybody may ask: the examples of these are real answers.
fn is_open(operation: &Value) -> bool {
    operation["security"].is_null()
}

fn parameters(operation: &Value) -> &[Value] {
    operation["parameters"].as_array().map_or(&[], Vec::as_slice)
}

/// The path with the documented examples in it, and those of the parameters
/// that must be given; what follows is joined by `&`.
fn filled(path: &str, operation: &Value) -> String {
    let mut address = path.to_owned();
    let mut query = form_urlencoded::Serializer::new(String::new());
    for parameter in parameters(operation) {
        let name = parameter["name"].as_str().unwrap_or_default();
        let Some(example) = parameter["example"].as_str() else { continue };
        match parameter["in"].as_str() {
            Some("path") => address = address.replace(&format!("{{{name}}}"), example),
            Some("query") if parameter["required"] == true => {
                query.append_pair(name, example);
            }
            _ => {}
        }
    }
    match query.finish() {
        query if query.is_empty() => address,
        query => format!("{address}?{query}"),
    }
}

/// The address with one more parameter.
fn joined(address: &str, query: &str) -> String {
    let separator = if address.contains('?') { '&' } else { '?' };
    format!("{address}{separator}{query}")
}

fn has_parameter(operation: &Value, name: &str) -> bool {
    parameters(operation).iter().any(|parameter| parameter["name"] == name)
}

/// The real answer that is the example of an operation; none where the answer
/// is not JSON of ours.
fn example(method: &str, path: &str, operation: &Value) -> Option<Value> {
    let name = operation["operationId"].as_str().filter(|_| is_open(operation))?;
    if let ("post", true) = (method, path.starts_with("/api/")) {
        let body = &operation["requestBody"]["content"]["application/json"]["example"];
        let answer = post(&format!("{path}?limit=1&lang=en"), "application/json", body.to_string());
        assert_eq!(answer.status, StatusCode::OK, "{path}: {}", answer.text());
        return Some(answer.json());
    }
    if method != "get" {
        return None;
    }
    if name == "get_context" {
        return Some(excerpt());
    }
    if !SHOWN.iter().any(|start| path.starts_with(start)) {
        return None;
    }
    let shorter = SHORTER.iter().find(|(of, _)| *of == name).map(|(_, query)| *query);
    let query = match shorter {
        Some(query) => query,
        None if has_parameter(operation, "limit") => "limit=1",
        None if name == "theme_by_region" => "question=2022-q7&lang=en",
        None if name == "trend" => "theme=telework&lang=en",
        None => "",
    };
    let asked = joined(&filled(path, operation), query);
    let answer = get_with(&asked, &[("host", "passerelle.example")]);
    assert_eq!(answer.status, StatusCode::OK, "{asked}: {}", answer.text());
    Some(answer.json())
}

/// A part of what is too long to be shown.
fn excerpt() -> Value {
    let context = get_json("/context.jsonld")["@context"].take();
    let wanted =
        ["@version", "@vocab", "pes", "skos", "id", "type", "slug", "label", "member", "about"];
    let part: Map<String, Value> =
        wanted.iter().map(|key| ((*key).to_owned(), context[*key].clone())).collect();
    json!({ "@context": part })
}

/// The same without what changes.
fn stable(mut value: Value) -> Value {
    match &mut value {
        Value::Array(items) => items.iter_mut().for_each(|item| *item = stable(item.take())),
        Value::Object(object) => {
            object.retain(|key, _| !VOLATILE.contains(&key.as_str()));
            object.values_mut().for_each(|item| *item = stable(item.take()));
        }
        _ => {}
    }
    value
}

#[test]
fn examples_are_real_answers() {
    let mut names = BTreeSet::from([".keep".to_owned()]);
    for (method, path, operation) in operations() {
        let Some(answer) = example(&method, &path, &operation) else { continue };
        let name = format!("{}.json", operation["operationId"].as_str().unwrap_or_default());
        let file = folder().join("examples").join(&name);
        let kept = std::fs::read_to_string(&file)
            .ok()
            .and_then(|text| serde_json::from_str::<Value>(&text).ok())
            .unwrap_or_default();
        if stable(kept.clone()) != stable(answer.clone()) {
            assert!(updating(), "{name} is not what {path} answers: run with UPDATE=1");
            let text = serde_json::to_string_pretty(&answer).expect("JSON");
            std::fs::write(&file, text + "\n").expect("the example can be written");
        }
        let length = answer.to_string().len();
        assert!(length <= EXAMPLE_BYTES_MAX, "{name} has {length} bytes");
        names.insert(name);
    }
    let kept: BTreeSet<String> = std::fs::read_dir(folder().join("examples"))
        .expect("the examples are kept")
        .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
        .collect();
    let left_over: Vec<&String> = kept.difference(&names).collect();
    assert!(left_over.is_empty(), "no operation has these examples: {left_over:?}");
}

#[test]
fn the_committed_document_is_the_one_that_is_served() {
    let file = folder().join("openapi.json");
    let document = passerelle::http::openapi_json().expect("the service describes itself") + "\n";
    if updating() {
        std::fs::write(&file, &document).expect("the document can be written");
    }
    let kept = std::fs::read_to_string(&file).unwrap_or_default();
    assert!(kept == document, "openapi/openapi.json is out of date: run with UPDATE=1");
    let served = get("/openapi.json");
    assert_eq!(served.header("content-type"), "application/json");
    assert_eq!(served.json(), serde_json::from_str::<Value>(&kept).expect("JSON"));
}

#[test]
fn the_document_is_openapi_3_1() {
    let document = get_json("/openapi.json");
    assert_eq!(document["openapi"], "3.1.0");
    assert_eq!(document["info"]["title"], "Passerelle");
    let tags: BTreeSet<&str> = document["tags"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|tag| tag["name"].as_str())
        .collect();
    let mut names = BTreeSet::new();
    for (_, path, operation) in operations() {
        let of = operation["tags"][0].as_str().unwrap_or_default();
        assert!(tags.contains(of), "{path} has the tag {of:?}, which is not explained");
        assert!(names.insert(operation["operationId"].to_string()), "{path}");
    }
    assert!(names.len() >= 34, "{} operations", names.len());
}

#[test]
fn every_reference_leads_somewhere() {
    let document = get_json("/openapi.json");
    let text = document.to_string();
    let mut count = 0;
    for part in text.split("\"$ref\":\"#").skip(1) {
        let pointer = part.split('"').next().unwrap_or_default();
        assert!(document.pointer(pointer).is_some(), "{pointer}");
        count += 1;
    }
    assert!(count > 100, "{count} references");
}

#[test]
fn every_operation_has_a_summary_an_example_and_its_statuses() {
    for (method, path, operation) in operations() {
        assert!(operation["summary"].as_str().is_some_and(|text| !text.is_empty()), "{path}");
        // A part of the ontology would mislead; where the stream begins there is nothing to say.
        let name = operation["operationId"].as_str().unwrap_or_default();
        let exempt = ["get_ontology", "begin_event_stream"].contains(&name);
        assert!(exempt || operation.to_string().contains("\"example\":"), "{method} {path}");
        let statuses = operation["responses"].as_object().expect("answers");
        assert!(statuses.keys().any(|status| status.starts_with('2') || status == "303"), "{path}");
        assert!(statuses.values().all(|answer| answer["description"].is_string()), "{path}");
        if path.starts_with("/api/") && !is_open(&operation) {
            assert!(statuses.contains_key("401") && statuses.contains_key("403"), "{path}");
            assert_eq!(statuses.contains_key("404"), path.contains('{'), "{path}");
        } else if path.starts_with("/api/") {
            assert!(statuses.contains_key("400") && statuses.contains_key("406"), "{path}");
            assert_eq!(statuses.contains_key("404"), path.contains('{'), "{path}");
            let media_types =
                operation["responses"]["200"]["content"].as_object().expect("content");
            assert!(media_types.contains_key("application/json"), "{path}");
            let table = has_parameter(&operation, "format");
            assert_eq!(table, media_types.contains_key("text/csv"), "{path}");
            let csv = get_with(&filled(&path, &operation), &[("accept", "text/csv")]).status;
            assert_eq!(csv == StatusCode::OK, table, "{path}");
        }
    }
}

#[test]
fn every_parameter_is_described_and_its_example_works() {
    for (method, path, operation) in operations() {
        let shown = SHOWN.iter().any(|start| path.starts_with(start));
        if method != "get" || !shown || !is_open(&operation) {
            continue;
        }
        let address = filled(&path, &operation);
        assert_eq!(get(&address).status, StatusCode::OK, "{address}");
        for parameter in parameters(&operation) {
            let name = parameter["name"].as_str().expect("a name");
            assert!(parameter["description"].is_string(), "{path} {name}");
            let value = match &parameter["example"] {
                Value::Array(values) => values.first().cloned().unwrap_or_default(),
                value => value.clone(),
            };
            let optional = parameter["required"] != true;
            if parameter["in"] == "query" && optional && !value.is_null() {
                let value = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
                let asked = joined(&address, &format!("{name}={value}"));
                let answer = get(&asked);
                assert_eq!(answer.status, StatusCode::OK, "{asked}");
                let json = serde_json::from_slice::<Value>(&answer.body).unwrap_or_default();
                let total = json["total"].as_u64();
                let narrowed = address.contains("/members/ke-pes/");
                assert!(narrowed || total != Some(0), "{asked} finds nothing");
            }
        }
    }
}

#[test]
fn answers_have_the_keys_that_are_described() {
    let document = get_json("/openapi.json");
    for (method, path, operation) in operations() {
        let schema = &operation["responses"]["200"]["content"]["application/json"]["schema"];
        let asked = method == "get" && is_open(&operation);
        let Some(reference) = schema["$ref"].as_str().filter(|_| asked) else { continue };
        let pointer = reference.trim_start_matches('#');
        let described = document.pointer(pointer).expect("a schema");
        let answer = get_json(&filled(&path, &operation));
        for key in answer.as_object().expect("an object").keys().filter(|key| *key != "@context") {
            assert!(!described["properties"][key].is_null(), "{path}: {key} is not described");
        }
        for key in described["required"].as_array().into_iter().flatten() {
            let key = key.as_str().unwrap_or_default();
            assert!(answer.get(key).is_some(), "{path}: {key} is promised");
        }
    }
}
