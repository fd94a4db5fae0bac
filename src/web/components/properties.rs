//! What is said of a thing, property by property, each value by its kind.

use super::super::reader::Reader;
use super::super::thing::Thing;
use super::{blocks, marks};
use crate::domain::Language;
use maud::{Markup, html};

/// Terms of the ontology, with the start of the keys of their texts.
const TERMS: [(&str, &str); 7] = [
    ("kind", "kind"),
    ("certainty", "certainty"),
    ("confidence", "confidence"),
    ("stage", "stage"),
    ("evidenceGrade", "grade"),
    ("nameStatus", "name-status"),
    ("exchangeType", "exchange"),
];
const DATES: [&str; 4] = ["date", "startDate", "endDate", "modified"];
const WORDS: [&str; 9] = [
    "label",
    "definition",
    "note",
    "title",
    "description",
    "locator",
    "outcome",
    "transferCondition",
    "cost",
];

/// A row for each of the properties that has a value.
pub(in super::super) fn rows(
    reader: &Reader,
    thing: Thing<'_>,
    properties: &[&str],
) -> Vec<(String, Markup)> {
    let row = |property: &&str| {
        let shown = value(reader, thing, property)?;
        Some((reader.text(&format!("property-{property}")), shown))
    };
    properties.iter().filter_map(row).collect()
}

/// The value of a property; none where nothing is known.
pub(in super::super) fn value(reader: &Reader, thing: Thing<'_>, property: &str) -> Option<Markup> {
    if let Some((_, start)) = TERMS.iter().find(|(known, _)| *known == property) {
        let term = thing.string(property)?;
        return Some(match *start {
            "certainty" => marks::certainty(reader, term),
            "confidence" => marks::confidence(reader, term),
            "kind" => marks::statement_kind(reader, term),
            start => html! { (reader.term(start, term)) },
        });
    }
    if DATES.contains(&property) {
        let date = thing.string(property)?;
        return Some(html! { time datetime=(date) { (reader.date(date)) } });
    }
    if WORDS.contains(&property) {
        return thing.words(property, reader).map(|words| html! { (words) });
    }
    match property {
        "altLabel" => names(reader, thing),
        "workingLanguage" => languages(reader, thing),
        "budget" => amounts(reader, thing),
        "sourceLine" => thing.number(property).map(|line| html! { (reader.number(line)) }),
        "rank" => thing.number(property).map(|rank| html! { (rank) }),
        "value" => figure(reader, thing),
        _ => linked(reader, thing, property),
    }
}

/// Other names in the language of the reader; in others where it has none.
fn names(reader: &Reader, thing: Thing<'_>) -> Option<Markup> {
    let names = thing.all_words("altLabel", reader);
    (!names.is_empty()).then(|| {
        html! { @for (place, name) in names.iter().enumerate() { @if place > 0 { ", " } (name) } }
    })
}

fn languages(reader: &Reader, thing: Thing<'_>) -> Option<Markup> {
    let names: Vec<String> =
        thing.strings("workingLanguage").into_iter().map(|tag| reader.language_name(tag)).collect();
    (!names.is_empty()).then(|| html! { (names.join(", ")) })
}

fn amounts(reader: &Reader, thing: Thing<'_>) -> Option<Markup> {
    let budgets = thing.many("budget");
    let shown = |budget: &Thing<'_>| {
        let amount = reader.decimal(budget.string("amount").unwrap_or_default());
        let currency = reader.term("currency", budget.string("currency").unwrap_or_default());
        let period = budget.string("period");
        html! { (amount) "\u{a0}" (currency) @if let Some(period) = period { " (" (period) ")" } }
    };
    (!budgets.is_empty()).then(|| separated(budgets.iter().map(shown)))
}

/// A figure with its unit, and what it is a part of.
fn figure(reader: &Reader, thing: Thing<'_>) -> Option<Markup> {
    let value = reader.decimal(thing.string("value")?);
    let unit = thing.string("unit").map(|unit| in_english(reader, "unit", unit));
    let base = thing.string("base").map(|base| reader.decimal(base));
    let qualifier = thing.string("qualifier").map(|it| in_english(reader, "qualifier", it));
    Some(html! {
        strong { (value) }
        @if let Some(base) = base { " " (reader.text_with("figure-of", &[("base", base.into())])) }
        @if let Some(unit) = unit { " " (unit) }
        @if let Some(qualifier) = qualifier { " (" (qualifier) ")" }
    })
}

/// Units are kept in English words; those that recur have a text, the others
/// say their language.
fn in_english(reader: &Reader, start: &str, words: &str) -> Markup {
    let known = reader.term(start, words);
    if known != words || reader.language == Language::English {
        return html! { (known) };
    }
    html! { span lang=(Language::English.tag()) { (words) } }
}

/// Things by name, addresses elsewhere, plain texts.
fn linked(reader: &Reader, thing: Thing<'_>, property: &str) -> Option<Markup> {
    let things = thing.many(property);
    let things = things.iter().map(|one| reader.link(*one));
    let elsewhere = thing.strings(property).into_iter().map(blocks::external);
    let values: Vec<Markup> = things.chain(elsewhere).collect();
    (!values.is_empty()).then(|| separated(values.into_iter()))
}

/// One after the other, so that each can be told from the next.
fn separated(values: impl ExactSizeIterator<Item = Markup>) -> Markup {
    if values.len() == 1 {
        return html! { @for value in values { (value) } };
    }
    html! { ul.values { @for value in values { li { (value) } } } }
}
