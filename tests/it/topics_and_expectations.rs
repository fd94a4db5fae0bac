//! `/api/v1/topics` and `/api/v1/expectations`

use crate::api::{linked, problem, selected, slugs_at, walk};
use crate::support::{get, get_json};
use axum::http::StatusCode;
use serde_json::Value;

#[test]
fn a_topic_is_told_with_all_that_is_known() {
    insta::assert_json_snapshot!("topic", get_json("/api/v1/topics/2022-q8-16?lang=en"));
}

#[test]
fn topics_and_expectations_are_numbered_without_a_gap() {
    for (path, count) in [("/api/v1/topics", 26), ("/api/v1/expectations", 30)] {
        let items = walk(path);
        assert_eq!(items.len(), count);
        for (place, item) in items.iter().enumerate() {
            assert_eq!(item["number"], (place + 1).to_string(), "{item}");
            assert!(item["label"]["fr"].is_string() && item["label"]["es"].is_string(), "{item}");
            assert!(
                item["addresses"].as_array().is_some_and(|themes| !themes.is_empty()),
                "{item}"
            );
            assert!(item["statement"]["id"].is_string() && item["sourceLine"].is_u64(), "{item}");
        }
    }
}

#[test]
fn nobody_is_named_whom_the_text_does_not_show() {
    assert_eq!(named("/api/v1/topics"), [("2022-q8-16", "es-sepe")].map(owned));
    let expected =
        [("2022-q9-09", "es-sepe"), ("2022-q9-13", "au-pes"), ("2022-q9-29", "tn-aneti")];
    assert_eq!(named("/api/v1/expectations"), expected.map(owned));
}

fn owned((one, other): (&str, &str)) -> (String, String) {
    (one.to_owned(), other.to_owned())
}

/// What is raised by a member, with the member.
fn named(path: &str) -> Vec<(String, String)> {
    let by = |item: &Value| {
        let slug = item["slug"].as_str().unwrap_or_default().to_owned();
        linked(item, "raisedBy").into_iter().map(move |member| (slug.clone(), member))
    };
    walk(path).iter().flat_map(by).collect()
}

#[test]
fn filters_agree_with_the_graph() {
    let cases = [
        (
            "topics?member=es-sepe",
            "pes:Topic ; pes:raisedBy <https://w3id.org/passerelle/id/member/es-sepe>",
        ),
        (
            "topics?theme=ai-in-services",
            "pes:Topic ; pes:addresses/skos:broader* pest:ai-in-services",
        ),
        (
            "topics?target_group=young-people",
            "pes:Topic ; pes:targetGroup/skos:broader* <https://w3id.org/passerelle/id/target-group/young-people>",
        ),
        (
            "topics?survey=2022",
            "pes:Topic ; pes:survey <https://w3id.org/passerelle/id/survey/2022>",
        ),
        (
            "expectations?kind=funding",
            "pes:Expectation ; pes:expectationKind <https://w3id.org/passerelle/id/expectation-kind/funding>",
        ),
        (
            "expectations?member=au-pes",
            "pes:Expectation ; pes:raisedBy <https://w3id.org/passerelle/id/member/au-pes>",
        ),
        (
            "expectations?theme=peer-learning",
            "pes:Expectation ; pes:addresses/skos:broader* pest:peer-learning",
        ),
        (
            "expectations?survey=2022",
            "pes:Expectation ; pes:survey <https://w3id.org/passerelle/id/survey/2022>",
        ),
    ];
    for (filter, pattern) in cases {
        let expected = selected(&format!("SELECT DISTINCT ?id {{ ?id a {pattern} }}"));
        assert!(!expected.is_empty(), "{filter}");
        assert_eq!(slugs_at(&format!("/api/v1/{filter}")), expected, "{filter}");
    }
}

#[test]
fn every_expectation_has_a_kind() {
    for expectation in walk("/api/v1/expectations") {
        assert!(!linked(&expectation, "expectationKind").is_empty(), "{expectation}");
    }
}

#[test]
fn what_is_not_there_is_not_found() {
    problem(&get("/api/v1/topics/2022-q8-27"), StatusCode::NOT_FOUND);
    problem(&get("/api/v1/expectations/2022-q9-31"), StatusCode::NOT_FOUND);
}
