//! A question as a query over the fields of the index. What was typed is never
//! parsed as a query language: it is words, and nothing else.

use super::fields::{Fields, ROLES};
use super::reading::{ReadWord, Reading, Sense};
use super::shard::whole_name;
use super::thing::Role;
use crate::domain::{Iri, Language};
use tantivy::query::{BooleanQuery, BoostQuery, DisjunctionMaxQuery, Occur, Query, TermQuery};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{Score, Term};

/// What a word counts by where it stands.
fn role_weight(role: Role) -> Score {
    match role {
        Role::Label => 2.6,
        Role::Synonym => 1.9,
        Role::Text => 1.0,
        Role::Linked => 0.6,
    }
}

/// What being about a theme counts that the word names, and about a narrower.
const ABOUT: Score = 1.3;
const WITHIN: Score = 1.0;
/// What the second-best place of a word adds to the best.
const TIE: Score = 0.2;
/// The reader's own language is preferred, where all else is equal.
const OWN_LANGUAGE: Score = 1.1;
/// A whole name is what was looked for.
const WHOLE_NAME: Score = 3.0;
const WHOLE_SYNONYM: Score = 2.0;

/// Which texts are looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Scope {
    /// All that is known of a thing.
    Everything,
    /// What it is called.
    Names,
}

impl Scope {
    fn covers(self, role: Role) -> bool {
        self == Self::Everything || matches!(role, Role::Label | Role::Synonym)
    }
}

/// How many of the words a document must hold, the strictest first: most of
/// them, and fewer only where few documents hold so many.
pub(super) fn demands(words: usize) -> impl Iterator<Item = usize> {
    let most = if words < 3 { words } else { words - words.div_ceil(3) };
    (1..=most).rev()
}

/// The query for a question of which `required` words must be met.
pub(super) fn query(
    reading: &Reading,
    text: &str,
    language: Option<Language>,
    scope: Scope,
    required: usize,
) -> BooleanQuery {
    let words = reading.words.iter().map(|word| word_query(word, language, scope)).collect();
    let words = BooleanQuery::union_with_minimum_required_clauses(words, required);
    let mut clauses: Vec<(Occur, Box<dyn Query>)> = vec![(Occur::Must, Box::new(words))];
    if let Some(name) = whole_name(text) {
        let fields = Fields::get();
        for (field, weight) in [(fields.name, WHOLE_NAME), (fields.synonym, WHOLE_SYNONYM)] {
            clauses.push((Occur::Should, term(field, &name, weight)));
        }
    }
    BooleanQuery::new(clauses)
}

/// A word wherever it may stand; where it stands in several places, the best
/// one counts.
fn word_query(word: &ReadWord, language: Option<Language>, scope: Scope) -> Box<dyn Query> {
    let fields = Fields::get();
    let mut places: Vec<Box<dyn Query>> = Vec::new();
    for sense in &word.senses {
        for role in ROLES.into_iter().filter(|role| scope.covers(*role)) {
            places.push(sense_query(sense, role, language));
        }
    }
    if scope == Scope::Everything {
        for theme in word.themes.iter().map(Iri::as_str) {
            places.push(term(fields.about, theme, ABOUT));
            places.push(term(fields.within, theme, WITHIN));
        }
    }
    Box::new(DisjunctionMaxQuery::with_tie_breaker(places, TIE))
}

fn sense_query(sense: &Sense, role: Role, language: Option<Language>) -> Box<dyn Query> {
    let own = sense.tongue.is_some() && sense.tongue == language;
    let weight = role_weight(role) * sense.weight * if own { OWN_LANGUAGE } else { 1.0 };
    term(Fields::get().text(role, sense.tongue), &sense.stem, weight)
}

fn term(field: Field, text: &str, weight: Score) -> Box<dyn Query> {
    let term = Term::from_field_text(field, text);
    Box::new(BoostQuery::new(Box::new(TermQuery::new(term, IndexRecordOption::WithFreqs)), weight))
}
