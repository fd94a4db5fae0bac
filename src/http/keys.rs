//! `/api/v1/keys`: API keys, for administrators. A key is shown once, in the
//! answer that makes it.

use super::authorisation::Admin;
use super::contributions::{document, private};
use super::desk_problems::{BodyProblems, DeskProblems, UnknownProblems};
use super::media_type;
use super::parameters::{NoParameters, Parameters};
use super::problem::{Problem, ProblemDetails, ProblemKind};
use super::resource;
use super::state::AppState;
use crate::desk::{Key, NewKey, Revocation};
use crate::domain::{Kind, Role, Slug};
use axum::extract::{Path, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The largest body: a few words.
pub(super) const BODY_BYTES_MAX: usize = 16 * 1024;
/// How long a key is good for when nobody says, in hours.
const LIFETIME_H: i64 = 365 * 24;
/// How long a label may be, in characters.
const LABEL_MAX: usize = 200;

/// A key that is to be made.
#[derive(Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(super) struct WantedKey {
    /// `reader`, `contributor`, `reviewer` or `admin`.
    #[schema(example = "contributor")]
    role: String,
    /// What it is for: an office, not a person.
    #[schema(max_length = 200, example = "knowledge desk")]
    label: Option<String>,
    /// The member that it acts for.
    #[schema(example = "ke-pes")]
    member: Option<String>,
    /// From when on it is refused, RFC 3339; in a year, unless said.
    #[schema(example = "2027-06-30T00:00:00Z")]
    expires: Option<String>,
}

/// A key, as it is kept.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct KeptKey {
    /// Names it, in public.
    #[schema(example = "3f0a9c41d2b7")]
    id: String,
    /// What its holder may do.
    #[schema(example = "contributor")]
    role: &'static str,
    /// What it is for.
    label: Option<String>,
    /// The member that it acts for.
    #[schema(example = "ke-pes")]
    member: Option<String>,
    /// When it was made, RFC 3339.
    created: String,
    /// From when on it is refused; null for never.
    expires: Option<String>,
    /// Since when it is refused.
    revoked: Option<String>,
    /// When it was last accepted, to the minute.
    last_used: Option<String>,
    /// The key itself: in the answer that makes it, and never again.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "psl_…")]
    secret: Option<String>,
}

/// All keys, the newest first.
#[derive(Serialize, ToSchema)]
pub(super) struct Keys {
    data: Vec<KeptKey>,
    /// How many there are.
    total: usize,
}

/// What making a key can answer besides.
#[derive(utoipa::IntoResponses)]
#[allow(dead_code, reason = "describes answers")]
pub(super) enum KeyProblems {
    /// There is no such member.
    #[response(status = 422, content_type = "application/problem+json")]
    InvalidData(#[to_schema] ProblemDetails),
}

impl KeptKey {
    fn of(key: &Key, secret: Option<String>) -> Self {
        let time = |time: Option<Timestamp>| time.map(|time| time.to_string());
        Self {
            id: key.id.clone(),
            role: key.role.as_str(),
            label: key.label.clone(),
            member: key.member.as_ref().map(ToString::to_string),
            created: key.created.to_string(),
            expires: time(key.expires),
            revoked: time(key.revoked),
            last_used: time(key.last_used),
            secret,
        }
    }
}

impl WantedKey {
    fn read(self, now: Timestamp) -> Result<NewKey, Problem> {
        let bad = |pointer: &'static str, words: String| {
            Problem::place(ProblemKind::InvalidParameter, pointer, words)
        };
        let role: Role = self.role.parse().map_err(|error| bad("/role", format!("{error}")))?;
        let member = self.member.map(|member| member.parse::<Slug>()).transpose();
        let member = member.map_err(|error| bad("/member", error.to_string()))?;
        let expires = match self.expires {
            None => Some(now + SignedDuration::from_hours(LIFETIME_H)),
            Some(text) => {
                let end = text.parse().ok().filter(|end: &Timestamp| *end > now);
                let words = "a moment to come is expected, such as 2027-06-30T00:00:00Z";
                Some(end.ok_or_else(|| bad("/expires", words.to_owned()))?)
            }
        };
        if self.label.as_ref().is_some_and(|label| label.chars().nth(LABEL_MAX).is_some()) {
            return Err(bad("/label", format!("at most {LABEL_MAX} characters are taken")));
        }
        Ok(NewKey { role, label: self.label, member, expires })
    }
}

/// List keys
///
/// Without their secrets, which nobody has but their holders. Needs the role `admin`.
#[utoipa::path(get, path = "/api/v1/keys", operation_id = "list_keys", tag = "desk", security(("key" = [])),
    responses((status = 200, description = "All keys, the newest first", body = Keys, example = json!({"data": [], "total": 0})), DeskProblems))]
pub(super) async fn list_keys(
    State(state): State<AppState>,
    _admin: Admin,
    headers: HeaderMap,
    parameters: Parameters<NoParameters>,
) -> Result<Response, Problem> {
    resource::json_only(&headers, parameters.presentation)?;
    let keys = state.run(|service| service.desk().keys()).await?;
    let data: Vec<KeptKey> = keys.iter().map(|key| KeptKey::of(key, None)).collect();
    let total = data.len();
    Ok(private(StatusCode::OK, Keys { data, total }))
}

/// Make a key
///
/// The answer has its `secret`, this once: a hash of it is kept. Needs the role `admin`.
#[utoipa::path(post, path = "/api/v1/keys", operation_id = "create_key", tag = "desk", security(("key" = [])),
    request_body(description = "What it is to be", content = WantedKey, example = json!({"role": "contributor", "member": "ke-pes", "label": "knowledge desk"})),
    responses((status = 201, description = "The key, with its secret", body = KeptKey), DeskProblems, BodyProblems, KeyProblems))]
pub(super) async fn create_key(
    State(state): State<AppState>,
    admin: Admin,
    parameters: Parameters<NoParameters>,
    request: Request,
) -> Result<Response, Problem> {
    let (Parts { headers, .. }, body) = request.into_parts();
    resource::json_only(&headers, parameters.presentation)?;
    let body = state.body_limits(BODY_BYTES_MAX).read(body).await?;
    if media_type::of_body(&headers)?.essence_str() != "application/json" {
        return Err(media_type::unsupported("a key is asked for in application/json"));
    }
    let new = document::<WantedKey>(&body)?.read(Timestamp::now())?;
    if let Some(member) = new.member.clone() {
        let known = state.run(move |service| service.get(Kind::Member, &member)).await?;
        if known.is_none() {
            let words = "there is no such member";
            return Err(Problem::place(ProblemKind::InvalidData, "/member", words));
        }
    }
    let made = state.run(move |service| service.desk().create_key(&new, admin.by())).await?;
    let secret = made.1.reveal().to_owned();
    Ok(private(StatusCode::CREATED, KeptKey::of(&made.0, Some(secret))))
}

/// Revoke a key
///
/// It is refused from now on, everywhere. Its label goes too, the one text that could name a person;
/// its identifier stays in the audit. One that was revoked before is revoked. Needs the role `admin`.
#[utoipa::path(delete, path = "/api/v1/keys/{id}", operation_id = "revoke_key", tag = "desk", security(("key" = [])),
    params(("id" = String, Path, description = "The identifier of the key", example = "3f0a9c41d2b7")),
    responses((status = 204, description = "It is revoked"), DeskProblems, UnknownProblems))]
pub(super) async fn revoke_key(
    State(state): State<AppState>,
    admin: Admin,
    Path(id): Path<String>,
    _parameters: Parameters<NoParameters>,
) -> Result<Response, Problem> {
    let erased = state.run(move |service| service.desk().erase_key(&id, admin.by())).await?;
    match erased {
        Revocation::UnknownKey => {
            Err(Problem::new(ProblemKind::NotFound, "there is no key of this name"))
        }
        Revocation::Done | Revocation::DoneBefore => Ok(StatusCode::NO_CONTENT.into_response()),
    }
}
