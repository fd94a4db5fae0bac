//! Concepts by the words of their labels.

use super::super::parameters::Lenient;
use super::super::problem::{Problem, ThingProblems};
use super::super::state::AppState;
use super::answer::Answer;
use super::{Tag, scheme_named};
use crate::domain::Iri;
use crate::operations::{ConceptScheme, FoundLabel, LabelSearch, Passerelle};
use crate::vocabulary::SKOS;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::Response;
use serde::Deserialize;
use serde_json::{Value, json};
use std::num::NonZeroUsize;
use utoipa::IntoParams;

/// As much of a label as is looked for.
const QUERY_MAX: usize = 200;

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(in crate::http) struct SearchParameters {
    /// A whole label, whatever its case and accents; `*` stands for any letters.
    #[param(value_type = String, max_length = 200, example = "digital*")]
    query: Words,
    /// Only labels in this language.
    #[param(value_type = Option<String>, example = "en")]
    lang: Option<Tag>,
    /// The language of the names in the answer; `lang`, or else that of the label that was found.
    #[param(value_type = Option<String>, example = "en")]
    labellang: Option<Tag>,
    /// Only concepts of one of these classes, with a space between: `skos:Concept` is any.
    r#type: Option<String>,
    /// Only concepts that are narrower than this one.
    #[param(value_type = Option<String>, format = Uri, example = "https://w3id.org/passerelle/id/theme/service-offer")]
    parent: Option<Iri>,
    /// How many at most; all unless said.
    #[param(value_type = Option<usize>, minimum = 1, example = 1)]
    maxhits: Option<NonZeroUsize>,
    /// How many to leave out.
    #[serde(default)]
    #[param(value_type = Option<usize>, example = 0)]
    offset: usize,
    /// Each concept once, by its best label.
    #[param(example = "true")]
    unique: Option<String>,
}

/// Which vocabularies are looked into.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(in crate::http) struct VocabularyParameters {
    /// Only these vocabularies, with a space between.
    #[param(example = "themes")]
    vocab: Option<String>,
}

/// What is looked for.
#[derive(Deserialize)]
#[serde(try_from = "String")]
struct Words(String);

impl TryFrom<String> for Words {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        match text.trim() {
            "" => Err("words are expected".to_owned()),
            words if words.chars().count() > QUERY_MAX => {
                Err(format!("at most {QUERY_MAX} characters are looked for"))
            }
            words => Ok(Self(words.to_owned())),
        }
    }
}

/// Search concepts of all vocabularies by label
///
/// Each label that matches is a result. For what a text is about, and for typing errors, there is
/// the search of the service itself.
#[utoipa::path(get, path = "/rest/v1/search", operation_id = "search_concepts", tag = "concepts", params(SearchParameters, VocabularyParameters),
    responses((status = 200, description = "Labels, in alphabetical order", content((Object = "application/json"), (Object = "application/ld+json"))), ThingProblems))]
pub(in crate::http) async fn search_concepts(
    State(state): State<AppState>,
    Lenient(asked): Lenient<SearchParameters>,
    Lenient(VocabularyParameters { vocab }): Lenient<VocabularyParameters>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let schemes = state.run(Passerelle::concept_schemes).await?;
    let names = vocab.unwrap_or_default();
    let chosen = names
        .split_whitespace()
        .map(|name| scheme_named(&schemes, name))
        .collect::<Result<Vec<_>, _>>()?;
    let chosen = if chosen.is_empty() { schemes.iter().collect() } else { chosen };
    asked.answer(&chosen, &headers)
}

/// Search concepts of a vocabulary by label
#[utoipa::path(get, path = "/rest/v1/{vocabulary}/search", operation_id = "search_vocabulary", tag = "concepts",
    params(("vocabulary" = String, Path, description = "Its name", example = "themes"), SearchParameters),
    responses((status = 200, description = "Labels, in alphabetical order", content((Object = "application/json"), (Object = "application/ld+json"))), ThingProblems))]
pub(in crate::http) async fn search_vocabulary(
    State(state): State<AppState>,
    Path(vocabulary): Path<String>,
    Lenient(asked): Lenient<SearchParameters>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let schemes = state.run(Passerelle::concept_schemes).await?;
    asked.answer(&[scheme_named(&schemes, &vocabulary)?], &headers)
}

impl SearchParameters {
    fn answer(self, schemes: &[&ConceptScheme], headers: &HeaderMap) -> Result<Response, Problem> {
        let shown = self.labellang.as_ref().or(self.lang.as_ref()).map(|tag| tag.0.as_str());
        let classes = self.r#type.as_deref().unwrap_or_default().split_whitespace();
        let once = self.unique.as_deref().unwrap_or_default().to_ascii_lowercase();
        let search = LabelSearch {
            pattern: self.query.0,
            language: self.lang.as_ref().map(|tag| tag.0.clone()),
            below: self.parent,
            classes: classes.filter_map(class).collect(),
            once: ["true", "1", "on", "yes"].contains(&once.as_str()),
        };
        let found = search.find(schemes.iter().copied());
        let limit = self.maxhits.map_or(usize::MAX, NonZeroUsize::get);
        let results = found.iter().skip(self.offset).take(limit);
        let results: Vec<Value> = results.map(|label| result(label, shown)).collect();
        let answer = Answer::about("")
            .term("results", json!({ "@id": "onki:results", "@container": "@list" }))
            .term("prefLabel", "skos:prefLabel")
            .term("altLabel", "skos:altLabel")
            .term("hiddenLabel", "skos:hiddenLabel");
        let answer = match shown {
            Some(tag) => answer.in_language(tag),
            None => answer,
        };
        answer.with("results", results).write(headers)
    }
}

/// A class by its identifier, or as Skosmos shortens those of SKOS.
fn class(text: &str) -> Option<Iri> {
    let whole = text.strip_prefix("skos:").map(|name| format!("{SKOS}{name}"));
    Iri::parse(whole.as_deref().unwrap_or(text)).ok()
}

/// A label that was found, with the name of its concept beside it where it is
/// another.
fn result(found: &FoundLabel<'_>, shown: Option<&str>) -> Value {
    let names = &found.concept.label;
    let name = names.in_language(shown.unwrap_or(found.language));
    let name = name.or_else(|| names.in_language(found.language));
    let mut result = json!({
        "uri": found.concept.id,
        "type": found.concept.classes.iter().map(shortened).collect::<Vec<_>>(),
        "localname": found.concept.id.as_str().rsplit('/').next(),
    });
    if let Some(name) = name {
        result["prefLabel"] = json!(name);
    }
    result["lang"] = json!(found.language);
    if !found.is_preferred {
        result["altLabel"] = json!(found.text);
    } else if name != Some(found.text) {
        result["matchedPrefLabel"] = json!(found.text);
    }
    result["vocab"] = json!(found.scheme.name.as_str());
    result
}

/// The classes of SKOS have a prefix in every context.
fn shortened(class: &Iri) -> String {
    match class.as_str().strip_prefix(SKOS) {
        Some(name) => format!("skos:{name}"),
        None => class.to_string(),
    }
}
