//! `/update`: the SPARQL 1.1 protocol for updates.

use crate::api::problem;
use crate::support::Answer;
use crate::writable::{UPDATE_MAX, WRITABLE, ask, triples, write};
use axum::body::Body;
use axum::http::{Method, StatusCode};

const FORM: &str = "application/x-www-form-urlencoded";
const DIRECT: &str = "application/sparql-update";

fn direct(text: &str) -> Answer {
    write(Method::POST, "/update", &[("content-type", DIRECT)], text.to_owned())
}

fn done(text: &str) {
    let answer = direct(text);
    assert_eq!(answer.status, StatusCode::NO_CONTENT, "{text}: {}", answer.text());
    assert!(answer.body.is_empty());
}

fn form(pairs: &[(&str, &str)]) -> String {
    form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish()
}

#[test]
fn both_kinds_of_post_are_understood() {
    done("INSERT DATA { GRAPH <urn:update:kinds> { <urn:s> <urn:p> \"direct\" } }");
    let text = "INSERT DATA { GRAPH <urn:update:kinds> { <urn:s> <urn:p> \"é & form\" } }";
    let body = form(&[("update", text), ("output", "json")]);
    let answer = write(Method::POST, "/update", &[("content-type", FORM)], body);
    assert_eq!(answer.status, StatusCode::NO_CONTENT, "{}", answer.text());
    let kept = triples("urn:update:kinds").expect("the graph");
    assert_eq!(kept, ["<urn:s> <urn:p> \"direct\" .", "<urn:s> <urn:p> \"é & form\" ."]);
}

#[test]
fn a_report_is_given_to_those_who_prefer_one() {
    let insert = "INSERT DATA { GRAPH <urn:update:report> { <urn:s> <urn:p> 1, 2 } }";
    let headers = [("content-type", DIRECT), ("prefer", "respond-async, return=representation")];
    let answer = write(Method::POST, "/update", &headers, insert);
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
    assert_eq!(answer.header("preference-applied"), "return=representation");
    let report = answer.json();
    assert_eq!((&report["inserted"], &report["removed"]), (&2.into(), &0.into()), "{report}");
    let first = report["commit"].as_u64().expect("a number");
    let clear = "CLEAR GRAPH <urn:update:report>";
    let report = write(Method::POST, "/update", &headers, clear).json();
    assert_eq!(report["removed"], 2);
    assert!(report["commit"].as_u64().expect("a number") > first);
}

#[test]
fn what_is_written_is_in_the_next_answer_whatever_was_kept_of_the_last() {
    let queries = [
        "SELECT ?o { <urn:update:seen> <urn:p> ?o }",
        "SELECT (COUNT(*) AS ?n) { <urn:update:seen> <urn:p> ?o }",
    ];
    let asked = |query: &str, tag: &str| {
        let path = format!("/sparql?{}", form(&[("query", query)]));
        ask(Method::GET, &path, &[("accept", "text/csv"), ("if-none-match", tag)], Body::empty())
    };
    done("INSERT DATA { GRAPH <urn:update:seen> { <urn:update:seen> <urn:p> 1 } }");
    for query in queries {
        let before = asked(query, "");
        assert_eq!(before.text().lines().nth(1), Some("1"), "{query}");
        assert_eq!(asked(query, before.header("etag")).status, StatusCode::NOT_MODIFIED);
    }
    let tags = queries.map(|query| asked(query, "").header("etag").to_owned());
    done(
        "DELETE DATA { GRAPH <urn:update:seen> { <urn:update:seen> <urn:p> 1 } } ; INSERT DATA { GRAPH <urn:update:seen> { <urn:update:seen> <urn:p> 2, 3 } }",
    );
    for (query, tag) in queries.iter().zip(tags) {
        let after = asked(query, &tag);
        assert_eq!(after.status, StatusCode::OK, "{query}");
        assert_eq!(after.text().lines().nth(1), Some("2"), "{query}");
        assert_ne!(after.header("etag"), tag);
    }
}

#[test]
fn the_parameters_choose_what_patterns_see() {
    for graph in ["a", "b", "c"] {
        done(&format!(
            "INSERT DATA {{ GRAPH <urn:update:using:{graph}> {{ <urn:{graph}> <urn:in> 1 }} }}"
        ));
    }
    let copy = |to: &str, pattern: &str, parameters: &[(&str, &str)]| {
        let text = format!("INSERT {{ GRAPH <{to}> {{ ?s <urn:was> 1 }} }} WHERE {{ {pattern} }}");
        let path = format!("/update?{}", form(parameters));
        let answer = write(Method::POST, &path, &[("content-type", DIRECT)], text.clone());
        assert_eq!(answer.status, StatusCode::NO_CONTENT, "{}", answer.text());
        let mut all = parameters.to_vec();
        all.push(("update", &text));
        let answer = write(Method::POST, "/update", &[("content-type", FORM)], form(&all));
        assert_eq!(answer.status, StatusCode::NO_CONTENT, "{}", answer.text());
        triples(to).unwrap_or_default().len()
    };
    let a = ("using-graph-uri", "urn:update:using:a");
    let b = ("using-graph-uri", "urn:update:using:b");
    let named = ("using-named-graph-uri", "urn:update:using:c");
    assert_eq!(copy("urn:update:using:1", "?s <urn:in> 1", &[a, b]), 2);
    assert_eq!(copy("urn:update:using:2", "GRAPH ?g { ?s <urn:in> 1 }", &[a, named]), 1);
    assert_eq!(copy("urn:update:using:3", "?s <urn:in> 1", &[named]), 0);
}

#[test]
fn what_is_not_understood_is_refused_with_the_reason() {
    let conflict = "WITH <urn:g> DELETE { ?s ?p 1 } WHERE { ?s ?p 1 }";
    let using = "INSERT { <urn:s> <urn:p> ?o } USING <urn:g> WHERE { <urn:s> <urn:q> ?o }";
    for (path, content_type, body, status, word) in [
        ("/update", DIRECT, "CLEAR XYZ", 400, "at 1:"),
        ("/update", DIRECT, "INSERT DATA {\n <urn:s> <urn:p> oops }", 400, "2:"),
        ("/update", DIRECT, "SELECT * WHERE { ?s ?p ?o }", 400, "at 1:"),
        ("/update", FORM, "query=ASK%7B%7D", 400, "'update' is missing"),
        ("/update", FORM, "update=CLEAR+NAMED&update=CLEAR+DEFAULT", 400, "2 were sent"),
        ("/update?update=CLEAR+ALL", DIRECT, "CLEAR ALL", 400, "2 were sent"),
        ("/update?using-named-graph-uri=urn:g", DIRECT, conflict, 400, "WITH"),
        ("/update?using-graph-uri=urn:g", DIRECT, using, 400, "USING"),
        ("/update?using-graph-uri=g", DIRECT, using, 400, "using-graph-uri"),
        ("/update", "text/plain", "CLEAR NAMED", 415, "text/plain"),
        ("/update", "application/sparql-query", "ASK {}", 415, "application/sparql-query"),
        ("/update", "application/sparql-update; charset=UTF-16", "CLEAR NAMED", 415, "utf-16"),
        ("/update", "nonsense", "CLEAR NAMED", 415, "malformed"),
        ("/update", DIRECT, "LOAD <https://example.org/data.ttl>", 422, "LOAD"),
        (
            "/update",
            DIRECT,
            "INSERT { <urn:s> <urn:p> ?o } WHERE { SERVICE <https://example.org/> { ?s ?p ?o } }",
            422,
            "federation is switched off",
        ),
        (
            "/update",
            DIRECT,
            "INSERT DATA { GRAPH <https://w3id.org/passerelle/graph/derived> { <urn:s> <urn:p> 1 } }",
            403,
            "graph/derived",
        ),
        (
            "/update",
            DIRECT,
            "CLEAR GRAPH <https://w3id.org/passerelle/graph/catalogue>",
            403,
            "catalogue",
        ),
    ] {
        let answer = write(Method::POST, path, &[("content-type", content_type)], body);
        assert_eq!(answer.status.as_u16(), status, "{body}: {}", answer.text());
        assert_eq!(answer.header("content-type"), "text/plain; charset=utf-8", "{body}");
        assert!(answer.text().contains(word), "{body}: {}", answer.text());
    }
    let accepted = [("content-type", DIRECT), ("accept", "application/problem+json")];
    problem(&write(Method::POST, "/update", &accepted, "CLEAR XYZ"), StatusCode::BAD_REQUEST);
    let answer = write(Method::POST, "/update", &[], "CLEAR NAMED");
    assert_eq!(answer.status, StatusCode::UNSUPPORTED_MEDIA_TYPE, "{}", answer.text());
    let bytes = Body::from(&b"INSERT DATA { <urn:s> <urn:p> \"\xff\" }"[..]);
    let answer = write(Method::POST, "/update", &[("content-type", DIRECT)], bytes);
    assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{}", answer.text());
}

#[test]
fn an_update_is_never_read_from_a_get() {
    for method in [Method::GET, Method::HEAD, Method::PUT, Method::DELETE] {
        let answer = write(method.clone(), "/update?update=CLEAR%20ALL", &[], Body::empty());
        assert_eq!(answer.status, StatusCode::METHOD_NOT_ALLOWED, "{method}");
        assert_eq!(answer.header("allow"), "POST", "{method}");
    }
    let answer = write(Method::GET, "/sparql?update=CLEAR%20ALL", &[], Body::empty());
    assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{}", answer.text());
}

#[test]
fn all_of_a_request_is_done_or_nothing() {
    done("INSERT DATA { GRAPH <urn:update:atomic> { <urn:s> <urn:p> 1 } }");
    let before = triples("urn:update:atomic");
    for bad in [
        "INSERT DATA { GRAPH <urn:update:atomic> { <urn:s> <urn:p> 2 } } ; CREATE GRAPH <urn:update:atomic>",
        "CLEAR GRAPH <urn:update:atomic> ; CLEAR GRAPH <urn:update:nowhere>",
        "CLEAR GRAPH <urn:update:atomic> ; LOAD <https://example.org/data.ttl>",
        "CLEAR GRAPH <urn:update:atomic> ; INSERT DATA { GRAPH <https://w3id.org/passerelle/graph/derived> { <urn:s> <urn:p> 1 } }",
    ] {
        let answer = direct(bad);
        assert!(answer.status.is_client_error(), "{bad}: {} {}", answer.status, answer.text());
        assert_eq!(triples("urn:update:atomic"), before, "{bad}");
    }
}

#[test]
fn data_that_break_a_shape_change_nothing_and_say_what_is_wrong() {
    let body = "<https://w3id.org/passerelle/id/body/update-test>";
    let text = format!(
        "INSERT DATA {{ GRAPH <urn:update:shapes> {{ {body} a <https://w3id.org/passerelle/ontology#Body> }} }}"
    );
    let answer = direct(&text);
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", answer.text());
    assert!(answer.text().contains("id/body/update-test"), "{}", answer.text());
    assert_eq!(triples("urn:update:shapes"), None);
    let accepted = [("content-type", DIRECT), ("accept", "application/problem+json")];
    let document =
        problem(&write(Method::POST, "/update", &accepted, text), StatusCode::UNPROCESSABLE_ENTITY);
    let pointer = document["errors"][0]["pointer"].as_str().expect("a place");
    assert!(pointer.contains("id/body/update-test"), "{document}");
}

#[test]
fn a_long_update_is_refused() {
    let insert = |length: usize| {
        format!(
            "INSERT DATA {{ GRAPH <urn:update:long> {{ <urn:s> <urn:p> \"{}\" }} }}",
            "a".repeat(length)
        )
    };
    done(&insert(UPDATE_MAX / 2));
    let answer = direct(&insert(UPDATE_MAX));
    assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{}", answer.text());
    let answer = direct(&insert(UPDATE_MAX * 4));
    assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE, "{}", answer.text());
    assert_eq!(triples("urn:update:long").map(|lines| lines.len()), Some(1));
}

#[test]
fn deep_nesting_is_refused_and_harms_nobody() {
    for (open, close) in [("{", "}"), ("(", ")"), ("[ <urn:p> ", "]")] {
        let pattern = match open {
            "(" => format!("FILTER {}1{}", open.repeat(2000), close.repeat(2000)),
            _ => format!("{}{}", open.repeat(900), close.repeat(900)),
        };
        let answer = direct(&format!("DELETE WHERE {{ <urn:s> <urn:p> {pattern} }}"));
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{open}");
    }
    assert_eq!(ask(Method::GET, "/livez", &[], Body::empty()).status, StatusCode::OK);
}

#[test]
fn an_update_is_in_the_audit() {
    done("INSERT DATA { GRAPH <urn:update:audit> { <urn:s> <urn:p> 1 } }");
    let entries = WRITABLE.desk.audit(0, 10_000).expect("the audit can be read");
    let updates: Vec<_> = entries.iter().filter(|it| it.action == "dataset.update").collect();
    let last = updates.last().expect("the update");
    assert!(
        last.key_id.is_some() && last.request_id.is_some() && last.commit > Some(0),
        "{last:?}"
    );
}
