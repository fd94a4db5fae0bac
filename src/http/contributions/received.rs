//! What a request about a contribution sends: the content, in a wrapper or on
//! its own; which revision it means; and its own name, by which it may be sent
//! again.

use super::super::media_type;
use super::super::negotiation::preferred_language;
use super::super::problem::{Problem, ProblemKind};
use crate::desk::Ticket;
use crate::domain::{ContributionKind, Language, Slug};
use crate::graph::UploadFormat;
use crate::operations::{Precondition, SentContent};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, header};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use utoipa::ToSchema;

pub(super) const IDEMPOTENCY_KEY: HeaderName = HeaderName::from_static("idempotency-key");
/// How long the client's name for a request may be.
const TOKEN_MAX: usize = 255;
/// How long the reasons of a return may be, in characters.
pub(crate) const REASONS_MAX: usize = 5_000;

/// A contribution as it is sent in JSON.
#[derive(Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct SentContribution {
    /// `practice`, `programme`, `statement`, `offer`, `need`, `exchange` or `correction`; needed for
    /// a new one.
    #[schema(example = "offer")]
    pub(super) kind: Option<String>,
    /// The member that brings it, by the last segment of its identifier. That of the key, unless
    /// said.
    #[schema(example = "ke-pes")]
    pub(super) member: Option<String>,
    /// What it says, in the keys of the API's answers.
    #[schema(value_type = Object)]
    content: Value,
}

/// Why a contribution is given back.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Reasons {
    /// What the author is to change, in words.
    #[schema(max_length = 5000, example = "The description does not say for whom it is.")]
    reasons: String,
}

/// What was sent, read.
pub(super) struct Received {
    pub(super) kind: Option<ContributionKind>,
    pub(super) member: Option<Slug>,
    pub(super) content: SentContent,
}

impl Received {
    /// `kind` and `member` stand in the document or, beside RDF, in the address.
    pub(super) fn read(
        headers: &HeaderMap,
        body: &[u8],
        (kind, member): (Option<ContributionKind>, Option<Slug>),
    ) -> Result<Self, Problem> {
        let media_type = media_type::of_body(headers)?;
        let format = match media_type.essence_str() {
            "application/json" => return Self::unwrap(body, (kind, member)),
            "application/ld+json" => UploadFormat::JsonLd,
            "text/turtle" => UploadFormat::Turtle,
            "application/n-triples" => UploadFormat::NTriples,
            other => {
                return Err(media_type::unsupported(format!(
                    "a body of type '{other}' is not taken here: application/json, application/ld+json, text/turtle and application/n-triples are"
                )));
            }
        };
        Ok(Self { kind, member, content: SentContent { body: body.to_vec(), format } })
    }

    fn unwrap(
        body: &[u8],
        (kind, member): (Option<ContributionKind>, Option<Slug>),
    ) -> Result<Self, Problem> {
        let sent: SentContribution = document(body)?;
        let place = |pointer: &'static str| {
            move |error: &dyn std::fmt::Display| {
                Problem::place(ProblemKind::InvalidParameter, pointer, error.to_string())
            }
        };
        if !sent.content.is_object() {
            return Err(place("/content")(&"an object is expected"));
        }
        let named = sent.kind.map(|kind| kind.parse().map_err(|error| place("/kind")(&error)));
        let of = sent.member.map(|slug| slug.parse().map_err(|error| place("/member")(&error)));
        let body = sent.content.to_string().into_bytes();
        Ok(Self {
            kind: named.transpose()?.or(kind),
            member: of.transpose()?.or(member),
            content: SentContent { body, format: UploadFormat::JsonLd },
        })
    }
}

/// The reasons in the body of a return.
pub(super) fn reasons(headers: &HeaderMap, body: &[u8]) -> Result<String, Problem> {
    let media_type = media_type::of_body(headers)?;
    if media_type.essence_str() != "application/json" {
        return Err(media_type::unsupported("reasons are sent as application/json"));
    }
    let Reasons { reasons } = document(body)?;
    let bad =
        |detail: String| Err(Problem::place(ProblemKind::InvalidParameter, "/reasons", detail));
    if reasons.trim().is_empty() {
        return bad("the author needs to know what to change".to_owned());
    }
    if reasons.chars().nth(REASONS_MAX).is_some() {
        return bad(format!("at most {REASONS_MAX} characters are taken"));
    }
    Ok(reasons)
}

/// A JSON object, whose faults are told by their place.
pub(in crate::http) fn document<T: for<'a> Deserialize<'a>>(body: &[u8]) -> Result<T, Problem> {
    let bad = |pointer: String, error: &dyn std::fmt::Display| {
        Problem::place(ProblemKind::InvalidParameter, &pointer, error.to_string())
    };
    let document: Value =
        serde_json::from_slice(body).map_err(|error| bad(String::new(), &error))?;
    if !document.is_object() {
        return Err(bad(String::new(), &"an object is expected"));
    }
    serde_path_to_error::deserialize(document).map_err(|error| {
        let path = error.path().to_string();
        let pointer = if path == "." { String::new() } else { format!("/{path}") };
        bad(pointer, error.inner())
    })
}

/// Which revision the request means, by `If-Match`.
pub(in crate::http) fn precondition(headers: &HeaderMap) -> Result<Precondition, Problem> {
    let tags: Vec<&str> = headers
        .get_all(header::IF_MATCH)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .map(str::trim)
        .collect();
    if tags.is_empty() {
        let words = "send the ETag that it had when you read it: If-Match: \"…\"";
        return Err(Problem::new(ProblemKind::PreconditionRequired, words));
    }
    if tags.contains(&"*") {
        return Ok(Precondition::Any);
    }
    let revision = |tag: &&str| tag.strip_prefix("\"r")?.strip_suffix('"')?.parse().ok();
    Ok(Precondition::OneOf(tags.iter().filter_map(revision).collect()))
}

/// The name of a revision.
pub(in crate::http) fn etag(revision: u64) -> String {
    format!("\"r{revision}\"")
}

/// The request by the client's name for it, if it has one.
pub(super) fn ticket(
    headers: &HeaderMap,
    method: &Method,
    path: &str,
    body: &[u8],
) -> Result<Option<Ticket>, Problem> {
    let Some(value) = headers.get(IDEMPOTENCY_KEY) else { return Ok(None) };
    let token = value.to_str().ok().filter(|token| (1..=TOKEN_MAX).contains(&token.len()));
    let token = token.ok_or_else(|| {
        let words = format!("Idempotency-Key: 1 to {TOKEN_MAX} ASCII characters are expected");
        Problem::new(ProblemKind::InvalidParameter, words)
    })?;
    let content_type = headers.get(header::CONTENT_TYPE).map(HeaderValue::as_bytes);
    let asked = [method.as_str().as_bytes(), path.as_bytes(), content_type.unwrap_or(b""), body];
    Ok(Some(Ticket::new(token.to_owned(), asked)))
}

/// The language of the caller: the one asked for, or the one preferred.
pub(super) fn language(headers: &HeaderMap, asked: Option<Language>) -> Language {
    asked.unwrap_or_else(|| preferred_language(headers))
}

/// An offer as an officer would send it.
pub(super) fn example() -> Value {
    json!({
        "kind": "offer",
        "member": "ke-pes",
        "content": {
            "about": [{ "id": "https://w3id.org/passerelle/id/theme/user-experience" }],
            "description": { "en": "A two-day visit to our user-experience unit." },
            "endDate": "2027-06-30"
        }
    })
}
