//! The profiles of all members, turned on their side: a column says who holds
//! an item at some level or a stronger one.
//!
//! Chunks of members never change. Another population shares all but those in
//! which somebody has changed, so that whoever reads the old one keeps it. A
//! chunk has some tiles of as many members as a [`Column`]; those of a column
//! stand together and fill a page of memory, as a search reads few columns, each
//! from end to end.

use super::adders::{Column, LANES, NOBODY};
use super::machine::Kernel;
use super::order::Order;
use crate::matching::concepts::Concepts;
use crate::matching::profile::{Item, LEVEL_MAX, Profile};
use crate::matching::similarity::Reaching;
use crate::matching::weights::{Counts, Weights};
use std::borrow::Borrow;
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

/// The profiles of all members, by place.
#[derive(Clone, Debug)]
pub struct Population {
    concepts: usize,
    members: usize,
    chunks: Vec<Arc<Chunk>>,
}

/// The most tiles of a chunk.
pub(super) const TILES: usize = 8;
/// The most members of a chunk.
const CHUNK: usize = TILES * LANES;

/// Some tiles of members.
#[derive(Clone, Debug)]
pub(super) struct Chunk {
    pub(super) layout: Arc<Layout>,
    order: Arc<Order>,
    tiles: usize,
    /// All tiles of a column after each other.
    columns: Vec<Column>,
    tally: Tally,
}

/// What the columns of a chunk say: for each item, in order, the levels that
/// members have, weakest first. Levels that nobody has need no column.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Layout {
    levels: Vec<u8>,
    /// Where the columns of each item end.
    ends: Vec<usize>,
}

/// How many members of a chunk hold what.
#[derive(Clone, Debug, Default)]
struct Tally {
    columns: Vec<u16>,
    /// Of each concept, on one side or the other.
    either_side: Vec<u16>,
    /// Of whom anything is known as a need, as an offer, and at all.
    known: [u16; 3],
}

impl Population {
    /// Members with these profiles.
    pub fn of<P: Borrow<Profile>>(
        concepts: &Concepts,
        profiles: impl IntoIterator<Item = P>,
    ) -> Self {
        let mut population = Self { concepts: concepts.len(), members: 0, chunks: Vec::new() };
        let mut layout = Arc::new(Layout::of(&vec![0; concepts.len() * 2]));
        let mut profiles = profiles.into_iter();
        // What the first chunk tells of weights is enough to stand by.
        let mut weights: Option<Vec<u64>> = None;
        loop {
            let some: Vec<P> = profiles.by_ref().take(CHUNK).collect();
            if some.is_empty() {
                return population;
            }
            let weights = weights.get_or_insert_with(|| {
                Weights::learn(concepts, some.iter().map(P::borrow)).iter().collect()
            });
            let total = |profile: &Profile| -> u64 {
                let held = profile.levels().iter().zip(&*weights);
                held.map(|(level, weight)| u64::from(*level) * weight).sum()
            };
            let totals: Vec<u64> = some.iter().map(|profile| total(profile.borrow())).collect();
            let order = Arc::new(Order::by(&totals));
            layout = layout.widened(some.iter().map(P::borrow));
            let mut chunk = Chunk::empty(Arc::clone(&layout), order, some.len().div_ceil(LANES));
            for (member, profile) in some.iter().enumerate() {
                chunk.hold(member, profile.borrow());
            }
            chunk.tally(concepts.len());
            population.members += some.len();
            population.chunks.push(Arc::new(chunk));
        }
    }

    /// The same but for some members, and with any that come after the last;
    /// of a place that is skipped nothing is known.
    #[must_use]
    pub fn changed(&self, changes: impl IntoIterator<Item = (usize, Profile)>) -> Self {
        let mut by_chunk: BTreeMap<usize, Vec<(usize, Profile)>> = BTreeMap::new();
        let mut population = self.clone();
        for (member, profile) in changes {
            population.members = population.members.max(member + 1);
            by_chunk.entry(member / CHUNK).or_default().push((member % CHUNK, profile));
        }
        let last = self.chunks.last().map(|chunk| Arc::clone(&chunk.layout));
        let layout = last.unwrap_or_else(|| Arc::new(Layout::of(&vec![0; self.concepts * 2])));
        let mut empty = Chunk::empty(layout, Arc::default(), 0);
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
        assert!(member < self.members, "no member {member}");
        self.chunks[member / CHUNK].profile(member % CHUNK)
    }

    /// The level at which a member holds an item.
    ///
    /// # Panics
    /// When there is no such member.
    #[must_use]
    pub fn level(&self, member: usize, item: Item) -> u8 {
        assert!(member < self.members, "no member {member}");
        self.chunks[member / CHUNK].level(member % CHUNK, item.place(self.concepts))
    }

    /// Who holds any of some items, in order.
    pub fn holding<'a>(&'a self, items: &'a [Item]) -> impl Iterator<Item = usize> + 'a {
        self.chunks.iter().zip(0..).flat_map(move |(chunk, place)| {
            let mut members = Vec::new();
            for tile in 0..chunk.tiles {
                let holders = items.iter().map(|item| item.place(self.concepts));
                let holders = holders.map(|item| chunk.holders(item, tile));
                let any = holders.fold(NOBODY, |any, holders| any.or(holders));
                let lanes = any.lanes().map(|lane| tile * LANES + lane);
                members.extend(lanes.map(|lane| place * CHUNK + chunk.order.member(lane)));
            }
            members.sort_unstable();
            members
        })
    }

    /// The memory that it takes.
    #[must_use]
    pub fn bytes(&self) -> usize {
        self.chunks.iter().map(|chunk| size_of::<Arc<Chunk>>() + chunk.bytes()).sum()
    }

    /// What [`Weights::learn`] would learn from the profiles.
    #[must_use]
    pub fn weights(&self, concepts: &Concepts) -> Weights {
        let mut counts = [0; 3].map(|_| Counts::none(self.concepts));
        for chunk in &self.chunks {
            let Tally { columns, either_side, known } = &chunk.tally;
            for (counts, known) in counts.iter_mut().zip(known) {
                counts.known += u32::from(*known);
            }
            let [need, offer, across] = &mut counts;
            let sides = need.holders.iter_mut().chain(&mut offer.holders);
            for (place, holders) in sides.enumerate() {
                let weakest = columns[chunk.layout.columns(place)].first();
                *holders += weakest.map_or(0, |count| u32::from(*count));
            }
            for (holders, count) in across.holders.iter_mut().zip(either_side) {
                *holders += u32::from(*count);
            }
        }
        let [need, offer, across] = counts;
        Weights::from_counts(concepts, &[need, offer], &across)
    }

    /// Of how many members anything is known.
    pub(super) fn known(&self) -> usize {
        self.chunks.iter().map(|chunk| usize::from(chunk.tally.known[2])).sum()
    }

    /// How many members reach each level of each item.
    pub(super) fn reaching(&self) -> Vec<Reaching> {
        let mut reaching = vec![Reaching::default(); self.concepts * 2];
        for Chunk { layout, tally, .. } in self.chunks.iter().map(AsRef::as_ref) {
            for (place, counts) in reaching.iter_mut().enumerate() {
                let mut below = 0;
                for column in layout.columns(place) {
                    let level = usize::from(layout.levels[column]);
                    let some = u64::from(tally.columns[column]);
                    counts[below..level].iter_mut().for_each(|count| *count += some);
                    below = level;
                }
            }
        }
        reaching
    }

    pub(super) fn concepts(&self) -> usize {
        self.concepts
    }

    /// How many tiles there are in all.
    pub(super) fn tiles(&self) -> usize {
        self.members.div_ceil(LANES)
    }

    /// How many chunks there are.
    pub(super) fn chunks(&self) -> usize {
        self.chunks.len()
    }

    /// The tiles of a chunk.
    pub(super) fn tiles_of(&self, chunk: usize) -> Range<usize> {
        chunk * TILES..((chunk + 1) * TILES).min(self.tiles())
    }

    /// In which tile a member stands, and where there.
    pub(super) fn stand(&self, member: usize) -> (usize, usize) {
        let chunk = member / CHUNK;
        let lane = self.chunks[chunk].order.lane(member % CHUNK);
        (chunk * TILES + lane / LANES, lane % LANES)
    }

    /// Who stands there.
    pub(super) fn member(&self, tile: usize, lane: usize) -> usize {
        let (chunk, place) = (tile / TILES, tile % TILES);
        chunk * CHUNK + self.chunks[chunk].order.member(place * LANES + lane)
    }

    /// How many members stand in a tile, from its first lane on.
    pub(super) fn members_of(&self, tile: usize) -> usize {
        (self.members - tile * LANES).min(LANES)
    }

    /// The chunk of a tile, and its place there.
    pub(super) fn tile(&self, tile: usize) -> (&Chunk, usize) {
        (&self.chunks[tile / TILES], tile % TILES)
    }
}

impl Layout {
    /// For items of which members have these levels, one bit a level.
    fn of(levels: &[u8]) -> Self {
        let mut layout = Self::default();
        for seen in levels {
            layout.levels.extend((1..=LEVEL_MAX).filter(|level| seen >> level & 1 == 1));
            layout.ends.push(layout.levels.len());
        }
        layout
    }

    /// The same, or one that has room for the levels of `profiles` too.
    fn widened<'a>(self: &Arc<Self>, profiles: impl Iterator<Item = &'a Profile>) -> Arc<Self> {
        let mut seen: Vec<u8> = (0..self.ends.len())
            .map(|place| self.columns(place).map(|column| 1 << self.levels[column]).sum())
            .collect();
        for profile in profiles {
            for (seen, level) in seen.iter_mut().zip(profile.levels()) {
                *seen |= 1 << level;
            }
        }
        let layout = Self::of(&seen);
        if layout == **self { Arc::clone(self) } else { Arc::new(layout) }
    }

    /// The columns of each item, in order, and their levels.
    pub(super) fn items(&self) -> impl Iterator<Item = (Range<usize>, &[u8])> {
        (0..self.ends.len()).map(|place| (self.columns(place), &self.levels[self.columns(place)]))
    }

    /// The columns of an item.
    pub(super) fn columns(&self, place: usize) -> Range<usize> {
        let begin = place.checked_sub(1).map_or(0, |before| self.ends[before]);
        begin..self.ends[place]
    }

    /// The columns that a level of an item is made of, each with how much of
    /// the level it adds.
    pub(super) fn steps(&self, place: usize, level: u8) -> impl Iterator<Item = (usize, u8)> {
        let mut below = 0;
        self.columns(place).map_while(move |column| {
            let reached = self.levels[column].min(level);
            let step = reached - below;
            below = reached;
            (step > 0).then_some((column, step))
        })
    }
}

impl Chunk {
    fn empty(layout: Arc<Layout>, order: Arc<Order>, tiles: usize) -> Self {
        let columns = vec![NOBODY; layout.levels.len() * tiles];
        Self { layout, order, tiles, columns, tally: Tally::default() }
    }

    /// Adds what a member of whom nothing was known holds.
    fn hold(&mut self, member: usize, profile: &Profile) {
        let (tile, lane) = self.stand(member);
        for (place, level) in profile.levels().iter().enumerate().filter(|(_, level)| **level > 0) {
            for column in self.layout.columns(place) {
                if self.layout.levels[column] <= *level {
                    self.columns[column * self.tiles + tile].set(lane);
                }
            }
        }
    }

    fn changed(&self, changes: &[(usize, Profile)], tiles: usize, concepts: usize) -> Self {
        let layout = self.layout.widened(changes.iter().map(|(_, profile)| profile));
        let mut chunk = Self::empty(layout, Arc::clone(&self.order), tiles);
        for place in 0..concepts * 2 {
            for column in chunk.layout.columns(place) {
                // Who reaches a level that nobody had reaches the next above it.
                let level = chunk.layout.levels[column];
                let mut above = self.layout.columns(place);
                if let Some(same) = above.find(|one| self.layout.levels[*one] >= level) {
                    chunk.columns[column * tiles..][..self.tiles].copy_from_slice(self.tiles(same));
                }
            }
        }
        for (member, profile) in changes {
            let (tile, lane) = chunk.stand(*member);
            for column in chunk.columns.iter_mut().skip(tile).step_by(tiles) {
                column.clear(lane);
            }
            chunk.hold(*member, profile);
        }
        chunk.tally(concepts);
        chunk
    }

    fn tally(&mut self, concepts: usize) {
        let mut tally = Tally { columns: vec![0; self.layout.levels.len()], ..Tally::default() };
        tally.either_side.resize(concepts, 0);
        let kernel = Kernel::best();
        let count = |column: &Column| u16::try_from(kernel.count(column)).unwrap_or(u16::MAX);
        for tile in 0..self.tiles {
            for (column, members) in tally.columns.iter_mut().enumerate() {
                *members += count(self.column(column, tile));
            }
            let holders = |place: usize| self.holders(place, tile);
            let [mut need, mut offer] = [NOBODY; 2];
            for (concept, either_side) in tally.either_side.iter_mut().enumerate() {
                let [needing, offering] = [concept, concepts + concept].map(holders);
                (need, offer) = (need.or(needing), offer.or(offering));
                *either_side += count(&needing.or(offering));
            }
            let known = [count(&need), count(&offer), count(&need.or(&offer))];
            tally.known.iter_mut().zip(known).for_each(|(sum, some)| *sum += some);
        }
        self.tally = tally;
    }

    fn profile(&self, member: usize) -> Profile {
        let (tile, lane) = self.stand(member);
        let mut levels = vec![0; self.layout.ends.len()];
        let mut begin = 0;
        for (held, end) in levels.iter_mut().zip(&self.layout.ends) {
            // Who reaches a level reaches those below it.
            let reached = |column: &usize| self.column(*column, tile).has(lane);
            let strongest = (begin..*end).take_while(reached).last();
            *held = strongest.map_or(0, |column| self.layout.levels[column]);
            begin = *end;
        }
        Profile::of_levels(levels.into())
    }

    fn level(&self, member: usize, place: usize) -> u8 {
        let (tile, lane) = self.stand(member);
        let held = |column: &usize| self.column(*column, tile).has(lane);
        self.layout.columns(place).rfind(held).map_or(0, |column| self.layout.levels[column])
    }

    /// In which tile a member stands, and where there.
    fn stand(&self, member: usize) -> (usize, usize) {
        let lane = self.order.lane(member);
        (lane / LANES, lane % LANES)
    }

    /// Who of a tile holds an item.
    fn holders(&self, place: usize, tile: usize) -> &Column {
        let mut columns = self.layout.columns(place);
        columns.next().map_or(&NOBODY, |weakest| self.column(weakest, tile))
    }

    fn tiles(&self, column: usize) -> &[Column] {
        &self.columns[column * self.tiles..][..self.tiles]
    }

    pub(super) fn column(&self, column: usize, tile: usize) -> &Column {
        &self.columns[column * self.tiles + tile]
    }

    fn bytes(&self) -> usize {
        let tally = self.tally.columns.len() + self.tally.either_side.len();
        size_of::<Self>() + size_of_val(&self.columns[..]) + self.order.bytes() + 2 * tally
    }
}
