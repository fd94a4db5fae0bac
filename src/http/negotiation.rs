//! Content negotiation (RFC 9110, section 12): the best of what we offer.

use axum::http::{HeaderMap, header};

/// A format that can be given: media type, and what it stands for.
pub(super) type Offer<T> = (&'static str, T);

/// The offer that the client prefers; the first one when it has no preference,
/// none when it accepts none of them.
pub(super) fn best<T: Copy>(headers: &HeaderMap, offers: &[Offer<T>]) -> Option<Offer<T>> {
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
    fn the_client_decides() {
        assert_eq!(choose(None), Some(0));
        assert_eq!(choose(Some("*/*")), Some(0));
        assert_eq!(choose(Some("text/*, application/json;q=0.5")), Some(1));
        assert_eq!(choose(Some("text/csv;q=0.1, text/turtle")), Some(2));
        assert_eq!(choose(Some("*/*, application/json;q=0")), Some(1));
        assert_eq!(choose(Some("image/png")), None);
        assert_eq!(choose(Some("text/csv; q=nonsense, application/json;q=0.1")), Some(0));
    }
}
