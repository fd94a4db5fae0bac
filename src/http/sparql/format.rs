//! The media types of answers: what is offered, and what is named.

use super::super::negotiation::{self, Offer};
use crate::graph::{Accepted, AnswerFormat, ExplanationFormat, GraphFormat, ResultFormat};
use axum::http::HeaderMap;

/// Media types for SELECT and ASK, the preferred one first.
const RESULT_OFFERS: [Offer<ResultFormat>; 7] = [
    ("application/sparql-results+json", ResultFormat::Json),
    ("application/json", ResultFormat::Json),
    ("application/sparql-results+xml", ResultFormat::Xml),
    ("application/xml", ResultFormat::Xml),
    ("text/xml", ResultFormat::Xml),
    ("text/csv", ResultFormat::Csv),
    ("text/tab-separated-values", ResultFormat::Tsv),
];

/// Media types for CONSTRUCT and DESCRIBE.
const GRAPH_OFFERS: [Offer<GraphFormat>; 10] = [
    ("text/turtle", GraphFormat::Turtle),
    ("application/n-triples", GraphFormat::NTriples),
    ("application/rdf+xml", GraphFormat::RdfXml),
    ("application/xml", GraphFormat::RdfXml),
    ("text/xml", GraphFormat::RdfXml),
    ("application/ld+json", GraphFormat::JsonLd),
    ("application/json", GraphFormat::JsonLd),
    ("application/trig", GraphFormat::TriG),
    ("application/n-quads", GraphFormat::NQuads),
    ("text/n3", GraphFormat::N3),
];

const EXPLANATION_OFFERS: [Offer<ExplanationFormat>; 2] =
    [("application/json", ExplanationFormat::Json), ("text/plain", ExplanationFormat::Text)];

/// What the client accepts, best first in each kind.
pub(super) fn accepted(headers: &HeaderMap, explain: bool) -> Accepted {
    if explain {
        let format = negotiation::best(headers, &EXPLANATION_OFFERS);
        return Accepted::Explanation(format.map_or(ExplanationFormat::Json, |(_, format)| format));
    }
    Accepted::Answer {
        results: negotiation::best(headers, &RESULT_OFFERS).map(|(_, format)| format),
        graph: negotiation::best(headers, &GRAPH_OFFERS).map(|(_, format)| format),
    }
}

/// The media type that an answer names.
pub(super) fn media_type(format: AnswerFormat) -> &'static str {
    match format {
        AnswerFormat::Results(ResultFormat::Json) => "application/sparql-results+json",
        AnswerFormat::Results(ResultFormat::Xml) => "application/sparql-results+xml",
        AnswerFormat::Results(ResultFormat::Csv) => "text/csv; charset=utf-8",
        AnswerFormat::Results(ResultFormat::Tsv) => "text/tab-separated-values; charset=utf-8",
        AnswerFormat::Graph(GraphFormat::Turtle) => "text/turtle; charset=utf-8",
        AnswerFormat::Graph(GraphFormat::NTriples) => "application/n-triples",
        AnswerFormat::Graph(GraphFormat::RdfXml) => "application/rdf+xml",
        AnswerFormat::Graph(GraphFormat::JsonLd) => "application/ld+json",
        AnswerFormat::Graph(GraphFormat::TriG) => "application/trig",
        AnswerFormat::Graph(GraphFormat::NQuads) => "application/n-quads",
        AnswerFormat::Graph(GraphFormat::N3) => "text/n3; charset=utf-8",
        AnswerFormat::Explanation(ExplanationFormat::Json) => "application/json",
        AnswerFormat::Explanation(ExplanationFormat::Text) => "text/plain; charset=utf-8",
    }
}
