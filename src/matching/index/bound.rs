//! How much two must share, for one of them to enter a list.
//!
//! Every score is a ratio of the shared information `I` and the other's total
//! `W`, `s = (u·I + v) / (x + y·W − z·I)`. It rises with `I` and falls with `W`,
//! so that `s ≥ k/n` is a straight line: `I·(n·u + k·z) ≥ k·x − n·v + k·y·W`.

use crate::matching::coverage::{BETA_INVERSE, Coverage};
use crate::matching::fraction::Fraction;
use crate::matching::similarity::{MEAN_UNIT, Overlap, Prior};

/// What a score is made of, beside the shared information and the other's total.
#[derive(Clone, Copy, Debug)]
pub(super) enum Measure {
    /// Of who has `own` in all.
    Similar { prior: Prior, own: u64 },
    /// Of who needs so much.
    HelpsMe { need: u64 },
    /// Of who offers so much.
    IHelp { offer: u64 },
}

/// `I ≥ (base + slope·W) / scale`
#[derive(Clone, Copy, Debug)]
pub(super) struct Line {
    base: i128,
    slope: i128,
    scale: i128,
}

/// The same line for many to be held against at once: base and slope in units,
/// and what is under it whatever `W` is, as nobody shares more than it has. All
/// are a little less than they are.
#[derive(Clone, Copy, Debug)]
pub(super) struct Floor {
    base: f64,
    slope: f64,
    least: f64,
}

/// Numbers of a floor are off by less than this part of themselves.
const INEXACT: f64 = 1e-12;

/// Leading digits that a slope keeps.
const SLOPE_DIGITS: u32 = 4;
/// Low digits of totals that no line looks at.
pub(super) const SKIPPED: usize = 8;

impl Measure {
    /// The model's own score.
    pub(super) fn score(self, shared: u64, total: u64) -> Fraction {
        match self {
            Self::Similar { prior, own } => {
                prior.shrink(Overlap { shared, union: own + total - shared })
            }
            Self::HelpsMe { need } => Coverage { shared, need, offer: total }.score(),
            Self::IHelp { offer } => Coverage { shared, need: total, offer }.score(),
        }
    }

    /// On and above it the score is at least `least`.
    pub(super) fn line(self, least: Fraction) -> Line {
        let Terms { u, v, x, y, z } = self.terms();
        let (part, whole) = (i128::from(least.part), i128::from(least.whole.max(1)));
        Line { base: part * x - whole * v, slope: part * y, scale: whole * u + part * z }
    }

    #[expect(clippy::many_single_char_names, reason = "the letters are the formula's")]
    fn terms(self) -> Terms {
        let [u, v, x, y, z] = match self {
            Self::Similar { prior: Prior { strength, mean }, own } => {
                let unit = MEAN_UNIT;
                [unit, strength * mean, (own + strength) * unit, unit, unit]
            }
            Self::HelpsMe { need } => [BETA_INVERSE, 0, BETA_INVERSE * need, 1, 1],
            Self::IHelp { offer } => [BETA_INVERSE, 0, offer, BETA_INVERSE, 1],
        }
        .map(i128::from);
        Terms { u, v, x, y, z }
    }
}

/// Of a score as it is written above.
struct Terms {
    u: i128,
    v: i128,
    x: i128,
    y: i128,
    z: i128,
}

impl Line {
    /// The line as a floor.
    #[expect(clippy::cast_precision_loss, reason = "a floor is lower than that")]
    pub(super) fn lowered(self) -> Floor {
        let [base, slope, scale] = [self.base, self.slope, self.scale].map(|number| number as f64);
        let lowered = |number: f64| number - INEXACT * number.abs();
        Floor {
            base: lowered(base / scale),
            slope: lowered(slope / scale),
            least: lowered(base / (scale - slope).max(1.0)),
        }
    }

    /// A line of whole numbers that is nowhere above this one: the weight of a
    /// unit of `W` without its skipped digits, which has few ones in binary, and
    /// what there is without `W`.
    pub(super) fn below(self) -> (u64, i128) {
        let slope = u64::try_from((self.slope << SKIPPED) / self.scale).unwrap_or(0);
        let surplus = (u64::BITS - slope.leading_zeros()).saturating_sub(SLOPE_DIGITS);
        (slope >> surplus << surplus, -(-self.base).div_euclid(self.scale))
    }

    /// A line of whole numbers that is everywhere above this one.
    pub(super) fn above(self) -> (u64, i128) {
        let slope = u64::try_from(-((-self.slope << SKIPPED).div_euclid(self.scale)));
        let slope = slope.unwrap_or(u64::MAX);
        (slope, self.base.div_euclid(self.scale) + 1 + i128::from(slope))
    }
}

impl Floor {
    /// Less is under the line for whoever has `total` or more, and no less than
    /// what is shared.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "rounded down")]
    #[expect(clippy::cast_precision_loss, reason = "sums are far below 2^52")]
    pub(super) fn at(self, total: u64) -> u64 {
        (self.base + self.slope * total as f64).max(self.least) as u64
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// A measure with a pair that it can be of: shared, and the other's total.
    fn pairs() -> impl Strategy<Value = (Measure, u64, u64)> {
        let prior = (0..60_000_u64, 0..=MEAN_UNIT);
        let sizes = (0..3_usize, 0..60_000_u64, 0..60_000_u64, 1..60_000_u64);
        (prior, sizes).prop_map(|((strength, mean), (which, mine, theirs, shared))| {
            let own = mine + shared;
            let measure = match which {
                0 => Measure::Similar { prior: Prior { strength, mean }, own },
                1 => Measure::HelpsMe { need: own },
                _ => Measure::IHelp { offer: own },
            };
            (measure, shared, theirs + shared)
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 20_000, failure_persistence: None, ..ProptestConfig::default() })]
        #[test]
        fn a_score_that_reaches_the_bar_is_over_the_line_below_and_one_over_the_line_above_beats_it(
            (measure, shared, total) in pairs(),
            bar in (0..1_u64 << 40, 0..1_u64 << 40),
            own in any::<bool>(),
            less in 0..60_000_u64,
        ) {
            let score = measure.score(shared, total);
            let bar = Fraction { part: bar.0, whole: bar.0 + bar.1 + 1 };
            let bar = if own { score } else { bar };
            let line = measure.line(bar);
            let units = i128::from(total >> SKIPPED);
            let over = |(slope, base): (u64, i128)| i128::from(shared) >= base + i128::from(slope) * units;
            if score >= bar {
                prop_assert!(shared >= line.lowered().at(total.saturating_sub(less)), "{line:?}");
                prop_assert!(over(line.below()), "{line:?}");
            }
            if over(line.above()) {
                prop_assert!(score > bar, "{line:?}");
            }
        }
    }
}
