//! The lists of [`super::plain`], found among a million members in a
//! millisecond, and the same to the last place.
//!
//! - `kernel`: weighted sums for thousands of members at once; the one file that
//!   knows of the machine.
//! - `population`: all profiles as columns of bits; `totals`: what each holds
//!   in all; `order`: who stands beside whom.
//! - `bound`: how much two must share for one to enter a list; `side`: one
//!   direction of a mode, and what it asks of a tile of members.
//! - `search`: the best for a profile, and where anyone stands; `scan`: its way
//!   through the tiles; `admitted`: who may be found; `list`: the best so far.

mod admitted;
mod bound;
mod kernel;
mod list;
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
