//! Contributions as they are kept: where each stands, its versions, and the
//! requests that were answered. What may follow what is in `domain`.

use super::audit::Deed;
use super::column::{Named, Seconds};
use super::database::Desk;
use super::error::DeskError;
use super::key::random_hex;
use crate::domain::{ContributionKind, ContributionState, Iri, Role, Slug, Step};
use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};
use rusqlite::{Connection, OptionalExtension, Row, ToSql, Transaction, params};
use sha2::{Digest, Sha256};

/// How long the answer to a request can be asked for again.
const ANSWERS_KEPT_HOURS: i64 = 24;
/// 48 random bits name a contribution.
const ID_BYTES: usize = 6;
const COLUMNS: &str = "number, id, kind, member, thing, state, version, live, revision, reasons, ends, pending, pending_by, created, modified";

/// A contribution as the desk has it, without its content.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contribution {
    /// Its place: later ones have greater numbers.
    pub number: u64,
    /// Names it.
    pub id: Slug,
    /// What it is.
    pub kind: ContributionKind,
    /// The member that brought it; none for what the secretariat brings.
    pub member: Option<Slug>,
    /// What it becomes in the graph.
    pub thing: Iri,
    /// Where it stands.
    pub state: ContributionState,
    /// Its last version, from 1.
    pub version: u64,
    /// The version that the graph has.
    pub live: Option<u64>,
    /// Grows with every change, of content or state.
    pub revision: u64,
    /// Why it was returned.
    pub reasons: Option<String>,
    /// The last day on which it holds.
    pub ends: Option<Date>,
    /// What was begun, and not seen to its end.
    pub pending: Option<Pending>,
    /// When it was begun.
    pub created: Timestamp,
    /// When it last changed.
    pub modified: Timestamp,
}

/// A step that was begun.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pending {
    /// Which.
    pub step: Step,
    /// By which key; none for the program itself.
    pub key_id: Option<String>,
}

/// One content of a contribution.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ContributionVersion {
    /// Its number, from 1.
    pub number: u64,
    /// What it says, as N-Triples.
    pub content: String,
    /// The role of the key that wrote it.
    pub by: Role,
    /// When it was written.
    pub written: Timestamp,
}

/// A request that the client may send again, to be answered once.
#[derive(Clone, Debug)]
pub struct Ticket {
    /// The client's name for it.
    pub token: String,
    /// What was asked.
    pub fingerprint: [u8; 32],
}

impl Ticket {
    /// From the client's name for the request, and all that it asks.
    pub fn new<'a>(token: String, asked: impl IntoIterator<Item = &'a [u8]>) -> Self {
        let mut hash = Sha256::new();
        for part in asked {
            hash.update((part.len() as u64).to_be_bytes());
            hash.update(part);
        }
        Self { token, fingerprint: hash.finalize().into() }
    }
}

/// What a change of a contribution leaves behind beside itself.
#[derive(Clone, Copy, Debug)]
pub struct Trace<'a> {
    /// For the audit.
    pub deed: Deed<'a>,
    /// A new version.
    pub content: Option<&'a str>,
    /// The request that asked for it.
    pub ticket: Option<&'a Ticket>,
}

/// Which contributions are wanted; all of these must hold.
#[derive(Clone, Debug, Default)]
pub struct ContributionFilter {
    /// Of one of these kinds.
    pub kinds: Vec<ContributionKind>,
    /// In one of these states.
    pub states: Vec<ContributionState>,
    /// Of one of these members.
    pub members: Vec<Slug>,
    /// Of this member, or written by this key.
    pub seen_by: Option<(Option<Slug>, String)>,
    /// Neither of this member nor written by this key.
    pub strange_to: Option<(Option<Slug>, String)>,
}

/// Which part of a list of contributions.
#[derive(Clone, Copy, Debug)]
pub struct ContributionSpan {
    /// What was changed longest ago comes first; otherwise what was begun last.
    pub oldest_first: bool,
    /// Of those with numbers under this.
    pub before: Option<u64>,
    /// After so many.
    pub skip: usize,
    /// At most so many.
    pub limit: usize,
}

impl ContributionSpan {
    /// The latest, up to a number of them.
    #[must_use]
    pub fn latest(limit: usize) -> Self {
        Self { oldest_first: false, before: None, skip: 0, limit }
    }
}

impl Desk {
    /// A name that no contribution has.
    ///
    /// # Errors
    /// When the random source fails.
    ///
    /// # Panics
    /// Never: hexadecimal digits are a slug.
    pub fn new_contribution_id() -> Result<Slug, DeskError> {
        let id = random_hex::<ID_BYTES>()?;
        Ok(id.parse().expect("hexadecimal digits are a slug"))
    }

    /// Begins a contribution. Its number is given here.
    ///
    /// # Errors
    /// When the database fails.
    pub fn begin(&self, new: Contribution, trace: &Trace<'_>) -> Result<Contribution, DeskError> {
        let beginning = "begin a contribution";
        self.write(beginning, |transaction| {
            transaction
                .execute(
                    "INSERT INTO contribution (id, kind, member, thing, state, version, revision, ends, created, modified) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
                    params![
                        new.id.as_str(),
                        new.kind.as_str(),
                        new.member.as_ref().map(Slug::as_str),
                        new.thing.as_str(),
                        new.state.as_str(),
                        new.version,
                        new.revision,
                        new.ends.map(|day| day.to_string()),
                        Seconds(new.created),
                        Seconds(new.modified),
                    ],
                )
                .map_err(DeskError::database(beginning))?;
            let number = transaction.last_insert_rowid().unsigned_abs();
            trace.leave(transaction, &new)?;
            Ok(Contribution { number, ..new })
        })
    }

    /// Keeps a contribution as it has become; its revision grows by one, and
    /// nothing is pending.
    ///
    /// # Errors
    /// [`DeskError::Stale`] when it is not any more as it was read.
    pub fn keep(
        &self,
        changed: Contribution,
        trace: &Trace<'_>,
    ) -> Result<Contribution, DeskError> {
        let keeping = "keep a contribution";
        self.write(keeping, |transaction| {
            let kept = transaction
                .execute(
                    "UPDATE contribution SET state = ?3, version = ?4, live = ?5, reasons = ?6, ends = ?7, modified = ?8, pending = NULL, pending_by = NULL, revision = revision + 1 WHERE id = ?1 AND revision = ?2",
                    params![
                        changed.id.as_str(),
                        changed.revision,
                        changed.state.as_str(),
                        changed.version,
                        changed.live,
                        changed.reasons,
                        changed.ends.map(|day| day.to_string()),
                        Seconds(changed.modified),
                    ],
                )
                .map_err(DeskError::database(keeping))?;
            if kept == 0 {
                return Err(DeskError::Stale);
            }
            trace.leave(transaction, &changed)?;
            Ok(Contribution { revision: changed.revision + 1, pending: None, ..changed })
        })
    }

    /// Writes down that a step is begun, or that it is not any more. Nobody
    /// has done anything yet: the revision stays.
    ///
    /// # Errors
    /// [`DeskError::Stale`] when it is not any more as it was read.
    pub fn intend(&self, of: &Contribution, begun: Option<&Pending>) -> Result<(), DeskError> {
        let intending = "note what is begun";
        self.write(intending, |transaction| {
            let noted = transaction
                .execute(
                    "UPDATE contribution SET pending = ?3, pending_by = ?4 WHERE id = ?1 AND revision = ?2",
                    params![
                        of.id.as_str(),
                        of.revision,
                        begun.map(|begun| begun.step.as_str()),
                        begun.and_then(|begun| begun.key_id.as_deref()),
                    ],
                )
                .map_err(DeskError::database(intending))?;
            if noted == 0 { Err(DeskError::Stale) } else { Ok(()) }
        })
    }

    /// Takes a contribution out of the desk with all its versions, and out of
    /// the file that they were in.
    ///
    /// # Errors
    /// [`DeskError::Stale`] when it is not any more as it was read.
    pub fn erase(&self, of: &Contribution, deed: &Deed<'_>) -> Result<(), DeskError> {
        let erasing = "erase a contribution";
        self.write(erasing, |transaction| {
            let failed = || DeskError::database(erasing);
            let id = of.id.as_str();
            let delete = |text: &str| transaction.execute(text, [id]).map_err(failed());
            delete("DELETE FROM contribution_version WHERE contribution = ?1")?;
            delete("DELETE FROM answered_request WHERE contribution = ?1")?;
            let gone = transaction
                .execute(
                    "DELETE FROM contribution WHERE id = ?1 AND revision = ?2",
                    params![id, of.revision],
                )
                .map_err(failed())?;
            if gone == 0 {
                return Err(DeskError::Stale);
            }
            deed.write(transaction)
        })?;
        self.forget_log()
    }

    /// A contribution by its name.
    ///
    /// # Errors
    /// When the database fails.
    pub fn contribution(&self, id: &Slug) -> Result<Option<Contribution>, DeskError> {
        self.read(|connection| find(connection, "id = ?1", &[&id.as_str()]))
            .map(|found| found.into_iter().next())
    }

    /// Those with a step that was begun and not seen to its end.
    ///
    /// # Errors
    /// When the database fails.
    pub fn pending_contributions(&self) -> Result<Vec<Contribution>, DeskError> {
        self.read(|connection| find(connection, "pending IS NOT NULL ORDER BY number", &[]))
    }

    /// Those in the graph whose last day was before `today`.
    ///
    /// # Errors
    /// When the database fails.
    pub fn ended_contributions(&self, today: Date) -> Result<Vec<Contribution>, DeskError> {
        let today = today.to_string();
        self.read(|connection| {
            find(connection, "live IS NOT NULL AND ends < ?1 ORDER BY number", &[&today])
        })
    }

    /// A part of the wanted ones, and how many are wanted in all.
    ///
    /// # Errors
    /// When the database fails.
    pub fn contributions(
        &self,
        filter: &ContributionFilter,
        span: ContributionSpan,
    ) -> Result<(Vec<Contribution>, u64), DeskError> {
        let reading = "list the contributions";
        let (wanted, values) = filter.condition();
        let values: Vec<&dyn ToSql> = values.iter().map(|value| value as &dyn ToSql).collect();
        self.read(|connection| {
            let total = connection
                .query_row(
                    &format!("SELECT count(*) FROM contribution WHERE {wanted}"),
                    values.as_slice(),
                    |row| row.get(0),
                )
                .map_err(DeskError::database(reading))?;
            let ContributionSpan { oldest_first, before, skip, limit } = span;
            let before = before.unwrap_or(i64::MAX.unsigned_abs());
            let order = if oldest_first { "modified, number" } else { "number DESC" };
            let part = format!(
                "({wanted}) AND number < {before} ORDER BY {order} LIMIT {limit} OFFSET {skip}"
            );
            Ok((find(connection, &part, &values)?, total))
        })
    }

    /// All versions of a contribution, the first one first.
    ///
    /// # Errors
    /// When the database fails.
    pub fn versions(&self, id: &Slug) -> Result<Vec<ContributionVersion>, DeskError> {
        let reading = "read the versions of a contribution";
        self.read(|connection| {
            let mut statement = connection
                .prepare_cached("SELECT number, content, role, written FROM contribution_version JOIN key ON key.id = written_by WHERE contribution = ?1 ORDER BY number")
                .map_err(DeskError::database(reading))?;
            let rows = statement.query_map([id.as_str()], ContributionVersion::read);
            rows.and_then(Iterator::collect).map_err(DeskError::database(reading))
        })
    }

    /// Whether a key wrote a version of a contribution.
    ///
    /// # Errors
    /// When the database fails.
    pub fn is_author(&self, id: &Slug, key_id: &str) -> Result<bool, DeskError> {
        let looking = "look for the authors of a contribution";
        self.read(|connection| {
            connection
                .query_row(
                    "SELECT EXISTS (SELECT 1 FROM contribution_version WHERE contribution = ?1 AND written_by = ?2)",
                    params![id.as_str(), key_id],
                    |row| row.get(0),
                )
                .map_err(DeskError::database(looking))
        })
    }

    /// What a request was about that was answered before; none when it was not.
    ///
    /// # Errors
    /// [`DeskError::OtherRequest`] when another one had this name.
    pub fn answered(&self, key_id: &str, ticket: &Ticket) -> Result<Option<Slug>, DeskError> {
        let looking = "look for an answered request";
        let found: Option<([u8; 32], Named<Slug>)> = self.read(|connection| {
            connection
                .query_row(
                    "SELECT fingerprint, contribution FROM answered_request WHERE key_id = ?1 AND token = ?2",
                    params![key_id, ticket.token],
                    |row| Ok((row.get(0)?, row.get(1)?)),
                )
                .optional()
                .map_err(DeskError::database(looking))
        })?;
        match found {
            None => Ok(None),
            Some((fingerprint, Named(id))) if fingerprint == ticket.fingerprint => Ok(Some(id)),
            Some(_) => Err(DeskError::OtherRequest),
        }
    }
}

impl Trace<'_> {
    fn leave(&self, transaction: &Transaction<'_>, of: &Contribution) -> Result<(), DeskError> {
        let leaving = "keep what was done to a contribution";
        let key = self.deed.key_id;
        if let Some(content) = self.content {
            transaction
                .execute(
                    "INSERT INTO contribution_version (contribution, number, content, written_by, written) VALUES (?1, ?2, ?3, ?4, ?5)",
                    params![of.id.as_str(), of.version, content, key, Seconds(of.modified)],
                )
                .map_err(DeskError::database(leaving))?;
        }
        if let Some(ticket) = self.ticket {
            let oldest = of.modified - ANSWERS_KEPT_HOURS.hours();
            transaction
                .execute("DELETE FROM answered_request WHERE at < ?1", [Seconds(oldest)])
                .and_then(|_| {
                    transaction.execute(
                        "INSERT INTO answered_request (key_id, token, fingerprint, contribution, at) VALUES (?1, ?2, ?3, ?4, ?5)",
                        params![key, ticket.token, ticket.fingerprint, of.id.as_str(), Seconds(of.modified)],
                    )
                })
                .map_err(DeskError::database(leaving))?;
        }
        self.deed.write(transaction)
    }
}

impl ContributionFilter {
    /// As SQL, with its values in order.
    fn condition(&self) -> (String, Vec<String>) {
        let mut conditions = vec!["TRUE".to_owned()];
        let mut values: Vec<String> = Vec::new();
        let mut one_of = |column: &str, wanted: Vec<String>| {
            if !wanted.is_empty() {
                let places = vec!["?"; wanted.len()].join(", ");
                conditions.push(format!("{column} IN ({places})"));
                values.extend(wanted);
            }
        };
        one_of("kind", self.kinds.iter().map(|kind| kind.as_str().to_owned()).collect());
        one_of("state", self.states.iter().map(|state| state.as_str().to_owned()).collect());
        one_of("member", self.members.iter().map(Slug::to_string).collect());
        for (relation, whose) in [("", &self.seen_by), ("NOT ", &self.strange_to)] {
            let Some((member, key_id)) = whose else { continue };
            conditions.push(format!(
                "{relation}(member IS ? OR id IN (SELECT contribution FROM contribution_version WHERE written_by = ?))"
            ));
            values.push(member.as_ref().map(Slug::to_string).unwrap_or_default());
            values.push(key_id.clone());
        }
        (conditions.join(" AND "), values)
    }
}

fn find(
    connection: &Connection,
    wanted: &str,
    values: &[&dyn ToSql],
) -> Result<Vec<Contribution>, DeskError> {
    let finding = "look a contribution up";
    let mut statement = connection
        .prepare_cached(&format!("SELECT {COLUMNS} FROM contribution WHERE {wanted}"))
        .map_err(DeskError::database(finding))?;
    let rows = statement.query_map(values, Contribution::read);
    rows.and_then(Iterator::collect).map_err(DeskError::database(finding))
}

impl Contribution {
    fn read(row: &Row<'_>) -> rusqlite::Result<Self> {
        let Named(kind) = row.get("kind")?;
        let Named(state) = row.get("state")?;
        let Named(id) = row.get("id")?;
        let (Seconds(created), Seconds(modified)) = (row.get("created")?, row.get("modified")?);
        Ok(Self {
            number: row.get("number")?,
            id,
            kind,
            member: row.get::<_, Option<Named<Slug>>>("member")?.map(|Named(member)| member),
            thing: Iri::trusted(&row.get::<_, String>("thing")?),
            state,
            version: row.get("version")?,
            live: row.get("live")?,
            revision: row.get("revision")?,
            reasons: row.get("reasons")?,
            ends: row.get::<_, Option<Named<Date>>>("ends")?.map(|Named(day)| day),
            pending: match row.get::<_, Option<Named<Step>>>("pending")? {
                Some(Named(step)) => Some(Pending { step, key_id: row.get("pending_by")? }),
                None => None,
            },
            created,
            modified,
        })
    }
}

impl ContributionVersion {
    fn read(row: &Row<'_>) -> rusqlite::Result<Self> {
        let Seconds(written) = row.get("written")?;
        let Named(by) = row.get("role")?;
        Ok(Self { number: row.get("number")?, content: row.get("content")?, by, written })
    }
}
