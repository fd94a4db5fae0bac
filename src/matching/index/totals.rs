//! What each member holds in all, as columns: one for each binary digit of the
//! sum of its weights. Made anew when weights change, in one pass.

use super::adders::{Addition, Carries, Column, NOBODY};
use super::machine::Kernel;
use super::population::{Layout, Population};
use crate::domain::Facet;
use crate::matching::profile::{Item, LEVEL_MAX};
use crate::matching::similarity::Prior;
use crate::matching::weights::Weights;
use std::sync::Arc;

/// Which sum.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Total {
    /// Of needs and offers, each within its side.
    Both,
    /// Of needs, held against offers.
    Need,
    /// Of offers, held against needs.
    Offer,
}

/// Nobody has less, and nobody more.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Extent {
    pub(super) least: u64,
    pub(super) most: u64,
}

/// The sums of all members.
#[derive(Clone, Debug)]
pub(super) struct Totals {
    /// How many digits each sum has.
    digits: [usize; 3],
    /// In each tile, the least and the most that somebody has of each sum.
    extents: Vec<[Extent; 3]>,
    /// In each tile, for each sum, what is missing to the largest number of
    /// so many digits: bounds need what is not there.
    missing: Vec<[Vec<Column>; 3]>,
}

impl Totals {
    const ALL: [Total; 3] = [Total::Both, Total::Need, Total::Offer];

    pub(super) fn of(population: &Population, weights: &Weights) -> Self {
        let mut sums: Vec<[Vec<Column>; 3]> =
            (0..population.tiles()).map(|_| [const { Vec::new() }; 3]).collect();
        let digits = Self::ALL.map(|total| {
            let weights = total.weights(weights, population.concepts());
            let of_tiles = sums.iter_mut().map(|sums| &mut sums[total as usize]);
            sum(population, &weights, of_tiles)
        });
        for (columns, digits) in sums.iter_mut().flat_map(|sums| sums.iter_mut().zip(digits)) {
            columns.resize(digits, NOBODY);
            columns.shrink_to_fit();
            for column in columns {
                *column = column.complement();
            }
        }
        let extents = sums.iter().enumerate().map(|(tile, sums)| {
            let all = Column::first(population.members_of(tile));
            sums.each_ref().map(|missing| Extent::of(missing, &all))
        });
        Self { digits, extents: extents.collect(), missing: sums }
    }

    /// Between what the sums of a tile lie.
    pub(super) fn extent(&self, tile: usize, total: Total) -> Extent {
        self.extents[tile][total as usize]
    }

    /// By digit, what each member of a tile lacks to the largest number.
    pub(super) fn missing(&self, tile: usize, total: Total) -> &[Column] {
        &self.missing[tile][total as usize]
    }

    /// The sum of one member.
    pub(super) fn at(&self, tile: usize, total: Total, lane: usize) -> u64 {
        let missing = self.missing(tile, total).iter().enumerate();
        missing.map(|(digit, column)| u64::from(!column.has(lane)) << digit).sum()
    }

    pub(super) fn bytes(&self) -> usize {
        let columns: usize = self.missing.iter().flatten().map(Vec::len).sum();
        columns * size_of::<Column>()
            + size_of_val(&self.missing[..])
            + size_of_val(&self.extents[..])
    }

    /// What [`Prior::learn`] would learn from the profiles.
    pub(super) fn prior(&self, population: &Population, weights: &Weights) -> Prior {
        let known = population.known();
        Prior::from_counts(weights, known, population.reaching(), self.median(known))
    }

    /// The upper median of those of whom anything is known, digit by digit: of
    /// those that are left, so many have a nought there. Of whom nothing is
    /// known has nothing, and comes first.
    fn median(&self, known: usize) -> u64 {
        if known == 0 {
            return 0;
        }
        let kernel = Kernel::best();
        let mut left = vec![NOBODY.complement(); self.missing.len()];
        let mut place = left.len() * super::adders::LANES - known + known / 2;
        let mut median = 0;
        for digit in (0..self.digits[Total::Both as usize]).rev() {
            let tiles = self.missing.iter().map(|sums| &sums[Total::Both as usize][digit]);
            let noughts: Vec<Column> =
                left.iter().zip(tiles).map(|(left, missing)| left.and(missing)).collect();
            let count: usize = noughts.iter().map(|column| kernel.count(column)).sum();
            if place < count {
                left = noughts;
            } else {
                place -= count;
                median |= 1 << digit;
                for (left, noughts) in left.iter_mut().zip(&noughts) {
                    *left = left.without(noughts);
                }
            }
        }
        median
    }
}

impl Extent {
    /// Of these sums.
    pub(super) fn between(sums: &[u32]) -> Self {
        let (least, most) = (sums.iter().min(), sums.iter().max());
        Self { least: least.copied().unwrap_or(0).into(), most: most.copied().unwrap_or(0).into() }
    }

    /// Of these members, by what they lack: who has least or most is who is
    /// left, digit by digit.
    fn of(missing: &[Column], members: &Column) -> Self {
        let (mut extent, mut poorest, mut richest) = (Self::default(), *members, *members);
        for (digit, missing) in missing.iter().enumerate().rev() {
            let noughts = poorest.and(missing);
            if noughts == NOBODY {
                extent.least |= 1 << digit;
            } else {
                poorest = noughts;
            }
            let ones = richest.without(missing);
            if ones != NOBODY {
                extent.most |= 1 << digit;
                richest = ones;
            }
        }
        extent
    }
}

impl Total {
    /// The weight of every item in this sum, in order of place.
    fn weights(self, weights: &Weights, concepts: usize) -> Vec<u64> {
        let none = || std::iter::repeat_n(0, concepts);
        let across = || weights.across().iter().map(|weight| u64::from(*weight));
        match self {
            Self::Both => weights.iter().collect(),
            Self::Need => across().chain(none()).collect(),
            Self::Offer => none().chain(across()).collect(),
        }
    }
}

/// Sums the weights of what members hold into `sums`, one a tile; how many
/// digits they need.
fn sum<'a>(
    population: &Population,
    weights: &[u64],
    sums: impl Iterator<Item = &'a mut Vec<Column>>,
) -> usize {
    let kernel = Kernel::best();
    let mut carries = Carries::default();
    let mut digits = 0;
    let mut last: Option<(Arc<Layout>, Addition, Vec<usize>)> = None;
    for (tile, sums) in sums.enumerate() {
        let (chunk, tile) = population.tile(tile);
        let same = last.take().filter(|(layout, ..)| Arc::ptr_eq(layout, &chunk.layout));
        let (layout, addition, columns) = same.unwrap_or_else(|| whole(&chunk.layout, weights));
        let mut terms = vec![&NOBODY];
        terms.extend(columns.iter().map(|column| chunk.column(*column, tile)));
        sums.resize(addition.digits(), NOBODY);
        kernel.add(&addition, &terms, &mut carries, sums, ([], &mut []));
        let highest = sums.iter().rposition(|column| *column != NOBODY);
        digits = digits.max(highest.map_or(0, |digit| digit + 1));
        last = Some((layout, addition, columns));
    }
    digits
}

/// The sum of all columns of a layout that have a weight, and which these are.
fn whole(layout: &Arc<Layout>, weights: &[u64]) -> (Arc<Layout>, Addition, Vec<usize>) {
    let (mut columns, mut weighed) = (Vec::new(), Vec::new());
    for (place, weight) in weights.iter().enumerate().filter(|(_, weight)| **weight > 0) {
        for (column, step) in layout.steps(place, LEVEL_MAX) {
            columns.push(column);
            weighed.push(weight * u64::from(step));
        }
    }
    (Arc::clone(layout), Addition::of(&weighed), columns)
}

/// The place of an item.
pub(super) fn place(concepts: usize, facet: Facet, concept: usize) -> usize {
    Item { facet, concept }.place(concepts)
}

#[cfg(test)]
mod tests {
    use super::super::adders::LANES;
    use super::*;

    #[test]
    fn an_extent_is_that_of_the_members_there_are() {
        let totals: Vec<u64> = (0..700).map(|member| 40 + member * 37 % 901).collect();
        let mut missing = vec![NOBODY.complement(); 11];
        for (member, total) in totals.iter().enumerate() {
            for (digit, column) in missing.iter_mut().enumerate() {
                if total >> digit & 1 == 1 {
                    column.clear(member);
                }
            }
        }
        for count in [1, 2, 63, 64, 65, totals.len()] {
            let extent = Extent::of(&missing, &Column::first(count));
            let of = &totals[..count];
            let (least, most) = (of.iter().min().copied(), of.iter().max().copied());
            assert_eq!((Some(extent.least), Some(extent.most)), (least, most));
        }
        // Who is not there has nothing.
        assert_eq!(Extent::of(&missing, &Column::first(LANES)).least, 0);
    }
}
