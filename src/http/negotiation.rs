//! Content negotiation (RFC 9110, section 12): the best of what we offer, and
//! the media types of results and graphs, the same wherever they are given.

use super::problem::{Problem, ProblemKind};
use crate::domain::Language;
use crate::graph::{GraphFormat, ResultFormat};
use axum::http::{HeaderMap, header};

/// Languages that a client prefers, best first, as far as they are looked at.
const LANGUAGES_READ_MAX: usize = 20;

/// A format that can be given: media type, and what it stands for.
pub(crate) type Offer<T> = (&'static str, T);

/// The results of SELECT and ASK, the preferred format first; then the names
/// that clients use in place of the right ones.
pub(super) const RESULT_OFFERS: [Offer<ResultFormat>; 7] = [
    ("application/sparql-results+json", ResultFormat::Json),
    ("application/sparql-results+xml", ResultFormat::Xml),
    ("text/csv", ResultFormat::Csv),
    ("text/tab-separated-values", ResultFormat::Tsv),
    ("application/json", ResultFormat::Json),
    ("application/xml", ResultFormat::Xml),
    ("text/xml", ResultFormat::Xml),
];

/// Graphs, likewise.
pub(super) const GRAPH_OFFERS: [Offer<GraphFormat>; 10] = [
    ("text/turtle", GraphFormat::Turtle),
    ("application/n-triples", GraphFormat::NTriples),
    ("application/n-quads", GraphFormat::NQuads),
    ("application/trig", GraphFormat::TriG),
    ("application/rdf+xml", GraphFormat::RdfXml),
    ("application/ld+json", GraphFormat::JsonLd),
    ("text/n3", GraphFormat::N3),
    ("application/json", GraphFormat::JsonLd),
    ("application/xml", GraphFormat::RdfXml),
    ("text/xml", GraphFormat::RdfXml),
];

/// What an answer in this format calls itself.
pub(super) fn result_media_type(format: ResultFormat) -> &'static str {
    match format {
        ResultFormat::Json => "application/sparql-results+json",
        ResultFormat::Xml => "application/sparql-results+xml",
        ResultFormat::Csv => "text/csv; charset=utf-8",
        ResultFormat::Tsv => "text/tab-separated-values; charset=utf-8",
    }
}

/// What a graph in this format calls itself.
pub(super) fn graph_media_type(format: GraphFormat) -> &'static str {
    match format {
        GraphFormat::Turtle => "text/turtle; charset=utf-8",
        GraphFormat::NTriples => "application/n-triples",
        GraphFormat::NQuads => "application/n-quads",
        GraphFormat::TriG => "application/trig",
        GraphFormat::RdfXml => "application/rdf+xml",
        GraphFormat::JsonLd => "application/ld+json",
        GraphFormat::N3 => "text/n3; charset=utf-8",
    }
}

/// The format for a graph that is given in all of them.
pub(super) fn graph_format(headers: &HeaderMap) -> Result<GraphFormat, Problem> {
    best(headers, &GRAPH_OFFERS).map(|(_, format)| format).ok_or_else(|| {
        let known = "Turtle, N-Triples, N-Quads, TriG, RDF/XML, JSON-LD and N3 are known here";
        Problem::new(ProblemKind::NotAcceptable, known)
    })
}

/// The offer that the client prefers; the first one when it has no preference,
/// none when it accepts none of them.
pub(crate) fn best<T: Copy>(headers: &HeaderMap, offers: &[Offer<T>]) -> Option<Offer<T>> {
    let ranges = accepted(headers);
    if ranges.is_empty() {
        return offers.first().copied();
    }
    let mut best: Option<(u16, Offer<T>)> = None;
    for offer in offers {
        let quality = quality(&ranges, offer.0);
        if quality > 0 && best.is_none_or(|(known, _)| quality > known) {
            best = Some((quality, *offer));
        }
    }
    best.map(|(_, offer)| offer)
}

/// The language of the interface that the client prefers, by `Accept-Language`.
pub(crate) fn preferred_language(headers: &HeaderMap) -> Language {
    let accepted = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
    accepted_language(accepted.unwrap_or_default())
}

/// The same, by the value of the header.
pub(crate) fn accepted_language(accepted: &str) -> Language {
    let mut best = (0, Language::ALL[0]);
    for part in accepted.split(',').take(LANGUAGES_READ_MAX) {
        let mut pieces = part.split(';').map(str::trim);
        let tag = pieces.next().unwrap_or_default().to_ascii_lowercase();
        let primary = tag.split('-').next().unwrap_or_default();
        let quality = pieces.find_map(|piece| thousandths(piece.strip_prefix("q=")?));
        if let Ok(language) = primary.parse::<Language>()
            && quality.unwrap_or(1000) > best.0
        {
            best = (quality.unwrap_or(1000), language);
        }
    }
    best.1
}

/// A media range with its quality in thousandths.
struct Range {
    kind: String,
    subtype: String,
    quality: u16,
}

fn accepted(headers: &HeaderMap) -> Vec<Range> {
    headers
        .get_all(header::ACCEPT)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .filter_map(range)
        .collect()
}

fn range(text: &str) -> Option<Range> {
    let mut parts = text.split(';').map(str::trim);
    let (kind, subtype) = parts.next()?.split_once('/')?;
    let quality = parts
        .filter_map(|part| part.split_once('='))
        .find(|(name, _)| name.trim().eq_ignore_ascii_case("q"))
        .map_or(Some(1000), |(_, value)| thousandths(value.trim()))?;
    Some(Range { kind: kind.to_ascii_lowercase(), subtype: subtype.to_ascii_lowercase(), quality })
}

/// `0.85` as 850; none for what is no quality.
fn thousandths(value: &str) -> Option<u16> {
    let quality: f32 = value.parse().ok()?;
    if !(0.0..=1.0).contains(&quality) {
        return None;
    }
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "checked above")]
    Some((quality * 1000.0).round() as u16)
}

/// The quality that the most specific range gives a media type.
fn quality(ranges: &[Range], media_type: &str) -> u16 {
    let (kind, subtype) = media_type.split_once('/').unwrap_or((media_type, ""));
    let specificity = |range: &Range| match (range.kind == kind, range.subtype == subtype) {
        (true, true) => Some(2),
        (true, false) if range.subtype == "*" => Some(1),
        _ if range.kind == "*" && range.subtype == "*" => Some(0),
        _ => None,
    };
    ranges
        .iter()
        .filter_map(|range| Some((specificity(range)?, range.quality)))
        .max()
        .map_or(0, |(_, quality)| quality)
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    const OFFERS: [Offer<u8>; 3] = [("application/json", 0), ("text/csv", 1), ("text/turtle", 2)];

    fn choose(accept: Option<&'static str>) -> Option<u8> {
        let mut headers = HeaderMap::new();
        if let Some(accept) = accept {
            headers.insert(header::ACCEPT, HeaderValue::from_static(accept));
        }
        best(&headers, &OFFERS).map(|(_, offer)| offer)
    }

    #[test]
    fn each_format_is_offered_by_the_name_that_its_answers_bear() {
        let plain = |name: &'static str| name.split(';').next().unwrap_or_default();
        for format in GraphFormat::ALL {
            let name = plain(graph_media_type(format));
            assert!(GRAPH_OFFERS.contains(&(name, format)), "{name}");
        }
        for format in ResultFormat::ALL {
            let name = plain(result_media_type(format));
            assert!(RESULT_OFFERS.contains(&(name, format)), "{name}");
        }
    }

    #[test]
    fn the_client_decides() {
        assert_eq!(choose(None), Some(0));
        assert_eq!(choose(Some("*/*")), Some(0));
        assert_eq!(choose(Some("text/*, application/json;q=0.5")), Some(1));
        assert_eq!(choose(Some("text/csv;q=0.1, text/turtle")), Some(2));
        assert_eq!(choose(Some("*/*, application/json;q=0")), Some(1));
        assert_eq!(choose(Some("image/png")), None);
        assert_eq!(choose(Some("text/csv; q=nonsense, application/json;q=0.1")), Some(0));
        assert_eq!(choose(Some("text/turtle;charset=utf-8;q=0.9, text/csv;q=0.8")), Some(2));
    }

    #[test]
    fn the_preferred_language_is_spoken_where_it_is_known() {
        assert_eq!(accepted_language("es-MX,es;q=0.9,en;q=0.8"), Language::Spanish);
        assert_eq!(accepted_language("de, en;q=0.7, fr;q=0.3"), Language::English);
        assert_eq!(accepted_language("de"), Language::French);
        assert_eq!(accepted_language(""), Language::French);
        assert_eq!(accepted_language("en;q=0, ;;,,q=x"), Language::French);
    }
}
