//! The lists that a model gives, and any pair by itself.

use super::comparison::{Comparison, Directions};
use super::diversity::Topics;
use super::explanation::{Citation, Explanation};
use super::fraction::Fraction;
use super::mode::Mode;
use super::model::MatchingModel;
use super::profile::Profile;
use crate::domain::{Confidence, Iri};

/// Candidates that a diversified list is chosen from, for each that it holds.
const POOL: usize = 5;

/// What list is wanted.
#[derive(Clone, Copy)]
pub struct Wanted<'a> {
    /// What peers.
    pub mode: Mode,
    /// How many at most.
    pub limit: usize,
    /// Rather covering more of what the member mentions than the best alone.
    pub diversified: bool,
    /// Who may be in the list; who may not never changes a score.
    pub admit: &'a dyn Fn(&Iri) -> bool,
}

/// Two members held against each other, and why they have that score.
#[derive(Clone, Debug, PartialEq)]
pub struct Match {
    /// The peer.
    pub member: Iri,
    /// What the contributions add up to.
    pub score: Fraction,
    /// What the order goes by.
    pub ranking_score: Fraction,
    /// How much it can be relied on.
    pub confidence: Confidence,
    /// Both directions, where the mode has any.
    pub directions: Option<Directions>,
    /// Why.
    pub explanation: Explanation,
    /// The statements behind it, as a query.
    pub citation: Citation,
}

/// A match in a list.
#[derive(Clone, Debug, PartialEq)]
pub struct Peer {
    /// From 1; equal ranking scores share a rank.
    pub rank: usize,
    /// Whether another in the whole list has the same ranking score.
    pub tied: bool,
    /// Who, and why. Its confidence is never insufficient.
    pub found: Match,
}

/// The peers of a member, best first, unless they are to be diverse.
#[derive(Clone, Debug, PartialEq)]
pub struct PeerList {
    /// At most as many as were asked for, and none without enough evidence.
    pub peers: Vec<Peer>,
    /// How many have enough evidence in all.
    pub sufficient: usize,
    /// How many share something, but too little to be listed.
    pub insufficient: usize,
    /// Whether anything is known of the member itself.
    pub own_known: bool,
    /// The best confidence in the list; insufficient when it is empty.
    pub confidence: Confidence,
}

/// Any two members, in the list of the first or not.
#[derive(Clone, Debug, PartialEq)]
pub struct Pair {
    /// Who, and why.
    pub found: Match,
    /// Rank, and whether it is shared, in the whole list of the first; none
    /// where too little is shared to be in it.
    pub standing: Option<(usize, bool)>,
    /// How long that list is.
    pub sufficient: usize,
    /// Whether anything is known of the first, and of the second.
    pub known: (bool, bool),
}

/// Whose list it is: a member, or a profile that nobody has stated.
#[derive(Clone, Copy)]
struct Subject<'a> {
    iri: Option<&'a Iri>,
    profile: &'a Profile,
}

/// Who may be in a list, with the comparison.
struct Candidate {
    member: usize,
    comparison: Comparison,
}

impl MatchingModel {
    /// The peers of a member; none when it is unknown.
    #[must_use]
    pub fn peers(&self, member: &Iri, wanted: Wanted<'_>) -> Option<PeerList> {
        Some(self.list(self.subject(self.place(member)?), wanted))
    }

    /// The peers of whoever has this profile.
    #[must_use]
    pub fn peers_of(&self, profile: &Profile, wanted: Wanted<'_>) -> PeerList {
        self.list(Subject { iri: None, profile }, wanted)
    }

    /// A member held against another; none when either is unknown.
    #[must_use]
    pub fn pair(&self, member: &Iri, other: &Iri, mode: Mode) -> Option<Pair> {
        let own = self.subject(self.place(member)?);
        let place = self.place(other)?;
        let comparison = self.compare(own, mode, place);
        let (listed, _) = self.candidates(own, mode, &|_| true);
        let listed_here = comparison.confidence > Confidence::Insufficient && member != other;
        Some(Pair {
            standing: listed_here.then(|| standing(&listed, &comparison)),
            sufficient: listed.len(),
            known: (!own.profile.is_empty(), !self.profiles[place].is_empty()),
            found: self.explain(own, &Candidate { member: place, comparison }),
        })
    }

    fn subject(&self, place: usize) -> Subject<'_> {
        Subject { iri: Some(&self.members[place]), profile: &self.profiles[place] }
    }

    fn compare(&self, subject: Subject<'_>, mode: Mode, other: usize) -> Comparison {
        let theirs = &self.profiles[other];
        Comparison::of(&self.weights, &self.prior, mode, subject.profile, theirs)
    }

    /// Those with enough evidence, best first, and how many share too little.
    fn candidates(
        &self,
        subject: Subject<'_>,
        mode: Mode,
        admit: &dyn Fn(&Iri) -> bool,
    ) -> (Vec<Candidate>, usize) {
        let mut candidates: Vec<Candidate> = (0..self.members.len())
            .filter(|&other| subject.iri != Some(&self.members[other]))
            .filter(|&other| admit(&self.members[other]))
            .map(|member| Candidate { member, comparison: self.compare(subject, mode, member) })
            .filter(|candidate| candidate.comparison.score > Fraction::ZERO)
            .collect();
        let sharing = candidates.len();
        candidates.retain(|one| one.comparison.confidence > Confidence::Insufficient);
        candidates.sort_by(|one, other| {
            other
                .comparison
                .ranking
                .cmp(&one.comparison.ranking)
                .then(one.member.cmp(&other.member))
        });
        let insufficient = sharing - candidates.len();
        (candidates, insufficient)
    }

    fn list(&self, subject: Subject<'_>, wanted: Wanted<'_>) -> PeerList {
        let (candidates, insufficient) = self.candidates(subject, wanted.mode, wanted.admit);
        let chosen: Vec<usize> = if wanted.diversified {
            self.diverse(subject, wanted, &candidates)
        } else {
            (0..candidates.len().min(wanted.limit)).collect()
        };
        let peers: Vec<Peer> = chosen
            .into_iter()
            .map(|place| {
                let candidate = &candidates[place];
                let (rank, tied) = standing(&candidates, &candidate.comparison);
                Peer { rank, tied, found: self.explain(subject, candidate) }
            })
            .collect();
        let best = peers.iter().map(|peer| peer.found.confidence).max();
        PeerList {
            sufficient: candidates.len(),
            insufficient,
            own_known: !subject.profile.is_empty(),
            confidence: best.unwrap_or(Confidence::Insufficient),
            peers,
        }
    }

    fn diverse(
        &self,
        subject: Subject<'_>,
        wanted: Wanted<'_>,
        candidates: &[Candidate],
    ) -> Vec<usize> {
        let topics = Topics::of(&self.concepts, &self.weights, subject.profile, wanted.mode);
        let pool = candidates.iter().take(wanted.limit.saturating_mul(POOL));
        let covered: Vec<(f64, Vec<f64>)> = pool
            .map(|candidate| {
                let profile = &self.profiles[candidate.member];
                (candidate.comparison.ranking.value(), topics.covered_by(profile))
            })
            .collect();
        topics.choose(&covered, wanted.limit)
    }

    fn explain(&self, subject: Subject<'_>, candidate: &Candidate) -> Match {
        let member = &self.members[candidate.member];
        let comparison = &candidate.comparison;
        let explanation = Explanation::of(
            &self.concepts,
            &self.weights,
            subject.profile,
            &self.profiles[candidate.member],
            &comparison.per_unit,
        );
        Match {
            member: member.clone(),
            score: comparison.score,
            ranking_score: comparison.ranking,
            confidence: comparison.confidence,
            directions: comparison.directions,
            citation: Citation::new(subject.iri, member, &explanation.shared, &self.scope),
            explanation,
        }
    }
}

/// The rank of a comparison among those that are sorted by it, and whether
/// another has the same.
fn standing(sorted: &[Candidate], of: &Comparison) -> (usize, bool) {
    let before = sorted.partition_point(|one| one.comparison.ranking > of.ranking);
    let equals = sorted[before..].partition_point(|one| one.comparison.ranking == of.ranking);
    (before + 1, equals > 1)
}
