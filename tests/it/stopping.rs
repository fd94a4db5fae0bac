//! Start and stop: what clients are told while the service loads, and what
//! becomes of them when it is told to end.

use crate::running::{Connection, Service, until};
use crate::support::command;
use std::io::{BufRead, BufReader};
use std::net::TcpListener;
use std::process::Stdio;

/// A request whose end is missing.
const UNFINISHED: &str = "POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: application/sparql-query\r\nContent-Length: 6\r\n\r\nASK";

/// A connection whose request the service has begun to read.
fn unfinished(service: &Service) -> Connection {
    let mut connection = service.connect();
    connection.send(UNFINISHED);
    until(
        || service.get("/metrics").contains("passerelle_http_requests_in_flight 2"),
        "the request was not taken up",
    );
    connection
}

#[test]
fn what_is_open_finishes_after_the_stop() {
    let mut service = Service::with(&[("body_timeout_s", "20")]);
    let mut idle = service.connect();
    idle.send("GET /livez HTTP/1.1\r\nHost: x\r\n\r\n");
    assert!(idle.head().starts_with("HTTP/1.1 200 "));
    let mut open = unfinished(&service);
    service.terminate();
    service.wait_for_refusal();
    assert_eq!(idle.rest(), "ok\n", "a connection without a request ends at once");
    open.send(" {}");
    let answer = open.rest();
    assert!(answer.starts_with("HTTP/1.1 200 ") && answer.contains("true"), "{answer}");
    assert_eq!(service.exit_code(), Some(0));
}

#[test]
fn what_does_not_finish_within_the_grace_is_cut() {
    let mut service = Service::with(&[("body_timeout_s", "20"), ("shutdown_grace_s", "1")]);
    let mut open = unfinished(&service);
    service.terminate();
    assert_eq!(open.rest(), "");
    assert_eq!(service.exit_code(), Some(0));
}

#[test]
fn a_second_signal_ends_at_once() {
    let settings = [("body_timeout_s", "600"), ("shutdown_grace_s", "600")];
    let mut service = Service::with(&settings);
    let _open = unfinished(&service);
    service.terminate();
    service.wait_for_refusal();
    service.terminate();
    assert_eq!(service.exit_code(), Some(1));
}

#[test]
fn while_it_loads_the_service_lives_and_is_not_ready() {
    let directory = tempfile::tempdir().expect("a directory for the test");
    let data = directory.path().join("data");
    let data = data.to_str().expect("a path in UTF-8");
    let free = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = free.local_addr().expect("its address");
    drop(free);
    let mut child = command(&["serve", "--listen", &address.to_string(), "--data", data])
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("the service starts");
    let ask = |path: &str| {
        let mut connection = None;
        until(
            || {
                connection = Connection::to(address).ok();
                connection.is_some()
            },
            "nobody listens",
        );
        let mut connection = connection.expect("a connection");
        connection.send(&format!("GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"));
        connection.rest()
    };
    let early = [ask("/readyz"), ask("/livez"), ask("/api/v1/members")];
    let mut line = String::new();
    let out = child.stdout.take().expect("its output is ours");
    BufReader::new(out).read_line(&mut line).expect("its output can be read");
    let late = [ask("/readyz"), ask("/api/v1/members")];
    let _ = child.kill();
    let _ = child.wait();
    assert_eq!(line, format!("listening on http://{address}\n"));
    for refused in [&early[0], &early[2]] {
        assert!(refused.starts_with("HTTP/1.1 503 "), "{refused}");
        assert!(refused.contains("\r\nretry-after: "), "{refused}");
        assert!(refused.contains("content is being loaded"), "{refused}");
    }
    assert!(early[1].starts_with("HTTP/1.1 200 "), "{}", early[1]);
    assert!(late.iter().all(|answer| answer.starts_with("HTTP/1.1 200 ")), "{late:?}");
}
