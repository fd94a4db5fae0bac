//! How like words were coded before: the descriptions of statements with the
//! themes that they are about.

use crate::domain::{Iri, Language, folded, is_empty_word, stem, words};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// How like an earlier statement must be to count, from 0 to 1.
const LIKENESS_MIN: f64 = 0.3;

/// A statement that was coded.
#[derive(Clone, Debug)]
pub struct Precedent {
    /// The statement.
    pub statement: Iri,
    /// What it says.
    pub text: String,
    /// In which language.
    pub language: Language,
    /// What it is about.
    pub themes: Vec<Iri>,
}

/// The nearest statement that was coded to a theme.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Nearest {
    pub(super) theme: Iri,
    pub(super) statement: Iri,
    /// From 0 to 1.
    pub(super) likeness: f64,
}

/// Statements that were coded, ready to be compared with.
#[derive(Default)]
pub struct Precedents {
    tongues: Vec<Tongue>,
}

/// Those in one language, compared by the stems of their words.
struct Tongue {
    language: Language,
    statements: Vec<Coded>,
    by_stem: HashMap<String, Vec<usize>>,
}

struct Coded {
    statement: Iri,
    themes: Vec<Iri>,
    stems: BTreeSet<String>,
}

impl Precedents {
    /// From all that were coded.
    pub fn new(precedents: impl IntoIterator<Item = Precedent>) -> Self {
        let tongue =
            |language| Tongue { language, statements: Vec::new(), by_stem: HashMap::new() };
        let mut tongues: Vec<Tongue> = Language::ALL.into_iter().map(tongue).collect();
        for precedent in precedents {
            for tongue in tongues.iter_mut().filter(|it| it.language == precedent.language) {
                tongue.learn(&precedent);
            }
        }
        Self { tongues }
    }

    /// For each theme the statement that is nearest to a text, whatever the
    /// language of that.
    pub(super) fn nearest(&self, text: &str) -> Vec<Nearest> {
        let mut best: BTreeMap<Iri, Nearest> = BTreeMap::new();
        for near in self.tongues.iter().flat_map(|tongue| tongue.nearest(text)) {
            let known = best.get(&near.theme);
            if known.is_none_or(|known| known.likeness < near.likeness) {
                best.insert(near.theme.clone(), near);
            }
        }
        best.into_values().collect()
    }
}

impl Tongue {
    fn learn(&mut self, precedent: &Precedent) {
        let stems = stems(&precedent.text, self.language);
        for stem in &stems {
            self.by_stem.entry(stem.clone()).or_default().push(self.statements.len());
        }
        let (statement, themes) = (precedent.statement.clone(), precedent.themes.clone());
        self.statements.push(Coded { statement, themes, stems });
    }

    /// Likeness is the cosine of the stems, of which a rare one weighs more
    /// than one that many statements share.
    fn nearest(&self, text: &str) -> Vec<Nearest> {
        let wanted = stems(text, self.language);
        let own = self.length(&wanted);
        let places: BTreeSet<usize> =
            wanted.iter().filter_map(|stem| self.by_stem.get(stem)).flatten().copied().collect();
        let mut nearest = Vec::new();
        for coded in places.into_iter().map(|place| &self.statements[place]) {
            let shared = wanted.intersection(&coded.stems).map(|stem| self.weight(stem).powi(2));
            let likeness = shared.sum::<f64>() / (own * self.length(&coded.stems));
            if likeness >= LIKENESS_MIN {
                nearest.extend(coded.themes.iter().map(|theme| Nearest {
                    theme: theme.clone(),
                    statement: coded.statement.clone(),
                    likeness: likeness.min(1.0),
                }));
            }
        }
        nearest
    }

    #[allow(clippy::cast_precision_loss, reason = "there are few statements")]
    fn weight(&self, stem: &str) -> f64 {
        let with = self.by_stem.get(stem).map_or(0, Vec::len);
        (1.0 + self.statements.len() as f64 / (1 + with) as f64).ln()
    }

    fn length(&self, stems: &BTreeSet<String>) -> f64 {
        stems.iter().map(|stem| self.weight(stem).powi(2)).sum::<f64>().sqrt()
    }
}

/// Of the words that tell something, each once.
fn stems(text: &str, language: Language) -> BTreeSet<String> {
    let telling = words(text).filter(|word| !is_empty_word(&folded(word.text), language));
    telling.map(|word| stem(word.text, language)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn iri(id: &str) -> Iri {
        Iri::parse(&format!("https://example.org/{id}")).expect("an IRI")
    }

    fn precedents() -> Precedents {
        let said = [
            ("1", "The service lacks staff in its offices", "staffing"),
            ("2", "The service opens offices in the countryside", "network"),
            ("3", "The service trains older jobseekers", "training"),
        ];
        Precedents::new(said.map(|(id, text, theme)| Precedent {
            statement: iri(id),
            text: text.to_owned(),
            language: Language::English,
            themes: vec![iri(theme)],
        }))
    }

    #[test]
    fn like_words_lead_to_what_they_were_coded_to() {
        let nearest = precedents().nearest("our offices lack staff");
        let best = nearest.iter().max_by(|one, other| one.likeness.total_cmp(&other.likeness));
        let best = best.expect("something is like it");
        assert_eq!((&best.theme, &best.statement), (&iri("staffing"), &iri("1")));
        assert!((LIKENESS_MIN..=1.0).contains(&best.likeness));
    }

    #[test]
    fn the_same_words_are_wholly_like() {
        let nearest = precedents().nearest("The services trained older jobseekers");
        assert_eq!(nearest.len(), 1);
        assert!((nearest[0].likeness - 1.0).abs() < 1e-9, "{}", nearest[0].likeness);
    }

    #[test]
    fn words_that_were_never_used_lead_nowhere() {
        assert_eq!(precedents().nearest("zebra crossing"), []);
        assert_eq!(precedents().nearest(""), []);
    }
}
