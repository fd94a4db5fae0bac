//! What a diversified list gains, and what it costs, beside the best alone.

use super::Settings;
use super::data_set::DataSet;
use super::hidden::{ByEntity, DIVERSIFIED, scene_of};
use super::scene::{Listed, Measure, Scene};
use super::statistics::{Figure, expected_reciprocal_rank, mean};
use crate::domain::Draw;
use serde::Serialize;

/// The best alone and the diversified lists, by several counts.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct DiversityFigures {
    /// Entities with a list.
    pub entities: usize,
    /// The share of what the entity mentions, by what it tells, that the peers
    /// of its list mention as well.
    pub covered: Compared,
    /// Intent-aware expected reciprocal rank: how soon each thing that the
    /// entity mentions is met in the list.
    pub err_ia: Compared,
    /// The mean ranking score of those in the list.
    pub likeness: Compared,
    /// nDCG of hidden mentions by the votes of the list.
    pub ndcg: Compared,
}

/// The same count of both kinds of list.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Compared {
    /// Of the best alone.
    pub best: Figure,
    /// Of the diversified list.
    pub diversified: Figure,
    /// What the second has over the first, in pairs of the same entity.
    pub difference: Figure,
}

impl Compared {
    /// Of pairs: the best alone, the diversified list.
    fn of(pairs: &[[f64; 2]], settings: Settings) -> Option<Self> {
        let figure = |value: &dyn Fn(&[f64; 2]) -> f64| {
            let values: Vec<f64> = pairs.iter().map(value).collect();
            Figure::mean(&values, settings.rounds, &mut Draw::new(settings.seed))
        };
        Some(Self {
            best: figure(&|[best, _]| *best)?,
            diversified: figure(&|[_, diversified]| *diversified)?,
            difference: figure(&|[best, diversified]| diversified - best)?,
        })
    }
}

/// Compares the lists of everybody; `found` is how well hidden mentions are
/// found again. None where nobody has a list.
pub(super) fn diversity(
    data: &DataSet,
    found: &ByEntity,
    settings: Settings,
) -> Option<DiversityFigures> {
    let scene = scene_of(data, &data.edition, |_, _| true);
    let judged: Vec<[Judged; 2]> = (0..scene.len())
        .filter_map(|who| {
            let lists = [scene.list(Measure::Model, who), scene.diverse_list(who)];
            let [best, diversified] = lists.map(|list| Judged::of(&scene, who, &list));
            Some([best?, diversified?])
        })
        .collect();
    let compared = |value: &dyn Fn(&Judged) -> f64| {
        let pairs: Vec<[f64; 2]> =
            judged.iter().map(|[best, diverse]| [value(best), value(diverse)]).collect();
        Compared::of(&pairs, settings)
    };
    let gains: Vec<[f64; 2]> = found.iter().map(|ways| [ways[0], ways[DIVERSIFIED]]).collect();
    Some(DiversityFigures {
        entities: judged.len(),
        covered: compared(&|one| one.covered)?,
        err_ia: compared(&|one| one.err_ia)?,
        likeness: compared(&|one| one.likeness)?,
        ndcg: Compared::of(&gains, settings)?,
    })
}

/// What a list is worth to its reader.
struct Judged {
    covered: f64,
    err_ia: f64,
    likeness: f64,
}

impl Judged {
    /// None of an empty list.
    fn of(scene: &Scene<'_>, who: usize, list: &[Listed]) -> Option<Self> {
        let likeness = mean(list.iter().map(|listed| listed.likeness))?;
        let topics = scene.topics(who);
        let peers: Vec<Vec<f64>> =
            list.iter().map(|listed| topics.covered_by(&scene.profiles[listed.who])).collect();
        let over_topics = |worth: &dyn Fn(usize) -> f64| -> f64 {
            topics.shares().iter().enumerate().map(|(topic, share)| share * worth(topic)).sum()
        };
        let of_topic = |topic: usize| peers.iter().map(move |covered| covered[topic]);
        Some(Self {
            covered: over_topics(&|topic| of_topic(topic).fold(0.0, f64::max)),
            err_ia: over_topics(&|topic| expected_reciprocal_rank(of_topic(topic))),
            likeness,
        })
    }
}
