//! Everything matching knows of one epoch of the graph, and the lists it gives.

use super::concepts::Concepts;
use super::evidence::Evidence;
use super::explanation::{Citation, Explanation, Side};
use super::profile::Profile;
use super::similarity::{Overlap, Prior, RankingScore};
use super::weights::Weights;
use crate::domain::{Confidence, Iri};
use crate::graph::{GraphError, KnowledgeGraph, Query};
use std::collections::{BTreeMap, HashMap};

/// Profiles, weights and prior, frozen together.
#[derive(Debug)]
pub struct MatchingModel {
    concepts: Concepts,
    weights: Weights,
    prior: Prior,
    members: Vec<Member>,
    by_iri: HashMap<Iri, usize>,
}

#[derive(Debug)]
struct Member {
    iri: Iri,
    profile: Profile,
    evidence: Vec<Evidence>,
}

/// A member that another can learn from, and why.
#[derive(Clone, Debug, PartialEq)]
pub struct Peer {
    /// Who.
    pub member: Iri,
    /// From 1; equal ranking scores share a rank.
    pub rank: usize,
    /// Whether another peer in the whole list has the same ranking score.
    pub tied: bool,
    /// What the two share.
    pub overlap: Overlap,
    /// What the order goes by: the score drawn towards the mean where evidence
    /// is thin.
    pub ranking_score: f64,
    /// How much it can be relied on; never insufficient in a list.
    pub confidence: Confidence,
    /// Why.
    pub explanation: Explanation,
    /// The statements behind it, as a query.
    pub citation: Citation,
}

/// The peers of a member, best first.
#[derive(Clone, Debug, PartialEq)]
pub struct PeerList {
    /// At most as many as were asked for, and none without enough evidence.
    pub peers: Vec<Peer>,
    /// How many have enough evidence in all.
    pub sufficient: usize,
    /// How many share something, but too little to be listed.
    pub insufficient: usize,
    /// Statements about the member that matching can use.
    pub own_statements: usize,
    /// The best confidence in the list; insufficient when it is empty.
    pub confidence: Confidence,
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
            .map(|(iri, evidence)| {
                let profile = Profile::new(&concepts, &evidence);
                Member { iri, profile, evidence }
            })
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
        Self { concepts, weights, prior, members, by_iri }
    }

    /// The `limit` members most similar to `member`, among those that `admit`
    /// lets through; none when the member is unknown.
    #[must_use]
    pub fn similar(
        &self,
        member: &Iri,
        limit: usize,
        admit: impl Fn(&Iri) -> bool,
    ) -> Option<PeerList> {
        let own = *self.by_iri.get(member)?;
        let mut candidates: Vec<(RankingScore, usize, Overlap)> = (0..self.members.len())
            .filter(|&other| other != own && admit(&self.members[other].iri))
            .map(|other| (other, self.overlap(own, other)))
            .filter(|(_, overlap)| overlap.shared > 0)
            .map(|(other, overlap)| (self.prior.shrink(overlap), other, overlap))
            .collect();
        let sharing = candidates.len();
        candidates
            .retain(|(_, _, overlap)| self.prior.confidence(*overlap) > Confidence::Insufficient);
        candidates.sort_by(|one, other| other.0.cmp(&one.0).then(one.1.cmp(&other.1)));
        let peers: Vec<Peer> = (0..candidates.len().min(limit))
            .map(|position| self.peer(own, &candidates, position))
            .collect();
        Some(PeerList {
            sufficient: candidates.len(),
            insufficient: sharing - candidates.len(),
            own_statements: self.statements_of(own),
            confidence: peers
                .iter()
                .map(|peer| peer.confidence)
                .max()
                .unwrap_or(Confidence::Insufficient),
            peers,
        })
    }

    fn peer(
        &self,
        own: usize,
        candidates: &[(RankingScore, usize, Overlap)],
        position: usize,
    ) -> Peer {
        let (score, other, overlap) = candidates[position];
        let rank = candidates.iter().position(|candidate| candidate.0 == score).unwrap_or(position);
        let equals = candidates.iter().filter(|candidate| candidate.0 == score).count();
        let (own, other) = (&self.members[own], &self.members[other]);
        let explanation =
            Explanation::of(&self.concepts, &self.weights, &own.side(), &other.side());
        Peer {
            member: other.iri.clone(),
            rank: rank + 1,
            tied: equals > 1,
            overlap,
            ranking_score: score.value(),
            confidence: self.prior.confidence(overlap),
            citation: Citation::new(&own.iri, &other.iri, &explanation.shared),
            explanation,
        }
    }

    fn overlap(&self, one: usize, other: usize) -> Overlap {
        Overlap::of(&self.weights, &self.members[one].profile, &self.members[other].profile)
    }

    fn statements_of(&self, member: usize) -> usize {
        let mut statements: Vec<&Iri> =
            self.members[member].evidence.iter().map(|one| &one.statement).collect();
        statements.sort();
        statements.dedup();
        statements.len()
    }
}

impl Member {
    fn side(&self) -> Side<'_> {
        Side { profile: &self.profile, evidence: &self.evidence }
    }
}
