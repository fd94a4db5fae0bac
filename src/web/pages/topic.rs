//! A topic: what it is about, who could speak of it.

use super::super::components::{
    fact_list, heading, member_name, notice, practices_on, rows, section, thing_list, unknown,
};
use super::super::error::PageError;
use super::super::page::{Page, Shown};
use super::super::reader::{Reader, Visit};
use super::super::thing::Thing;
use crate::domain::{Facet, Kind, Slug};
use crate::graph::Record;
use crate::operations::{Collection, Filter};
use maud::{Markup, html};
use serde_json::json;

pub(in super::super) fn show(visit: &Visit<'_>) -> Result<Shown, PageError> {
    let reader = visit.reader;
    let (slug, record) = visit.thing(Kind::Topic)?;
    let topic = Thing::from(&record);
    let name = topic.label(reader).text;
    let themes: Vec<Slug> = topic
        .many("addresses")
        .into_iter()
        .filter_map(Thing::kind_and_slug)
        .map(|(_, slug)| slug)
        .collect();
    let offering = offering(visit, &themes)?;
    let on = |collection| {
        visit.list(collection, vec![Filter::things("theme", Kind::Theme, themes.iter().cloned())])
    };
    let mut others = on(Collection::Topics)?;
    others.retain(|one| !Thing::from(one).is(topic));
    let body = html! {
        (head(reader, topic))
        (section("offering", &reader.text("topic-offering"), html! {
            p.intro { (reader.text("topic-offering-words")) }
            @if offering.is_empty() { p.none { (reader.text("theme-side-unknown")) } }
            @else { ul.member-grid { @for member in &offering { li { (member_name(reader, member.into())) } } } }
        }))
        (practices_on(visit, "topic-practices", ("theme", Kind::Theme), themes.clone())?)
        @if !others.is_empty() {
            (section("others", &reader.text("topic-others"),
                thing_list(reader, others.iter().map(|one| (one.into(), html! {})))))
        }
    };
    let description = topic.words("description", reader).map_or(name, |words| words.text);
    Ok(Page::new(name, description, body)
        .under_list(reader, "topics")
        .about(Kind::Topic, slug)
        .schema(json!({ "@type": "CreativeWork", "name": name, "abstract": description }))
        .into())
}

fn head(reader: &Reader, topic: Thing<'_>) -> Markup {
    let raised = topic.many("raisedBy");
    let raised = if raised.is_empty() {
        html! { (unknown(reader)) (reader.text("topic-raised-by-nobody")) }
    } else {
        html! { @for member in &raised { (reader.link(*member)) " " } }
    };
    let mut facts = vec![(reader.text("property-raisedBy"), raised)];
    facts.extend(rows(
        reader,
        topic,
        &["addresses", "targetGroup", "question", "survey", "locator", "sourceLine"],
    ));
    heading(
        &reader.text("kind-of-thing-topic"),
        topic.label(reader),
        html! {
            @if topic.flag("deprecated") { (notice(html! { p { (reader.text("retired")) } })) }
            @if let Some(words) = topic.words("description", reader) { p.lead { (words) } }
            (fact_list(&facts))
        },
    )
}

/// The members of whom an offer on one of the themes is known.
fn offering(visit: &Visit<'_>, themes: &[Slug]) -> Result<Vec<Record>, PageError> {
    let offering = visit.service.theme_mentions(themes)?.sides.remove(&Facet::Offer);
    let members = visit.first(offering.unwrap_or_default().into_keys().collect());
    Ok(visit.service.records(&members)?)
}
