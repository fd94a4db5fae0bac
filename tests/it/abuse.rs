//! Clients that mean ill, or do not know what they do: each is refused in
//! words or cut off, each is counted, and `/livez` answers within a second
//! throughout.

use crate::running::{Connection, Service, until};
use flate2::Compression;
use flate2::write::GzEncoder;
use rustix::process::{Resource, getrlimit, setrlimit};
use std::io::{ErrorKind, Read, Write};
use std::time::Duration;

const HEAD: &str = "GET /livez HTTP/1.1\r\nHost: x\r\n";
/// Runs until it is stopped.
const ENDLESS: &str = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }";

fn post(headers: &str, body: &str) -> String {
    let typed = "Host: x\r\nContent-Type: application/sparql-query";
    format!("POST /sparql HTTP/1.1\r\n{typed}\r\n{headers}\r\n\r\n{body}")
}

/// A connection that is being answered, and will be for long.
fn ask_endlessly(service: &Service) -> Connection {
    let mut connection = service.connect();
    connection.send(&post(&format!("Content-Length: {}", ENDLESS.len()), ENDLESS));
    connection
}

fn status(answer: &str) -> &str {
    answer.split(' ').nth(1).unwrap_or_else(|| panic!("no status: {answer:?}"))
}

fn has(answer: &str, header: &str) -> bool {
    answer.split("\r\n\r\n").next().is_some_and(|head| head.contains(&format!("\r\n{header}: ")))
}

/// Lets this process open as many connections as it may.
fn raise_open_files() {
    let mut limit = getrlimit(Resource::Nofile);
    limit.current = limit.maximum;
    setrlimit(Resource::Nofile, limit).expect("the soft limit may rise to the hard one");
}

#[test]
fn slow_heads_end_in_time() {
    let service = Service::with(&[("head_timeout_s", "1")]);
    let mut silent: Vec<Connection> = (0..100).map(|_| service.connect()).collect();
    let mut half: Vec<Connection> = (0..100).map(|_| service.connect()).collect();
    for connection in &mut half {
        connection.send(HEAD);
    }
    service.lives();
    // One more sends a byte whenever nothing has come for a while.
    let mut trickling = service.connect();
    trickling.send(HEAD);
    trickling.0.set_read_timeout(Some(Duration::from_millis(50))).expect("a time");
    let mut sent = 0;
    loop {
        match trickling.0.read(&mut [0; 64]) {
            Err(error) if [ErrorKind::WouldBlock, ErrorKind::TimedOut].contains(&error.kind()) => {
                trickling.try_send(b"x");
                sent += 1;
                assert!(sent < 200, "the head went on for ten seconds");
            }
            Ok(0) | Err(_) => break,
            Ok(_) => panic!("half a request is not answered"),
        }
    }
    for connection in silent.iter_mut().chain(&mut half) {
        assert_eq!(connection.rest(), "");
    }
    service.lives();
    assert!(service.hits("head-time") >= 201);
}

#[test]
fn slow_bodies_are_told_so() {
    let service = Service::with(&[("body_timeout_s", "1")]);
    let mut slow: Vec<Connection> = (0..50).map(|_| service.connect()).collect();
    for connection in &mut slow {
        connection.send(&post("Content-Length: 1000", "ASK"));
    }
    service.lives();
    for connection in &mut slow {
        let answer = connection.rest();
        assert_eq!(status(&answer), "408", "{answer}");
        assert!(answer.ends_with("the body did not come within 1 s\n"), "{answer}");
    }
    assert_eq!(service.hits("body-time"), 50);
    service.lives();
}

#[test]
fn thousands_of_idle_connections_keep_nobody_out() {
    raise_open_files();
    let service = Service::with(&[("connections_per_client_max", "0")]);
    let mut idle: Vec<Connection> = Vec::new();
    for round in 0..1500 {
        idle.push(service.connect());
        if round % 100 == 0 {
            service.lives();
        }
    }
    service.lives();
    assert_eq!(idle[0].rest(), "", "the one that waited longest gave way");
    let last = idle.last_mut().expect("connections");
    last.send(&format!("{HEAD}Connection: close\r\n\r\n"));
    assert_eq!(status(&last.rest()), "200", "the one that came last did not");
    assert!(service.hits("connections") >= 1500 - 1024);
    assert!(service.get("/metrics").contains("passerelle_http_connections_refused_total 0\n"));
}

#[test]
fn one_address_has_its_share_of_connections() {
    let service = Service::with(&[("connections_per_client_max", "10")]);
    let mut idle: Vec<Connection> = (0..30).map(|_| service.connect()).collect();
    service.lives();
    assert!(idle.iter_mut().take(20).all(|connection| connection.rest().is_empty()));
    assert!(service.hits("connections-of-client") >= 20);
    let proxied =
        Service::with(&[("connections_per_client_max", "10"), ("trusted_proxies", "127.0.0.0/8")]);
    let _idle: Vec<Connection> = (0..30).map(|_| proxied.connect()).collect();
    assert_eq!(proxied.hits("connections-of-client"), 0, "a proxy speaks for many");
}

#[test]
fn when_all_connections_are_busy_health_is_still_told() {
    let settings = [("connections_max", "3"), ("query_workers", "1")];
    let service = Service::with(&settings);
    let mut busy = Vec::new();
    let mut refused = String::new();
    until(
        || {
            // One that was not read in time gave way to the next.
            busy.push(ask_endlessly(&service));
            refused = service.get("/api/v1/members");
            status(&refused) == "503"
        },
        "all connections are busy, and one more is served",
    );
    assert!(has(&refused, "retry-after") && has(&refused, "connection"), "{refused}");
    service.lives();
    assert_eq!(status(&service.get("/metrics")), "200");
}

#[test]
fn an_idle_connection_ends() {
    let service = Service::with(&[("idle_timeout_s", "1")]);
    let mut connection = service.connect();
    connection.send(&format!("{HEAD}\r\n"));
    assert!(connection.rest().ends_with("ok\n"));
    assert_eq!((service.hits("idle-time"), service.hits("head-time")), (1, 0));
}

#[test]
fn a_client_that_takes_nothing_is_cut_off() {
    let service = Service::with(&[("write_timeout_s", "1")]);
    let mut greedy = service.connect();
    greedy.send(&"GET /docs/swagger-ui-bundle.js HTTP/1.1\r\nHost: x\r\n\r\n".repeat(40));
    service.wait_for_hits("write-time", 1);
    service.lives();
}

#[test]
fn heads_are_bounded_in_size_and_number() {
    let service = Service::with(&[]);
    let many = format!("{HEAD}{}\r\n", "X-A: b\r\n".repeat(200));
    let large = format!("{HEAD}X-A: {}\r\n\r\n", "b".repeat(200_000));
    let endless = format!("{HEAD}{}", "X-A: b\r\n".repeat(1_000_000));
    let address = format!("GET /livez?{} HTTP/1.1\r\nHost: x\r\n\r\n", "a".repeat(70_000));
    for (expected, flood) in [("431", many), ("431", large), ("431", endless), ("414", address)] {
        let mut connection = service.connect();
        connection.try_send(flood.as_bytes());
        assert_eq!(status(&connection.rest()), expected);
        service.lives();
    }
    // Counted when the connection has ended, which is after its answer.
    service.wait_for_hits("head-size", 4);
    assert_eq!(service.hits("head-size"), 4);
}

#[test]
fn a_thousand_requests_at_once_have_a_thousand_answers() {
    let service = Service::with(&[]);
    let mut connection = service.connect();
    let mut sending = Connection(connection.0.try_clone().expect("a second handle"));
    let sender = std::thread::spawn(move || {
        sending.send(&"GET /api/v1/regions HTTP/1.1\r\nHost: x\r\n\r\n".repeat(999));
        sending.send(&format!("{HEAD}Connection: close\r\n\r\n"));
    });
    service.lives();
    let answers = connection.rest();
    sender.join().expect("all were sent");
    assert_eq!(answers.matches("HTTP/1.1 200 OK\r\n").count(), 1000);
    assert!(answers.ends_with("ok\n"));
}

#[test]
fn a_small_body_does_not_become_a_large_one() {
    let service = Service::with(&[]);
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    let nothing = vec![b' '; 1 << 20];
    (0..256).for_each(|_| encoder.write_all(&nothing).expect("memory"));
    let bomb = encoder.finish().expect("memory");
    assert!(bomb.len() < 1 << 20, "as it is sent, it is small");
    let mut connection = service.connect();
    let head = format!("Content-Encoding: gzip\r\nContent-Length: {}", bomb.len());
    connection.send(&post(&head, ""));
    connection.try_send(&bomb);
    let answer = connection.rest();
    assert_eq!(status(&answer), "413", "{answer}");
    assert!(answer.contains("more than 1048576 bytes"), "{answer}");
    service.lives();
    // One that says so is refused before it is read.
    let mut connection = service.connect();
    connection.send(&post("Content-Length: 99999999", ""));
    assert_eq!(status(&connection.head()), "413");
    assert_eq!(service.hits("body-size"), 2);
}

#[test]
fn malformed_bodies_are_refused() {
    let service = Service::with(&[]);
    for (headers, body) in [
        ("Transfer-Encoding: chunked", "zz\r\nASK {}\r\n0\r\n\r\n"),
        ("Transfer-Encoding: chunked", "fffffffffffffffff\r\nASK {}"),
        ("Content-Encoding: gzip\r\nContent-Length: 6", "ASK {}"),
        ("Transfer-Encoding: chunked\r\nContent-Length: 6x", "0\r\n\r\n"),
    ] {
        let mut connection = service.connect();
        connection.send(&post(&format!("{headers}\r\nConnection: close"), body));
        let answer = connection.rest();
        assert_eq!(status(&answer), "400", "{headers}: {answer}");
        service.lives();
    }
    let mut connection = service.connect();
    connection.send(&post("Content-Encoding: compress\r\nContent-Length: 6", "ASK {}"));
    let head = connection.head();
    assert_eq!(status(&head), "415");
    assert!(has(&head, "accept-encoding"), "{head}");
    // Half a body, and nobody there to read an answer.
    let mut truncated = service.connect();
    truncated.send(&post("Content-Length: 100", "ASK"));
    drop(truncated);
    service.lives();
    until(
        || service.get("/metrics").contains("passerelle_http_requests_in_flight 1\n"),
        "a request whose client left is given up",
    );
}

#[test]
fn rates_hold_for_each_client_and_never_for_health() {
    let service = Service::with(&[
        ("limit_loopback", "true"),
        ("request_rate_per_s", "1"),
        ("request_burst", "5"),
        ("query_rate_per_s", "1"),
        ("query_burst", "5"),
    ]);
    let mut reads: Vec<String> = (0..30).map(|_| service.get("/api/v1/regions")).collect();
    reads.retain(|answer| status(answer) != "200");
    assert!(reads.len() >= 20, "{} refused", reads.len());
    for refused in &reads {
        assert_eq!(status(refused), "429");
        assert!(has(refused, "retry-after") && has(refused, "access-control-allow-origin"));
        assert!(refused.contains("application/problem+json"), "{refused}");
        assert!(refused.contains("/problem/too-many-requests"), "{refused}");
    }
    let ask = "/sparql?query=ASK%7B%7D";
    let answers: Vec<String> = (0..30).map(|_| service.get(ask)).collect();
    let refused = answers.iter().find(|answer| status(answer) == "429").expect("one too many");
    assert!(has(refused, "retry-after") && refused.contains("text/plain"), "{refused}");
    let details = service.get_with(ask, "Accept: application/problem+json\r\n");
    assert!(details.contains("/problem/too-many-requests"), "{details}");
    (0..30).for_each(|_| service.lives());
    assert!(service.hits("request-rate") >= 20 && service.hits("query-rate") >= 20);
}

#[test]
fn a_client_behind_a_proxy_is_counted_for_itself() {
    let rate = [("request_rate_per_s", "1"), ("request_burst", "2")];
    let from = |service: &Service, client: &str| {
        let header = format!("X-Forwarded-For: 10.9.9.9, {client}\r\n");
        status(&service.get_with("/api/v1/regions", &header)).to_owned()
    };
    let proxied = Service::with(&[&rate[..], &[("trusted_proxies", "127.0.0.1")]].concat());
    let first: Vec<String> = (0..8).map(|_| from(&proxied, "192.0.2.1")).collect();
    assert!(first.contains(&"429".to_owned()), "{first:?}");
    assert_eq!(from(&proxied, "192.0.2.2"), "200");
    let network: Vec<String> =
        (0..8).map(|host| from(&proxied, &format!("2001:db8::{host}"))).collect();
    assert!(network.contains(&"429".to_owned()), "a /64 is one client: {network:?}");
    let direct = Service::with(&[&rate[..], &[("limit_loopback", "true")]].concat());
    let all: Vec<String> = (0..8).map(|host| from(&direct, &format!("192.0.2.{host}"))).collect();
    assert!(all.contains(&"429".to_owned()), "whom nobody trusts is not believed: {all:?}");
    let unbound = Service::with(&rate);
    assert!(
        (0..50).all(|_| from(&unbound, "192.0.2.1") == "200"),
        "the machine itself is not bound"
    );
}

#[test]
fn one_client_does_not_take_all_places_for_queries() {
    let settings = [("query_concurrency_per_client_max", "2"), ("query_timeout_s", "20")];
    let service = Service::with(&settings);
    let mut running = Vec::new();
    let mut refused = String::new();
    until(
        || {
            running.push(ask_endlessly(&service));
            refused = service.get("/sparql?query=ASK%7B%7D");
            status(&refused) == "429"
        },
        "the third query is served",
    );
    assert!(has(&refused, "retry-after") && refused.contains("2 queries"), "{refused}");
    assert!(service.hits("query-concurrency") >= 1);
    service.lives();
    // A client that leaves gives its place back.
    running.clear();
    until(|| status(&service.get("/sparql?query=ASK%7B%7D")) == "200", "the place is kept");
}
