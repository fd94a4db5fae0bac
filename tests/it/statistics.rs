//! `/api/v1/statistics`: counts are checked against the graph, and never come
//! without the size of their sample.

use crate::api::{bad_parameter, rows};
use crate::support::{get, get_json};
use serde_json::Value;
use std::collections::BTreeMap;

const RECURRENCE: &str = "/api/v1/statistics/recurrence";
const THEME_BY_REGION: &str = "/api/v1/statistics/theme-by-region";

type Counts = BTreeMap<(String, String), (u64, u64)>;

/// Two counts by two names, out of a SELECT with four columns.
fn counted(query: &str) -> Counts {
    let last = |iri: &str| iri.rsplit('/').next().unwrap_or_default().to_owned();
    let number = |cell: &str| cell.parse().expect("a whole number");
    rows(query)
        .iter()
        .map(|row| ((last(&row[0]), last(&row[1])), (number(&row[2]), number(&row[3]))))
        .collect()
}

/// The same out of an answer.
fn told(answer: &Value, one: &str, other: &str) -> Counts {
    let slug = |row: &Value, key: &str| row[key]["slug"].as_str().unwrap_or_default().to_owned();
    let rows = answer["data"].as_array().expect("rows");
    assert_eq!(answer["total"], rows.len());
    rows.iter()
        .map(|row| {
            let counts = (row["statements"].as_u64(), row["members"].as_u64());
            let counts = (counts.0.expect("a count"), counts.1.expect("a count"));
            ((slug(row, one), slug(row, other)), counts)
        })
        .collect()
}

#[test]
fn recurrence_counts_what_the_graph_says() {
    let expected = counted(
        "SELECT ?question ?theme (COUNT(DISTINCT ?s) AS ?n) (COUNT(DISTINCT ?m) AS ?k) {
           ?s a pes:Statement ; pes:question ?question ; pes:about/skos:broader* ?theme .
           ?theme a pes:Theme . OPTIONAL { ?s pes:member ?m } } GROUP BY ?question ?theme",
    );
    assert!(expected.len() > 100);
    assert_eq!(told(&get_json(RECURRENCE), "question", "theme"), expected);
}

#[test]
fn theme_by_region_counts_what_the_graph_says() {
    let expected = counted(
        "SELECT ?theme ?region (COUNT(DISTINCT ?s) AS ?n) (COUNT(DISTINCT ?m) AS ?k) {
           ?s a pes:Statement ; pes:member ?m ; pes:about/skos:broader* ?theme .
           ?theme a pes:Theme . ?m pes:country/pes:inRegion ?region } GROUP BY ?theme ?region",
    );
    assert_eq!(told(&get_json(THEME_BY_REGION), "theme", "region"), expected);
}

#[test]
fn filters_narrow_the_counts() {
    let expected = counted(
        "SELECT ?question ?theme (COUNT(DISTINCT ?s) AS ?n) (COUNT(DISTINCT ?m) AS ?k) {
           ?s a pes:Statement ; pes:question ?question ; pes:kind pes:challenge ; pes:member ?m .
           ?s pes:about/skos:broader* ?theme . ?theme a pes:Theme .
           ?m pes:country/pes:inRegion <https://w3id.org/passerelle/id/region/africa> }
         GROUP BY ?question ?theme",
    );
    let answer = get_json(&format!("{RECURRENCE}?kind=challenge&region=africa"));
    assert_eq!(told(&answer, "question", "theme"), expected);
    let whole = told(&get_json(THEME_BY_REGION), "theme", "region");
    for (cell, counts) in
        told(&get_json(&format!("{THEME_BY_REGION}?question=2022-q6")), "theme", "region")
    {
        assert!(counts.0 <= whole[&cell].0 && counts.1 <= whole[&cell].1, "{cell:?}");
    }
}

#[test]
fn levels_divide_the_rows() {
    let count = |query: &str| get_json(&format!("{RECURRENCE}{query}"))["total"].as_u64();
    let by_level: Vec<u64> =
        (1..=3).filter_map(|level| count(&format!("?level={level}"))).collect();
    assert!(by_level.is_sorted(), "{by_level:?}");
    assert_eq!(Some(by_level.iter().sum()), count(""));
    for row in get_json(&format!("{RECURRENCE}?level=1"))["data"].as_array().into_iter().flatten() {
        assert_eq!(row["level"], 1);
    }
}

#[test]
fn the_most_frequent_theme_of_a_question_comes_first() {
    let answer = get_json(&format!("{RECURRENCE}?question=2022-q6&level=3"));
    let counts: Vec<u64> = answer["data"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|row| row["statements"].as_u64())
        .collect();
    assert!(counts.iter().rev().is_sorted(), "{counts:?}");
}

#[test]
fn no_count_comes_without_its_sample() {
    assert_eq!(get_json(RECURRENCE)["respondents"], 36);
    let answer = get_json(THEME_BY_REGION);
    let mut samples = BTreeMap::new();
    for cell in answer["data"].as_array().expect("cells") {
        let count = |key: &str| cell[key].as_u64().expect("a count");
        assert!(count("members") >= 1, "a pair without a mention is unknown and not shown");
        assert!(count("members") <= count("mentioned"), "{cell}");
        assert!(count("mentioned") <= count("respondents"), "{cell}");
        samples.insert(cell["region"]["slug"].to_string(), count("respondents"));
    }
    assert_eq!(samples.values().sum::<u64>(), 36, "{samples:?}");
}

#[test]
fn the_caveat_is_told_in_three_languages() {
    for path in [RECURRENCE, THEME_BY_REGION] {
        let answer = get_json(path);
        for language in ["fr", "en", "es"] {
            assert!(answer["caveat"][language].as_str().is_some_and(|text| text.len() > 100));
        }
    }
}

#[test]
fn bad_values_are_refused() {
    for level in ["0", "4", "x", "-1"] {
        bad_parameter(&get(&format!("{RECURRENCE}?level={level}")), "level");
    }
    bad_parameter(&get(&format!("{RECURRENCE}?question=2022-q99")), "question");
    bad_parameter(&get(&format!("{THEME_BY_REGION}?region=africa")), "region");
}
