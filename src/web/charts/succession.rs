//! What replaced what: the older above the newer, an arrow from each to its
//! successors. Dates stand where they are known.

use super::super::reader::Reader;
use super::super::thing::Thing;
use super::cut;
use crate::graph::Record;
use maud::{Markup, html};

const WIDTH: usize = 500;
const ROW: usize = 74;
/// Where the first of parallel arrows runs, and how far apart they are.
const LANE: usize = 26;
const LANE_WIDTH: usize = 14;
const TEXT_X: usize = 96;
/// Longer names are cut in the picture; the list beside it has them whole.
const NAME_CHARS_MAX: usize = 40;

/// The programmes in order, and of which, by place, each arrow leads to which.
pub(in super::super) fn succession(
    reader: &Reader,
    programmes: &[Record],
    arrows: &[(usize, usize)],
    here: &str,
) -> Markup {
    let height = programmes.len() * ROW;
    let middle = |row: usize| row * ROW + ROW / 2;
    html! {
        svg.succession viewBox={ "0 0 " (WIDTH) " " (height) } role="img" aria-label=(reader.text("succession-picture")) {
            @for (lane, (from, to)) in arrows.iter().enumerate() {
                @let x = TEXT_X - 20 - LANE - lane * LANE_WIDTH;
                path d={ "M76 " (middle(*from)) "H" (x) "V" (middle(*to)) "H64" } fill="none" {}
                path.tip d={ "M62 " (middle(*to) - 5) "l9 5l-9 5z" } {}
            }
            @for (row, record) in programmes.iter().enumerate() {
                @let thing = Thing::from(record);
                g class=[(thing.id() == here).then_some("here")] {
                    circle cx="80" cy=(middle(row)) r="8" {}
                    text x=(TEXT_X) y=(middle(row) - 2) { (cut(thing.label(reader).text, NAME_CHARS_MAX)) }
                    text.when x=(TEXT_X) y=(middle(row) + 17) { (period(reader, thing)) }
                }
            }
        }
    }
}

/// From when to when, as far as it is known.
pub(in super::super) fn period(reader: &Reader, thing: Thing<'_>) -> String {
    let date = |key| thing.string(key).map(|date| reader.date(date));
    match (date("startDate"), date("endDate")) {
        (Some(start), Some(end)) => format!("{start} – {end}"),
        (Some(start), None) => reader.text_with("period-since", &[("start", start.into())]),
        (None, Some(end)) => reader.text_with("period-until", &[("end", end.into())]),
        (None, None) => reader.text("period-unknown"),
    }
}
