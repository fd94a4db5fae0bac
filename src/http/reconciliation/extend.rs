//! What the graph says of those who were found: the values of properties, for
//! new columns beside their names.

use super::super::parameters::Lenient;
use super::super::problem::Problem;
use super::super::state::AppState;
use super::schema::{self, Property};
use super::{
    ReconciliationProblems, json_document, manifest, reconciled, short, spoken, type_reference,
    wrong,
};
use crate::domain::{Iri, Kind, Language};
use crate::graph::Record;
use axum::extract::Path;
use axum::response::Response;
use serde::Deserialize;
use serde_json::{Map, Value, json};
use std::num::NonZeroUsize;
use utoipa::IntoParams;

/// Things at a time.
const IDS_MAX: usize = 500;

#[derive(Deserialize)]
struct Wanted {
    ids: Vec<String>,
    properties: Vec<WantedProperty>,
}

#[derive(Deserialize)]
struct WantedProperty {
    id: String,
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(in crate::http) struct TypeOfThings {
    /// The type whose properties are wanted; those of all types without.
    #[param(example = "Country")]
    r#type: Option<String>,
    /// How many at most.
    #[param(value_type = Option<usize>, minimum = 1, example = 5)]
    limit: Option<NonZeroUsize>,
}

/// Propose properties of a type
#[utoipa::path(get, path = "/reconcile/{lang}/properties", operation_id = "propose_properties", tag = "reconciliation",
    params(("lang" = String, Path, description = "`fr`, `en` or `es`", example = "en"), TypeOfThings),
    responses((status = 200, description = "The properties that things of the type have", body = Object, content_type = "application/json"), ReconciliationProblems))]
pub(in crate::http) async fn propose_properties(
    Path(language): Path<String>,
    Lenient(asked): Lenient<TypeOfThings>,
) -> Result<Response, Problem> {
    let language = spoken(&language)?;
    let kind = asked.r#type.as_deref().map(schema::kind_of_type);
    let has = |property: &&Property| match kind {
        Some(kind) => kind.is_some_and(|kind| property.kinds.contains(&kind)),
        None => true,
    };
    let proposed = schema::PROPERTIES
        .iter()
        .filter(has)
        .take(asked.limit.map_or(usize::MAX, NonZeroUsize::get));
    let proposed: Vec<Value> = proposed.map(|one| manifest::property(one, language)).collect();
    let mut body = json!({ "properties": proposed });
    if let Some(id) = asked.r#type {
        body["type"] = json!(id);
    }
    if let Some(limit) = asked.limit {
        body["limit"] = json!(limit);
    }
    Ok(json_document(&body))
}

/// The values of properties of things.
pub(super) async fn answer(
    state: &AppState,
    wanted: &str,
    language: Language,
) -> Result<Value, Problem> {
    let wanted: Wanted =
        serde_json::from_str(wanted).map_err(|error| wrong("/extend", error.to_string()))?;
    if wanted.ids.len() > IDS_MAX {
        return Err(wrong("/extend/ids", format!("at most {IDS_MAX} things are told at a time")));
    }
    let ids: Vec<Iri> = wanted.ids.iter().filter_map(|id| reconciled(id)).collect();
    let records = state.run(move |service| service.records(&ids)).await?;
    let mut rows = Map::new();
    for id in wanted.ids {
        let iri = reconciled(&id);
        let record = iri.and_then(|iri| records.iter().find(|one| is(one, &iri)));
        let cells: Map<String, Value> = wanted
            .properties
            .iter()
            .map(|property| (property.id.clone(), cell(record, &property.id, language)))
            .collect();
        rows.insert(id, cells.into());
    }
    let meta: Vec<Value> = wanted.properties.iter().map(|one| meta(&one.id, language)).collect();
    Ok(json!({ "meta": meta, "rows": rows }))
}

fn is(record: &Record, id: &Iri) -> bool {
    record.as_json()["id"].as_str() == Some(id.as_str())
}

/// A property, with the type of its values where that is reconciled as well.
fn meta(id: &str, language: Language) -> Value {
    let property = Property::named(id);
    let mut meta = json!({ "id": id, "name": property.map_or(id, |one| one.name(language)) });
    match id {
        "country" => meta["type"] = type_reference(Kind::Country, language),
        "broader" | "narrower" => meta["type"] = type_reference(Kind::Theme, language),
        _ => {}
    }
    meta
}

/// The values of a property; none where it is unknown, of the thing or at all.
fn cell(record: Option<&Record>, id: &str, language: Language) -> Value {
    let known = Property::named(id).and_then(|property| record?.as_json().get(property.id));
    let values = match known {
        None => Vec::new(),
        Some(Value::Array(values)) => values.iter().collect(),
        Some(value) => vec![value],
    };
    values.into_iter().flat_map(|value| told(value, language)).collect()
}

/// A value in the forms of the specification. A text comes in the language of
/// the service, or in the one it falls back to.
fn told(value: &Value, language: Language) -> Vec<Value> {
    let text = |text: &Value| text.as_str().map(|text| json!({ "str": text }));
    match value {
        Value::Object(thing) if thing.contains_key("id") => {
            let id = Iri::parse(thing["id"].as_str().unwrap_or_default());
            let id = id.as_ref().map(short).unwrap_or_default();
            let name = thing.get("label").and_then(|names| in_language(names, language));
            vec![json!({ "id": id, "name": name.and_then(Value::as_str).unwrap_or(id) })]
        }
        Value::Object(_) => match in_language(value, language) {
            Some(Value::Array(texts)) => texts.iter().filter_map(text).collect(),
            Some(one) => text(one).into_iter().collect(),
            None => Vec::new(),
        },
        Value::Number(number) if number.is_i64() => vec![json!({ "int": number })],
        value => text(value).into_iter().collect(),
    }
}

fn in_language(texts: &Value, language: Language) -> Option<&Value> {
    let mut order = [language].into_iter().chain(Language::ALL);
    let known = order.find_map(|language| texts.get(language.tag()));
    known.or_else(|| texts.as_object()?.values().next())
}
