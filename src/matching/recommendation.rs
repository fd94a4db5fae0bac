//! What could help a member: peers, and what others do and discuss, by how much
//! of its needs each addresses.

use super::coverage::Coverage;
use super::diversity::Topics;
use super::explanation::{Explanation, SharedConcept};
use super::fraction::Fraction;
use super::index::Search;
use super::mode::Mode;
use super::model::MatchingModel;
use super::peers::POOL;
use super::profile::{Item, LEVEL_MAX, Profile};
use super::similarity::tier;
use crate::domain::{Confidence, Facet, Iri, Kind};
use std::sync::Arc;

/// The best that a list is chosen from, beyond [`POOL`] times its length: each is
/// held against all before it.
const CANDIDATES_MIN: usize = 500;

/// Something that addresses themes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Thing {
    /// Practice, programme or topic.
    pub kind: Kind,
    /// Its identifier.
    pub id: Iri,
    /// The themes that it addresses.
    pub themes: Vec<Iri>,
    /// The members and bodies whose it is.
    pub owners: Vec<Iri>,
    /// The countries whose it is.
    pub countries: Vec<Iri>,
    /// Those countries, and the countries of the bodies that run or raised it.
    pub homes: Vec<Iri>,
    /// The programmes that it is part of.
    pub programmes: Vec<Iri>,
}

/// Something that could help a member, and why.
#[derive(Clone, Debug, PartialEq)]
pub struct Recommendation {
    /// A peer, or a kind of thing.
    pub kind: Kind,
    /// What.
    pub id: Iri,
    /// How much of the member's needs it addresses, as in [`Mode::HelpsMe`].
    pub score: Fraction,
    /// How much it can be relied on.
    pub confidence: Confidence,
    /// The needs that it addresses, the largest contribution first; they add
    /// up to the score.
    pub addresses: Vec<SharedConcept>,
    /// The members and bodies whose it is; a peer's own.
    pub owners: Vec<Iri>,
    /// The countries whose it is.
    pub countries: Vec<Iri>,
    /// What says the same: its programme or practices, or other things of its
    /// owner on the same themes.
    pub see_also: Vec<Iri>,
}

/// What a member, or a country, is offered by whom.
struct Offer<'a> {
    kind: Kind,
    id: &'a Iri,
    profile: Profile,
    owners: &'a [Iri],
    countries: &'a [Iri],
    /// None for a peer.
    thing: Option<&'a Thing>,
}

/// An offer with what it covers of a need, and with others that say the same.
struct Candidate<'a> {
    offer: Offer<'a>,
    coverage: Coverage,
    same: Vec<&'a Thing>,
}

impl Thing {
    /// Whether a reader learns nothing new from the other: one is part of the
    /// other, or both are of the same owner or country and on the same themes.
    fn says_the_same_as(&self, other: &Self) -> bool {
        let equal = |one: &[Iri], other: &[Iri]| {
            one.len() == other.len() && one.iter().all(|it| other.contains(it))
        };
        let shared = |one: &[Iri], other: &[Iri]| !one.is_empty() && equal(one, other);
        self.programmes.contains(&other.id)
            || other.programmes.contains(&self.id)
            || (equal(&self.themes, &other.themes)
                && (shared(&self.owners, &other.owners) || shared(&self.homes, &other.homes)))
    }
}

impl Candidate<'_> {
    fn says_the_same_as(&self, thing: &Thing) -> bool {
        self.offer.thing.iter().chain(&self.same).any(|one| one.says_the_same_as(thing))
    }
}

impl MatchingModel {
    /// What could help a member of `country`, at most `limit`, chosen such that
    /// together they address much of what it needs; none when it is unknown.
    /// Nothing that is its own, its country's or that of a body of its country,
    /// and nothing of which too little is known.
    #[must_use]
    pub fn recommend<'a>(
        &'a self,
        member: &Iri,
        country: Option<&Iri>,
        things: impl Iterator<Item = &'a Arc<Thing>>,
        kinds: &[Kind],
        limit: usize,
    ) -> Option<Vec<Recommendation>> {
        let place = self.place(member)?;
        let own = &self.profile(place);
        let wanted = |kind: Kind| kinds.is_empty() || kinds.contains(&kind);
        let search = Search {
            mode: Mode::HelpsMe,
            limit: limit.saturating_mul(POOL),
            except: Some(place),
            admitted: None,
            counted: 0,
        };
        let found =
            if wanted(Kind::Member) { self.index.best(own, search).best } else { Vec::new() };
        let peers = found.into_iter().map(|peer| Offer {
            kind: Kind::Member,
            id: &self.members[peer.member],
            profile: self.profile(peer.member),
            owners: std::slice::from_ref(&self.members[peer.member]),
            countries: &[],
            thing: None,
        });
        let of_others = things.filter(|thing| {
            !thing.owners.contains(member)
                && country.is_none_or(|country| !thing.homes.contains(country))
        });
        let offers = peers.chain(of_others.map(|thing| self.offer(thing)));
        let mut found: Vec<(Offer<'_>, Coverage)> = offers
            .filter(|offer| wanted(offer.kind))
            .map(|offer| {
                let coverage = Coverage::of(self.weights(), own, &offer.profile);
                (offer, coverage)
            })
            .filter(|(_, coverage)| tier(coverage.shared) > Confidence::Insufficient)
            .collect();
        found.sort_by(|(one, its), (other, others)| {
            others.score().cmp(&its.score()).then_with(|| one.id.cmp(other.id))
        });
        found.truncate(limit.saturating_mul(POOL).max(CANDIDATES_MIN));
        let found = folded(found);
        let topics = Topics::of(&self.concepts, self.weights(), own, Mode::HelpsMe);
        let candidates: Vec<(f64, Vec<f64>)> = found
            .iter()
            .map(|one| (one.coverage.score().value(), topics.covered_by(&one.offer.profile)))
            .collect();
        let chosen = topics.choose(&candidates, limit);
        Some(chosen.into_iter().map(|place| self.reasoned(own, &found[place])).collect())
    }

    /// A thing offers the themes that it addresses, without a doubt.
    fn offer<'a>(&self, thing: &'a Thing) -> Offer<'a> {
        let mut profile = Profile::empty(&self.concepts);
        for concept in thing.themes.iter().filter_map(|theme| self.concepts.index(theme)) {
            profile.raise(&self.concepts, Item { facet: Facet::Offer, concept }, LEVEL_MAX);
        }
        Offer {
            kind: thing.kind,
            id: &thing.id,
            profile,
            owners: &thing.owners,
            countries: &thing.countries,
            thing: Some(thing),
        }
    }

    fn reasoned(&self, own: &Profile, candidate: &Candidate<'_>) -> Recommendation {
        let Candidate { offer, coverage, same } = candidate;
        let per_unit = [(Mode::HelpsMe.aspects()[0], coverage.per_unit())];
        let explanation =
            Explanation::of(&self.concepts, self.weights(), own, &offer.profile, &per_unit);
        Recommendation {
            kind: offer.kind,
            id: offer.id.clone(),
            score: coverage.score(),
            confidence: tier(coverage.shared),
            addresses: explanation.shared,
            owners: offer.owners.to_vec(),
            countries: offer.countries.to_vec(),
            see_also: same.iter().map(|thing| thing.id.clone()).collect(),
        }
    }
}

/// What says the same as something better is only named with it.
fn folded(sorted: Vec<(Offer<'_>, Coverage)>) -> Vec<Candidate<'_>> {
    let mut kept: Vec<Candidate<'_>> = Vec::new();
    for (offer, coverage) in sorted {
        let thing = offer.thing;
        let known = thing.and_then(|thing| kept.iter_mut().find(|one| one.says_the_same_as(thing)));
        match known {
            Some(known) => known.same.extend(thing),
            None => kept.push(Candidate { offer, coverage, same: Vec::new() }),
        }
    }
    kept
}
