//! The whole table: every page with the parameters that it takes.

use super::components::notice;
use super::error::{self, PageError};
use super::page::{Page, Shown};
use super::pages as page;
use super::reader::{LISTED_MAX, Reader, Visit};
use super::{assets, desk, embed, layout, sitemap};
use crate::domain::Language;
use crate::http::{self, AppState, Offer, Pages, Problem};
use axum::Router;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, Uri, header};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use maud::{Markup, html as markup};

/// Nothing but our own style and icon is loaded; nothing runs.
const CONTENT_SECURITY: &str = "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
/// The same where our own scripts run and ask this service.
const CONTENT_SECURITY_OF_SCRIPTS: &str = "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
/// The same for YASGUI. The one style that it writes itself, for the handles
/// between its columns, is known by its hash; its signs are in its own style.
const CONTENT_SECURITY_OF_YASGUI: &str = "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self' 'sha256-zCK2EVMoPc04mRF/g5CotUvxbJPWS+8V0b+s9ptqQIk='; img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
const HTML: [Offer<()>; 1] = [("text/html", ())];
const CSV: [Offer<()>; 1] = [("text/csv", ())];

/// Makes a page, or says why not.
type Show = fn(&Visit<'_>) -> Result<Shown, PageError>;

/// Each path after the language, the parameters that it takes, and its page.
const TABLE: [(&str, &[&str], Show); 33] = [
    ("/", &[], page::home::show),
    ("/search", &page::search::PARAMETERS, page::search::show),
    ("/members", &page::members::PARAMETERS, page::members::show),
    ("/member/{slug}", &page::member::PARAMETERS, page::member::show),
    ("/country/{slug}", &[], page::country::show),
    ("/region/{slug}", &[], page::region::show),
    ("/themes", &[], page::themes::show),
    ("/theme/{slug}", &[], page::theme::show),
    ("/programmes", &page::programmes::PARAMETERS, page::programmes::show),
    ("/programme/{slug}", &[], page::programme::show),
    ("/practices", &page::practices::PARAMETERS, page::practices::show),
    ("/practice/{slug}", &[], page::practice::show),
    ("/topics", &page::topics::PARAMETERS, page::topics::show),
    ("/topic/{slug}", &[], page::topic::show),
    ("/expectations", &page::expectations::PARAMETERS, page::expectations::show),
    ("/expectation/{slug}", &[], page::expectations::show_one),
    ("/surveys", &[], page::survey::show_all),
    ("/survey/{slug}", &page::survey::PARAMETERS, page::survey::show),
    ("/statements", &page::statements::PARAMETERS, page::statements::show),
    ("/statement/{slug}", &[], page::statement::show),
    ("/fact/{slug}", &[], page::fact::show_fact),
    ("/finding/{slug}", &[], page::fact::show_finding),
    ("/compare", &page::compare::PARAMETERS, page::compare::show),
    ("/compare.csv", &page::compare::PARAMETERS, page::compare::show_table),
    ("/groups", &page::groups::PARAMETERS, page::groups::show),
    ("/query", &page::query::PARAMETERS, page::query::show),
    ("/about", &[], page::about::show),
    ("/method", &[], page::about::show_method),
    ("/accessibility", &[], page::about::show_accessibility),
    ("/target-group/{slug}", &[], page::thing::target_group),
    ("/body/{slug}", &[], page::thing::body),
    ("/question/{slug}", &[], page::thing::question),
    ("/{kind}/{slug}", &[], page::thing::show),
];

/// Every page, and how a problem looks.
pub fn pages() -> Pages {
    let mut routes = Router::new()
        .route("/", get(to_language))
        .route("/query", get(to_language))
        .route("/robots.txt", get(sitemap::robots))
        .route("/sitemap.xml", get(sitemap::sitemap));
    for language in Language::ALL {
        let whole = format!("/{language}/");
        routes = routes.route(
            &format!("/{language}"),
            get(move || async move { Redirect::permanent(&whole) }),
        );
        for (path, parameters, show) in TABLE {
            let answer = move |State(state): State<AppState>, uri: Uri, headers: HeaderMap| {
                answer(state, uri, headers, language, parameters, show)
            };
            routes = routes.route(&format!("/{language}{path}"), get(answer));
        }
    }
    Pages {
        routes: assets::routes(embed::routes(routes)),
        private: desk::routes(),
        uploads: desk::uploads(),
        problem_page: error::problem_page,
    }
}

/// The page in the language of the browser.
async fn to_language(uri: Uri, headers: HeaderMap) -> Response {
    let language = http::preferred_language(&headers);
    ([(header::VARY, "accept-language")], Redirect::to(&format!("/{language}{}", uri.path())))
        .into_response()
}

async fn answer(
    state: AppState,
    uri: Uri,
    headers: HeaderMap,
    language: Language,
    parameters: &'static [&'static str],
    show: Show,
) -> Response {
    let mut reader = reader_of(&state, &uri, &headers, language);
    let offers = if uri.path().rsplit('.').next() == Some("csv") { CSV } else { HTML };
    if http::best(&headers, &offers).is_none() {
        return PageError::NotAcceptable.answer(&reader);
    }
    match read_query(&uri, parameters) {
        Ok(query) => reader.query = query,
        Err(error) => return error.answer(&reader),
    }
    let asked = reader.clone();
    let shown = state
        .run(move |service| {
            let slug = asked.path.rsplit('/').next().unwrap_or_default();
            Ok::<_, Problem>(write(&Visit::new(service, &asked, slug), show))
        })
        .await;
    shown.unwrap_or_else(|problem| PageError::Failed(problem).answer(&reader))
}

/// Who asks for a page under a language, without its parameters.
pub(super) fn reader_of(
    state: &AppState,
    uri: &Uri,
    headers: &HeaderMap,
    language: Language,
) -> Reader {
    Reader {
        base: http::base(state, uri, headers).map(|base| base.to_string()).unwrap_or_default(),
        path: uri.path()[1 + language.tag().len()..].to_owned(),
        elsewhere: http::has_provider(state),
        ..Reader::of(language)
    }
}

/// Writes the page where the store may be read.
fn write(visit: &Visit<'_>, show: Show) -> Response {
    let mut made = show(visit);
    if let (Ok(Shown::Page(page)), Some(total)) = (&mut made, visit.cut()) {
        page.body = with_the_rest(visit.reader, &page.body, total);
    }
    shown(visit.reader, made)
}

/// A page that says how much of a list it leaves out.
fn with_the_rest(reader: &Reader, body: &Markup, total: usize) -> Markup {
    let counts = [("shown", LISTED_MAX.into()), ("total", total.into())];
    markup! { (body) (notice(markup! { p { (reader.text_with("list-cut", &counts)) } })) }
}

/// What was made, or the page that says why not.
pub(super) fn shown(reader: &Reader, made: Result<Shown, PageError>) -> Response {
    match made {
        Ok(Shown::Page(page)) => described(reader, &page),
        Ok(Shown::Csv(name, body)) => file("text/csv; charset=utf-8; header=present", &name, body),
        Ok(Shown::Json(name, body)) => file("application/json", &name, body),
        Err(error) => error.answer(reader),
    }
}

/// A page, with where its data are (RFC 8288).
fn described(reader: &Reader, page: &Page) -> Response {
    let mut response = html(reader, page);
    let links: Vec<String> = layout::data_addresses(page)
        .iter()
        .map(|(href, media_type)| format!("<{href}>; rel=\"describedby\"; type=\"{media_type}\""))
        .collect();
    if let Ok(links) = HeaderValue::from_str(&links.join(", "))
        && !links.is_empty()
    {
        response.headers_mut().insert(header::LINK, links);
    }
    response
}

/// The parameters that have a value: a form sends its empty fields as well.
pub(super) fn read_query(uri: &Uri, known: &[&str]) -> Result<Vec<(String, String)>, PageError> {
    let pairs =
        http::pairs(uri.query().unwrap_or_default().as_bytes()).map_err(PageError::Failed)?;
    let mut query = Vec::new();
    for (name, value) in pairs {
        if !known.contains(&name.as_ref()) {
            return Err(PageError::unknown_parameter(&name));
        }
        if !value.is_empty() {
            query.push((name.into_owned(), value.into_owned()));
        }
    }
    Ok(query)
}

/// A page in its frame, with what a browser is to know of it.
pub(super) fn html(reader: &Reader, page: &Page) -> Response {
    let policy = match (page.scripts.is_empty(), page.styles.is_empty()) {
        (true, _) => CONTENT_SECURITY,
        (false, true) => CONTENT_SECURITY_OF_SCRIPTS,
        (false, false) => CONTENT_SECURITY_OF_YASGUI,
    };
    document(reader, policy, layout::document(reader, page))
}

/// A document under a policy of what it may load and run.
pub(super) fn document(reader: &Reader, policy: &'static str, document: String) -> Response {
    let headers = [
        (header::CONTENT_TYPE, "text/html; charset=utf-8"),
        (header::CONTENT_LANGUAGE, reader.language.tag()),
        (header::CONTENT_SECURITY_POLICY, policy),
    ];
    (headers, document).into_response()
}

/// A file to keep.
fn file(media_type: &'static str, name: &str, body: Vec<u8>) -> Response {
    let disposition = HeaderValue::from_str(&format!("attachment; filename=\"{name}\""));
    let disposition = disposition.unwrap_or(HeaderValue::from_static("attachment"));
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(media_type)),
        (header::CONTENT_DISPOSITION, disposition),
    ];
    (headers, body).into_response()
}
