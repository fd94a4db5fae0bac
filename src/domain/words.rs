//! Words of running text, and what they are compared by: lower case, without
//! accents, without endings. Matching, search and the functions of SPARQL all
//! compare words in this way.

use super::Language;
use rust_stemmers::{Algorithm, Stemmer};
use std::collections::HashSet;
use std::sync::LazyLock;
use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};
use unicode_segmentation::UnicodeSegmentation;

/// A word with the byte where it begins in its text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Word<'a> {
    /// As it is written.
    pub text: &'a str,
    /// Its first byte.
    pub start: usize,
}

impl Word<'_> {
    /// The byte after its last one.
    #[must_use]
    pub fn end(&self) -> usize {
        self.start + self.text.len()
    }
}

/// The words of a text, taken apart at apostrophes as well: `l'emploi`. Single
/// letters are none; single digits are.
pub fn words(text: &str) -> impl Iterator<Item = Word<'_>> {
    text.unicode_word_indices().flat_map(|(start, word)| parts(word, start)).filter(|word| {
        let mut letters = word.text.chars();
        letters.next().is_some_and(char::is_numeric) || letters.next().is_some()
    })
}

fn parts(word: &str, start: usize) -> impl Iterator<Item = Word<'_>> {
    let mut place = start;
    word.split_inclusive(['\'', '\u{2019}', '_']).map(move |part| {
        let text = part.trim_end_matches(['\'', '\u{2019}', '_']);
        let word = Word { text, start: place };
        place += part.len();
        word
    })
}

/// Lower case, without accents, ligatures taken apart.
#[must_use]
pub fn folded(word: &str) -> String {
    if word.is_ascii() {
        return word.to_ascii_lowercase();
    }
    let mut folded = String::with_capacity(word.len());
    for letter in word.nfkd().filter(|letter| !is_combining_mark(*letter)) {
        for letter in letter.to_lowercase() {
            match letter {
                'œ' => folded.push_str("oe"),
                'æ' => folded.push_str("ae"),
                'ß' => folded.push_str("ss"),
                'ø' => folded.push('o'),
                other => folded.push(other),
            }
        }
    }
    folded
}

/// Words of our field that a stemmer takes for one another: services for
/// employers are no employment services.
const KEPT_APART: [(Language, &str, &[&str]); 5] = [
    (Language::English, "employment", &["employment", "employments"]),
    (Language::English, "employer", &["employer", "employers"]),
    (Language::English, "employee", &["employee", "employees"]),
    (Language::Spanish, "empleo", &["empleo", "empleos"]),
    (Language::Spanish, "empleador", &["empleador", "empleadora", "empleadores", "empleadoras"]),
];

/// What a word of this language is compared by. The stemmers know endings by
/// their accents, so these go last.
#[must_use]
pub fn stem(word: &str, language: Language) -> String {
    let word = word.to_lowercase();
    for (of, stem, words) in KEPT_APART {
        if of == language && words.contains(&word.as_str()) {
            return stem.to_owned();
        }
    }
    let algorithm = match language {
        Language::French => Algorithm::French,
        Language::English => Algorithm::English,
        Language::Spanish => Algorithm::Spanish,
    };
    folded(&Stemmer::create(algorithm).stem(&word))
}

/// Whether a folded word tells nothing by itself in this language.
#[must_use]
pub fn is_empty_word(folded: &str, language: Language) -> bool {
    EMPTY_WORDS.iter().any(|(one, words)| *one == language && words.contains(folded))
}

static EMPTY_WORDS: LazyLock<[(Language, HashSet<String>); 3]> = LazyLock::new(|| {
    Language::ALL.map(|language| {
        let listed = stop_words::get(language.tag());
        (language, listed.iter().map(|word| folded(word)).collect())
    })
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_know_where_they_stand() {
        let text = "L’emploi des jeunes, e.g. in 2022: main-d'œuvre";
        let found: Vec<&str> = words(text).map(|word| word.text).collect();
        assert_eq!(found, ["emploi", "des", "jeunes", "e.g", "in", "2022", "main", "œuvre"]);
        for word in words(text) {
            assert_eq!(&text[word.start..word.end()], word.text);
        }
        assert_eq!(words("\u{0}\u{301} ' .. _ a").count(), 0);
    }

    #[test]
    fn accents_and_endings_do_not_count() {
        assert_eq!(folded("Œuvre ÉTÉ niño ﬁn"), "oeuvre ete nino fin");
        assert_eq!(stem("formación", Language::Spanish), stem("formaciones", Language::Spanish));
        assert_eq!(stem("Formés", Language::French), stem("formées", Language::French));
        assert_eq!(stem("sanctions", Language::English), "sanction");
        assert_ne!(stem("Employers", Language::English), stem("employment", Language::English));
    }

    #[test]
    fn each_language_has_its_own_empty_words() {
        assert!(is_empty_word("avec", Language::French));
        assert!(is_empty_word("mas", Language::Spanish));
        assert!(!is_empty_word("empleo", Language::Spanish));
        assert!(!is_empty_word("work", Language::English));
    }
}
