//! What somebody may be about to type: things, types, properties.

use super::super::parameters::Lenient;
use super::super::problem::Problem;
use super::super::state::AppState;
use super::{
    ReconciliationProblems, json_document, manifest, schema, short, spoken, type_reference,
};
use crate::domain::folded;
use crate::operations::{NamedThing, RECONCILED};
use axum::extract::{Path, State};
use axum::response::Response;
use serde::Deserialize;
use serde_json::{Value, json};
use utoipa::IntoParams;

/// Suggestions at a time.
const LIMIT: usize = 20;
/// As much of what is typed as is looked at.
const PREFIX_MAX: usize = 100;

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(in crate::http) struct Typed {
    /// What was typed so far.
    #[serde(default)]
    #[param(value_type = Option<String>, example = "i")]
    prefix: String,
    /// How many suggestions to leave out.
    #[serde(default)]
    #[param(value_type = Option<usize>, example = 0)]
    cursor: usize,
}

impl Typed {
    fn prefix(&self) -> String {
        self.prefix.chars().take(PREFIX_MAX).collect()
    }
}

/// Suggest countries, members and themes
#[utoipa::path(get, path = "/reconcile/{lang}/suggest/entity", operation_id = "suggest_entities", tag = "reconciliation",
    params(("lang" = String, Path, description = "`fr`, `en` or `es`", example = "en"), Typed),
    responses((status = 200, description = "Those with a name that has a word that begins so", body = Object, content_type = "application/json"), ReconciliationProblems))]
pub(in crate::http) async fn suggest_entities(
    State(state): State<AppState>,
    Path(language): Path<String>,
    Lenient(typed): Lenient<Typed>,
) -> Result<Response, Problem> {
    let language = spoken(&language)?;
    let prefix = typed.prefix();
    let found = state.run(move |service| service.complete_name(&prefix, &RECONCILED)).await?;
    let suggestion = |thing: &NamedThing| {
        let name = thing.label.get(language).map(|(_, name)| name);
        json!({
            "id": short(&thing.id),
            "name": name.unwrap_or(short(&thing.id)),
            "notable": [type_reference(thing.kind, language)],
        })
    };
    let found = found.iter().skip(typed.cursor).take(LIMIT).map(suggestion);
    Ok(json_document(&json!({ "result": found.collect::<Vec<_>>() })))
}

/// Suggest types
#[utoipa::path(get, path = "/reconcile/{lang}/suggest/type", operation_id = "suggest_types", tag = "reconciliation",
    params(("lang" = String, Path, description = "`fr`, `en` or `es`", example = "en"), Typed),
    responses((status = 200, description = "The types that begin so", body = Object, content_type = "application/json"), ReconciliationProblems))]
pub(in crate::http) async fn suggest_types(
    Path(language): Path<String>,
    Lenient(typed): Lenient<Typed>,
) -> Result<Response, Problem> {
    let language = spoken(&language)?;
    let types = RECONCILED.map(|kind| type_reference(kind, language));
    Ok(json_document(&json!({ "result": beginning(types, &typed) })))
}

/// Suggest properties
#[utoipa::path(get, path = "/reconcile/{lang}/suggest/property", operation_id = "suggest_properties", tag = "reconciliation",
    params(("lang" = String, Path, description = "`fr`, `en` or `es`", example = "en"), Typed),
    responses((status = 200, description = "The properties that begin so", body = Object, content_type = "application/json"), ReconciliationProblems))]
pub(in crate::http) async fn suggest_properties(
    Path(language): Path<String>,
    Lenient(typed): Lenient<Typed>,
) -> Result<Response, Problem> {
    let language = spoken(&language)?;
    let properties = schema::PROPERTIES.iter().map(|one| manifest::property(one, language));
    Ok(json_document(&json!({ "result": beginning(properties, &typed) })))
}

/// Those whose identifier or name begins as was typed.
fn beginning(all: impl IntoIterator<Item = Value>, typed: &Typed) -> Vec<Value> {
    let prefix = folded(typed.prefix().trim());
    let begins = |value: &Value| folded(value.as_str().unwrap_or_default()).starts_with(&prefix);
    let found = all.into_iter().filter(|one| begins(&one["id"]) || begins(&one["name"]));
    found.skip(typed.cursor).take(LIMIT).collect()
}
