//! What this is, how the matching works, and how accessible the pages are.
#![expect(clippy::unnecessary_wraps, reason = "all pages of the table are of one type")]

use super::super::components::{heading, legend, section};
use super::super::error::PageError;
use super::super::page::{Page, Shown};
use super::super::reader::{Reader, Visit};
use crate::matching::Mode;
use maud::{Markup, html};

pub(in super::super) fn show(visit: &Visit<'_>) -> Result<Shown, PageError> {
    let reader = visit.reader;
    let body = html! {
        (head(reader, "about"))
        div.prose {
            (words(reader, "about-content", 3))
            (words(reader, "about-honesty", 4))
            (words(reader, "about-anonymous", 2))
            (words(reader, "about-data", 2))
        }
    };
    Ok(page(reader, "about", body))
}

pub(in super::super) fn show_method(visit: &Visit<'_>) -> Result<Shown, PageError> {
    let reader = visit.reader;
    let body = html! {
        (head(reader, "method"))
        div.prose {
            (words(reader, "method-profile", 2))
            (section("modes", &reader.text("method-modes"), html! {
                dl.facts.wide {
                    @for mode in Mode::ALL {
                        div {
                            dt { (reader.text(&format!("mode-{}", mode.term()))) }
                            dd { (reader.text(&format!("mode-words-{}", mode.term()))) }
                        }
                    }
                }
            }))
            (words(reader, "method-score", 3))
            (words(reader, "method-confidence", 3))
            (section("signs", &reader.text("home-reading"), legend(reader)))
            (words(reader, "method-limits", 3))
        }
    };
    Ok(page(reader, "method", body))
}

pub(in super::super) fn show_accessibility(visit: &Visit<'_>) -> Result<Shown, PageError> {
    let reader = visit.reader;
    let body = html! {
        (head(reader, "accessibility"))
        div.prose {
            (words(reader, "accessibility-state", 2))
            (words(reader, "accessibility-means", 3))
            (words(reader, "accessibility-limits", 2))
        }
    };
    Ok(page(reader, "accessibility", body))
}

fn head(reader: &Reader, name: &str) -> Markup {
    let title = reader.text(&format!("{name}-title"));
    heading(
        &reader.text("about-eyebrow"),
        title,
        html! { p.lead { (reader.text(&format!("{name}-lead"))) } },
    )
}

/// A heading with so many paragraphs: `about-data`, `about-data-1`, …
fn words(reader: &Reader, key: &str, paragraphs: usize) -> Markup {
    section(
        key,
        &reader.text(key),
        html! {
            @for place in 1..=paragraphs { p { (reader.text(&format!("{key}-{place}"))) } }
        },
    )
}

fn page(reader: &Reader, name: &str, body: Markup) -> Shown {
    let title = reader.text(&format!("{name}-title"));
    Page::new(title, reader.text(&format!("{name}-lead")), body).into()
}
