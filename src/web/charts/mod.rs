//! Pictures drawn on the server. Each stands beside a table with the same
//! figures, or is one: nothing is told by a picture alone.

mod bar;
mod heat_map;
mod network;
mod succession;

pub(super) use bar::bar;
pub(super) use heat_map::heat_map;
pub(super) use network::network;
pub(super) use succession::{period, succession};
