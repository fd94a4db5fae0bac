//! The format of an answer: what the client accepts, and what is named.

use super::super::negotiation::{self, Offer};
use crate::graph::{Accepted, AnswerFormat, ExplanationFormat};
use axum::http::HeaderMap;

const EXPLANATION_OFFERS: [Offer<ExplanationFormat>; 2] =
    [("application/json", ExplanationFormat::Json), ("text/plain", ExplanationFormat::Text)];

/// What the client accepts, best first in each kind.
pub(super) fn accepted(headers: &HeaderMap, explain: bool) -> Accepted {
    if explain {
        let format = negotiation::best(headers, &EXPLANATION_OFFERS);
        return Accepted::Explanation(format.map_or(ExplanationFormat::Json, |(_, format)| format));
    }
    Accepted::Answer {
        results: negotiation::best(headers, &negotiation::RESULT_OFFERS).map(|(_, format)| format),
        graph: negotiation::best(headers, &negotiation::GRAPH_OFFERS).map(|(_, format)| format),
    }
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
