//! The parts of a form that carries files (RFC 7578).

use super::media_type;
use super::problem::{Problem, ProblemKind};
use axum::body::Bytes;
use axum::http::HeaderMap;
use multer::Multipart;
use std::convert::Infallible;

/// So many parts are read of one form.
const PARTS_MAX: usize = 5_000;

/// A part.
pub(crate) struct Part {
    /// What the form calls it.
    pub(crate) name: String,
    /// What its file is called; none where it is no file.
    pub(crate) file_name: Option<String>,
    pub(crate) bytes: Bytes,
}

impl Part {
    /// Its text.
    pub(crate) fn text(&self) -> Result<&str, Problem> {
        let not_utf_8 = |_| malformed(&format!("the part {} is not UTF-8", self.name));
        std::str::from_utf8(&self.bytes).map_err(not_utf_8)
    }
}

/// All parts of a form; none where the body is of another type.
pub(crate) async fn parts(headers: &HeaderMap, body: Bytes) -> Result<Option<Vec<Part>>, Problem> {
    let media_type = media_type::of_body(headers)?;
    if media_type.essence_str() != "multipart/form-data" {
        return Ok(None);
    }
    let boundary = media_type
        .get_param(mime::BOUNDARY)
        .ok_or_else(|| malformed("Content-Type names no boundary between the parts"))?;
    let whole = futures_util::stream::iter([Ok::<_, Infallible>(body)]);
    let mut form = Multipart::new(whole, boundary.as_str());
    let mut parts = Vec::new();
    while let Some(part) =
        form.next_field().await.map_err(|_| malformed("the form is malformed: see RFC 7578"))?
    {
        if parts.len() == PARTS_MAX {
            return Err(malformed(&format!("a form has {PARTS_MAX} parts at most")));
        }
        let name = part.name().unwrap_or_default().to_owned();
        let file_name = part.file_name().map(str::to_owned);
        let bytes =
            part.bytes().await.map_err(|_| malformed("the form is not whole: see RFC 7578"))?;
        parts.push(Part { name, file_name, bytes });
    }
    Ok(Some(parts))
}

pub(super) fn malformed(detail: &str) -> Problem {
    Problem::new(ProblemKind::InvalidParameter, detail)
}
