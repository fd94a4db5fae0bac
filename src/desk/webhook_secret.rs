//! The secret of a webhook, and what is signed with it (Standard Webhooks). It
//! is kept as it is, since signing takes it; it has no `Display`, and leaves
//! the desk where it is made, to be shown once.

use super::error::DeskError;
use super::key::random_hex;
use rusqlite::ToSql;
use rusqlite::types::{FromSql, FromSqlResult, ToSqlOutput, ValueRef};
use standardwebhooks::Webhook;
use std::fmt;

/// Begins every secret, so that scanners for leaked secrets know one.
const PREFIX: &str = "whsec_";
/// 256 random bits.
const SECRET_BYTES: usize = 32;

/// The secret of a webhook.
#[derive(Clone, PartialEq, Eq)]
pub struct WebhookSecret(String);

/// A secret in the desk does not have the form of one.
#[derive(Debug, thiserror::Error)]
#[error("a message cannot be signed")]
pub struct NotSigned(#[source] standardwebhooks::WebhookError);

impl WebhookSecret {
    /// Hexadecimal digits are Base64 too: the 64 of them that are written here
    /// stand for 48 bytes, within the 24 to 64 that the standard asks for.
    pub(super) fn new() -> Result<Self, DeskError> {
        Ok(Self(format!("{PREFIX}{}", random_hex::<SECRET_BYTES>()?)))
    }

    /// The text that its owner needs to verify signatures.
    #[must_use]
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// The signature of a message, `v1,…`.
    ///
    /// # Errors
    /// When the secret was damaged.
    pub fn sign(&self, id: &str, timestamp: i64, body: &[u8]) -> Result<String, NotSigned> {
        Webhook::new(&self.0)
            .and_then(|webhook| webhook.sign(id, timestamp, body))
            .map_err(NotSigned)
    }
}

impl fmt::Debug for WebhookSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("WebhookSecret(…)")
    }
}

impl ToSql for WebhookSecret {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        self.0.to_sql()
    }
}

impl FromSql for WebhookSecret {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        value.as_str().map(|text| Self(text.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_sign_and_keep_to_themselves() {
        let secret = WebhookSecret::new().expect("random numbers");
        assert_eq!(secret.reveal().len(), PREFIX.len() + 64);
        assert!(secret.sign("id", 0, b"{}").expect("a signature").starts_with("v1,"));
        assert_eq!(format!("{secret:?}"), "WebhookSecret(…)");
        // The example of the standard.
        let secret = WebhookSecret("whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD".to_owned());
        let body = br#"{"email":"test@example.com","username":"test_user"}"#;
        let signed = secret.sign("msg_27UH4WbU6Z5A5EzD8u03UvzRbpk", 1_649_367_553, body);
        let expected = "v1,tZ1I4/hDygAJgO5TYxiSd6Sd0kDW6hPenDe+bTa3Kkw=";
        assert_eq!(signed.expect("a signature"), expected);
    }
}
