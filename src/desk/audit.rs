//! The audit: who did what to what, when, by which key. Rows are added and
//! read; triggers of the database refuse to change or remove one.

use super::column::Seconds;
use super::database::Desk;
use super::error::DeskError;
use jiff::Timestamp;
use rusqlite::{Connection, Row, params};

/// What was done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names say it")]
pub enum Action {
    KeyCreate,
    KeyChange,
    KeyRevoke,
    KeyErase,
    SessionBegin,
    SessionEnd,
    Update,
    GraphReplace,
    GraphAdd,
    GraphPatch,
    GraphDelete,
    ContributionCreate,
    ContributionEdit,
    ContributionSubmit,
    ContributionReview,
    ContributionPublish,
    ContributionReturn,
    ContributionRetire,
    ContributionErase,
    SurveyImportCreate,
    SurveyImportCode,
    SurveyImportPublish,
    SurveyImportDiscard,
    WebhookCreate,
    WebhookEdit,
    WebhookRenewSecret,
    WebhookReplay,
    WebhookTest,
    WebhookSwitchOff,
    WebhookDelete,
}

impl Action {
    /// Its stable name: what kind of thing, and what was done to it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::KeyCreate => "key.create",
            Self::KeyChange => "key.change",
            Self::KeyRevoke => "key.revoke",
            Self::KeyErase => "key.erase",
            Self::SessionBegin => "session.begin",
            Self::SessionEnd => "session.end",
            Self::Update => "dataset.update",
            Self::GraphReplace => "graph.replace",
            Self::GraphAdd => "graph.add",
            Self::GraphPatch => "graph.patch",
            Self::GraphDelete => "graph.delete",
            Self::ContributionCreate => "contribution.create",
            Self::ContributionEdit => "contribution.edit",
            Self::ContributionSubmit => "contribution.submit",
            Self::ContributionReview => "contribution.review",
            Self::ContributionPublish => "contribution.publish",
            Self::ContributionReturn => "contribution.return",
            Self::ContributionRetire => "contribution.retire",
            Self::ContributionErase => "contribution.erase",
            Self::SurveyImportCreate => "survey-import.create",
            Self::SurveyImportCode => "survey-import.code",
            Self::SurveyImportPublish => "survey-import.publish",
            Self::SurveyImportDiscard => "survey-import.discard",
            Self::WebhookCreate => "webhook.create",
            Self::WebhookEdit => "webhook.edit",
            Self::WebhookRenewSecret => "webhook.renew-secret",
            Self::WebhookReplay => "webhook.replay",
            Self::WebhookTest => "webhook.test",
            Self::WebhookSwitchOff => "webhook.switch-off",
            Self::WebhookDelete => "webhook.delete",
        }
    }
}

/// Something that was done, to be recorded.
#[derive(Clone, Copy, Debug)]
pub struct Deed<'a> {
    /// The identifier of the key; none for the command line.
    pub key_id: Option<&'a str>,
    /// What was done.
    pub action: Action,
    /// To what: a key, a graph, the dataset.
    pub target: &'a str,
    /// The commit of the graph that it became.
    pub commit: Option<u64>,
    /// Names the request in the logs.
    pub request_id: Option<&'a str>,
}

/// Who does something: the holder of a key, by a request.
#[derive(Clone, Copy, Debug)]
pub struct By<'a> {
    /// The identifier of the key.
    pub key_id: Option<&'a str>,
    /// Names the request in the logs.
    pub request_id: Option<&'a str>,
}

impl By<'_> {
    /// Somebody at the command line.
    pub const COMMAND_LINE: By<'static> = By { key_id: None, request_id: None };
}

/// What the audit says of one deed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditEntry {
    /// Its place: later deeds have greater numbers.
    pub number: u64,
    /// When.
    pub at: Timestamp,
    /// By which key; none for the command line.
    pub key_id: Option<String>,
    /// What was done, see [`Action::as_str`].
    pub action: String,
    /// To what.
    pub target: String,
    /// The commit of the graph that it became.
    pub commit: Option<u64>,
    /// Names the request in the logs.
    pub request_id: Option<String>,
}

impl<'a> Deed<'a> {
    /// Something that became no commit.
    #[must_use]
    pub fn by(by: By<'a>, action: Action, target: &'a str) -> Self {
        Self { key_id: by.key_id, action, target, commit: None, request_id: by.request_id }
    }

    pub(super) fn write(&self, connection: &Connection) -> Result<(), DeskError> {
        let recording = "record a deed";
        connection
            .prepare_cached("INSERT INTO audit (at, key_id, action, target, graph_commit, request_id) VALUES (?1, ?2, ?3, ?4, ?5, ?6)")
            .and_then(|mut statement| {
                statement.execute(params![
                    Seconds(Timestamp::now()),
                    self.key_id,
                    self.action.as_str(),
                    self.target,
                    self.commit,
                    self.request_id,
                ])
            })
            .map_err(DeskError::database(recording))?;
        Ok(())
    }
}

impl Desk {
    /// Records what was done; on disk when this returns.
    ///
    /// # Errors
    /// When the database fails.
    pub fn record(&self, deed: &Deed<'_>) -> Result<(), DeskError> {
        self.write("record a deed", |transaction| deed.write(transaction))
    }

    /// Up to `limit` deeds that follow number `after`, in order.
    ///
    /// # Errors
    /// When the database fails.
    pub fn audit(&self, after: u64, limit: u32) -> Result<Vec<AuditEntry>, DeskError> {
        let reading = "read the audit";
        self.read(|connection| {
            let mut statement = connection
                .prepare_cached("SELECT number, at, key_id, action, target, graph_commit, request_id FROM audit WHERE number > ?1 ORDER BY number LIMIT ?2")
                .map_err(DeskError::database(reading))?;
            let rows = statement.query_map(params![after, limit], AuditEntry::read);
            rows.and_then(Iterator::collect).map_err(DeskError::database(reading))
        })
    }
}

impl AuditEntry {
    fn read(row: &Row<'_>) -> rusqlite::Result<Self> {
        let Seconds(at) = row.get("at")?;
        Ok(Self {
            number: row.get("number")?,
            at,
            key_id: row.get("key_id")?,
            action: row.get("action")?,
            target: row.get("target")?,
            commit: row.get("graph_commit")?,
            request_id: row.get("request_id")?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_recorded_stays() -> Result<(), DeskError> {
        let desk = Desk::in_memory()?;
        let deed = Deed::by(By::COMMAND_LINE, Action::GraphDelete, "https://example.org/g");
        desk.record(&Deed { commit: Some(7), request_id: Some("r-1"), ..deed })?;
        for forbidden in ["DELETE FROM audit", "UPDATE audit SET target = 'nothing'"] {
            let done = desk.write("tamper", |transaction| {
                transaction.execute(forbidden, []).map_err(DeskError::database("tamper"))
            });
            assert!(done.is_err(), "{forbidden}");
        }
        let entries = desk.audit(0, 10)?;
        assert_eq!(entries.len(), 1);
        assert_eq!((entries[0].target.as_str(), entries[0].commit), (deed.target, Some(7)));
        assert_eq!(desk.audit(entries[0].number, 10)?, []);
        Ok(())
    }
}
