//! A theme from wave to wave as columns: how many members mention it, within
//! those of whom a statement is known, within those that responded. Columns
//! and no line: nothing is known of what lies between two waves.

use super::super::reader::Reader;
use super::cut;
use maud::{Markup, html};

/// A wave of a survey as the picture shows it.
pub(in super::super) struct WaveColumn {
    /// What it is called beneath its column.
    pub(in super::super) name: String,
    /// Members that mention the theme.
    pub(in super::super) members: u64,
    /// Members of whom a statement is known.
    pub(in super::super) mentioned: u64,
    /// Members that responded.
    pub(in super::super) respondents: u64,
    /// Whether nobody answered it.
    pub(in super::super) synthetic: bool,
}

/// From one column to the next, and how wide one is.
const STEP: u64 = 168;
const WIDTH: u64 = 56;
/// Longer names are cut in the picture; the table beside it has them whole.
const NAME_CHARS_MAX: usize = 19;
/// Above the highest column, for its number; below, for names.
const TOP: u64 = 24;
const HEIGHT: u64 = 160;
const BOTTOM: u64 = 58;

/// The picture. A table beside it has the same figures.
pub(in super::super) fn trend(reader: &Reader, title: &str, waves: &[WaveColumn]) -> Markup {
    let most = waves.iter().map(|wave| wave.respondents).max().unwrap_or_default().max(1);
    let width = STEP * waves.len() as u64;
    html! {
        svg.trend viewBox={ "0 0 " (width) " " (TOP + HEIGHT + BOTTOM) } width=(width) role="img" aria-label=(title) {
            defs {
                pattern #made-up width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)" {
                    line y2="7" {}
                }
            }
            @for (place, wave) in waves.iter().enumerate() {
                (column(reader, STEP * place as u64 + STEP / 2, wave, most))
            }
            path.ground d={ "M0 " (TOP + HEIGHT) "H" (width) } {}
        }
    }
}

fn column(reader: &Reader, middle: u64, wave: &WaveColumn, most: u64) -> Markup {
    let ground = TOP + HEIGHT;
    let high = |count: u64| HEIGHT * count / most;
    let bar = |class: &str, count: u64, width: u64| {
        let hatched = (class == "made-up").then_some("url(#made-up)");
        html! {
            rect class=(class) fill=[hatched] x=(middle - width / 2) y=(ground - high(count)) width=(width) height=(high(count)) {}
        }
    };
    html! {
        g class=[wave.synthetic.then_some("synthetic")] {
            (bar("responded", wave.respondents, WIDTH))
            (bar("known", wave.mentioned, WIDTH - 8))
            (bar(if wave.synthetic { "made-up" } else { "value" }, wave.members, WIDTH - 16))
            text.of x=(middle) y=(ground - high(wave.respondents) - 8) text-anchor="middle" {
                @if wave.members == 0 { (reader.text("heat-unheard")) }
                @else { (reader.text_with("heat-cell", &[("members", wave.members.into()), ("respondents", wave.respondents.into())])) }
            }
            text.name x=(middle) y=(ground + 22) text-anchor="middle" { (cut(&wave.name, NAME_CHARS_MAX)) }
            @if wave.synthetic {
                text.warning x=(middle) y=(ground + 43) text-anchor="middle" { (reader.text("synthetic")) }
            }
        }
    }
}
