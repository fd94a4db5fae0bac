//! One direction of a mode: what of a profile is held against what of others,
//! and how it is summed.

use super::bound::{Line, Measure};
use super::kernel::{Addition, Column, NOBODY};
use super::population::{Chunk, Layout};
use super::search::Index;
use super::totals::{Extent, Total, place};
use crate::domain::Facet;
use crate::matching::fraction::Fraction;
use crate::matching::profile::Profile;
use crate::matching::similarity::SUFFICIENT;

/// Digits of the most that can be shared in a coarse sum.
const COARSE_DIGITS: u32 = 8;

/// One direction of a mode: what is held against what.
pub(super) struct Side {
    /// The places of items in the others' profiles, with own level and weight.
    items: Vec<(usize, u8, u64)>,
    /// What all of them weigh.
    most: u64,
    pub(super) measure: Measure,
    pub(super) total: Total,
    /// The columns of a layout, and what each adds to what is shared.
    columns: Vec<(usize, u64)>,
    /// The sum over them.
    pub(super) addition: Addition,
    /// The same in units of so many digits, rounded up.
    pub(super) coarse: Addition,
    unit: u32,
    /// What each member of the tile shares, by digit.
    pub(super) shared: Vec<Column>,
    pub(super) line: Option<Line>,
    /// A slope, and the sum that it needs.
    pub(super) lift: Option<(u64, Addition)>,
}

impl Side {
    fn new(total: Total, measure: Measure, items: Vec<(usize, u8, u64)>) -> Self {
        let most = sum(&items);
        let unit = (u64::BITS - most.leading_zeros()).saturating_sub(COARSE_DIGITS);
        let (columns, shared) = (Vec::new(), Vec::new());
        let [addition, coarse] = [const { Addition::new() }; 2];
        let (line, lift) = (None, None);
        Self { items, most, measure, total, columns, addition, coarse, unit, shared, line, lift }
    }

    pub(super) fn similar(index: &Index, own: &Profile) -> Self {
        let levels = own.levels().iter().zip(index.weights.iter()).enumerate();
        let items = levels.map(|(place, (level, weight))| (place, *level, weight));
        let items = weighed(items);
        let measure = Measure::Similar { prior: index.prior, own: sum(&items) };
        Self::new(Total::Both, measure, items)
    }

    pub(super) fn helps_me(index: &Index, own: &Profile) -> Self {
        let items = across(index, own, Facet::Need, Facet::Offer);
        Self::new(Total::Offer, Measure::HelpsMe { need: sum(&items) }, items)
    }

    pub(super) fn i_help(index: &Index, own: &Profile) -> Self {
        let items = across(index, own, Facet::Offer, Facet::Need);
        Self::new(Total::Need, Measure::IHelp { offer: sum(&items) }, items)
    }

    pub(super) fn lay_out(&mut self, layout: &Layout) {
        self.columns.clear();
        let mut coarse = Vec::new();
        for (place, level, weight) in &self.items {
            let (mut held, mut units) = (0, 0);
            for (column, step) in layout.steps(*place, *level) {
                let added = weight * u64::from(step);
                held += added;
                let rounded = held.div_ceil(1 << self.unit);
                self.columns.push((column, added));
                coarse.push(rounded - units);
                units = rounded;
            }
        }
        let weights: Vec<u64> = self.columns.iter().map(|(_, added)| *added).collect();
        self.addition = Addition::of(&weights);
        self.coarse = Addition::of(&coarse);
        self.lift = None;
        self.shared.resize(self.addition.digits(), NOBODY);
    }

    /// The columns of a tile, as a sum takes them.
    pub(super) fn terms<'c>(&self, chunk: &'c Chunk, tile: usize) -> Vec<&'c Column> {
        let mut terms = Vec::with_capacity(self.columns.len() + 1);
        terms.push(&NOBODY);
        terms.extend(self.columns.iter().map(|(column, _)| chunk.column(*column, tile)));
        terms
    }

    /// What must be shared by whoever is to be listed, of those who hold so much.
    pub(super) fn floor(&self, extent: Extent) -> u64 {
        self.line.map_or(0, |line| line.floor(extent.least)).max(SUFFICIENT)
    }

    /// The same in the units of the coarse sum; none where nobody can share it.
    pub(super) fn coarse_floor(&self, extent: Extent) -> Option<u64> {
        let floor = self.floor(extent);
        (floor <= self.most.min(extent.most)).then(|| floor.div_ceil(1 << self.unit))
    }

    /// The score of one member that holds so much, where enough is shared.
    pub(super) fn score(
        &self,
        (chunk, tile): (&Chunk, usize),
        lane: usize,
        total: u64,
    ) -> Option<Fraction> {
        let held = self.columns.iter().filter(|(column, _)| chunk.column(*column, tile).has(lane));
        let shared: u64 = held.map(|(_, added)| added).sum();
        (shared >= SUFFICIENT).then(|| self.measure.score(shared, total))
    }

    /// How far what this profile has in all is from what those of a tile have.
    pub(super) fn distance(&self, extent: Extent) -> u64 {
        self.most.saturating_sub(extent.most).max(extent.least.saturating_sub(self.most))
    }
}

fn across(index: &Index, own: &Profile, mine: Facet, theirs: Facet) -> Vec<(usize, u8, u64)> {
    let concepts = index.population.concepts();
    let levels = own.side(mine).iter().zip(index.weights.across()).enumerate();
    weighed(levels.map(|(concept, (level, weight))| {
        (place(concepts, theirs, concept), *level, u64::from(*weight))
    }))
}

fn weighed(items: impl Iterator<Item = (usize, u8, u64)>) -> Vec<(usize, u8, u64)> {
    items.filter(|(_, level, weight)| *level > 0 && *weight > 0).collect()
}

fn sum(items: &[(usize, u8, u64)]) -> u64 {
    items.iter().map(|(_, level, weight)| u64::from(*level) * weight).sum()
}
