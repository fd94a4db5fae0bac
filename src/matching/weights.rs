//! What each concept tells: the rarer, the more.

use super::concepts::Concepts;
use super::mode::Aspect;
use super::profile::Profile;
use crate::domain::Facet;

/// Weights are whole numbers of 1/128 bit.
pub const UNITS_PER_BIT: u32 = 128;

/// How many imagined members, spread evenly over the leaves, smooth the counts.
const KAPPA: f64 = 10.0;

/// The weight of every item, frozen for an epoch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Weights {
    /// Within a side, by place of the item.
    units: Box<[u16]>,
    /// Across the sides, by concept.
    across: Box<[u16]>,
}

impl Weights {
    /// `p(c) = (n + κ·π) / (N + κ)`, `IC = −log2 p`, and the weight of `c` is
    /// what it tells beyond its broader concept, `IC(c) − IC(parent)`: a
    /// profile's weights along a branch add up to the IC of its tip. `π` is the
    /// share of leaves under `c`.
    ///
    /// Within a side `n` counts members that hold the item, `N` those of whom
    /// anything is known on that side: counting each apart keeps "both offer
    /// something" from weighing more than it tells where few offers are known.
    /// Across the sides, need against offer, `n` counts who holds the concept
    /// on either, `N` those of whom anything is known.
    pub fn learn<'a>(concepts: &Concepts, profiles: impl IntoIterator<Item = &'a Profile>) -> Self {
        let count = concepts.len();
        let mut within = [Counts::none(count), Counts::none(count)];
        let mut across = Counts::none(count);
        for profile in profiles {
            let sides = Facet::ALL.map(|facet| profile.side(facet));
            for (counts, side) in within.iter_mut().zip(sides) {
                counts.add(side.iter().copied());
            }
            let [need, offer] = sides;
            across.add(need.iter().zip(offer).map(|(need, offer)| *need.max(offer)));
        }
        Self::from_counts(concepts, &within, &across)
    }

    /// The same, where somebody has counted.
    pub(super) fn from_counts(concepts: &Concepts, within: &[Counts; 2], across: &Counts) -> Self {
        let units = within.iter().flat_map(|counts| counts.weights(concepts)).collect();
        Self { units, across: across.weights(concepts).collect() }
    }

    /// Of the concepts on one side.
    pub(super) fn within(&self, facet: Facet) -> &[u16] {
        let (need, offer) = self.units.split_at(self.across.len());
        match facet {
            Facet::Need => need,
            Facet::Offer => offer,
        }
    }

    /// Of the concepts where a need is held against an offer.
    pub(super) fn across(&self) -> &[u16] {
        &self.across
    }

    /// Of the concepts where these sides are held against each other.
    pub(super) fn of(&self, aspect: Aspect) -> &[u16] {
        if aspect.mine == aspect.theirs { self.within(aspect.mine) } else { self.across() }
    }

    /// Of every item, in order of place.
    pub(super) fn iter(&self) -> impl Iterator<Item = u64> + '_ {
        self.units.iter().map(|&units| u64::from(units))
    }
}

/// Who holds what.
pub(super) struct Counts {
    /// How many hold each concept.
    pub(super) holders: Vec<u32>,
    /// Of how many anything is known.
    pub(super) known: u32,
}

impl Counts {
    pub(super) fn none(concepts: usize) -> Self {
        Self { holders: vec![0; concepts], known: 0 }
    }

    fn add(&mut self, levels: impl Iterator<Item = u8>) {
        let mut known = false;
        for (holders, level) in self.holders.iter_mut().zip(levels) {
            *holders += u32::from(level > 0);
            known |= level > 0;
        }
        self.known += u32::from(known);
    }

    fn weights<'a>(&'a self, concepts: &'a Concepts) -> impl Iterator<Item = u16> + 'a {
        let information = |concept: usize| {
            let imagined = KAPPA * concepts.leaf_share(concept);
            let share = f64::from(self.holders[concept]) + imagined;
            -(share / (f64::from(self.known) + KAPPA)).log2()
        };
        (0..concepts.len()).map(move |concept| {
            let broader = concepts.parent(concept).map_or(0.0, information);
            in_units(information(concept) - broader)
        })
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "clamped to the range of u16 first"
)]
fn in_units(bits: f64) -> u16 {
    (bits * f64::from(UNITS_PER_BIT)).round().clamp(0.0, f64::from(u16::MAX)) as u16
}
