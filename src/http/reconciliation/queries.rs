//! Who is meant by a name: a batch of queries, and the candidates for each.

use super::super::problem::Problem;
use super::super::state::AppState;
use super::{schema, short, type_reference, wrong};
use crate::domain::Language;
use crate::operations::{Candidate, NameQuery, RECONCILED};
use serde::Deserialize;
use serde_json::{Map, Value, json};

/// Names in a batch.
const QUERIES_MAX: usize = 100;
/// Candidates for a name, unless it is said how many, and at most.
const LIMIT_DEFAULT: u16 = 5;
const LIMIT_MAX: u16 = 50;
/// Letters of a name.
const NAME_MAX: usize = 300;

/// A name with what else is known.
#[derive(Deserialize)]
struct Query {
    query: Option<String>,
    #[serde(default)]
    r#type: OneOrMany<String>,
    limit: Option<f64>,
    #[serde(default)]
    properties: Vec<KnownProperty>,
}

/// The value of a property.
#[derive(Deserialize)]
struct KnownProperty {
    pid: String,
    v: OneOrMany<PropertyValue>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum OneOrMany<T> {
    Many(Vec<T>),
    One(T),
}

#[derive(Deserialize)]
#[serde(untagged)]
enum PropertyValue {
    Text(String),
    Number(serde_json::Number),
    Boolean(bool),
    Thing { id: String },
}

impl<T> Default for OneOrMany<T> {
    fn default() -> Self {
        Self::Many(Vec::new())
    }
}

impl<T> OneOrMany<T> {
    fn into_vec(self) -> Vec<T> {
        match self {
            Self::Many(values) => values,
            Self::One(value) => vec![value],
        }
    }
}

impl PropertyValue {
    fn into_text(self) -> String {
        match self {
            Self::Text(text) | Self::Thing { id: text } => text,
            Self::Number(number) => number.to_string(),
            Self::Boolean(truth) => truth.to_string(),
        }
    }
}

impl TryFrom<Query> for NameQuery {
    type Error = &'static str;

    fn try_from(query: Query) -> Result<Self, Self::Error> {
        let types = query.r#type.into_vec();
        let name = query.query.filter(|name| !name.trim().is_empty());
        if name.is_none() && query.properties.is_empty() {
            return Err("a query or properties are expected");
        }
        if name.as_ref().is_some_and(|name| name.chars().count() > NAME_MAX) {
            return Err("no name is that long");
        }
        let kinds = match types.as_slice() {
            [] => RECONCILED.to_vec(),
            types => types.iter().filter_map(|id| schema::kind_of_type(id)).collect(),
        };
        let properties = query.properties.into_iter().map(|known| {
            (known.pid, known.v.into_vec().into_iter().map(PropertyValue::into_text).collect())
        });
        Ok(Self { name, kinds, properties: properties.collect(), limit: limit(query.limit) })
    }
}

/// As a client writes it, within what is given.
fn limit(asked: Option<f64>) -> usize {
    let whole = |asked: f64| (1..=LIMIT_MAX).take_while(|it| f64::from(*it) <= asked).last();
    asked.map_or(LIMIT_DEFAULT, |asked| whole(asked).unwrap_or(1)).into()
}

/// The candidates for each name, under its key.
pub(super) async fn answer(
    state: &AppState,
    queries: &str,
    language: Language,
) -> Result<Value, Problem> {
    let batch: Map<String, Value> =
        serde_json::from_str(queries).map_err(|error| wrong("/queries", error.to_string()))?;
    if batch.len() > QUERIES_MAX {
        return Err(wrong(
            "/queries",
            format!("at most {QUERIES_MAX} queries are taken at a time"),
        ));
    }
    let mut keys = Vec::with_capacity(batch.len());
    let mut names = Vec::with_capacity(batch.len());
    for (key, query) in batch {
        let read = serde_json::from_value::<Query>(query).map_err(|error| error.to_string());
        let name = read.and_then(|query| NameQuery::try_from(query).map_err(str::to_owned));
        let shown: String = key.chars().take(40).collect();
        names.push(name.map_err(|words| wrong(&format!("/queries/{shown}"), words))?);
        keys.push(key);
    }
    let found = state.run(move |service| service.reconcile(&names)).await?;
    let results = found.iter().map(|candidates| {
        let listed: Vec<Value> = candidates.iter().map(|one| candidate(one, language)).collect();
        json!({ "result": listed })
    });
    Ok(Value::Object(keys.into_iter().zip(results).collect()))
}

fn candidate(one: &Candidate, language: Language) -> Value {
    let name = one.thing.label.get(language).map(|(_, name)| name);
    json!({
        "id": short(&one.thing.id),
        "name": name.unwrap_or(short(&one.thing.id)),
        "type": [type_reference(one.thing.kind, language)],
        "score": one.score,
        "match": one.is_certain,
    })
}
