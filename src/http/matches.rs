//! `/api/v1/members/{id}/matches`

use super::parameters::{Id, LanguageParameters, Limit, Parameters};
use super::problem::{Problem, ThingProblems};
use super::resource;
use super::schema::{LanguageMap, Reference};
use super::state::AppState;
use super::terms::LanguageTag;
use crate::domain::{Facet, Kind, Slug};
use crate::operations::{MatchReport, MatchedConcept, MatchedPeer, MemberFilter};
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::{IntoParams, ToSchema};

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct MatchFilters {
    /// `similar`: members with the most similar challenges, priorities and achievements.
    #[serde(default)]
    #[param(inline, example = "similar")]
    mode: Mode,
    /// How many peers at most, from 1 to 100.
    #[param(value_type = u8, minimum = 1, maximum = 100, default = 10, example = 5)]
    limit: Option<Limit>,
    /// Only peers in these regions.
    #[serde(default)]
    #[param(value_type = Vec<super::schema::SlugText>, inline, example = json!(["europe"]))]
    region: Vec<Slug>,
    /// No peers in these regions.
    #[serde(default)]
    #[param(value_type = Vec<super::schema::SlugText>, inline, example = json!(["americas"]))]
    exclude_region: Vec<Slug>,
    /// Only peers that work in one of these languages (BCP 47).
    #[serde(default)]
    #[param(inline, example = json!(["fr"]))]
    language: Vec<LanguageTag>,
    /// Only peers with a statement about one of these themes, or anything narrower.
    #[serde(default)]
    #[param(value_type = Vec<super::schema::SlugText>, inline, example = json!(["network-expansion"]))]
    theme: Vec<Slug>,
}

/// What peers are looked for.
#[derive(Clone, Copy, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Mode {
    /// Members alike.
    #[default]
    Similar,
}

/// How many peers when nobody says.
const LIMIT_DEFAULT: usize = 10;

/// The peers of a member, best first.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct Matches {
    /// Whose peers.
    member: MatchedMember,
    /// What was looked for.
    mode: Mode,
    /// Names the state of the graph that was compared.
    epoch: String,
    /// The best in the list: `high`, `medium`, `low`, or `insufficient` when it is empty.
    confidence: &'static str,
    /// How sure the list is, in words.
    #[schema(value_type = LanguageMap)]
    note: Value,
    /// The peers; as many as have enough evidence, never padded.
    data: Vec<Match>,
    /// How many members share enough evidence to be listed.
    sufficient: usize,
    /// How many members share something, but too little to be listed.
    insufficient: usize,
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
    member: MatchedMember,
    /// From 1; equals share a rank.
    rank: usize,
    /// Whether another peer has the same ranking score.
    tied: bool,
    /// Shared information over all information, 0 to 1: the sum of the contributions.
    #[schema(example = 0.5)]
    score: f64,
    /// The score drawn towards the mean where evidence is thin; the order goes by it.
    #[schema(example = 0.41)]
    ranking_score: f64,
    /// `high`, `medium` or `low`.
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

/// A theme that both mention.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct Shared {
    /// `need` (challenges, priorities, topics sought) or `offer` (achievements, practices, topics offered).
    facet: &'static str,
    /// The theme.
    concept: Reference,
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
    mine: Vec<CitedStatement>,
    /// Of the peer.
    theirs: Vec<CitedStatement>,
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
    concept: Reference,
}

/// Find the peers of a member
///
/// Scores are exact, explained and never padded: a member with too little evidence gets an empty
/// list, `insufficient`, and a note that says so. Region, language and theme filter the list and
/// never enter the score.
#[utoipa::path(get, path = "/api/v1/members/{id}/matches", operation_id = "list_matches", tag = "matching",
    params(("id" = inline(super::schema::SlugText), Path, description = "The last segment of the member's identifier", example = "ke-pes"), MatchFilters, LanguageParameters),
    responses((status = 200, description = "The peers, best first", content((Matches = "application/json"), (Matches = "application/ld+json"))), ThingProblems))]
pub(super) async fn list_matches(
    State(state): State<AppState>,
    headers: HeaderMap,
    Id(member): Id,
    parameters: Parameters<MatchFilters>,
) -> Result<Response, Problem> {
    let media_type = resource::json_only(&headers, parameters.presentation)?;
    let (mode, filter, limit) = parameters.own.into_parts();
    let wanted = member.clone();
    let found = state.run(move |service| service.find_similar(&wanted, &filter, limit)).await?;
    let report = found.ok_or_else(|| resource::unknown(Kind::Member, &member))?;
    let matches = matches(mode, report).map_err(|error| Problem::internal(&error))?;
    let body = serde_json::to_value(matches).map_err(|error| Problem::internal(&error))?;
    Ok(resource::document(media_type, body, parameters.presentation))
}

impl MatchFilters {
    fn into_parts(self) -> (Mode, MemberFilter, usize) {
        let filter = MemberFilter {
            regions: self.region,
            excluded_regions: self.exclude_region,
            languages: self.language.into_iter().map(LanguageTag::into_string).collect(),
            themes: self.theme,
        };
        (self.mode, filter, self.limit.map_or(LIMIT_DEFAULT, Limit::get))
    }
}

fn matches(mode: Mode, report: MatchReport) -> Result<Matches, serde_json::Error> {
    Ok(Matches {
        member: serde_json::from_value(report.member)?,
        mode,
        epoch: report.epoch,
        confidence: report.confidence.term(),
        note: serde_json::to_value(report.note)?,
        data: report.peers.into_iter().map(one_match).collect::<Result<_, _>>()?,
        sufficient: report.sufficient,
        insufficient: report.insufficient,
    })
}

fn one_match(peer: MatchedPeer) -> Result<Match, serde_json::Error> {
    Ok(Match {
        member: serde_json::from_value(peer.member)?,
        rank: peer.rank,
        tied: peer.tied,
        score: peer.score,
        ranking_score: peer.ranking_score,
        confidence: peer.confidence.term(),
        shared: peer.shared.into_iter().map(shared).collect::<Result<_, _>>()?,
        only_mine: mentioned(peer.only_mine)?,
        only_theirs: mentioned(peer.only_theirs)?,
        sparql: peer.sparql,
    })
}

fn shared(concept: MatchedConcept) -> Result<Shared, serde_json::Error> {
    let cited = |list: Vec<Value>| -> Result<Vec<CitedStatement>, _> {
        list.into_iter().map(serde_json::from_value).collect()
    };
    Ok(Shared {
        facet: concept.facet.term(),
        concept: serde_json::from_value(concept.concept)?,
        contribution: concept.contribution,
        statements: Statements { mine: cited(concept.mine)?, theirs: cited(concept.theirs)? },
    })
}

fn mentioned(list: Vec<(Facet, Value)>) -> Result<Vec<Mentioned>, serde_json::Error> {
    list.into_iter()
        .map(|(facet, concept)| {
            Ok(Mentioned { facet: facet.term(), concept: serde_json::from_value(concept)? })
        })
        .collect()
}
