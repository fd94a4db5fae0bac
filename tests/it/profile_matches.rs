//! `/api/v1/matches`: peers for a profile that nobody has stated yet

use crate::api::problem;
use crate::support::{get_json, post};
use axum::http::StatusCode;
use serde_json::{Value, json};

const PATH: &str = "/api/v1/matches";

fn matched(query: &str, profile: &Value) -> Value {
    let answer = post(&format!("{PATH}?{query}"), "application/json", profile.to_string());
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
    answer.json()
}

fn refused(profile: &Value, status: StatusCode, pointer: &str) {
    let answer = post(PATH, "application/json", profile.to_string());
    let document = problem(&answer, status);
    assert_eq!(document["errors"][0]["pointer"], pointer, "{document}");
}

fn understood(answer: &Value) -> Vec<(String, String)> {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let list = answer["understood"].as_array().expect("what was understood");
    list.iter().map(|one| (text(&one["part"]), text(&one["concept"]["slug"]))).collect()
}

#[test]
fn what_is_sought_is_found_with_those_who_offer_it() {
    let report = get_json("/api/v1/members/be-actiris/matches?mode=i-help&limit=1");
    let wanted = &report["data"][0]["shared"][0]["concept"]["slug"];
    let answer = matched("mode=helps-me&limit=100", &json!({"sought": {"concepts": [wanted]}}));
    let peers = answer["data"].as_array().expect("a list");
    assert!(peers.iter().any(|peer| peer["member"]["slug"] == "be-actiris"), "{answer}");
    for peer in peers {
        let shared = peer["shared"].as_array().expect("what is shared");
        let sum: f64 = shared.iter().filter_map(|one| one["contribution"].as_f64()).sum();
        assert!((sum - peer["score"].as_f64().expect("a score")).abs() < 1e-9, "{peer}");
        for one in shared {
            assert_eq!([&one["facet"], &one["theirFacet"]], ["need", "offer"]);
            assert_eq!(one["statements"]["mine"], json!([]), "nobody has stated it");
            assert!(!one["statements"]["theirs"].as_array().expect("a list").is_empty());
        }
    }
}

#[test]
fn words_of_three_languages_lead_to_the_same_theme() {
    let themes = get_json("/api/v1/themes?limit=100");
    let theme = themes["data"]
        .as_array()
        .and_then(|list| list.iter().find(|theme| theme["slug"] == "ai-in-services"))
        .expect("a theme");
    for language in ["fr", "en", "es"] {
        let label = theme["label"][language].as_str().expect("a label");
        let text = format!("xxxx {} yyyy", label.to_uppercase());
        let answer = matched("mode=helps-me", &json!({"sought": {"text": text}}));
        let found = understood(&answer);
        assert!(found.contains(&("sought".into(), "ai-in-services".into())), "{label}: {found:?}");
        assert_eq!(answer["notUnderstood"], json!([]));
        let how = &answer["understood"][0];
        assert!(how["words"].is_string() && how["matchedLabel"].is_string(), "{how}");
    }
}

#[test]
fn a_part_that_is_not_understood_is_told() {
    let profile = json!({
        "sought": {"text": "qqqq wwww"},
        "offered": {"concepts": ["https://w3id.org/passerelle/id/theme/ai-in-services"]},
    });
    let answer = matched("mode=i-help", &profile);
    assert_eq!(answer["notUnderstood"], json!(["sought"]));
    assert_eq!(understood(&answer), [("offered".to_owned(), "ai-in-services".to_owned())]);
    assert_eq!(answer["understood"][0]["words"], Value::Null);
}

#[test]
fn what_says_nothing_is_refused_with_its_place() {
    let unprocessable = StatusCode::UNPROCESSABLE_ENTITY;
    refused(&json!({}), unprocessable, "");
    refused(&json!({"sought": {"text": "  "}}), unprocessable, "");
    refused(&json!({"faced": {"text": "qqqq"}}), unprocessable, "/faced/text");
    let unknown = json!({"offered": {"concepts": ["ai-in-services", "atlantis"]}});
    refused(&unknown, unprocessable, "/offered/concepts/1");
    let country = json!({"sought": {"concepts": ["https://w3id.org/passerelle/id/country/ke"]}});
    refused(&country, unprocessable, "/sought/concepts/0");
}

#[test]
fn what_is_no_profile_is_refused_with_its_place() {
    let bad = StatusCode::BAD_REQUEST;
    refused(&json!([]), bad, "");
    refused(&json!({"sought": []}), bad, "/sought");
    refused(&json!({"seeks": {}}), bad, "/seeks");
    refused(&json!({"sought": {"concepts": [1]}}), bad, "/sought/concepts/0");
    refused(&json!({"sought": {"text": "a".repeat(5001)}}), bad, "/sought/text");
    refused(&json!({"faced": {"concepts": vec!["ai-in-services"; 101]}}), bad, "/faced/concepts");
    problem(&post(PATH, "application/json", "{} {}".to_owned()), bad);
    problem(&post(PATH, "application/json", "{\"sought\"".to_owned()), bad);
    let form = post(PATH, "application/x-www-form-urlencoded", "sought=x".to_owned());
    problem(&form, StatusCode::UNSUPPORTED_MEDIA_TYPE);
    let answer = post(&format!("{PATH}?other_regions=true"), "application/json", "{}".to_owned());
    problem(&answer, bad);
}

#[test]
fn filters_hold_for_a_profile_too() {
    let profile = json!({"faced": {"concepts": ["labour-market-action", "service-offer"]}});
    let all = matched("limit=100", &profile);
    let some = matched("limit=100&region=europe", &profile);
    let slugs = |answer: &Value, region: Option<&str>| -> Vec<String> {
        let list = answer["data"].as_array().expect("a list").iter();
        list.filter(|peer| region.is_none_or(|region| peer["member"]["region"]["slug"] == region))
            .map(|peer| peer["member"]["slug"].to_string())
            .collect()
    };
    assert_eq!(slugs(&some, None), slugs(&all, Some("europe")));
}
