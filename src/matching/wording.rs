//! Free text mapped to concepts by their labels, in the three languages at
//! once: who writes need not say in which.
//!
//! A label is found where all its words stand close together, whatever their
//! endings and accents. It is a lookup and no guess: what is found can be shown
//! with the words that led to it.

use crate::domain::{self, Iri, Language, folded, is_empty_word};
use crate::graph::{GraphError, KnowledgeGraph, Query};
use std::cmp::Reverse;
use std::collections::HashMap;

/// Other telling words that may stand between those of a label, where these
/// stand in its order.
const GAP_MAX: usize = 1;
/// So many words in capitals can be abbreviations.
const ABBREVIATIONS_MAX: usize = 3;
/// Stems that make one of who employs, who is employed and employment.
const TOO_COARSE: [&str; 2] = ["employ", "emple"];

/// The labels of all concepts, ready to be looked for.
pub struct Wording {
    tongues: Vec<Tongue>,
}

/// A concept that a text speaks of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mention {
    /// The concept.
    pub concept: Iri,
    /// Its label that was found.
    pub label: String,
    /// The language of that label.
    pub language: Language,
    /// The words of the text.
    pub words: String,
}

/// How words of one language are compared.
struct Tongue {
    language: Language,
    labels: Vec<Label>,
    /// Labels by each of their stems.
    by_stem: HashMap<String, Vec<usize>>,
}

struct Label {
    concept: Iri,
    text: String,
    /// Of the words that tell something, each once, in their order.
    stems: Vec<String>,
    /// Where one word alone tells something.
    alone: Option<Alone>,
}

/// A label of which one word alone tells something: it is that word, and stands
/// where it does. By its stem, *communes* would be *communication*, and
/// "services for all" be found in every "services".
struct Alone {
    word: String,
    before: String,
    after: String,
}

/// A word as one language reads it, with its bytes in the text.
struct Token {
    plain: String,
    stem: String,
    tells: bool,
    start: usize,
    end: usize,
}

/// A label in the text.
struct Find<'a> {
    label: &'a Label,
    language: Language,
    /// Its words, by their place among all.
    places: Vec<usize>,
    /// All that is between the first and the last, in bytes.
    bytes: (usize, usize),
}

impl Wording {
    /// The labels of the themes in the graph.
    ///
    /// # Errors
    /// When the store fails.
    pub fn read(graph: &KnowledgeGraph) -> Result<Self, GraphError> {
        let query = Query::new(include_str!("../graph/queries/matching/labels.rq"));
        let mut labels = Vec::new();
        for row in graph.select(&query)? {
            let tag = row.text("lang")?;
            if let Some(language) = Language::ALL.into_iter().find(|one| one.tag() == tag) {
                labels.push((row.iri("theme")?, language, row.text("label")?.to_owned()));
            }
        }
        Ok(Self::new(labels))
    }

    /// From concepts with their labels.
    pub fn new(labels: impl IntoIterator<Item = (Iri, Language, String)>) -> Self {
        let mut tongues: Vec<Tongue> = Language::ALL.into_iter().map(Tongue::new).collect();
        for (concept, language, text) in labels {
            for tongue in tongues.iter_mut().filter(|tongue| tongue.language == language) {
                tongue.learn(concept.clone(), text.clone());
            }
        }
        Self { tongues }
    }

    /// The concepts that a text speaks of, each once, in the order in which
    /// they come. A label whose words are all part of a longer one is not what
    /// was meant.
    #[must_use]
    pub fn find(&self, text: &str) -> Vec<Mention> {
        let mut finds: Vec<Find<'_>> =
            self.tongues.iter().flat_map(|tongue| tongue.find(text)).collect();
        // The longest first, then the closest, and of equals the first language.
        finds.sort_by_key(|find| {
            let [first, .., last] = find.places[..] else { return (Reverse(1), 0) };
            (Reverse(find.places.len()), last - first)
        });
        let mut kept: Vec<Find<'_>> = Vec::new();
        for find in finds {
            let part_of = |other: &Find<'_>| {
                other.places.len() > find.places.len()
                    && find.places.iter().all(|place| other.places.contains(place))
            };
            let known = kept.iter().any(|other| other.label.concept == find.label.concept);
            if !known && !kept.iter().any(part_of) {
                kept.push(find);
            }
        }
        kept.sort_by_key(|find| find.bytes.0);
        kept.into_iter().map(|find| find.mention(text)).collect()
    }
}

impl Find<'_> {
    fn mention(&self, text: &str) -> Mention {
        Mention {
            concept: self.label.concept.clone(),
            label: self.label.text.clone(),
            language: self.language,
            words: text[self.bytes.0..self.bytes.1].to_owned(),
        }
    }
}

impl Tongue {
    fn new(language: Language) -> Self {
        Self { language, labels: Vec::new(), by_stem: HashMap::new() }
    }

    fn learn(&mut self, concept: Iri, text: String) {
        let tokens: Vec<Token> = self.read(&text).into_iter().filter(|token| token.tells).collect();
        let alone = match &tokens[..] {
            [] => return,
            [token] => Some(Alone {
                word: token.plain.clone(),
                before: text[..token.start].to_owned(),
                after: text[token.end..].to_owned(),
            }),
            _ => None,
        };
        let mut stems: Vec<String> = Vec::new();
        for token in tokens {
            if !stems.contains(&token.stem) {
                self.by_stem.entry(token.stem.clone()).or_default().push(self.labels.len());
                stems.push(token.stem);
            }
        }
        self.labels.push(Label { concept, text, stems, alone });
    }

    /// The words of a text. An abbreviation that would be an empty word in small
    /// letters, such as SI or IT, tells something in capitals and only so, and
    /// not where all is in capitals.
    fn read(&self, text: &str) -> Vec<Token> {
        let loud = domain::words(text).count() > ABBREVIATIONS_MAX
            && !text.chars().any(char::is_lowercase);
        let token = |word: domain::Word<'_>| {
            let plain = folded(word.text);
            let empty = |language| is_empty_word(&plain, language);
            let capitals = !loud && word.text.chars().all(char::is_uppercase);
            let abbreviation = capitals && Language::ALL.into_iter().any(empty);
            let stem =
                if abbreviation { word.text.to_owned() } else { self.stem(word.text, &plain) };
            Token {
                stem,
                tells: abbreviation || !empty(self.language),
                start: word.start,
                end: word.end(),
                plain,
            }
        };
        domain::words(text).map(token).collect()
    }

    fn stem(&self, word: &str, plain: &str) -> String {
        let stem = domain::stem(word, self.language);
        if TOO_COARSE.contains(&stem.as_str()) {
            return plain.trim_end_matches('s').to_owned();
        }
        stem
    }

    fn find(&self, text: &str) -> Vec<Find<'_>> {
        let tokens = self.read(text);
        let mut finds = Vec::new();
        for begin in 0..tokens.len() {
            let labels = self.by_stem.get(&tokens[begin].stem).into_iter().flatten();
            for label in labels.map(|&number| &self.labels[number]) {
                let places = label.places(&tokens[begin..]);
                let found = places.and_then(|places| {
                    let places: Vec<usize> = places.into_iter().map(|it| begin + it).collect();
                    let bytes = match &label.alone {
                        Some(alone) => alone.find(text, &tokens[begin])?,
                        None => (tokens[begin].start, tokens[*places.last()?].end),
                    };
                    Some(Find { label, language: self.language, places, bytes })
                });
                finds.extend(found);
            }
        }
        finds
    }
}

impl Label {
    /// Where its words stand, the first of them at the first of `tokens`: in any
    /// order where no other telling word is between them, else in its own.
    fn places(&self, tokens: &[Token]) -> Option<Vec<usize>> {
        let mut missing: Vec<&str> = self.stems.iter().map(String::as_str).collect();
        let (mut places, mut others, mut in_order) = (Vec::new(), 0, true);
        for (place, token) in tokens.iter().enumerate() {
            if let Some(at) = missing.iter().position(|stem| *stem == token.stem) {
                in_order &= at == 0;
                missing.remove(at);
                places.push(place);
            } else if token.tells {
                others += 1;
            }
            if missing.is_empty() || others > GAP_MAX {
                break;
            }
        }
        (missing.is_empty() && (others == 0 || in_order)).then_some(places)
    }
}

impl Alone {
    /// The bytes of the word with what stands around it; none where it is
    /// another word of that stem, or stands elsewhere.
    fn find(&self, text: &str, token: &Token) -> Option<(usize, usize)> {
        let longer = self.word.chars().count().max(token.plain.chars().count());
        let common = self.word.chars().zip(token.plain.chars()).take_while(|(a, b)| a == b).count();
        let from = match self.before.chars().count().checked_sub(1) {
            Some(back) => text[..token.start].char_indices().rev().nth(back)?.0,
            None => token.start,
        };
        let to = match self.after.chars().count().checked_sub(1) {
            Some(on) => {
                let (place, letter) = text[token.end..].char_indices().nth(on)?;
                token.end + place + letter.len_utf8()
            }
            None => token.end,
        };
        let same = |one: &str, other: &str| folded(one) == folded(other);
        let found = 2 * common >= longer
            && same(&text[from..token.start], &self.before)
            && same(&text[token.end..to], &self.after);
        found.then_some((from, to))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wording() -> Wording {
        let labels = [
            ("ai", Language::English, "artificial intelligence"),
            ("ai", Language::French, "intelligence artificielle"),
            ("skills", Language::Spanish, "reconocimiento de competencias"),
            ("youth", Language::French, "emploi des jeunes"),
            ("jobs", Language::French, "emploi"),
            ("access", Language::English, "services for all"),
            ("online", Language::English, "e-services"),
            ("systems", Language::French, "SI"),
            ("image", Language::French, "communication"),
            ("employers", Language::English, "employer services"),
        ];
        Wording::new(labels.map(|(id, language, text)| (iri(id), language, text.to_owned())))
    }

    fn iri(id: &str) -> Iri {
        Iri::parse(&format!("https://example.org/{id}")).expect("an IRI")
    }

    fn found(text: &str) -> Vec<Iri> {
        wording().find(text).into_iter().map(|mention| mention.concept).collect()
    }

    #[test]
    fn labels_are_found_whatever_their_accents_endings_and_order() {
        assert_eq!(found("Nous cherchons l'INTELLIGENCE artificielle"), [iri("ai")]);
        assert_eq!(
            found("Reconocer la competencia: reconocimientos de competencia"),
            [iri("skills")]
        );
        assert_eq!(found("artificial and business intelligence"), [iri("ai")]);
        assert_eq!(found("intelligence, artificial"), [iri("ai")]);
        assert_eq!(found("intelligence of artificial lakes"), [iri("ai")]);
        assert!(found("intelligence of many artificial lakes").is_empty());
    }

    #[test]
    fn a_label_within_a_longer_one_is_not_meant() {
        assert_eq!(found("l'emploi des jeunes"), [iri("youth")]);
        assert_eq!(found("l'emploi, et les jeunes entrepreneurs du pays"), [iri("youth")]);
        assert_eq!(found("emploi"), [iri("jobs")]);
    }

    #[test]
    fn empty_words_count_where_one_word_alone_tells() {
        assert!(found("our services").is_empty());
        assert_eq!(found("Services for all citizens"), [iri("access")]);
        assert_eq!(found("our E-services"), [iri("online")]);
    }

    #[test]
    fn another_word_of_the_same_stem_is_not_meant() {
        assert!(found("les communes").is_empty());
        assert_eq!(found("communiquer, des communications"), [iri("image")]);
    }

    #[test]
    fn abbreviations_that_are_words_are_found_in_capitals() {
        assert_eq!(found("refonte du SI"), [iri("systems")]);
        assert!(found("si possible").is_empty());
        assert!(found("SI POSSIBLE LE MATIN").is_empty());
        assert_eq!(found("L'EMPLOI POUR LES JEUNES"), [iri("youth")]);
    }

    #[test]
    fn employers_are_not_employment() {
        assert_eq!(found("services for employers"), [iri("employers")]);
        assert!(found("employment services").is_empty());
    }

    #[test]
    fn what_is_found_is_shown_with_its_words() {
        let [mention] = &wording().find("about Artificial Intelligence, please")[..] else {
            panic!("one mention")
        };
        assert_eq!(mention.words, "Artificial Intelligence");
        assert_eq!(mention.label, "artificial intelligence");
        assert_eq!(mention.language, Language::English);
    }

    #[test]
    fn words_that_tell_nothing_find_nothing() {
        for text in ["", "   ", "de la des", "the and of", "zzz", "\u{301}\u{301}"] {
            assert_eq!(found(text), Vec::<Iri>::new(), "{text:?}");
        }
    }
}
