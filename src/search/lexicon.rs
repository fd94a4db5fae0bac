//! The words that texts are made of: how a word is written, by what it is
//! compared in which language, and which word was meant by one that is unknown.

use super::fields::{TONGUES, Tongue};
use crate::domain::{folded, is_empty_word, stem, words};
use std::collections::{BTreeMap, HashMap, HashSet};
use std::ops::Bound;
use std::sync::Arc;

/// Longer ones are no words.
const LETTERS_MAX: usize = 60;

/// Words of texts, folded, in the order of their letters.
#[derive(Default)]
pub(super) struct Lexicon {
    words: BTreeMap<Box<str>, Known>,
    stems: HashSet<(Tongue, Arc<str>)>,
    /// Each way to write a word is taken apart once.
    cache: HashMap<Tongue, HashMap<Box<str>, Option<Taken>>>,
}

/// A telling word, taken apart.
#[derive(Clone)]
struct Taken {
    folded: Arc<str>,
    stem: Arc<str>,
}

/// A word that texts hold.
pub(super) struct Known {
    /// How often.
    pub(super) count: u32,
    /// What it is compared by, in each language that it was met in.
    pub(super) senses: Vec<(Tongue, Arc<str>)>,
    /// Its letters as bits, to tell words apart at a glance.
    letters: u64,
}

impl Known {
    fn mean(&mut self, tongue: Tongue, stem: &Arc<str>) {
        if !self.senses.iter().any(|(one, known)| *one == tongue && known == stem) {
            self.senses.push((tongue, Arc::clone(stem)));
        }
    }
}

impl Lexicon {
    /// Takes a text apart: its telling words by what they are compared by.
    pub(super) fn learn(&mut self, text: &str, tongue: Tongue) -> Vec<Arc<str>> {
        words(text).filter_map(|word| self.learn_word(word.text, tongue)).collect()
    }

    /// The same of a text that is learnt elsewhere.
    pub(super) fn stems(&mut self, text: &str, tongue: Tongue) -> Vec<Arc<str>> {
        let taken = words(text).filter_map(|word| self.taken(word.text, tongue));
        taken.map(|taken| taken.stem).collect()
    }

    fn learn_word(&mut self, word: &str, tongue: Tongue) -> Option<Arc<str>> {
        let Taken { folded, stem } = self.taken(word, tongue)?;
        if let Some(known) = self.words.get_mut(&*folded) {
            known.count += 1;
            known.mean(tongue, &stem);
        } else {
            let mut known = Known { count: 1, senses: Vec::new(), letters: letters(&folded) };
            known.mean(tongue, &stem);
            self.words.insert(Box::from(&*folded), known);
        }
        Some(stem)
    }

    fn taken(&mut self, word: &str, tongue: Tongue) -> Option<Taken> {
        if word.len() > LETTERS_MAX {
            return None;
        }
        if let Some(taken) = self.cache.get(&tongue).and_then(|words| words.get(word)) {
            return taken.clone();
        }
        let plain = folded(word);
        let tells = tongue.is_none_or(|language| !is_empty_word(&plain, language));
        let taken = tells.then(|| Taken {
            folded: plain.into(),
            stem: self.intern(compared(word, tongue), tongue),
        });
        self.cache.entry(tongue).or_default().insert(word.into(), taken.clone());
        taken
    }

    fn intern(&mut self, stem: String, tongue: Tongue) -> Arc<str> {
        let sense = (tongue, Arc::from(stem));
        let known = self.stems.get(&sense).cloned();
        let (_, stem) = known.unwrap_or_else(|| {
            self.stems.insert(sense.clone());
            sense
        });
        stem
    }

    /// The same when no more texts will come.
    pub(super) fn closed(self) -> Self {
        Self { cache: HashMap::new(), ..self }
    }

    /// The word, if a text holds it.
    pub(super) fn get(&self, folded: &str) -> Option<&Known> {
        self.words.get(folded)
    }

    /// Whether words of a text are compared by this.
    pub(super) fn has_stem(&self, stem: &str, tongue: Tongue) -> bool {
        self.stems.contains(&(tongue, stem.into()))
    }

    /// The words that begin so.
    pub(super) fn starting<'a>(&'a self, prefix: &'a str) -> impl Iterator<Item = &'a str> {
        let from = (Bound::Included(prefix), Bound::Unbounded);
        let rest = self.words.range::<str, _>(from).map(|(word, _)| &**word);
        rest.take_while(move |word| word.starts_with(prefix))
    }

    /// The words that differ in at most `distance` letters: one too many, too
    /// few, another, or two in each other's place; each with that number.
    pub(super) fn near(&self, word: &str, distance: usize) -> Vec<(Box<str>, usize)> {
        let bits = letters(word);
        let length = word.chars().count();
        let mut near = Vec::new();
        for (other, known) in &self.words {
            let apart = (bits ^ known.letters).count_ones() as usize;
            if apart > 2 * distance || other.len().abs_diff(word.len()) > 3 * distance {
                continue;
            }
            let found = strsim::osa_distance(word, other);
            if found <= distance && other.chars().count().min(length) > 2 * found {
                near.push((other.clone(), found));
            }
        }
        near
    }
}

/// What a word is compared by.
pub(super) fn compared(word: &str, tongue: Tongue) -> String {
    tongue.map_or_else(|| folded(word), |language| stem(word, language))
}

/// All that a word as typed could be compared by: with its accents as they
/// are, and as if it had none.
pub(super) fn senses_of(word: &str) -> Vec<(Tongue, Arc<str>)> {
    let plain = folded(word);
    let mut senses: Vec<(Tongue, Arc<str>)> = Vec::new();
    for tongue in TONGUES {
        let stems = match tongue {
            Some(language) => vec![stem(word, language), stem(&plain, language)],
            None => vec![plain.clone()],
        };
        for stem in stems {
            if !senses.iter().any(|(one, known)| *one == tongue && **known == *stem) {
                senses.push((tongue, stem.into()));
            }
        }
    }
    senses
}

/// One bit a letter or digit; others share what is left.
fn letters(word: &str) -> u64 {
    word.chars().fold(0, |bits, letter| {
        let place = match letter {
            'a'..='z' => u32::from(letter) - u32::from('a'),
            '0'..='9' => 26 + u32::from(letter) - u32::from('0'),
            other => 36 + u32::from(other) % 28,
        };
        bits | 1 << place
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Language;

    fn lexicon() -> Lexicon {
        let mut lexicon = Lexicon::default();
        lexicon.learn("La formation des jeunes et leur formateur", Some(Language::French));
        lexicon.learn("La formación de jóvenes", Some(Language::Spanish));
        lexicon
    }

    #[test]
    fn a_word_without_its_accent_is_compared_as_with_it() {
        let lexicon = lexicon();
        let known = lexicon.get("formacion").expect("it was learnt");
        let [(tongue, stem)] = &known.senses[..] else { panic!("one language") };
        assert_eq!(*tongue, Some(Language::Spanish));
        assert!(lexicon.has_stem(stem, *tongue));
        let plural = senses_of("formaciones");
        assert!(plural.contains(&(*tongue, Arc::clone(stem))));
    }

    #[test]
    fn what_was_meant_is_found() {
        let lexicon = lexicon();
        let near = |word, distance| {
            let mut words: Vec<String> = lexicon
                .near(word, distance)
                .into_iter()
                .map(|(word, _)| word.to_string())
                .collect();
            words.sort();
            words
        };
        assert_eq!(near("fromation", 1), ["formation"]);
        assert_eq!(near("formatio", 2), ["formacion", "formation"]);
        assert_eq!(near("xyz", 2), Vec::<String>::new());
        let starting: Vec<&str> = lexicon.starting("format").collect();
        assert_eq!(starting, ["formateur", "formation"]);
    }
}
