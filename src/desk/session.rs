//! Sessions: who is signed in, in a browser. A session begins once somebody
//! has shown who they are, by whatever way, and speaks for a key of the desk
//! from then on; that key says what may be done, at each request anew.
//!
//! The token is 256 random bits; SHA-256 of it is kept, as of a key. What each
//! form carries beside the cookie is another hash of the token: it is known to
//! our pages alone, and nobody finds the token from it.

use super::audit::{Action, By, Deed};
use super::column::Seconds;
use super::database::Desk;
use super::error::DeskError;
use super::key::{Key, random_hex};
use jiff::{SignedDuration, Timestamp};
use rusqlite::{Connection, OptionalExtension, params};
use sha2::{Digest, Sha256};
use std::fmt;
use subtle::ConstantTimeEq;

/// How long a session lasts, however busy it is.
pub const SESSION_LIFE: SignedDuration = SignedDuration::from_hours(12);
/// How long a session lasts without a request.
pub const SESSION_IDLE: SignedDuration = SignedDuration::from_hours(1);
const TOKEN_BYTES: usize = 32;
/// The last request is written down no more often than this, in seconds.
const SEEN_EVERY_S: i64 = 60;

/// The text that a browser holds, and that names its session. It has no
/// `Display`: writing it down takes a decision.
#[derive(Clone)]
pub struct SessionToken(String);

/// Somebody who is signed in.
#[derive(Clone, Debug)]
pub struct Session {
    /// The key that it speaks for, as it is now.
    pub key: Key,
    /// How they came: `key` or `oidc`.
    pub way: String,
    /// When.
    pub begun: Timestamp,
    /// When they last asked for something, to the minute.
    pub seen: Timestamp,
}

impl SessionToken {
    /// The token in a text that has the form of one.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        let is_hex = text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
        (text.len() == 2 * TOKEN_BYTES && is_hex).then(|| Self(text.to_owned()))
    }

    /// The text that a browser keeps.
    #[must_use]
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// What a form of this session carries.
    #[must_use]
    pub fn of_forms(&self) -> String {
        let digest = Sha256::new().chain_update("form\n").chain_update(&self.0).finalize();
        digest.iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// Whether a form of this session carries this, in a time that does not
    /// depend on how much of it is right.
    #[must_use]
    pub fn is_of_form(&self, carried: &str) -> bool {
        self.of_forms().as_bytes().ct_eq(carried.as_bytes()).into()
    }

    fn hash(&self) -> [u8; 32] {
        Sha256::digest(&self.0).into()
    }
}

impl fmt::Debug for SessionToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SessionToken(…)")
    }
}

impl Desk {
    /// Begins a session that speaks for a key. `way` is how they came. Those
    /// that are over are forgotten.
    ///
    /// # Errors
    /// When the database or the random source fails.
    pub fn begin_session(
        &self,
        key_id: &str,
        way: &str,
        now: Timestamp,
        by: By<'_>,
    ) -> Result<SessionToken, DeskError> {
        let beginning = "begin a session";
        let token = SessionToken(random_hex::<TOKEN_BYTES>()?);
        self.write(beginning, |transaction| {
            let (life, idle) = (now - SESSION_LIFE, now - SESSION_IDLE);
            transaction
                .execute(
                    "DELETE FROM session WHERE begun <= ?1 OR seen <= ?2",
                    params![Seconds(life), Seconds(idle)],
                )
                .and_then(|_| {
                    transaction.execute(
                        "INSERT INTO session (hash, key_id, way, begun, seen) VALUES (?1, ?2, ?3, ?4, ?4)",
                        params![token.hash(), key_id, way, Seconds(now)],
                    )
                })
                .map_err(DeskError::database(beginning))?;
            Deed::by(by, Action::SessionBegin, key_id).write(transaction)
        })?;
        Ok(token)
    }

    /// The session of a token, if it is not over at `now`, nor its key.
    ///
    /// # Errors
    /// When the database fails.
    pub fn session(
        &self,
        token: &SessionToken,
        now: Timestamp,
    ) -> Result<Option<Session>, DeskError> {
        let found = self.read(|connection| find(connection, token))?;
        let Some(session) = found.filter(|session| session.lasts(now)) else { return Ok(None) };
        if now.as_second() - session.seen.as_second() >= SEEN_EVERY_S
            && let Err(error) = self.note_seen(token, now)
        {
            // Whoever is signed in goes on, whatever the disk says.
            let error = &error as &dyn std::error::Error;
            tracing::warn!(key = session.key.id, error, "a request of a session was not noted");
        }
        Ok(Some(session))
    }

    /// Ends the session of a token, if there is one.
    ///
    /// # Errors
    /// When the database fails.
    pub fn end_session(&self, token: &SessionToken, by: By<'_>) -> Result<(), DeskError> {
        let ending = "end a session";
        self.write(ending, |transaction| {
            let key_id: Option<String> = transaction
                .query_row(
                    "DELETE FROM session WHERE hash = ?1 RETURNING key_id",
                    [token.hash()],
                    |row| row.get(0),
                )
                .optional()
                .map_err(DeskError::database(ending))?;
            match key_id {
                Some(key_id) => Deed::by(by, Action::SessionEnd, &key_id).write(transaction),
                None => Ok(()),
            }
        })
    }

    fn note_seen(&self, token: &SessionToken, now: Timestamp) -> Result<(), DeskError> {
        let noting = "note a request of a session";
        self.write(noting, |transaction| {
            transaction
                .execute(
                    "UPDATE session SET seen = ?2 WHERE hash = ?1",
                    params![token.hash(), Seconds(now)],
                )
                .map_err(DeskError::database(noting))?;
            Ok(())
        })
    }
}

impl Session {
    fn lasts(&self, now: Timestamp) -> bool {
        now < self.begun + SESSION_LIFE && now < self.seen + SESSION_IDLE && self.key.is_good(now)
    }
}

fn find(connection: &Connection, token: &SessionToken) -> Result<Option<Session>, DeskError> {
    let finding = "look a session up";
    let mut statement = connection
        .prepare_cached("SELECT way, begun, seen, id, role, label, member, created, expires, revoked, last_used FROM session JOIN key ON key.id = key_id WHERE session.hash = ?1")
        .map_err(DeskError::database(finding))?;
    statement
        .query_row([token.hash()], |row| {
            let (Seconds(begun), Seconds(seen)) = (row.get("begun")?, row.get("seen")?);
            Ok(Session { key: Key::read(row)?, way: row.get("way")?, begun, seen })
        })
        .optional()
        .map_err(DeskError::database(finding))
}

#[cfg(test)]
mod tests {
    use super::super::key::NewKey;
    use super::*;
    use crate::domain::Role;

    const SECOND: SignedDuration = SignedDuration::from_secs(1);

    /// A desk with somebody who signed in now.
    fn signed_in(expires: Option<Timestamp>) -> Result<(Desk, Key, SessionToken), DeskError> {
        let desk = Desk::in_memory()?;
        let new = NewKey { role: Role::Contributor, label: None, member: None, expires };
        let (key, _) = desk.create_key(&new, By::COMMAND_LINE)?;
        let token = desk.begin_session(&key.id, "key", key.created, By::COMMAND_LINE)?;
        Ok((desk, key, token))
    }

    #[test]
    fn a_session_ends_when_nobody_asks_and_in_any_case_some_day() -> Result<(), DeskError> {
        let (desk, key, token) = signed_in(None)?;
        let begun = key.created;
        assert!(desk.session(&token, begun + SESSION_IDLE)?.is_none(), "idle");
        let mut now = begun;
        while now < begun + SESSION_LIFE {
            assert!(desk.session(&token, now)?.is_some(), "busy since {begun}, now {now}");
            now += SESSION_IDLE - SECOND;
        }
        assert!(desk.session(&token, begun + SESSION_LIFE)?.is_none(), "over");
        Ok(())
    }

    #[test]
    fn a_session_ends_with_its_key_and_on_demand() -> Result<(), DeskError> {
        let end = Timestamp::now() + SESSION_IDLE / 2;
        let (desk, key, token) = signed_in(Some(end))?;
        assert!(desk.session(&token, end - SECOND)?.is_some());
        assert!(desk.session(&token, end)?.is_none(), "the key has expired");
        let other = desk.begin_session(&key.id, "key", key.created, By::COMMAND_LINE)?;
        desk.end_session(&other, By::COMMAND_LINE)?;
        assert!(desk.session(&other, key.created)?.is_none(), "signed out");
        assert!(desk.session(&token, key.created)?.is_some(), "there alone");
        desk.revoke_key(&key.id, By::COMMAND_LINE)?;
        assert!(desk.session(&token, key.created)?.is_none(), "the key is revoked");
        Ok(())
    }

    #[test]
    fn a_form_is_known_by_its_session_alone() -> Result<(), DeskError> {
        let (_, _, token) = signed_in(None)?;
        let (_, _, other) = signed_in(None)?;
        assert!(token.is_of_form(&token.of_forms()));
        for carried in ["", token.reveal(), &other.of_forms(), &token.of_forms()[1..]] {
            assert!(!token.is_of_form(carried), "{carried}");
        }
        assert!(SessionToken::read(token.reveal()).is_some());
        assert!(SessionToken::read(&token.reveal().to_uppercase()).is_none());
        assert_eq!(format!("{token:?}"), "SessionToken(…)");
        Ok(())
    }
}
