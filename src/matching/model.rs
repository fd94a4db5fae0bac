//! Everything matching knows of one epoch of the graph.

use super::concepts::Concepts;
use super::evidence::{Evidence, EvidenceScope};
use super::index::Index;
use super::mentions::Mentions;
use super::profile::Profile;
use super::weights::Weights;
use crate::domain::Iri;
use crate::graph::{GraphError, KnowledgeGraph, Query};
use std::collections::BTreeSet;
use std::convert::Infallible;
use std::sync::Arc;

/// Profiles, weights and prior, frozen together.
#[derive(Clone, Debug)]
pub struct MatchingModel {
    pub(super) concepts: Arc<Concepts>,
    /// In order, each once.
    pub(super) members: Arc<[Iri]>,
    /// Profiles, weights and prior; members by their place.
    pub(super) index: Index,
    /// What the profiles were made of.
    pub(super) scope: EvidenceScope,
}

impl MatchingModel {
    /// Builds the model of what the graph says now.
    ///
    /// # Errors
    /// When the store fails.
    pub fn read(graph: &KnowledgeGraph) -> Result<Self, GraphError> {
        let concepts = Arc::new(Concepts::read(graph)?);
        let query = Query::new(include_str!("../graph/queries/matching/members.rq"));
        let members = in_order(
            graph.rows(&query)?.map(|row| row?.iri("member")).collect::<Result<Vec<_>, _>>()?,
        );
        let mentions = mentions(&concepts, &members, Evidence::read(graph))?;
        let index = Index::learned(&concepts, mentions.into_population(&concepts, members.len()));
        Ok(Self::learned(concepts, members.into(), index))
    }

    /// The model after the statements of some members changed: their profiles
    /// are made anew, and weights and prior learned anew from all.
    ///
    /// # Errors
    /// When the store fails.
    pub fn renewed(
        &self,
        graph: &KnowledgeGraph,
        members: &BTreeSet<Iri>,
    ) -> Result<Self, GraphError> {
        let members: Vec<Iri> = members.iter().filter(|one| self.knows(one)).cloned().collect();
        if members.is_empty() {
            return Ok(self.clone());
        }
        self.with_all_of(&members, Evidence::of_members(graph, members.iter().cloned())?)
    }

    /// The model after what the graph says and these besides.
    ///
    /// # Errors
    /// When the store fails.
    pub fn joined(
        &self,
        graph: &KnowledgeGraph,
        evidence: Vec<Evidence>,
    ) -> Result<Self, GraphError> {
        let members: BTreeSet<&Iri> = evidence.iter().map(|one| &one.member).collect();
        let members: Vec<Iri> =
            members.into_iter().filter(|one| self.knows(one)).cloned().collect();
        if members.is_empty() {
            return Ok(self.clone());
        }
        let before = Evidence::of_members(graph, members.iter().cloned())?;
        self.with_all_of(&members, before.chain(evidence.into_iter().map(Ok)))
    }

    /// The model with all that is now said of some members, which are in order.
    fn with_all_of<E>(
        &self,
        members: &[Iri],
        evidence: impl Iterator<Item = Result<Evidence, E>>,
    ) -> Result<Self, E> {
        let renewed = mentions(&self.concepts, members, evidence)?;
        let profiles = renewed.into_profiles(&self.concepts, members.len());
        let places = members.iter().filter_map(|member| self.place(member));
        let index = self.index.changed(&self.concepts, places.zip(profiles));
        Ok(Self::learned(Arc::clone(&self.concepts), Arc::clone(&self.members), index))
    }

    /// Builds the model from its parts.
    #[must_use]
    pub fn new(concepts: Concepts, members: Vec<Iri>, evidence: Vec<Evidence>) -> Self {
        let members = in_order(members);
        let Ok(mentions) =
            mentions(&concepts, &members, evidence.into_iter().map(Ok::<_, Infallible>));
        let population = mentions.into_population(&concepts, members.len());
        let index = Index::learned(&concepts, population);
        Self::learned(concepts.into(), members.into(), index)
    }

    fn learned(concepts: Arc<Concepts>, members: Arc<[Iri]>, index: Index) -> Self {
        Self { index, concepts, members, scope: EvidenceScope::default() }
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
        self.narrowed(scope, Evidence::read(graph))
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
        let counts = |one: &Evidence| scope.admits(one.kind, one.certainty, one.year);
        let kept = evidence.filter(|one| one.as_ref().map_or(true, counts));
        let mentions = mentions(&self.concepts, &self.members, kept)?;
        let population = mentions.into_population(&self.concepts, self.members.len());
        Ok(Self {
            concepts: Arc::clone(&self.concepts),
            members: Arc::clone(&self.members),
            index: Index::new(population, Arc::clone(self.index.weights()), self.index.prior()),
            scope,
        })
    }

    /// All members, in order.
    #[must_use]
    pub fn members(&self) -> &[Iri] {
        &self.members
    }

    /// Whether there is such a member.
    #[must_use]
    pub fn knows(&self, member: &Iri) -> bool {
        self.place(member).is_some()
    }

    /// The tree that profiles are made over.
    #[must_use]
    pub fn concepts(&self) -> &Arc<Concepts> {
        &self.concepts
    }

    /// What counted as evidence.
    #[must_use]
    pub fn scope(&self) -> &EvidenceScope {
        &self.scope
    }

    pub(super) fn weights(&self) -> &Weights {
        self.index.weights()
    }

    pub(super) fn profile(&self, place: usize) -> Profile {
        self.index.population().profile(place)
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

/// What is said of these members, which are in order.
fn mentions<E>(
    concepts: &Concepts,
    members: &[Iri],
    evidence: impl Iterator<Item = Result<Evidence, E>>,
) -> Result<Mentions, E> {
    let mut mentions = Mentions::default();
    for one in evidence {
        let one = one?;
        if let Ok(member) = members.binary_search(&one.member) {
            mentions.add(concepts, member, &one);
        }
    }
    Ok(mentions)
}
