//! Make, change and end a webhook, and see what became of its messages. Who
//! may: administrators any; contributors and reviewers those that their key
//! made, or a key of the same member, so that a new key of an office finds what
//! the old one left.

use super::contributions::{Caller, Precondition};
use super::follow_changes::{ChangeCursor, FollowError, known};
use super::service::Passerelle;
use crate::desk::{By, Delivery, DeskError, Webhook, WebhookOwner, WebhookSecret, WebhookTarget};
use crate::domain::{DeliveryState, Kind, Role, Slug, SwitchedOff};
use crate::graph::GraphError;
use jiff::{SignedDuration, Timestamp};

/// Webhooks that one owner has.
const WEBHOOKS_MAX: usize = 20;

/// Why nothing was done with a webhook.
#[derive(Debug, thiserror::Error)]
pub enum WebhookError {
    /// There is none of this name.
    #[error("there is no webhook '{0}'")]
    Unknown(Slug),
    /// It has no such message.
    #[error("there is no message '{0}' to this webhook")]
    UnknownDelivery(Slug),
    /// It is somebody else's.
    #[error("this webhook is of another owner: its member's keys may, and administrators")]
    OfAnother,
    /// There are enough.
    #[error("there are {WEBHOOKS_MAX} webhooks of this owner already: delete one first")]
    TooMany,
    /// It is switched off.
    #[error("this webhook is off: switch it on first")]
    Off,
    /// It is not in a revision that the caller wants.
    #[error("it was changed since: read it again")]
    Stale,
    /// It names a theme or a member that the graph does not describe.
    #[error("there is no {} '{slug}'", .kind.segment())]
    UnknownThing {
        /// What it is called a.
        kind: Kind,
        /// Its name.
        slug: Slug,
    },
    /// It is to begin at no entry of the change log.
    #[error(transparent)]
    Cursor(FollowError),
    /// The desk failed.
    #[error(transparent)]
    Desk(DeskError),
    /// The graph failed.
    #[error(transparent)]
    Graph(#[from] GraphError),
}

impl From<DeskError> for WebhookError {
    fn from(error: DeskError) -> Self {
        match error {
            DeskError::Stale => Self::Stale,
            error => Self::Desk(error),
        }
    }
}

impl From<FollowError> for WebhookError {
    fn from(error: FollowError) -> Self {
        match error {
            FollowError::Graph(error) => Self::Graph(error),
            error @ FollowError::UnknownCursor => Self::Cursor(error),
        }
    }
}

impl Caller<'_> {
    fn owner(&self) -> WebhookOwner {
        WebhookOwner { key_id: self.key.id.clone(), member: self.key.member.clone() }
    }

    fn by(&self) -> By<'_> {
        By { key_id: Some(&self.key.id), request_id: self.request_id }
    }
}

impl Passerelle {
    /// Makes a webhook, which is told what changes from now on, or what came
    /// after an entry of the change log.
    ///
    /// # Errors
    /// When it names what is not there, or there are enough.
    pub fn create_webhook(
        &self,
        caller: &Caller<'_>,
        given: &WebhookTarget,
        after: Option<&ChangeCursor>,
        now: Timestamp,
    ) -> Result<(Webhook, WebhookSecret), WebhookError> {
        self.check_target(given)?;
        let owner = caller.owner();
        if self.desk().webhooks(Some(&owner))?.len() >= WEBHOOKS_MAX {
            return Err(WebhookError::TooMany);
        }
        let cursor = match after {
            Some(cursor) => known(self.graph(), cursor)?,
            None => self.last_change()?,
        };
        let made = (caller.by(), now);
        Ok(self.desk().create_webhook(given, &owner, &cursor.to_string(), made)?)
    }

    /// The webhooks that the caller may see, the newest first.
    ///
    /// # Errors
    /// When the desk fails.
    pub fn webhooks(&self, caller: &Caller<'_>) -> Result<Vec<Webhook>, WebhookError> {
        let own = (caller.key.role < Role::Admin).then(|| caller.owner());
        Ok(self.desk().webhooks(own.as_ref())?)
    }

    /// A webhook that the caller may see.
    ///
    /// # Errors
    /// When there is none, or it is somebody else's.
    pub fn webhook(&self, caller: &Caller<'_>, id: &Slug) -> Result<Webhook, WebhookError> {
        let found = self.desk().webhook(id)?.ok_or_else(|| WebhookError::Unknown(id.clone()))?;
        if caller.key.role == Role::Admin || found.is_of(&caller.owner()) {
            Ok(found)
        } else {
            Err(WebhookError::OfAnother)
        }
    }

    /// Gives a webhook another target, and switches it on or off. It goes on
    /// where it was: nothing that changed meanwhile is left out.
    ///
    /// # Errors
    /// When the caller may not, it was changed since, or names what is not
    /// there.
    pub fn edit_webhook(
        &self,
        caller: &Caller<'_>,
        id: &Slug,
        wanted: &Precondition,
        (given, on): (WebhookTarget, bool),
        now: Timestamp,
    ) -> Result<Webhook, WebhookError> {
        let was = self.wanted(caller, id, wanted)?;
        self.check_target(&given)?;
        let off = (!on).then_some(SwitchedOff::ByOwner);
        Ok(self.desk().edit_webhook(&was, &given, off, (caller.by(), now))?)
    }

    /// Ends a webhook.
    ///
    /// # Errors
    /// When the caller may not, or it was changed since.
    pub fn delete_webhook(
        &self,
        caller: &Caller<'_>,
        id: &Slug,
        wanted: &Precondition,
    ) -> Result<(), WebhookError> {
        let was = self.wanted(caller, id, wanted)?;
        Ok(self.desk().delete_webhook(&was, caller.by())?)
    }

    /// Gives a webhook another secret. For so long, messages are signed with
    /// the present one as well.
    ///
    /// # Errors
    /// When the caller may not.
    pub fn renew_webhook_secret(
        &self,
        caller: &Caller<'_>,
        id: &Slug,
        overlap: SignedDuration,
        now: Timestamp,
    ) -> Result<(Webhook, WebhookSecret), WebhookError> {
        let was = self.webhook(caller, id)?;
        let until = now + overlap;
        Ok(self.desk().renew_webhook_secret(&was.id, until, (caller.by(), now))?)
    }

    /// Messages to a webhook, the latest first.
    ///
    /// # Errors
    /// When the caller may not see them.
    pub fn webhook_deliveries(
        &self,
        caller: &Caller<'_>,
        id: &Slug,
        state: Option<DeliveryState>,
        before: Option<u64>,
        limit: usize,
    ) -> Result<Vec<Delivery>, WebhookError> {
        let webhook = self.webhook(caller, id)?;
        Ok(self.desk().deliveries(&webhook.id, state, before, limit)?)
    }

    /// Has a message sent again, under its name.
    ///
    /// # Errors
    /// When the caller may not, or there is no such message.
    pub fn replay_delivery(
        &self,
        caller: &Caller<'_>,
        id: &Slug,
        delivery: &Slug,
        now: Timestamp,
    ) -> Result<Delivery, WebhookError> {
        let webhook = self.webhook_that_is_on(caller, id)?;
        let found = self.desk().replay_delivery(&webhook.id, delivery, (caller.by(), now))?;
        found.ok_or_else(|| WebhookError::UnknownDelivery(delivery.clone()))
    }

    /// Has all messages sent again that were given up since then; how many.
    ///
    /// # Errors
    /// When the caller may not.
    pub fn replay_dead_deliveries(
        &self,
        caller: &Caller<'_>,
        id: &Slug,
        since: Timestamp,
        now: Timestamp,
    ) -> Result<usize, WebhookError> {
        let webhook = self.webhook_that_is_on(caller, id)?;
        Ok(self.desk().replay_dead_deliveries(&webhook.id, since, (caller.by(), now))?)
    }

    /// Has a message sent that tells of nothing.
    ///
    /// # Errors
    /// When the caller may not.
    pub fn test_webhook(
        &self,
        caller: &Caller<'_>,
        id: &Slug,
        now: Timestamp,
    ) -> Result<Delivery, WebhookError> {
        let webhook = self.webhook_that_is_on(caller, id)?;
        Ok(self.desk().test_webhook(&webhook.id, (caller.by(), now))?)
    }

    fn wanted(
        &self,
        caller: &Caller<'_>,
        id: &Slug,
        wanted: &Precondition,
    ) -> Result<Webhook, WebhookError> {
        let found = self.webhook(caller, id)?;
        if wanted.holds(found.revision) { Ok(found) } else { Err(WebhookError::Stale) }
    }

    fn webhook_that_is_on(&self, caller: &Caller<'_>, id: &Slug) -> Result<Webhook, WebhookError> {
        let found = self.webhook(caller, id)?;
        if found.off.is_none() { Ok(found) } else { Err(WebhookError::Off) }
    }

    /// A filter by something that does not exist is a mistake.
    fn check_target(&self, given: &WebhookTarget) -> Result<(), WebhookError> {
        let themes = given.filter.themes.iter().map(|slug| (Kind::Theme, slug));
        let members = given.filter.members.iter().map(|slug| (Kind::Member, slug));
        let named: Vec<(Kind, &Slug)> = themes.chain(members).collect();
        let there = self.existing(named.iter().map(|(kind, slug)| kind.iri(slug)))?;
        match named.into_iter().find(|(kind, slug)| !there.contains(&kind.iri(slug))) {
            None => Ok(()),
            Some((kind, slug)) => Err(WebhookError::UnknownThing { kind, slug: slug.clone() }),
        }
    }
}
