//! What peers are looked for.

use crate::domain::Facet;

/// What makes a member a peer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Mode {
    /// It needs and offers what the member needs and offers.
    #[default]
    Similar,
    /// It offers what the member needs.
    HelpsMe,
    /// It needs what the member offers.
    IHelp,
    /// Both at once.
    Mutual,
}

/// A side of the member that is held against a side of the peer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Aspect {
    /// The member's side.
    pub mine: Facet,
    /// The peer's side.
    pub theirs: Facet,
}

/// What the member needs against what the peer offers.
const HELPS_ME: Aspect = Aspect { mine: Facet::Need, theirs: Facet::Offer };
/// What the member offers against what the peer needs.
const I_HELP: Aspect = Aspect { mine: Facet::Offer, theirs: Facet::Need };
const SAME_NEED: Aspect = Aspect { mine: Facet::Need, theirs: Facet::Need };
const SAME_OFFER: Aspect = Aspect { mine: Facet::Offer, theirs: Facet::Offer };

impl Mode {
    /// Every mode.
    pub const ALL: [Self; 4] = [Self::Similar, Self::HelpsMe, Self::IHelp, Self::Mutual];

    /// The word in requests and answers: `helps-me`.
    #[must_use]
    pub fn term(self) -> &'static str {
        match self {
            Self::Similar => "similar",
            Self::HelpsMe => "helps-me",
            Self::IHelp => "i-help",
            Self::Mutual => "mutual",
        }
    }

    /// What is held against what.
    #[must_use]
    pub fn aspects(self) -> &'static [Aspect] {
        match self {
            Self::Similar => &[SAME_NEED, SAME_OFFER],
            Self::HelpsMe => &[HELPS_ME],
            Self::IHelp => &[I_HELP],
            Self::Mutual => &[HELPS_ME, I_HELP],
        }
    }
}
