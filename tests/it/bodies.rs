//! Bodies that are packed, both ways.

use crate::support::{Answer, get_with, send};
use axum::body::Body;
use axum::http::{Request, StatusCode};

const ENCODINGS: [&str; 3] = ["gzip", "br", "zstd"];

/// The answer to a query as CSV, packed.
fn packed(query: &str, encoding: &str) -> Answer {
    let form: String =
        form_urlencoded::Serializer::new(String::new()).append_pair("query", query).finish();
    let headers = [("accept", "text/csv"), ("accept-encoding", encoding)];
    let answer = get_with(&format!("/sparql?{form}"), &headers);
    assert_eq!(answer.header("content-encoding"), encoding);
    answer
}

/// Sends a packed query.
fn post(body: Vec<u8>, encoding: &str) -> Answer {
    let request = Request::post("/sparql")
        .header("content-type", "application/sparql-query")
        .header("content-encoding", encoding);
    send(request.body(Body::from(body)).expect("a well-formed request"))
}

#[test]
fn what_the_service_packs_it_can_unpack() {
    for encoding in ENCODINGS {
        // As CSV, this answer is a query: a line that says ASK, a line with {}
        // and a comment, as what is short is not packed.
        let comment = "#".repeat(1000);
        let query = packed(&format!("SELECT (\"{{}} {comment}\" AS ?ASK) {{}}"), encoding).body;
        let answer = post(query.clone(), encoding);
        assert_eq!(answer.status, StatusCode::OK, "{encoding}: {}", answer.text());
        assert_eq!(answer.json()["boolean"], true);
        let cut = post(query[..query.len() / 2].to_vec(), encoding);
        assert_eq!(cut.status, StatusCode::BAD_REQUEST, "{encoding}: {}", cut.text());
        let other = ENCODINGS.iter().find(|other| **other != encoding).expect("another");
        let mistaken = post(query, other);
        assert_eq!(mistaken.status, StatusCode::BAD_REQUEST, "{encoding} as {other}");
    }
}

#[test]
fn the_bound_holds_for_what_is_unpacked() {
    for encoding in ENCODINGS {
        let large = packed("SELECT * { ?s ?p ?o }", encoding).body;
        assert!(large.len() < 1024 * 1024, "{encoding}: packed, it has {} bytes", large.len());
        let answer = post(large, encoding);
        assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE, "{encoding}");
        assert!(answer.text().contains("more than 1048576 bytes"), "{}", answer.text());
    }
}

#[test]
fn an_unknown_encoding_is_refused_with_those_that_are_known() {
    let answer = post(b"ASK {}".to_vec(), "compress");
    assert_eq!(answer.status, StatusCode::UNSUPPORTED_MEDIA_TYPE);
    let known = answer.header("accept-encoding");
    assert!(ENCODINGS.iter().all(|encoding| known.contains(encoding)), "{known}");
    assert!(answer.text().contains("gzip, br or zstd"), "{}", answer.text());
    assert_eq!(post(b"ASK {}".to_vec(), "identity").status, StatusCode::OK);
}

#[test]
fn a_tiny_answer_is_not_packed() {
    let headers = [("accept-encoding", "gzip")];
    assert_eq!(get_with("/api/v1/members/zz-nobody", &headers).header("content-encoding"), "");
    assert_eq!(get_with("/api/v1/members", &headers).header("content-encoding"), "gzip");
}
