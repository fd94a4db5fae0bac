//! Write a contribution: begin it, give it another content, erase it.

use super::contributions::{
    Caller, ContributionError, ContributionReport, Precondition, frame, now,
};
use super::service::Passerelle;
use crate::desk::{Action, Contribution, Desk, Ticket, Trace};
use crate::domain::{ContributionKind, ContributionState, Kind, Role, Slug, Step, StepRefused};
use crate::graph::UploadFormat;

/// The content of a contribution, as it was sent.
#[derive(Clone, Debug)]
pub struct SentContent {
    /// The bytes.
    pub body: Vec<u8>,
    /// What they are.
    pub format: UploadFormat,
}

impl Passerelle {
    /// Begins a contribution as a draft, for the member of the key, or for the
    /// one that is named; false when it was begun by the same request before.
    ///
    /// # Errors
    /// When the caller may not, or the content cannot be taken; what is missing
    /// from it is told in the report.
    pub fn draft_contribution(
        &self,
        caller: &Caller<'_>,
        kind: ContributionKind,
        member: Option<Slug>,
        sent: SentContent,
        ticket: Option<&Ticket>,
    ) -> Result<(ContributionReport, bool), ContributionError> {
        let member = self.acting_for(caller, member)?;
        self.one_step(|| {
            if let Some(report) = self.answered_before(caller, ticket)? {
                return Ok((report, false));
            }
            let (id, now) = (Desk::new_contribution_id()?, now());
            let blank = Contribution {
                number: 0,
                thing: kind.thing().iri(&id),
                id,
                kind,
                member,
                state: ContributionState::Draft,
                version: 0,
                live: None,
                revision: 1,
                reasons: None,
                ends: None,
                pending: None,
                created: now,
                modified: now,
            };
            let content = self.graph().read_content(&frame(&blank), sent.body, sent.format)?;
            let new = Contribution { thing: content.thing().clone(), version: 1, ..blank };
            let (text, id) = (content.to_text(), new.id.to_string());
            let deed = caller.deed(Action::ContributionCreate, &id);
            let trace = Trace { deed, content: Some(&text), ticket };
            let begun = self.desk().begin(new, &trace)?;
            Ok((self.report_of(begun)?, true))
        })
    }

    /// Gives a contribution another content, as a draft of the next version.
    /// What is in the graph stays there meanwhile.
    ///
    /// # Errors
    /// When the caller may not, not now, or the content cannot be taken.
    pub fn edit_contribution(
        &self,
        caller: &Caller<'_>,
        id: &Slug,
        wanted: &Precondition,
        sent: SentContent,
    ) -> Result<ContributionReport, ContributionError> {
        self.one_step(|| {
            let (found, next) = self.allow(caller, id, wanted, Step::Edit)?;
            let content = self.graph().read_content(&frame(&found), sent.body, sent.format)?;
            let edited = Contribution {
                state: next.unwrap_or(found.state),
                version: found.version + 1,
                reasons: None,
                modified: now(),
                ..found
            };
            let text = content.to_text();
            let deed = caller.deed(Action::ContributionEdit, id.as_str());
            let trace = Trace { deed, content: Some(&text), ticket: None };
            self.report_of(self.desk().keep(edited, &trace)?)
        })
    }

    /// Takes a contribution that is not in the graph out of the desk, with all
    /// its texts.
    ///
    /// # Errors
    /// When the caller may not, or not now.
    pub fn erase_contribution(
        &self,
        caller: &Caller<'_>,
        id: &Slug,
        wanted: &Precondition,
    ) -> Result<(), ContributionError> {
        self.one_step(|| {
            let (found, _) = self.allow(caller, id, wanted, Step::Erase)?;
            let deed = caller.deed(Action::ContributionErase, id.as_str());
            Ok(self.desk().erase(&found, &deed)?)
        })
    }

    /// The present state of what the same request was about before.
    pub(super) fn answered_before(
        &self,
        caller: &Caller<'_>,
        ticket: Option<&Ticket>,
    ) -> Result<Option<ContributionReport>, ContributionError> {
        let Some(ticket) = ticket else { return Ok(None) };
        let Some(id) = self.desk().answered(&caller.key.id, ticket)? else { return Ok(None) };
        self.report_of(self.find_contribution(&id)?).map(Some)
    }

    /// The member for whom the caller writes: contributors for their own alone,
    /// others whose key names none for any.
    fn acting_for(
        &self,
        caller: &Caller<'_>,
        named: Option<Slug>,
    ) -> Result<Option<Slug>, ContributionError> {
        let (role, own) = (caller.key.role, caller.key.member.clone());
        let member = match (own, named) {
            (None, _) if role <= Role::Contributor => return Err(ContributionError::NoMember),
            (Some(own), Some(named)) if own != named && role < Role::Admin => {
                return Err(StepRefused::OfAnotherMember.into());
            }
            (_, Some(named)) => Some(named),
            (own, None) => own,
        };
        let known = match &member {
            Some(member) => self.get(Kind::Member, member)?.is_some(),
            None => true,
        };
        match member {
            Some(member) if !known => Err(ContributionError::UnknownMember(member)),
            member => Ok(member),
        }
    }
}
