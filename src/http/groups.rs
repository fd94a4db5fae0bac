//! `/api/v1/groups`: proposals for a workshop.

use super::match_schema::{CitedStatement, MatchedMember};
use super::parameters::{Bounded, LanguageParameters, Parameters};
use super::problem::{Problem, ReadProblems};
use super::resource;
use super::schema::{LanguageMap, Reference};
use super::state::AppState;
use super::terms::LanguageTag;
use crate::domain::Slug;
use crate::operations::{
    GroupRequest, GroupsReport, ProposedGroup, ProposedMember, StatedDemand, StatedMention,
    StatedPart, WorkshopRole,
};
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::{IntoParams, ToSchema};

/// The size of a workshop.
#[derive(Clone, Copy, Deserialize)]
#[serde(try_from = "String")]
pub(super) struct GroupSize(usize);

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct GroupFilters {
    /// What the workshop is about; narrower themes count.
    #[param(value_type = super::schema::SlugText, inline, example = "service-design")]
    theme: Slug,
    /// Exactly so many members, from 5 to 8. When nothing is said of the size, six, or five where
    /// no sixth is known.
    #[param(value_type = Option<u8>, minimum = 5, maximum = 8, example = 6)]
    size: Option<GroupSize>,
    /// At least so many, in place of `size`; 5 unless said.
    #[param(value_type = Option<u8>, minimum = 5, maximum = 8, example = 5)]
    min_size: Option<GroupSize>,
    /// At most so many, in place of `size`; 8 unless said.
    #[param(value_type = Option<u8>, minimum = 5, maximum = 8, example = 8)]
    max_size: Option<GroupSize>,
    /// Only members known to work in this language (BCP 47). Without it the language that most share
    /// is looked for.
    #[param(value_type = Option<String>, example = "fr")]
    language: Option<LanguageTag>,
    /// Only members in these regions.
    #[serde(default)]
    #[param(value_type = Vec<super::schema::SlugText>, inline, example = json!(["europe"]))]
    region: Vec<Slug>,
    /// No members in these regions.
    #[serde(default)]
    #[param(value_type = Vec<super::schema::SlugText>, inline, example = json!(["americas"]))]
    exclude_region: Vec<Slug>,
    /// These members must take part, whatever is known of them.
    #[serde(default)]
    #[param(value_type = Vec<super::schema::SlugText>, inline, example = json!(["ke-pes"]))]
    include: Vec<Slug>,
    /// These members must not.
    #[serde(default)]
    #[param(value_type = Vec<super::schema::SlugText>, inline, example = json!(["ru-pes"]))]
    exclude: Vec<Slug>,
    /// How many proposals at most, from 1 to 10. Two differ in at least half of the places that
    /// `include` leaves free.
    #[param(value_type = Option<u8>, minimum = 1, maximum = 10, example = 3)]
    limit: Option<Bounded<10>>,
}

/// Groups for a workshop, the best first.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct Groups {
    /// What the workshop is about.
    theme: Reference,
    /// Names the state of the graph that was looked at.
    epoch: String,
    /// The best of the proposals: `high`, `medium`, `low`, or `insufficient` when there is none.
    confidence: &'static str,
    /// What there is to choose from, in words.
    #[schema(value_type = LanguageMap)]
    note: Value,
    /// How many members are known to need or offer something on the theme.
    #[schema(example = 14)]
    known: usize,
    /// How many of them fulfil the conditions.
    #[schema(example = 12)]
    eligible: usize,
    /// The proposals. Never padded: a group is as large as there are members to choose from.
    data: Vec<Group>,
}

/// A proposed group.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct Group {
    /// Who, in order of identifier.
    members: Vec<GroupMember>,
    /// The language that all are known to work in (BCP 47); absent where there is none.
    shared_language: Option<String>,
    /// How many regions they come from.
    regions: usize,
    /// How many are known to offer something on the theme.
    offering: usize,
    /// How many are known to need something on it.
    needing: usize,
    /// What was asked for and is so.
    satisfied: Vec<GroupDemand>,
    /// What was asked for and is not.
    unmet: Vec<GroupDemand>,
    /// 0 to 1, the sum of the contributions. Groups that leave less unmet come before others,
    /// whatever their score.
    #[schema(example = 0.5)]
    score: f64,
    /// What the score is made of.
    parts: Vec<GroupPart>,
    /// `high`, `medium` or `low`: how surely its members are known to have to do with the theme.
    confidence: &'static str,
    /// The same in words.
    #[schema(value_type = LanguageMap)]
    note: Value,
    /// The query that lists the statements behind this, for `/sparql`.
    sparql: String,
}

/// Something that is asked of a group.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct GroupDemand {
    /// `size`, `offering` (members who offer), `regions`, `language` (members who share one) or
    /// `included` (members asked for that the theme is known to concern).
    demand: &'static str,
    /// How many are wanted.
    #[schema(example = 5)]
    wanted: usize,
    /// How many there are.
    #[schema(example = 3)]
    found: usize,
    /// The same in words.
    #[schema(value_type = LanguageMap)]
    note: Value,
}

/// A part of a score.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct GroupPart {
    /// `needsMet`, `language`, `regions` or `evidence`.
    part: &'static str,
    /// What it adds to the score.
    #[schema(example = 0.15)]
    contribution: f64,
    /// What it could add at most.
    #[schema(example = 0.4)]
    most: f64,
    /// What it counts.
    #[schema(value_type = LanguageMap)]
    note: Value,
}

/// A member of a proposed group.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct GroupMember {
    /// Who.
    member: MatchedMember,
    /// `offers`, `needs` or `both`; absent of a member of whom nothing on the theme is known.
    role: Option<&'static str>,
    /// Whether it was asked for by `include`.
    included: bool,
    /// Its working languages (BCP 47); absent where they are not known, which is not "none".
    languages: Option<Vec<String>>,
    /// How much of what it needs on the theme the others offer, 0 to 1; absent where no need is
    /// known.
    #[schema(example = 0.6)]
    needs_met: Option<f64>,
    /// What it says of the theme.
    mentions: Vec<GroupMention>,
}

/// A theme that a member of a group needs or offers.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct GroupMention {
    /// `need` (challenges, priorities, topics sought) or `offer` (achievements, practices, topics
    /// offered).
    facet: &'static str,
    /// The theme.
    concept: Reference,
    /// The statements that say so.
    statements: Vec<CitedStatement>,
    /// Of a need: who in the group offers something on the theme, or on the nearest broader one below
    /// that of the workshop.
    met_by: Option<Vec<Reference>>,
    /// That theme.
    met_through: Option<Reference>,
}

/// Propose groups for a workshop
///
/// Members that have to do with a theme, so chosen that the offers of some meet the needs of
/// others, from several regions, with a working language that as many as can be share. What a
/// proposal does not satisfy is in `unmet`; languages that are not known count as unknown.
#[utoipa::path(get, path = "/api/v1/groups", operation_id = "propose_groups", tag = "matching",
    params(GroupFilters, LanguageParameters),
    responses((status = 200, description = "The proposals, the best first", content((Groups = "application/json"), (Groups = "application/ld+json"))), ReadProblems))]
pub(super) async fn propose_groups(
    State(state): State<AppState>,
    headers: HeaderMap,
    parameters: Parameters<GroupFilters>,
) -> Result<Response, Problem> {
    let media_type = resource::json_only(&headers, parameters.presentation)?;
    let request = GroupRequest::try_from(parameters.own)?;
    let report = state.run(move |service| service.propose_groups(&request)).await?;
    let body = Groups::try_from(report)
        .and_then(serde_json::to_value)
        .map_err(|error| Problem::internal(&error))?;
    Ok(resource::document(media_type, body, parameters.presentation))
}

impl TryFrom<String> for GroupSize {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        match text.parse() {
            Ok(number) if GroupRequest::SIZES.contains(&number) => Ok(Self(number)),
            _ => {
                let shown: String = text.chars().take(40).collect();
                let (least, most) = (GroupRequest::SIZES.start(), GroupRequest::SIZES.end());
                Err(format!("a whole number from {least} to {most} is expected, not '{shown}'"))
            }
        }
    }
}

impl TryFrom<GroupFilters> for GroupRequest {
    type Error = Problem;

    fn try_from(filters: GroupFilters) -> Result<Self, Problem> {
        let (min, max) = match (filters.size, filters.min_size, filters.max_size) {
            (Some(size), None, None) => (size.0, size.0),
            (Some(_), ..) => {
                let words = "either one size is given, or the least and the most";
                return Err(Problem::parameter("size", words));
            }
            (None, min, max) => Self::sizes(min.map(|min| min.0), max.map(|max| max.0)),
        };
        Ok(Self {
            theme: filters.theme,
            min,
            max,
            language: filters.language.map(LanguageTag::into_string),
            regions: filters.region,
            excluded_regions: filters.exclude_region,
            included: filters.include,
            excluded: filters.exclude,
            limit: filters.limit.map_or(Self::PROPOSALS, Bounded::get),
        })
    }
}

impl TryFrom<GroupsReport> for Groups {
    type Error = serde_json::Error;

    fn try_from(report: GroupsReport) -> Result<Self, Self::Error> {
        Ok(Self {
            theme: serde_json::from_value(report.theme)?,
            epoch: report.epoch,
            confidence: report.confidence.term(),
            note: serde_json::to_value(report.note)?,
            known: report.known,
            eligible: report.eligible,
            data: report.proposals.into_iter().map(Group::try_from).collect::<Result<_, _>>()?,
        })
    }
}

impl TryFrom<ProposedGroup> for Group {
    type Error = serde_json::Error;

    fn try_from(group: ProposedGroup) -> Result<Self, Self::Error> {
        let demands = |list: Vec<StatedDemand>| -> Result<Vec<GroupDemand>, _> {
            list.into_iter().map(GroupDemand::try_from).collect()
        };
        let members = group.members.into_iter().map(GroupMember::try_from);
        Ok(Self {
            members: members.collect::<Result<_, _>>()?,
            shared_language: group.language,
            regions: group.regions,
            offering: group.offering,
            needing: group.needing,
            satisfied: demands(group.satisfied)?,
            unmet: demands(group.unmet)?,
            score: group.score,
            parts: group.parts.into_iter().map(GroupPart::try_from).collect::<Result<_, _>>()?,
            confidence: group.confidence.term(),
            note: serde_json::to_value(group.note)?,
            sparql: group.sparql,
        })
    }
}

impl TryFrom<StatedDemand> for GroupDemand {
    type Error = serde_json::Error;

    fn try_from(stated: StatedDemand) -> Result<Self, Self::Error> {
        Ok(Self {
            demand: stated.met.demand.term(),
            wanted: stated.met.wanted,
            found: stated.met.found,
            note: serde_json::to_value(stated.note)?,
        })
    }
}

impl TryFrom<StatedPart> for GroupPart {
    type Error = serde_json::Error;

    fn try_from(stated: StatedPart) -> Result<Self, Self::Error> {
        Ok(Self {
            part: stated.part.term(),
            contribution: stated.contribution,
            most: stated.most,
            note: serde_json::to_value(stated.note)?,
        })
    }
}

impl TryFrom<ProposedMember> for GroupMember {
    type Error = serde_json::Error;

    fn try_from(one: ProposedMember) -> Result<Self, Self::Error> {
        Ok(Self {
            member: serde_json::from_value(one.member)?,
            role: one.role.map(|role| match role {
                WorkshopRole::Offers => "offers",
                WorkshopRole::Needs => "needs",
                WorkshopRole::Both => "both",
            }),
            included: one.included,
            languages: Some(one.languages).filter(|languages| !languages.is_empty()),
            needs_met: one.needs_met,
            mentions: one
                .mentions
                .into_iter()
                .map(GroupMention::try_from)
                .collect::<Result<_, _>>()?,
        })
    }
}

impl TryFrom<StatedMention> for GroupMention {
    type Error = serde_json::Error;

    fn try_from(mention: StatedMention) -> Result<Self, Self::Error> {
        let statements = mention.statements.into_iter().map(serde_json::from_value);
        let (through, by) = mention.met.unzip();
        let by = by.map(|list| list.into_iter().map(serde_json::from_value).collect());
        Ok(Self {
            facet: mention.facet.term(),
            concept: serde_json::from_value(mention.concept)?,
            statements: statements.collect::<Result<_, _>>()?,
            met_by: by.transpose()?,
            met_through: through.map(serde_json::from_value).transpose()?,
        })
    }
}
