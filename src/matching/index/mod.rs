//! The lists of [`super::plain`], found among a million members in a
//! fraction of a millisecond, and the same to the last place.
//!
//! - `machine`: the one file that knows of the machine; `adders`: weighted sums for
//!   thousands of members at once, by logic alone; `numbers`: such sums read and
//!   held against a floor; `lookup`: sums of what codes are worth.
//! - `order`: who stands beside whom, of what `rows` hold; `population`: all
//!   profiles, in `chunk`s of columns of bits, of which a `layout` says what they
//!   are; `totals`: what each member holds in all.
//! - `bound`: how much two must share for one to enter a list; `side`: one
//!   direction of a mode, and what it asks of a tile of members.
//! - `search`: the best for a profile, and where anyone stands; `scan`: its way
//!   through the tiles; `admitted`: who may be found; `list`: the best so far.
//! - `each`: the most similar for many at once; `codes`: the members of a tile as
//!   they look at them.

mod adders;
mod admitted;
mod bound;
mod chunk;
mod codes;
mod each;
mod layout;
mod list;
mod lookup;
mod machine;
mod numbers;
mod order;
mod population;
mod rows;
mod scan;
mod search;
mod side;
mod totals;

pub use admitted::Admitted;
pub use list::Candidate;
pub use population::Population;
pub use search::{Found, Index, Search, Standing};
