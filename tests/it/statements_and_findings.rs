//! `/api/v1/statements`, `/api/v1/findings` and `/api/v1/facts`

use crate::api::{bad_parameter, problem, selected, slugs_at, walk};
use crate::support::{get, get_json};
use axum::http::StatusCode;

#[test]
fn a_statement_is_told_with_all_that_is_known() {
    insta::assert_json_snapshot!("statement", get_json("/api/v1/statements/2022-q5-l337-au"));
}

#[test]
fn a_finding_is_a_figure_with_its_unit_and_its_place() {
    let finding = get_json("/api/v1/findings/2022-q5-l296-human-resources?lang=en");
    assert_eq!(finding["type"], "Finding");
    assert_eq!((finding["value"].as_str(), finding["base"].as_str()), (Some("35"), Some("89")));
    assert_eq!(finding["sourceLine"], 296);
}

#[test]
fn a_fact_tells_when_where_and_how_surely() {
    let fact = get_json("/api/v1/facts/nest-trial-start");
    assert_eq!(fact["type"], "Fact");
    assert_eq!(fact["startDate"], "2019-07-01");
    assert_eq!(fact["confidence"], "high");
    assert!(fact["source"].as_array().is_some_and(|sources| sources.len() == 2), "{fact}");
}

#[test]
fn every_statement_says_who_what_where_and_how_surely() {
    let kinds = [
        "achievement",
        "priority",
        "challenge",
        "lever",
        "practiceMention",
        "topicSought",
        "topicOffered",
        "expectation",
        "targetGroupMention",
    ];
    let statements = walk("/api/v1/statements");
    for statement in &statements {
        assert!(statement["kind"].as_str().is_some_and(|kind| kinds.contains(&kind)));
        assert_eq!(statement["member"].is_object(), statement["scope"].is_null(), "{statement}");
        assert!(
            statement["about"].as_array().is_some_and(|about| !about.is_empty()),
            "{statement}"
        );
        assert!(statement["certainty"].is_string(), "{statement}");
        for language in ["fr", "en", "es"] {
            assert!(statement["description"][language].is_string(), "{statement}");
            assert!(statement["locator"][language].is_string(), "{statement}");
        }
    }
    let lines: Vec<u64> =
        statements.iter().filter_map(|statement| statement["sourceLine"].as_u64()).collect();
    assert!(lines.is_sorted(), "statements stand in the order of their source");
    assert_eq!(lines.len(), statements.len());
}

#[test]
fn filters_of_statements_agree_with_the_graph() {
    let cases = [
        ("member=ke-pes", "pes:member <https://w3id.org/passerelle/id/member/ke-pes>"),
        ("country=ke", "pes:member/pes:country <https://w3id.org/passerelle/id/country/ke>"),
        (
            "region=africa",
            "pes:scope|(pes:member/pes:country/pes:inRegion) <https://w3id.org/passerelle/id/region/africa>",
        ),
        ("kind=challenge", "pes:kind pes:challenge"),
        ("kind=challenge&kind=lever", "pes:kind ?k . FILTER(?k IN (pes:challenge, pes:lever))"),
        ("theme=network-expansion", "pes:about/skos:broader* pest:network-expansion"),
        (
            "target_group=young-people",
            "pes:about/skos:broader* <https://w3id.org/passerelle/id/target-group/young-people>",
        ),
        ("programme=nesm", "pes:about <https://w3id.org/passerelle/id/programme/nesm>"),
        ("question=2022-q5", "pes:question <https://w3id.org/passerelle/id/question/2022-q5>"),
        ("certainty=inferred", "pes:certainty pes:inferred"),
        (
            "region=africa&kind=priority",
            "pes:kind pes:priority ; pes:scope|(pes:member/pes:country/pes:inRegion) <https://w3id.org/passerelle/id/region/africa>",
        ),
    ];
    for (filter, pattern) in cases {
        let query = format!("SELECT DISTINCT ?id {{ ?id a pes:Statement ; {pattern} }}");
        let expected = selected(&query);
        assert!(!expected.is_empty(), "{filter}");
        assert_eq!(slugs_at(&format!("/api/v1/statements?{filter}")), expected, "{filter}");
    }
}

#[test]
fn filters_of_facts_and_findings_agree_with_the_graph() {
    for (path, class) in
        [("findings", "pes:Finding"), ("facts", "pes:Fact FILTER NOT EXISTS { ?id a pes:Finding }")]
    {
        let cases = [
            ("about=nesm", "pes:about <https://w3id.org/passerelle/id/programme/nesm>"),
            ("country=au", "pes:country <https://w3id.org/passerelle/id/country/au>"),
            ("survey=2022", "pes:survey <https://w3id.org/passerelle/id/survey/2022>"),
            ("confidence=high", "pes:confidence pes:high"),
        ];
        for (filter, pattern) in cases {
            let query = format!("SELECT DISTINCT ?id {{ ?id {pattern} . ?id a {class} }}");
            let expected = selected(&query);
            assert!(!expected.is_empty(), "{path}?{filter}");
            assert_eq!(slugs_at(&format!("/api/v1/{path}?{filter}")), expected, "{path}?{filter}");
        }
    }
}

#[test]
fn facts_with_a_figure_are_findings_and_listed_once() {
    for fact in walk("/api/v1/facts") {
        assert_eq!(fact["type"], "Fact");
    }
    for finding in walk("/api/v1/findings") {
        assert_eq!(finding["type"], "Finding");
    }
}

#[test]
fn every_claim_of_a_public_source_has_a_date_a_source_and_a_confidence() {
    for fact in walk("/api/v1/facts") {
        if fact["survey"].is_null() {
            assert!(fact["confidence"].is_string(), "{fact}");
            assert!(fact["source"].as_array().is_some_and(|sources| !sources.is_empty()), "{fact}");
        } else {
            assert!(fact["certainty"].is_string() && fact["sourceLine"].is_u64(), "{fact}");
        }
    }
}

#[test]
fn misspelt_terms_are_refused_and_the_right_ones_named() {
    let document = bad_parameter(&get("/api/v1/statements?kind=chalenge"), "kind");
    assert!(document["detail"].as_str().is_some_and(|detail| detail.contains("challenge")));
    bad_parameter(&get("/api/v1/statements?certainty=sure"), "certainty");
    bad_parameter(&get("/api/v1/facts?confidence=absolute"), "confidence");
}

#[test]
fn what_is_not_there_is_not_found() {
    for path in ["statements", "findings", "facts"] {
        problem(&get(&format!("/api/v1/{path}/nothing")), StatusCode::NOT_FOUND);
    }
}
