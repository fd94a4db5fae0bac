//! `/api/v1/members`

use super::parameters::{
    FormatParameters, Id, LanguageParameters, ListParameters, NoParameters, PageParameters,
    Parameters,
};
use super::problem::{Problem, ReadProblems, ThingProblems};
use super::resource::{self, Resource};
use super::schema::{CountryReference, LanguageLists, LanguageMap, Page, Reference, Source};
use super::state::AppState;
use super::statements::Statement;
use super::terms::{Certainty, LanguageTag, StatementKind};
use crate::domain::{Kind, Slug};
use crate::operations::{Collection, Filter};
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// A member service of the association.
#[derive(Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct Member {
    /// Its identifier.
    #[schema(format = Uri)]
    id: String,
    /// The last segment of the identifier.
    slug: String,
    /// Its class in the ontology.
    r#type: String,
    /// Its name.
    label: LanguageMap,
    /// Other names.
    alt_label: Option<LanguageLists>,
    /// Its country.
    country: CountryReference,
    /// `named`, or `labelledByCountry` where no source gives its own name.
    name_status: Option<String>,
    /// Working languages, BCP 47.
    #[serde(default)]
    working_language: Vec<String>,
    /// What to know of the name.
    note: Option<LanguageMap>,
    /// Surveys it responded to.
    #[serde(default)]
    responded_to: Vec<Reference>,
    /// Themes of its challenges.
    #[serde(default)]
    has_challenge: Vec<Reference>,
    /// Themes of its priorities.
    #[serde(default)]
    has_priority: Vec<Reference>,
    /// Themes of its achievements.
    #[serde(default)]
    has_achievement: Vec<Reference>,
    /// Themes it wants to exchange on.
    #[serde(default)]
    seeks: Vec<Reference>,
    /// Themes it can help with.
    #[serde(default)]
    offers: Vec<Reference>,
    /// Where its name comes from.
    #[serde(default)]
    source: Vec<Source>,
}

impl Resource for Member {
    const COLLECTION: Collection = Collection::Members;
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct MemberFilters {
    /// In one of these countries (ISO 3166-1 alpha-2, lower case).
    #[serde(default)]
    #[param(value_type = Vec<super::schema::SlugText>, inline, example = json!(["ke"]))]
    country: Vec<Slug>,
    /// In one of these regions.
    #[serde(default)]
    #[param(value_type = Vec<super::schema::SlugText>, inline, example = json!(["africa"]))]
    region: Vec<Slug>,
    /// Working in one of these languages (BCP 47).
    #[serde(default)]
    #[param(inline, example = json!(["fr"]))]
    language: Vec<LanguageTag>,
    /// With a statement about one of these themes, or anything narrower.
    #[serde(default)]
    #[param(value_type = Vec<super::schema::SlugText>, inline, example = json!(["telework"]))]
    theme: Vec<Slug>,
    /// That responded to one of these surveys.
    #[serde(default)]
    #[param(value_type = Vec<super::schema::SlugText>, inline, example = json!(["2022"]))]
    survey: Vec<Slug>,
}

impl MemberFilters {
    fn into_filters(self) -> Vec<Filter> {
        vec![
            Filter::things("country", Kind::Country, self.country),
            Filter::things("region", Kind::Region, self.region),
            Filter {
                name: "language",
                values: self.language.into_iter().map(LanguageTag::value).collect(),
            },
            Filter::things("theme", Kind::Theme, self.theme),
            Filter::things("survey", Kind::Survey, self.survey),
        ]
    }
}

/// List members
#[utoipa::path(get, path = "/api/v1/members", operation_id = "list_members", tag = "members", params(MemberFilters, PageParameters, LanguageParameters, FormatParameters),
    responses((status = 200, description = "A page of members", content((Page<Member> = "application/json"), (Page<Member> = "application/ld+json"), (String = "text/csv"))), ReadProblems))]
pub(super) async fn list_members(
    State(state): State<AppState>,
    headers: HeaderMap,
    parameters: ListParameters<MemberFilters>,
) -> Result<Response, Problem> {
    parameters
        .answer::<Member>(&state, &headers, "/api/v1/members", MemberFilters::into_filters)
        .await
}

/// Get one member
#[utoipa::path(get, path = "/api/v1/members/{id}", operation_id = "get_member", tag = "members",
    params(("id" = inline(super::schema::SlugText), Path, description = "The last segment of its identifier", example = "be-actiris"), LanguageParameters),
    responses((status = 200, description = "The member", content((Member = "application/json"), (Member = "application/ld+json"))), ThingProblems))]
pub(super) async fn get_member(
    State(state): State<AppState>,
    headers: HeaderMap,
    Id(slug): Id,
    parameters: Parameters<NoParameters>,
) -> Result<Response, Problem> {
    resource::get::<Member>(&state, &headers, slug, parameters.presentation).await
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct MemberStatementFilters {
    /// Of one of these kinds.
    #[serde(default)]
    #[param(inline, example = json!(["priority"]))]
    kind: Vec<StatementKind>,
    /// About one of these themes, or anything narrower.
    #[serde(default)]
    #[param(value_type = Vec<super::schema::SlugText>, inline, example = json!(["network-expansion"]))]
    theme: Vec<Slug>,
    /// In answer to one of these questions.
    #[serde(default)]
    #[param(value_type = Vec<super::schema::SlugText>, inline, example = json!(["2022-q5"]))]
    question: Vec<Slug>,
    /// Of one of these surveys.
    #[serde(default)]
    #[param(value_type = Vec<super::schema::SlugText>, inline, example = json!(["2022"]))]
    survey: Vec<Slug>,
    /// Of one of these certainties.
    #[serde(default)]
    #[param(inline, example = json!(["illustrativeList"]))]
    certainty: Vec<Certainty>,
}

impl MemberStatementFilters {
    fn into_filters(self, member: Slug) -> Vec<Filter> {
        let terms = |name, values| Filter { name, values };
        vec![
            Filter::things("member", Kind::Member, [member]),
            terms("kind", self.kind.into_iter().map(StatementKind::value).collect()),
            Filter::things("theme", Kind::Theme, self.theme),
            Filter::things("question", Kind::Question, self.question),
            Filter::things("survey", Kind::Survey, self.survey),
            terms("certainty", self.certainty.into_iter().map(Certainty::value).collect()),
        ]
    }
}

/// List the statements about a member
#[utoipa::path(get, path = "/api/v1/members/{id}/statements", operation_id = "list_member_statements", tag = "statements",
    params(("id" = inline(super::schema::SlugText), Path, description = "The last segment of the member's identifier", example = "ke-pes"), MemberStatementFilters, PageParameters, LanguageParameters, FormatParameters),
    responses((status = 200, description = "A page of statements", content((Page<Statement> = "application/json"), (Page<Statement> = "application/ld+json"), (String = "text/csv"))), ThingProblems))]
pub(super) async fn list_member_statements(
    State(state): State<AppState>,
    headers: HeaderMap,
    Id(member): Id,
    parameters: ListParameters<MemberStatementFilters>,
) -> Result<Response, Problem> {
    resource::must_exist(&state, Kind::Member, &member).await?;
    let path = format!("/api/v1/members/{member}/statements");
    parameters.answer::<Statement>(&state, &headers, &path, |own| own.into_filters(member)).await
}
