//! What all answers have in common: a context of their own, what they are
//! about, and one of two names for the same bytes.

use super::super::parameters::Presentation;
use super::super::problem::Problem;
use super::super::resource;
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};
use serde_json::{Map, Value, json};

/// An answer, key by key.
pub(super) struct Answer {
    context: Map<String, Value>,
    body: Map<String, Value>,
}

impl Answer {
    /// About a thing, by its identifier; the answer itself where that is empty.
    pub(super) fn about(uri: &str) -> Self {
        let answer = Self { context: Map::new(), body: Map::new() };
        answer
            .term("skos", crate::vocabulary::SKOS)
            .term("onki", "http://schema.onki.fi/onki#")
            .term("uri", "@id")
            .term("type", "@type")
            .with("uri", uri)
    }

    /// Explains a key.
    pub(super) fn term(mut self, key: &str, meaning: impl Into<Value>) -> Self {
        self.context.insert(key.to_owned(), meaning.into());
        self
    }

    /// In which language its texts are.
    pub(super) fn in_language(self, tag: &str) -> Self {
        self.term("@language", tag)
    }

    /// Says something.
    pub(super) fn with(mut self, key: &str, value: impl Into<Value>) -> Self {
        self.body.insert(key.to_owned(), value.into());
        self
    }

    /// As JSON or as JSON-LD, which are the same.
    pub(super) fn write(self, headers: &HeaderMap) -> Result<Response, Problem> {
        let media_type = resource::json_only(headers, Presentation { lang: None, format: None })?;
        let mut document = json!({ "@context": self.context });
        if let Value::Object(document) = &mut document {
            document.extend(self.body);
        }
        Ok(([(header::CONTENT_TYPE, media_type)], document.to_string()).into_response())
    }
}
