//! How much two must share, for one of them to enter a list.
//!
//! Every score is a ratio of the shared information `I` and the other's total
//! `W`, `s = (u·I + v) / (x + y·W − z·I)`. It rises with `I` and falls with `W`,
//! so that `s ≥ k/n` is a straight line: `I·(n·u + k·z) ≥ k·x − n·v + k·y·W`.

use super::lookup::Rule;
use super::numbers::Floor;
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

/// Numbers of a floor are off by less than this part of themselves.
const INEXACT: f64 = 1e-6;
/// What is added where numbers that are equal do not count.
const FAR_UNDER_ONE: f32 = 1e-3;

/// Low digits of a total that are not in the number that a rule looks at.
const NUMBER_DIGITS: u32 = 4;

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
    /// The line for many to be held against at once, and a little less: on it and
    /// over it is whoever is on the line or over it. `least` is under it whatever
    /// `W` is, as nobody shares more than it has.
    #[expect(clippy::cast_precision_loss, reason = "a floor is lower than that")]
    pub(super) fn lowered(self) -> Floor {
        let [base, slope, scale] = [self.base, self.slope, self.scale].map(|number| number as f64);
        let [base, slope, least] = [base / scale, slope / scale, base / (scale - slope).max(1.0)]
            .map(|number| moved(number, -INEXACT));
        Floor { base, slope, least }
    }

    /// A little more: on it and over it, one is surely over the line.
    #[expect(clippy::cast_precision_loss, reason = "the floor is higher than that")]
    pub(super) fn raised(self) -> Floor {
        let [base, slope, scale] = [self.base, self.slope, self.scale].map(|number| number as f64);
        let [base, slope] = [base / scale, slope / scale].map(|number| moved(number, INEXACT));
        Floor { base: base + FAR_UNDER_ONE, slope, least: 0.0 }
    }
}

/// By that part of itself.
#[expect(clippy::cast_possible_truncation, reason = "it is moved by more than that")]
fn moved(number: f64, part: f64) -> f32 {
    (number + part * number.abs()) as f32
}

impl Floor {
    /// The same for sums of bytes, where a unit is worth so much, and no less than
    /// for `sufficient`; rounded down.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "rounded down")]
    #[expect(clippy::cast_precision_loss, reason = "enough to share is a small number")]
    pub(super) fn rule(self, sufficient: u64, unit: f64) -> Rule {
        let [base, slope, least] = [self.base, self.slope, self.least].map(f64::from);
        let slope = slope * unit * f64::from(16_384_u32 << NUMBER_DIGITS);
        Rule {
            base: (base * unit * 256.0).floor().clamp(-1e9, 1e9) as i32,
            slope: slope.min(65_535.0) as u32,
            least: (least.max(sufficient as f64) * unit) as u8,
        }
    }

    /// Less is under the line for whoever has `total` or more, and no less than
    /// what is shared.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "rounded down")]
    pub(super) fn least_of(self, total: u64) -> u64 {
        self.at(u32::try_from(total).unwrap_or(u32::MAX)) as u64
    }
}

impl Rule {
    /// What it looks at of who holds so much.
    pub(super) fn number(total: u64) -> u32 {
        u32::try_from(total >> NUMBER_DIGITS).unwrap_or(u32::MAX).min(0xFFFF)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::matching::similarity::SUFFICIENT;
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
        fn who_reaches_the_bar_reaches_what_is_lowered_and_who_reaches_what_is_raised_beats_it(
            (measure, shared, total) in pairs(),
            bar in (0..1_u64 << 40, 0..1_u64 << 40),
            own in any::<bool>(),
            less in 0..60_000_u64,
            scale in 1..1_u32 << 16,
        ) {
            let score = measure.score(shared, total);
            let bar = Fraction { part: bar.0, whole: bar.0 + bar.1 + 1 };
            let bar = if own { score } else { bar };
            let line = measure.line(bar);
            let (lowered, less) = (line.lowered(), total.saturating_sub(less));
            let over = |floor: Floor| {
                let [shared, total] = [shared, total].map(|one| u32::try_from(one).expect("small"));
                floor.is_reached(shared, total)
            };
            if score >= bar {
                prop_assert!(over(lowered) && shared >= lowered.least_of(less), "{line:?}");
                let bytes = (shared * u64::from(scale)).div_ceil(1 << 16).min(255);
                let rule = lowered.rule(SUFFICIENT, f64::from(scale) / 65_536.0);
                let sufficient = shared >= SUFFICIENT;
                prop_assert!(!sufficient || bytes >= rule.at(Rule::number(less)).into(), "{rule:?}");
            }
            if over(line.raised()) {
                prop_assert!(score > bar, "{line:?}");
            }
        }
    }
}
