//! One import: what the dry run found, cell by cell, and what became of it.

use super::super::super::components::PAGE_LENGTH;
use super::super::super::components::{
    Choice, Field, fact_list, filter_form, heading, pager, scrolling, section, synthetic,
};
use super::super::super::error::PageError;
use super::super::super::page::{Page, Shown};
use super::super::super::pages::page_number;
use super::super::super::reader::Reader;
use super::super::visit::DeskVisit;
use super::{path, report, steps, title};
use crate::domain::Language;
use crate::http::{Problem, survey_fault_columns, survey_faults, write_csv};
use crate::operations::{CodingState, ImportReport, PublishedSurvey};
use crate::survey::{Fault, FaultKind, Severity};
use maud::{Markup, html};
use std::collections::BTreeMap;

pub(in super::super) const PARAMETERS: [&str; 5] = ["severity", "fault", "column", "page", "said"];
const SEVERITIES: [(Severity, &str); 2] =
    [(Severity::Error, "error"), (Severity::Warning, "warning")];

pub(in super::super) fn show(visit: &DeskVisit<'_>) -> Result<Page, PageError> {
    let report = report(visit)?;
    let reader = visit.reader();
    let title = title(reader, &report);
    let body = html! {
        (heading(&reader.text("imports-title"), &title, html! {
            @if report.mapping.survey.synthetic { p { (synthetic(reader)) " " (reader.text("survey-synthetic")) } }
        }))
        @match &report.published {
            Some(published) => (outcome(reader, &report, published)),
            None => (steps(reader, &report, "check")),
        }
        (section("summary", &reader.text("import-summary"), summary(reader, &report)))
        (section("faults", &reader.text("import-faults"), faulty(reader, &report)?))
    };
    Ok(visit
        .page(title, &body)?
        .under(reader.text("nav-desk"), "/desk")
        .under(reader.text("imports-title"), "/desk/surveys"))
}

/// The faults as a table for spreadsheets.
pub(in super::super) fn faults(visit: &DeskVisit<'_>) -> Result<Shown, PageError> {
    let report = report(visit)?;
    let csv = write_csv(&survey_fault_columns(), &survey_faults(&report));
    let csv = csv.map_err(|error| PageError::Failed(Problem::internal(&error)))?;
    Ok(Shown::Csv(format!("{}-faults.csv", report.mapping.survey.id), csv))
}

/// The mapping, to be sent beside another sheet.
pub(in super::super) fn mapping(visit: &DeskVisit<'_>) -> Result<Shown, PageError> {
    let report = report(visit)?;
    let json = serde_json::to_vec_pretty(&report.mapping);
    let json = json.map_err(|error| PageError::Failed(Problem::internal(&error)))?;
    Ok(Shown::Json(format!("{}-mapping.json", report.mapping.survey.id), json))
}

fn outcome(reader: &Reader, report: &ImportReport, published: &PublishedSurvey) -> Markup {
    let outcome = published.outcome;
    let page = reader.href(&format!("/survey/{}", report.mapping.survey.id));
    html! {
        div.notice.done {
            p { (reader.text_with("import-published", &[("date", reader.date(&published.at.to_string()).into())])) }
            ul {
                li { (reader.count("count-statements", outcome.statements)) }
                li { (reader.count("import-members", outcome.respondents)) }
                @if outcome.uncoded > 0 { li { (reader.count("import-left-uncoded", outcome.uncoded)) } }
                @if outcome.faulty > 0 { li { (reader.count("import-left-faulty", outcome.faulty)) } }
            }
            p { a.button href=(page) { (reader.text("import-public")) } }
            p.note { (reader.text("import-words-gone")) }
        }
    }
}

fn summary(reader: &Reader, report: &ImportReport) -> Markup {
    let reading = &report.reading;
    let fact = |key: &str, value: Markup| (reader.text(&format!("import-{key}")), value);
    let warnings = reading.faults.len() - reading.errors();
    let mut facts = vec![
        fact("file", html! { (report.file_name) }),
        fact("came", html! { (reader.date(&report.created.to_string())) }),
        fact("rows", html! { (reading.rows) }),
        fact("respondents", html! { (reading.respondents.len()) }),
        fact("errors", html! { (reading.errors()) }),
        fact("warnings", html! { (warnings) }),
    ];
    if report.published.is_none() {
        let states = CodingState::ALL.map(|state| (state, report.count(state)));
        facts.extend(states.into_iter().filter(|(_, count)| *count > 0).map(|(state, count)| {
            let href = format!("{}/codings?state={}", path(&report.id), state.term());
            let name = reader.text(&format!("coding-{}", state.term()));
            (name, html! { a href=(reader.href(&href)) { (count) } })
        }));
    }
    html! {
        (fact_list(&facts))
        @if report.published.is_none() {
            p.ways {
                a.button href=(reader.href(&format!("{}/codings", path(&report.id)))) { (reader.text("import-to-coding")) }
                a.button.quiet href=(reader.href(&format!("{}/publish", path(&report.id)))) { (reader.text("import-to-publish")) }
                a href=(reader.href(&format!("{}/discard", path(&report.id)))) { (reader.text("discard-title")) }
            }
        }
        p.ending { a href=(reader.href(&format!("{}/mapping.json", path(&report.id)))) { (reader.text("import-mapping")) } }
    }
}

fn faulty(reader: &Reader, report: &ImportReport) -> Result<Markup, PageError> {
    let all = &report.reading.faults;
    if all.is_empty() {
        return Ok(html! { p.none { (reader.text("import-no-faults")) } });
    }
    let wanted = Wanted::read(reader)?;
    let chosen: Vec<&Fault> = all.iter().filter(|fault| wanted.admits(fault)).collect();
    let page = page_number(reader, chosen.len(), PAGE_LENGTH)?;
    let shown = chosen.iter().skip((page - 1) * PAGE_LENGTH).take(PAGE_LENGTH);
    let caption = reader.text("import-faults-caption");
    let table = html! {
        table.faults {
            caption { (caption) }
            thead { tr {
                @for key in ["row", "column", "severity", "value", "why", "suggestion"] {
                    th scope="col" { (reader.text(&format!("fault-{key}"))) }
                }
            } }
            tbody { @for fault in shown { (row(reader, fault)) } }
        }
    };
    Ok(html! {
        p.intro { (reader.text("import-faults-words")) }
        (filter_form(reader, &fields(reader, all)))
        p.result-count role="status" { (reader.count("import-faults-count", chosen.len())) }
        (scrolling(&caption, table))
        (pager(reader, page, chosen.len()))
        p.ending { a href=(reader.href(&format!("{}/faults.csv", path(&report.id)))) type="text/csv" { (reader.text("import-faults-csv")) } }
    })
}

fn row(reader: &Reader, fault: &Fault) -> Markup {
    let place = &fault.place;
    html! {
        tr {
            td.figure {
                @match place.row {
                    Some(row) => (row),
                    None => span.unknown { (reader.text("fault-anonymous")) },
                }
            }
            th scope="row" { span.letters { (place.letters) } " " (place.heading) }
            td { (severity(reader, fault.kind.severity())) }
            td.value { (fault.value) }
            td { (reason(reader, fault.kind)) }
            td { (fault.suggestion.as_deref().unwrap_or_default()) }
        }
    }
}

/// A shape with a word: a full square keeps the cell out, an open one does not.
fn severity(reader: &Reader, severity: Severity) -> Markup {
    let fill = if severity == Severity::Error { "currentColor" } else { "none" };
    let term = term(severity);
    html! {
        span class={ "mark severity of-" (term) } {
            svg viewBox="0 0 16 16" width="12" height="12" aria-hidden="true" {
                path d="M8 1.6 14.8 14H1.2z" fill=(fill) stroke="currentColor" stroke-width="1.6" stroke-linejoin="round" {}
            }
            span { (reader.text(&format!("severity-{term}"))) }
        }
    }
}

fn term(severity: Severity) -> &'static str {
    SEVERITIES.iter().find(|(known, _)| *known == severity).map_or("", |(_, term)| term)
}

fn reason(reader: &Reader, kind: FaultKind) -> &'static str {
    let place = Language::ALL.iter().position(|language| *language == reader.language);
    kind.reasons()[place.unwrap_or_default()]
}

/// Which faults are shown.
struct Wanted<'a> {
    severity: Option<&'a str>,
    fault: Option<&'a str>,
    column: Option<&'a str>,
}

impl<'a> Wanted<'a> {
    fn read(reader: &'a Reader) -> Result<Self, PageError> {
        let known = |name: &'static str, known: &[&str]| match reader.value(name)? {
            Some(value) if !known.contains(&value) => Err(PageError::parameter(name, value)),
            value => Ok(value),
        };
        Ok(Self {
            severity: known("severity", &SEVERITIES.map(|(_, term)| term))?,
            fault: known("fault", &FaultKind::ALL.map(FaultKind::term))?,
            column: reader.value("column")?,
        })
    }

    fn admits(&self, fault: &Fault) -> bool {
        self.severity.is_none_or(|wanted| wanted == term(fault.kind.severity()))
            && self.fault.is_none_or(|wanted| wanted == fault.kind.term())
            && self.column.is_none_or(|wanted| wanted == fault.place.letters)
    }
}

/// What can be chosen: only what there is.
fn fields(reader: &Reader, all: &[Fault]) -> [Field; 3] {
    let choice = |value: &str, name: String| Choice { value: value.to_owned(), name };
    let severities =
        SEVERITIES.iter().map(|(_, term)| choice(term, reader.text(&format!("severity-{term}"))));
    let is_there = |kind: &FaultKind| all.iter().any(|fault| fault.kind == *kind);
    let kinds = FaultKind::ALL.into_iter().filter(is_there);
    let kinds = kinds.map(|kind| choice(kind.term(), reason(reader, kind).to_owned()));
    let columns: BTreeMap<(usize, &str), &str> = all
        .iter()
        .map(|fault| {
            (
                (fault.place.letters.len(), fault.place.letters.as_str()),
                fault.place.heading.as_str(),
            )
        })
        .collect();
    let columns = columns
        .into_iter()
        .map(|((_, letters), heading)| choice(letters, format!("{letters} {heading}")));
    [
        Field::flat("severity", severities.collect()),
        Field::flat("fault", kinds.collect()),
        Field::flat("column", columns.collect()),
    ]
}
