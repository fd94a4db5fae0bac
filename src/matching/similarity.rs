//! How alike two members are, and how far that can be relied on.

use super::fraction::Fraction;
use super::profile::{LEVEL_MAX, Profile};
use super::weights::{UNITS_PER_BIT, Weights};
use crate::domain::Confidence;

/// A bit that both hold at the strongest level, in the units of [`Overlap`].
const SHARED_BIT: u64 = UNITS_PER_BIT as u64 * LEVEL_MAX as u64;

/// What two profiles share and what they hold together, in quarters of
/// 1/128 bit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Overlap {
    /// `I = Σ w·min(a, b)`
    pub shared: u64,
    /// `U = Σ w·max(a, b)`
    pub union: u64,
}

impl Overlap {
    /// Compares two profiles under the same weights.
    #[must_use]
    pub fn of(weights: &Weights, one: &Profile, other: &Profile) -> Self {
        let mut overlap = Self { shared: 0, union: 0 };
        for ((weight, &a), &b) in weights.iter().zip(one.levels()).zip(other.levels()) {
            overlap.shared += weight * u64::from(a.min(b));
            overlap.union += weight * u64::from(a.max(b));
        }
        overlap
    }

    /// `s = I / U`, between 0 and 1; 0 when nothing is known of either.
    #[must_use]
    pub fn fraction(self) -> Fraction {
        Fraction { part: self.shared, whole: self.union }
    }
}

/// The information that two members share, in bits.
#[must_use]
pub fn shared_bits(overlap: Overlap) -> f64 {
    Fraction { part: overlap.shared, whole: SHARED_BIT }.value()
}

/// What is believed of any pair before its evidence is seen: little evidence
/// is drawn towards the mean, so that one lucky mention tops no list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Prior {
    /// `m`: a quarter of the median weight of a member, in the units of
    /// [`Overlap`].
    pub(super) strength: u64,
    /// `s0 = ΣI / ΣU` over all pairs, in 1/65536.
    pub(super) mean: u64,
}

pub(super) const MEAN_UNIT: u64 = 1 << 16;

impl Prior {
    /// Learns strength and mean from the profiles of whom anything is known.
    #[must_use]
    pub fn learn(weights: &Weights, profiles: &[&Profile]) -> Self {
        let mut totals: Vec<u64> =
            profiles.iter().map(|profile| Overlap::of(weights, profile, profile).union).collect();
        totals.sort_unstable();
        let median = totals.get(totals.len() / 2).copied().unwrap_or(0);
        let items = 0..profiles.first().map_or(0, |profile| profile.levels().len());
        let reaching = items.map(|place| reaching(profiles.iter().map(|one| one.levels()[place])));
        Self::from_counts(weights, profiles.len(), reaching, median)
    }

    /// The same, where somebody has counted of how many anything is known, how
    /// many of them reach the levels 1, 2, … of each item, and their median
    /// weight.
    pub(super) fn from_counts(
        weights: &Weights,
        members: usize,
        reaching: impl IntoIterator<Item = Reaching>,
        median: u64,
    ) -> Self {
        let (mut shared, mut union) = (0_u128, 0_u128);
        for (weight, reaching) in weights.iter().zip(reaching) {
            let (least, most) = sums_over_pairs(members as u128, reaching);
            shared += u128::from(weight) * least;
            union += u128::from(weight) * most;
        }
        let mean = shared * u128::from(MEAN_UNIT) / union.max(1);
        Self { strength: median / 4, mean: u64::try_from(mean).unwrap_or(MEAN_UNIT) }
    }

    /// `ŝ = (I + m·s0) / (U + m)`
    pub(super) fn shrink(&self, overlap: Overlap) -> Fraction {
        Fraction {
            part: overlap.shared * MEAN_UNIT + self.strength * self.mean,
            whole: (overlap.union + self.strength) * MEAN_UNIT,
        }
    }

    /// How much the pair can be relied on, from the shared bits, and capped at
    /// low when the ranking score does not exceed that of an average pair.
    #[must_use]
    pub fn confidence(&self, overlap: Overlap) -> Confidence {
        let mean = Fraction { part: self.mean, whole: MEAN_UNIT };
        let most = if self.shrink(overlap) > mean { Confidence::High } else { Confidence::Low };
        tier(overlap.shared).min(most)
    }
}

/// The least shared information that [`tier`] relies on.
pub(super) const SUFFICIENT: u64 = 2 * SHARED_BIT;

/// How much shared information can be relied on: under 2 bits it says
/// nothing, from 9 it is worth a conversation, from 16 it is well supported.
/// Measured: `docs/matching-quality.md`.
pub(super) fn tier(shared: u64) -> Confidence {
    match shared / SHARED_BIT {
        0..2 => Confidence::Insufficient,
        2..9 => Confidence::Low,
        9..16 => Confidence::Medium,
        _ => Confidence::High,
    }
}

/// How many members reach the levels 1, 2, ….
pub(super) type Reaching = [u64; LEVEL_MAX as usize];

fn reaching(levels: impl Iterator<Item = u8>) -> Reaching {
    let mut reaching = Reaching::default();
    for level in levels {
        reaching.iter_mut().take(level.into()).for_each(|count| *count += 1);
    }
    reaching
}

/// `Σ min(a, b)` and `Σ max(a, b)` over all pairs of levels, without looking at
/// the pairs: a minimum is how many of the levels 1, 2, … both reach, and a
/// maximum what the two hold together less their minimum.
fn sums_over_pairs(members: u128, reaching: Reaching) -> (u128, u128) {
    let reaching = reaching.map(u128::from);
    let sum: u128 = reaching.iter().sum();
    let least = reaching.iter().map(|count| count * count.saturating_sub(1) / 2).sum();
    (least, (members.saturating_sub(1) * sum) - least)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_sufficient_is_where_the_first_tier_ends() {
        assert_eq!(tier(SUFFICIENT - 1), Confidence::Insufficient);
        assert!(tier(SUFFICIENT) > Confidence::Insufficient);
    }
}
