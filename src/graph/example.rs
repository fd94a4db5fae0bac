//! The example queries: `ontology/examples/SLUG.rq` as the
//! `sh:SPARQLExecutable` that clients of a SPARQL endpoint look for. What each
//! one asks is told in the Turtle beside it, not here.

use super::error::GraphError;
use crate::domain::{Kind, Slug};
use crate::vocabulary::{ENDPOINT, ONTOLOGY, RDF, SCHEMA, SH, SPEX};
use oxigraph::model::{Literal, NamedNode, Term, Triple};
use spargebra::{Query, SparqlParser};
use std::path::Path;

/// What follows from the file alone: the text, its form, and what all share.
///
/// # Errors
/// When the name is no slug or the text no query.
pub(super) fn triples(path: &str, text: &[u8]) -> Result<Vec<Triple>, GraphError> {
    let wrong = |reason: String| GraphError::OwnQuery(format!("{path}: {reason}"));
    let text = std::str::from_utf8(text).map_err(|error| wrong(error.to_string()))?;
    let stem = Path::new(path).file_stem().and_then(|stem| stem.to_str()).unwrap_or_default();
    let slug: Slug = stem.parse().map_err(|error| wrong(format!("{error}")))?;
    let query = SparqlParser::new().parse_query(text).map_err(|error| wrong(error.to_string()))?;

    let example = NamedNode::new_unchecked(Kind::Example.iri(&slug).as_str());
    let say = |property: String, value: Term| {
        Triple::new(example.clone(), NamedNode::new_unchecked(property), value)
    };
    let node = |iri: String| Term::from(NamedNode::new_unchecked(iri));
    let mut triples = vec![
        say(format!("{RDF}type"), node(format!("{SH}SPARQLExecutable"))),
        say(format!("{SH}prefixes"), node(ONTOLOGY.to_owned())),
        say(format!("{SCHEMA}target"), node(ENDPOINT.to_owned())),
    ];
    for (class, property) in terms(&query) {
        triples.push(say(format!("{RDF}type"), node(class)));
        triples.push(say(property, Literal::from(text.trim_end()).into()));
    }
    Ok(triples)
}

/// The class and the property for a query of this form. SHACL 1.1 has none for
/// DESCRIBE: clients ask for those of SIB, and SHACL 1.2 adds its own.
fn terms(query: &Query) -> Vec<(String, String)> {
    let of = |namespace: &str, class: &str, property: &str| {
        (format!("{namespace}SPARQL{class}Executable"), format!("{namespace}{property}"))
    };
    match query {
        Query::Select { .. } => vec![of(SH, "Select", "select")],
        Query::Ask { .. } => vec![of(SH, "Ask", "ask")],
        Query::Construct { .. } => vec![of(SH, "Construct", "construct")],
        Query::Describe { .. } => {
            vec![of(SPEX, "Describe", "describe"), of(SH, "Describe", "describe")]
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_form_of_a_query_decides_its_terms() -> Result<(), GraphError> {
        for (text, property) in [
            ("SELECT * {}", "http://www.w3.org/ns/shacl#select"),
            ("ASK {}", "http://www.w3.org/ns/shacl#ask"),
            ("CONSTRUCT {} {}", "http://www.w3.org/ns/shacl#construct"),
            ("DESCRIBE <x:y>", "https://purl.expasy.org/sparql-examples/ontology#describe"),
        ] {
            let said = triples("ontology/examples/a-slug.rq", text.as_bytes())?;
            let text = Term::from(Literal::from(text));
            let found = said.iter().find(|triple| triple.object == text);
            assert_eq!(found.map(|triple| triple.predicate.as_str()), Some(property));
        }
        Ok(())
    }

    #[test]
    fn what_is_no_query_is_told_with_its_file() {
        for (path, text) in [("ontology/examples/a.rq", "SELEC *"), ("Not A Slug.rq", "ASK {}")] {
            let error = triples(path, text.as_bytes()).expect_err("it must be refused");
            assert!(error.to_string().contains(path), "{error}");
        }
    }
}
