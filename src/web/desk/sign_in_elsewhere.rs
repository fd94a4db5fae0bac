//! How one signs in where one's organisation does (OpenID Connect): led there,
//! and taken back.

use super::super::error::PageError;
use super::super::page::Page;
use super::super::reader::Reader;
use super::super::routes::{html, read_query, reader_of};
use super::sign_in::{DESK, is_at_desk, page, with_cookie};
use crate::domain::Language;
use crate::http::{self, AppState, BroughtBack, Problem, SigningIn};
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, Uri};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{MethodRouter, get};

/// Where one is led away from, after the language; what is below is where one
/// comes back to.
pub(super) const AWAY: &str = "/sign-in/oidc";
pub(super) const BACK: &str = "/sign-in/oidc/callback";

/// What can be asked of [`AWAY`].
pub(super) fn away(language: Language) -> MethodRouter<AppState> {
    get(move |State(state): State<AppState>, uri: Uri, headers: HeaderMap| async move {
        let mut reader = reader_of(&state, &uri, &headers, language);
        match read_query(&uri, &["to"]) {
            Ok(query) => reader.query = query,
            Err(error) => return error.answer(&reader),
        }
        let to = reader.values("to").next().filter(|to| is_at_desk(to)).unwrap_or(DESK);
        let back = reader.absolute(&reader.href(BACK));
        match http::send_to_provider(&state, back, to.to_owned()).await {
            Ok((address, cookie)) => with_cookie(cookie, Redirect::to(&address)),
            Err(problem) => PageError::Failed(problem).answer(&reader),
        }
    })
}

/// What can be asked of [`BACK`]. A provider may add parameters of its own.
pub(super) fn back(language: Language) -> MethodRouter<AppState> {
    get(move |State(state): State<AppState>, uri: Uri, headers: HeaderMap| async move {
        let reader = reader_of(&state, &uri, &headers, language);
        match take_back(&state, &uri, &headers, &reader).await {
            Ok(response) => response,
            Err(problem) => PageError::Failed(problem).answer(&reader),
        }
    })
}

async fn take_back(
    state: &AppState,
    uri: &Uri,
    headers: &HeaderMap,
    reader: &Reader,
) -> Result<Response, Problem> {
    let query: Vec<(String, String)> =
        form_urlencoded::parse(uri.query().unwrap_or_default().as_bytes()).into_owned().collect();
    let one = |name: &str| query.iter().find(|pair| pair.0 == name).map(|pair| pair.1.as_str());
    let brought = BroughtBack {
        state: one("state").unwrap_or_default(),
        code: one("code"),
        issuer: one("iss"),
    };
    let (signing, to) = http::take_back(state, headers, brought).await?;
    if let SigningIn::Done(cookie, _) = signing {
        return Ok(with_cookie(cookie, Redirect::to(&reader.href(&to))));
    }
    let page: Page = page(reader, &to, "", Some("elsewhere-refused"));
    Ok((StatusCode::FORBIDDEN, html(reader, &page)).into_response())
}
