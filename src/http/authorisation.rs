//! Who may write: API keys, and tokens of an OpenID provider, as bearer tokens
//! (RFC 6750), in the `Authorization` header and nowhere else. Whoever comes by a
//! token is a key of the desk from here on. No log line and no answer repeats
//! either.
//!
//! What is refused: 401 without a key or with one that is not accepted, 403
//! for a good key whose role is too low. Attempts are counted; nothing but the
//! rate of requests slows them down, as nobody guesses 256 random bits.

use super::access_log::REQUEST_ID;
use super::metrics::{Metrics, ReadingKind, figure};
use super::problem::{Problem, ProblemKind};
use super::state::AppState;
use crate::desk::{Action, By, Deed, DeskError, Key};
use crate::domain::Role;
use crate::identity::{Provider, TokenRefused};
use crate::operations::{Caller, Passerelle};
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use jiff::Timestamp;
use std::sync::atomic::Ordering;

/// When to try again while the provider is silent.
const SILENT_S: u64 = 10;

/// The holder of a key whose role suffices, with the name of the request.
struct Holder {
    key: Key,
    request_id: Option<String>,
}

impl Holder {
    async fn with(least: Role, parts: &Parts, state: &AppState) -> Result<Self, Refusal> {
        let key = holder(state, &parts.headers, least).await?;
        let request_id = parts.headers.get(REQUEST_ID).and_then(|id| id.to_str().ok());
        Ok(Self { key, request_id: request_id.map(str::to_owned) })
    }

    /// Who does it, for the audit.
    fn by(&self) -> By<'_> {
        By { key_id: Some(&self.key.id), request_id: self.request_id.as_deref() }
    }
}

/// The holder of a key with the role of an administrator.
pub(super) struct Admin(Holder);

impl FromRequestParts<AppState> for Admin {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Refusal> {
        Holder::with(Role::Admin, parts, state).await.map(Self)
    }
}

/// The holder of a key that may review and publish what others prepared.
pub(super) struct Reviewer(Holder);

impl FromRequestParts<AppState> for Reviewer {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Refusal> {
        Holder::with(Role::Reviewer, parts, state).await.map(Self)
    }
}

impl Reviewer {
    /// Who does it, for the audit.
    pub(super) fn by(&self) -> By<'_> {
        self.0.by()
    }

    /// As what.
    pub(super) fn role(&self) -> Role {
        self.0.key.role
    }
}

/// The holder of a key that may prepare content: for its own member, or as
/// far as its role goes. What it may do with a contribution depends on that.
pub(super) struct Contributor(Holder);

impl FromRequestParts<AppState> for Contributor {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Refusal> {
        Holder::with(Role::Contributor, parts, state).await.map(Self)
    }
}

impl Contributor {
    /// Who asks.
    pub(super) fn caller(&self) -> Caller<'_> {
        Caller { key: &self.0.key, request_id: self.0.request_id.as_deref() }
    }
}

impl Admin {
    /// Who does it, for the audit.
    pub(super) fn by(&self) -> By<'_> {
        self.0.by()
    }

    /// Records what the administrator has done.
    pub(super) fn record(&self, service: &Passerelle, action: Action, target: &str, commit: u64) {
        let deed = Deed { commit: Some(commit), ..Deed::by(self.by(), action, target) };
        if let Err(error) = service.desk().record(&deed) {
            // It is done and durable: to answer with a failure would be wrong.
            tracing::error!(
                action = action.as_str(),
                target,
                commit,
                key = self.0.key.id,
                error = &error as &dyn std::error::Error,
                "a write is missing from the audit"
            );
        }
    }
}

/// Has the requests counted that were not authorised.
pub(super) fn tell_refusals(metrics: &Metrics, state: &AppState) {
    let refusals = state.refusals();
    metrics.read(
        ReadingKind::Counter,
        "passerelle_http_not_authorised_total",
        "Requests that bore no good key, or one whose role is too low.",
        move || figure(refusals.load(Ordering::Relaxed)),
    );
}

/// The key that the request bears, if it is good and has the role.
async fn holder(state: &AppState, headers: &HeaderMap, role: Role) -> Result<Key, Refusal> {
    let provider = state.settings().provider.clone();
    let key = match bearer(headers) {
        Ok(token) => {
            state.run(move |service| authenticated(service, provider.as_deref(), &token)).await?
        }
        Err(refusal) => Err(refusal),
    };
    let allowed = key.and_then(|key| {
        if key.role >= role { Ok(key) } else { Err(Refusal::role_too_low(&key, role)) }
    });
    if let Err(refusal) = &allowed {
        state.refusals().fetch_add(1, Ordering::Relaxed);
        tracing::info!(reason = refusal.problem.detail(), "a request was not authorised");
    }
    allowed
}

/// The inner result is the answer, the outer one a failure of ours.
fn authenticated(
    service: &Passerelle,
    provider: Option<&Provider>,
    token: &str,
) -> Result<Result<Key, Refusal>, Problem> {
    let (desk, now) = (service.desk(), Timestamp::now());
    let key = match provider.filter(|_| is_token(token)).map(|it| it.bearer(token)) {
        None => desk.authenticate(token, now),
        Some(Ok(person)) => desk.recognise(&person, now),
        Some(Err(TokenRefused::Unavailable)) => {
            let words = TokenRefused::Unavailable.to_string();
            return Err(Problem::new(ProblemKind::Busy, words).retry_after_s(SILENT_S));
        }
        Some(Err(refused)) => return Ok(Err(Refusal::token(refused))),
    };
    match key {
        Ok(key) => Ok(Ok(key)),
        Err(DeskError::KeyRefused(reason)) => Ok(Err(Refusal::invalid(reason.to_string()))),
        Err(error) => Err(Problem::internal(&error)),
    }
}

/// Whether a text has the form of a token: three parts of Base64.
fn is_token(text: &str) -> bool {
    let is_base64 = |c: char| c.is_ascii_alphanumeric() || "-_".contains(c);
    text.split('.').count() == 3 && text.split('.').all(|part| part.chars().all(is_base64))
}

/// The token of the only `Authorization` header.
fn bearer(headers: &HeaderMap) -> Result<String, Refusal> {
    let mut values = headers.get_all(header::AUTHORIZATION).iter();
    let Some(value) = values.next() else {
        return Err(Refusal::missing("send a key: Authorization: Bearer KEY"));
    };
    if values.next().is_some() {
        return Err(Refusal::invalid("one Authorization header is expected".to_owned()));
    }
    let (scheme, token) =
        value.to_str().ok().and_then(|text| text.split_once(' ')).unwrap_or(("", ""));
    if scheme.eq_ignore_ascii_case("bearer") {
        Ok(token.trim().to_owned())
    } else {
        Err(Refusal::missing("keys are taken in one form alone: Authorization: Bearer KEY"))
    }
}

/// A request that is not authorised, with the challenge that goes with it.
#[derive(Debug)]
pub(super) struct Refusal {
    problem: Problem,
    challenge: Option<&'static str>,
}

impl Refusal {
    /// No key was sent.
    fn missing(detail: &str) -> Self {
        Self {
            problem: Problem::new(ProblemKind::Unauthorised, detail),
            challenge: Some("Bearer realm=\"passerelle\""),
        }
    }

    /// A key was sent, and it is not accepted.
    fn invalid(detail: String) -> Self {
        Self {
            problem: Problem::new(ProblemKind::Unauthorised, detail),
            challenge: Some("Bearer realm=\"passerelle\", error=\"invalid_token\""),
        }
    }

    /// A token was sent, and it is not accepted, or gives no role.
    fn token(refused: TokenRefused) -> Self {
        match refused {
            TokenRefused::NoRole => Self {
                problem: Problem::new(ProblemKind::Forbidden, refused.to_string()),
                challenge: Some("Bearer realm=\"passerelle\", error=\"insufficient_scope\""),
            },
            refused => Self::invalid(refused.to_string()),
        }
    }

    fn role_too_low(key: &Key, needed: Role) -> Self {
        let detail = format!(
            "this takes the role {needed}, and the key {} has the role {}",
            key.id, key.role
        );
        Self {
            problem: Problem::new(ProblemKind::Forbidden, detail),
            challenge: Some("Bearer realm=\"passerelle\", error=\"insufficient_scope\""),
        }
    }
}

impl From<Problem> for Refusal {
    fn from(problem: Problem) -> Self {
        Self { problem, challenge: None }
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let mut response = self.problem.into_response();
        if let Some(challenge) = self.challenge {
            let challenge = HeaderValue::from_static(challenge);
            response.headers_mut().insert(header::WWW_AUTHENTICATE, challenge);
        }
        response
    }
}
