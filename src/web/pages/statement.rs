//! A statement: what one source says in one place, to be cited.

use super::super::components::{certainty, fact_list, heading, rows, statement_kind, unknown};
use super::super::error::PageError;
use super::super::page::{Page, Shown};
use super::super::reader::{Reader, Visit};
use super::super::thing::Thing;
use crate::domain::Kind;
use maud::{Markup, html};
use serde_json::json;

/// What is shown of a statement, in this order.
const SHOWN: [&str; 8] =
    ["about", "question", "locator", "sourceLine", "survey", "date", "endDate", "conflictsWith"];

pub(in super::super) fn show(visit: &Visit<'_>) -> Result<Shown, PageError> {
    let reader = visit.reader;
    let (slug, record) = visit.thing(Kind::Statement)?;
    let statement = Thing::from(&record);
    let kind = statement.string("kind").unwrap_or_default();
    let member = statement.one("member");
    let whose = member.or_else(|| statement.many("scope").pop());
    let who = whose
        .map_or_else(|| reader.text("statement-unnamed"), |it| it.label(reader).text.to_owned());
    let title = format!("{} · {who}", reader.term("kind", kind));
    let words = statement.words("description", reader);
    let description = words.map_or_else(|| title.clone(), |words| words.text.to_owned());
    let term = statement.string("certainty").unwrap_or_default();
    let mut facts = vec![(reader.text("property-member"), attributed(reader, statement))];
    facts.extend(rows(reader, statement, &SHOWN));
    if statement.one("survey").is_none() {
        facts.extend(rows(reader, statement, &["derivedFrom"]));
    }
    let body = html! {
        (heading(&reader.text("kind-of-thing-statement"), &title, html! {
            @if let Some(words) = words { blockquote.said { p { (words) } } }
            p.meta { (statement_kind(reader, kind)) (certainty(reader, term)) }
            p.note { (reader.term("certainty-words", term)) }
            (fact_list(&facts))
        }))
        section aria-labelledby="cite" {
            h2 id="cite" { (reader.text("statement-cite")) }
            p.citation { (citation(reader, statement)) }
            p.note { (reader.text("statement-own-words")) }
        }
    };
    let schema = json!({
        "@type": "Claim",
        "name": title,
        "text": description,
        "author": member.map(|it| json!({ "@type": "GovernmentOrganization", "name": it.label(reader).text })),
        "appearance": { "@type": "Report", "name": statement.one("survey").and_then(|it| it.words("label", reader)).map(|it| it.text) },
    });
    Ok(Page::new(title, description, body)
        .under_list(reader, "surveys")
        .under(reader.text("statements-title"), "/statements")
        .about(Kind::Statement, slug)
        .schema(schema)
        .into())
}

/// Of whom it is; where the source names nobody, nor do we.
fn attributed(reader: &Reader, statement: Thing<'_>) -> Markup {
    let whose = statement.one("member").or_else(|| statement.many("scope").pop());
    let nobody = || html! { (unknown(reader)) (reader.text("statement-unnamed-words")) };
    whose.map_or_else(nobody, |whose| reader.link(whose))
}

fn citation(reader: &Reader, statement: Thing<'_>) -> Markup {
    let survey = statement.one("survey").map(|survey| survey.label(reader));
    let line = statement.number("sourceLine").map(|line| reader.number(line));
    html! {
        @if let Some(survey) = survey { (survey) ", " }
        @if let Some(place) = statement.words("locator", reader) { (place) ", " }
        @if let Some(line) = line { (reader.text_with("statement-line", &[("line", line.into())])) ". " }
        a href={ "/id/statement/" (statement.slug()) } { (statement.id()) }
    }
}
