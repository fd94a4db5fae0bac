//! The profiles of all members, turned on their side: a column says who holds
//! an item at some level or a stronger one. Members stand in an order of their own,
//! so that those are near who are alike.
//!
//! Chunks of members never change. Another population shares all but those in
//! which somebody has changed, so that whoever reads the old one keeps it.

use super::adders::{LANES, NOBODY};
use super::chunk::{CHUNK, Chunk, TILES};
use super::layout::Layout;
use super::order::Order;
use super::rows::Rows;
use crate::matching::concepts::Concepts;
use crate::matching::profile::{Item, Profile};
use crate::matching::similarity::Reaching;
use crate::matching::weights::{Counts, Weights};
use std::borrow::Borrow;
use std::collections::BTreeMap;
use std::sync::Arc;

/// The profiles of all members, by place.
#[derive(Clone, Debug)]
pub struct Population {
    concepts: usize,
    members: usize,
    order: Order,
    chunks: Vec<Arc<Chunk>>,
}

impl Population {
    /// Members with these profiles.
    pub fn of<P: Borrow<Profile>>(
        concepts: &Concepts,
        profiles: impl IntoIterator<Item = P>,
    ) -> Self {
        let rows = Rows::of(profiles);
        let order = Order::of(concepts, &rows);
        let layout = Arc::new(Layout::of(&rows.levels(concepts.len() * 2)));
        let stands: Vec<usize> = (0..rows.len()).collect();
        let chunk = |stands: &[usize]| {
            let mut chunk = Chunk::empty(Arc::clone(&layout), stands.len().div_ceil(LANES));
            for (place, stand) in stands.iter().enumerate() {
                chunk.hold(place, rows.of_member(order.member(*stand)));
            }
            chunk.tally(concepts.len());
            Arc::new(chunk)
        };
        let chunks = stands.chunks(CHUNK).map(chunk).collect();
        Self { concepts: concepts.len(), members: rows.len(), order, chunks }
    }

    /// The same but for some members, and with any that come after the last;
    /// of a place that is skipped nothing is known.
    #[must_use]
    pub fn changed(&self, changes: impl IntoIterator<Item = (usize, Profile)>) -> Self {
        let mut by_chunk: BTreeMap<usize, Vec<(usize, Profile)>> = BTreeMap::new();
        let mut population = self.clone();
        for (member, profile) in changes {
            population.members = population.members.max(member + 1);
            let stand = self.order.stand(member);
            by_chunk.entry(stand / CHUNK).or_default().push((stand % CHUNK, profile));
        }
        let last = self.chunks.last().map(|chunk| Arc::clone(&chunk.layout));
        let layout = last.unwrap_or_else(|| Arc::new(Layout::of(&vec![0; self.concepts * 2])));
        let mut empty = Chunk::empty(layout, 0);
        empty.tally(self.concepts);
        population.chunks.resize(population.members.div_ceil(CHUNK), Arc::new(empty));
        for (place, chunk) in population.chunks.iter_mut().enumerate() {
            let members = (population.members - place * CHUNK).min(CHUNK);
            let changes = by_chunk.remove(&place).unwrap_or_default();
            if !changes.is_empty() || chunk.tiles < members.div_ceil(LANES) {
                let tiles = members.div_ceil(LANES);
                *chunk = Arc::new(chunk.changed(&changes, tiles, self.concepts));
            }
        }
        population
    }

    /// How many members there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.members
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.members == 0
    }

    /// The profile of a member.
    ///
    /// # Panics
    /// When there is no such member.
    #[must_use]
    pub fn profile(&self, member: usize) -> Profile {
        let (chunk, place) = self.within(member);
        chunk.profile(place)
    }

    /// The level at which a member holds an item.
    ///
    /// # Panics
    /// When there is no such member.
    #[must_use]
    pub fn level(&self, member: usize, item: Item) -> u8 {
        let (chunk, place) = self.within(member);
        chunk.level(place, item.place(self.concepts))
    }

    /// Who holds any of some items, in order.
    pub fn holding(&self, items: &[Item]) -> impl Iterator<Item = usize> {
        let mut members = vec![false; self.members];
        for tile in 0..self.tiles() {
            let (chunk, place) = self.tile(tile);
            let holders = items.iter().map(|item| chunk.holders(item.place(self.concepts), place));
            let any = holders.fold(NOBODY, |any, holders| any.or(holders));
            any.lanes().for_each(|lane| members[self.member(tile, lane)] = true);
        }
        members.into_iter().zip(0..).filter_map(|(holds, member)| holds.then_some(member))
    }

    /// The memory that it takes.
    #[must_use]
    pub fn bytes(&self) -> usize {
        let chunks = self.chunks.iter().map(|chunk| size_of::<Arc<Chunk>>() + chunk.bytes());
        self.order.bytes() + chunks.sum::<usize>()
    }

    /// What [`Weights::learn`] would learn from the profiles.
    #[must_use]
    pub fn weights(&self, concepts: &Concepts) -> Weights {
        let mut counts = [0; 3].map(|_| Counts::none(self.concepts));
        self.chunks.iter().for_each(|chunk| chunk.count(&mut counts));
        let [need, offer, across] = counts;
        Weights::from_counts(concepts, &[need, offer], &across)
    }

    /// Of how many members anything is known.
    pub(super) fn known(&self) -> usize {
        self.chunks.iter().map(|chunk| chunk.known()).sum()
    }

    /// How many members reach each level of each item.
    pub(super) fn reaching(&self) -> Vec<Reaching> {
        let mut reaching = vec![Reaching::default(); self.concepts * 2];
        self.chunks.iter().for_each(|chunk| chunk.reaching(&mut reaching));
        reaching
    }

    pub(super) fn concepts(&self) -> usize {
        self.concepts
    }

    /// How many tiles there are in all.
    pub(super) fn tiles(&self) -> usize {
        self.members.div_ceil(LANES)
    }

    pub(super) fn chunks(&self) -> &[Arc<Chunk>] {
        &self.chunks
    }

    /// In which tile a member stands, and where there.
    pub(super) fn stand(&self, member: usize) -> (usize, usize) {
        let stand = self.order.stand(member);
        (stand / LANES, stand % LANES)
    }

    /// Who stands there.
    pub(super) fn member(&self, tile: usize, lane: usize) -> usize {
        self.order.member(tile * LANES + lane)
    }

    /// How many members stand in a tile, from its first lane on.
    pub(super) fn members_of(&self, tile: usize) -> usize {
        (self.members - tile * LANES).min(LANES)
    }

    /// The chunk of a tile, and its place there.
    pub(super) fn tile(&self, tile: usize) -> (&Chunk, usize) {
        (&self.chunks[tile / TILES], tile % TILES)
    }

    /// The chunk of a member, and where it stands there.
    fn within(&self, member: usize) -> (&Chunk, usize) {
        assert!(member < self.members, "no member {member}");
        let stand = self.order.stand(member);
        (&self.chunks[stand / CHUNK], stand % CHUNK)
    }
}
