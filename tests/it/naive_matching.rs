//! The matching model once more, written down as naively as its description
//! reads and with nothing of the program but its input: what the laws are
//! tested against. Maps instead of arrays, no index, no sharing of work.

use passerelle::domain::{Certainty, Confidence, Facet, Iri};
use passerelle::matching::Evidence;
use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

/// A concept on one side.
pub(crate) type Place = (Facet, usize);

/// Levels from 1 to 4; what is not there is not known.
type Held = BTreeMap<Place, u64>;

/// Bits are counted in 1/128, levels in quarters.
const UNITS_PER_SHARED_BIT: u64 = 128 * 4;
const KAPPA: f64 = 10.0;
const MEAN_UNIT: u128 = 1 << 16;

/// Everything the description speaks of.
pub(crate) struct Naive {
    held: BTreeMap<Iri, Held>,
    weights: BTreeMap<Place, u64>,
    strength: u128,
    mean: u128,
}

/// What is expected of one row of a list.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Row {
    pub(crate) member: Iri,
    pub(crate) rank: usize,
    pub(crate) tied: bool,
    pub(crate) shared: u64,
    pub(crate) union: u64,
    pub(crate) confidence: Confidence,
}

/// `ŝ` as a fraction.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Fraction(u128, u128);

impl Fraction {
    pub(crate) fn compare(self, other: Self) -> Ordering {
        (self.0 * other.1.max(1)).cmp(&(other.0 * self.1.max(1)))
    }
}

impl Naive {
    /// `parents[c]` is the broader concept of `c`; `name` gives a concept's IRI.
    pub(crate) fn new(
        parents: &[Option<usize>],
        name: impl Fn(usize) -> Iri,
        members: &[Iri],
        evidence: &[Evidence],
    ) -> Self {
        let held: BTreeMap<Iri, Held> = members
            .iter()
            .map(|member| {
                let own = evidence.iter().filter(|one| one.member == *member);
                (member.clone(), held(parents, &name, own))
            })
            .collect();
        let weights = weights(parents, held.values());
        let (strength, mean) = prior(&weights, held.values().filter(|held| !held.is_empty()));
        Self { held, weights, strength, mean }
    }

    /// `I` and `U`.
    pub(crate) fn overlap(&self, one: &Iri, other: &Iri) -> (u64, u64) {
        overlap(&self.weights, &self.held[one], &self.held[other])
    }

    /// `ŝ = (I + m·s0) / (U + m)`
    pub(crate) fn ranking(&self, (shared, union): (u64, u64)) -> Fraction {
        Fraction(
            u128::from(shared) * MEAN_UNIT + self.strength * self.mean,
            (u128::from(union) + self.strength) * MEAN_UNIT,
        )
    }

    fn confidence(&self, overlap: (u64, u64)) -> Confidence {
        let average = Fraction(self.mean, MEAN_UNIT);
        let above_average = self.ranking(overlap).compare(average) == Ordering::Greater;
        let at_least = |bits: u64| overlap.0 >= bits * UNITS_PER_SHARED_BIT;
        match (at_least(16), at_least(9), at_least(2), above_average) {
            (_, _, false, _) => Confidence::Insufficient,
            (true, _, _, true) => Confidence::High,
            (_, true, _, true) => Confidence::Medium,
            _ => Confidence::Low,
        }
    }

    /// The whole list of `member`, and how many share too little to be in it.
    pub(crate) fn similar(&self, member: &Iri) -> (Vec<Row>, usize) {
        let sharing: Vec<(&Iri, (u64, u64))> = self
            .held
            .keys()
            .filter(|other| *other != member)
            .map(|other| (other, self.overlap(member, other)))
            .filter(|(_, overlap)| overlap.0 > 0)
            .collect();
        let (mut listed, unlisted): (Vec<_>, Vec<_>) = sharing
            .into_iter()
            .partition(|(_, overlap)| self.confidence(*overlap) != Confidence::Insufficient);
        let against = |one: (u64, u64), other: (u64, u64), wanted: Ordering| {
            self.ranking(one).compare(self.ranking(other)) == wanted
        };
        listed.sort_by(|one, other| {
            self.ranking(other.1).compare(self.ranking(one.1)).then(one.0.cmp(other.0))
        });
        let rows = listed.iter().map(|(member, own)| {
            let count = |wanted| listed.iter().filter(|(_, it)| against(*it, *own, wanted)).count();
            Row {
                member: (*member).clone(),
                rank: 1 + count(Ordering::Greater),
                tied: count(Ordering::Equal) > 1,
                shared: own.0,
                union: own.1,
                confidence: self.confidence(*own),
            }
        });
        (rows.collect(), unlisted.len())
    }
}

/// One item a source, the surest; `a = 1 − Π(1 − ρ)`; closed upward.
fn held<'a>(
    parents: &[Option<usize>],
    name: impl Fn(usize) -> Iri,
    evidence: impl Iterator<Item = &'a Evidence>,
) -> Held {
    let mut sources: BTreeMap<Place, BTreeMap<&Iri, f64>> = BTreeMap::new();
    for one in evidence {
        let Some(concept) = (0..parents.len()).find(|&concept| name(concept) == one.concept) else {
            continue;
        };
        let reliability = match one.certainty {
            Certainty::Explicit => 0.9,
            Certainty::Inferred => 0.8,
            Certainty::IllustrativeList => 0.7,
        };
        let known = sources
            .entry((one.facet().expect("evidence of a need or an offer"), concept))
            .or_default()
            .entry(&one.source)
            .or_insert(0.0);
        *known = f64::max(*known, reliability);
    }
    let mut held = Held::new();
    for ((facet, concept), sources) in sources {
        let doubt: f64 = sources.values().map(|reliability| 1.0 - reliability).product();
        let quarters = (1..=4).min_by(|one, other| {
            let distance = |level: u32| (f64::from(level) - 4.0 * (1.0 - doubt)).abs();
            distance(*one).total_cmp(&distance(*other))
        });
        for above in upward(parents, concept) {
            let level = held.entry((facet, above)).or_insert(0);
            *level = (*level).max(u64::from(quarters.unwrap_or(0)));
        }
    }
    held
}

/// A concept and all that are broader.
pub(crate) fn upward(parents: &[Option<usize>], concept: usize) -> Vec<usize> {
    std::iter::successors(Some(concept), |&concept| parents[concept]).collect()
}

/// `w = IC − IC(parent)`, `IC = −log2 p`, `p = (n + κπ) / (N + κ)`.
fn weights<'a>(
    parents: &[Option<usize>],
    held: impl Iterator<Item = &'a Held>,
) -> BTreeMap<Place, u64> {
    let held: Vec<&Held> = held.collect();
    let leaves: Vec<usize> =
        (0..parents.len()).filter(|concept| !parents.contains(&Some(*concept))).collect();
    let number = |count: usize| f64::from(u32::try_from(count).expect("few"));
    let information = |facet: Facet, concept: usize| {
        let under = leaves.iter().filter(|leaf| upward(parents, **leaf).contains(&concept)).count();
        let holders = held.iter().filter(|held| held.contains_key(&(facet, concept))).count();
        let known = held.iter().filter(|held| held.keys().any(|place| place.0 == facet)).count();
        let share = number(under) / number(leaves.len());
        -((number(holders) + KAPPA * share) / (number(known) + KAPPA)).log2()
    };
    let mut weights = BTreeMap::new();
    for facet in Facet::ALL {
        for (concept, parent) in parents.iter().enumerate() {
            let broader = parent.map_or(0.0, |parent| information(facet, parent));
            let bits = information(facet, concept) - broader;
            weights.insert((facet, concept), whole((bits * 128.0).round()));
        }
    }
    weights
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped first")]
fn whole(number: f64) -> u64 {
    number.clamp(0.0, f64::from(u16::MAX)) as u64
}

fn overlap(weights: &BTreeMap<Place, u64>, one: &Held, other: &Held) -> (u64, u64) {
    let places: BTreeSet<&Place> = one.keys().chain(other.keys()).collect();
    let level = |held: &Held, place: &Place| held.get(place).copied().unwrap_or(0);
    let sum = |pick: fn(u64, u64) -> u64| {
        places.iter().map(|at| weights[at] * pick(level(one, at), level(other, at))).sum()
    };
    (sum(u64::min), sum(u64::max))
}

/// `m`, a quarter of the median weight, and `s0 = ΣI / ΣU` over all pairs.
fn prior<'a>(
    weights: &BTreeMap<Place, u64>,
    known: impl Iterator<Item = &'a Held>,
) -> (u128, u128) {
    let known: Vec<&Held> = known.collect();
    let mut totals: Vec<u64> = known.iter().map(|held| overlap(weights, held, held).1).collect();
    totals.sort_unstable();
    let strength = totals.get(totals.len() / 2).map_or(0, |median| median / 4);
    let (mut shared, mut union) = (0_u128, 0_u128);
    for (place, one) in known.iter().enumerate() {
        for other in &known[..place] {
            let overlap = overlap(weights, one, other);
            shared += u128::from(overlap.0);
            union += u128::from(overlap.1);
        }
    }
    (u128::from(strength), shared * MEAN_UNIT / union.max(1))
}
