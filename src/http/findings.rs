//! `/api/v1/findings`

use super::facts::FactFilters;
use super::parameters::{
    FormatParameters, Id, LanguageParameters, ListParameters, NoParameters, PageParameters,
    Parameters,
};
use super::problem::{Problem, ReadProblems, ThingProblems};
use super::resource::{self, Resource};
use super::schema::{CountryReference, LanguageMap, Page, Reference, Source};
use super::state::AppState;
use crate::operations::Collection;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A figure that a source states.
#[derive(Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct Finding {
    /// Its identifier.
    #[schema(format = Uri)]
    id: String,
    /// The last segment of the identifier.
    slug: String,
    /// Its class in the ontology.
    r#type: String,
    /// In the project's own words.
    description: Option<LanguageMap>,
    /// Programmes, bodies, members and themes.
    #[serde(default)]
    about: Vec<Reference>,
    /// Of which country.
    country: Option<CountryReference>,
    /// The figure, exact decimal.
    value: String,
    /// Of what.
    unit: String,
    /// The total it is out of, where the source tells.
    base: Option<String>,
    /// What it counts or is measured against.
    qualifier: Option<String>,
    /// Figures of other sources that disagree.
    #[serde(default)]
    conflicts_with: Vec<Reference>,
    /// When it holds or was published, with the precision known.
    date: Option<String>,
    /// From.
    start_date: Option<String>,
    /// To.
    end_date: Option<String>,
    /// `high`, `medium` or `low`; for public sources.
    confidence: Option<String>,
    /// `explicit` or `inferred`; for survey reports.
    certainty: Option<String>,
    /// Where it is published.
    #[serde(default)]
    source: Vec<Source>,
    /// The source in words.
    citation: Option<String>,
    /// The survey it comes from.
    survey: Option<Reference>,
    /// The question it stands under.
    question: Option<Reference>,
    /// The line of the source text, from 1.
    source_line: Option<u32>,
    /// The place in the source, for people.
    locator: Option<LanguageMap>,
}

impl Resource for Finding {
    const COLLECTION: Collection = Collection::Findings;
}

/// List findings
#[utoipa::path(get, path = "/api/v1/findings", operation_id = "list_findings", tag = "statements", params(FactFilters, PageParameters, LanguageParameters, FormatParameters),
    responses((status = 200, description = "A page of findings", content((Page<Finding> = "application/json"), (Page<Finding> = "application/ld+json"), (String = "text/csv"))), ReadProblems))]
pub(super) async fn list_findings(
    State(state): State<AppState>,
    headers: HeaderMap,
    parameters: ListParameters<FactFilters>,
) -> Result<Response, Problem> {
    parameters
        .answer::<Finding>(&state, &headers, "/api/v1/findings", FactFilters::into_filters)
        .await
}

/// Get one finding
#[utoipa::path(get, path = "/api/v1/findings/{id}", operation_id = "get_finding", tag = "statements",
    params(("id" = inline(super::schema::SlugText), Path, description = "The last segment of its identifier", example = "2022-q5-l296-human-resources"), LanguageParameters),
    responses((status = 200, description = "The finding", content((Finding = "application/json"), (Finding = "application/ld+json"))), ThingProblems))]
pub(super) async fn get_finding(
    State(state): State<AppState>,
    headers: HeaderMap,
    Id(slug): Id,
    parameters: Parameters<NoParameters>,
) -> Result<Response, Problem> {
    resource::get::<Finding>(&state, &headers, slug, parameters.presentation).await
}
