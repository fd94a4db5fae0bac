//! Queries and updates against hosts of every kind. They listen on this
//! machine, which only these tests may reach.

use super::*;
use crate::graph::{
    DatasetChoice, KnowledgeGraph, PublicQuery, QueryLimits, ResultFormat, StopToken, UpdateLimits,
};
use flate2::Compression;
use flate2::write::GzEncoder;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::JoinHandle;
use std::time::Instant;

const JSON: &str = "Content-Type: application/sparql-results+json\r\n";
const TURTLE: &str = "Content-Type: text/turtle; charset=utf-8\r\n";
const BYTES_MAX: u64 = 100_000;
/// Of a request; what does not end by itself ends by it.
const TIMEOUT: Duration = Duration::from_millis(500);
/// What ends at a limit has ended by then, on a slow machine too.
const PATIENCE: Duration = Duration::from_secs(10);

/// A host that answers one connection after the other.
struct Remote {
    address: SocketAddr,
    thread: JoinHandle<Vec<String>>,
}

type Behaviour = Box<dyn FnOnce(&mut TcpStream) + Send>;

impl Remote {
    fn start(behaviours: Vec<Behaviour>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let address = listener.local_addr().expect("an address");
        let thread = std::thread::spawn(move || {
            let mut requests = Vec::new();
            for behave in behaviours {
                let (mut stream, _) = listener.accept().expect("a connection");
                requests.push(request(&stream));
                behave(&mut stream);
            }
            requests
        });
        Self { address, thread }
    }

    fn answering(answers: Vec<Vec<u8>>) -> Self {
        Self::start(answers.into_iter().map(says).collect())
    }

    fn iri(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// Waits for its last connection; the requests.
    fn requests(self) -> Vec<String> {
        self.thread.join().expect("it was asked")
    }
}

fn request(stream: &TcpStream) -> String {
    let mut reader = BufReader::new(stream);
    let (mut text, mut length) = (String::new(), 0);
    while !text.ends_with("\r\n\r\n") {
        let from = text.len();
        assert_ne!(reader.read_line(&mut text).expect("a line"), 0, "it broke off");
        let line = text[from..].to_ascii_lowercase();
        if let Some(value) = line.strip_prefix("content-length:") {
            length = value.trim().parse().expect("a length");
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).expect("a body");
    text + std::str::from_utf8(&body).expect("text")
}

fn says(answer: Vec<u8>) -> Behaviour {
    Box::new(move |stream| {
        // It may have been left before it is done.
        let _ = stream.write_all(&answer);
    })
}

fn answer(status: &str, headers: &str, body: &[u8]) -> Vec<u8> {
    let length = body.len();
    let head = format!(
        "HTTP/1.1 {status}\r\n{headers}Content-Length: {length}\r\nConnection: close\r\n\r\n"
    );
    [head.as_bytes(), body].concat()
}

fn solutions(bindings: &str) -> Vec<u8> {
    let body =
        format!(r#"{{"head": {{"vars": ["a", "b"]}}, "results": {{"bindings": [{bindings}]}}}}"#);
    answer("200 OK", JSON, body.as_bytes())
}

fn packed(body: &[u8]) -> Vec<u8> {
    let mut packer = GzEncoder::new(Vec::new(), Compression::best());
    packer.write_all(body).expect("memory");
    let headers = format!("{JSON}Content-Encoding: gzip\r\n");
    answer("200 OK", &headers, &packer.finish().expect("memory"))
}

/// A graph whose queries and updates may ask these hosts, here.
fn graph(hosts: &[String]) -> KnowledgeGraph {
    let federation = federation(hosts).reaching(|address| address.is_loopback());
    KnowledgeGraph::in_memory_with(federation).expect("a graph in memory")
}

fn federation(hosts: &[String]) -> Federation {
    let allowed = hosts.join(",").parse().expect("origins");
    Federation::new(allowed, TIMEOUT, BYTES_MAX)
}

fn csv(graph: &KnowledgeGraph, query: &str) -> Result<String, GraphError> {
    let query = PublicQuery::parse(query, &[], QueryLimits::default()).expect("SPARQL");
    let (dataset, stop) = (DatasetChoice::default(), StopToken::default());
    let mut out = Vec::new();
    query.write_results(graph, &dataset, &stop, ResultFormat::Csv, &mut out)?;
    Ok(String::from_utf8(out).expect("text").replace("\r\n", " "))
}

fn update(graph: &KnowledgeGraph, text: &str) -> Result<u64, GraphError> {
    let (using, stop) = (DatasetChoice::default(), StopToken::default());
    graph.update(text, &using, &UpdateLimits::default(), &stop).map(|change| change.inserted)
}

#[test]
fn a_refusal_names_the_host_and_no_more() {
    for (iri, named) in [
        ("https://a.example/sparql?query=secret", "https://a.example"),
        ("http://a.example:81", "http://a.example:81"),
        ("http://a.example#b", "http://a.example"),
        ("urn:a:b", "urn:a:b"),
    ] {
        assert_eq!(host(iri), named);
    }
    assert_eq!(host(&"é".repeat(1000)).chars().count(), SHOWN_MAX);
}

#[test]
fn a_service_is_sent_its_pattern_and_its_solutions_are_joined() {
    let row = r#"{"a": {"type": "uri", "value": "urn:x"}, "b": {"type": "literal", "value": "é"}}"#;
    let unpacked =
        format!(r#"{{"head": {{"vars": ["a", "b"]}}, "results": {{"bindings": [{row}]}}}}"#);
    let remote = Remote::answering(vec![solutions(row), packed(unpacked.as_bytes())]);
    let graph = graph(&[remote.iri("")]);
    update(&graph, "INSERT DATA { <urn:x> <urn:name> 'here' . <urn:y> <urn:name> 'there' }")
        .expect("it is stored");
    let query = format!(
        "SELECT ?a ?n ?b {{ ?a <urn:name> ?n SERVICE <{}> {{ ?a <urn:p> ?b FILTER(?b != 1) }} }}",
        remote.iri("/sparql")
    );
    assert_eq!(csv(&graph, &query).expect("rows"), "a,n,b urn:x,here,é ");
    let packed = format!("SELECT ?a {{ SERVICE <{}> {{ ?a ?p ?o }} }}", remote.iri("/"));
    assert_eq!(csv(&graph, &packed).expect("rows"), "a urn:x ");
    let requests = remote.requests();
    let sent = requests[0].to_ascii_lowercase();
    assert!(sent.starts_with("post /sparql http/1.1\r\n"), "{sent}");
    for part in [
        "content-type: application/sparql-query\r\n",
        "accept: application/sparql-results+json",
        "user-agent: passerelle/",
        "?a <urn:p> ?b",
        "select",
    ] {
        assert!(sent.contains(part), "{part}: {sent}");
    }
    assert!(!sent.contains("urn:name") && !sent.contains("cookie"), "{sent}");
}

#[test]
fn a_blank_node_of_another_service_is_none_of_ours() {
    let node = "theirs";
    let row = format!(r#"{{"a": {{"type": "bnode", "value": "{node}"}}}}"#);
    let remote = Remote::answering(vec![solutions(&format!("{row}, {row}"))]);
    let graph = graph(&[remote.iri("")]);
    let query = format!(
        "SELECT (STR(COUNT(DISTINCT ?a)) AS ?n) (SAMPLE(?a) AS ?one) {{ SERVICE <{}> {{ ?a ?p ?o }} }}",
        remote.iri("/")
    );
    let answer = csv(&graph, &query).expect("rows");
    assert!(answer.starts_with("n,one 1,_:") && !answer.contains(node), "{answer}");
}

#[test]
fn what_fails_is_told_and_silence_covers_it() {
    let broken = || answer("500 Oh", "Content-Type: text/plain\r\n", b"a stack trace");
    let remote = Remote::answering(vec![broken(), broken()]);
    let graph = graph(&[remote.iri("")]);
    let query = |silent| {
        let service = remote.iri("/");
        format!("SELECT ?n ?a {{ VALUES ?n {{ 1 }} SERVICE {silent} <{service}> {{ ?a ?p ?o }} }}")
    };
    let error = csv(&graph, &query("")).expect_err("it failed").to_string();
    assert!(error.contains("status 500") && !error.contains("trace"), "{error}");
    assert_eq!(csv(&graph, &query("SILENT")).expect("one solution"), "n,a 1, ");
    remote.requests();
}

/// Asks each of these hosts, and looks for the words of its failure.
fn all_fail(cases: Vec<(&str, Behaviour)>) {
    for (place, (words, behaviour)) in cases.into_iter().enumerate() {
        let remote = Remote::start(vec![behaviour]);
        let query = format!("SELECT * {{ SERVICE <{}> {{ ?a ?p ?o }} }}", remote.iri("/"));
        let begin = Instant::now();
        let error = csv(&graph(&[remote.iri("")]), &query).expect_err("no answer").to_string();
        assert!(error.contains(words), "{place}, {words}: {error}");
        assert!(begin.elapsed() < PATIENCE, "{place}, {words}");
        remote.requests();
    }
}

/// Begins, and goes on without an end.
fn endless(start: &str, more: &'static str) -> Behaviour {
    let start = start.to_owned();
    Box::new(move |stream| {
        let _ = stream.write_all(start.as_bytes());
        while stream.write_all(more.as_bytes()).is_ok() {}
    })
}

/// Begins, and waits until it is left.
fn stalled(start: &str) -> Behaviour {
    let start = start.to_owned();
    Box::new(move |stream| {
        let _ = stream.write_all(start.as_bytes());
        let _ = stream.read(&mut [0]);
    })
}

#[test]
fn an_answer_without_an_end_is_cut_off() {
    let head = format!("HTTP/1.1 200 OK\r\n{JSON}\r\n");
    let bomb = packed(&vec![b' '; 200_000_000]);
    all_fail(vec![
        ("more than 100000 bytes", endless(&head, "          ")),
        ("more than 100000 bytes", says(bomb)),
        ("did not answer within", stalled(&format!("{head}{{"))),
        ("did not answer within", stalled("")),
        ("not understood", endless("", "HTTP/1.1 100 Continue\r\n\r\n")),
        ("not understood", endless("HTTP/1.1 200 OK\r\n", "X-More: and more\r\n")),
    ]);
}

#[test]
fn redirects_are_not_followed() {
    let elsewhere = TcpListener::bind("127.0.0.1:0").expect("a free port");
    elsewhere.set_nonblocking(true).expect("a listener that can be asked");
    let moved = format!("Location: http://{}/\r\n", elsewhere.local_addr().expect("an address"));
    all_fail(vec![
        ("status 302", says(answer("302 Found", &moved, b""))),
        ("status 307", says(answer("307 Temporary Redirect", &moved, b""))),
    ]);
    assert!(elsewhere.accept().is_err(), "it was asked");
}

#[test]
fn an_answer_that_holds_no_solutions_is_none() {
    let ok = |headers: &str, body: &[u8]| says(answer("200 OK", headers, body));
    let xml = "Content-Type: application/sparql-results+xml\r\n";
    let entity = b"<!DOCTYPE a [<!ENTITY b 'c'>]><sparql>&b;";
    let deep = format!(r#"{{"head": {}"#, "[".repeat(50_000));
    let short = format!("HTTP/1.1 200 OK\r\n{JSON}Content-Length: 99\r\n\r\n{{");
    all_fail(vec![
        ("status 204", says(answer("204 No Content", JSON, b""))),
        ("something else", ok("Content-Type: text/html\r\n", b"<p>")),
        ("something else", ok("", b"{}")),
        ("true or false", ok(JSON, br#"{"head": {}, "boolean": true}"#)),
        ("malformed", ok(JSON, br#"{"head": {"vars": ["a"]}, "results""#)),
        ("malformed", ok(JSON, deep.as_bytes())),
        ("malformed", ok(xml, entity)),
        ("unpacked", ok(&format!("{JSON}Content-Encoding: gzip\r\n"), b"{}")),
        ("broke off", says(short.into_bytes())),
        ("not understood", says(b"220 mail.example ESMTP\r\n".to_vec())),
    ]);
}

#[test]
fn a_query_asks_no_more_often_than_it_may() {
    let row = r#"{"a": {"type": "uri", "value": "urn:x"}}"#;
    let remote = Remote::answering(vec![solutions(row); 20]);
    let graph = graph(&[remote.iri("")]);
    let values = "1 ".repeat(21);
    let query = format!(
        "SELECT * {{ VALUES ?n {{ {values} }} LATERAL {{ SERVICE <{}> {{ ?a ?p ?o }} }} }}",
        remote.iri("/")
    );
    let error = csv(&graph, &query).expect_err("too often").to_string();
    assert!(error.contains("more than 20 times"), "{error}");
    assert_eq!(remote.requests().len(), 20);
}

#[test]
fn all_answers_to_a_query_share_its_bytes() {
    let row = format!(r#"{{"a": {{"type": "literal", "value": "{}"}}}}"#, "x".repeat(60_000));
    let remote = Remote::answering(vec![solutions(&row), solutions(&row)]);
    let graph = graph(&[remote.iri("")]);
    let [one, other] = ["/1", "/2"].map(|path| remote.iri(path));
    let query =
        format!("SELECT * {{ SERVICE <{one}> {{ ?a ?p ?o }} SERVICE <{other}> {{ ?b ?p ?o }} }}");
    let error = csv(&graph, &query).expect_err("too much").to_string();
    assert!(error.contains("more than 100000 bytes"), "{error}");
    remote.requests();
}

#[test]
fn only_those_on_the_list_are_asked() {
    let row = r#"{"a": {"type": "uri", "value": "urn:x"}}"#;
    let remote = Remote::answering(vec![solutions(row)]);
    let other = TcpListener::bind("127.0.0.1:0").expect("a free port");
    other.set_nonblocking(true).expect("a listener that can be asked");
    let (listed, unlisted) =
        (remote.iri("/"), format!("http://{}", other.local_addr().expect("an address")));
    let graph = graph(&[remote.iri("")]);
    for query in [
        format!("SELECT * {{ SERVICE <{unlisted}/sparql> {{ ?a ?b ?c }} }}"),
        format!("SELECT * {{ SERVICE SILENT <{unlisted}/> {{ ?a ?b ?c }} }}"),
        format!(
            "SELECT * {{ SERVICE <{listed}> {{ ?a ?b ?c }} OPTIONAL {{ SERVICE <{unlisted}> {{ ?d ?e ?f }} }} }}"
        ),
        format!("SELECT * {{ SERVICE <{listed}> {{ SERVICE <{unlisted}> {{ ?d ?e ?f }} }} }}"),
        format!(
            "SELECT * {{ VALUES ?s {{ <{unlisted}> }} LATERAL {{ SERVICE ?s {{ ?a ?b ?c }} }} }}"
        ),
    ] {
        let error = csv(&graph, &query).expect_err("it is not listed");
        assert!(matches!(error, GraphError::Unprocessable(_)), "{query}: {error}");
        assert!(error.to_string().contains(&format!("{unlisted}, which is not")), "{error}");
    }
    assert!(other.accept().is_err(), "it was asked");
    let unbound = csv(&graph, "SELECT * { VALUES ?s { <urn:s> } SERVICE ?s { ?a ?b ?c } }");
    assert!(unbound.expect_err("nobody to ask").to_string().contains("LATERAL"));
    let by_variable = format!(
        "SELECT ?a {{ VALUES ?s {{ <{listed}> }} LATERAL {{ SERVICE ?s {{ ?a ?b ?c }} }} }}"
    );
    assert_eq!(csv(&graph, &by_variable).expect("rows"), "a urn:x ");
    assert_eq!(remote.requests().len(), 1, "it was asked for the last one alone");
}

#[test]
fn private_addresses_are_never_asked() {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    listener.set_nonblocking(true).expect("a listener that can be asked");
    let port = listener.local_addr().expect("an address").port();
    for name in ["127.0.0.1", "localhost", "[::ffff:127.0.0.1]", "2130706433", "0x7f.1", "0"] {
        let service = format!("http://{name}:{port}");
        let graph = KnowledgeGraph::in_memory_with(federation(std::slice::from_ref(&service)));
        let graph = graph.expect("a graph in memory");
        let query = format!("SELECT * {{ SERVICE <{service}/> {{ ?s ?p ?o }} }}");
        let error = csv(&graph, &query).expect_err("it is private").to_string();
        assert!(error.contains("private address"), "{error}");
        let error = update(&graph, &format!("LOAD <{service}/>")).expect_err("it is private");
        assert!(error.to_string().contains("private address"), "{error}");
        update(&graph, &format!("LOAD SILENT <{service}/>")).expect("nothing to do");
        assert_eq!(graph.commit_number(), 0);
    }
    assert!(listener.accept().is_err(), "it was asked");
}

#[test]
fn a_document_is_loaded_into_its_graph() {
    let document = b"<> <urn:p> <#o> , [] .";
    let remote = Remote::answering(vec![
        answer("200 OK", TURTLE, document),
        answer("200 OK", TURTLE, document),
        answer("200 OK", "Content-Type: application/n-triples\r\n", b"<urn:s> <urn:p> \"x\" ."),
    ]);
    let graph = graph(&[remote.iri("")]);
    let (a, b) = (remote.iri("/a.ttl"), remote.iri("/b"));
    let text = format!(
        "LOAD <{a}> ; INSERT {{ GRAPH <urn:copy> {{ ?s ?p ?o }} }} WHERE {{ ?s ?p ?o FILTER(isIRI(?o)) }} ;
         LOAD <{a}> INTO GRAPH <urn:g> ; LOAD SILENT <{b}> INTO GRAPH <urn:h>"
    );
    assert_eq!(update(&graph, &text).expect("it is loaded"), 6);
    let query = "SELECT ?g ?s ?o { GRAPH ?g { ?s <urn:p> ?o } FILTER(!isBlank(?o)) } ORDER BY ?g";
    let default = crate::vocabulary::GRAPH_DEFAULT;
    assert_eq!(
        csv(&graph, query).expect("rows"),
        format!("g,s,o {default},{a},{a}#o urn:copy,{a},{a}#o urn:g,{a},{a}#o urn:h,urn:s,x ")
    );
    let requests = remote.requests();
    assert!(requests[0].starts_with("GET /a.ttl HTTP/1.1\r\n"), "{}", requests[0]);
    assert!(requests[0].to_ascii_lowercase().contains("accept: text/turtle"), "{}", requests[0]);
}

#[test]
fn what_cannot_be_loaded_changes_nothing() {
    for (words, broken) in [
        ("1:21: ", answer("200 OK", TURTLE, b"<urn:s> <urn:p> 1 , oops .")),
        ("nest", answer("200 OK", TURTLE, &b"(".repeat(5000))),
        ("else than RDF", answer("200 OK", "Content-Type: text/html\r\n", b"<p>")),
        ("status 404", answer("404 Not Found", TURTLE, b"")),
        ("more than 100000 bytes", answer("200 OK", TURTLE, &b" ".repeat(100_001))),
    ] {
        let good = answer("200 OK", TURTLE, b"<urn:s> <urn:p> 1 .");
        let remote = Remote::answering(vec![good.clone(), broken.clone(), broken, good]);
        let graph = graph(&[remote.iri("")]);
        let (one, other) = (remote.iri("/1"), remote.iri("/2"));
        let text = format!("INSERT DATA {{ <urn:s> <urn:p> 2 }} ; LOAD <{one}> ; LOAD <{other}>");
        let error = update(&graph, &text).expect_err("it is broken");
        assert!(matches!(error, GraphError::Remote { .. }), "{error}");
        assert!(error.to_string().contains(words), "{words}: {error}");
        assert_eq!(graph.commit_number(), 0, "{words}");
        let text = format!("LOAD SILENT <{other}> ; LOAD <{one}>");
        let loaded = update(&graph, &text);
        assert!(matches!(loaded, Ok(1)), "{words}: {loaded:?}");
        remote.requests();
    }
}

#[test]
fn nothing_is_loaded_unless_all_of_it_may_be() {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    listener.set_nonblocking(true).expect("a listener that can be asked");
    let listed = format!("http://{}", listener.local_addr().expect("an address"));
    let graph = graph(std::slice::from_ref(&listed));
    for (rest, words) in [
        ("LOAD <https://other.example/a.ttl>", "https://other.example, which is not"),
        ("LOAD <file:///etc/passwd>", "file://, which is not"),
        (
            "LOAD SILENT <urn:a> INTO GRAPH <https://w3id.org/passerelle/graph/derived>",
            "computed by the program",
        ),
    ] {
        let error = update(&graph, &format!("LOAD <{listed}/a.ttl> ; {rest}"));
        let error = error.expect_err("it may not").to_string();
        assert!(error.contains(words), "{error}");
    }
    update(&graph, "LOAD SILENT <https://other.example/a.ttl>").expect("nothing to do");
    assert_eq!(graph.commit_number(), 0);
    assert!(listener.accept().is_err(), "it was asked");
}

#[test]
fn nobody_waits_for_a_load_to_write() {
    let (written, is_written): (Sender<()>, Receiver<()>) = channel();
    let (asked, is_asked): (Sender<()>, Receiver<()>) = channel();
    let remote = Remote::start(vec![Box::new(move |stream| {
        asked.send(()).expect("somebody listens");
        is_written.recv().expect("the other write is done");
        let _ = stream.write_all(&answer("200 OK", TURTLE, b"<urn:s> <urn:p> 1 ."));
    })]);
    let allowed = remote.iri("").parse().expect("an origin");
    let patient = Federation::new(allowed, PATIENCE, BYTES_MAX).reaching(|it| it.is_loopback());
    let graph = KnowledgeGraph::in_memory_with(patient).expect("a graph in memory");
    let (loading, text) = (graph.clone(), format!("LOAD <{}>", remote.iri("/")));
    let load = std::thread::spawn(move || update(&loading, &text));
    is_asked.recv().expect("the load has begun");
    assert_eq!(update(&graph, "INSERT DATA { <urn:s> <urn:p> 2 }").expect("it is stored"), 1);
    written.send(()).expect("it waits");
    assert_eq!(load.join().expect("it ends").expect("it is loaded"), 1);
    remote.requests();
}
