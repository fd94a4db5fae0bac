//! Typed things and their identifiers. No input or output here: what a slug,
//! an IRI, a language, a role or a facet is, and how each is parsed at the edge.

mod changed;
mod contribution;
mod default_graph;
mod draw;
mod event;
mod evidence;
mod iri;
mod kind;
mod language;
mod language_name;
mod role;
mod slug;
mod synthetic;
mod webhook;
mod words;

pub use changed::{Changed, UnknownChanged};
pub use contribution::{
    Actor, ContributionKind, ContributionState, Step, StepRefused, UnknownName,
};
pub use default_graph::DefaultGraph;
pub(crate) use draw::Draw;
pub use event::Event;
pub use evidence::{Certainty, Confidence, Facet, StatementKind};
pub use iri::{InvalidIri, Iri};
pub use kind::Kind;
pub use language::{Language, Text, UnknownLanguage, is_in_language};
pub use language_name::language_name;
pub use role::{Role, UnknownRole};
pub use slug::{InvalidSlug, Slug};
pub use synthetic::{GROUPS, SyntheticMember, SyntheticMembers, SyntheticStatement};
pub use webhook::{DeliveryState, SwitchedOff, WebhookEvent, WebhookFilter};
pub use words::{Word, folded, is_empty_word, stem, words};
