//! `/api/v1/countries`

use super::parameters::{
    FormatParameters, Id, LanguageParameters, ListParameters, NoParameters, PageParameters,
    Parameters,
};
use super::problem::{Problem, ReadProblems, ThingProblems};
use super::resource::{self, Resource};
use super::schema::{LanguageLists, LanguageMap, Page, Reference};
use super::state::AppState;
use crate::domain::{Kind, Slug};
use crate::operations::{Collection, Filter};
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// A country of a member, or one that a source names.
#[derive(Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct Country {
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
    /// ISO 3166-1 alpha-2.
    iso2: String,
    /// ISO 3166-1 alpha-3.
    iso3: String,
    /// The association's region.
    in_region: Reference,
    /// The same country in other vocabularies.
    #[serde(default)]
    exact_match: Vec<String>,
}

impl Resource for Country {
    const COLLECTION: Collection = Collection::Countries;
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct CountryFilters {
    /// In one of these regions.
    #[serde(default)]
    #[param(value_type = Vec<super::schema::SlugText>, inline, example = json!(["africa"]))]
    region: Vec<Slug>,
}

impl CountryFilters {
    fn into_filters(self) -> Vec<Filter> {
        vec![Filter::things("region", Kind::Region, self.region)]
    }
}

/// List countries
#[utoipa::path(get, path = "/api/v1/countries", operation_id = "list_countries", tag = "members", params(CountryFilters, PageParameters, LanguageParameters, FormatParameters),
    responses((status = 200, description = "A page of countries", content((Page<Country> = "application/json"), (Page<Country> = "application/ld+json"), (String = "text/csv"))), ReadProblems))]
pub(super) async fn list_countries(
    State(state): State<AppState>,
    headers: HeaderMap,
    parameters: ListParameters<CountryFilters>,
) -> Result<Response, Problem> {
    parameters
        .answer::<Country>(&state, &headers, "/api/v1/countries", CountryFilters::into_filters)
        .await
}

/// Get one country
#[utoipa::path(get, path = "/api/v1/countries/{iso2}", operation_id = "get_country", tag = "members",
    params(("iso2" = inline(super::schema::SlugText), Path, description = "ISO 3166-1 alpha-2, lower case", example = "ke"), LanguageParameters),
    responses((status = 200, description = "The country", content((Country = "application/json"), (Country = "application/ld+json"))), ThingProblems))]
pub(super) async fn get_country(
    State(state): State<AppState>,
    headers: HeaderMap,
    Id(slug): Id,
    parameters: Parameters<NoParameters>,
) -> Result<Response, Problem> {
    resource::get::<Country>(&state, &headers, slug, parameters.presentation).await
}
