//! What the shapes and the program itself speak of. A write that changes
//! nothing of it cannot break a shape or change what is derived, so it is
//! neither checked nor derived from: a batch of foreign data costs what it
//! weighs, not what the whole graph does.

use super::shapes;
use crate::vocabulary::{ID, PES, RDF, SH, SKOS, XSD};
use oxigraph::model::{NamedOrBlankNodeRef, QuadRef, Term, TermRef};
use std::collections::HashSet;
use std::sync::LazyLock;

/// Where the words of SHACL itself, and those of datatypes, come from.
const NOT_OF_DATA: [&str; 2] = [SH, XSD];

/// The terms that shapes name: paths, classes, values.
pub(super) struct SpokenOf {
    terms: HashSet<String>,
}

impl SpokenOf {
    pub(super) fn get() -> &'static Self {
        static TERMS: LazyLock<SpokenOf> = LazyLock::new(SpokenOf::read);
        &TERMS
    }

    /// Whether a shape, a rule or a query of ours can tell that this triple is
    /// there or not.
    pub(super) fn covers(&self, quad: QuadRef<'_>) -> bool {
        let predicate = quad.predicate.as_str();
        if let NamedOrBlankNodeRef::NamedNode(subject) = quad.subject
            && subject.as_str().starts_with(ID)
        {
            return true;
        }
        if predicate.strip_prefix(RDF) == Some("type") {
            return matches!(quad.object, TermRef::NamedNode(class) if self.names(class.as_str()));
        }
        self.names(predicate)
    }

    fn names(&self, iri: &str) -> bool {
        iri.starts_with(PES) || iri.starts_with(SKOS) || self.terms.contains(iri)
    }

    fn read() -> Self {
        let mut terms = HashSet::new();
        for quad in shapes::said() {
            if let Term::NamedNode(object) = quad.object
                && !NOT_OF_DATA.iter().any(|namespace| object.as_str().starts_with(namespace))
            {
                terms.insert(object.into_string());
            }
        }
        Self { terms }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use oxigraph::model::{GraphName, NamedNode, Quad};

    fn covers(subject: &str, predicate: &str, object: &str) -> bool {
        let node = |iri: &str| NamedNode::new_unchecked(iri);
        let quad = Quad::new(node(subject), node(predicate), node(object), GraphName::DefaultGraph);
        SpokenOf::get().covers(quad.as_ref())
    }

    #[test]
    fn what_is_ours_is_covered_and_what_is_foreign_is_not() {
        let kind = format!("{RDF}type");
        assert!(covers(
            &format!("{ID}member/ke-nea"),
            "https://x.example/p",
            "https://x.example/o"
        ));
        assert!(covers("https://x.example/s", &format!("{PES}member"), "https://x.example/o"));
        assert!(covers("https://x.example/s", &kind, &format!("{PES}Statement")));
        assert!(covers(
            "https://x.example/s",
            "http://purl.org/dc/terms/source",
            "https://x.example/o"
        ));
        assert!(!covers("https://x.example/s", &kind, "https://x.example/Class"));
        assert!(!covers("https://x.example/s", "https://x.example/p", &format!("{PES}Statement")));
    }
}
