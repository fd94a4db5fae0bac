//! What was hidden and is to be found again: one mention at a time, or what a
//! later edition adds.

use super::super::profile::Item;
use super::data_set::{DataSet, Edition};
use super::scene::{Measure, Scene};
use super::statistics::{Figure, auc, mean, ndcg};
use crate::domain::Draw;
use std::collections::BTreeMap;

/// What a hidden mention is looked for by: every measure, in the order of
/// [`Measure::ALL`], and the model's diversified list.
pub(super) const WAYS: usize = Measure::ALL.len() + 1;
/// The diversified list among them.
pub(super) const DIVERSIFIED: usize = WAYS - 1;

/// A number for each entity, by way.
pub(super) type ByEntity = Vec<[f64; WAYS]>;

/// Everything that the edition says, as a scene.
pub(super) fn scene_of<'a>(
    data: &'a DataSet,
    edition: &Edition,
    keep: impl Fn(usize, Item) -> bool,
) -> Scene<'a> {
    let everybody = 0..data.entities();
    let profile = |who| edition.profile(&data.concepts, who, |item| keep(who, item));
    let mentioned = |who| {
        let mut items = edition.mentioned(&data.concepts, who);
        items.retain(|item| keep(who, *item));
        items
    };
    let profiles = everybody.clone().map(profile).collect();
    Scene::learn(&data.concepts, profiles, everybody.map(mentioned).collect())
}

/// Hides each mention of a leaf in turn, learns profile, weights and prior
/// without it, and looks where it stands among all leaves of its side that the
/// entity does not mention, ranked by the votes of its peers. The mean nDCG of
/// each entity that mentions a leaf.
pub(super) fn leave_one_out(data: &DataSet) -> ByEntity {
    let leaves = data.leaf_items();
    let mut scene = scene_of(data, &data.edition, |_, _| true);
    let mut found = Vec::new();
    for who in 0..data.entities() {
        let mentioned = scene.mentioned(who).clone();
        let hidden: Vec<Item> =
            leaves.iter().copied().filter(|item| mentioned.contains(item)).collect();
        if hidden.is_empty() {
            continue;
        }
        let mut gains = vec![[0.0; WAYS]; hidden.len()];
        for (&hidden, gains) in hidden.iter().zip(&mut gains) {
            let rest = mentioned.iter().copied().filter(|item| *item != hidden).collect();
            let profile = data.edition.profile(&data.concepts, who, |item| item != hidden);
            let before = scene.replace(who, profile, rest);
            let unmentioned: Vec<Item> = leaves
                .iter()
                .copied()
                .filter(|item| item.facet == hidden.facet && !mentioned.contains(item))
                .collect();
            gains[..DIVERSIFIED].copy_from_slice(&gains_of(&scene, who, hidden, &unmentioned));
            let list = scene.diverse_list(who);
            gains[DIVERSIFIED] =
                gain_of(hidden, &unmentioned, |items| scene.votes_of(&list, items));
            scene.restore(before);
        }
        found.push(means(&gains));
    }
    found
}

/// The nDCG of `hidden` among `unmentioned`, by measure.
pub(super) fn gains_of(
    scene: &Scene<'_>,
    who: usize,
    hidden: Item,
    unmentioned: &[Item],
) -> [f64; Measure::ALL.len()] {
    Measure::ALL
        .map(|measure| gain_of(hidden, unmentioned, |items| scene.votes(measure, who, items)))
}

fn gain_of(hidden: Item, unmentioned: &[Item], votes: impl Fn(&[Item]) -> Vec<f64>) -> f64 {
    let mut items = unmentioned.to_vec();
    items.push(hidden);
    let votes = votes(&items);
    let (wanted, others) = votes.split_last().expect("the hidden item was pushed");
    ndcg(*wanted, others.iter().copied())
}

/// The mean of each column.
pub(super) fn means<const WAYS: usize>(rows: &[[f64; WAYS]]) -> [f64; WAYS] {
    std::array::from_fn(|column| mean(rows.iter().map(|row| row[column])).unwrap_or(0.0))
}

/// Who could have taken up a concept, how many votes it had, and whether it did.
struct Candidate {
    who: usize,
    votes: [f64; Measure::ALL.len()],
    added: bool,
}

/// What the later edition adds to the earlier one, concept by concept.
pub(super) struct Additions {
    by_item: Vec<Vec<Candidate>>,
}

impl Additions {
    /// Ranks by the earlier edition alone. An entity can take up what it did
    /// not mention; it did when the later edition mentions it, and did not when
    /// that says so, or, in data without explicit negatives, when it is silent.
    /// Concepts that nobody mentioned before are left out: nobody can vote.
    pub(super) fn of(data: &DataSet, later: &Edition) -> Self {
        let scene = scene_of(data, &data.edition, |_, _| true);
        let everybody = 0..data.entities();
        let leaves: Vec<Item> = data
            .leaf_items()
            .into_iter()
            .filter(|item| everybody.clone().any(|who| scene.mentioned(who).contains(item)))
            .collect();
        let explicit = later.has_denials();
        let mut by_item: BTreeMap<Item, Vec<Candidate>> = BTreeMap::new();
        for who in everybody {
            let now = later.mentioned(&data.concepts, who);
            let open: Vec<Item> = leaves
                .iter()
                .copied()
                .filter(|item| !scene.mentioned(who).contains(item))
                .filter(|item| {
                    let silent = !explicit && !now.is_empty();
                    now.contains(item) || later.denies(who, *item) || silent
                })
                .collect();
            let votes = Measure::ALL.map(|measure| scene.votes(measure, who, &open));
            for (place, item) in open.into_iter().enumerate() {
                let votes = std::array::from_fn(|measure| votes[measure][place]);
                let candidate = Candidate { who, votes, added: now.contains(&item) };
                by_item.entry(item).or_default().push(candidate);
            }
        }
        Self { by_item: by_item.into_values().collect() }
    }

    /// How many concepts can be judged: some took them up and some did not.
    pub(super) fn concepts(&self) -> usize {
        let both = |candidates: &&Vec<Candidate>| {
            let added = candidates.iter().filter(|one| one.added).count();
            added > 0 && added < candidates.len()
        };
        self.by_item.iter().filter(both).count()
    }

    /// The mean over concepts of the AUC of each.
    pub(super) fn macro_auc(
        &self,
        measure: Measure,
        entities: usize,
        rounds: usize,
        draw: &mut Draw,
    ) -> Option<Figure> {
        let column = Measure::ALL.iter().position(|one| *one == measure)?;
        Figure::bootstrap(entities, rounds, draw, |sample| {
            let mut drawn = vec![0_u32; entities];
            for &who in sample {
                drawn[who] += 1;
            }
            mean(self.by_item.iter().filter_map(|candidates| {
                let repeated = |one: &Candidate| {
                    std::iter::repeat_n((one.votes[column], one.added), drawn[one.who] as usize)
                };
                auc(&mut candidates.iter().flat_map(repeated).collect::<Vec<_>>())
            }))
        })
    }
}
