//! How the words of a question are taken: what each is compared by, which were
//! put right, which tell nothing, and which themes they name.

use super::fields::{TONGUES, Tongue};
use super::index::SearchIndex;
use super::lexicon::{compared, senses_of};
use crate::domain::{Iri, Language, folded, is_empty_word, words};
use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

/// More words are no question; the rest is passed over.
const WORDS_MAX: usize = 32;
/// From how many letters on a word may have one wrong, or two.
const LETTERS_FOR_ONE: usize = 4;
const LETTERS_FOR_TWO: usize = 8;
/// Words that the beginning of one is taken for.
const COMPLETIONS_MAX: usize = 30;
/// Words that a misspelt one is taken for.
const CORRECTIONS_MAX: usize = 3;
/// What a completed or corrected word counts beside one that was typed.
const COMPLETED: f32 = 0.7;
const CORRECTED: f32 = 0.8;

/// A question, read.
#[derive(Clone, Debug, Default)]
pub(super) struct Reading {
    pub(super) words: Vec<ReadWord>,
    /// Words that tell nothing, as they were typed.
    pub(super) ignored: Vec<String>,
    /// The language that most words are of, if they are of any.
    pub(super) language: Option<Language>,
}

/// A word of the question.
#[derive(Clone, Debug)]
pub(super) struct ReadWord {
    /// As it was typed.
    pub(super) typed: String,
    /// The word that it was taken for, when it is unknown.
    pub(super) corrected: Option<String>,
    /// What it is looked for by.
    pub(super) senses: Vec<Sense>,
    /// The themes that it names, alone or with its neighbours.
    pub(super) themes: Vec<Iri>,
}

/// What a word is compared by in one language.
#[derive(Clone, Debug)]
pub(super) struct Sense {
    pub(super) tongue: Tongue,
    pub(super) stem: Arc<str>,
    pub(super) weight: f32,
}

/// A word that was probably meant.
struct Correction {
    word: Box<str>,
    distance: usize,
    count: u32,
}

impl Reading {
    /// Reads a question. Where it `goes_on`, its last word may be the beginning
    /// of any; else only of one when there is no such word.
    pub(super) fn of(text: &str, index: &SearchIndex, goes_on: bool) -> Self {
        let typed: Vec<&str> = words(text).map(|word| word.text).take(WORDS_MAX).collect();
        let language = language_of(&typed, index);
        let empty = |word: &str| {
            let folded = folded(word);
            let languages = language.map_or(Language::ALL.to_vec(), |one| vec![one]);
            languages.into_iter().any(|language| is_empty_word(&folded, language))
        };
        let mut reading = Self { language, ..Self::default() };
        let open = text.chars().next_back().is_some_and(char::is_alphanumeric);
        for (place, word) in typed.iter().copied().enumerate() {
            let last = place + 1 == typed.len() && open;
            if empty(word) && !(last && goes_on) {
                reading.ignored.push(word.to_owned());
            } else if !reading.words.iter().any(|known| known.typed == word) {
                let neighbours = [
                    place.checked_sub(1).map(|before| [typed[before], word]),
                    typed.get(place + 1).map(|after| [word, after]),
                ];
                let joined = neighbours.into_iter().flatten().map(|pair| folded(&pair.concat()));
                reading.words.push(index.read_word(word, joined, last, goes_on));
            }
        }
        reading
    }

    /// The question as it was taken: with what was put right.
    pub(super) fn corrected_text(&self, text: &str) -> String {
        let corrections: HashMap<&str, &str> = self
            .words
            .iter()
            .filter_map(|word| Some((word.typed.as_str(), word.corrected.as_deref()?)))
            .collect();
        let taken = words(text).map(|word| *corrections.get(word.text).unwrap_or(&word.text));
        taken.collect::<Vec<_>>().join(" ")
    }

    /// The words that were put right, with what they were taken for.
    pub(super) fn corrections(&self) -> Vec<(String, String)> {
        let corrected = self.words.iter();
        corrected.filter_map(|word| Some((word.typed.clone(), word.corrected.clone()?))).collect()
    }

    /// Which of the words a word of a text is, if it is one of them.
    pub(super) fn place_of(&self, word: &str, tongue: Tongue) -> Option<usize> {
        let initial = folded(&word[..word.chars().next()?.len_utf8()]);
        let may_be = |sense: &&Sense| sense.tongue == tongue && sense.stem.starts_with(&initial);
        // No stemmer changes how a word begins, and few words begin so.
        self.words.iter().flat_map(|word| &word.senses).find(may_be)?;
        let stem = compared(word, tongue);
        let same = |sense: &Sense| sense.tongue == tongue && *sense.stem == stem;
        self.words.iter().position(|word| word.senses.iter().any(same))
    }
}

/// The language whose empty words and known words are the most among these.
fn language_of(typed: &[&str], index: &SearchIndex) -> Option<Language> {
    let count = |language: Language| {
        let known = |word: &&&str| {
            let folded = folded(word);
            let met = || index.met(&folded).iter().any(|(one, _)| *one == Some(language));
            is_empty_word(&folded, language) || met()
        };
        typed.iter().filter(known).count()
    };
    let counts = Language::ALL.map(|language| (count(language), language));
    let most = counts.iter().map(|(count, _)| *count).max().unwrap_or_default();
    let mut leading = counts.iter().filter(|(count, _)| *count == most && most > 0);
    match (leading.next(), leading.next()) {
        (Some((_, language)), None) => Some(*language),
        _ => None,
    }
}

impl SearchIndex {
    /// What is written in two words here may be one there: `joined` has both
    /// ways to put the word together with a neighbour.
    fn read_word(
        &self,
        word: &str,
        joined: impl Iterator<Item = String>,
        last: bool,
        goes_on: bool,
    ) -> ReadWord {
        let plain = folded(word);
        let mut read = ReadWord {
            typed: word.to_owned(),
            corrected: None,
            senses: Vec::new(),
            themes: Vec::new(),
        };
        read.take(self.senses_known(word), 1.0);
        for one in joined {
            read.take(self.met(&one), 1.0);
        }
        if last && (goes_on || self.count(&plain) == 0) {
            for completion in self.completions(&plain) {
                read.take(self.met(&completion), COMPLETED);
            }
        }
        if read.senses.is_empty() {
            read.take(self.parts(&plain), CORRECTED);
        }
        if read.senses.is_empty() {
            let corrections = self.corrections(&plain);
            read.corrected = corrections.first().map(|best| best.word.to_string());
            for correction in corrections {
                read.take(self.met(&correction.word), CORRECTED);
            }
        }
        read
    }

    /// What a word as typed is compared by, as far as texts hold it.
    fn senses_known(&self, word: &str) -> Vec<(Tongue, Arc<str>)> {
        let mut senses = self.met(&folded(word));
        for (tongue, stem) in senses_of(word) {
            let held = self.lexicons().any(|lexicon| lexicon.has_stem(&stem, tongue));
            if held && !senses.contains(&(tongue, Arc::clone(&stem))) {
                senses.push((tongue, stem));
            }
        }
        senses
    }

    /// What a folded word is compared by where texts hold it.
    fn met(&self, folded: &str) -> Vec<(Tongue, Arc<str>)> {
        if self.count(folded) == 0 {
            return Vec::new();
        }
        let known = self.lexicons().filter_map(|lexicon| lexicon.get(folded));
        known.flat_map(|known| known.senses.iter().cloned()).collect()
    }

    /// The words that begin so, the most frequent first.
    fn completions(&self, prefix: &str) -> Vec<String> {
        if prefix.chars().nth(1).is_none() {
            return Vec::new();
        }
        let starting = self.lexicons().flat_map(|lexicon| lexicon.starting(prefix));
        let starting: BTreeSet<&str> = starting.collect();
        let mut found: Vec<(&str, u32)> =
            starting.into_iter().map(|word| (word, self.count(word))).collect();
        found.sort_by(|one, other| other.1.cmp(&one.1).then_with(|| one.0.cmp(other.0)));
        let held = found.into_iter().filter(|(_, count)| *count > 0).take(COMPLETIONS_MAX);
        held.map(|(word, _)| word.to_owned()).collect()
    }

    /// The two words that were written as one.
    fn parts(&self, word: &str) -> Vec<(Tongue, Arc<str>)> {
        let places = word.char_indices().map(|(place, _)| place).filter(|place| *place >= 3);
        for (one, other) in places.map(|place| word.split_at(place)) {
            if other.len() < 3 {
                break;
            }
            let (mut one, other) = (self.met(one), self.met(other));
            let shared = TONGUES.iter().any(|tongue| {
                let has = |senses: &[(Tongue, Arc<str>)]| senses.iter().any(|(it, _)| it == tongue);
                has(&one) && has(&other)
            });
            if shared {
                one.extend(other);
                return one;
            }
        }
        Vec::new()
    }

    /// The words that were probably meant, the nearest and most frequent first.
    fn corrections(&self, word: &str) -> Vec<Correction> {
        let distance = match word.chars().count() {
            ..LETTERS_FOR_ONE => return Vec::new(),
            LETTERS_FOR_ONE..LETTERS_FOR_TWO => 1,
            LETTERS_FOR_TWO.. => 2,
        };
        let near = self.lexicons().flat_map(|lexicon| lexicon.near(word, distance));
        let counted = near.map(|(word, distance)| {
            let count = self.count(&word);
            Correction { word, distance, count }
        });
        let mut found: Vec<Correction> = counted.filter(|one| one.count > 0).collect();
        let initial = word.chars().next();
        // The first letter is the last one to be mistyped.
        found.sort_by_cached_key(|one| {
            let begins = one.word.chars().next() == initial;
            (one.distance, !begins, std::cmp::Reverse(one.count), one.word.clone())
        });
        found.dedup_by(|one, other| one.word == other.word);
        let nearest = found.first().map(|best| best.distance);
        found.retain(|one| Some(one.distance) == nearest);
        found.truncate(CORRECTIONS_MAX);
        found
    }
}

impl ReadWord {
    fn take(&mut self, senses: Vec<(Tongue, Arc<str>)>, weight: f32) {
        for (tongue, stem) in senses {
            let known = |one: &Sense| one.tongue == tongue && one.stem == stem;
            if !self.senses.iter().any(known) {
                self.senses.push(Sense { tongue, stem, weight });
            }
        }
    }
}
