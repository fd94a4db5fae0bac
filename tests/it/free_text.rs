//! Free text in `POST /api/v1/matches`: are the themes found that a reader finds
//! in it? The texts are in `tests/free-text/`.

use crate::api::walk;
use crate::seeded::test_file;
use crate::support::post;
use axum::http::StatusCode;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// A text with the themes that a reader finds in it.
struct Text {
    /// Labels were mended by it.
    tuned: bool,
    language: String,
    words: String,
    right: BTreeSet<String>,
}

/// Themes found that are right, found at all, and to be found.
#[derive(Clone, Copy, Debug, Default)]
struct Tally {
    right: u32,
    found: u32,
    wanted: u32,
}

impl Tally {
    fn precision(self) -> f64 {
        f64::from(self.right) / f64::from(self.found)
    }

    fn recall(self) -> f64 {
        f64::from(self.right) / f64::from(self.wanted)
    }
}

fn texts() -> Vec<Text> {
    let mut reader = csv::Reader::from_path(test_file("free-text/texts.csv")).expect("the texts");
    let text = |row: csv::StringRecord| Text {
        tuned: &row[0] == "tuned",
        language: row[1].to_owned(),
        words: row[2].to_owned(),
        right: row[3].split_whitespace().map(str::to_owned).collect(),
    };
    reader.records().map(|row| text(row.expect("well-formed CSV"))).collect()
}

/// The theme that each stands below.
fn broader() -> BTreeMap<String, String> {
    let slug = |value: &Value| value["slug"].as_str().map(str::to_owned);
    let themes = walk("/api/v1/themes");
    let pairs = themes.iter().map(|theme| Some((slug(theme)?, slug(&theme["broader"][0])?)));
    pairs.flatten().collect()
}

/// The themes that a text is taken to speak of; none where it is refused.
fn understood(text: &str) -> BTreeSet<String> {
    let profile = json!({"sought": {"text": text}}).to_string();
    let answer = post("/api/v1/matches?limit=1", "application/json", profile);
    if answer.status == StatusCode::UNPROCESSABLE_ENTITY {
        return BTreeSet::new();
    }
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
    let document = answer.json();
    let list = document["understood"].as_array().expect("what was understood").iter();
    list.map(|one| one["concept"]["slug"].as_str().expect("a slug").to_owned()).collect()
}

fn measure(texts: &[Text], pick: impl Fn(&Text) -> bool) -> Tally {
    let broader = broader();
    let above = |theme: &String| -> Vec<String> {
        std::iter::successors(broader.get(theme), |theme| broader.get(*theme)).cloned().collect()
    };
    let mut tally = Tally::default();
    for text in texts.iter().filter(|text| pick(text)) {
        let found = understood(&text.words);
        // Who speaks of a theme speaks of what is broader.
        let implied: BTreeSet<String> = text.right.iter().flat_map(above).collect();
        let right = found.intersection(&text.right).count();
        let wrong: Vec<&String> = found
            .iter()
            .filter(|theme| !text.right.contains(*theme) && !implied.contains(*theme))
            .collect();
        if !wrong.is_empty() || right < text.right.len() {
            println!("{:?}: {found:?}, not {:?}", text.words, text.right);
        }
        let number = |count: usize| u32::try_from(count).expect("few");
        tally.right += number(right);
        tally.found += number(right + wrong.len());
        tally.wanted += number(text.right.len());
    }
    tally
}

#[test]
fn texts_of_practitioners_lead_to_the_right_themes() {
    let texts = texts();
    for language in ["fr", "en", "es"] {
        let of_language = || texts.iter().filter(|text| text.language == language);
        assert!(of_language().count() >= 20, "{language}");
        assert!(of_language().filter(|text| text.right.is_empty()).count() >= 3, "{language}");
        assert!(of_language().filter(|text| text.right.len() > 1).count() >= 3, "{language}");
    }
    let tuned = measure(&texts, |text| text.tuned);
    assert!(tuned.precision() >= 0.95 && tuned.recall() >= 0.95, "{tuned:?}");
    let fresh = measure(&texts, |text| !text.tuned);
    assert!(fresh.precision() >= 0.95 && fresh.recall() >= 0.85, "{fresh:?}");
    println!("tuned: {:.2} {:.2}", tuned.precision(), tuned.recall());
    println!("fresh: {:.2} {:.2}", fresh.precision(), fresh.recall());
    for language in ["fr", "en", "es"] {
        let all = measure(&texts, |text| text.language == language);
        assert!(all.precision() >= 0.9 && all.recall() >= 0.85, "{language}: {all:?}");
    }
}
