//! Webhooks: who wants to be told of changes, where, and how far each has been
//! told. What is on its way to them is in `delivery`.

use super::audit::{Action, By, Deed};
use super::column::{Named, Seconds, Words, words};
use super::database::Desk;
use super::error::DeskError;
use super::key::random_hex;
use super::webhook_secret::WebhookSecret;
use crate::domain::{Slug, SwitchedOff, WebhookFilter};
use jiff::Timestamp;
use rusqlite::{Connection, Row, ToSql, Transaction, params};

const ID_BYTES: usize = 6;
const COLUMNS: &str = "id, url, label, owner, member, events, kinds, themes, members, cursor, off, off_since, failing_since, failures, former_until, revision, created, modified";

/// A webhook, all but its secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Webhook {
    /// Names it.
    pub id: Slug,
    /// What its owner gives.
    pub given: WebhookTarget,
    /// The identifier of the key that made it.
    pub owner: String,
    /// The member of that key.
    pub member: Option<Slug>,
    /// How far it has been told: a place in the change log.
    pub cursor: String,
    /// Why it is off, and since when.
    pub off: Option<(SwitchedOff, Timestamp)>,
    /// Since when nothing has been taken.
    pub failing_since: Option<Timestamp>,
    /// How often nothing was taken since then.
    pub failures: u32,
    /// Until when the secret before the present one is good too.
    pub former_secret_until: Option<Timestamp>,
    /// How often it was changed.
    pub revision: u64,
    /// When it was made.
    pub created: Timestamp,
    /// When it last changed.
    pub modified: Timestamp,
}

/// Where a webhook leads, and what it tells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WebhookTarget {
    /// Where messages are sent.
    pub url: String,
    /// What it is for.
    pub label: Option<String>,
    /// What it tells.
    pub filter: WebhookFilter,
}

/// Whose webhooks are wanted.
#[derive(Clone, Debug)]
pub struct WebhookOwner {
    /// The key that made them,
    pub key_id: String,
    /// or the member of the key.
    pub member: Option<Slug>,
}

impl Desk {
    /// Makes a webhook that is told what comes after `cursor`. Its secret is
    /// handed out here, and never again.
    ///
    /// # Errors
    /// When the database or the random source fails.
    ///
    /// # Panics
    /// Never: hexadecimal digits are a slug.
    pub fn create_webhook(
        &self,
        given: &WebhookTarget,
        owner: &WebhookOwner,
        cursor: &str,
        (by, now): (By<'_>, Timestamp),
    ) -> Result<(Webhook, WebhookSecret), DeskError> {
        let id = random_hex::<ID_BYTES>()?;
        let id: Slug = id.parse().expect("hexadecimal digits are a slug");
        let secret = WebhookSecret::new()?;
        let creating = "create a webhook";
        let made = self.write(creating, |transaction| {
            let filter = &given.filter;
            transaction
                .execute(
                    "INSERT INTO webhook (id, url, label, owner, member, events, kinds, themes, members, secret, cursor, revision, created, modified) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, 1, ?12, ?12)",
                    params![
                        id.as_str(),
                        given.url,
                        given.label,
                        owner.key_id,
                        owner.member.as_ref().map(Slug::as_str),
                        words(filter.events.iter().map(|event| event.as_str())),
                        words(filter.kinds.iter().map(|kind| kind.term())),
                        words(filter.themes.iter().map(Slug::as_str)),
                        words(filter.members.iter().map(Slug::as_str)),
                        secret,
                        cursor,
                        Seconds(now),
                    ],
                )
                .map_err(DeskError::database(creating))?;
            Deed::by(by, Action::WebhookCreate, id.as_str()).write(transaction)?;
            one(transaction, &id)
        })?;
        Ok((made, secret))
    }

    /// A webhook by its name.
    ///
    /// # Errors
    /// When the database fails.
    pub fn webhook(&self, id: &Slug) -> Result<Option<Webhook>, DeskError> {
        self.read(|connection| find(connection, "id = ?1", &[&id.as_str()]))
            .map(|found| found.into_iter().next())
    }

    /// All webhooks, or those of an owner, the newest first.
    ///
    /// # Errors
    /// When the database fails.
    pub fn webhooks(&self, of: Option<&WebhookOwner>) -> Result<Vec<Webhook>, DeskError> {
        let order = "ORDER BY created DESC, id";
        self.read(|connection| match of {
            None => find(connection, &format!("true {order}"), &[]),
            Some(of) => {
                let member = of.member.as_ref().map(Slug::as_str);
                let part = format!("(owner = ?1 OR member = ?2) {order}");
                find(connection, &part, &[&of.key_id, &member])
            }
        })
    }

    /// Webhooks that are to be told what changes.
    ///
    /// # Errors
    /// When the database fails.
    pub fn webhooks_on(&self) -> Result<Vec<Webhook>, DeskError> {
        self.read(|connection| find(connection, "off IS NULL ORDER BY id", &[]))
    }

    /// Gives a webhook another target, and switches it on or off. What was
    /// wrong with the old one is forgotten.
    ///
    /// # Errors
    /// [`DeskError::Stale`] when it is not any more as it was read.
    pub fn edit_webhook(
        &self,
        was: &Webhook,
        given: &WebhookTarget,
        off: Option<SwitchedOff>,
        (by, now): (By<'_>, Timestamp),
    ) -> Result<Webhook, DeskError> {
        let editing = "change a webhook";
        self.write(editing, |transaction| {
            let filter = &given.filter;
            let kept = transaction
                .execute(
                    "UPDATE webhook SET url = ?3, label = ?4, events = ?5, kinds = ?6, themes = ?7, members = ?8, off = ?9, off_since = CASE WHEN ?9 IS NULL THEN NULL ELSE ?10 END, failing_since = NULL, failures = 0, resumes = NULL, modified = ?10, revision = revision + 1 WHERE id = ?1 AND revision = ?2",
                    params![
                        was.id.as_str(),
                        was.revision,
                        given.url,
                        given.label,
                        words(filter.events.iter().map(|event| event.as_str())),
                        words(filter.kinds.iter().map(|kind| kind.term())),
                        words(filter.themes.iter().map(Slug::as_str)),
                        words(filter.members.iter().map(Slug::as_str)),
                        off.map(SwitchedOff::as_str),
                        Seconds(now),
                    ],
                )
                .map_err(DeskError::database(editing))?;
            if kept == 0 {
                return Err(DeskError::Stale);
            }
            Deed::by(by, Action::WebhookEdit, was.id.as_str()).write(transaction)?;
            one(transaction, &was.id)
        })
    }

    /// Takes a webhook out of the desk with all that was sent to it, and its
    /// secrets out of the file.
    ///
    /// # Errors
    /// [`DeskError::Stale`] when it is not any more as it was read.
    pub fn delete_webhook(&self, was: &Webhook, by: By<'_>) -> Result<(), DeskError> {
        let deleting = "delete a webhook";
        self.write(deleting, |transaction| {
            let id = was.id.as_str();
            transaction
                .execute("DELETE FROM webhook_delivery WHERE webhook = ?1", [id])
                .map_err(DeskError::database(deleting))?;
            let gone = transaction
                .execute(
                    "DELETE FROM webhook WHERE id = ?1 AND revision = ?2",
                    params![id, was.revision],
                )
                .map_err(DeskError::database(deleting))?;
            if gone == 0 {
                return Err(DeskError::Stale);
            }
            Deed::by(by, Action::WebhookDelete, id).write(transaction)
        })?;
        self.forget_log()
    }

    /// Gives a webhook another secret. Until `former_until` messages are signed
    /// with the present one as well.
    ///
    /// # Errors
    /// [`DeskError::Stale`] when it is not there any more.
    pub fn renew_webhook_secret(
        &self,
        id: &Slug,
        former_until: Timestamp,
        (by, now): (By<'_>, Timestamp),
    ) -> Result<(Webhook, WebhookSecret), DeskError> {
        let secret = WebhookSecret::new()?;
        let renewing = "renew the secret of a webhook";
        let renewed = self.write(renewing, |transaction| {
            let kept = transaction
                .execute(
                    "UPDATE webhook SET former_secret = secret, former_until = ?2, secret = ?3, modified = ?4, revision = revision + 1 WHERE id = ?1",
                    params![id.as_str(), Seconds(former_until), secret, Seconds(now)],
                )
                .map_err(DeskError::database(renewing))?;
            if kept == 0 {
                return Err(DeskError::Stale);
            }
            Deed::by(by, Action::WebhookRenewSecret, id.as_str()).write(transaction)?;
            one(transaction, id)
        })?;
        Ok((renewed, secret))
    }
}

/// Switches a webhook off. The program does it: nobody is named in the audit.
pub(super) fn switch_off(
    transaction: &Transaction<'_>,
    id: &Slug,
    reason: SwitchedOff,
    now: Timestamp,
) -> Result<(), DeskError> {
    let switching = "switch a webhook off";
    let switched = transaction
        .execute(
            "UPDATE webhook SET off = ?2, off_since = ?3, modified = ?3, revision = revision + 1 WHERE id = ?1 AND off IS NULL",
            params![id.as_str(), reason.as_str(), Seconds(now)],
        )
        .map_err(DeskError::database(switching))?;
    if switched > 0 {
        Deed::by(By::COMMAND_LINE, Action::WebhookSwitchOff, id.as_str()).write(transaction)?;
    }
    Ok(())
}

fn one(connection: &Connection, id: &Slug) -> Result<Webhook, DeskError> {
    let found = find(connection, "id = ?1", &[&id.as_str()])?.into_iter().next();
    found.ok_or(DeskError::Stale)
}

fn find(
    connection: &Connection,
    part: &str,
    values: &[&dyn ToSql],
) -> Result<Vec<Webhook>, DeskError> {
    let reading = "read the webhooks";
    let mut statement = connection
        .prepare_cached(&format!("SELECT {COLUMNS} FROM webhook WHERE {part}"))
        .map_err(DeskError::database(reading))?;
    let rows = statement.query_map(values, Webhook::read);
    rows.and_then(Iterator::collect).map_err(DeskError::database(reading))
}

impl Webhook {
    /// Who may change it, beside administrators.
    #[must_use]
    pub fn is_of(&self, owner: &WebhookOwner) -> bool {
        self.owner == owner.key_id || (owner.member.is_some() && owner.member == self.member)
    }

    fn read(row: &Row<'_>) -> rusqlite::Result<Self> {
        let time = |column| {
            row.get::<_, Option<Seconds>>(column).map(|time| time.map(|Seconds(time)| time))
        };
        let Named(id) = row.get("id")?;
        let (Seconds(created), Seconds(modified)) = (row.get("created")?, row.get("modified")?);
        let off = row.get::<_, Option<Named<SwitchedOff>>>("off")?.map(|Named(reason)| reason);
        let (Words(events), Words(kinds)) = (row.get("events")?, row.get("kinds")?);
        let (Words(themes), Words(members)) = (row.get("themes")?, row.get("members")?);
        Ok(Self {
            id,
            given: WebhookTarget {
                url: row.get("url")?,
                label: row.get("label")?,
                filter: WebhookFilter { events, kinds, themes, members },
            },
            owner: row.get("owner")?,
            member: row.get::<_, Option<Named<Slug>>>("member")?.map(|Named(member)| member),
            cursor: row.get("cursor")?,
            off: off.zip(time("off_since")?),
            failing_since: time("failing_since")?,
            failures: row.get("failures")?,
            former_secret_until: time("former_until")?,
            revision: row.get("revision")?,
            created,
            modified,
        })
    }
}
