//! What is held in memory of an epoch: read whole, or taken on from the one
//! before by what a write changed.

use super::brief::Briefs;
use super::cards::Cards;
use super::recommend;
use super::remembered::{Memory, described, named};
use crate::domain::{Iri, Kind};
use crate::graph::{Change, ChangedThings, GraphError, KnowledgeGraph};
use crate::matching::{MatchingModel, Thing, Wording};
use crate::search::{BackgroundIndex, SearchIndex, read_things};
use std::sync::Arc;

/// A change to one of these has everything read anew: all else depends on them.
const FOUNDATIONS: [Kind; 2] = [Kind::Theme, Kind::Member];
/// Where members are, as their cards say.
const PLACES: [Kind; 2] = [Kind::Country, Kind::Region];
/// What can be recommended beside members.
const RECOMMENDED: [Kind; 3] = [Kind::Practice, Kind::Programme, Kind::Topic];

/// All that is held of an epoch.
#[derive(Clone)]
pub(super) struct Present {
    /// Names the state of all that sources say.
    pub(super) epoch: Arc<str>,
    /// The last commit that was taken up.
    pub(super) commit: u64,
    pub(super) matching: Arc<MatchingModel>,
    /// Explanations name many themes, and there are never many to name.
    pub(super) theme_names: Arc<Briefs>,
    /// What explanations show of members.
    pub(super) cards: Arc<Cards>,
    /// What answers showed before.
    pub(super) memory: Arc<Memory>,
    /// The words for all themes.
    pub(super) wording: Arc<Wording>,
    /// What can be recommended.
    pub(super) things: Arc<[Arc<Thing>]>,
    /// What can be found by words.
    pub(super) search: Arc<BackgroundIndex>,
}

impl Present {
    /// Reads it whole, but for the cards, which may take so much memory.
    pub(super) fn read(graph: &KnowledgeGraph, card_bytes_max: u64) -> Result<Self, GraphError> {
        // Before the rest: what is read may be newer than it says, not older.
        let commit = graph.commit_number();
        let epoch = graph.epoch()?.into();
        let matching = MatchingModel::read(graph)?;
        let themes = Arc::clone(matching.concepts());
        let ids: Vec<Iri> = (0..themes.len()).map(|place| themes.iri(place).clone()).collect();
        Ok(Self {
            epoch,
            commit,
            matching: Arc::new(matching),
            theme_names: Arc::new(Briefs::of(described(graph, named(), &ids)?)),
            cards: Arc::new(Cards::none(themes, card_bytes_max)),
            memory: Arc::default(),
            wording: Arc::new(Wording::read(graph)?),
            things: recommend::things(graph)?,
            search: BackgroundIndex::begin({
                let things = read_things(graph, &[])?;
                move || SearchIndex::new(things)
            }),
        })
    }

    /// What follows from the write after it, by reading what that changed and
    /// no more. None when that is not enough: a write is not the next one, has
    /// another after it already, or changed what all else depends on.
    pub(super) fn after(
        &self,
        change: &Change,
        graph: &KnowledgeGraph,
    ) -> Result<Option<Self>, GraphError> {
        let ChangedThings::These(things) = &change.things else { return Ok(None) };
        let touched = |kinds: &[Kind]| things.iter().any(|thing| kinds.contains(&thing.kind));
        if change.commit != self.commit + 1 || touched(&FOUNDATIONS) {
            return Ok(None);
        }
        let mut next = Self { epoch: graph.epoch()?.into(), commit: change.commit, ..self.clone() };
        if change.meaningful {
            next.memory = Arc::default();
        }
        if touched(&PLACES) {
            next.cards = Arc::new(self.cards.emptied());
        }
        if !change.members.is_empty() {
            next.matching = Arc::new(self.matching.renewed(graph, &change.members)?);
        }
        let mut ids: Vec<Iri> = things.iter().map(|thing| thing.id.clone()).collect();
        if touched(&RECOMMENDED) {
            next.things = recommend::renewed_things(graph, &self.things, &ids)?;
        }
        if change.meaningful {
            ids.extend(change.members.iter().cloned());
            let index = self.search.get().and_then(|index| index.with_changes(graph, &ids));
            // What cannot be indexed is read anew with the rest.
            let Ok(index) = index else { return Ok(None) };
            next.search = BackgroundIndex::ready(index);
        }
        // Otherwise part of what was read may be of a later write.
        Ok((graph.commit_number() == change.commit).then_some(next))
    }
}
