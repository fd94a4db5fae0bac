//! How strongly a member holds each concept, need and offer apart.

use super::concepts::Concepts;
use super::evidence::Evidence;
use super::mentions::Mentions;
use crate::domain::Facet;
use std::collections::BTreeSet;

/// The strongest level. A level of `k` stands for the membership `k / 4`.
pub const LEVEL_MAX: u8 = 4;

/// A concept on one side of a profile.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Item {
    /// Need or offer.
    pub facet: Facet,
    /// The concept, by its place in [`Concepts`].
    pub concept: usize,
}

/// The level of every item: 0 where nothing is known, which is not a no.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Profile {
    levels: Box<[u8]>,
}

impl Item {
    /// Its place in a profile over `concepts` concepts.
    pub(super) fn place(self, concepts: usize) -> usize {
        match self.facet {
            Facet::Need => self.concept,
            Facet::Offer => concepts + self.concept,
        }
    }

    /// Every item over `concepts` concepts, in order of place.
    pub(super) fn all(concepts: usize) -> impl Iterator<Item = Self> {
        Facet::ALL
            .into_iter()
            .flat_map(move |facet| (0..concepts).map(move |concept| Self { facet, concept }))
    }
}

impl Profile {
    /// Nothing known.
    #[must_use]
    pub fn empty(concepts: &Concepts) -> Self {
        Self { levels: vec![0; concepts.len() * 2].into() }
    }

    /// Of the level of every item, in order of place.
    pub(super) fn of_levels(levels: Box<[u8]>) -> Self {
        Self { levels }
    }

    /// What the evidence of one member says of it; see `Mentions`.
    pub fn new<'a>(concepts: &Concepts, evidence: impl IntoIterator<Item = &'a Evidence>) -> Self {
        let mut mentions = Mentions::default();
        for one in evidence {
            mentions.add(concepts, 0, one);
        }
        mentions.into_profiles(concepts, 1).next().unwrap_or_else(|| Self::empty(concepts))
    }

    /// Holds `item`, and all that is broader, at `level` or more.
    pub fn raise(&mut self, concepts: &Concepts, item: Item, level: u8) {
        for concept in concepts.upward(item.concept) {
            let place = Item { concept, ..item }.place(concepts.len());
            self.levels[place] = self.levels[place].max(level.min(LEVEL_MAX));
        }
    }

    /// The level of an item.
    pub(super) fn at(&self, item: Item) -> u8 {
        self.side(item.facet)[item.concept]
    }

    /// The level of every item: needs by concept, then offers.
    #[must_use]
    pub fn levels(&self) -> &[u8] {
        &self.levels
    }

    /// What is held, by place, each with its level.
    pub(super) fn held(&self) -> impl Iterator<Item = (usize, u8)> + '_ {
        self.levels.iter().copied().enumerate().filter(|(_, level)| *level > 0)
    }

    /// The levels on one side, by concept.
    pub(super) fn side(&self, facet: Facet) -> &[u8] {
        let (need, offer) = self.levels.split_at(self.levels.len() / 2);
        match facet {
            Facet::Need => need,
            Facet::Offer => offer,
        }
    }

    /// The most specific concepts on one side.
    pub(super) fn tips(&self, concepts: &Concepts, facet: Facet) -> Vec<usize> {
        let held: Vec<usize> =
            (0..concepts.len()).filter(|&concept| self.side(facet)[concept] > 0).collect();
        let broader: BTreeSet<usize> =
            held.iter().filter_map(|&concept| concepts.parent(concept)).collect();
        held.into_iter().filter(|concept| !broader.contains(concept)).collect()
    }

    /// Whether nothing is known.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.levels.iter().all(|&level| level == 0)
    }
}
