//! Sheets on their way into the graph: kept from the dry run to the
//! publication, with what reviewers decided meanwhile.

use super::audit::Deed;
use super::column::{Named, Seconds};
use super::database::Desk;
use super::error::DeskError;
use crate::domain::Slug;
use jiff::Timestamp;
use rusqlite::{OptionalExtension, Row, params};

/// A sheet on its way. What it holds is JSON that this layer does not read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SurveyImport {
    /// Names it: the same for the same file and mapping.
    pub id: String,
    /// When it came.
    pub created: Timestamp,
    /// The survey that it is an answer to.
    pub survey: Slug,
    /// What its file was called.
    pub file_name: String,
    /// SHA-256 of the file, lower-case hexadecimal.
    pub file_hash: String,
    /// What the columns mean.
    pub mapping: String,
    /// What was read.
    pub reading: String,
    /// What reviewers decided.
    pub decisions: String,
    /// Counts the changes to it, from 1.
    pub version: u64,
    /// When it was published, by which commit, and what became of it.
    pub published: Option<PublishedImport>,
}

/// What became of a sheet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublishedImport {
    /// When.
    pub at: Timestamp,
    /// The commit of the graph that it became.
    pub commit: u64,
    /// What was published and what was not.
    pub outcome: String,
}

const COLUMNS: &str = "id, created, survey, file_name, file_hash, mapping, reading, decisions, version, published, graph_commit, outcome";

impl Desk {
    /// Keeps a new sheet, or one in place of what was known of it.
    ///
    /// # Errors
    /// When the database fails.
    pub fn keep_import(&self, import: &SurveyImport, deed: &Deed<'_>) -> Result<(), DeskError> {
        let keeping = "keep a survey import";
        self.write(keeping, |transaction| {
            transaction
                .execute(
                    "INSERT OR REPLACE INTO survey_import (id, created, key_id, survey, file_name, file_hash, mapping, reading, decisions, version) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
                    params![
                        import.id,
                        Seconds(import.created),
                        deed.key_id,
                        import.survey.as_str(),
                        import.file_name,
                        import.file_hash,
                        import.mapping,
                        import.reading,
                        import.decisions,
                        import.version,
                    ],
                )
                .map_err(DeskError::database(keeping))?;
            deed.write(transaction)
        })
    }

    /// A sheet by its name.
    ///
    /// # Errors
    /// When the database fails.
    pub fn import(&self, id: &str) -> Result<Option<SurveyImport>, DeskError> {
        self.find_import("id = ?1", [id])
    }

    /// Every sheet, the latest first; what was read of them, and decided, is
    /// left out.
    ///
    /// # Errors
    /// When the database fails.
    pub fn imports(&self) -> Result<Vec<SurveyImport>, DeskError> {
        let listing = "list the survey imports";
        self.read(|connection| {
            let columns = COLUMNS.replace("reading, decisions", "'' AS reading, '' AS decisions");
            let text = format!("SELECT {columns} FROM survey_import ORDER BY created DESC, id");
            connection
                .prepare_cached(&text)
                .and_then(|mut statement| {
                    statement.query_map([], SurveyImport::read)?.collect::<Result<Vec<_>, _>>()
                })
                .map_err(DeskError::database(listing))
        })
    }

    /// What a file was published as, as an answer to a survey.
    ///
    /// # Errors
    /// When the database fails.
    pub fn published_import(
        &self,
        file_hash: &str,
        survey: &Slug,
    ) -> Result<Option<SurveyImport>, DeskError> {
        let published = "file_hash = ?1 AND survey = ?2 AND published IS NOT NULL";
        self.find_import(published, [file_hash, survey.as_str()])
    }

    fn find_import<const N: usize>(
        &self,
        condition: &'static str,
        values: [&str; N],
    ) -> Result<Option<SurveyImport>, DeskError> {
        let finding = "look a survey import up";
        self.read(|connection| {
            let text = format!("SELECT {COLUMNS} FROM survey_import WHERE {condition}");
            connection
                .prepare_cached(&text)
                .and_then(|mut statement| {
                    let values = rusqlite::params_from_iter(values);
                    statement.query_row(values, SurveyImport::read).optional()
                })
                .map_err(DeskError::database(finding))
        })
    }

    /// Keeps what reviewers decided, and counts the change; false when it was
    /// changed meanwhile, or is published.
    ///
    /// # Errors
    /// When the database fails.
    pub fn decide_import(
        &self,
        id: &str,
        version: u64,
        decisions: &str,
        deed: &Deed<'_>,
    ) -> Result<bool, DeskError> {
        let deciding = "keep what was decided of a survey import";
        self.write(deciding, |transaction| {
            let changed = transaction
                .execute(
                    "UPDATE survey_import SET decisions = ?3, version = version + 1 WHERE id = ?1 AND version = ?2 AND published IS NULL",
                    params![id, version, decisions],
                )
                .map_err(DeskError::database(deciding))?;
            if changed > 0 {
                deed.write(transaction)?;
            }
            Ok(changed > 0)
        })
    }

    /// Counts a change, so that nobody goes on from what was read before; false
    /// when it was changed meanwhile, or is published.
    ///
    /// # Errors
    /// When the database fails.
    pub fn claim_import(&self, id: &str, version: u64) -> Result<bool, DeskError> {
        let claiming = "claim a survey import";
        self.write(claiming, |transaction| {
            let changed = transaction.execute(
                "UPDATE survey_import SET version = version + 1 WHERE id = ?1 AND version = ?2 AND published IS NULL",
                params![id, version],
            );
            Ok(changed.map_err(DeskError::database(claiming))? > 0)
        })
    }

    /// Marks a sheet as published, with what is kept of what was read; what is
    /// not leaves the file, too.
    ///
    /// # Errors
    /// When the database fails.
    pub fn settle_import(
        &self,
        id: &str,
        reading: &str,
        published: &PublishedImport,
        deed: &Deed<'_>,
    ) -> Result<(), DeskError> {
        let settling = "mark a survey import as published";
        self.write(settling, |transaction| {
            transaction
                .execute(
                    "UPDATE survey_import SET reading = ?2, published = ?3, graph_commit = ?4, outcome = ?5, version = version + 1 WHERE id = ?1",
                    params![
                        id,
                        reading,
                        Seconds(published.at),
                        published.commit,
                        published.outcome,
                    ],
                )
                .map_err(DeskError::database(settling))?;
            deed.write(transaction)
        })?;
        self.forget_log()
    }

    /// Takes a sheet that is not published out of the desk, and out of the file
    /// that it was in; false when it was changed meanwhile, or is published.
    ///
    /// # Errors
    /// When the database fails.
    pub fn discard_import(
        &self,
        id: &str,
        version: u64,
        deed: &Deed<'_>,
    ) -> Result<bool, DeskError> {
        let discarding = "discard a survey import";
        let gone = self.write(discarding, |transaction| {
            let gone = transaction
                .execute(
                    "DELETE FROM survey_import WHERE id = ?1 AND version = ?2 AND published IS NULL",
                    params![id, version],
                )
                .map_err(DeskError::database(discarding))?;
            if gone > 0 {
                deed.write(transaction)?;
            }
            Ok(gone > 0)
        })?;
        self.forget_log()?;
        Ok(gone)
    }
}

impl SurveyImport {
    fn read(row: &Row<'_>) -> rusqlite::Result<Self> {
        let Seconds(created) = row.get("created")?;
        let Named(survey) = row.get("survey")?;
        let published = match row.get::<_, Option<Seconds>>("published")? {
            Some(Seconds(at)) => Some(PublishedImport {
                at,
                commit: row.get("graph_commit")?,
                outcome: row.get("outcome")?,
            }),
            None => None,
        };
        Ok(Self {
            id: row.get("id")?,
            created,
            survey,
            file_name: row.get("file_name")?,
            file_hash: row.get("file_hash")?,
            mapping: row.get("mapping")?,
            reading: row.get("reading")?,
            decisions: row.get("decisions")?,
            version: row.get("version")?,
            published,
        })
    }
}
