//! Things in brief: the little that an answer shows of others beside their
//! identifiers, written straight from where it is kept.

use crate::domain::{Iri, Kind, Language, Text};
use serde::ser::{Serialize, SerializeMap, Serializer};
use serde_json::Value as Json;
use serde_json::value::{RawValue, to_raw_value};
use std::collections::HashMap;
use std::sync::Arc;

/// What is shown, in this order, and the name of its language where it is text.
const KEYS: [(&str, &str); 8] = [
    ("label", "labelLang"),
    ("country", ""),
    ("region", ""),
    ("kind", ""),
    ("certainty", ""),
    ("sourceLine", ""),
    ("locator", "locatorLang"),
    ("description", "descriptionLang"),
];

/// A thing with what is shown of it. A thousand bytes less than the same as
/// JSON values, and there are millions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Brief {
    id: Iri,
    /// By place among the keys.
    parts: Box<[(u8, Part)]>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Part {
    Words(Text),
    Term(Box<str>),
    Number(u64),
    Thing(Arc<Brief>),
}

/// A thing on its way to a reader of one language, or of all.
struct Shown<'a> {
    thing: &'a Brief,
    language: Option<Language>,
}

/// Things as they are written for one reader, each once however often an answer
/// shows it.
#[derive(Debug)]
pub struct Showing {
    language: Option<Language>,
    /// By place in memory, where each stays as long as it is here.
    written: HashMap<usize, (Arc<Brief>, Written)>,
}

/// A thing that is written already.
#[derive(Clone, Debug)]
pub struct Written(Arc<RawValue>);

/// Things in brief, by identifier.
#[derive(Clone, Debug, Default)]
pub struct Briefs(HashMap<Iri, Arc<Brief>>);

impl Brief {
    /// Nothing but an identifier.
    pub(super) fn bare(id: Iri) -> Self {
        Self { id, parts: Box::default() }
    }

    /// What is shown of a record. `keep` is given what it links to, which many
    /// others link to as well.
    pub(super) fn of(id: Iri, record: &Json, keep: &mut dyn FnMut(Self) -> Arc<Self>) -> Self {
        let parts = KEYS.iter().zip(0..).filter_map(|((name, _), key)| {
            let part = match record.get(name)? {
                Json::String(term) => Part::Term(term.as_str().into()),
                Json::Number(number) => Part::Number(number.as_u64()?),
                linked if linked["id"].is_string() => {
                    let id = Iri::trusted(linked["id"].as_str()?);
                    let linked = Self::of(id, linked, keep);
                    Part::Thing(keep(linked))
                }
                words => Part::Words(serde_json::from_value(words.clone()).ok()?),
            };
            Some((key, part))
        });
        Self { parts: parts.collect(), id }
    }

    /// Its identifier.
    #[must_use]
    pub fn id(&self) -> &Iri {
        &self.id
    }

    /// As a JSON-LD object, in all languages.
    #[must_use]
    pub fn json(&self) -> Json {
        serde_json::to_value(self).unwrap_or_default()
    }

    /// The memory that it takes, without what others share.
    pub(super) fn bytes(&self) -> usize {
        let of_part = |part: &Part| match part {
            Part::Words(text) => text.bytes(),
            Part::Term(term) => term.len(),
            Part::Number(_) | Part::Thing(_) => 0,
        };
        let beside: usize = self.parts.iter().map(|(_, part)| of_part(part)).sum();
        size_of::<Self>() + self.id.as_str().len() + size_of_val(&*self.parts) + beside
    }
}

impl Showing {
    /// To a reader of one language, or of all.
    #[must_use]
    pub fn to(language: Option<Language>) -> Self {
        Self { language, written: HashMap::new() }
    }

    /// A thing as it is written.
    pub fn show(&mut self, thing: &Arc<Brief>) -> Written {
        let write = || {
            let shown = Shown { thing, language: self.language };
            let written = Written(to_raw_value(&shown).unwrap_or_default().into());
            (Arc::clone(thing), written)
        };
        let known = self.written.entry(Arc::as_ptr(thing).addr());
        known.or_insert_with(write).1.clone()
    }
}

impl Serialize for Written {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

impl Briefs {
    /// What is shown of records.
    pub(super) fn of(records: impl IntoIterator<Item = (Iri, Arc<Json>)>) -> Self {
        let brief = |(id, record): (Iri, Arc<Json>)| {
            (id.clone(), Arc::new(Brief::of(id, &record, &mut Arc::new)))
        };
        Self(records.into_iter().map(brief).collect())
    }

    /// A thing; its bare identifier when nothing is known of it.
    #[must_use]
    pub fn name(&self, id: &Iri) -> Arc<Brief> {
        self.0.get(id).map_or_else(|| Arc::new(Brief::bare(id.clone())), Arc::clone)
    }
}

impl Serialize for Brief {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Shown { thing: self, language: None }.serialize(serializer)
    }
}

impl Serialize for Shown<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Brief { id, parts } = self.thing;
        let mut object = serializer.serialize_map(None)?;
        object.serialize_entry("id", id.as_str())?;
        if let Some(slug) = Kind::slug_in(id.as_str()) {
            object.serialize_entry("slug", slug)?;
        }
        for (key, part) in parts {
            let (name, name_of_language) = KEYS[usize::from(*key)];
            match (part, self.language) {
                (Part::Words(text), None) => object.serialize_entry(name, text)?,
                (Part::Words(text), Some(language)) => {
                    let (tag, words) = text.get(language).unzip();
                    object.serialize_entry(name, &words)?;
                    object.serialize_entry(name_of_language, &tag)?;
                }
                (Part::Term(term), _) => object.serialize_entry(name, term)?,
                (Part::Number(number), _) => object.serialize_entry(name, number)?,
                (Part::Thing(thing), language) => {
                    object.serialize_entry(name, &Shown { thing, language })?;
                }
            }
        }
        object.end()
    }
}
