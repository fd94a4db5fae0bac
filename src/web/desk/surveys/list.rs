//! The surveys on their way and those published, and the form for a new sheet.

use super::super::super::components::{heading, section, synthetic};
use super::super::super::error::PageError;
use super::super::super::page::Page;
use super::super::typed::TOKEN;
use super::super::visit::{DeskVisit, Done};
use super::columns;
use super::sketch::Sketch;
use super::upload::Upload;
use super::{admit, by, failed, in_language, path, trouble};
use crate::http::Part;
use crate::operations::{HeldSheet, ImportEntry, ImportSurveyError, SurveyFile};
use crate::survey::{Mapping, SheetError};
use axum::http::StatusCode;
use maud::{Markup, html};

/// What files of sheets are called.
pub(super) const SHEETS: &str = ".csv,.xlsx,.ods";

pub(in super::super) fn show(visit: &DeskVisit<'_>) -> Result<Page, PageError> {
    page(visit, None)
}

/// The page, with what kept a sheet from being taken.
pub(super) fn page(visit: &DeskVisit<'_>, trouble: Option<&Markup>) -> Result<Page, PageError> {
    admit(visit)?;
    let reader = visit.reader();
    let imports = visit.page.service.survey_imports().map_err(failed)?;
    let (published, open): (Vec<_>, Vec<_>) =
        imports.iter().partition(|import| import.published.is_some());
    let title = reader.text("imports-title");
    let body = html! {
        (heading(&reader.text("nav-desk"), &title, html! { p.lead { (reader.text("imports-lead")) } }))
        @if let Some(words) = trouble { (trouble::notice(reader, words)) }
        (section("new", &reader.text("imports-new"), form(visit)))
        @for (id, imports) in [("open", open), ("published", published)] {
            (section(id, &reader.text(&format!("imports-{id}")), entries(visit, &imports, id)))
        }
    };
    Ok(visit.page(title, &body)?.under(reader.text("nav-desk"), "/desk"))
}

fn form(visit: &DeskVisit<'_>) -> Markup {
    let reader = visit.reader();
    let field = |name: &str, accept: &str, required: bool| {
        let help = format!("{name}-help");
        html! {
            div.field {
                label for=(name) { (reader.text(&format!("imports-{name}"))) }
                p.help id=(help) { (reader.text(&format!("imports-{help}"))) }
                input type="file" id=(name) name=(name) accept=(accept) required[required] aria-describedby=(help);
            }
        }
    };
    html! {
        form.entry method="post" enctype="multipart/form-data" action=(reader.href("/desk/surveys")) {
            input type="hidden" name=(TOKEN) value=(visit.form_token);
            (field("file", SHEETS, true))
            (field("mapping", ".toml,.json", false))
            div.actions { button type="submit" { (reader.text("imports-send")) } }
        }
        p.note { (reader.text("imports-kept")) }
    }
}

fn entries(visit: &DeskVisit<'_>, imports: &[&ImportEntry], id: &str) -> Markup {
    let reader = visit.reader();
    html! {
        @if imports.is_empty() { p.none { (reader.text(&format!("imports-{id}-none"))) } }
        @else {
            ul.entries {
                @for import in imports {
                    li {
                        p.name { a href=(reader.href(&path(&import.id))) { (in_language(reader, &import.mapping.survey.title)) } }
                        p.meta {
                            span { code { (import.mapping.survey.id) } }
                            span { (import.file_name) }
                            span { (reader.date(&import.created.to_string())) }
                            @if import.mapping.survey.synthetic { (synthetic(reader)) }
                            @if let Some(published) = &import.published {
                                span { (reader.count("count-statements", published.outcome.statements)) }
                                a href=(reader.href(&format!("/survey/{}", import.mapping.survey.id))) { (reader.text("import-public")) }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// Takes a sheet: with its mapping it is tried; without, its columns are shown.
pub(super) fn send(visit: &DeskVisit<'_>, upload: &Upload) -> Result<Done, PageError> {
    admit(visit)?;
    let reader = visit.reader();
    let Some(file) = upload.file("file") else {
        let words = html! { p { (reader.text("trouble-no-file")) } };
        return refused(visit, &words);
    };
    let service = visit.page.service;
    match upload.file("mapping") {
        None => match service.survey_columns(&file.bytes, None) {
            Ok(_) => Ok(Done::GoTo(format!("/desk/surveys/columns?sheet={}", hold(visit, file)))),
            Err(error) => told(visit, error),
        },
        Some(mapping) => match mapping.text() {
            Ok(text) => try_with(visit, file, text),
            Err(_) => refused(visit, &html! { p { (reader.text("trouble-mapping")) } }),
        },
    }
}

/// Tries a sheet with a mapping that was sent beside it. Where the two do not
/// fit, the columns are shown with what the mapping says of them.
fn try_with(visit: &DeskVisit<'_>, file: &Part, mapping: &str) -> Result<Done, PageError> {
    match draft(visit, name(file), &file.bytes, mapping) {
        Ok(done) => Ok(done),
        Err(
            error @ (ImportSurveyError::Columns(_)
            | ImportSurveyError::Mapping(_)
            | ImportSurveyError::Sheet(SheetError::NoSheet { .. })),
        ) => {
            let parsed = Mapping::parse(mapping).ok();
            let sheet = parsed.as_ref().and_then(|mapping| mapping.sheet.as_deref());
            let Ok(found) = visit.page.service.survey_columns(&file.bytes, sheet) else {
                return told(visit, error);
            };
            let sketch = parsed.map_or_else(
                || Sketch::guessed(&found),
                |mapping| Sketch::of(visit, &mapping, &found),
            );
            let form = columns::Form {
                sketch: &sketch,
                found: Some(&found),
                held: &hold(visit, file),
                troubles: &[],
                trouble: trouble::of(visit.reader(), &error),
            };
            Ok(Done::Page(StatusCode::UNPROCESSABLE_ENTITY, Box::new(form.page(visit)?)))
        }
        Err(error) => told(visit, error),
    }
}

/// Tries a sheet, and goes on to what is told of it.
pub(super) fn draft(
    visit: &DeskVisit<'_>,
    name: &str,
    bytes: &[u8],
    mapping: &str,
) -> Result<Done, ImportSurveyError> {
    let file = SurveyFile { name, bytes, mapping };
    let (report, new) = visit.page.service.draft_survey(&file, by(visit))?;
    let said = if new { "imported" } else { "known" };
    Ok(Done::GoTo(format!("{}?said={said}", path(&report.id))))
}

/// Holds a sheet for whoever sent it; the answer names it.
pub(super) fn hold(visit: &DeskVisit<'_>, file: &Part) -> String {
    let sheet = HeldSheet { name: name(file).to_owned(), bytes: file.bytes.to_vec() };
    visit.page.service.hold_sheet(&visit.caller.key.id, sheet)
}

pub(super) fn name(file: &Part) -> &str {
    file.file_name.as_deref().unwrap_or("sheet")
}

/// Says why a sheet was not taken.
fn told(visit: &DeskVisit<'_>, error: ImportSurveyError) -> Result<Done, PageError> {
    match trouble::of(visit.reader(), &error) {
        Some(words) => refused(visit, &words),
        None => Err(failed(error)),
    }
}

fn refused(visit: &DeskVisit<'_>, words: &Markup) -> Result<Done, PageError> {
    let page = page(visit, Some(words))?;
    Ok(Done::Page(StatusCode::UNPROCESSABLE_ENTITY, Box::new(page)))
}
