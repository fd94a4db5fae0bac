//! A survey: its questions, what is counted from its statements, its figures.

use super::super::components::{claims, fact_list, heading, notice, rows, section, synthetic};
use super::super::error::PageError;
use super::super::page::{Page, Shown};
use super::super::reader::{Reader, Visit};
use super::super::thing::Thing;
use super::{survey_counts, trend};
use crate::domain::Kind;
use crate::graph::Record;
use crate::operations::{Collection, Filter};
use maud::{Markup, html};
use serde_json::json;

pub(in super::super) const PARAMETERS: [&str; 2] = ["question", "level"];

pub(in super::super) fn show_all(visit: &Visit<'_>) -> Result<Shown, PageError> {
    let reader = visit.reader;
    let surveys = visit.list(Collection::Surveys, Vec::new())?;
    let title = reader.text("surveys-title");
    let body = html! {
        (heading(&reader.text("surveys-eyebrow"), &title, html! { p.lead { (reader.text("surveys-lead")) } }))
        ul.cards {
            @for survey in surveys.iter().rev().map(Thing::from) {
                li.card {
                    h2.small { (reader.link(survey)) }
                    @if let Some(words) = survey.words("title", reader) { p { (words) } }
                    p.meta {
                        @if let Some(start) = survey.string("startDate") { span { (reader.date(start)) } }
                        @if is_synthetic(survey) { (synthetic(reader)) }
                    }
                }
            }
        }
        p { a.button.quiet href=(reader.href("/statements")) { (reader.text("surveys-to-statements")) } }
    };
    Ok(Page::new(title, reader.text("surveys-lead"), body).into())
}

pub(in super::super) fn show(visit: &Visit<'_>) -> Result<Shown, PageError> {
    let reader = visit.reader;
    let (slug, record) = visit.thing(Kind::Survey)?;
    let survey = Thing::from(&record);
    let filter = || vec![Filter::things("survey", Kind::Survey, [slug.clone()])];
    let questions = visit.list(Collection::Questions, filter())?;
    let findings = visit.list(Collection::Findings, filter())?;
    let members = visit.count(Collection::Members, filter())?;
    let name = survey.label(reader).text;
    let body = html! {
        (head(reader, survey, members))
        @if questions.is_empty() { (notice(html! { p { (reader.text("survey-empty")) } })) }
        @else {
            (section("questions", &reader.text("survey-questions"), question_list(reader, &questions)))
            (survey_counts::recurrence(visit, &slug, &questions)?)
            (survey_counts::by_region(visit, &slug)?)
            (trend::of_survey(visit, &slug)?)
        }
        @if !findings.is_empty() {
            (section("findings", &reader.text("survey-findings"), html! {
                p.intro { (reader.text("survey-findings-words")) }
                (claims(reader, &findings))
            }))
        }
    };
    let description = survey.words("title", reader).map_or(name, |words| words.text);
    let schema = json!({
        "@type": "Dataset",
        "name": name,
        "description": reader.text("survey-lead"),
        "license": "https://creativecommons.org/licenses/by/4.0/",
        "creator": { "@type": "Organization", "name": "WAPES / AMSEP" },
    });
    Ok(Page::new(name, description, body)
        .under_list(reader, "surveys")
        .about(Kind::Survey, slug)
        .schema(schema)
        .into())
}

fn head(reader: &Reader, survey: Thing<'_>, members: usize) -> Markup {
    // Of a sheet there is nothing to read but the hash of its file.
    let known = ["title", "startDate", "derivedFrom"];
    let known = if is_of_sheet(survey) { &known[..2] } else { &known[..] };
    let mut facts = rows(reader, survey, known);
    if members > 0 {
        let key = if is_of_sheet(survey) { "survey-responded" } else { "survey-thanked" };
        facts.push((reader.text(key), html! { (members) }));
    }
    heading(
        &reader.text("kind-of-thing-survey"),
        survey.label(reader),
        html! {
            @if is_synthetic(survey) {
                (notice(html! { p { (synthetic(reader)) } p { (reader.text("survey-synthetic")) } }))
            } @else {
                p.lead { (reader.text(lead(survey))) }
            }
            (fact_list(&facts))
        },
    )
}

/// The report was read line by line; a sheet of answers was taken in.
fn lead(survey: Thing<'_>) -> &'static str {
    if is_of_sheet(survey) { "survey-lead-sheet" } else { "survey-lead" }
}

fn is_of_sheet(survey: Thing<'_>) -> bool {
    survey.string("generatedAt").is_some()
}

/// Whether nobody answered it; such surveys alone are called so.
fn is_synthetic(survey: Thing<'_>) -> bool {
    survey.slug().starts_with("synthetic-")
}

fn question_list(reader: &Reader, questions: &[Record]) -> Markup {
    html! {
        ol.questions {
            @for question in questions.iter().map(Thing::from) {
                li {
                    p.name { (reader.link(question)) }
                    @if let Some(words) = question.words("description", reader) { p { (words) } }
                }
            }
        }
    }
}
