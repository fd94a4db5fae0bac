//! The quality of matching, measured on data that its authors did not write:
//! what is hidden and found again, how steady lists are, who is shown. Nothing
//! here reads a file or the graph, and nothing of it is used when members are
//! matched. `docs/matching-quality.md` defines each figure.
//!
//! - `data_set`: who mentions what, in one or two editions.
//! - `scene`: the profiles, weights and prior learned from it, and the lists
//!   that each [`Measure`] gives.
//! - `hidden`: a mention is hidden, or a later edition adds some.
//! - `lists`: stability, exposure, groups.
//! - `diversified`: what lists gain and lose when they cover more.
//! - `thin`: how the figures fall as evidence does.
//! - `tiers`: whether a higher confidence is a better one.
//! - `planted`: members of known groups.
//! - `laws`: what must hold in every case.
//! - `statistics`: the textbook formulas.

mod data_set;
mod diversified;
mod hidden;
mod laws;
mod lists;
mod planted;
mod report;
mod scene;
mod statistics;
mod thin;
mod tiers;

pub use data_set::{DataSet, Said};
pub use diversified::{Compared, DiversityFigures};
pub use laws::{LawResult, check_laws};
pub use planted::{PlantedReport, PlantedSpec, evaluate_planted};
pub use report::{
    ExposureFigures, GroupFigures, HiddenFigures, LaterFigures, QualityReport, StabilityFigures,
    evaluate,
};
pub use scene::Measure;
pub use statistics::Figure;
pub use thin::ThinFigures;
pub use tiers::TierFigures;

/// How the evaluation draws, and how long it works at its intervals.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Settings {
    /// Where the drawing begins.
    pub seed: u64,
    /// Resamples for each confidence interval.
    pub rounds: usize,
}

/// Peers in a list.
const LIST: usize = 10;
