//! What a form with files brings. Its body is read only once it is known who
//! sends it: it may be large. Whose session has ended keeps what was typed; a
//! file has to be chosen again.

use super::super::super::error::PageError;
use super::super::super::routes::{html, reader_of};
use super::super::sign_in;
use super::super::typed::{TOKEN, Typed};
use super::super::visit::{DeskVisit, Done};
use super::{columns, list};
use crate::domain::Language;
use crate::http::{self, AppState, Part, Problem, SURVEY_BYTES_MAX};
use axum::Router;
use axum::body::Bytes;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use axum::routing::post;

/// Does what a form with files asks for.
type Act = fn(&DeskVisit<'_>, &Upload) -> Result<Done, PageError>;

/// So much is read of what somebody sends who is not signed in.
const STRANGER_BYTES_MAX: usize = 256 * 1024;
/// The forms with files.
const TABLE: [(&str, Act); 2] =
    [("/desk/surveys", list::send), ("/desk/surveys/columns", columns::act)];

/// What was typed and which files were chosen.
pub(super) struct Upload {
    pub(super) typed: Typed,
    files: Vec<Part>,
}

/// Where such forms are sent.
pub(in super::super::super) fn routes() -> Router<AppState> {
    let mut routes = Router::new();
    for language in Language::ALL {
        for (path, act) in TABLE {
            let take = move |State(state): State<AppState>, request: Request| {
                take(state, request, language, act)
            };
            routes = routes.route(&format!("/{language}{path}"), post(take));
        }
    }
    routes
}

impl Upload {
    async fn read(headers: &HeaderMap, body: Bytes) -> Result<Self, Problem> {
        let Some(parts) = http::parts(headers, body.clone()).await? else {
            return Ok(Self { typed: Typed::read(&body)?, files: Vec::new() });
        };
        let (mut pairs, mut files) = (Vec::new(), Vec::new());
        for part in parts {
            match &part.file_name {
                // No file was chosen.
                Some(name) if name.is_empty() && part.bytes.is_empty() => {}
                Some(_) => files.push(part),
                None => pairs.push((part.name.clone(), part.text()?.to_owned())),
            }
        }
        Ok(Self { typed: Typed::of(pairs), files })
    }

    /// The file that was chosen in a field.
    pub(super) fn file(&self, name: &str) -> Option<&Part> {
        self.files.iter().find(|part| part.name == name)
    }
}

async fn take(state: AppState, request: Request, language: Language, act: Act) -> Response {
    let (head, body) = request.into_parts();
    let (uri, headers): (Uri, HeaderMap) = (head.uri, head.headers);
    let reader = reader_of(&state, &uri, &headers, language);
    let refuse = |problem: Problem| PageError::Failed(problem).answer(&reader);
    if let Err(problem) = http::check_origin(&state, &uri, &headers) {
        return refuse(problem);
    }
    let signed_in = match http::signed_in(&state, &headers).await {
        Ok(signed_in) => signed_in,
        Err(problem) => return refuse(problem),
    };
    let most = if signed_in.is_some() { SURVEY_BYTES_MAX } else { STRANGER_BYTES_MAX };
    let read = async { Upload::read(&headers, http::read_body(&state, body, most).await?).await };
    let upload = read.await;
    let Some(signed_in) = signed_in else {
        let kept = upload.map(|upload| upload.typed.encoded()).unwrap_or_default();
        let page = sign_in::again(&reader, kept.as_bytes());
        return (StatusCode::UNAUTHORIZED, html(&reader, &page)).into_response();
    };
    let upload = match upload {
        Ok(upload) => upload,
        Err(problem) => return refuse(problem),
    };
    if !signed_in.is_of_form(upload.typed.value(TOKEN)) {
        let page = sign_in::resend(&reader, &reader.path, &signed_in.form_token(), &upload.typed);
        return (StatusCode::FORBIDDEN, html(&reader, &page)).into_response();
    }
    super::super::routes::carry_out(&state, &reader, signed_in, move |visit| act(visit, &upload))
        .await
}
