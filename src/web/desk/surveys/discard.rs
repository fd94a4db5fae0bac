//! An import that leads nowhere: thrown away, after the question whether that is
//! meant.

use super::super::super::components::heading;
use super::super::super::error::PageError;
use super::super::super::page::Page;
use super::super::typed::Typed;
use super::super::visit::{DeskVisit, Done};
use super::{by, failed, path, report, trouble};
use crate::operations::{ImportReport, ImportSurveyError};
use axum::http::StatusCode;
use maud::html;

pub(in super::super) fn show(visit: &DeskVisit<'_>) -> Result<Page, PageError> {
    page(visit, &report(visit)?, None)
}

pub(in super::super) fn act(visit: &DeskVisit<'_>, typed: &Typed) -> Result<Done, PageError> {
    let known = report(visit)?;
    let version = typed.value("version").parse().unwrap_or_default();
    match visit.page.service.discard_survey(&known.id, version, by(visit)) {
        Ok(()) => Ok(Done::GoTo("/desk/surveys?said=discarded".to_owned())),
        Err(ImportSurveyError::Stale(_)) => {
            let page = page(visit, &report(visit)?, Some("publish-stale"))?;
            Ok(Done::Page(StatusCode::PRECONDITION_FAILED, Box::new(page)))
        }
        Err(error) => Err(failed(error)),
    }
}

fn page(
    visit: &DeskVisit<'_>,
    report: &ImportReport,
    trouble: Option<&str>,
) -> Result<Page, PageError> {
    let reader = visit.reader();
    let title = reader.text("discard-title");
    let survey = super::title(reader, report);
    let back = path(&report.id);
    let form = html! {
        input type="hidden" name="version" value=(report.version);
        p { (reader.text("discard-words")) }
        div.actions {
            button type="submit" { (reader.text("discard-do")) }
            a href=(reader.href(&back)) { (reader.text("discard-not")) }
        }
    };
    let body = html! {
        (heading(&survey, &title, html! { p.lead { (report.file_name) } }))
        @if let Some(key) = trouble { (trouble::notice_of(reader, key)) }
        @if report.published.is_some() {
            p { a.button href=(reader.href(&back)) { (reader.text("publish-done")) } }
        } @else {
            (visit.form(&format!("{back}/discard"), "entry", &form))
        }
    };
    Ok(visit
        .page(title, &body)?
        .under(reader.text("nav-desk"), "/desk")
        .under(reader.text("imports-title"), "/desk/surveys")
        .under(survey, back))
}
