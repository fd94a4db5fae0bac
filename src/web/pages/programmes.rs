//! All programmes: plans, strategies, laws, platforms, networks.

use super::super::components::{
    Choice, Field, PAGE_LENGTH, filter_form, heading, pager, theme_choices, thing_choices,
};
use super::super::error::PageError;
use super::super::page::{Page, Shown};
use super::super::reader::{Reader, Visit};
use super::super::thing::Thing;
use super::super::wording::without_accents;
use super::paging::page_number;
use crate::domain::Kind;
use crate::graph::Record;
use crate::operations::{Collection, Filter};
use maud::{Markup, html};
use serde_json::json;

pub(in super::super) const PARAMETERS: [&str; 6] =
    ["region", "country", "type", "theme", "target_group", "page"];

pub(in super::super) fn show(visit: &Visit<'_>) -> Result<Shown, PageError> {
    let reader = visit.reader;
    let filters = vec![
        Filter::things("region", Kind::Region, reader.slugs("region")?),
        Filter::things("country", Kind::Country, reader.slugs("country")?),
        Filter::things("type", Kind::ProgrammeType, reader.slugs("type")?),
        Filter::things("theme", Kind::Theme, reader.slugs("theme")?),
        Filter::things("target_group", Kind::TargetGroup, reader.slugs("target_group")?),
    ];
    let all = visit.list(Collection::Programmes, Vec::new())?;
    let mut programmes = visit.list(Collection::Programmes, filters)?;
    programmes.sort_by_cached_key(|one| without_accents(Thing::from(one).label(reader).text));
    let page = page_number(reader, programmes.len(), PAGE_LENGTH)?;
    let fields = [
        Field::flat("region", thing_choices(visit, Collection::Regions)?),
        Field::flat("country", linked_choices(reader, &all, "country")),
        Field::flat("type", linked_choices(reader, &all, "programmeType")),
        theme_choices(visit)?,
        Field::flat("target_group", linked_choices(reader, &all, "targetGroup")),
    ];
    let title = reader.text("programmes-title");
    let shown = programmes.iter().skip((page - 1) * PAGE_LENGTH).take(PAGE_LENGTH);
    let body = html! {
        (heading(&reader.text("programmes-eyebrow"), &title, html! { p.lead { (reader.text("programmes-lead")) } }))
        (filter_form(reader, &fields))
        p.result-count role="status" { (reader.count("count-programmes", programmes.len())) }
        ul.entries { @for one in shown { li { (entry(reader, one.into())) } } }
        (pager(reader, page, programmes.len()))
    };
    let schema = json!({ "@type": "ItemList", "numberOfItems": programmes.len() });
    Ok(Page::new(title, reader.text("programmes-lead"), body)
        .schema(schema)
        .table("/api/v1/programmes?format=csv&limit=100".to_owned())
        .into())
}

/// One programme in a list: name, country, type, themes.
fn entry(reader: &Reader, programme: Thing<'_>) -> Markup {
    let place = programme.one("country").or_else(|| programme.one("region"));
    html! {
        p.name { (reader.link(programme)) }
        p.meta {
            @if let Some(place) = place { span { (place.label(reader)) } }
            @if let Some(kind) = programme.one("programmeType") { span { (kind.label(reader)) } }
            @for theme in programme.many("addresses").iter().take(3) { span { (theme.label(reader)) } }
        }
    }
}

/// What the things of a list link to, as choices, by name.
pub(super) fn linked_choices(reader: &Reader, things: &[Record], key: &str) -> Vec<Choice> {
    let mut choices: Vec<Choice> = things
        .iter()
        .flat_map(|record| Thing::from(record).many(key))
        .map(|one| Choice { value: one.slug().to_owned(), name: one.label(reader).text.to_owned() })
        .collect();
    choices.sort_by_cached_key(|choice| (without_accents(&choice.name), choice.value.clone()));
    choices.dedup_by(|one, other| one.value == other.value);
    choices
}
