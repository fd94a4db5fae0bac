//! `/api/v1/facts`

use super::parameters::{
    FormatParameters, Id, LanguageParameters, ListParameters, NoParameters, PageParameters,
    Parameters,
};
use super::problem::{Problem, ReadProblems, ThingProblems};
use super::resource::{self, Resource};
use super::schema::{CountryReference, LanguageMap, Page, Reference, Source};
use super::state::AppState;
use super::terms::Confidence;
use crate::domain::{Kind, Slug};
use crate::operations::{Collection, Filter};
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// A dated claim of a source about a programme, a body or a country.
#[derive(Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct Fact {
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
    /// What is not right, for a correction.
    #[serde(default)]
    corrects: Vec<Reference>,
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

impl Resource for Fact {
    const COLLECTION: Collection = Collection::Facts;
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct FactFilters {
    /// About one of these programmes.
    #[serde(default)]
    #[param(value_type = Vec<super::schema::SlugText>, inline, example = json!(["nesm"]))]
    about: Vec<Slug>,
    /// Of one of these countries.
    #[serde(default)]
    #[param(value_type = Vec<super::schema::SlugText>, inline, example = json!(["au"]))]
    country: Vec<Slug>,
    /// Stated by one of these surveys.
    #[serde(default)]
    #[param(value_type = Vec<super::schema::SlugText>, inline, example = json!(["2022"]))]
    survey: Vec<Slug>,
    /// Of one of these confidences.
    #[serde(default)]
    #[param(inline, example = json!(["high"]))]
    confidence: Vec<Confidence>,
}

impl FactFilters {
    pub(super) fn into_filters(self) -> Vec<Filter> {
        vec![
            Filter::things("about", Kind::Programme, self.about),
            Filter::things("country", Kind::Country, self.country),
            Filter::things("survey", Kind::Survey, self.survey),
            Filter {
                name: "confidence",
                values: self.confidence.into_iter().map(Confidence::value).collect(),
            },
        ]
    }
}

/// List facts
#[utoipa::path(get, path = "/api/v1/facts", operation_id = "list_facts", tag = "statements", params(FactFilters, PageParameters, LanguageParameters, FormatParameters),
    responses((status = 200, description = "A page of facts", content((Page<Fact> = "application/json"), (Page<Fact> = "application/ld+json"), (String = "text/csv"))), ReadProblems))]
pub(super) async fn list_facts(
    State(state): State<AppState>,
    headers: HeaderMap,
    parameters: ListParameters<FactFilters>,
) -> Result<Response, Problem> {
    parameters.answer::<Fact>(&state, &headers, "/api/v1/facts", FactFilters::into_filters).await
}

/// Get one fact
#[utoipa::path(get, path = "/api/v1/facts/{id}", operation_id = "get_fact", tag = "statements",
    params(("id" = inline(super::schema::SlugText), Path, description = "The last segment of its identifier", example = "nest-trial-start"), LanguageParameters),
    responses((status = 200, description = "The fact", content((Fact = "application/json"), (Fact = "application/ld+json"))), ThingProblems))]
pub(super) async fn get_fact(
    State(state): State<AppState>,
    headers: HeaderMap,
    Id(slug): Id,
    parameters: Parameters<NoParameters>,
) -> Result<Response, Problem> {
    resource::get::<Fact>(&state, &headers, slug, parameters.presentation).await
}
