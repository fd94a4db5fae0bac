//! The search page: what an officer finds in each language, how the hits are
//! narrowed down, and what is said when nothing is found.

use crate::pages::{LANGUAGES, all, attributes, check, page};
use crate::support::{get, get_json};
use axum::http::StatusCode;
use scraper::Html;
use serde_json::Value;

/// The same question, as an officer of each language types it.
const SANCTIONS: [(&str, &str); 3] = [
    ("fr", "sanctions après un refus d’emploi"),
    ("en", "sanctions after a refused job offer"),
    ("es", "sanciones por rechazar una oferta"),
];

fn address(language: &str, words: &str, others: &str) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    query.append_pair("q", words);
    format!("/{language}/search?{}{others}", query.finish())
}

fn results(document: &Html) -> Vec<String> {
    attributes(document, ".results h3 a", "href")
}

/// The number of hits, as the heading says it.
fn total(document: &Html) -> u64 {
    let heading = all(document, "#results").concat();
    heading.split(' ').next().and_then(|number| number.parse().ok()).expect("a number")
}

#[test]
fn a_question_is_answered_in_each_language() {
    for (language, words) in SANCTIONS {
        let path = address(language, words, "");
        let (answer, document) = page(&path);
        check(&path, language, &answer, &document);
        let found = results(&document);
        for right in ["theme/sanctions", "topic/2022-q8-02"] {
            assert!(found.contains(&format!("/{language}/{right}")), "{path}: {found:?}");
        }
        let theme = attributes(&document, ".understood a", "href");
        assert_eq!(theme, [format!("/{language}/theme/sanctions")]);
        let marked = all(&document, ".results mark").concat().to_lowercase();
        let word = if language == "es" { "rechaz" } else { "sanction" };
        assert!(marked.contains(word), "{path}: {marked}");
        assert_eq!(attributes(&document, "#question", "value"), [words]);
        assert_eq!(attributes(&document, "meta[name=robots]", "content"), ["noindex"]);
    }
}

#[test]
fn words_of_another_language_say_so() {
    let (_, document) = page(&address("es", "télétravail", "&kind=statement"));
    for language in attributes(&document, ".results [lang]", "lang") {
        assert!(["fr", "en"].contains(&language.as_str()), "{language}");
    }
    let (_, document) = page(&address("es", "jobactive", ""));
    assert!(results(&document).contains(&"/es/programme/jobactive".to_owned()));
}

#[test]
fn every_number_beside_a_facet_is_that_of_its_page() {
    let (_, document) = page(&address("en", "young people", ""));
    let links = attributes(&document, ".facets > ul a", "href");
    let counts = all(&document, ".facets > ul .count");
    assert!(links.len() > 15 && links.len() == counts.len(), "{links:?}");
    for (link, count) in links.iter().zip(&counts) {
        let (_, narrowed) = page(link);
        assert_eq!(total(&narrowed).to_string(), *count, "{link}");
        let chosen = attributes(&narrowed, ".chosen .chips a", "href");
        // The choice, and all choices at once.
        assert_eq!(chosen.len(), 2, "{link}");
        let (_, again) = page(&chosen[0]);
        assert_eq!(total(&again), total(&document), "{link}");
    }
}

#[test]
fn pages_follow_each_other() {
    let first = address("fr", "formation", "");
    let (_, document) = page(&first);
    let next = attributes(&document, ".pager a[rel=next]", "href");
    let (_, second) = page(&next[0]);
    let shown = [results(&document), results(&second)];
    assert_eq!(shown.each_ref().map(Vec::len), [20, 20]);
    assert!(shown[0].iter().all(|link| !shown[1].contains(link)));
    // The answers are those of the API.
    let api = get_json("/api/v1/search?q=formation&lang=fr&limit=20");
    let slugs = api["data"].as_array().expect("a list").iter().map(|hit| {
        let text = |key: &str| hit[key].as_str().unwrap_or_default().to_owned();
        format!("/fr/{}/{}", text("kind"), text("slug"))
    });
    assert_eq!(slugs.collect::<Vec<_>>(), shown[0]);
    assert_eq!(api["total"], Value::from(total(&document)));
    let beyond = get(&format!("{first}&page=9999"));
    assert_eq!(beyond.status, StatusCode::BAD_REQUEST);
}

#[test]
fn what_was_put_right_is_said() {
    let (_, document) = page(&address("en", "teletravial", ""));
    let note = all(&document, "main > .note").concat();
    assert!(note.contains("“teletravial”") && note.contains("“teletravail”"), "{note}");
}

#[test]
fn nothing_found_leads_on() {
    for language in LANGUAGES {
        let path = address(language, "xqzvkw wqxzjk", "&region=africa");
        let (answer, document) = page(&path);
        check(&path, language, &answer, &document);
        assert!(results(&document).is_empty());
        let whole = attributes(&document, "section[aria-labelledby=nothing] a", "href");
        assert_eq!(whole[0], address(language, "xqzvkw wqxzjk", ""));
        assert!(attributes(&document, "section[aria-labelledby=domains] a", "href").len() > 10);
    }
    let (_, document) = page(&address("en", "telework", "&year=1850"));
    assert!(results(&document).is_empty());
}

#[test]
fn no_question_is_an_invitation() {
    for path in ["/en/search", "/en/search?q="] {
        let (answer, document) = page(path);
        check(path, "en", &answer, &document);
        assert!(attributes(&document, "meta[name=robots]", "content").is_empty());
        assert!(attributes(&document, "section[aria-labelledby=domains] a", "href").len() > 10);
    }
}

#[test]
fn whatever_is_typed_comes_out_as_text() {
    for words in
        ["<script>alert(1)</script> jeunes", "\"><img src=x onerror=alert(1)>", "'-- jeunes;"]
    {
        let path = address("fr", words, "");
        let (answer, document) = page(&path);
        check(&path, "fr", &answer, &document);
        assert_eq!(attributes(&document, "#question", "value"), [words]);
        assert!(attributes(&document, "img", "src").is_empty());
    }
}

#[test]
fn a_box_is_on_every_page_and_its_script_where_it_suggests() {
    for path in ["/en/", "/en/search", "/en/about", "/en/member/ke-pes"] {
        let (_, document) = page(path);
        assert_eq!(attributes(&document, "form[role=search]", "action"), ["/en/search"], "{path}");
    }
    let (_, document) = page("/fr/");
    let script = get(&attributes(&document, "script[src]", "src")[0]);
    assert_eq!(script.header("content-type"), "text/javascript; charset=utf-8");
    assert!(script.header("cache-control").contains("immutable"));
}
