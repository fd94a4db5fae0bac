//! The lists of peers themselves: how steady they are, who is in them, and
//! whether they stay within groups that the measure does not know.

use super::super::profile::Item;
use super::LIST;
use super::data_set::DataSet;
use super::hidden::scene_of;
use super::scene::{Measure, Scene, ratio};
use super::statistics::{Figure, correlation, mean, rbo};
use crate::domain::Draw;
use std::collections::{BTreeMap, BTreeSet};

/// How far down a list is still looked at.
const PERSISTENCE: f64 = 0.9;
/// How often a tenth of the evidence is dropped.
const DROPS: usize = 10;

/// The lists of everybody.
pub(super) fn lists(scene: &Scene<'_>, measure: Measure) -> Vec<Vec<usize>> {
    let names = |who| scene.list(measure, who).iter().map(|listed| listed.who).collect();
    (0..scene.len()).map(names).collect()
}

/// RBO@10 of the lists before and after a tenth of all mentions is dropped: for
/// each measure, the mean over ten such drops for each entity with a list.
pub(super) fn stability(data: &DataSet, draw: &mut Draw) -> BTreeMap<Measure, Vec<f64>> {
    let whole = scene_of(data, &data.edition, |_, _| true);
    let all: Vec<(usize, Item)> = (0..data.entities())
        .flat_map(|who| whole.mentioned(who).iter().map(move |item| (who, *item)))
        .collect();
    let mut overlaps: BTreeMap<Measure, Vec<Vec<f64>>> = BTreeMap::new();
    for _ in 0..DROPS {
        let order = draw.shuffled(all.len());
        let dropped: BTreeSet<(usize, Item)> =
            order[..all.len() / 10].iter().map(|&place| all[place]).collect();
        let thinner = scene_of(data, &data.edition, |who, item| !dropped.contains(&(who, item)));
        for measure in Measure::WITH_LISTS {
            let (before, after) = (lists(&whole, measure), lists(&thinner, measure));
            let of_entity =
                overlaps.entry(measure).or_insert_with(|| vec![Vec::new(); data.entities()]);
            for ((before, after), overlaps) in before.iter().zip(&after).zip(of_entity) {
                overlaps.extend(rbo(before, after, PERSISTENCE).filter(|_| !before.is_empty()));
            }
        }
    }
    let means = |rows: Vec<Vec<f64>>| rows.into_iter().filter_map(mean).collect();
    overlaps.into_iter().map(|(measure, rows)| (measure, means(rows))).collect()
}

/// How often each entity is in a list, beside how much it mentions.
pub(super) fn exposure(scene: &Scene<'_>, measure: Measure) -> Vec<(f64, f64)> {
    let mut shown = vec![0_usize; scene.len()];
    lists(scene, measure).into_iter().flatten().for_each(|who| shown[who] += 1);
    let pair = |who: usize| (ratio(scene.mentioned(who).len(), 1), ratio(shown[who], 1));
    (0..scene.len()).map(pair).collect()
}

/// Pearson's correlation of being shown with amount of evidence.
pub(super) fn correlation_with_evidence(
    exposure: &[(f64, f64)],
    rounds: usize,
    draw: &mut Draw,
) -> Option<Figure> {
    Figure::bootstrap(exposure.len(), rounds, draw, |sample| {
        correlation(&sample.iter().map(|&who| exposure[who]).collect::<Vec<_>>())
    })
}

/// The share of those in lists that are of the reader's group, over the share
/// that lists drawn at random would have.
pub(super) fn same_group_over_chance(
    scene: &Scene<'_>,
    groups: &[Option<String>],
    measure: Measure,
    rounds: usize,
    draw: &mut Draw,
) -> Option<Figure> {
    let mut sizes: BTreeMap<&String, usize> = BTreeMap::new();
    groups.iter().flatten().for_each(|group| *sizes.entry(group).or_default() += 1);
    let known: usize = sizes.values().sum();
    let shares: Vec<(f64, f64)> = lists(scene, measure)
        .iter()
        .zip(groups)
        .filter_map(|(list, own)| {
            let own = own.as_ref()?;
            let of_peers: Vec<&String> =
                list.iter().filter_map(|&who| groups[who].as_ref()).collect();
            let same = of_peers.iter().filter(|group| **group == own).count();
            let chance = ratio(sizes[own] - 1, known.saturating_sub(1));
            (!of_peers.is_empty()).then(|| (ratio(same, of_peers.len()), chance))
        })
        .collect();
    Figure::bootstrap(shares.len(), rounds, draw, |sample| {
        let same = mean(sample.iter().map(|&place| shares[place].0))?;
        let chance = mean(sample.iter().map(|&place| shares[place].1))?;
        (chance > 0.0).then(|| same / chance)
    })
}

/// The share of the ten places of each list that hold the reader's group; a
/// place left empty holds nobody.
pub(super) fn purity(scene: &Scene<'_>, groups: &[Option<String>], measure: Measure) -> Vec<f64> {
    let same = |(who, list): (usize, &Vec<usize>)| {
        let of_group = |other: &&usize| groups[**other] == groups[who];
        ratio(list.iter().filter(of_group).count(), LIST)
    };
    lists(scene, measure).iter().enumerate().map(same).collect()
}
