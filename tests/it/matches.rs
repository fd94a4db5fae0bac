//! `/api/v1/members/{id}/matches`

use crate::api::{bad_parameter, linked, problem, rows, selected, slugs_at, table};
use crate::support::{get, get_json, get_with, sparql};
use axum::http::StatusCode;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

/// Of whom too little is known to name peers.
const SILENT: [&str; 5] = ["fr-pes", "lv-pes", "td-pes", "us-pes", "zw-pes"];

/// The whole list of every member, asked once.
static REPORTS: LazyLock<Vec<Value>> = LazyLock::new(|| {
    slugs_at("/api/v1/members").iter().map(|member| matches(member, "limit=100")).collect()
});

fn matches(member: &str, query: &str) -> Value {
    get_json(&format!("/api/v1/members/{member}/matches?{query}"))
}

fn peers(report: &Value) -> &[Value] {
    report["data"].as_array().map(Vec::as_slice).expect("a list of peers")
}

fn number(value: &Value) -> f64 {
    value.as_f64().expect("a number")
}

/// The slugs of the peers, best first.
fn order(report: &Value) -> Vec<String> {
    let slug = |peer: &Value| peer["member"]["slug"].as_str().unwrap_or_default().to_owned();
    peers(report).iter().map(slug).collect()
}

#[test]
fn contributions_add_up_to_the_score_for_every_member() {
    assert_eq!(REPORTS.len(), 36);
    let mut pairs = 0;
    for peer in REPORTS.iter().flat_map(peers) {
        let shared = peer["shared"].as_array().expect("what is shared");
        let sum: f64 = shared.iter().map(|one| number(&one["contribution"])).sum();
        assert!((sum - number(&peer["score"])).abs() <= 1e-9, "{peer}");
        assert!(shared.iter().all(|one| number(&one["contribution"]) > 0.0), "{peer}");
        assert!((0.0..=1.0).contains(&number(&peer["score"])), "{peer}");
        pairs += 1;
    }
    assert!(pairs > 200, "{pairs} pairs are not the seed");
}

#[test]
fn the_order_goes_by_the_ranking_score_and_ties_share_a_rank() {
    for report in REPORTS.iter() {
        let scores: Vec<f64> = peers(report).iter().map(|p| number(&p["rankingScore"])).collect();
        assert!(scores.iter().rev().is_sorted(), "{scores:?}");
        for (place, peer) in peers(report).iter().enumerate() {
            let score = scores[place];
            let equals = scores.iter().filter(|other| (**other - score).abs() < 1e-15).count();
            let better = scores.iter().filter(|other| **other > score + 1e-15).count();
            assert_eq!(peer["rank"], better + 1, "{peer}");
            assert_eq!(peer["tied"], equals > 1, "{peer}");
        }
    }
}

#[test]
fn contributions_stand_in_descending_order() {
    for peer in REPORTS.iter().flat_map(peers) {
        let parts: Vec<f64> = peer["shared"]
            .as_array()
            .into_iter()
            .flatten()
            .map(|one| number(&one["contribution"]))
            .collect();
        assert!(!parts.is_empty() && parts.iter().rev().is_sorted(), "{parts:?}");
    }
}

#[test]
fn every_shared_theme_has_statements_of_both() {
    for report in REPORTS.iter() {
        let me = report["member"]["slug"].as_str().unwrap_or_default();
        for peer in peers(report) {
            assert_ne!(peer["member"]["slug"], me, "nobody is its own peer");
            for shared in peer["shared"].as_array().into_iter().flatten() {
                assert!(matches!(shared["facet"].as_str(), Some("need" | "offer")), "{shared}");
                assert!(shared["concept"]["label"]["en"].is_string(), "{shared}");
                for side in ["mine", "theirs"] {
                    let statements = linked(&shared["statements"], side);
                    assert!(!statements.is_empty(), "{side} of {shared}");
                }
            }
        }
    }
}

/// Facet, concept, member and statement of each line of evidence that a peer
/// is shown with.
fn shown(me: &str, peer: &Value) -> BTreeSet<[String; 4]> {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let sides =
        [("mine", "facet", me.to_owned()), ("theirs", "theirFacet", text(&peer["member"]["id"]))];
    let mut shown = BTreeSet::new();
    for shared in peer["shared"].as_array().into_iter().flatten() {
        for (side, facet, member) in &sides {
            let cited = shared["statements"][side].as_array().into_iter().flatten();
            shown.extend(cited.map(|statement| {
                let concept = text(&shared["concept"]["id"]);
                [text(&shared[facet]), concept, member.clone(), text(&statement["id"])]
            }));
        }
    }
    shown
}

/// What the query that comes with a peer lists.
fn listed(peer: &Value) -> BTreeSet<[String; 4]> {
    let query = peer["sparql"].as_str().unwrap_or_default();
    let answer = sparql(query, "text/csv");
    assert_eq!(answer.status, StatusCode::OK, "{query}: {}", answer.text());
    let rows = table(&answer.body).into_iter();
    rows.map(|row| [0, 1, 2, 3].map(|column| row[column].clone())).collect()
}

#[test]
fn the_query_of_each_pair_lists_the_statements_that_are_shown() {
    for report in REPORTS.iter() {
        let me = report["member"]["id"].as_str().unwrap_or_default();
        for peer in peers(report) {
            assert_eq!(listed(peer), shown(me, peer), "{peer}");
        }
    }
}

#[test]
fn what_only_one_mentions_is_not_shared() {
    for peer in REPORTS.iter().flat_map(peers) {
        let concepts = |key: &str| -> BTreeSet<(String, String)> {
            let name = |one: &Value| (one["facet"].to_string(), one["concept"]["id"].to_string());
            peer[key].as_array().into_iter().flatten().map(name).collect()
        };
        let shared = concepts("shared");
        assert!(shared.is_disjoint(&concepts("onlyMine")), "{peer}");
        assert!(shared.is_disjoint(&concepts("onlyTheirs")), "{peer}");
    }
}

#[test]
fn similarity_has_no_direction() {
    let mut scores = std::collections::BTreeMap::new();
    for report in REPORTS.iter() {
        for peer in peers(report) {
            let pair = [report, peer].map(|one| one["member"]["slug"].to_string());
            scores.insert(pair, number(&peer["score"]));
        }
    }
    for ([one, other], score) in &scores {
        let back = scores.get(&[other.clone(), one.clone()]).copied();
        assert!(back.is_some_and(|back| (back - score).abs() <= 1e-12), "{one} {other}");
    }
}

#[test]
fn thin_evidence_is_an_answer_and_not_an_error() {
    for member in SILENT {
        let report = matches(member, "");
        assert_eq!(report["data"], serde_json::json!([]), "{member} is not padded");
        assert_eq!(report["confidence"], "insufficient");
        for language in ["fr", "en", "es"] {
            let note = report["note"][language].as_str().unwrap_or_default();
            assert!(note.len() > 50, "{member} {language}: {note}");
        }
        assert!(report["note"]["en"].as_str().is_some_and(|note| note.contains("insufficient")));
    }
}

#[test]
fn confidence_is_told_for_the_list_and_for_each_peer() {
    for report in REPORTS.iter() {
        let best = report["confidence"].as_str().unwrap_or_default();
        let of_peers: BTreeSet<&str> =
            peers(report).iter().filter_map(|peer| peer["confidence"].as_str()).collect();
        assert!(of_peers.iter().all(|one| ["high", "medium", "low"].contains(one)));
        let expected = ["high", "medium", "low"].into_iter().find(|one| of_peers.contains(one));
        assert_eq!(best, expected.unwrap_or("insufficient"));
        assert!(["fr", "en", "es"].iter().all(|language| report["note"][language].is_string()));
        assert_eq!(report["sufficient"], peers(report).len());
    }
}

#[test]
fn nobody_is_everybody_s_peer() {
    let with_peers: Vec<&Value> =
        REPORTS.iter().filter(|report| !peers(report).is_empty()).collect();
    let first_tens: Vec<BTreeSet<String>> =
        with_peers.iter().map(|report| order(report).into_iter().take(10).collect()).collect();
    for member in slugs_at("/api/v1/members") {
        let in_lists = first_tens.iter().filter(|list| list.contains(&member)).count();
        assert!(in_lists < with_peers.len() - 1, "{member} is in {in_lists} lists of ten");
    }
}

#[test]
fn the_limit_is_kept_and_cuts_the_same_order() {
    let whole = order(&matches("ke-pes", "limit=100"));
    assert_eq!(order(&matches("ke-pes", "")), whole[..whole.len().min(10)]);
    for limit in [1, 3, 11] {
        let report = matches("ke-pes", &format!("limit={limit}"));
        assert_eq!(order(&report), whole[..whole.len().min(limit)], "{limit}");
        assert_eq!(report["sufficient"], whole.len(), "the limit hides nothing");
    }
}

#[test]
fn bad_parameters_are_refused() {
    let path = "/api/v1/members/ke-pes/matches";
    for limit in ["0", "101", "abc", "-1", "1.5"] {
        bad_parameter(&get(&format!("{path}?limit={limit}")), "limit");
    }
    for mode in ["nearest", "helps_me"] {
        bad_parameter(&get(&format!("{path}?mode={mode}")), "mode");
    }
    for name in ["region", "exclude_region", "theme"] {
        bad_parameter(&get(&format!("{path}?{name}=atlantis")), name);
    }
    bad_parameter(&get(&format!("{path}?language=not%20a%20tag")), "language");
    bad_parameter(&get(&format!("{path}?kind=expectation")), "kind");
    bad_parameter(&get(&format!("{path}?certainty=sure")), "certainty");
    for year in ["22", "year", "2101"] {
        bad_parameter(&get(&format!("{path}?survey_year={year}")), "survey_year");
    }
    bad_parameter(&get(&format!("{path}?diversify=perhaps")), "diversify");
    bad_parameter(&get(&format!("{path}?region=europe&exclude_region=europe")), "region");
    bad_parameter(&get(&format!("{path}?region=africa&other_regions=true")), "region");
    bad_parameter(&get(&format!("{path}?cursor=x")), "cursor");
    bad_parameter(&get(&format!("{path}?sort=id")), "sort");
}

#[test]
fn an_unknown_member_has_no_peers_but_a_problem() {
    let document = problem(&get("/api/v1/members/zz-pes/matches"), StatusCode::NOT_FOUND);
    assert_eq!(document["detail"], "there is no member 'zz-pes'");
}

#[test]
fn peers_are_no_table() {
    let path = "/api/v1/members/ke-pes/matches";
    bad_parameter(&get(&format!("{path}?format=csv")), "format");
    problem(&get_with(path, &[("accept", "text/csv")]), StatusCode::NOT_ACCEPTABLE);
}

#[test]
fn filters_choose_peers_and_never_change_a_score() {
    let whole = matches("ke-pes", "limit=100");
    let all = order(&whole);
    let cases = [
        (
            "region=europe",
            "?id pes:country/pes:inRegion <https://w3id.org/passerelle/id/region/europe>",
        ),
        (
            "region=europe&region=africa",
            "?id pes:country/pes:inRegion ?r . FILTER(?r IN (<https://w3id.org/passerelle/id/region/europe>, <https://w3id.org/passerelle/id/region/africa>))",
        ),
        (
            "exclude_region=europe",
            "?id pes:country/pes:inRegion ?r . FILTER(?r != <https://w3id.org/passerelle/id/region/europe>)",
        ),
        ("language=fr", "?id pes:workingLanguage 'fr'"),
        (
            "theme=network-expansion",
            "?s a pes:Statement ; pes:member ?id ; pes:about/skos:broader* pest:network-expansion",
        ),
        (
            "region=europe&theme=network-expansion",
            "?id pes:country/pes:inRegion <https://w3id.org/passerelle/id/region/europe> . ?s a pes:Statement ; pes:member ?id ; pes:about/skos:broader* pest:network-expansion",
        ),
    ];
    for (filter, pattern) in cases {
        let admitted = selected(&format!("SELECT DISTINCT ?id {{ ?id a pes:Member . {pattern} }}"));
        let expected: Vec<&String> = all.iter().filter(|peer| admitted.contains(*peer)).collect();
        let report = matches("ke-pes", &format!("limit=100&{filter}"));
        assert_eq!(order(&report).iter().collect::<Vec<_>>(), expected, "{filter}");
        for peer in peers(&report) {
            let same = peers(&whole).iter().find(|one| one["member"]["id"] == peer["member"]["id"]);
            assert!(same.is_some_and(|one| one["score"] == peer["score"]), "{filter}: {peer}");
        }
    }
    assert!(peers(&matches("ke-pes", "language=tlh")).is_empty());
}

#[test]
fn kenya_learns_about_its_network_from_members_that_expand_theirs() {
    let report = matches("ke-pes", "theme=network-expansion");
    let shares = |peer: &&Value| {
        let shared = peer["shared"].as_array().into_iter().flatten();
        shared.clone().any(|one| one["concept"]["slug"] == "network-expansion")
    };
    let first = peers(&report).iter().find(shares).expect("somebody shares the theme");
    assert_eq!(report["member"]["country"]["label"]["en"], "Kenya");
    assert!(first["member"]["region"]["label"]["en"].is_string(), "{first}");
}

#[test]
fn the_answer_speaks_one_language_if_asked() {
    let answer = get("/api/v1/members/ke-pes/matches?limit=1&lang=es");
    assert_eq!(answer.header("content-language"), "es");
    let report = answer.json();
    assert_eq!(report["noteLang"], "es");
    assert!(report["note"].is_string());
    let concept = &report["data"][0]["shared"][0]["concept"];
    assert!(concept["label"].is_string() && concept["labelLang"] == "es", "{concept}");
}

#[test]
fn statements_without_a_member_are_nobody_s_evidence() {
    let anonymous =
        selected("SELECT ?s { ?s a pes:Statement FILTER NOT EXISTS { ?s pes:member ?m } }");
    assert!(anonymous.len() > 100);
    let cited: BTreeSet<String> = REPORTS
        .iter()
        .flat_map(peers)
        .flat_map(|peer| peer["shared"].as_array().into_iter().flatten())
        .flat_map(|shared| ["mine", "theirs"].map(|side| linked(&shared["statements"], side)))
        .flatten()
        .collect();
    assert!(cited.is_disjoint(&anonymous));
    let known = rows("SELECT ?s { ?s a pes:Statement ; pes:member ?m }").len();
    assert!(cited.len() <= known);
}

/// The lists of every member in every mode that has a direction.
static DIRECTED: LazyLock<Vec<Value>> = LazyLock::new(|| {
    let members = slugs_at("/api/v1/members");
    let lists = ["helps-me", "i-help", "mutual"].into_iter().flat_map(|mode| {
        members.iter().map(move |member| matches(member, &format!("limit=100&mode={mode}")))
    });
    lists.collect()
});

#[test]
fn in_the_modes_with_a_direction_contributions_add_up_and_sides_differ() {
    let mut pairs = 0;
    for report in DIRECTED.iter() {
        for peer in peers(report) {
            let shared = peer["shared"].as_array().expect("what is shared");
            let sum: f64 = shared.iter().map(|one| number(&one["contribution"])).sum();
            assert!((sum - number(&peer["score"])).abs() <= 1e-9, "{peer}");
            assert!(shared.iter().all(|one| one["facet"] != one["theirFacet"]), "{peer}");
            let [helps, helped] = ["helpsMe", "iHelp"].map(|key| number(&peer["directions"][key]));
            let expected = match report["mode"].as_str() {
                Some("helps-me") => helps,
                Some("i-help") => helped,
                _ => 2.0 * helps * helped / (helps + helped),
            };
            assert!((number(&peer["score"]) - expected).abs() <= 1e-12, "{peer}");
            pairs += 1;
        }
    }
    assert!(pairs > 100, "{pairs} pairs are not the seed");
}

#[test]
fn the_query_of_each_directed_pair_lists_the_statements_that_are_shown() {
    for report in DIRECTED.iter() {
        let me = report["member"]["id"].as_str().unwrap_or_default();
        for peer in peers(report) {
            assert_eq!(listed(peer), shown(me, peer), "{peer}");
        }
    }
}

#[test]
fn who_helps_me_is_who_sees_that_it_helps_me() {
    let scores = |mode: &str| -> BTreeMap<[String; 2], String> {
        let of_mode = DIRECTED.iter().filter(|report| report["mode"] == mode);
        let pairs = of_mode.flat_map(|report| peers(report).iter().map(move |peer| (report, peer)));
        pairs
            .map(|(report, peer)| {
                let slug = |one: &Value| one["member"]["slug"].to_string();
                ([slug(report), slug(peer)], peer["score"].to_string())
            })
            .collect()
    };
    let turned = scores("i-help").into_iter().map(|([one, other], score)| ([other, one], score));
    assert_eq!(scores("helps-me"), turned.collect());
}

#[test]
fn any_two_members_are_explained_listed_or_not() {
    let members = slugs_at("/api/v1/members");
    let mut unlisted = 0;
    for report in REPORTS.iter() {
        let me = report["member"]["slug"].as_str().expect("a slug");
        for other in members.iter().filter(|other| *other != me) {
            let pair = get_json(&format!("/api/v1/members/{me}/matches/{other}"));
            let in_list = peers(report).iter().find(|peer| peer["member"]["slug"] == **other);
            assert_eq!(pair["listed"], in_list.is_some(), "{me} {other}");
            assert_eq!(pair["sufficient"], report["sufficient"]);
            for language in ["fr", "en", "es"] {
                assert!(pair["note"][language].as_str().is_some_and(|note| note.len() > 10));
            }
            if let Some(peer) = in_list {
                assert_eq!(&pair["match"], peer);
            } else {
                assert_eq!(pair["match"]["rank"], Value::Null);
                assert_eq!(pair["match"]["confidence"], "insufficient", "{pair}");
                unlisted += 1;
            }
        }
    }
    assert!(unlisted > 100, "{unlisted} pairs outside of lists are not the seed");
    let why = get_json("/api/v1/members/ke-pes/matches/fr-pes?lang=en");
    assert!(why["note"].as_str().is_some_and(|note| note.contains("no usable statement")), "{why}");
}

#[test]
fn a_pair_of_one_or_of_nobody_is_refused() {
    bad_parameter(&get("/api/v1/members/ke-pes/matches/ke-pes"), "peer");
    bad_parameter(&get("/api/v1/members/ke-pes/matches/zz-pes"), "peer");
    problem(&get("/api/v1/members/zz-pes/matches/ke-pes"), StatusCode::NOT_FOUND);
    problem(&get("/api/v1/members/ke-pes/matches/Not%20A%20Slug"), StatusCode::NOT_FOUND);
}

#[test]
fn peers_of_other_regions_only() {
    let report = matches("ke-pes", "limit=100&other_regions=true");
    assert!(!peers(&report).is_empty());
    assert!(peers(&report).iter().all(|peer| peer["member"]["region"]["slug"] != "africa"));
    let excluded = matches("ke-pes", "limit=100&exclude_region=africa");
    assert_eq!(order(&report), order(&excluded));
}

/// Every statement that stands behind a peer.
fn cited_in(peer: &Value) -> impl Iterator<Item = &Value> {
    let shared = peer["shared"].as_array().into_iter().flatten();
    let sides = shared.flat_map(|one| ["mine", "theirs"].map(|side| &one["statements"][side]));
    sides.flat_map(|cited| cited.as_array().into_iter().flatten())
}

#[test]
fn only_the_evidence_that_is_asked_for_counts() {
    for (filter, key, allowed) in [
        ("kind=challenge", "kind", vec!["challenge"]),
        ("kind=challenge&kind=priority", "kind", vec!["challenge", "priority"]),
        ("certainty=illustrativeList", "certainty", vec!["illustrativeList"]),
    ] {
        let report = matches("ke-pes", &format!("limit=100&{filter}"));
        let me = report["member"]["id"].as_str().unwrap_or_default();
        assert!(!peers(&report).is_empty(), "{filter} leaves nothing");
        for peer in peers(&report) {
            for cited in cited_in(peer) {
                let value = cited[key].as_str().unwrap_or_default();
                assert!(allowed.contains(&value), "{filter}: {cited}");
            }
            assert_eq!(listed(peer), shown(me, peer), "{filter}: {peer}");
        }
    }
    let all = matches("ke-pes", "limit=100");
    let of_2022 = matches("ke-pes", "limit=100&survey_year=2022");
    assert!(!peers(&of_2022).is_empty());
    for peer in peers(&of_2022) {
        assert_eq!(listed(peer), shown(all["member"]["id"].as_str().unwrap_or_default(), peer));
    }
    assert!(peers(&matches("ke-pes", "survey_year=1999")).is_empty());
}

#[test]
fn a_diverse_list_holds_members_of_the_whole_list_with_their_ranks() {
    let whole = matches("ke-pes", "limit=100");
    let diverse = matches("ke-pes", "limit=5&diversify=true");
    assert_eq!(peers(&diverse).len(), 5);
    for peer in peers(&diverse) {
        assert!(peers(&whole).contains(peer), "{peer}");
    }
}
