//! The schemes, and where each begins.

use super::super::description;
use super::super::parameters::Lenient;
use super::super::problem::{Problem, ReadProblems, ThingProblems};
use super::super::state::AppState;
use super::answer::Answer;
use super::{LanguageOfLabels, Tag, name, scheme_named, spoken};
use crate::domain::Language;
use crate::operations::{ConceptScheme, Passerelle};
use axum::extract::{Path, State};
use axum::http::{HeaderMap, Uri};
use axum::response::Response;
use serde::Deserialize;
use serde_json::{Value, json};
use utoipa::IntoParams;

const RDFS: &str = "http://www.w3.org/2000/01/rdf-schema#";

/// In which language titles are given.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(in crate::http) struct LanguageOfTitles {
    /// The language of titles.
    #[param(value_type = String, example = "en")]
    lang: Tag,
}

/// List the vocabularies
///
/// Themes, target groups, levers, regions, types of programmes, kinds of expectations: one concept
/// scheme each.
#[utoipa::path(get, path = "/rest/v1/vocabularies", operation_id = "list_vocabularies", tag = "concepts", params(LanguageOfTitles),
    responses((status = 200, description = "Their names and titles", content((Object = "application/json"), (Object = "application/ld+json"))), ReadProblems))]
pub(in crate::http) async fn list_vocabularies(
    State(state): State<AppState>,
    Lenient(asked): Lenient<LanguageOfTitles>,
    uri: Uri,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let schemes = state.run(Passerelle::concept_schemes).await?;
    let language = spoken(Some(&asked.lang));
    let listed: Vec<Value> = schemes
        .iter()
        .map(|scheme| {
            json!({ "uri": scheme.name.as_str(), "id": scheme.name.as_str(), "title": title(scheme, language) })
        })
        .collect();
    Answer::about("")
        .term("rdfs", RDFS)
        .term("title", json!({ "@id": "rdfs:label", "@language": language }))
        .term("vocabularies", "onki:hasVocabulary")
        .term("id", "onki:vocabularyIdentifier")
        .term("@base", base(&state, &uri, &headers, "vocabularies"))
        .with("vocabularies", listed)
        .write(&headers)
}

/// Get what a vocabulary is
#[utoipa::path(get, path = "/rest/v1/{vocabulary}/", operation_id = "get_vocabulary", tag = "concepts",
    params(("vocabulary" = String, Path, description = "Its name", example = "themes"), LanguageOfLabels),
    responses((status = 200, description = "Title, languages, and the concept scheme", content((Object = "application/json"), (Object = "application/ld+json"))), ThingProblems))]
pub(in crate::http) async fn get_vocabulary(
    State(state): State<AppState>,
    Path(vocabulary): Path<String>,
    Lenient(asked): Lenient<LanguageOfLabels>,
    uri: Uri,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let schemes = state.run(Passerelle::concept_schemes).await?;
    let scheme = scheme_named(&schemes, &vocabulary)?;
    let language = spoken(asked.lang.as_ref());
    let title = title(scheme, language);
    let described =
        json!({ "uri": scheme.id, "type": "skos:ConceptScheme", "title": title, "label": title });
    Answer::about("")
        .term("rdfs", RDFS)
        .term("dct", crate::vocabulary::DCT)
        .term("conceptschemes", "onki:hasConceptScheme")
        .term("id", "onki:vocabularyIdentifier")
        .term("defaultLanguage", "onki:defaultLanguage")
        .term("languages", "onki:language")
        .term("label", "rdfs:label")
        .term("prefLabel", "skos:prefLabel")
        .term("title", "dct:title")
        .term("@base", base(&state, &uri, &headers, &format!("{}/", scheme.name)))
        .in_language(language)
        .with("id", scheme.name.as_str())
        .with("title", title)
        .with("defaultLanguage", Language::ALL[0].tag())
        .with("languages", Language::ALL.map(Language::tag).to_vec())
        .with("conceptschemes", vec![described])
        .write(&headers)
}

/// List the concepts that a vocabulary begins with
#[utoipa::path(get, path = "/rest/v1/{vocabulary}/topConcepts", operation_id = "list_top_concepts", tag = "concepts",
    params(("vocabulary" = String, Path, description = "Its name", example = "themes"), LanguageOfLabels),
    responses((status = 200, description = "Its top concepts", content((Object = "application/json"), (Object = "application/ld+json"))), ThingProblems))]
pub(in crate::http) async fn list_top_concepts(
    State(state): State<AppState>,
    Path(vocabulary): Path<String>,
    Lenient(asked): Lenient<LanguageOfLabels>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let schemes = state.run(Passerelle::concept_schemes).await?;
    let scheme = scheme_named(&schemes, &vocabulary)?;
    let language = spoken(asked.lang.as_ref());
    let top = scheme.concepts().filter(|concept| concept.is_top).map(|concept| {
        json!({
            "uri": concept.id,
            "topConceptOf": scheme.id,
            "label": name(concept, language),
            "hasChildren": !concept.narrower.is_empty(),
        })
    });
    Answer::about(scheme.id.as_str())
        .term("topconcepts", "skos:hasTopConcept")
        .term("notation", "skos:notation")
        .term("label", "skos:prefLabel")
        .in_language(language)
        .with("topconcepts", top.collect::<Vec<_>>())
        .write(&headers)
}

fn title(scheme: &ConceptScheme, language: &str) -> Option<String> {
    let own = scheme.title.in_language(language);
    own.or_else(|| scheme.title.get(Language::ALL[0]).map(|(_, text)| text)).map(str::to_owned)
}

/// What relative identifiers in an answer begin with.
fn base(state: &AppState, uri: &Uri, headers: &HeaderMap, path: &str) -> String {
    let base = description::base(state, uri, headers).map(|base| base.to_string());
    format!("{}/rest/v1/{path}", base.unwrap_or_default())
}
