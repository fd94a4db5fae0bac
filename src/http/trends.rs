//! `/api/v1/statistics/trend`: themes from wave to wave, each wave with the
//! size of its sample.

use super::parameters::{FormatParameters, LanguageParameters, TableParameters};
use super::problem::{Problem, ReadProblems};
use super::resource;
use super::schema::{LanguageMap, Reference};
use super::state::AppState;
use super::terms::StatementKind;
use crate::domain::{Kind, Language, Slug, Text};
use crate::operations::{BrowseError, Filter, Passerelle, StatisticsFilter};
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use utoipa::{IntoParams, ToSchema};

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct TrendFilters {
    /// Only these themes; all that any wave mentions, unless said.
    #[serde(default)]
    #[param(value_type = Vec<super::schema::SlugText>, inline, example = json!(["telework"]))]
    theme: Vec<Slug>,
    /// Only these kinds of statement.
    #[serde(default)]
    #[param(inline, example = json!(["challenge"]))]
    kind: Vec<StatementKind>,
    /// Only members in these regions.
    #[serde(default)]
    #[param(value_type = Vec<super::schema::SlugText>, inline, example = json!(["africa"]))]
    region: Vec<Slug>,
}

/// How often a wave mentions a theme.
#[derive(Default, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct TrendPoint {
    /// The theme; narrower ones count with it.
    theme: Reference,
    /// The wave.
    survey: Reference,
    /// When the wave was answered, with the precision known.
    #[schema(example = "2021")]
    start_date: String,
    /// Members that mention the theme; none is no mention, not a no.
    members: u64,
    /// Statements about it, those of nobody in particular included.
    statements: u64,
    /// Members that responded: the base of `members`.
    respondents: u64,
    /// Those of whom at least one statement is known.
    mentioned: u64,
    /// Whether the wave is made up.
    synthetic: bool,
}

/// Themes from wave to wave.
#[derive(ToSchema)]
#[allow(dead_code, reason = "describes an answer that is put together key by key")]
pub(super) struct Trend {
    /// By theme, the earliest wave first.
    data: Vec<TrendPoint>,
    /// How many points there are.
    total: usize,
    /// How to read the counts.
    caveat: LanguageMap,
}

/// Count mentions of themes from wave to wave
///
/// Each point stands beside the number of members that responded to its wave. Waves ask other
/// questions of other members: a change in counts is not a change of mind.
#[utoipa::path(get, path = "/api/v1/statistics/trend", operation_id = "trend", tag = "statistics", params(TrendFilters, LanguageParameters, FormatParameters),
    responses((status = 200, description = "Counts by theme and wave", content((Trend = "application/json"), (Trend = "application/ld+json"), (String = "text/csv"))), ReadProblems))]
pub(super) async fn trend(
    State(state): State<AppState>,
    headers: HeaderMap,
    parameters: TableParameters<TrendFilters>,
) -> Result<Response, Problem> {
    let filter = StatisticsFilter::from(parameters.own);
    let body = state.run(move |service| body(service, &filter)).await?;
    resource::json_or_table(&headers, parameters.presentation, body, &json!(TrendPoint::default()))
}

impl From<TrendFilters> for StatisticsFilter {
    fn from(filters: TrendFilters) -> Self {
        let kinds = filters.kind.into_iter().map(StatementKind::value).collect();
        Self {
            filters: vec![
                Filter::things("theme", Kind::Theme, filters.theme),
                Filter { name: "kind", values: kinds },
                Filter::things("region", Kind::Region, filters.region),
            ],
        }
    }
}

fn body(service: &Passerelle, filter: &StatisticsFilter) -> Result<Value, BrowseError> {
    let found = service.trend(filter)?;
    let themes = found.points.iter().map(|point| point.theme.clone());
    let surveys = found.waves.iter().map(|wave| wave.survey.clone());
    let names = service.references(themes.chain(surveys))?;
    let point = |point: &crate::operations::TrendPoint| {
        let wave = &found.waves[point.wave];
        TrendPoint {
            theme: Reference::named(&names, &point.theme),
            survey: Reference::named(&names, &wave.survey),
            start_date: wave.date.clone(),
            members: point.members,
            statements: point.statements,
            respondents: wave.respondents,
            mentioned: wave.mentioned,
            synthetic: wave.synthetic,
        }
    };
    let data: Vec<TrendPoint> = found.points.iter().map(point).collect();
    Ok(json!({ "total": data.len(), "data": data, "caveat": caveat() }))
}

fn caveat() -> Text {
    Language::ALL
        .into_iter()
        .zip([
            "Chaque vague a posé d’autres questions à d’autres membres, et a été lue autrement : un rapport rédigé ou un tableau de réponses. Ne comparer qu’en regard du nombre de répondants. Un thème non cité est inconnu, pas absent.",
            "Each wave put other questions to other members, and was read in another way: a written report or a sheet of answers. Compare only beside the number of respondents. A theme that is not mentioned is unknown, not absent.",
            "Cada oleada planteó otras preguntas a otros miembros y se leyó de otra manera: un informe redactado o una hoja de respuestas. Compare solo junto al número de respuestas. Un tema no citado es desconocido, no ausente.",
        ])
        .collect()
}
