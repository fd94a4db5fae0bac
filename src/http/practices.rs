//! `/api/v1/practices`

use super::parameters::{
    FormatParameters, Id, LanguageParameters, ListParameters, NoParameters, PageParameters,
    Parameters,
};
use super::problem::{Problem, ReadProblems, ThingProblems};
use super::resource::{self, Resource};
use super::schema::{LanguageMap, Page, Reference, Source};
use super::state::AppState;
use super::terms::Stage;
use crate::domain::{Kind, Slug};
use crate::operations::{Collection, Filter};
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// A thing a member does that another could take up.
#[derive(Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct Practice {
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
    /// Who does it.
    #[serde(default)]
    practised_by: Vec<Reference>,
    /// About what.
    #[serde(default)]
    addresses: Vec<Reference>,
    /// For whom.
    #[serde(default)]
    target_group: Vec<Reference>,
    /// Which programme it belongs to.
    #[serde(default)]
    part_of_programme: Vec<Reference>,
    /// `collected`, `promising`, `good` or `discontinued`.
    stage: Option<String>,
    /// `none`, `selfReported`, `monitored` or `evaluated`.
    evidence_grade: Option<String>,
    /// What came of it.
    outcome: Option<LanguageMap>,
    /// What it takes elsewhere.
    transfer_condition: Option<LanguageMap>,
    /// What it costs.
    cost: Option<LanguageMap>,
    /// When, with the precision known.
    date: Option<String>,
    /// From.
    start_date: Option<String>,
    /// To.
    end_date: Option<String>,
    /// Where it is documented.
    #[serde(default)]
    source: Vec<Source>,
    /// What it was taken from.
    #[serde(default)]
    derived_from: Vec<Reference>,
    /// The line of the source text, from 1.
    source_line: Option<u32>,
    /// The place in the source, for people.
    locator: Option<LanguageMap>,
    /// The survey it comes from.
    survey: Option<Reference>,
}

impl Resource for Practice {
    const COLLECTION: Collection = Collection::Practices;
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct PracticeFilters {
    /// Of one of these members.
    #[serde(default)]
    #[param(value_type = Vec<super::schema::SlugText>, inline, example = json!(["tr-iskur"]))]
    member: Vec<Slug>,
    /// In one of these countries.
    #[serde(default)]
    #[param(value_type = Vec<super::schema::SlugText>, inline, example = json!(["tr"]))]
    country: Vec<Slug>,
    /// In one of these regions.
    #[serde(default)]
    #[param(value_type = Vec<super::schema::SlugText>, inline, example = json!(["europe"]))]
    region: Vec<Slug>,
    /// About one of these themes, or anything narrower.
    #[serde(default)]
    #[param(value_type = Vec<super::schema::SlugText>, inline, example = json!(["user-experience"]))]
    theme: Vec<Slug>,
    /// For one of these groups, or a narrower one.
    #[serde(default)]
    #[param(value_type = Vec<super::schema::SlugText>, inline, example = json!(["job-seekers"]))]
    target_group: Vec<Slug>,
    /// Part of one of these programmes.
    #[serde(default)]
    #[param(value_type = Vec<super::schema::SlugText>, inline, example = json!(["be-nwow"]))]
    programme: Vec<Slug>,
    /// At one of these stages.
    #[serde(default)]
    #[param(inline, example = json!(["collected"]))]
    stage: Vec<Stage>,
}

impl PracticeFilters {
    fn into_filters(self) -> Vec<Filter> {
        vec![
            Filter::things("member", Kind::Member, self.member),
            Filter::things("country", Kind::Country, self.country),
            Filter::things("region", Kind::Region, self.region),
            Filter::things("theme", Kind::Theme, self.theme),
            Filter::things("target_group", Kind::TargetGroup, self.target_group),
            Filter::things("programme", Kind::Programme, self.programme),
            Filter { name: "stage", values: self.stage.into_iter().map(Stage::value).collect() },
        ]
    }
}

/// List practices
#[utoipa::path(get, path = "/api/v1/practices", operation_id = "list_practices", tag = "programmes and practices", params(PracticeFilters, PageParameters, LanguageParameters, FormatParameters),
    responses((status = 200, description = "A page of practices", content((Page<Practice> = "application/json"), (Page<Practice> = "application/ld+json"), (String = "text/csv"))), ReadProblems))]
pub(super) async fn list_practices(
    State(state): State<AppState>,
    headers: HeaderMap,
    parameters: ListParameters<PracticeFilters>,
) -> Result<Response, Problem> {
    parameters
        .answer::<Practice>(&state, &headers, "/api/v1/practices", PracticeFilters::into_filters)
        .await
}

/// Get one practice
#[utoipa::path(get, path = "/api/v1/practices/{id}", operation_id = "get_practice", tag = "programmes and practices",
    params(("id" = inline(super::schema::SlugText), Path, description = "The last segment of its identifier", example = "tr-user-experience-unit"), LanguageParameters),
    responses((status = 200, description = "The practice", content((Practice = "application/json"), (Practice = "application/ld+json"))), ThingProblems))]
pub(super) async fn get_practice(
    State(state): State<AppState>,
    headers: HeaderMap,
    Id(slug): Id,
    parameters: Parameters<NoParameters>,
) -> Result<Response, Problem> {
    resource::get::<Practice>(&state, &headers, slug, parameters.presentation).await
}
