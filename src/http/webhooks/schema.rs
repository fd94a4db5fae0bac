//! How webhooks and their messages are sent and shown.

use super::super::contributions::etag;
use super::super::problem::{Problem, ProblemKind};
use crate::desk::{Delivery, Webhook, WebhookSecret, WebhookTarget};
use crate::domain::{Changed, Slug, WebhookFilter};
use crate::operations::{ChangeCursor, InvalidCursor};
use crate::outbound::Courier;
use axum::Json;
use axum::http::{HeaderName, StatusCode, header};
use axum::response::{IntoResponse, Response};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::fmt::Display;
use std::str::FromStr;
use utoipa::ToSchema;

/// How long an address may be.
const URL_BYTES_MAX: usize = 2000;
/// How long a label may be, in characters.
const LABEL_MAX: usize = 200;
/// How many names a filter may have.
const NAMES_MAX: usize = 100;
/// How long both secrets are good when nobody says, and at most, in hours.
const OVERLAP_H: u16 = 24;
const OVERLAP_MAX_H: u16 = 7 * 24;

/// A webhook that is to be made, or what is to become of one. A list that is
/// empty leaves nothing out.
#[derive(Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(super) struct WantedWebhook {
    /// Where messages are sent: https, at a public address.
    #[schema(format = Uri, example = "https://platform.example/hooks/passerelle")]
    url: String,
    /// What it is for: a platform, not a person.
    #[schema(max_length = 200, example = "members' platform")]
    label: Option<String>,
    /// What happened: `created`, `updated`, `retired`, `deleted`.
    #[serde(default)]
    #[schema(example = json!(["created", "retired"]))]
    events: Vec<String>,
    /// To what: segments of identifiers, as in `GET /api/v1/changes`.
    #[serde(default)]
    #[schema(example = json!(["practice", "statement"]))]
    kinds: Vec<String>,
    /// About one of these themes, or a narrower one.
    #[serde(default)]
    #[schema(example = json!(["user-experience"]))]
    themes: Vec<String>,
    /// Of one of these members.
    #[serde(default)]
    #[schema(example = json!(["ke-pes"]))]
    members: Vec<String>,
    /// Whether it is on; so, unless said.
    #[schema(example = true)]
    enabled: Option<bool>,
    /// Where to begin, for a new one: a `cursor` of `GET /api/v1/changes`; with the next change,
    /// unless said.
    cursor: Option<String>,
}

/// How a secret is replaced.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(super) struct WantedSecret {
    /// For how many hours messages are signed with the old secret as well, from 0, if it is known to
    /// others, to 168; 24, unless said.
    #[schema(minimum = 0, maximum = 168, example = 24)]
    overlap_hours: Option<u16>,
}

/// What is to be sent again.
#[derive(Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(super) struct WantedReplay {
    /// All that was given up and written down since then, RFC 3339.
    #[schema(example = "2027-06-30T00:00:00Z")]
    since: String,
}

/// A webhook.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct KeptWebhook {
    /// Names it.
    #[schema(example = "3f0a9c41d2b7")]
    id: String,
    /// Where messages are sent.
    #[schema(format = Uri, example = "https://platform.example/hooks/passerelle")]
    url: String,
    /// What it is for.
    label: Option<String>,
    /// What happened.
    events: Vec<&'static str>,
    /// To what.
    kinds: Vec<&'static str>,
    /// About what.
    themes: Vec<String>,
    /// Whose.
    members: Vec<String>,
    /// Whether it is on.
    enabled: bool,
    /// Why it is off: `byOwner`; `gone`, as its receiver answered 410; `failing`, as it took nothing
    /// for days.
    disabled_reason: Option<&'static str>,
    /// Since when it is off, RFC 3339.
    disabled: Option<String>,
    /// Since when nothing has been taken.
    failing_since: Option<String>,
    /// How often nothing was taken since then.
    failures: u32,
    /// How far it has been told, as a `cursor` of `GET /api/v1/changes`.
    cursor: String,
    /// The identifier of the key that made it.
    owner: String,
    /// The member of that key.
    member: Option<String>,
    /// Until when messages are signed with the former secret as well.
    former_secret_until: Option<String>,
    /// When it was made, RFC 3339.
    created: String,
    /// When it last changed.
    modified: String,
    /// What messages are signed with: in the answer that makes it, and never again.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "whsec_…")]
    secret: Option<String>,
}

/// All webhooks that the caller may see, the newest first.
#[derive(Serialize, ToSchema)]
pub(super) struct Webhooks {
    data: Vec<KeptWebhook>,
    /// How many there are.
    total: usize,
}

/// A message to a webhook, and what became of it.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct WebhookDelivery {
    /// Its `webhook-id`, however often it is sent.
    #[schema(example = "3f0a9c41d2b7-1f4-5d0c2a77")]
    id: String,
    /// What happened.
    #[schema(example = "practice.updated")]
    r#type: String,
    /// When it happened, RFC 3339.
    timestamp: String,
    /// `pending`, `delivered`, or `dead`: given up.
    #[schema(example = "delivered")]
    state: &'static str,
    /// How often it was sent, since it was last asked for.
    attempts: u32,
    /// When it is sent, or sent again.
    due: Option<String>,
    /// When it was last sent.
    attempted: Option<String>,
    /// The status of the last answer.
    #[schema(example = 204)]
    status: Option<u16>,
    /// The beginning of the last answer, or why there was none.
    answer: Option<String>,
    /// When it was written down.
    created: String,
}

/// Messages to a webhook, the latest first.
#[derive(Serialize, ToSchema)]
pub(super) struct WebhookDeliveries {
    pub(super) data: Vec<WebhookDelivery>,
    /// Where the next page is; null on the last.
    pub(super) next: Option<String>,
}

/// How many messages are sent again.
#[derive(Serialize, ToSchema)]
pub(super) struct Replayed {
    #[schema(example = 12)]
    pub(super) replayed: usize,
}

/// What is asked of a webhook, understood.
pub(super) struct WebhookRequest {
    pub(super) target: WebhookTarget,
    pub(super) on: bool,
    pub(super) after: Option<ChangeCursor>,
}

fn place(pointer: &str, words: &dyn Display) -> Problem {
    Problem::place(ProblemKind::InvalidParameter, pointer, words.to_string())
}

/// The names of a list, each understood.
fn names<T: FromStr<Err: Display>>(key: &str, names: &[String]) -> Result<Vec<T>, Problem> {
    if names.len() > NAMES_MAX {
        return Err(place(&format!("/{key}"), &format!("at most {NAMES_MAX} are taken")));
    }
    let understood = names.iter().enumerate().map(|(index, name)| {
        name.parse().map_err(|error| place(&format!("/{key}/{index}"), &error))
    });
    understood.collect()
}

impl WantedWebhook {
    pub(super) fn read(self, courier: &Courier) -> Result<WebhookRequest, Problem> {
        if self.url.len() > URL_BYTES_MAX {
            return Err(place("/url", &format!("at most {URL_BYTES_MAX} bytes are taken")));
        }
        courier
            .admit(&self.url)
            .map_err(|error| Problem::place(ProblemKind::InvalidData, "/url", error.to_string()))?;
        if self.label.as_ref().is_some_and(|label| label.chars().nth(LABEL_MAX).is_some()) {
            return Err(place("/label", &format!("at most {LABEL_MAX} characters are taken")));
        }
        let after = self.cursor.map(|cursor| cursor.parse()).transpose();
        let after = after.map_err(|error: InvalidCursor| place("/cursor", &error))?;
        let filter = WebhookFilter {
            events: names("events", &self.events)?,
            kinds: names("kinds", &self.kinds)?,
            themes: names("themes", &self.themes)?,
            members: names("members", &self.members)?,
        };
        let target = WebhookTarget { url: self.url, label: self.label, filter };
        Ok(WebhookRequest { target, on: self.enabled.unwrap_or(true), after })
    }
}

impl WantedSecret {
    /// For how many hours both secrets are good.
    pub(super) fn overlap_h(&self) -> Result<i64, Problem> {
        let hours = self.overlap_hours.unwrap_or(OVERLAP_H);
        if hours > OVERLAP_MAX_H {
            let words = format!("0 to {OVERLAP_MAX_H} hours are taken");
            return Err(place("/overlapHours", &words));
        }
        Ok(hours.into())
    }
}

impl WantedReplay {
    pub(super) fn since(&self) -> Result<Timestamp, Problem> {
        let words = "a moment is expected, such as 2027-06-30T00:00:00Z";
        self.since.parse().map_err(|_| place("/since", &words))
    }
}

impl KeptWebhook {
    pub(super) fn of(webhook: &Webhook, secret: Option<&WebhookSecret>) -> Self {
        let time = |time: Option<Timestamp>| time.map(|time| time.to_string());
        let filter = &webhook.given.filter;
        let slugs = |slugs: &[Slug]| slugs.iter().map(Slug::to_string).collect();
        Self {
            id: webhook.id.to_string(),
            url: webhook.given.url.clone(),
            label: webhook.given.label.clone(),
            events: filter.events.iter().map(|event| event.as_str()).collect(),
            kinds: filter.kinds.iter().copied().map(Changed::term).collect(),
            themes: slugs(&filter.themes),
            members: slugs(&filter.members),
            enabled: webhook.off.is_none(),
            disabled_reason: webhook.off.map(|(reason, _)| reason.as_str()),
            disabled: time(webhook.off.map(|(_, since)| since)),
            failing_since: time(webhook.failing_since),
            failures: webhook.failures,
            cursor: webhook.cursor.clone(),
            owner: webhook.owner.clone(),
            member: webhook.member.as_ref().map(Slug::to_string),
            former_secret_until: time(webhook.former_secret_until),
            created: webhook.created.to_string(),
            modified: webhook.modified.to_string(),
            secret: secret.map(|secret| secret.reveal().to_owned()),
        }
    }

    /// With the name of its revision.
    pub(super) fn answer(
        status: StatusCode,
        webhook: &Webhook,
        secret: Option<&WebhookSecret>,
    ) -> Response {
        let headers: [(HeaderName, String); 2] = [
            (header::CACHE_CONTROL, "private, no-store".to_owned()),
            (header::ETAG, etag(webhook.revision)),
        ];
        (status, headers, Json(Self::of(webhook, secret))).into_response()
    }
}

impl From<Vec<Webhook>> for Webhooks {
    fn from(webhooks: Vec<Webhook>) -> Self {
        let data: Vec<_> = webhooks.iter().map(|one| KeptWebhook::of(one, None)).collect();
        Self { total: data.len(), data }
    }
}

impl From<Delivery> for WebhookDelivery {
    fn from(delivery: Delivery) -> Self {
        let time = |time: Option<Timestamp>| time.map(|time| time.to_string());
        Self {
            id: delivery.id.to_string(),
            r#type: delivery.kind,
            timestamp: delivery.occurred,
            state: delivery.state.as_str(),
            attempts: delivery.attempts,
            due: time(delivery.due),
            attempted: time(delivery.attempted),
            status: delivery.status,
            answer: delivery.answer,
            created: delivery.created.to_string(),
        }
    }
}
