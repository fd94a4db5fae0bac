//! What the steps of a contribution share: who asks, what is refused, what is
//! told; and the two moments when the desk and the graph are brought together.

use super::service::Passerelle;
use crate::desk::{Action, Contribution, ContributionVersion, Deed, Desk, DeskError, Key, Trace};
use crate::domain::{Actor, ContributionState, Role, Slug, Step, StepRefused};
use crate::graph::{
    Content, ContentError, ContentFrame, GraphError, KnowledgeGraph, Release, Released, Remark,
};
use jiff::Timestamp;
use serde_json::Value;
use std::sync::PoisonError;

/// Who asks: the holder of a key.
#[derive(Clone, Copy, Debug)]
pub struct Caller<'a> {
    /// The key.
    pub key: &'a Key,
    /// Names the request in the logs.
    pub request_id: Option<&'a str>,
}

/// The revisions that a caller wants a contribution to be in.
#[derive(Clone, Debug)]
pub enum Precondition {
    /// Whatever it is.
    Any,
    /// One of these.
    OneOf(Vec<u64>),
}

/// A contribution as it is told.
#[derive(Clone, Debug)]
pub struct ContributionReport {
    /// Where it stands.
    pub contribution: Contribution,
    /// What its last version says, in the keys of the API.
    pub content: Value,
    /// While it can be written: what is missing, and what could be better.
    pub remarks: Vec<Remark>,
}

/// Why nothing was done with a contribution.
#[derive(Debug, thiserror::Error)]
pub enum ContributionError {
    /// There is none of this name.
    #[error("there is no contribution '{0}'")]
    Unknown(Slug),
    /// The step is not taken, or not by this caller.
    #[error(transparent)]
    Refused(#[from] StepRefused),
    /// Whose it is is not known.
    #[error("this key acts for no member: an administrator gives keys with one")]
    NoMember,
    /// It is of a member that the graph does not describe.
    #[error("there is no member '{0}'")]
    UnknownMember(Slug),
    /// It is not in a revision that the caller wants.
    #[error("it was changed since: read it again")]
    Stale,
    /// The content says what it may not, or does not fit the shapes.
    #[error("the content is not right yet")]
    Invalid(Vec<Remark>),
    /// There is no such version.
    #[error("there is no version {0}")]
    UnknownVersion(u64),
    /// The desk failed.
    #[error(transparent)]
    Desk(DeskError),
    /// The graph failed, or does not allow it.
    #[error(transparent)]
    Graph(#[from] GraphError),
}

impl From<DeskError> for ContributionError {
    fn from(error: DeskError) -> Self {
        match error {
            DeskError::Stale => Self::Stale,
            error => Self::Desk(error),
        }
    }
}

impl From<ContentError> for ContributionError {
    fn from(error: ContentError) -> Self {
        match error {
            ContentError::Faulty(remarks) => Self::Invalid(remarks),
            ContentError::Graph(error) => Self::Graph(error),
        }
    }
}

impl Caller<'_> {
    pub(super) fn deed<'a>(&'a self, action: Action, target: &'a str) -> Deed<'a> {
        Deed {
            key_id: Some(&self.key.id),
            action,
            target,
            commit: None,
            request_id: self.request_id,
        }
    }

    /// As seen from a contribution.
    pub(super) fn actor(&self, desk: &Desk, of: &Contribution) -> Result<Actor, DeskError> {
        Ok(Actor {
            role: self.key.role,
            of_member: self.key.member.is_some() && self.key.member == of.member,
            is_author: desk.is_author(&of.id, &self.key.id)?,
        })
    }
}

impl Precondition {
    pub(super) fn holds(&self, revision: u64) -> bool {
        match self {
            Self::Any => true,
            Self::OneOf(wanted) => wanted.contains(&revision),
        }
    }
}

impl Passerelle {
    /// One step at a time: what another process or a crash left pending is
    /// settled before the next one.
    pub(super) fn one_step<T>(
        &self,
        step: impl FnOnce() -> Result<T, ContributionError>,
    ) -> Result<T, ContributionError> {
        let turn = self.contributing().lock().unwrap_or_else(PoisonError::into_inner);
        let done = step();
        drop(turn);
        done
    }

    /// The contribution, if the caller may take this step now; and where the
    /// step leads.
    pub(super) fn allow(
        &self,
        caller: &Caller<'_>,
        id: &Slug,
        wanted: &Precondition,
        step: Step,
    ) -> Result<(Contribution, Option<ContributionState>), ContributionError> {
        let found = self.find_contribution(id)?;
        caller.actor(self.desk(), &found)?.may(step, found.state)?;
        let found = settle(self.graph(), self.desk(), found)?;
        if !wanted.holds(found.revision) {
            return Err(ContributionError::Stale);
        }
        let next = found.state.after(step, found.live.is_some())?;
        Ok((found, next))
    }

    pub(super) fn find_contribution(&self, id: &Slug) -> Result<Contribution, ContributionError> {
        let found = self.desk().contribution(id)?;
        found.ok_or_else(|| ContributionError::Unknown(id.clone()))
    }

    /// What the last version says, and who wrote it.
    pub(super) fn last_version(
        &self,
        of: &Contribution,
    ) -> Result<(ContributionVersion, Content), ContributionError> {
        let versions = self.desk().versions(&of.id)?;
        let last = versions.into_iter().next_back();
        let last = last.ok_or(ContributionError::UnknownVersion(of.version))?;
        let content = Content::from_text(of.kind, &of.thing, &last.content)?;
        Ok((last, content))
    }

    /// The contribution as it is told.
    pub(super) fn report_of(
        &self,
        contribution: Contribution,
    ) -> Result<ContributionReport, ContributionError> {
        let (version, content) = self.last_version(&contribution)?;
        let remarks = if contribution.state.is_open() {
            let release = release(&contribution, &version, &content, Role::Reviewer);
            self.graph().check_release(&release)?
        } else {
            Vec::new()
        };
        Ok(ContributionReport { content: content.to_json(), contribution, remarks })
    }
}

/// A version as it would enter the graph now.
pub(super) fn release<'a>(
    of: &'a Contribution,
    version: &ContributionVersion,
    content: &'a Content,
    published_as: Role,
) -> Release<'a> {
    Release {
        id: &of.id,
        content,
        version: version.number,
        replaces: of.live,
        member: of.member.as_ref(),
        prepared_as: version.by,
        published_as,
        at: now(),
    }
}

/// What is known of a contribution before its content is read.
pub(super) fn frame(of: &Contribution) -> ContentFrame<'_> {
    let today = now().to_zoned(jiff::tz::TimeZone::UTC).date();
    ContentFrame {
        id: &of.id,
        kind: of.kind,
        thing: (of.version > 0).then_some(&of.thing),
        member: of.member.as_ref(),
        today,
    }
}

/// Brings the desk to what the graph shows of a step that was begun: it was
/// done, and is written down now; or it was not, and the contribution is where
/// it was.
pub(super) fn settle(
    graph: &KnowledgeGraph,
    desk: &Desk,
    found: Contribution,
) -> Result<Contribution, ContributionError> {
    let Some(pending) = found.pending.clone() else { return Ok(found) };
    let released = graph.released(&found.id)?;
    let done = match pending.step {
        Step::Publish => released == Some(Released { version: found.version, withdrawn: false }),
        _ => released.is_some_and(|released| released.withdrawn),
    };
    if !done {
        desk.intend(&found, None)?;
        return Ok(Contribution { pending: None, ..found });
    }
    let id = found.id.to_string();
    let (action, settled) = match pending.step {
        Step::Publish => (Action::ContributionPublish, published(desk, found)?),
        _ => (Action::ContributionRetire, retired(found)),
    };
    let deed = Deed {
        key_id: pending.key_id.as_deref(),
        action,
        target: &id,
        commit: None,
        request_id: None,
    };
    Ok(desk.keep(settled, &Trace { deed, content: None, ticket: None })?)
}

/// A contribution whose last version the graph has.
pub(super) fn published(desk: &Desk, was: Contribution) -> Result<Contribution, ContributionError> {
    let last = desk.versions(&was.id)?.into_iter().next_back();
    let content = last.map(|last| Content::from_text(was.kind, &was.thing, &last.content));
    let ends = content.transpose()?.and_then(|content| content.ends());
    Ok(Contribution {
        state: ContributionState::Published,
        live: Some(was.version),
        ends: ends.filter(|_| was.kind.ends()),
        reasons: None,
        modified: now(),
        ..was
    })
}

/// A contribution that has left the graph.
pub(super) fn retired(was: Contribution) -> Contribution {
    Contribution {
        state: ContributionState::Retired,
        live: None,
        ends: None,
        reasons: None,
        modified: now(),
        ..was
    }
}

/// To the second, as the desk keeps it.
pub(super) fn now() -> Timestamp {
    let now = Timestamp::now();
    Timestamp::from_second(now.as_second()).unwrap_or(now)
}
