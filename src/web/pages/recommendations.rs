//! What is recommended to a member, each with its reason.

use super::super::components::{confidence, section};
use super::super::error::PageError;
use super::super::reader::Visit;
use super::super::thing::Thing;
use crate::domain::{Confidence, Kind, Slug};
use maud::{Markup, html};

const SHOWN: usize = 6;
const KINDS: [Kind; 4] = [Kind::Member, Kind::Practice, Kind::Programme, Kind::Topic];

/// The part of the page of a member; nothing where nothing can be said.
pub(super) fn part(visit: &Visit<'_>, slug: &Slug) -> Result<Markup, PageError> {
    let reader = visit.reader;
    let Some(report) = visit.service.recommend(slug, &KINDS, SHOWN)? else {
        return Ok(html! {});
    };
    if report.confidence == Confidence::Insufficient {
        return Ok(html! {});
    }
    let note = report.note.get(reader.language).map(|(_, words)| words).unwrap_or_default();
    let body = html! {
        p.intro { (note) }
        ul.cards {
            @for one in &report.recommended {
                @let thing = Thing::from(&one.thing);
                li.card {
                    p.eyebrow { (reader.text(&format!("kind-of-thing-{}", one.kind.segment()))) }
                    h3 { (reader.link(thing)) }
                    @if let Some((_, reason)) = one.reason.get(reader.language) { p { (reason) } }
                    p.meta {
                        (confidence(reader, one.confidence.term()))
                        @for from in &one.from { span { (reader.link(from.into())) } }
                    }
                }
            }
        }
    };
    Ok(section("recommendations", &reader.text("recommendations-title"), body))
}
