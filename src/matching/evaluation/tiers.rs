//! Whether a higher tier of confidence is a better one.

use super::super::profile::Item;
use super::data_set::DataSet;
use super::hidden::scene_of;
use super::scene::ratio;
use crate::domain::{Confidence, Draw};
use serde::Serialize;
use std::collections::BTreeSet;

/// How often the evidence is halved.
const HALVINGS: usize = 5;
/// Every tier, least first.
pub(super) const TIERS: [Confidence; 4] =
    [Confidence::Insufficient, Confidence::Low, Confidence::Medium, Confidence::High];

/// What pairs of one tier are worth.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct TierFigures {
    /// The tier.
    pub tier: &'static str,
    /// Pairs of it, of all pairs of entities.
    pub pairs: usize,
    /// The share of right ones, as the test defines it; none without pairs.
    pub precision: Option<f64>,
}

/// Counts of what is right, by tier.
#[derive(Clone, Copy, Default)]
pub(super) struct Tally {
    pub(super) pairs: usize,
    pub(super) right: usize,
    pub(super) judged: usize,
}

/// The tallies of the four tiers, as figures.
pub(super) fn figures(tallies: &[Tally; 4]) -> Vec<TierFigures> {
    let figure = |(tier, tally): (&Confidence, &Tally)| TierFigures {
        tier: tier.term(),
        pairs: tally.pairs,
        precision: (tally.judged > 0).then(|| ratio(tally.right, tally.judged)),
    };
    TIERS.iter().zip(tallies).map(figure).collect()
}

/// Halves the mentions of everybody at random, learns from one half, and asks
/// of each pair: of the leaves that the one mentions in this half and the other
/// does not, how many does the other mention in the half that was hidden? The
/// mean of five such halvings.
pub(super) fn precision_by_tier(data: &DataSet, seed: u64) -> Vec<TierFigures> {
    let mut draw = Draw::new(seed);
    let mut tallies = [Tally::default(); 4];
    let leaves: BTreeSet<Item> = data.leaf_items().into_iter().collect();
    for _ in 0..HALVINGS {
        let all: Vec<BTreeSet<Item>> =
            (0..data.entities()).map(|who| data.edition.mentioned(&data.concepts, who)).collect();
        let known: Vec<BTreeSet<Item>> = all
            .iter()
            .map(|items| items.iter().copied().filter(|_| draw.below(2) == 0).collect())
            .collect();
        let scene = scene_of(data, &data.edition, |who, item| known[who].contains(&item));
        for one in 0..data.entities() {
            for other in (0..data.entities()).filter(|other| *other != one) {
                let tally = &mut tallies[scene.confidence(one, other) as usize];
                tally.pairs += 1;
                for item in known[other].difference(&known[one]).filter(|it| leaves.contains(it)) {
                    tally.judged += 1;
                    tally.right += usize::from(all[one].contains(item));
                }
            }
        }
    }
    for tally in &mut tallies {
        tally.pairs /= HALVINGS;
    }
    figures(&tallies)
}
