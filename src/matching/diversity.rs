//! A list that covers more of what a member mentions, where the best alone
//! would say the same thing ten times.

use super::concepts::{ConceptIndex, Concepts};
use super::mode::{Aspect, Mode};
use super::profile::Profile;
use super::weights::Weights;

/// How much covering something new counts beside the score.
const NOVELTY: f64 = 0.5;

/// The most specific things that a member mentions, with what each tells.
pub(super) struct Topics<'a> {
    concepts: &'a Concepts,
    weights: &'a Weights,
    own: &'a Profile,
    topics: Vec<Topic>,
}

struct Topic {
    aspect: Aspect,
    concept: ConceptIndex,
    /// What it and all that is broader tell, in the units of the weights.
    information: f64,
}

impl<'a> Topics<'a> {
    pub(super) fn of(
        concepts: &'a Concepts,
        weights: &'a Weights,
        own: &'a Profile,
        mode: Mode,
    ) -> Self {
        let mut topics = Self { concepts, weights, own, topics: Vec::new() };
        for aspect in mode.aspects() {
            for concept in own.tips(concepts, aspect.mine) {
                let information = topics.in_common(*aspect, concept, own, aspect.mine);
                topics.topics.push(Topic { aspect: *aspect, concept, information });
            }
        }
        topics
    }

    /// How much each topic tells, of all that they tell together.
    pub(super) fn shares(&self) -> Vec<f64> {
        let told: f64 = self.topics.iter().map(|topic| topic.information).sum();
        let share = |topic: &Topic| if told > 0.0 { topic.information / told } else { 0.0 };
        self.topics.iter().map(share).collect()
    }

    /// How much of each topic `peer` shares, from 0 to 1.
    pub(super) fn covered_by(&self, peer: &Profile) -> Vec<f64> {
        let share = |topic: &Topic| {
            let common = self.in_common(topic.aspect, topic.concept, peer, topic.aspect.theirs);
            if topic.information > 0.0 { common / topic.information } else { 0.0 }
        };
        self.topics.iter().map(share).collect()
    }

    /// `Σ w·min(mine, theirs)` over the concept and all that is broader.
    fn in_common(
        &self,
        aspect: Aspect,
        concept: ConceptIndex,
        other: &Profile,
        side: crate::domain::Facet,
    ) -> f64 {
        let (mine, theirs) = (self.own.side(aspect.mine), other.side(side));
        let weights = self.weights.of(aspect);
        self.concepts
            .upward(concept)
            .map(|place| f64::from(weights[place]) * f64::from(mine[place].min(theirs[place])))
            .sum()
    }

    /// The order in which candidates are taken, at most `limit`: xQuAD (Santos,
    /// Macdonald and Ounis 2010, *WWW*), each topic as likely as it is telling.
    /// A candidate comes with its score and what it covers; the best is first,
    /// and stays first among equals.
    pub(super) fn choose(&self, candidates: &[(f64, Vec<f64>)], limit: usize) -> Vec<usize> {
        let told: f64 = self.topics.iter().map(|topic| topic.information).sum();
        let best = candidates.first().map_or(0.0, |(score, _)| *score);
        let mut open = vec![1.0; self.topics.len()];
        let mut left: Vec<usize> = (0..candidates.len()).collect();
        let mut chosen = Vec::new();
        while chosen.len() < limit && !left.is_empty() {
            let gain = |candidate: usize| {
                let (score, covered) = &candidates[candidate];
                let relevance = if best > 0.0 { score / best } else { 0.0 };
                let parts = self.topics.iter().zip(covered).zip(&open);
                let new: f64 =
                    parts.map(|((topic, covered), open)| topic.information * covered * open).sum();
                let new = if told > 0.0 { new / told } else { 0.0 };
                (1.0 - NOVELTY) * relevance + NOVELTY * new
            };
            let mut next = 0;
            for place in 1..left.len() {
                if gain(left[place]) > gain(left[next]) {
                    next = place;
                }
            }
            let taken = left.remove(next);
            for (open, covered) in open.iter_mut().zip(&candidates[taken].1) {
                *open *= 1.0 - covered;
            }
            chosen.push(taken);
        }
        chosen
    }
}
