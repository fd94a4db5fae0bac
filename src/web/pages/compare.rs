//! Two to four programmes or practices side by side, and the same as a table
//! for spreadsheets.

use super::super::components::{
    Choice, few_choices, heading, identifier, notice, scrolling, unknown, value,
};
use super::super::error::PageError;
use super::super::page::{Page, Shown};
use super::super::reader::{Reader, Visit};
use super::super::thing::Thing;
use crate::domain::{Kind, Slug};
use crate::graph::Record;
use crate::http;
use crate::operations::{Collection, Filter};
use maud::{Markup, html};
use serde_json::{Map, Value};

pub(in super::super) const PARAMETERS: [&str; 1] = ["item"];

const ITEMS_MAX: usize = 4;
/// What is compared, in the order of an officer's questions.
const COMPARED: [&str; 16] = [
    "country",
    "region",
    "programmeType",
    "operatedBy",
    "practisedBy",
    "description",
    "addresses",
    "targetGroup",
    "startDate",
    "endDate",
    "budget",
    "cost",
    "outcome",
    "evidenceGrade",
    "transferCondition",
    "stage",
];
const AFTER: [&str; 5] = ["replaces", "isReplacedBy", "partOfProgramme", "seeAlso", "source"];

/// What is said of one of the two kinds alone.
const OF_PROGRAMMES: [&str; 8] = [
    "country",
    "region",
    "programmeType",
    "operatedBy",
    "startDate",
    "endDate",
    "budget",
    "isReplacedBy",
];
const OF_PRACTICES: [&str; 6] =
    ["practisedBy", "cost", "outcome", "evidenceGrade", "transferCondition", "stage"];

/// Something compared, with how much is said of it.
struct Item {
    kind: Kind,
    slug: Slug,
    record: Record,
    statements: usize,
    facts: usize,
}

pub(in super::super) fn show(visit: &Visit<'_>) -> Result<Shown, PageError> {
    let reader = visit.reader;
    let items = items(visit)?;
    let title = reader.text("compare-title");
    let body = html! {
        (heading(&reader.text("compare-eyebrow"), &title, html! { p.lead { (reader.text("compare-lead")) } }))
        (form(visit, &items)?)
        @match items.as_slice() {
            [] => {}
            [_] => (notice(html! { p { (reader.text("compare-one")) } })),
            items => {
                (side_by_side(reader, items))
                p.ways { a.button.quiet href=(table_address(reader)) type="text/csv" { (reader.text("compare-csv")) } }
            }
        }
    };
    Ok(Page::new(title, reader.text("compare-lead"), body).into())
}

/// The same as CSV: a row for each thing that is compared.
pub(in super::super) fn show_table(visit: &Visit<'_>) -> Result<Shown, PageError> {
    let reader = visit.reader;
    let items = items(visit)?;
    let names: Vec<(&str, String)> = properties(&items)
        .map(|property| (property, reader.text(&format!("property-{property}"))))
        .collect();
    let row = |item: &Item| {
        let thing = Thing::from(&item.record);
        let mut row = Map::new();
        row.insert(reader.text("compare-item"), thing.label(reader).text.into());
        row.insert(reader.text("data-identifier"), thing.id().into());
        for (property, name) in &names {
            row.insert(name.clone(), plain(reader, thing, property).into());
        }
        row.insert(reader.text("column-statements"), item.statements.into());
        row.insert(reader.text("facts-title"), item.facts.into());
        Value::Object(row)
    };
    let rows: Vec<Value> = items.iter().map(row).collect();
    let blank = rows.first().cloned().unwrap_or_default();
    let table = http::write_csv(&blank, &rows)
        .map_err(|error| PageError::Failed(http::Problem::internal(&error)))?;
    Ok(Shown::Csv("passerelle-compare.csv".to_owned(), table))
}

fn items(visit: &Visit<'_>) -> Result<Vec<Item>, PageError> {
    let mut items: Vec<Item> = Vec::new();
    for text in visit.reader.values("item") {
        let bad = || PageError::parameter("item", text);
        let (segment, slug) = text.split_once('/').ok_or_else(bad)?;
        let kind = Kind::of_segment(segment)
            .filter(|kind| matches!(kind, Kind::Programme | Kind::Practice))
            .ok_or_else(bad)?;
        let slug: Slug = slug.parse().map_err(|_| bad())?;
        if items.iter().any(|known| known.kind == kind && known.slug == slug) {
            continue;
        }
        if items.len() == ITEMS_MAX {
            return Err(bad());
        }
        let record = visit.service.get(kind, &slug)?.ok_or_else(bad)?;
        let count = |collection, filter| {
            let filters = vec![Filter::things(filter, kind, [slug.clone()])];
            visit.count(collection, filters)
        };
        let (statements, facts) = if kind == Kind::Programme {
            let facts = count(Collection::Facts, "about")? + count(Collection::Findings, "about")?;
            (count(Collection::Statements, "programme")?, facts)
        } else {
            (0, 0)
        };
        items.push(Item { kind, slug, record, statements, facts });
    }
    Ok(items)
}

/// What at least one of them has.
fn properties(items: &[Item]) -> impl Iterator<Item = &'static str> {
    let known = |property: &&str| {
        let reader = Reader::of(crate::domain::Language::French);
        items.iter().any(|item| value(&reader, (&item.record).into(), property).is_some())
    };
    COMPARED.into_iter().chain(AFTER).filter(known).collect::<Vec<_>>().into_iter()
}

/// What can be compared, to choose from.
fn form(visit: &Visit<'_>, items: &[Item]) -> Result<Markup, PageError> {
    let reader = visit.reader;
    let choices = |collection: Collection| -> Result<Option<Vec<Choice>>, PageError> {
        let segment = collection.kind().segment();
        let mut choices = few_choices(visit, collection)?;
        for choice in choices.iter_mut().flatten() {
            choice.value = format!("{segment}/{}", choice.value);
        }
        Ok(choices)
    };
    let programmes = choices(Collection::Programmes)?;
    let practices = choices(Collection::Practices)?;
    // Where either is too many to choose from, all are written down.
    let groups = programmes.zip(practices).map(|(programmes, practices)| {
        [(reader.text("nav-programmes"), programmes), (reader.text("nav-practices"), practices)]
    });
    Ok(html! {
        form.filters method="get" action=(reader.href("/compare")) {
            @for place in 0..ITEMS_MAX {
                @let id = format!("item-{place}");
                @let chosen = items.get(place).map(|item| format!("{}/{}", item.kind.segment(), item.slug));
                div.field {
                    label for=(id) { (reader.text_with("compare-place", &[("place", (place + 1).into())])) }
                    @if let Some(groups) = &groups { (one_of(reader, &id, groups, chosen.as_deref())) }
                    @else { (identifier(reader, &id, "item", chosen.as_deref().unwrap_or_default())) }
                }
            }
            div.actions { button type="submit" { (reader.text("compare-do")) } }
        }
    })
}

fn one_of(
    reader: &Reader,
    id: &str,
    groups: &[(String, Vec<Choice>)],
    chosen: Option<&str>,
) -> Markup {
    html! {
        select id=(id) name="item" {
            option value="" { (reader.text("compare-none")) }
            @for (group, choices) in groups {
                optgroup label=(group) {
                    @for choice in choices {
                        option value=(choice.value) selected[chosen == Some(choice.value.as_str())] { (choice.name) }
                    }
                }
            }
        }
    }
}

fn side_by_side(reader: &Reader, items: &[Item]) -> Markup {
    let table = html! {
        table.compare {
            caption { (reader.text("compare-caption")) }
            thead { tr {
                td {}
                @for item in items {
                    th scope="col" {
                        span.eyebrow { (reader.text(&format!("kind-of-thing-{}", item.kind.segment()))) }
                        (reader.link((&item.record).into()))
                    }
                }
            } }
            tbody {
                @for property in properties(items) {
                    tr {
                        th scope="row" { (reader.text(&format!("property-{property}"))) }
                        @for item in items {
                            td { (shown(reader, item, property)) }
                        }
                    }
                }
                (evidence(reader, items))
            }
        }
    };
    scrolling(&reader.text("compare-caption"), table)
}

/// A value, or that it is not known; a dash where the kind has none.
fn shown(reader: &Reader, item: &Item, property: &str) -> Markup {
    let others: &[&str] = if item.kind == Kind::Programme { &OF_PRACTICES } else { &OF_PROGRAMMES };
    match value(reader, (&item.record).into(), property) {
        Some(value) => value,
        None if others.contains(&property) => html! {
            span.hidden { (reader.text("not-applicable")) }
            span.unknown aria-hidden="true" { "–" }
        },
        None => unknown(reader),
    }
}

/// How much stands behind each.
fn evidence(reader: &Reader, items: &[Item]) -> Markup {
    html! {
        tr {
            th scope="row" { (reader.text("compare-evidence")) }
            @for item in items {
                td {
                    @if item.statements + item.facts == 0 { (unknown(reader)) }
                    @else {
                        (reader.count("count-statements", item.statements)) ", " (reader.count("count-facts", item.facts))
                    }
                }
            }
        }
    }
}

fn table_address(reader: &Reader) -> String {
    let query = reader.href_with(&[]);
    let query = query.split_once('?').map_or("", |(_, query)| query);
    format!("{}?{query}", reader.href("/compare.csv"))
}

/// A value as the text of a cell; empty where nothing is known.
fn plain(reader: &Reader, thing: Thing<'_>, property: &str) -> String {
    let linked = thing.many(property);
    let mut parts: Vec<String> = match property {
        "budget" => linked.iter().map(|one| amount(*one)).collect(),
        "stage" => {
            thing.string(property).map(|term| reader.term("stage", term)).into_iter().collect()
        }
        "evidenceGrade" => {
            thing.string(property).map(|term| reader.term("grade", term)).into_iter().collect()
        }
        _ => linked.iter().map(|one| one.label(reader).text.to_owned()).collect(),
    };
    if parts.is_empty() {
        parts.extend(thing.words(property, reader).map(|words| words.text.to_owned()));
    }
    if linked.is_empty() && parts.is_empty() {
        parts.extend(thing.strings(property).into_iter().map(str::to_owned));
    }
    parts.join("; ")
}

fn amount(budget: Thing<'_>) -> String {
    let part = |key| budget.string(key).unwrap_or_default();
    format!("{} {}", part("amount"), part("currency")).trim().to_owned()
}
