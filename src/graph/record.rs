//! A thing of the graph as a JSON-LD object, in the keys of our context.
//!
//! The engine writes JSON-LD flat; an application wants a tree from a root.
//! This is the small part of JSON-LD framing that takes: embed what the
//! triples say of a linked thing, name keys by the context. A test expands the
//! result again and finds its triples in the graph; dates alone are plain text,
//! because their precision varies.

use super::context::{CONTEXT, Key, Shape};
use crate::domain::{Iri, Kind, Language, Text};
use crate::vocabulary::{ID, PES, RDF};
use oxigraph::model::{NamedOrBlankNode, Term, Triple};
use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, HashMap};

/// One thing with what is said of it: `{"id": …, "slug": …, "type": …, …}`.
#[derive(Clone, Debug, PartialEq)]
pub struct Record(Value);

impl Record {
    /// The JSON-LD object, without `@context`.
    #[must_use]
    pub fn into_json(self) -> Value {
        self.0
    }

    /// The same, to look at.
    #[must_use]
    pub fn as_json(&self) -> &Value {
        &self.0
    }

    /// Whether it says no more than that the thing is retired.
    #[must_use]
    pub fn is_tombstone(&self) -> bool {
        self.0["deprecated"] == true && self.0["type"].is_null()
    }

    /// The object of each root that the triples speak of, in order of `roots`.
    pub(super) fn frame(triples: &[Triple], roots: &[Iri]) -> Vec<Self> {
        let mut nodes: HashMap<&str, Vec<&Triple>> = HashMap::new();
        for triple in triples {
            if let NamedOrBlankNode::NamedNode(subject) = &triple.subject {
                nodes.entry(subject.as_str()).or_default().push(triple);
            }
        }
        let frame = Frame { nodes };
        roots
            .iter()
            .filter(|root| frame.nodes.contains_key(root.as_str()))
            .map(|root| Self(frame.node(root.as_str(), &mut Vec::new())))
            .collect()
    }

    /// Replaces each language map in `value` by the text in `language`, or in
    /// the language it falls back to, and adds `{key}Lang` with its tag.
    pub fn localise(value: &mut Value, language: Language) {
        match value {
            Value::Array(items) => {
                for item in items {
                    Self::localise(item, language);
                }
            }
            Value::Object(object) => *object = localised(std::mem::take(object), language),
            _ => {}
        }
    }
}

fn localised(object: Map<String, Value>, language: Language) -> Map<String, Value> {
    let mut result = Map::new();
    for (key, mut value) in object {
        if CONTEXT.language_map(&key).is_none() || !value.is_object() {
            Record::localise(&mut value, language);
            result.insert(key, value);
            continue;
        }
        let tag = chosen(&value, language);
        result.insert(key.clone(), tag.as_ref().map_or(Value::Null, |tag| value[tag].take()));
        result.insert(format!("{key}Lang"), json!(tag));
    }
    result
}

/// The tag of the language that a language map is read in.
fn chosen(map: &Value, language: Language) -> Option<String> {
    let mut tags = Text::default();
    for tag in map.as_object()?.keys() {
        tags.insert(tag, "");
    }
    tags.get(language).map(|(tag, _)| tag.to_owned())
}

struct Frame<'a> {
    nodes: HashMap<&'a str, Vec<&'a Triple>>,
}

impl<'a> Frame<'a> {
    /// The object of one resource; `path` holds what is being written above
    /// it, so that a cycle ends in a reference.
    fn node(&self, iri: &'a str, path: &mut Vec<&'a str>) -> Value {
        let mut object = Map::new();
        object.insert("id".into(), json!(iri));
        if let Some(slug) = Kind::slug_of(iri) {
            object.insert("slug".into(), json!(slug.as_str()));
        }
        let Some(triples) = self.nodes.get(iri).filter(|_| !path.contains(&iri)) else {
            return Value::Object(object);
        };
        path.push(iri);
        let mut types = Vec::new();
        let mut properties: BTreeMap<usize, (&Key, Vec<&'a Term>)> = BTreeMap::new();
        for triple in triples {
            let property = triple.predicate.as_str();
            if property.strip_prefix(RDF) == Some("type") {
                types.push(type_name(&triple.object));
            } else if let Some(key) = CONTEXT.key(property) {
                properties.entry(key.order).or_insert((key, Vec::new())).1.push(&triple.object);
            }
        }
        if let Some(types) = one_or_many(types, false) {
            object.insert("type".into(), types);
        }
        for (key, terms) in properties.into_values() {
            let value = match key.shape {
                Shape::LanguageMap => Some(language_map(&terms, key.many)),
                _ => one_or_many(
                    terms.iter().map(|term| self.value(key, term, path)).collect(),
                    key.many,
                ),
            };
            if let Some(value) = value {
                object.insert(key.name.clone(), value);
            }
        }
        path.pop();
        Value::Object(object)
    }

    fn value(&self, key: &Key, term: &'a Term, path: &mut Vec<&'a str>) -> Value {
        match (key.shape, term) {
            (Shape::Term, Term::NamedNode(node)) => json!(local_name(node.as_str())),
            (_, Term::NamedNode(node)) if self.is_object(node.as_str()) => {
                self.node(node.as_str(), path)
            }
            (_, Term::NamedNode(node)) => json!(node.as_str()),
            (Shape::Resource, Term::Literal(literal)) => json!({ "@value": literal.value() }),
            (Shape::Integer, Term::Literal(literal)) => literal
                .value()
                .parse::<i64>()
                .map_or_else(|_| json!(literal.value()), |number| json!(number)),
            (Shape::Boolean, Term::Literal(literal)) => json!(literal.value() == "true"),
            (_, Term::Literal(literal)) => json!(literal.value()),
            _ => Value::Null,
        }
    }

    /// Things of this graph are objects; addresses elsewhere are plain text.
    fn is_object(&self, iri: &str) -> bool {
        iri.starts_with(ID) || self.nodes.contains_key(iri)
    }
}

fn type_name(term: &Term) -> Value {
    match term {
        Term::NamedNode(node) => json!(local_name(node.as_str())),
        _ => Value::Null,
    }
}

fn local_name(iri: &str) -> &str {
    iri.strip_prefix(PES).unwrap_or(iri)
}

/// A language map; with `many`, each language has an array, sorted.
fn language_map(terms: &[&Term], many: bool) -> Value {
    let mut texts: BTreeMap<&str, Vec<Value>> = BTreeMap::new();
    for term in terms {
        if let Term::Literal(literal) = term {
            let tag = literal.language().unwrap_or("und");
            texts.entry(tag).or_default().push(json!(literal.value()));
        }
    }
    let map = texts
        .into_iter()
        .filter_map(|(tag, texts)| Some((tag.to_owned(), one_or_many(texts, many)?)))
        .collect();
    Value::Object(map)
}

/// Sorts, so that the same graph gives the same bytes.
fn one_or_many(mut values: Vec<Value>, many: bool) -> Option<Value> {
    values.retain(|value| !value.is_null());
    values.sort_by_cached_key(sort_key);
    values.dedup();
    match values.len() {
        0 => None,
        1 if !many => values.pop(),
        _ => Some(Value::Array(values)),
    }
}

fn sort_key(value: &Value) -> String {
    match value {
        Value::Object(object) => object.get("id").map_or_else(String::new, ToString::to_string),
        other => other.to_string(),
    }
}
