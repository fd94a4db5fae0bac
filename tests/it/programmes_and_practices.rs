//! `/api/v1/programmes` and `/api/v1/practices`

use crate::api::{linked, problem, selected, slugs_at, walk};
use crate::support::{get, get_json};
use axum::http::StatusCode;

#[test]
fn a_programme_is_told_with_all_that_is_known() {
    insta::assert_json_snapshot!("programme", get_json("/api/v1/programmes/nesm?lang=fr"));
}

#[test]
fn filters_of_programmes_agree_with_the_graph() {
    let cases = [
        ("country=au", "?id pes:country <https://w3id.org/passerelle/id/country/au>"),
        (
            "region=europe",
            "?id pes:region|(pes:country/pes:inRegion) <https://w3id.org/passerelle/id/region/europe>",
        ),
        ("type=strategy", "?id dct:type <https://w3id.org/passerelle/id/programme-type/strategy>"),
        ("theme=pes-reform", "?id pes:addresses/skos:broader* pest:pes-reform"),
        (
            "target_group=young-people",
            "?id pes:targetGroup/skos:broader* <https://w3id.org/passerelle/id/target-group/young-people>",
        ),
        (
            "country=es&type=law",
            "?id pes:country <https://w3id.org/passerelle/id/country/es> ; dct:type <https://w3id.org/passerelle/id/programme-type/law>",
        ),
    ];
    for (filter, pattern) in cases {
        let query = format!("SELECT DISTINCT ?id {{ ?id a pes:Programme . {pattern} }}");
        assert_eq!(slugs_at(&format!("/api/v1/programmes?{filter}")), selected(&query), "{filter}");
    }
}

#[test]
fn what_replaced_what_reads_both_ways_where_both_are_stated() {
    let nesm = get_json("/api/v1/programmes/nesm");
    assert_eq!(linked(&nesm, "replaces"), ["jobactive".to_owned()].into());
    let decree = get_json("/api/v1/programmes/es-rd-633-2025");
    assert_eq!(linked(&decree, "replaces"), ["es-rd-1069-2021".to_owned()].into());
    let replaced = get_json("/api/v1/programmes/es-rd-1069-2021");
    assert_eq!(linked(&replaced, "isReplacedBy"), ["es-rd-633-2025".to_owned()].into());
}

#[test]
fn a_budget_keeps_the_amount_and_the_currency_as_stated() {
    let nesm = get_json("/api/v1/programmes/nesm");
    assert_eq!(nesm["budget"][0]["amount"], "5900000000");
    assert_eq!(nesm["budget"][0]["currency"], "dollars");
}

#[test]
fn a_neighbouring_programme_is_shown_by_name_and_a_page_by_its_address() {
    let nest = get_json("/api/v1/programmes/nest");
    let see_also = nest["seeAlso"].as_array().expect("a list");
    assert!(see_also.iter().any(|one| one["slug"] == "nesm"), "{nest}");
    assert!(see_also.iter().any(serde_json::Value::is_string), "{nest}");
}

#[test]
fn every_programme_has_a_type_and_a_name_in_three_languages() {
    for programme in walk("/api/v1/programmes") {
        assert!(programme["programmeType"]["label"]["en"].is_string(), "{programme}");
        for language in ["fr", "en", "es"] {
            assert!(programme["label"][language].is_string(), "{programme}");
        }
    }
}

#[test]
fn filters_of_practices_agree_with_the_graph() {
    let cases = [
        ("member=tr-iskur", "?id pes:practisedBy <https://w3id.org/passerelle/id/member/tr-iskur>"),
        (
            "country=au",
            "?id pes:practisedBy/pes:country <https://w3id.org/passerelle/id/country/au>",
        ),
        (
            "region=europe",
            "?id pes:practisedBy/pes:country/pes:inRegion <https://w3id.org/passerelle/id/region/europe>",
        ),
        ("theme=user-experience", "?id pes:addresses/skos:broader* pest:user-experience"),
        (
            "target_group=job-seekers",
            "?id pes:targetGroup/skos:broader* <https://w3id.org/passerelle/id/target-group/job-seekers>",
        ),
        (
            "programme=be-nwow",
            "?id pes:partOfProgramme <https://w3id.org/passerelle/id/programme/be-nwow>",
        ),
        ("stage=collected", "?id pes:stage pes:collected"),
    ];
    for (filter, pattern) in cases {
        let query = format!("SELECT DISTINCT ?id {{ ?id a pes:Practice . {pattern} }}");
        let expected = selected(&query);
        assert!(!expected.is_empty(), "{filter}");
        assert_eq!(slugs_at(&format!("/api/v1/practices?{filter}")), expected, "{filter}");
    }
}

#[test]
fn a_practice_tells_its_stage_its_evidence_and_its_place() {
    for practice in walk("/api/v1/practices") {
        assert!(practice["practisedBy"].as_array().is_some_and(|by| !by.is_empty()), "{practice}");
        assert_eq!(practice["stage"], "collected", "nothing in the report was evaluated");
        assert!(practice["evidenceGrade"].is_string(), "{practice}");
        assert!(practice["sourceLine"].is_u64() && practice["locator"]["fr"].is_string());
    }
}

#[test]
fn what_is_not_there_is_not_found() {
    problem(&get("/api/v1/programmes/nothing"), StatusCode::NOT_FOUND);
    problem(&get("/api/v1/practices/nothing"), StatusCode::NOT_FOUND);
}
