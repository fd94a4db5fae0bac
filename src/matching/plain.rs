//! The search written down plainly: every member compared, all sorted. It is
//! what [`super::index`] must find too, and serves tests and measurements alone.

use super::comparison::Comparison;
use super::fraction::Fraction;
use super::index::{Candidate, Found, Standing};
use super::mode::Mode;
use super::profile::Profile;
use super::similarity::Prior;
use super::weights::Weights;
use crate::domain::Confidence;
use std::borrow::Borrow;

/// All whose evidence is sufficient, best first, equals by place.
pub fn search<P: Borrow<Profile>>(
    weights: &Weights,
    prior: &Prior,
    profiles: &[P],
    own: &Profile,
    mode: Mode,
    admit: impl Fn(usize) -> bool,
) -> Found {
    let others = (0..profiles.len()).filter(|member| admit(*member));
    let compared = others.map(|member| {
        let theirs = profiles[member].borrow();
        (member, Comparison::of(weights, prior, mode, own, theirs))
    });
    let sharing: Vec<(usize, Comparison)> =
        compared.filter(|(_, comparison)| comparison.score > Fraction::ZERO).collect();
    let mut best: Vec<Candidate> = sharing
        .iter()
        .filter(|(_, comparison)| comparison.confidence > Confidence::Insufficient)
        .map(|(member, comparison)| Candidate { member: *member, ranking: comparison.ranking })
        .collect();
    best.sort_unstable();
    let sufficient = best.len();
    Found { best, sufficient, insufficient: Some(sharing.len() - sufficient) }
}

/// Where a ranking score stands among those found.
#[must_use]
pub fn standing(found: &Found, ranking: Fraction) -> Standing {
    let having = |wanted: &dyn Fn(Fraction) -> bool| {
        found.best.iter().filter(|candidate| wanted(candidate.ranking)).count()
    };
    Standing {
        better: having(&|one| one > ranking),
        equal: having(&|one| one == ranking),
        sufficient: found.sufficient,
    }
}
