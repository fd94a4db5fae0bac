//! `/api/v1/members`

use crate::api::{
    bad_parameter, linked, problem, rows, selected, slugs, slugs_at, table, values, walk,
};
use crate::support::{get, get_json, get_with};
use axum::http::StatusCode;

/// Of whom the report says nothing.
const SILENT: [&str; 5] = ["fr-pes", "lv-pes", "td-pes", "us-pes", "zw-pes"];

#[test]
fn a_member_is_told_with_all_that_is_known() {
    insta::assert_json_snapshot!("member", get_json("/api/v1/members/be-actiris?lang=en"));
}

#[test]
fn every_responding_service_is_a_member() {
    let members = walk("/api/v1/members");
    assert_eq!(members.len(), 36);
    for member in &members {
        assert_eq!(member["type"], "Member");
        for language in ["fr", "en", "es"] {
            assert!(member["label"][language].is_string(), "{member}");
        }
        assert!(member["country"]["inRegion"]["slug"].is_string(), "{member}");
        assert_eq!(linked(member, "respondedTo"), ["2022".to_owned()].into());
    }
    assert_eq!(slugs_at("/api/v1/members?survey=2022").len(), 36);
    assert!(walk("/api/v1/members?survey=2020-03").is_empty());
}

#[test]
fn a_member_without_a_name_of_its_own_says_so() {
    for member in walk("/api/v1/members") {
        match member["nameStatus"].as_str() {
            Some("named") => assert!(member["source"].is_array(), "{member}"),
            Some("labelledByCountry") => {
                assert!(member["note"]["en"].is_string(), "{member}");
                let label = member["label"]["en"].as_str().unwrap_or_default();
                assert!(label.starts_with("PES of "), "{label}");
            }
            other => panic!("{other:?} in {member}"),
        }
    }
}

#[test]
fn filters_agree_with_the_graph() {
    let cases = [
        ("country=ke", "?id pes:country <https://w3id.org/passerelle/id/country/ke>"),
        (
            "country=ke&country=ml",
            "?id pes:country ?c VALUES ?c { <https://w3id.org/passerelle/id/country/ke> <https://w3id.org/passerelle/id/country/ml> }",
        ),
        (
            "region=africa",
            "?id pes:country/pes:inRegion <https://w3id.org/passerelle/id/region/africa>",
        ),
        (
            "region=africa&language=fr",
            "?id pes:workingLanguage 'fr' ; pes:country/pes:inRegion <https://w3id.org/passerelle/id/region/africa>",
        ),
        ("theme=telework", "?s pes:member ?id ; pes:about/skos:broader* pest:telework"),
        ("theme=service-offer", "?s pes:member ?id ; pes:about/skos:broader* pest:service-offer"),
    ];
    for (filter, pattern) in cases {
        let expected = selected(&format!("SELECT DISTINCT ?id {{ ?id a pes:Member . {pattern} }}"));
        assert!(!expected.is_empty(), "{filter}");
        assert_eq!(slugs_at(&format!("/api/v1/members?{filter}")), expected, "{filter}");
    }
}

#[test]
fn a_language_that_nobody_works_in_gives_an_empty_list() {
    let page = get_json("/api/v1/members?language=tlh");
    assert_eq!(
        (&page["total"], &page["data"], &page["next"]),
        (&0.into(), &serde_json::json!([]), &serde_json::Value::Null)
    );
    bad_parameter(&get("/api/v1/members?language=not%20a%20tag"), "language");
}

#[test]
fn shortcuts_are_what_the_statements_say() {
    let shortcuts = [
        ("hasChallenge", "pes:challenge"),
        ("hasPriority", "pes:priority"),
        ("hasAchievement", "pes:achievement"),
    ];
    for member in walk("/api/v1/members") {
        let id = member["id"].as_str().unwrap_or_default();
        for (key, kind) in shortcuts {
            let expected = selected(&format!(
                "SELECT DISTINCT ?theme {{ ?s pes:member <{id}> ; pes:kind {kind} ; pes:about ?theme . ?theme a pes:Theme }}"
            ));
            assert_eq!(linked(&member, key), expected, "{id} {key}");
        }
    }
}

#[test]
fn an_unknown_member_is_not_found() {
    for path in ["/api/v1/members/zz-nobody", "/api/v1/members/zz-nobody/statements"] {
        let document = problem(&get(path), StatusCode::NOT_FOUND);
        assert_eq!(document["detail"], "there is no member 'zz-nobody'");
    }
    for path in ["/api/v1/members/BE-ACTIRIS", "/api/v1/members/a%20b", "/api/v1/members/%3Cx%3E"] {
        problem(&get(path), StatusCode::NOT_FOUND);
    }
    problem(&get("/api/v1/members/%FF"), StatusCode::BAD_REQUEST);
}

#[test]
fn one_member_is_no_table() {
    bad_parameter(&get("/api/v1/members/ke-pes?format=csv"), "format");
    let answer = get_with("/api/v1/members/ke-pes", &[("accept", "text/csv")]);
    problem(&answer, StatusCode::NOT_ACCEPTABLE);
}

#[test]
fn members_make_a_table() {
    let rows = table(&get("/api/v1/members?format=csv&limit=100").body);
    assert_eq!(rows.len(), 36);
    assert!(rows.iter().any(|row| row.contains(&"be-actiris".to_owned())));
}

#[test]
fn statements_of_a_member_are_its_own() {
    for member in ["ke-pes", "au-pes", "be-actiris"] {
        let statements = walk(&format!("/api/v1/members/{member}/statements"));
        assert!(!statements.is_empty());
        assert!(statements.iter().all(|statement| statement["member"]["slug"] == member));
        let of_all = walk(&format!("/api/v1/statements?member={member}"));
        assert_eq!(slugs(&statements), slugs(&of_all));
    }
    let challenges = walk("/api/v1/members/ke-pes/statements?kind=challenge");
    assert!(!challenges.is_empty());
    assert!(values(&challenges, "kind").iter().all(|kind| kind == "challenge"));
}

#[test]
fn five_members_have_no_statement_and_the_service_says_so() {
    let silent = selected(
        "SELECT ?id { ?id a pes:Member FILTER NOT EXISTS { ?s a pes:Statement ; pes:member ?id } }",
    );
    assert_eq!(silent, SILENT.map(str::to_owned).into());
    for member in SILENT {
        let page = get_json(&format!("/api/v1/members/{member}/statements"));
        assert_eq!(page["total"], 0);
        assert_eq!(page["data"], serde_json::json!([]));
    }
}

#[test]
fn no_member_has_more_than_its_statements_say() {
    let without_evidence = rows(
        "SELECT ?id ?p { ?id a pes:Member ; ?p ?theme .
           VALUES ?p { pes:hasChallenge pes:hasPriority pes:hasAchievement pes:seeks pes:offers }
           FILTER NOT EXISTS { ?s a pes:Statement ; pes:member ?id ; pes:about ?theme } }",
    );
    assert!(without_evidence.is_empty(), "{without_evidence:?}");
}
