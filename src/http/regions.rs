//! `/api/v1/regions`

use super::parameters::{
    FormatParameters, Id, LanguageParameters, ListParameters, NoParameters, PageParameters,
    Parameters,
};
use super::problem::{Problem, ReadProblems, ThingProblems};
use super::resource::{self, Resource};
use super::schema::{LanguageLists, LanguageMap, Page};
use super::state::AppState;
use crate::operations::Collection;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A region of the association, which is not one of the United Nations.
#[derive(Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct Region {
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
    /// What it is.
    definition: Option<LanguageMap>,
}

impl Resource for Region {
    const COLLECTION: Collection = Collection::Regions;
}

/// List regions
#[utoipa::path(get, path = "/api/v1/regions", operation_id = "list_regions", tag = "members", params(PageParameters, LanguageParameters, FormatParameters),
    responses((status = 200, description = "A page of regions", content((Page<Region> = "application/json"), (Page<Region> = "application/ld+json"), (String = "text/csv"))), ReadProblems))]
pub(super) async fn list_regions(
    State(state): State<AppState>,
    headers: HeaderMap,
    parameters: ListParameters<NoParameters>,
) -> Result<Response, Problem> {
    parameters.answer::<Region>(&state, &headers, "/api/v1/regions", |_| Vec::new()).await
}

/// Get one region
#[utoipa::path(get, path = "/api/v1/regions/{id}", operation_id = "get_region", tag = "members",
    params(("id" = inline(super::schema::SlugText), Path, description = "The last segment of its identifier", example = "africa"), LanguageParameters),
    responses((status = 200, description = "The region", content((Region = "application/json"), (Region = "application/ld+json"))), ThingProblems))]
pub(super) async fn get_region(
    State(state): State<AppState>,
    headers: HeaderMap,
    Id(slug): Id,
    parameters: Parameters<NoParameters>,
) -> Result<Response, Problem> {
    resource::get::<Region>(&state, &headers, slug, parameters.presentation).await
}
