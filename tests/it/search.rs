//! `/api/v1/search` and its suggestions: bad input, conventions, and a list of
//! practitioners' questions with the answers that are right by their content.

use crate::api::{bad_parameter, problem};
use crate::seeded::{data_directory, test_file};
use crate::support::{get, get_json, get_with, sparql};
use crate::writable::{ask, write};
use axum::body::Body;
use axum::http::{Method, StatusCode};
use passerelle::domain::Iri;
use passerelle::graph::{KnowledgeGraph, RdfFile, StopToken};
use passerelle::search::{Question, SearchIndex, read_things};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// The least that rankings are worth, over all questions of a language.
const GAIN_MIN: f64 = 0.85;
/// How many hits a reader looks at.
const DEPTH: usize = 10;

/// The path for words, with other parameters.
fn path(words: &str, others: &[(&str, &str)]) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    query.append_pair("q", words);
    for (name, value) in others {
        query.append_pair(name, value);
    }
    format!("/api/v1/search?{}", query.finish())
}

fn search(words: &str, others: &[(&str, &str)]) -> Value {
    get_json(&path(words, others))
}

fn data(answer: &Value) -> &[Value] {
    answer["data"].as_array().map(Vec::as_slice).expect("a list")
}

/// `kind/slug` of each hit.
fn names(answer: &Value) -> Vec<String> {
    let name = |hit: &Value| {
        let text = |key: &str| hit[key].as_str().unwrap_or_default().to_owned();
        format!("{}/{}", text("kind"), text("slug"))
    };
    data(answer).iter().map(name).collect()
}

/// A question with its right answers: 2 for what answers it exactly, 1 for what
/// is useful.
struct Judged {
    language: String,
    words: String,
    grades: BTreeMap<String, f64>,
}

fn judged() -> Vec<Judged> {
    let file = test_file("search/queries.csv");
    let mut reader = csv::Reader::from_path(file).expect("the list of questions");
    let rows = reader.records().map(|row| row.expect("a row"));
    rows.map(|row| {
        let graded = |column: usize, grade: f64| {
            row[column].split_whitespace().map(move |name| (name.to_owned(), grade))
        };
        Judged {
            language: row[0].to_owned(),
            words: row[1].to_owned(),
            grades: graded(3, 1.0).chain(graded(2, 2.0)).collect(),
        }
    })
    .collect()
}

/// Discounted cumulative gain.
fn gain(grades: impl IntoIterator<Item = f64>) -> f64 {
    let ranks = 2_u32..;
    let discounted = grades.into_iter().zip(ranks).take(DEPTH);
    discounted.map(|(grade, rank)| (grade.exp2() - 1.0) / f64::from(rank).log2()).sum()
}

impl Judged {
    /// The normalised gain of the first hits, with their names.
    fn gain(&self) -> (f64, Vec<String>) {
        let found = names(&search(&self.words, &[("lang", &self.language), ("limit", "10")]));
        let grade = |name: &String| self.grades.get(name).copied().unwrap_or_default();
        let mut best: Vec<f64> = self.grades.values().copied().collect();
        best.sort_by(|one, other| other.total_cmp(one));
        (gain(found.iter().map(grade)) / gain(best), found)
    }
}

#[test]
fn practitioners_find_what_they_look_for() {
    let judged = judged();
    let mut gains: BTreeMap<&str, Vec<f64>> = BTreeMap::new();
    let mut report = Vec::new();
    for question in &judged {
        let (gain, found) = question.gain();
        gains.entry(&question.language).or_default().push(gain);
        report.push((gain, format!("{gain:.3} {} {}", question.language, question.words), found));
    }
    report.sort_by(|one, other| one.0.total_cmp(&other.0));
    for (gain, line, found) in &report {
        println!("{line}");
        if *gain < GAIN_MIN {
            println!("      {}", found.join(" "));
        }
    }
    for (language, gains) in &gains {
        let count = f64::from(u32::try_from(gains.len()).expect("a short list"));
        let mean = gains.iter().sum::<f64>() / count;
        println!("{language}: nDCG@10 {mean:.3} over {} questions", gains.len());
        assert!(gains.len() >= 30, "{language}");
        assert!(mean >= GAIN_MIN, "{language}: {mean}");
    }
    let in_vain: Vec<&String> =
        report.iter().filter(|(gain, _, _)| *gain <= 0.0).map(|(_, line, _)| line).collect();
    assert!(in_vain.is_empty(), "nothing right among the first {DEPTH}: {in_vain:#?}");
}

#[test]
fn right_answers_are_things_of_the_graph() {
    let ids: BTreeSet<String> =
        judged().iter().flat_map(|one| one.grades.keys().cloned()).collect();
    let values: String =
        ids.iter().map(|id| format!("<https://w3id.org/passerelle/id/{id}> ")).collect();
    let query =
        format!("SELECT (COUNT(DISTINCT ?id) AS ?n) {{ VALUES ?id {{ {values} }} ?id a ?class }}");
    let answer = sparql(&query, "text/csv").text();
    assert_eq!(answer.lines().nth(1), Some(ids.len().to_string().as_str()));
}

fn texts(list: &Value, key: &str) -> Vec<String> {
    let items = list.as_array().into_iter().flatten();
    items.map(|item| item[key].as_str().unwrap_or_default().to_owned()).collect()
}

/// The count of a value of a facet.
fn counted(answer: &Value, facet: &str, value: &str) -> u64 {
    let entries = answer["facets"][facet].as_array().expect("a facet");
    let entry = entries.iter().find(|entry| entry["value"] == value);
    entry.and_then(|entry| entry["count"].as_u64()).unwrap_or_default()
}

#[test]
fn words_find_what_is_about_their_theme_and_say_so() {
    let answer = search("sanctions for refusing a job offer", &[("lang", "en")]);
    assert_eq!(names(&answer)[0], "theme/sanctions");
    assert!(names(&answer).contains(&"topic/2022-q8-02".to_owned()));
    let [understood] = &answer["understood"].as_array().expect("a list")[..] else {
        panic!("{answer}")
    };
    assert_eq!(understood["concept"]["slug"], "sanctions");
    assert_eq!(understood["matchedLabelLang"], "en");
    let topic = data(&answer).iter().find(|hit| hit["slug"] == "2022-q8-02").expect("it is there");
    assert_eq!(texts(&topic["via"], "slug"), ["sanctions"]);
    assert_eq!(topic["labelLang"], "en");
    assert_eq!(answer["ignored"], json!(["for"]));
}

#[test]
fn slips_accents_endings_and_beginnings_do_not_count() {
    for (words, language, right) in [
        ("teletravial", "fr", "theme/telework"),
        ("TÉLÉTRAVAIL", "fr", "theme/telework"),
        ("teletrav", "fr", "theme/telework"),
        ("capacitacion del personel", "es", "theme/staff-skills"),
        ("apprentiships", "en", "theme/apprenticeships"),
        ("jobmatching", "en", "theme/job-matching"),
    ] {
        let answer = search(words, &[("lang", language), ("limit", "3")]);
        assert!(names(&answer).contains(&right.to_owned()), "{words}: {:?}", names(&answer));
    }
    let answer = search("teletravial", &[]);
    assert_eq!(answer["corrected"], json!([{"word": "teletravial", "takenFor": "teletravail"}]));
    assert_eq!(search("telework", &[])["corrected"], json!([]));
}

#[test]
fn snippets_are_plain_and_show_where_the_words_stand() {
    for (words, language) in [("télétravail", "fr"), ("skills", "en"), ("jóvenes", "es")] {
        let answer = search(words, &[("lang", language), ("limit", "100"), ("kind", "statement")]);
        let mut marked = 0;
        for hit in data(&answer) {
            let snippet: Vec<char> = hit["snippet"].as_str().expect("a snippet").chars().collect();
            assert_eq!(hit["snippetLang"], language, "{hit}");
            for place in hit["highlights"].as_array().expect("places") {
                let at = |key: &str| {
                    usize::try_from(place[key].as_u64().expect("a number")).expect("a short text")
                };
                let word: String = snippet[at("start")..at("end")].iter().collect();
                assert!(word.chars().all(char::is_alphanumeric), "{word:?} in {hit}");
                marked += 1;
            }
        }
        assert!(marked > 3, "{words}");
    }
}

#[test]
fn facets_are_counted_over_all_hits() {
    let all = search("jeunes", &[("limit", "1")]);
    let total = all["total"].as_u64().expect("a number");
    let kinds = all["facets"]["kind"].as_array().expect("kinds");
    assert_eq!(kinds.iter().filter_map(|kind| kind["count"].as_u64()).sum::<u64>(), total);
    let topics = counted(&all, "kind", "topic");
    let practices = counted(&all, "kind", "practice");
    assert!(topics > 0 && practices > 0 && total > 20);
    let narrowed = search("jeunes", &[("kind", "topic")]);
    assert_eq!(narrowed["total"], topics);
    assert!(data(&narrowed).iter().all(|hit| hit["kind"] == "topic"));
    // A facet leaves its own choice aside, and no other.
    assert_eq!(narrowed["facets"]["kind"], all["facets"]["kind"]);
    let themes = counted(&narrowed, "theme", "youth-employment");
    assert!(themes > 0 && themes < counted(&all, "theme", "youth-employment"));
    let either = search("jeunes", &[("kind", "topic"), ("kind", "practice")]);
    assert_eq!(either["total"], topics + practices);
}

#[test]
fn every_facet_narrows_to_what_it_counted() {
    let all = search("emploi", &[("limit", "1")]);
    for (facet, parameter) in [
        ("kind", "kind"),
        ("theme", "theme"),
        ("region", "region"),
        ("country", "country"),
        ("targetGroup", "target_group"),
        ("language", "language"),
        ("year", "year"),
    ] {
        let entries = all["facets"][facet].as_array().expect("a facet");
        assert!(!entries.is_empty(), "{facet}");
        for entry in entries.iter().take(3) {
            let value = entry["value"].as_str().expect("a value");
            let narrowed = search("emploi", &[(parameter, value), ("limit", "1")]);
            assert_eq!(narrowed["total"], entry["count"], "{parameter}={value}");
        }
    }
    let none = search("telework", &[("year", "1850")]);
    assert_eq!((none["total"].as_u64(), &none["next"]), (Some(0), &Value::Null));
}

#[test]
fn what_is_no_question_is_refused_and_named() {
    let long = "a ".repeat(151);
    for path in ["/api/v1/search", "/api/v1/search/suggestions"] {
        bad_parameter(&get(path), "q");
        for words in ["", "%20", "%00%01%1F", "***", "%F0%9F%99%82", &long.replace(' ', "+")] {
            bad_parameter(&get(&format!("{path}?q={words}")), "q");
        }
        bad_parameter(&get(&format!("{path}?q=work&q=home")), "q");
        bad_parameter(&get(&format!("{path}?q=work&limit=0")), "limit");
        bad_parameter(&get(&format!("{path}?q=work&lang=de")), "lang");
        bad_parameter(&get(&format!("{path}?q=work&sort=id")), "sort");
    }
    bad_parameter(&get("/api/v1/search?q=a"), "q");
    let path = "/api/v1/search?q=work";
    for (name, value) in [
        ("kind", "chart"),
        ("theme", "nothing"),
        ("theme", "No Slug"),
        ("region", "atlantis"),
        ("country", "zz"),
        ("target_group", "nobody"),
        ("language", "not a tag"),
        ("year", "22"),
        ("year", "+022"),
        ("cursor", "x"),
    ] {
        let mut query = form_urlencoded::Serializer::new(String::new());
        query.append_pair(name, value);
        bad_parameter(&get(&format!("{path}&{}", query.finish())), name);
    }
    problem(&get_with(path, &[("accept", "image/png")]), StatusCode::NOT_ACCEPTABLE);
}

#[test]
fn whatever_is_typed_is_words() {
    let plain = names(&search("sanctions", &[]));
    for words in [
        "sanctions:*",
        "+sanctions",
        "\"sanctions\"",
        "(sanctions",
        "^sanctions~",
        "sanctions\u{0}",
    ] {
        assert_eq!(names(&search(words, &[])), plain, "{words}");
    }
    for words in
        ["label_fr:[* TO *]", "(a+)+$ (.*a){25}", "<script>alert(1)</script>", "'; DROP TABLE"]
    {
        search(words, &[]);
    }
    let nonsense = search("xqzvkw wqxzjk", &[]);
    assert_eq!(nonsense["total"], 0);
    assert_eq!(nonsense["data"], json!([]));
    let empty = search("de la the", &[]);
    assert_eq!((&empty["total"], &empty["ignored"]), (&json!(0), &json!(["de", "la", "the"])));
}

#[test]
fn pages_follow_each_other_and_the_same_question_has_the_same_answer() {
    let whole = names(&search("formation", &[("limit", "100")]));
    let mut next = Some(path("formation", &[("limit", "7")]));
    let mut walked = Vec::new();
    while let Some(address) = next {
        let page = get_json(&address);
        walked.extend(names(&page));
        next = page["next"].as_str().map(str::to_owned);
    }
    assert_eq!(walked[..whole.len()], whole);
    assert_eq!(walked.iter().collect::<BTreeSet<_>>().len(), walked.len());
    let answer = get(&path("formation", &[]));
    assert!(answer.header("link").contains("rel=\"next\""));
    let again = get_with(&path("formation", &[]), &[("if-none-match", answer.header("etag"))]);
    assert_eq!(again.status, StatusCode::NOT_MODIFIED);
    let far = get_json(&format!(
        "/api/v1/search?q=formation&cursor={}-ffffffffffffffff",
        answer.json()["epoch"].as_str().expect("an epoch")
    ));
    assert_eq!(far["data"], json!([]));
}

#[test]
fn tables_have_a_column_for_each_language() {
    let answer = get(&path("télétravail", &[("format", "csv"), ("limit", "5")]));
    let columns = crate::api::columns(&answer.body);
    assert_eq!(columns[..6], ["id", "slug", "kind", "label_fr", "label_en", "label_es"]);
    assert_eq!(columns[6..], ["snippet", "snippetLang", "score", "via"]);
    let rows = crate::api::table(&answer.body);
    assert_eq!(rows.len(), 5);
    assert_eq!(rows[0][1], "telework");
}

#[test]
fn hits_say_nothing_that_the_graph_does_not() {
    let answer = search("télétravail", &[]);
    assert_eq!(answer["@context"], json!(["/context.jsonld", { "kind": null }]));
    let id = answer["data"][0]["id"].as_str().expect("an identifier");
    let label = answer["data"][0]["label"]["fr"].as_str().expect("a label");
    let query =
        format!("ASK {{ <{id}> <http://www.w3.org/2004/02/skos/core#prefLabel> \"{label}\"@fr }}");
    assert_eq!(sparql(&query, "application/sparql-results+json").json()["boolean"], true);
}

fn suggested(words: &str, others: &str) -> Vec<(String, String)> {
    let query: String =
        form_urlencoded::Serializer::new(String::new()).append_pair("q", words).finish();
    let answer = get_json(&format!("/api/v1/search/suggestions?{query}{others}"));
    let name = |key: &str, hit: &Value| hit[key].as_str().unwrap_or_default().to_owned();
    data(&answer).iter().map(|hit| (name("name", hit), name("slug", hit))).collect()
}

#[test]
fn names_are_suggested_while_one_types() {
    for (words, lang, slug) in [
        ("télétr", "fr", "telework"),
        ("teletr", "es", "telework"),
        ("vocational tr", "en", "vocational-training"),
        ("acti", "fr", "be-actiris"),
        ("inteligencia artif", "es", "ai-in-services"),
        ("estoni", "en", "ee"),
        ("cybersecuritty", "en", "data-security"),
    ] {
        let found = suggested(words, &format!("&lang={lang}"));
        let slugs: Vec<&str> = found.iter().take(5).map(|(_, slug)| slug.as_str()).collect();
        assert!(slugs.contains(&slug), "{words}: {found:?}");
    }
    assert_eq!(suggested("f", "").len(), 0);
    assert_eq!(suggested("emp", "&limit=3").len(), 3);
    assert_eq!(suggested("xqzvkw", ""), []);
}

/// Something that nobody but a test says.
const WRITTEN: &str = r#"@prefix id: <https://w3id.org/passerelle/id/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
<https://w3id.org/passerelle/id/theme/telework> skos:altLabel "zibeline laborieuse"@fr .
<https://w3id.org/passerelle/id/member/ke-pes> skos:altLabel "Zibeline of Nairobi"@en .
"#;

#[test]
fn what_is_written_is_found_at_once_and_no_longer_than_it_is_there() {
    let graph = "/store?graph=https://example.org/search";
    let found = || {
        let answer = ask(Method::GET, &path("zibelines", &[("limit", "100")]), &[], Body::empty());
        names(&answer.json())
    };
    assert_eq!(found(), Vec::<String>::new());
    let put = write(Method::PUT, graph, &[("content-type", "text/turtle")], WRITTEN);
    assert!(put.status.is_success(), "{}", put.text());
    // By its name, and what is linked to it by the name of that.
    for name in ["theme/telework", "member/ke-pes", "topic/2022-q8-14", "member/ca-pes"] {
        assert!(found().contains(&name.to_owned()), "{name}: {:?}", found());
    }
    assert!(write(Method::DELETE, graph, &[], Body::empty()).status.is_success());
    assert_eq!(found(), Vec::<String>::new());
}

#[test]
fn an_index_with_changes_answers_like_one_built_anew() {
    let data = data_directory();
    let graph = KnowledgeGraph::open(data.path()).expect("the directory opens");
    let before = SearchIndex::read(&graph).expect("an index");
    let directory = tempfile::tempdir().expect("a directory");
    let file = directory.path().join("written.ttl");
    std::fs::write(&file, WRITTEN).expect("a file");
    let name = Iri::parse("https://example.org/search").expect("an IRI");
    let drafts = RdfFile::read(&file).and_then(|file| file.parse(&name)).expect("Turtle");
    graph.add(&drafts).expect("it fits the shapes");
    let ids = ["theme/telework", "member/ke-pes"]
        .map(|id| Iri::parse(&format!("https://w3id.org/passerelle/id/{id}")).expect("an IRI"));
    let [telework, kenya] = ids;
    let changed = before.with_changes(&graph, &[telework]).expect("an index");
    let changed = changed.with_changes(&graph, &[kenya]).expect("an index");
    let anew = SearchIndex::read(&graph).expect("an index");
    assert_eq!(changed.len(), anew.len());
    let answer = |index: &SearchIndex, words: &str| {
        let question = Question { text: words.to_owned(), limit: 50, ..Question::default() };
        format!("{:?}", index.search(&question, |_| Vec::new()).expect("an answer"))
    };
    let questions = judged().into_iter().map(|one| one.words);
    for words in questions.chain(["zibeline".to_owned(), "télétravail au Kenya".to_owned()]) {
        assert_eq!(answer(&changed, &words), answer(&anew, &words), "{words}");
    }
    assert_ne!(answer(&before, "zibeline"), answer(&anew, "zibeline"));

    // With so much changed it is built anew meanwhile, and taken up when it is there.
    let all: Vec<Iri> = read_things(&graph, &[], &StopToken::default())
        .expect("things")
        .into_keys()
        .take(300)
        .collect();
    let mut changed = changed.with_changes(&graph, &all).expect("an index");
    for id in &all[..20] {
        changed = changed.with_changes(&graph, std::slice::from_ref(id)).expect("an index");
        assert_eq!(changed.len(), anew.len());
        assert_eq!(answer(&changed, "zibeline"), answer(&anew, "zibeline"));
    }
}
