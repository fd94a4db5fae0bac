//! Pictures drawn on the server. Each stands beside a table with the same
//! figures, or is one: nothing is told by a picture alone.

mod bar;
mod heat_map;
mod network;
mod succession;
mod trend;

pub(super) use bar::bar;
pub(super) use heat_map::heat_map;
pub(super) use network::network;
pub(super) use succession::{period, succession};
pub(super) use trend::{WaveColumn, trend};

/// A name as far as there is room for it.
fn cut(name: &str, chars_max: usize) -> String {
    if name.chars().count() <= chars_max {
        return name.to_owned();
    }
    let kept: String = name.chars().take(chars_max - 1).collect();
    format!("{}…", kept.trim_end())
}
