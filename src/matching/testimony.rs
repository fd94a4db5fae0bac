//! What members are known to have said, looked up when it is cited: the model
//! keeps what it makes of the statements, not the statements.

use super::concepts::Concepts;
use super::evidence::Evidence;
use crate::domain::{Facet, Iri};
use std::collections::{BTreeSet, HashMap};

/// The evidence of some members.
#[derive(Clone, Debug, Default)]
pub struct Testimony<'a>(HashMap<&'a Iri, Vec<&'a Evidence>>);

impl<'a> Testimony<'a> {
    /// From their evidence.
    pub fn of(evidence: impl IntoIterator<Item = &'a Evidence>) -> Self {
        let mut by_member: HashMap<&Iri, Vec<&Evidence>> = HashMap::new();
        for one in evidence {
            by_member.entry(&one.member).or_default().push(one);
        }
        Self(by_member)
    }

    /// The statements of a member, on one side, about a concept or anything
    /// narrower; each once, in order.
    #[must_use]
    pub fn about(
        &self,
        concepts: &Concepts,
        member: &Iri,
        facet: Facet,
        concept: &Iri,
    ) -> Vec<Iri> {
        let Some(wanted) = concepts.index(concept) else { return Vec::new() };
        let within = |one: &&&Evidence| {
            let place = concepts.index(&one.concept);
            place.is_some_and(|place| concepts.upward(place).any(|above| above == wanted))
        };
        let evidence = self.0.get(member).into_iter().flatten();
        let about: BTreeSet<&Iri> = evidence
            .filter(|one| one.facet() == Some(facet) && within(one))
            .map(|one| &one.statement)
            .collect();
        about.into_iter().cloned().collect()
    }
}
