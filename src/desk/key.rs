//! API keys: made, shown once, kept as a hash, recognised, revoked.
//!
//! A key reads `psl_IDENTIFIER_SECRET`, in lower-case hexadecimal: 48 bits to
//! name it in lists, logs and the audit, and 256 bits from the system's random
//! source. SHA-256 of the whole text is kept. A slow hash with a salt protects
//! secrets that can be guessed; nobody guesses 256 random bits, and a fast one
//! lets each request be checked against the database, so that a revocation
//! counts at once.

use super::audit::{Action, By, Deed};
use super::column::{Named, Seconds};
use super::database::Desk;
use super::error::DeskError;
use crate::domain::{Role, Slug};
use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};
use sha2::{Digest, Sha256};
use std::fmt;
use subtle::ConstantTimeEq;

/// Begins every key, so that scanners for leaked secrets know one.
const PREFIX: &str = "psl_";
const ID_BYTES: usize = 6;
const SECRET_BYTES: usize = 32;
/// The last use of a key is written down no more often than this, in seconds.
const LAST_USED_EVERY_S: i64 = 60;

/// A key as it is kept: all but its secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Key {
    /// Names it, in public.
    pub id: String,
    /// What its holder may do.
    pub role: Role,
    /// What it is for, in the words of who made it.
    pub label: Option<String>,
    /// The member that it acts for.
    pub member: Option<Slug>,
    /// When it was made.
    pub created: Timestamp,
    /// From when on it is refused; never, if none.
    pub expires: Option<Timestamp>,
    /// Since when it is refused.
    pub revoked: Option<Timestamp>,
    /// When it was last accepted, to the minute.
    pub last_used: Option<Timestamp>,
}

/// What a new key is to be.
#[derive(Clone, Debug)]
pub struct NewKey {
    /// What its holder may do.
    pub role: Role,
    /// What it is for.
    pub label: Option<String>,
    /// The member that it acts for.
    pub member: Option<Slug>,
    /// From when on it is refused; never, if none.
    pub expires: Option<Timestamp>,
}

/// The text of a key, to be shown once. It has no `Display`: writing it down
/// takes a decision.
pub struct KeySecret(String);

impl KeySecret {
    /// The text that a client sends.
    #[must_use]
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for KeySecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("KeySecret(…)")
    }
}

/// Why a key is not accepted. It does not tell an unknown key from a wrong
/// secret; that a key is revoked or over is told to none but its holder.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[allow(missing_docs, reason = "the messages say it")]
pub enum KeyRefused {
    #[error("this is not a key of this service: keys begin with psl_")]
    Malformed,
    #[error("this key is not known")]
    Unknown,
    #[error("this key has expired")]
    Expired,
    #[error("this key was revoked")]
    Revoked,
}

/// What became of a revocation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Revocation {
    /// The key is refused from now on.
    Done,
    /// It already was.
    DoneBefore,
    /// There is no such key.
    UnknownKey,
}

impl Desk {
    /// Makes a key. Its secret is kept nowhere: this is the only time to see
    /// it.
    ///
    /// # Errors
    /// When the database or the random source fails.
    pub fn create_key(&self, new: &NewKey, by: By<'_>) -> Result<(Key, KeySecret), DeskError> {
        let id = random_hex::<ID_BYTES>()?;
        let secret = KeySecret(format!("{PREFIX}{id}_{}", random_hex::<SECRET_BYTES>()?));
        let key = Key {
            id,
            role: new.role,
            label: new.label.clone(),
            member: new.member.clone(),
            created: whole_seconds(Timestamp::now()),
            expires: new.expires.map(whole_seconds),
            revoked: None,
            last_used: None,
        };
        let creating = "create a key";
        self.write(creating, |transaction| {
            transaction
                .execute(
                    "INSERT INTO key (id, hash, role, label, member, created, expires) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
                    params![
                        key.id,
                        hash(&secret.0),
                        key.role.as_str(),
                        key.label,
                        key.member.as_ref().map(Slug::as_str),
                        Seconds(key.created),
                        key.expires.map(Seconds),
                    ],
                )
                .map_err(DeskError::database(creating))?;
            Deed::by(by, Action::KeyCreate, &key.id).write(transaction)
        })?;
        Ok((key, secret))
    }

    /// All keys, the newest first.
    ///
    /// # Errors
    /// When the database fails.
    pub fn keys(&self) -> Result<Vec<Key>, DeskError> {
        let reading = "list the keys";
        self.read(|connection| {
            let mut statement = connection
                .prepare_cached("SELECT id, role, label, member, created, expires, revoked, last_used FROM key ORDER BY created DESC, id")
                .map_err(DeskError::database(reading))?;
            let rows = statement.query_map([], Key::read);
            rows.and_then(Iterator::collect).map_err(DeskError::database(reading))
        })
    }

    /// Refuses a key from now on, in every process that uses this desk.
    ///
    /// # Errors
    /// When the database fails.
    pub fn revoke_key(&self, id: &str, by: By<'_>) -> Result<Revocation, DeskError> {
        self.write("revoke a key", |transaction| revoke(transaction, id, by))
    }

    /// The same, and its label goes: the one text of a key that could name a
    /// person. Its identifier stays, as the audit names it.
    ///
    /// # Errors
    /// When the database fails.
    pub fn erase_key(&self, id: &str, by: By<'_>) -> Result<Revocation, DeskError> {
        let erasing = "erase the label of a key";
        let revoked = self.write(erasing, |transaction| {
            let revoked = revoke(transaction, id, by)?;
            let erased = transaction
                .execute("UPDATE key SET label = NULL WHERE id = ?1 AND label IS NOT NULL", [id])
                .map_err(DeskError::database(erasing))?;
            if erased > 0 {
                Deed::by(by, Action::KeyErase, id).write(transaction)?;
            }
            Ok(revoked)
        })?;
        self.forget_log()?;
        Ok(revoked)
    }

    /// The key that the text is, if it is accepted at `now`.
    ///
    /// # Errors
    /// [`DeskError::KeyRefused`], or that the database fails.
    pub fn authenticate(&self, presented: &str, now: Timestamp) -> Result<Key, DeskError> {
        let id = id_in(presented).ok_or(KeyRefused::Malformed)?;
        let (kept, key) =
            self.read(|connection| find(connection, id))?.ok_or(KeyRefused::Unknown)?;
        if !bool::from(hash(presented).ct_eq(&kept)) {
            return Err(KeyRefused::Unknown.into());
        }
        if key.revoked.is_some() {
            return Err(KeyRefused::Revoked.into());
        }
        if key.expires.is_some_and(|expires| expires <= now) {
            return Err(KeyRefused::Expired.into());
        }
        if key.was_unused_for_long(now)
            && let Err(error) = self.note_use(id, now)
        {
            // Whoever holds a good key is let in, whatever the disk says.
            tracing::warn!(
                key = id,
                error = &error as &dyn std::error::Error,
                "the use of a key was not noted"
            );
        }
        Ok(key)
    }

    fn note_use(&self, id: &str, now: Timestamp) -> Result<(), DeskError> {
        let noting = "note the use of a key";
        self.write(noting, |transaction| {
            transaction
                .execute("UPDATE key SET last_used = ?2 WHERE id = ?1", params![id, Seconds(now)])
                .map_err(DeskError::database(noting))?;
            Ok(())
        })
    }
}

impl Key {
    /// Whether it is accepted at `now`: neither revoked nor over.
    #[must_use]
    pub fn is_good(&self, now: Timestamp) -> bool {
        self.revoked.is_none() && self.expires.is_none_or(|expires| now < expires)
    }

    /// Whether its use is to be noted again.
    pub(super) fn was_unused_for_long(&self, now: Timestamp) -> bool {
        self.last_used.is_none_or(|last| now.as_second() - last.as_second() >= LAST_USED_EVERY_S)
    }

    pub(super) fn read(row: &Row<'_>) -> rusqlite::Result<Self> {
        let time = |column| {
            row.get::<_, Option<Seconds>>(column).map(|time| time.map(|Seconds(time)| time))
        };
        let Named(role) = row.get("role")?;
        let Seconds(created) = row.get("created")?;
        Ok(Self {
            id: row.get("id")?,
            role,
            label: row.get("label")?,
            member: row.get::<_, Option<Named<Slug>>>("member")?.map(|Named(member)| member),
            created,
            expires: time("expires")?,
            revoked: time("revoked")?,
            last_used: time("last_used")?,
        })
    }
}

fn revoke(transaction: &Transaction<'_>, id: &str, by: By<'_>) -> Result<Revocation, DeskError> {
    let revoking = "revoke a key";
    let revoked: Option<Option<i64>> = transaction
        .query_row("SELECT revoked FROM key WHERE id = ?1", [id], |row| row.get(0))
        .optional()
        .map_err(DeskError::database(revoking))?;
    match revoked {
        None => return Ok(Revocation::UnknownKey),
        Some(Some(_)) => return Ok(Revocation::DoneBefore),
        Some(None) => {}
    }
    transaction
        .execute(
            "UPDATE key SET revoked = ?2 WHERE id = ?1",
            params![id, Seconds(Timestamp::now())],
        )
        .map_err(DeskError::database(revoking))?;
    Deed::by(by, Action::KeyRevoke, id).write(transaction)?;
    Ok(Revocation::Done)
}

pub(super) fn find(
    connection: &Connection,
    id: &str,
) -> Result<Option<([u8; 32], Key)>, DeskError> {
    let finding = "look a key up";
    let mut statement = connection
        .prepare_cached("SELECT id, role, label, member, created, expires, revoked, last_used, hash FROM key WHERE id = ?1")
        .map_err(DeskError::database(finding))?;
    statement
        .query_row([id], |row| Ok((row.get("hash")?, Key::read(row)?)))
        .optional()
        .map_err(DeskError::database(finding))
}

/// The identifier in a text that has the form of a key.
fn id_in(text: &str) -> Option<&str> {
    let (id, secret) = text.strip_prefix(PREFIX)?.split_once('_')?;
    let is_hex = |text: &str, bytes: usize| {
        text.len() == 2 * bytes
            && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
    };
    (is_hex(id, ID_BYTES) && is_hex(secret, SECRET_BYTES)).then_some(id)
}

fn hash(text: &str) -> [u8; 32] {
    Sha256::digest(text).into()
}

/// A text that nobody guesses: 256 random bits, as 64 hexadecimal digits.
///
/// # Errors
/// When the system gives no random numbers.
pub fn random_token() -> Result<String, DeskError> {
    random_hex::<SECRET_BYTES>()
}

pub(super) fn random_hex<const BYTES: usize>() -> Result<String, DeskError> {
    let mut bytes = [0; BYTES];
    getrandom::fill(&mut bytes).map_err(DeskError::Random)?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}

pub(super) fn whole_seconds(time: Timestamp) -> Timestamp {
    Timestamp::from_second(time.as_second()).unwrap_or(time)
}
