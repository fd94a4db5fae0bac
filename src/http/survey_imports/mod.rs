//! `/api/v1/survey-imports`: sheets of answers, from the dry run over the
//! coding to the graph. For reviewers.

mod received;
mod schema;

use super::authorisation::Reviewer;
use super::desk_problems::{BodyProblems, DeskProblems, RevisionProblems, UnknownProblems};
use super::parameters::{
    FormatParameters, LanguageParameters, Limit, Name, NoParameters, Parameters, TableParameters,
};
use super::problem::{Problem, ProblemDetails, ProblemKind};
use super::resource;
use super::state::AppState;
use super::writing;
use crate::operations::{Coding, CodingState, ImportReport, ImportSurveyError, SurveyFile};
use axum::extract::{Path, Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use received::Form;
use schema::{ClaimCodings, CodingDecisions, SurveyImport};
pub(crate) use schema::{survey_fault_columns, survey_faults};
use serde::Deserialize;
use serde_json::{Value, json};
use utoipa::{IntoParams, ToSchema};

/// The largest body: a sheet with its mapping.
pub(crate) const BODY_BYTES_MAX: usize = crate::survey::FILE_BYTES_MAX + 256 * 1024;
const PATH: &str = "/api/v1/survey-imports";
/// How many codings a page has when nobody says.
const LIMIT_DEFAULT: usize = 20;

/// How far an import goes at once.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct ImportParameters {
    /// Only tell what would be published; unless said, `true`.
    #[param(default = true, example = true)]
    dry_run: Option<bool>,
    /// Publish without what is faulty or not coded.
    #[serde(default)]
    #[param(default = false, example = false)]
    incomplete: bool,
}

/// What may be left out.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct PublishParameters {
    /// Publish without what is faulty or not coded.
    #[serde(default)]
    #[param(default = false, example = true)]
    incomplete: bool,
}

/// Which codings are listed.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct CodingFilters {
    /// Only claims that are so far.
    #[serde(default)]
    #[param(value_type = Vec<String>, inline, example = json!(["suggested"]))]
    state: Vec<Name<CodingState>>,
    /// How many a page has, from 1 to 100.
    #[param(value_type = Option<u8>, minimum = 1, maximum = 100, default = 20, example = 20)]
    limit: Option<Limit>,
    /// Where to go on, from the `next` of the page before.
    cursor: Option<usize>,
}

/// A sheet and what its columns mean.
#[derive(ToSchema)]
#[allow(dead_code, reason = "describes a form")]
pub(super) struct SurveyForm {
    /// CSV, XLSX or ODS, up to 8 MiB.
    #[schema(format = Binary, content_media_type = "application/octet-stream")]
    file: String,
    /// The mapping, TOML or JSON: see docs/survey-import.md.
    mapping: String,
}

/// What publishing can answer besides.
#[derive(utoipa::IntoResponses)]
#[allow(dead_code, reason = "describes answers")]
pub(super) enum PublishProblems {
    /// The survey has another graph, or the import is published already.
    #[response(status = 409, content_type = "application/problem+json")]
    Conflict(#[to_schema] ProblemDetails),
    /// The sheet or the mapping cannot be used; or something is faulty or not coded.
    #[response(status = 422, content_type = "application/problem+json")]
    Unprocessable(#[to_schema] ProblemDetails),
    /// Too many writes are under way.
    #[response(status = 503, content_type = "application/problem+json")]
    Busy(#[to_schema] ProblemDetails),
    /// The disk of the service is full; nothing was stored.
    #[response(status = 507, content_type = "application/problem+json")]
    InsufficientStorage(#[to_schema] ProblemDetails),
}

/// What decisions can be refused for.
#[derive(utoipa::IntoResponses)]
#[allow(dead_code, reason = "describes answers")]
pub(super) enum DecisionProblems {
    /// The import is published: nothing of it can be changed.
    #[response(status = 409, content_type = "application/problem+json")]
    Conflict(#[to_schema] ProblemDetails),
    /// A claim or a theme is not known.
    #[response(status = 422, content_type = "application/problem+json")]
    Unprocessable(#[to_schema] ProblemDetails),
}

/// What throwing away can be refused for.
#[derive(utoipa::IntoResponses)]
#[allow(dead_code, reason = "describes answers")]
pub(super) enum DiscardProblems {
    /// The import is published: nothing of it can be changed.
    #[response(status = 409, content_type = "application/problem+json")]
    Conflict(#[to_schema] ProblemDetails),
}

/// Try the import of a sheet of answers
///
/// Reads CSV, XLSX or ODS by a mapping, and tells every faulty cell. Nothing is published unless
/// `dry_run=false`; what was read is kept for coding, and the file is not. The same file with the
/// same mapping is the same import; one that is published is answered as it was. Needs the role
/// `reviewer`.
#[utoipa::path(post, path = "/api/v1/survey-imports", operation_id = "import_survey", tag = "surveys", params(ImportParameters, LanguageParameters, FormatParameters), security(("key" = [])),
    request_body(content = SurveyForm, content_type = "multipart/form-data"),
    responses((status = 201, description = "The import is new", body = SurveyImport, headers(("Location" = String, description = "Where it is"), ("ETag" = String, description = "Its revision"))),
        (status = 200, description = "It is known", content((SurveyImport = "application/json"), (SurveyImport = "application/ld+json"), (String = "text/csv"))),
        DeskProblems, BodyProblems, PublishProblems))]
pub(super) async fn import_survey(
    State(state): State<AppState>,
    reviewer: Reviewer,
    headers: HeaderMap,
    parameters: TableParameters<ImportParameters>,
    request: Request,
) -> Result<Response, Problem> {
    let body = state.body_limits(BODY_BYTES_MAX).read(request.into_body()).await?;
    let form = Form::read(&headers, body).await?;
    let ImportParameters { dry_run, incomplete } = parameters.own;
    let (report, new) = writing::run(&state, None, move |service, _| {
        let Form { name, file, mapping } = &form;
        let file = SurveyFile { name, bytes: file, mapping };
        let (report, new) = service.draft_survey(&file, reviewer.by())?;
        if dry_run.unwrap_or(true) {
            return Ok((report, new));
        }
        let (role, by) = (reviewer.role(), reviewer.by());
        Ok((service.publish_survey(&report.id, report.version, incomplete, role, by)?, new))
    })
    .await?;
    let mut response = told(&headers, parameters.presentation, &report)?;
    if new {
        *response.status_mut() = StatusCode::CREATED;
        let place = state.link(&format!("{PATH}/{}", report.id));
        let place = HeaderValue::try_from(place).map_err(|error| Problem::internal(&error))?;
        response.headers_mut().insert(header::LOCATION, place);
    }
    Ok(response)
}

/// Get an import
///
/// With its faults, by row and column; in CSV these alone. Needs the role `reviewer`.
#[utoipa::path(get, path = "/api/v1/survey-imports/{id}", operation_id = "get_survey_import", tag = "surveys",
    params(("id" = String, Path, description = "The import", example = "9c1f3b0a77d2e684"), LanguageParameters, FormatParameters), security(("key" = [])),
    responses((status = 200, description = "The import", content((SurveyImport = "application/json"), (SurveyImport = "application/ld+json"), (String = "text/csv"))), DeskProblems, UnknownProblems))]
pub(super) async fn get_survey_import(
    State(state): State<AppState>,
    _reviewer: Reviewer,
    Path(id): Path<String>,
    headers: HeaderMap,
    parameters: TableParameters<NoParameters>,
) -> Result<Response, Problem> {
    let report = state.run(move |service| service.survey_import(&id)).await?;
    told(&headers, parameters.presentation, &report)
}

/// List the codings of an import
///
/// Each claim with the themes that it may be about, each with a score and its reasons. Needs the
/// role `reviewer`.
#[utoipa::path(get, path = "/api/v1/survey-imports/{id}/codings", operation_id = "list_codings", tag = "surveys",
    params(("id" = String, Path, description = "The import", example = "9c1f3b0a77d2e684"), CodingFilters, LanguageParameters), security(("key" = [])),
    responses((status = 200, description = "A page of codings", body = ClaimCodings, headers(("ETag" = String, description = "The revision of the import"))), DeskProblems, UnknownProblems))]
pub(super) async fn list_codings(
    State(state): State<AppState>,
    _reviewer: Reviewer,
    Path(id): Path<String>,
    headers: HeaderMap,
    parameters: TableParameters<CodingFilters>,
) -> Result<Response, Problem> {
    let media_type = resource::json_only(&headers, parameters.presentation)?;
    let report = state.run(move |service| service.survey_import(&id)).await?;
    let filters = parameters.own;
    let wanted = |coding: &&Coding| {
        filters.state.is_empty() || filters.state.iter().any(|state| state.0 == coding.state())
    };
    let all: Vec<&Coding> = report.codings.iter().filter(wanted).collect();
    let begin = filters.cursor.unwrap_or_default().min(all.len());
    let end = (begin + filters.limit.map_or(LIMIT_DEFAULT, Limit::get)).min(all.len());
    let page = &all[begin..end];
    let names = state.service().references(schema::named_in(page))?;
    let next = (end < all.len()).then(|| {
        let separator = if parameters.others.is_empty() { "" } else { "&" };
        let path = format!("{PATH}/{}/codings?{}", report.id, parameters.others);
        state.link(&format!("{path}{separator}cursor={end}"))
    });
    let data = schema::codings(&report, page, &names)?;
    let body = json!({ "data": data, "next": next, "total": all.len() });
    Ok(private(resource::document(media_type, body, parameters.presentation), report.version))
}

/// Decide codings
///
/// Accepts, corrects or leaves uncoded: all of it, or nothing. Needs the role `reviewer`, and
/// `If-Match` with the ETag of the import.
#[utoipa::path(patch, path = "/api/v1/survey-imports/{id}/codings", operation_id = "decide_codings", tag = "surveys",
    params(("id" = String, Path, description = "The import", example = "9c1f3b0a77d2e684"), ("If-Match" = String, Header, description = "The ETag of the import that was read"), LanguageParameters), security(("key" = [])),
    request_body(content = CodingDecisions, content_type = "application/json",
        example = json!({"decisions": [{"claim": "q3-be-actiris-1", "themes": ["telework"]}, {"claim": "q3-be-actiris-2", "themes": []}]})),
    responses((status = 200, description = "The import as it is now", body = SurveyImport, headers(("ETag" = String, description = "Its revision"))),
        DeskProblems, UnknownProblems, BodyProblems, DecisionProblems, RevisionProblems))]
pub(super) async fn decide_codings(
    State(state): State<AppState>,
    reviewer: Reviewer,
    Path(id): Path<String>,
    headers: HeaderMap,
    parameters: Parameters<NoParameters>,
    request: Request,
) -> Result<Response, Problem> {
    let version = received::version(&headers)?;
    let body = state.body_limits(BODY_BYTES_MAX).read(request.into_body()).await?;
    let decisions = received::decisions(&headers, &body)?;
    let report = state
        .run(move |service| service.code_survey(&id, version, decisions, reviewer.by()))
        .await?;
    told(&headers, parameters.presentation, &report)
}

/// Publish an import
///
/// As a graph of its own, all of it or nothing. One that is published stays as it is. The words of
/// respondents are kept no longer. Needs the role `reviewer`, and `If-Match` with the ETag of the
/// import.
#[utoipa::path(post, path = "/api/v1/survey-imports/{id}/publish", operation_id = "publish_survey_import", tag = "surveys",
    params(("id" = String, Path, description = "The import", example = "9c1f3b0a77d2e684"), ("If-Match" = String, Header, description = "The ETag of the import that was read"), PublishParameters, LanguageParameters), security(("key" = [])),
    responses((status = 200, description = "It is published", body = SurveyImport, headers(("ETag" = String, description = "Its revision"))), DeskProblems, UnknownProblems, PublishProblems, RevisionProblems))]
pub(super) async fn publish_survey_import(
    State(state): State<AppState>,
    reviewer: Reviewer,
    Path(id): Path<String>,
    headers: HeaderMap,
    parameters: Parameters<PublishParameters>,
) -> Result<Response, Problem> {
    let version = received::version(&headers)?;
    let incomplete = parameters.own.incomplete;
    let report = writing::run(&state, None, move |service, _| {
        Ok(service.publish_survey(&id, version, incomplete, reviewer.role(), reviewer.by())?)
    })
    .await?;
    told(&headers, parameters.presentation, &report)
}

/// Throw an import away
///
/// With all that was read of its sheet and decided about it, as long as it is not published. Needs
/// the role `reviewer`, and `If-Match` with the ETag of the import.
#[utoipa::path(delete, path = "/api/v1/survey-imports/{id}", operation_id = "discard_survey_import", tag = "surveys",
    params(("id" = String, Path, description = "The import", example = "9c1f3b0a77d2e684"), ("If-Match" = String, Header, description = "The ETag of the import that was read"), LanguageParameters), security(("key" = [])),
    responses((status = 204, description = "It is gone"), DeskProblems, UnknownProblems, DiscardProblems, RevisionProblems))]
pub(super) async fn discard_survey_import(
    State(state): State<AppState>,
    reviewer: Reviewer,
    Path(id): Path<String>,
    headers: HeaderMap,
    _parameters: Parameters<NoParameters>,
) -> Result<StatusCode, Problem> {
    let version = received::version(&headers)?;
    state.run(move |service| service.discard_survey(&id, version, reviewer.by())).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// An import, or in CSV its faults.
fn told(
    headers: &HeaderMap,
    presentation: super::parameters::Presentation,
    report: &ImportReport,
) -> Result<Response, Problem> {
    let body = serde_json::to_value(SurveyImport::from(report));
    let mut body = body.map_err(|error| Problem::internal(&error))?;
    // Its keys say nothing in the graph's own words.
    body["@context"] = json!([resource::CONTEXT, { "value": null }]);
    let columns: Value = survey_fault_columns();
    let response = resource::json_or_table(headers, presentation, body, &columns)?;
    Ok(private(response, report.version))
}

/// For its reader alone, with the version that `If-Match` names.
fn private(mut response: Response, version: u64) -> Response {
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
    if let Ok(tag) = HeaderValue::try_from(format!("\"{version}\"")) {
        headers.insert(header::ETAG, tag);
    }
    response.into_response()
}

impl From<ImportSurveyError> for Problem {
    fn from(error: ImportSurveyError) -> Self {
        let words = error.to_string();
        match error {
            ImportSurveyError::Graph(error) => error.into(),
            ImportSurveyError::Desk(_) | ImportSurveyError::Damaged(_) => Self::internal(&error),
            ImportSurveyError::Unknown(_) => Self::new(ProblemKind::NotFound, words),
            ImportSurveyError::Stale(_) => Self::new(ProblemKind::PreconditionFailed, words),
            ImportSurveyError::Published | ImportSurveyError::Taken(_) => {
                Self::new(ProblemKind::Conflict, words)
            }
            ImportSurveyError::Mapping(_) => {
                Self::place(ProblemKind::Unprocessable, "/mapping", words)
            }
            ImportSurveyError::Sheet(_) | ImportSurveyError::Columns(_) => {
                Self::place(ProblemKind::Unprocessable, "/file", words)
            }
            _ => Self::new(ProblemKind::Unprocessable, words),
        }
    }
}
