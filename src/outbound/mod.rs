//! Requests to other hosts. Whoever sends one, sends it from here, or with the
//! agent that is made here: an address is looked at after its name is resolved,
//! and connected to is that address and no other.
//!
//! - `address`: which addresses are public.
//! - `allow_list`: origins that the settings name.
//! - `agent`: the client that connects to reachable addresses alone.
//! - `courier`: single requests, with one time and one length for the answer.
//!
//! What is asked of `SERVICE` and `LOAD` has limits of its own, in
//! `graph::federation`.

mod address;
mod agent;
mod allow_list;
mod courier;

pub use address::is_public;
pub(crate) use agent::{NotReachable, agent, in_words};
pub use allow_list::{AllowList, UnknownOrigin};
pub use courier::{Answer, Courier, NotAdmitted, NotSent};
