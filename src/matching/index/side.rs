//! One direction of a mode: what of a profile is held against what of others,
//! and how it is summed.

use super::adders::{Addition, Column, NOBODY};
use super::bound::{Floor, Line, Measure};
use super::population::{Chunk, Layout};
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
    pub(super) most: u64,
    pub(super) measure: Measure,
    pub(super) total: Total,
    /// The sum over the columns of a layout, and which these are.
    pub(super) addition: Addition,
    columns: Vec<usize>,
    /// What each member of the tile shares, by digit.
    pub(super) shared: Vec<Column>,
    pub(super) line: Option<Line>,
    floor: Option<Floor>,
    /// The score that the line is of.
    least: Option<Fraction>,
    /// A slope, and the sum that it needs.
    pub(super) lift: Option<(u64, Addition)>,
}

impl Side {
    /// `measure` is told what all items weigh.
    fn new(
        total: Total,
        items: impl Iterator<Item = Weighed>,
        measure: impl FnOnce(u64) -> Measure,
    ) -> Self {
        let items: Vec<_> = items.filter(|(_, level, weight)| *level > 0 && *weight > 0).collect();
        let most = items.iter().map(|(_, level, weight)| u64::from(*level) * weight).sum();
        let measure = measure(most);
        let (addition, columns, shared) = (Addition::default(), Vec::new(), Vec::new());
        Self {
            items,
            most,
            measure,
            total,
            addition,
            columns,
            shared,
            line: None,
            floor: None,
            least: None,
            lift: None,
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
        let mut weights = Vec::new();
        for (place, level, weight) in &self.items {
            for (column, step) in layout.steps(*place, *level) {
                self.columns.push(column);
                weights.push(weight * u64::from(step));
            }
        }
        self.addition = Addition::of(&weights);
        self.lift = None;
        self.shared.resize(self.addition.digits(), NOBODY);
    }

    /// The columns of a tile, as a sum takes them.
    pub(super) fn terms<'c>(&self, chunk: &'c Chunk, tile: usize) -> Vec<&'c Column> {
        let mut terms = Vec::with_capacity(self.columns.len() + 1);
        terms.push(&NOBODY);
        terms.extend(self.columns.iter().map(|column| chunk.column(*column, tile)));
        terms
    }

    /// Asks for that score.
    pub(super) fn raise(&mut self, least: Fraction) {
        if self.least != Some(least) {
            let line = self.measure.line(least);
            (self.line, self.floor) = (Some(line), Some(line.lowered()));
            self.least = Some(least);
        }
    }

    /// What must be shared by whoever is to be listed, and holds so much.
    pub(super) fn floor(&self, total: u64) -> u64 {
        asked(self.floor, total)
    }

    /// The most that can be shared with those who hold so much.
    pub(super) fn most(&self, extent: Extent) -> u64 {
        self.most.min(extent.most)
    }

    /// No score of those who hold so much is better.
    pub(super) fn best(&self, extent: Extent) -> Fraction {
        let most = self.most(extent);
        self.measure.score(most, extent.least.max(most))
    }

    /// The tiles of a chunk, those first whose members hold about as much.
    pub(super) fn nearest_first(&self, index: &Index, chunk: usize) -> Vec<usize> {
        let mut tiles: Vec<usize> = index.population.tiles_of(chunk).collect();
        tiles.sort_by_key(|tile| self.distance(index.totals.extent(*tile, self.total)));
        tiles
    }

    /// How far what this profile has in all is from what those of a tile have.
    fn distance(&self, extent: Extent) -> u64 {
        self.most.saturating_sub(extent.most).max(extent.least.saturating_sub(self.most))
    }
}

/// What must be shared by whoever is to be listed, and holds so much.
pub(super) fn asked(floor: Option<Floor>, total: u64) -> u64 {
    floor.map_or(0, |floor| floor.at(total)).max(SUFFICIENT)
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
