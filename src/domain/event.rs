//! What can happen to a thing.

/// What a write did to a thing, in the words of Activity Streams 2.0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Event {
    /// Nothing was said of it before.
    Created,
    /// Something else is said of it now.
    Updated,
    /// Nothing is said of it any more.
    Deleted,
}

impl Event {
    /// Every event.
    pub const ALL: [Self; 3] = [Self::Created, Self::Updated, Self::Deleted];

    /// What happened to something that is there or not, before and after;
    /// nothing to what never was.
    #[must_use]
    pub fn between(before: bool, after: bool) -> Option<Self> {
        match (before, after) {
            (false, true) => Some(Self::Created),
            (true, true) => Some(Self::Updated),
            (true, false) => Some(Self::Deleted),
            (false, false) => None,
        }
    }

    /// The word in answers: `created`, `updated`, `deleted`.
    #[must_use]
    pub fn term(self) -> &'static str {
        match self {
            Self::Created => "created",
            Self::Updated => "updated",
            Self::Deleted => "deleted",
        }
    }

    /// The local name of its class in Activity Streams 2.0.
    #[must_use]
    pub fn activity(self) -> &'static str {
        match self {
            Self::Created => "Create",
            Self::Updated => "Update",
            Self::Deleted => "Delete",
        }
    }
}
