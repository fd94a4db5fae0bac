//! What is said of things, put together triple by triple.

use crate::domain::Language;
use crate::vocabulary::XSD;
use oxigraph::model::{Literal, NamedNode, Term, Triple};

/// What is said of a thing and of those that come with it.
#[derive(Clone, Debug, Default)]
pub struct Telling {
    subject: Option<NamedNode>,
    triples: Vec<Triple>,
}

impl Telling {
    /// How many triples it has.
    #[must_use]
    pub fn triples(&self) -> u64 {
        self.triples.len() as u64
    }

    pub(super) fn said(&self) -> &[Triple] {
        &self.triples
    }

    pub(super) fn of(&mut self, subject: NamedNode) {
        self.subject = Some(subject);
    }

    pub(super) fn say(&mut self, namespace: &str, property: &str, value: impl Into<Term>) {
        let subject = self.subject.clone().expect("a description begins with its subject");
        self.triples.push(Triple::new(subject, term(namespace, property), value));
    }

    /// A text in each language, in the order of [`Language::ALL`].
    pub(super) fn texts(&mut self, namespace: &str, property: &str, texts: [String; 3]) {
        for (language, text) in Language::ALL.into_iter().zip(texts) {
            let text = Literal::new_language_tagged_literal_unchecked(text, language.tag());
            self.say(namespace, property, text);
        }
    }
}

pub(super) fn term(namespace: &str, name: &str) -> NamedNode {
    NamedNode::new_unchecked(format!("{namespace}{name}"))
}

pub(super) fn typed(value: &str, datatype: &str) -> Literal {
    Literal::new_typed_literal(value, term(XSD, datatype))
}
