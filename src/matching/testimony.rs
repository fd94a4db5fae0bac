//! What members are known to have said, looked up when it is cited: the model
//! keeps what it makes of the statements, not the statements.

use super::concepts::Concepts;
use super::evidence::{Evidence, EvidenceScope};
use crate::domain::{Facet, Iri};
use crate::graph::{GraphError, KnowledgeGraph};
use std::collections::{BTreeSet, HashMap};

/// The evidence of some members.
#[derive(Clone, Debug, Default)]
pub struct Testimony(HashMap<Iri, Vec<Evidence>>);

impl Testimony {
    /// Reads what counts as evidence of `members`.
    ///
    /// # Errors
    /// As [`Evidence::read`].
    pub fn read(
        graph: &KnowledgeGraph,
        members: impl IntoIterator<Item = Iri>,
        scope: &EvidenceScope,
    ) -> Result<Self, GraphError> {
        let members: BTreeSet<Iri> = members.into_iter().collect();
        if members.is_empty() {
            return Ok(Self::default());
        }
        let evidence = Evidence::of_members(graph, members)?.collect::<Result<Vec<_>, _>>()?;
        Ok(Self::of(evidence.into_iter().filter(|one| scope.admits(one))))
    }

    /// From evidence that is at hand.
    pub fn of(evidence: impl IntoIterator<Item = Evidence>) -> Self {
        let mut by_member: HashMap<Iri, Vec<Evidence>> = HashMap::new();
        for one in evidence {
            by_member.entry(one.member.clone()).or_default().push(one);
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
        let within = |one: &Evidence| {
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
