//! The content's own traps: what the report counts twice, lost, or leaves
//! unsaid is in the graph just so.

use crate::api::{rows, selected};
use crate::support::get_json;
use std::collections::BTreeSet;

/// The lines of the report, of which the last has no line break.
const REPORT_LINES: u32 = 614;

fn figure(slug: &str) -> (String, u64) {
    let finding = get_json(&format!("/api/v1/findings/{slug}"));
    let value = finding["value"].as_str().expect("a figure").to_owned();
    (value, finding["sourceLine"].as_u64().expect("a line"))
}

#[test]
fn thirty_seven_answers_then_thirty_three_stand_side_by_side() {
    assert_eq!(figure("2022-introduction-l34-answers"), ("37".into(), 34));
    assert_eq!(figure("2022-introduction-l38-respondents"), ("37".into(), 38));
    assert_eq!(figure("2022-introduction-l44-services"), ("33".into(), 44));
    let conflicting = selected(
        "SELECT ?other { <https://w3id.org/passerelle/id/finding/2022-introduction-l34-answers> pes:conflictsWith ?other }",
    );
    assert_eq!(conflicting, ["2022-introduction-l44-services".to_owned()].into());
}

#[test]
fn thirty_seven_entries_name_thirty_six_countries() {
    assert_eq!(figure("2022-conclusion-l560-entries"), ("37".into(), 560));
    assert_eq!(figure("2022-conclusion-l560-countries"), ("36".into(), 560));
    let countries = selected(
        "SELECT DISTINCT ?c { ?m a pes:Member ; pes:respondedTo <https://w3id.org/passerelle/id/survey/2022> ; pes:country ?c }",
    );
    assert_eq!(countries.len(), 36);
    assert_eq!(get_json("/api/v1/members?country=ca")["total"], 1, "Canada is printed twice");
}

#[test]
fn charts_are_captions_without_values() {
    let charts = rows(
        "SELECT ?number ?line { ?c a pes:Chart ; pes:number ?number ; pes:sourceLine ?line } ORDER BY ?line",
    );
    let mut numbers: Vec<u32> =
        charts.iter().map(|row| row[0].parse().expect("a printed number")).collect();
    numbers.sort_unstable();
    assert_eq!(numbers, [1, 2, 3, 4, 5, 6, 7, 7, 8, 9, 10, 12, 12, 13, 14, 15]);
    let properties = selected("SELECT DISTINCT ?p { ?c a pes:Chart ; ?p ?o }");
    let known = [
        "22-rdf-syntax-ns#type",
        "ontology#number",
        "title",
        "ontology#survey",
        "ontology#sourceLine",
        "core#note",
        "ontology#question",
        "prov#wasDerivedFrom",
    ];
    assert_eq!(properties, known.map(str::to_owned).into());
    let figures = rows("SELECT ?f { ?f pes:about|prov:wasDerivedFrom ?c . ?c a pes:Chart }");
    assert!(figures.is_empty(), "{figures:?}");
}

#[test]
fn no_line_is_beyond_the_end_of_the_report() {
    let lines = rows(
        "SELECT (MIN(?line) AS ?first) (MAX(?line) AS ?last) { ?s pes:sourceLine|pes:markLine ?line }",
    );
    let line = |column: usize| lines[0][column].parse::<u32>().expect("a line");
    assert!(line(0) >= 1);
    assert!(line(1) <= REPORT_LINES, "the report has {REPORT_LINES} lines");
    assert_eq!(line(1), REPORT_LINES, "the last line was read");
}

#[test]
fn every_claim_of_the_report_has_its_line_and_its_survey() {
    let without = rows(
        "SELECT ?s { GRAPH <https://w3id.org/passerelle/graph/survey/2022> {
           ?s a ?class VALUES ?class { pes:Statement pes:Fact pes:Finding pes:Topic pes:Expectation pes:Chart pes:Footnote }
           FILTER(NOT EXISTS { ?s pes:sourceLine ?line } || NOT EXISTS { ?s pes:survey ?survey }) } }",
    );
    assert!(without.is_empty(), "{without:?}");
}

#[test]
fn the_report_and_later_sources_do_not_mix() {
    let later = rows(
        "SELECT ?s { GRAPH <https://w3id.org/passerelle/graph/public-sources> { ?s a ?class }
           FILTER EXISTS { ?s pes:sourceLine ?line } }",
    );
    assert!(later.is_empty(), "{later:?}");
    let undated = rows(
        "SELECT ?s { GRAPH <https://w3id.org/passerelle/graph/public-sources> { ?s a pes:Fact
           FILTER(NOT EXISTS { ?s dct:source ?source } || NOT EXISTS { ?s pes:confidence ?confidence }) } }",
    );
    assert!(undated.is_empty(), "{undated:?}");
}

#[test]
fn conflicting_counts_of_participants_stand_side_by_side() {
    assert_eq!(figure("2022-q3-sampes-africa-participants"), ("19".into(), 213));
    let values: BTreeSet<String> = rows(
        "SELECT ?value { ?f pes:value ?value FILTER(CONTAINS(STR(?f), 'finding/sampes-africa-countries')) }",
    )
    .concat()
    .into_iter()
    .collect();
    assert_eq!(values, ["15", "16", "17"].map(str::to_owned).into());
    let sources = rows(
        "SELECT ?f { ?f pes:value ?value ; dct:source ?source ; dct:date ?date
           FILTER(CONTAINS(STR(?f), 'finding/sampes-africa-countries')) }",
    );
    assert_eq!(sources.len(), 3, "each with its source and its date");
}

#[test]
fn the_nineteen_african_participants_are_not_listed() {
    let named = rows(
        "SELECT ?m { ?m a pes:Member . ?f pes:about ?m
           FILTER(STRENDS(STR(?f), '2022-q3-sampes-africa-participants')) }",
    );
    assert!(named.is_empty(), "{named:?}");
}

#[test]
fn unnamed_services_stay_unnamed() {
    let both = rows("SELECT ?s { ?s a pes:Statement ; pes:member ?m ; pes:scope ?scope }");
    assert!(both.is_empty(), "{both:?}");
    let neither = rows(
        "SELECT ?s { ?s a pes:Statement FILTER(NOT EXISTS { ?s pes:member ?m } && NOT EXISTS { ?s pes:scope ?x }) }",
    );
    assert!(neither.is_empty(), "{neither:?}");
    let attributed = selected(
        "SELECT ?s { ?s a pes:Statement ; pes:member ?m ; pes:question ?q
           VALUES ?q { <https://w3id.org/passerelle/id/question/2022-q8> <https://w3id.org/passerelle/id/question/2022-q9> } }",
    );
    let shown_by_the_text = [
        "2022-q8-l464-es",
        "2022-q9-l492-es",
        "2022-q9-l496-au",
        "2022-q9-l516-tn",
        "2022-q9-l516-tn-2",
    ];
    assert_eq!(attributed, shown_by_the_text.map(str::to_owned).into());
}

#[test]
fn illustrative_lists_are_marked_as_samples() {
    let marked = rows("SELECT ?s { ?s a pes:Statement ; pes:certainty pes:illustrativeList }");
    assert!(marked.len() > 50, "{} statements", marked.len());
}

/// Every literal of the graph.
fn literals() -> Vec<String> {
    rows("SELECT DISTINCT ?text { ?s ?p ?text FILTER(ISLITERAL(?text)) }").concat()
}

#[test]
fn no_literal_is_an_e_mail_address() {
    let addressed = |text: &String| {
        text.split_whitespace().any(|word| {
            word.split_once('@').is_some_and(|(name, domain)| {
                name.ends_with(|c: char| c.is_ascii_alphanumeric())
                    && domain.starts_with(|c: char| c.is_ascii_alphanumeric())
                    && domain.contains('.')
            })
        })
    };
    let literals = literals();
    assert!(literals.len() > 5000, "{} literals", literals.len());
    let found: Vec<&String> = literals.iter().filter(|text| addressed(text)).collect();
    assert!(found.is_empty(), "{found:?}");
    assert!(rows("SELECT ?s { ?s ?p ?o FILTER(STRSTARTS(STR(?o), 'mailto:')) }").is_empty());
}

#[test]
fn no_literal_names_a_person() {
    let titles = [
        "M.", "Mr", "Mr.", "Mrs", "Mrs.", "Ms", "Ms.", "Mme", "Mlle", "Dr", "Dr.", "Sr.", "Sra.",
        "Señor", "Señora", "Monsieur", "Madame",
    ];
    for text in literals() {
        let words: Vec<&str> = text.split_whitespace().collect();
        for pair in words.windows(2) {
            let named = titles.contains(&pair[0].trim_start_matches(['(', '«', '"']))
                && pair[1].starts_with(char::is_uppercase);
            assert!(!named, "{text}");
        }
        let lower = text.to_lowercase();
        for thanks in ["merci spécial", "special thanks", "agradecimiento especial"] {
            assert!(!lower.contains(thanks), "{text}");
        }
    }
}

#[test]
fn no_person_is_described() {
    let described = rows(
        "SELECT ?s { { ?s a ?class FILTER(REGEX(STR(?class), '[#/](Person|Individual)$')) }
           UNION { ?s ?p ?o FILTER(REGEX(STR(?p), '(givenName|familyName|firstName|lastName|mbox|email|telephone)$')) } }",
    );
    assert!(described.is_empty(), "{described:?}");
}
