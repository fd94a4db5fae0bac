//! The board of topics that members want to exchange on.

use super::super::components::{Field, chips, filter_form, heading, theme_choices};
use super::super::error::PageError;
use super::super::page::{Page, Shown};
use super::super::reader::{Reader, Visit};
use super::super::thing::Thing;
use super::programmes::linked_choices;
use crate::domain::Kind;
use crate::operations::{Collection, Filter};
use maud::{Markup, html};
use serde_json::json;

pub(in super::super) const PARAMETERS: [&str; 2] = ["theme", "target_group"];

pub(in super::super) fn show(visit: &Visit<'_>) -> Result<Shown, PageError> {
    let reader = visit.reader;
    let filters = vec![
        Filter::things("theme", Kind::Theme, reader.slugs("theme")?),
        Filter::things("target_group", Kind::TargetGroup, reader.slugs("target_group")?),
    ];
    let all = visit.list(Collection::Topics, Vec::new())?;
    let topics = visit.list(Collection::Topics, filters)?;
    let fields = [
        theme_choices(visit)?,
        Field::flat("target_group", linked_choices(reader, &all, "targetGroup")),
    ];
    let title = reader.text("topics-title");
    let body = html! {
        (heading(&reader.text("topics-eyebrow"), &title, html! {
            p.lead { (reader.text("topics-lead")) }
            p { a href=(reader.href("/expectations")) { (reader.text("topics-to-expectations")) } }
        }))
        (filter_form(reader, &fields))
        p.result-count role="status" { (reader.count("count-topics", topics.len())) }
        ul.cards { @for topic in topics.iter().map(Thing::from) { li.card { (card(reader, topic)) } } }
    };
    let schema = json!({ "@type": "ItemList", "numberOfItems": topics.len() });
    Ok(Page::new(title, reader.text("topics-lead"), body)
        .schema(schema)
        .table("/api/v1/topics?format=csv&limit=100".to_owned())
        .into())
}

fn card(reader: &Reader, topic: Thing<'_>) -> Markup {
    let raised = topic.many("raisedBy");
    html! {
        h2.small { (reader.link(topic)) }
        @if let Some(words) = topic.words("description", reader) { p { (words) } }
        @if !raised.is_empty() { p.meta { @for member in raised { span { (reader.link(member)) } } } }
        (chips(reader, &topic.many("addresses"), None))
    }
}
