//! The kinds of problems: each with its name, its title and its status.

use axum::http::StatusCode;

/// What kind of problem: its type, title and status.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ProblemKind {
    InvalidParameter,
    InvalidData,
    Unprocessable,
    Remote,
    Unauthorised,
    Forbidden,
    NotFound,
    Gone,
    Conflict,
    PreconditionFailed,
    PreconditionRequired,
    MethodNotAllowed,
    NotAcceptable,
    NotImplemented,
    UnsupportedMediaType,
    TooLarge,
    BodyTimeout,
    TooManyRequests,
    QueryTimeout,
    QueryLimit,
    QueryCrash,
    Busy,
    InsufficientStorage,
    NotConfirmed,
    Internal,
}

impl ProblemKind {
    pub(crate) fn status(self) -> StatusCode {
        match self {
            Self::InvalidParameter => StatusCode::BAD_REQUEST,
            Self::InvalidData | Self::Unprocessable => StatusCode::UNPROCESSABLE_ENTITY,
            Self::Unauthorised => StatusCode::UNAUTHORIZED,
            Self::Forbidden => StatusCode::FORBIDDEN,
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::Gone => StatusCode::GONE,
            Self::Conflict => StatusCode::CONFLICT,
            Self::PreconditionFailed => StatusCode::PRECONDITION_FAILED,
            Self::PreconditionRequired => StatusCode::PRECONDITION_REQUIRED,
            Self::MethodNotAllowed => StatusCode::METHOD_NOT_ALLOWED,
            Self::NotAcceptable => StatusCode::NOT_ACCEPTABLE,
            Self::NotImplemented => StatusCode::NOT_IMPLEMENTED,
            Self::UnsupportedMediaType => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::BodyTimeout => StatusCode::REQUEST_TIMEOUT,
            Self::TooManyRequests => StatusCode::TOO_MANY_REQUESTS,
            Self::Remote => StatusCode::BAD_GATEWAY,
            Self::QueryTimeout | Self::QueryLimit | Self::Busy => StatusCode::SERVICE_UNAVAILABLE,
            Self::InsufficientStorage => StatusCode::INSUFFICIENT_STORAGE,
            Self::QueryCrash | Self::NotConfirmed | Self::Internal => {
                StatusCode::INTERNAL_SERVER_ERROR
            }
        }
    }

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::InvalidParameter => "invalid-parameter",
            Self::InvalidData => "invalid-data",
            Self::Unprocessable => "unprocessable",
            Self::Remote => "remote",
            Self::Unauthorised => "unauthorised",
            Self::Forbidden => "forbidden",
            Self::NotFound => "not-found",
            Self::Gone => "gone",
            Self::Conflict => "conflict",
            Self::PreconditionFailed => "precondition-failed",
            Self::PreconditionRequired => "precondition-required",
            Self::MethodNotAllowed => "method-not-allowed",
            Self::NotAcceptable => "not-acceptable",
            Self::NotImplemented => "not-implemented",
            Self::UnsupportedMediaType => "unsupported-media-type",
            Self::TooLarge => "too-large",
            Self::BodyTimeout => "body-timeout",
            Self::TooManyRequests => "too-many-requests",
            Self::QueryTimeout => "query-timeout",
            Self::QueryLimit => "query-limit",
            Self::QueryCrash => "query-crash",
            Self::Busy => "busy",
            Self::InsufficientStorage => "insufficient-storage",
            Self::NotConfirmed => "not-confirmed",
            Self::Internal => "internal",
        }
    }

    pub(super) fn title(self) -> &'static str {
        match self {
            Self::InvalidParameter => "The request is not understood",
            Self::InvalidData => "The data do not fit the shapes",
            Self::Unprocessable => "The request is understood, and not carried out",
            Self::Remote => "Another service gave no answer of use",
            Self::Unauthorised => "A key is needed",
            Self::Forbidden => "This is not allowed",
            Self::NotFound => "There is no such thing",
            Self::Gone => "It was retired",
            Self::Conflict => "It is not in a state for this",
            Self::PreconditionFailed => "It has changed since it was read",
            Self::PreconditionRequired => "It must be said which state is meant",
            Self::MethodNotAllowed => "This method is not allowed here",
            Self::NotAcceptable => "None of the accepted formats can be given",
            Self::NotImplemented => "This is not done here",
            Self::UnsupportedMediaType => "The format of the request body is not supported",
            Self::TooLarge => "The request is too large",
            Self::BodyTimeout => "The request body took too long",
            Self::TooManyRequests => "This client asks too much at a time",
            Self::QueryTimeout => "The query took too long",
            Self::QueryLimit => "The query needs more than it may have",
            Self::QueryCrash => "The query could not be evaluated",
            Self::Busy => "The service is busy",
            Self::InsufficientStorage => "The disk is full",
            Self::NotConfirmed => "Whether the change is kept is not known",
            Self::Internal => "The service failed",
        }
    }

    pub(super) fn of_status(status: StatusCode) -> Option<Self> {
        match status {
            StatusCode::NOT_FOUND => Some(Self::NotFound),
            StatusCode::METHOD_NOT_ALLOWED => Some(Self::MethodNotAllowed),
            StatusCode::PAYLOAD_TOO_LARGE => Some(Self::TooLarge),
            StatusCode::UNSUPPORTED_MEDIA_TYPE => Some(Self::UnsupportedMediaType),
            StatusCode::BAD_REQUEST => Some(Self::InvalidParameter),
            status if status.is_server_error() => Some(Self::Internal),
            _ => None,
        }
    }
}
