//! No query hurts the server: a hostile corpus against a running service, its
//! limits, and what becomes of its worker processes.

use crate::running::{Connection, Service, until};
use std::fs;
use std::time::{Duration, Instant};

const MIB: u64 = 1024 * 1024;
const WORKERS: u64 = 2;
const WORKER_MIB: u64 = 512;
/// What the server itself may use, beside its workers.
const SERVER_MIB: u64 = 400;

const TIME_LIMIT: Duration = Duration::from_secs(1);
const GRACE: Duration = Duration::from_secs(1);

/// Three triple patterns without a common variable: 1e13 rows.
const PRODUCT: &str = "?a ?b ?c . ?d ?e ?f . ?g ?h ?i";

/// A service with small limits, but for those given.
fn start(settings: &[(&str, &str)]) -> Service {
    let (workers, memory) = (WORKERS.to_string(), WORKER_MIB.to_string());
    let mut all = vec![
        ("query_timeout_s", "1"),
        ("query_workers", workers.as_str()),
        ("query_memory_mib", memory.as_str()),
    ];
    all.retain(|(name, _)| !settings.iter().any(|(other, _)| other == name));
    all.extend(settings);
    Service::with(&all)
}

/// An answer as it came over the wire.
struct Received {
    status: u16,
    head: String,
    body: String,
    /// Whether the service said where the answer ends, and it ended there.
    whole: bool,
}

impl Received {
    fn read(mut connection: Connection) -> Self {
        let text = connection.rest();
        let (head, body) = text.split_once("\r\n\r\n").unwrap_or((&text, ""));
        let status = head.split(' ').nth(1).and_then(|status| status.parse().ok());
        let mut received = Self {
            status: status.unwrap_or_default(),
            head: head.to_owned(),
            body: body.to_owned(),
            whole: false,
        };
        let length: Option<usize> = received.header("content-length").parse().ok();
        received.whole = match length {
            Some(length) => body.len() == length,
            None => body.ends_with("0\r\n\r\n") || received.status == 304,
        };
        received
    }

    fn header(&self, name: &str) -> &str {
        self.head
            .lines()
            .filter_map(|line| line.split_once(": "))
            .find(|(known, _)| known.eq_ignore_ascii_case(name))
            .map_or("", |(_, value)| value)
    }
}

/// Sends a query with further parameters and header lines, and leaves the
/// answer to the caller.
fn send(service: &Service, query: &str, more: &[(&str, &str)], headers: &str) -> Connection {
    let form = form_urlencoded::Serializer::new(String::new())
        .append_pair("query", query)
        .extend_pairs(more)
        .finish();
    let mut connection = service.connect();
    connection.send(&format!(
        "POST /sparql HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n{headers}\r\n{form}",
        form.len()
    ));
    connection
}

fn ask(service: &Service, query: &str, headers: &str) -> Received {
    Received::read(send(service, query, &[], headers))
}

/// What each of them does to an engine without bounds: fill memory, never end,
/// or overflow the stack.
fn hostile_queries() -> Vec<(&'static str, String)> {
    let doubling: String =
        (1..40).map(|n| format!("BIND(CONCAT(?x{}, ?x{}) AS ?x{n})", n - 1, n - 1)).collect();
    let values: String = (0..4)
        .map(|n| {
            format!(
                "VALUES ?v{n} {{ {} }}",
                (0..10_000).map(|i| format!("{i} ")).collect::<String>()
            )
        })
        .collect();
    let optionals: String =
        (0..300).map(|n| format!("OPTIONAL {{ ?s <x:p{n}> ?o{n} }} ")).collect();
    let nested = format!(
        "SELECT * {}{}",
        "{ SELECT * ".repeat(400),
        "{ ?s ?p ?o }".to_owned() + &"}".repeat(400)
    );
    vec![
        ("cartesian count", format!("SELECT (COUNT(*) AS ?n) {{ {PRODUCT} }}")),
        ("closure", "SELECT (COUNT(*) AS ?n) { ?a (<x:p>|!<x:p>)* ?b . ?b (<x:q>|!<x:q>)* ?c }".into()),
        (
            "regex",
            "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f FILTER(REGEX(CONCAT(STR(?c), STR(?f)), '(x+x+)+y|(a|a)*b|(.*)(.*)(.*)q', 'i')) }".into(),
        ),
        ("group_concat", "SELECT (GROUP_CONCAT(CONCAT(STR(?c), STR(?f))) AS ?x) { ?a ?b ?c . ?d ?e ?f }".into()),
        ("doubling", format!("SELECT (STRLEN(?x39) AS ?n) {{ BIND('0123456789' AS ?x0) {doubling} }}")),
        ("values", format!("SELECT (COUNT(*) AS ?n) {{ {values} }}")),
        ("sorted product", "SELECT * { ?a ?b ?c . ?d ?e ?f } ORDER BY ?f ?a LIMIT 10".into()),
        ("distinct product", "SELECT (COUNT(DISTINCT *) AS ?n) { ?a ?b ?c . ?d ?e ?f }".into()),
        ("many optionals", format!("SELECT * {{ ?s ?p ?o {optionals} }}")),
        ("deep sub-selects", nested),
        ("long disjunction", format!("ASK {{ ?s ?p ?o FILTER(?o = 1 {}) }}", "|| ?o = 2 ".repeat(8_000))),
        ("deep brackets", format!("ASK {{ FILTER({}1{}) }}", "(".repeat(20_000), ")".repeat(20_000))),
    ]
}

#[test]
#[ignore = "ten seconds of hostile queries: .ci/run runs it"]
fn hostile_queries_are_stopped_and_the_server_goes_on() {
    let service = start(&[("query_length_max", "400000")]);
    let ceiling = (WORKERS * WORKER_MIB + SERVER_MIB) * MIB;
    for (name, query) in hostile_queries() {
        let (answer, time) = std::thread::scope(|scope| {
            let asking = scope.spawn(|| {
                let start = Instant::now();
                let answer = ask(&service, &query, "");
                (answer, start.elapsed())
            });
            while !asking.is_finished() {
                service.lives();
                let used = memory_of_all(&service);
                assert!(used < ceiling, "{name}: {} MiB are used", used / MIB);
            }
            asking.join().expect("the client ends")
        });
        assert!(time < TIME_LIMIT + GRACE, "{name}: stopped after {time:?}");
        let body = &answer.body;
        match answer.status {
            503 => assert!(body.contains("limit"), "{name}: {body}"),
            400 => assert!(body.contains("refused"), "{name}: {body}"),
            other => panic!("{name}: {other} {body}"),
        }
        assert!(!body.contains("panicked") && !body.contains("overflow"), "{name}: {body}");
    }
    let lookup = ask(&service, "SELECT * { ?s ?p ?o } LIMIT 1", "");
    assert_eq!(lookup.status, 200);
    assert_eq!(ask(&service, "SELECT (COUNT(*) AS ?n) { ?s a ?c }", "").status, 200);
}

/// The processes that the service has started.
fn workers(service: &Service) -> Vec<u32> {
    let own = format!("/proc/{}/task", service.process());
    let threads = fs::read_dir(own).into_iter().flatten().flatten();
    threads
        .filter_map(|thread| fs::read_to_string(thread.path().join("children")).ok())
        .flat_map(|pids| {
            pids.split_whitespace().filter_map(|pid| pid.parse().ok()).collect::<Vec<_>>()
        })
        .collect()
}

fn is_alive(process: u32) -> bool {
    let status = fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    !status.is_empty() && !status.contains("State:\tZ")
}

/// Resident memory of the service and its workers, in bytes.
fn memory_of_all(service: &Service) -> u64 {
    let mut all = workers(service);
    all.push(service.process());
    let pages = |process: &u32| -> u64 {
        let sizes = fs::read_to_string(format!("/proc/{process}/statm")).unwrap_or_default();
        sizes.split_whitespace().nth(1).and_then(|pages| pages.parse().ok()).unwrap_or(0)
    };
    all.iter().map(pages).sum::<u64>() * 4096
}

#[test]
fn a_worker_is_killed_with_its_client_and_another_takes_its_place() {
    let service = start(&[("query_timeout_s", "60"), ("query_workers", "1")]);
    until(|| workers(&service).len() == 1, "a worker is ready at the start");
    let before = workers(&service);
    let query = format!("SELECT (COUNT(*) AS ?n) {{ {PRODUCT} }}");
    let client = send(&service, &query, &[], "");
    until(|| processor_time(before[0]) > 20, "the query runs");
    drop(client);
    until(|| !is_alive(before[0]), "the worker is gone");
    until(|| workers(&service).iter().any(|w| is_alive(*w)), "there is another");
    assert_eq!(ask(&service, "SELECT (COUNT(*) AS ?n) { ?s a ?c }", "").status, 200);
}

/// Processor time that a process has used, in hundredths of a second.
fn processor_time(process: u32) -> u64 {
    let line = fs::read_to_string(format!("/proc/{process}/stat")).unwrap_or_default();
    let after_name = line.rsplit(')').next().unwrap_or_default();
    after_name.split_whitespace().nth(11).and_then(|ticks| ticks.parse().ok()).unwrap_or(0)
}

#[test]
fn no_worker_outlives_a_server_that_is_killed() {
    let mut service = start(&[("query_timeout_s", "60")]);
    until(|| !workers(&service).is_empty(), "a worker is ready");
    let all = workers(&service);
    let query = format!("SELECT (COUNT(*) AS ?n) {{ {PRODUCT} }}");
    let _client = send(&service, &query, &[], "");
    until(|| processor_time(all[0]) > 20, "the query runs");
    service.kill();
    until(|| !all.iter().any(|worker| is_alive(*worker)), "a worker is left");
}

#[test]
fn an_answer_that_is_cut_off_cannot_be_taken_for_whole() {
    let service = start(&[]);
    let answer = ask(&service, "SELECT * { ?a ?b ?c . ?d ?e ?f }", "");
    assert_eq!(answer.status, 200, "the first rows were on their way");
    assert!(answer.body.len() > 256 * 1024);
    assert!(!answer.whole, "it ends where no answer ends");
    let whole = ask(&service, "SELECT * { ?a ?b ?c } LIMIT 5000", "Accept: text/csv\r\n");
    assert!(whole.whole && whole.body.len() > 256 * 1024, "a long answer that is not cut");
}

#[test]
fn each_limit_is_named() {
    let service = start(&[
        ("query_rows_max", "1000"),
        ("query_answer_mib", "1"),
        ("query_timeout_s", "20"),
        ("query_memory_mib", "64"),
    ]);
    let all = "SELECT * { ?s ?p ?o }";
    let letters = format!("SELECT ('{}' AS ?x) {{ ?s ?p ?o }} LIMIT 900", "x".repeat(3_000));
    let heap = "SELECT * { ?a ?b ?c . ?d ?e ?f } ORDER BY ?f";
    for (query, words) in
        [(all, "more than 1000 rows, the row limit"), (heap, "64 MiB, the memory limit")]
    {
        let answer = ask(&service, query, "Accept: text/csv\r\n");
        if answer.status == 200 {
            assert!(!answer.whole, "{query}");
        } else {
            assert_eq!(answer.status, 503, "{query}: {}", answer.body);
            assert!(answer.body.contains(words), "{query}: {}", answer.body);
            assert!(!answer.header("retry-after").is_empty());
        }
    }
    let long = ask(&service, &letters, "Accept: text/csv\r\n");
    assert!(!long.whole, "{}", long.status);
    let product = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f }";
    let hasty = Received::read(send(&service, product, &[("timeout", "0.5")], ""));
    assert_eq!(hasty.status, 503, "{}", hasty.body);
    assert!(hasty.body.contains("after 0.5 s, the time limit"), "{}", hasty.body);
}

#[test]
fn when_all_places_are_taken_the_next_is_told_to_come_back_and_small_ones_go_on() {
    let service =
        start(&[("query_timeout_s", "5"), ("query_workers", "1"), ("query_queue_max", "0")]);
    let query = format!("SELECT (COUNT(*) AS ?n) {{ {PRODUCT} }}");
    until(|| !workers(&service).is_empty(), "a worker is ready");
    let worker = workers(&service)[0];
    let _client = send(&service, &query, &[], "");
    until(|| processor_time(worker) > 20, "the query runs");
    let mut turned_away = None;
    let mut count = 0;
    let taken = || {
        count += 1;
        let answer = ask(&service, &format!("SELECT (COUNT(*) + {count} AS ?n) {{ ?s a ?c }}"), "");
        turned_away = (answer.status == 503).then_some(answer);
        turned_away.is_some()
    };
    until(taken, "the place is taken");
    let answer = turned_away.expect("one was turned away");
    assert!(answer.body.contains("try again later"), "{}", answer.body);
    assert!(!answer.header("retry-after").is_empty());
    assert_eq!(ask(&service, "SELECT * { ?s ?p ?o } LIMIT 3", "").status, 200);
}

#[test]
fn a_repeat_is_answered_from_the_cache_and_a_client_that_has_it_gets_304() {
    let service = start(&[("query_timeout_s", "20")]);
    for query in
        ["SELECT * { ?s ?p ?o } LIMIT 300", "SELECT (COUNT(*) AS ?n) { ?s a ?c } GROUP BY ?c ?s"]
    {
        let first = ask(&service, query, "");
        let tag = first.header("etag");
        assert!(first.whole && tag.starts_with('"'), "{query}: {tag}");
        assert_eq!(ask(&service, query, "").header("etag"), tag);
        let has_it = format!("If-None-Match: {tag}\r\n");
        let repeat = ask(&service, query, &has_it);
        assert_eq!((repeat.status, repeat.header("etag")), (304, tag), "{query}");
        let csv = ask(&service, query, &format!("Accept: text/csv\r\n{has_it}"));
        assert_eq!(csv.status, 200, "another format is another answer");
        let gzip = "Accept-Encoding: gzip\r\n";
        let packed = ask(&service, query, gzip);
        assert_eq!(packed.header("content-encoding"), "gzip", "{query}");
        let packed_tag = packed.header("etag");
        assert_ne!(packed_tag, tag, "another encoding is another representation");
        let has_it = format!("{gzip}If-None-Match: {packed_tag}\r\n");
        assert_eq!(ask(&service, query, &has_it).status, 304, "{query}");
    }
    let moment = "SELECT (STRUUID() AS ?id) (COUNT(*) AS ?n) { ?s a ?c }";
    let (one, other) = (ask(&service, moment, ""), ask(&service, moment, ""));
    assert_ne!(one.body, other.body);
    assert_eq!(one.header("etag"), "");
}

#[test]
fn a_query_is_explained_as_json_and_as_text() {
    let service = start(&[]);
    let query = "SELECT ?c (COUNT(*) AS ?n) { ?s a ?c } GROUP BY ?c";
    let explain = [("explain", "true")];
    let json = Received::read(send(&service, query, &explain, ""));
    let json: serde_json::Value = serde_json::from_str(&json.body).expect("JSON");
    assert!(json["rows"].as_u64().is_some_and(|rows| rows > 5), "{json}");
    assert!(json["explanation"]["plan"]["children"].is_array(), "{json}");
    let text = Received::read(send(&service, query, &explain, "Accept: text/plain\r\n"));
    assert!(text.body.contains("evaluation") && text.body.contains("Aggregate"), "{}", text.body);
    assert!(text.body.contains("rows, "), "{}", text.body);
}
