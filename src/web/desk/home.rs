//! The desk: what is mine, by where it stands and with what to do next; and for
//! reviewers, what waits for them.

use super::super::components::{heading, notice, section};
use super::super::error::PageError;
use super::super::page::Page;
use super::contribution::state;
use super::showing;
use super::visit::DeskVisit;
use crate::desk::{Contribution, ContributionFilter};
use crate::domain::{ContributionState, Kind, Role, Step};
use maud::{Markup, html};

/// As many of one state as are shown.
const SHOWN_MAX: usize = 50;
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
    let queue = if visit.role() >= Role::Reviewer { Some(queue(visit)?) } else { None };
    let mut mine = Vec::new();
    for state in ORDER {
        mine.extend(own(visit, state)?);
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

/// What of mine stands there; nothing where nothing does.
fn own(visit: &DeskVisit<'_>, state: ContributionState) -> Result<Option<Markup>, PageError> {
    let seen_by = Some((visit.member().cloned(), visit.caller.key.id.clone()));
    let filter = ContributionFilter { states: vec![state], seen_by, ..Default::default() };
    let (found, total) =
        visit.page.service.contributions(&visit.caller, filter, None, SHOWN_MAX)?;
    if found.is_empty() {
        return Ok(None);
    }
    let reader = visit.reader();
    let name = state.as_str();
    let body = html! {
        p.intro { (reader.text(&format!("desk-next-{name}"))) }
        (list(visit, &found)?)
        (more(visit, total))
    };
    let title = reader.text(&format!("desk-mine-{name}"));
    Ok(Some(section(name, &title, body)))
}

/// What waits for a reviewer, the longest first, but for their own.
fn queue(visit: &DeskVisit<'_>) -> Result<Markup, PageError> {
    let reader = visit.reader();
    let service = visit.page.service;
    let states = vec![ContributionState::Submitted, ContributionState::InReview];
    let filter = ContributionFilter { states, ..Default::default() };
    let (found, total) = service.contributions(&visit.caller, filter, None, SHOWN_MAX)?;
    let mut waiting = Vec::new();
    for one in found {
        let steps = service.possible_steps(&visit.caller, &one)?;
        if steps.contains(&Step::Review) || steps.contains(&Step::Publish) {
            waiting.push(one);
        }
    }
    waiting.sort_by_key(|one| one.modified);
    let body = html! {
        @if waiting.is_empty() { p.none { (reader.text("desk-queue-empty")) } }
        @else { p.intro { (reader.text("desk-queue-words")) } (list(visit, &waiting)?) (more(visit, total)) }
    };
    Ok(section("queue", &reader.text("desk-queue"), body))
}

fn more(visit: &DeskVisit<'_>, total: u64) -> Markup {
    let left = usize::try_from(total).unwrap_or(usize::MAX).saturating_sub(SHOWN_MAX);
    html! { @if left > 0 { p.note { (visit.reader().count("and-more", left)) } } }
}

fn list(visit: &DeskVisit<'_>, found: &[Contribution]) -> Result<Markup, PageError> {
    let reader = visit.reader();
    let mut entries = Vec::new();
    for one in found {
        let content = visit.page.service.content_of(one)?;
        let title = showing::title(reader, &content);
        let title = title.unwrap_or_else(|| html! { (reader.text("desk-untitled")) });
        let member = one.member.as_ref().filter(|member| visit.member() != Some(member));
        let member = member.map(|member| visit.name(&Kind::Member.iri(member))).transpose()?;
        entries.push((one, title, member));
    }
    Ok(html! {
        ul.entries {
            @for (one, title, member) in entries {
                li {
                    p.name { a href=(reader.href(&format!("/desk/contributions/{}", one.id))) { (title) } }
                    p.meta {
                        span { (reader.text(&format!("contribution-kind-{}", one.kind.as_str()))) }
                        @if let Some(member) = member { span { (member) } }
                        (state(reader, one.state))
                        span { (reader.text_with("desk-changed", &[("date", reader.date(&one.modified.to_string()).into())])) }
                        @if let Some(day) = one.ends { span { (reader.text_with("desk-ends", &[("date", reader.date(&day.to_string()).into())])) } }
                    }
                }
            }
        }
    })
}
