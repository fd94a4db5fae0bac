//! Lists of peers and pairs, named and put in words.

use super::brief::{Brief, Briefs};
use super::cards::Hand;
use crate::domain::{Confidence, Facet, Iri, Language, Text};
use crate::matching::{Aspect, Match, Mode, Pair, Peer, PeerList, SharedConcept};
use std::sync::Arc;

/// The peers of a member, or of a profile that was stated.
#[derive(Clone, Debug)]
pub struct MatchReport {
    /// The member, named; none for a stated profile.
    pub member: Option<Arc<Brief>>,
    /// What was looked for.
    pub mode: Mode,
    /// Names the state of the graph that was compared.
    pub epoch: String,
    /// The best confidence in the list.
    pub confidence: Confidence,
    /// How sure the list is, in words.
    pub note: Text,
    /// Best first, unless they are to be diverse.
    pub peers: Vec<MatchedPeer>,
    /// How many members share enough evidence to be listed, counted up to a
    /// thousand.
    pub sufficient: usize,
    /// How many share something, but too little to be listed; unknown where as
    /// many as are counted share enough.
    pub insufficient: Option<usize>,
}

/// One member held against another.
#[derive(Clone, Debug)]
pub struct PairReport {
    /// The member, named.
    pub member: Arc<Brief>,
    /// What was looked for.
    pub mode: Mode,
    /// Names the state of the graph that was compared.
    pub epoch: String,
    /// Where the other stands in the whole list of the member, in words, or
    /// why it is not in it.
    pub note: Text,
    /// The other, and why.
    pub peer: MatchedPeer,
    /// How long the whole list is.
    pub sufficient: usize,
}

/// One peer, named.
#[derive(Clone, Debug)]
pub struct MatchedPeer {
    /// The member.
    pub member: Arc<Brief>,
    /// From 1; equals share a rank. None where too little is shared for any.
    pub rank: Option<usize>,
    /// Whether another has the same ranking score.
    pub tied: bool,
    /// The sum of the contributions.
    pub score: f64,
    /// What the order goes by.
    pub ranking_score: f64,
    /// How much of each other's needs the peer and the member offer, where the
    /// mode has directions.
    pub directions: Option<(f64, f64)>,
    /// How much it can be relied on.
    pub confidence: Confidence,
    /// What the two share.
    pub shared: Vec<MatchedConcept>,
    /// What only the member mentions.
    pub only_mine: Vec<(Facet, Arc<Brief>)>,
    /// What only the peer mentions.
    pub only_theirs: Vec<(Facet, Arc<Brief>)>,
    /// The statements behind it, as a query.
    pub sparql: String,
}

/// A shared concept, named.
#[derive(Clone, Debug)]
pub struct MatchedConcept {
    /// The member's side: need or offer.
    pub facet: Facet,
    /// The peer's side.
    pub their_facet: Facet,
    /// The theme.
    pub concept: Arc<Brief>,
    /// Its part of the score.
    pub contribution: f64,
    /// The member's statements.
    pub mine: Vec<Arc<Brief>>,
    /// The peer's statements.
    pub theirs: Vec<Arc<Brief>>,
}

/// What a report shows beside the scores: names, and what was said.
pub(super) struct Names {
    pub(super) members: Hand,
    pub(super) themes: Arc<Briefs>,
}

impl MatchReport {
    pub(super) fn new(
        member: Option<&Iri>,
        mode: Mode,
        epoch: String,
        list: PeerList,
        names: &Names,
    ) -> Self {
        Self {
            member: member.map(|id| names.members.member(id)),
            mode,
            epoch,
            confidence: list.confidence,
            note: note(mode, &list),
            sufficient: list.sufficient,
            insufficient: list.insufficient,
            peers: list.peers.into_iter().map(|peer| names.peer(member, peer)).collect(),
        }
    }
}

impl PairReport {
    pub(super) fn new(member: &Iri, mode: Mode, epoch: String, pair: Pair, names: &Names) -> Self {
        let note = standing(&pair);
        Self {
            member: names.members.member(member),
            mode,
            epoch,
            note,
            sufficient: pair.sufficient,
            peer: names.matched(Some(member), pair.found, pair.standing),
        }
    }
}

impl Names {
    fn peer(&self, member: Option<&Iri>, peer: Peer) -> MatchedPeer {
        self.matched(member, peer.found, Some((peer.rank, peer.tied)))
    }

    fn matched(
        &self,
        member: Option<&Iri>,
        found: Match,
        standing: Option<(usize, bool)>,
    ) -> MatchedPeer {
        let named = |list: Vec<(Facet, Iri)>| {
            list.into_iter().map(|(facet, concept)| (facet, self.themes.name(&concept))).collect()
        };
        MatchedPeer {
            member: self.members.member(&found.member),
            rank: standing.map(|(rank, _)| rank),
            tied: standing.is_some_and(|(_, tied)| tied),
            score: found.score.value(),
            ranking_score: found.ranking_score.value(),
            directions: found.directions.map(|both| (both.helps_me.value(), both.i_help.value())),
            confidence: found.confidence,
            shared: found
                .explanation
                .shared
                .iter()
                .map(|one| self.concept(one, member, &found.member))
                .collect(),
            only_mine: named(found.explanation.only_mine),
            only_theirs: named(found.explanation.only_theirs),
            sparql: found.citation.as_str().to_owned(),
        }
    }

    fn concept(&self, shared: &SharedConcept, member: Option<&Iri>, peer: &Iri) -> MatchedConcept {
        let Aspect { mine, theirs } = shared.aspect;
        let cited = |who: &Iri, facet| self.members.cited(who, facet, &shared.concept);
        MatchedConcept {
            facet: mine,
            their_facet: theirs,
            concept: self.themes.name(&shared.concept),
            contribution: shared.contribution,
            mine: member.map(|one| cited(one, mine)).unwrap_or_default(),
            theirs: cited(peer, theirs),
        }
    }
}

pub(super) fn in_all_languages(words: &[String; 3]) -> Text {
    Language::ALL.into_iter().zip(words.iter().map(String::as_str)).collect()
}

/// How sure the list is, in the words of the three languages.
fn note(mode: Mode, list: &PeerList) -> Text {
    let words: [&str; 3] = match (list.confidence, mode, list.own_known) {
        (Confidence::Insufficient, _, false) => [
            "Aucune déclaration exploitable n'est connue de ce service : les éléments ne suffisent pas pour nommer des pairs. Ne pas être cité ne dit rien de ses besoins.",
            "No usable statement of this service is known: the evidence is insufficient to name peers. Not being mentioned says nothing about its needs.",
            "No se conoce ninguna declaración utilizable de este servicio: los indicios no bastan para nombrar pares. No ser citado no dice nada de sus necesidades.",
        ],
        (Confidence::Insufficient, Mode::Similar, _) => [
            "Ce que l'on sait de ce service recoupe trop peu ce que l'on sait des autres pour nommer des pairs.",
            "What is known of this service overlaps too little with what is known of the others to name peers.",
            "Lo que se sabe de este servicio coincide demasiado poco con lo que se sabe de los demás para nombrar pares.",
        ],
        (Confidence::Insufficient, Mode::HelpsMe, _) => [
            "Aucun service connu n'offre assez de ce que celui-ci recherche pour être nommé. Cela ne veut pas dire que personne ne le peut.",
            "No service is known to offer enough of what this one looks for to be named. It does not mean that none can.",
            "No se conoce ningún servicio que ofrezca lo suficiente de lo que este busca para nombrarlo. No significa que ninguno pueda.",
        ],
        (Confidence::Insufficient, Mode::IHelp, _) => [
            "Aucun service n'est connu pour rechercher assez de ce que celui-ci offre pour être nommé. Cela ne veut pas dire que personne n'en a besoin.",
            "No service is known to look for enough of what this one offers to be named. It does not mean that none needs it.",
            "No se conoce ningún servicio que busque lo suficiente de lo que este ofrece para nombrarlo. No significa que ninguno lo necesite.",
        ],
        (Confidence::Insufficient, Mode::Mutual, _) => [
            "Aucun service connu ne peut, à la fois, aider celui-ci et apprendre de lui sur des bases suffisantes.",
            "No service is known that could both help this one and learn from it on sufficient grounds.",
            "No se conoce ningún servicio que pueda a la vez ayudar a este y aprender de él con base suficiente.",
        ],
        (Confidence::Low, ..) => [
            "Peu de mentions en commun : ce sont des pistes à vérifier, non des conclusions.",
            "Few mentions in common: these are leads to check, not conclusions.",
            "Pocas menciones en común: son pistas por comprobar, no conclusiones.",
        ],
        (Confidence::Medium, ..) => [
            "Plusieurs mentions en commun : un échange vaut la peine.",
            "Several mentions in common: an exchange is worth while.",
            "Varias menciones en común: un intercambio merece la pena.",
        ],
        (Confidence::High, ..) => [
            "Nombreuses mentions en commun, bien étayées.",
            "Many mentions in common, well supported.",
            "Numerosas menciones en común, bien respaldadas.",
        ],
    };
    in_all_languages(&words.map(str::to_owned))
}

/// Where a pair stands, or why it does not.
fn standing(pair: &Pair) -> Text {
    let of = pair.sufficient;
    in_all_languages(&match (pair.standing, pair.known) {
        (Some((rank, false)), _) => [
            format!("Rang {rank} sur {of}."),
            format!("Rank {rank} of {of}."),
            format!("Puesto {rank} de {of}."),
        ],
        (Some((rank, true)), _) => [
            format!("Rang {rank} sur {of}, à égalité avec d'autres."),
            format!("Rank {rank} of {of}, tied with others."),
            format!("Puesto {rank} de {of}, empatado con otros."),
        ],
        (None, (false, _)) => [
            "Absent de la liste : aucune déclaration exploitable n'est connue du service lui-même.".to_owned(),
            "Not in the list: no usable statement of the service itself is known.".to_owned(),
            "Ausente de la lista: no se conoce ninguna declaración utilizable del propio servicio.".to_owned(),
        ],
        (None, (_, false)) => [
            "Absent de la liste : aucune déclaration exploitable n'est connue de cet autre service. Cela ne dit rien de ses besoins ni de ce qu'il offre.".to_owned(),
            "Not in the list: no usable statement of this other service is known. That says nothing about its needs or what it offers.".to_owned(),
            "Ausente de la lista: no se conoce ninguna declaración utilizable de ese otro servicio. Eso no dice nada de sus necesidades ni de lo que ofrece.".to_owned(),
        ],
        (None, _) if pair.found.explanation.shared.is_empty() => [
            "Absent de la liste : aucune mention en commun n'est connue. Une mention absente est inconnue, non un « non ».".to_owned(),
            "Not in the list: no mention in common is known. An absent mention is unknown, not a \u{201c}no\u{201d}.".to_owned(),
            "Ausente de la lista: no se conoce ninguna mención en común. Una mención ausente es desconocida, no un «no».".to_owned(),
        ],
        (None, _) => [
            "Absent de la liste : les mentions en commun sont trop peu nombreuses ou trop générales pour en conclure quelque chose.".to_owned(),
            "Not in the list: the mentions in common are too few or too general to conclude anything.".to_owned(),
            "Ausente de la lista: las menciones en común son demasiado pocas o demasiado generales para concluir algo.".to_owned(),
        ],
    })
}
