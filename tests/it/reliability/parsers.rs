//! Whatever a client sends to one of our parsers, it is told so: never a panic,
//! which the service would answer with 500, and never a dead process. What is
//! sent is made of the pieces that matter to each parser, in any order. For
//! longer runs the same parsers are targets in `fuzz/`.

use super::super::support::{get_with, send};
use axum::body::Body;
use axum::http::{HeaderValue, Request, StatusCode};
use passerelle::graph::{PublicQuery, QueryLimits};
use proptest::collection::vec;
use proptest::prelude::*;

/// One of the pieces, or a few characters of any kind.
fn piece(pieces: &'static [&'static str]) -> impl Strategy<Value = String> {
    prop_oneof![
        12 => proptest::sample::select(pieces).prop_map(str::to_owned),
        1 => "\\PC{0,4}",
        1 => any::<char>().prop_map(String::from),
    ]
}

/// Some pieces, one after the other.
fn soup(pieces: &'static [&'static str], most: usize) -> impl Strategy<Value = String> {
    vec(piece(pieces), 0..most).prop_map(|pieces| pieces.concat())
}

const SPARQL: &[&str] = &[
    "SELECT ",
    "ASK ",
    "CONSTRUCT ",
    "DESCRIBE ",
    "* ",
    "WHERE ",
    "{ ",
    "} ",
    "( ",
    ") ",
    "[ ",
    "] ",
    "<<( ",
    ")>> ",
    "<< ",
    ">> ",
    "{| ",
    "|} ",
    "?s ",
    "?p ",
    "?o ",
    "$v ",
    "_:b ",
    "a ",
    ". ",
    "; ",
    ", ",
    "<http://example.org/a#b> ",
    "<",
    ">",
    "\"",
    "'",
    "\"\"\"",
    "'''",
    "\\",
    "\\u007B",
    "\\U0000007D",
    "#",
    "\n",
    "\r",
    "FILTER ",
    "FILTER NOT EXISTS ",
    "OPTIONAL ",
    "UNION ",
    "MINUS ",
    "GRAPH ",
    "SERVICE SILENT ",
    "BIND ",
    "VALUES ",
    "UNDEF ",
    "AS ",
    "GROUP BY ",
    "HAVING ",
    "ORDER BY DESC",
    "LIMIT 1 ",
    "OFFSET 0 ",
    "PREFIX ",
    "BASE ",
    "VERSION \"1.2\" ",
    "FROM NAMED ",
    "p: ",
    "p:x ",
    "! ",
    "- ",
    "+ ",
    "^",
    "/",
    "|",
    "* ",
    "COUNT",
    "REGEX",
    "IN ",
    "1 ",
    "1.5e3 ",
    "true ",
    "\"x\"@en--ltr ",
    "\"x\"^^<t> ",
    "\u{202e}",
    "\0",
];
const ACCEPT: &[&str] = &[
    "text/turtle",
    "application/ld+json",
    "application/json",
    "text/csv",
    "text/html",
    "*/*",
    "text/*",
    "*",
    "/",
    ",",
    ";",
    "q=",
    "0",
    "1",
    "0.5",
    "1.0001",
    "-1",
    "nan",
    "=",
    "\"",
    " ",
    "\t",
    ";q=0",
    ";profile=\"a,b;c\"",
    "application/problem+json",
];
const CURSOR: &[&str] = &[
    "eyJ",
    "e30",
    "=",
    "==",
    "%",
    "%00",
    "%ff",
    "+",
    "/",
    "_",
    "-",
    "AAAA",
    "\u{1f980}",
    "0",
    ":",
    "{}",
    "[]",
    "null",
];
const FORM: &[&str] = &[
    "query=",
    "update=",
    "default-graph-uri=",
    "named-graph-uri=",
    "using-graph-uri=",
    "using-named-graph-uri=",
    "&",
    "=",
    ";",
    "%7B",
    "%7D",
    "%",
    "%zz",
    "%ff",
    "+",
    "ASK%7B%7D",
    "SELECT%20*%7B%7D",
    "http%3A%2F%2Fexample.org%2Fg",
    "urn%3Ag",
    "timeout=",
    "format=",
    "\u{e9}",
];
const BEARER: &[&str] = &[
    "Bearer ",
    "bearer ",
    "Basic ",
    "Bearer",
    " ",
    "\t",
    ",",
    "\"",
    "=",
    "==",
    "psr_",
    "eyJhbGciOiJub25lIn0",
    ".",
    "e30",
    "YTpi",
    "\u{e9}",
    "_",
    "-",
    "~",
    "0",
    "00000000",
];
const MULTIPART: &[&str] = &[
    "--b",
    "--b--",
    "--",
    "\r\n",
    "\r\n\r\n",
    "\n",
    "Content-Disposition: form-data; name=\"f\"",
    "; filename=\"f.ttl\"",
    "; filename*=UTF-8''%ff",
    "Content-Type: text/turtle",
    "Content-Type: ",
    "Content-Encoding: gzip",
    "Content-Transfer-Encoding: base64",
    ": ",
    "<urn:s> <urn:p> <urn:o> .",
    "{\"@id\": \"urn:s\"}",
    "\0",
];
const RDF: &[&str] = &[
    "<urn:s> ",
    "<urn:p> ",
    "<urn:o> ",
    "_:b ",
    "\"x\" ",
    "\"",
    "\\u00",
    "@en ",
    "^^<urn:t> ",
    ". ",
    "; ",
    ", ",
    "[ ",
    "] ",
    "( ",
    ") ",
    "<<( ",
    ")>> ",
    "@prefix p: <urn:p:> . ",
    "p:a ",
    "{",
    "}",
    "\"@context\": ",
    "\"@id\": ",
    "\"@graph\": ",
    "\"@type\": ",
    "\"@import\": ",
    ":",
    ",",
    "[",
    "]",
    "1",
    "null",
    "\"http://127.0.0.1:1/\"",
    "\n",
    "#",
];

/// A header of whatever is sent; none when the text can be no header at all.
fn header(text: &str) -> Option<HeaderValue> {
    HeaderValue::from_bytes(text.as_bytes()).ok()
}

fn post(path: &str, media_type: &str, body: String) -> Request<Body> {
    let request = Request::post(path).header("content-type", media_type);
    request.body(Body::from(body)).expect("a well-formed request")
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_a_query_or_none(text in soup(SPARQL, 60)) {
        let limits = QueryLimits { nesting_max: 20, ..QueryLimits::default() };
        let _ = PublicQuery::parse(&text, &[], limits);
    }

    #[test]
    fn any_address_of_a_query_is_answered(form in soup(FORM, 12)) {
        let status = match Request::get(format!("/sparql?{form}")).body(Body::empty()) {
            Ok(request) => send(request).status,
            Err(_) => return Ok(()),
        };
        prop_assert_ne!(status, StatusCode::INTERNAL_SERVER_ERROR);
    }

    #[test]
    fn any_form_is_answered(form in soup(FORM, 12)) {
        for path in ["/sparql", "/update"] {
            let answer = send(post(path, "application/x-www-form-urlencoded", form.clone()));
            prop_assert_ne!(answer.status, StatusCode::INTERNAL_SERVER_ERROR, "{}", answer.text());
        }
    }

    #[test]
    fn any_accept_header_is_answered(accept in soup(ACCEPT, 15)) {
        let Some(value) = header(&accept) else { return Ok(()) };
        for path in ["/api/v1/countries/ke", "/api/v1/countries?limit=1", "/sparql?query=ASK%7B%7D", "/ontology"] {
            let request = Request::get(path).header("accept", value.clone());
            let answer = send(request.body(Body::empty()).expect("a well-formed request"));
            let known = [200, 400, 406].contains(&answer.status.as_u16());
            prop_assert!(known, "{}: {}", answer.status, answer.text());
        }
    }

    #[test]
    fn any_cursor_is_answered(cursor in soup(CURSOR, 12)) {
        let form: String = form_urlencoded::Serializer::new(String::new()).append_pair("cursor", &cursor).finish();
        let answer = get_with(&format!("/api/v1/members?{form}"), &[]);
        prop_assert!([200, 400].contains(&answer.status.as_u16()), "{}: {}", answer.status, answer.text());
    }

    #[test]
    fn any_authorization_but_a_key_is_refused(value in soup(BEARER, 8)) {
        let Some(value) = header(&value) else { return Ok(()) };
        let mut request = post("/update", "application/sparql-update", "CLEAR ALL".to_owned());
        request.headers_mut().insert("authorization", value);
        let answer = send(request);
        prop_assert!([401, 404].contains(&answer.status.as_u16()), "{}: {}", answer.status, answer.text());
    }

    #[test]
    fn any_multipart_body_is_answered(body in soup(MULTIPART, 15)) {
        let answer = send(post("/store?graph=urn:g", "multipart/form-data; boundary=b", body));
        prop_assert_ne!(answer.status, StatusCode::INTERNAL_SERVER_ERROR, "{}", answer.text());
    }

    #[test]
    fn any_upload_is_answered(body in soup(RDF, 25), format in 0..3_usize) {
        let media_type = ["text/turtle", "application/ld+json", "application/n-triples"][format];
        let answer = send(post("/store?graph=urn:g", media_type, body));
        prop_assert_ne!(answer.status, StatusCode::INTERNAL_SERVER_ERROR, "{}", answer.text());
    }
}
