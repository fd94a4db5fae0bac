//! What a member is known to have said, for when it is cited: the model keeps
//! what it makes of the statements, not the statements.

use super::concepts::Concepts;
use super::evidence::{Evidence, EvidenceScope};
use crate::domain::{Certainty, Facet, Iri, StatementKind};

/// The evidence of one member, in little memory.
#[derive(Clone, Debug, Default)]
pub struct Testimony(Box<[Claim]>);

/// What one statement says, as surely, of some concepts.
#[derive(Clone, Debug)]
struct Claim {
    statement: Iri,
    kind: StatementKind,
    certainty: Certainty,
    year: Option<u16>,
    /// By their place.
    concepts: Box<[u16]>,
}

impl Testimony {
    /// From the evidence of a member. What is about no concept of the tree is
    /// left out.
    pub fn of<'a>(concepts: &Concepts, evidence: impl IntoIterator<Item = &'a Evidence>) -> Self {
        let placed = evidence.into_iter().filter_map(|one| {
            let concept = u16::try_from(concepts.index(&one.concept)?).ok()?;
            Some((one, concept))
        });
        let mut placed: Vec<(&Evidence, u16)> = placed.collect();
        let words = |one: &Evidence| (one.kind, one.certainty, one.year);
        placed.sort_by_key(|(one, concept)| (&one.statement, words(one), *concept));
        let same = |one: &Evidence, other: &Evidence| {
            one.statement == other.statement && words(one) == words(other)
        };
        let claims = placed.chunk_by(|(one, _), (other, _)| same(one, other)).map(|of_claim| {
            let (one, _) = of_claim[0];
            let mut concepts: Vec<u16> = of_claim.iter().map(|(_, concept)| *concept).collect();
            concepts.dedup();
            Claim {
                statement: one.statement.clone(),
                kind: one.kind,
                certainty: one.certainty,
                year: one.year,
                concepts: concepts.into(),
            }
        });
        Self(claims.collect())
    }

    /// The statements, in order, by places that `about` names.
    pub fn statements(&self) -> impl Iterator<Item = &Iri> {
        self.0.iter().map(|claim| &claim.statement)
    }

    /// The places of the statements on one side about a concept or anything
    /// narrower, of those that count; each statement once, in order.
    #[must_use]
    pub fn about(
        &self,
        concepts: &Concepts,
        scope: &EvidenceScope,
        facet: Facet,
        concept: &Iri,
    ) -> Vec<usize> {
        let Some(wanted) = concepts.index(concept) else { return Vec::new() };
        let within = |place: &u16| concepts.upward((*place).into()).any(|above| above == wanted);
        let said = self.0.iter().enumerate().filter(|(_, claim)| {
            claim.kind.facet() == Some(facet)
                && scope.admits(claim.kind, claim.certainty, claim.year)
                && claim.concepts.iter().any(within)
        });
        let mut places: Vec<usize> = said.map(|(place, _)| place).collect();
        places.dedup_by_key(|place| &self.0[*place].statement);
        places
    }

    /// The memory that it takes.
    #[must_use]
    pub fn bytes(&self) -> usize {
        let of_claim = |claim: &Claim| size_of_val(claim) + 2 * claim.concepts.len();
        self.0.iter().map(of_claim).sum()
    }
}
