//! `/api/v1/members/{id}/recommendations`

use crate::api::{bad_parameter, problem, rows, selected, slugs_at};
use crate::support::{get, get_json};
use axum::http::StatusCode;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::sync::LazyLock;

/// All that is recommended to each member, asked once.
static REPORTS: LazyLock<Vec<Value>> = LazyLock::new(|| {
    let members = slugs_at("/api/v1/members");
    members.iter().map(|member| recommendations(member, "limit=100")).collect()
});

fn recommendations(member: &str, query: &str) -> Value {
    get_json(&format!("/api/v1/members/{member}/recommendations?{query}"))
}

fn data(report: &Value) -> &[Value] {
    report["data"].as_array().map(Vec::as_slice).expect("a list")
}

fn ids(of: &Value) -> Vec<&str> {
    of.as_array().into_iter().flatten().filter_map(|one| one["id"].as_str()).collect()
}

#[test]
fn each_is_explained_by_needs_that_the_member_has_stated() {
    let mut seen = BTreeSet::new();
    for report in REPORTS.iter() {
        let me = report["member"]["id"].as_str().expect("an identifier");
        let needs = selected(&format!(
            "SELECT ?s {{ VALUES ?k {{ pes:challenge pes:priority pes:topicSought }} ?s pes:member <{me}> ; pes:kind ?k }}"
        ));
        for one in data(report) {
            let needed = one["needs"].as_array().expect("needs");
            let sum: f64 = needed.iter().filter_map(|need| need["contribution"].as_f64()).sum();
            assert!((sum - one["score"].as_f64().expect("a score")).abs() < 1e-9, "{one}");
            for need in needed {
                let cited = ids(&need["statements"]);
                assert!(!cited.is_empty(), "{need}");
                assert!(cited.iter().all(|id| needs.contains(slug(id))), "{need} of {me}");
            }
            let first = &needed[0]["concept"]["label"];
            for language in ["fr", "en", "es"] {
                let reason = one["reason"][language].as_str().expect("a reason");
                assert!(reason.contains(first[language].as_str().expect("a label")), "{reason}");
            }
            seen.insert(one["kind"].as_str().expect("a kind").to_owned());
        }
    }
    assert_eq!(seen, ["member", "practice", "programme", "topic"].map(str::to_owned).into());
}

fn slug(id: &str) -> &str {
    id.rsplit('/').next().unwrap_or_default()
}

#[test]
fn nothing_of_one_s_own_is_recommended_and_nothing_twice() {
    for report in REPORTS.iter() {
        let me = report["member"]["id"].as_str().expect("an identifier");
        let own = selected(&format!(
            "SELECT DISTINCT ?t {{
               {{ ?t pes:practisedBy|pes:operatedBy|pes:raisedBy <{me}> }}
               UNION {{ <{me}> pes:country ?c . ?t a ?k ; pes:country ?c . VALUES ?k {{ pes:Programme pes:Practice pes:Topic }} }}
               UNION {{ <{me}> pes:country ?c . ?body pes:country ?c . ?t pes:operatedBy|pes:raisedBy ?body }}
             }}"
        ));
        let mut things = BTreeSet::new();
        for one in data(report) {
            let id = one["thing"]["id"].as_str().expect("an identifier");
            assert_ne!(id, me);
            assert!(!own.contains(slug(id)), "{id} is {me}'s own");
            for also in ids(&one["seeAlso"]) {
                assert!(!own.contains(slug(also)), "{also} is {me}'s own");
                assert!(things.insert(also), "{also} twice");
            }
            assert!(things.insert(id), "{id} twice");
            assert!(one["thing"]["label"].is_object(), "{one}");
        }
    }
}

#[test]
fn what_says_the_same_is_one_entry_that_names_the_other() {
    let mut seen = BTreeSet::new();
    let parts: BTreeSet<Vec<String>> =
        rows("SELECT ?practice ?programme { ?practice pes:partOfProgramme ?programme }")
            .into_iter()
            .collect();
    for report in REPORTS.iter() {
        for (place, one) in data(report).iter().enumerate() {
            let also = ids(&one["seeAlso"]);
            let id = one["thing"]["id"].as_str().expect("an identifier");
            seen.extend(also.iter().map(|other| (slug(id).to_owned(), slug(other).to_owned())));
            for other in &data(report)[..place] {
                let other = other["thing"]["id"].as_str().expect("an identifier");
                let pair = |one: &str, other: &str| vec![one.to_owned(), other.to_owned()];
                assert!(!parts.contains(&pair(id, other)), "{id} is part of {other}");
                assert!(!parts.contains(&pair(other, id)), "{other} is part of {id}");
            }
        }
    }
    // A practice with its programme, and a topic with the programme of the
    // service that raised it.
    let named = |one: &str, other: &str| {
        let [one, other] = [one, other].map(str::to_owned);
        seen.contains(&(one.clone(), other.clone())) || seen.contains(&(other, one))
    };
    assert!(named("transition-to-work", "au-transition-to-work"), "{seen:?}");
    assert!(named("es-coe-network", "2022-q8-16"), "{seen:?}");
}

#[test]
fn a_peer_is_recommended_for_what_it_is_known_to_offer() {
    for report in REPORTS.iter() {
        for one in data(report).iter().filter(|one| one["kind"] == "member") {
            let reason = one["reason"]["en"].as_str().expect("a reason");
            assert!(reason.starts_with("This service is known to have something to offer"));
            assert!(!reason.contains("achievement"), "it may be a practice or a topic: {reason}");
        }
    }
}

#[test]
fn who_has_stated_no_need_gets_an_empty_list_and_words() {
    let report = recommendations("fr-pes", "");
    assert_eq!(report["data"], json!([]));
    assert_eq!(report["confidence"], "insufficient");
    for language in ["fr", "en", "es"] {
        assert!(report["note"][language].as_str().is_some_and(|note| note.len() > 50));
    }
}

#[test]
fn kinds_and_limit_are_kept() {
    for kind in ["member", "practice", "programme", "topic"] {
        let report = recommendations("ke-pes", &format!("limit=100&kind={kind}"));
        assert!(data(&report).iter().all(|one| one["kind"] == kind), "{report}");
    }
    let report = recommendations("ke-pes", "limit=2");
    assert_eq!(data(&report).len(), 2);
    let path = "/api/v1/members/ke-pes/recommendations";
    bad_parameter(&get(&format!("{path}?kind=country")), "kind");
    bad_parameter(&get(&format!("{path}?limit=0")), "limit");
    problem(&get("/api/v1/members/zz-pes/recommendations"), StatusCode::NOT_FOUND);
}
