//! The last step: what would be published, what would be left out, and the
//! question whether that is meant.

use super::super::super::components::{fact_list, heading, section, synthetic};
use super::super::super::error::PageError;
use super::super::super::page::Page;
use super::super::super::reader::Reader;
use super::super::typed::Typed;
use super::super::visit::{DeskVisit, Done};
use super::{by, failed, in_language, path, report, steps, title, trouble};
use crate::operations::{CodingState, ImportReport, ImportSurveyError};
use axum::http::StatusCode;
use maud::{Markup, html};

pub(in super::super) fn show(visit: &DeskVisit<'_>) -> Result<Page, PageError> {
    page(visit, &report(visit)?, None)
}

pub(in super::super) fn act(visit: &DeskVisit<'_>, typed: &Typed) -> Result<Done, PageError> {
    let known = report(visit)?;
    let version = typed.value("version").parse().unwrap_or_default();
    let incomplete = typed.value("incomplete") == "on";
    let done =
        visit.page.service.publish_survey(&known.id, version, incomplete, visit.role(), by(visit));
    let (status, key) = match done {
        Ok(_) => return Ok(Done::GoTo(format!("{}?said=wave-published", path(&known.id)))),
        Err(ImportSurveyError::Incomplete { .. }) => {
            (StatusCode::UNPROCESSABLE_ENTITY, "publish-incomplete")
        }
        Err(ImportSurveyError::Nothing) => (StatusCode::UNPROCESSABLE_ENTITY, "publish-nothing"),
        Err(ImportSurveyError::Stale(_)) => (StatusCode::PRECONDITION_FAILED, "publish-stale"),
        Err(ImportSurveyError::Taken(_)) => (StatusCode::CONFLICT, "publish-taken"),
        Err(error) => return Err(failed(error)),
    };
    let page = page(visit, &report(visit)?, Some(key))?;
    Ok(Done::Page(status, Box::new(page)))
}

fn page(
    visit: &DeskVisit<'_>,
    report: &ImportReport,
    trouble: Option<&str>,
) -> Result<Page, PageError> {
    let reader = visit.reader();
    let title = reader.text("publish-title");
    let body = html! {
        (heading(&super::title(reader, report), &title, html! { p.lead { (reader.text("publish-lead")) } }))
        (steps(reader, report, "publish"))
        @if let Some(key) = trouble { (trouble::notice_of(reader, key)) }
        @if report.published.is_some() {
            p { a.button href=(reader.href(&path(&report.id))) { (reader.text("publish-done")) } }
        } @else {
            (section("published", &reader.text("publish-what"), published(reader, report)))
            (section("left", &reader.text("publish-left"), left(reader, report)))
            (confirm(visit, report))
        }
    };
    Ok(visit
        .page(title, &body)?
        .under(reader.text("nav-desk"), "/desk")
        .under(reader.text("imports-title"), "/desk/surveys")
        .under(self::title(reader, report), path(&report.id)))
}

fn published(reader: &Reader, report: &ImportReport) -> Markup {
    let survey = &report.mapping.survey;
    let coded = report.codings.iter().filter(|coding| !coding.themes().is_empty());
    let statements = coded.clone().count();
    let unnamed = coded.filter(|coding| coding.claim.member.is_none()).count();
    let fact = |key: &str, value: Markup| (reader.text(&format!("publish-{key}")), value);
    let words = if survey.publish_words { "publish-words-yes" } else { "publish-words-no" };
    let anonymous: Vec<String> = report
        .mapping
        .questions
        .iter()
        .filter(|question| question.anonymous)
        .map(|question| format!("{}. {}", question.number, in_language(reader, &question.title)))
        .collect();
    let mut facts = vec![
        fact(
            "survey",
            html! { (in_language(reader, &survey.title)) " " @if survey.synthetic { (synthetic(reader)) } },
        ),
        fact("date", html! { (reader.date(&survey.date)) }),
        fact("statements", html! { (statements) }),
        fact("respondents", html! { (report.reading.respondents.len()) }),
        fact("words", html! { (reader.text(words)) }),
    ];
    if !anonymous.is_empty() {
        facts.push(fact("unnamed", html! { (unnamed) " · " (reader.listed(&anonymous)) }));
    }
    fact_list(&facts)
}

/// What would be left out, with where it can still be mended.
fn left(reader: &Reader, report: &ImportReport) -> Markup {
    let path = path(&report.id);
    let codings = |state: &str| format!("{path}/codings?state={state}");
    let lines = [
        ("faulty", report.reading.errors(), format!("{path}?severity=error#faults")),
        ("undecided", report.undecided(), codings("todo")),
        ("uncoded", report.count(CodingState::Uncoded), codings("uncoded")),
    ];
    html! {
        @if lines.iter().all(|(_, count, _)| *count == 0) { p { (reader.text("publish-left-none")) } }
        @else {
            ul.left-out {
                @for (key, count, href) in lines.iter().filter(|(_, count, _)| *count > 0) {
                    li { a href=(reader.href(href)) { (reader.count(&format!("publish-left-{key}"), *count)) } }
                }
            }
        }
    }
}

fn confirm(visit: &DeskVisit<'_>, report: &ImportReport) -> Markup {
    let reader = visit.reader();
    let incomplete = report.reading.errors() + report.undecided() > 0;
    let body = html! {
        input type="hidden" name="version" value=(report.version);
        @if incomplete {
            p.check { label.choice { input type="checkbox" name="incomplete" value="on" required; " " (reader.text("publish-accept")) } }
        }
        p.note { (reader.text("publish-words-gone")) }
        @if report.mapping.survey.synthetic { p { (synthetic(reader)) " " (reader.text("publish-synthetic")) } }
        div.actions {
            button type="submit" { (reader.text("publish-do")) }
            a href=(reader.href(&path(&report.id))) { (reader.text("publish-not")) }
        }
    };
    visit.form(&format!("{}/publish", path(&report.id)), "entry", &body)
}
