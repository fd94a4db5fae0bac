//! `/api/v1/themes`

use super::parameters::{
    FormatParameters, Id, LanguageParameters, ListParameters, NoParameters, PageParameters,
    Parameters,
};
use super::problem::{Problem, ReadProblems, ThingProblems};
use super::resource::{self, Resource};
use super::schema::{LanguageLists, LanguageMap, Page, Reference};
use super::state::AppState;
use crate::domain::{Kind, Slug};
use crate::operations::{Collection, Filter, Passerelle, ThemeNode};
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// A theme of the scheme: family, domain or theme.
#[derive(Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct Theme {
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
    /// What falls in.
    definition: Option<LanguageMap>,
    /// The theme above; none for the three families.
    #[serde(default)]
    broader: Vec<Reference>,
    /// The themes below.
    #[serde(default)]
    narrower: Vec<Reference>,
    /// Like concepts in other vocabularies.
    #[serde(default)]
    close_match: Vec<String>,
}

impl Resource for Theme {
    const COLLECTION: Collection = Collection::Themes;
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct ThemeFilters {
    /// One of these themes, or anything narrower.
    #[serde(default)]
    #[param(value_type = Vec<super::schema::SlugText>, inline, example = json!(["service-offer"]))]
    within: Vec<Slug>,
    /// `list` or `tree`.
    #[serde(default)]
    #[param(inline, example = "list")]
    view: ThemeView,
}

impl ThemeFilters {
    fn into_filters(self) -> Vec<Filter> {
        vec![Filter::things("within", Kind::Theme, self.within)]
    }
}

/// How themes are listed.
#[derive(Clone, Copy, Default, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub(super) enum ThemeView {
    /// One after the other, in pages.
    #[default]
    List,
    /// Families with their domains with their themes, all at once.
    Tree,
}

/// List themes
///
/// With `view=tree`, all of them: `data` holds the three families, and each theme's `narrower`
/// holds whole themes.
#[utoipa::path(get, path = "/api/v1/themes", operation_id = "list_themes", tag = "themes", params(ThemeFilters, PageParameters, LanguageParameters, FormatParameters),
    responses((status = 200, description = "A page of themes", content((Page<Theme> = "application/json"), (Page<Theme> = "application/ld+json"), (String = "text/csv"))), ReadProblems))]
pub(super) async fn list_themes(
    State(state): State<AppState>,
    headers: HeaderMap,
    parameters: ListParameters<ThemeFilters>,
) -> Result<Response, Problem> {
    match parameters.filters.view {
        ThemeView::Tree => tree(&state, &headers, &parameters).await,
        ThemeView::List => {
            parameters
                .answer::<Theme>(&state, &headers, "/api/v1/themes", ThemeFilters::into_filters)
                .await
        }
    }
}

async fn tree(
    state: &AppState,
    headers: &HeaderMap,
    parameters: &ListParameters<ThemeFilters>,
) -> Result<Response, Problem> {
    let media_type = resource::json_only(headers, parameters.presentation)?;
    if !parameters.filters.within.is_empty() {
        return Err(Problem::parameter("within", "a tree is given whole"));
    }
    let families = state.run(Passerelle::theme_tree).await?;
    let total = families.len();
    let data: Vec<serde_json::Value> = families.iter().cloned().map(ThemeNode::into_json).collect();
    let body = serde_json::json!({ "data": data, "next": null, "total": total });
    Ok(resource::document(media_type, body, parameters.presentation))
}

/// Get one theme
#[utoipa::path(get, path = "/api/v1/themes/{id}", operation_id = "get_theme", tag = "themes",
    params(("id" = inline(super::schema::SlugText), Path, description = "The last segment of its identifier", example = "ai-in-services"), LanguageParameters),
    responses((status = 200, description = "The theme", content((Theme = "application/json"), (Theme = "application/ld+json"))), ThingProblems))]
pub(super) async fn get_theme(
    State(state): State<AppState>,
    headers: HeaderMap,
    Id(slug): Id,
    parameters: Parameters<NoParameters>,
) -> Result<Response, Problem> {
    resource::get::<Theme>(&state, &headers, slug, parameters.presentation).await
}
