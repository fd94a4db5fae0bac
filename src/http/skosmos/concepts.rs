//! One concept: what it is called, and what stands above and below it.

use super::super::parameters::Lenient;
use super::super::problem::{Problem, ThingProblems};
use super::super::state::AppState;
use super::answer::Answer;
use super::{ConceptParameters, concept_in, name, scheme_named, spoken};
use crate::domain::{Iri, is_in_language};
use crate::operations::{Concept, ConceptScheme, Passerelle};
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::Response;
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;

/// Get the labels of a concept of any vocabulary
#[utoipa::path(get, path = "/rest/v1/label", operation_id = "get_labels", tag = "concepts", params(ConceptParameters),
    responses((status = 200, description = "Its labels in the language", content((Object = "application/json"), (Object = "application/ld+json"))), ThingProblems))]
pub(in crate::http) async fn get_labels(
    State(state): State<AppState>,
    Lenient(asked): Lenient<ConceptParameters>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let schemes = state.run(Passerelle::concept_schemes).await?;
    let (_, concept) = concept_in(schemes.iter(), &asked.uri)?;
    labels(concept, spoken(asked.lang.as_ref())).write(&headers)
}

/// Get the labels of a concept
#[utoipa::path(get, path = "/rest/v1/{vocabulary}/label", operation_id = "get_vocabulary_labels", tag = "concepts",
    params(("vocabulary" = String, Path, description = "Its name", example = "themes"), ConceptParameters),
    responses((status = 200, description = "Its labels in the language", content((Object = "application/json"), (Object = "application/ld+json"))), ThingProblems))]
pub(in crate::http) async fn get_vocabulary_labels(
    State(state): State<AppState>,
    Path(vocabulary): Path<String>,
    Lenient(asked): Lenient<ConceptParameters>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let answer = about(&state, &vocabulary, &asked, |_, concept, tag| labels(concept, tag));
    answer.await?.write(&headers)
}

/// List what is directly broader than a concept
#[utoipa::path(get, path = "/rest/v1/{vocabulary}/broader", operation_id = "list_broader", tag = "concepts",
    params(("vocabulary" = String, Path, description = "Its name", example = "themes"), ConceptParameters),
    responses((status = 200, description = "What is broader", content((Object = "application/json"), (Object = "application/ld+json"))), ThingProblems))]
pub(in crate::http) async fn list_broader(
    State(state): State<AppState>,
    Path(vocabulary): Path<String>,
    Lenient(asked): Lenient<ConceptParameters>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let answer = about(&state, &vocabulary, &asked, |scheme, concept, tag| {
        neighbours(concept, "broader", named(scheme, &concept.broader, tag), tag)
    });
    answer.await?.write(&headers)
}

/// List what is directly narrower than a concept
#[utoipa::path(get, path = "/rest/v1/{vocabulary}/narrower", operation_id = "list_narrower", tag = "concepts",
    params(("vocabulary" = String, Path, description = "Its name", example = "themes"), ConceptParameters),
    responses((status = 200, description = "What is narrower", content((Object = "application/json"), (Object = "application/ld+json"))), ThingProblems))]
pub(in crate::http) async fn list_narrower(
    State(state): State<AppState>,
    Path(vocabulary): Path<String>,
    Lenient(asked): Lenient<ConceptParameters>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let answer = about(&state, &vocabulary, &asked, |scheme, concept, tag| {
        neighbours(concept, "narrower", named(scheme, &concept.narrower, tag), tag)
    });
    answer.await?.write(&headers)
}

/// List what stands below a concept in the tree
///
/// What is narrower, with whether anything is narrower still.
#[utoipa::path(get, path = "/rest/v1/{vocabulary}/children", operation_id = "list_children", tag = "concepts",
    params(("vocabulary" = String, Path, description = "Its name", example = "themes"), ConceptParameters),
    responses((status = 200, description = "What stands below it", content((Object = "application/json"), (Object = "application/ld+json"))), ThingProblems))]
pub(in crate::http) async fn list_children(
    State(state): State<AppState>,
    Path(vocabulary): Path<String>,
    Lenient(asked): Lenient<ConceptParameters>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let answer = about(&state, &vocabulary, &asked, |scheme, concept, tag| {
        let children = children(scheme, concept, "prefLabel", tag);
        neighbours(concept, "narrower", children, tag)
            .term("notation", "skos:notation")
            .term("hasChildren", "onki:hasChildren")
    });
    answer.await?.write(&headers)
}

/// Get the place of a concept in the tree
///
/// The concept and all that are broader, each with what is directly narrower.
#[utoipa::path(get, path = "/rest/v1/{vocabulary}/hierarchy", operation_id = "get_hierarchy", tag = "concepts",
    params(("vocabulary" = String, Path, description = "Its name", example = "regions"),
        ("uri" = String, Query, description = "The identifier of the concept", format = Uri, example = "https://w3id.org/passerelle/id/region/africa"),
        super::LanguageOfLabels),
    responses((status = 200, description = "By identifier, the concept and what is broader", content((Object = "application/json"), (Object = "application/ld+json"))), ThingProblems))]
pub(in crate::http) async fn get_hierarchy(
    State(state): State<AppState>,
    Path(vocabulary): Path<String>,
    Lenient(asked): Lenient<ConceptParameters>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    about(&state, &vocabulary, &asked, hierarchy).await?.write(&headers)
}

/// An answer about the concept that is asked for.
async fn about(
    state: &AppState,
    vocabulary: &str,
    asked: &ConceptParameters,
    tell: impl FnOnce(&ConceptScheme, &Concept, &str) -> Answer,
) -> Result<Answer, Problem> {
    let schemes = state.run(Passerelle::concept_schemes).await?;
    let (scheme, concept) = concept_in([scheme_named(&schemes, vocabulary)?], &asked.uri)?;
    Ok(tell(scheme, concept, spoken(asked.lang.as_ref())))
}

fn labels(concept: &Concept, language: &str) -> Answer {
    let answer = Answer::about(concept.id.as_str())
        .term("prefLabel", "skos:prefLabel")
        .term("altLabel", "skos:altLabel")
        .term("hiddenLabel", "skos:hiddenLabel")
        .in_language(language);
    let others = concept.other_labels.iter().filter(|(tag, _)| is_in_language(tag, language));
    let others: Vec<&str> = others.map(|(_, text)| text.as_str()).collect();
    let answer = match concept.label.in_language(language) {
        Some(label) => answer.with("prefLabel", label),
        None => answer,
    };
    if others.is_empty() { answer } else { answer.with("altLabel", others) }
}

/// What stands beside a concept, under the name of the property.
fn neighbours(concept: &Concept, property: &str, listed: Vec<Value>, language: &str) -> Answer {
    Answer::about(concept.id.as_str())
        .term("prefLabel", "skos:prefLabel")
        .term(property, format!("skos:{property}"))
        .in_language(language)
        .with(property, listed)
}

fn named(scheme: &ConceptScheme, ids: &BTreeSet<Iri>, language: &str) -> Vec<Value> {
    let label = |id| scheme.concept(id).and_then(|one| one.label.in_language(language));
    ids.iter().map(|id| json!({ "uri": id, "prefLabel": label(id) })).collect()
}

/// What is narrower, by name under `key`, with whether anything is narrower
/// still.
fn children(scheme: &ConceptScheme, concept: &Concept, key: &str, language: &str) -> Vec<Value> {
    let below = concept.narrower.iter().filter_map(|id| scheme.concept(id));
    let told = below.map(|one| {
        json!({ "uri": one.id, key: name(one, language), "hasChildren": !one.narrower.is_empty() })
    });
    told.collect()
}

fn hierarchy(scheme: &ConceptScheme, concept: &Concept, language: &str) -> Answer {
    let linked = |property: &str| json!({ "@id": format!("skos:{property}"), "@type": "@id" });
    let lineage: Map<String, Value> = scheme
        .with_ancestors(concept)
        .into_iter()
        .map(|one| (one.id.to_string(), place(scheme, one, language)))
        .collect();
    Answer::about(concept.id.as_str())
        .term("prefLabel", "skos:prefLabel")
        .term("notation", "skos:notation")
        .term("narrower", linked("narrower"))
        .term("broader", linked("broader"))
        .term(
            "broaderTransitive",
            json!({ "@id": "skos:broaderTransitive", "@container": "@index" }),
        )
        .term("top", linked("topConceptOf"))
        .term("tops", linked("topConceptOf"))
        .term("hasChildren", "onki:hasChildren")
        .in_language(language)
        .with("broaderTransitive", lineage)
}

/// A concept with what is directly above and below it.
fn place(scheme: &ConceptScheme, concept: &Concept, language: &str) -> Value {
    let mut place = json!({ "uri": concept.id, "prefLabel": name(concept, language) });
    if concept.is_top {
        place["top"] = json!(scheme.id);
        place["tops"] = json!([scheme.id]);
    }
    if !concept.broader.is_empty() {
        place["broader"] = json!(concept.broader);
    }
    if !concept.narrower.is_empty() {
        place["narrower"] = children(scheme, concept, "label", language).into();
    }
    place
}
