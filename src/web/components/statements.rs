//! Statements, facts and figures: what is said, by whom, how surely, and where.

use super::super::reader::Reader;
use super::super::thing::Thing;
use super::{blocks, marks, properties};
use crate::graph::Record;
use maud::{Markup, html};

/// Statements in the order given; `of_one` leaves out the member that they are
/// all of.
pub(in super::super) fn statements<'a>(
    reader: &Reader,
    list: impl IntoIterator<Item = Thing<'a>>,
    of_one: bool,
) -> Markup {
    html! {
        ul.statements {
            @for one in list { li { (statement(reader, one, of_one)) } }
        }
    }
}

/// One statement with its place in the source.
fn statement(reader: &Reader, one: Thing<'_>, of_one: bool) -> Markup {
    let href = one.kind_and_slug().map(|(kind, slug)| reader.href_of(kind, &slug));
    let kind = one.string("kind").unwrap_or_default();
    let about = one.many("about");
    html! {
        div class={ "statement " (side(kind)) } {
            p.says {
                (marks::statement_kind(reader, kind))
                @if !of_one {
                    span.who {
                        @match one.one("member").or_else(|| one.many("scope").pop()) {
                            Some(whose) => (reader.link(whose)),
                            None => (reader.text("statement-unnamed")),
                        }
                    }
                }
            }
            @if let Some(words) = one.words("description", reader) { p.words { (words) } }
            @if !about.is_empty() { (blocks::chips(reader, &about, None)) }
            p.source {
                @if let Some(certainty) = one.string("certainty") { (marks::certainty(reader, certainty)) }
                a href=[href] { (place(reader, one)) }
            }
        }
    }
}

fn side(kind: &str) -> &'static str {
    let kind = crate::domain::StatementKind::ALL.into_iter().find(|known| known.term() == kind);
    kind.and_then(crate::domain::StatementKind::facet).map_or("neither", crate::domain::Facet::term)
}

/// Where the source says it: `Question 5, Organisation, line 337`.
fn place(reader: &Reader, one: Thing<'_>) -> Markup {
    let line = one.number("sourceLine").map(|line| reader.number(line));
    html! {
        @match one.words("locator", reader) {
            Some(words) => (words),
            None => (reader.text("statement-open")),
        }
        @if let Some(line) = line { ", " (reader.text_with("statement-line", &[("line", line.into())])) }
    }
}

/// Facts and figures.
pub(in super::super) fn claims(reader: &Reader, list: &[Record]) -> Markup {
    html! {
        ul.claims {
            @for one in list { li { (claim(reader, one.into())) } }
        }
    }
}

/// A fact or a figure with its date and source.
fn claim(reader: &Reader, one: Thing<'_>) -> Markup {
    let href = one.kind_and_slug().map(|(kind, slug)| reader.href_of(kind, &slug));
    html! {
        div.claim {
            p.words {
                @if let Some(words) = one.words("description", reader) { a href=[href] { (words) } }
            }
            p.source {
                @if let Some(date) = properties::value(reader, one, "date") { span { (date) } }
                @if let Some(confidence) = one.string("confidence") { (marks::confidence(reader, confidence)) }
                @if let Some(certainty) = one.string("certainty") { (marks::certainty(reader, certainty)) }
                @match (one.string("citation"), one.one("survey")) {
                    (Some(citation), _) => span.citation { (citation) },
                    (None, Some(survey)) => span.citation { (reader.link(survey)) },
                    (None, None) => {}
                }
            }
        }
    }
}

/// The name by which a list tells members apart: the country, and the service's
/// own name where a source gives one.
pub(in super::super) fn member_name(reader: &Reader, member: Thing<'_>) -> Markup {
    let href = member.kind_and_slug().map(|(kind, slug)| reader.href_of(kind, &slug));
    let country = member.one("country").map(|country| country.label(reader));
    let named = member.string("nameStatus") == Some("named");
    html! {
        a href=[href] {
            @match country {
                Some(country) => { (country) @if named { span.own-name { " " (member.label(reader)) } } }
                None => (member.label(reader)),
            }
        }
    }
}
