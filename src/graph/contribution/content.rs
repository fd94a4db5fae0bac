//! What a contribution says: triples about one thing, read from JSON in the
//! keys of the API, JSON-LD or Turtle. Incomplete is allowed; what is said of
//! anything else, in other words than ours, is not.

use super::remark::{self, Remark};
use super::{fields, term};
use crate::domain::{ContributionKind, Iri, Kind, Slug};
use crate::graph::context::{CONTEXT, CONTEXT_JSON};
use crate::graph::engine::KnowledgeGraph;
use crate::graph::error::GraphError;
use crate::graph::publication::node;
use crate::graph::record::Record;
use crate::graph::source::{Upload, UploadFormat, parse_upload};
use crate::graph::violation::Violation;
use crate::vocabulary::{DCT, ID, PES, SCHEMA, XSD};
use jiff::civil::Date;
use oxigraph::io::{RdfFormat, RdfParser};
use oxigraph::model::vocab::{rdf, xsd};
use oxigraph::model::{GraphNameRef, Literal, NamedNode, NamedOrBlankNode, QuadRef, Term, Triple};
use oxigraph::store::Store;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::io::Cursor;

/// Properties whose values are dates with the precision known. JSON has their
/// text alone.
const DATES: [&str; 3] = ["date", "startDate", "endDate"];
/// What the parts of a budget say.
const BUDGET: [&str; 3] = ["amount", "currency", "period"];

/// What a contribution says of its thing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Content {
    kind: ContributionKind,
    thing: Iri,
    triples: Vec<Triple>,
}

/// What is known of a contribution before its content is read.
#[derive(Clone, Copy, Debug)]
pub struct ContentFrame<'a> {
    /// Its name.
    pub id: &'a Slug,
    /// What it is.
    pub kind: ContributionKind,
    /// Its thing, where an earlier version settled that.
    pub thing: Option<&'a Iri>,
    /// The member that it is of.
    pub member: Option<&'a Slug>,
    /// The date of a claim that names none.
    pub today: Date,
}

/// The content cannot be taken.
#[derive(Debug, thiserror::Error)]
pub enum ContentError {
    /// It says what it may not.
    #[error("the content cannot be taken")]
    Faulty(Vec<Remark>),
    /// It is not well formed, or the graph failed.
    #[error(transparent)]
    Graph(#[from] GraphError),
}

impl From<Remark> for ContentError {
    fn from(remark: Remark) -> Self {
        Self::Faulty(vec![remark])
    }
}

impl KnowledgeGraph {
    /// Reads the content of a contribution, and adds what is so of its kind.
    ///
    /// # Errors
    /// When it is malformed, or says what it may not.
    pub fn read_content(
        &self,
        frame: &ContentFrame<'_>,
        body: Vec<u8>,
        format: UploadFormat,
    ) -> Result<Content, ContentError> {
        let body = if format == UploadFormat::JsonLd { in_our_words(frame, &body)? } else { body };
        let base = Iri::trusted(ID);
        let upload = Upload { format, base: base.clone(), body: Box::new(Cursor::new(body)) };
        let triples = parse_upload(upload, &base)
            .map(|quad| quad.map(Triple::from))
            .collect::<Result<Vec<_>, _>>()?;
        let root = root_of(&triples).ok_or_else(|| remark::one_thing(frame.kind))?;
        let mut reading = Reading {
            frame,
            store: self.store(),
            thing: node(&name_of(&root, frame)?),
            parts: parts_of(&root, &triples, frame),
            said: BTreeMap::new(),
            remarks: Vec::new(),
        };
        for triple in triples {
            reading.take(&root, triple)?;
        }
        reading.finish()
    }
}

impl Content {
    /// What it is about.
    #[must_use]
    pub fn thing(&self) -> &Iri {
        &self.thing
    }

    /// The last day on which it holds, where it names one.
    #[must_use]
    pub fn ends(&self) -> Option<Date> {
        let property = term(SCHEMA, "endDate");
        let found = self.triples.iter().find(|triple| triple.predicate == property)?;
        match &found.object {
            Term::Literal(day) => day.value().parse().ok(),
            _ => None,
        }
    }

    /// As text to keep: N-Triples, sorted.
    #[must_use]
    pub fn to_text(&self) -> String {
        let lines: BTreeSet<String> =
            self.triples.iter().map(|triple| format!("{triple} .\n")).collect();
        lines.into_iter().collect()
    }

    /// From such a text.
    ///
    /// # Errors
    /// When it is not one.
    pub fn from_text(kind: ContributionKind, thing: &Iri, text: &str) -> Result<Self, GraphError> {
        let triples = RdfParser::from_format(RdfFormat::NTriples)
            .for_slice(text.as_bytes())
            .map(|quad| quad.map(Triple::from))
            .collect::<Result<_, _>>()
            .map_err(|error| GraphError::Damaged(error.to_string()))?;
        Ok(Self { kind, thing: thing.clone(), triples })
    }

    /// As JSON, in the keys of the API.
    #[must_use]
    pub fn to_json(&self) -> Value {
        let framed = Record::frame(&self.triples, std::slice::from_ref(&self.thing));
        let mut json = framed.into_iter().next().map(Record::into_json).unwrap_or_default();
        let class = fields::narrower_class(self.kind).map(str::to_owned);
        let class =
            class.unwrap_or_else(|| local_name(self.kind.thing().class().as_str()).to_owned());
        json["type"] = json!(class);
        json
    }

    /// What shapes say of it, in its keys.
    #[must_use]
    pub fn remarks(&self, violations: &[Violation]) -> Vec<Remark> {
        violations.iter().map(|violation| Remark::of(violation, self)).collect()
    }

    pub(super) fn triples(&self) -> &[Triple] {
        &self.triples
    }

    pub(super) fn speaks_of(&self, subject: &str) -> bool {
        self.triples.iter().any(|triple| match &triple.subject {
            NamedOrBlankNode::NamedNode(node) => node.as_str() == subject,
            NamedOrBlankNode::BlankNode(_) => false,
        })
    }
}

/// The document with our context in place of the one that it names, and with
/// its class if it has none.
fn in_our_words(frame: &ContentFrame<'_>, body: &[u8]) -> Result<Vec<u8>, ContentError> {
    let malformed = |error: &serde_json::Error| GraphError::Malformed {
        file: "content".to_owned(),
        position: crate::graph::Position {
            line: error.line() as u64,
            column: error.column() as u64,
        },
        message: error.to_string(),
    };
    let document: Value = serde_json::from_slice(body).map_err(|error| malformed(&error))?;
    let Value::Object(mut object) = document else {
        return Err(remark::one_thing(frame.kind).into());
    };
    let ours = match object.remove("@context") {
        None => true,
        Some(Value::String(name)) => name.ends_with("/context.jsonld"),
        Some(_) => false,
    };
    if !ours || object.values().any(has_context) {
        return Err(remark::foreign_context().into());
    }
    if !object.contains_key("type") && !object.contains_key("@type") {
        object.insert("type".to_owned(), json!(frame.kind.thing().class().as_str()));
    }
    let mut context: Value =
        serde_json::from_str(CONTEXT_JSON).map_err(|error| malformed(&error))?;
    object.insert("@context".to_owned(), context["@context"].take());
    Ok(Value::Object(object).to_string().into_bytes())
}

fn has_context(value: &Value) -> bool {
    match value {
        Value::Array(items) => items.iter().any(has_context),
        Value::Object(object) => {
            object.contains_key("@context") || object.values().any(has_context)
        }
        _ => false,
    }
}

/// The only thing that nothing else leads to.
fn root_of(triples: &[Triple]) -> Option<NamedOrBlankNode> {
    let is_led_to = |subject: &NamedOrBlankNode| {
        triples.iter().any(|triple| {
            triple.subject != *subject && triple.object == Term::from(subject.clone())
        })
    };
    let mut subjects: Vec<&NamedOrBlankNode> =
        triples.iter().map(|triple| &triple.subject).collect();
    subjects.sort_by_key(ToString::to_string);
    subjects.dedup();
    subjects.retain(|subject| !is_led_to(subject));
    match subjects.as_slice() {
        [one] => Some((*one).clone()),
        _ => None,
    }
}

/// The identifier of the thing: as settled, as sent, or that of the
/// contribution.
fn name_of(root: &NamedOrBlankNode, frame: &ContentFrame<'_>) -> Result<Iri, Remark> {
    let NamedOrBlankNode::NamedNode(sent) = root else {
        return Ok(frame.thing.cloned().unwrap_or_else(|| frame.kind.thing().iri(frame.id)));
    };
    if Kind::of(sent.as_str()) != Some(frame.kind.thing()) {
        return Err(remark::wrong_identifier(frame.kind, sent.as_str()));
    }
    match frame.thing {
        Some(kept) if kept.as_str() != sent.as_str() => {
            Err(remark::other_identifier(kept.as_str(), sent.as_str()))
        }
        _ => Ok(Iri::trusted(sent.as_str())),
    }
}

/// The budgets of a programme, with an identifier where they have none.
fn parts_of(
    root: &NamedOrBlankNode,
    triples: &[Triple],
    frame: &ContentFrame<'_>,
) -> BTreeMap<String, NamedNode> {
    let budget = term(PES, "budget");
    let of_root = |triple: &&Triple| triple.subject == *root && triple.predicate == budget;
    let mut parts = BTreeMap::new();
    for (place, triple) in triples.iter().filter(of_root).enumerate() {
        let name = match &triple.object {
            Term::NamedNode(node) if node.as_str().starts_with(&format!("{ID}budget/")) => {
                node.clone()
            }
            Term::BlankNode(_) => term(ID, &format!("budget/{}-{}", frame.id, place + 1)),
            _ => continue,
        };
        parts.insert(triple.object.to_string(), name);
    }
    parts
}

/// Content while it is read.
struct Reading<'a> {
    frame: &'a ContentFrame<'a>,
    store: Store,
    thing: NamedNode,
    /// The parts by what they were called.
    parts: BTreeMap<String, NamedNode>,
    /// What is said, each triple once and in order.
    said: BTreeMap<String, Triple>,
    remarks: Vec<Remark>,
}

impl Reading<'_> {
    fn take(&mut self, root: &NamedOrBlankNode, triple: Triple) -> Result<(), GraphError> {
        if triple.subject == *root {
            self.take_own(triple);
        } else if let Some(part) = self.parts.get(&triple.subject.to_string()).cloned() {
            self.take_part(&part, triple);
        } else if !self.is_said_already(&triple)? {
            self.remarks.push(remark::about_others(&triple.subject.to_string()));
        }
        Ok(())
    }

    /// What is said of the thing itself.
    fn take_own(&mut self, triple: Triple) {
        let kind = self.frame.kind;
        if triple.predicate == rdf::TYPE {
            if !self.is_right_class(&triple.object) {
                let found = local_name(&plain(&triple.object)).to_owned();
                self.remarks.push(remark::wrong_class(kind, &found));
            }
            return;
        }
        let property = triple.predicate.as_str();
        let key = CONTEXT.key(property).map(|key| key.name.as_str());
        let Some(key) = key.filter(|key| fields::of(kind).contains(key)) else {
            let name = property.strip_prefix(PES).unwrap_or(property);
            self.remarks.push(remark::unknown_field(kind, name));
            return;
        };
        let Some(object) = self.object(key, triple.object) else { return };
        self.say(Triple::new(self.thing.clone(), triple.predicate, object));
    }

    fn take_part(&mut self, part: &NamedNode, triple: Triple) {
        let key = CONTEXT.key(triple.predicate.as_str()).map(|key| key.name.as_str());
        if key.is_some_and(|key| BUDGET.contains(&key)) {
            self.say(Triple::new(part.clone(), triple.predicate, triple.object));
        } else if triple.predicate != rdf::TYPE {
            self.remarks.push(remark::about_others(triple.predicate.as_str()));
        }
    }

    /// The value of a field as the graph has it; none for what is no value.
    fn object(&mut self, key: &str, object: Term) -> Option<Term> {
        let given = fields::given(self.frame.kind).iter().find(|(name, _)| *name == key);
        if let Some((_, value)) = given
            && object != term(PES, value).into()
        {
            self.remarks.push(remark::fixed(key, value, plain(&object)));
            return None;
        }
        match object {
            Term::Literal(literal) if DATES.contains(&key) => Some(dated(literal).into()),
            Term::Literal(literal) => Some(literal.into()),
            object => {
                if let Some(part) = self.parts.get(&object.to_string()) {
                    return Some(part.clone().into());
                }
                let found = plain(&object);
                let ours = found.strip_prefix(ID).is_some() && Kind::of(&found).is_none();
                if ours || !matches!(object, Term::NamedNode(_)) {
                    self.remarks.push(remark::no_thing(key, &found));
                    return None;
                }
                Some(object)
            }
        }
    }

    fn is_right_class(&self, class: &Term) -> bool {
        let right = node(&self.frame.kind.thing().class());
        let narrower = fields::narrower_class(self.frame.kind).map(|name| term(PES, name));
        *class == right.into() || narrower.is_some_and(|narrower| *class == narrower.into())
    }

    /// What comes along with names of other things is dropped.
    fn is_said_already(&self, triple: &Triple) -> Result<bool, GraphError> {
        let quad = QuadRef::new(
            triple.subject.as_ref(),
            triple.predicate.as_ref(),
            triple.object.as_ref(),
            GraphNameRef::DefaultGraph,
        );
        self.store.contains(quad).map_err(GraphError::storage("read"))
    }

    fn say(&mut self, triple: Triple) {
        self.said.insert(triple.to_string(), triple);
    }

    fn values(&self, property: &NamedNode) -> Vec<&Term> {
        let of_thing = |triple: &&Triple| {
            triple.subject == self.thing.clone().into() && triple.predicate == *property
        };
        self.said.values().filter(of_thing).map(|triple| &triple.object).collect()
    }

    /// Adds what is so of the kind, and whose it is.
    fn finish(mut self) -> Result<Content, ContentError> {
        let kind = self.frame.kind;
        let thing = self.thing.clone();
        let class = node(&kind.thing().class());
        self.say(Triple::new(thing.clone(), rdf::TYPE.into_owned(), class));
        if let Some(name) = fields::narrower_class(kind) {
            self.say(Triple::new(thing.clone(), rdf::TYPE.into_owned(), term(PES, name)));
        }
        for (name, value) in fields::given(kind) {
            self.say(Triple::new(thing.clone(), term(PES, name), term(PES, value)));
        }
        for part in self.parts.clone().into_values() {
            let class = term(SCHEMA, "MonetaryAmount");
            self.say(Triple::new(part, rdf::TYPE.into_owned(), class));
        }
        let date = term(DCT, "date");
        if kind.thing() == Kind::Statement && self.values(&date).is_empty() {
            let today = dated(Literal::from(self.frame.today.to_string().as_str()));
            self.say(Triple::new(thing.clone(), date, today));
        }
        self.name_owner();
        self.remarks.dedup();
        if !self.remarks.is_empty() {
            return Err(ContentError::Faulty(self.remarks));
        }
        let triples = self.said.into_values().collect();
        Ok(Content { kind, thing: Iri::trusted(thing.as_str()), triples })
    }

    fn name_owner(&mut self) {
        let (Some(field), Some(member)) = (fields::owner(self.frame.kind), self.frame.member)
        else {
            return;
        };
        let (property, owner) = (term(PES, field), Term::from(node(&Kind::Member.iri(member))));
        let named = self.values(&property);
        if named.is_empty() {
            self.say(Triple::new(self.thing.clone(), property, owner));
        } else if !named.contains(&&owner) {
            self.remarks.push(remark::another_member(field, member.as_str()));
        }
    }
}

/// A date by the precision that its text has; what is none stays as it is, for
/// the shapes to name.
fn dated(literal: Literal) -> Literal {
    if literal.datatype() != xsd::STRING {
        return literal;
    }
    let text = literal.value();
    let is_day = |day: &str| day.parse::<Date>().is_ok_and(|read| read.to_string() == day);
    let datatype = match text.len() {
        4 if is_day(&format!("{text}-01-01")) => "gYear",
        7 if is_day(&format!("{text}-01")) => "gYearMonth",
        10 if is_day(text) => "date",
        _ => return literal,
    };
    Literal::new_typed_literal(text, term(XSD, datatype))
}

/// A term as people write it.
fn plain(term: &Term) -> String {
    match term {
        Term::NamedNode(node) => node.as_str().to_owned(),
        Term::Literal(literal) => literal.value().to_owned(),
        other => other.to_string(),
    }
}

pub(super) fn local_name(iri: &str) -> &str {
    iri.rsplit(['#', '/']).next().unwrap_or(iri)
}
