//! No query hurts the server: a hostile corpus against a running service, its
//! limits, and what becomes of its worker processes.

use crate::seeded::data_directory;
use crate::service::{Received, Service, query_path};
use std::fs;
use std::time::{Duration, Instant};
use tempfile::TempDir;

const MIB: u64 = 1024 * 1024;
const WORKERS: u64 = 2;
const WORKER_MIB: u64 = 512;
/// What the server itself may use, beside its workers.
const SERVER_MIB: u64 = 400;

const TIME_LIMIT: Duration = Duration::from_secs(1);
const GRACE: Duration = Duration::from_secs(1);

/// Three triple patterns without a common variable: 1e13 rows.
const PRODUCT: &str = "?a ?b ?c . ?d ?e ?f . ?g ?h ?i";

/// Starts a service on a seeded directory of its own.
fn start(settings: &[(&str, &str)]) -> (TempDir, Service) {
    let data = data_directory();
    let at = data.path().to_str().expect("a path in UTF-8").to_owned();
    let (workers, memory) = (WORKERS.to_string(), WORKER_MIB.to_string());
    let mut all = vec![
        ("PASSERELLE_QUERY_TIMEOUT_S", "1"),
        ("PASSERELLE_QUERY_WORKERS", workers.as_str()),
        ("PASSERELLE_QUERY_MEMORY_MIB", memory.as_str()),
    ];
    all.retain(|(name, _)| !settings.iter().any(|(other, _)| other == name));
    all.extend(settings);
    let service = Service::start(&["--listen", "127.0.0.1:0", "--data", &at], &all);
    (data, service)
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
        "{ SELECT * ".repeat(45),
        "{ ?s ?p ?o }".to_owned() + &"}".repeat(45)
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
fn hostile_queries_are_stopped_and_the_server_goes_on() {
    let (_data, service) = start(&[("PASSERELLE_QUERY_LENGTH_MAX", "400000")]);
    let ceiling = (WORKERS * WORKER_MIB + SERVER_MIB) * MIB;
    for (name, query) in hostile_queries() {
        let (answer, time) = std::thread::scope(|scope| {
            let asking = scope.spawn(|| {
                let start = Instant::now();
                let answer = post(&service, &query);
                (answer, start.elapsed())
            });
            while !asking.is_finished() {
                let start = Instant::now();
                assert!(service.get("/livez").starts_with("HTTP/1.1 200 "), "{name}");
                assert!(start.elapsed() < Duration::from_secs(1), "{name}: /livez waits");
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
            500 => assert!(body.contains("process"), "{name}: {body}"),
            other => panic!("{name}: {other} {body}"),
        }
        assert!(!body.contains("panicked") && !body.contains("overflow"), "{name}: {body}");
    }
    let lookup = service.query("SELECT * { ?s ?p ?o } LIMIT 1", &[]);
    assert_eq!(lookup.status, 200);
    assert_eq!(service.query("SELECT (COUNT(*) AS ?n) { ?s a ?c }", &[]).status, 200);
}

/// A query too long for an address.
fn post(service: &Service, query: &str) -> Received {
    use std::io::Write;
    let mut stream = std::net::TcpStream::connect(service.address).expect("it listens");
    let head = format!(
        "POST /sparql HTTP/1.1\r\nHost: {}\r\nConnection: close\r\nContent-Type: application/sparql-query\r\nContent-Length: {}\r\n\r\n",
        service.address,
        query.len()
    );
    stream.write_all(head.as_bytes()).expect("the request is sent");
    stream.write_all(query.as_bytes()).expect("the request is sent");
    Received::read(stream)
}

/// The processes that the service has started.
fn workers(service: &Service) -> Vec<u32> {
    let own = format!("/proc/{}/task", service.child.id());
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
    all.push(service.child.id());
    let pages = |process: &u32| -> u64 {
        let sizes = fs::read_to_string(format!("/proc/{process}/statm")).unwrap_or_default();
        sizes.split_whitespace().nth(1).and_then(|pages| pages.parse().ok()).unwrap_or(0)
    };
    all.iter().map(pages).sum::<u64>() * 4096
}

/// Asks again and again, at the pace of the service, until it is so.
fn wait_until(service: &Service, what: &str, mut is_so: impl FnMut() -> bool) {
    let start = Instant::now();
    while !is_so() {
        assert!(start.elapsed() < Duration::from_secs(10), "{what}");
        service.get("/livez");
    }
}

#[test]
fn a_worker_is_killed_with_its_client_and_another_takes_its_place() {
    let (_data, service) =
        start(&[("PASSERELLE_QUERY_TIMEOUT_S", "60"), ("PASSERELLE_QUERY_WORKERS", "1")]);
    wait_until(&service, "a worker is ready at the start", || workers(&service).len() == 1);
    let before = workers(&service);
    let query = format!("SELECT (COUNT(*) AS ?n) {{ {PRODUCT} }}");
    let client = service.send(&query_path(&[("query", &query)]), &[]);
    wait_until(&service, "the query runs", || processor_time(before[0]) > 20);
    drop(client);
    wait_until(&service, "the worker is gone", || !is_alive(before[0]));
    wait_until(&service, "there is another", || workers(&service).iter().any(|w| is_alive(*w)));
    assert_eq!(service.query("SELECT (COUNT(*) AS ?n) { ?s a ?c }", &[]).status, 200);
}

/// Processor time that a process has used, in hundredths of a second.
fn processor_time(process: u32) -> u64 {
    let line = fs::read_to_string(format!("/proc/{process}/stat")).unwrap_or_default();
    let after_name = line.rsplit(')').next().unwrap_or_default();
    after_name.split_whitespace().nth(11).and_then(|ticks| ticks.parse().ok()).unwrap_or(0)
}

#[test]
fn no_worker_outlives_a_server_that_is_killed() {
    let (_data, mut service) = start(&[("PASSERELLE_QUERY_TIMEOUT_S", "60")]);
    wait_until(&service, "a worker is ready", || !workers(&service).is_empty());
    let all = workers(&service);
    let query = format!("SELECT (COUNT(*) AS ?n) {{ {PRODUCT} }}");
    let _client = service.send(&query_path(&[("query", &query)]), &[]);
    wait_until(&service, "the query runs", || processor_time(all[0]) > 20);
    service.child.kill().expect("it is ours to kill");
    service.child.wait().expect("it ends");
    let start = Instant::now();
    while all.iter().any(|worker| is_alive(*worker)) {
        assert!(start.elapsed() < Duration::from_secs(5), "a worker is left");
        std::thread::yield_now();
    }
}

#[test]
fn an_answer_that_is_cut_off_cannot_be_taken_for_whole() {
    let (_data, service) = start(&[]);
    let answer = service.query("SELECT * { ?a ?b ?c . ?d ?e ?f }", &[]);
    assert_eq!(answer.status, 200, "the first rows were on their way");
    assert!(answer.body.len() > 256 * 1024);
    assert!(!answer.whole, "it ends where no answer ends");
    let whole = service.query("SELECT * { ?a ?b ?c } LIMIT 5000", &[("accept", "text/csv")]);
    assert!(whole.whole && whole.body.len() > 256 * 1024, "a long answer that is not cut");
}

#[test]
fn each_limit_is_named() {
    let (_data, service) = start(&[
        ("PASSERELLE_QUERY_ROWS_MAX", "1000"),
        ("PASSERELLE_QUERY_ANSWER_MIB", "1"),
        ("PASSERELLE_QUERY_TIMEOUT_S", "20"),
        ("PASSERELLE_QUERY_MEMORY_MIB", "256"),
    ]);
    let all = "SELECT * { ?s ?p ?o }";
    let letters = format!("SELECT ('{}' AS ?x) {{ ?s ?p ?o }} LIMIT 900", "x".repeat(3_000));
    let heap = "SELECT * { ?a ?b ?c . ?d ?e ?f } ORDER BY ?f";
    for (query, words) in
        [(all, "more than 1000 rows, the row limit"), (heap, "256 MiB, the memory limit")]
    {
        let answer = service.query(query, &[("accept", "text/csv")]);
        if answer.status == 200 {
            assert!(!answer.whole, "{query}");
        } else {
            assert_eq!(answer.status, 503, "{query}: {}", answer.body);
            assert!(answer.body.contains(words), "{query}: {}", answer.body);
            assert!(!answer.header("retry-after").is_empty());
        }
    }
    let long = service.query(&letters, &[("accept", "text/csv")]);
    assert!(!long.whole, "{}", long.status);
    let path = query_path(&[
        ("query", "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f }"),
        ("timeout", "0.5"),
    ]);
    let start = Instant::now();
    let hasty = Received::read(service.send(&path, &[]));
    assert_eq!(hasty.status, 503, "{}", hasty.body);
    assert!(hasty.body.contains("time limit"), "{}", hasty.body);
    assert!(start.elapsed() < Duration::from_secs(2));
}

#[test]
fn when_all_places_are_taken_the_next_is_told_to_come_back_and_small_ones_go_on() {
    let (_data, service) = start(&[
        ("PASSERELLE_QUERY_TIMEOUT_S", "5"),
        ("PASSERELLE_QUERY_WORKERS", "1"),
        ("PASSERELLE_QUERY_QUEUE_MAX", "0"),
    ]);
    let query = format!("SELECT (COUNT(*) AS ?n) {{ {PRODUCT} }}");
    let _client = service.send(&query_path(&[("query", &query)]), &[]);
    let mut turned_away = None;
    let mut count = 0;
    wait_until(&service, "the place is taken", || {
        count += 1;
        let answer =
            service.query(&format!("SELECT (COUNT(*) + {count} AS ?n) {{ ?s a ?c }}"), &[]);
        turned_away = (answer.status == 503).then_some(answer);
        turned_away.is_some()
    });
    let answer = turned_away.expect("one was turned away");
    assert!(answer.body.contains("try again later"), "{}", answer.body);
    assert!(!answer.header("retry-after").is_empty());
    assert_eq!(service.query("SELECT * { ?s ?p ?o } LIMIT 3", &[]).status, 200);
}

#[test]
fn a_repeat_is_answered_from_the_cache_and_a_client_that_has_it_gets_304() {
    let (_data, service) = start(&[]);
    for query in ["SELECT * { ?s ?p ?o } LIMIT 3", "SELECT (COUNT(*) AS ?n) { ?s a ?c }"] {
        let first = service.query(query, &[]);
        let tag = first.header("etag");
        assert!(first.whole && tag.starts_with('"'), "{query}: {tag}");
        assert_eq!(service.query(query, &[]).header("etag"), tag);
        let repeat = service.query(query, &[("if-none-match", tag)]);
        assert_eq!((repeat.status, repeat.header("etag")), (304, tag), "{query}");
        let csv = service.query(query, &[("accept", "text/csv"), ("if-none-match", tag)]);
        assert_eq!(csv.status, 200, "another format is another answer");
        let packed = service.query(query, &[("accept-encoding", "gzip")]);
        let packed_tag = packed.header("etag");
        if packed.header("content-encoding") == "gzip" {
            assert_ne!(packed_tag, tag, "another encoding is another representation");
        }
        let headers = [("accept-encoding", "gzip"), ("if-none-match", packed_tag)];
        assert_eq!(service.query(query, &headers).status, 304, "{query}");
    }
    let moment = "SELECT (STRUUID() AS ?id) (COUNT(*) AS ?n) { ?s a ?c }";
    let (one, other) = (service.query(moment, &[]), service.query(moment, &[]));
    assert_ne!(one.body, other.body);
    assert_eq!(one.header("etag"), "");
}

#[test]
fn a_query_is_explained_as_json_and_as_text() {
    let (_data, service) = start(&[]);
    let query = "SELECT ?c (COUNT(*) AS ?n) { ?s a ?c } GROUP BY ?c";
    let path = query_path(&[("query", query), ("explain", "true")]);
    let json = Received::read(service.send(&path, &[]));
    let json: serde_json::Value = serde_json::from_str(&json.body).expect("JSON");
    assert!(json["rows"].as_u64().is_some_and(|rows| rows > 5), "{json}");
    assert!(json["explanation"]["plan"]["children"].is_array(), "{json}");
    let text = Received::read(service.send(&path, &[("accept", "text/plain")]));
    assert!(text.body.contains("evaluation") && text.body.contains("Group"), "{}", text.body);
    assert!(text.body.contains("rows, "), "{}", text.body);
}
