//! What each concept tells: the rarer, the more.

use super::concepts::Concepts;
use super::profile::{Item, Profile};
use crate::domain::Facet;

/// Weights are whole numbers of 1/128 bit.
pub const UNITS_PER_BIT: u32 = 128;

/// How many imagined members, spread evenly over the leaves, smooth the counts.
const KAPPA: f64 = 10.0;

/// The weight of every item, frozen for an epoch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Weights {
    units: Box<[u16]>,
}

impl Weights {
    /// `p(c) = (n + κ·π) / (N + κ)`, `IC = −log2 p`, and the weight of `c` is
    /// what it tells beyond its broader concept, `IC(c) − IC(parent)`: a
    /// profile's weights along a branch add up to the IC of its tip. `n` counts
    /// members that hold the item, `N` those of whom anything is known on its
    /// side, `π` is the share of leaves under `c`. Counting each side apart
    /// keeps "both offer something" from weighing more than it tells where few
    /// offers are known.
    pub fn learn<'a>(concepts: &Concepts, profiles: impl IntoIterator<Item = &'a Profile>) -> Self {
        let mut holders = vec![0_u32; concepts.len() * 2];
        let mut known = [0_u32; 2];
        for profile in profiles {
            for (known, facet) in known.iter_mut().zip(Facet::ALL) {
                *known += u32::from(profile.speaks_of(facet));
            }
            for (holders, &level) in holders.iter_mut().zip(profile.levels()) {
                *holders += u32::from(level > 0);
            }
        }
        let information = |item: Item| {
            let holders = f64::from(holders[item.place(concepts.len())]);
            let imagined = KAPPA * concepts.leaf_share(item.concept);
            let known = f64::from(known[item.facet as usize]);
            -((holders + imagined) / (known + KAPPA)).log2()
        };
        let units = Item::all(concepts.len())
            .map(|item| {
                let broader = concepts
                    .parent(item.concept)
                    .map_or(0.0, |concept| information(Item { concept, ..item }));
                in_units(information(item) - broader)
            })
            .collect();
        Self { units }
    }

    pub(super) fn at(&self, place: usize) -> u64 {
        u64::from(self.units[place])
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = u64> + '_ {
        self.units.iter().map(|&units| u64::from(units))
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
