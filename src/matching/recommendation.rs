//! What could help a member: peers, and what others do and discuss, by how much
//! of its needs each addresses.

use super::coverage::Coverage;
use super::diversity::Topics;
use super::explanation::{Explanation, SharedConcept};
use super::fraction::Fraction;
use super::mode::Mode;
use super::model::MatchingModel;
use super::profile::{Item, LEVEL_MAX, Profile};
use super::similarity::tier;
use crate::domain::{Confidence, Facet, Iri, Kind};

/// Something that addresses themes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Thing {
    /// Practice, programme or topic.
    pub kind: Kind,
    /// Its identifier.
    pub id: Iri,
    /// The themes that it addresses.
    pub themes: Vec<Iri>,
    /// The members whose it is.
    pub owners: Vec<Iri>,
    /// The countries whose it is.
    pub countries: Vec<Iri>,
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
    /// The members whose it is; a peer's own.
    pub owners: Vec<Iri>,
    /// The countries whose it is.
    pub countries: Vec<Iri>,
}

/// What a member, or a country, is offered by whom.
struct Offer<'a> {
    kind: Kind,
    id: &'a Iri,
    profile: std::borrow::Cow<'a, Profile>,
    owners: &'a [Iri],
    countries: &'a [Iri],
}

impl MatchingModel {
    /// What could help a member of `country`, at most `limit`, chosen such that
    /// together they address much of what it needs; none when it is unknown.
    /// Nothing that is its own or its country's, and nothing of which too
    /// little is known.
    #[must_use]
    pub fn recommend(
        &self,
        member: &Iri,
        country: Option<&Iri>,
        things: &[Thing],
        kinds: &[Kind],
        limit: usize,
    ) -> Option<Vec<Recommendation>> {
        let own = &self.profiles[self.place(member)?];
        let wanted = |kind: Kind| kinds.is_empty() || kinds.contains(&kind);
        let members = self.members.iter().zip(&self.profiles);
        let peers = members.filter(|(peer, _)| *peer != member).map(|(peer, profile)| Offer {
            kind: Kind::Member,
            id: peer,
            profile: std::borrow::Cow::Borrowed(profile),
            owners: std::slice::from_ref(peer),
            countries: &[],
        });
        let of_others = things.iter().filter(|thing| {
            !thing.owners.contains(member)
                && country.is_none_or(|country| !thing.countries.contains(country))
        });
        let offers = peers.chain(of_others.map(|thing| self.offer(thing)));
        let mut found: Vec<(Offer<'_>, Coverage)> = offers
            .filter(|offer| wanted(offer.kind))
            .map(|offer| {
                let coverage = Coverage::of(&self.weights, own, &offer.profile);
                (offer, coverage)
            })
            .filter(|(_, coverage)| tier(coverage.shared) > Confidence::Insufficient)
            .collect();
        found.sort_by(|(one, its), (other, others)| {
            others.score().cmp(&its.score()).then_with(|| one.id.cmp(other.id))
        });
        let topics = Topics::of(&self.concepts, &self.weights, own, Mode::HelpsMe);
        let candidates: Vec<(f64, Vec<f64>)> = found
            .iter()
            .map(|(offer, coverage)| (coverage.score().value(), topics.covered_by(&offer.profile)))
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
            profile: std::borrow::Cow::Owned(profile),
            owners: &thing.owners,
            countries: &thing.countries,
        }
    }

    fn reasoned(&self, own: &Profile, (offer, coverage): &(Offer<'_>, Coverage)) -> Recommendation {
        let per_unit = [(Mode::HelpsMe.aspects()[0], coverage.per_unit())];
        let explanation =
            Explanation::of(&self.concepts, &self.weights, own, &offer.profile, &per_unit);
        Recommendation {
            kind: offer.kind,
            id: offer.id.clone(),
            score: coverage.score(),
            confidence: tier(coverage.shared),
            addresses: explanation.shared,
            owners: offer.owners.to_vec(),
            countries: offer.countries.to_vec(),
        }
    }
}
