//! `/store`: the Graph Store HTTP Protocol.

use crate::api::problem;
use crate::support::{Answer, RUNTIME};
use crate::writable::{UPLOAD_MAX, WRITABLE, ask, key, triples, write};
use axum::body::Body;
use axum::http::{Method, Request, StatusCode};
use bytes::Bytes;
use futures_util::{StreamExt, stream};
use passerelle::domain::Role;
use std::io;
use tower::ServiceExt;

const TURTLE: (&str, &str) = ("content-type", "text/turtle; charset=utf-8");
const ONE: &str = "<urn:s> <urn:p> 1 .";

fn put(graph: &str, body: impl Into<Body>) -> Answer {
    write(Method::PUT, &format!("/store?graph={graph}"), &[TURTLE], body)
}

fn get(path: &str, accept: &str) -> Answer {
    ask(Method::GET, path, &[("accept", accept)], Body::empty())
}

fn statuses(answers: &[Answer]) -> Vec<u16> {
    answers.iter().map(|answer| answer.status.as_u16()).collect()
}

#[test]
fn a_graph_lives_and_dies() {
    let graph = "urn:store:life";
    let path = "/store?graph=urn:store:life";
    assert_eq!(get(path, "*/*").status, StatusCode::NOT_FOUND);
    let head = |path: &str| ask(Method::HEAD, path, &[("accept", "text/turtle")], Body::empty());
    assert_eq!(head(path).status, StatusCode::NOT_FOUND);
    let answers = [
        put(graph, ONE),
        put(graph, "<urn:s> <urn:p> 2 ."),
        write(Method::POST, path, &[TURTLE], "<urn:s> <urn:p> 3 ."),
    ];
    assert_eq!(statuses(&answers), [201, 204, 200]);
    assert_eq!(answers[2].json()["inserted"], 1);
    let integer = "^^<http://www.w3.org/2001/XMLSchema#integer> .";
    let expected =
        [format!("<urn:s> <urn:p> \"2\"{integer}"), format!("<urn:s> <urn:p> \"3\"{integer}")];
    assert_eq!(triples(graph).expect("the graph"), expected);
    let head = head(path);
    assert_eq!(head.status, StatusCode::OK);
    assert_eq!(head.header("content-type"), "text/turtle; charset=utf-8");
    assert!(head.body.is_empty());
    let delete = || write(Method::DELETE, path, &[], Body::empty());
    assert_eq!(statuses(&[delete(), get(path, "*/*"), delete()]), [200, 404, 404]);
}

#[test]
fn each_format_goes_in_and_out() {
    let subject = "http://a.example/s";
    for (n, (content_type, body)) in [
        ("text/turtle", "<s> <http://a.example/p> \"é\"@fr ."),
        ("application/n-triples", "<http://a.example/s> <http://a.example/p> \"é\"@fr ."),
        ("application/ld+json", r#"{"@id":"s","http://a.example/p":{"@value":"é","@language":"fr"}}"#),
        (
            "application/rdf+xml",
            "<r:RDF xmlns:r='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns:a='http://a.example/'><r:Description r:about='s'><a:p xml:lang='fr'>é</a:p></r:Description></r:RDF>",
        ),
        ("application/trig", "<s> <http://a.example/p> \"é\"@fr ."),
        ("application/n-quads", "<http://a.example/s> <http://a.example/p> \"é\"@fr ."),
    ]
    .into_iter()
    .enumerate()
    {
        // Relative references are resolved against the name of the graph.
        let graph = format!("http://a.example/format{n}");
        let path = format!("/store?graph={graph}");
        let put = write(Method::PUT, &path, &[("content-type", content_type)], body);
        assert_eq!(put.status, StatusCode::CREATED, "{content_type}: {}", put.text());
        let kept = triples(&graph).expect("the graph");
        assert_eq!(kept, [format!("<{subject}> <http://a.example/p> \"é\"@fr .")], "{content_type}");
    }
    for (accept, content_type) in [
        ("*/*", "text/turtle; charset=utf-8"),
        ("text/turtle; charset=utf-8", "text/turtle; charset=utf-8"),
        ("text/html, application/n-triples;q=0.5", "application/n-triples"),
        ("application/rdf+xml", "application/rdf+xml"),
        ("application/ld+json", "application/ld+json"),
        ("application/json", "application/ld+json"),
    ] {
        let answer = get("/store?graph=http://a.example/format0", accept);
        assert_eq!(answer.header("content-type"), content_type, "{accept}");
        assert!(answer.text().contains('é'), "{accept}: {}", answer.text());
        assert!(answer.header("vary").contains("accept"));
    }
    problem(&get("/store?default", "image/png"), StatusCode::NOT_ACCEPTABLE);
}

#[test]
fn a_graph_is_named_in_three_ways() {
    assert_eq!(put("person/1.ttl", ONE).status, StatusCode::CREATED);
    assert!(triples("http://pes.example/person/1.ttl").is_some());
    let direct = "/store/person/2.ttl";
    let answers = [
        write(Method::PUT, direct, &[TURTLE], "<#it> <urn:p> 1 ."),
        write(Method::PUT, direct, &[TURTLE], "<#it> <urn:p> 2 ."),
        get(direct, "application/n-triples"),
        get(
            "/store?graph=http%3A%2F%2Fpes.example%2Fstore%2Fperson%2F2.ttl",
            "application/n-triples",
        ),
    ];
    assert_eq!(statuses(&answers), [201, 204, 200, 200]);
    assert!(answers[2].text().starts_with("<http://pes.example/store/person/2.ttl#it> "));
    assert_eq!(answers[2].text(), answers[3].text());
    assert_eq!(write(Method::DELETE, direct, &[], Body::empty()).status, StatusCode::OK);
    assert_eq!(get(direct, "*/*").status, StatusCode::NOT_FOUND);
    // Percent-encoding is taken off once.
    assert_eq!(put("urn:store:%2531", ONE).status, StatusCode::CREATED);
    assert!(triples("urn:store:%2531").is_some() && triples("urn:store:1").is_none());
}

#[test]
fn the_graph_without_a_name_is_always_there() {
    let path = "/store?default";
    let answers = [
        write(Method::POST, path, &[TURTLE], ONE),
        write(Method::PUT, path, &[TURTLE], "[] <urn:p> <rel> ."),
        get(path, "application/n-triples"),
        write(Method::DELETE, path, &[], Body::empty()),
        get(path, "application/n-triples"),
        ask(Method::HEAD, path, &[], Body::empty()),
    ];
    assert_eq!(statuses(&answers)[2..], [200, 200, 200, 200]);
    assert!(answers[2].text().contains("<http://pes.example/rel>"), "{}", answers[2].text());
    assert_eq!(answers[4].text(), "");
}

#[test]
fn a_post_to_the_store_makes_a_graph_with_a_new_name() {
    let post = || write(Method::POST, "/store", &[TURTLE], "<> <urn:p> 1 .");
    let (first, second) = (post(), post());
    assert_eq!(statuses(&[post()]), [201]);
    let location = first.header("location");
    assert!(location.starts_with("http://pes.example/store/"), "{location}");
    assert_ne!(location, second.header("location"));
    let kept = triples(location).expect("the graph");
    assert!(kept[0].starts_with(&format!("<{location}> ")), "{kept:?}");
    let path = location.strip_prefix("http://pes.example").expect("an address here");
    assert_eq!(get(path, "text/turtle").status, StatusCode::OK);
}

#[test]
fn an_empty_graph_is_a_graph() {
    let path = "/store?graph=urn:store:empty";
    assert_eq!(put("urn:store:empty", "").status, StatusCode::CREATED);
    assert_eq!(triples("urn:store:empty"), Some(vec![]));
    assert_eq!(put("urn:store:empty", ONE).status, StatusCode::NO_CONTENT);
    assert_eq!(put("urn:store:empty", "# nothing").status, StatusCode::NO_CONTENT);
    assert_eq!(triples("urn:store:empty"), Some(vec![]));
    assert_eq!(write(Method::POST, path, &[TURTLE], "").status, StatusCode::OK);
    assert_eq!(write(Method::DELETE, path, &[], Body::empty()).status, StatusCode::OK);
    assert_eq!(triples("urn:store:empty"), None);
}

/// A form with these parts, each with its headers.
fn form(parts: &[(&str, &str)]) -> String {
    let parts: String = parts
        .iter()
        .map(|(headers, body)| format!("--edge\r\n{headers}\r\n\r\n{body}\r\n"))
        .collect();
    format!("{parts}--edge--\r\n")
}

const FORM: (&str, &str) = ("content-type", "multipart/form-data; boundary=edge");
const TURTLE_PART: &str = "Content-Disposition: form-data; name=\"a\"; filename=\"a.ttl\"\r\nContent-Type: text/turtle; charset=utf-8";
const FILE_PART: &str = "Content-Disposition: form-data; name=\"b\"; filename=\"b.nt\"";

#[test]
fn the_parts_of_a_form_are_taken_together() {
    let path = "/store?graph=urn:store:form";
    let body = form(&[(TURTLE_PART, "<urn:s> foaf:name \"Jane\" ."), (FILE_PART, ONE)]);
    let body = body.replace("1 .", "\"1\" .");
    let posted = write(Method::POST, path, &[FORM], body.clone());
    assert_eq!(posted.status, StatusCode::CREATED, "{}", posted.text());
    let kept = triples("urn:store:form").expect("the graph");
    assert_eq!(
        kept,
        ["<urn:s> <http://xmlns.com/foaf/0.1/name> \"Jane\" .", "<urn:s> <urn:p> \"1\" ."]
    );
    assert_eq!(write(Method::POST, path, &[FORM], body.clone()).json()["inserted"], 0);
    assert_eq!(write(Method::PUT, path, &[FORM], body.clone()).status, StatusCode::NO_CONTENT);
    let unknown = "Content-Disposition: form-data; name=\"c\"";
    let image = "Content-Disposition: form-data; name=\"c\"\r\nContent-Type: image/png";
    let latin =
        "Content-Disposition: form-data; name=\"c\"\r\nContent-Type: text/turtle; charset=latin1";
    let new = ("<urn:new> <urn:p> 1 .", TURTLE_PART);
    for (body, status) in [
        (form(&[(new.1, new.0), (unknown, "x")]), 415),
        (form(&[(new.1, new.0), (image, "x")]), 415),
        (form(&[(new.1, new.0), (latin, "x")]), 415),
        (form(&[(new.1, new.0), (TURTLE_PART, "<urn:s> <urn:p> oops .")]), 400),
        (form(&[(new.1, new.0)]).replace("--edge--\r\n", ""), 400),
        (form(&[(new.1, new.0)]).replace("\r\n--edge--\r\n", ""), 400),
        (form(&[]), 400),
        ("nonsense".to_owned(), 400),
        (String::new(), 400),
    ] {
        let answer = write(Method::POST, path, &[FORM], body.clone());
        problem(&answer, StatusCode::from_u16(status).expect("a status"));
        assert_eq!(triples("urn:store:form").as_ref(), Some(&kept), "{body}");
    }
    let no_boundary = [("content-type", "multipart/form-data")];
    problem(&write(Method::POST, path, &no_boundary, body), StatusCode::BAD_REQUEST);
}

#[test]
fn a_patch_changes_one_graph() {
    let path = "/store?graph=urn:store:patch";
    let patch = |path: &str, body: &str| {
        write(
            Method::PATCH,
            path,
            &[("content-type", "application/sparql-update")],
            body.to_owned(),
        )
    };
    problem(&patch(path, "INSERT DATA { <urn:s> <urn:p> 1 }"), StatusCode::NOT_FOUND);
    put("urn:store:patch", ONE);
    let text = "DELETE { ?s ?p 1 } INSERT { ?s ?p <rel> } WHERE { ?s ?p 1 }";
    assert_eq!(patch(path, text).status, StatusCode::NO_CONTENT);
    let kept = triples("urn:store:patch");
    for (body, status) in [
        ("CLEAR ALL", 422),
        ("INSERT DATA { GRAPH <urn:other> { <urn:s> <urn:p> 1 } }", 422),
        ("CLEAR", 400),
    ] {
        problem(&patch(path, body), StatusCode::from_u16(status).expect("a status"));
    }
    assert_eq!(triples("urn:store:patch"), kept);
    let answer = write(Method::PATCH, path, &[TURTLE], ONE);
    problem(&answer, StatusCode::UNSUPPORTED_MEDIA_TYPE);
}

#[test]
fn what_is_not_understood_is_refused_with_the_reason() {
    let to = "/store?graph=urn:store:bad";
    let rdf_xml = "<!DOCTYPE r [<!ENTITY a 'aaaa'>]><r:RDF xmlns:r='http://www.w3.org/1999/02/22-rdf-syntax-ns#'/>";
    let cut = "<r:RDF xmlns:r='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns:a='urn:a#'><r:Description r:about='urn:s'><a:p>1</a:p></r:Description>";
    let remote = r#"{"@context":"https://example.org/context.jsonld","name":"x"}"#;
    for (path, content_type, body, status, word) in [
        (to, "text/turtle", "<urn:s> <urn:p> 1 .\n<urn:s> <urn:p> oops .", 400, "2:"),
        (to, "text/turtle", "<urn:s> foaf:name \"x\" .", 400, "foaf"),
        (to, "text/turtle", "<urn:s> <urn:p> 1", 400, ""),
        (to, "application/n-triples", "<urn:s> <urn:p> <rel> .", 400, "1:"),
        (to, "application/ld+json", "{\"@id\":", 400, ""),
        (to, "application/ld+json", remote, 400, "context"),
        (to, "application/rdf+xml", rdf_xml, 400, "DOCTYPE"),
        (to, "application/rdf+xml", cut, 400, "root"),
        (to, "text/turtle; charset=utf-16", ONE, 415, "utf-16"),
        (to, "image/png", ONE, 415, "image/png"),
        (to, "text/plain", ONE, 415, "text/turtle"),
        ("/store", "text/turtle", ONE, 400, "graph"),
        ("/store?graph=a%20b", "text/turtle", ONE, 400, "graph"),
        ("/store?graph=", "text/turtle", ONE, 400, "graph"),
        ("/store?graph=urn:a&default", "text/turtle", ONE, 400, "one graph"),
        ("/store?default=x", "text/turtle", ONE, 400, "default"),
        ("/store?grpah=urn:a", "text/turtle", ONE, 400, "grpah"),
        ("/store/a?graph=urn:a", "text/turtle", ONE, 400, "path"),
        (
            "/store?graph=https://w3id.org/passerelle/graph/derived",
            "text/turtle",
            ONE,
            403,
            "derived",
        ),
        (
            "/store?graph=https://w3id.org/passerelle/graph/catalogue",
            "text/turtle",
            ONE,
            403,
            "catalogue",
        ),
    ] {
        let answer = write(Method::PUT, path, &[("content-type", content_type)], body);
        let status = StatusCode::from_u16(status).expect("a status");
        let document = problem(&answer, status);
        let detail = document["detail"].as_str().unwrap_or_default();
        assert!(detail.to_lowercase().contains(&word.to_lowercase()), "{body}: {detail}");
        assert_eq!(triples("urn:store:bad"), None, "{body}");
    }
    problem(&write(Method::PUT, to, &[], ONE), StatusCode::UNSUPPORTED_MEDIA_TYPE);
    let derived = "/store?graph=https://w3id.org/passerelle/graph/derived";
    problem(&write(Method::DELETE, derived, &[], Body::empty()), StatusCode::FORBIDDEN);
    for path in ["/store", "/store?graph=a%20b"] {
        problem(&get(path, "*/*"), StatusCode::BAD_REQUEST);
        problem(&write(Method::DELETE, path, &[], Body::empty()), StatusCode::BAD_REQUEST);
    }
    let traced = write(Method::TRACE, to, &[], Body::empty());
    assert_eq!(traced.status, StatusCode::METHOD_NOT_ALLOWED);
    for method in ["GET", "PUT", "POST", "DELETE", "PATCH"] {
        assert!(traced.header("allow").contains(method), "{}", traced.header("allow"));
    }
}

#[test]
fn an_invalid_byte_at_the_end_changes_nothing() {
    assert_eq!(put("urn:store:last", ONE).status, StatusCode::CREATED);
    let before = triples("urn:store:last");
    let mut body: Vec<u8> =
        (0..4000).flat_map(|n| format!("<urn:n{n}> <urn:p> {n} .\n").into_bytes()).collect();
    body.extend(b"<urn:s> <urn:p> \"\xff\" .\n");
    let answer = put("urn:store:last", body);
    let detail = problem(&answer, StatusCode::BAD_REQUEST)["detail"].to_string();
    assert!(detail.contains("4001:"), "{detail}");
    assert_eq!(triples("urn:store:last"), before);
}

#[test]
fn a_body_that_is_cut_off_changes_nothing() {
    assert_eq!(put("urn:store:cut", ONE).status, StatusCode::CREATED);
    let before = triples("urn:store:cut");
    let pieces = [
        Ok(Bytes::from("<urn:s> <urn:p> 2 .\n")),
        Err(io::Error::from(io::ErrorKind::ConnectionReset)),
    ];
    let answer = put("urn:store:cut", Body::from_stream(stream::iter(pieces)));
    let detail = problem(&answer, StatusCode::BAD_REQUEST)["detail"].to_string();
    assert!(detail.contains("not whole"), "{detail}");
    assert_eq!(triples("urn:store:cut"), before);
}

#[test]
fn a_client_that_goes_changes_nothing() {
    assert_eq!(put("urn:store:gone", ONE).status, StatusCode::CREATED);
    let before = triples("urn:store:gone");
    let bearer = format!("Bearer {}", key(&WRITABLE.desk, Role::Admin));
    RUNTIME.block_on(async {
        let (taken, mut taking) = tokio::sync::mpsc::unbounded_channel();
        let first = stream::iter([Ok::<_, io::Error>(Bytes::from("<urn:s> <urn:p> 2 .\n"))]);
        // Asked for more, the body says so, and then never ends.
        let rest = stream::poll_fn(move |_| {
            let _ = taken.send(());
            std::task::Poll::Pending
        });
        let request = Request::put("/store?graph=urn:store:gone")
            .header("authorization", bearer)
            .header("content-type", "text/turtle")
            .body(Body::from_stream(first.chain(rest)))
            .expect("a request");
        let mut answer = Box::pin(WRITABLE.app.clone().oneshot(request));
        tokio::select! {
            _ = &mut answer => panic!("it was answered before its end"),
            asked = taking.recv() => assert!(asked.is_some()),
        }
        drop(answer);
    });
    assert_eq!(triples("urn:store:gone"), before);
}

#[test]
fn an_upload_that_is_too_large_is_refused_as_it_comes() {
    let line = format!("<urn:s> <urn:p> \"{}\" .\n", "a".repeat(1000));
    let chunk = Bytes::from(line);
    let chunks = UPLOAD_MAX / chunk.len() + 2;
    let body = Body::from_stream(stream::iter(
        (0..chunks).map(move |_| Ok::<_, io::Error>(chunk.clone())),
    ));
    problem(&put("urn:store:large", body), StatusCode::PAYLOAD_TOO_LARGE);
    assert_eq!(triples("urn:store:large"), None);
    let body = form(&[(TURTLE_PART, &"# nothing\n".repeat(UPLOAD_MAX / 10))]);
    let answer = write(Method::PUT, "/store?graph=urn:store:large", &[FORM], body);
    problem(&answer, StatusCode::PAYLOAD_TOO_LARGE);
    assert_eq!(triples("urn:store:large"), None);
}

#[test]
fn deep_nesting_is_refused_and_harms_nobody() {
    let depth = 8_000;
    for (content_type, body) in [
        ("text/turtle", format!("<urn:s> <urn:p> {}{} .", "( ".repeat(depth), ")".repeat(depth))),
        ("application/ld+json", format!("{}{}", "{\"urn:p\":[".repeat(depth), "]}".repeat(depth))),
        (
            "application/ld+json",
            format!("{}1{}", "{\"@context\":".repeat(depth), "}".repeat(depth)),
        ),
        (
            "application/rdf+xml",
            format!("{}1{}", "<p xmlns='urn:'>".repeat(depth), "</p>".repeat(depth)),
        ),
    ] {
        let answer = write(
            Method::PUT,
            "/store?graph=urn:store:deep",
            &[("content-type", content_type)],
            body,
        );
        problem(&answer, StatusCode::BAD_REQUEST);
        assert!(answer.text().contains("nest"), "{content_type}: {}", answer.text());
    }
    assert_eq!(ask(Method::GET, "/livez", &[], Body::empty()).status, StatusCode::OK);
}

#[test]
fn an_unchanged_graph_is_not_sent_again() {
    assert_eq!(put("urn:store:etag", ONE).status, StatusCode::CREATED);
    let path = "/store?graph=http://w3id.example/none";
    assert_eq!(get(path, "*/*").status, StatusCode::NOT_FOUND);
    let path = "/store?graph=urn:store:etag";
    let etag = get(path, "text/turtle").header("etag").to_owned();
    // Other tests write meanwhile; what is theirs may come between.
    let again = || {
        let etag = get(path, "text/turtle").header("etag").to_owned();
        ask(
            Method::GET,
            path,
            &[("if-none-match", &etag), ("accept", "text/turtle")],
            Body::empty(),
        )
    };
    let repeated = (0..100).map(|_| again()).find(|it| it.status == StatusCode::NOT_MODIFIED);
    assert!(repeated.is_some_and(|it| it.body.is_empty()));
    put("urn:store:etag", "<urn:s> <urn:p> 2 .");
    let changed = ask(Method::GET, path, &[("if-none-match", &etag)], Body::empty());
    assert_eq!(changed.status, StatusCode::OK);
}

#[test]
fn a_large_graph_is_streamed_whole() {
    let lines: String = (0..5000).map(|n| format!("<urn:n{n}> <urn:p> {n} .\n")).collect();
    assert_eq!(put("urn:store:stream", lines).status, StatusCode::CREATED);
    assert_eq!(triples("urn:store:stream").map(|lines| lines.len()), Some(5000));
}

#[test]
fn whole_graphs_are_in_the_audit() {
    let path = "/store?graph=urn:store:audit";
    put("urn:store:audit", ONE);
    write(Method::POST, path, &[TURTLE], ONE);
    write(Method::PATCH, path, &[("content-type", "application/sparql-update")], "CLEAR DEFAULT");
    put("urn:store:audit", "<urn:s> <urn:p> oops .");
    write(Method::DELETE, path, &[], Body::empty());
    write(Method::DELETE, path, &[], Body::empty());
    let audit = WRITABLE.desk.audit(0, 10_000).expect("the audit can be read");
    let deeds: Vec<&str> = audit
        .iter()
        .filter(|entry| entry.target == "urn:store:audit")
        .map(|entry| entry.action.as_str())
        .collect();
    assert_eq!(deeds, ["graph.replace", "graph.add", "graph.patch", "graph.delete"]);
}
