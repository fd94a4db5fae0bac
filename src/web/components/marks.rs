//! The signs for evidence and confidence. Each is a shape with words: none is
//! told by colour alone.

use super::super::reader::Reader;
use crate::domain::{Certainty, Confidence, Facet};
use maud::{Markup, html};

/// How surely a source attributes a statement: a full, half or dotted disc.
pub(in super::super) fn certainty(reader: &Reader, term: &str) -> Markup {
    html! {
        span class={ "mark certainty " (term) } {
            svg viewBox="0 0 16 16" width="14" height="14" aria-hidden="true" {
                @match term {
                    "explicit" => circle cx="8" cy="8" r="6" fill="currentColor" {},
                    "inferred" => {
                        circle cx="8" cy="8" r="6" fill="none" stroke="currentColor" stroke-width="1.6" {}
                        path d="M8 2a6 6 0 0 0 0 12z" fill="currentColor" {}
                    }
                    _ => circle cx="8" cy="8" r="6" fill="none" stroke="currentColor" stroke-width="1.8" stroke-dasharray="2.1 2.1" {},
                }
            }
            span { (reader.term("certainty", term)) }
        }
    }
}

/// How much a match or a fact can be relied on: none to three of three bars.
pub(in super::super) fn confidence(reader: &Reader, term: &str) -> Markup {
    html! {
        span class={ "mark tier " (term) } {
            (bars(term))
            span { (reader.term("confidence", term)) }
        }
    }
}

fn bars(term: &str) -> Markup {
    let full = Confidence::ALL.iter().position(|known| known.term() == term).unwrap_or_default();
    html! {
        svg viewBox="0 0 18 16" width="16" height="14" aria-hidden="true" {
            @for (place, (x, height)) in [("1", 5), ("7", 9), ("13", 13)].into_iter().enumerate() {
                rect x=(x) y=(15 - height) width="4" height=(height) rx="1" stroke="currentColor" stroke-width="1"
                    fill=(if place < full { "currentColor" } else { "none" }) {}
            }
        }
    }
}

/// A side of a profile: what is needed is open, what is offered is full.
pub(in super::super) fn facet(facet: Facet) -> Markup {
    let fill = if facet == Facet::Need { "none" } else { "currentColor" };
    html! {
        svg class={ "facet " (facet.term()) } viewBox="0 0 16 16" width="13" height="13" aria-hidden="true" {
            path d="M8 1.8 14.2 8 8 14.2 1.8 8z" stroke="currentColor" stroke-width="1.8" stroke-linejoin="round" fill=(fill) {}
        }
    }
}

/// What kind of statement, with the side of the profile that it speaks to.
pub(in super::super) fn statement_kind(reader: &Reader, term: &str) -> Markup {
    let side = crate::domain::StatementKind::ALL
        .into_iter()
        .find(|kind| kind.term() == term)
        .and_then(crate::domain::StatementKind::facet);
    html! {
        span class={ "mark kind " (side.map_or("neither", Facet::term)) } {
            @if let Some(side) = side { (facet(side)) }
            span { (reader.term("kind", term)) }
        }
    }
}

/// What nobody said: made up, to try something with.
pub(in super::super) fn synthetic(reader: &Reader) -> Markup {
    html! {
        span.mark.synthetic {
            svg viewBox="0 0 16 16" width="14" height="14" aria-hidden="true" {
                path d="M2 8 8 2M2 14 14 2M8 14 14 8" stroke="currentColor" stroke-width="1.4" {}
                rect x="1.5" y="1.5" width="13" height="13" fill="none" stroke="currentColor" stroke-width="1.6" stroke-dasharray="3 2" {}
            }
            span { (reader.text("synthetic")) }
        }
    }
}

/// What nobody has said.
pub(in super::super) fn unknown(reader: &Reader) -> Markup {
    html! { span.unknown { (reader.text("unknown")) } }
}

/// All signs with what they mean.
pub(in super::super) fn legend(reader: &Reader) -> Markup {
    html! {
        dl.legend {
            @for known in Certainty::ALL.into_iter().rev() {
                div {
                    dt { (certainty(reader, known.term())) }
                    dd { (reader.text(&format!("certainty-words-{}", known.term()))) }
                }
            }
            @for known in Confidence::ALL.into_iter().rev() {
                div {
                    dt { (confidence(reader, known.term())) }
                    dd { (reader.text(&format!("confidence-words-{}", known.term()))) }
                }
            }
            @for side in Facet::ALL {
                div {
                    dt { span class={ "mark kind " (side.term()) } { (facet(side)) span { (reader.text(&format!("facet-{}", side.term()))) } } }
                    dd { (reader.text(&format!("facet-words-{}", side.term()))) }
                }
            }
        }
    }
}
