//! What a change can be about.

use super::iri::Iri;
use super::kind::Kind;
use std::str::FromStr;

/// What a change can be about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Changed {
    /// A thing of a kind.
    Thing(Kind),
    /// What is said in a graph of anything else, or was loaded past the checks.
    Graph,
}

/// A text that names nothing that can change.
#[derive(Debug, thiserror::Error)]
#[error("known are {}", Changed::all().map(Changed::term).collect::<Vec<_>>().join(", "))]
pub struct UnknownChanged;

impl Changed {
    /// What an identifier in the log says.
    #[must_use]
    pub fn of(id: &Iri) -> Self {
        Kind::of(id.as_str()).map_or(Self::Graph, Self::Thing)
    }

    /// Its name: that of the kind, or `graph`.
    #[must_use]
    pub fn term(self) -> &'static str {
        match self {
            Self::Thing(kind) => kind.segment(),
            Self::Graph => "graph",
        }
    }

    /// Everything that it can be.
    pub fn all() -> impl Iterator<Item = Self> {
        Kind::ALL.into_iter().map(Self::Thing).chain([Self::Graph])
    }
}

impl FromStr for Changed {
    type Err = UnknownChanged;

    fn from_str(text: &str) -> Result<Self, UnknownChanged> {
        Self::all().find(|changed| changed.term() == text).ok_or(UnknownChanged)
    }
}
