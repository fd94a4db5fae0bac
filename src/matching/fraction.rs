//! Scores as exact fractions: two are equal or they are not.

use std::cmp::Ordering;

/// A part of a whole; 0 where the whole is nothing.
#[derive(Clone, Copy, Debug)]
pub struct Fraction {
    /// The numerator.
    pub part: u64,
    /// The denominator.
    pub whole: u64,
}

impl Fraction {
    /// Nothing of something.
    pub const ZERO: Self = Self { part: 0, whole: 1 };

    /// The harmonic mean of two, `2ab / (a + b)`. Exact while its terms fit
    /// 64 bits, as they do for profiles of some ten thousand bits; beyond that
    /// both lose the same last bits.
    #[must_use]
    pub fn harmonic_mean(self, other: Self) -> Self {
        let product = |one: u64, other: u64| u128::from(one) * u128::from(other);
        let part = 2 * product(self.part, other.part);
        let whole = product(self.part, other.whole) + product(other.part, self.whole);
        let surplus = (128 - part.max(whole).leading_zeros()).saturating_sub(64);
        let fit = |wide: u128| u64::try_from(wide >> surplus).unwrap_or(u64::MAX);
        Self { part: fit(part), whole: fit(whole) }
    }

    /// As a number.
    #[expect(clippy::cast_precision_loss, reason = "the nearest number is what is wanted")]
    #[must_use]
    pub fn value(self) -> f64 {
        if self.whole == 0 { 0.0 } else { self.part as f64 / self.whole as f64 }
    }
}

impl Ord for Fraction {
    fn cmp(&self, other: &Self) -> Ordering {
        let cross =
            |one: &Self, other: &Self| u128::from(one.part) * u128::from(other.whole.max(1));
        cross(self, other).cmp(&cross(other, self))
    }
}

impl PartialOrd for Fraction {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Fraction {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Fraction {}
