//! What a body says that it is, by `Content-Type`.

use super::problem::{Problem, ProblemKind};
use axum::http::{HeaderMap, header};
use mime::Mime;

/// The media type of a body, whose text must be UTF-8 where it has a charset.
///
/// # Errors
/// 415 when there is none, it is malformed, or the charset is another.
pub(super) fn of_body(headers: &HeaderMap) -> Result<Mime, Problem> {
    let Some(value) = headers.get(header::CONTENT_TYPE) else {
        return Err(unsupported("Content-Type is missing: it must tell what the body is"));
    };
    let media_type: Mime = value
        .to_str()
        .ok()
        .and_then(|text| text.parse().ok())
        .ok_or_else(|| unsupported("Content-Type is malformed"))?;
    must_be_utf8(&media_type)?;
    Ok(media_type)
}

/// Refuses another charset than UTF-8, of which ASCII is a part.
pub(super) fn must_be_utf8(media_type: &Mime) -> Result<(), Problem> {
    let known = ["utf-8", "utf8", "us-ascii", "ascii"];
    match media_type.get_param(mime::CHARSET) {
        Some(charset) if !known.iter().any(|known| charset == *known) => {
            Err(unsupported(format!("the charset {charset} is not read here: send UTF-8")))
        }
        _ => Ok(()),
    }
}

/// A body that cannot be read for what it is.
pub(super) fn unsupported(detail: impl Into<String>) -> Problem {
    Problem::new(ProblemKind::UnsupportedMediaType, detail)
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    #[test]
    fn text_is_utf_8_or_refused() {
        let of = |content_type: &'static str| {
            let value = HeaderValue::from_static(content_type);
            of_body(&HeaderMap::from_iter([(header::CONTENT_TYPE, value)]))
        };
        for good in ["text/turtle", "text/turtle; charset=UTF-8", "text/turtle;charset=\"utf-8\""] {
            assert_eq!(of(good).expect(good).essence_str(), "text/turtle");
        }
        for bad in ["", "turtle", "text/turtle; charset=utf-16", "text/turtle; charset=latin1"] {
            assert!(of(bad).is_err(), "{bad}");
        }
        assert!(of_body(&HeaderMap::new()).is_err());
    }
}
