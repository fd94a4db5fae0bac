//! How much of what one needs another offers: the measure with a direction.

use super::fraction::Fraction;
use super::profile::Profile;
use super::weights::Weights;
use crate::domain::Facet;

/// `1/β`: what the other offers besides weighs a tenth of a need unmet.
pub(super) const BETA_INVERSE: u64 = 10;

/// What one needs and another offers, in quarters of 1/128 bit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Coverage {
    /// `I = Σ w·min(need, offer)`
    pub shared: u64,
    /// `Σ w·need`
    pub need: u64,
    /// `Σ w·offer`
    pub offer: u64,
}

impl Coverage {
    /// Holds what `needing` needs against what `offering` offers.
    #[must_use]
    pub fn of(weights: &Weights, needing: &Profile, offering: &Profile) -> Self {
        let mut coverage = Self { shared: 0, need: 0, offer: 0 };
        let levels = needing.side(Facet::Need).iter().zip(offering.side(Facet::Offer));
        for (weight, (&need, &offer)) in weights.across().iter().zip(levels) {
            let weight = u64::from(*weight);
            coverage.shared += weight * u64::from(need.min(offer));
            coverage.need += weight * u64::from(need);
            coverage.offer += weight * u64::from(offer);
        }
        coverage
    }

    /// `H = I / (I + (need − I) + β(offer − I))`, β = 0.1: the ratio model of
    /// Tversky (1977, *Psychological Review* 84) with α = 1. Both terms are
    /// taken ten times, so that they stay whole.
    #[must_use]
    pub fn score(self) -> Fraction {
        Fraction {
            part: BETA_INVERSE * self.shared,
            whole: BETA_INVERSE * self.need + self.offer - self.shared,
        }
    }

    /// What one unit of shared information adds to the score.
    pub(super) fn per_unit(self) -> f64 {
        Fraction { part: BETA_INVERSE, ..self.score() }.value()
    }
}
