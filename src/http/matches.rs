//! `/api/v1/members/{id}/matches` and what stands below it.

use super::match_schema::{Matches, PairOfMembers};
use super::parameters::{Id, LanguageParameters, Limit, Parameters, TwoIds};
use super::problem::{Problem, ThingProblems};
use super::resource;
use super::state::AppState;
use super::terms::{Certainty, LanguageTag};
use crate::domain::{self, Kind, Slug};
use crate::matching::{self, EvidenceScope};
use crate::operations::{MemberFilter, PeerRequest};
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct MatchFilters {
    /// What peers are looked for.
    #[serde(default)]
    #[param(inline, example = "similar")]
    mode: Mode,
    /// How many peers at most, from 1 to 100.
    #[param(value_type = Option<u8>, minimum = 1, maximum = 100, default = 10, example = 5)]
    limit: Option<Limit>,
    /// Rather peers that together cover more of what the member mentions than the best alone. Ranks
    /// stay those of the whole list, so they need not ascend.
    #[serde(default)]
    #[param(example = false)]
    diversify: bool,
    /// Only peers in these regions.
    #[serde(default)]
    #[param(value_type = Vec<super::schema::SlugText>, inline, example = json!(["europe"]))]
    region: Vec<Slug>,
    /// No peers in these regions.
    #[serde(default)]
    #[param(value_type = Vec<super::schema::SlugText>, inline, example = json!(["americas"]))]
    exclude_region: Vec<Slug>,
    /// No peers in the member's own region.
    #[serde(default)]
    #[param(example = false)]
    other_regions: bool,
    /// Only peers that work in one of these languages (BCP 47).
    #[serde(default)]
    #[param(inline, example = json!(["fr"]))]
    language: Vec<LanguageTag>,
    /// Only peers with a statement about one of these themes, or anything narrower.
    #[serde(default)]
    #[param(value_type = Vec<super::schema::SlugText>, inline, example = json!(["network-expansion"]))]
    theme: Vec<Slug>,
    /// Only statements of these kinds count as evidence, which changes scores.
    #[serde(default)]
    #[param(inline, example = json!(["challenge", "achievement"]))]
    kind: Vec<EvidenceKind>,
    /// Only statements that the source attributes this surely count.
    #[serde(default)]
    #[param(inline, example = json!(["explicit", "inferred", "illustrativeList"]))]
    certainty: Vec<Certainty>,
    /// Only statements of these years; of a survey, its year.
    #[serde(default)]
    #[param(value_type = Vec<u16>, minimum = 1900, maximum = 2100, example = json!([2022]))]
    survey_year: Vec<Year>,
}

/// What two members are held against each other for.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct PairParameters {
    /// In which list the other would stand.
    #[serde(default)]
    #[param(inline, example = "similar")]
    mode: Mode,
}

/// A kind of statement that matching can use.
#[derive(Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[allow(missing_docs, reason = "terms of the ontology")]
pub(super) enum EvidenceKind {
    Challenge,
    Priority,
    TopicSought,
    Achievement,
    PracticeMention,
    TopicOffered,
}

/// A year of our era, in reach of a survey.
#[derive(Clone, Copy, Deserialize)]
#[serde(try_from = "String")]
pub(super) struct Year(u16);

/// What peers are looked for.
#[derive(Clone, Copy, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Mode {
    /// Members that need and offer the same.
    #[default]
    Similar,
    /// Members that offer what the member needs.
    HelpsMe,
    /// Members that need what the member offers.
    IHelp,
    /// Members where both directions meet.
    Mutual,
}

/// How many peers when nobody says.
const LIMIT_DEFAULT: usize = 10;

/// Find the peers of a member
///
/// Scores are exact, explained and never padded: a member with too little evidence gets an empty
/// list, `insufficient`, and a note that says so. Region, language and theme filter the list and
/// never enter the score; `kind`, `certainty` and `survey_year` choose what counts as evidence.
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
    let request = PeerRequest::from(parameters.own);
    let wanted = member.clone();
    let found = state.run(move |service| service.find_peers(&wanted, &request)).await?;
    let report = found.ok_or_else(|| resource::unknown(Kind::Member, &member))?;
    let matches = Matches::new(report, parameters.presentation.language());
    resource::written(media_type, &matches, parameters.presentation)
}

/// Explain how two members stand to each other
///
/// Any two, also those that share too little to be in each other's list: `listed` and `note` say
/// why, or why not.
#[utoipa::path(get, path = "/api/v1/members/{id}/matches/{peer}", operation_id = "explain_match", tag = "matching",
    params(("id" = inline(super::schema::SlugText), Path, description = "The last segment of the member's identifier", example = "ke-pes"),
        ("peer" = inline(super::schema::SlugText), Path, description = "The last segment of the other member's identifier", example = "fr-pes"), PairParameters, LanguageParameters),
    responses((status = 200, description = "The pair", content((PairOfMembers = "application/json"), (PairOfMembers = "application/ld+json"))), ThingProblems))]
pub(super) async fn explain_match(
    State(state): State<AppState>,
    headers: HeaderMap,
    TwoIds(member, peer): TwoIds,
    parameters: Parameters<PairParameters>,
) -> Result<Response, Problem> {
    let media_type = resource::json_only(&headers, parameters.presentation)?;
    let mode = parameters.own.mode.into();
    let (one, other) = (member.clone(), peer.clone());
    let explain = move |service: &crate::operations::Passerelle| {
        service.explain_pair(&one, &other, mode, &EvidenceScope::default())
    };
    let found = state.run(explain).await?;
    let report = found.ok_or_else(|| resource::unknown(Kind::Member, &member))?;
    let pair = PairOfMembers::new(report, parameters.presentation.language());
    resource::written(media_type, &pair, parameters.presentation)
}

impl From<MatchFilters> for PeerRequest {
    fn from(filters: MatchFilters) -> Self {
        Self {
            mode: filters.mode.into(),
            filter: MemberFilter {
                regions: filters.region,
                excluded_regions: filters.exclude_region,
                other_regions: filters.other_regions,
                languages: filters.language.into_iter().map(LanguageTag::into_string).collect(),
                themes: filters.theme,
            },
            scope: EvidenceScope {
                kinds: filters.kind.into_iter().map(Into::into).collect(),
                certainties: filters.certainty.into_iter().map(Into::into).collect(),
                years: filters.survey_year.into_iter().map(|year| year.0).collect(),
            },
            diversified: filters.diversify,
            limit: filters.limit.map_or(LIMIT_DEFAULT, Limit::get),
        }
    }
}

impl From<Mode> for matching::Mode {
    fn from(mode: Mode) -> Self {
        match mode {
            Mode::Similar => Self::Similar,
            Mode::HelpsMe => Self::HelpsMe,
            Mode::IHelp => Self::IHelp,
            Mode::Mutual => Self::Mutual,
        }
    }
}

impl From<matching::Mode> for Mode {
    fn from(mode: matching::Mode) -> Self {
        match mode {
            matching::Mode::Similar => Self::Similar,
            matching::Mode::HelpsMe => Self::HelpsMe,
            matching::Mode::IHelp => Self::IHelp,
            matching::Mode::Mutual => Self::Mutual,
        }
    }
}

impl From<EvidenceKind> for domain::StatementKind {
    fn from(kind: EvidenceKind) -> Self {
        match kind {
            EvidenceKind::Challenge => Self::Challenge,
            EvidenceKind::Priority => Self::Priority,
            EvidenceKind::TopicSought => Self::TopicSought,
            EvidenceKind::Achievement => Self::Achievement,
            EvidenceKind::PracticeMention => Self::PracticeMention,
            EvidenceKind::TopicOffered => Self::TopicOffered,
        }
    }
}

impl From<Certainty> for domain::Certainty {
    fn from(certainty: Certainty) -> Self {
        match certainty {
            Certainty::Explicit => Self::Explicit,
            Certainty::Inferred => Self::Inferred,
            Certainty::IllustrativeList => Self::IllustrativeList,
        }
    }
}

impl TryFrom<String> for Year {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        if let Ok(year @ 1900..=2100) = text.parse() {
            return Ok(Self(year));
        }
        let shown: String = text.chars().take(40).collect();
        Err(format!("a year from 1900 to 2100 is expected, not '{shown}'"))
    }
}
