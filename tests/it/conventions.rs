//! What holds for every list: pages, order, parameters, problems, methods.
//! How an answer is written is in `representations`.

use crate::api::{LISTS, List, TABLES, THINGS, bad_parameter, problem, walk};
use crate::support::{get, get_json, get_with, send};
use axum::body::Body;
use axum::http::{Request, StatusCode};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// Every address of the REST API that the seed has an answer for.
fn everything() -> impl Iterator<Item = &'static str> {
    let lists = LISTS.iter().map(|list| list.path);
    lists.chain(THINGS).chain(TABLES).chain(["/api/v1/members/ke-pes/matches"])
}

fn ids(items: &[Value]) -> Vec<String> {
    items.iter().map(|item| item["id"].as_str().expect("an id").to_owned()).collect()
}

/// The ids of a list, page by page.
fn pages(path: &str, query: &str) -> Vec<Vec<String>> {
    let mut next = Some(format!("{path}?{query}"));
    let mut pages = Vec::new();
    while let Some(address) = next {
        let page = get_json(&address);
        pages.push(ids(page["data"].as_array().expect("a list")));
        next = page["next"].as_str().map(str::to_owned);
    }
    pages
}

#[test]
fn a_list_has_its_context_its_things_and_its_total() {
    for List { path, total } in &LISTS {
        let page = get_json(path);
        assert_eq!(page["@context"], "/context.jsonld", "{path}");
        assert_eq!(page["total"], *total, "{path}");
        let shown = page["data"].as_array().map_or(0, Vec::len);
        assert_eq!(shown, (*total).min(20), "{path} shows 20 unless told");
        assert_eq!(page["next"].is_null(), *total <= 20, "{path}");
        let keys: Vec<&String> = page.as_object().expect("an object").keys().collect();
        assert_eq!(keys, ["@context", "data", "next", "total"], "{path}");
    }
}

#[test]
fn every_thing_has_an_identifier_a_slug_and_a_type() {
    for List { path, .. } in &LISTS {
        for thing in walk(path) {
            let id = thing["id"].as_str().unwrap_or_default();
            assert!(id.starts_with("https://w3id.org/passerelle/id/"), "{thing}");
            assert_eq!(id.rsplit('/').next(), thing["slug"].as_str(), "{thing}");
            assert!(thing["type"].is_string(), "{thing}");
            let keys = thing.as_object().expect("an object");
            assert!(keys.values().all(|value| !value.is_null()), "{thing}");
            assert!(keys.keys().all(|key| key.starts_with(|c: char| c.is_ascii_lowercase())));
        }
    }
}

#[test]
fn walking_by_the_cursor_shows_each_thing_once() {
    for List { path, total } in &LISTS {
        let limit = (total / 3).clamp(1, 100);
        let pages = pages(path, &format!("limit={limit}"));
        let walked: Vec<&String> = pages.iter().flatten().collect();
        assert_eq!(walked.len(), *total, "{path}");
        assert_eq!(walked.iter().collect::<BTreeSet<_>>().len(), *total, "{path}");
        assert_eq!(pages.len(), total.div_ceil(limit), "{path}");
        let (_, full) = pages.split_last().expect("a page");
        assert!(full.iter().all(|page| page.len() == limit), "{path}");
    }
}

#[test]
fn the_cursor_keeps_filters_order_and_limit() {
    let path = "/api/v1/statements";
    let page = get_json(&format!("{path}?kind=challenge&limit=2&sort=-id&lang=en"));
    let next = page["next"].as_str().expect("a second page");
    for part in ["kind=challenge", "limit=2", "sort=-id", "lang=en", "cursor="] {
        assert!(next.contains(part), "{next}");
    }
    let second = get_json(next);
    assert_eq!(second["data"].as_array().map(Vec::len), Some(2));
    assert!(second["data"].as_array().into_iter().flatten().all(|one| one["kind"] == "challenge"));
    assert_eq!(second["total"], page["total"]);
}

#[test]
fn the_next_page_is_a_link_too() {
    for List { path, total } in LISTS.iter().filter(|list| list.total > 1) {
        let answer = get(&format!("{path}?limit=1"));
        let next = answer.json()["next"].as_str().map(str::to_owned).unwrap_or_default();
        assert_eq!(answer.header("link"), format!("<{next}>; rel=\"next\""), "{path}");
        let csv = get(&format!("{path}?limit=1&format=csv"));
        assert!(csv.header("link").ends_with("rel=\"next\""), "{path} as a table");
        let last = get(&format!("{path}?limit=100"));
        assert_eq!(last.header("link").is_empty(), *total <= 100, "{path}");
    }
}

#[test]
fn limits_are_from_1_to_100() {
    for List { path, total } in &LISTS {
        for limit in [1, 100] {
            let page = get_json(&format!("{path}?limit={limit}"));
            assert_eq!(page["data"].as_array().map(Vec::len), Some((*total).min(limit)), "{path}");
        }
        for limit in ["0", "101", "abc", "-1", "1.5", "99999999999"] {
            bad_parameter(&get(&format!("{path}?limit={limit}")), "limit");
        }
        let detail = bad_parameter(&get(&format!("{path}?limit=101")), "limit")["detail"].clone();
        assert!(detail.as_str().is_some_and(|text| text.contains("from 1 to 100")), "{detail}");
    }
}

#[test]
fn a_bad_cursor_is_refused() {
    let epoch = get_json("/api/v1/graphs")["epoch"].as_str().expect("an epoch").to_owned();
    let outdated = "0000000000000000-5".to_owned();
    let cursors =
        ["nonsense".to_owned(), "-".to_owned(), String::new(), format!("{epoch}-zz"), outdated];
    for List { path, .. } in &LISTS {
        for cursor in &cursors {
            bad_parameter(&get(&format!("{path}?cursor={cursor}")), "cursor");
        }
        let beyond = get_json(&format!("{path}?cursor={epoch}-ffffffffffffffff"));
        assert_eq!(beyond["data"], serde_json::json!([]), "{path}");
        assert!(beyond["next"].is_null(), "{path}");
    }
}

#[test]
fn a_minus_reverses_the_order() {
    for List { path, .. } in &LISTS {
        let forward = pages(path, "limit=100").concat();
        let mut backward = pages(path, "limit=100&sort=-id").concat();
        backward.reverse();
        assert_eq!(forward, backward, "{path}");
        assert_eq!(forward, pages(path, "limit=100&sort=id").concat(), "{path}");
        if !path.ends_with("statements") {
            assert!(forward.is_sorted(), "{path} goes by identifier");
        }
    }
}

#[test]
fn lists_can_go_by_the_time_of_change() {
    for List { path, total } in &LISTS {
        for sort in ["modified", "-modified"] {
            let sorted: BTreeSet<String> =
                pages(path, &format!("limit=100&sort={sort}")).concat().into_iter().collect();
            assert_eq!(sorted.len(), *total, "{path}?sort={sort}");
        }
        bad_parameter(&get(&format!("{path}?sort=size")), "sort");
    }
}

#[test]
fn an_unknown_parameter_is_refused_and_named() {
    for path in everything() {
        let document = bad_parameter(&get(&format!("{path}?colour=red")), "colour");
        let detail = document["detail"].as_str().unwrap_or_default();
        assert!(detail.contains("lang"), "{path} says what is known: {detail}");
        bad_parameter(&get(&format!("{path}?LIMIT=1")), "LIMIT");
    }
    let document = problem(&get("/api/v1/members?a~b/c=1"), StatusCode::BAD_REQUEST);
    assert_eq!(document["errors"][0]["pointer"], "/query/a~0b~1c", "RFC 6901");
}

/// The filters of every list, by the description of the API; the one that a
/// path gives already is left out.
fn filters() -> BTreeMap<String, Vec<String>> {
    let description = get_json("/openapi.json");
    let mut filters = BTreeMap::new();
    for path in LISTS.iter().map(|list| list.path).chain(TABLES) {
        let template = path
            .replace("/members/ke-pes/", "/members/{id}/")
            .replace("/surveys/2022/", "/surveys/{id}/");
        let parameters = &description["paths"][&template]["get"]["parameters"];
        let names = parameters
            .as_array()
            .into_iter()
            .flatten()
            .filter(|parameter| parameter["schema"]["type"] == "array")
            .filter_map(|parameter| parameter["name"].as_str().map(str::to_owned))
            .filter(|name| !(name == "member" && path.contains("ke-pes")))
            .collect();
        filters.insert(path.to_owned(), names);
    }
    filters
}

#[test]
fn an_unknown_value_of_a_filter_is_refused_and_named() {
    let mut count = 0;
    for (path, names) in filters() {
        for name in names.iter().filter(|name| *name != "language") {
            let answer = get(&format!("{path}?{name}=no-such-thing"));
            let document = bad_parameter(&answer, name);
            let detail = document["detail"].as_str().unwrap_or_default();
            assert!(detail.contains("no-such-thing"), "{path}: {detail}");
            bad_parameter(&get(&format!("{path}?{name}=NO%20SLUG")), name);
            bad_parameter(&get(&format!("{path}?{name}=")), name);
            count += 1;
        }
    }
    assert!(count > 40, "{count} filters");
}

#[test]
fn a_parameter_that_is_no_filter_is_given_once() {
    for List { path, .. } in &LISTS {
        bad_parameter(&get(&format!("{path}?limit=1&limit=2")), "limit");
        bad_parameter(&get(&format!("{path}?lang=fr&lang=en")), "lang");
    }
}

#[test]
fn what_is_not_there_is_a_problem() {
    for path in THINGS {
        let (list, _) = path.rsplit_once('/').expect("a slash");
        let document = problem(&get(&format!("{list}/no-such-thing")), StatusCode::NOT_FOUND);
        let detail = document["detail"].as_str().unwrap_or_default();
        assert!(detail.contains("no-such-thing"), "{detail}");
        problem(&get(&format!("{path}/")), StatusCode::NOT_FOUND);
    }
    for path in ["/nothing", "/api", "/api/v1", "/api/v2/members", "/api/v1/member"] {
        problem(&get(path), StatusCode::NOT_FOUND);
    }
}

#[test]
fn other_methods_are_refused_by_what_is_allowed() {
    for path in everything().chain(["/context.jsonld", "/ontology", "/livez", "/openapi.json"]) {
        for method in ["POST", "PUT", "PATCH", "DELETE"] {
            let request = Request::builder().method(method).uri(path).body(Body::empty());
            let answer = send(request.expect("a well-formed request"));
            problem(&answer, StatusCode::METHOD_NOT_ALLOWED);
            assert_eq!(answer.header("allow"), "GET,HEAD", "{method} {path}");
        }
    }
}

#[test]
fn the_request_id_is_kept_or_given() {
    for path in everything() {
        let own = get_with(path, &[("x-request-id", "asked-by-a-test")]);
        assert_eq!(own.header("x-request-id"), "asked-by-a-test", "{path}");
        assert_eq!(get(path).header("x-request-id").len(), 36, "{path}");
    }
    let refused = get_with("/api/v1/members/zz", &[("x-request-id", "asked-by-a-test")]);
    assert_eq!(refused.json()["requestId"], "asked-by-a-test");
}
