//! Terms of the ontology as values of parameters: a misspelt one is refused,
//! and the right ones are named.

use crate::domain::Iri;
use crate::graph::Value;
use crate::vocabulary::PES;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The kind of a statement.
#[derive(Clone, Copy, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[allow(missing_docs, reason = "terms of the ontology")]
pub(super) enum StatementKind {
    Achievement,
    Priority,
    Challenge,
    Lever,
    PracticeMention,
    TopicSought,
    TopicOffered,
    Expectation,
    TargetGroupMention,
}

/// How surely a source attributes a statement.
#[derive(Clone, Copy, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[allow(missing_docs, reason = "terms of the ontology")]
pub(super) enum Certainty {
    Explicit,
    Inferred,
    IllustrativeList,
}

/// How far a public source can be relied on.
#[derive(Clone, Copy, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[allow(missing_docs, reason = "terms of the ontology")]
pub(super) enum Confidence {
    High,
    Medium,
    Low,
}

/// How far a practice has come.
#[derive(Clone, Copy, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[allow(missing_docs, reason = "terms of the ontology")]
pub(super) enum Stage {
    Collected,
    Promising,
    Good,
    Discontinued,
}

/// The form that a peer exchange took.
#[derive(Clone, Copy, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[allow(missing_docs, reason = "terms of the ontology")]
pub(super) enum ExchangeType {
    StudyVisit,
    Workshop,
    Twinning,
}

/// The resource that a term stands for.
fn term(value: &impl Serialize) -> Value {
    let name = serde_json::to_value(value).unwrap_or_default();
    let iri = format!("{PES}{}", name.as_str().unwrap_or_default());
    Value::Iri(Iri::trusted(&iri))
}

impl StatementKind {
    pub(super) fn value(self) -> Value {
        term(&self)
    }
}

impl Certainty {
    pub(super) fn value(self) -> Value {
        term(&self)
    }
}

impl Confidence {
    pub(super) fn value(self) -> Value {
        term(&self)
    }
}

impl Stage {
    pub(super) fn value(self) -> Value {
        term(&self)
    }
}

impl ExchangeType {
    pub(super) fn value(self) -> Value {
        term(&self)
    }
}

/// A language, BCP 47.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(try_from = "String")]
#[schema(value_type = String, example = "fr")]
pub(super) struct LanguageTag(String);

impl TryFrom<String> for LanguageTag {
    type Error = String;

    fn try_from(tag: String) -> Result<Self, String> {
        let is_subtag = |part: &str| {
            (1..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric())
        };
        if tag.len() <= 35 && tag.split('-').all(is_subtag) {
            Ok(Self(tag))
        } else {
            Err("a language tag such as fr or pt-BR is expected".to_owned())
        }
    }
}

impl LanguageTag {
    pub(super) fn value(self) -> Value {
        Value::Text(self.0)
    }

    pub(super) fn into_string(self) -> String {
        self.0
    }
}
