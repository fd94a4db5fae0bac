//! The themes that a claim may be about, each with a score from 0 to 1 and the
//! reason for it. What a score of 1 means is certain, and takes nobody: a
//! choice that the mapping explains, or words that are the label of one theme
//! and nothing else. Everything else waits for a reviewer.

use super::member_book::plain;
use super::precedents::Precedents;
use crate::domain::{Iri, Language, folded, is_empty_word, words};
use crate::matching::{Mention, Wording};

/// The score of a label among other words that say nothing else.
const LABEL_SCORE: f64 = 0.9;
/// The part of it that stands even where there are many other words.
const LABEL_FLOOR: f64 = 0.4;
/// The score of an earlier statement in the same words.
const PRECEDENT_SCORE: f64 = 0.8;
/// No guess is nearer to certain than this.
const GUESS_MAX: f64 = 0.95;
/// How many themes are suggested.
const SUGGESTED_MAX: usize = 5;

/// A theme that a claim may be about.
#[derive(Clone, Debug, PartialEq)]
pub struct Suggestion {
    /// The theme.
    pub theme: Iri,
    /// From 0 to 1; 1 is certain.
    pub score: f64,
    /// Why, the strongest first.
    pub reasons: Vec<Reason>,
}

/// Why a theme is suggested.
#[derive(Clone, Debug, PartialEq)]
pub enum Reason {
    /// The mapping says so.
    Choice,
    /// The claim has a label of the theme in it.
    Label {
        /// The words of the claim.
        words: String,
        /// The label.
        label: String,
        /// Its language.
        language: Language,
    },
    /// A statement in like words was coded so.
    Precedent {
        /// The statement.
        statement: Iri,
        /// From 0 to 1.
        likeness: f64,
    },
}

/// Suggests themes.
#[derive(Clone, Copy)]
pub struct Coder<'a> {
    /// The labels of themes.
    pub wording: &'a Wording,
    /// What was coded before.
    pub precedents: &'a Precedents,
}

impl Suggestion {
    /// What the mapping says that a choice is about.
    #[must_use]
    pub fn of_choice(theme: Iri) -> Self {
        Self { theme, score: 1.0, reasons: vec![Reason::Choice] }
    }

    /// Whether nobody needs to look at it.
    #[must_use]
    pub fn is_certain(&self) -> bool {
        self.score >= 1.0
    }

    /// Two reasons make a theme likelier than either does alone.
    fn also(&mut self, score: f64, reason: Reason) {
        self.score = (1.0 - (1.0 - self.score) * (1.0 - score)).min(GUESS_MAX);
        self.reasons.push(reason);
    }
}

impl Coder<'_> {
    /// The themes that a claim may be about, the likeliest first.
    #[must_use]
    pub fn suggest(&self, claim: &str) -> Vec<Suggestion> {
        let mentions = self.wording.find(claim);
        if let [mention] = &mentions[..]
            && is_all_of(mention, claim)
        {
            return vec![Suggestion { score: 1.0, ..named(mention, claim) }];
        }
        let mut suggestions: Vec<Suggestion> =
            mentions.iter().map(|mention| named(mention, claim)).collect();
        for near in self.precedents.nearest(claim) {
            let score = PRECEDENT_SCORE * near.likeness;
            let reason = Reason::Precedent { statement: near.statement, likeness: near.likeness };
            let known = suggestions.iter_mut().find(|suggestion| suggestion.theme == near.theme);
            if let Some(known) = known {
                known.also(score, reason);
            } else {
                suggestions.push(Suggestion { theme: near.theme, score, reasons: vec![reason] });
            }
        }
        suggestions.sort_by(|one, other| {
            other.score.total_cmp(&one.score).then_with(|| one.theme.cmp(&other.theme))
        });
        suggestions.truncate(SUGGESTED_MAX);
        suggestions
    }
}

/// Whether a claim is a label, and nothing else.
fn is_all_of(mention: &Mention, claim: &str) -> bool {
    plain(&mention.label) == plain(claim)
}

/// A label in a claim: the more of the telling words it accounts for, the
/// likelier it is what is meant.
#[allow(clippy::cast_precision_loss, reason = "a claim has few words")]
fn named(mention: &Mention, claim: &str) -> Suggestion {
    let telling = |text: &str| {
        words(text).filter(|word| !is_empty_word(&folded(word.text), mention.language)).count()
    };
    let (part, whole) = (telling(&mention.words), telling(claim).max(1));
    let share = (part as f64 / whole as f64).min(1.0);
    Suggestion {
        theme: mention.concept.clone(),
        score: LABEL_FLOOR + (LABEL_SCORE - LABEL_FLOOR) * share,
        reasons: vec![Reason::Label {
            words: mention.words.clone(),
            label: mention.label.clone(),
            language: mention.language,
        }],
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::survey::precedents::Precedent;

    fn iri(id: &str) -> Iri {
        Iri::parse(&format!("https://example.org/{id}")).expect("an IRI")
    }

    fn suggested(claim: &str) -> Vec<(Iri, f64)> {
        let labels = [("ai", "artificial intelligence"), ("youth", "young people")];
        let wording =
            Wording::new(labels.map(|(id, label)| (iri(id), Language::English, label.to_owned())));
        let precedents = Precedents::new([Precedent {
            statement: iri("1"),
            text: "Young people leave the countryside".to_owned(),
            language: Language::English,
            themes: vec![iri("youth"), iri("rural")],
        }]);
        let coder = Coder { wording: &wording, precedents: &precedents };
        coder.suggest(claim).into_iter().map(|it| (it.theme, it.score)).collect()
    }

    #[test]
    fn a_label_alone_is_certain() {
        assert_eq!(suggested("Artificial Intelligence"), [(iri("ai"), 1.0)]);
    }

    #[test]
    fn the_more_other_words_the_less_sure() {
        let few = suggested("artificial intelligence for matching")[0].1;
        let many = suggested("artificial intelligence seems far away from all our daily work")[0].1;
        assert!(GUESS_MAX > few && few > many && many > LABEL_FLOOR, "{few} {many}");
    }

    #[test]
    fn two_reasons_are_likelier_than_one_and_never_certain() {
        let found = suggested("Young people leave the countryside");
        assert_eq!(found[0].0, iri("youth"));
        assert!(found[0].1 > found[1].1 && found[0].1 <= GUESS_MAX, "{found:?}");
        assert_eq!(found[1], (iri("rural"), PRECEDENT_SCORE));
    }

    #[test]
    fn nothing_is_made_up() {
        assert_eq!(suggested("better coffee"), []);
    }
}
