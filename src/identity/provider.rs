//! The description and the keys of a provider. They are fetched when they are
//! first needed, and remembered; a token that names another key has them
//! fetched again, but not at every such token. A provider that is silent does
//! not take away the keys that are known, for a day.

use super::settings::IssuerSettings;
use super::token::TokenRefused;
use crate::outbound::Courier;
use jsonwebtoken::jwk::{Jwk, PublicKeyUse};
use jsonwebtoken::{Algorithm, DecodingKey, Header};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::time::{Duration, Instant};

/// How much is read of a description, or of keys.
const DOCUMENT_BYTES_MAX: u64 = 256 * 1024;
/// For how long keys are not asked for again, unless a token names another.
const FRESH: Duration = Duration::from_hours(1);
/// For how long they are good although nobody answers.
const STALE: Duration = Duration::from_hours(24);

/// A provider whose tokens are taken.
pub struct Provider {
    pub(super) settings: IssuerSettings,
    pub(super) courier: Courier,
    known: RwLock<Option<Arc<Known>>>,
    /// When it was last asked; held while somebody asks.
    asked: Mutex<Option<Instant>>,
}

/// What is known of it.
pub(super) struct Known {
    pub(super) description: Description,
    keys: Vec<Jwk>,
    since: Instant,
}

/// OpenID Connect Discovery 1.0, as far as it is read.
#[derive(Deserialize)]
pub(super) struct Description {
    issuer: String,
    jwks_uri: String,
    pub(super) authorization_endpoint: Option<String>,
    pub(super) token_endpoint: Option<String>,
    #[serde(default)]
    pub(super) token_endpoint_auth_methods_supported: Vec<String>,
    #[serde(default)]
    pub(super) authorization_response_iss_parameter_supported: bool,
}

#[derive(Deserialize)]
struct Keys {
    keys: Vec<Value>,
}

impl fmt::Debug for Provider {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Provider").field("settings", &self.settings).finish_non_exhaustive()
    }
}

impl Provider {
    /// Nobody is asked yet.
    #[must_use]
    pub fn new(settings: IssuerSettings, courier: Courier) -> Self {
        Self { settings, courier, known: RwLock::default(), asked: Mutex::default() }
    }

    /// Whether people can sign in by it.
    #[must_use]
    pub fn has_client(&self) -> bool {
        self.settings.client.is_some()
    }

    /// The key that a token was signed with.
    pub(super) fn key(&self, header: &Header) -> Result<DecodingKey, TokenRefused> {
        let known = self.known()?;
        if let Some(key) = known.key(header) {
            return Ok(key);
        }
        let newer = self.ask(&known)?;
        newer.key(header).ok_or(TokenRefused::UnknownKey)
    }

    /// What is known, asked for if it is not, or not any more.
    pub(super) fn known(&self) -> Result<Arc<Known>, TokenRefused> {
        let known = self.remembered();
        match known {
            Some(known) if known.since.elapsed() < FRESH => Ok(known),
            Some(old) => self.ask(&old),
            None => self.fetched(None),
        }
    }

    /// Something newer than what is known, or that.
    fn ask(&self, known: &Arc<Known>) -> Result<Arc<Known>, TokenRefused> {
        match self.fetched(Some(known)) {
            Err(TokenRefused::Unavailable) if known.since.elapsed() < STALE => {
                Ok(Arc::clone(known))
            }
            fetched => fetched,
        }
    }

    fn remembered(&self) -> Option<Arc<Known>> {
        self.known.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Asks the provider: one at a time, and not at once again.
    fn fetched(&self, before: Option<&Arc<Known>>) -> Result<Arc<Known>, TokenRefused> {
        let mut asked = self.asked.lock().unwrap_or_else(PoisonError::into_inner);
        // Somebody else may have asked while this one waited.
        if let Some(now) = self.remembered()
            && before.is_none_or(|before| !Arc::ptr_eq(before, &now))
        {
            return Ok(now);
        }
        if asked.is_some_and(|asked| asked.elapsed() < self.settings.refetch_min) {
            return Err(TokenRefused::Unavailable);
        }
        *asked = Some(Instant::now());
        let known = self.fetch().map_err(|words| {
            tracing::warn!(issuer = self.settings.issuer, words, "the OpenID provider is silent");
            TokenRefused::Unavailable
        })?;
        let known = Arc::new(known);
        *self.known.write().unwrap_or_else(PoisonError::into_inner) = Some(Arc::clone(&known));
        Ok(known)
    }

    fn fetch(&self) -> Result<Known, String> {
        let issuer = &self.settings.issuer;
        let address = format!("{}/.well-known/openid-configuration", issuer.trim_end_matches('/'));
        let description: Description = self.document(&address)?;
        if description.issuer != *issuer {
            return Err(format!("it calls itself {}", description.issuer));
        }
        let Keys { keys } = self.document(&description.jwks_uri)?;
        // Keys of kinds that are not known here are for others.
        let keys = keys.into_iter().filter_map(|key| serde_json::from_value(key).ok()).collect();
        Ok(Known { description, keys, since: Instant::now() })
    }

    fn document<T: DeserializeOwned>(&self, address: &str) -> Result<T, String> {
        let answer = self.courier.get(address, "application/json", DOCUMENT_BYTES_MAX);
        let answer = answer.map_err(|reason| format!("{address}: {reason}"))?;
        if answer.status != 200 || !answer.whole {
            return Err(format!(
                "{address} answered {} with too much or too little",
                answer.status
            ));
        }
        serde_json::from_slice(&answer.body).map_err(|error| format!("{address}: {error}"))
    }
}

impl Known {
    /// The one key that fits: by its name, or as the only one of its kind.
    fn key(&self, header: &Header) -> Option<DecodingKey> {
        let mut fitting = self
            .keys
            .iter()
            .filter(|key| fits(key, header.alg))
            .filter(|key| header.kid.is_none() || key.common.key_id == header.kid);
        match (fitting.next(), fitting.next()) {
            (Some(key), None) => {
                let key = DecodingKey::from_jwk(key).ok()?;
                (key.family() == header.alg.family()).then_some(key)
            }
            _ => None,
        }
    }
}

/// Whether a key is for signatures by this algorithm.
fn fits(key: &Jwk, algorithm: Algorithm) -> bool {
    let common = &key.common;
    let for_signatures =
        common.public_key_use.as_ref().is_none_or(|it| *it == PublicKeyUse::Signature);
    let of_family = DecodingKey::from_jwk(key).is_ok_and(|key| key.family() == algorithm.family());
    let of_algorithm = common.key_algorithm.is_none_or(|it| it == algorithm.into());
    for_signatures && of_family && of_algorithm
}
