//! Everything matching knows of one epoch of the graph.

use super::concepts::Concepts;
use super::evidence::{Evidence, EvidenceScope};
use super::explanation::Side;
use super::profile::Profile;
use super::similarity::Prior;
use super::weights::Weights;
use crate::domain::Iri;
use crate::graph::{GraphError, KnowledgeGraph, Query};
use std::collections::{BTreeMap, HashMap};

/// Profiles, weights and prior, frozen together.
#[derive(Clone, Debug)]
pub struct MatchingModel {
    pub(super) concepts: Concepts,
    pub(super) weights: Weights,
    pub(super) prior: Prior,
    pub(super) members: Vec<Member>,
    pub(super) by_iri: HashMap<Iri, usize>,
    /// What its profiles were made of.
    pub(super) scope: EvidenceScope,
}

/// A member and what is known of it.
#[derive(Clone, Debug)]
pub(super) struct Member {
    pub(super) iri: Iri,
    pub(super) profile: Profile,
    pub(super) evidence: Vec<Evidence>,
}

impl MatchingModel {
    /// Builds the model of what the graph says now.
    ///
    /// # Errors
    /// When the store fails.
    pub fn read(graph: &KnowledgeGraph) -> Result<Self, GraphError> {
        let members = graph
            .select(&Query::new(include_str!("../graph/queries/matching/members.rq")))?
            .iter()
            .map(|row| row.iri("member"))
            .collect::<Result<Vec<_>, _>>()?;
        Ok(Self::new(Concepts::read(graph)?, members, Evidence::read(graph)?))
    }

    /// Builds the model from its parts.
    #[must_use]
    pub fn new(concepts: Concepts, members: Vec<Iri>, evidence: Vec<Evidence>) -> Self {
        let mut by_member: BTreeMap<Iri, Vec<Evidence>> =
            members.into_iter().map(|member| (member, Vec::new())).collect();
        for one in evidence {
            if let Some(list) = by_member.get_mut(&one.member) {
                list.push(one);
            }
        }
        let members: Vec<Member> = by_member
            .into_iter()
            .map(|(iri, evidence)| Member::new(&concepts, iri, evidence))
            .collect();
        let known: Vec<&Profile> = members
            .iter()
            .map(|member| &member.profile)
            .filter(|profile| !profile.is_empty())
            .collect();
        let weights = Weights::learn(&concepts, known.iter().copied());
        let prior = Prior::learn(&weights, &known);
        let by_iri =
            members.iter().enumerate().map(|(index, member)| (member.iri.clone(), index)).collect();
        Self { concepts, weights, prior, members, by_iri, scope: EvidenceScope::default() }
    }

    /// The same with only part of the evidence. Weights and prior are those of
    /// the epoch: what a concept tells does not depend on who asks.
    #[must_use]
    pub fn narrowed(&self, scope: EvidenceScope) -> Self {
        let members = self.members.iter().map(|member| {
            let kept = member.evidence.iter().filter(|one| scope.admits(one)).cloned().collect();
            Member::new(&self.concepts, member.iri.clone(), kept)
        });
        Self {
            members: members.collect(),
            scope,
            concepts: self.concepts.clone(),
            weights: self.weights.clone(),
            prior: self.prior,
            by_iri: self.by_iri.clone(),
        }
    }

    /// Whether there is such a member.
    #[must_use]
    pub fn knows(&self, member: &Iri) -> bool {
        self.by_iri.contains_key(member)
    }

    /// The tree that profiles are made over.
    #[must_use]
    pub fn concepts(&self) -> &Concepts {
        &self.concepts
    }
}

impl Member {
    fn new(concepts: &Concepts, iri: Iri, evidence: Vec<Evidence>) -> Self {
        let profile = Profile::new(concepts, &evidence);
        Self { iri, profile, evidence }
    }

    pub(super) fn side(&self) -> Side<'_> {
        Side { profile: &self.profile, evidence: &self.evidence }
    }

    /// Statements that matching can use.
    pub(super) fn statements(&self) -> usize {
        let mut statements: Vec<&Iri> = self.evidence.iter().map(|one| &one.statement).collect();
        statements.sort();
        statements.dedup();
        statements.len()
    }
}
