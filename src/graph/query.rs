//! Our own queries: SPARQL kept in `.rq` files, with places for values.
//!
//! A line that begins with `#? name:` is a comment until a value is given for
//! `name`; then the rest of the line joins the query, after
//! `VALUES ?name { … }`. Every file is therefore valid SPARQL as it stands,
//! and asks for everything. Values are terms, never text pasted in.

use super::error::GraphError;
use crate::domain::{Iri, Language, Text};
use oxigraph::model::{Literal, NamedNode, Term};
use oxigraph::sparql::QuerySolution;

/// A value for a place in a query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// A resource.
    Iri(Iri),
    /// A plain string.
    Text(String),
}

impl Value {
    fn term(&self) -> Term {
        match self {
            Self::Iri(iri) => NamedNode::new_unchecked(iri.as_str()).into(),
            Self::Text(text) => Literal::new_simple_literal(text).into(),
        }
    }
}

impl From<Iri> for Value {
    fn from(iri: Iri) -> Self {
        Self::Iri(iri)
    }
}

/// One query with the values for its places.
#[derive(Clone, Debug)]
pub struct Query {
    text: &'static str,
    values: Vec<(&'static str, Vec<Value>)>,
}

impl Query {
    /// A query from the text of its file.
    #[must_use]
    pub fn new(text: &'static str) -> Self {
        Self { text, values: Vec::new() }
    }

    /// Gives the place `name` its values; an empty list leaves it inactive.
    #[must_use]
    pub fn with<V: Into<Value>>(
        mut self,
        name: &'static str,
        values: impl IntoIterator<Item = V>,
    ) -> Self {
        let values: Vec<Value> = values.into_iter().map(Into::into).collect();
        if !values.is_empty() {
            self.values.push((name, values));
        }
        self
    }

    /// The SPARQL text, with the active places filled.
    #[must_use]
    pub fn render(&self) -> String {
        let mut text = String::with_capacity(self.text.len() + 256);
        for line in self.text.lines() {
            match self.active(line) {
                Some((name, values, pattern)) => {
                    text.push_str(&format!("VALUES ?{name} {{"));
                    for value in values {
                        text.push(' ');
                        text.push_str(&value.term().to_string());
                    }
                    text.push_str(" } ");
                    text.push_str(pattern);
                }
                None => text.push_str(line),
            }
            text.push('\n');
        }
        text
    }

    fn active<'a>(&'a self, line: &'a str) -> Option<(&'static str, &'a [Value], &'a str)> {
        let (place, pattern) = line.trim_start().strip_prefix("#? ")?.split_once(':')?;
        self.values
            .iter()
            .find(|(name, _)| *name == place)
            .map(|(name, values)| (*name, values.as_slice(), pattern))
    }
}

/// One row of a SELECT, read by variable name.
#[derive(Debug)]
pub struct Row(QuerySolution);

impl Row {
    pub(super) fn new(solution: QuerySolution) -> Self {
        Self(solution)
    }

    /// The IRI bound to `name`.
    ///
    /// # Errors
    /// When it is unbound or something else.
    pub fn iri(&self, name: &str) -> Result<Iri, GraphError> {
        self.maybe_iri(name).ok_or_else(|| unexpected(name, "an IRI"))
    }

    /// The IRI bound to `name`, if one is.
    #[must_use]
    pub fn maybe_iri(&self, name: &str) -> Option<Iri> {
        match self.0.get(name) {
            Some(Term::NamedNode(node)) => Some(Iri::trusted(node.as_str())),
            _ => None,
        }
    }

    /// The text of the literal or IRI bound to `name`, if any.
    #[must_use]
    pub fn maybe_text(&self, name: &str) -> Option<&str> {
        match self.0.get(name) {
            Some(Term::Literal(literal)) => Some(literal.value()),
            Some(Term::NamedNode(node)) => Some(node.as_str()),
            _ => None,
        }
    }

    /// The text bound to `name`.
    ///
    /// # Errors
    /// When it is unbound.
    pub fn text(&self, name: &str) -> Result<&str, GraphError> {
        self.maybe_text(name).ok_or_else(|| unexpected(name, "text"))
    }

    /// The whole number bound to `name`.
    ///
    /// # Errors
    /// When it is unbound or no whole number.
    pub fn integer(&self, name: &str) -> Result<u64, GraphError> {
        self.maybe_text(name)
            .and_then(|text| text.parse().ok())
            .ok_or_else(|| unexpected(name, "a whole number"))
    }

    /// A text in three languages from the variables `{name}_fr`, `_en`, `_es`.
    #[must_use]
    pub fn translations(&self, name: &str) -> Text {
        let mut text = Text::default();
        for language in Language::ALL {
            if let Some(words) = self.maybe_text(&format!("{name}_{language}")) {
                text.insert(language.tag(), words);
            }
        }
        text
    }
}

fn unexpected(name: &str, expected: &str) -> GraphError {
    GraphError::OwnQuery(format!("?{name} should be {expected}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str =
        "SELECT ?id WHERE {\n  ?id a ?class .\n  #? country: ?id <p:c> ?country .\n}";

    #[test]
    fn a_place_without_values_stays_a_comment() {
        assert_eq!(Query::new(TEXT).render().trim(), TEXT);
    }

    #[test]
    fn values_enter_as_terms() {
        let query = Query::new(TEXT).with("country", [Value::Text("\" } DROP ALL #".into())]);
        let text = query.render();
        assert!(
            text.contains(r#"VALUES ?country { "\" } DROP ALL #" }  ?id <p:c> ?country ."#),
            "{text}"
        );
    }
}
