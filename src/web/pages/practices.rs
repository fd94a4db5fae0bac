//! All practices: what a member did that another could take up.

use super::super::components::{
    Field, chips, concept_choices, filter_form, heading, pager, theme_choices, thing_choices,
};
use super::super::error::PageError;
use super::super::page::{Page, Shown};
use super::super::reader::{Reader, Visit};
use super::super::thing::Thing;
use super::paging::part;
use crate::domain::Kind;
use crate::operations::{Collection, Filter};
use maud::{Markup, html};
use serde_json::json;

pub(in super::super) const PARAMETERS: [&str; 4] = ["region", "theme", "target_group", "page"];

pub(in super::super) fn show(visit: &Visit<'_>) -> Result<Shown, PageError> {
    let reader = visit.reader;
    let filters = vec![
        Filter::things("region", Kind::Region, reader.slugs("region")?),
        Filter::things("theme", Kind::Theme, reader.slugs("theme")?),
        Filter::things("target_group", Kind::TargetGroup, reader.slugs("target_group")?),
    ];
    let (found, page) = part(visit, Collection::Practices, filters)?;
    let fields = [
        Field::flat("region", thing_choices(visit, Collection::Regions)?),
        theme_choices(visit)?,
        Field::flat("target_group", concept_choices(visit, "target-groups", Kind::TargetGroup)?),
    ];
    let title = reader.text("practices-title");
    let body = html! {
        (heading(&reader.text("practices-eyebrow"), &title, html! { p.lead { (reader.text("practices-lead")) } }))
        (filter_form(reader, &fields))
        p.result-count role="status" { (reader.count("count-practices", found.total)) }
        ul.cards { @for practice in found.records.iter().map(Thing::from) { li.card { (card(reader, practice)) } } }
        (pager(reader, page, found.total))
    };
    let schema = json!({ "@type": "ItemList", "numberOfItems": found.total });
    Ok(Page::new(title, reader.text("practices-lead"), body)
        .schema(schema)
        .table("/api/v1/practices?format=csv&limit=100".to_owned())
        .into())
}

fn card(reader: &Reader, practice: Thing<'_>) -> Markup {
    html! {
        h2.small { (reader.link(practice)) }
        p.meta { @for member in practice.many("practisedBy") { span { (reader.link(member)) } } }
        @if let Some(words) = practice.words("description", reader) { p { (words) } }
        (chips(reader, &practice.many("addresses"), None))
    }
}
