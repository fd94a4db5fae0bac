//! `/api/v1/statistics`: what the statements amount to, never without the size
//! of the sample.

use super::parameters::{Bounded, FormatParameters, LanguageParameters, TableParameters};
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
pub(super) struct RecurrenceFilters {
    /// Only these surveys.
    #[serde(default)]
    #[param(value_type = Vec<super::schema::SlugText>, inline, example = json!(["2022"]))]
    survey: Vec<Slug>,
    /// Only these questions.
    #[serde(default)]
    #[param(value_type = Vec<super::schema::SlugText>, inline, example = json!(["2022-q6"]))]
    question: Vec<Slug>,
    /// Only these kinds of statement.
    #[serde(default)]
    #[param(inline, example = json!(["challenge"]))]
    kind: Vec<StatementKind>,
    /// Only statements of members in these regions.
    #[serde(default)]
    #[param(value_type = Vec<super::schema::SlugText>, inline, example = json!(["africa"]))]
    region: Vec<Slug>,
    /// 1 families, 2 domains, 3 themes; all unless said.
    #[serde(default)]
    #[param(value_type = u8, minimum = 1, maximum = 3, example = 3)]
    level: Option<Bounded<3>>,
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct ThemeByRegionFilters {
    /// Only these surveys.
    #[serde(default)]
    #[param(value_type = Vec<super::schema::SlugText>, inline, example = json!(["2022"]))]
    survey: Vec<Slug>,
    /// Only these questions.
    #[serde(default)]
    #[param(value_type = Vec<super::schema::SlugText>, inline, example = json!(["2022-q6"]))]
    question: Vec<Slug>,
    /// Only these kinds of statement.
    #[serde(default)]
    #[param(inline, example = json!(["challenge"]))]
    kind: Vec<StatementKind>,
}

/// How often a theme recurs in the answers to a question.
#[derive(Default, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct Frequency {
    /// The question.
    question: Reference,
    /// The theme; narrower ones count with it.
    theme: Reference,
    /// 1 family, 2 domain, 3 theme.
    level: u8,
    /// Statements in this graph.
    statements: u64,
    /// Members that they name.
    members: u64,
}

/// Recurrence of themes by question.
#[derive(ToSchema)]
#[allow(dead_code, reason = "describes an answer that is put together key by key")]
pub(super) struct Recurrence {
    /// By question, the most frequent theme first.
    data: Vec<Frequency>,
    /// How many rows there are.
    total: usize,
    /// Members that responded: the base of every count.
    respondents: u64,
    /// How to read the counts.
    caveat: LanguageMap,
}

/// How many members of a region mention a theme.
#[derive(Default, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct Cell {
    /// The theme; narrower ones count with it.
    theme: Reference,
    /// The region.
    region: Reference,
    /// Members of the region that mention the theme.
    members: u64,
    /// Their statements about it.
    statements: u64,
    /// Members of the region that responded.
    respondents: u64,
    /// Those of whom at least one statement is known.
    mentioned: u64,
}

/// Themes by region; a pair without a cell is unknown, not zero.
#[derive(ToSchema)]
#[allow(dead_code, reason = "describes an answer that is put together key by key")]
pub(super) struct ThemeByRegion {
    /// By theme and region.
    data: Vec<Cell>,
    /// How many cells there are.
    total: usize,
    /// How to read the counts.
    caveat: LanguageMap,
}

/// Count how often themes recur, by question
///
/// Counted from this graph's statements, narrower themes included. The report's charts are not
/// among them: their values are lost.
#[utoipa::path(get, path = "/api/v1/statistics/recurrence", operation_id = "recurrence", tag = "statistics", params(RecurrenceFilters, LanguageParameters, FormatParameters),
    responses((status = 200, description = "Counts by question and theme", content((Recurrence = "application/json"), (Recurrence = "application/ld+json"), (String = "text/csv"))), ReadProblems))]
pub(super) async fn recurrence(
    State(state): State<AppState>,
    headers: HeaderMap,
    parameters: TableParameters<RecurrenceFilters>,
) -> Result<Response, Problem> {
    let level = parameters.own.level.map(Bounded::get);
    let filter = parameters.own.into_filter();
    let body = state.run(move |service| recurrence_body(service, &filter, level)).await?;
    resource::json_or_table(&headers, parameters.presentation, body, &json!(Frequency::default()))
}

/// Count members that mention themes, by region
///
/// Each cell stands beside the number of members of its region that responded.
#[utoipa::path(get, path = "/api/v1/statistics/theme-by-region", operation_id = "theme_by_region", tag = "statistics", params(ThemeByRegionFilters, LanguageParameters, FormatParameters),
    responses((status = 200, description = "Counts by theme and region", content((ThemeByRegion = "application/json"), (ThemeByRegion = "application/ld+json"), (String = "text/csv"))), ReadProblems))]
pub(super) async fn theme_by_region(
    State(state): State<AppState>,
    headers: HeaderMap,
    parameters: TableParameters<ThemeByRegionFilters>,
) -> Result<Response, Problem> {
    let filter = parameters.own.into_filter();
    let body = state.run(move |service| theme_by_region_body(service, &filter)).await?;
    resource::json_or_table(&headers, parameters.presentation, body, &json!(Cell::default()))
}

impl RecurrenceFilters {
    fn into_filter(self) -> StatisticsFilter {
        let mut filter = common(self.survey, self.question, self.kind);
        filter.filters.push(Filter::things("region", Kind::Region, self.region));
        filter
    }
}

impl ThemeByRegionFilters {
    fn into_filter(self) -> StatisticsFilter {
        common(self.survey, self.question, self.kind)
    }
}

fn common(survey: Vec<Slug>, question: Vec<Slug>, kind: Vec<StatementKind>) -> StatisticsFilter {
    StatisticsFilter {
        filters: vec![
            Filter::things("survey", Kind::Survey, survey),
            Filter::things("question", Kind::Question, question),
            Filter { name: "kind", values: kind.into_iter().map(StatementKind::value).collect() },
        ],
    }
}

fn recurrence_body(
    service: &Passerelle,
    filter: &StatisticsFilter,
    level: Option<usize>,
) -> Result<Value, BrowseError> {
    let found = service.recurrence(filter)?;
    let rows = found
        .frequencies
        .iter()
        .filter(|row| level.is_none_or(|level| usize::from(row.level) == level));
    let names = service
        .references(rows.clone().flat_map(|row| [row.question.clone(), row.theme.clone()]))?;
    let data: Vec<Frequency> = rows
        .map(|row| Frequency {
            question: Reference::named(&names, &row.question),
            theme: Reference::named(&names, &row.theme),
            level: row.level,
            statements: row.statements,
            members: row.members,
        })
        .collect();
    Ok(json!({
        "total": data.len(),
        "data": data,
        "respondents": found.respondents,
        "caveat": caveat(),
    }))
}

fn theme_by_region_body(
    service: &Passerelle,
    filter: &StatisticsFilter,
) -> Result<Value, BrowseError> {
    let found = service.theme_by_region(filter)?;
    let names = service.references(
        found.cells.iter().flat_map(|cell| [cell.theme.clone(), cell.region.clone()]),
    )?;
    let base = |region: &crate::domain::Iri| found.bases.iter().find(|base| base.region == *region);
    let data: Vec<Cell> = found
        .cells
        .iter()
        .map(|cell| Cell {
            theme: Reference::named(&names, &cell.theme),
            region: Reference::named(&names, &cell.region),
            members: cell.members,
            statements: cell.statements,
            respondents: base(&cell.region).map_or(0, |base| base.respondents),
            mentioned: base(&cell.region).map_or(0, |base| base.mentioned),
        })
        .collect();
    Ok(json!({ "total": data.len(), "data": data, "caveat": caveat() }))
}

/// What the report itself warns of, and what these counts are.
fn caveat() -> Text {
    Language::ALL
        .into_iter()
        .zip([
            "Compté à partir des déclarations de ce graphe, non des graphiques du rapport, dont les valeurs sont perdues. L’échantillon est petit et certaines régions y sont peu représentées, comme le rapport en avertit. Un thème non cité est inconnu, pas absent.",
            "Counted from the statements of this graph, not from the report's charts, whose values are lost. The sample is small and some regions are thinly represented, as the report itself warns. A theme that is not mentioned is unknown, not absent.",
            "Contado a partir de las declaraciones de este grafo, no de los gráficos del informe, cuyos valores se han perdido. La muestra es pequeña y algunas regiones están poco representadas, como advierte el propio informe. Un tema no citado es desconocido, no ausente.",
        ])
        .collect()
}
