//! Contributions in lists: what is mine, by where it stands, and what waits for
//! a reviewer. The first of each are on the first page of the desk, all of them
//! here.

use super::super::components::{PAGE_LENGTH, heading, pager};
use super::super::error::PageError;
use super::super::page::Page;
use super::super::pages::page_number;
use super::super::reader::Reader;
use super::contribution::state;
use super::showing;
use super::visit::DeskVisit;
use crate::desk::{Contribution, ContributionFilter, ContributionSpan};
use crate::domain::{ContributionState, Kind, Role};
use maud::{Markup, html};

pub(super) const PARAMETERS: [&str; 2] = ["state", "page"];
/// The value of `state` for what waits for a reviewer.
const QUEUE: &str = "queue";

/// Which list.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Listed {
    /// What is mine, or my member's, in a state.
    Mine(ContributionState),
    /// What others have submitted, what waits longest first.
    Queue,
}

pub(super) fn show(visit: &DeskVisit<'_>) -> Result<Page, PageError> {
    let reader = visit.reader();
    let listed = Listed::wanted(visit)?;
    let (_, total) = listed.read(visit, 0, 0)?;
    let page = page_number(reader, total, PAGE_LENGTH)?;
    let (found, _) = listed.read(visit, (page - 1) * PAGE_LENGTH, PAGE_LENGTH)?;
    let title = listed.title(reader);
    let body = html! {
        (heading(&reader.text("nav-desk"), &title, html! {}))
        (listed.intro(reader, total))
        (entries(visit, &found)?)
        (pager(reader, page, total))
    };
    Ok(visit.page(title, &body)?.under(reader.text("nav-desk"), "/desk"))
}

impl Listed {
    fn wanted(visit: &DeskVisit<'_>) -> Result<Self, PageError> {
        let wanted = visit.reader().value("state")?.unwrap_or_default();
        if wanted == QUEUE && visit.role() >= Role::Reviewer {
            return Ok(Self::Queue);
        }
        let state = ContributionState::ALL.into_iter().find(|state| state.as_str() == wanted);
        state.map(Self::Mine).ok_or_else(|| PageError::parameter("state", wanted))
    }

    /// A part of it, and how many there are in all.
    pub(super) fn read(
        self,
        visit: &DeskVisit<'_>,
        skip: usize,
        limit: usize,
    ) -> Result<(Vec<Contribution>, usize), PageError> {
        let me = Some((visit.member().cloned(), visit.caller.key.id.clone()));
        let latest = ContributionSpan { skip, ..ContributionSpan::latest(limit) };
        let (filter, span) = match self {
            Self::Mine(state) => {
                let states = vec![state];
                (ContributionFilter { states, seen_by: me, ..Default::default() }, latest)
            }
            Self::Queue => {
                let states = vec![ContributionState::Submitted, ContributionState::InReview];
                let filter = ContributionFilter { states, strange_to: me, ..Default::default() };
                (filter, ContributionSpan { oldest_first: true, ..latest })
            }
        };
        let (found, total) = visit.page.service.contributions(&visit.caller, filter, span)?;
        Ok((found, usize::try_from(total).unwrap_or(usize::MAX)))
    }

    /// The name of its section, and the value of `state`.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Mine(state) => state.as_str(),
            Self::Queue => QUEUE,
        }
    }

    /// The path of the whole list, after the language.
    pub(super) fn path(self) -> String {
        format!("/desk/contributions?state={}", self.name())
    }

    pub(super) fn title(self, reader: &Reader) -> String {
        match self {
            Self::Mine(state) => reader.text(&format!("desk-mine-{}", state.as_str())),
            Self::Queue => reader.text("desk-queue"),
        }
    }

    /// What there is to do, or that there is nothing.
    pub(super) fn intro(self, reader: &Reader, total: usize) -> Markup {
        match self {
            Self::Queue if total == 0 => html! { p.none { (reader.text("desk-queue-empty")) } },
            Self::Queue => html! { p.intro { (reader.text("desk-queue-words")) } },
            Self::Mine(_) if total == 0 => html! { p.none { (reader.text("desk-nothing")) } },
            Self::Mine(state) => {
                html! { p.intro { (reader.text(&format!("desk-next-{}", state.as_str()))) } }
            }
        }
    }
}

/// Contributions by what they say, each with where it stands.
pub(super) fn entries(visit: &DeskVisit<'_>, found: &[Contribution]) -> Result<Markup, PageError> {
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
    if entries.is_empty() {
        return Ok(html! {});
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
