//! The desk: what is mine, by where it stands and with what to do next; and for
//! reviewers, what waits for them.

use super::super::components::{heading, notice, section};
use super::super::error::PageError;
use super::super::page::Page;
use super::list::{Listed, entries};
use super::visit::DeskVisit;
use crate::domain::{ContributionState, Role};
use maud::{Markup, html};

/// As many of one state as are shown.
const SHOWN_MAX: usize = 20;
/// What is mine: first what waits for me.
const ORDER: [ContributionState; 6] = [
    ContributionState::Returned,
    ContributionState::Draft,
    ContributionState::Submitted,
    ContributionState::InReview,
    ContributionState::Published,
    ContributionState::Retired,
];

pub(super) fn show(visit: &DeskVisit<'_>) -> Result<Page, PageError> {
    let reader = visit.reader();
    let title = reader.text("desk-title");
    let queue = if visit.role() >= Role::Reviewer { part(visit, Listed::Queue)? } else { None };
    let mut mine = Vec::new();
    for state in ORDER {
        mine.extend(part(visit, Listed::Mine(state))?);
    }
    let silent = visit.member().is_none() && visit.role() == Role::Contributor;
    let body = html! {
        (heading(&reader.text("nav-desk"), &title, html! { p.lead { (reader.text("desk-lead")) } }))
        @if silent { (notice(html! { p { (reader.text("desk-member-missing")) } })) }
        p.ways {
            a.button href=(reader.href("/desk/new")) { (reader.text("desk-write")) }
            a.button.quiet href=(reader.href("/desk/seeks-and-offers")) { (reader.text("desk-nav-seeks")) }
        }
        @if let Some(queue) = queue { (queue) }
        @if mine.is_empty() { p.none { (reader.text("desk-nothing")) } }
        @for part in mine { (part) }
    };
    visit.page(title, &body)
}

/// The first of a list; nothing of mine where there is nothing.
fn part(visit: &DeskVisit<'_>, listed: Listed) -> Result<Option<Markup>, PageError> {
    let reader = visit.reader();
    let (found, total) = listed.read(visit, 0, SHOWN_MAX)?;
    if found.is_empty() && listed != Listed::Queue {
        return Ok(None);
    }
    let left = total.saturating_sub(found.len());
    let body = html! {
        (listed.intro(reader, total))
        (entries(visit, &found)?)
        @if left > 0 { p.note { a href=(reader.href(&listed.path())) { (reader.count("and-more", left)) } } }
    };
    Ok(Some(section(listed.name(), &listed.title(reader), body)))
}
