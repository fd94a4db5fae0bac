//! What is found: the hits of a question with their facets, and names that
//! begin as one types.

use super::error::SearchError;
use super::facet::{Facet, FacetValue, Narrowing, Tally};
use super::index::{Place, SearchIndex};
use super::question::{self, Scope, demands};
use super::reading::{ReadWord, Reading};
use super::snippet::{Snippet, best_name, snippet};
use crate::domain::{Iri, Kind, Language, Text, folded, words};
use std::collections::HashSet;

/// With fewer hits, a document may hold fewer of the words.
const HITS_MIN: usize = 10;
/// Names that are looked through for the best to suggest.
const CANDIDATES_MAX: usize = 100;

/// What is asked.
#[derive(Clone, Debug, Default)]
pub struct Question {
    /// Words in French, English or Spanish.
    pub text: String,
    /// The reader's language, if it is known.
    pub language: Option<Language>,
    /// Which hits are wanted.
    pub narrowing: Narrowing,
    /// How many hits to leave out.
    pub offset: usize,
    /// How many hits to show.
    pub limit: usize,
}

/// A theme that words of a question name.
#[derive(Clone, Debug)]
pub struct NamedTheme {
    /// The theme.
    pub theme: Iri,
    /// The words.
    pub words: String,
}

/// The answer to a question.
#[derive(Clone, Debug, Default)]
pub struct Answer {
    /// The hits that were asked for, the best first.
    pub hits: Vec<Hit>,
    /// How many there are.
    pub total: usize,
    /// How many hits each value would have, the most frequent first.
    pub facets: Vec<(Facet, Vec<(FacetValue, u32)>)>,
    /// Words that nobody uses, each with the one it was taken for.
    pub corrected: Vec<(String, String)>,
    /// Words that tell nothing.
    pub ignored: Vec<String>,
}

/// Something that was found.
#[derive(Clone, Debug)]
pub struct Hit {
    /// Its identifier.
    pub id: Iri,
    /// What it is.
    pub kind: Kind,
    /// Its name; empty for claims, which have none.
    pub label: Text,
    /// How well it fits; to be compared within one answer only.
    pub score: f32,
    /// The part of its text that shows why it was found.
    pub snippet: Option<Snippet>,
    /// The themes that it is about among those that the question names, or
    /// narrower than these.
    pub via: Vec<Iri>,
}

/// A name that may be meant.
#[derive(Clone, Debug)]
pub struct Suggestion {
    /// What has it.
    pub id: Iri,
    /// What that is.
    pub kind: Kind,
    /// The main name of that.
    pub label: Text,
    /// The name that begins so.
    pub name: Snippet,
}

impl SearchIndex {
    /// Answers a question. `name_themes` says which themes a text names.
    ///
    /// # Errors
    /// When the index fails.
    pub fn search(
        &self,
        question: &Question,
        name_themes: impl FnOnce(&str) -> Vec<NamedTheme>,
    ) -> Result<Answer, SearchError> {
        let mut reading = Reading::of(&question.text, self, false);
        let text = reading.corrected_text(&question.text);
        let named = name_themes(&text);
        for word in &mut reading.words {
            word.name(&named);
        }
        let hits = self.hits_of(&reading, &text, question.language, Scope::Everything)?;
        let mut tally = Tally::new(self.values(), &question.narrowing);
        let mut wanted: Vec<(Place, f32)> =
            hits.into_iter().filter(|(place, _)| tally.count(self.facets(*place))).collect();
        let total = wanted.len();
        self.best_first(&mut wanted, question.offset.saturating_add(question.limit));
        let named: HashSet<&Iri> = named.iter().map(|named| &named.theme).collect();
        let preferred = question.language.or(reading.language).unwrap_or(Language::French);
        let shown = wanted.into_iter().skip(question.offset);
        let hits = shown.map(|(place, score)| self.hit(place, score, &reading, &named, preferred));
        Ok(Answer {
            hits: hits.collect(),
            total,
            facets: tally.facets(),
            corrected: reading.corrections(),
            ignored: reading.ignored,
        })
    }

    /// Names that hold these words, the last of which may go on.
    ///
    /// # Errors
    /// When the index fails.
    pub fn suggest(
        &self,
        text: &str,
        language: Option<Language>,
        limit: usize,
    ) -> Result<Vec<Suggestion>, SearchError> {
        let reading = Reading::of(text, self, true);
        let preferred = language.or(reading.language).unwrap_or(Language::French);
        let mut hits = self.hits_of(&reading, text, Some(preferred), Scope::Names)?;
        self.best_first(&mut hits, CANDIDATES_MAX);
        let begun: Vec<String> = words(text).map(|word| folded(word.text)).collect();
        let mut found: Vec<(f32, Suggestion)> = hits
            .into_iter()
            .filter_map(|(place, score)| {
                let thing = &self.document(place).thing;
                let name = best_name(thing, &reading, preferred)?;
                let begins = begins_with(&name.text, &begun);
                let score = score * if begins { 2.0 } else { 1.0 };
                let (id, kind) = (thing.id.clone(), thing.kind);
                Some((score, Suggestion { id, kind, label: thing.label(), name }))
            })
            .collect();
        found.sort_by(|one, other| other.0.total_cmp(&one.0));
        Ok(found.into_iter().map(|(_, suggestion)| suggestion).take(limit).collect())
    }

    /// Every hit: documents that hold most of the words, or fewer where these
    /// would not fill a page.
    fn hits_of(
        &self,
        reading: &Reading,
        text: &str,
        language: Option<Language>,
        scope: Scope,
    ) -> Result<Vec<(Place, f32)>, SearchError> {
        let language = language.or(reading.language);
        let words = reading.words.iter().map(|word| question::places_of(word, language, scope));
        let found = self.holding(words.collect(), question::as_name(text))?;
        let enough = |required: &usize| {
            found.iter().filter(|held| held.words >= *required).take(HITS_MIN).count() == HITS_MIN
        };
        let required = demands(reading.words.len()).find(enough).unwrap_or(1);
        let hits = found.into_iter().filter(|held| held.words >= required);
        Ok(hits.map(|held| (held.place, held.score)).collect())
    }

    /// Puts the best in front, by score and then by identifier; how the rest
    /// stands, and that it stands at all, does not matter.
    fn best_first(&self, hits: &mut Vec<(Place, f32)>, count: usize) {
        let id = |place| &self.document(place).thing.id;
        // What is indexed together is numbered in the order of identifiers.
        let earlier = |one: Place, other: Place| {
            if one.changed == other.changed {
                one.number.cmp(&other.number)
            } else {
                id(one).cmp(id(other))
            }
        };
        let better = |one: &(Place, f32), other: &(Place, f32)| {
            other.1.total_cmp(&one.1).then_with(|| earlier(one.0, other.0))
        };
        if count < hits.len() {
            hits.select_nth_unstable_by(count, better);
            hits.truncate(count);
        }
        hits.sort_unstable_by(better);
    }

    fn hit(
        &self,
        place: Place,
        score: f32,
        reading: &Reading,
        named: &HashSet<&Iri>,
        preferred: Language,
    ) -> Hit {
        let document = self.document(place);
        let thing = &document.thing;
        let via = document.themes.iter().filter(|theme| {
            **theme != thing.id
                && self.world().with_broader(theme).iter().any(|broader| named.contains(broader))
        });
        Hit {
            id: thing.id.clone(),
            kind: thing.kind,
            label: thing.label(),
            score,
            snippet: snippet(thing, reading, preferred),
            via: via.cloned().collect(),
        }
    }
}

impl ReadWord {
    /// Takes the themes that the word helps to name.
    fn name(&mut self, named: &[NamedTheme]) {
        let word = self.corrected.as_ref().unwrap_or(&self.typed);
        let helps = |theme: &&NamedTheme| words(&theme.words).any(|one| one.text == word);
        self.themes = named.iter().filter(helps).map(|named| named.theme.clone()).collect();
    }
}

/// Whether a name begins with these words, the last of which may go on.
fn begins_with(name: &str, begun: &[String]) -> bool {
    let mut name = words(name).map(|word| folded(word.text));
    let Some((last, whole)) = begun.split_last() else { return false };
    whole.iter().all(|word| name.next().as_ref() == Some(word))
        && name.next().is_some_and(|word| word.starts_with(last))
}
