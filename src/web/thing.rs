//! A record of the graph as a reader sees it: its words in the language of the
//! page, or marked with the language that they are in.

use super::reader::Reader;
use crate::domain::{Iri, Kind, Language, Slug};
use crate::graph::Record;
use maud::{Markup, Render, html};
use serde_json::{Map, Value};

static NOTHING: Value = Value::Null;

/// A thing with what is said of it, in the keys of the context.
#[derive(Clone, Copy, Debug)]
pub(super) struct Thing<'a>(&'a Value);

/// Words with the language that they are in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Words<'a> {
    pub(super) text: &'a str,
    /// Its tag, where it is another than that of the page.
    foreign: Option<&'a str>,
}

impl<'a> Words<'a> {
    /// Words in a language, by its tag; empty where none is said.
    pub(super) fn of(text: &'a str, tag: &'a str, reader: &Reader) -> Self {
        Self { text, foreign: foreign(tag, reader).filter(|tag| !tag.is_empty()) }
    }

    /// The tag of their language, where it is another than that of the page.
    pub(super) fn foreign(&self) -> Option<&'a str> {
        self.foreign
    }
}

impl Render for Words<'_> {
    fn render(&self) -> Markup {
        html! { @if let Some(tag) = self.foreign { span lang=(tag) { (self.text) } } @else { (self.text) } }
    }
}

impl<'a> From<&'a Record> for Thing<'a> {
    fn from(record: &'a Record) -> Self {
        Self(record.as_json())
    }
}

impl<'a> From<&'a Value> for Thing<'a> {
    fn from(value: &'a Value) -> Self {
        Self(value)
    }
}

impl<'a> Thing<'a> {
    /// Its identifier.
    pub(super) fn id(self) -> &'a str {
        self.string("id").unwrap_or_default()
    }

    pub(super) fn iri(self) -> Option<Iri> {
        Iri::parse(self.id()).ok()
    }

    pub(super) fn kind_and_slug(self) -> Option<(Kind, Slug)> {
        Kind::read(self.id())
    }

    /// The last part of its identifier.
    pub(super) fn slug(self) -> &'a str {
        self.string("slug").unwrap_or_default()
    }

    /// Its name; the last part of its identifier where it has none.
    pub(super) fn label(self, reader: &Reader) -> Words<'a> {
        let bare = Words { text: self.slug(), foreign: None };
        self.words("label", reader).unwrap_or(bare)
    }

    /// What is said of it in words.
    pub(super) fn words(self, key: &str, reader: &Reader) -> Option<Words<'a>> {
        let (tag, value) = chosen(self.0.get(key)?.as_object()?, reader.language)?;
        let text = value.as_str().or_else(|| value.get(0)?.as_str())?;
        Some(Words { text, foreign: foreign(tag, reader) })
    }

    /// All that is said of it under a key whose languages have several texts:
    /// in the language of the reader, or in all others where it has none.
    pub(super) fn all_words(self, key: &str, reader: &Reader) -> Vec<Words<'a>> {
        let Some(texts) = self.0.get(key).and_then(Value::as_object) else { return Vec::new() };
        let own = texts.get_key_value(reader.language.tag());
        let chosen: Vec<_> = own.map_or_else(|| texts.iter().collect(), |own| vec![own]);
        let words = |(tag, list): (&'a String, &'a Value)| {
            let list = list.as_array().into_iter().flatten().filter_map(Value::as_str);
            list.map(move |text| Words { text, foreign: foreign(tag, reader) }).collect::<Vec<_>>()
        };
        chosen.into_iter().flat_map(words).collect()
    }

    /// What it links to, where that is one thing.
    pub(super) fn one(self, key: &str) -> Option<Thing<'a>> {
        match self.0.get(key)? {
            Value::Array(list) => list.first().map(Thing),
            Value::Null => None,
            value => Some(Thing(value)),
        }
    }

    /// All that it links to, but addresses elsewhere.
    pub(super) fn many(self, key: &str) -> Vec<Thing<'a>> {
        self.values(key).into_iter().filter(|value| value.is_object()).map(Thing).collect()
    }

    /// Plain texts: addresses elsewhere, language tags.
    pub(super) fn strings(self, key: &str) -> Vec<&'a str> {
        let text = |value: &'a Value| value.as_str().or_else(|| value.get("@value")?.as_str());
        self.values(key).into_iter().filter_map(text).collect()
    }

    fn values(self, key: &str) -> Vec<&'a Value> {
        match self.0.get(key).unwrap_or(&NOTHING) {
            Value::Array(list) => list.iter().collect(),
            Value::Null => Vec::new(),
            value => vec![value],
        }
    }

    pub(super) fn string(self, key: &str) -> Option<&'a str> {
        self.0.get(key)?.as_str()
    }

    pub(super) fn number(self, key: &str) -> Option<u64> {
        self.0.get(key)?.as_u64()
    }

    pub(super) fn flag(self, key: &str) -> bool {
        self.0.get(key).and_then(Value::as_bool).unwrap_or_default()
    }

    /// Whether it is the same thing.
    pub(super) fn is(self, other: Thing<'_>) -> bool {
        self.id() == other.id()
    }
}

/// The text in the language of the reader, or in the one it falls back to.
fn chosen(texts: &Map<String, Value>, language: Language) -> Option<(&str, &Value)> {
    let mut order = std::iter::once(language).chain(Language::ALL).map(Language::tag);
    let known = order.find_map(|tag| texts.get_key_value(tag));
    known.or_else(|| texts.iter().next()).map(|(tag, value)| (tag.as_str(), value))
}

fn foreign<'a>(tag: &'a str, reader: &Reader) -> Option<&'a str> {
    (tag != reader.language.tag() && tag != "und").then_some(tag)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn words_of_another_language_say_so() {
        let value = json!({ "id": "https://w3id.org/passerelle/id/theme/x", "slug": "x",
            "label": { "en": "<b>" }, "altLabel": { "de": ["a"], "es": ["b", "c"] } });
        let thing = Thing::from(&value);
        let spanish = Reader::of(Language::Spanish);
        assert_eq!(
            thing.label(&spanish).render().into_string(),
            "<span lang=\"en\">&lt;b&gt;</span>"
        );
        let names: Vec<&str> =
            thing.all_words("altLabel", &spanish).iter().map(|it| it.text).collect();
        assert_eq!(names, ["b", "c"]);
        let link = spanish.link(thing).into_string();
        assert!(link.starts_with("<a href=\"/es/theme/x\">"), "{link}");
    }
}
