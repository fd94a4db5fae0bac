//! Problem details (RFC 9457): the only place where an error becomes a status;
//! which one, its kind says (`problem_kind`).

use super::pages::{Asked, ProblemPage, ProblemSummary};
pub(crate) use super::problem_kind::ProblemKind;
use crate::desk::DeskError;
use crate::domain::Language;
use crate::graph::{GraphError, Remark, Violation};
use crate::operations::{BrowseError, FollowError};
use crate::search::SearchError;
use axum::Json;
use axum::extract::{Request, State};
use axum::http::{HeaderValue, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use std::error::Error;
use utoipa::ToSchema;

/// Violations that are told one by one.
const VIOLATIONS_SHOWN_MAX: usize = 100;

/// A problem on its way to the client.
#[derive(Clone, Debug)]
pub(crate) struct Problem {
    kind: ProblemKind,
    detail: String,
    errors: Vec<FieldError>,
    retry_after_s: Option<u64>,
}

/// One parameter, or one place in the data, that is wrong.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(super) struct FieldError {
    /// Where: `/query/limit`, `/path/id`; in data, the node and the path.
    #[schema(example = "/query/limit")]
    pointer: String,
    /// What is wrong with it.
    #[schema(example = "a whole number from 1 to 100 is expected")]
    detail: String,
    /// What stands there, where `detail` says what is expected in its place.
    #[serde(skip_serializing_if = "Option::is_none")]
    value: Option<String>,
}

/// Problem details, RFC 9457.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Problem)]
pub(super) struct ProblemDetails {
    /// Stable address of the kind of problem.
    #[schema(example = "https://w3id.org/passerelle/problem/invalid-parameter")]
    r#type: String,
    /// The kind in words.
    #[schema(example = "The request is not understood")]
    title: &'static str,
    /// HTTP status.
    #[schema(example = 400)]
    status: u16,
    /// This one in words.
    #[schema(example = "limit: a whole number from 1 to 100 is expected")]
    detail: String,
    /// The parameters, or the places in the data, that are wrong.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    errors: Vec<FieldError>,
    /// Names the request in the logs.
    #[serde(skip_serializing_if = "Option::is_none")]
    request_id: Option<String>,
}

impl Problem {
    pub(crate) fn new(kind: ProblemKind, detail: impl Into<String>) -> Self {
        Self { kind, detail: detail.into(), errors: Vec::new(), retry_after_s: None }
    }

    /// A parameter of the query string is wrong.
    pub(super) fn parameter(name: &str, detail: impl Into<String>) -> Self {
        let detail = detail.into();
        let pointer = format!("/query/{}", name.replace('~', "~0").replace('/', "~1"));
        Self {
            kind: ProblemKind::InvalidParameter,
            detail: format!("{name}: {detail}"),
            errors: vec![FieldError { pointer, detail, value: None }],
            retry_after_s: None,
        }
    }

    /// A place in the document that was sent is wrong; an empty pointer is the
    /// document.
    pub(super) fn place(kind: ProblemKind, pointer: &str, detail: impl Into<String>) -> Self {
        let detail = detail.into();
        Self::places(kind, [pointer.to_owned()], &detail)
    }

    /// Several places are wrong in the same way.
    pub(super) fn places(
        kind: ProblemKind,
        pointers: impl IntoIterator<Item = String>,
        detail: &str,
    ) -> Self {
        let place = |pointer| FieldError { pointer, detail: detail.to_owned(), value: None };
        let errors = pointers.into_iter().map(place).collect();
        Self { kind, detail: detail.to_owned(), errors, retry_after_s: None }
    }

    /// A contribution that is not right: what to change, in a language.
    pub(super) fn remarks(detail: String, remarks: &[Remark], language: Language) -> Self {
        let error = |remark: &Remark| FieldError {
            pointer: format!("/content{}", remark.pointer),
            detail: remark
                .expected
                .get(language)
                .map(|found| found.1.to_owned())
                .unwrap_or_default(),
            value: remark.value.clone(),
        };
        Self {
            kind: ProblemKind::InvalidData,
            detail,
            errors: remarks.iter().take(VIOLATIONS_SHOWN_MAX).map(error).collect(),
            retry_after_s: None,
        }
    }

    /// Tells the client when to come back.
    pub(super) fn retry_after_s(mut self, seconds: u64) -> Self {
        self.retry_after_s = Some(seconds);
        self
    }

    /// Data that break shapes: what is wrong, and where.
    fn invalid_data(error: &GraphError, violations: &[Violation]) -> Self {
        let shown = |violation: &Violation| {
            let found = violation.value.as_ref().map(|value| format!(", not {value}"));
            format!("{}{}", violation.expected, found.unwrap_or_default())
        };
        let place = |violation: &Violation| match &violation.path {
            Some(path) => format!("{} {path}", violation.node),
            None => violation.node.clone(),
        };
        let errors = violations.iter().take(VIOLATIONS_SHOWN_MAX).map(|violation| FieldError {
            pointer: place(violation),
            detail: shown(violation),
            value: None,
        });
        let first = violations.first();
        let first = first.map(|first| format!(": {}: {}", place(first), shown(first)));
        Self {
            kind: ProblemKind::InvalidData,
            detail: format!("{error}{}", first.unwrap_or_default()),
            errors: errors.collect(),
            retry_after_s: None,
        }
    }

    /// Something that is our fault. The client learns no more than that; the
    /// log does.
    pub(crate) fn internal(error: &dyn Error) -> Self {
        log(error);
        Self::new(ProblemKind::Internal, "the failure has been logged under the request id")
    }

    pub(crate) fn kind(&self) -> ProblemKind {
        self.kind
    }

    pub(super) fn detail(&self) -> &str {
        &self.detail
    }
}

/// With all causes, which no client learns.
fn log(error: &dyn Error) {
    let mut chain = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        chain.push_str(": ");
        chain.push_str(&error.to_string());
        cause = error.source();
    }
    tracing::error!(error = chain, "request failed");
}

impl From<GraphError> for Problem {
    fn from(error: GraphError) -> Self {
        match &error {
            full if full.is_out_of_space() => {
                log(&error);
                let words = "there is no space left on the disk of the service; nothing was stored";
                Self::new(ProblemKind::InsufficientStorage, words)
            }
            GraphError::NotSynced(_) => {
                log(&error);
                Self::new(ProblemKind::NotConfirmed, error.to_string())
            }
            GraphError::QuerySyntax { .. }
            | GraphError::QueryRefused(_)
            | GraphError::UpdateSyntax { .. }
            | GraphError::UpdateRefused(_)
            | GraphError::Malformed { .. } => {
                Self::new(ProblemKind::InvalidParameter, error.to_string())
            }
            GraphError::Unprocessable(_) | GraphError::GivenUp => {
                Self::new(ProblemKind::Unprocessable, error.to_string())
            }
            GraphError::Remote { .. } => Self::new(ProblemKind::Remote, error.to_string()),
            GraphError::Computed(_) => Self::new(ProblemKind::Forbidden, error.to_string()),
            GraphError::Invalid(violations) => Self::invalid_data(&error, violations),
            GraphError::TimedOut(_) | GraphError::UpdateTimedOut(_) => {
                Self::new(ProblemKind::QueryTimeout, error.to_string())
            }
            GraphError::OutOfMemory(_)
            | GraphError::TooDeep(_)
            | GraphError::TooManyRows(_)
            | GraphError::TooManyBytes(_) => Self::new(ProblemKind::QueryLimit, error.to_string()),
            GraphError::Crashed(words) => {
                tracing::error!(words, "a query ended its process");
                Self::new(ProblemKind::QueryCrash, error.to_string())
            }
            GraphError::NoFormat => Self::new(ProblemKind::NotAcceptable, error.to_string()),
            GraphError::Busy(_) => Self::new(ProblemKind::Busy, error.to_string()),
            _ => Self::internal(&error),
        }
    }
}

impl From<DeskError> for Problem {
    fn from(error: DeskError) -> Self {
        Self::internal(&error)
    }
}

impl From<BrowseError> for Problem {
    fn from(error: BrowseError) -> Self {
        match error {
            BrowseError::UnknownValue { name, ref value } => {
                Self::parameter(name, format!("there is no '{value}'"))
            }
            BrowseError::Contradiction { name, ref words } => Self::parameter(name, words.clone()),
            BrowseError::Graph(error) => error.into(),
            BrowseError::Search(error) => error.into(),
        }
    }
}

impl From<SearchError> for Problem {
    fn from(error: SearchError) -> Self {
        match error {
            SearchError::Graph(error) => error.into(),
            SearchError::Index { .. } | SearchError::NotBuilt(_) => Self::internal(&error),
        }
    }
}

impl From<FollowError> for Problem {
    fn from(error: FollowError) -> Self {
        match error {
            FollowError::UnknownCursor => Self::parameter("cursor", error.to_string()),
            FollowError::Graph(error) => error.into(),
        }
    }
}

/// The response carries the problem; [`render`] writes it, once the request id
/// is known.
impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let mut response = self.kind.status().into_response();
        if let Some(seconds) = self.retry_after_s {
            response.headers_mut().insert(header::RETRY_AFTER, seconds.into());
        }
        response.extensions_mut().insert(self);
        response
    }
}

/// Writes each problem as a page for browsers, otherwise as
/// `application/problem+json`, those of the framework included, and keeps
/// headers such as `Allow`.
pub(super) async fn render(
    State(page): State<ProblemPage>,
    request: Request,
    next: Next,
) -> Response {
    let path = request.uri().path().to_owned();
    let reader = Asked::by_browser(&request);
    let request_id =
        request.headers().get("x-request-id").and_then(|id| id.to_str().ok()).map(str::to_owned);
    let response = next.run(request).await;
    let problem = match response.extensions().get::<Problem>() {
        Some(problem) => Some(problem.clone()),
        None if response.headers().contains_key(header::CONTENT_TYPE) => None,
        None => ProblemKind::of_status(response.status())
            .map(|kind| Problem::new(kind, framework_detail(kind, &path))),
    };
    match problem {
        Some(problem) => problem.write(&response, request_id, reader, page),
        None => response,
    }
}

fn framework_detail(kind: ProblemKind, path: &str) -> String {
    match kind {
        ProblemKind::NotFound => format!("nothing is served at {path}"),
        ProblemKind::MethodNotAllowed => "the Allow header lists what is allowed here".to_owned(),
        _ => kind.title().to_owned(),
    }
}

impl Problem {
    fn write(
        self,
        original: &Response,
        request_id: Option<String>,
        reader: Option<Asked>,
        page: ProblemPage,
    ) -> Response {
        let written = reader.and_then(|reader| {
            let (status, name) = (self.kind.status(), self.kind.name());
            page(&ProblemSummary { status, name, request_id: request_id.clone(), reader })
        });
        let mut response = written.unwrap_or_else(|| self.document(request_id));
        for (name, value) in original.headers() {
            if ![header::CONTENT_TYPE, header::CONTENT_LENGTH].contains(name) {
                response.headers_mut().insert(name, value.clone());
            }
        }
        response
    }

    fn document(self, request_id: Option<String>) -> Response {
        let details = ProblemDetails {
            r#type: format!("https://w3id.org/passerelle/problem/{}", self.kind.name()),
            title: self.kind.title(),
            status: self.kind.status().as_u16(),
            detail: self.detail,
            errors: self.errors,
            request_id,
        };
        let mut response = (self.kind.status(), Json(details)).into_response();
        response
            .headers_mut()
            .insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        response
    }
}

/// What every reading operation can answer beside its success.
#[derive(utoipa::IntoResponses)]
#[allow(dead_code, reason = "describes answers")]
pub(super) enum ReadProblems {
    /// A parameter is unknown or has no meaning; the answer names it.
    #[response(status = 400, content_type = "application/problem+json")]
    InvalidParameter(#[to_schema] ProblemDetails),
    /// None of the accepted formats can be given.
    #[response(status = 406, content_type = "application/problem+json")]
    NotAcceptable(#[to_schema] ProblemDetails),
}

/// What an operation on one thing can answer beside its success.
#[derive(utoipa::IntoResponses)]
#[allow(dead_code, reason = "describes answers")]
pub(super) enum ThingProblems {
    /// A parameter is unknown or has no meaning; the answer names it.
    #[response(status = 400, content_type = "application/problem+json")]
    InvalidParameter(#[to_schema] ProblemDetails),
    /// There is no such thing.
    #[response(status = 404, content_type = "application/problem+json")]
    NotFound(#[to_schema] ProblemDetails),
    /// It was retired.
    #[response(status = 410, content_type = "application/problem+json")]
    Gone(#[to_schema] ProblemDetails),
    /// None of the accepted formats can be given.
    #[response(status = 406, content_type = "application/problem+json")]
    NotAcceptable(#[to_schema] ProblemDetails),
}
