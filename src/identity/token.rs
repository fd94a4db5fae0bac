//! Whether a token is good: its algorithm before anything else, then the key,
//! the signature, and the claims that say for whom, by whom and until when.

use super::provider::Provider;
use crate::domain::{Role, Slug};
use jsonwebtoken::errors::ErrorKind;
use jsonwebtoken::{Algorithm, Validation, decode, decode_header};
use serde::Deserialize;
use serde_json::Value;

/// Signatures by a key pair. `none` is no signature, and with a shared secret
/// whoever can verify can sign.
const ALGORITHMS: [Algorithm; 4] =
    [Algorithm::RS256, Algorithm::PS256, Algorithm::ES256, Algorithm::EdDSA];
/// What tokens are called that are taken; one that is called otherwise was
/// made for something else.
const BEARER_TYPES: [&str; 3] = ["jwt", "at+jwt", "application/at+jwt"];
const ID_TYPES: [&str; 1] = ["jwt"];
/// By how much clocks may differ, in seconds.
const LEEWAY_S: u64 = 60;
/// No token of a sane provider is longer.
const TOKEN_BYTES_MAX: usize = 16 * 1024;

/// Whom a provider names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// Who says so.
    pub issuer: String,
    /// The name that the provider has for them; no word of it leaves the desk.
    pub subject: String,
    /// What they may do.
    pub role: Role,
    /// The member that they act for.
    pub member: Option<Slug>,
}

/// Why a token is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[allow(missing_docs, reason = "the messages say it")]
pub enum TokenRefused {
    #[error("this is no token that is understood here")]
    Malformed,
    #[error("this token is not signed by an algorithm that is taken: RS256, PS256, ES256, EdDSA")]
    Algorithm,
    #[error("this token was made for something else")]
    Type,
    #[error("this token is signed with a key that is not known")]
    UnknownKey,
    #[error("the signature of this token is wrong")]
    Signature,
    #[error("this token has expired")]
    Expired,
    #[error("this token is not good yet")]
    NotYet,
    #[error("this token is of another issuer")]
    Issuer,
    #[error("this token is for another service")]
    Audience,
    #[error("this token answers another request to sign in")]
    Nonce,
    #[error("this token lacks the claim {0}")]
    Claim(&'static str),
    #[error("this token gives no role here")]
    NoRole,
    #[error("this token names no member, but something else")]
    Member,
    #[error("who issues tokens cannot be asked for its keys now")]
    Unavailable,
}

/// For what a token must have been made.
pub(super) enum Purpose<'a> {
    /// To be sent here with requests.
    Bearer,
    /// To tell who signed in, for a client that gave this nonce.
    SignIn { client: &'a str, nonce: &'a str },
}

#[derive(Deserialize)]
struct Claims {
    sub: String,
    iat: Option<f64>,
    nonce: Option<String>,
    azp: Option<String>,
    #[serde(flatten)]
    others: serde_json::Map<String, Value>,
}

impl Provider {
    /// Whose a token is that was sent with a request.
    ///
    /// # Errors
    /// [`TokenRefused`], which says why it is not taken.
    pub fn bearer(&self, token: &str) -> Result<Person, TokenRefused> {
        self.person(token, &Purpose::Bearer)
    }

    pub(super) fn person(&self, token: &str, purpose: &Purpose) -> Result<Person, TokenRefused> {
        if token.len() > TOKEN_BYTES_MAX {
            return Err(TokenRefused::Malformed);
        }
        let header = decode_header(token).map_err(|error| match error.kind() {
            // `none`, and what nobody has heard of.
            ErrorKind::InvalidAlgorithmName | ErrorKind::Json(_) => TokenRefused::Algorithm,
            _ => TokenRefused::Malformed,
        })?;
        if !ALGORITHMS.contains(&header.alg) {
            return Err(TokenRefused::Algorithm);
        }
        let (types, audience): (&[&str], &str) = match purpose {
            Purpose::Bearer => (&BEARER_TYPES, &self.settings.audience),
            Purpose::SignIn { client, .. } => (&ID_TYPES, client),
        };
        let called = header.typ.as_deref().map(str::to_ascii_lowercase);
        if called.is_some_and(|called| !types.contains(&called.as_str())) || header.crit.is_some() {
            return Err(TokenRefused::Type);
        }
        let key = self.key(&header)?;
        let mut wanted = Validation::new(header.alg);
        wanted.leeway = LEEWAY_S;
        wanted.validate_nbf = true;
        wanted.set_required_spec_claims(&["exp", "iss", "aud", "sub"]);
        wanted.set_issuer(&[&self.settings.issuer]);
        wanted.set_audience(&[audience]);
        let claims = decode::<Claims>(token, &key, &wanted).map_err(|error| refused(&error))?;
        self.read(claims.claims, purpose)
    }

    /// What the claims of a token with a good signature say.
    fn read(&self, claims: Claims, purpose: &Purpose) -> Result<Person, TokenRefused> {
        let latest = jsonwebtoken::get_current_timestamp() + LEEWAY_S;
        #[expect(clippy::cast_precision_loss, reason = "seconds are exact far beyond our time")]
        if claims.iat.is_some_and(|made| made > latest as f64) {
            return Err(TokenRefused::NotYet);
        }
        if !claims.others.get("iss").is_some_and(Value::is_string) {
            return Err(TokenRefused::Claim("iss"));
        }
        if claims.sub.is_empty() {
            return Err(TokenRefused::Claim("sub"));
        }
        if let Purpose::SignIn { client, nonce } = purpose {
            if claims.nonce.as_deref() != Some(nonce) {
                return Err(TokenRefused::Nonce);
            }
            let several = claims.others.get("aud").and_then(Value::as_array);
            let several = several.is_some_and(|audiences| audiences.len() > 1);
            if claims.azp.as_deref().map_or(several, |party| party != *client) {
                return Err(TokenRefused::Audience);
            }
        }
        let others = Value::Object(claims.others);
        Ok(Person {
            issuer: self.settings.issuer.clone(),
            subject: claims.sub,
            role: self.settings.roles.role(&others).ok_or(TokenRefused::NoRole)?,
            member: self.settings.member(&others).map_err(|()| TokenRefused::Member)?,
        })
    }
}

fn refused(error: &jsonwebtoken::errors::Error) -> TokenRefused {
    match error.kind() {
        ErrorKind::ExpiredSignature => TokenRefused::Expired,
        ErrorKind::ImmatureSignature => TokenRefused::NotYet,
        ErrorKind::InvalidIssuer => TokenRefused::Issuer,
        ErrorKind::InvalidAudience => TokenRefused::Audience,
        ErrorKind::InvalidSignature => TokenRefused::Signature,
        ErrorKind::InvalidAlgorithm | ErrorKind::InvalidAlgorithmName => TokenRefused::Algorithm,
        ErrorKind::MissingRequiredClaim(name) | ErrorKind::InvalidClaimFormat(name) => {
            let known = ["exp", "nbf", "iss", "aud", "sub"];
            let name = known.into_iter().find(|known| known == name);
            name.map_or(TokenRefused::Malformed, TokenRefused::Claim)
        }
        _ => TokenRefused::Malformed,
    }
}
