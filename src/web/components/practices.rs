//! Practices that a page leads to.

use super::super::error::PageError;
use super::super::reader::Visit;
use super::blocks::{section, thing_list};
use super::properties::value;
use crate::domain::{Kind, Slug};
use crate::operations::{Collection, Filter, Listing, Sort};
use maud::{Markup, html};

/// Practices that are shown; the others are a link away.
const SHOWN_MAX: usize = 24;

/// The practices that have one of these things, where the page of all practices
/// filters by `parameter`; nothing where there are none.
pub(in super::super) fn practices_on(
    visit: &Visit<'_>,
    title: &str,
    (parameter, kind): (&'static str, Kind),
    slugs: Vec<Slug>,
) -> Result<Markup, PageError> {
    if slugs.is_empty() {
        return Ok(html! {});
    }
    let reader = visit.reader;
    let chosen: Vec<String> = slugs.iter().map(|slug| format!("{parameter}={slug}")).collect();
    let found = visit.service.list(&Listing {
        collection: Collection::Practices,
        filters: vec![Filter::things(parameter, kind, slugs)],
        sort: Sort::Id,
        offset: 0,
        limit: SHOWN_MAX,
    })?;
    let all = reader.href(&format!("/practices?{}", chosen.join("&")));
    let words = |one| value(reader, one, "description").unwrap_or_default();
    Ok(html! {
        @if found.total > 0 {
            (section("practices", &reader.text(title), html! {
                (thing_list(reader, found.records.iter().map(|one| (one.into(), words(one.into())))))
                @if found.next.is_some() {
                    p.ending { a href=(all) { (reader.count("practices-all", found.total)) } }
                }
            }))
        }
    })
}
