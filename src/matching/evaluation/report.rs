//! All figures of a data set together.

use super::Settings;
use super::data_set::DataSet;
use super::diversified::{DiversityFigures, diversity};
use super::hidden::{Additions, leave_one_out, scene_of};
use super::lists::{correlation_with_evidence, exposure, same_group_over_chance, stability};
use super::scene::{Measure, ratio};
use super::statistics::Figure;
use super::thin::{ThinFigures, thin_evidence};
use super::tiers::{TierFigures, precision_by_tier};
use crate::domain::Draw;
use serde::Serialize;

/// What a data set says of the model and of the measures beside it.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct QualityReport {
    /// Entities with two mentions or more.
    pub entities: usize,
    /// Entities with fewer, which are left out everywhere.
    pub left_out: usize,
    /// Pairs of an entity and a concept on a side.
    pub mentions: usize,
    /// Concepts of the forest.
    pub concepts: usize,
    /// Entities that had a mention of a leaf hidden.
    pub judged: usize,
    /// A mention is hidden and found again.
    pub leave_one_out: Vec<HiddenFigures>,
    /// The earlier edition predicts what the later one adds.
    pub later: Option<LaterFigures>,
    /// A tenth of the evidence is dropped.
    pub stability: Vec<StabilityFigures>,
    /// Who is shown.
    pub exposure: Vec<ExposureFigures>,
    /// What diversified lists gain and cost.
    pub diversity: Option<DiversityFigures>,
    /// Whether lists stay within groups.
    pub groups: Vec<GroupFigures>,
    /// The same with little evidence.
    pub thin: Vec<ThinFigures>,
    /// Whether a higher tier is a better one.
    pub tiers: Vec<TierFigures>,
}

/// How well hidden mentions are found again.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct HiddenFigures {
    /// By whom.
    pub measure: Measure,
    /// nDCG, mean over entities.
    pub ndcg: Figure,
    /// What it has over popularity, in pairs of the same entity.
    pub gain: Figure,
}

/// How well additions are foreseen.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct LaterFigures {
    /// Concepts that some took up and some did not.
    pub concepts: usize,
    /// Macro-AUC by measure.
    pub auc: Vec<(Measure, Figure)>,
}

/// How steady lists are.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct StabilityFigures {
    /// By whom.
    pub measure: Measure,
    /// RBO@10 with p = 0.9.
    pub rbo: Figure,
}

/// Who is shown.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ExposureFigures {
    /// By whom.
    pub measure: Measure,
    /// Of being shown with amount of evidence.
    pub correlation: Figure,
    /// The share of entities that are in no list.
    pub never_shown: f64,
}

/// Whether lists stay within groups that the measure does not know.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct GroupFigures {
    /// By whom.
    pub measure: Measure,
    /// The share of the own group over that of chance.
    pub over_chance: Figure,
}

/// Judges the model and the measures beside it. The same data set and settings
/// give the same report.
#[must_use]
pub fn evaluate(data: &DataSet, settings: Settings) -> QualityReport {
    let found = leave_one_out(data);
    QualityReport {
        entities: data.entities(),
        left_out: data.left_out(),
        mentions: data.mentions(),
        concepts: data.concepts(),
        judged: found.len(),
        leave_one_out: HiddenFigures::of(&found, settings),
        later: later(data, settings),
        stability: steadiness(data, settings),
        exposure: shown(data, settings),
        diversity: diversity(data, &found, settings),
        groups: groups(data, settings),
        thin: thin_evidence(data, settings),
        tiers: precision_by_tier(data, settings.seed),
    }
}

impl HiddenFigures {
    /// Means and paired gains. Every measure is resampled by the same draws.
    pub(super) fn of<const WAYS: usize>(found: &[[f64; WAYS]], settings: Settings) -> Vec<Self> {
        let popularity = Measure::ALL.len() - 1;
        let figures = |(column, measure): (usize, &Measure)| {
            let mean = |value: &dyn Fn(&[f64; WAYS]) -> f64| {
                let values: Vec<f64> = found.iter().map(value).collect();
                Figure::mean(&values, settings.rounds, &mut Draw::new(settings.seed))
            };
            Some(Self {
                measure: *measure,
                ndcg: mean(&|row| row[column])?,
                gain: mean(&|row| row[column] - row[popularity])?,
            })
        };
        Measure::ALL.iter().enumerate().filter_map(figures).collect()
    }
}

fn later(data: &DataSet, settings: Settings) -> Option<LaterFigures> {
    let additions = Additions::of(data, data.later.as_ref()?);
    let of_measure = |measure: &Measure| {
        let mut draw = Draw::new(settings.seed);
        let auc = additions.macro_auc(*measure, data.entities(), settings.rounds, &mut draw)?;
        Some((*measure, auc))
    };
    Some(LaterFigures {
        concepts: additions.concepts(),
        auc: Measure::ALL.iter().filter_map(of_measure).collect(),
    })
}

fn steadiness(data: &DataSet, settings: Settings) -> Vec<StabilityFigures> {
    let mut draw = Draw::new(settings.seed);
    let figures = |(measure, overlaps): (Measure, Vec<f64>)| {
        let rbo = Figure::mean(&overlaps, settings.rounds, &mut Draw::new(settings.seed))?;
        Some(StabilityFigures { measure, rbo })
    };
    stability(data, &mut draw).into_iter().filter_map(figures).collect()
}

fn shown(data: &DataSet, settings: Settings) -> Vec<ExposureFigures> {
    let scene = scene_of(data, &data.edition, |_, _| true);
    let figures = |measure: &Measure| {
        let exposure = exposure(&scene, *measure);
        let never = exposure.iter().filter(|(_, shown)| *shown < 1.0).count();
        let mut draw = Draw::new(settings.seed);
        Some(ExposureFigures {
            measure: *measure,
            correlation: correlation_with_evidence(&exposure, settings.rounds, &mut draw)?,
            never_shown: ratio(never, exposure.len()),
        })
    };
    Measure::WITH_LISTS.iter().filter_map(figures).collect()
}

fn groups(data: &DataSet, settings: Settings) -> Vec<GroupFigures> {
    if !data.has_groups() {
        return Vec::new();
    }
    let scene = scene_of(data, &data.edition, |_, _| true);
    let figures = |measure: &Measure| {
        let mut draw = Draw::new(settings.seed);
        let over_chance =
            same_group_over_chance(&scene, &data.groups, *measure, settings.rounds, &mut draw)?;
        Some(GroupFigures { measure: *measure, over_chance })
    };
    Measure::WITH_LISTS.iter().filter_map(figures).collect()
}
