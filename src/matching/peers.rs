//! The lists that a model gives, and any pair by itself.

use super::comparison::{Comparison, Directions};
use super::diversity::Topics;
use super::explanation::{Citation, Explanation};
use super::fraction::Fraction;
use super::index::{Admitted, Candidate, Search};
use super::mode::Mode;
use super::model::MatchingModel;
use super::profile::Profile;
use crate::domain::{Confidence, Iri};

/// Candidates that a diversified list is chosen from, for each that it holds.
pub(super) const POOL: usize = 5;

/// Who shares enough is counted up to here; of more it is said that there are
/// as many or more.
const COUNTED: usize = 1_000;

/// What list is wanted.
#[derive(Clone, Copy)]
pub struct Wanted<'a> {
    /// What peers.
    pub mode: Mode,
    /// How many at most.
    pub limit: usize,
    /// Rather covering more of what the member mentions than the best alone.
    pub diversified: bool,
    /// Who may be in the list, everybody unless it is said; who may not never
    /// changes a score.
    pub admitted: Option<&'a Admitted>,
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
    /// How many have enough evidence in all, counted up to a thousand.
    pub sufficient: usize,
    /// How many share something, but too little to be listed; unknown where as
    /// many as are counted share enough.
    pub insufficient: Option<usize>,
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
    place: Option<usize>,
    profile: &'a Profile,
}

impl MatchingModel {
    /// The peers of a member; none when it is unknown.
    #[must_use]
    pub fn peers(&self, member: &Iri, wanted: Wanted<'_>) -> Option<PeerList> {
        let place = self.place(member)?;
        let profile = &self.profile(place);
        Some(self.list(Subject { place: Some(place), profile }, wanted))
    }

    /// The peers of whoever has this profile.
    #[must_use]
    pub fn peers_of(&self, profile: &Profile, wanted: Wanted<'_>) -> PeerList {
        self.list(Subject { place: None, profile }, wanted)
    }

    /// A member held against another; none when either is unknown.
    #[must_use]
    pub fn pair(&self, member: &Iri, other: &Iri, mode: Mode) -> Option<Pair> {
        let (own, place) = (self.place(member)?, self.place(other)?);
        let profile = &self.profile(own);
        let subject = Subject { place: Some(own), profile };
        let theirs = &self.profile(place);
        let comparison = self.compare(subject, mode, theirs);
        let listed = comparison.confidence > Confidence::Insufficient && member != other;
        let standing = self.index.standing(profile, mode, subject.place, comparison.ranking);
        Some(Pair {
            standing: listed.then_some((standing.better + 1, standing.equal > 1)),
            sufficient: standing.sufficient,
            known: (!profile.is_empty(), !theirs.is_empty()),
            found: self.explain(subject, mode, place),
        })
    }

    /// Those of these members that are known, to be found alone.
    #[must_use]
    pub fn admitted<'a>(&self, members: impl IntoIterator<Item = &'a Iri>) -> Admitted {
        let places = members.into_iter().filter_map(|member| self.place(member));
        Admitted::of(self.index.population(), places)
    }

    fn compare(&self, subject: Subject<'_>, mode: Mode, theirs: &Profile) -> Comparison {
        let (weights, prior) = (self.weights(), self.index.prior());
        Comparison::of(weights, &prior, mode, subject.profile, theirs)
    }

    fn list(&self, subject: Subject<'_>, wanted: Wanted<'_>) -> PeerList {
        let Wanted { mode, limit, diversified, admitted } = wanted;
        let pool = if diversified { limit.saturating_mul(POOL) } else { limit };
        // One more says whether the last has an equal.
        let search = Search {
            mode,
            limit: pool.saturating_add(1),
            except: subject.place,
            admitted,
            counted: COUNTED,
        };
        let found = self.index.best(subject.profile, search);
        let best = &found.best[..found.best.len().min(pool)];
        let chosen: Vec<usize> = if diversified {
            self.diverse(subject, wanted, best)
        } else {
            (0..best.len()).collect()
        };
        let peers: Vec<Peer> = chosen
            .into_iter()
            .map(|place| {
                let Candidate { member, ranking } = best[place];
                let (rank, tied) = standing(&found.best, ranking);
                Peer { rank, tied, found: self.explain(subject, mode, member) }
            })
            .collect();
        let best = peers.iter().map(|peer| peer.found.confidence).max();
        PeerList {
            sufficient: found.sufficient,
            insufficient: found.insufficient,
            own_known: !subject.profile.is_empty(),
            confidence: best.unwrap_or(Confidence::Insufficient),
            peers,
        }
    }

    fn diverse(&self, subject: Subject<'_>, wanted: Wanted<'_>, pool: &[Candidate]) -> Vec<usize> {
        let topics = Topics::of(&self.concepts, self.weights(), subject.profile, wanted.mode);
        let covered: Vec<(f64, Vec<f64>)> = pool
            .iter()
            .map(|one| (one.ranking.value(), topics.covered_by(&self.profile(one.member))))
            .collect();
        topics.choose(&covered, wanted.limit)
    }

    fn explain(&self, subject: Subject<'_>, mode: Mode, other: usize) -> Match {
        let theirs = &self.profile(other);
        let comparison = self.compare(subject, mode, theirs);
        let explanation = Explanation::of(
            &self.concepts,
            self.weights(),
            subject.profile,
            theirs,
            &comparison.per_unit,
        );
        let own = subject.place.map(|place| &self.members[place]);
        let member = &self.members[other];
        Match {
            member: member.clone(),
            score: comparison.score,
            ranking_score: comparison.ranking,
            confidence: comparison.confidence,
            directions: comparison.directions,
            citation: Citation::new(own, member, &explanation.shared, &self.scope),
            explanation,
        }
    }
}

/// The rank of a score among those of candidates in order, and whether another
/// has the same.
pub(super) fn standing(sorted: &[Candidate], ranking: Fraction) -> (usize, bool) {
    let before = sorted.partition_point(|one| one.ranking > ranking);
    let equals = sorted[before..].partition_point(|one| one.ranking == ranking);
    (before + 1, equals > 1)
}
