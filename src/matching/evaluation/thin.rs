//! What can be found again when each entity is known by a few mentions only.

use super::super::profile::Item;
use super::data_set::DataSet;
use super::hidden::{gains_of, means, scene_of};
use super::scene::Measure;
use super::statistics::{Figure, ndcg_by_luck};
use super::{HiddenFigures, Settings};
use crate::domain::Draw;
use serde::Serialize;
use std::collections::BTreeSet;

/// Mentions that are left to each entity.
const MENTIONS: [usize; 4] = [3, 6, 12, 24];
/// How often the mentions that are left are drawn.
const DRAWS: usize = 5;

/// The figures at one amount of evidence.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ThinFigures {
    /// Mentions left to each entity; one that has fewer keeps what it has.
    pub mentions: usize,
    /// Entities with a mention of a leaf beyond those.
    pub entities: usize,
    /// The mean nDCG of an order drawn at random.
    pub luck: f64,
    /// By measure.
    pub measures: Vec<HiddenFigures>,
}

/// For 3, 6, 12 and 24 mentions: leaves so many, drawn at random, to everybody,
/// and looks where each mention that was taken away stands among the leaves
/// that the entity never mentions. Those are the same at every amount, so the
/// figures can be compared. An amount that no entity exceeds is left out.
pub(super) fn thin_evidence(data: &DataSet, settings: Settings) -> Vec<ThinFigures> {
    MENTIONS.iter().filter_map(|&left| with_mentions(data, left, settings)).collect()
}

fn with_mentions(data: &DataSet, left: usize, settings: Settings) -> Option<ThinFigures> {
    let mut draw = Draw::new(settings.seed);
    let mut rows: Vec<Vec<[f64; Measure::ALL.len()]>> = vec![Vec::new(); data.entities()];
    let mut luck = vec![0.0; data.entities()];
    for _ in 0..DRAWS {
        found_again(data, left, &mut draw, &mut rows, &mut luck);
    }
    let judged: Vec<usize> = (0..rows.len()).filter(|&who| !rows[who].is_empty()).collect();
    let found: Vec<_> = judged.iter().map(|&who| means(&rows[who])).collect();
    if found.is_empty() {
        return None;
    }
    let luck: Vec<f64> = judged.iter().map(|&who| luck[who]).collect();
    Some(ThinFigures {
        mentions: left,
        entities: found.len(),
        luck: Figure::mean(&luck, 0, &mut draw)?.value,
        measures: HiddenFigures::of(&found, settings),
    })
}

fn found_again(
    data: &DataSet,
    left: usize,
    draw: &mut Draw,
    rows: &mut [Vec<[f64; Measure::ALL.len()]>],
    luck: &mut [f64],
) {
    let leaves = data.leaf_items();
    let all: Vec<BTreeSet<Item>> =
        (0..data.entities()).map(|who| data.edition.mentioned(&data.concepts, who)).collect();
    let kept: Vec<BTreeSet<Item>> = all
        .iter()
        .map(|items| {
            let items: Vec<Item> = items.iter().copied().collect();
            draw.shuffled(items.len()).into_iter().take(left).map(|place| items[place]).collect()
        })
        .collect();
    let scene = scene_of(data, &data.edition, |who, item| kept[who].contains(&item));
    for (who, mentioned) in all.iter().enumerate() {
        let unmentioned: Vec<Item> =
            leaves.iter().copied().filter(|item| !mentioned.contains(item)).collect();
        let hidden = leaves.iter().filter(|item| mentioned.contains(item));
        for &hidden in hidden.filter(|item| !kept[who].contains(item)) {
            let of_side: Vec<Item> =
                unmentioned.iter().copied().filter(|item| item.facet == hidden.facet).collect();
            rows[who].push(gains_of(&scene, who, hidden, &of_side));
            luck[who] = ndcg_by_luck(of_side.len() + 1);
        }
    }
}
