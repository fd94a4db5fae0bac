//! What a member may bring, and the way from a draft into the graph: states,
//! steps, and who may take them. Pure, so that every case can be tried.

use super::kind::Kind;
use super::role::Role;
use std::fmt;
use std::str::FromStr;

/// The kinds of contributions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ContributionKind {
    /// What a member did that another could take up.
    Practice,
    /// A programme, plan, strategy, law, platform, initiative or network.
    Programme,
    /// One claim of a member.
    Statement,
    /// What a member offers to others, up to a day.
    Offer,
    /// What a member seeks from others, up to a day.
    Need,
    /// A peer exchange that took place.
    Exchange,
    /// That something the graph says is not right.
    Correction,
}

/// Where a contribution stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ContributionState {
    /// It is being written.
    Draft,
    /// It waits for a reviewer.
    Submitted,
    /// A reviewer has it.
    InReview,
    /// Its last version is in the graph.
    Published,
    /// A reviewer gave it back, with reasons.
    Returned,
    /// It was in the graph, and has left it.
    Retired,
}

/// What can be done with a contribution that is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Step {
    /// Give it another content, as a new version.
    Edit,
    /// Hand it to the reviewers.
    Submit,
    /// Take it up.
    Review,
    /// Put it into the graph.
    Publish,
    /// Give it back.
    Return,
    /// Take it out of the graph.
    Retire,
    /// Take its texts out of the desk.
    Erase,
}

/// Who wants to take a step, as seen from the contribution.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Actor {
    /// The role of the key.
    pub role: Role,
    /// The key acts for the member whose contribution it is.
    pub of_member: bool,
    /// The key wrote a version of it.
    pub is_author: bool,
}

/// Why a step is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StepRefused {
    /// The role is too low.
    #[error("this takes the role {0}")]
    RoleTooLow(Role),
    /// A contributor acts for its own member alone.
    #[error("this contribution is of another member")]
    OfAnotherMember,
    /// Nobody reviews their own contribution.
    #[error("nobody reviews a contribution of their own, or of their own member")]
    OwnReview,
    /// Not from this state.
    #[error("a contribution that is {state} cannot be {}", .step.participle())]
    NotNow {
        /// What was wanted.
        step: Step,
        /// Where it stands.
        state: ContributionState,
    },
    /// What was published stays in the memory of those who read it.
    #[error("this contribution is in the graph: it is retired, not erased")]
    Live,
    /// Nothing of it is in the graph.
    #[error("this contribution is not in the graph: there is nothing to retire")]
    NotLive,
}

impl StepRefused {
    /// Whether somebody else could take the step.
    #[must_use]
    pub fn is_about_the_actor(self) -> bool {
        matches!(self, Self::RoleTooLow(_) | Self::OfAnotherMember | Self::OwnReview)
    }
}

impl ContributionKind {
    /// Every kind.
    pub const ALL: [Self; 7] = [
        Self::Practice,
        Self::Programme,
        Self::Statement,
        Self::Offer,
        Self::Need,
        Self::Exchange,
        Self::Correction,
    ];

    /// Its name: `practice`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Practice => "practice",
            Self::Programme => "programme",
            Self::Statement => "statement",
            Self::Offer => "offer",
            Self::Need => "need",
            Self::Exchange => "exchange",
            Self::Correction => "correction",
        }
    }

    /// The kind of the thing that it becomes in the graph.
    #[must_use]
    pub fn thing(self) -> Kind {
        match self {
            Self::Practice => Kind::Practice,
            Self::Programme => Kind::Programme,
            Self::Statement | Self::Offer | Self::Need => Kind::Statement,
            Self::Exchange => Kind::Exchange,
            Self::Correction => Kind::Fact,
        }
    }

    /// Whether it holds up to a day that it must name.
    #[must_use]
    pub fn ends(self) -> bool {
        matches!(self, Self::Offer | Self::Need)
    }
}

impl ContributionState {
    /// Every state, in the order of the way.
    pub const ALL: [Self; 6] = [
        Self::Draft,
        Self::Submitted,
        Self::InReview,
        Self::Published,
        Self::Returned,
        Self::Retired,
    ];

    /// Its name: `inReview`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Submitted => "submitted",
            Self::InReview => "inReview",
            Self::Published => "published",
            Self::Returned => "returned",
            Self::Retired => "retired",
        }
    }

    /// Whether its content is still its author's to write.
    #[must_use]
    pub fn is_open(self) -> bool {
        matches!(self, Self::Draft | Self::Returned)
    }

    /// Where a step leads from here; `live` is whether a version of it is in
    /// the graph. None is out of the desk.
    ///
    /// # Errors
    /// When the step is not taken from here.
    pub fn after(self, step: Step, live: bool) -> Result<Option<Self>, StepRefused> {
        let next = match (step, self) {
            (Step::Edit, Self::Draft | Self::Submitted | Self::Returned | Self::Published) => {
                Self::Draft
            }
            (Step::Submit, Self::Draft | Self::Returned) => Self::Submitted,
            (Step::Review, Self::Submitted) => Self::InReview,
            (Step::Publish, Self::InReview) => Self::Published,
            (Step::Return, Self::InReview) => Self::Returned,
            (Step::Retire, Self::Retired) => return Err(StepRefused::NotNow { step, state: self }),
            (Step::Retire, _) if live => Self::Retired,
            (Step::Retire, _) => return Err(StepRefused::NotLive),
            (Step::Erase, _) if live => return Err(StepRefused::Live),
            (Step::Erase, Self::Draft | Self::Submitted | Self::Returned | Self::Retired) => {
                return Ok(None);
            }
            _ => return Err(StepRefused::NotNow { step, state: self }),
        };
        Ok(Some(next))
    }
}

impl Step {
    /// Every step.
    pub const ALL: [Self; 7] = [
        Self::Edit,
        Self::Submit,
        Self::Review,
        Self::Publish,
        Self::Return,
        Self::Retire,
        Self::Erase,
    ];

    /// Its name, the last segment of its address where it has one: `submit`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Edit => "edit",
            Self::Submit => "submit",
            Self::Review => "review",
            Self::Publish => "publish",
            Self::Return => "return",
            Self::Retire => "retire",
            Self::Erase => "erase",
        }
    }

    fn participle(self) -> &'static str {
        match self {
            Self::Edit => "edited",
            Self::Submit => "submitted",
            Self::Review => "taken up for review",
            Self::Publish => "published",
            Self::Return => "returned",
            Self::Retire => "retired",
            Self::Erase => "erased",
        }
    }
}

impl Actor {
    /// Whether the actor may take a step, whatever the state.
    ///
    /// # Errors
    /// When not, with the reason.
    pub fn may(self, step: Step, state: ContributionState) -> Result<(), StepRefused> {
        let needed = match step {
            Step::Review | Step::Publish | Step::Return => Role::Reviewer,
            Step::Erase if state == ContributionState::Retired => Role::Admin,
            _ => Role::Contributor,
        };
        if self.role < needed {
            return Err(StepRefused::RoleTooLow(needed));
        }
        let own = self.of_member || self.is_author;
        match step {
            Step::Review | Step::Publish | Step::Return if own => Err(StepRefused::OwnReview),
            Step::Review | Step::Publish | Step::Return => Ok(()),
            Step::Retire if self.role >= Role::Reviewer => Ok(()),
            _ if own || self.role == Role::Admin => Ok(()),
            _ => Err(StepRefused::OfAnotherMember),
        }
    }

    /// Whether the actor may read it while it is at the desk.
    ///
    /// # Errors
    /// When not, with the reason.
    pub fn may_read(self) -> Result<(), StepRefused> {
        match self.role {
            Role::Reader => Err(StepRefused::RoleTooLow(Role::Contributor)),
            Role::Contributor if !(self.of_member || self.is_author) => {
                Err(StepRefused::OfAnotherMember)
            }
            _ => Ok(()),
        }
    }
}

/// A text that names no kind, or no state, of a contribution.
#[derive(Debug, thiserror::Error)]
#[error("known are {0}")]
pub struct UnknownName(String);

/// The one that has the name.
pub(super) fn named<T: Copy>(
    all: &[T],
    name: fn(T) -> &'static str,
    text: &str,
) -> Result<T, UnknownName> {
    let found = all.iter().copied().find(|one| name(*one) == text);
    found
        .ok_or_else(|| UnknownName(all.iter().map(|one| name(*one)).collect::<Vec<_>>().join(", ")))
}

impl FromStr for ContributionKind {
    type Err = UnknownName;

    fn from_str(text: &str) -> Result<Self, UnknownName> {
        named(&Self::ALL, Self::as_str, text)
    }
}

impl FromStr for ContributionState {
    type Err = UnknownName;

    fn from_str(text: &str) -> Result<Self, UnknownName> {
        named(&Self::ALL, Self::as_str, text)
    }
}

impl FromStr for Step {
    type Err = UnknownName;

    fn from_str(text: &str) -> Result<Self, UnknownName> {
        named(&Self::ALL, Self::as_str, text)
    }
}

impl fmt::Display for ContributionState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::InReview => "in review",
            other => other.as_str(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ContributionState::{Draft, InReview, Published, Retired, Returned, Submitted};

    /// From each state by each step, while nothing is in the graph and while a
    /// version is: `-` is refused, `x` leaves the desk.
    const WAY: [(Step, [&str; 6], [&str; 6]); 7] = [
        //             draft        submitted   inReview    published   returned     retired
        (
            Step::Edit,
            ["draft", "draft", "-", "draft", "draft", "-"],
            ["draft", "draft", "-", "draft", "draft", "-"],
        ),
        (
            Step::Submit,
            ["submitted", "-", "-", "-", "submitted", "-"],
            ["submitted", "-", "-", "-", "submitted", "-"],
        ),
        (
            Step::Review,
            ["-", "inReview", "-", "-", "-", "-"],
            ["-", "inReview", "-", "-", "-", "-"],
        ),
        (
            Step::Publish,
            ["-", "-", "published", "-", "-", "-"],
            ["-", "-", "published", "-", "-", "-"],
        ),
        (
            Step::Return,
            ["-", "-", "returned", "-", "-", "-"],
            ["-", "-", "returned", "-", "-", "-"],
        ),
        (
            Step::Retire,
            ["-", "-", "-", "-", "-", "-"],
            ["retired", "retired", "retired", "retired", "retired", "-"],
        ),
        (Step::Erase, ["x", "x", "-", "-", "x", "x"], ["-", "-", "-", "-", "-", "-"]),
    ];

    /// By each role: a stranger, one of the same member, the author.
    const WHO: [(Step, [[bool; 3]; 4]); 7] = {
        const NOBODY: [bool; 3] = [false, false, false];
        const OWN: [bool; 3] = [false, true, true];
        const OTHERS: [bool; 3] = [true, false, false];
        const ALL: [bool; 3] = [true, true, true];
        [
            (Step::Edit, [NOBODY, OWN, OWN, ALL]),
            (Step::Submit, [NOBODY, OWN, OWN, ALL]),
            (Step::Review, [NOBODY, NOBODY, OTHERS, OTHERS]),
            (Step::Publish, [NOBODY, NOBODY, OTHERS, OTHERS]),
            (Step::Return, [NOBODY, NOBODY, OTHERS, OTHERS]),
            (Step::Retire, [NOBODY, OWN, ALL, ALL]),
            (Step::Erase, [NOBODY, OWN, OWN, ALL]),
        ]
    };

    #[test]
    fn every_step_from_every_state() {
        assert_eq!(WAY.map(|(step, ..)| step), Step::ALL);
        for (step, fresh, live) in WAY {
            for (place, state) in ContributionState::ALL.into_iter().enumerate() {
                for (there, expected) in [(false, fresh[place]), (true, live[place])] {
                    let told = match state.after(step, there) {
                        Ok(Some(next)) => next.as_str(),
                        Ok(None) => "x",
                        Err(_) => "-",
                    };
                    assert_eq!(told, expected, "{step:?} from {state:?}, live: {there}");
                }
            }
        }
    }

    #[test]
    fn every_step_by_every_role() {
        assert_eq!(WHO.map(|(step, _)| step), Step::ALL);
        for (step, roles) in WHO {
            for (role, expected) in Role::ALL.into_iter().zip(roles) {
                let relations = [(false, false), (true, false), (false, true)];
                for ((of_member, is_author), allowed) in relations.into_iter().zip(expected) {
                    let actor = Actor { role, of_member, is_author };
                    assert_eq!(actor.may(step, Draft).is_ok(), allowed, "{step:?} by {actor:?}");
                    let retired = allowed && (step != Step::Erase || role == Role::Admin);
                    assert_eq!(actor.may(step, Retired).is_ok(), retired, "{step:?} by {actor:?}");
                }
            }
        }
    }

    #[test]
    fn names_are_read_back() {
        for state in [Draft, Submitted, InReview, Published, Returned, Retired] {
            assert_eq!(state.as_str().parse::<ContributionState>().expect("its name"), state);
        }
        for kind in ContributionKind::ALL {
            assert_eq!(kind.as_str().parse::<ContributionKind>().expect("its name"), kind);
        }
        let error = "poem".parse::<ContributionKind>().expect_err("no kind").to_string();
        assert!(error.contains("practice, programme"), "{error}");
    }
}
