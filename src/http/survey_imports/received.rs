//! What is sent: a form with the sheet and its mapping, and decisions as JSON.

use super::super::media_type::{self, unsupported};
use super::super::parts::{self, malformed};
use super::super::problem::{Problem, ProblemKind};
use super::schema::{CodingDecisions, theme};
use crate::operations::Decisions;
use axum::body::Bytes;
use axum::http::{HeaderMap, header};

/// A sheet and its mapping, as a form brings them.
pub(super) struct Form {
    pub(super) name: String,
    pub(super) file: Bytes,
    pub(super) mapping: String,
}

impl Form {
    /// Reads a form with the parts `file` and `mapping`.
    pub(super) async fn read(headers: &HeaderMap, body: Bytes) -> Result<Self, Problem> {
        let Some(parts) = parts::parts(headers, body).await? else {
            return Err(unsupported("a sheet is sent as multipart/form-data"));
        };
        let (mut file, mut mapping) = (None, None);
        for part in parts {
            let place = match part.name.as_str() {
                "file" => &mut file,
                "mapping" => &mut mapping,
                _ => return Err(malformed("the parts of the form are file and mapping")),
            };
            if place.replace(part).is_some() {
                return Err(malformed("a part of the form is there twice"));
            }
        }
        let (Some(file), Some(mapping)) = (file, mapping) else {
            return Err(malformed("the form needs the parts file and mapping"));
        };
        let mapping = mapping.text()?.to_owned();
        let name = file.file_name.unwrap_or_else(|| "sheet".to_owned());
        Ok(Self { name, file: file.bytes, mapping })
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
