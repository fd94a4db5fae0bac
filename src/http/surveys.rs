//! `/api/v1/surveys`

use super::parameters::{
    FormatParameters, Id, LanguageParameters, ListParameters, NoParameters, PageParameters,
    Parameters,
};
use super::problem::{Problem, ReadProblems, ThingProblems};
use super::resource::{self, Resource};
use super::schema::{LanguageMap, Page, Reference};
use super::state::AppState;
use crate::domain::Kind;
use crate::operations::{Collection, Filter};
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A survey wave.
#[derive(Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct Survey {
    /// Its identifier.
    #[schema(format = Uri)]
    id: String,
    /// The last segment of the identifier.
    slug: String,
    /// Its class in the ontology.
    r#type: String,
    /// Its name.
    label: LanguageMap,
    /// As published, with translations.
    title: Option<LanguageMap>,
    /// When it was launched, with the precision known.
    start_date: Option<String>,
}

impl Resource for Survey {
    const COLLECTION: Collection = Collection::Surveys;
}

/// List surveys
#[utoipa::path(get, path = "/api/v1/surveys", operation_id = "list_surveys", tag = "surveys", params(PageParameters, LanguageParameters, FormatParameters),
    responses((status = 200, description = "A page of surveys", content((Page<Survey> = "application/json"), (Page<Survey> = "application/ld+json"), (String = "text/csv"))), ReadProblems))]
pub(super) async fn list_surveys(
    State(state): State<AppState>,
    headers: HeaderMap,
    parameters: ListParameters<NoParameters>,
) -> Result<Response, Problem> {
    parameters.answer::<Survey>(&state, &headers, "/api/v1/surveys", |_| Vec::new()).await
}

/// Get one survey
#[utoipa::path(get, path = "/api/v1/surveys/{id}", operation_id = "get_survey", tag = "surveys",
    params(("id" = inline(super::schema::SlugText), Path, description = "The last segment of its identifier", example = "2022"), LanguageParameters),
    responses((status = 200, description = "The survey", content((Survey = "application/json"), (Survey = "application/ld+json"))), ThingProblems))]
pub(super) async fn get_survey(
    State(state): State<AppState>,
    headers: HeaderMap,
    Id(slug): Id,
    parameters: Parameters<NoParameters>,
) -> Result<Response, Problem> {
    resource::get::<Survey>(&state, &headers, slug, parameters.presentation).await
}

/// A question of a survey.
#[derive(Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct Question {
    /// Its identifier.
    #[schema(format = Uri)]
    id: String,
    /// The last segment of the identifier.
    slug: String,
    /// Its class in the ontology.
    r#type: String,
    /// Its name.
    label: LanguageMap,
    /// What it asks, in the project's own words.
    description: Option<LanguageMap>,
    /// The printed number.
    number: String,
    /// The survey it belongs to.
    survey: Option<Reference>,
    /// The line of the source text, from 1.
    source_line: Option<u32>,
}

impl Resource for Question {
    const COLLECTION: Collection = Collection::Questions;
}

/// List the questions of a survey
#[utoipa::path(get, path = "/api/v1/surveys/{id}/questions", operation_id = "list_questions", tag = "surveys",
    params(("id" = inline(super::schema::SlugText), Path, description = "The last segment of the survey's identifier", example = "2022"), PageParameters, LanguageParameters, FormatParameters),
    responses((status = 200, description = "A page of questions", content((Page<Question> = "application/json"), (Page<Question> = "application/ld+json"), (String = "text/csv"))), ThingProblems))]
pub(super) async fn list_questions(
    State(state): State<AppState>,
    headers: HeaderMap,
    Id(survey): Id,
    parameters: ListParameters<NoParameters>,
) -> Result<Response, Problem> {
    resource::must_exist(&state, Kind::Survey, &survey).await?;
    let path = format!("/api/v1/surveys/{survey}/questions");
    let of_survey = Filter::things("survey", Kind::Survey, [survey]);
    parameters.answer::<Question>(&state, &headers, &path, |_| vec![of_survey]).await
}
