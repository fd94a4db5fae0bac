//! `/api/v1/programmes`

use super::parameters::{
    FormatParameters, Id, LanguageParameters, ListParameters, NoParameters, PageParameters,
    Parameters,
};
use super::problem::{Problem, ReadProblems, ThingProblems};
use super::resource::{self, Resource};
use super::schema::{
    Budget, CountryReference, LanguageLists, LanguageMap, Page, Reference, Source,
};
use super::state::AppState;
use crate::domain::{Kind, Slug};
use crate::operations::{Collection, Filter};
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// A programme, plan, strategy, law, platform, initiative, network or agreement.
#[derive(Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct Programme {
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
    /// Programme, plan, strategy, law, platform, initiative, network and so on.
    programme_type: Reference,
    /// Its country.
    country: Option<CountryReference>,
    /// Its region.
    region: Option<Reference>,
    /// Who runs it.
    #[serde(default)]
    operated_by: Vec<Reference>,
    /// For whom.
    #[serde(default)]
    target_group: Vec<Reference>,
    /// About what.
    #[serde(default)]
    addresses: Vec<Reference>,
    /// With the precision known: year, month or day.
    start_date: Option<String>,
    /// With the precision known.
    end_date: Option<String>,
    /// Amounts, as stated.
    #[serde(default)]
    budget: Vec<Budget>,
    /// What it replaced.
    #[serde(default)]
    replaces: Vec<Reference>,
    /// What replaced it.
    #[serde(default)]
    is_replaced_by: Vec<Reference>,
    /// Addresses that the sources give, and neighbours that no source calls the same.
    #[serde(default)]
    see_also: Vec<Source>,
    /// What to know of it.
    note: Option<LanguageMap>,
    /// Where it is named.
    #[serde(default)]
    source: Vec<Source>,
}

impl Resource for Programme {
    const COLLECTION: Collection = Collection::Programmes;
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct ProgrammeFilters {
    /// Of one of these countries.
    #[serde(default)]
    #[param(value_type = Vec<super::schema::SlugText>, inline, example = json!(["au"]))]
    country: Vec<Slug>,
    /// Of one of these regions.
    #[serde(default)]
    #[param(value_type = Vec<super::schema::SlugText>, inline, example = json!(["europe"]))]
    region: Vec<Slug>,
    /// Of one of these types.
    #[serde(default)]
    #[param(value_type = Vec<super::schema::SlugText>, inline, example = json!(["strategy"]))]
    r#type: Vec<Slug>,
    /// That address one of these themes, or anything narrower.
    #[serde(default)]
    #[param(value_type = Vec<super::schema::SlugText>, inline, example = json!(["pes-reform"]))]
    theme: Vec<Slug>,
    /// For one of these groups, or a narrower one.
    #[serde(default)]
    #[param(value_type = Vec<super::schema::SlugText>, inline, example = json!(["young-people"]))]
    target_group: Vec<Slug>,
}

impl ProgrammeFilters {
    fn into_filters(self) -> Vec<Filter> {
        vec![
            Filter::things("country", Kind::Country, self.country),
            Filter::things("region", Kind::Region, self.region),
            Filter::things("type", Kind::ProgrammeType, self.r#type),
            Filter::things("theme", Kind::Theme, self.theme),
            Filter::things("target_group", Kind::TargetGroup, self.target_group),
        ]
    }
}

/// List programmes
#[utoipa::path(get, path = "/api/v1/programmes", operation_id = "list_programmes", tag = "programmes and practices", params(ProgrammeFilters, PageParameters, LanguageParameters, FormatParameters),
    responses((status = 200, description = "A page of programmes", content((Page<Programme> = "application/json"), (Page<Programme> = "application/ld+json"), (String = "text/csv"))), ReadProblems))]
pub(super) async fn list_programmes(
    State(state): State<AppState>,
    headers: HeaderMap,
    parameters: ListParameters<ProgrammeFilters>,
) -> Result<Response, Problem> {
    parameters
        .answer::<Programme>(&state, &headers, "/api/v1/programmes", ProgrammeFilters::into_filters)
        .await
}

/// Get one programme
#[utoipa::path(get, path = "/api/v1/programmes/{id}", operation_id = "get_programme", tag = "programmes and practices",
    params(("id" = inline(super::schema::SlugText), Path, description = "The last segment of its identifier", example = "nesm"), LanguageParameters),
    responses((status = 200, description = "The programme", content((Programme = "application/json"), (Programme = "application/ld+json"))), ThingProblems))]
pub(super) async fn get_programme(
    State(state): State<AppState>,
    headers: HeaderMap,
    Id(slug): Id,
    parameters: Parameters<NoParameters>,
) -> Result<Response, Problem> {
    resource::get::<Programme>(&state, &headers, slug, parameters.presentation).await
}
