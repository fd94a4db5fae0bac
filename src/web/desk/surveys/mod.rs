//! The import of surveys in pages, for reviewers: a sheet is sent, its columns
//! are explained, its faults looked at, its claims coded, the wave published.
//!
//! - `list`: what is on its way, and the form for a new sheet; `upload`: what a
//!   form with files brings, and how it is taken.
//! - `columns`: what the columns mean, said in a form; `sketch`: what was said
//!   so far, however incomplete.
//! - `import`: one of them, with its faults; `trouble`: why nothing was done.
//! - `codings`: the table of claims; `decisions`: what was decided in it.
//! - `publish`: what would be left out, and the last step; `discard`: the other
//!   end.

mod codings;
mod columns;
mod decisions;
mod discard;
mod import;
mod list;
mod publish;
mod sketch;
mod trouble;
mod upload;

pub(super) use codings::{PARAMETERS as CODING_PARAMETERS, act as code, show as show_codings};
pub(super) use columns::{PARAMETERS as COLUMN_PARAMETERS, show as show_columns};
pub(super) use discard::{act as discard, show as show_discard};
pub(super) use import::{
    PARAMETERS as IMPORT_PARAMETERS, faults as fault_table, mapping, show as show_import,
};
pub(super) use list::show as show_all;
pub(super) use publish::{act as publish, show as show_publish};
pub(in super::super) use upload::routes as uploads;

use super::super::error::PageError;
use super::super::reader::Reader;
use super::visit::DeskVisit;
use crate::desk::By;
use crate::domain::Role;
use crate::http::{Problem, ProblemKind};
use crate::operations::{ImportReport, ImportSurveyError};
use maud::{Markup, html};

/// Lets reviewers in, and nobody else.
fn admit(visit: &DeskVisit<'_>) -> Result<(), PageError> {
    if visit.role() >= Role::Reviewer {
        return Ok(());
    }
    let problem = Problem::new(ProblemKind::Forbidden, "surveys are imported by reviewers");
    Err(PageError::Failed(problem))
}

/// What is known of the import that the address names.
fn report(visit: &DeskVisit<'_>) -> Result<ImportReport, PageError> {
    admit(visit)?;
    visit.page.service.survey_import(visit.page.slug).map_err(failed)
}

fn failed(error: ImportSurveyError) -> PageError {
    PageError::Failed(error.into())
}

fn by<'a>(visit: &DeskVisit<'a>) -> By<'a> {
    By { key_id: Some(&visit.caller.key.id), request_id: visit.caller.request_id }
}

/// The path of an import, after the language.
fn path(id: &str) -> String {
    format!("/desk/surveys/{id}")
}

/// The title of a survey in the language of the reader.
fn title(reader: &Reader, report: &ImportReport) -> String {
    in_language(reader, &report.mapping.survey.title)
}

fn in_language(reader: &Reader, text: &crate::domain::Text) -> String {
    text.get(reader.language).map_or_else(String::new, |(_, words)| words.to_owned())
}

/// The three steps, with where somebody is.
fn steps(reader: &Reader, report: &ImportReport, here: &str) -> Markup {
    let path = path(&report.id);
    let undecided = report.undecided();
    html! {
        nav.tabs aria-label=(reader.text("import-steps")) {
            ul {
                @for (step, place) in [("check", ""), ("code", "/codings"), ("publish", "/publish")] {
                    li {
                        a href=(reader.href(&format!("{path}{place}"))) aria-current=[(step == here).then_some("page")] {
                            (reader.text(&format!("import-step-{step}")))
                            @if step == "check" && report.reading.errors() > 0 { " (" (report.reading.errors()) ")" }
                            @if step == "code" && undecided > 0 { " (" (undecided) ")" }
                        }
                    }
                }
            }
        }
    }
}
