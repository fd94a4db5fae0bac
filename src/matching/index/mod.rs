//! The lists of [`super::plain`], found among a million members in a
//! millisecond, and the same to the last place.
//!
//! - `machine`: the one file that knows of the machine; `adders`: weighted sums for
//!   thousands of members at once, by logic alone; `lookup`: sums of what their
//!   codes are worth.
//! - `population`: all profiles as columns of bits; `totals`: what each holds
//!   in all; `order`: who stands beside whom.
//! - `bound`: how much two must share for one to enter a list; `side`: one
//!   direction of a mode, and what it asks of a tile of members.
//! - `search`: the best for a profile, and where anyone stands; `scan`: its way
//!   through the tiles; `admitted`: who may be found; `list`: the best so far.
//! - `each`: the most similar for many at once; `codes`: the members of a tile as
//!   they look at them.

mod adders;
mod admitted;
mod bound;
mod codes;
mod each;
mod list;
mod lookup;
mod machine;
mod order;
mod population;
mod scan;
mod search;
mod side;
mod totals;

pub use admitted::Admitted;
pub use list::Candidate;
pub use population::Population;
pub use search::{Found, Index, Search, Standing};
