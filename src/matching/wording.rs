//! Free text mapped to concepts by their labels, in the three languages at
//! once: who writes need not say in which.
//!
//! A label is found where all its words stand close together, whatever their
//! order, endings and accents. It is a lookup and no guess: what is found can
//! be shown with the words that led to it.

use crate::domain::{Iri, Language, folded, is_empty_word, stem, words};
use crate::graph::{GraphError, KnowledgeGraph, Query};
use std::collections::{BTreeSet, HashMap};

/// Other words that may stand between those of a label.
const GAP_MAX: usize = 1;

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
    /// The stems of the labels' words, which know their accents, by these words
    /// without them.
    by_word: HashMap<String, String>,
}

struct Label {
    concept: Iri,
    text: String,
    stems: BTreeSet<String>,
}

/// A word that tells something, with its place among all words.
struct Word {
    stem: String,
    place: usize,
}

/// A label in the text, from one place to another, both included.
struct Find<'a> {
    label: &'a Label,
    language: Language,
    from: usize,
    to: usize,
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
    /// they come. A label within a longer one is not what was meant.
    #[must_use]
    pub fn find(&self, text: &str) -> Vec<Mention> {
        let words = texts(text);
        let mut finds: Vec<Find<'_>> =
            self.tongues.iter().flat_map(|tongue| tongue.find(&words)).collect();
        // The longest first, and of equals the first language.
        finds.sort_by_key(|find| std::cmp::Reverse((find.label.stems.len(), find.to - find.from)));
        let mut kept: Vec<Find<'_>> = Vec::new();
        for find in finds {
            let within = |other: &Find<'_>| {
                other.from <= find.from
                    && find.to <= other.to
                    && other.label.stems.len() > find.label.stems.len()
            };
            let known = kept.iter().any(|other| other.label.concept == find.label.concept);
            if !known && !kept.iter().any(within) {
                kept.push(find);
            }
        }
        kept.sort_by_key(|find| find.from);
        kept.into_iter().map(|find| find.mention(&words)).collect()
    }
}

impl Find<'_> {
    fn mention(&self, words: &[&str]) -> Mention {
        Mention {
            concept: self.label.concept.clone(),
            label: self.label.text.clone(),
            language: self.language,
            words: words[self.from..=self.to].join(" "),
        }
    }
}

impl Tongue {
    fn new(language: Language) -> Self {
        Self { language, labels: Vec::new(), by_stem: HashMap::new(), by_word: HashMap::new() }
    }

    fn learn(&mut self, concept: Iri, text: String) {
        for word in texts(&text) {
            self.by_word.insert(folded(word), stem(word, self.language));
        }
        let stems: BTreeSet<String> = self.telling(&texts(&text)).map(|word| word.stem).collect();
        // What is left of "services for all" or "e-services" is in every text.
        let parts = text.split(|letter: char| !letter.is_alphanumeric());
        if stems.len() == 1 && parts.filter(|part| !part.is_empty()).count() > 1 {
            return;
        }
        for stem in &stems {
            self.by_stem.entry(stem.clone()).or_default().push(self.labels.len());
        }
        self.labels.push(Label { concept, text, stems });
    }

    /// The words that tell something, folded to what they are compared by.
    fn telling<'a>(&'a self, words: &'a [&str]) -> impl Iterator<Item = Word> + 'a {
        words.iter().enumerate().filter_map(|(place, word)| {
            let plain = folded(word);
            let tells = !is_empty_word(&plain, self.language);
            let known = self.by_word.get(&plain);
            let stem = || known.cloned().unwrap_or_else(|| stem(word, self.language));
            tells.then(|| Word { stem: stem(), place })
        })
    }

    fn find(&self, words: &[&str]) -> Vec<Find<'_>> {
        let words: Vec<Word> = self.telling(words).collect();
        let mut finds = Vec::new();
        for begin in 0..words.len() {
            let labels = self.by_stem.get(&words[begin].stem).into_iter().flatten();
            for label in labels.map(|&number| &self.labels[number]) {
                let window = &words[begin..words.len().min(begin + label.stems.len() + GAP_MAX)];
                if let Some(end) = end_of(label, window) {
                    let (from, to) = (words[begin].place, window[end].place);
                    finds.push(Find { label, language: self.language, from, to });
                }
            }
        }
        finds
    }
}

/// Where in the window the last missing word of the label stands.
fn end_of(label: &Label, window: &[Word]) -> Option<usize> {
    let mut missing: BTreeSet<&str> = label.stems.iter().map(String::as_str).collect();
    window.iter().position(|word| {
        missing.remove(word.stem.as_str());
        missing.is_empty()
    })
}

fn texts(text: &str) -> Vec<&str> {
    words(text).map(|word| word.text).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wording() -> Wording {
        let labels = [
            ("ai", Language::English, "artificial intelligence"),
            ("ai", Language::French, "intelligence artificielle"),
            ("skills", Language::Spanish, "reconocimiento de competencias"),
            ("training", Language::Spanish, "formación profesional"),
            ("digital", Language::English, "e-services"),
            ("youth", Language::French, "emploi des jeunes"),
            ("jobs", Language::French, "emploi"),
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
        for text in ["formacion profesional", "formaciones profesionales", "Formación profesional"]
        {
            assert_eq!(found(text), [iri("training")], "{text}");
        }
    }

    #[test]
    fn a_label_within_a_longer_one_is_not_meant() {
        assert_eq!(found("l'emploi des jeunes"), [iri("youth")]);
        assert_eq!(found("l'emploi, et les jeunes entrepreneurs du pays"), [iri("youth")]);
        assert_eq!(found("emploi"), [iri("jobs")]);
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
        for text in ["", "   ", "de la des", "the and of", "zzz", "\u{301}\u{301}", "services"] {
            assert_eq!(found(text), Vec::<Iri>::new(), "{text:?}");
        }
    }
}
