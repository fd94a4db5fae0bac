//! `/api/v1/webhooks`: who wants to be told of changes, and what became of the
//! messages. A secret is shown once, in the answer that makes it.
//!
//! - `schema`: what is sent and shown; `sending`: the messages themselves.

mod schema;
mod sending;

use super::authorisation::Contributor;
use super::contributions::{document, precondition, private};
use super::desk_problems::{BodyProblems, DeskProblems, RevisionProblems, UnknownProblems};
use super::media_type;
use super::parameters::{Id, Limit, NoParameters, Parameters, TwoIds};
use super::problem::{Problem, ProblemDetails, ProblemKind};
use super::resource;
use super::state::AppState;
use crate::domain::{DeliveryState, Kind};
use crate::operations::{Passerelle, WebhookError};
use axum::extract::{Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use jiff::SignedDuration;
use schema::{
    KeptWebhook, Replayed, WantedReplay, WantedSecret, WantedWebhook, WebhookDeliveries,
    WebhookDelivery, WebhookRequest, Webhooks,
};
pub(super) use sending::start;
pub use sending::{Clock, WebhookSettings};
use serde::Deserialize;
use utoipa::IntoParams;

const PATH: &str = "/api/v1/webhooks";
/// The largest body: some names.
const BODY_BYTES_MAX: usize = 16 * 1024;
/// How many messages a page has when nobody says.
const LIMIT_DEFAULT: usize = 20;

/// Which messages are listed.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct DeliveryFilters {
    /// In this state: `pending`, `delivered` or `dead`.
    #[param(value_type = Option<String>, example = "dead")]
    state: Option<StateName>,
    /// How many a page has, from 1 to 100.
    #[param(value_type = Option<u8>, minimum = 1, maximum = 100, default = 20, example = 20)]
    limit: Option<Limit>,
    /// Where to go on, from the `next` of the page before.
    cursor: Option<u64>,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(try_from = "String")]
struct StateName(DeliveryState);

impl TryFrom<String> for StateName {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        text.parse().map(Self).map_err(|error| format!("{error}"))
    }
}

/// What sending a document can answer besides.
#[derive(utoipa::IntoResponses)]
#[allow(dead_code, reason = "describes answers")]
pub(super) enum WebhookProblems {
    /// There are as many webhooks as may be, or this one is off.
    #[response(status = 409, content_type = "application/problem+json")]
    Conflict(#[to_schema] ProblemDetails),
    /// It leads to no public address, or names a theme or a member that is not there.
    #[response(status = 422, content_type = "application/problem+json")]
    InvalidData(#[to_schema] ProblemDetails),
}

/// List webhooks
///
/// The newest first: administrators see all; others those that their key made, or a key of their
/// member. Needs the role `contributor`, as all about webhooks.
#[utoipa::path(get, path = "/api/v1/webhooks", operation_id = "list_webhooks", tag = "webhooks", security(("key" = [])),
    responses((status = 200, description = "The webhooks, without their secrets", body = Webhooks, example = json!({"data": [], "total": 0})), DeskProblems))]
pub(super) async fn list_webhooks(
    State(state): State<AppState>,
    contributor: Contributor,
    headers: HeaderMap,
    parameters: Parameters<NoParameters>,
) -> Result<Response, Problem> {
    resource::json_only(&headers, parameters.presentation)?;
    let found = asked(&state, move |service| service.webhooks(&contributor.caller())).await?;
    Ok(private(StatusCode::OK, Webhooks::from(found)))
}

/// Make a webhook
///
/// It is told what changes from now on, or after the `cursor` of a mirror that was read before. The
/// answer has its `secret`, this once: messages are signed with it as Standard Webhooks says.
#[utoipa::path(post, path = "/api/v1/webhooks", operation_id = "create_webhook", tag = "webhooks", security(("key" = [])),
    request_body(description = "Where it leads, and what it tells", content = WantedWebhook, example = json!({"url": "https://platform.example/hooks/passerelle", "label": "members' platform", "kinds": ["practice"], "themes": ["user-experience"]})),
    responses((status = 201, description = "The webhook, with its secret", body = KeptWebhook, headers(("Location" = String, description = "Where it is"), ("ETag" = String, description = "Its revision, for If-Match"))), DeskProblems, BodyProblems, WebhookProblems))]
pub(super) async fn create_webhook(
    State(state): State<AppState>,
    contributor: Contributor,
    parameters: Parameters<NoParameters>,
    request: Request,
) -> Result<Response, Problem> {
    let (headers, body) = received(&state, request).await?;
    resource::json_only(&headers, parameters.presentation)?;
    let wanted = document::<WantedWebhook>(&body)?.read(&state.settings().webhooks.courier)?;
    let WebhookRequest { target, on, after } = wanted;
    if !on {
        let words = "a new webhook is on";
        return Err(Problem::place(ProblemKind::InvalidParameter, "/enabled", words));
    }
    let now = state.settings().webhooks.clock.now();
    let (made, secret) = asked(&state, move |service| {
        service.create_webhook(&contributor.caller(), &target, after.as_ref(), now)
    })
    .await?;
    let mut answer = KeptWebhook::answer(StatusCode::CREATED, &made, Some(&secret));
    if let Ok(location) = HeaderValue::try_from(state.link(&format!("{PATH}/{}", made.id))) {
        answer.headers_mut().insert(header::LOCATION, location);
    }
    Ok(answer)
}

/// Get one webhook
///
/// Whether it is on, and why not; how far it has been told.
#[utoipa::path(get, path = "/api/v1/webhooks/{id}", operation_id = "get_webhook", tag = "webhooks", security(("key" = [])),
    params(("id" = String, Path, description = "The identifier of the webhook", example = "3f0a9c41d2b7")),
    responses((status = 200, description = "The webhook, without its secret", body = KeptWebhook, headers(("ETag" = String, description = "Its revision, for If-Match"))), DeskProblems, UnknownProblems))]
pub(super) async fn get_webhook(
    State(state): State<AppState>,
    contributor: Contributor,
    headers: HeaderMap,
    Id(id): Id,
    parameters: Parameters<NoParameters>,
) -> Result<Response, Problem> {
    resource::json_only(&headers, parameters.presentation)?;
    let found = asked(&state, move |service| service.webhook(&contributor.caller(), &id)).await?;
    Ok(KeptWebhook::answer(StatusCode::OK, &found, None))
}

/// Change a webhook
///
/// Where it leads, what it tells, whether it is on. It goes on where it was: what changed while it
/// was off is told then.
#[utoipa::path(put, path = "/api/v1/webhooks/{id}", operation_id = "edit_webhook", tag = "webhooks", security(("key" = [])),
    params(("id" = String, Path, description = "The identifier of the webhook", example = "3f0a9c41d2b7"), ("If-Match" = String, Header, description = "The ETag of the webhook as it was read", example = "\"r1\"")),
    request_body(description = "What it is to be", content = WantedWebhook, example = json!({"url": "https://platform.example/hooks/passerelle", "enabled": false})),
    responses((status = 200, description = "The webhook", body = KeptWebhook, headers(("ETag" = String, description = "Its revision, for If-Match"))), DeskProblems, UnknownProblems, BodyProblems, WebhookProblems, RevisionProblems))]
pub(super) async fn edit_webhook(
    State(state): State<AppState>,
    contributor: Contributor,
    Id(id): Id,
    parameters: Parameters<NoParameters>,
    request: Request,
) -> Result<Response, Problem> {
    let (headers, body) = received(&state, request).await?;
    resource::json_only(&headers, parameters.presentation)?;
    let revision = precondition(&headers)?;
    let wanted = document::<WantedWebhook>(&body)?.read(&state.settings().webhooks.courier)?;
    let WebhookRequest { target, on, after } = wanted;
    if after.is_some() {
        let words = "where a webhook begins is said when it is made";
        return Err(Problem::place(ProblemKind::InvalidParameter, "/cursor", words));
    }
    let now = state.settings().webhooks.clock.now();
    let edited = asked(&state, move |service| {
        service.edit_webhook(&contributor.caller(), &id, &revision, (target, on), now)
    })
    .await?;
    Ok(KeptWebhook::answer(StatusCode::OK, &edited, None))
}

/// Delete a webhook
///
/// With its secrets and all its messages, from the file too. Nothing is sent any more.
#[utoipa::path(delete, path = "/api/v1/webhooks/{id}", operation_id = "delete_webhook", tag = "webhooks", security(("key" = [])),
    params(("id" = String, Path, description = "The identifier of the webhook", example = "3f0a9c41d2b7"), ("If-Match" = String, Header, description = "The ETag of the webhook as it was read", example = "\"r1\"")),
    responses((status = 204, description = "It is gone"), DeskProblems, UnknownProblems, RevisionProblems))]
pub(super) async fn delete_webhook(
    State(state): State<AppState>,
    contributor: Contributor,
    headers: HeaderMap,
    Id(id): Id,
    _parameters: Parameters<NoParameters>,
) -> Result<Response, Problem> {
    let revision = precondition(&headers)?;
    asked(&state, move |service| service.delete_webhook(&contributor.caller(), &id, &revision))
        .await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

/// Replace the secret of a webhook
///
/// The answer has the new one, this once. Messages are signed with both for a day, or as long as is
/// said, so that the receiver can change over.
#[utoipa::path(post, path = "/api/v1/webhooks/{id}/secret", operation_id = "renew_webhook_secret", tag = "webhooks", security(("key" = [])),
    params(("id" = String, Path, description = "The identifier of the webhook", example = "3f0a9c41d2b7")),
    request_body(description = "For how long the old one is good", content = WantedSecret, example = json!({"overlapHours": 24})),
    responses((status = 200, description = "The webhook, with its new secret", body = KeptWebhook), DeskProblems, UnknownProblems, BodyProblems, WebhookProblems))]
pub(super) async fn renew_webhook_secret(
    State(state): State<AppState>,
    contributor: Contributor,
    Id(id): Id,
    parameters: Parameters<NoParameters>,
    request: Request,
) -> Result<Response, Problem> {
    let (headers, body) = received(&state, request).await?;
    resource::json_only(&headers, parameters.presentation)?;
    let overlap = SignedDuration::from_hours(document::<WantedSecret>(&body)?.overlap_h()?);
    let now = state.settings().webhooks.clock.now();
    let (renewed, secret) = asked(&state, move |service| {
        service.renew_webhook_secret(&contributor.caller(), &id, overlap, now)
    })
    .await?;
    Ok(KeptWebhook::answer(StatusCode::OK, &renewed, Some(&secret)))
}

/// List messages to a webhook
///
/// The latest first, with what became of each. They are kept for 30 days after they came to their
/// end.
#[utoipa::path(get, path = "/api/v1/webhooks/{id}/deliveries", operation_id = "list_webhook_deliveries", tag = "webhooks", security(("key" = [])),
    params(("id" = String, Path, description = "The identifier of the webhook", example = "3f0a9c41d2b7"), DeliveryFilters),
    responses((status = 200, description = "A page of messages", body = WebhookDeliveries), DeskProblems, UnknownProblems))]
pub(super) async fn list_webhook_deliveries(
    State(state): State<AppState>,
    contributor: Contributor,
    headers: HeaderMap,
    Id(id): Id,
    parameters: Parameters<DeliveryFilters>,
) -> Result<Response, Problem> {
    resource::json_only(&headers, parameters.presentation)?;
    let DeliveryFilters { state: wanted, limit, cursor } = parameters.own;
    let limit = limit.map_or(LIMIT_DEFAULT, Limit::get);
    let (of, wanted) = (id.clone(), wanted.map(|name| name.0));
    let mut found = asked(&state, move |service| {
        service.webhook_deliveries(&contributor.caller(), &of, wanted, cursor, limit + 1)
    })
    .await?;
    let more = found.len() > limit;
    found.truncate(limit);
    let last = found.last().filter(|_| more).map(|last| last.number);
    let next = last.map(|last| {
        let others = parameters.others;
        let separator = if others.is_empty() { "" } else { "&" };
        state.link(&format!("{PATH}/{id}/deliveries?{others}{separator}cursor={last}"))
    });
    let data = found.into_iter().map(WebhookDelivery::from).collect();
    Ok(private(StatusCode::OK, WebhookDeliveries { data, next }))
}

/// Send a message again
///
/// Under the same `webhook-id`, at once, and with as many tries as a new one.
#[utoipa::path(post, path = "/api/v1/webhooks/{id}/deliveries/{delivery}/replay", operation_id = "replay_webhook_delivery", tag = "webhooks", security(("key" = [])),
    params(("id" = String, Path, description = "The identifier of the webhook", example = "3f0a9c41d2b7"), ("delivery" = String, Path, description = "The identifier of the message", example = "3f0a9c41d2b7-1f4-5d0c2a77")),
    responses((status = 202, description = "The message, which will be sent", body = WebhookDelivery), DeskProblems, UnknownProblems, WebhookProblems))]
pub(super) async fn replay_webhook_delivery(
    State(state): State<AppState>,
    contributor: Contributor,
    headers: HeaderMap,
    TwoIds(id, delivery): TwoIds,
    parameters: Parameters<NoParameters>,
) -> Result<Response, Problem> {
    resource::json_only(&headers, parameters.presentation)?;
    let now = state.settings().webhooks.clock.now();
    let again = asked(&state, move |service| {
        service.replay_delivery(&contributor.caller(), &id, &delivery, now)
    })
    .await?;
    Ok(private(StatusCode::ACCEPTED, WebhookDelivery::from(again)))
}

/// Send again what was given up
///
/// All messages since a moment that are dead letters, each under its `webhook-id`.
#[utoipa::path(post, path = "/api/v1/webhooks/{id}/replay", operation_id = "replay_webhook", tag = "webhooks", security(("key" = [])),
    params(("id" = String, Path, description = "The identifier of the webhook", example = "3f0a9c41d2b7")),
    request_body(description = "Since when", content = WantedReplay, example = json!({"since": "2027-06-30T00:00:00Z"})),
    responses((status = 202, description = "How many will be sent", body = Replayed), DeskProblems, UnknownProblems, BodyProblems, WebhookProblems))]
pub(super) async fn replay_webhook(
    State(state): State<AppState>,
    contributor: Contributor,
    Id(id): Id,
    parameters: Parameters<NoParameters>,
    request: Request,
) -> Result<Response, Problem> {
    let (headers, body) = received(&state, request).await?;
    resource::json_only(&headers, parameters.presentation)?;
    let since = document::<WantedReplay>(&body)?.since()?;
    let now = state.settings().webhooks.clock.now();
    let replayed = asked(&state, move |service| {
        service.replay_dead_deliveries(&contributor.caller(), &id, since, now)
    })
    .await?;
    Ok(private(StatusCode::ACCEPTED, Replayed { replayed }))
}

/// Test a webhook
///
/// Sends a message of the type `webhook.test`, which tells of nothing.
#[utoipa::path(post, path = "/api/v1/webhooks/{id}/test", operation_id = "test_webhook", tag = "webhooks", security(("key" = [])),
    params(("id" = String, Path, description = "The identifier of the webhook", example = "3f0a9c41d2b7")),
    responses((status = 202, description = "The message, which will be sent", body = WebhookDelivery), DeskProblems, UnknownProblems, WebhookProblems))]
pub(super) async fn test_webhook(
    State(state): State<AppState>,
    contributor: Contributor,
    headers: HeaderMap,
    Id(id): Id,
    parameters: Parameters<NoParameters>,
) -> Result<Response, Problem> {
    resource::json_only(&headers, parameters.presentation)?;
    let now = state.settings().webhooks.clock.now();
    let test =
        asked(&state, move |service| service.test_webhook(&contributor.caller(), &id, now)).await?;
    Ok(private(StatusCode::ACCEPTED, WebhookDelivery::from(test)))
}

/// The head and the body of a request that sends JSON.
async fn received(state: &AppState, request: Request) -> Result<(HeaderMap, Vec<u8>), Problem> {
    let (Parts { headers, .. }, body) = request.into_parts();
    let body = state.body_limits(BODY_BYTES_MAX).read(body).await?;
    if media_type::of_body(&headers)?.essence_str() != "application/json" {
        return Err(media_type::unsupported("this is sent as application/json"));
    }
    Ok((headers, body.to_vec()))
}

async fn asked<T: Send + 'static>(
    state: &AppState,
    ask: impl FnOnce(&Passerelle) -> Result<T, WebhookError> + Send + 'static,
) -> Result<T, Problem> {
    state.run(ask).await
}

impl From<WebhookError> for Problem {
    fn from(error: WebhookError) -> Self {
        let words = error.to_string();
        match error {
            WebhookError::Unknown(_) | WebhookError::UnknownDelivery(_) => {
                Self::new(ProblemKind::NotFound, words)
            }
            WebhookError::OfAnother => Self::new(ProblemKind::Forbidden, words),
            WebhookError::TooMany | WebhookError::Off => Self::new(ProblemKind::Conflict, words),
            WebhookError::Stale => Self::new(ProblemKind::PreconditionFailed, words),
            WebhookError::UnknownThing { kind, .. } => {
                let place = if kind == Kind::Theme { "/themes" } else { "/members" };
                Self::place(ProblemKind::InvalidData, place, words)
            }
            WebhookError::Cursor(_) => Self::place(ProblemKind::InvalidParameter, "/cursor", words),
            WebhookError::Desk(error) => Self::internal(&error),
            WebhookError::Graph(error) => error.into(),
        }
    }
}
