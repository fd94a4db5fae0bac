//! One direction of a mode: what of a profile is held against what of others,
//! and how it is summed.

use super::adders::{Addition, Column, LANES, LINES, NOBODY};
use super::bound::Measure;
use super::chunk::Chunk;
use super::layout::Layout;
use super::machine::Kernel;
use super::numbers::Floor;
use super::search::Index;
use super::totals::{Extent, Total, place};
use crate::domain::Facet;
use crate::matching::fraction::Fraction;
use crate::matching::profile::Profile;
use crate::matching::similarity::SUFFICIENT;

/// The place of an item in the others' profiles, with own level and weight.
pub(super) type Weighed = (usize, u8, u64);

/// One direction of a mode: what is held against what.
pub(super) struct Side {
    pub(super) items: Vec<Weighed>,
    /// What all of them weigh.
    pub(super) all: u64,
    pub(super) measure: Measure,
    pub(super) total: Total,
    /// The columns of a layout that are summed, and what each weighs.
    columns: Vec<(usize, u64)>,
    /// In each line of each tile, the most that can be shared with anybody.
    most: Vec<[u32; LINES]>,
    pub(super) addition: Addition,
    /// What each member of the tile shares, by digit.
    pub(super) shared: Vec<Column>,
    /// The same as numbers, once they are read.
    numbers: Vec<u32>,
    /// What is asked for: a score, and what has to be shared for it.
    least: Option<Fraction>,
    floor: Floor,
}

impl Side {
    /// `measure` is told what all items weigh.
    fn new(
        total: Total,
        items: impl Iterator<Item = Weighed>,
        measure: impl FnOnce(u64) -> Measure,
    ) -> Self {
        let items: Vec<_> = items.filter(|(_, level, weight)| *level > 0 && *weight > 0).collect();
        let all = items.iter().map(|(_, level, weight)| u64::from(*level) * weight).sum();
        let measure = measure(all);
        let (addition, columns, shared) = (Addition::default(), Vec::new(), Vec::new());
        Self {
            items,
            all,
            measure,
            total,
            addition,
            columns,
            most: Vec::new(),
            shared,
            numbers: Vec::new(),
            least: None,
            floor: Floor::default(),
        }
    }

    pub(super) fn similar(index: &Index, own: &Profile) -> Self {
        let levels = own.levels().iter().zip(index.weights.iter()).enumerate();
        let items = levels.map(|(place, (level, weight))| (place, *level, weight));
        Self::new(Total::Both, items, |own| Measure::Similar { prior: index.prior, own })
    }

    pub(super) fn helps_me(index: &Index, own: &Profile) -> Self {
        let items = across(index, own, Facet::Need, Facet::Offer);
        Self::new(Total::Offer, items, |need| Measure::HelpsMe { need })
    }

    pub(super) fn i_help(index: &Index, own: &Profile) -> Self {
        let items = across(index, own, Facet::Offer, Facet::Need);
        Self::new(Total::Need, items, |offer| Measure::IHelp { offer })
    }

    pub(super) fn lay_out(&mut self, layout: &Layout) {
        self.columns.clear();
        for (place, level, weight) in &self.items {
            for (column, step) in layout.steps(*place, *level) {
                self.columns.push((column, weight * u64::from(step)));
            }
        }
        self.addition = Addition::of(self.columns.iter().map(|(_, weight)| *weight));
        self.shared.resize(self.addition.digits(), NOBODY);
    }

    /// The columns of a tile, as a sum takes them.
    pub(super) fn terms<'c>(&self, chunk: &'c Chunk, tile: usize, terms: &mut Vec<&'c Column>) {
        terms.clear();
        terms.push(&NOBODY);
        terms.extend(self.columns.iter().map(|(column, _)| chunk.held(*column, tile)));
    }

    /// Asks for that score.
    pub(super) fn raise(&mut self, least: Fraction) {
        if self.least != Some(least) {
            self.floor = self.measure.line(least).lowered();
            self.least = Some(least);
        }
    }

    /// What must be shared by whoever is to be listed, and holds so much.
    pub(super) fn floor(&self, total: u64) -> u64 {
        self.floor.least_of(total).max(SUFFICIENT)
    }

    /// Reads what some of a tile share, and leaves those who reach a floor: that
    /// of what is asked for, unless it is said.
    pub(super) fn read(
        &mut self,
        index: &Index,
        tile: usize,
        floor: Option<Floor>,
        members: &mut Column,
    ) {
        self.numbers.resize(LANES, 0);
        let floor = (floor.unwrap_or(self.floor), index.totals.of_tile(tile, self.total));
        index.kernel.read(&self.shared, floor, members, &mut self.numbers);
    }

    /// The score of somebody of a tile, of whom it is read what is shared.
    pub(super) fn score(&self, index: &Index, tile: usize, lane: usize) -> Fraction {
        let total = index.totals.of_tile(tile, self.total)[lane];
        self.measure.score(self.numbers[lane].into(), total.into())
    }

    /// Learns the most that can be shared in the tiles of the next chunk, whose
    /// columns are those that are laid out: what nobody holds is not.
    pub(super) fn look_ahead(&mut self, kernel: Kernel, chunk: &Chunk) {
        let weight = |weight: u64| u32::try_from(weight).unwrap_or(u32::MAX);
        let words = |(column, share): &(usize, u64)| (chunk.lines(*column), weight(*share));
        let words: Vec<_> = self.columns.iter().map(words).collect();
        let most = kernel.sums_by_bit(&words);
        self.most.extend_from_slice(&most.as_chunks().0[..chunk.tiles]);
    }

    /// The most that can be shared with anybody in each line of a tile.
    pub(super) fn most(&self, tile: usize) -> &[u32; LINES] {
        &self.most[tile]
    }

    /// No score of those who hold so much is better, where so much can be shared.
    pub(super) fn best(&self, most: u64, extent: Extent) -> Fraction {
        self.measure.score(most, extent.least.max(most))
    }
}

fn across(
    index: &Index,
    own: &Profile,
    mine: Facet,
    theirs: Facet,
) -> impl Iterator<Item = Weighed> {
    let concepts = index.population.concepts();
    let levels = own.side(mine).iter().zip(index.weights.across()).enumerate();
    levels.map(move |(concept, (level, weight))| {
        (place(concepts, theirs, concept), *level, u64::from(*weight))
    })
}
