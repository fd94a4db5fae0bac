//! `/api/v1/audit`: who did what to what, for administrators.

use super::authorisation::Admin;
use super::desk_problems::DeskProblems;
use super::parameters::{FormatParameters, LanguageParameters, Limit, TableParameters};
use super::problem::Problem;
use super::resource;
use super::state::AppState;
use crate::desk::AuditEntry;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::Response;
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::{IntoParams, ToSchema};

const PATH: &str = "/api/v1/audit";
/// How many entries a page has when nobody says.
const LIMIT_DEFAULT: usize = 20;

/// Which part of the audit.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct AuditFilters {
    /// How many entries a page has, from 1 to 100.
    #[param(value_type = Option<u8>, minimum = 1, maximum = 100, default = 20, example = 20)]
    limit: Option<Limit>,
    /// Where to go on: the number of the last entry that was read.
    #[serde(default)]
    #[param(example = 0)]
    cursor: u64,
}

/// Something that was done.
#[derive(Default, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct AuditedDeed {
    /// Its place: later deeds have greater numbers.
    number: u64,
    /// When, RFC 3339.
    at: String,
    /// By which key; null for the command line, and for the program itself.
    key_id: Option<String>,
    /// What was done: `contribution.publish`, `key.create`, `graph.replace`, …
    action: String,
    /// To what: a contribution, a key, a graph.
    target: String,
    /// The commit of the graph that it became.
    commit: Option<u64>,
    /// Names the request in the logs.
    request_id: Option<String>,
}

/// A page of the audit, oldest first.
#[derive(ToSchema)]
#[allow(dead_code, reason = "describes an answer that is put together key by key")]
pub(super) struct AuditPage {
    data: Vec<AuditedDeed>,
    /// Where the next page is; null on the last.
    next: Option<String>,
}

impl From<AuditEntry> for AuditedDeed {
    fn from(entry: AuditEntry) -> Self {
        Self {
            number: entry.number,
            at: entry.at.to_string(),
            key_id: entry.key_id,
            action: entry.action,
            target: entry.target,
            commit: entry.commit,
            request_id: entry.request_id,
        }
    }
}

/// Read the audit
///
/// Who did what to what, when, by which key: oldest first, append-only, as JSON or CSV. Keys are
/// named by their identifiers, and nobody by name. Needs the role `admin`.
#[utoipa::path(get, path = "/api/v1/audit", operation_id = "list_audit", tag = "desk", security(("key" = [])), params(AuditFilters, LanguageParameters, FormatParameters),
    responses((status = 200, description = "A page of the audit", content((AuditPage = "application/json"), (String = "text/csv"))), DeskProblems))]
pub(super) async fn list_audit(
    State(state): State<AppState>,
    _admin: Admin,
    headers: HeaderMap,
    parameters: TableParameters<AuditFilters>,
) -> Result<Response, Problem> {
    let limit = parameters.own.limit.map_or(LIMIT_DEFAULT, Limit::get);
    let asked = u32::try_from(limit + 1).map_err(|error| Problem::internal(&error))?;
    let after = parameters.own.cursor;
    let mut entries = state.run(move |service| service.desk().audit(after, asked)).await?;
    let more = entries.len() > limit;
    entries.truncate(limit);
    let last = entries.last().filter(|_| more).map(|last| last.number);
    let next = last.map(|last| {
        let others = &parameters.others;
        let separator = if others.is_empty() { "" } else { "&" };
        state.link(&format!("{PATH}?{others}{separator}cursor={last}"))
    });
    let data: Vec<AuditedDeed> = entries.into_iter().map(AuditedDeed::from).collect();
    // It is no graph: as JSON-LD it says nothing.
    let body = json!({ "@context": [], "data": data, "next": next });
    let blank = json!(AuditedDeed::default());
    let mut response = resource::json_or_table(&headers, parameters.presentation, body, &blank)?;
    let private = HeaderValue::from_static("private, no-store");
    response.headers_mut().insert(header::CACHE_CONTROL, private);
    if let Some(next) = next {
        resource::link_next(&mut response, &next);
    }
    Ok(response)
}
