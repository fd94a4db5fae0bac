//! All members, by region.

use super::super::components::{
    Choice, Field, filter_form, heading, member_name, profile_size as size_marks, theme_choices,
    thing_choices,
};
use super::super::error::PageError;
use super::super::page::{Page, Shown};
use super::super::reader::{Reader, Visit};
use super::super::thing::Thing;
use super::super::wording::without_accents;
use crate::domain::Kind;
use crate::graph::{Record, Value};
use crate::operations::{Collection, Filter, Page as Part};
use maud::html;
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};

pub(in super::super) const PARAMETERS: [&str; 3] = ["region", "language", "theme"];

/// Themes that a member needs, by what it says.
const NEEDS: [&str; 3] = ["hasChallenge", "hasPriority", "seeks"];
/// Themes that it offers.
const OFFERS: [&str; 2] = ["hasAchievement", "offers"];

pub(in super::super) fn show(visit: &Visit<'_>) -> Result<Shown, PageError> {
    let reader = visit.reader;
    let languages = reader.values("language").map(|tag| Value::Text(tag.to_owned())).collect();
    let filters = vec![
        Filter::things("region", Kind::Region, reader.slugs("region")?),
        Filter::things("theme", Kind::Theme, reader.slugs("theme")?),
        Filter { name: "language", values: languages },
    ];
    let Part { records: members, total, next } = visit.part(Collection::Members, filters)?;
    let fields = [
        Field::flat("region", thing_choices(visit, Collection::Regions)?),
        Field::flat("language", language_choices(visit)?),
        theme_choices(visit)?,
    ];
    let title = reader.text("members-title");
    let body = html! {
        (heading(&reader.text("members-eyebrow"), &title, html! { p.lead { (reader.text("members-lead")) } }))
        (filter_form(reader, &fields))
        p.result-count role="status" { (reader.count("count-members", total)) }
        @for (region, members) in by_region(reader, &members) {
            section aria-labelledby=(region.slug()) {
                h2 id=(region.slug()) {
                    (reader.link(region))
                    @if next.is_none() { " " span.count { (members.len()) } }
                }
                ul.member-list {
                    @for member in members {
                        @let (needs, offers) = profile_size(member);
                        li { (member_name(reader, member)) (size_marks(reader, needs, offers)) }
                    }
                }
            }
        }
    };
    let schema = json!({ "@type": "ItemList", "numberOfItems": total });
    Ok(Page::new(title, reader.text("members-lead"), body).schema(schema).into())
}

/// The working languages that are known of any member, by name.
pub(super) fn language_choices(visit: &Visit<'_>) -> Result<Vec<Choice>, PageError> {
    let choice = |tag: String| Choice { name: visit.reader.language_name(&tag), value: tag };
    let tags = visit.service.working_languages()?;
    let mut choices: Vec<Choice> = tags.into_iter().map(choice).collect();
    choices.sort_by_cached_key(|choice| without_accents(&choice.name));
    Ok(choices)
}

/// The members of each region, both in the order of their names.
pub(super) fn by_region<'a>(
    reader: &Reader,
    members: &'a [Record],
) -> Vec<(Thing<'a>, Vec<Thing<'a>>)> {
    let mut regions: BTreeMap<String, (Thing<'a>, Vec<Thing<'a>>)> = BTreeMap::new();
    for member in members.iter().map(Thing::from) {
        if let Some(region) = member.one("country").and_then(|country| country.one("inRegion")) {
            let entry = regions.entry(without_accents(region.label(reader).text));
            entry.or_insert((region, Vec::new())).1.push(member);
        }
    }
    let mut regions: Vec<_> = regions.into_values().collect();
    for (_, members) in &mut regions {
        members.sort_by_cached_key(|member| sort_name(reader, *member));
    }
    regions
}

fn sort_name(reader: &Reader, member: Thing<'_>) -> String {
    without_accents(member.one("country").unwrap_or(member).label(reader).text)
}

/// How many themes a member is known to need and to offer.
pub(super) fn profile_size(member: Thing<'_>) -> (usize, usize) {
    let count = |keys: &[&str]| {
        let themes: BTreeSet<&str> =
            keys.iter().flat_map(|key| member.many(key)).map(Thing::id).collect();
        themes.len()
    };
    (count(&NEEDS), count(&OFFERS))
}
