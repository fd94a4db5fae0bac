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
    by_stem: HashMap<String, Known>,
}

struct Coded {
    statement: Iri,
    themes: Vec<Iri>,
    /// The root of the sum of the weights of its stems.
    length: f64,
}

/// A stem of statements.
#[derive(Default)]
struct Known {
    /// Who has it, by place.
    statements: Vec<usize>,
    /// The square of what it tells.
    weight: f64,
}

impl Precedents {
    /// From all that were coded.
    pub fn new(precedents: impl IntoIterator<Item = Precedent>) -> Self {
        let mut by_language = Language::ALL.map(|language| (language, Vec::new()));
        for precedent in precedents {
            let of = by_language.iter_mut().find(|(one, _)| *one == precedent.language);
            if let Some((_, some)) = of {
                some.push(precedent);
            }
        }
        let tongue = |(language, precedents)| Tongue::of(language, precedents);
        Self { tongues: by_language.into_iter().map(tongue).collect() }
    }

    /// For each theme the statement that is nearest to a text, whatever the
    /// language of that.
    pub(super) fn nearest(&self, text: &str) -> Vec<Nearest> {
        let mut best: BTreeMap<&Iri, (f64, &Coded)> = BTreeMap::new();
        for (likeness, coded) in self.tongues.iter().flat_map(|tongue| tongue.like(text)) {
            for theme in &coded.themes {
                let known = best.entry(theme).or_insert((likeness, coded));
                if known.0 < likeness {
                    *known = (likeness, coded);
                }
            }
        }
        let nearest = |(theme, (likeness, coded)): (&Iri, (f64, &Coded))| {
            let (theme, statement) = (theme.clone(), coded.statement.clone());
            Nearest { theme, statement, likeness }
        };
        best.into_iter().map(nearest).collect()
    }
}

impl Tongue {
    fn of(language: Language, precedents: Vec<Precedent>) -> Self {
        let mut by_stem: HashMap<String, Known> = HashMap::new();
        let stems: Vec<BTreeSet<String>> =
            precedents.iter().map(|precedent| stems(&precedent.text, language)).collect();
        for (place, stem) in
            stems.iter().enumerate().flat_map(|(at, all)| all.iter().map(move |one| (at, one)))
        {
            by_stem.entry(stem.clone()).or_default().statements.push(place);
        }
        for known in by_stem.values_mut() {
            known.weight = weight(precedents.len(), known.statements.len());
        }
        let length = |stems: &BTreeSet<String>| {
            stems.iter().map(|stem| by_stem[stem].weight).sum::<f64>().sqrt()
        };
        let coded =
            |(Precedent { statement, themes, .. }, stems): (Precedent, &BTreeSet<String>)| Coded {
                statement,
                themes,
                length: length(stems),
            };
        let statements = precedents.into_iter().zip(&stems).map(coded).collect();
        Self { language, statements, by_stem }
    }

    /// The statements that are like a text. Likeness is the cosine of the stems,
    /// of which a rare one weighs more than one that many statements share.
    fn like(&self, text: &str) -> Vec<(f64, &Coded)> {
        let wanted = stems(text, self.language);
        let unknown = weight(self.statements.len(), 0);
        let mut own = 0.0;
        let mut shared: Vec<(usize, f64)> = Vec::new();
        for stem in &wanted {
            let known = self.by_stem.get(stem);
            let weight = known.map_or(unknown, |known| known.weight);
            own += weight;
            let having = known.map(|known| known.statements.as_slice()).unwrap_or_default();
            shared.extend(having.iter().map(|place| (*place, weight)));
        }
        shared.sort_by_key(|(place, _)| *place);
        let like = |some: &[(usize, f64)]| {
            let coded = &self.statements[some[0].0];
            let shared: f64 = some.iter().map(|(_, weight)| weight).sum();
            ((shared / (own.sqrt() * coded.length)).min(1.0), coded)
        };
        let like = shared.chunk_by(|one, other| one.0 == other.0).map(like);
        like.filter(|(likeness, _)| *likeness >= LIKENESS_MIN).collect()
    }
}

/// The square of what a stem tells that so many of all statements have.
#[allow(clippy::cast_precision_loss, reason = "statements are few")]
fn weight(statements: usize, with: usize) -> f64 {
    (1.0 + statements as f64 / (1 + with) as f64).ln().powi(2)
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
