//! The score of two members, and the order that scores give. Whole numbers
//! all the way: two scores are equal or they are not.

use super::profile::{LEVEL_MAX, Profile};
use super::weights::{UNITS_PER_BIT, Weights};
use crate::domain::Confidence;
use std::cmp::Ordering;

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
    pub fn score(self) -> f64 {
        ratio(self.shared, self.union)
    }

    /// The order of two overlaps by score, exact.
    #[must_use]
    pub fn compare(self, other: Self) -> Ordering {
        let cross =
            |one: Self, other: Self| u128::from(one.shared) * u128::from(other.union.max(1));
        cross(self, other).cmp(&cross(other, self))
    }
}

/// The information that two members share, in bits.
#[must_use]
pub fn shared_bits(overlap: Overlap) -> f64 {
    ratio(overlap.shared, u64::from(UNITS_PER_BIT) * u64::from(LEVEL_MAX))
}

/// What is believed of any pair before its evidence is seen: little evidence
/// is drawn towards the mean, so that one lucky mention tops no list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Prior {
    /// `m`: a quarter of the median weight of a member, in the units of
    /// [`Overlap`].
    strength: u64,
    /// `s0 = ΣI / ΣU` over all pairs, in 1/65536.
    mean: u64,
}

const MEAN_UNIT: u64 = 1 << 16;

/// A ranking score `ŝ = (I + m·s0) / (U + m)` as numerator and denominator.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct RankingScore {
    numerator: u64,
    denominator: u64,
}

impl Prior {
    /// Learns strength and mean from the profiles of whom anything is known.
    #[must_use]
    pub fn learn(weights: &Weights, profiles: &[&Profile]) -> Self {
        let mut totals: Vec<u64> =
            profiles.iter().map(|profile| Overlap::of(weights, profile, profile).union).collect();
        totals.sort_unstable();
        let strength = totals.get(totals.len() / 2).copied().unwrap_or(0) / 4;
        let (mut shared, mut union) = (0_u128, 0_u128);
        for (place, weight) in weights.iter().enumerate() {
            let levels = profiles.iter().map(|profile| profile.levels()[place]);
            let (least, most) = sums_over_pairs(levels);
            shared += u128::from(weight) * least;
            union += u128::from(weight) * most;
        }
        let mean = shared * u128::from(MEAN_UNIT) / union.max(1);
        Self { strength, mean: u64::try_from(mean).unwrap_or(MEAN_UNIT) }
    }

    pub(super) fn shrink(&self, overlap: Overlap) -> RankingScore {
        RankingScore {
            numerator: overlap.shared * MEAN_UNIT + self.strength * self.mean,
            denominator: (overlap.union + self.strength) * MEAN_UNIT,
        }
    }

    /// How much the pair can be relied on, from the shared bits, and capped at
    /// low when the ranking score does not exceed that of an average pair.
    #[must_use]
    pub fn confidence(&self, overlap: Overlap) -> Confidence {
        let unit = u64::from(UNITS_PER_BIT) * u64::from(LEVEL_MAX);
        let above_mean = self.shrink(overlap).exceeds(self.mean);
        match overlap.shared / unit {
            0..2 => Confidence::Insufficient,
            6..12 if above_mean => Confidence::Medium,
            12.. if above_mean => Confidence::High,
            _ => Confidence::Low,
        }
    }
}

/// `Σ min(a, b)` and `Σ max(a, b)` over all pairs of levels, without looking at
/// the pairs: a minimum is how many of the levels 1, 2, … both reach, and a
/// maximum what the two hold together less their minimum.
fn sums_over_pairs(levels: impl Iterator<Item = u8>) -> (u128, u128) {
    let (mut members, mut sum) = (0_u128, 0_u128);
    let mut reaching = [0_u128; LEVEL_MAX as usize];
    for level in levels {
        members += 1;
        sum += u128::from(level);
        reaching.iter_mut().take(level.into()).for_each(|count| *count += 1);
    }
    let least = reaching.iter().map(|count| count * count.saturating_sub(1) / 2).sum();
    (least, (members.saturating_sub(1) * sum) - least)
}

impl RankingScore {
    pub(super) fn value(self) -> f64 {
        ratio(self.numerator, self.denominator)
    }

    fn exceeds(self, mean: u64) -> bool {
        u128::from(self.numerator) * u128::from(MEAN_UNIT)
            > u128::from(mean) * u128::from(self.denominator)
    }
}

impl Ord for RankingScore {
    fn cmp(&self, other: &Self) -> Ordering {
        let cross = |one: &Self, other: &Self| {
            u128::from(one.numerator) * u128::from(other.denominator.max(1))
        };
        cross(self, other).cmp(&cross(other, self))
    }
}

impl PartialOrd for RankingScore {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

#[expect(clippy::cast_precision_loss, reason = "both numbers stay below 2^53 in any real graph")]
pub(super) fn ratio(part: u64, whole: u64) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}
