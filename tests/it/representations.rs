//! How every answer is written: formats, languages, validators, compression,
//! what other origins may read.

use crate::api::{LISTS, List, TABLES, THINGS, bad_parameter, columns, problem, table};
use crate::support::{Answer, get, get_json, get_with, send};
use axum::body::Body;
use axum::http::{Request, StatusCode};
use serde_json::Value;
use std::collections::BTreeSet;

/// Every address of the REST API that the seed has an answer for.
fn everything() -> impl Iterator<Item = &'static str> {
    lists_and_tables().chain(THINGS).chain(["/api/v1/members/ke-pes/matches"])
}

fn lists_and_tables() -> impl Iterator<Item = &'static str> {
    LISTS.iter().map(|list| list.path).chain(TABLES)
}

fn request(method: &str, path: &str, headers: &[(&str, &str)]) -> Answer {
    let builder = Request::builder().method(method).uri(path);
    let builder =
        headers.iter().fold(builder, |builder, (name, value)| builder.header(*name, *value));
    send(builder.body(Body::empty()).expect("a well-formed request"))
}

#[test]
fn json_is_json_ld() {
    for path in everything() {
        let json = get_with(path, &[("accept", "application/json")]);
        let json_ld = get_with(path, &[("accept", "application/ld+json")]);
        assert_eq!(json.status, StatusCode::OK, "{path}");
        assert_eq!(json.header("content-type"), "application/json");
        assert_eq!(json_ld.header("content-type"), "application/ld+json");
        assert_eq!(json.body, json_ld.body, "{path}");
        assert_eq!(json.body, get(path).body, "{path} unless told");
        assert_eq!(json.json()["@context"], "/context.jsonld", "{path}");
        assert_eq!(get_with(path, &[("accept", "text/*;q=0.1, */*;q=0.5")]).body, json.body);
    }
}

#[test]
fn formats_that_are_not_given_are_refused() {
    for path in everything() {
        for accept in ["image/png", "text/html", "application/json;q=0", "text/turtle"] {
            problem(&get_with(path, &[("accept", accept)]), StatusCode::NOT_ACCEPTABLE);
        }
        bad_parameter(&get(&format!("{path}?format=xml")), "format");
    }
}

#[test]
fn lists_are_tables_too() {
    for path in lists_and_tables() {
        let by_parameter = get(&format!("{path}?format=csv"));
        let by_header = get_with(path, &[("accept", "text/csv")]);
        assert_eq!(by_parameter.status, StatusCode::OK, "{path}: {}", by_parameter.text());
        assert!(by_parameter.header("content-type").starts_with("text/csv; charset=utf-8"));
        assert_eq!(by_parameter.body, by_header.body, "{path}");
        let over_header =
            get_with(&format!("{path}?format=csv"), &[("accept", "application/json")]);
        assert_eq!(over_header.body, by_parameter.body, "{path}: the parameter decides");
        let header = columns(&by_parameter.body);
        assert!(header.len() > 3, "{path}: {header:?}");
        assert_eq!(
            header.iter().collect::<BTreeSet<_>>().len(),
            header.len(),
            "{path}: {header:?}"
        );
        let rows = table(&by_parameter.body);
        let shown = get_json(path)["data"].as_array().map(Vec::len);
        assert_eq!(Some(rows.len()), shown, "{path}");
    }
}

#[test]
fn an_empty_table_has_its_header() {
    let empty = get("/api/v1/members?language=tlh&format=csv");
    assert_eq!(columns(&empty.body), columns(&get("/api/v1/members?format=csv").body));
    assert!(table(&empty.body).is_empty());
}

#[test]
fn texts_have_a_column_for_each_language() {
    for List { path, .. } in &LISTS {
        let header = columns(&get(&format!("{path}?format=csv&limit=1")).body);
        let texts: Vec<&String> = header
            .iter()
            .filter(|column| column.starts_with("label_") || column.starts_with("description_"))
            .collect();
        assert!(texts.len() >= 3, "{path}: {header:?}");
    }
}

#[test]
fn no_cell_begins_like_a_formula() {
    for path in lists_and_tables() {
        let limit = if TABLES.contains(&path) { "" } else { "&limit=100" };
        for row in table(&get(&format!("{path}?format=csv{limit}")).body) {
            for cell in row {
                let risky = cell.starts_with(['=', '+', '-', '@', '\t', '\r']);
                assert!(!risky || cell.parse::<f64>().is_ok(), "{path}: {cell:?}");
            }
        }
    }
}

#[test]
fn one_language_is_given_if_asked_and_each_text_names_its_own() {
    for path in everything() {
        for language in ["fr", "en", "es"] {
            let answer = get(&format!("{path}?lang={language}"));
            assert_eq!(answer.header("content-language"), language, "{path}");
            check_texts(&answer.json(), language);
        }
        assert_eq!(get(path).header("content-language"), "", "{path} in three languages");
        for wrong in ["de", "EN", "", "fr-FR"] {
            bad_parameter(&get(&format!("{path}?lang={wrong}")), "lang");
        }
    }
}

/// Every text is plain and stands beside its language; no map is left.
fn check_texts(value: &Value, language: &str) {
    const TEXTS: [&str; 8] =
        ["label", "altLabel", "definition", "note", "title", "description", "locator", "cost"];
    match value {
        Value::Array(items) => items.iter().for_each(|item| check_texts(item, language)),
        Value::Object(object) => {
            for key in TEXTS {
                let Some(text) = object.get(key) else { continue };
                assert!(text.is_string() || text.is_array(), "{key}: {text}");
                let tag = object.get(&format!("{key}Lang")).and_then(Value::as_str);
                let known = tag.is_some_and(|tag| ["fr", "en", "es"].contains(&tag));
                assert!(known, "{key} in {tag:?} of {object:?}");
                assert!(key != "label" || tag == Some(language), "{object:?}");
            }
            object.values().for_each(|value| check_texts(value, language));
        }
        _ => {}
    }
}

#[test]
fn a_text_that_falls_back_says_its_own_language() {
    let country = get_json("/api/v1/countries/ae?lang=es");
    assert_eq!((&country["altLabel"][0], &country["altLabelLang"]), (&"UAE".into(), &"en".into()));
    assert_eq!(country["labelLang"], "es");
}

#[test]
fn an_answer_that_is_known_is_not_sent_again() {
    for path in everything().chain(["/context.jsonld", "/ontology", "/openapi.json"]) {
        let answer = get(path);
        let etag = answer.header("etag").to_owned();
        assert!(etag.starts_with('"') && etag.ends_with('"') && etag.len() > 10, "{path}: {etag}");
        assert!(answer.header("vary").contains("accept"), "{path}");
        for known in
            [etag.clone(), format!("\"other\", {etag}"), format!("W/{etag}"), "*".to_owned()]
        {
            let again = get_with(path, &[("if-none-match", &known)]);
            assert_eq!(again.status, StatusCode::NOT_MODIFIED, "{path} {known}");
            assert_eq!((again.header("etag"), again.body.len()), (etag.as_str(), 0), "{path}");
            assert!(again.header("vary").contains("accept"), "{path}");
        }
        let other = get_with(path, &[("if-none-match", "\"other\"")]);
        assert_eq!((other.status, other.body.len()), (StatusCode::OK, answer.body.len()), "{path}");
        assert_eq!(get(path).header("etag"), etag, "{path} has not changed");
    }
}

#[test]
fn each_representation_has_a_validator_of_its_own() {
    for path in lists_and_tables() {
        let representations = [
            get(path),
            get(&format!("{path}?format=csv")),
            get_with(path, &[("accept-encoding", "gzip")]),
            get_with(path, &[("accept-encoding", "br")]),
            get_with(path, &[("accept-encoding", "zstd")]),
        ];
        let etags: BTreeSet<&str> =
            representations.iter().map(|answer| answer.header("etag")).collect();
        assert_eq!(etags.len(), representations.len(), "{path}");
    }
    for path in everything().filter(|path| *path != "/api/v1/graphs") {
        let etag = |query: &str| get(&format!("{path}{query}")).header("etag").to_owned();
        let etags = BTreeSet::from(["", "?lang=fr", "?lang=en", "?lang=es"].map(etag));
        assert_eq!(etags.len(), 4, "{path}");
    }
}

#[test]
fn problems_have_no_validator() {
    for path in ["/api/v1/members/zz", "/api/v1/members?limit=0", "/nothing"] {
        assert_eq!(get(path).header("etag"), "", "{path}");
        assert_ne!(get_with(path, &[("if-none-match", "*")]).status, StatusCode::NOT_MODIFIED);
    }
}

#[test]
fn head_is_get_without_the_body() {
    for path in
        everything().chain(["/api/v1/members/zz", "/api/v1/members?limit=0", "/context.jsonld"])
    {
        let id = [("x-request-id", "the-same")];
        let (get, head) = (request("GET", path, &id), request("HEAD", path, &id));
        assert_eq!(head.status, get.status, "{path}");
        assert!(head.body.is_empty(), "{path}");
        for name in get.headers.keys() {
            assert_eq!(head.header(name.as_str()), get.header(name.as_str()), "{path} {name}");
        }
        let etag = get.header("etag");
        if !etag.is_empty() {
            let known = request("HEAD", path, &[("if-none-match", etag)]);
            assert_eq!(known.status, StatusCode::NOT_MODIFIED, "{path}");
        }
    }
}

#[test]
fn answers_are_compressed_if_asked() {
    let magic: [(&str, &[u8]); 3] =
        [("gzip", &[0x1f, 0x8b]), ("zstd", &[0x28, 0xb5, 0x2f, 0xfd]), ("br", &[])];
    for path in lists_and_tables() {
        let plain = get(path);
        assert_eq!(plain.header("content-encoding"), "", "{path}");
        for (encoding, beginning) in magic {
            let packed = get_with(path, &[("accept-encoding", encoding)]);
            assert_eq!(packed.header("content-encoding"), encoding, "{path}");
            assert!(packed.header("vary").contains("accept-encoding"), "{path}");
            assert!(packed.body.starts_with(beginning), "{path} {encoding}");
            assert!(packed.body.len() < plain.body.len(), "{path} {encoding}");
        }
        let unknown = get_with(path, &[("accept-encoding", "identity, quantum")]);
        assert_eq!(unknown.body, plain.body, "{path}");
    }
}

#[test]
fn pages_of_other_origins_may_read() {
    for path in everything().chain(["/sparql?query=ASK%7B%7D", "/api/v1/members/zz"]) {
        let answer = get_with(path, &[("origin", "https://example.org")]);
        assert_eq!(answer.header("access-control-allow-origin"), "*", "{path}");
        let exposed = answer.header("access-control-expose-headers");
        for name in ["etag", "link", "retry-after"] {
            assert!(exposed.contains(name), "{path}: {exposed}");
        }
        assert_eq!(answer.header("access-control-allow-credentials"), "", "{path}");
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
    }
    let headers = [
        ("origin", "https://example.org"),
        ("access-control-request-method", "GET"),
        ("access-control-request-headers", "if-none-match"),
    ];
    let preflight = request("OPTIONS", "/api/v1/members", &headers);
    assert!(preflight.status.is_success());
    let methods = preflight.header("access-control-allow-methods");
    assert!(methods.contains("GET"));
    assert!(!["PUT", "DELETE", "PATCH"].iter().any(|write| methods.contains(write)), "{methods}");
    assert!(preflight.header("access-control-allow-headers").contains("if-none-match"));
}
