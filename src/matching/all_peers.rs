//! The peers of all members, one list after the other: what another platform
//! takes over as a whole.

use super::comparison::Comparison;
use super::fraction::Fraction;
use super::index::Candidate;
use super::mode::Mode;
use super::model::MatchingModel;
use super::peers::standing;
use crate::domain::{Confidence, Iri};

/// Members whose lists are found at once.
const AT_ONCE: usize = 65_536;

/// A place in the list of a member.
#[derive(Clone, Copy, Debug)]
pub struct Listing<'a> {
    /// Whose list.
    pub member: &'a Iri,
    /// From 1; equals have the same.
    pub rank: usize,
    /// Whether another has the same.
    pub tied: bool,
    /// Who stands there.
    pub peer: &'a Iri,
    /// As [`super::Match::score`].
    pub score: Fraction,
    /// How much it can be relied on.
    pub confidence: Confidence,
}

impl MatchingModel {
    /// The peers of every member, at most `limit` each, in the order of members
    /// and ranks. They are those of [`MatchingModel::peers`].
    pub fn all_peers(&self, mode: Mode, limit: usize) -> impl Iterator<Item = Listing<'_>> {
        let members = self.members.len();
        let rounds = (0..members).step_by(AT_ONCE);
        rounds.flat_map(move |first| {
            let round = first..(first + AT_ONCE).min(members);
            // One more says whether the last has an equal.
            let places: Vec<usize> = round.clone().collect();
            let lists = self.index.best_of_each(&places, mode, limit.saturating_add(1));
            round
                .zip(lists)
                .flat_map(move |(member, list)| self.listings(mode, limit, member, &list))
        })
    }

    fn listings(
        &self,
        mode: Mode,
        limit: usize,
        member: usize,
        list: &[Candidate],
    ) -> Vec<Listing<'_>> {
        let own = self.profile(member);
        let listing = |candidate: &Candidate| {
            let (rank, tied) = standing(list, candidate.ranking);
            let theirs = self.profile(candidate.member);
            let prior = self.index.prior();
            let found = Comparison::of(self.weights(), &prior, mode, &own, &theirs);
            Listing {
                member: &self.members[member],
                rank,
                tied,
                peer: &self.members[candidate.member],
                score: found.score,
                confidence: found.confidence,
            }
        };
        list.iter().take(limit).map(listing).collect()
    }
}
