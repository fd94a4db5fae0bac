//! What hits can be narrowed down by: links that set a value or take it away,
//! each with the number of hits it leads to.

use super::super::error::PageError;
use super::super::reader::Reader;
use super::super::thing::Words;
use crate::operations::{FacetCount, SearchReport};
use crate::search::Facet;
use maud::{Markup, html};

/// Values that are in sight; more are behind a word.
const SHOWN: usize = 6;
/// Values at most.
const VALUES_MAX: usize = 40;

/// The parameter of a facet.
fn parameter(facet: Facet) -> &'static str {
    match facet {
        Facet::Kind => "kind",
        Facet::Theme => "theme",
        Facet::Region => "region",
        Facet::Country => "country",
        Facet::TargetGroup => "target_group",
        Facet::Language => "language",
        Facet::Year => "year",
    }
}

/// A language that no member works in is a mistake, not a narrow question.
pub(super) fn check(reader: &Reader, report: &SearchReport) -> Result<(), PageError> {
    let languages = report.facets.iter().filter(|(facet, _)| *facet == Facet::Language);
    let known: Vec<&str> =
        languages.flat_map(|(_, values)| values).map(|value| value.value.as_str()).collect();
    match reader.values("language").find(|tag| !known.contains(tag)) {
        Some(tag) => Err(PageError::parameter("language", tag)),
        None => Ok(()),
    }
}

/// Whether anything is chosen.
pub(super) fn any(reader: &Reader) -> bool {
    Facet::ALL.iter().any(|facet| reader.values(parameter(*facet)).next().is_some())
}

/// The question with nothing chosen.
pub(super) fn whole(reader: &Reader) -> String {
    let mut changes = Facet::ALL.map(|facet| (parameter(facet), "")).to_vec();
    changes.push(("page", ""));
    reader.href_with(&changes)
}

/// What was chosen, each to be taken away.
pub(super) fn chosen(reader: &Reader, report: &SearchReport) -> Markup {
    let values = report.facets.iter().flat_map(|(facet, values)| {
        let chosen = values.iter().filter(|value| is_chosen(reader, *facet, value));
        chosen.map(move |value| (*facet, value))
    });
    html! {
        @if any(reader) {
            div.chosen {
                p { (reader.text("search-chosen")) }
                ul.chips {
                    @for (facet, value) in values {
                        li {
                            a href=(reader.href_toggled(parameter(facet), &value.value)) {
                                span.kind-name { (reader.text(&format!("filter-{}", parameter(facet)))) } " " (name(reader, facet, value))
                                span.hidden { " " (reader.text("search-remove")) }
                                span.cross aria-hidden="true" { "×" }
                            }
                        }
                    }
                    li { a href=(whole(reader)) { (reader.text("filter-clear")) } }
                }
            }
        }
    }
}

/// All that hits can be narrowed down by.
pub(super) fn facets(reader: &Reader, report: &SearchReport) -> Markup {
    html! {
        nav.facets aria-labelledby="facets" {
            h2 #facets { (reader.text("search-narrow")) }
            @for (facet, values) in &report.facets {
                @if !values.is_empty() {
                    @let (first, more) = values.split_at(values.len().min(SHOWN));
                    h3 { (reader.text(&format!("filter-{}", parameter(*facet)))) }
                    (list(reader, *facet, first))
                    @if !more.is_empty() {
                        @let more = &more[..more.len().min(VALUES_MAX)];
                        details {
                            summary { (reader.text_with("and-more", &[("count", more.len().into())])) }
                            (list(reader, *facet, more))
                        }
                    }
                }
            }
        }
    }
}

fn list(reader: &Reader, facet: Facet, values: &[FacetCount]) -> Markup {
    html! {
        ul {
            @for value in values {
                @let chosen = is_chosen(reader, facet, value);
                li {
                    a href=(reader.href_toggled(parameter(facet), &value.value)) rel="nofollow" aria-current=[chosen.then_some("true")] {
                        span { (name(reader, facet, value)) @if chosen { span.cross aria-hidden="true" { "×" } } }
                        " " span.count { (reader.number(value.count.into())) }
                    }
                }
            }
        }
    }
}

fn is_chosen(reader: &Reader, facet: Facet, value: &FacetCount) -> bool {
    reader.values(parameter(facet)).any(|chosen| chosen == value.value)
}

fn name(reader: &Reader, facet: Facet, value: &FacetCount) -> Markup {
    let label = value.label.as_ref().and_then(|label| label.get(reader.language));
    html! {
        @match (facet, label) {
            (Facet::Kind, _) => (reader.term("kind-of-thing", &value.value)),
            (Facet::Language, _) => (reader.language_name(&value.value)),
            (_, Some((tag, text))) => (Words::of(text, tag, reader)),
            (_, None) => (value.value),
        }
    }
}
