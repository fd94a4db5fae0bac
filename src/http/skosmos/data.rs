//! RDF, and how Skosmos writes JSON-LD: all things side by side, each value an
//! object with its language or datatype.

use super::super::negotiation::{self, Offer};
use super::super::parameters::Lenient;
use super::super::problem::{Problem, ProblemKind, ThingProblems};
use super::super::state::AppState;
use super::{concept_in, scheme_named};
use crate::domain::Iri;
use crate::graph::{Description, GraphError, GraphFormat, StatedValue};
use crate::operations::Passerelle;
use crate::vocabulary::{DCT, OWL, RDF, SKOS, XSD};
use axum::extract::{Path, State};
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use serde_json::{Map, Value, json};
use utoipa::IntoParams;

/// The formats, the first one for who has no preference.
const OFFERS: [Offer<GraphFormat>; 4] = [
    ("application/rdf+xml", GraphFormat::RdfXml),
    ("text/turtle", GraphFormat::Turtle),
    ("application/ld+json", GraphFormat::JsonLd),
    ("application/json", GraphFormat::JsonLd),
];
/// The prefixes of the context.
const PREFIXES: [(&str, &str); 6] = [
    ("skos", SKOS),
    ("isothes", "http://purl.org/iso25964/skos-thes#"),
    ("rdfs", "http://www.w3.org/2000/01/rdf-schema#"),
    ("owl", OWL),
    ("dct", DCT),
    ("dc11", "http://purl.org/dc/elements/1.1/"),
];
/// The properties that have a key of their own there; `label` is that of RDFS.
const KEYS: [&str; 12] = [
    "prefLabel",
    "altLabel",
    "hiddenLabel",
    "broader",
    "narrower",
    "related",
    "inScheme",
    "exactMatch",
    "closeMatch",
    "broadMatch",
    "narrowMatch",
    "relatedMatch",
];

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(in crate::http) struct FormatOfData {
    /// The media type, over the `Accept` header.
    #[param(example = "text/turtle")]
    format: Option<String>,
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(in crate::http) struct ConceptOfData {
    /// The identifier of the concept.
    #[param(value_type = String, format = Uri, example = "https://w3id.org/passerelle/id/region/africa")]
    uri: Iri,
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(in crate::http) struct PartOfData {
    /// The identifier of a concept; the whole vocabulary without.
    #[param(value_type = Option<String>, format = Uri, example = "https://w3id.org/passerelle/id/region/africa")]
    uri: Option<Iri>,
}

/// Get what is said of a concept of any vocabulary
#[utoipa::path(get, path = "/rest/v1/data", operation_id = "get_concept_data", tag = "concepts", params(ConceptOfData, FormatOfData),
    responses((status = 200, description = "Its triples, with the names of what it links to", content((Object = "application/json"), (Object = "application/ld+json"), (String = "application/rdf+xml"), (String = "text/turtle"))), ThingProblems))]
pub(in crate::http) async fn get_concept_data(
    State(state): State<AppState>,
    Lenient(asked): Lenient<ConceptOfData>,
    Lenient(format): Lenient<FormatOfData>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let schemes = state.run(Passerelle::concept_schemes).await?;
    concept_in(schemes.iter(), &asked.uri)?;
    answer(&state, Part::Concept(asked.uri), format, &headers).await
}

/// Get what is said of a concept, or of all concepts of a vocabulary
#[utoipa::path(get, path = "/rest/v1/{vocabulary}/data", operation_id = "get_vocabulary_data", tag = "concepts",
    params(("vocabulary" = String, Path, description = "Its name", example = "regions"), PartOfData, FormatOfData),
    responses((status = 200, description = "The triples", content((Object = "application/json"), (Object = "application/ld+json"), (String = "application/rdf+xml"), (String = "text/turtle"))), ThingProblems))]
pub(in crate::http) async fn get_vocabulary_data(
    State(state): State<AppState>,
    Path(vocabulary): Path<String>,
    Lenient(asked): Lenient<PartOfData>,
    Lenient(format): Lenient<FormatOfData>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let schemes = state.run(Passerelle::concept_schemes).await?;
    let scheme = scheme_named(&schemes, &vocabulary)?;
    let part = match asked.uri {
        Some(uri) => {
            concept_in([scheme], &uri)?;
            Part::Concept(uri)
        }
        None => Part::Scheme(scheme.id.clone()),
    };
    answer(&state, part, format, &headers).await
}

/// What is described.
enum Part {
    Concept(Iri),
    Scheme(Iri),
}

async fn answer(
    state: &AppState,
    part: Part,
    asked: FormatOfData,
    headers: &HeaderMap,
) -> Result<Response, Problem> {
    let offer = match &asked.format {
        Some(name) => OFFERS.into_iter().find(|(media_type, _)| media_type == name),
        None => negotiation::best(headers, &OFFERS),
    };
    let (media_type, format) = offer.ok_or_else(|| {
        let known = OFFERS.map(|(media_type, _)| media_type).join(", ");
        Problem::new(ProblemKind::NotAcceptable, format!("known here are {known}"))
    })?;
    let body = state.run(move |service| {
        let description = match part {
            Part::Concept(id) => service.graph().describe_thing(&id)?,
            Part::Scheme(id) => Some(service.graph().describe_scheme(&id)?),
        };
        let mut body = Vec::new();
        match description {
            Some(description) if format == GraphFormat::JsonLd => {
                body = compact(&description).to_string().into_bytes();
            }
            Some(description) => description.write(format, &mut body)?,
            None => {}
        }
        Ok::<_, GraphError>(body)
    });
    Ok(([(header::CONTENT_TYPE, media_type)], body.await?).into_response())
}

/// The whole as Skosmos writes it.
fn compact(description: &Description) -> Value {
    let mut graph: Vec<Map<String, Value>> = Vec::new();
    for stated in description.stated() {
        let uri = json!(shortened(stated.subject));
        if graph.last().is_none_or(|last| last["uri"] != uri) {
            graph.push(Map::from_iter([("uri".to_owned(), uri)]));
        }
        let Some(node) = graph.last_mut() else { continue };
        let (key, value) = match stated.value {
            StatedValue::Thing(class) if stated.property.strip_prefix(RDF) == Some("type") => {
                ("type".to_owned(), json!(shortened(class)))
            }
            value => (key(stated.property), object(value)),
        };
        match node.entry(key).or_insert(Value::Null) {
            entry @ Value::Null => *entry = value,
            Value::Array(values) => values.push(value),
            one => *one = json!([one.take(), value]),
        }
    }
    json!({ "@context": context(), "graph": graph })
}

fn context() -> Map<String, Value> {
    let mut context: Map<String, Value> =
        PREFIXES.iter().map(|(name, iri)| ((*name).to_owned(), json!(iri))).collect();
    let keywords = [
        ("uri", "@id"),
        ("type", "@type"),
        ("lang", "@language"),
        ("value", "@value"),
        ("graph", "@graph"),
        ("label", "rdfs:label"),
    ];
    context.extend(keywords.map(|(key, meaning)| (key.to_owned(), json!(meaning))));
    context.extend(KEYS.map(|key| (key.to_owned(), json!(format!("skos:{key}")))));
    context
}

fn key(property: &str) -> String {
    let short = shortened(property);
    let name = short.strip_prefix("skos:").filter(|name| KEYS.contains(name));
    match short.as_str() {
        "rdfs:label" => "label".to_owned(),
        _ => name.map_or(short.clone(), str::to_owned),
    }
}

fn object(value: StatedValue<'_>) -> Value {
    match value {
        StatedValue::Thing(id) => json!({ "uri": shortened(id) }),
        StatedValue::Words(words, language) => json!({ "lang": language, "value": words }),
        StatedValue::Typed(text, datatype) if datatype.strip_prefix(XSD) == Some("string") => {
            json!(text)
        }
        StatedValue::Typed(text, datatype) => json!({ "type": datatype, "value": text }),
    }
}

/// With the prefix of the context, where there is one for it.
fn shortened(iri: &str) -> String {
    let prefixed = PREFIXES.iter().find_map(|(prefix, namespace)| {
        let name = iri.strip_prefix(namespace)?;
        (!name.is_empty()).then(|| format!("{prefix}:{name}"))
    });
    prefixed.unwrap_or_else(|| iri.to_owned())
}
