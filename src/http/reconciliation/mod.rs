//! `/reconcile`: the Reconciliation Service API 0.2 of the W3C's Entity
//! Reconciliation Community Group, by which OpenRefine and others bring names
//! in a table together with identifiers here.
//!
//! - `manifest`: what the service can do, and where.
//! - `queries`: who is meant by a name.
//! - `suggest`: what somebody may be about to type.
//! - `extend`: what the graph says of those who were found.
//! - `schema`: types and properties, by name.
//!
//! The preview of a thing is a page, and made by the layer of pages.

pub(super) mod extend;
mod manifest;
mod queries;
mod schema;
pub(super) mod suggest;

use super::description;
use super::form;
use super::parameters::Lenient;
use super::problem::{Problem, ProblemDetails, ProblemKind};
use super::state::AppState;
use crate::domain::{Iri, Kind, Language};
use crate::operations::RECONCILED;
use crate::vocabulary::ID;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, Uri, header};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use serde_json::{Value, json};
use utoipa::{IntoParams, ToSchema};

/// What is asked, as JSON in a parameter or in a field of a form.
#[derive(Default, Deserialize, IntoParams, ToSchema)]
#[into_params(parameter_in = Query)]
pub(super) struct Asked {
    /// Names, each under a key of its own: `{"q0": {"query": "Kenia", "type": "Country"}}`.
    queries: Option<String>,
    /// Things whose properties are wanted: `{"ids": ["country/ke"], "properties": [{"id": "iso3"}]}`.
    extend: Option<String>,
}

/// What reconciling can answer beside its success.
#[derive(utoipa::IntoResponses)]
#[allow(dead_code, reason = "describes answers")]
pub(super) enum ReconciliationProblems {
    /// The query is not understood; the answer names the place.
    #[response(status = 400, content_type = "application/problem+json")]
    InvalidParameter(#[to_schema] ProblemDetails),
    /// There is no such language.
    #[response(status = 404, content_type = "application/problem+json")]
    NotFound(#[to_schema] ProblemDetails),
    /// The form is too large.
    #[response(status = 413, content_type = "application/problem+json")]
    TooLarge(#[to_schema] ProblemDetails),
}

/// Reconcile names, or tell what can be reconciled
///
/// The Reconciliation Service API 0.2. Without parameters, the manifest of the service. Names are
/// looked for in French, English and Spanish, and answers are in French; `/reconcile/{lang}` is the
/// same service in another language.
#[utoipa::path(get, path = "/reconcile", operation_id = "get_reconciliation", tag = "reconciliation", params(Asked),
    responses((status = 200, description = "The manifest, candidates for each name, or the properties of things", body = Object, content_type = "application/json"), ReconciliationProblems))]
pub(super) async fn get_reconciliation(
    State(state): State<AppState>,
    Lenient(asked): Lenient<Asked>,
    uri: Uri,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    answer(&state, asked, Language::ALL[0], base(&state, &uri, &headers)).await
}

/// Reconcile names that are sent as a form
#[utoipa::path(post, path = "/reconcile", operation_id = "post_reconciliation", tag = "reconciliation",
    request_body(content = Asked, content_type = "application/x-www-form-urlencoded", example = json!({"queries": "{\"q0\": {\"query\": \"Kenia\"}}"})),
    responses((status = 200, description = "Candidates for each name, or the properties of things", body = Object, content_type = "application/json"), ReconciliationProblems))]
pub(super) async fn post_reconciliation(
    State(state): State<AppState>,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, Problem> {
    let base = base(&state, &uri, &headers);
    answer(&state, read_form(&body)?, Language::ALL[0], base).await
}

/// Reconcile names, with answers in a language
#[utoipa::path(get, path = "/reconcile/{lang}", operation_id = "get_reconciliation_in_language", tag = "reconciliation",
    params(("lang" = String, Path, description = "`fr`, `en` or `es`", example = "en"), Asked),
    responses((status = 200, description = "The manifest, candidates for each name, or the properties of things", body = Object, content_type = "application/json"), ReconciliationProblems))]
pub(super) async fn get_reconciliation_in_language(
    State(state): State<AppState>,
    Path(language): Path<String>,
    Lenient(asked): Lenient<Asked>,
    uri: Uri,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    answer(&state, asked, spoken(&language)?, base(&state, &uri, &headers)).await
}

/// Reconcile names that are sent as a form, with answers in a language
#[utoipa::path(post, path = "/reconcile/{lang}", operation_id = "post_reconciliation_in_language", tag = "reconciliation",
    params(("lang" = String, Path, description = "`fr`, `en` or `es`", example = "en")),
    request_body(content = Asked, content_type = "application/x-www-form-urlencoded", example = json!({"queries": "{\"q0\": {\"query\": \"Kenia\"}}"})),
    responses((status = 200, description = "Candidates for each name, or the properties of things", body = Object, content_type = "application/json"), ReconciliationProblems))]
pub(super) async fn post_reconciliation_in_language(
    State(state): State<AppState>,
    Path(language): Path<String>,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, Problem> {
    let base = base(&state, &uri, &headers);
    answer(&state, read_form(&body)?, spoken(&language)?, base).await
}

async fn answer(
    state: &AppState,
    asked: Asked,
    language: Language,
    base: String,
) -> Result<Response, Problem> {
    let body = match asked {
        Asked { queries: Some(queries), .. } => queries::answer(state, &queries, language).await?,
        Asked { extend: Some(wanted), .. } => extend::answer(state, &wanted, language).await?,
        Asked { .. } => manifest::document(&base, language),
    };
    Ok(json_document(&body))
}

fn json_document(body: &Value) -> Response {
    ([(header::CONTENT_TYPE, "application/json")], body.to_string()).into_response()
}

/// The fields of a form, whatever else is in it.
fn read_form(body: &[u8]) -> Result<Asked, Problem> {
    let mut asked = Asked::default();
    for (name, value) in form::pairs(body)? {
        match name.as_ref() {
            "queries" => asked.queries = Some(value.into_owned()),
            "extend" => asked.extend = Some(value.into_owned()),
            _ => {}
        }
    }
    if asked.queries.is_none() && asked.extend.is_none() {
        return Err(wrong("", "a form with the field queries or extend is expected"));
    }
    Ok(asked)
}

/// JSON that is not understood, at a place in it.
fn wrong(pointer: &str, words: impl Into<String>) -> Problem {
    Problem::place(ProblemKind::InvalidParameter, pointer, words)
}

fn spoken(language: &str) -> Result<Language, Problem> {
    let known = language.parse::<Language>();
    known.map_err(|error| Problem::new(ProblemKind::NotFound, error.to_string()))
}

fn base(state: &AppState, uri: &Uri, headers: &HeaderMap) -> String {
    description::base(state, uri, headers).map(|base| base.to_string()).unwrap_or_default()
}

/// A thing as clients name it: its identifier without what all begin with.
fn short(id: &Iri) -> &str {
    id.as_str().strip_prefix(ID).unwrap_or(id.as_str())
}

/// The thing that a client names; none that could not be reconciled.
pub(crate) fn reconciled(id: &str) -> Option<Iri> {
    let iri = Iri::parse(&format!("{ID}{}", id.strip_prefix(ID).unwrap_or(id))).ok()?;
    Kind::of(iri.as_str()).filter(|kind| RECONCILED.contains(kind)).map(|_| iri)
}

/// A type, by its name in a language.
fn type_reference(kind: Kind, language: Language) -> Value {
    json!({ "id": schema::type_id(kind), "name": schema::type_name(kind, language) })
}
