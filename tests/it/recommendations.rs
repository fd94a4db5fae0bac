//! `/api/v1/members/{id}/recommendations`

use crate::api::{bad_parameter, problem, selected, slugs_at};
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
            "SELECT ?t {{ {{ ?t pes:practisedBy|pes:operatedBy|pes:raisedBy <{me}> }} UNION {{ <{me}> pes:country ?c . ?t a pes:Programme ; pes:country ?c }} }}"
        ));
        let mut things = BTreeSet::new();
        for one in data(report) {
            let id = one["thing"]["id"].as_str().expect("an identifier");
            assert_ne!(id, me);
            assert!(!own.contains(slug(id)), "{id} is {me}'s own");
            assert!(things.insert(id), "{id} twice");
            assert!(one["thing"]["label"].is_object(), "{one}");
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
