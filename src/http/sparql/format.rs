//! The format of an answer: what the client accepts, and what is named.

use super::super::negotiation::{self, Offer};
use super::request::SparqlRequest;
use crate::graph::{Accepted, AnswerFormat, ExplanationFormat, GraphFormat, ResultFormat};
use axum::http::{HeaderMap, HeaderValue, header};

const EXPLANATION_OFFERS: [Offer<ExplanationFormat>; 2] =
    [("application/json", ExplanationFormat::Json), ("text/plain", ExplanationFormat::Text)];

/// The endings by which a form names a format.
const RESULT_ENDINGS: [(&str, ResultFormat); 4] = [
    ("csv", ResultFormat::Csv),
    ("json", ResultFormat::Json),
    ("xml", ResultFormat::Xml),
    ("tsv", ResultFormat::Tsv),
];
const GRAPH_ENDINGS: [(&str, GraphFormat); 4] = [
    ("ttl", GraphFormat::Turtle),
    ("jsonld", GraphFormat::JsonLd),
    ("nt", GraphFormat::NTriples),
    ("rdf", GraphFormat::RdfXml),
];

/// What the client accepts, best first in each kind. Of a browser, which always
/// accepts the same, the form says it: one that names a format of rows has its
/// graphs in the first format of graphs, and the other way round.
pub(super) fn accepted(headers: &HeaderMap, request: &SparqlRequest) -> Accepted {
    if request.explain {
        let format = negotiation::best(headers, &EXPLANATION_OFFERS);
        return Accepted::Explanation(format.map_or(ExplanationFormat::Json, |(_, format)| format));
    }
    if let Some(ending) = named_by_form(headers, request) {
        return Accepted::Answer {
            results: Some(named(&RESULT_ENDINGS, ending)),
            graph: Some(named(&GRAPH_ENDINGS, ending)),
        };
    }
    Accepted::Answer {
        results: negotiation::best(headers, &negotiation::RESULT_OFFERS).map(|(_, format)| format),
        graph: negotiation::best(headers, &negotiation::GRAPH_OFFERS).map(|(_, format)| format),
    }
}

/// As what a browser saves the answer to a form: it shows few of the formats.
pub(super) fn disposition(media_type: &HeaderValue) -> Option<HeaderValue> {
    let results = RESULT_ENDINGS
        .map(|(ending, format)| (ending, negotiation::result_media_type(format)))
        .into_iter();
    let graphs =
        GRAPH_ENDINGS.map(|(ending, format)| (ending, negotiation::graph_media_type(format)));
    let (ending, _) = results.chain(graphs).find(|(_, known)| media_type == known)?;
    HeaderValue::from_str(&format!("attachment; filename=\"passerelle.{ending}\"")).ok()
}

/// Programs say what they accept and send `format` as they like.
pub(super) fn named_by_form<'a>(
    headers: &HeaderMap,
    request: &'a SparqlRequest,
) -> Option<&'a str> {
    let accept = headers.get(header::ACCEPT).and_then(|value| value.to_str().ok());
    let is_browser = accept.is_some_and(|accept| accept.contains("text/html"));
    request.format.as_deref().filter(|_| is_browser)
}

/// The format with this ending; the first one where there is none.
fn named<T: Copy>(endings: &[(&str, T)], ending: &str) -> T {
    let found = endings.iter().find(|(known, _)| *known == ending);
    found.unwrap_or(&endings[0]).1
}

/// The media type that an answer names.
pub(super) fn media_type(format: AnswerFormat) -> &'static str {
    match format {
        AnswerFormat::Results(format) => negotiation::result_media_type(format),
        AnswerFormat::Graph(format) => negotiation::graph_media_type(format),
        AnswerFormat::Explanation(ExplanationFormat::Json) => "application/json",
        AnswerFormat::Explanation(ExplanationFormat::Text) => "text/plain; charset=utf-8",
    }
}
