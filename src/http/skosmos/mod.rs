//! `/rest/v1`: the concept schemes in the way of Skosmos, for clients that know
//! its REST interface: the same paths, parameters, keys and contexts, for the
//! most used part of it. Parameters that are not known are ignored, as there.
//!
//! - `vocabularies`: the schemes, and where each begins.
//! - `concepts`: one concept, with what stands above and below it.
//! - `search`: concepts by the words of their labels.
//! - `data`: RDF, and how Skosmos writes JSON-LD.
//! - `answer`: what all answers have in common.

mod answer;
pub(super) mod concepts;
pub(super) mod data;
pub(super) mod search;
pub(super) mod vocabularies;

use super::problem::{Problem, ProblemKind};
use crate::domain::{Iri, Language};
use crate::operations::{Concept, ConceptScheme};
use serde::Deserialize;
use utoipa::IntoParams;

/// A language by its tag, BCP 47.
#[derive(Clone, Debug, Deserialize)]
#[serde(try_from = "String")]
pub(super) struct Tag(String);

impl TryFrom<String> for Tag {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let is_part = |part: &str| {
            (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric())
        };
        if text.len() <= 35 && text.split('-').all(is_part) {
            return Ok(Self(text));
        }
        Err("a language tag is expected, such as fr".to_owned())
    }
}

/// In which language names are given.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct LanguageOfLabels {
    /// The language of names; a name that does not exist in it comes in another, in brackets.
    #[param(value_type = Option<String>, example = "en")]
    lang: Option<Tag>,
}

/// Which concept, and in which language names are given.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct ConceptParameters {
    /// The identifier of the concept.
    #[param(value_type = String, format = Uri, example = "https://w3id.org/passerelle/id/theme/digital-services")]
    uri: Iri,
    /// The language of names.
    #[param(value_type = Option<String>, example = "en")]
    lang: Option<Tag>,
}

/// The language that was asked for, or the first one of the schemes.
fn spoken(lang: Option<&Tag>) -> &str {
    lang.map_or(Language::ALL[0].tag(), |tag| tag.0.as_str())
}

/// The scheme of a name, or that there is none.
fn scheme_named<'a>(
    schemes: &'a [ConceptScheme],
    name: &str,
) -> Result<&'a ConceptScheme, Problem> {
    schemes.iter().find(|scheme| scheme.name.as_str() == name).ok_or_else(|| {
        let known: Vec<&str> = schemes.iter().map(|scheme| scheme.name.as_str()).collect();
        let shown: String = name.chars().take(60).collect();
        let words = format!("there is no vocabulary '{shown}'; known are {}", known.join(", "));
        Problem::new(ProblemKind::NotFound, words)
    })
}

/// A concept among those of schemes, or that it is not in any of them.
fn concept_in<'a>(
    schemes: impl IntoIterator<Item = &'a ConceptScheme>,
    id: &Iri,
) -> Result<(&'a ConceptScheme, &'a Concept), Problem> {
    let found = schemes.into_iter().find_map(|scheme| Some((scheme, scheme.concept(id)?)));
    found.ok_or_else(|| {
        let words = format!("there is no concept <{id}> here");
        Problem::new(ProblemKind::NotFound, words)
    })
}

/// A name in a language; in another, which it then tells, where it must be.
fn name(concept: &Concept, language: &str) -> Option<String> {
    let own = concept.label.in_language(language).map(str::to_owned);
    own.or_else(|| {
        let (tag, text) = concept.label.get(Language::ALL[0])?;
        Some(format!("{text} ({tag})"))
    })
}
