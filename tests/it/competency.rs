//! The competency questions over the real seed, asked the way a stranger asks
//! and compared row by row: `tests/competency-questions/README.md`.

use crate::seeded::{SEEDED, test_file};
use passerelle::graph::{DatasetChoice, PublicQuery, QueryLimits, ResultFormat, StopToken};
use std::path::{Path, PathBuf};

/// Fewer than this, and someone has lost some.
const QUESTIONS_MIN: usize = 25;

fn questions() -> Vec<PathBuf> {
    let mut paths: Vec<PathBuf> = std::fs::read_dir(test_file("competency-questions"))
        .expect("the folder of questions is there")
        .map(|entry| entry.expect("the folder can be read").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "rq"))
        .collect();
    paths.sort();
    paths
}

fn name(path: &Path) -> String {
    path.file_stem().unwrap_or_default().to_string_lossy().into_owned()
}

fn expected(question: &Path) -> String {
    let path = question.with_extension("csv");
    std::fs::read_to_string(&path)
        .unwrap_or_else(|error| panic!("{} needs its answer: {error}", path.display()))
        .replace('\r', "")
}

fn answer(question: &Path) -> String {
    let text = std::fs::read_to_string(question).expect("the question is UTF-8");
    let mut csv = Vec::new();
    PublicQuery::parse(&text, &[], QueryLimits::default())
        .and_then(|query| {
            let (dataset, stop) = (DatasetChoice::default(), StopToken::default());
            query.write_results(&SEEDED, &dataset, &stop, ResultFormat::Csv, &mut csv)
        })
        .unwrap_or_else(|error| panic!("{}: {error}", name(question)));
    String::from_utf8(csv).expect("CSV is UTF-8").replace('\r', "")
}

/// The rows that are missing and those that are too many.
fn difference(expected: &str, found: &str) -> String {
    let only = |one: &str, other: &str, sign: char| -> Vec<String> {
        let rows = one.lines().filter(|row| !other.lines().any(|line| line == *row));
        rows.map(|row| format!("  {sign} {row}")).collect()
    };
    let mut rows = only(expected, found, '-');
    rows.extend(only(found, expected, '+'));
    if rows.is_empty() {
        rows.push("  the same rows in another order, or some of them repeated".into());
    }
    rows.join("\n")
}

#[test]
fn each_question_has_its_answer() {
    let differences: Vec<String> = questions()
        .iter()
        .map(|question| (question, expected(question), answer(question)))
        .filter(|(_, expected, found)| expected != found)
        .map(|(question, expected, found)| {
            format!("{} (- expected, + found)\n{}", name(question), difference(&expected, &found))
        })
        .collect();
    assert!(differences.is_empty(), "{}", differences.join("\n\n"));
}

#[test]
fn there_are_enough_questions_and_some_are_rightly_empty() {
    let questions = questions();
    assert!(questions.len() >= QUESTIONS_MIN, "only {} questions", questions.len());
    let empty = questions.iter().filter(|question| expected(question).lines().count() == 1);
    assert!(empty.count() >= 3, "too few questions whose right answer is empty");
}

#[test]
fn the_questions_are_numbered_without_gaps_and_say_what_they_ask() {
    for (place, question) in questions().iter().enumerate() {
        let number = format!("{:02}", place + 1);
        assert!(name(question).starts_with(&format!("{number}-")), "{}", name(question));
        let text = std::fs::read_to_string(question).expect("the question is UTF-8");
        let mut lines = text.lines();
        let asks = lines.next().unwrap_or_default();
        assert!(asks.starts_with(&format!("# CQ{number} ")), "{}: {asks}", name(question));
        let asked_by = lines.next().unwrap_or_default();
        assert!(asked_by.starts_with("# Asked by "), "{}: {asked_by}", name(question));
    }
}
