//! `/api/v1/themes`

use crate::api::{bad_parameter, linked, problem, selected, slugs, slugs_at, walk};
use crate::support::{get, get_json, get_with};
use axum::http::StatusCode;
use serde_json::Value;

#[test]
fn a_theme_is_told_with_all_that_is_known() {
    insta::assert_json_snapshot!("theme", get_json("/api/v1/themes/ai-in-services?lang=es"));
}

#[test]
fn every_theme_has_labels_words_and_a_definition_in_three_languages() {
    for theme in walk("/api/v1/themes") {
        for language in ["fr", "en", "es"] {
            assert!(theme["label"][language].is_string(), "{theme}");
            assert!(theme["definition"][language].is_string(), "{theme}");
            assert!(theme["altLabel"][language].is_array(), "{theme}");
        }
    }
}

#[test]
fn within_a_theme_are_itself_and_all_narrower_ones() {
    let within = slugs_at("/api/v1/themes?within=service-offer");
    assert!(within.contains("service-offer") && within.contains("ai-in-services"));
    let query = "SELECT DISTINCT ?id { ?id a pes:Theme ; skos:broader* pest:service-offer }";
    assert_eq!(within, selected(query));
    let leaf = slugs_at("/api/v1/themes?within=telework");
    assert_eq!(leaf, ["telework".to_owned()].into());
}

#[test]
fn the_tree_has_three_families_and_every_theme_once() {
    let tree = get_json("/api/v1/themes?view=tree");
    let families = tree["data"].as_array().expect("families");
    assert_eq!((families.len(), &tree["total"]), (3, &Value::from(3)));
    let mut found = Vec::new();
    for family in families {
        assert_eq!(family["broader"].as_array().map_or(0, Vec::len), 0, "{family}");
        collect(family, 1, &mut found);
    }
    let count = found.len();
    let as_set = slugs(&found);
    assert_eq!(as_set.len(), count, "a theme stands in one place");
    assert_eq!(as_set, slugs_at("/api/v1/themes"));
}

/// A branch of the tree; no branch is deeper than family, domain, theme.
fn collect(theme: &Value, level: usize, found: &mut Vec<Value>) {
    assert!(level <= 3, "{theme}");
    found.push(theme.clone());
    for narrower in theme["narrower"].as_array().into_iter().flatten() {
        assert!(linked(narrower, "broader").contains(theme["slug"].as_str().unwrap_or_default()));
        collect(narrower, level + 1, found);
    }
}

#[test]
fn broader_and_narrower_mirror_each_other() {
    let themes = walk("/api/v1/themes");
    for theme in &themes {
        let slug = theme["slug"].as_str().unwrap_or_default();
        for narrower in linked(theme, "narrower") {
            let other = themes.iter().find(|other| other["slug"] == *narrower.as_str());
            assert!(other.is_some_and(|other| linked(other, "broader").contains(slug)), "{slug}");
        }
    }
}

#[test]
fn a_tree_is_given_whole_and_not_as_a_table() {
    bad_parameter(&get("/api/v1/themes?view=tree&within=service-offer"), "within");
    bad_parameter(&get("/api/v1/themes?view=forest"), "view");
    problem(&get("/api/v1/themes?view=tree&format=csv"), StatusCode::NOT_ACCEPTABLE);
    let answer = get_with("/api/v1/themes?view=tree", &[("accept", "text/csv")]);
    problem(&answer, StatusCode::NOT_ACCEPTABLE);
}

#[test]
fn the_tree_speaks_one_language_if_asked() {
    let tree = get_json("/api/v1/themes?view=tree&lang=es");
    let domain = &tree["data"][0]["narrower"][0];
    assert!(domain["label"].is_string() && domain["labelLang"] == "es", "{domain}");
}

#[test]
fn what_is_not_there_is_not_found() {
    problem(&get("/api/v1/themes/alchemy"), StatusCode::NOT_FOUND);
}
