//! `/api/v1/groups`: proposals for a workshop

use crate::api::{bad_parameter, rows, selected};
use crate::support::{get, get_json};
use crate::writable::{ask, write};
use axum::body::Body;
use axum::http::Method;
use serde_json::{Value, json};
use std::collections::BTreeSet;

const PATH: &str = "/api/v1/groups";

fn groups(query: &str) -> Value {
    get_json(&format!("{PATH}?{query}"))
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map(Vec::as_slice).expect("a list")
}

fn slugs(group: &Value) -> BTreeSet<&str> {
    list(&group["members"]).iter().filter_map(|one| one["member"]["slug"].as_str()).collect()
}

/// What is said of a demand, met or not.
fn demand<'a>(group: &'a Value, name: &str, place: &str) -> &'a Value {
    let found = list(&group[place]).iter().find(|one| one["demand"] == name);
    found.unwrap_or_else(|| panic!("{name} is not {place} in {group}"))
}

fn id(value: &Value) -> String {
    value["id"].as_str().expect("an identifier").to_owned()
}

/// Every member, side, theme and statement that a group cites.
fn cited(group: &Value) -> BTreeSet<Vec<String>> {
    let mut cited = BTreeSet::new();
    for one in list(&group["members"]) {
        for mention in list(&one["mentions"]) {
            for statement in list(&mention["statements"]) {
                let facet = mention["facet"].as_str().expect("a facet").to_owned();
                cited.insert(vec![
                    id(&one["member"]),
                    facet,
                    id(&mention["concept"]),
                    id(statement),
                ]);
            }
        }
    }
    cited
}

#[test]
fn every_member_is_there_for_what_it_says_of_the_theme() {
    for theme in ["service-design", "organisation-and-steering", "vocational-training"] {
        let answer = groups(&format!("theme={theme}"));
        let known = selected(&format!(
            "SELECT DISTINCT ?m {{ VALUES ?k {{ pes:challenge pes:priority pes:topicSought pes:achievement pes:practiceMention pes:topicOffered }}
             ?s pes:member ?m ; pes:kind ?k ; pes:about/skos:broader* pest:{theme} }}"
        ));
        assert_eq!(answer["known"], known.len(), "{theme}");
        assert!(!list(&answer["data"]).is_empty(), "{theme}");
        for group in list(&answer["data"]) {
            for one in list(&group["members"]) {
                assert!(known.contains(one["member"]["slug"].as_str().expect("a slug")), "{one}");
                let sides: BTreeSet<&str> = list(&one["mentions"])
                    .iter()
                    .filter_map(|mention| mention["facet"].as_str())
                    .collect();
                let role = match (sides.contains("offer"), sides.contains("need")) {
                    (true, true) => "both",
                    (true, false) => "offers",
                    (false, true) => "needs",
                    (false, false) => panic!("nothing said by {one}"),
                };
                assert_eq!(one["role"], role);
                let backed = |mention: &Value| !list(&mention["statements"]).is_empty();
                assert!(list(&one["mentions"]).iter().all(backed), "{one}");
            }
        }
    }
}

#[test]
fn the_query_lists_the_statements_that_are_cited() {
    let answer = groups("theme=guidance-and-placement&limit=10");
    for group in list(&answer["data"]) {
        // Its prefixes are declared twice then, which changes nothing.
        let found: BTreeSet<Vec<String>> =
            rows(group["sparql"].as_str().expect("a query")).into_iter().collect();
        let cited = cited(group);
        assert!(cited.is_subset(&found), "{cited:?} {found:?}");
        let statements = |all: &BTreeSet<Vec<String>>| -> BTreeSet<String> {
            all.iter().map(|row| row[3].clone()).collect()
        };
        // A statement of a theme that a narrower one stands below is in the
        // query alone.
        assert!(statements(&found).len() >= statements(&cited).len());
        assert!(cited.len() >= list(&group["members"]).len());
    }
}

#[test]
fn scores_are_the_sum_of_their_parts_and_demands_are_all_told() {
    for theme in ["service-design", "telework", "labour-market-action"] {
        for group in list(&groups(&format!("theme={theme}&limit=10"))["data"]) {
            let parts = list(&group["parts"]);
            let sum: f64 = parts.iter().filter_map(|one| one["contribution"].as_f64()).sum();
            assert!((sum - group["score"].as_f64().expect("a score")).abs() < 1e-9, "{group}");
            for part in parts {
                assert!(part["contribution"].as_f64() <= part["most"].as_f64(), "{part}");
            }
            let all = list(&group["satisfied"]).iter().chain(list(&group["unmet"]));
            let names: BTreeSet<&str> = all.filter_map(|one| one["demand"].as_str()).collect();
            assert_eq!(names, ["language", "offering", "regions", "size"].into());
            for one in list(&group["satisfied"]) {
                assert!(one["found"].as_u64() >= one["wanted"].as_u64(), "{one}");
            }
            for one in list(&group["unmet"]) {
                assert!(one["found"].as_u64() < one["wanted"].as_u64(), "{one}");
                assert_eq!(one["note"].as_object().map(serde_json::Map::len), Some(3), "{one}");
            }
        }
    }
}

#[test]
fn a_group_is_never_padded() {
    let answer = groups("theme=digital-services");
    assert_eq!((&answer["known"], &answer["eligible"]), (&json!(3), &json!(3)));
    let [group] = list(&answer["data"]) else { panic!("one proposal: {answer}") };
    assert_eq!(list(&group["members"]).len(), 3);
    let size = demand(group, "size", "unmet");
    assert_eq!((&size["wanted"], &size["found"]), (&json!(5), &json!(3)));
    assert!(size["note"]["en"].as_str().is_some_and(|note| note.contains("at least 5")));
    let exact = groups("theme=digital-services&size=7");
    assert_eq!(demand(&exact["data"][0], "size", "unmet")["wanted"], 7);
}

#[test]
fn silence_of_the_sources_is_an_answer() {
    let answer = groups("theme=sanctions");
    assert_eq!(answer["data"], json!([]));
    assert_eq!((&answer["known"], &answer["confidence"]), (&json!(0), &json!("insufficient")));
    assert!(answer["note"]["fr"].as_str().is_some_and(|note| note.contains("ne veut pas dire")));
    // One alone is no group.
    let answer = groups("theme=ai-in-services");
    assert_eq!((&answer["known"], &answer["data"]), (&json!(1), &json!([])));
    // Nobody works in it, which is no mistake.
    let answer = groups("theme=service-design&language=eo");
    assert_eq!((&answer["eligible"], &answer["data"]), (&json!(0), &json!([])));
}

#[test]
fn a_language_is_shared_by_all_or_by_none() {
    let answer = groups("theme=network-expansion&language=fr");
    let group = &answer["data"][0];
    assert_eq!(slugs(group), ["ca-pes", "ml-pes", "sn-pes"].into());
    assert_eq!(group["sharedLanguage"], "fr");
    assert_eq!(demand(group, "language", "satisfied")["found"], 3);
    assert_eq!(demand(group, "size", "unmet")["found"], 3);
    assert_eq!(demand(group, "offering", "unmet")["found"], 0);
    assert!(group["regions"].as_u64() >= Some(2));

    let group = &groups("theme=service-design&size=8")["data"][0];
    let unmet = demand(group, "language", "unmet");
    assert!(group.get("sharedLanguage").is_none(), "{group}");
    assert!(unmet["found"].as_u64() < Some(8) && unmet["found"].as_u64() > Some(1), "{unmet}");
}

#[test]
fn languages_that_are_not_known_are_counted_for_nobody() {
    let update = "PREFIX pes: <https://w3id.org/passerelle/ontology#>
        PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
        INSERT DATA { GRAPH <https://example.org/groups/quiet> {
          <https://w3id.org/passerelle/id/member/zz-quiet> a pes:Member, <http://www.w3.org/ns/org#Organization> ;
            skos:prefLabel 'Service muet'@fr, 'Quiet service'@en, 'Servicio mudo'@es ;
            pes:country <https://w3id.org/passerelle/id/country/fr> ; pes:nameStatus pes:named ;
            <http://purl.org/dc/terms/source> <https://example.org/source> } }";
    let written = write(
        Method::POST,
        "/update",
        &[("content-type", "application/sparql-update")],
        update.to_owned(),
    );
    assert!(written.status.is_success(), "{}", written.text());
    let query = "theme=network-expansion&language=fr&include=zz-quiet&lang=en";
    let answer = ask(Method::GET, &format!("{PATH}?{query}"), &[], Body::empty()).json();
    let group = &answer["data"][0];
    let unmet = demand(group, "language", "unmet");
    assert_eq!((&unmet["wanted"], &unmet["found"]), (&json!(4), &json!(3)), "{unmet}");
    assert!(unmet["note"].as_str().is_some_and(|note| note.contains("unknown")), "{unmet}");
    let quiet = list(&group["members"]).iter().find(|one| one["member"]["slug"] == "zz-quiet");
    assert!(quiet.is_some_and(|one| one.get("languages").is_none()), "{group}");
}

#[test]
fn who_is_asked_for_is_in_and_who_is_kept_out_is_not() {
    let answer = groups("theme=service-design&include=fr-pes&include=ke-pes&exclude=es-sepe");
    for group in list(&answer["data"]) {
        let members = slugs(group);
        assert!(members.contains("fr-pes") && members.contains("ke-pes"), "{members:?}");
        assert!(!members.contains("es-sepe"), "{members:?}");
        let asked = list(&group["members"]).iter().find(|one| one["member"]["slug"] == "fr-pes");
        let asked = asked.expect("it is in");
        assert_eq!((&asked["included"], &asked["mentions"]), (&json!(true), &json!([])));
        assert!(asked.get("role").is_none(), "{asked}");
        assert_eq!(demand(group, "included", "unmet")["found"], 1);
    }
    let all = ["au-pes", "ba-pes", "be-actiris", "ca-pes", "cy-pes", "es-sepe"];
    let query: String = all.iter().map(|slug| format!("&include={slug}")).collect();
    let answer = groups(&format!("theme=service-design{query}"));
    assert_eq!(list(&answer["data"]).len(), 1, "there is one group of six with these six");
    assert_eq!(slugs(&answer["data"][0]), all.into());
    let answer = groups("theme=service-design&region=europe&region=africa");
    for one in answer["data"].as_array().into_iter().flatten().flat_map(|it| list(&it["members"])) {
        let region = one["member"]["region"]["slug"].as_str();
        assert!(["europe", "africa"].map(Some).contains(&region), "{one}");
    }
}

#[test]
fn proposals_really_differ() {
    let answer = groups("theme=organisation-and-steering&limit=10&size=6");
    let all: Vec<BTreeSet<&str>> = list(&answer["data"]).iter().map(slugs).collect();
    assert!(all.len() > 2, "{} proposals", all.len());
    for (place, one) in all.iter().enumerate() {
        for other in &all[..place] {
            assert!(one.intersection(other).count() <= 3, "{one:?} {other:?}");
        }
    }
}

#[test]
fn what_contradicts_itself_is_refused_by_name() {
    let bad = |query: &str, name: &str| {
        bad_parameter(&get(&format!("{PATH}?{query}")), name);
    };
    bad("", "theme");
    bad("theme=atlantis", "theme");
    bad("theme=service-design&theme=telework", "theme");
    let with = |rest: &str, name: &str| bad(&format!("theme=service-design&{rest}"), name);
    for size in ["4", "9", "six", "-6"] {
        with(&format!("size={size}"), "size");
        with(&format!("min_size={size}"), "min_size");
    }
    with("size=6&min_size=5", "size");
    with("min_size=8&max_size=6", "min_size");
    with("limit=0", "limit");
    with("limit=11", "limit");
    with("language=fr_FR", "language");
    with("language=fr&language=en", "language");
    with("region=atlantis", "region");
    with("region=europe&exclude_region=europe", "region");
    with("exclude_region=atlantis", "exclude_region");
    with("include=zz-pes", "include");
    with("exclude=zz-pes", "exclude");
    with("include=ke-pes&exclude=ke-pes", "include");
    with("include=ke-pes&region=europe", "include");
    with("include=ke-pes&exclude_region=africa", "include");
    let six: String =
        ["au", "ba", "ca", "cy", "jp", "ke"].map(|it| format!("&include={it}-pes")).concat();
    with(&format!("size=5{six}"), "include");
    with("sizes=6", "sizes");
}

#[test]
fn one_language_and_one_format_are_kept() {
    let answer = groups("theme=telework&lang=es");
    assert_eq!(answer["noteLang"], "es");
    assert!(answer["data"][0]["unmet"][0]["note"].is_string(), "{answer}");
    let csv = get(&format!("{PATH}?theme=telework&format=csv"));
    bad_parameter(&csv, "format");
}
