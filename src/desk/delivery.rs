//! Messages on their way to webhooks. That one is to be sent, and how far the
//! webhook has been told, are written down together: a crash loses none, and
//! sends none under another name.

use super::audit::{Action, By, Deed};
use super::column::{Named, Seconds};
use super::database::Desk;
use super::error::DeskError;
use super::key::random_hex;
use super::webhook::{Webhook, switch_off};
use super::webhook_secret::WebhookSecret;
use crate::domain::{DeliveryState, Slug, SwitchedOff};
use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, Row, params};

const COLUMNS: &str =
    "number, id, type, change, occurred, state, attempts, due, attempted, status, answer, created";

/// The type of a message that tells of nothing.
const TEST: &str = "webhook.test";
const TEST_ID_BYTES: usize = 4;

/// A message, and what became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Delivery {
    /// Its place: later ones have greater numbers.
    pub number: u64,
    /// Names it, to the receiver too, however often it is sent.
    pub id: Slug,
    /// What happened, such as `practice.updated`.
    pub kind: String,
    /// The number of the entry in the change log; none is a test.
    pub change: Option<u64>,
    /// When it happened, RFC 3339.
    pub occurred: String,
    /// How far it has come.
    pub state: DeliveryState,
    /// How often it was sent, since it was last asked for.
    pub attempts: u32,
    /// When it is sent, or sent again.
    pub due: Option<Timestamp>,
    /// When it was last sent.
    pub attempted: Option<Timestamp>,
    /// The status of the last answer.
    pub status: Option<u16>,
    /// The beginning of the last answer, or why there was none.
    pub answer: Option<String>,
    /// When it was written down.
    pub created: Timestamp,
}

/// A message that is to be written down.
#[derive(Clone, Debug)]
pub struct NewDelivery {
    /// Names it.
    pub id: Slug,
    /// What happened.
    pub kind: String,
    /// The number of the entry in the change log.
    pub change: Option<u64>,
    /// When it happened, RFC 3339.
    pub occurred: String,
}

/// A message whose time has come, with all that sending it takes.
#[derive(Clone, Debug)]
pub struct DueDelivery {
    /// The message.
    pub delivery: Delivery,
    /// To which webhook.
    pub webhook: Slug,
    /// Where that leads.
    pub url: String,
    /// Its secrets that are good now, the present one first.
    pub secrets: Vec<WebhookSecret>,
    /// Since when nothing has been taken there.
    pub failing_since: Option<Timestamp>,
    /// How often nothing was taken since then.
    pub failures: u32,
}

/// What came of sending a message.
#[derive(Clone, Debug)]
pub struct Attempt {
    /// How far the message has come.
    pub state: DeliveryState,
    /// When it is sent again.
    pub due: Option<Timestamp>,
    /// Until when nothing at all is sent to this webhook.
    pub resumes: Option<Timestamp>,
    /// Why the webhook goes off.
    pub off: Option<SwitchedOff>,
    /// The status of the answer.
    pub status: Option<u16>,
    /// Its beginning, or why there was none.
    pub answer: String,
}

/// How many messages there are, and webhooks that are off.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DeliveryCounts {
    /// Messages that are to be sent.
    pub pending: u64,
    /// Messages that were given up.
    pub dead: u64,
    /// Webhooks that the program switched off.
    pub off: u64,
}

impl Desk {
    /// Writes down what a webhook is to be told, and that it has been told up
    /// to `cursor`; nothing when somebody else did so meanwhile.
    ///
    /// # Errors
    /// When the database fails.
    pub fn tell_webhook(
        &self,
        webhook: &Webhook,
        cursor: &str,
        new: &[NewDelivery],
        now: Timestamp,
    ) -> Result<(), DeskError> {
        let telling = "write down what a webhook is told";
        self.write(telling, |transaction| {
            let told = transaction
                .execute(
                    "UPDATE webhook SET cursor = ?3 WHERE id = ?1 AND cursor = ?2",
                    params![webhook.id.as_str(), webhook.cursor, cursor],
                )
                .map_err(DeskError::database(telling))?;
            if told > 0 {
                for one in new {
                    one.write(transaction, &webhook.id, now)?;
                }
            }
            Ok(())
        })
    }

    /// Writes down a message that tells of nothing.
    ///
    /// # Errors
    /// When the database or the random source fails.
    ///
    /// # Panics
    /// Never: slugs and hexadecimal digits are a slug.
    pub fn test_webhook(
        &self,
        webhook: &Slug,
        (by, now): (By<'_>, Timestamp),
    ) -> Result<Delivery, DeskError> {
        let id = format!("{webhook}-test-{}", random_hex::<TEST_ID_BYTES>()?);
        let new = NewDelivery {
            id: id.parse().expect("slugs and hexadecimal digits are a slug"),
            kind: TEST.to_owned(),
            change: None,
            occurred: now.to_string(),
        };
        self.write("write down a test", |transaction| {
            new.write(transaction, webhook, now)?;
            Deed::by(by, Action::WebhookTest, webhook.as_str()).write(transaction)?;
            delivery(transaction, webhook, &new.id)?.ok_or(DeskError::Stale)
        })
    }

    /// For each webhook that is on, its first message whose time has come.
    ///
    /// # Errors
    /// When the database fails.
    pub fn due_deliveries(&self, now: Timestamp) -> Result<Vec<DueDelivery>, DeskError> {
        let reading = "read what is to be sent";
        // Beside min(), the other columns are those of the same row.
        let query = "SELECT d.*, min(d.number), w.id AS hook, w.url, w.secret, w.failing_since, w.failures, CASE WHEN w.former_until > ?1 THEN w.former_secret END AS former FROM webhook w JOIN webhook_delivery d ON d.webhook = w.id WHERE w.off IS NULL AND (w.resumes IS NULL OR w.resumes <= ?1) AND d.state = 'pending' AND d.due <= ?1 GROUP BY w.id ORDER BY d.due";
        self.read(|connection| {
            let mut statement =
                connection.prepare_cached(query).map_err(DeskError::database(reading))?;
            let rows = statement.query_map([Seconds(now)], DueDelivery::read);
            rows.and_then(Iterator::collect).map_err(DeskError::database(reading))
        })
    }

    /// How many messages a webhook has that are to be sent.
    ///
    /// # Errors
    /// When the database fails.
    pub fn backlog(&self, webhook: &Slug) -> Result<u64, DeskError> {
        let counting = "count what is to be sent";
        self.read(|connection| {
            connection
                .query_row(
                    "SELECT count(*) FROM webhook_delivery WHERE webhook = ?1 AND state = 'pending'",
                    [webhook.as_str()],
                    |row| row.get(0),
                )
                .map_err(DeskError::database(counting))
        })
    }

    /// Writes down what came of sending a message. One that is gone meanwhile
    /// is gone.
    ///
    /// # Errors
    /// When the database fails.
    pub fn note_attempt(
        &self,
        of: &DueDelivery,
        came: &Attempt,
        now: Timestamp,
    ) -> Result<(), DeskError> {
        let noting = "note what came of a message";
        let taken = came.state == DeliveryState::Delivered;
        self.write(noting, |transaction| {
            transaction
                .execute(
                    "UPDATE webhook_delivery SET state = ?2, due = ?3, attempts = attempts + 1, attempted = ?4, status = ?5, answer = ?6 WHERE number = ?1 AND state = 'pending'",
                    params![
                        of.delivery.number,
                        came.state.as_str(),
                        came.due.map(Seconds),
                        Seconds(now),
                        came.status,
                        came.answer,
                    ],
                )
                .map_err(DeskError::database(noting))?;
            transaction
                .execute(
                    "UPDATE webhook SET failing_since = CASE WHEN ?2 THEN NULL ELSE coalesce(failing_since, ?3) END, failures = CASE WHEN ?2 THEN 0 ELSE failures + 1 END, resumes = ?4 WHERE id = ?1",
                    params![of.webhook.as_str(), taken, Seconds(now), came.resumes.map(Seconds)],
                )
                .map_err(DeskError::database(noting))?;
            came.off.map_or(Ok(()), |reason| switch_off(transaction, &of.webhook, reason, now))
        })
    }

    /// Up to `limit` messages with numbers under `before`, the latest first.
    ///
    /// # Errors
    /// When the database fails.
    pub fn deliveries(
        &self,
        webhook: &Slug,
        state: Option<DeliveryState>,
        before: Option<u64>,
        limit: usize,
    ) -> Result<Vec<Delivery>, DeskError> {
        let reading = "list the messages to a webhook";
        let state = state.map(DeliveryState::as_str);
        let before = before.unwrap_or(i64::MAX.unsigned_abs());
        let query = format!(
            "SELECT {COLUMNS} FROM webhook_delivery WHERE webhook = ?1 AND (?2 IS NULL OR state = ?2) AND number < ?3 ORDER BY number DESC LIMIT ?4"
        );
        self.read(|connection| {
            let mut statement =
                connection.prepare_cached(&query).map_err(DeskError::database(reading))?;
            let wanted = params![webhook.as_str(), state, before, limit];
            let rows = statement.query_map(wanted, Delivery::read);
            rows.and_then(Iterator::collect).map_err(DeskError::database(reading))
        })
    }

    /// Has a message sent again, under its name; none when there is none.
    ///
    /// # Errors
    /// When the database fails.
    pub fn replay_delivery(
        &self,
        webhook: &Slug,
        id: &Slug,
        (by, now): (By<'_>, Timestamp),
    ) -> Result<Option<Delivery>, DeskError> {
        let replaying = "have a message sent again";
        self.write(replaying, |transaction| {
            let found = transaction
                .execute(
                    "UPDATE webhook_delivery SET state = 'pending', attempts = 0, due = ?3 WHERE webhook = ?1 AND id = ?2",
                    params![webhook.as_str(), id.as_str(), Seconds(now)],
                )
                .map_err(DeskError::database(replaying))?;
            if found > 0 {
                Deed::by(by, Action::WebhookReplay, webhook.as_str()).write(transaction)?;
            }
            delivery(transaction, webhook, id)
        })
    }

    /// Has all messages since then that were given up sent again; how many.
    ///
    /// # Errors
    /// When the database fails.
    pub fn replay_dead_deliveries(
        &self,
        webhook: &Slug,
        since: Timestamp,
        (by, now): (By<'_>, Timestamp),
    ) -> Result<usize, DeskError> {
        let replaying = "have messages sent again";
        self.write(replaying, |transaction| {
            let found = transaction
                .execute(
                    "UPDATE webhook_delivery SET state = 'pending', attempts = 0, due = ?3 WHERE webhook = ?1 AND state = 'dead' AND created >= ?2",
                    params![webhook.as_str(), Seconds(since), Seconds(now)],
                )
                .map_err(DeskError::database(replaying))?;
            Deed::by(by, Action::WebhookReplay, webhook.as_str()).write(transaction)?;
            Ok(found)
        })
    }

    /// Forgets messages that came to their end and are older.
    ///
    /// # Errors
    /// When the database fails.
    pub fn forget_deliveries(&self, before: Timestamp) -> Result<(), DeskError> {
        let forgetting = "forget old messages to webhooks";
        self.write(forgetting, |transaction| {
            transaction
                .execute(
                    "DELETE FROM webhook_delivery WHERE created < ?1 AND state <> 'pending'",
                    [Seconds(before)],
                )
                .map_err(DeskError::database(forgetting))?;
            Ok(())
        })
    }

    /// How many messages there are.
    ///
    /// # Errors
    /// When the database fails.
    pub fn delivery_counts(&self) -> Result<DeliveryCounts, DeskError> {
        let query = "SELECT (SELECT count(*) FROM webhook_delivery WHERE state = 'pending') AS pending, (SELECT count(*) FROM webhook_delivery WHERE state = 'dead') AS dead, (SELECT count(*) FROM webhook WHERE off IN ('gone', 'failing')) AS off";
        self.read(|connection| {
            connection
                .query_row(query, [], |row| {
                    Ok(DeliveryCounts {
                        pending: row.get("pending")?,
                        dead: row.get("dead")?,
                        off: row.get("off")?,
                    })
                })
                .map_err(DeskError::database("count the messages to webhooks"))
        })
    }
}

impl NewDelivery {
    /// What was written down before is not written down again.
    fn write(&self, connection: &Connection, to: &Slug, now: Timestamp) -> Result<(), DeskError> {
        connection
            .prepare_cached("INSERT OR IGNORE INTO webhook_delivery (webhook, id, type, change, occurred, state, due, created) VALUES (?1, ?2, ?3, ?4, ?5, 'pending', ?6, ?6)")
            .and_then(|mut statement| {
                statement.execute(params![
                    to.as_str(),
                    self.id.as_str(),
                    self.kind,
                    self.change,
                    self.occurred,
                    Seconds(now),
                ])
            })
            .map_err(DeskError::database("write down a message"))?;
        Ok(())
    }
}

fn delivery(
    connection: &Connection,
    webhook: &Slug,
    id: &Slug,
) -> Result<Option<Delivery>, DeskError> {
    let reading = "read a message to a webhook";
    let query = format!("SELECT {COLUMNS} FROM webhook_delivery WHERE webhook = ?1 AND id = ?2");
    connection
        .query_row(&query, params![webhook.as_str(), id.as_str()], Delivery::read)
        .optional()
        .map_err(DeskError::database(reading))
}

impl Delivery {
    fn read(row: &Row<'_>) -> rusqlite::Result<Self> {
        let time = |column| {
            row.get::<_, Option<Seconds>>(column).map(|time| time.map(|Seconds(time)| time))
        };
        let (Named(id), Named(state)) = (row.get("id")?, row.get("state")?);
        let Seconds(created) = row.get("created")?;
        Ok(Self {
            number: row.get("number")?,
            id,
            kind: row.get("type")?,
            change: row.get("change")?,
            occurred: row.get("occurred")?,
            state,
            attempts: row.get("attempts")?,
            due: time("due")?,
            attempted: time("attempted")?,
            status: row.get("status")?,
            answer: row.get("answer")?,
            created,
        })
    }
}

impl DueDelivery {
    fn read(row: &Row<'_>) -> rusqlite::Result<Self> {
        let Named(webhook) = row.get("hook")?;
        let (secret, former) = (row.get("secret")?, row.get("former")?);
        Ok(Self {
            delivery: Delivery::read(row)?,
            webhook,
            url: row.get("url")?,
            secrets: [Some(secret), former].into_iter().flatten().collect(),
            failing_since: row
                .get::<_, Option<Seconds>>("failing_since")?
                .map(|Seconds(time)| time),
            failures: row.get("failures")?,
        })
    }
}
