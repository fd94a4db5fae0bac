//! What members expect from the network, by kind.

use super::super::components::{
    Field, chips, fact_list, filter_form, heading, practices_on, rows, theme_choices,
};
use super::super::error::PageError;
use super::super::page::{Page, Shown};
use super::super::reader::{Reader, Visit};
use super::super::thing::Thing;
use super::programmes::linked_choices;
use crate::domain::Kind;
use crate::operations::{Collection, Filter};
use maud::{Markup, html};
use serde_json::json;

pub(in super::super) const PARAMETERS: [&str; 2] = ["kind", "theme"];

pub(in super::super) fn show(visit: &Visit<'_>) -> Result<Shown, PageError> {
    let reader = visit.reader;
    let filters = vec![
        Filter::things("kind", Kind::ExpectationKind, reader.slugs("kind")?),
        Filter::things("theme", Kind::Theme, reader.slugs("theme")?),
    ];
    let all = visit.list(Collection::Expectations, Vec::new())?;
    let expectations = visit.list(Collection::Expectations, filters)?;
    let fields = [
        Field::flat("kind", linked_choices(reader, &all, "expectationKind")),
        theme_choices(visit)?,
    ];
    let title = reader.text("expectations-title");
    let body = html! {
        (heading(&reader.text("expectations-eyebrow"), &title, html! { p.lead { (reader.text("expectations-lead")) } }))
        (filter_form(reader, &fields))
        p.result-count role="status" { (reader.count("count-expectations", expectations.len())) }
        ul.cards { @for one in expectations.iter().map(Thing::from) { li.card { (card(reader, one)) } } }
    };
    let schema = json!({ "@type": "ItemList", "numberOfItems": expectations.len() });
    Ok(Page::new(title, reader.text("expectations-lead"), body)
        .under_list(reader, "topics")
        .schema(schema)
        .table("/api/v1/expectations?format=csv&limit=100".to_owned())
        .into())
}

fn card(reader: &Reader, expectation: Thing<'_>) -> Markup {
    html! {
        p.eyebrow { (kinds(reader, expectation)) }
        h2.small { (reader.link(expectation)) }
        @if let Some(words) = expectation.words("description", reader) { p { (words) } }
        (chips(reader, &expectation.many("addresses"), None))
    }
}

fn kinds(reader: &Reader, expectation: Thing<'_>) -> String {
    let kinds = expectation.many("expectationKind");
    let names: Vec<&str> = kinds.iter().map(|kind| kind.label(reader).text).collect();
    names.join(" · ")
}

pub(in super::super) fn show_one(visit: &Visit<'_>) -> Result<Shown, PageError> {
    let reader = visit.reader;
    let (slug, record) = visit.thing(Kind::Expectation)?;
    let expectation = Thing::from(&record);
    let name = expectation.label(reader).text;
    let shown = [
        "expectationKind",
        "raisedBy",
        "addresses",
        "targetGroup",
        "question",
        "survey",
        "locator",
        "sourceLine",
    ];
    let themes = expectation.many("addresses").into_iter().filter_map(Thing::kind_and_slug);
    let themes = themes.map(|(_, slug)| slug).collect();
    let body = html! {
        (heading(&reader.text("kind-of-thing-expectation"), expectation.label(reader), html! {
            @if let Some(words) = expectation.words("description", reader) { p.lead { (words) } }
            (fact_list(&rows(reader, expectation, &shown)))
        }))
        (practices_on(visit, "topic-practices", ("theme", Kind::Theme), themes)?)
    };
    let description = expectation.words("description", reader).map_or(name, |words| words.text);
    Ok(Page::new(name, description, body)
        .under_list(reader, "topics")
        .under(reader.text("expectations-title"), "/expectations")
        .about(Kind::Expectation, slug)
        .schema(json!({ "@type": "CreativeWork", "name": name, "abstract": description }))
        .into())
}
