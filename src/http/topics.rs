//! `/api/v1/topics`

use super::parameters::{
    FormatParameters, Id, LanguageParameters, ListParameters, NoParameters, PageParameters,
    Parameters,
};
use super::problem::{Problem, ReadProblems, ThingProblems};
use super::resource::{self, Resource};
use super::schema::{LanguageMap, Page, Reference};
use super::state::AppState;
use crate::domain::{Kind, Slug};
use crate::operations::{Collection, Filter};
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// A subject that members want to exchange on.
#[derive(Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct Topic {
    /// Its identifier.
    #[schema(format = Uri)]
    id: String,
    /// The last segment of the identifier.
    slug: String,
    /// Its class in the ontology.
    r#type: String,
    /// Its name.
    label: LanguageMap,
    /// In the project's own words.
    description: Option<LanguageMap>,
    /// Its place in the list of the source, from 1.
    number: String,
    /// About what.
    #[serde(default)]
    addresses: Vec<Reference>,
    /// About whom.
    #[serde(default)]
    target_group: Vec<Reference>,
    /// By whom; only where the source tells.
    #[serde(default)]
    raised_by: Vec<Reference>,
    /// The statement that reports it.
    statement: Option<Reference>,
    /// The question it answers.
    question: Option<Reference>,
    /// The survey it comes from.
    survey: Option<Reference>,
    /// The line of the source text, from 1.
    source_line: Option<u32>,
    /// The place in the source, for people.
    locator: Option<LanguageMap>,
}

impl Resource for Topic {
    const COLLECTION: Collection = Collection::Topics;
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct TopicFilters {
    /// Raised by one of these members.
    #[serde(default)]
    #[param(value_type = Vec<super::schema::SlugText>, inline, example = json!(["es-sepe"]))]
    member: Vec<Slug>,
    /// About one of these themes, or anything narrower.
    #[serde(default)]
    #[param(value_type = Vec<super::schema::SlugText>, inline, example = json!(["ai-in-services"]))]
    theme: Vec<Slug>,
    /// About one of these groups, or a narrower one.
    #[serde(default)]
    #[param(value_type = Vec<super::schema::SlugText>, inline, example = json!(["young-people"]))]
    target_group: Vec<Slug>,
    /// Of one of these surveys.
    #[serde(default)]
    #[param(value_type = Vec<super::schema::SlugText>, inline, example = json!(["2022"]))]
    survey: Vec<Slug>,
}

impl TopicFilters {
    fn into_filters(self) -> Vec<Filter> {
        vec![
            Filter::things("member", Kind::Member, self.member),
            Filter::things("theme", Kind::Theme, self.theme),
            Filter::things("target_group", Kind::TargetGroup, self.target_group),
            Filter::things("survey", Kind::Survey, self.survey),
        ]
    }
}

/// List topics
#[utoipa::path(get, path = "/api/v1/topics", operation_id = "list_topics", tag = "topics and expectations", params(TopicFilters, PageParameters, LanguageParameters, FormatParameters),
    responses((status = 200, description = "A page of topics", content((Page<Topic> = "application/json"), (Page<Topic> = "application/ld+json"), (String = "text/csv"))), ReadProblems))]
pub(super) async fn list_topics(
    State(state): State<AppState>,
    headers: HeaderMap,
    parameters: ListParameters<TopicFilters>,
) -> Result<Response, Problem> {
    parameters.answer::<Topic>(&state, &headers, "/api/v1/topics", TopicFilters::into_filters).await
}

/// Get one topic
#[utoipa::path(get, path = "/api/v1/topics/{id}", operation_id = "get_topic", tag = "topics and expectations",
    params(("id" = inline(super::schema::SlugText), Path, description = "The last segment of its identifier", example = "2022-q8-01"), LanguageParameters),
    responses((status = 200, description = "The topic", content((Topic = "application/json"), (Topic = "application/ld+json"))), ThingProblems))]
pub(super) async fn get_topic(
    State(state): State<AppState>,
    headers: HeaderMap,
    Id(slug): Id,
    parameters: Parameters<NoParameters>,
) -> Result<Response, Problem> {
    resource::get::<Topic>(&state, &headers, slug, parameters.presentation).await
}
