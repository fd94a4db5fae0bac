//! What the columns of a chunk say.

use crate::matching::profile::{LEVEL_MAX, Profile};
use std::ops::Range;
use std::sync::Arc;

/// For each item, in order, a column for each level that members have, weakest
/// first. Levels that nobody has need none.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Layout {
    levels: Vec<u8>,
    /// Where the columns of each item end.
    ends: Vec<usize>,
}

impl Layout {
    /// For items of which members have these levels, one bit a level.
    pub(super) fn of(levels: &[u8]) -> Self {
        let mut layout = Self::default();
        for seen in levels {
            layout.levels.extend((1..=LEVEL_MAX).filter(|level| seen >> level & 1 == 1));
            layout.ends.push(layout.levels.len());
        }
        layout
    }

    /// The same, or one that has room for the levels of `profiles` too.
    pub(super) fn widened<'a>(
        self: &Arc<Self>,
        profiles: impl Iterator<Item = &'a Profile>,
    ) -> Arc<Self> {
        let of_item = |(_, levels): (_, &[u8])| levels.iter().map(|level| 1 << level).sum();
        let mut seen: Vec<u8> = self.items().map(of_item).collect();
        for (place, level) in profiles.flat_map(Profile::held) {
            seen[place] |= 1 << level;
        }
        let layout = Self::of(&seen);
        if layout == **self { Arc::clone(self) } else { Arc::new(layout) }
    }

    /// How many columns there are.
    pub(super) fn len(&self) -> usize {
        self.levels.len()
    }

    /// The level of a column.
    pub(super) fn level(&self, column: usize) -> u8 {
        self.levels[column]
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

    /// Those of them that a level reaches.
    pub(super) fn reached(&self, place: usize, level: u8) -> impl Iterator<Item = usize> {
        self.columns(place).take_while(move |column| self.levels[*column] <= level)
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
