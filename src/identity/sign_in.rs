//! The way by a browser (OpenID Connect Core 1.0, authorization code with
//! PKCE): where somebody is sent, and what the code is worth that they bring
//! back. The three texts that nobody may guess come from the caller, who keeps
//! them meanwhile.

use super::provider::{Known, Provider};
use super::settings::ClientSettings;
use super::token::{Person, Purpose, TokenRefused};
use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use form_urlencoded::Serializer;
use serde::Deserialize;
use sha2::{Digest, Sha256};
use std::fmt;

/// How much is read of an answer with tokens.
const TOKENS_BYTES_MAX: u64 = 64 * 1024;

/// Somebody who was sent to the provider, and is not back yet.
#[derive(Clone)]
pub struct PendingSignIn {
    /// Comes back with them.
    pub state: String,
    /// Comes back in their token.
    pub nonce: String,
    /// What is shown for the code, and was promised by its hash: 43 letters or
    /// digits at least.
    pub verifier: String,
    /// Where they come back to.
    pub redirect_uri: String,
}

impl fmt::Debug for PendingSignIn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PendingSignIn(…)")
    }
}

/// Why somebody is not signed in.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SignInRefused {
    /// The settings name no client, or the provider no place to sign in.
    #[error("nobody can sign in by an OpenID provider here")]
    Off,
    /// The provider does not take the code, or does not answer.
    #[error("the OpenID provider did not take the code")]
    Code,
    /// What it answered is not good.
    #[error(transparent)]
    Token(#[from] TokenRefused),
}

#[derive(Deserialize)]
struct Tokens {
    id_token: String,
}

impl Provider {
    /// Where somebody is sent to sign in.
    ///
    /// # Errors
    /// When that is not possible, or the provider cannot be asked.
    pub fn sign_in_address(&self, pending: &PendingSignIn) -> Result<String, SignInRefused> {
        let client = self.settings.client.as_ref().ok_or(SignInRefused::Off)?;
        let known = self.known()?;
        let endpoint = known.description.authorization_endpoint.as_ref();
        let endpoint = endpoint.ok_or(SignInRefused::Off)?;
        // A browser goes there: what is asked by none of us is looked at too.
        self.courier.admit(endpoint).map_err(|_| SignInRefused::Off)?;
        let challenge = URL_SAFE_NO_PAD.encode(Sha256::digest(&pending.verifier));
        let query = Serializer::new(String::new())
            .append_pair("response_type", "code")
            .append_pair("client_id", &client.id)
            .append_pair("redirect_uri", &pending.redirect_uri)
            .append_pair("scope", &client.scope)
            .append_pair("state", &pending.state)
            .append_pair("nonce", &pending.nonce)
            .append_pair("code_challenge", &challenge)
            .append_pair("code_challenge_method", "S256")
            .finish();
        let separator = if endpoint.contains('?') { '&' } else { '?' };
        Ok(format!("{endpoint}{separator}{query}"))
    }

    /// Who comes back with this code. `issuer` is who they say sent them, where
    /// the provider says it (RFC 9207).
    ///
    /// # Errors
    /// When the code is not taken, or the token that it is worth is not good.
    pub fn signed_in(
        &self,
        pending: &PendingSignIn,
        code: &str,
        issuer: Option<&str>,
    ) -> Result<Person, SignInRefused> {
        let client = self.settings.client.as_ref().ok_or(SignInRefused::Off)?;
        let known = self.known()?;
        let says_it = known.description.authorization_response_iss_parameter_supported;
        if issuer.map_or(says_it, |issuer| issuer != self.settings.issuer) {
            return Err(TokenRefused::Issuer.into());
        }
        let Tokens { id_token } = self.exchange(&known, client, pending, code)?;
        let purpose = Purpose::SignIn { client: &client.id, nonce: &pending.nonce };
        Ok(self.person(&id_token, &purpose)?)
    }

    fn exchange(
        &self,
        known: &Known,
        client: &ClientSettings,
        pending: &PendingSignIn,
        code: &str,
    ) -> Result<Tokens, SignInRefused> {
        let endpoint = known.description.token_endpoint.as_ref().ok_or(SignInRefused::Off)?;
        let mut form = Serializer::new(String::new());
        form.append_pair("grant_type", "authorization_code")
            .append_pair("code", code)
            .append_pair("redirect_uri", &pending.redirect_uri)
            .append_pair("code_verifier", &pending.verifier);
        let methods = &known.description.token_endpoint_auth_methods_supported;
        let by_form = |method: &String| method == "client_secret_post";
        let basic = methods.is_empty() || methods.iter().any(|it| it == "client_secret_basic");
        let mut authorization = None;
        match &client.secret {
            Some(secret) if basic || !methods.iter().any(by_form) => {
                authorization = Some(basic_credentials(&client.id, secret));
            }
            secret => {
                form.append_pair("client_id", &client.id);
                if let Some(secret) = secret {
                    form.append_pair("client_secret", secret);
                }
            }
        }
        let form = form.finish();
        let mut headers = vec![
            ("content-type", "application/x-www-form-urlencoded"),
            ("accept", "application/json"),
        ];
        headers.extend(authorization.as_deref().map(|value| ("authorization", value)));
        let answer = self.courier.post(endpoint, &headers, form.as_bytes(), TOKENS_BYTES_MAX);
        let answer = answer.map_err(|reason| {
            tracing::warn!(%reason, "the OpenID provider gives no tokens");
            SignInRefused::Code
        })?;
        if answer.status != 200 || !answer.whole {
            tracing::info!(status = answer.status, "the OpenID provider did not take a code");
            return Err(SignInRefused::Code);
        }
        serde_json::from_slice(&answer.body).map_err(|_| SignInRefused::Code)
    }
}

/// RFC 6749, 2.3.1: both are form-encoded before they are put together.
fn basic_credentials(id: &str, secret: &str) -> String {
    let encoded = |text: &str| form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>();
    format!("Basic {}", STANDARD.encode(format!("{}:{}", encoded(id), encoded(secret))))
}
