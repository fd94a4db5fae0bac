//! Who can learn from whom. Evidence becomes profiles, profiles are compared
//! in whole numbers, and each score is explained by what the two share.
//!
//! The model is simGIC over an open world (Pesquita et al. 2008, *BMC
//! Bioinformatics* 9, S4): concepts weigh what they tell, an absent mention
//! says nothing, and a score is a ratio of shared to total information.
//!
//! - `concepts`: the tree of themes; `evidence`: what the statements say of
//!   each member, read from the graph.
//! - `mentions`: evidence on its way to profiles; `profile`: how strongly each
//!   member holds each concept; `weights`: what each concept tells.
//! - `mode`: what peers are looked for.
//! - `similarity`: how alike two are; `coverage`: how much of what one needs
//!   another offers; `fraction`: exact scores.
//! - `comparison`: what a mode makes of a pair.
//! - `explanation`: the shared concepts, folded; `testimony`: the statements
//!   behind them, read when they are shown.
//! - `diversity`: a list that covers more of what the member needs.
//! - `recommendation`: what others do and discuss, for a member's needs.
//! - `groups`: workshop proposals; `group_planning`: what a group is worth;
//!   `group_search`: the best few out of many.
//! - `wording`: free text mapped to concepts.
//! - `index`: the lists of many members, fast; `plain`: the same search written
//!   down plainly, which the index is tested against.
//! - `model`: all of it for one epoch of the graph; `peers`: its lists.
//! - `evaluation`: how good it is, measured on outside data.
//!
//! Everything but `index` can be read without it.

mod all_peers;
mod comparison;
mod concepts;
mod coverage;
mod diversity;
pub mod evaluation;
mod evidence;
mod explanation;
mod fraction;
mod group_planning;
mod group_search;
mod groups;
pub mod index;
mod mentions;
mod mode;
mod model;
mod peers;
pub mod plain;
mod profile;
mod recommendation;
mod similarity;
mod testimony;
mod weights;
mod wording;

pub use all_peers::Listing;
pub use comparison::Directions;
pub use concepts::{ConceptError, Concepts};
pub use coverage::Coverage;
pub use evidence::{Evidence, EvidenceScope};
pub use explanation::{Citation, Explanation, SharedConcept};
pub use fraction::Fraction;
pub use groups::{
    Attendee, Demand, Group, GroupPart, Involved, Met, Participant, ThemeMention, Workshop,
};
pub use mode::{Aspect, Mode};
pub use model::MatchingModel;
pub use peers::{Match, Pair, Peer, PeerList, Wanted};
pub use profile::{Item, LEVEL_MAX, Profile};
pub use recommendation::{Recommendation, Thing};
pub use similarity::{Overlap, Prior, shared_bits};
pub use testimony::Testimony;
pub use weights::{UNITS_PER_BIT, Weights};
pub use wording::{Mention, Wording};
