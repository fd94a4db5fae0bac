//! The format of an answer: what the client accepts, and what is named.

use super::super::negotiation::{self, Offer};
use super::request::SparqlRequest;
use crate::graph::{Accepted, AnswerFormat, ExplanationFormat, GraphFormat, ResultFormat};
use axum::http::{HeaderMap, HeaderValue, header};

const EXPLANATION_OFFERS: [Offer<ExplanationFormat>; 2] =
    [("application/json", ExplanationFormat::Json), ("text/plain", ExplanationFormat::Text)];

/// What the client accepts, best first in each kind. Of a browser, which always
/// accepts the same, the form says it by an ending: one that names a format of
/// rows has graphs as Turtle, any other has rows as CSV, for spreadsheets.
pub(super) fn accepted(headers: &HeaderMap, request: &SparqlRequest) -> Accepted {
    if request.explain {
        let format = negotiation::best(headers, &EXPLANATION_OFFERS);
        return Accepted::Explanation(format.map_or(ExplanationFormat::Json, |(_, format)| format));
    }
    if let Some(ending) = named_by_form(headers, request) {
        let results = ResultFormat::ALL.into_iter().find(|format| format.extension() == ending);
        return Accepted::Answer {
            results: Some(results.unwrap_or(ResultFormat::Csv)),
            graph: Some(ending.parse().unwrap_or(GraphFormat::Turtle)),
        };
    }
    Accepted::Answer {
        results: negotiation::best(headers, &negotiation::RESULT_OFFERS).map(|(_, format)| format),
        graph: negotiation::best(headers, &negotiation::GRAPH_OFFERS).map(|(_, format)| format),
    }
}

/// As what a browser saves the answer to a form: it shows few of the formats.
pub(super) fn disposition(media_type: &HeaderValue) -> Option<HeaderValue> {
    let results = ResultFormat::ALL
        .map(|format| (negotiation::result_media_type(format), format.extension()));
    let graphs =
        GraphFormat::ALL.map(|format| (negotiation::graph_media_type(format), format.extension()));
    let mut known = results.into_iter().chain(graphs);
    let (_, ending) = known.find(|(known, _)| media_type == known)?;
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

/// The media type that an answer names.
pub(super) fn media_type(format: AnswerFormat) -> &'static str {
    match format {
        AnswerFormat::Results(format) => negotiation::result_media_type(format),
        AnswerFormat::Graph(format) => negotiation::graph_media_type(format),
        AnswerFormat::Explanation(ExplanationFormat::Json) => "application/json",
        AnswerFormat::Explanation(ExplanationFormat::Text) => "text/plain; charset=utf-8",
    }
}
