//! Some thousand members as columns.

use super::adders::{Column, LANES, LINES, NOBODY};
use super::layout::Layout;
use super::machine::Kernel;
use crate::matching::profile::Profile;
use crate::matching::similarity::Reaching;
use crate::matching::weights::Counts;
use std::sync::Arc;

/// The most tiles of a chunk.
pub(super) const TILES: usize = 8;
/// The most members of a chunk.
pub(super) const CHUNK: usize = TILES * LANES;

/// Some tiles of members: as many in each as a [`Column`] has. Those of a column
/// stand together and fill a page of memory, as a search reads few columns, each
/// from end to end.
#[derive(Clone, Debug)]
pub(super) struct Chunk {
    pub(super) layout: Arc<Layout>,
    pub(super) tiles: usize,
    /// All tiles of a column after each other.
    columns: Vec<Column>,
    /// Of each of these, which words have somebody.
    words: Vec<u64>,
    /// The same of lines, tile by tile, a bit each for all of a column.
    lines: Vec<u64>,
    tally: Tally,
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

impl Chunk {
    /// Of whose members nothing is known. Whoever fills it calls `tally`.
    pub(super) fn empty(layout: Arc<Layout>, tiles: usize) -> Self {
        let columns = vec![NOBODY; layout.len() * tiles];
        Self {
            layout,
            tiles,
            columns,
            words: Vec::new(),
            lines: Vec::new(),
            tally: Tally::default(),
        }
    }

    /// Adds what somebody of whom nothing was known holds.
    pub(super) fn hold(&mut self, stand: usize, items: impl Iterator<Item = (usize, u8)>) {
        let (tile, lane) = (stand / LANES, stand % LANES);
        for (place, level) in items {
            for column in self.layout.reached(place, level) {
                self.columns[column * self.tiles + tile].set(lane);
            }
        }
    }

    /// The same but for some, by where they stand, and with room for more.
    pub(super) fn changed(
        &self,
        changes: &[(usize, Profile)],
        tiles: usize,
        concepts: usize,
    ) -> Self {
        let layout = self.layout.widened(changes.iter().map(|(_, profile)| profile));
        let mut chunk = Self::empty(layout, tiles);
        for place in 0..concepts * 2 {
            for column in chunk.layout.columns(place) {
                // Who reaches a level that nobody had reaches the next above it.
                let level = chunk.layout.level(column);
                let mut above = self.layout.columns(place);
                if let Some(same) = above.find(|one| self.layout.level(*one) >= level) {
                    let same = &self.columns[same * self.tiles..][..self.tiles];
                    chunk.columns[column * tiles..][..self.tiles].copy_from_slice(same);
                }
            }
        }
        for (stand, profile) in changes {
            let (tile, lane) = (stand / LANES, stand % LANES);
            for column in chunk.columns.iter_mut().skip(tile).step_by(tiles) {
                column.clear(lane);
            }
            chunk.hold(*stand, profile.held());
        }
        chunk.tally(concepts);
        chunk
    }

    /// Counts who holds what.
    pub(super) fn tally(&mut self, concepts: usize) {
        let mut tally = Tally { columns: vec![0; self.layout.len()], ..Tally::default() };
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
        self.words = self.columns.iter().map(Column::words).collect();
        let lines = |words: &[u64]| {
            let lines = words.iter().flat_map(|words| words.to_le_bytes());
            lines.zip(0..).map(|(line, place)| u64::from(line > 0) << place).sum()
        };
        self.lines = self.words.chunks(self.tiles.max(1)).map(lines).collect();
        self.tally = tally;
    }

    /// Adds its members to what [`Weights`](crate::matching::Weights) are learned
    /// from: needs, offers, and either.
    pub(super) fn count(&self, counts: &mut [Counts; 3]) {
        let Tally { columns, either_side, known } = &self.tally;
        for (counts, known) in counts.iter_mut().zip(known) {
            counts.known += u32::from(*known);
        }
        let [need, offer, across] = counts;
        let sides = need.holders.iter_mut().chain(&mut offer.holders);
        for (place, holders) in sides.enumerate() {
            let weakest = columns[self.layout.columns(place)].first();
            *holders += weakest.map_or(0, |count| u32::from(*count));
        }
        for (holders, count) in across.holders.iter_mut().zip(either_side) {
            *holders += u32::from(*count);
        }
    }

    /// Adds those who reach each level of each item.
    pub(super) fn reaching(&self, reaching: &mut [Reaching]) {
        for (place, counts) in reaching.iter_mut().enumerate() {
            let mut below = 0;
            for column in self.layout.columns(place) {
                let level = usize::from(self.layout.level(column));
                let some = u64::from(self.tally.columns[column]);
                counts[below..level].iter_mut().for_each(|count| *count += some);
                below = level;
            }
        }
    }

    /// Of how many anything is known.
    pub(super) fn known(&self) -> usize {
        usize::from(self.tally.known[2])
    }

    pub(super) fn profile(&self, stand: usize) -> Profile {
        let (tile, lane) = (stand / LANES, stand % LANES);
        let strongest = |columns: std::ops::Range<usize>| {
            // Who reaches a level reaches those below it.
            let reached = |column: &usize| self.column(*column, tile).has(lane);
            columns.take_while(reached).last().map_or(0, |column| self.layout.level(column))
        };
        Profile::of_levels(self.layout.items().map(|(columns, _)| strongest(columns)).collect())
    }

    pub(super) fn level(&self, stand: usize, place: usize) -> u8 {
        let (tile, lane) = (stand / LANES, stand % LANES);
        let held = |column: &usize| self.column(*column, tile).has(lane);
        self.layout.columns(place).rfind(held).map_or(0, |column| self.layout.level(column))
    }

    /// Who of a tile holds an item.
    pub(super) fn holders(&self, place: usize, tile: usize) -> &Column {
        let mut columns = self.layout.columns(place);
        columns.next().map_or(&NOBODY, |weakest| self.column(weakest, tile))
    }

    /// Who of a tile is in a column, which is near where nobody is.
    #[inline]
    pub(super) fn held(&self, column: usize, tile: usize) -> &Column {
        if self.lines[column] >> (LINES * tile) & 0xFF > 0 {
            self.column(column, tile)
        } else {
            &NOBODY
        }
    }

    pub(super) fn column(&self, column: usize, tile: usize) -> &Column {
        &self.columns[column * self.tiles + tile]
    }

    /// Which lines of a column have somebody, tile by tile, a bit each.
    pub(super) fn lines(&self, column: usize) -> u64 {
        self.lines[column]
    }

    /// Which words of a column have somebody, tile by tile.
    pub(super) fn words(&self, column: usize) -> &[u64] {
        &self.words[column * self.tiles..][..self.tiles]
    }

    pub(super) fn bytes(&self) -> usize {
        let tally = self.tally.columns.len() + self.tally.either_side.len();
        let (columns, words) = (size_of_val(&self.columns[..]), size_of_val(&self.words[..]));
        size_of::<Self>() + columns + words + 8 * self.lines.len() + 2 * tally
    }
}
