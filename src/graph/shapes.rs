//! The shapes that all data must fit, checked by rudof's SHACL engine in
//! process.

use super::error::GraphError;
use super::seed;
use super::violation::Violation;
use crate::domain::{Language, Text};
use crate::vocabulary::{BASE, OWL};
use oxigraph::io::{RdfFormat, RdfParser};
use oxigraph::model::vocab::rdf;
use oxigraph::model::{NamedOrBlankNode, Quad, Term, Triple};
use rudof_rdf::rdf_core::RDFFormat;
use rudof_rdf::rdf_impl::OxigraphInMemory;
use shacl::ir::IRSchema;
use shacl::types::Severity;
use shacl::validator::processor::{GraphValidation, ShaclProcessor};
use shacl::validator::report::ValidationResult;
use shacl::validator::store::{Graph, ShaclDataManager};
use shacl::validator::{ShaclConfig, ShaclValidationMode};
use std::fmt;
use std::sync::LazyLock;

/// Checks the union of all that is to be published.
pub(super) fn validate(
    triples: impl IntoIterator<Item = Triple>,
) -> Result<Vec<Violation>, GraphError> {
    let failed = |error: &dyn fmt::Display| GraphError::Shapes(error.to_string());
    let schema = schema()?;
    let mut data = OxigraphInMemory::new();
    for triple in triples {
        if is_term_of_others(&triple) {
            continue;
        }
        data.add_triple_ref(
            triple.subject.as_ref(),
            triple.predicate.as_ref(),
            triple.object.as_ref(),
        )
        .map_err(|error| failed(&error))?;
    }
    let data = Graph::try_from(data).map_err(|error| failed(&error))?;
    let report = GraphValidation::from(data)
        .validate(schema, &ShaclValidationMode::Native, &ShaclConfig::default())
        .map_err(|error| failed(&error))?;
    let mut violations: Vec<Violation> =
        report.results().iter().map(|result| violation(schema, result)).collect();
    violations.sort();
    violations.dedup();
    Ok(violations)
}

/// Whether it says that something outside of our namespace is a term of an
/// ontology: how terms are written is a rule for our own.
fn is_term_of_others(triple: &Triple) -> bool {
    let (NamedOrBlankNode::NamedNode(subject), Term::NamedNode(class)) =
        (&triple.subject, &triple.object)
    else {
        return false;
    };
    triple.predicate.as_ref() == rdf::TYPE
        && (class.as_str().starts_with(OWL) || class.as_ref() == rdf::PROPERTY)
        && !subject.as_str().starts_with(BASE)
}

/// The shapes, which never change while the program runs.
fn schema() -> Result<&'static IRSchema, GraphError> {
    static SCHEMA: LazyLock<Result<IRSchema, String>> = LazyLock::new(read_schema);
    SCHEMA.as_ref().map_err(|error| GraphError::Shapes(error.clone()))
}

fn read_schema() -> Result<IRSchema, String> {
    let mut text = Vec::new();
    for file in shape_files() {
        text.extend_from_slice(&file.bytes);
        text.push(b'\n');
    }
    ShaclDataManager::load(&mut text.as_slice(), "ontology/shapes", &RDFFormat::Turtle, None)
        .map_err(|error| error.to_string())
}

/// What the files of the shapes say.
pub(super) fn said() -> impl Iterator<Item = Quad> {
    shape_files().flat_map(|file| {
        let said = RdfParser::from_format(RdfFormat::Turtle).for_slice(&file.bytes).flatten();
        said.collect::<Vec<_>>()
    })
}

fn shape_files() -> impl Iterator<Item = seed::SeedFile> {
    seed::files().into_iter().filter(|file| file.path.starts_with("ontology/shapes/"))
}

/// The IRIs of all shapes, for those who show or test them.
///
/// # Errors
/// When the shapes cannot be read.
pub fn shape_iris() -> Result<Vec<String>, GraphError> {
    let mut iris: Vec<String> =
        schema()?.iter_with_targets().map(|(name, _)| name.to_string()).collect();
    iris.sort();
    iris.dedup();
    Ok(iris)
}

fn violation(schema: &IRSchema, result: &ValidationResult) -> Violation {
    let source = result.source().map(ToString::to_string).unwrap_or_default();
    let component = result.constraint_component().to_string();
    let mut words = words(schema, result);
    if words.is_empty() {
        words.insert(Language::English.tag(), &component);
    }
    let expected = words.get(Language::English).map(|(_, words)| words.to_owned());
    Violation {
        node: result.focus_node().to_string(),
        path: result.path().map(ToString::to_string),
        expected: expected.unwrap_or_default(),
        value: result.value().map(ToString::to_string),
        shape: format!("{source} ({})", local_name(&component)),
        words,
        is_advice: *result.severity() == Severity::Warning,
    }
}

/// The shape's own words. The engine passes them on for some constraints and
/// puts words of its own, without a language, in their place for others.
fn words(schema: &IRSchema, result: &ValidationResult) -> Text {
    let of_shape = result.source().and_then(|shape| schema.get_shape(shape)?.message());
    let mut text = Text::default();
    for messages in [of_shape, Some(result.message())].into_iter().flatten() {
        for (language, words) in messages.iter() {
            let spoken = language.as_ref().map(ToString::to_string).unwrap_or_default();
            let spoken = Language::ALL.into_iter().find(|known| spoken.contains(known.tag()));
            if let Some(language) = spoken {
                text.insert(language.tag(), words);
            }
        }
    }
    if text.is_empty()
        && let Some((_, words)) = result.message().iter().next()
    {
        text.insert(Language::English.tag(), words);
    }
    text
}

fn local_name(iri: &str) -> &str {
    iri.rsplit(['#', '/']).next().unwrap_or(iri)
}
