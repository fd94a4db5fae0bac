//! What a webhook tells, of what, and how far a message has come.

use super::changed::Changed;
use super::contribution::{UnknownName, named};
use super::event::Event;
use super::slug::Slug;
use std::str::FromStr;

/// What happened to a thing, as a platform sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WebhookEvent {
    /// It is new.
    Created,
    /// Something else is said of it now.
    Updated,
    /// It is there, and not to be shown any more.
    Retired,
    /// Nothing is said of it any more.
    Deleted,
}

/// Which changes a webhook tells of. A list that is empty leaves nothing out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WebhookFilter {
    /// What happened.
    pub events: Vec<WebhookEvent>,
    /// To what kinds of things.
    pub kinds: Vec<Changed>,
    /// About one of these themes, or a narrower one.
    pub themes: Vec<Slug>,
    /// Of one of these members.
    pub members: Vec<Slug>,
}

/// How far a message has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DeliveryState {
    /// It is to be sent, for the first time or again.
    Pending,
    /// It was taken.
    Delivered,
    /// It was not taken, and is not sent any more unless somebody asks for it.
    Dead,
}

/// Why a webhook is off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SwitchedOff {
    /// Its owner wants so.
    ByOwner,
    /// Its receiver answered 410.
    Gone,
    /// Nothing was taken for days.
    Failing,
}

impl WebhookEvent {
    /// Every event.
    pub const ALL: [Self; 4] = [Self::Created, Self::Updated, Self::Retired, Self::Deleted];

    /// Of an entry of the change log: a thing that is there and retired has
    /// been retired, whatever else was said of it.
    #[must_use]
    pub fn of(event: Event, retired: bool) -> Self {
        match event {
            Event::Deleted => Self::Deleted,
            Event::Created | Event::Updated if retired => Self::Retired,
            Event::Created => Self::Created,
            Event::Updated => Self::Updated,
        }
    }

    /// Its name.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Created => "created",
            Self::Updated => "updated",
            Self::Retired => "retired",
            Self::Deleted => "deleted",
        }
    }
}

impl DeliveryState {
    /// Every state.
    pub const ALL: [Self; 3] = [Self::Pending, Self::Delivered, Self::Dead];

    /// Its name.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Delivered => "delivered",
            Self::Dead => "dead",
        }
    }
}

impl SwitchedOff {
    /// Every reason.
    pub const ALL: [Self; 3] = [Self::ByOwner, Self::Gone, Self::Failing];

    /// Its name.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::ByOwner => "byOwner",
            Self::Gone => "gone",
            Self::Failing => "failing",
        }
    }
}

impl FromStr for WebhookEvent {
    type Err = UnknownName;

    fn from_str(text: &str) -> Result<Self, UnknownName> {
        named(&Self::ALL, Self::as_str, text)
    }
}

impl FromStr for DeliveryState {
    type Err = UnknownName;

    fn from_str(text: &str) -> Result<Self, UnknownName> {
        named(&Self::ALL, Self::as_str, text)
    }
}

impl FromStr for SwitchedOff {
    type Err = UnknownName;

    fn from_str(text: &str) -> Result<Self, UnknownName> {
        named(&Self::ALL, Self::as_str, text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_as_they_are_written() {
        for event in WebhookEvent::ALL {
            assert_eq!(event.as_str().parse::<WebhookEvent>().expect("its own name"), event);
        }
        for state in DeliveryState::ALL {
            assert_eq!(state.as_str().parse::<DeliveryState>().expect("its own name"), state);
        }
        for reason in SwitchedOff::ALL {
            assert_eq!(reason.as_str().parse::<SwitchedOff>().expect("its own name"), reason);
        }
        let error = "lost".parse::<WebhookEvent>().expect_err("no event").to_string();
        assert_eq!(error, "known are created, updated, retired, deleted");
    }

    #[test]
    fn what_is_retired_is_not_merely_updated() {
        assert_eq!(WebhookEvent::of(Event::Updated, true), WebhookEvent::Retired);
        assert_eq!(WebhookEvent::of(Event::Updated, false), WebhookEvent::Updated);
        assert_eq!(WebhookEvent::of(Event::Deleted, false), WebhookEvent::Deleted);
    }
}
