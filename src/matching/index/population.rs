//! The profiles of all members, turned on their side: a column says who holds
//! an item at some level or a stronger one.
//!
//! Chunks of members never change. Another population shares all but those in
//! which somebody has changed, so that whoever reads the old one keeps it.

use super::kernel::{Column, Kernel, LANES, NOBODY};
use crate::matching::concepts::Concepts;
use crate::matching::profile::{LEVEL_MAX, Profile};
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

/// As many members as a column has.
#[derive(Clone, Debug)]
pub(super) struct Chunk {
    pub(super) layout: Arc<Layout>,
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
        loop {
            let some: Vec<P> = profiles.by_ref().take(LANES).collect();
            if some.is_empty() {
                return population;
            }
            layout = layout.widened(some.iter().map(P::borrow));
            let mut chunk = Chunk::empty(Arc::clone(&layout));
            for (lane, profile) in some.iter().enumerate() {
                chunk.hold(lane, profile.borrow());
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
            by_chunk.entry(member / LANES).or_default().push((member % LANES, profile));
        }
        let last = self.chunks.last().map(|chunk| Arc::clone(&chunk.layout));
        let layout = last.unwrap_or_else(|| Arc::new(Layout::of(&vec![0; self.concepts * 2])));
        let mut empty = Chunk::empty(layout);
        empty.tally(self.concepts);
        population.chunks.resize(population.members.div_ceil(LANES), Arc::new(empty));
        for (place, changes) in by_chunk {
            let chunk = population.chunks[place].changed(&changes, self.concepts);
            population.chunks[place] = Arc::new(chunk);
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
        self.chunks[member / LANES].profile(member % LANES)
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

    pub(super) fn chunks(&self) -> &[Arc<Chunk>] {
        &self.chunks
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
    fn empty(layout: Arc<Layout>) -> Self {
        let columns = vec![NOBODY; layout.levels.len()];
        Self { layout, columns, tally: Tally::default() }
    }

    /// Adds what a member of whom nothing was known holds.
    fn hold(&mut self, lane: usize, profile: &Profile) {
        for (place, level) in profile.levels().iter().enumerate().filter(|(_, level)| **level > 0) {
            for column in self.layout.columns(place) {
                if self.layout.levels[column] <= *level {
                    self.columns[column].set(lane);
                }
            }
        }
    }

    fn changed(&self, changes: &[(usize, Profile)], concepts: usize) -> Self {
        let layout = self.layout.widened(changes.iter().map(|(_, profile)| profile));
        let mut chunk = Self::empty(layout);
        for place in 0..concepts * 2 {
            for column in chunk.layout.columns(place) {
                // Who reaches a level that nobody had reaches the next above it.
                let mut above = self.layout.columns(place);
                let same =
                    above.find(|one| self.layout.levels[*one] >= chunk.layout.levels[column]);
                chunk.columns[column] = same.map_or(NOBODY, |one| self.columns[one]);
            }
        }
        for (lane, profile) in changes {
            for column in &mut chunk.columns {
                column.clear(*lane);
            }
            chunk.hold(*lane, profile);
        }
        chunk.tally(concepts);
        chunk
    }

    fn tally(&mut self, concepts: usize) {
        let kernel = Kernel::best();
        let count = |column: &Column| u16::try_from(kernel.count(column)).unwrap_or(u16::MAX);
        self.tally.columns = self.columns.iter().map(count).collect();
        let holders = |place: usize| {
            let weakest = self.layout.columns(place).start;
            let any = !self.layout.columns(place).is_empty();
            if any { &self.columns[weakest] } else { &NOBODY }
        };
        let mut known = [NOBODY; 2];
        let mut either_side = Vec::with_capacity(concepts);
        for concept in 0..concepts {
            let sides = [concept, concepts + concept].map(holders);
            for (known, side) in known.iter_mut().zip(sides) {
                *known = known.or(side);
            }
            either_side.push(count(&sides[0].or(sides[1])));
        }
        let [need, offer] = &known;
        self.tally.known = [count(need), count(offer), count(&need.or(offer))];
        self.tally.either_side = either_side;
    }

    fn profile(&self, lane: usize) -> Profile {
        let mut levels = vec![0; self.layout.ends.len()];
        for (place, level) in levels.iter_mut().enumerate() {
            for column in self.layout.columns(place) {
                if self.columns[column].has(lane) {
                    *level = self.layout.levels[column];
                }
            }
        }
        Profile::of_levels(levels.into())
    }

    pub(super) fn columns(&self) -> &[Column] {
        &self.columns
    }

    fn bytes(&self) -> usize {
        let tally = self.tally.columns.len() + self.tally.either_side.len();
        size_of::<Self>() + size_of_val(&self.columns[..]) + 2 * tally
    }
}
