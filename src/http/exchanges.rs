//! `/api/v1/exchanges`: study visits, workshops and twinnings that took place.
//! They are recorded as contributions.

use super::parameters::{
    FormatParameters, Id, LanguageParameters, ListParameters, NoParameters, PageParameters,
    Parameters,
};
use super::problem::{Problem, ReadProblems, ThingProblems};
use super::resource::{self, Resource};
use super::schema::{LanguageMap, Page, Reference, Source};
use super::state::AppState;
use super::terms::ExchangeType;
use crate::domain::{Kind, Slug};
use crate::operations::{Collection, Filter};
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// A peer exchange that took place.
#[derive(Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct Exchange {
    /// Its identifier.
    #[schema(format = Uri)]
    id: String,
    /// The last segment of the identifier.
    slug: String,
    /// Its class in the ontology.
    r#type: String,
    /// Its name.
    label: Option<LanguageMap>,
    /// In the project's own words.
    description: Option<LanguageMap>,
    /// `studyVisit`, `workshop` or `twinning`.
    exchange_type: Option<String>,
    /// Who took part.
    #[serde(default)]
    member: Vec<Reference>,
    /// Themes, programmes, bodies and target groups.
    #[serde(default)]
    about: Vec<Reference>,
    /// When it began, with the precision known.
    start_date: Option<String>,
    /// When it ended.
    end_date: Option<String>,
    /// Where it is documented.
    #[serde(default)]
    source: Vec<Source>,
    /// The contribution that it comes from.
    #[serde(default)]
    derived_from: Vec<Reference>,
}

impl Resource for Exchange {
    const COLLECTION: Collection = Collection::Exchanges;
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct ExchangeFilters {
    /// In which one of these members took part.
    #[serde(default)]
    #[param(value_type = Vec<super::schema::SlugText>, inline, example = json!(["es-sepe"]))]
    member: Vec<Slug>,
    /// With members in one of these countries.
    #[serde(default)]
    #[param(value_type = Vec<super::schema::SlugText>, inline, example = json!(["es"]))]
    country: Vec<Slug>,
    /// With members in one of these regions.
    #[serde(default)]
    #[param(value_type = Vec<super::schema::SlugText>, inline, example = json!(["europe"]))]
    region: Vec<Slug>,
    /// About one of these themes, or anything narrower.
    #[serde(default)]
    #[param(value_type = Vec<super::schema::SlugText>, inline, example = json!(["vulnerable-groups"]))]
    theme: Vec<Slug>,
    /// Of one of these types.
    #[serde(default, rename = "type")]
    #[param(inline, example = json!(["studyVisit"]))]
    exchange_type: Vec<ExchangeType>,
}

impl ExchangeFilters {
    fn into_filters(self) -> Vec<Filter> {
        let types = self.exchange_type.into_iter().map(ExchangeType::value).collect();
        vec![
            Filter::things("member", Kind::Member, self.member),
            Filter::things("country", Kind::Country, self.country),
            Filter::things("region", Kind::Region, self.region),
            Filter::things("theme", Kind::Theme, self.theme),
            Filter { name: "type", values: types },
        ]
    }
}

/// List peer exchanges that took place
#[utoipa::path(get, path = "/api/v1/exchanges", operation_id = "list_exchanges", tag = "topics and expectations", params(ExchangeFilters, PageParameters, LanguageParameters, FormatParameters),
    responses((status = 200, description = "A page of exchanges", content((Page<Exchange> = "application/json"), (Page<Exchange> = "application/ld+json"), (String = "text/csv"))), ReadProblems))]
pub(super) async fn list_exchanges(
    State(state): State<AppState>,
    headers: HeaderMap,
    parameters: ListParameters<ExchangeFilters>,
) -> Result<Response, Problem> {
    parameters
        .answer::<Exchange>(&state, &headers, "/api/v1/exchanges", ExchangeFilters::into_filters)
        .await
}

/// Get one peer exchange
#[utoipa::path(get, path = "/api/v1/exchanges/{id}", operation_id = "get_exchange", tag = "topics and expectations",
    params(("id" = inline(super::schema::SlugText), Path, description = "The last segment of its identifier", example = "2025-iskur-sepe"), LanguageParameters),
    responses((status = 200, description = "The exchange", content((Exchange = "application/json"), (Exchange = "application/ld+json"))), ThingProblems))]
pub(super) async fn get_exchange(
    State(state): State<AppState>,
    headers: HeaderMap,
    Id(slug): Id,
    parameters: Parameters<NoParameters>,
) -> Result<Response, Problem> {
    resource::get::<Exchange>(&state, &headers, slug, parameters.presentation).await
}
