//! Signing in by an OpenID provider: where a browser is sent, and what it
//! brings back. Who was sent and is not back yet is kept in memory, under a
//! name that the browser has in a cookie; it is good once, and not for long.

use super::problem::{Problem, ProblemKind};
use super::sessions::{self, CookieNames, SigningIn};
use super::state::AppState;
use crate::desk::{Desk, random_token};
use crate::identity::{PendingSignIn, Provider, SignInRefused, TokenRefused};
use axum::http::{HeaderMap, HeaderValue};
use moka::sync::Cache;
use std::sync::Arc;
use std::time::Duration;

/// How long somebody may take at the provider.
const PENDING_S: u64 = 10 * 60;
/// How many may be there at the same time; the longest gone begin again.
const PENDING_MAX: u64 = 10_000;
/// The cookie that has the name, by http and by https.
const COOKIES: CookieNames = ["passerelle-sign-in", "__Host-passerelle-sign-in"];
/// How somebody came.
const BY_PROVIDER: &str = "oidc";

/// Who was sent to the provider.
#[derive(Clone)]
pub(super) struct SentAway(Cache<String, Arc<Going>>);

struct Going {
    pending: PendingSignIn,
    /// Where they want to go on, after the language.
    to: String,
}

/// What somebody brings back.
#[derive(Debug)]
pub(crate) struct BroughtBack<'a> {
    pub(crate) state: &'a str,
    pub(crate) code: Option<&'a str>,
    pub(crate) issuer: Option<&'a str>,
}

impl Default for SentAway {
    fn default() -> Self {
        let cache = Cache::builder()
            .max_capacity(PENDING_MAX)
            .time_to_live(Duration::from_secs(PENDING_S))
            .build();
        Self(cache)
    }
}

/// Whether people can sign in by a provider.
pub(crate) fn has_provider(state: &AppState) -> bool {
    state.settings().provider.as_ref().is_some_and(|provider| provider.has_client())
}

/// Where a browser is sent, with the cookie that it keeps meanwhile.
pub(crate) async fn send_to_provider(
    state: &AppState,
    redirect_uri: String,
    to: String,
) -> Result<(String, HeaderValue), Problem> {
    let provider = provider(state)?;
    let pending = state
        .run(move |_| {
            let [state, nonce, verifier] = [random_token()?, random_token()?, random_token()?];
            Ok::<_, Problem>(PendingSignIn { state, nonce, verifier, redirect_uri })
        })
        .await?;
    let going = Arc::new(Going { pending: pending.clone(), to });
    let asked = pending.clone();
    let address =
        state.run(move |_| provider.sign_in_address(&asked).map_err(|it| problem(&it))).await?;
    state.sent_away().0.insert(pending.state.clone(), going);
    let cookie = sessions::cookie(state, COOKIES, &pending.state, PENDING_S.cast_signed());
    Ok((address, cookie))
}

/// Signs somebody in who comes back, and says where they want to go on.
pub(crate) async fn take_back(
    state: &AppState,
    headers: &HeaderMap,
    brought: BroughtBack<'_>,
) -> Result<(SigningIn, String), Problem> {
    let provider = provider(state)?;
    let known = sessions::cookie_value(state, headers, COOKIES);
    let ours = known.filter(|known| *known == brought.state);
    // It is good once, whatever comes of it.
    let going = ours.and_then(|name| state.sent_away().0.remove(name)).ok_or_else(|| {
        let words = "this browser was not sent to sign in, or long ago: begin again";
        Problem::new(ProblemKind::InvalidParameter, words)
    })?;
    let Some(code) = brought.code.map(str::to_owned) else {
        return Ok((SigningIn::NotByProvider, going.to.clone()));
    };
    let (issuer, came) = (brought.issuer.map(str::to_owned), Arc::clone(&going));
    let person = state
        .run(move |_| {
            let person = provider.signed_in(&came.pending, &code, issuer.as_deref());
            match person {
                Err(SignInRefused::Token(TokenRefused::Unavailable)) => {
                    Err(problem(&SignInRefused::Token(TokenRefused::Unavailable)))
                }
                person => Ok(person),
            }
        })
        .await?;
    let signed = match person {
        Ok(person) => {
            let recognise = move |desk: &Desk, now| desk.recognise(&person, now);
            sessions::begin_by(state, headers, BY_PROVIDER, recognise)
                .await?
                .unwrap_or(SigningIn::NotByProvider)
        }
        Err(SignInRefused::Token(TokenRefused::NoRole)) => SigningIn::ReadsOnly,
        Err(refused) => {
            tracing::info!(%refused, "somebody was not signed in");
            SigningIn::NotByProvider
        }
    };
    Ok((signed, going.to.clone()))
}

fn provider(state: &AppState) -> Result<Arc<Provider>, Problem> {
    let provider = state.settings().provider.clone().filter(|provider| provider.has_client());
    provider.ok_or_else(|| problem(&SignInRefused::Off))
}

fn problem(refused: &SignInRefused) -> Problem {
    let kind = match refused {
        SignInRefused::Off => ProblemKind::NotFound,
        _ => ProblemKind::Busy,
    };
    Problem::new(kind, refused.to_string())
}
