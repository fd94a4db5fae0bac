//! The part of a text that shows why it was found: plain text, with the places
//! of the words in it. Nothing of a literal is ever markup.

use super::reading::Reading;
use super::thing::{Passage, Role, Thing};
use crate::domain::{Language, words};
use std::cmp::Reverse;
use std::collections::HashSet;
use std::ops::Range;

/// The longest snippet, in bytes.
const BYTES_MAX: usize = 320;
/// What stands before the first word that was found, in bytes.
const BEFORE: usize = 80;
/// In place of what is left out.
const ELLIPSIS: char = '…';

/// A part of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Snippet {
    /// The part, as plain text.
    pub text: String,
    /// Its language, BCP 47; empty where none is said.
    pub tag: String,
    /// Where the words stand that were looked for, in Unicode characters.
    pub highlights: Vec<Range<usize>>,
}

/// The words of a passage that were looked for.
struct Matched<'a> {
    passage: &'a Passage,
    /// Bytes.
    places: Vec<Range<usize>>,
    /// How many different words of the question.
    words: usize,
}

/// What shows best why a thing was found, in the preferred language if there is
/// anything in it; its description where no text of its own holds a word.
pub(super) fn snippet(thing: &Thing, reading: &Reading, preferred: Language) -> Option<Snippet> {
    let texts = thing.passages.iter();
    let texts = texts.filter(|passage| matches!(passage.role, Role::Text | Role::Synonym));
    let (own, others): (Vec<&Passage>, Vec<&Passage>) =
        texts.partition(|passage| passage.language() == Some(preferred));
    let best = [own, others].into_iter().find_map(|texts| {
        let matched = texts.into_iter().map(|passage| Matched::of(passage, reading));
        let text = |matched: &Matched<'_>| matched.passage.role == Role::Text;
        // A synonym is shown only for its words.
        let shown = matched.filter(|matched| matched.words > 0 || text(matched));
        shown.max_by_key(|matched| (matched.words, text(matched), Reverse(&matched.passage.tag)))
    })?;
    Some(cut(&best))
}

/// The name that shows best why a thing was found.
pub(super) fn best_name(thing: &Thing, reading: &Reading, preferred: Language) -> Option<Snippet> {
    let names = thing.names().map(|passage| Matched::of(passage, reading));
    let best = names.max_by_key(|matched| {
        let own = matched.passage.language() == Some(preferred);
        let main = matched.passage.role == Role::Label;
        let length = Reverse(matched.passage.text.len());
        (matched.words, own, main, length, Reverse(&matched.passage.tag))
    })?;
    let Passage { text, tag, .. } = best.passage;
    let highlights = best.places.iter().map(|place| characters(text, place)).collect();
    Some(Snippet { text: text.clone(), tag: tag.clone(), highlights })
}

impl<'a> Matched<'a> {
    fn of(passage: &'a Passage, reading: &Reading) -> Self {
        let tongue = passage.language();
        let mut places = Vec::new();
        let mut met = HashSet::new();
        for word in words(&passage.text) {
            if let Some(number) = reading.place_of(word.text, tongue) {
                met.insert(number);
                places.push(word.start..word.end());
            }
        }
        Self { passage, places, words: met.len() }
    }
}

/// The part of the text around its first words that were looked for.
fn cut(matched: &Matched<'_>) -> Snippet {
    let text = matched.passage.text.as_str();
    let first = matched.places.first().map_or(0, |place| place.start);
    let from = if text.len() <= BYTES_MAX { 0 } else { first.saturating_sub(BEFORE) };
    let from = if from == 0 { 0 } else { word_boundary(text, from) };
    let to = if text.len() - from <= BYTES_MAX {
        text.len()
    } else {
        last_boundary(text, from, from + BYTES_MAX)
    };
    let mut part = String::with_capacity(BYTES_MAX + 8);
    if from > 0 {
        part.push(ELLIPSIS);
    }
    let lead = part.chars().count();
    part.push_str(text[from..to].trim_end());
    if to < text.len() {
        part.push(ELLIPSIS);
    }
    let inside = |place: &&Range<usize>| place.start >= from && place.end <= to;
    let highlights = matched.places.iter().filter(inside).map(|place| {
        let place = characters(&text[from..], &(place.start - from..place.end - from));
        place.start + lead..place.end + lead
    });
    Snippet { highlights: highlights.collect(), text: part, tag: matched.passage.tag.clone() }
}

/// The beginning of the first word from here on.
fn word_boundary(text: &str, from: usize) -> usize {
    let found = words(text).map(|word| word.start).find(|start| *start >= from);
    found.unwrap_or(0)
}

/// The end of the last word before `to`; a text without one is cut where it
/// may be.
fn last_boundary(text: &str, from: usize, to: usize) -> usize {
    let ends = words(&text[from..]).map(|word| from + word.end());
    let fits = ends.take_while(|end| *end <= to).last();
    fits.filter(|end| *end > from).unwrap_or_else(|| {
        (from..=to).rev().find(|place| text.is_char_boundary(*place)).unwrap_or(from)
    })
}

/// Bytes as characters.
fn characters(text: &str, bytes: &Range<usize>) -> Range<usize> {
    let start = text[..bytes.start].chars().count();
    start..start + text[bytes.clone()].chars().count()
}
