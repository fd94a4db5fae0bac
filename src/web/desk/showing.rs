//! What a contribution says, to be read: field by field, in every language that
//! it says it in.

use super::super::components::{external, value};
use super::super::error::PageError;
use super::super::reader::Reader;
use super::super::thing::{Thing, Words};
use super::controls::label;
use super::fields::{self, Control};
use super::visit::DeskVisit;
use crate::domain::{ContributionKind, Iri, Language};
use crate::operations::References;
use crate::vocabulary::ID;
use maud::{Markup, html};
use serde_json::{Map, Value};

/// As much of a text as a list shows, in characters.
const TITLE_CHARS_MAX: usize = 90;

/// The things of the graph that a value names.
pub(super) fn identifiers(value: &Value) -> Vec<Iri> {
    match value {
        Value::Array(values) => values.iter().flat_map(identifiers).collect(),
        Value::Object(object) => match object.get("id").and_then(Value::as_str) {
            // Of a thing that says more of itself, what it names.
            Some(_) if object.len() > 2 => object.values().flat_map(identifiers).collect(),
            Some(id) => Iri::parse(id).into_iter().collect(),
            None => object.values().flat_map(identifiers).collect(),
        },
        _ => Vec::new(),
    }
}

/// What is said under a key, in whatever languages.
pub(super) fn texts(content: &Value, key: &str) -> Vec<String> {
    let texts = content[key].as_object().into_iter().flat_map(Map::values);
    texts.filter_map(Value::as_str).map(str::to_owned).collect()
}

/// What a contribution is called in a list: its label, or how it begins.
pub(super) fn title(reader: &Reader, content: &Value) -> Option<Markup> {
    let thing = Thing::from(content);
    let words = thing.words("label", reader).or_else(|| thing.words("description", reader))?;
    let short: String = words.text.chars().take(TITLE_CHARS_MAX).collect();
    let cut = short.len() < words.text.len();
    let shown = Words::of(&short, words.foreign().unwrap_or_default(), reader);
    Some(html! { (shown) @if cut { "…" } })
}

/// Every field that says something.
pub(super) fn said(
    visit: &DeskVisit<'_>,
    kind: ContributionKind,
    content: &Value,
) -> Result<Markup, PageError> {
    let names = visit.page.service.references(identifiers(content))?;
    let rows = fields::of(kind).iter().filter_map(|field| {
        let said = content.get(field.key)?;
        Some((field.key, shown(visit.reader(), &names, kind, field.key, said)))
    });
    Ok(html! {
        dl.facts.wide {
            @for (key, said) in rows {
                div { dt { (label(visit.reader(), kind, key)) } dd { (said) } }
            }
        }
    })
}

/// A value of a field.
pub(super) fn shown(
    reader: &Reader,
    names: &References,
    kind: ContributionKind,
    key: &str,
    said: &Value,
) -> Markup {
    let control = fields::of(kind).iter().find(|field| field.key == key).map(|field| field.control);
    match control {
        Some(Control::Words(_) | Control::Names) => in_languages(reader, said),
        Some(Control::Themes | Control::Things(..) | Control::Thing(_) | Control::Page) => {
            things(reader, names, said)
        }
        _ => {
            let content = Value::Object(Map::from_iter([(key.to_owned(), said.clone())]));
            value(reader, Thing::from(&content), key)
                .unwrap_or_else(|| html! { code { (said.to_string()) } })
        }
    }
}

/// A text in each language, with the name of that.
fn in_languages(reader: &Reader, said: &Value) -> Markup {
    let texts = said.as_object().into_iter().flatten();
    let in_order = |tag: &str| Language::ALL.iter().position(|one| one.tag() == tag);
    let mut texts: Vec<(&String, &Value)> = texts.collect();
    texts.sort_by_key(|(tag, _)| in_order(tag).unwrap_or(Language::ALL.len()));
    html! {
        @for (tag, text) in texts {
            p.said-in {
                span.tongue { (reader.language_name(tag)) } " "
                span lang=(tag) { (plain(text)) }
            }
        }
    }
}

fn plain(text: &Value) -> String {
    match text {
        Value::Array(texts) => {
            texts.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(", ")
        }
        text => text.as_str().unwrap_or_default().to_owned(),
    }
}

/// Things with links to their pages.
fn things(reader: &Reader, names: &References, said: &Value) -> Markup {
    let said = said.as_array().cloned().unwrap_or_else(|| vec![said.clone()]);
    html! {
        ul.values {
            @for one in &said {
                li {
                    @match one["id"].as_str().filter(|id| id.starts_with(ID)).and_then(|id| Iri::parse(id).ok()) {
                        Some(id) => { @let name = names.name(&id); (reader.link(Thing::from(&name))) }
                        None => (external(one["@value"].as_str().or(one.as_str()).unwrap_or_default())),
                    }
                }
            }
        }
    }
}
