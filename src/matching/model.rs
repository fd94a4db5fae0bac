//! Everything matching knows of one epoch of the graph.

use super::concepts::Concepts;
use super::evidence::{Evidence, EvidenceScope};
use super::mentions::Mentions;
use super::profile::Profile;
use super::similarity::Prior;
use super::weights::Weights;
use crate::domain::Iri;
use crate::graph::{GraphError, KnowledgeGraph, Query};
use std::convert::Infallible;
use std::sync::Arc;

/// Profiles, weights and prior, frozen together.
#[derive(Clone, Debug)]
pub struct MatchingModel {
    pub(super) concepts: Arc<Concepts>,
    pub(super) weights: Arc<Weights>,
    pub(super) prior: Prior,
    /// In order, each once.
    pub(super) members: Arc<[Iri]>,
    /// Of each member, by its place.
    pub(super) profiles: Vec<Profile>,
    /// What the profiles were made of.
    pub(super) scope: EvidenceScope,
}

impl MatchingModel {
    /// Builds the model of what the graph says now.
    ///
    /// # Errors
    /// When the store fails.
    pub fn read(graph: &KnowledgeGraph) -> Result<Self, GraphError> {
        let concepts = Concepts::read(graph)?;
        let query = Query::new(include_str!("../graph/queries/matching/members.rq"));
        let members = in_order(
            graph.rows(&query)?.map(|row| row?.iri("member")).collect::<Result<Vec<_>, _>>()?,
        );
        let profiles = profiles(&concepts, &members, Evidence::read(graph)?)?;
        Ok(Self::learned(concepts, members, profiles))
    }

    /// Builds the model from its parts.
    #[must_use]
    pub fn new(concepts: Concepts, members: Vec<Iri>, evidence: Vec<Evidence>) -> Self {
        let members = in_order(members);
        let Ok(profiles) =
            profiles(&concepts, &members, evidence.into_iter().map(Ok::<_, Infallible>));
        Self::learned(concepts, members, profiles)
    }

    fn learned(concepts: Concepts, members: Vec<Iri>, profiles: Vec<Profile>) -> Self {
        let known: Vec<&Profile> = profiles.iter().filter(|profile| !profile.is_empty()).collect();
        let weights = Weights::learn(&concepts, known.iter().copied());
        let prior = Prior::learn(&weights, &known);
        Self {
            concepts: Arc::new(concepts),
            weights: Arc::new(weights),
            prior,
            members: members.into(),
            profiles,
            scope: EvidenceScope::default(),
        }
    }

    /// The same model, made of only that part of what the graph says that
    /// `scope` admits. Weights and prior are those of the epoch: what a concept
    /// tells does not depend on who asks.
    ///
    /// # Errors
    /// When the store fails.
    pub fn read_within(
        &self,
        graph: &KnowledgeGraph,
        scope: EvidenceScope,
    ) -> Result<Self, GraphError> {
        let evidence = Evidence::read(graph)?;
        self.narrowed(scope, evidence)
    }

    /// The same, from evidence that is at hand.
    #[must_use]
    pub fn within(&self, scope: EvidenceScope, evidence: Vec<Evidence>) -> Self {
        let Ok(narrowed) = self.narrowed(scope, evidence.into_iter().map(Ok::<_, Infallible>));
        narrowed
    }

    fn narrowed<E>(
        &self,
        scope: EvidenceScope,
        evidence: impl Iterator<Item = Result<Evidence, E>>,
    ) -> Result<Self, E> {
        let kept = evidence.filter(|one| one.as_ref().map_or(true, |one| scope.admits(one)));
        Ok(Self {
            profiles: profiles(&self.concepts, &self.members, kept)?,
            concepts: Arc::clone(&self.concepts),
            weights: Arc::clone(&self.weights),
            members: Arc::clone(&self.members),
            prior: self.prior,
            scope,
        })
    }

    /// Whether there is such a member.
    #[must_use]
    pub fn knows(&self, member: &Iri) -> bool {
        self.place(member).is_some()
    }

    /// The tree that profiles are made over.
    #[must_use]
    pub fn concepts(&self) -> &Concepts {
        &self.concepts
    }

    /// What counted as evidence.
    #[must_use]
    pub fn scope(&self) -> &EvidenceScope {
        &self.scope
    }

    pub(super) fn place(&self, member: &Iri) -> Option<usize> {
        self.members.binary_search(member).ok()
    }
}

fn in_order(mut members: Vec<Iri>) -> Vec<Iri> {
    members.sort_unstable();
    members.dedup();
    members
}

fn profiles<E>(
    concepts: &Concepts,
    members: &[Iri],
    evidence: impl Iterator<Item = Result<Evidence, E>>,
) -> Result<Vec<Profile>, E> {
    let mut mentions = Mentions::default();
    for one in evidence {
        let one = one?;
        if let Ok(member) = members.binary_search(&one.member) {
            mentions.add(concepts, member, &one);
        }
    }
    Ok(mentions.into_profiles(concepts, members.len()))
}
