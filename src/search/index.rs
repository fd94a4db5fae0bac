//! All that can be found in one epoch of the graph. It never changes: what is
//! written makes another, and who searches keeps the one he took.

use super::background::BackgroundIndex;
use super::document::{Document, World};
use super::error::SearchError;
use super::facet::Values;
use super::lexicon::Lexicon;
use super::question::Sought;
use super::scoring::{Scores, Statistics};
use super::shard::Shard;
use super::thing::{Thing, Things, read_things};
use crate::domain::Iri;
use crate::graph::{KnowledgeGraph, Query, StopToken};
use std::collections::HashSet;
use std::sync::Arc;
use tantivy::DocId;

/// From how many changed things on all is indexed anew, while others go on.
const CHANGED_MAX: usize = 200;
/// From how many on the next write waits for that.
const CHANGED_LIMIT: usize = 5_000;

/// An index with the changes since it was built.
pub struct SearchIndex {
    base: Arc<Base>,
    values: Values,
    /// Things that were changed, or linked to changed ones, since.
    changed: Things,
    delta: Shard,
    /// What the base still holds of them, or of what is no more.
    gone: HashSet<Iri>,
    outdated: HashSet<DocId>,
    /// The same once more, to be taken out of the statistics.
    taken_out: Shard,
    rebuild: Option<Rebuild>,
}

/// A base on its way, with what was changed since it was begun.
#[derive(Clone)]
struct Rebuild {
    index: Arc<BackgroundIndex>,
    changed: HashSet<Iri>,
}

/// What was indexed at once.
struct Base {
    things: Things,
    values: Values,
    shard: Shard,
}

/// A document in one of the shards: the base, or what was changed since.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) changed: bool,
    pub(super) number: DocId,
}

impl SearchIndex {
    /// Indexes what the graph holds now.
    ///
    /// # Errors
    /// When the store or the index fails.
    pub fn read(graph: &KnowledgeGraph) -> Result<Self, SearchError> {
        Self::new(read_things(graph, &[], &StopToken::default())?)
    }

    /// Indexes things.
    ///
    /// # Errors
    /// When the index fails.
    pub fn new(things: Things) -> Result<Self, SearchError> {
        let mut values = Values::default();
        let world = World { changed: &Things::new(), base: &things, gone: &HashSet::new() };
        let shard = Shard::build(things.values(), world, &mut values)?;
        Self::above(Arc::new(Base { things, values, shard }), Things::new(), HashSet::new())
    }

    /// The same after things were written: their identifiers suffice. What is
    /// linked to them is indexed anew as well, since it is found by their
    /// names. The scores are those of an index that is built anew.
    ///
    /// # Errors
    /// When the store or the index fails.
    pub fn with_changes(&self, graph: &KnowledgeGraph, ids: &[Iri]) -> Result<Self, SearchError> {
        let mut rebuild = self.rebuild.clone();
        if let Some(rebuild) = &mut rebuild {
            rebuild.changed.extend(ids.iter().cloned());
            if rebuild.index.is_ready() || self.gone.len() > CHANGED_LIMIT {
                let changed: Vec<Iri> = rebuild.changed.iter().cloned().collect();
                return rebuild.index.get()?.with_changes(graph, &changed);
            }
        }
        let fresh = if ids.is_empty() {
            Things::new()
        } else {
            read_things(graph, ids, &StopToken::default())?
        };
        let mut changed = self.changed.clone();
        let mut gone = self.gone.clone();
        for thing in self.linked_to(graph, ids)? {
            gone.insert(thing.id.clone());
            changed.insert(thing.id.clone(), thing);
        }
        for id in ids {
            gone.insert(id.clone());
            changed.remove(id);
        }
        changed.extend(fresh);
        if rebuild.is_none() && gone.len() > CHANGED_MAX {
            let index = BackgroundIndex::begin(graph);
            rebuild = Some(Rebuild { index, changed: HashSet::new() });
        }
        Ok(Self { rebuild, ..Self::above(Arc::clone(&self.base), changed, gone)? })
    }

    /// The base, with some things in place of those that are gone.
    fn above(base: Arc<Base>, changed: Things, gone: HashSet<Iri>) -> Result<Self, SearchError> {
        let mut values = base.values.clone();
        let world = World { changed: &changed, base: &base.things, gone: &gone };
        let delta = Shard::build(changed.values(), world, &mut values)?;
        let before = World { changed: &Things::new(), base: &base.things, gone: &HashSet::new() };
        let old = gone.iter().filter_map(|id| base.things.get(id));
        let taken_out = Shard::build(old, before, &mut values)?;
        let outdated = gone.iter().filter_map(|id| base.shard.number_of(id)).collect();
        Ok(Self { base, values, changed, delta, gone, outdated, taken_out, rebuild: None })
    }

    /// The things whose documents depend on these: linked to them, or to what
    /// is linked to them.
    fn linked_to(
        &self,
        graph: &KnowledgeGraph,
        ids: &[Iri],
    ) -> Result<Vec<Arc<Thing>>, SearchError> {
        let mut seen: HashSet<Iri> = ids.iter().cloned().collect();
        let (mut found, mut level) = (Vec::new(), ids.to_vec());
        while !level.is_empty() {
            let query = Query::new(include_str!("../graph/queries/search/linking.rq"));
            let rows = graph.select(&query.with("target", std::mem::take(&mut level)))?;
            for id in rows.iter().filter_map(|row| row.maybe_iri("id")) {
                if let Some(thing) = self.thing(&id).filter(|_| seen.insert(id.clone())) {
                    found.push(Arc::clone(thing));
                    level.push(id);
                }
            }
        }
        Ok(found)
    }

    /// A thing by its identifier.
    #[must_use]
    pub fn thing(&self, id: &Iri) -> Option<&Arc<Thing>> {
        self.world().get(id)
    }

    /// How many things can be found.
    #[must_use]
    pub fn len(&self) -> usize {
        self.base.shard.documents.len() - self.outdated.len() + self.delta.documents.len()
    }

    /// Whether there is nothing to find.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    pub(super) fn values(&self) -> &Values {
        &self.values
    }

    /// The words of all texts; of those that are gone as well, see
    /// [`SearchIndex::count`].
    pub(super) fn lexicons(&self) -> impl Iterator<Item = &Lexicon> {
        [&self.base.shard.lexicon, &self.delta.lexicon].into_iter()
    }

    /// How often texts hold a folded word.
    pub(super) fn count(&self, word: &str) -> u32 {
        let of = |lexicon: &Lexicon| lexicon.get(word).map_or(0, |known| known.count);
        self.lexicons().map(of).sum::<u32>().saturating_sub(of(&self.taken_out.lexicon))
    }

    pub(super) fn world(&self) -> World<'_> {
        World { changed: &self.changed, base: &self.base.things, gone: &self.gone }
    }

    pub(super) fn document(&self, place: Place) -> &Document {
        &self.shard(place).documents[place.number as usize]
    }

    /// The values of the facets of a document.
    pub(super) fn facets(&self, place: Place) -> &[u32] {
        self.shard(place).facets(place.number)
    }

    fn shard(&self, place: Place) -> &Shard {
        if place.changed { &self.delta } else { &self.base.shard }
    }

    /// Every document that holds any of the words: how many it holds, and its
    /// score. Each word is given by what is sought for it; `bonus` finds
    /// nothing by itself.
    pub(super) fn holding(
        &self,
        words: Vec<Vec<Sought<'_>>>,
        bonus: Vec<Sought<'_>>,
    ) -> Result<Vec<Held>, SearchError> {
        let shards = [&self.base.shard, &self.delta];
        let statistics = Statistics::new(shards, &self.taken_out);
        let mut scores = shards.map(Scores::new);
        for word in words {
            let terms = statistics.weighed(word)?;
            for scores in &mut scores {
                scores.add_word(&terms)?;
            }
        }
        for (sought, weight) in statistics.weighed(bonus)? {
            for scores in &mut scores {
                scores.add_bonus(&sought, &weight)?;
            }
        }
        let mut found = Vec::new();
        for (changed, scores) in [false, true].into_iter().zip(&scores) {
            for (number, words, score) in scores.holding() {
                if changed || !self.outdated.contains(&number) {
                    let place = Place { changed, number };
                    let score = rounded(score * self.document(place).weight);
                    found.push(Held { place, words, score });
                }
            }
        }
        Ok(found)
    }
}

/// A document that holds words of a question.
pub(super) struct Held {
    pub(super) place: Place,
    /// How many words.
    pub(super) words: usize,
    pub(super) score: f32,
}

/// To hundredths: what is beyond depends on the order of additions, and an
/// answer should not.
fn rounded(score: f32) -> f32 {
    (score * 100.0).round() / 100.0
}
