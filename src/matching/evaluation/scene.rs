//! What is known at one moment, and the lists and votes that each measure
//! makes of it.

use super::super::concepts::Concepts;
use super::super::diversity::Topics;
use super::super::mode::Mode;
use super::super::peers::POOL;
use super::super::profile::{Item, LEVEL_MAX, Profile};
use super::super::similarity::{Overlap, Prior};
use super::super::weights::Weights;
use super::LIST;
use crate::domain::Confidence;
use serde::Serialize;
use std::collections::BTreeSet;

/// A way to say who is like whom. The model is judged beside the others.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Measure {
    /// The product's: simGIC drawn towards the mean, as it orders peers.
    Model,
    /// simGIC as published, not drawn towards the mean.
    SimGic,
    /// Cosine of mentions weighted by `ln(N/n)`, without the tree.
    IdfCosine,
    /// Shared mentions over all mentions, without the tree.
    Jaccard,
    /// Nobody is like anybody: what most mention is what each will.
    Popularity,
}

impl Measure {
    /// Every measure, the model first.
    pub const ALL: [Self; 5] =
        [Self::Model, Self::SimGic, Self::IdfCosine, Self::Jaccard, Self::Popularity];
    /// Those that give a list of peers.
    pub const WITH_LISTS: [Self; 4] = [Self::Model, Self::SimGic, Self::IdfCosine, Self::Jaccard];

    /// The name in tables.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Model => "model",
            Self::SimGic => "simGIC, unshrunk",
            Self::IdfCosine => "IDF cosine",
            Self::Jaccard => "Jaccard",
            Self::Popularity => "popularity",
        }
    }
}

/// Somebody in a list, and how alike.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Listed {
    pub(super) who: usize,
    pub(super) likeness: f64,
}

/// The known entities with the weights and the prior that they give together.
pub(super) struct Scene<'a> {
    concepts: &'a Concepts,
    pub(super) profiles: Vec<Profile>,
    mentioned: Vec<BTreeSet<Item>>,
    weights: Weights,
    prior: Prior,
}

/// What a scene had before something was hidden.
pub(super) struct Replaced {
    who: usize,
    profile: Profile,
    mentioned: BTreeSet<Item>,
    weights: Weights,
    prior: Prior,
}

impl<'a> Scene<'a> {
    /// Learns weights and prior anew from the profiles of whom anything is
    /// known.
    pub(super) fn learn(
        concepts: &'a Concepts,
        profiles: Vec<Profile>,
        mentioned: Vec<BTreeSet<Item>>,
    ) -> Self {
        let (weights, prior) = learned(concepts, &profiles);
        Self { concepts, profiles, mentioned, weights, prior }
    }

    /// Learns anew as if `who` had only this profile and these mentions, and
    /// gives what was there before, for [`Scene::restore`].
    pub(super) fn replace(
        &mut self,
        who: usize,
        profile: Profile,
        mentioned: BTreeSet<Item>,
    ) -> Replaced {
        let profile = std::mem::replace(&mut self.profiles[who], profile);
        let mentioned = std::mem::replace(&mut self.mentioned[who], mentioned);
        let (weights, prior) = learned(self.concepts, &self.profiles);
        let weights = std::mem::replace(&mut self.weights, weights);
        let prior = std::mem::replace(&mut self.prior, prior);
        Replaced { who, profile, mentioned, weights, prior }
    }

    /// Undoes a replacement.
    pub(super) fn restore(&mut self, before: Replaced) {
        self.profiles[before.who] = before.profile;
        self.mentioned[before.who] = before.mentioned;
        self.weights = before.weights;
        self.prior = before.prior;
    }

    pub(super) fn len(&self) -> usize {
        self.profiles.len()
    }

    /// What `who` mentions here.
    pub(super) fn mentioned(&self, who: usize) -> &BTreeSet<Item> {
        &self.mentioned[who]
    }

    pub(super) fn confidence(&self, one: usize, other: usize) -> Confidence {
        self.prior.confidence(self.overlap(one, other))
    }

    /// The list of `who`, best first: at most ten, none of whom nothing is
    /// known to be shared, and for the model none without enough evidence.
    /// Equals stand in the order of their names.
    pub(super) fn list(&self, measure: Measure, who: usize) -> Vec<Listed> {
        self.best(measure, who, LIST)
    }

    /// The model's list of `who`, chosen to cover more of what it mentions, as
    /// diversified lists of the product are.
    pub(super) fn diverse_list(&self, who: usize) -> Vec<Listed> {
        let pool = self.best(Measure::Model, who, LIST * POOL);
        let topics = self.topics(who);
        let covered: Vec<(f64, Vec<f64>)> = pool
            .iter()
            .map(|listed| (listed.likeness, topics.covered_by(&self.profiles[listed.who])))
            .collect();
        topics.choose(&covered, LIST).into_iter().map(|place| pool[place]).collect()
    }

    /// The most specific things that `who` mentions.
    pub(super) fn topics(&self, who: usize) -> Topics<'_> {
        Topics::of(self.concepts, &self.weights, &self.profiles[who], Mode::Similar)
    }

    fn best(&self, measure: Measure, who: usize, limit: usize) -> Vec<Listed> {
        let mut list = self.others(measure, who);
        list.sort_by(|one, other| {
            other.likeness.total_cmp(&one.likeness).then(one.who.cmp(&other.who))
        });
        list.truncate(limit);
        list
    }

    /// How many think that `who` could mention each of `items`: the peers of
    /// its list, each with its likeness and its membership of the item, over
    /// the sum of the likenesses. For popularity, everybody alike.
    pub(super) fn votes(&self, measure: Measure, who: usize, items: &[Item]) -> Vec<f64> {
        let voters = match measure {
            Measure::Popularity => self.others(measure, who),
            _ => self.list(measure, who),
        };
        self.votes_of(&voters, items)
    }

    /// The votes of these peers.
    pub(super) fn votes_of(&self, voters: &[Listed], items: &[Item]) -> Vec<f64> {
        let all: f64 = voters.iter().map(|voter| voter.likeness).sum();
        let vote = |item: &Item| {
            let held = |voter: &Listed| {
                let level = self.profiles[voter.who].at(*item);
                voter.likeness * f64::from(level) / f64::from(LEVEL_MAX)
            };
            voters.iter().map(held).sum::<f64>() / all.max(f64::MIN_POSITIVE)
        };
        items.iter().map(vote).collect()
    }

    fn others(&self, measure: Measure, who: usize) -> Vec<Listed> {
        let idf = match measure {
            Measure::IdfCosine => self.idf(),
            _ => Vec::new(),
        };
        (0..self.len())
            .filter(|&other| other != who && !self.profiles[other].is_empty())
            .map(|other| Listed { who: other, likeness: self.likeness(measure, &idf, who, other) })
            .filter(|one| one.likeness > 0.0)
            .collect()
    }

    fn likeness(&self, measure: Measure, idf: &[f64], one: usize, other: usize) -> f64 {
        match measure {
            Measure::Model => {
                let overlap = self.overlap(one, other);
                let listed = self.prior.confidence(overlap) > Confidence::Insufficient;
                if listed { self.prior.shrink(overlap).value() } else { 0.0 }
            }
            Measure::SimGic => self.overlap(one, other).fraction().value(),
            Measure::IdfCosine => self.cosine(idf, one, other),
            Measure::Jaccard => self.jaccard(one, other),
            Measure::Popularity => 1.0,
        }
    }

    fn overlap(&self, one: usize, other: usize) -> Overlap {
        Overlap::of(&self.weights, &self.profiles[one], &self.profiles[other])
    }

    fn jaccard(&self, one: usize, other: usize) -> f64 {
        let (one, other) = (&self.mentioned[one], &self.mentioned[other]);
        let shared = one.intersection(other).count();
        ratio(shared, one.len() + other.len() - shared)
    }

    fn cosine(&self, idf: &[f64], one: usize, other: usize) -> f64 {
        let (one, other) = (&self.mentioned[one], &self.mentioned[other]);
        let square = |item: &Item| idf[item.place(self.concepts.len())].powi(2);
        let dot: f64 = one.intersection(other).map(square).sum();
        let length = |items: &BTreeSet<Item>| items.iter().map(square).sum::<f64>().sqrt();
        if dot > 0.0 { dot / (length(one) * length(other)) } else { 0.0 }
    }

    /// `ln(N/n)` of every item by place.
    fn idf(&self) -> Vec<f64> {
        let mut holders = vec![0_usize; self.concepts.len() * 2];
        for item in self.mentioned.iter().flatten() {
            holders[item.place(self.concepts.len())] += 1;
        }
        let known = self.mentioned.iter().filter(|items| !items.is_empty()).count();
        holders
            .into_iter()
            .map(|holders| -ratio(holders, known).max(f64::MIN_POSITIVE).ln())
            .collect()
    }
}

fn learned(concepts: &Concepts, profiles: &[Profile]) -> (Weights, Prior) {
    let known: Vec<&Profile> = profiles.iter().filter(|profile| !profile.is_empty()).collect();
    let weights = Weights::learn(concepts, known.iter().copied());
    let prior = Prior::learn(&weights, &known);
    (weights, prior)
}

/// A share, 0 of nothing.
#[expect(clippy::cast_precision_loss, reason = "counts of entities and concepts are small")]
pub(super) fn ratio(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}
