//! `/api/v1/changes`: what a mirror follows.

use super::links;
use super::parameters::{FormatParameters, LanguageParameters, Limit, TableParameters};
use super::problem::{Problem, ReadProblems};
use super::resource;
use super::schema::{LanguageMap, Reference};
use super::state::AppState;
use crate::domain::{Changed, UnknownChanged};
use crate::operations::{ChangeCursor, ChangePage, ChangeRequest, InvalidCursor, ReportedChange};
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use utoipa::{IntoParams, ToSchema};

/// How many entries a page has when nobody says.
const LIMIT_DEFAULT: usize = 20;
const PATH: &str = "/api/v1/changes";

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct ChangeFilters {
    /// How many entries a page has, from 1 to 100.
    #[param(value_type = Option<u8>, minimum = 1, maximum = 100, default = 20, example = 20)]
    limit: Option<Limit>,
    /// Where to go on: the `cursor` of the page before, however long ago that was. Opaque.
    #[param(value_type = Option<String>, pattern = "^[0-9a-f]+-[0-9a-f]{8}$")]
    cursor: Option<Cursor>,
    /// Only things of one of these kinds, by their segment in identifiers; `graph` for what is
    /// said of anything else. A page may then be short, or empty, and not the last.
    #[serde(default)]
    #[param(value_type = Vec<String>, inline, example = json!(["statement"]))]
    kind: Vec<ChangedKind>,
    /// Nothing that changed before this day or moment, RFC 3339.
    #[param(value_type = Option<String>, example = "2026-01-01")]
    since: Option<Since>,
}

/// A place in the log.
#[derive(Deserialize)]
#[serde(try_from = "String")]
struct Cursor(ChangeCursor);

/// What changed.
#[derive(Clone, Copy, Deserialize)]
#[serde(try_from = "String")]
struct ChangedKind(Changed);

/// A moment, as the log writes it.
#[derive(Deserialize)]
#[serde(try_from = "String")]
struct Since(String);

impl TryFrom<String> for Cursor {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        text.parse().map(Self).map_err(|error: InvalidCursor| error.to_string())
    }
}

impl TryFrom<String> for ChangedKind {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        text.parse().map(Self).map_err(|error: UnknownChanged| error.to_string())
    }
}

impl TryFrom<String> for Since {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        if let Ok(moment) = text.parse::<jiff::Timestamp>() {
            return Ok(Self(moment.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()));
        }
        match text.parse::<jiff::civil::Date>() {
            Ok(day) if text.len() == "2026-01-01".len() => Ok(Self(format!("{day}T00:00:00Z"))),
            _ => {
                Err("a day such as 2026-01-01 or a moment such as 2026-01-01T12:00:00Z is expected"
                    .to_owned())
            }
        }
    }
}

/// What happened to a thing.
#[derive(Default, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct Change {
    /// The identifier of the thing.
    #[schema(format = Uri)]
    id: String,
    /// The last segment of the identifier.
    slug: Option<String>,
    /// The segment of its kind in identifiers, such as `target-group`; or `graph`.
    kind: &'static str,
    /// `created`, `updated` or `deleted`.
    event: &'static str,
    /// Whether it is not to be shown any more: it is not there now, or retired.
    tombstone: bool,
    /// The commit that did it; a commit may change many things.
    commit: u64,
    /// When, RFC 3339.
    modified: String,
    /// Its name as it is now; absent when it is not there.
    label: Option<LanguageMap>,
    /// For want of a name, its description as it is now.
    description: Option<LanguageMap>,
    /// What took the place of a retired thing.
    is_replaced_by: Vec<Reference>,
    /// Where the API has it, if it does.
    api_link: Option<String>,
    /// Where its data is.
    data_link: Option<String>,
}

/// A part of the change log, oldest first.
#[derive(ToSchema)]
#[allow(dead_code, reason = "describes an answer that is put together key by key")]
pub(super) struct Changes {
    data: Vec<Change>,
    /// Where the next page is; null when there is no more now.
    next: Option<String>,
    /// What to come back with, now or in weeks.
    cursor: String,
    /// How many entries the log has, of all kinds.
    total: u64,
}

/// Follow what changes
///
/// Every change to everything that is published, oldest first, so that a mirror can follow. Begin
/// without a cursor; keep the `cursor` of the last page, and come back with it. Take each thing
/// from where its link leads, and take away what is a tombstone. The order of entries is that of
/// commits. A cursor outlasts restarts and new epochs; one of another log, or of a log that went
/// back to a backup, is refused: begin again.
#[utoipa::path(get, path = "/api/v1/changes", operation_id = "list_changes", tag = "service", params(ChangeFilters, LanguageParameters, FormatParameters),
    responses((status = 200, description = "A page of the change log", content((Changes = "application/json"), (Changes = "application/ld+json"), (String = "text/csv"))), ReadProblems))]
pub(super) async fn list_changes(
    State(state): State<AppState>,
    headers: HeaderMap,
    parameters: TableParameters<ChangeFilters>,
) -> Result<Response, Problem> {
    let request = ChangeRequest::from(parameters.own);
    let page = state.run(move |service| service.changes(&request)).await?;
    let next = page.more.then(|| next_link(&state, &parameters.others, &page.cursor));
    let body = body(&state, page, next.as_deref())?;
    let blank =
        serde_json::to_value(Change::default()).map_err(|error| Problem::internal(&error))?;
    let mut response = resource::json_or_table(&headers, parameters.presentation, body, &blank)?;
    if let Some(next) = next {
        resource::link_next(&mut response, &next);
    }
    Ok(response)
}

impl From<ChangeFilters> for ChangeRequest {
    fn from(filters: ChangeFilters) -> Self {
        Self {
            after: filters.cursor.map(|cursor| cursor.0),
            since: filters.since.map(|since| since.0),
            kinds: filters.kind.into_iter().map(|kind| kind.0).collect(),
            limit: filters.limit.map_or(LIMIT_DEFAULT, Limit::get),
        }
    }
}

fn next_link(state: &AppState, others: &str, cursor: &ChangeCursor) -> String {
    let separator = if others.is_empty() { "" } else { "&" };
    state.link(&format!("{PATH}?{others}{separator}cursor={cursor}"))
}

/// The answer. `kind` and `modified` are about the change, and no properties of
/// the thing: as JSON-LD they say nothing.
fn body(state: &AppState, page: ChangePage, next: Option<&str>) -> Result<Value, Problem> {
    let (cursor, total) = (page.cursor.to_string(), page.total);
    let changes = page.changes.into_iter().map(|change| entry(state, change));
    let data = changes
        .collect::<Result<Vec<_>, _>>()
        .and_then(serde_json::to_value)
        .map_err(|error| Problem::internal(&error))?;
    let context = json!([resource::CONTEXT, { "kind": null, "modified": null }]);
    Ok(json!({ "@context": context, "data": data, "next": next, "cursor": cursor, "total": total }))
}

/// An entry as it is told, here and to webhooks.
pub(super) fn entry(state: &AppState, change: ReportedChange) -> Result<Change, serde_json::Error> {
    let ReportedChange { entry, changed, slug, exists, retired, mut described } = change;
    Ok(Change {
        api_link: links::api(state, &entry.id).filter(|_| exists),
        data_link: Some(links::data(state, &entry.id)).filter(|_| exists),
        id: entry.id.to_string(),
        slug: slug.map(|slug| slug.to_string()),
        kind: changed.term(),
        event: entry.event.term(),
        tombstone: !exists || retired,
        commit: entry.commit,
        modified: entry.published,
        label: serde_json::from_value(described["label"].take())?,
        description: serde_json::from_value(described["description"].take())?,
        is_replaced_by: serde_json::from_value(match described["isReplacedBy"].take() {
            Value::Null => json!([]),
            others => others,
        })?,
    })
}
