//! What the holder of a key may do.

use std::fmt;
use std::str::FromStr;

/// A role; each may do what those before it may.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// Reads what is open to all, under a name of its own.
    Reader,
    /// Prepares content for its own member.
    Contributor,
    /// Reviews and publishes what others prepared.
    Reviewer,
    /// Writes to the graph directly, and gives keys.
    Admin,
}

/// A text that names no role.
#[derive(Debug, thiserror::Error)]
#[error("'{0}' is not a role; known are reader, contributor, reviewer and admin")]
pub struct UnknownRole(String);

impl Role {
    /// Every role, the lowest first.
    pub const ALL: [Self; 4] = [Self::Reader, Self::Contributor, Self::Reviewer, Self::Admin];

    /// Its name: `reader`, `contributor`, `reviewer`, `admin`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Reader => "reader",
            Self::Contributor => "contributor",
            Self::Reviewer => "reviewer",
            Self::Admin => "admin",
        }
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl FromStr for Role {
    type Err = UnknownRole;

    fn from_str(text: &str) -> Result<Self, UnknownRole> {
        Self::ALL
            .into_iter()
            .find(|role| role.as_str() == text)
            .ok_or_else(|| UnknownRole(text.chars().take(100).collect()))
    }
}

impl serde::Serialize for Role {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roles_are_ordered_and_named() {
        assert!(Role::ALL.is_sorted());
        for role in Role::ALL {
            assert_eq!(role.as_str().parse::<Role>().expect("its own name"), role);
        }
        assert!("Admin".parse::<Role>().is_err());
    }
}
