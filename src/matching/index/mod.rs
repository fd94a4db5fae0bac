//! The fast path of matching.

mod bound;
mod kernel;
mod population;
mod search;
mod totals;

pub use population::Population;
pub use search::{Admitted, Candidate, Found, Index, Search, Standing};
