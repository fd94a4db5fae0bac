//! What answers about peers look like.

use super::matches::Mode;
use super::schema::{LanguageMap, Reference, Words};
use crate::domain::{Facet, Language};
use crate::operations::{
    Brief, MatchReport, MatchedConcept, MatchedPeer, PairReport, Showing, Written,
};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use utoipa::ToSchema;

/// The peers of a member, best first.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct Matches {
    /// Whose peers.
    #[schema(value_type = MatchedMember)]
    member: Option<Written>,
    /// What was looked for.
    mode: Mode,
    /// Names the state of the graph that was compared.
    epoch: String,
    /// The best in the list: `high`, `medium`, `low`, or `insufficient` when it is empty.
    confidence: &'static str,
    /// How sure the list is, in words.
    #[schema(value_type = LanguageMap)]
    note: Words,
    #[schema(ignore)]
    #[serde(skip_serializing_if = "Option::is_none")]
    note_lang: Option<String>,
    /// The peers; as many as have enough evidence, never padded.
    data: Vec<Match>,
    /// How many members share enough evidence to be listed, counted up to 1,000: where it says so,
    /// there are as many or more.
    sufficient: usize,
    /// How many members share something, but too little to be listed; not counted, and absent,
    /// where 1,000 or more share enough.
    #[serde(skip_serializing_if = "Option::is_none")]
    insufficient: Option<usize>,
}

/// Two members held against each other.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct PairOfMembers {
    /// Whose list it would be.
    #[schema(value_type = MatchedMember)]
    member: Written,
    /// What was looked for.
    mode: Mode,
    /// Names the state of the graph that was compared.
    epoch: String,
    /// Whether the other is in the whole list of the member.
    listed: bool,
    /// Where it stands there, or why it is not in it, in words.
    #[schema(value_type = LanguageMap)]
    note: Words,
    #[schema(ignore)]
    #[serde(skip_serializing_if = "Option::is_none")]
    note_lang: Option<String>,
    /// The other, and what the two share.
    #[serde(rename = "match")]
    found: Match,
    /// How long the whole list is.
    sufficient: usize,
}

/// A member in a list of peers.
#[derive(Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct MatchedMember {
    /// Its identifier.
    #[schema(format = Uri)]
    id: String,
    /// The last segment of the identifier.
    slug: Option<String>,
    /// Its name.
    label: Option<LanguageMap>,
    /// Its country.
    country: Option<Reference>,
    /// Its region.
    region: Option<Reference>,
}

/// A peer, and why.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct Match {
    /// Who.
    #[schema(value_type = MatchedMember)]
    member: Written,
    /// From 1; equals share a rank. Null for a pair that shares too little to be ranked.
    #[serde(skip_serializing_if = "Option::is_none")]
    rank: Option<usize>,
    /// Whether another peer has the same ranking score.
    tied: bool,
    /// 0 to 1, the sum of the contributions. `similar`: shared information over all information.
    /// `helps-me`: the share of the member's needs that the peer offers, what it offers besides
    /// weighing a tenth. `i-help`: the same the other way round. `mutual`: their harmonic mean.
    #[schema(example = 0.5)]
    score: f64,
    /// The order goes by it. `similar`: the score drawn towards the mean where evidence is thin;
    /// else the score.
    #[schema(example = 0.41)]
    ranking_score: f64,
    /// Both directions; null for `similar`, which has none.
    #[serde(skip_serializing_if = "Option::is_none")]
    directions: Option<Directions>,
    /// `high`, `medium` or `low`; `insufficient` only for a pair outside of any list.
    confidence: &'static str,
    /// What both mention, the largest contribution first.
    shared: Vec<Shared>,
    /// What only the member mentions; not that the peer lacks it.
    only_mine: Vec<Mentioned>,
    /// What only the peer mentions; not that the member lacks it.
    only_theirs: Vec<Mentioned>,
    /// The query that lists the statements behind this, for `/sparql`.
    sparql: String,
}

/// How much each of two members could help the other, 0 to 1.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct Directions {
    /// How much of what the member needs the peer offers.
    #[schema(example = 0.3)]
    helps_me: f64,
    /// How much of what the peer needs the member offers.
    #[schema(example = 0.2)]
    i_help: f64,
}

/// A theme that both mention.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct Shared {
    /// The member's side: `need` (challenges, priorities, topics sought) or `offer` (achievements,
    /// practices, topics offered).
    facet: &'static str,
    /// The peer's side: the same for `similar`, the other one where it is about helping.
    their_facet: &'static str,
    /// The theme.
    #[schema(value_type = Reference)]
    concept: Written,
    /// Its part of the score.
    #[schema(example = 0.15)]
    contribution: f64,
    /// The statements behind it.
    statements: Statements,
}

/// The statements behind a shared theme.
#[derive(Serialize, ToSchema)]
pub(super) struct Statements {
    /// Of the member.
    #[schema(value_type = Vec<CitedStatement>)]
    mine: Vec<Written>,
    /// Of the peer.
    #[schema(value_type = Vec<CitedStatement>)]
    theirs: Vec<Written>,
}

/// A statement, in short.
#[derive(Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct CitedStatement {
    /// Its identifier.
    #[schema(format = Uri)]
    id: String,
    /// The last segment of the identifier.
    slug: Option<String>,
    /// Its kind.
    kind: Option<String>,
    /// How surely the source attributes it.
    certainty: Option<String>,
    /// The line of the source text, from 1.
    source_line: Option<u32>,
    /// The place in the source, for people.
    locator: Option<LanguageMap>,
    /// In the project's own words.
    description: Option<LanguageMap>,
}

/// A theme that one of the two mentions.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct Mentioned {
    /// `need` or `offer`.
    facet: &'static str,
    /// The theme.
    #[schema(value_type = Reference)]
    concept: Written,
}

impl Matches {
    /// As a reader of one language, or of all, sees it.
    pub(super) fn new(report: MatchReport, language: Option<Language>) -> Self {
        let (note, note_lang) = Words::of(report.note, language);
        let mut showing = Showing::to(language);
        Self {
            member: report.member.map(|member| showing.show(&member)),
            mode: report.mode.into(),
            epoch: report.epoch,
            confidence: report.confidence.term(),
            note,
            note_lang,
            data: report.peers.into_iter().map(|peer| Match::new(peer, &mut showing)).collect(),
            sufficient: report.sufficient,
            insufficient: report.insufficient,
        }
    }
}

impl PairOfMembers {
    /// As a reader of one language, or of all, sees it.
    pub(super) fn new(report: PairReport, language: Option<Language>) -> Self {
        let (note, note_lang) = Words::of(report.note, language);
        let mut showing = Showing::to(language);
        Self {
            member: showing.show(&report.member),
            mode: report.mode.into(),
            epoch: report.epoch,
            listed: report.peer.rank.is_some(),
            note,
            note_lang,
            found: Match::new(report.peer, &mut showing),
            sufficient: report.sufficient,
        }
    }
}

impl Match {
    pub(super) fn new(peer: MatchedPeer, showing: &mut Showing) -> Self {
        let mut mentioned = |list: Vec<(Facet, Arc<Brief>)>| {
            let one = |(facet, concept): (Facet, Arc<Brief>)| Mentioned {
                facet: facet.term(),
                concept: showing.show(&concept),
            };
            list.into_iter().map(one).collect()
        };
        let (only_mine, only_theirs) = (mentioned(peer.only_mine), mentioned(peer.only_theirs));
        Self {
            member: showing.show(&peer.member),
            rank: peer.rank,
            tied: peer.tied,
            score: peer.score,
            ranking_score: peer.ranking_score,
            directions: peer.directions.map(|(helps_me, i_help)| Directions { helps_me, i_help }),
            confidence: peer.confidence.term(),
            shared: peer.shared.into_iter().map(|one| Shared::new(one, showing)).collect(),
            only_mine,
            only_theirs,
            sparql: peer.sparql,
        }
    }
}

impl Shared {
    fn new(concept: MatchedConcept, showing: &mut Showing) -> Self {
        let mut cited =
            |list: Vec<Arc<Brief>>| list.iter().map(|statement| showing.show(statement)).collect();
        let statements = Statements { mine: cited(concept.mine), theirs: cited(concept.theirs) };
        Self {
            facet: concept.facet.term(),
            their_facet: concept.their_facet.term(),
            concept: showing.show(&concept.concept),
            contribution: concept.contribution,
            statements,
        }
    }
}
