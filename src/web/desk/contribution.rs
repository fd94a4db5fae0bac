//! One contribution: where it stands, what it says or the form in which that is
//! written, and the steps that whoever reads may take now. What is not allowed
//! is not offered.

use super::super::components::{heading, section};
use super::super::error::PageError;
use super::super::page::Page;
use super::super::reader::Reader;
use super::edit;
use super::showing;
use super::typed::Typed;
use super::visit::{DeskVisit, Done};
use crate::desk::Contribution;
use crate::domain::{ContributionState, Kind, Slug, Step};
use crate::graph::Remark;
use crate::http::REASONS_MAX;
use crate::operations::{ContributionError, ContributionReport, Precondition, differences};
use axum::http::StatusCode;
use maud::{Markup, html};
use serde_json::Value;

/// The steps that have a form of their own, in this order.
const STEPS: [Step; 5] = [Step::Review, Step::Publish, Step::Return, Step::Retire, Step::Erase];

/// How a contribution is looked at, where something came between.
#[derive(Clone, Copy, Default)]
pub(super) struct Look<'a> {
    /// What was typed and not saved.
    pub(super) typed: Option<&'a Value>,
    /// What keeps it from being saved or published.
    pub(super) remarks: Option<&'a [Remark]>,
    /// Why nothing was done.
    pub(super) trouble: Option<&'a str>,
    /// Reasons that were typed and not sent.
    pub(super) reasons: &'a str,
}

pub(super) fn show(visit: &DeskVisit<'_>) -> Result<Page, PageError> {
    let report = visit.page.service.contribution(&visit.caller, &id(visit)?)?;
    page(visit, &report, &Look::default())
}

/// Saves what was typed, or takes a step.
pub(super) fn act(visit: &DeskVisit<'_>, typed: &Typed) -> Result<Done, PageError> {
    let (id, wanted) = (id(visit)?, typed.value("do"));
    match wanted.parse::<Step>() {
        Ok(Step::Submit) | Err(_) => edit::save(visit, &id, typed),
        Ok(Step::Edit) => Err(PageError::parameter("do", wanted)),
        Ok(step) => take(visit, &id, step, typed),
    }
}

fn take(visit: &DeskVisit<'_>, id: &Slug, step: Step, typed: &Typed) -> Result<Done, PageError> {
    let service = visit.page.service;
    let wanted = precondition(typed);
    let reasons = (step == Step::Return).then(|| typed.value("reasons"));
    let again = |status: StatusCode, look: Look<'_>| {
        let report = service.contribution(&visit.caller, id)?;
        Ok(Done::Page(status, Box::new(page(visit, &report, &look)?)))
    };
    let look = Look { reasons: reasons.unwrap_or_default(), ..Look::default() };
    if let Some(reasons) = reasons
        && (reasons.is_empty() || reasons.chars().nth(REASONS_MAX).is_some())
    {
        let look = Look { trouble: Some("reasons"), ..look };
        return again(StatusCode::UNPROCESSABLE_ENTITY, look);
    }
    let done = if step == Step::Erase {
        service.erase_contribution(&visit.caller, id, &wanted)
    } else {
        let reasons = reasons.map(str::to_owned);
        service.advance_contribution(&visit.caller, id, &wanted, step, reasons, None).map(drop)
    };
    match done {
        Ok(()) if step == Step::Erase => Ok(Done::GoTo("/desk?said=erased".to_owned())),
        Ok(()) => Ok(Done::GoTo(format!("/desk/contributions/{id}?said={}", outcome(step)))),
        Err(ContributionError::Stale) => {
            again(StatusCode::PRECONDITION_FAILED, Look { trouble: Some("step-stale"), ..look })
        }
        Err(ContributionError::Refused(refused)) if !refused.is_about_the_actor() => {
            again(StatusCode::CONFLICT, Look { trouble: Some("not-now"), ..look })
        }
        Err(ContributionError::Invalid(remarks)) => {
            let look = Look { remarks: Some(&remarks), trouble: Some("invalid"), ..look };
            again(StatusCode::UNPROCESSABLE_ENTITY, look)
        }
        Err(error) => Err(error.into()),
    }
}

fn outcome(step: Step) -> &'static str {
    match step {
        Step::Review => "review",
        Step::Publish => "published",
        Step::Return => "returned",
        _ => "retired",
    }
}

/// The revision that a form was made for.
pub(super) fn precondition(typed: &Typed) -> Precondition {
    Precondition::OneOf(typed.value("revision").parse().into_iter().collect())
}

fn id(visit: &DeskVisit<'_>) -> Result<Slug, PageError> {
    visit.page.slug.parse().map_err(|_| PageError::NoSuchPage)
}

pub(super) fn page(
    visit: &DeskVisit<'_>,
    report: &ContributionReport,
    look: &Look<'_>,
) -> Result<Page, PageError> {
    let reader = visit.reader();
    let of = &report.contribution;
    let steps = visit.page.service.possible_steps(&visit.caller, of)?;
    let may_edit = steps.contains(&Step::Edit);
    let said = look.typed.unwrap_or(&report.content);
    let remarks = look.remarks.unwrap_or(&report.remarks);
    let asked = look.typed.is_some() || of.state.is_open() || reader.flag("edit")?;
    let writing = asked && (may_edit || look.typed.is_some());
    let title = showing::title(reader, &report.content);
    let untitled = reader.text("desk-untitled");
    let kind = reader.text(&format!("contribution-kind-{}", of.kind.as_str()));
    let body = html! {
        (heading(&kind, title.unwrap_or_else(|| html! { (untitled) }), standing(visit, of)?))
        @if let Some(trouble) = look.trouble { (told(visit, report, look, trouble)?) }
        @if let Some(reasons) = &of.reasons { (given_back(reader, reasons)) }
        @if writing { (edit::form(visit, report, said, remarks, may_edit)?) }
        @else {
            (faults(reader, look.remarks.unwrap_or_default()))
            (showing::said(visit, of.kind, said)?)
            @if may_edit {
                p { a.button.quiet href=(reader.href_with(&[("edit", "on"), ("said", "")])) { (reader.text("desk-edit")) } }
            }
        }
        (steps_of(visit, of, &steps, look.reasons))
    };
    let page = visit.page(kind, &body)?;
    Ok(if writing { edit::scripted(page) } else { page })
}

/// Where it stands, of which version, whose it is.
fn standing(visit: &DeskVisit<'_>, of: &Contribution) -> Result<Markup, PageError> {
    let reader = visit.reader();
    let member = of.member.as_ref().map(|member| visit.name(&Kind::Member.iri(member)));
    let member = member.transpose()?;
    let public = of.live.and_then(|_| Kind::read(of.thing.as_str()));
    let versions = reader.href(&format!("/desk/contributions/{}/versions", of.id));
    Ok(html! {
        p.meta {
            (state(reader, of.state))
            @if let Some(member) = member { span { (member) } }
            span { (reader.text_with("desk-changed", &[("date", reader.date(&of.modified.to_string()).into())])) }
            @if let Some(day) = of.ends { span { (reader.text_with("desk-ends", &[("date", reader.date(&day.to_string()).into())])) } }
            a href=(versions) { (reader.text_with("desk-version", &[("number", of.version.to_string().into())])) }
            @if let Some((kind, slug)) = public.filter(|(kind, _)| *kind != Kind::Exchange) {
                a href=(reader.href_of(kind, &slug)) { (reader.text("desk-public")) }
            }
        }
        p.note { (reader.text(&format!("state-words-{}", of.state.as_str()))) }
    })
}

/// A state, by a shape and its name.
pub(super) fn state(reader: &Reader, state: ContributionState) -> Markup {
    let place = ContributionState::ALL.iter().position(|one| *one == state).unwrap_or_default();
    html! {
        span class={ "mark state " (state.as_str()) } {
            svg viewBox="0 0 34 16" width="30" height="14" aria-hidden="true" {
                @for (step, x) in [5, 13, 21, 29].into_iter().enumerate() {
                    circle cx=(x) cy="8" r="3" stroke="currentColor" stroke-width="1.2"
                        fill=(if step <= place && place < 4 { "currentColor" } else { "none" }) {}
                }
            }
            span { (reader.text(&format!("state-{}", state.as_str()))) }
        }
    }
}

/// Why nothing was done; and of what was changed meanwhile, in what that
/// differs from what was typed.
fn told(
    visit: &DeskVisit<'_>,
    report: &ContributionReport,
    look: &Look<'_>,
    trouble: &str,
) -> Result<Markup, PageError> {
    let reader = visit.reader();
    let others = match (look.typed, report.content.as_object()) {
        (Some(Value::Object(typed)), Some(kept)) if trouble == "stale" => differences(typed, kept),
        _ => Vec::new(),
    };
    let kind = report.contribution.kind;
    let names = visit.page.service.references(showing::identifiers(&report.content))?;
    Ok(html! {
        div.notice.trouble role="alert" tabindex="-1" {
            h2.small { (reader.text(&format!("trouble-{trouble}"))) }
            p { (reader.text(&format!("trouble-words-{trouble}"))) }
            @if !others.is_empty() {
                p { (reader.text("trouble-kept")) }
                dl.facts.wide {
                    @for other in &others {
                        div {
                            dt { (super::controls::label(reader, kind, &other.field)) }
                            dd {
                                @match &other.after {
                                    Some(value) => (showing::shown(reader, &names, kind, &other.field, value)),
                                    None => span.unknown { (reader.text("versions-nothing")) },
                                }
                            }
                        }
                    }
                }
            }
        }
    })
}

fn faults(reader: &Reader, remarks: &[Remark]) -> Markup {
    html! {
        @if !remarks.is_empty() {
            ul.remark {
                @for remark in remarks {
                    li { (remark.expected.get(reader.language).map(|(_, words)| words).unwrap_or_default()) }
                }
            }
        }
    }
}

/// The reasons of a reviewer, as they were written.
fn given_back(reader: &Reader, reasons: &str) -> Markup {
    html! {
        div.notice {
            h2.small { (reader.text("desk-reasons")) }
            @for line in reasons.lines().filter(|line| !line.trim().is_empty()) { p { (line) } }
        }
    }
}

/// The steps that may be taken now, each with what it does.
fn steps_of(visit: &DeskVisit<'_>, of: &Contribution, steps: &[Step], reasons: &str) -> Markup {
    let reader = visit.reader();
    let path = format!("/desk/contributions/{}", of.id);
    let offered: Vec<Step> = STEPS.into_iter().filter(|step| steps.contains(step)).collect();
    let form = |step: Step| {
        let body = html! {
            input type="hidden" name="revision" value=(of.revision);
            @if step == Step::Return {
                div.field {
                    label for="reasons" { (reader.text("step-reasons")) }
                    textarea #reasons name="reasons" rows="4" maxlength=(REASONS_MAX) { (reasons) }
                }
            }
            button.quiet[step != Step::Publish && step != Step::Review] type="submit" name="do" value=(step.as_str()) {
                (reader.text(&format!("step-{}", step.as_str())))
            }
        };
        visit.form(&path, "step", &body)
    };
    let list = html! {
        @for step in offered.iter().copied() {
            @let words = reader.text(&format!("step-words-{}", step.as_str()));
            @if matches!(step, Step::Retire | Step::Erase) {
                details.step { summary { (reader.text(&format!("step-{}", step.as_str()))) } p { (words) } (form(step)) }
            } @else {
                div.step { p { (words) } (form(step)) }
            }
        }
    };
    html! {
        @if !offered.is_empty() { (section("steps", &reader.text("steps-title"), list)) }
    }
}
