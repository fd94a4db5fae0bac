//! What the service tells of itself: figures at `/metrics`, lines in the log.

use crate::running::Service;
use crate::support::{get, get_with, send};
use axum::body::Body;
use axum::http::{Request, StatusCode};
use serde_json::Value;
use std::collections::BTreeMap;

#[test]
fn the_figures_are_in_the_text_format() {
    get("/api/v1/members/be-actiris");
    let answer = get("/metrics");
    assert_eq!(answer.status, StatusCode::OK);
    assert_eq!(answer.header("content-type"), "text/plain; version=0.0.4; charset=utf-8");
    let text = answer.text();
    let mut kinds = BTreeMap::new();
    for line in text.lines() {
        if let Some(kind) = line.strip_prefix("# TYPE ") {
            let (name, kind) = kind.split_once(' ').expect("a name and a kind");
            assert!(kinds.insert(name, kind).is_none(), "{name} twice");
        } else if !line.starts_with("# HELP ") {
            let (series, value) = line.rsplit_once(' ').expect("a series and a value");
            value.parse::<f64>().unwrap_or_else(|_| panic!("{line}"));
            let name = series.split('{').next().unwrap_or_default();
            let family = ["_bucket", "_sum", "_count"]
                .iter()
                .find_map(|end| name.strip_suffix(end).filter(|name| kinds.contains_key(name)));
            let kind = kinds.get(family.unwrap_or(name));
            let kind = kind.unwrap_or_else(|| panic!("{name} has no kind"));
            assert_eq!(*kind == "counter", name.ends_with("_total"), "{line}");
            assert!(name.starts_with("passerelle_") || name.starts_with("process_"), "{line}");
        }
    }
    for name in [
        "passerelle_http_requests_total",
        "passerelle_http_request_duration_seconds",
        "passerelle_http_requests_in_flight",
        "passerelle_http_connections",
        "passerelle_limit_hits_total",
        "passerelle_answer_cache_bytes",
        "passerelle_store_triples",
        "passerelle_store_bytes",
        "passerelle_store_commit",
        "passerelle_store_last_sync_seconds",
        "passerelle_build_info",
        "passerelle_uptime_seconds",
        "process_resident_memory_bytes",
        "process_open_fds",
    ] {
        assert!(kinds.contains_key(name), "{name}: {text}");
    }
    let triples = text.lines().find_map(|line| line.strip_prefix("passerelle_store_triples "));
    assert!(triples.and_then(|value| value.parse::<f64>().ok()).is_some_and(|it| it > 20_000.0));
}

#[test]
fn labels_are_not_what_clients_send() {
    get("/api/v1/members/zz-made-up?limit=made-up");
    get("/made-up/path");
    let method = Request::builder().method("MADEUP").uri("/api/v1/members");
    send(method.body(Body::empty()).expect("a request"));
    let text = get("/metrics").text();
    assert!(!text.contains("made-up") && !text.contains("MADEUP"), "{text}");
    for series in [
        "passerelle_http_requests_total{method=\"GET\",route=\"/api/v1/members/{id}\",status=\"400\"}",
        "passerelle_http_requests_total{method=\"GET\",route=\"none\",status=\"404\"}",
        "passerelle_http_requests_total{method=\"other\",route=\"/api/v1/members\",status=\"405\"}",
    ] {
        assert!(text.contains(series), "{series}: {text}");
    }
}

#[test]
fn the_figures_can_be_kept_to_the_machine() {
    let open = Service::with(&[("trusted_proxies", "127.0.0.1")]);
    let far = "X-Forwarded-For: 192.0.2.1\r\n";
    assert!(open.get_with("/metrics", far).starts_with("HTTP/1.1 200 "));
    let kept = Service::with(&[("trusted_proxies", "127.0.0.1"), ("metrics_open", "false")]);
    assert!(kept.get_with("/metrics", far).starts_with("HTTP/1.1 404 "));
    assert!(kept.get("/metrics").starts_with("HTTP/1.1 200 "));
}

/// The line of the request with this id.
fn line(log: &str, id: &str) -> Value {
    let lines = log.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
    lines.into_iter().find(|line| line["request_id"] == id).unwrap_or_else(|| panic!("{id}: {log}"))
}

#[test]
fn each_request_has_a_line_without_secrets() {
    let settings =
        [("log_json", "true"), ("slow_request_ms", "0"), ("trusted_proxies", "127.0.0.1")];
    let service = Service::with(&settings);
    let headers =
        "X-Request-Id: first-1\r\nAuthorization: Bearer s3cret\r\nX-Forwarded-For: 192.0.2.1\r\n";
    let answer = service.get_with("/api/v1/members/be-actiris?lang=en&limit=s3cret", headers);
    assert!(answer.contains("\r\nx-request-id: first-1\r\n"), "{answer}");
    let body = answer.split_once("\r\n\r\n").map_or(0, |(_, body)| body.len());
    let bad_id = "X-Request-Id: a b\"c\r\n";
    assert!(!service.get_with("/livez", bad_id).contains("a b"), "made up ids are replaced");
    let log = service.log();
    assert!(!log.contains("s3cret") && !log.contains("a b"), "{log}");
    let line = line(&log, "first-1");
    assert_eq!(line["method"], "GET");
    assert_eq!(line["route"], "/api/v1/members/{id}");
    assert_eq!(line["path"], "/api/v1/members/be-actiris");
    assert_eq!(line["status"], "400");
    assert_eq!(line["bytes"], body);
    assert_eq!(line["client"], "192.0.2.1");
    assert_eq!(line["cut"], false);
    assert!(line["ms"].as_f64().is_some_and(|ms| ms > 0.0), "{line}");
    assert_eq!((&line["level"], &line["message"]), (&"WARN".into(), &"slow request".into()));
}

#[test]
fn answers_have_the_headers_of_an_api() {
    let answer = get_with("/api/v1/members", &[("x-request-id", "mine")]);
    assert_eq!(answer.header("x-content-type-options"), "nosniff");
    assert_eq!(answer.header("referrer-policy"), "no-referrer");
    assert!(answer.header("content-security-policy").starts_with("default-src 'none'"));
    assert_eq!(answer.header("x-request-id"), "mine");
}
