//! A practice: what was done, by whom, with what result, as far as it is known.

use super::super::components::{
    fact_list, heading, notice, rows, section, thing_list, unknown, value,
};
use super::super::error::PageError;
use super::super::page::{Page, Shown};
use super::super::reader::{Reader, Visit};
use super::super::thing::Thing;
use super::member::words;
use crate::domain::Kind;
use maud::{Markup, html};
use serde_json::json;

/// What somebody who would take it up needs to know, known or not.
const TOLD: [&str; 5] = ["outcome", "transferCondition", "cost", "evidenceGrade", "stage"];

/// Other practices on the same themes that are shown.
const SIMILAR_MAX: usize = 12;

pub(in super::super) fn show(visit: &Visit<'_>) -> Result<Shown, PageError> {
    let reader = visit.reader;
    let (slug, record) = visit.thing(Kind::Practice)?;
    let practice = Thing::from(&record);
    let name = practice.label(reader).text;
    let similar = visit.service.similar_practices(&slug, SIMILAR_MAX)?;
    let body = html! {
        (head(reader, practice))
        (section("adapting", &reader.text("practice-adapting"), html! {
            p.intro { (reader.text("practice-adapting-words")) }
            (fact_list(&told(reader, practice)))
        }))
        @if !similar.is_empty() {
            (section("similar", &reader.text("practice-similar"),
                thing_list(reader, similar.iter().map(|one| (one.into(), words(reader, one))))))
        }
    };
    let description = practice.words("description", reader).map_or(name, |words| words.text);
    let author = practice.many("practisedBy").first().map(
        |member| json!({ "@type": "GovernmentOrganization", "name": member.label(reader).text }),
    );
    let schema = json!({ "@type": "CreativeWork", "name": name, "abstract": description, "creator": author });
    Ok(Page::new(name, description, body)
        .under_list(reader, "practices")
        .about(Kind::Practice, slug)
        .schema(schema)
        .into())
}

fn head(reader: &Reader, practice: Thing<'_>) -> Markup {
    let known = rows(
        reader,
        practice,
        &[
            "practisedBy",
            "addresses",
            "targetGroup",
            "partOfProgramme",
            "date",
            "locator",
            "sourceLine",
            "survey",
            "source",
        ],
    );
    let compare = reader.href(&format!("/compare?item=practice/{}", practice.slug()));
    heading(
        &reader.text("kind-of-thing-practice"),
        practice.label(reader),
        html! {
            @if practice.flag("deprecated") { (notice(html! { p { (reader.text("retired")) } })) }
            @if let Some(words) = practice.words("description", reader) { p.lead { (words) } }
            (fact_list(&known))
            p.ways { a.button.quiet href=(compare) { (reader.text("compare-with")) } }
        },
    )
}

fn told(reader: &Reader, practice: Thing<'_>) -> Vec<(String, Markup)> {
    TOLD.iter()
        .map(|property| {
            let shown = value(reader, practice, property).unwrap_or_else(|| unknown(reader));
            (reader.text(&format!("property-{property}")), shown)
        })
        .collect()
}
