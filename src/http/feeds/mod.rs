//! `/feeds`: the same news as Atom (RFC 4287) and as JSON Feed 1.1, in each
//! language.
//!
//! - `edition`: news in one language, with addresses.
//! - `atom`, `json_feed`: how an edition is written.
//! - `discovery`: how the feeds about a thing are found.

mod atom;
mod discovery;
mod edition;
mod json_feed;

use super::description;
use super::negotiation::preferred_language;
use super::parameters::NoQuery;
use super::problem::{Problem, ProblemDetails, ProblemKind};
use super::state::AppState;
use crate::domain::{Language, Slug};
use crate::operations::NewsSubject;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, Uri, header};
use axum::response::{IntoResponse, Redirect, Response};
pub(super) use discovery::discoverable;
pub(crate) use discovery::{feeds_about, news_feeds};
use edition::Edition;

/// How an edition is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Format {
    Atom,
    JsonFeed,
}

impl Format {
    const ALL: [Self; 2] = [Self::Atom, Self::JsonFeed];

    fn ending(self) -> &'static str {
        match self {
            Self::Atom => "atom",
            Self::JsonFeed => "json",
        }
    }

    fn media_type(self) -> &'static str {
        match self {
            Self::Atom => "application/atom+xml",
            Self::JsonFeed => "application/feed+json",
        }
    }
}

/// Read the news in the language that the client prefers
///
/// Leads to the feed of that language; so does `/feeds/{subject}/{file}` without one.
#[utoipa::path(get, path = "/feeds/{file}", operation_id = "choose_news_feed", tag = "feeds",
    params(("file" = String, Path, description = "`news.atom` or `news.json`", example = "news.json"),
        ("Accept-Language" = Option<String>, Header, description = "The languages of the reader, best first", example = "es, en;q=0.5")),
    responses((status = 303, description = "`Location` is the feed",
            headers(("Location" = String, description = "The feed in a language"), ("Vary" = String, description = "What the choice depends on"))),
        (status = 400, description = "There are no parameters", body = ProblemDetails, content_type = "application/problem+json"),
        (status = 404, description = "There is no such feed", body = ProblemDetails, content_type = "application/problem+json")))]
pub(super) async fn preferred_feed(
    State(state): State<AppState>,
    Path(file): Path<String>,
    uri: Uri,
    headers: HeaderMap,
    NoQuery: NoQuery,
) -> Result<Response, Problem> {
    match parts(&file) {
        Some(("news", _)) => Ok(to_language(&state, &headers, &file)),
        _ => Err(no_feed(&uri)),
    }
}

/// Read the news
///
/// What was last published, changed or corrected: practices, programmes, topics, expectations,
/// statements, facts, findings and exchanges, the newest first, at most 50. Texts that do not exist
/// in the language of the feed come in another, and say which.
#[utoipa::path(get, path = "/feeds/{lang}/{file}", operation_id = "get_news_feed", tag = "feeds",
    params(("lang" = String, Path, description = "`fr`, `en` or `es`", example = "en"),
        ("file" = String, Path, description = "`news.atom` or `news.json`", example = "news.json")),
    responses((status = 200, description = "The feed", content((String = "application/atom+xml", example = "<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"en\">…</feed>"), (Object = "application/feed+json"))),
        (status = 400, description = "There are no parameters", body = ProblemDetails, content_type = "application/problem+json"),
        (status = 404, description = "There is no such feed", body = ProblemDetails, content_type = "application/problem+json")))]
pub(super) async fn news_feed(
    State(state): State<AppState>,
    Path((language, file)): Path<(String, String)>,
    uri: Uri,
    headers: HeaderMap,
    NoQuery: NoQuery,
) -> Result<Response, Problem> {
    let (name, format) = parts(&file).ok_or_else(|| no_feed(&uri))?;
    match language.parse() {
        Ok(language) if name == "news" => {
            answer(&state, (&uri, &headers), NewsSubject::All, language, format).await
        }
        Err(_) if subject_of(&language, name).is_some() => {
            Ok(to_language(&state, &headers, &format!("{language}/{file}")))
        }
        _ => Err(no_feed(&uri)),
    }
}

/// Read the news about a theme or a country, or what is recommended to a member
///
/// About a theme and all that are narrower; about a country, its members, programmes and facts; of
/// a member, the recommendations of `/api/v1/members/{id}/recommendations`, with their reasons.
#[utoipa::path(get, path = "/feeds/{lang}/{subject}/{file}", operation_id = "get_feed", tag = "feeds",
    params(("lang" = String, Path, description = "`fr`, `en` or `es`", example = "en"),
        ("subject" = String, Path, description = "`theme`, `country` or `member`", example = "member"),
        ("file" = String, Path, description = "The last segment of its identifier, with `.atom` or `.json`", example = "ke-pes.json")),
    responses((status = 200, description = "The feed", content((String = "application/atom+xml", example = "<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"en\">…</feed>"), (Object = "application/feed+json"))),
        (status = 400, description = "There are no parameters", body = ProblemDetails, content_type = "application/problem+json"),
        (status = 404, description = "There is no such feed", body = ProblemDetails, content_type = "application/problem+json")))]
pub(super) async fn subject_feed(
    State(state): State<AppState>,
    Path((language, subject, file)): Path<(String, String, String)>,
    uri: Uri,
    headers: HeaderMap,
    NoQuery: NoQuery,
) -> Result<Response, Problem> {
    let found = parts(&file).and_then(|(slug, format)| {
        Some((subject_of(&subject, slug)?, language.parse().ok()?, format))
    });
    let (subject, language, format) = found.ok_or_else(|| no_feed(&uri))?;
    answer(&state, (&uri, &headers), subject, language, format).await
}

async fn answer(
    state: &AppState,
    (uri, headers): (&Uri, &HeaderMap),
    subject: NewsSubject,
    language: Language,
    format: Format,
) -> Result<Response, Problem> {
    let base = description::base(state, uri, headers).map(|base| base.to_string());
    let wanted = subject.clone();
    let news =
        state.run(move |service| service.news(&wanted)).await?.ok_or_else(|| no_feed(uri))?;
    let edition = Edition::new(&news, &subject, language, &base.unwrap_or_default());
    let body = match format {
        Format::Atom => atom::write(&edition).map_err(|error| Problem::internal(&error))?,
        Format::JsonFeed => json_feed::write(&edition).to_string().into_bytes(),
    };
    let media_type = format!("{}; charset=utf-8", format.media_type());
    let headers =
        [(header::CONTENT_TYPE, media_type), (header::CONTENT_LANGUAGE, language.tag().to_owned())];
    Ok((headers, body).into_response())
}

/// Name and format of a feed's file.
fn parts(file: &str) -> Option<(&str, Format)> {
    let (name, ending) = file.rsplit_once('.')?;
    let format = Format::ALL.into_iter().find(|format| format.ending() == ending)?;
    Some((name, format))
}

fn subject_of(segment: &str, slug: &str) -> Option<NewsSubject> {
    let slug: Slug = slug.parse().ok()?;
    match segment {
        "theme" => Some(NewsSubject::Theme(slug)),
        "country" => Some(NewsSubject::Country(slug)),
        "member" => Some(NewsSubject::Member(slug)),
        _ => None,
    }
}

/// To the same feed in the language that the client prefers.
fn to_language(state: &AppState, headers: &HeaderMap, path: &str) -> Response {
    let address = state.link(&format!("/feeds/{}/{path}", preferred_language(headers)));
    ([(header::VARY, "accept-language")], Redirect::to(&address)).into_response()
}

fn no_feed(uri: &Uri) -> Problem {
    let path: String = uri.path().chars().take(200).collect();
    let words = "known are /feeds/{fr|en|es}/news, …/theme/{slug}, …/country/{code} and …/member/{slug}, each with .atom or .json";
    Problem::new(ProblemKind::NotFound, format!("there is no feed at {path}; {words}"))
}
