//! The body of an upload, as RDF in one part or in several
//! (`multipart/form-data`), read as it comes by a thread that may wait.

use super::super::media_type::{self, unsupported};
use super::super::problem::{Problem, ProblemKind};
use crate::domain::Iri;
use crate::graph::{Upload, UploadFormat};
use crate::vocabulary::PREFIXES;
use axum::RequestExt;
use axum::extract::Request;
use bytes::Bytes;
use futures_util::{Stream, StreamExt, TryStreamExt, stream};
use http_body_util::LengthLimitError;
use mime::Mime;
use multer::{Field, Multipart};
use std::error::Error;
use std::io::{self, Read};
use std::path::Path;
use std::pin::Pin;
use std::sync::{Arc, OnceLock};
use tokio::runtime::Handle;
use tokio_util::io::{StreamReader, SyncIoBridge};

/// Media types of uploads; those that clients use in place of the right ones
/// come last.
const MEDIA_TYPES: [(&str, UploadFormat); 12] = [
    ("text/turtle", UploadFormat::Turtle),
    ("application/n-triples", UploadFormat::NTriples),
    ("application/n-quads", UploadFormat::NQuads),
    ("application/trig", UploadFormat::TriG),
    ("application/ld+json", UploadFormat::JsonLd),
    ("application/rdf+xml", UploadFormat::RdfXml),
    ("text/n3", UploadFormat::N3),
    ("application/json", UploadFormat::JsonLd),
    ("application/xml", UploadFormat::RdfXml),
    ("text/xml", UploadFormat::RdfXml),
    ("application/turtle", UploadFormat::Turtle),
    ("application/x-turtle", UploadFormat::Turtle),
];
/// Extensions of file names, for parts of a form that do not tell their type.
const EXTENSIONS: [(&str, UploadFormat); 7] = [
    ("ttl", UploadFormat::Turtle),
    ("nt", UploadFormat::NTriples),
    ("nq", UploadFormat::NQuads),
    ("trig", UploadFormat::TriG),
    ("jsonld", UploadFormat::JsonLd),
    ("rdf", UploadFormat::RdfXml),
    ("n3", UploadFormat::N3),
];

/// Known in forms beside our own prefixes.
const FOAF: (&str, &str) = ("foaf", "http://xmlns.com/foaf/0.1/");

/// What is received, part by part. It waits for its client, so it is read on a
/// thread that may.
pub(super) struct Received {
    parts: Parts,
    base: Iri,
    runtime: Handle,
    fault: Fault,
}

enum Parts {
    One(Option<(UploadFormat, Chunks)>),
    Form { form: Multipart<'static>, parts: usize, ended: bool },
}

type Chunks = Pin<Box<dyn Stream<Item = io::Result<Bytes>> + Send>>;

/// Why a body could not be read. The parser only learns that it could not.
#[derive(Clone, Default)]
pub(super) struct Fault(Arc<OnceLock<Problem>>);

impl Fault {
    fn note(&self, problem: Problem) -> io::Error {
        let error = io::Error::other(problem.detail().to_owned());
        let _ = self.0.set(problem);
        error
    }

    /// The problem with the body, or else another.
    pub(super) fn or_else(&self, other: impl FnOnce() -> Problem) -> Problem {
        self.0.get().cloned().unwrap_or_else(other)
    }
}

impl Received {
    /// Takes the body of a request; `base` is what relative references in it
    /// are resolved against.
    ///
    /// # Errors
    /// 415 when it is no RDF that is known here.
    pub(super) fn from_request(request: Request, base: Iri) -> Result<Self, Problem> {
        let media_type = media_type::of_body(request.headers())?;
        let fault = Fault::default();
        let noted = fault.clone();
        let chunks: Chunks = request
            .into_limited_body()
            .into_data_stream()
            .map_err(move |error| noted.note(unreadable(&error)))
            .boxed();
        let parts = if media_type.essence_str() == "multipart/form-data" {
            let boundary = media_type
                .get_param(mime::BOUNDARY)
                .ok_or_else(|| malformed("Content-Type names no boundary between the parts"))?;
            let form = Multipart::new(chunks, boundary.as_str());
            Parts::Form { form, parts: 0, ended: false }
        } else {
            Parts::One(Some((format_named(&media_type)?, chunks)))
        };
        Ok(Self { parts, base, runtime: Handle::current(), fault })
    }

    /// Tells what was wrong with the body, once it has been read.
    pub(super) fn fault(&self) -> Fault {
        self.fault.clone()
    }
}

impl Iterator for Received {
    type Item = Upload;

    fn next(&mut self) -> Option<Upload> {
        let part = match &mut self.parts {
            Parts::One(part) => Ok(part.take()?),
            Parts::Form { ended: true, .. } => return None,
            Parts::Form { form, parts, ended } => match self.runtime.block_on(form.next_field()) {
                Ok(None) if *parts > 0 => return None,
                Ok(None) => {
                    *ended = true;
                    Err(malformed("the form has no part"))
                }
                Ok(Some(field)) => {
                    *parts += 1;
                    part(field, &self.fault)
                }
                Err(error) => {
                    *ended = true;
                    Err(malformed_form(&error))
                }
            },
        };
        // An end is taken for success, so a fault is handed on as a body that fails.
        let (format, body): (_, Box<dyn Read + Send>) = match part {
            Ok((format, chunks)) => {
                let reader = StreamReader::new(chunks);
                (format, Box::new(SyncIoBridge::new_with_handle(reader, self.runtime.clone())))
            }
            Err(problem) => {
                (UploadFormat::NTriples, Box::new(Failing(Some(self.fault.note(problem)))))
            }
        };
        Some(Upload { format, base: self.base.clone(), body })
    }
}

/// A part of a form: its format by its type, or by the name of its file.
fn part(field: Field<'static>, fault: &Fault) -> Result<(UploadFormat, Chunks), Problem> {
    let format = match (field.content_type(), field.file_name()) {
        (Some(media_type), _) => {
            media_type::must_be_utf8(media_type)?;
            format_named(media_type)?
        }
        (None, file) => format_of_file(file.unwrap_or_default())?,
    };
    let fault = fault.clone();
    let chunks = field.map_err(move |error| fault.note(malformed_form(&error)));
    let declared = stream::iter(has_prefixes(format).then(|| Ok(Bytes::from(prologue()))));
    Ok((format, declared.chain(chunks).boxed()))
}

fn has_prefixes(format: UploadFormat) -> bool {
    matches!(format, UploadFormat::Turtle | UploadFormat::TriG | UploadFormat::N3)
}

/// Declares the prefixes that are known here. Clients take the parts of a form
/// for pieces of one document, and do not declare prefixes in each; nor does
/// the W3C's own test. It stays on the first line, so that lines are right.
fn prologue() -> String {
    let known = PREFIXES.iter().chain([&FOAF]);
    known.map(|(prefix, iri)| format!("PREFIX {prefix}: <{iri}> ")).collect()
}

fn format_named(media_type: &Mime) -> Result<UploadFormat, Problem> {
    let essence = media_type.essence_str();
    let known = MEDIA_TYPES.iter().find(|(name, _)| *name == essence);
    known.map(|(_, format)| *format).ok_or_else(|| {
        let known: Vec<&str> = MEDIA_TYPES[..7].iter().map(|(name, _)| *name).collect();
        unsupported(format!(
            "a body of type '{essence}' is not understood: {} and multipart/form-data are",
            known.join(", ")
        ))
    })
}

fn format_of_file(name: &str) -> Result<UploadFormat, Problem> {
    let extension = Path::new(name).extension().and_then(|extension| extension.to_str());
    let known = EXTENSIONS.iter().find(|(known, _)| extension == Some(*known));
    known.map(|(_, format)| *format).ok_or_else(|| {
        unsupported(
            "a part of the form has neither a Content-Type nor a file name that tells its format",
        )
    })
}

/// Why a body broke off.
pub(super) fn unreadable(error: &(dyn Error + 'static)) -> Problem {
    let mut causes = std::iter::successors(Some(error), |error| (**error).source());
    if causes.any(|cause| cause.is::<LengthLimitError>()) {
        Problem::new(ProblemKind::TooLarge, "the body is larger than an upload may be")
    } else {
        malformed("the body is not whole, or not what Content-Encoding says")
    }
}

fn malformed_form(error: &multer::Error) -> Problem {
    malformed(match error {
        multer::Error::IncompleteStream
        | multer::Error::IncompleteFieldData { .. }
        | multer::Error::IncompleteHeaders => {
            "the form is not whole: its closing boundary is missing"
        }
        _ => "the form is malformed: see RFC 7578",
    })
}

fn malformed(detail: &str) -> Problem {
    Problem::new(ProblemKind::InvalidParameter, detail)
}

/// A body that fails at once.
struct Failing(Option<io::Error>);

impl Read for Failing {
    fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
        Err(self.0.take().unwrap_or_else(|| io::ErrorKind::UnexpectedEof.into()))
    }
}
