//! What operations of the desk can answer beside their success, as far as they
//! have it in common. What is peculiar to one is told beside it.

use super::problem::ProblemDetails;

/// What each can answer.
#[derive(utoipa::IntoResponses)]
#[allow(dead_code, reason = "describes answers")]
pub(super) enum DeskProblems {
    /// A parameter or the document is not understood; the answer names the place.
    #[response(status = 400, content_type = "application/problem+json")]
    InvalidParameter(#[to_schema] ProblemDetails),
    /// No key was sent, or one that is not accepted.
    #[response(status = 401, content_type = "application/problem+json")]
    Unauthorised(#[to_schema] ProblemDetails),
    /// The role of the key is too low, or what is asked for is of another member, or one's own.
    #[response(status = 403, content_type = "application/problem+json")]
    Forbidden(#[to_schema] ProblemDetails),
    /// None of the accepted formats can be given.
    #[response(status = 406, content_type = "application/problem+json")]
    NotAcceptable(#[to_schema] ProblemDetails),
}

/// What those on one thing can answer besides.
#[derive(utoipa::IntoResponses)]
#[allow(dead_code, reason = "describes answers")]
pub(super) enum UnknownProblems {
    /// There is no such thing, or not for this key.
    #[response(status = 404, content_type = "application/problem+json")]
    NotFound(#[to_schema] ProblemDetails),
}

/// What can be wrong with a body before it is read.
#[derive(utoipa::IntoResponses)]
#[allow(dead_code, reason = "describes answers")]
pub(super) enum BodyProblems {
    /// The body is too long.
    #[response(status = 413, content_type = "application/problem+json")]
    TooLarge(#[to_schema] ProblemDetails),
    /// The body is of no type that is taken.
    #[response(status = 415, content_type = "application/problem+json")]
    UnsupportedMediaType(#[to_schema] ProblemDetails),
}

/// What can be wrong with the revision that a client has read.
#[derive(utoipa::IntoResponses)]
#[allow(dead_code, reason = "describes answers")]
pub(super) enum RevisionProblems {
    /// It has changed since it was read.
    #[response(status = 412, content_type = "application/problem+json")]
    PreconditionFailed(#[to_schema] ProblemDetails),
    /// `If-Match` is missing.
    #[response(status = 428, content_type = "application/problem+json")]
    PreconditionRequired(#[to_schema] ProblemDetails),
}
