//! Sessions of browsers: the cookie that names one, the headers by which a
//! browser says where a form comes from, and how a session begins and ends.
//! What a session is, the desk says; what is shown in one, the pages do.
//!
//! A form is taken when it comes from a page of this service (`Sec-Fetch-Site`,
//! `Origin`) and carries what our pages of the same session carry.

use super::access_log::REQUEST_ID;
use super::description;
use super::problem::{Problem, ProblemKind};
use super::server::ClientAddress;
use super::state::AppState;
use crate::desk::{By, Desk, DeskError, Key, SESSION_LIFE, Session, SessionToken};
use crate::domain::Role;
use crate::operations::{Caller, Passerelle};
use axum::extract::Request;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Uri, header};
use axum::middleware::Next;
use axum::response::Response;
use jiff::Timestamp;

const SEC_FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");
/// What a cookie is called where the service is asked in the clear, and by
/// https: there a browser takes one of such a name from this very host alone.
pub(super) type CookieNames = [&'static str; 2];
/// The cookie that names a session.
const COOKIES: CookieNames = ["passerelle-session", "__Host-passerelle-session"];
/// How somebody came who showed a key.
const BY_KEY: &str = "key";

/// Somebody who is signed in and may prepare content.
#[derive(Clone, Debug)]
pub(crate) struct SignedIn {
    token: SessionToken,
    session: Session,
    request_id: Option<String>,
}

/// What became of signing in.
pub(crate) enum SigningIn {
    /// The cookie to set, and what forms of the session carry.
    Done(HeaderValue, String),
    /// The key is not accepted; why, is nobody's business.
    Refused,
    /// The key is good, and may read alone.
    ReadsOnly,
    /// The provider signed nobody in, or not for this service.
    NotByProvider,
    /// This client was refused too often.
    TooOften {
        /// When to try again, in seconds.
        retry_after_s: u64,
    },
}

impl SignedIn {
    /// Who asks.
    pub(crate) fn caller(&self) -> Caller<'_> {
        Caller { key: &self.session.key, request_id: self.request_id.as_deref() }
    }

    /// What forms of this session carry.
    pub(crate) fn form_token(&self) -> String {
        self.token.of_forms()
    }

    /// Whether a form of this session carries this.
    pub(crate) fn is_of_form(&self, carried: &str) -> bool {
        self.token.is_of_form(carried)
    }
}

/// Who is signed in, by the cookie of a request; none whose key may only read.
pub(crate) async fn signed_in(
    state: &AppState,
    headers: &HeaderMap,
) -> Result<Option<SignedIn>, Problem> {
    let Some(token) = token(state, headers) else { return Ok(None) };
    let request_id = request_id(headers);
    let looked = token.clone();
    let found = state.run(move |service| service.desk().session(&looked, Timestamp::now())).await?;
    let session = found.filter(|session| session.key.role >= Role::Contributor);
    Ok(session.map(|session| SignedIn { token, session, request_id }))
}

/// Signs the holder of a key in. A session that the browser had ends.
pub(crate) async fn sign_in(
    state: &AppState,
    headers: &HeaderMap,
    client: Option<ClientAddress>,
    key: String,
) -> Result<SigningIn, Problem> {
    let failures = state.failures();
    if let Some(retry_after_s) = failures.too_many(client) {
        return Ok(SigningIn::TooOften { retry_after_s });
    }
    let authenticate = move |desk: &Desk, now| desk.authenticate(key.trim(), now);
    let begun = begin_by(state, headers, BY_KEY, authenticate).await?;
    Ok(begun.unwrap_or_else(|| {
        failures.count(client);
        SigningIn::Refused
    }))
}

/// Begins a session for the key that somebody shows, or that stands for them,
/// in place of one that the browser had; none when that is not accepted.
pub(super) async fn begin_by(
    state: &AppState,
    headers: &HeaderMap,
    way: &'static str,
    recognise: impl FnOnce(&Desk, Timestamp) -> Result<Key, DeskError> + Send + 'static,
) -> Result<Option<SigningIn>, Problem> {
    let (before, request_id) = (token(state, headers), request_id(headers));
    let begin = move |service: &Passerelle| {
        let (desk, now) = (service.desk(), Timestamp::now());
        let key = match recognise(desk, now) {
            Err(DeskError::KeyRefused(refused)) => return Ok(Err(refused)),
            key => key?,
        };
        if key.role < Role::Contributor {
            return Ok(Ok(None));
        }
        let by = By { key_id: Some(&key.id), request_id: request_id.as_deref() };
        if let Some(before) = before {
            desk.end_session(&before, by)?;
        }
        desk.begin_session(&key.id, way, now, by).map(|token| Ok(Some(token)))
    };
    Ok(match state.run(begin).await? {
        Ok(Some(token)) => {
            let cookie = cookie(state, COOKIES, token.reveal(), SESSION_LIFE.as_secs());
            Some(SigningIn::Done(cookie, token.of_forms()))
        }
        Ok(None) => Some(SigningIn::ReadsOnly),
        Err(refused) => {
            tracing::info!(reason = %refused, "somebody was not signed in");
            None
        }
    })
}

/// Ends a session; the answer is the cookie that takes its place.
pub(crate) async fn sign_out(
    state: &AppState,
    signed_in: SignedIn,
) -> Result<HeaderValue, Problem> {
    let end = move |service: &Passerelle| {
        let key_id = Some(signed_in.session.key.id.as_str());
        let by = By { key_id, request_id: signed_in.request_id.as_deref() };
        service.desk().end_session(&signed_in.token, by)
    };
    state.run(end).await?;
    Ok(cookie(state, COOKIES, "", 0))
}

/// Refuses what a page of another site has sent. Browsers say so in one of two
/// headers; what says neither is no browser with a form of ours.
pub(crate) fn check_origin(
    state: &AppState,
    uri: &Uri,
    headers: &HeaderMap,
) -> Result<(), Problem> {
    let text = |name| headers.get(name).map(|value| value.to_str().unwrap_or_default());
    let (site, origin) = (text(SEC_FETCH_SITE), text(header::ORIGIN));
    let own_site = site.map(|site| site == "same-origin");
    let own_origin = origin.filter(|origin| *origin != "null").map(|origin| {
        let base = description::base(state, uri, headers);
        base.is_some_and(|base| is_same_origin(state, base.as_str(), origin))
    });
    match (own_site, own_origin) {
        (Some(true), None | Some(true)) | (None, Some(true)) => Ok(()),
        _ => {
            Err(Problem::new(ProblemKind::Forbidden, "this form is not of a page of this service"))
        }
    }
}

/// Where no public address is set, a proxy may speak https for us: the host is
/// what can be told.
fn is_same_origin(state: &AppState, base: &str, origin: &str) -> bool {
    let parts = |address: &str| {
        address.parse::<Uri>().ok().map(|uri| {
            (uri.scheme_str().map(str::to_owned), uri.authority().map(ToString::to_string))
        })
    };
    match (parts(base), parts(origin)) {
        (Some(ours), Some(theirs)) if state.settings().public_url.is_some() => ours == theirs,
        (Some((_, ours)), Some((_, theirs))) => ours.is_some() && ours == theirs,
        _ => false,
    }
}

/// What goes for every page of a session: nobody keeps it, and its forms say
/// where they come from.
pub(super) async fn keep_private(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("same-origin"));
    headers.insert("x-robots-tag", HeaderValue::from_static("noindex"));
    response
}

fn is_https(state: &AppState) -> bool {
    state.settings().public_url.as_ref().is_some_and(|url| url.starts_with("https://"))
}

fn token(state: &AppState, headers: &HeaderMap) -> Option<SessionToken> {
    cookie_value(state, headers, COOKIES).and_then(SessionToken::read)
}

/// What is in the one cookie of the right name.
pub(super) fn cookie_value<'a>(
    state: &AppState,
    headers: &'a HeaderMap,
    names: CookieNames,
) -> Option<&'a str> {
    let name = names[usize::from(is_https(state))];
    let all = headers.get_all(header::COOKIE);
    let cookies = all.iter().filter_map(|value| value.to_str().ok()).flat_map(|it| it.split(';'));
    let named = cookies.filter_map(|cookie| cookie.trim().split_once('='));
    let mut values = named.filter(|(known, _)| *known == name).map(|(_, value)| value);
    match (values.next(), values.next()) {
        (Some(value), None) => Some(value),
        _ => None,
    }
}

pub(super) fn cookie(state: &AppState, names: CookieNames, value: &str, age_s: i64) -> HeaderValue {
    let (name, secure) = (names[usize::from(is_https(state))], is_https(state));
    let secure = if secure { "; Secure" } else { "" };
    let text = format!("{name}={value}; Path=/; HttpOnly; SameSite=Lax; Max-Age={age_s}{secure}");
    HeaderValue::from_str(&text).unwrap_or(HeaderValue::from_static(""))
}

fn request_id(headers: &HeaderMap) -> Option<String> {
    headers.get(REQUEST_ID).and_then(|id| id.to_str().ok()).map(str::to_owned)
}
