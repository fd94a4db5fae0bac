//! Bring a contribution on its way: submit it, take it up, let it into the
//! graph or give it back, retire it. Each enters and leaves the graph in one
//! write; the desk notes before what is begun, and after what was done.

use super::contributions::{
    Caller, ContributionError, ContributionReport, Precondition, now, published, release, retired,
    settle,
};
use super::service::Passerelle;
use crate::desk::{Action, Contribution, Deed, Pending, Ticket, Trace};
use crate::domain::{ContributionState, Slug, Step};
use crate::graph::{Change, GraphError, Release};
use jiff::civil::Date;

impl Passerelle {
    /// Takes a step, or answers as before when the same request asked for it
    /// already. `reasons` are those of a return.
    ///
    /// # Errors
    /// When the caller may not take it, not now, or the content is not right.
    pub fn advance_contribution(
        &self,
        caller: &Caller<'_>,
        id: &Slug,
        wanted: &Precondition,
        step: Step,
        reasons: Option<String>,
        ticket: Option<&Ticket>,
    ) -> Result<ContributionReport, ContributionError> {
        self.one_step(|| {
            if let Some(report) = self.answered_before(caller, ticket)? {
                return Ok(report);
            }
            let (found, next) = self.allow(caller, id, wanted, step)?;
            let state = next.unwrap_or(found.state);
            let deed = caller.deed(action(step), id.as_str());
            let trace = Trace { deed, content: None, ticket };
            let advanced = match step {
                Step::Publish => self.publish(caller, &found, &trace)?,
                Step::Retire => self.retire(found, &trace)?,
                Step::Submit => self.submit(found, state, &trace)?,
                _ => {
                    let moved = Contribution { state, reasons, modified: now(), ..found };
                    self.desk().keep(moved, &trace)?
                }
            };
            self.report_of(advanced)
        })
    }

    /// Retires what has ended before today. What cannot leave, because
    /// something else needs it, is tried again the next time.
    ///
    /// # Errors
    /// When the desk fails.
    pub fn retire_ended(&self, today: Date) -> Result<usize, ContributionError> {
        let ended = self.desk().ended_contributions(today)?;
        let mut left = 0;
        for found in ended {
            let id = found.id.clone();
            let deed = Deed {
                key_id: None,
                action: Action::ContributionRetire,
                target: id.as_str(),
                commit: None,
                request_id: None,
            };
            let trace = Trace { deed, content: None, ticket: None };
            let done = self.one_step(|| {
                let found = settle(self.graph(), self.desk(), self.find_contribution(&id)?)?;
                found.state.after(Step::Retire, found.live.is_some())?;
                self.retire(found, &trace)
            });
            match done {
                Ok(_) => left += 1,
                Err(error) => tracing::warn!(
                    contribution = id.as_str(),
                    error = &error as &dyn std::error::Error,
                    "what has ended could not be retired"
                ),
            }
        }
        Ok(left)
    }

    fn submit(
        &self,
        found: Contribution,
        state: ContributionState,
        trace: &Trace<'_>,
    ) -> Result<Contribution, ContributionError> {
        let (version, content) = self.last_version(&found)?;
        let release = release(&found, &version, &content, version.by);
        let mut remarks = self.graph().check_release(&release)?;
        remarks.retain(|remark| remark.blocks);
        if !remarks.is_empty() {
            return Err(ContributionError::Invalid(remarks));
        }
        let submitted = Contribution { state, reasons: None, modified: now(), ..found };
        Ok(self.desk().keep(submitted, trace)?)
    }

    fn publish(
        &self,
        caller: &Caller<'_>,
        found: &Contribution,
        trace: &Trace<'_>,
    ) -> Result<Contribution, ContributionError> {
        let (version, content) = self.last_version(found)?;
        let release = release(found, &version, &content, caller.key.role);
        let write = || self.graph().release(&release);
        let change = self
            .begun(found, Step::Publish, trace, write)
            .map_err(|error| invalid(error, &release))?;
        let published = published(self.desk(), found.clone())?;
        self.done(published, trace, &change)
    }

    fn retire(
        &self,
        found: Contribution,
        trace: &Trace<'_>,
    ) -> Result<Contribution, ContributionError> {
        let live = found.live.unwrap_or(found.version);
        let write = || self.graph().withdraw(&found.id, &found.thing, now(), live);
        let change = self.begun(&found, Step::Retire, trace, write)?;
        self.done(retired(found), trace, &change)
    }

    /// Writes to the graph what the desk has noted as begun. Where it is not
    /// known whether the write is kept, the note stays, and is settled later.
    fn begun(
        &self,
        found: &Contribution,
        step: Step,
        trace: &Trace<'_>,
        write: impl FnOnce() -> Result<Change, GraphError>,
    ) -> Result<Change, ContributionError> {
        let pending = Pending { step, key_id: trace.deed.key_id.map(str::to_owned) };
        self.desk().intend(found, Some(&pending))?;
        match write() {
            Ok(change) => {
                self.take_up(&change);
                Ok(change)
            }
            Err(error) => {
                if !matches!(error, GraphError::NotSynced(_)) {
                    self.desk().intend(found, None)?;
                }
                Err(error.into())
            }
        }
    }

    fn done(
        &self,
        now: Contribution,
        trace: &Trace<'_>,
        change: &Change,
    ) -> Result<Contribution, ContributionError> {
        let deed = Deed { commit: Some(change.commit), ..trace.deed };
        Ok(self.desk().keep(now, &Trace { deed, ..*trace })?)
    }
}

/// What the shapes say, in the keys of the content.
fn invalid(error: ContributionError, release: &Release<'_>) -> ContributionError {
    match error {
        ContributionError::Graph(GraphError::Invalid(violations)) => {
            ContributionError::Invalid(release.content.remarks(&violations))
        }
        other => other,
    }
}

fn action(step: Step) -> Action {
    match step {
        Step::Edit => Action::ContributionEdit,
        Step::Submit => Action::ContributionSubmit,
        Step::Review => Action::ContributionReview,
        Step::Publish => Action::ContributionPublish,
        Step::Return => Action::ContributionReturn,
        Step::Retire => Action::ContributionRetire,
        Step::Erase => Action::ContributionErase,
    }
}
