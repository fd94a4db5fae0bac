//! A question as terms of the index. What was typed is never parsed as a query
//! language: it is words, and nothing else.

use super::fields::{Fields, ROLES};
use super::reading::ReadWord;
use super::shard::whole_name;
use super::thing::Role;
use crate::domain::{Iri, Language};
use std::borrow::Cow;
use tantivy::Score;
use tantivy::schema::Field;

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

/// A term that is looked for in a field, and what it counts there.
pub(super) struct Sought<'a> {
    pub(super) field: Field,
    pub(super) text: Cow<'a, str>,
    pub(super) weight: Score,
}

/// Wherever a word may stand.
pub(super) fn places_of(
    word: &ReadWord,
    language: Option<Language>,
    scope: Scope,
) -> Vec<Sought<'_>> {
    let fields = Fields::get();
    let mut places = Vec::new();
    for sense in &word.senses {
        let own = sense.tongue.is_some() && sense.tongue == language;
        let weight = sense.weight * if own { OWN_LANGUAGE } else { 1.0 };
        for role in ROLES.into_iter().filter(|role| scope.covers(*role)) {
            places.push(Sought {
                field: fields.text(role, sense.tongue),
                text: Cow::Borrowed(&sense.stem),
                weight: weight * role_weight(role),
            });
        }
    }
    if scope == Scope::Everything {
        for theme in word.themes.iter().map(Iri::as_str) {
            for (field, weight) in [(fields.about, ABOUT), (fields.within, WITHIN)] {
                places.push(Sought { field, text: Cow::Borrowed(theme), weight });
            }
        }
    }
    places
}

/// The question as a whole name.
pub(super) fn as_name(text: &str) -> Vec<Sought<'static>> {
    let fields = Fields::get();
    let Some(name) = whole_name(text) else { return Vec::new() };
    [(fields.name, WHOLE_NAME), (fields.synonym, WHOLE_SYNONYM)]
        .map(|(field, weight)| Sought { field, text: Cow::Owned(name.clone()), weight })
        .into()
}
