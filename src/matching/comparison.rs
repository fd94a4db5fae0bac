//! A pair in one mode: its score, its place in the order, how sure it is, and
//! what a unit of shared information adds to the score on each side.

use super::coverage::Coverage;
use super::fraction::Fraction;
use super::mode::{Aspect, Mode};
use super::profile::Profile;
use super::similarity::{Overlap, Prior, tier};
use super::weights::Weights;
use crate::domain::Confidence;

/// Both directions of a pair.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Directions {
    /// How much of what the member needs the peer offers.
    pub helps_me: Fraction,
    /// How much of what the peer needs the member offers.
    pub i_help: Fraction,
}

/// What a mode makes of a pair.
#[derive(Clone, Debug)]
pub(super) struct Comparison {
    /// What the contributions add up to.
    pub(super) score: Fraction,
    /// What the order goes by.
    pub(super) ranking: Fraction,
    pub(super) confidence: Confidence,
    /// Where the mode has directions.
    pub(super) directions: Option<Directions>,
    /// Each aspect with what a unit of shared information adds to the score.
    pub(super) per_unit: Vec<(Aspect, f64)>,
}

impl Comparison {
    pub(super) fn of(
        weights: &Weights,
        prior: &Prior,
        mode: Mode,
        mine: &Profile,
        theirs: &Profile,
    ) -> Self {
        if mode == Mode::Similar {
            return Self::similar(prior, Overlap::of(weights, mine, theirs));
        }
        let helps_me = Coverage::of(weights, mine, theirs);
        let i_help = Coverage::of(weights, theirs, mine);
        Self::directed(mode, helps_me, i_help)
    }

    fn similar(prior: &Prior, overlap: Overlap) -> Self {
        let per_unit = Fraction { part: 1, whole: overlap.union }.value();
        Self {
            score: overlap.fraction(),
            ranking: prior.shrink(overlap),
            confidence: prior.confidence(overlap),
            directions: None,
            per_unit: Mode::Similar.aspects().iter().map(|aspect| (*aspect, per_unit)).collect(),
        }
    }

    /// The share of a need that is met draws no advantage from thin evidence of
    /// the other, so nothing is drawn towards a mean.
    fn directed(mode: Mode, helps_me: Coverage, i_help: Coverage) -> Self {
        let directions = Directions { helps_me: helps_me.score(), i_help: i_help.score() };
        let sides = match mode {
            Mode::IHelp => vec![i_help],
            Mode::Mutual => vec![helps_me, i_help],
            _ => vec![helps_me],
        };
        let score = match sides.as_slice() {
            [one, other] => one.score().harmonic_mean(other.score()),
            _ => sides[0].score(),
        };
        // The harmonic mean of a and b is a·b/(a+b) from either side: half of
        // it comes from each direction.
        let share = 1.0 / f64::from(u8::try_from(sides.len()).unwrap_or(u8::MAX));
        let per_unit = mode.aspects().iter().zip(&sides).map(|(aspect, side)| {
            let own = side.score().value();
            let scale = if own > 0.0 { score.value() * share / own } else { 0.0 };
            (*aspect, side.per_unit() * scale)
        });
        Self {
            score,
            ranking: score,
            confidence: sides
                .iter()
                .map(|side| tier(side.shared))
                .min()
                .unwrap_or(Confidence::Insufficient),
            directions: Some(directions),
            per_unit: per_unit.collect(),
        }
    }
}
