//! The JSON-LD context, read once: which key stands for which property, and
//! how its values are written.

use serde_json::Value;
use std::collections::HashMap;
use std::sync::LazyLock;

/// The JSON-LD context that the service publishes at `/context.jsonld`.
pub const CONTEXT_JSON: &str = include_str!("../../ontology/context.jsonld");

/// How the values of a key are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    /// `{"fr": "…", "en": "…"}`
    LanguageMap,
    /// A resource: an object with its `id`, or a bare address outside the graph.
    Resource,
    /// A term of the ontology by its local name: `"challenge"`.
    Term,
    /// A JSON number without fraction.
    Integer,
    /// A JSON boolean.
    Boolean,
    /// The lexical form, which keeps decimals and dates exact.
    Text,
}

/// A key of the JSON objects.
#[derive(Debug)]
pub(super) struct Key {
    pub(super) name: String,
    /// Position in the context, which is the order of keys in an object.
    pub(super) order: usize,
    pub(super) shape: Shape,
    /// Written as an array even for one value.
    pub(super) many: bool,
}

/// Every key by the IRI of its property, and by its name.
#[derive(Debug)]
pub(super) struct Context {
    by_property: HashMap<String, Key>,
    language_maps: HashMap<String, bool>,
}

pub(super) static CONTEXT: LazyLock<Context> = LazyLock::new(|| {
    Context::parse(CONTEXT_JSON).expect("the committed context is well formed, as a test shows")
});

/// Whether a key of our JSON holds texts by language.
#[must_use]
pub fn language_map_key(key: &str) -> bool {
    CONTEXT.language_map(key).is_some()
}

impl Context {
    pub(super) fn key(&self, property: &str) -> Option<&Key> {
        self.by_property.get(property)
    }

    /// Whether the key holds language maps; if so, whether with several
    /// values a language.
    pub(super) fn language_map(&self, key: &str) -> Option<bool> {
        self.language_maps.get(key).copied()
    }

    fn parse(text: &str) -> Result<Self, String> {
        let document: Value = serde_json::from_str(text).map_err(|error| error.to_string())?;
        let terms = document["@context"].as_object().ok_or("an object under @context")?;
        let prefixes: HashMap<&str, &str> = terms
            .iter()
            .filter_map(|(name, value)| Some((name.as_str(), value.as_str()?)))
            .filter(|(_, iri)| iri.contains("://"))
            .collect();
        let expand = |short: &str| match short.split_once(':') {
            Some((prefix, local)) => prefixes.get(prefix).map(|base| format!("{base}{local}")),
            None => None,
        };
        let mut by_property = HashMap::new();
        let mut language_maps = HashMap::new();
        for (order, (name, definition)) in terms.iter().enumerate() {
            let short = definition.as_str().or_else(|| definition["@id"].as_str());
            let Some(property) = short.and_then(&expand).filter(|_| !name.starts_with('@')) else {
                continue;
            };
            let key = Key::parse(name, order, definition);
            if key.shape == Shape::LanguageMap {
                language_maps.insert(name.clone(), key.many);
            }
            by_property.insert(property, key);
        }
        Ok(Self { by_property, language_maps })
    }
}

impl Key {
    fn parse(name: &str, order: usize, definition: &Value) -> Self {
        let container = |wanted: &str| match &definition["@container"] {
            Value::String(one) => one == wanted,
            Value::Array(several) => several.iter().any(|one| one == wanted),
            _ => false,
        };
        let shape = match definition["@type"].as_str() {
            _ if container("@language") => Shape::LanguageMap,
            Some("@id") => Shape::Resource,
            Some("@vocab") => Shape::Term,
            Some("xsd:integer") => Shape::Integer,
            Some("xsd:boolean") => Shape::Boolean,
            _ => Shape::Text,
        };
        Self { name: name.to_owned(), order, shape, many: container("@set") }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_committed_context_is_understood() -> Result<(), String> {
        let context = Context::parse(CONTEXT_JSON)?;
        let label = context
            .key("http://www.w3.org/2004/02/skos/core#prefLabel")
            .ok_or("no key for skos:prefLabel")?;
        assert_eq!((label.name.as_str(), label.shape), ("label", Shape::LanguageMap));
        assert_eq!(context.language_map("altLabel"), Some(true));
        Ok(())
    }
}
