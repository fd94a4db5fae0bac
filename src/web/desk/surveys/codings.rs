//! The reviewer's table: each claim with the themes that it may be about, why,
//! and how sure that is. What is ticked is what a claim is coded to; a page is
//! saved at once. The script only moves and ticks: without it all is the same.

use super::super::super::assets;
use super::super::super::charts;
use super::super::super::components::{
    Choice, Field, filter_form, heading, pages_of, statement_kind,
};
use super::super::super::error::PageError;
use super::super::super::page::Page;
use super::super::super::reader::Reader;
use super::super::super::thing::Thing;
use super::super::typed::Typed;
use super::super::visit::{DeskVisit, Done};
use super::decisions::{self, Read, Ticked};
use super::{by, columns, failed, in_language, path, report, steps, title, trouble};
use crate::domain::{Iri, Kind};
use crate::operations::{Coding, CodingState, ImportReport, ImportSurveyError, References};
use crate::survey::{Reason, Suggestion};
use axum::http::StatusCode;
use maud::{Markup, html};
use std::collections::BTreeMap;

pub(in super::super) const PARAMETERS: [&str; 4] = ["state", "question", "page", "said"];
/// Claims on a page.
const PAGE_LENGTH: usize = 25;
/// What waits for somebody, and all there is; beside the states themselves.
const TO_DO: &str = "todo";
const ALL: &str = "all";

/// How the table is looked at, where something came between.
#[derive(Default)]
struct Look<'a> {
    /// What was ticked and not saved.
    typed: Option<&'a Typed>,
    /// What is wrong with it, by claim.
    wrong: BTreeMap<String, String>,
    trouble: Option<&'static str>,
}

/// Which claims are shown.
struct Wanted {
    state: String,
    question: Option<usize>,
    /// The number of that question; empty where there is none.
    number: String,
    page: usize,
}

pub(in super::super) fn show(visit: &DeskVisit<'_>) -> Result<Page, PageError> {
    let report = report(visit)?;
    let wanted = Wanted::read(&report, |name| {
        Ok(visit.reader().value(name)?.unwrap_or_default().to_owned())
    })?;
    page(visit, &report, &wanted, &Look::default())
}

/// Saves a page of the table, all of it or nothing.
pub(in super::super) fn act(visit: &DeskVisit<'_>, typed: &Typed) -> Result<Done, PageError> {
    let report = report(visit)?;
    let wanted = Wanted::read(&report, |name| Ok(typed.value(name).to_owned()))?;
    let again = |status, report: &ImportReport, look: Look<'_>| {
        Ok(Done::Page(status, Box::new(page(visit, report, &wanted, &look)?)))
    };
    let Read { decisions, wrong } = decisions::read(visit, &report, typed);
    if !wrong.is_empty() {
        let look = Look { typed: Some(typed), wrong, trouble: Some("coding-wrong") };
        return again(StatusCode::UNPROCESSABLE_ENTITY, &report, look);
    }
    let back = format!("{}/codings?{}", path(&report.id), wanted.query());
    if decisions.is_empty() {
        return Ok(Done::GoTo(format!("{back}&said=nothing-coded")));
    }
    let version = typed.value("version").parse().unwrap_or_default();
    match visit.page.service.code_survey(&report.id, version, decisions, by(visit)) {
        Ok(_) => Ok(Done::GoTo(format!("{back}&said=coded"))),
        Err(ImportSurveyError::Stale(_)) => {
            let look =
                Look { typed: Some(typed), trouble: Some("coding-stale"), ..Look::default() };
            again(StatusCode::PRECONDITION_FAILED, &report, look)
        }
        Err(ImportSurveyError::Published) => Ok(Done::GoTo(path(&report.id))),
        Err(error) => Err(failed(error)),
    }
}

impl Wanted {
    fn read(
        report: &ImportReport,
        value: impl Fn(&'static str) -> Result<String, PageError>,
    ) -> Result<Self, PageError> {
        let state = Some(value("state")?).filter(|state| !state.is_empty());
        let state = state.unwrap_or_else(|| TO_DO.to_owned());
        if ![TO_DO, ALL].contains(&state.as_str()) && state.parse::<CodingState>().is_err() {
            return Err(PageError::parameter("state", &state));
        }
        let number = value("question")?;
        let question = report.mapping.questions.iter().position(|it| it.number == number);
        if question.is_none() && !number.is_empty() {
            return Err(PageError::parameter("question", &number));
        }
        let page = value("page")?;
        let place = if page.is_empty() { Ok(1) } else { page.parse::<usize>() };
        let place = place.ok().filter(|place| *place > 0);
        let page = place.ok_or_else(|| PageError::parameter("page", &page))?;
        Ok(Self { state, question, number, page })
    }

    fn admits(&self, coding: &Coding) -> bool {
        let state = coding.state();
        let of_state = match self.state.as_str() {
            TO_DO => state.is_undecided(),
            ALL => true,
            wanted => wanted == state.term(),
        };
        of_state && self.question.is_none_or(|question| question == coding.claim.question)
    }

    /// Back to the same claims; of those to do, what is saved is gone.
    fn query(&self) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        query.append_pair("state", &self.state).append_pair("question", &self.number);
        if self.state != TO_DO {
            query.append_pair("page", &self.page.to_string());
        }
        query.finish()
    }
}

fn page(
    visit: &DeskVisit<'_>,
    report: &ImportReport,
    wanted: &Wanted,
    look: &Look<'_>,
) -> Result<Page, PageError> {
    let reader = visit.reader();
    let shown: Vec<&Coding> = match look.typed {
        Some(typed) => {
            let sent = typed.values("claim");
            let is_sent = |coding: &&Coding| sent.contains(&coding.claim.id.as_str());
            report.codings.iter().filter(is_sent).collect()
        }
        None => report.codings.iter().filter(|coding| wanted.admits(coding)).collect(),
    };
    let last = shown.len().div_ceil(PAGE_LENGTH).max(1);
    // What was saved meanwhile has left the list.
    let at = if look.typed.is_some() { 1 } else { wanted.page.min(last) };
    let of_page: Vec<&Coding> =
        shown.iter().copied().skip((at - 1) * PAGE_LENGTH).take(PAGE_LENGTH).collect();
    let names = visit.page.service.references(named(&of_page))?;
    let table = Table { visit, report, look, names: &names };
    let title = reader.text("coding-title");
    let done = report.codings.len() - report.undecided();
    let body = html! {
        (heading(&super::title(reader, report), &title, html! {
            p.lead { (reader.text_with("coding-done", &[("done", done.into()), ("all", report.codings.len().into())])) }
        }))
        (steps(reader, report, "code"))
        @if let Some(key) = look.trouble { (trouble::notice_of(reader, key)) }
        (filter_form(reader, &fields(reader, report)))
        p.result-count role="status" { (reader.count("coding-count", shown.len())) }
        @if of_page.is_empty() { (nothing(reader, report)) } @else { (table.form(wanted, &of_page)) }
        (pages_of(reader, at, last))
        (columns::theme_list(visit)?)
    };
    let mut page = visit
        .page(title, &body)?
        .under(reader.text("nav-desk"), "/desk")
        .under(reader.text("imports-title"), "/desk/surveys")
        .under(self::title(reader, report), path(&report.id));
    page.scripts.push(&assets::CODING);
    Ok(page)
}

fn nothing(reader: &Reader, report: &ImportReport) -> Markup {
    let ready = report.undecided() == 0 && report.published.is_none();
    html! {
        p.none { (reader.text(if ready { "coding-all-done" } else { "coding-none" })) }
        @if ready {
            p { a.button href=(reader.href(&format!("{}/publish", path(&report.id)))) { (reader.text("import-to-publish")) } }
        }
    }
}

fn fields(reader: &Reader, report: &ImportReport) -> [Field; 2] {
    let state = |term: &str| Choice {
        value: term.to_owned(),
        name: reader.text(&format!("coding-{term}")),
    };
    let states = [TO_DO].into_iter().chain(CodingState::ALL.map(CodingState::term)).chain([ALL]);
    let questions = report.mapping.questions.iter().map(|question| Choice {
        value: question.number.clone(),
        name: format!("{}. {}", question.number, in_language(reader, &question.title)),
    });
    [
        Field::required("state", states.map(state).collect()),
        Field::flat("question", questions.collect()),
    ]
}

/// All that a page of claims names.
fn named(page: &[&Coding]) -> Vec<Iri> {
    let of = |coding: &&Coding| {
        let suggested = coding.suggestions.iter().map(|suggestion| suggestion.theme.clone());
        suggested.chain(coding.themes()).chain(coding.claim.member.clone()).collect::<Vec<_>>()
    };
    page.iter().flat_map(of).collect()
}

struct Table<'a> {
    visit: &'a DeskVisit<'a>,
    report: &'a ImportReport,
    look: &'a Look<'a>,
    names: &'a References,
}

impl Table<'_> {
    fn reader(&self) -> &Reader {
        self.visit.reader()
    }

    fn form(&self, wanted: &Wanted, page: &[&Coding]) -> Markup {
        let reader = self.reader();
        let body = html! {
            input type="hidden" name="version" value=(self.report.version);
            input type="hidden" name="state" value=(wanted.state);
            input type="hidden" name="question" value=(wanted.number);
            input type="hidden" name="page" value=(wanted.page);
            (legend(reader))
            ol.codings data-coding="" {
                @for coding in page { li { (self.claim(coding)) } }
            }
            div.actions.saving {
                button type="submit" { (reader.text("coding-save")) }
                span.note { (reader.text("coding-save-words")) }
            }
        };
        self.visit.form(&format!("{}/codings", path(&self.report.id)), "coding", &body)
    }

    fn claim(&self, coding: &Coding) -> Markup {
        let reader = self.reader();
        let claim = &coding.claim;
        let ticked = Ticked::of(coding, self.look.typed);
        let wrong = self.look.wrong.get(&claim.id);
        let other = format!("other.{}", claim.id);
        let mut number = 0;
        html! {
            fieldset.claim-coding id={ "claim-" (claim.id) } {
                legend { (claim.words) }
                input type="hidden" name="claim" value=(claim.id);
                (self.whose(coding))
                @if let Some(words) = wrong { p.remark role="alert" { (words) } }
                div.choices {
                    @for suggestion in &coding.suggestions {
                        ({ number += 1; self.choice(coding, number, &suggestion.theme, Some(suggestion), &ticked) })
                    }
                    @for theme in others(coding) {
                        ({ number += 1; self.choice(coding, number, &theme, None, &ticked) })
                    }
                    @if number == 0 { p.none { (reader.text("coding-no-suggestion")) } }
                }
                div.more {
                    div.field {
                        label for=(other) { (reader.text("coding-other")) }
                        input type="text" id=(other) name=(other) value=(ticked.other) list="themes" autocomplete="off" aria-invalid=[wrong.map(|_| "true")];
                    }
                    label.choice { input type="checkbox" name={ "uncoded." (claim.id) } value="on" checked[ticked.uncoded] data-uncoded=""; " " (reader.text("coding-leave")) }
                }
            }
        }
    }

    fn whose(&self, coding: &Coding) -> Markup {
        let reader = self.reader();
        let question = &self.report.mapping.questions[coding.claim.question];
        html! {
            p.meta {
                @match &coding.claim.member {
                    Some(member) => {
                        @let name = self.names.name(member);
                        span.who { (Thing::from(&name).label(reader)) }
                    }
                    None => span.who { (reader.text("coding-anonymous")) },
                }
                (statement_kind(reader, question.kind.term()))
                span { (question.number) ". " (in_language(reader, &question.title)) }
                span.mark { (reader.text(&format!("coding-{}", coding.state().term()))) }
            }
        }
    }

    /// A theme that can be ticked; what was suggested says why.
    fn choice(
        &self,
        coding: &Coding,
        number: usize,
        theme: &Iri,
        suggestion: Option<&Suggestion>,
        ticked: &Ticked,
    ) -> Markup {
        let reader = self.reader();
        let name = self.names.name(theme);
        let thing = Thing::from(&name);
        let checked = ticked.themes.iter().any(|slug| slug == thing.slug());
        html! {
            div.suggested {
                label.choice {
                    input type="checkbox" name={ "theme." (coding.claim.id) } value=(thing.slug()) checked[checked] data-theme="";
                    " " kbd aria-hidden="true" { (number) } " " (thing.label(reader))
                }
                @if let Some(suggestion) = suggestion {
                    span.score {
                        (charts::bar(suggestion.score, "plain"))
                        " " (reader.text_with("coding-score", &[("score", reader.percent(suggestion.score).into())]))
                    }
                    ul.reasons { @for reason in &suggestion.reasons { li { (self.reason(reason)) } } }
                }
            }
        }
    }

    fn reason(&self, reason: &Reason) -> Markup {
        let reader = self.reader();
        match reason {
            Reason::Choice => html! { (reader.text("coding-because-choice")) },
            Reason::Label { words, label, .. } => html! {
                (reader.text_with("coding-because-label", &[("words", words.as_str().into()), ("label", label.as_str().into())]))
            },
            Reason::Precedent { statement, likeness } => {
                let part = reader.percent(*likeness);
                let words = reader.text_with("coding-because-precedent", &[("part", part.into())]);
                let href =
                    Kind::read(statement.as_str()).map(|(kind, slug)| reader.href_of(kind, &slug));
                html! { @if let Some(href) = href { a href=(href) { (words) } } @else { (words) } }
            }
        }
    }
}

/// What it is coded to and was not suggested.
fn others(coding: &Coding) -> Vec<Iri> {
    let mut themes = coding.themes();
    themes.retain(|theme| !coding.suggestions.iter().any(|it| it.theme == *theme));
    themes
}

/// The keys, which take a script: it shows what is hidden here.
fn legend(reader: &Reader) -> Markup {
    let keys = [
        ("j k", "move"),
        ("↵", "accept"),
        ("1 – 9", "tick"),
        ("t", "other"),
        ("u", "uncoded"),
        ("z", "back"),
    ];
    html! {
        details.keys hidden data-keys="" {
            summary { (reader.text("coding-keys")) }
            p.note { (reader.text("coding-keys-words")) }
            dl {
                @for (key, name) in keys {
                    div { dt { kbd { (key) } } dd { (reader.text(&format!("coding-key-{name}"))) } }
                }
            }
        }
    }
}
