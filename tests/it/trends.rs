//! `/api/v1/statistics/trend`: counts are those of the graph, each beside the
//! size of its wave.

use crate::api::{bad_parameter, rows};
use crate::support::{get, get_json};
use std::collections::BTreeMap;

const TREND: &str = "/api/v1/statistics/trend";

#[test]
fn each_wave_counts_what_the_graph_says() {
    let last = |iri: &str| iri.rsplit('/').next().unwrap_or_default().to_owned();
    let expected: BTreeMap<String, u64> = rows(
        "SELECT ?theme (COUNT(DISTINCT ?m) AS ?n) {
           ?s a pes:Statement ; pes:survey <https://w3id.org/passerelle/id/survey/2022> ; pes:about/skos:broader* ?theme .
           ?theme a pes:Theme . OPTIONAL { ?s pes:member ?m } } GROUP BY ?theme",
    )
    .iter()
    .map(|row| (last(&row[0]), row[1].parse().expect("a number")))
    .collect();
    let trend = get_json(TREND);
    let points = trend["data"].as_array().expect("points");
    let found: BTreeMap<String, u64> = points
        .iter()
        .map(|point| {
            assert_eq!(
                (&point["survey"]["slug"], &point["respondents"]),
                (&"2022".into(), &36.into())
            );
            let slug = point["theme"]["slug"].as_str().expect("a theme").to_owned();
            (slug, point["members"].as_u64().expect("a count"))
        })
        .collect();
    assert_eq!(found, expected);
    assert!(trend["caveat"]["en"].is_string());
}

#[test]
fn filters_narrow_and_unknown_values_are_named() {
    let all = get_json(&format!("{TREND}?theme=telework"));
    assert!(all["data"].as_array().is_some_and(|points| !points.is_empty()));
    let few = get_json(&format!("{TREND}?theme=telework&region=africa"));
    assert!(few["total"].as_u64() <= all["total"].as_u64());
    bad_parameter(&get(&format!("{TREND}?theme=nothing")), "theme");
}
