//! `/api/v1/members/{id}/recommendations`

use super::match_schema::CitedStatement;
use super::parameters::{Id, LanguageParameters, Limit, Parameters};
use super::problem::{Problem, ThingProblems};
use super::resource;
use super::schema::{LanguageMap, Reference};
use super::state::AppState;
use crate::domain;
use crate::operations::{AddressedNeed, RecommendationReport, Recommended};
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::{IntoParams, ToSchema};

/// How many recommendations when nobody says.
const LIMIT_DEFAULT: usize = 10;

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct RecommendationFilters {
    /// How many at most, from 1 to 100.
    #[param(value_type = Option<u8>, minimum = 1, maximum = 100, default = 10, example = 5)]
    limit: Option<Limit>,
    /// Only these kinds; all when none is named.
    #[serde(default)]
    #[param(inline, example = json!(["practice", "programme"]))]
    kind: Vec<Kind>,
}

/// A kind of thing that is recommended.
#[derive(Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
#[allow(missing_docs, reason = "the names are those of the kinds")]
pub(super) enum Kind {
    Member,
    Practice,
    Programme,
    Topic,
}

/// What could help a member, the most useful first, each adding to those before.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct Recommendations {
    /// For whom.
    member: Reference,
    /// Names the state of the graph that was looked at.
    epoch: String,
    /// The best in the list: `high`, `medium`, `low`, or `insufficient` when it is empty.
    confidence: &'static str,
    /// How sure the list is, in words.
    #[schema(value_type = LanguageMap)]
    note: Value,
    /// The recommendations; as many as have enough evidence, never padded, never its own things.
    data: Vec<Recommendation>,
}

/// Something that could help, and why.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct Recommendation {
    /// `member`, `practice`, `programme` or `topic`.
    kind: &'static str,
    /// What.
    thing: Reference,
    /// The members, bodies and countries whose it is; of a topic, who raised it, where the source
    /// tells.
    from: Vec<Reference>,
    /// What says the same, and is therefore not recommended by itself: the programme that a practice
    /// is part of, or other things of the same owner on the same themes.
    see_also: Vec<Reference>,
    /// How much of what the member needs it addresses, 0 to 1: the sum of the contributions.
    #[schema(example = 0.2)]
    score: f64,
    /// `high`, `medium` or `low`.
    confidence: &'static str,
    /// Why, in words.
    #[schema(value_type = LanguageMap)]
    reason: Value,
    /// The needs that it addresses, the largest contribution first.
    needs: Vec<Need>,
}

/// A need of the member.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct Need {
    /// The theme.
    concept: Reference,
    /// Its part of the score.
    #[schema(example = 0.1)]
    contribution: f64,
    /// The member's statements of it.
    statements: Vec<CitedStatement>,
}

/// Recommend what could help a member
///
/// Peers, practices, programmes and topics that address what the member needs, from sources other
/// than itself, chosen such that together they address much of it. Each has its reason in words.
#[utoipa::path(get, path = "/api/v1/members/{id}/recommendations", operation_id = "list_recommendations", tag = "matching",
    params(("id" = inline(super::schema::SlugText), Path, description = "The last segment of the member's identifier", example = "ke-pes"), RecommendationFilters, LanguageParameters),
    responses((status = 200, description = "What could help, the most useful first", content((Recommendations = "application/json"), (Recommendations = "application/ld+json"))), ThingProblems))]
pub(super) async fn list_recommendations(
    State(state): State<AppState>,
    headers: HeaderMap,
    Id(member): Id,
    parameters: Parameters<RecommendationFilters>,
) -> Result<Response, Problem> {
    let media_type = resource::json_only(&headers, parameters.presentation)?;
    let limit = parameters.own.limit.map_or(LIMIT_DEFAULT, Limit::get);
    let kinds: Vec<domain::Kind> = parameters.own.kind.into_iter().map(Into::into).collect();
    let wanted = member.clone();
    let found = state.run(move |service| service.recommend(&wanted, &kinds, limit)).await?;
    let report = found.ok_or_else(|| resource::unknown(domain::Kind::Member, &member))?;
    let body = Recommendations::try_from(report)
        .and_then(serde_json::to_value)
        .map_err(|error| Problem::internal(&error))?;
    Ok(resource::document(media_type, body, parameters.presentation))
}

impl From<Kind> for domain::Kind {
    fn from(kind: Kind) -> Self {
        match kind {
            Kind::Member => Self::Member,
            Kind::Practice => Self::Practice,
            Kind::Programme => Self::Programme,
            Kind::Topic => Self::Topic,
        }
    }
}

impl TryFrom<RecommendationReport> for Recommendations {
    type Error = serde_json::Error;

    fn try_from(report: RecommendationReport) -> Result<Self, Self::Error> {
        let data = report.recommended.into_iter().map(Recommendation::try_from);
        Ok(Self {
            member: serde_json::from_value(report.member)?,
            epoch: report.epoch,
            confidence: report.confidence.term(),
            note: serde_json::to_value(report.note)?,
            data: data.collect::<Result<_, _>>()?,
        })
    }
}

impl TryFrom<Recommended> for Recommendation {
    type Error = serde_json::Error;

    fn try_from(one: Recommended) -> Result<Self, Self::Error> {
        Ok(Self {
            kind: one.kind.segment(),
            thing: serde_json::from_value(one.thing)?,
            from: one.from.into_iter().map(serde_json::from_value).collect::<Result<_, _>>()?,
            see_also: one
                .see_also
                .into_iter()
                .map(serde_json::from_value)
                .collect::<Result<_, _>>()?,
            score: one.score,
            confidence: one.confidence.term(),
            reason: serde_json::to_value(one.reason)?,
            needs: one.addresses.into_iter().map(Need::try_from).collect::<Result<_, _>>()?,
        })
    }
}

impl TryFrom<AddressedNeed> for Need {
    type Error = serde_json::Error;

    fn try_from(need: AddressedNeed) -> Result<Self, Self::Error> {
        let statements = need.statements.into_iter().map(serde_json::from_value);
        Ok(Self {
            concept: serde_json::from_value(need.concept)?,
            contribution: need.contribution,
            statements: statements.collect::<Result<_, _>>()?,
        })
    }
}
