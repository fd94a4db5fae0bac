//! `/api/v1/expectations`

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

/// A thing that members expect from the network.
#[derive(Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct Expectation {
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
    /// Exchange, technical support, funding and so on.
    #[serde(default)]
    expectation_kind: Vec<Reference>,
    /// About what.
    #[serde(default)]
    addresses: Vec<Reference>,
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

impl Resource for Expectation {
    const COLLECTION: Collection = Collection::Expectations;
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct ExpectationFilters {
    /// Of one of these kinds.
    #[serde(default)]
    #[param(value_type = Vec<super::schema::SlugText>, inline, example = json!(["funding"]))]
    kind: Vec<Slug>,
    /// Raised by one of these members.
    #[serde(default)]
    #[param(value_type = Vec<super::schema::SlugText>, inline, example = json!(["au-pes"]))]
    member: Vec<Slug>,
    /// About one of these themes, or anything narrower.
    #[serde(default)]
    #[param(value_type = Vec<super::schema::SlugText>, inline, example = json!(["peer-learning"]))]
    theme: Vec<Slug>,
    /// Of one of these surveys.
    #[serde(default)]
    #[param(value_type = Vec<super::schema::SlugText>, inline, example = json!(["2022"]))]
    survey: Vec<Slug>,
}

impl ExpectationFilters {
    fn into_filters(self) -> Vec<Filter> {
        vec![
            Filter::things("kind", Kind::ExpectationKind, self.kind),
            Filter::things("member", Kind::Member, self.member),
            Filter::things("theme", Kind::Theme, self.theme),
            Filter::things("survey", Kind::Survey, self.survey),
        ]
    }
}

/// List expectations
#[utoipa::path(get, path = "/api/v1/expectations", operation_id = "list_expectations", tag = "topics and expectations", params(ExpectationFilters, PageParameters, LanguageParameters, FormatParameters),
    responses((status = 200, description = "A page of expectations", content((Page<Expectation> = "application/json"), (Page<Expectation> = "application/ld+json"), (String = "text/csv"))), ReadProblems))]
pub(super) async fn list_expectations(
    State(state): State<AppState>,
    headers: HeaderMap,
    parameters: ListParameters<ExpectationFilters>,
) -> Result<Response, Problem> {
    parameters
        .answer::<Expectation>(
            &state,
            &headers,
            "/api/v1/expectations",
            ExpectationFilters::into_filters,
        )
        .await
}

/// Get one expectation
#[utoipa::path(get, path = "/api/v1/expectations/{id}", operation_id = "get_expectation", tag = "topics and expectations",
    params(("id" = inline(super::schema::SlugText), Path, description = "The last segment of its identifier", example = "2022-q9-01"), LanguageParameters),
    responses((status = 200, description = "The expectation", content((Expectation = "application/json"), (Expectation = "application/ld+json"))), ThingProblems))]
pub(super) async fn get_expectation(
    State(state): State<AppState>,
    headers: HeaderMap,
    Id(slug): Id,
    parameters: Parameters<NoParameters>,
) -> Result<Response, Problem> {
    resource::get::<Expectation>(&state, &headers, slug, parameters.presentation).await
}
