//! The whole table of the desk, and what goes for each of its pages: who is not
//! signed in is led to where one signs in; a form is taken from our own pages
//! and the same session alone, and what was typed into another is kept.

use super::super::error::PageError;
use super::super::page::{Page, Shown};
use super::super::reader::{Reader, Visit};
use super::super::routes::{html, read_query, reader_of, shown};
use super::sign_in_elsewhere as elsewhere;
use super::typed::{TOKEN, Typed};
use super::visit::{DeskVisit, Done};
use super::{begin, contribution, edit, home, list, seeks, sign_in, surveys, versions};
use crate::domain::Language;
use crate::http::{self, AppState, Problem, SignedIn};
use crate::operations::Passerelle;
use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, Uri};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};

/// Makes a page or a file, or says why not.
type Show<T = Page> = fn(&DeskVisit<'_>) -> Result<T, PageError>;
/// Does what a form asks for.
type Act = fn(&DeskVisit<'_>, &Typed) -> Result<Done, PageError>;

/// Each path after the language, the parameters that it takes, its page, and
/// what its forms do.
const TABLE: [(&str, &[&str], Show, Option<Act>); 13] = [
    ("/desk", &["said"], home::show, None),
    ("/desk/contributions", &list::PARAMETERS, list::show, None),
    ("/desk/new", &[], begin::show, None),
    ("/desk/new/{kind}", &["corrects"], edit::show_new, Some(edit::begin)),
    ("/desk/contributions/{id}", &["said", "edit"], contribution::show, Some(contribution::act)),
    ("/desk/contributions/{id}/versions", &["from", "to"], versions::show, None),
    ("/desk/seeks-and-offers", &["said"], seeks::show, Some(seeks::act)),
    ("/desk/surveys", &["said"], surveys::show_all, None),
    ("/desk/surveys/columns", &surveys::COLUMN_PARAMETERS, surveys::show_columns, None),
    ("/desk/surveys/{id}", &surveys::IMPORT_PARAMETERS, surveys::show_import, None),
    ("/desk/surveys/{id}/discard", &[], surveys::show_discard, Some(surveys::discard)),
    (
        "/desk/surveys/{id}/codings",
        &surveys::CODING_PARAMETERS,
        surveys::show_codings,
        Some(surveys::code),
    ),
    ("/desk/surveys/{id}/publish", &[], surveys::show_publish, Some(surveys::publish)),
];
/// What is given as a file.
const FILES: [(&str, Show<Shown>); 2] = [
    ("/desk/surveys/{id}/faults.csv", surveys::fault_table),
    ("/desk/surveys/{id}/mapping.json", surveys::mapping),
];

/// Every page of the desk.
pub(in super::super) fn routes() -> Router<AppState> {
    let mut routes = Router::new();
    for language in Language::ALL {
        for (path, parameters, show, act) in TABLE {
            let answer = move |State(state): State<AppState>, uri: Uri, headers: HeaderMap| {
                answer(state, uri, headers, language, parameters, show)
            };
            let mut methods = get(answer);
            if let Some(act) = act {
                methods = methods.post(
                    move |State(state): State<AppState>, uri: Uri, headers: HeaderMap, body| {
                        take(state, uri, headers, language, body, act)
                    },
                );
            }
            routes = routes.route(&format!("/{language}{path}"), methods);
        }
        for (path, show) in FILES {
            let answer = move |State(state): State<AppState>, uri: Uri, headers: HeaderMap| {
                answer(state, uri, headers, language, &[], show)
            };
            routes = routes.route(&format!("/{language}{path}"), get(answer));
        }
        routes = routes
            .route(&format!("/{language}{}", elsewhere::AWAY), elsewhere::away(language))
            .route(&format!("/{language}{}", elsewhere::BACK), elsewhere::back(language));
        routes = routes.route(&format!("/{language}/sign-in"), sign_in::methods(language)).route(
            &format!("/{language}/sign-out"),
            post(move |State(state): State<AppState>, uri: Uri, headers: HeaderMap, body| {
                sign_out(state, uri, headers, language, body)
            }),
        );
    }
    routes
}

async fn answer<T: Into<Shown> + 'static>(
    state: AppState,
    uri: Uri,
    headers: HeaderMap,
    language: Language,
    parameters: &'static [&'static str],
    show: Show<T>,
) -> Response {
    let mut reader = reader_of(&state, &uri, &headers, language);
    let signed_in = match http::signed_in(&state, &headers).await {
        Ok(Some(signed_in)) => signed_in,
        Ok(None) => return Redirect::to(&sign_in::address(&reader, &uri)).into_response(),
        Err(problem) => return PageError::Failed(problem).answer(&reader),
    };
    match read_query(&uri, parameters) {
        Ok(query) => reader.query = query,
        Err(error) => return error.answer(&reader),
    }
    let asked = reader.clone();
    let answered = state
        .run(move |service| {
            let made = at_desk(service, &asked, &signed_in, show);
            Ok::<_, Problem>(shown(&asked, made.map(Into::into)))
        })
        .await;
    answered.unwrap_or_else(|problem| PageError::Failed(problem).answer(&reader))
}

/// Takes a form.
async fn take(
    state: AppState,
    uri: Uri,
    headers: HeaderMap,
    language: Language,
    body: Bytes,
    act: Act,
) -> Response {
    let reader = reader_of(&state, &uri, &headers, language);
    let (signed_in, typed) = match admit(&state, &reader, &uri, &headers, &body).await {
        Ok(admitted) => admitted,
        Err(response) => return *response,
    };
    carry_out(&state, &reader, signed_in, move |visit| act(visit, &typed)).await
}

/// Does what a form asks for, and answers with what became of it.
pub(super) async fn carry_out(
    state: &AppState,
    reader: &Reader,
    signed_in: SignedIn,
    act: impl FnOnce(&DeskVisit<'_>) -> Result<Done, PageError> + Send + 'static,
) -> Response {
    let asked = reader.clone();
    let done = http::write(state, None, move |service, _| {
        let done = at_desk(service, &asked, &signed_in, act);
        Ok(match done {
            Ok(Done::GoTo(path)) => Redirect::to(&asked.href(&path)).into_response(),
            Ok(Done::Page(status, page)) => (status, html(&asked, &page)).into_response(),
            Err(error) => error.answer(&asked),
        })
    })
    .await;
    done.unwrap_or_else(|problem| PageError::Failed(problem).answer(reader))
}

/// Who sends a form, and what was typed, if it is to be taken.
async fn admit(
    state: &AppState,
    reader: &Reader,
    uri: &Uri,
    headers: &HeaderMap,
    body: &[u8],
) -> Result<(SignedIn, Typed), Box<Response>> {
    let refuse = |problem: Problem| Box::new(PageError::Failed(problem).answer(reader));
    http::check_origin(state, uri, headers).map_err(refuse)?;
    let typed = Typed::read(body).map_err(refuse)?;
    let Some(signed_in) = http::signed_in(state, headers).await.map_err(refuse)? else {
        let page = sign_in::again(reader, body);
        return Err(Box::new((StatusCode::UNAUTHORIZED, html(reader, &page)).into_response()));
    };
    if !signed_in.is_of_form(typed.value(TOKEN)) {
        let page = sign_in::resend(reader, &reader.path, &signed_in.form_token(), &typed);
        return Err(Box::new((StatusCode::FORBIDDEN, html(reader, &page)).into_response()));
    }
    Ok((signed_in, typed))
}

fn at_desk<T>(
    service: &Passerelle,
    reader: &Reader,
    signed_in: &SignedIn,
    work: impl FnOnce(&DeskVisit<'_>) -> Result<T, PageError>,
) -> Result<T, PageError> {
    let form_token = signed_in.form_token();
    // After `/desk/contributions/`, or `/desk/new/`.
    let slug = reader.path.split('/').nth(3).unwrap_or_default();
    work(&DeskVisit {
        page: Visit::new(service, reader, slug),
        caller: signed_in.caller(),
        form_token: &form_token,
    })
}

async fn sign_out(
    state: AppState,
    uri: Uri,
    headers: HeaderMap,
    language: Language,
    body: Bytes,
) -> Response {
    let reader = reader_of(&state, &uri, &headers, language);
    let (signed_in, _) = match admit(&state, &reader, &uri, &headers, &body).await {
        Ok(admitted) => admitted,
        Err(response) => return *response,
    };
    match http::sign_out(&state, signed_in).await {
        Ok(cookie) => sign_in::with_cookie(cookie, Redirect::to(&reader.href("/sign-in"))),
        Err(problem) => PageError::Failed(problem).answer(&reader),
    }
}
