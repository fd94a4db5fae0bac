//! How one signs in: a key, typed once. Whoever's session has ended meanwhile
//! signs in again, and what they had typed is sent on.

use super::super::components::heading;
use super::super::error::PageError;
use super::super::page::Page;
use super::super::reader::Reader;
use super::super::routes::{html, read_query, reader_of};
use super::sign_in_elsewhere::AWAY;
use super::typed::{TOKEN, Typed};
use crate::domain::Language;
use crate::http::{self, AppState, ClientAddress, Problem, SigningIn};
use axum::Extension;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri, header};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{MethodRouter, get};
use maud::{Markup, html};

/// Where one goes on, and what a form had in it when its session was over.
const PARAMETERS: [&str; 1] = ["to"];
pub(super) const DESK: &str = "/desk";

/// What can be asked of `/sign-in`.
pub(super) fn methods(language: Language) -> MethodRouter<AppState> {
    let show = move |State(state): State<AppState>, uri: Uri, headers: HeaderMap| async move {
        let mut reader = reader_of(&state, &uri, &headers, language);
        match read_query(&uri, &PARAMETERS) {
            Ok(query) => reader.query = query,
            Err(error) => return error.answer(&reader),
        }
        let to = reader.values("to").next().filter(|to| is_at_desk(to)).unwrap_or(DESK);
        html(&reader, &page(&reader, to, "", None))
    };
    get(show).post(
        move |State(state): State<AppState>, client, uri: Uri, headers: HeaderMap, body| {
            sign_in(state, client, uri, headers, language, body)
        },
    )
}

/// Where a reader who is not signed in is led.
pub(super) fn address(reader: &Reader, uri: &Uri) -> String {
    let asked = uri.path_and_query().map_or("", |asked| asked.as_str());
    let to = asked.get(1 + reader.language.tag().len()..).filter(|to| *to != DESK);
    match to {
        Some(to) => {
            let to: String = form_urlencoded::byte_serialize(to.as_bytes()).collect();
            format!("{}?to={to}", reader.href("/sign-in"))
        }
        None => reader.href("/sign-in"),
    }
}

/// The page for a form whose session is over.
pub(super) fn again(reader: &Reader, body: &[u8]) -> Page {
    let kept = String::from_utf8_lossy(body);
    page(reader, &reader.path, &kept, Some("ended"))
}

/// The page for a form that is not of this session: what was typed, to be sent
/// once more by the one who typed it.
pub(super) fn resend(reader: &Reader, to: &str, form_token: &str, typed: &Typed) -> Page {
    let title = reader.text("resend-title");
    let body = html! {
        (heading(&reader.text("nav-desk"), &title, html! { p.lead { (reader.text("resend-lead")) } }))
        form method="post" action=(reader.href(to)) {
            input type="hidden" name=(TOKEN) value=(form_token);
            @for (name, value) in typed.kept() { input type="hidden" name=(name) value=(value); }
            div.actions {
                button type="submit" { (reader.text("resend-do")) }
                a href=(reader.href(to)) { (reader.text("resend-not")) }
            }
        }
    };
    Page::new(title, reader.text("desk-description"), body).unlisted()
}

/// A response that sets a cookie.
pub(super) fn with_cookie(cookie: HeaderValue, response: impl IntoResponse) -> Response {
    let mut response = response.into_response();
    response.headers_mut().insert(header::SET_COOKIE, cookie);
    response
}

async fn sign_in(
    state: AppState,
    client: Option<Extension<ClientAddress>>,
    uri: Uri,
    headers: HeaderMap,
    language: Language,
    body: Bytes,
) -> Response {
    let reader = reader_of(&state, &uri, &headers, language);
    match try_key(&state, client.map(|client| client.0), &uri, &headers, &body, &reader).await {
        Ok(response) => response,
        Err(problem) => PageError::Failed(problem).answer(&reader),
    }
}

async fn try_key(
    state: &AppState,
    client: Option<ClientAddress>,
    uri: &Uri,
    headers: &HeaderMap,
    body: &[u8],
    reader: &Reader,
) -> Result<Response, Problem> {
    http::check_origin(state, uri, headers)?;
    let typed = Typed::read(body)?;
    let to = Some(typed.value("to")).filter(|to| is_at_desk(to)).unwrap_or(DESK);
    let kept = typed.value("kept");
    let refused = |status: StatusCode, why| {
        (status, html(reader, &page(reader, to, kept, Some(why)))).into_response()
    };
    let signing = http::sign_in(state, headers, client, typed.value("key").to_owned()).await?;
    Ok(match signing {
        SigningIn::Done(cookie, _) if kept.is_empty() => {
            with_cookie(cookie, Redirect::to(&reader.href(to)))
        }
        SigningIn::Done(cookie, form_token) => {
            let page = resend(reader, to, &form_token, &Typed::read(kept.as_bytes())?);
            with_cookie(cookie, html(reader, &page))
        }
        SigningIn::Refused => refused(StatusCode::UNAUTHORIZED, "refused"),
        SigningIn::NotByProvider => refused(StatusCode::FORBIDDEN, "elsewhere-refused"),
        SigningIn::ReadsOnly => refused(StatusCode::FORBIDDEN, "reads"),
        SigningIn::TooOften { retry_after_s } => {
            let wait = [(header::RETRY_AFTER, HeaderValue::from(retry_after_s))];
            (wait, refused(StatusCode::TOO_MANY_REQUESTS, "often")).into_response()
        }
    })
}

pub(super) fn is_at_desk(to: &str) -> bool {
    let rest = to.strip_prefix(DESK);
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(['/', '?']))
}

/// `trouble` is why the key was not taken, or why it is asked for once more.
pub(super) fn page(reader: &Reader, to: &str, kept: &str, trouble: Option<&str>) -> Page {
    let title = reader.text("sign-in-title");
    let wrong = trouble.filter(|trouble| *trouble != "ended");
    let body = html! {
        (heading(&reader.text("nav-desk"), &title, html! { p.lead { (reader.text("sign-in-lead")) } }))
        @if let Some(trouble) = trouble { (told(reader, trouble)) }
        form.entry method="post" action=(reader.href("/sign-in")) {
            input type="hidden" name="to" value=(to);
            @if !kept.is_empty() { input type="hidden" name="kept" value=(kept); }
            // For what keeps passwords: there is but one name to keep this under.
            input type="text" name="username" value="passerelle" autocomplete="username" hidden;
            div.field {
                label for="key" { (reader.text("sign-in-key")) }
                p.help #key-help { (reader.text("sign-in-key-help")) }
                input #key type="password" name="key" required autocomplete="current-password" spellcheck="false"
                    aria-describedby=(if wrong.is_some() { "key-help trouble" } else { "key-help" }) aria-invalid=[wrong.map(|_| "true")];
            }
            div.actions { button type="submit" { (reader.text("sign-in-do")) } }
        }
        @if reader.elsewhere && kept.is_empty() { (way_elsewhere(reader, to)) }
        p.note { (reader.text("sign-in-session")) @if reader.elsewhere { " " (reader.text("sign-in-elsewhere-help")) } }
    };
    Page::new(title, reader.text("desk-description"), body).unlisted()
}

/// The way by the login of one's organisation.
fn way_elsewhere(reader: &Reader, to: &str) -> Markup {
    let to: String = form_urlencoded::byte_serialize(to.as_bytes()).collect();
    html! {
        p { a href=(format!("{}?to={to}", reader.href(AWAY))) { (reader.text("sign-in-elsewhere")) } }
    }
}

fn told(reader: &Reader, trouble: &str) -> Markup {
    html! {
        div.notice.trouble role="alert" {
            p #trouble { (reader.text(&format!("sign-in-{trouble}"))) }
        }
    }
}
