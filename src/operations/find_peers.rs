//! Find the peers of a member, with names and statements to show.

use super::browse::{BrowseError, Collection, Filter, Listing, References, Sort};
use super::service::Passerelle;
use crate::domain::{Confidence, Facet, Iri, Kind, Language, Slug, Text};
use crate::graph::{GraphError, Query, Value};
use crate::matching::{Peer, PeerList, SharedConcept};
use serde_json::Value as Json;
use std::collections::HashSet;
use std::sync::Arc;

/// Which members may be in the list. Context never enters the score.
#[derive(Clone, Debug, Default)]
pub struct MemberFilter {
    /// Only these regions; all when empty.
    pub regions: Vec<Slug>,
    /// Never these regions.
    pub excluded_regions: Vec<Slug>,
    /// Only members that work in one of these languages (BCP 47).
    pub languages: Vec<String>,
    /// Only members of whom a statement about one of these themes is known.
    pub themes: Vec<Slug>,
}

/// The peers of a member.
#[derive(Clone, Debug)]
pub struct MatchReport {
    /// The member, named.
    pub member: Json,
    /// Names the state of the graph that was compared.
    pub epoch: String,
    /// The best confidence in the list.
    pub confidence: Confidence,
    /// How sure the list is, in words.
    pub note: Text,
    /// Best first.
    pub peers: Vec<MatchedPeer>,
    /// How many members share enough evidence to be listed.
    pub sufficient: usize,
    /// How many share something, but too little to be listed.
    pub insufficient: usize,
}

/// One peer, named.
#[derive(Clone, Debug)]
pub struct MatchedPeer {
    /// The member.
    pub member: Json,
    /// From 1; equals share a rank.
    pub rank: usize,
    /// Whether another has the same ranking score.
    pub tied: bool,
    /// `s`, the sum of the contributions.
    pub score: f64,
    /// `ŝ`, which the order goes by.
    pub ranking_score: f64,
    /// How much it can be relied on.
    pub confidence: Confidence,
    /// What the two share.
    pub shared: Vec<MatchedConcept>,
    /// What only the member mentions.
    pub only_mine: Vec<(Facet, Json)>,
    /// What only the peer mentions.
    pub only_theirs: Vec<(Facet, Json)>,
    /// The statements behind it, as a query.
    pub sparql: String,
}

/// A shared concept, named.
#[derive(Clone, Debug)]
pub struct MatchedConcept {
    /// Need or offer.
    pub facet: Facet,
    /// The theme.
    pub concept: Json,
    /// Its part of the score.
    pub contribution: f64,
    /// The member's statements.
    pub mine: Vec<Json>,
    /// The peer's statements.
    pub theirs: Vec<Json>,
}

impl Passerelle {
    /// The members most similar to `member`; none when there is no such member.
    ///
    /// # Errors
    /// When a filter names something unknown, or the store fails.
    pub fn find_similar(
        &self,
        member: &Slug,
        filter: &MemberFilter,
        limit: usize,
    ) -> Result<Option<MatchReport>, BrowseError> {
        let id = Kind::Member.iri(member);
        let model = self.matching();
        let admitted = self.admitted(filter)?;
        let admit = |peer: &Iri| admitted.as_ref().is_none_or(|ids| ids.contains(peer));
        match model.similar(&id, limit, admit) {
            Some(list) => Ok(Some(self.report(&id, list)?)),
            None => Ok(None),
        }
    }

    /// The members that the filter lets through; none when it lets all.
    fn admitted(&self, filter: &MemberFilter) -> Result<Option<HashSet<Iri>>, BrowseError> {
        let wanted = [
            Filter::things("region", Kind::Region, filter.regions.iter().cloned()),
            Filter::things("theme", Kind::Theme, filter.themes.iter().cloned()),
            Filter {
                name: "language",
                values: filter.languages.iter().cloned().map(Value::Text).collect(),
            },
        ];
        let excluded =
            Filter::things("region", Kind::Region, filter.excluded_regions.iter().cloned());
        if excluded.values.is_empty() && wanted.iter().all(|filter| filter.values.is_empty()) {
            return Ok(None);
        }
        self.check_filters(&wanted)?;
        self.check_filters(&[Filter { name: "exclude_region", ..excluded.clone() }])?;
        let mut ids: HashSet<Iri> = self.members(wanted.into())?.into_iter().collect();
        if !excluded.values.is_empty() {
            for id in self.members(vec![excluded])? {
                ids.remove(&id);
            }
        }
        Ok(Some(ids))
    }

    fn members(&self, filters: Vec<Filter>) -> Result<Vec<Iri>, GraphError> {
        self.ids(&Listing {
            collection: Collection::Members,
            filters,
            sort: Sort::Id,
            offset: 0,
            limit: usize::MAX,
        })
    }

    fn report(&self, id: &Iri, list: PeerList) -> Result<MatchReport, GraphError> {
        let members = list.peers.iter().map(|peer| peer.member.clone()).chain([id.clone()]);
        let names = Names { members: self.references(members)?, themes: self.theme_names() };
        let statements = References::by_query(
            self.graph(),
            Query::new(include_str!("../graph/queries/matching/statements.rq")),
            list.peers.iter().flat_map(|peer| {
                let shared = &peer.explanation.shared;
                shared.iter().flat_map(|one| one.mine.iter().chain(&one.theirs)).cloned()
            }),
        )?;
        Ok(MatchReport {
            member: member(&names.members, id),
            epoch: self.epoch().to_string(),
            confidence: list.confidence,
            note: note(&list),
            sufficient: list.sufficient,
            insufficient: list.insufficient,
            peers: list.peers.into_iter().map(|peer| matched(peer, &names, &statements)).collect(),
        })
    }
}

/// The names that a report shows.
struct Names {
    members: References,
    themes: Arc<References>,
}

fn matched(peer: Peer, names: &Names, statements: &References) -> MatchedPeer {
    let named = |list: Vec<(Facet, Iri)>| {
        list.into_iter().map(|(facet, concept)| (facet, names.themes.name(&concept))).collect()
    };
    let cited = |list: &[Iri]| list.iter().map(|statement| statements.name(statement)).collect();
    let concept = |shared: &SharedConcept| MatchedConcept {
        facet: shared.facet,
        concept: names.themes.name(&shared.concept),
        contribution: shared.contribution,
        mine: cited(&shared.mine),
        theirs: cited(&shared.theirs),
    };
    MatchedPeer {
        member: member(&names.members, &peer.member),
        rank: peer.rank,
        tied: peer.tied,
        score: peer.overlap.score(),
        ranking_score: peer.ranking_score,
        confidence: peer.confidence,
        shared: peer.explanation.shared.iter().map(concept).collect(),
        only_mine: named(peer.explanation.only_mine),
        only_theirs: named(peer.explanation.only_theirs),
        sparql: peer.citation.as_str().to_owned(),
    }
}

/// `{"id", "slug", "label", "country", "region"}`: the region stands beside
/// the country, where a reader looks for it.
fn member(names: &References, id: &Iri) -> Json {
    let mut member = names.name(id);
    let region = member["country"].as_object_mut().and_then(|country| country.remove("inRegion"));
    if let Some(region) = region {
        member["region"] = region;
    }
    member
}

/// How sure the list is, in the words of the three languages.
fn note(list: &PeerList) -> Text {
    let words: [&str; 3] = match (list.confidence, list.own_statements) {
        (Confidence::Insufficient, 0) => [
            "Aucune déclaration exploitable n'est connue de ce service : les éléments ne suffisent pas pour nommer des pairs. Ne pas être cité ne dit rien de ses besoins.",
            "No usable statement of this service is known: the evidence is insufficient to name peers. Not being mentioned says nothing about its needs.",
            "No se conoce ninguna declaración utilizable de este servicio: los indicios no bastan para nombrar pares. No ser citado no dice nada de sus necesidades.",
        ],
        (Confidence::Insufficient, _) => [
            "Ce que l'on sait de ce service recoupe trop peu ce que l'on sait des autres pour nommer des pairs.",
            "What is known of this service overlaps too little with what is known of the others to name peers.",
            "Lo que se sabe de este servicio coincide demasiado poco con lo que se sabe de los demás para nombrar pares.",
        ],
        (Confidence::Low, _) => [
            "Peu de mentions en commun : ce sont des pistes à vérifier, non des conclusions.",
            "Few mentions in common: these are leads to check, not conclusions.",
            "Pocas menciones en común: son pistas por comprobar, no conclusiones.",
        ],
        (Confidence::Medium, _) => [
            "Plusieurs mentions en commun : un échange vaut la peine.",
            "Several mentions in common: an exchange is worth while.",
            "Varias menciones en común: un intercambio merece la pena.",
        ],
        (Confidence::High, _) => [
            "Nombreuses mentions en commun, bien étayées.",
            "Many mentions in common, well supported.",
            "Numerosas menciones en común, bien respaldadas.",
        ],
    };
    Language::ALL.into_iter().zip(words).collect()
}
