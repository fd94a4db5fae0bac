//! People whom an OpenID provider names, as keys without a secret: what they
//! do is written down and bounded like what the holder of a key does, and
//! revoking the key shuts them out. Their name there is hashed: it names them
//! to nobody who does not know it.

use super::audit::{Action, By, Deed};
use super::column::Seconds;
use super::database::Desk;
use super::error::DeskError;
use super::key::{Key, KeyRefused, find, whole_seconds};
use crate::domain::Slug;
use crate::identity::Person;
use jiff::Timestamp;
use rusqlite::params;
use sha2::{Digest, Sha256};

/// Begins the identifier of a key that stands for somebody.
const PREFIX: &str = "oidc-";
/// 96 bits of a hash tell everybody apart.
const ID_BYTES: usize = 12;

impl Desk {
    /// The key that stands for somebody, made when they first come; with the
    /// role and the member that their provider says now.
    ///
    /// # Errors
    /// [`DeskError::KeyRefused`] when the key was revoked, or that the database
    /// fails.
    pub fn recognise(&self, person: &Person, now: Timestamp) -> Result<Key, DeskError> {
        let digest = Sha256::new()
            .chain_update(&person.issuer)
            .chain_update("\n")
            .chain_update(&person.subject)
            .finalize();
        let id: String = digest[..ID_BYTES].iter().map(|byte| format!("{byte:02x}")).collect();
        let id = format!("{PREFIX}{id}");
        let known = self.read(|connection| find(connection, &id))?.map(|(_, key)| key);
        if known.as_ref().is_some_and(|key| key.revoked.is_some()) {
            return Err(KeyRefused::Revoked.into());
        }
        let as_before = known
            .filter(|key| key.role == person.role && key.member == person.member)
            .filter(|key| !key.was_unused_for_long(now));
        match as_before {
            Some(key) => Ok(key),
            None => self.write_down(&id, digest.into(), person, now),
        }
    }

    fn write_down(
        &self,
        id: &str,
        hash: [u8; 32],
        person: &Person,
        now: Timestamp,
    ) -> Result<Key, DeskError> {
        let noting = "note who came";
        let by = By { key_id: Some(id), request_id: None };
        let now = whole_seconds(now);
        self.write(noting, |transaction| {
            let before = find(transaction, id)?.map(|(_, key)| key);
            if before.as_ref().is_some_and(|key| key.revoked.is_some()) {
                return Err(KeyRefused::Revoked.into());
            }
            transaction
                .execute(
                    // No text of a key has this hash: none has this identifier.
                    "INSERT INTO key (id, hash, role, label, member, created, last_used) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?6) ON CONFLICT (id) DO UPDATE SET role = ?3, member = ?5, last_used = ?6",
                    params![
                        id,
                        hash,
                        person.role.as_str(),
                        person.issuer,
                        person.member.as_ref().map(Slug::as_str),
                        Seconds(now),
                    ],
                )
                .map_err(DeskError::database(noting))?;
            match &before {
                None => Deed::by(by, Action::KeyCreate, id).write(transaction)?,
                Some(key) if key.role != person.role || key.member != person.member => {
                    Deed::by(by, Action::KeyChange, id).write(transaction)?;
                }
                Some(_) => {}
            }
            let found = find(transaction, id)?.map(|(_, key)| key);
            found.ok_or_else(|| KeyRefused::Unknown.into())
        })
    }
}

impl Key {
    /// Whether it stands for somebody whom an OpenID provider names, and has no
    /// secret.
    #[must_use]
    pub fn is_of_provider(&self) -> bool {
        self.id.starts_with(PREFIX)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Role;

    fn person(subject: &str, role: Role) -> Person {
        let issuer = "https://login.example".to_owned();
        let member = "ke-pes".parse().ok();
        Person { issuer, subject: subject.to_owned(), role, member }
    }

    #[test]
    fn somebody_is_the_same_key_whatever_they_may_do() -> Result<(), DeskError> {
        let desk = Desk::in_memory()?;
        let now = Timestamp::now();
        let key = desk.recognise(&person("amina", Role::Contributor), now)?;
        assert!(key.is_of_provider() && !key.id.contains("amina"));
        assert_eq!(key.label.as_deref(), Some("https://login.example"));
        let again = desk.recognise(&person("amina", Role::Contributor), now)?;
        assert_eq!(again, key);
        let promoted = desk.recognise(&person("amina", Role::Reviewer), now)?;
        assert_eq!((promoted.id.as_str(), promoted.role), (key.id.as_str(), Role::Reviewer));
        assert_ne!(desk.recognise(&person("juma", Role::Reader), now)?.id, key.id);
        let deeds: Vec<String> = desk.audit(0, 10)?.into_iter().map(|deed| deed.action).collect();
        assert_eq!(deeds, ["key.create", "key.change", "key.create"]);
        desk.revoke_key(&key.id, By::COMMAND_LINE)?;
        let refused = desk.recognise(&person("amina", Role::Admin), now);
        assert!(matches!(refused, Err(DeskError::KeyRefused(KeyRefused::Revoked))));
        Ok(())
    }

    #[test]
    fn no_text_of_a_key_is_that_of_somebody() -> Result<(), DeskError> {
        let desk = Desk::in_memory()?;
        let key = desk.recognise(&person("amina", Role::Admin), Timestamp::now())?;
        let text = format!("psl_{}_{}", key.id, "0".repeat(64));
        assert!(desk.authenticate(&text, Timestamp::now()).is_err());
        Ok(())
    }
}
