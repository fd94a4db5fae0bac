//! Who can learn from whom. Evidence becomes profiles, profiles are compared
//! in whole numbers, and each score is explained by what the two share.
//!
//! The model is simGIC over an open world (Pesquita et al. 2008, *BMC
//! Bioinformatics* 9, S4): concepts weigh what they tell, an absent mention
//! says nothing, and a score is a ratio of shared to total information.
//!
//! - `concepts`: the tree of themes.
//! - `evidence`: what the statements say of each member, read from the graph.
//! - `profile`: how strongly each member holds each concept.
//! - `weights`: what each concept tells.
//! - `similarity`: the score, exact, and the order it gives.
//! - `explanation`: the shared concepts, folded, with their statements.
//! - `model`: all of it for one epoch of the graph.
//! - `evaluation`: how good it is, measured on outside data.
//!
//! This is the plain implementation that any faster one is tested against.

mod concepts;
pub mod evaluation;
mod evidence;
mod explanation;
mod model;
mod profile;
mod similarity;
mod weights;

pub use concepts::{ConceptError, Concepts};
pub use evidence::Evidence;
pub use explanation::{Citation, Explanation, SharedConcept};
pub use model::{MatchingModel, Peer, PeerList};
pub use profile::{Item, LEVEL_MAX, Profile};
pub use similarity::{Overlap, Prior, shared_bits};
pub use weights::{UNITS_PER_BIT, Weights};
