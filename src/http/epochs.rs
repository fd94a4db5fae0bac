//! `/api/v1/epochs`: what changed between two states of the graph.

use super::parameters::{LanguageParameters, Limit, Parameters};
use super::problem::{Problem, ReadProblems};
use super::resource;
use super::schema::Reference;
use super::state::AppState;
use crate::domain::{Event, Iri, Kind};
use crate::graph::LoggedEpoch;
use crate::operations::{Difference, EpochComparison, EpochError, References};
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use utoipa::{IntoParams, ToSchema};

/// How many of each are named when nobody says.
const LIMIT_DEFAULT: usize = 20;
/// Keys that are about the comparison, and no properties of a thing.
const KEYS_WITHOUT_MEANING: [&str; 10] =
    ["from", "to", "kinds", "graphs", "members", "themes", "epochs", "kind", "event", "modified"];

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct EpochParameters {
    /// The earlier epoch, or how its name begins; the one before the later one unless said.
    #[param(value_type = Option<String>, pattern = "^[0-9a-f]+$")]
    from: Option<Prefix>,
    /// The later epoch, or how its name begins; the present one unless said.
    #[param(value_type = Option<String>, pattern = "^[0-9a-f]+$")]
    to: Option<Prefix>,
    /// How many things, members, themes and epochs are named at most, from 1 to 100.
    #[param(value_type = Option<u8>, minimum = 1, maximum = 100, default = 20, example = 5)]
    limit: Option<Limit>,
}

/// How the name of an epoch begins.
#[derive(Deserialize)]
#[serde(try_from = "String")]
struct Prefix(String);

impl TryFrom<String> for Prefix {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        let hexadecimal = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
        if text.is_empty() || text.len() > 64 || !text.bytes().all(hexadecimal) {
            return Err("hexadecimal digits are expected, as in the epochs of answers");
        }
        Ok(Self(text))
    }
}

/// What changed between two epochs.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct Comparison {
    /// The earlier one; absent when all is compared with nothing.
    from: Option<Epoch>,
    /// The later one; absent when nothing was ever written.
    to: Option<Epoch>,
    /// How many things of each kind changed, all of them counted.
    kinds: Vec<ChangedOfKind>,
    /// Things that changed, by identifier: the first `limit`. `/api/v1/changes` tells all.
    data: Vec<ChangedThing>,
    /// How many things changed.
    total: usize,
    /// Graphs where something else changed, which cannot be told apart.
    graphs: Vec<ChangedGraph>,
    /// Members whose statements changed: the first `limit`.
    members: Vec<Changed>,
    /// Themes that members mention more or less often: the first `limit`.
    themes: Vec<Changed>,
    /// The epochs that there were, the last one first: the first `limit`.
    epochs: Vec<Epoch>,
}

/// A state of all that sources say.
#[derive(Serialize, ToSchema)]
pub(super) struct Epoch {
    /// Its name.
    #[schema(example = "e71161e3a90a17f1")]
    epoch: String,
    /// The commit that it began with.
    commit: u64,
    /// When, RFC 3339.
    modified: String,
}

/// How many things of a kind changed.
#[derive(Serialize, ToSchema)]
pub(super) struct ChangedOfKind {
    /// The segment of the kind in identifiers.
    kind: &'static str,
    created: usize,
    updated: usize,
    deleted: usize,
}

/// A thing that changed.
#[derive(Serialize, ToSchema)]
pub(super) struct ChangedThing {
    /// The thing, by name where it is there still.
    #[serde(flatten)]
    thing: Reference,
    /// The segment of its kind in identifiers.
    kind: &'static str,
    /// What the whole time did to it: `created`, `updated` or `deleted`.
    event: &'static str,
}

/// A graph that changed.
#[derive(Serialize, ToSchema)]
pub(super) struct ChangedGraph {
    /// Its name.
    id: String,
    /// `created`, `updated` or `deleted`.
    event: &'static str,
}

/// How many statements came and went.
#[derive(Serialize, ToSchema)]
pub(super) struct Changed {
    /// Of whom, or about what.
    #[serde(flatten)]
    thing: Reference,
    /// That were not there before.
    gained: u64,
    /// That are there still, and say something else.
    changed: u64,
    /// That are not there any more.
    lost: u64,
}

/// Compare two epochs
///
/// What was created, updated and deleted between two states of the graph, whose statements that
/// changed, and how often themes are mentioned since. Every answer of the API names its epoch.
#[utoipa::path(get, path = "/api/v1/epochs", operation_id = "compare_epochs", tag = "service", params(EpochParameters, LanguageParameters),
    responses((status = 200, description = "What changed", content((Comparison = "application/json"), (Comparison = "application/ld+json"))), ReadProblems))]
pub(super) async fn compare_epochs(
    State(state): State<AppState>,
    headers: HeaderMap,
    parameters: Parameters<EpochParameters>,
) -> Result<Response, Problem> {
    let media_type = resource::json_only(&headers, parameters.presentation)?;
    let EpochParameters { from, to, limit } = parameters.own;
    let limit = limit.map_or(LIMIT_DEFAULT, Limit::get);
    let (from, to) = (from.map(|it| it.0), to.map(|it| it.0));
    let compared = state.run(move |service| {
        let found = service
            .compare_epochs(from.as_deref(), to.as_deref())
            .map_err(|error| refused(error, to.as_deref()))?;
        let named = found.things.iter().map(|thing| &thing.id).take(limit);
        let named = named.chain(found.members.keys().take(limit));
        let named = named.chain(found.themes.keys().take(limit));
        let names = service.references(named.cloned())?;
        let epochs = service.graph().epochs("")?;
        Ok::<_, Problem>(comparison(&found, &names, epochs, limit))
    });
    let comparison = compared.await?.map_err(|error| Problem::internal(&error))?;
    let mut body = serde_json::to_value(comparison).map_err(|error| Problem::internal(&error))?;
    let meaningless: serde_json::Map<String, Value> =
        KEYS_WITHOUT_MEANING.iter().map(|key| ((*key).to_owned(), Value::Null)).collect();
    body["@context"] = json!([resource::CONTEXT, meaningless]);
    Ok(resource::document(media_type, body, parameters.presentation))
}

/// Which of the parameters is wrong.
fn refused(error: EpochError, to: Option<&str>) -> Problem {
    let named = |prefix: &str| if to == Some(prefix) { "to" } else { "from" };
    match error {
        EpochError::Unknown(prefix) => {
            Problem::parameter(named(&prefix), format!("there is no epoch '{prefix}'"))
        }
        EpochError::Ambiguous(ref prefix, _) => {
            Problem::parameter(named(prefix), error.to_string())
        }
        EpochError::Backwards { .. } => Problem::parameter("from", error.to_string()),
        EpochError::Graph(error) => error.into(),
    }
}

fn comparison(
    found: &EpochComparison,
    names: &References,
    epochs: Vec<LoggedEpoch>,
    limit: usize,
) -> Result<Comparison, serde_json::Error> {
    let things = found.things.iter().take(limit).map(|changed| {
        Ok(ChangedThing {
            thing: named(names, &changed.id)?,
            kind: changed.kind.segment(),
            event: changed.event.term(),
        })
    });
    let graphs = found.graphs.iter();
    let graphs = graphs.map(|(id, event)| ChangedGraph { id: id.to_string(), event: event.term() });
    Ok(Comparison {
        from: found.from.clone().map(Epoch::from),
        to: found.to.clone().map(Epoch::from),
        kinds: kinds(found),
        data: things.collect::<Result<_, serde_json::Error>>()?,
        total: found.things.len(),
        graphs: graphs.collect(),
        members: differences(&found.members, names, limit)?,
        themes: differences(&found.themes, names, limit)?,
        epochs: epochs.into_iter().rev().take(limit).map(Epoch::from).collect(),
    })
}

fn kinds(found: &EpochComparison) -> Vec<ChangedOfKind> {
    let mut kinds: BTreeMap<&'static str, ChangedOfKind> = BTreeMap::new();
    for thing in &found.things {
        let kind = thing.kind.segment();
        let nothing = ChangedOfKind { kind, created: 0, updated: 0, deleted: 0 };
        let counts = kinds.entry(kind).or_insert(nothing);
        match thing.event {
            Event::Created => counts.created += 1,
            Event::Updated => counts.updated += 1,
            Event::Deleted => counts.deleted += 1,
        }
    }
    kinds.into_values().collect()
}

fn differences(
    found: &BTreeMap<Iri, Difference>,
    names: &References,
    limit: usize,
) -> Result<Vec<Changed>, serde_json::Error> {
    let changed = |(id, difference): (&Iri, &Difference)| {
        let Difference { gained, changed, lost } = *difference;
        Ok(Changed { thing: named(names, id)?, gained, changed, lost })
    };
    found.iter().take(limit).map(changed).collect()
}

/// By name, where it has one and is there still.
fn named(names: &References, id: &Iri) -> Result<Reference, serde_json::Error> {
    let slug = Kind::slug_of(id.as_str()).map(|slug| slug.to_string());
    Ok(Reference { slug, ..serde_json::from_value(names.name(id))? })
}

impl From<LoggedEpoch> for Epoch {
    fn from(epoch: LoggedEpoch) -> Self {
        Self { epoch: epoch.id, commit: epoch.commit, modified: epoch.published }
    }
}
