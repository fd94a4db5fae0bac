//! Follow what changes: the change log from where a reader stopped, with the
//! names of what is still there.

use super::browse::References;
use super::remembered::described;
use super::service::Passerelle;
use crate::domain::{Changed, Iri, Kind, Slug};
use crate::graph::{GraphError, GraphRef, KnowledgeGraph, LoggedChange, Query};
use serde_json::Value as Json;
use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;

/// Entries that are looked at for one page: a rare kind is found on a later one.
const EXAMINED_MAX: u64 = 5_000;

/// A place in the change log: the last entry that a reader has. It is good in
/// every epoch, as long as that entry stands in the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChangeCursor {
    number: u64,
    /// Tells the entry from one with the same number in another log.
    check: String,
}

/// A text that is no cursor.
#[derive(Debug, thiserror::Error)]
#[error("this is no cursor of this service")]
pub struct InvalidCursor;

impl ChangeCursor {
    /// Before the first entry.
    #[must_use]
    pub fn start() -> Self {
        Self { number: 0, check: "0".repeat(LoggedChange::CHECK_DIGITS) }
    }

    /// At an entry.
    #[must_use]
    pub fn at(entry: &LoggedChange) -> Self {
        Self { number: entry.number, check: entry.check() }
    }
}

impl fmt::Display for ChangeCursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:x}-{}", self.number, self.check)
    }
}

impl FromStr for ChangeCursor {
    type Err = InvalidCursor;

    fn from_str(text: &str) -> Result<Self, InvalidCursor> {
        let (number, check) = text.split_once('-').ok_or(InvalidCursor)?;
        let hexadecimal = |text: &str| {
            text.bytes().all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte))
        };
        if check.len() != LoggedChange::CHECK_DIGITS || !hexadecimal(check) || !hexadecimal(number)
        {
            return Err(InvalidCursor);
        }
        let number = u64::from_str_radix(number, 16).map_err(|_| InvalidCursor)?;
        Ok(Self { number, check: check.to_owned() })
    }
}

/// Which part of the log is wanted.
#[derive(Clone, Debug)]
pub struct ChangeRequest {
    /// What comes after this; from the beginning otherwise.
    pub after: Option<ChangeCursor>,
    /// Nothing older, RFC 3339 in UTC to the second.
    pub since: Option<String>,
    /// Only of these; of all when none is named.
    pub kinds: Vec<Changed>,
    /// How many entries at most.
    pub limit: usize,
}

/// A part of the log, oldest first.
#[derive(Clone, Debug)]
pub struct ChangePage {
    /// The entries.
    pub changes: Vec<ReportedChange>,
    /// Where to go on.
    pub cursor: ChangeCursor,
    /// Whether there is more now.
    pub more: bool,
    /// How many entries the log has, of all kinds.
    pub total: u64,
}

/// A change as it is told.
#[derive(Clone, Debug)]
pub struct ReportedChange {
    /// The entry.
    pub entry: LoggedChange,
    /// What it is about.
    pub changed: Changed,
    /// The last segment of the identifier of a thing.
    pub slug: Option<Slug>,
    /// Whether it is there now.
    pub exists: bool,
    /// Whether it is there and retired.
    pub retired: bool,
    /// Name or description, as it is now; empty for what is not there.
    pub described: Json,
}

/// The log cannot be read from there.
#[derive(Debug, thiserror::Error)]
pub enum FollowError {
    /// The cursor is of another log, or of entries that a restored backup lost.
    #[error("this cursor is at no entry of the change log: begin again without it")]
    UnknownCursor,
    /// The graph failed.
    #[error(transparent)]
    Graph(#[from] GraphError),
}

impl Passerelle {
    /// A page of the change log.
    ///
    /// # Errors
    /// When the cursor is of another log, or the store fails.
    pub fn changes(&self, request: &ChangeRequest) -> Result<ChangePage, FollowError> {
        let graph = self.graph();
        let total = graph.log_length()?;
        let mut cursor = match &request.after {
            Some(cursor) => known(graph, cursor)?,
            None => ChangeCursor::start(),
        };
        let since = request.since.as_deref().map(|since| first_since(graph, total, since));
        let mut number = cursor.number;
        if let Some(older) = since.transpose()?.filter(|older| *older > number)
            && let Some(entry) = graph.logged_change(older)?
        {
            (number, cursor) = (older, ChangeCursor::at(&entry));
        }
        let end = total.min(number.saturating_add(EXAMINED_MAX));
        let mut entries = Vec::new();
        while number < end && entries.len() < request.limit {
            number += 1;
            let Some(entry) = graph.logged_change(number)? else { break };
            cursor = ChangeCursor::at(&entry);
            if request.kinds.is_empty() || request.kinds.contains(&Changed::of(&entry.id)) {
                entries.push(entry);
            }
        }
        let changes = self.told(entries)?;
        Ok(ChangePage { changes, more: number < total, cursor, total })
    }

    /// The end of the log as it is now.
    pub(super) fn last_change(&self) -> Result<ChangeCursor, GraphError> {
        let last = self.graph().logged_change(self.graph().log_length()?)?;
        Ok(last.map_or_else(ChangeCursor::start, |entry| ChangeCursor::at(&entry)))
    }

    /// One entry, with its place; none when the log has none of this number.
    pub(super) fn reported_change(
        &self,
        number: u64,
    ) -> Result<Option<(ChangeCursor, ReportedChange)>, FollowError> {
        let Some(entry) = self.graph().logged_change(number)? else { return Ok(None) };
        let cursor = ChangeCursor::at(&entry);
        Ok(self.told(vec![entry])?.into_iter().next().map(|change| (cursor, change)))
    }

    fn told(&self, entries: Vec<LoggedChange>) -> Result<Vec<ReportedChange>, GraphError> {
        let query = Query::new(include_str!("../graph/queries/changes/things.rq"));
        let ids: BTreeSet<Iri> = entries.iter().map(|entry| entry.id.clone()).collect();
        let ids: Vec<Iri> = ids.into_iter().collect();
        let described = described(self.graph(), &query, &ids)?;
        let described = References::of(described.into_iter().collect());
        let there = self.existing(ids.into_iter())?;
        let told = entries.into_iter().map(|entry| {
            let described = described.name(&entry.id);
            let changed = Changed::of(&entry.id);
            let exists = match changed {
                Changed::Thing(_) => there.contains(&entry.id),
                Changed::Graph => self.graph().graph_exists(&GraphRef::Named(entry.id.clone()))?,
            };
            Ok(ReportedChange {
                slug: Kind::of(entry.id.as_str()).and(Kind::slug_of(entry.id.as_str())),
                retired: described["deprecated"].as_bool() == Some(true),
                changed,
                exists,
                described,
                entry,
            })
        });
        told.collect()
    }
}

/// A cursor that is good in this log.
pub(super) fn known(
    graph: &KnowledgeGraph,
    cursor: &ChangeCursor,
) -> Result<ChangeCursor, FollowError> {
    if *cursor == ChangeCursor::start() {
        return Ok(cursor.clone());
    }
    match graph.logged_change(cursor.number)? {
        Some(entry) if ChangeCursor::at(&entry) == *cursor => Ok(cursor.clone()),
        _ => Err(FollowError::UnknownCursor),
    }
}

/// How many entries are older than a time. They are in order of time, so a
/// search by halves looks at twenty of a million.
fn first_since(graph: &KnowledgeGraph, total: u64, since: &str) -> Result<u64, GraphError> {
    let (mut older, mut end) = (0, total);
    while older < end {
        let middle = older + (end - older) / 2;
        match graph.logged_change(middle + 1)? {
            Some(entry) if entry.published.as_str() < since => older = middle + 1,
            _ => end = middle,
        }
    }
    Ok(older)
}
