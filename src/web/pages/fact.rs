//! A fact or a figure of a source, to be cited, with what contradicts it.

use super::super::components::{claims, external, fact_list, heading, rows, section};
use super::super::error::PageError;
use super::super::page::{Page, Shown};
use super::super::reader::Visit;
use super::super::thing::Thing;
use crate::domain::{Iri, Kind};
use maud::html;
use serde_json::json;

const SHOWN: [&str; 15] = [
    "value",
    "about",
    "country",
    "corrects",
    "date",
    "startDate",
    "endDate",
    "period",
    "confidence",
    "certainty",
    "question",
    "survey",
    "locator",
    "sourceLine",
    "note",
];

pub(in super::super) fn show_fact(visit: &Visit<'_>) -> Result<Shown, PageError> {
    show(visit, Kind::Fact)
}

pub(in super::super) fn show_finding(visit: &Visit<'_>) -> Result<Shown, PageError> {
    show(visit, Kind::Finding)
}

fn show(visit: &Visit<'_>, kind: Kind) -> Result<Shown, PageError> {
    let reader = visit.reader;
    let (slug, record) = visit.thing(kind)?;
    let fact = Thing::from(&record);
    let words = fact.words("description", reader);
    let description = words.map_or_else(|| slug.to_string(), |words| words.text.to_owned());
    let eyebrow = reader.text(&format!("kind-of-thing-{}", kind.segment()));
    let about = fact.many("about");
    let subject = about.first().map(|one| one.label(reader).text.to_owned());
    let title = subject.map_or_else(|| eyebrow.clone(), |subject| format!("{eyebrow} · {subject}"));
    let name = about.first().map_or(eyebrow.as_str(), |one| one.label(reader).text);
    let against: Vec<Iri> = fact.many("conflictsWith").iter().filter_map(|one| one.iri()).collect();
    let against = visit.service.records(&against)?;
    let mut facts = rows(reader, fact, &SHOWN);
    let sources = fact.strings("source");
    if !sources.is_empty() {
        let links = html! { ul.values { @for source in &sources { li { (external(source)) } } } };
        facts.push((reader.text("property-source"), links));
    }
    let body = html! {
        (heading(&eyebrow, name, html! {
            @if let Some(words) = words { blockquote.said { p { (words) } } }
            (fact_list(&facts))
        }))
        @if !against.is_empty() {
            (section("conflicts", &reader.text("fact-conflicts"), html! {
                p.intro { (reader.text("fact-conflicts-words")) }
                (claims(reader, &against))
            }))
        }
    };
    let schema = json!({
        "@type": "Claim",
        "name": title,
        "text": description,
        "datePublished": fact.string("date"),
        "isBasedOn": sources,
    });
    let mut page = Page::new(title, description, body).about(kind, slug).schema(schema);
    for one in about.iter().take(1) {
        if let Some((kind, slug)) = one.kind_and_slug() {
            page = page.under(one.label(reader).text, format!("/{}/{slug}", kind.segment()));
        }
    }
    Ok(page.into())
}
