//! What is sent: a form with the sheet and its mapping, and decisions as JSON.

use super::super::media_type::{self, unsupported};
use super::super::problem::{Problem, ProblemKind};
use super::schema::{CodingDecisions, theme};
use crate::operations::Decisions;
use axum::body::Bytes;
use axum::http::{HeaderMap, header};
use multer::Multipart;
use std::convert::Infallible;

/// A sheet and its mapping, as a form brings them.
pub(super) struct Form {
    pub(super) name: String,
    pub(super) file: Bytes,
    pub(super) mapping: String,
}

impl Form {
    /// Reads a form with the parts `file` and `mapping`.
    pub(super) async fn read(headers: &HeaderMap, body: Bytes) -> Result<Self, Problem> {
        let media_type = media_type::of_body(headers)?;
        if media_type.essence_str() != "multipart/form-data" {
            return Err(unsupported("a sheet is sent as multipart/form-data"));
        }
        let boundary = media_type
            .get_param(mime::BOUNDARY)
            .ok_or_else(|| malformed("Content-Type names no boundary between the parts"))?;
        let whole = futures_util::stream::iter([Ok::<_, Infallible>(body)]);
        let mut parts = Multipart::new(whole, boundary.as_str());
        let (mut file, mut mapping) = (None, None);
        while let Some(part) = parts
            .next_field()
            .await
            .map_err(|_| malformed("the form is malformed: see RFC 7578"))?
        {
            let name = part.file_name().unwrap_or("sheet").to_owned();
            let place = match part.name() {
                Some("file") => &mut file,
                Some("mapping") => &mut mapping,
                _ => return Err(malformed("the parts of the form are file and mapping")),
            };
            let bytes =
                part.bytes().await.map_err(|_| malformed("the form is not whole: see RFC 7578"))?;
            if place.replace((name, bytes)).is_some() {
                return Err(malformed("a part of the form is there twice"));
            }
        }
        let (Some((name, file)), Some((_, mapping))) = (file, mapping) else {
            return Err(malformed("the form needs the parts file and mapping"));
        };
        let mapping =
            String::from_utf8(mapping.into()).map_err(|_| malformed("the mapping is not UTF-8"))?;
        Ok(Self { name, file, mapping })
    }
}

/// Reads decisions.
pub(super) fn decisions(headers: &HeaderMap, body: &Bytes) -> Result<Decisions, Problem> {
    let media_type = media_type::of_body(headers)?;
    if media_type.essence_str() != "application/json" {
        return Err(unsupported("decisions are sent as application/json"));
    }
    let mut deserializer = serde_json::Deserializer::from_slice(body);
    let sent: CodingDecisions =
        serde_path_to_error::deserialize(&mut deserializer).map_err(|error| {
            let pointer = format!("/{}", error.path().to_string().replace(['.', '['], "/"));
            let pointer = pointer.replace([']'], "").replace("//", "/");
            Problem::place(ProblemKind::InvalidParameter, &pointer, error.inner().to_string())
        })?;
    let mut decisions = Decisions::new();
    for (place, decision) in sent.decisions.into_iter().enumerate() {
        let bad = |detail: String| {
            let pointer = format!("/decisions/{place}");
            Problem::place(ProblemKind::InvalidParameter, &pointer, detail)
        };
        let themes = decision.themes.map(|themes| {
            let read =
                |name: &String| theme(name).ok_or_else(|| bad(format!("'{name}' is no theme")));
            themes.iter().map(read).collect::<Result<Vec<_>, _>>()
        });
        if decisions.insert(decision.claim.clone(), themes.transpose()?).is_some() {
            return Err(bad(format!("claim '{}' is there twice", decision.claim)));
        }
    }
    Ok(decisions)
}

/// The version that a client has read.
pub(super) fn version(headers: &HeaderMap) -> Result<u64, Problem> {
    let Some(value) = headers.get(header::IF_MATCH) else {
        let words = "send the ETag of the import that was read: If-Match";
        return Err(Problem::new(ProblemKind::PreconditionRequired, words));
    };
    let tag = value.to_str().unwrap_or_default().trim();
    let number = tag.strip_prefix('"').and_then(|tag| tag.strip_suffix('"'));
    number.and_then(|number| number.parse().ok()).ok_or_else(|| {
        Problem::new(ProblemKind::PreconditionFailed, "If-Match names no version of this import")
    })
}

fn malformed(detail: &str) -> Problem {
    Problem::new(ProblemKind::InvalidParameter, detail)
}
