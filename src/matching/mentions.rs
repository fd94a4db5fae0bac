//! Evidence on its way to profiles: sixteen bytes a mention, so that those of
//! a million members can be gathered as they are read.

use super::concepts::{ConceptIndex, Concepts};
use super::evidence::Evidence;
use super::index::Population;
use super::profile::{Item, LEVEL_MAX, Profile};
use crate::domain::{Certainty, Facet, Iri};
use std::collections::HashMap;

/// What is said of members, by their place.
#[derive(Default)]
pub(super) struct Mentions {
    mentions: Vec<Mention>,
    /// The number of each source.
    sources: HashMap<Iri, u32>,
}

/// One source's word. In the order of its fields: all that is said of a member
/// about an item stands together, and of one source the surest last.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Mention {
    member: u32,
    facet: Facet,
    concept: u32,
    source: u32,
    certainty: Certainty,
}

/// The chance that a source of this certainty is right.
fn reliability(certainty: Certainty) -> f64 {
    match certainty {
        Certainty::Explicit => 0.9,
        Certainty::Inferred => 0.8,
        Certainty::IllustrativeList => 0.7,
    }
}

impl Mentions {
    /// Evidence about concepts outside the tree, or of neither a need nor an
    /// offer, is left out.
    pub(super) fn add(&mut self, concepts: &Concepts, member: usize, evidence: &Evidence) {
        let (Some(facet), Some(concept)) = (evidence.facet(), concepts.index(&evidence.concept))
        else {
            return;
        };
        let next = self.sources.len();
        let source = match self.sources.get(&evidence.source) {
            Some(source) => *source,
            None => *self.sources.entry(evidence.source.clone()).or_insert(number(next)),
        };
        let (member, concept) = (number(member), number(concept));
        self.mentions.push(Mention {
            member,
            facet,
            concept,
            source,
            certainty: evidence.certainty,
        });
    }

    /// The profile of each member, one by one.
    pub(super) fn into_profiles(
        mut self,
        concepts: &Concepts,
        members: usize,
    ) -> impl Iterator<Item = Profile> {
        self.mentions.sort_unstable();
        let mut begin = 0;
        (0..members).map(move |member| {
            let rest = &self.mentions[begin..];
            let own = &rest[..rest.partition_point(|one| one.member <= number(member))];
            begin += own.len();
            profile(concepts, own)
        })
    }

    pub(super) fn into_population(self, concepts: &Concepts, members: usize) -> Population {
        Population::of(concepts, self.into_profiles(concepts, members))
    }
}

/// Membership `a(c) = 1 − Π(1 − ρ)` over the sources, the surest word of each;
/// rounded to four levels; closed upward, a broader concept being held as
/// strongly as the strongest below it.
fn profile(concepts: &Concepts, mentions: &[Mention]) -> Profile {
    let mut profile = Profile::empty(concepts);
    let of_items =
        mentions.chunk_by(|one, other| (one.facet, one.concept) == (other.facet, other.concept));
    for of_item in of_items {
        let sources = of_item.chunk_by(|one, other| one.source == other.source);
        let surest = sources.filter_map(|said| said.last());
        let doubt: f64 = surest.map(|one| 1.0 - reliability(one.certainty)).product();
        let Mention { facet, concept, .. } = of_item[0];
        let item = Item { facet, concept: concept as ConceptIndex };
        profile.raise(concepts, item, level(1.0 - doubt));
    }
    profile
}

/// Members, concepts and sources are far fewer than 2³².
fn number(place: usize) -> u32 {
    u32::try_from(place).unwrap_or(u32::MAX)
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a membership lies between 0 and 1"
)]
fn level(membership: f64) -> u8 {
    ((membership * f64::from(LEVEL_MAX)).round() as u8).clamp(1, LEVEL_MAX)
}
