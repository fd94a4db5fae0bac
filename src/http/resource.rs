//! What all resources share: a page of them, one of them, and how either is
//! written.

use super::csv;
use super::feeds;
use super::negotiation::{self, Offer};
use super::parameters::{FormatParameter, ListParameters, Presentation, write_cursor};
use super::problem::{Problem, ProblemKind};
use super::state::AppState;
use crate::domain::{Kind, Slug};
use crate::graph::Record;
use crate::operations::{Collection, Filter, Listing};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

/// Where the keys of our JSON are explained.
pub(super) const CONTEXT: &str = "/context.jsonld";

/// Room for most answers, so that they need not be moved as they grow.
const ANSWER_BYTES: usize = 96 * 1024;

/// A kind of thing that the API shows: the fields it shows of it.
pub(super) trait Resource: Serialize + DeserializeOwned + Default {
    /// Its list.
    const COLLECTION: Collection;
}

/// A format of the REST API, with the media type to answer by.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Format {
    Json,
    Csv,
}

const LIST_OFFERS: [Offer<Format>; 3] = [
    ("application/json", Format::Json),
    ("application/ld+json", Format::Json),
    ("text/csv", Format::Csv),
];

/// One thing.
pub(super) async fn get<R: Resource>(
    state: &AppState,
    headers: &HeaderMap,
    slug: Slug,
    presentation: Presentation,
) -> Result<Response, Problem> {
    let media_type = json_only(headers, presentation)?;
    let kind = R::COLLECTION.kind();
    let wanted = slug.clone();
    match state.run(move |service| service.get(kind, &wanted)).await? {
        Some(record) => {
            let answer = document(media_type, typed::<R>(record)?, presentation);
            Ok(feeds::discoverable(state, kind, &slug, answer))
        }
        None => Err(absent(state, kind, slug).await?),
    }
}

/// What was asked for is not there: it never was, or it was retired.
async fn absent(state: &AppState, kind: Kind, slug: Slug) -> Result<Problem, Problem> {
    let unknown = unknown(kind, &slug);
    let withdrawn = state.run(move |service| service.is_withdrawn(kind, &slug)).await?;
    Ok(if withdrawn {
        let words = "it was retired: its identifier stays, and nothing else is told of it";
        Problem::new(ProblemKind::Gone, words)
    } else {
        unknown
    })
}

/// Refuses a path that leads through something that does not exist.
pub(super) async fn must_exist(state: &AppState, kind: Kind, slug: &Slug) -> Result<(), Problem> {
    let wanted = slug.clone();
    match state.run(move |service| service.get(kind, &wanted)).await? {
        Some(_) => Ok(()),
        None => Err(absent(state, kind, slug.clone()).await?),
    }
}

/// There is no such thing.
pub(super) fn unknown(kind: Kind, slug: &Slug) -> Problem {
    let name = kind.segment().replace('-', " ");
    Problem::new(ProblemKind::NotFound, format!("there is no {name} '{slug}'"))
}

/// A record with the fields of `R`, all of them: null where nothing is known.
fn typed<R: Resource>(record: Record) -> Result<Value, Problem> {
    serde_json::from_value::<R>(record.into_json())
        .and_then(serde_json::to_value)
        .map_err(|error| Problem::internal(&error))
}

fn blank<R: Resource>() -> Result<Value, Problem> {
    serde_json::to_value(R::default()).map_err(|error| Problem::internal(&error))
}

/// The media type for an answer that is given as JSON only.
pub(super) fn json_only(
    headers: &HeaderMap,
    presentation: Presentation,
) -> Result<&'static str, Problem> {
    offer(headers, presentation, &LIST_OFFERS[..2]).map(|offer| offer.0)
}

fn offer(
    headers: &HeaderMap,
    presentation: Presentation,
    offers: &[Offer<Format>],
) -> Result<Offer<Format>, Problem> {
    let wanted = match presentation.format {
        Some(FormatParameter::Csv) => Some(Format::Csv),
        Some(FormatParameter::Json) => Some(Format::Json),
        None => None,
    };
    let found = match wanted {
        Some(wanted) => offers.iter().copied().find(|offer| offer.1 == wanted),
        None => negotiation::best(headers, offers),
    };
    found.ok_or_else(|| {
        let names: Vec<&str> = offers.iter().map(|offer| offer.0).collect();
        Problem::new(ProblemKind::NotAcceptable, format!("known here are {}", names.join(", ")))
    })
}

/// A JSON-LD document: the context first, its own if it brings one, unknown
/// things left out, texts in one language where one was asked for.
pub(super) fn document(
    media_type: &'static str,
    mut body: Value,
    presentation: Presentation,
) -> Response {
    if let Value::Object(object) = &mut body {
        for (key, value) in object.iter_mut() {
            if key != "next" && key != "@context" {
                prune(value);
            }
        }
        object.retain(|key, value| key == "next" || !value.is_null());
    }
    if let Some(language) = presentation.language() {
        Record::localise(&mut body, language);
    }
    let mut document = json!({ "@context": CONTEXT });
    if let (Value::Object(document), Value::Object(body)) = (&mut document, body) {
        document.extend(body);
    }
    answer(media_type, document.to_string().into(), presentation)
}

/// The same of what already leaves out what is not known, and has its texts in
/// the language that was asked for: written as it is read.
pub(super) fn written<T: Serialize>(
    media_type: &'static str,
    body: &T,
    presentation: Presentation,
) -> Result<Response, Problem> {
    #[derive(Serialize)]
    struct Document<'a, T> {
        #[serde(rename = "@context")]
        context: &'static str,
        #[serde(flatten)]
        body: &'a T,
    }
    let mut document = Vec::with_capacity(ANSWER_BYTES);
    serde_json::to_writer(&mut document, &Document { context: CONTEXT, body })
        .map_err(|error| Problem::internal(&error))?;
    document.shrink_to_fit();
    Ok(answer(media_type, document, presentation))
}

fn answer(media_type: &'static str, body: Vec<u8>, presentation: Presentation) -> Response {
    let mut response = ([(header::CONTENT_TYPE, media_type)], body).into_response();
    if let Some(language) = presentation.language() {
        let tag = HeaderValue::from_static(language.tag());
        response.headers_mut().insert(header::CONTENT_LANGUAGE, tag);
    }
    response
}

/// What is null is not known, and left out.
pub(super) fn prune(value: &mut Value) {
    match value {
        Value::Array(values) => values.iter_mut().for_each(prune),
        Value::Object(object) => {
            object.values_mut().for_each(prune);
            object.retain(|_, value| !value.is_null());
        }
        _ => {}
    }
}

/// A CSV document.
fn table(blank: &Value, rows: &[Value]) -> Result<Response, Problem> {
    let body = csv::write(blank, rows).map_err(|error| Problem::internal(&error))?;
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8; header=present"),
        (header::CONTENT_DISPOSITION, "inline; filename=\"passerelle.csv\""),
    ];
    Ok((headers, body).into_response())
}

/// An answer of our own making, as JSON or, by its rows, as CSV.
pub(super) fn json_or_table(
    headers: &HeaderMap,
    presentation: Presentation,
    body: Value,
    blank: &Value,
) -> Result<Response, Problem> {
    let offer = offer(headers, presentation, &LIST_OFFERS)?;
    match (offer.1, body["data"].as_array()) {
        (Format::Csv, Some(rows)) => table(blank, rows),
        _ => Ok(document(offer.0, body, presentation)),
    }
}

impl<F> ListParameters<F> {
    /// The page of `R` that these parameters ask for.
    pub(super) async fn answer<R: Resource>(
        self,
        state: &AppState,
        headers: &HeaderMap,
        path: &str,
        filters: impl FnOnce(F) -> Vec<Filter>,
    ) -> Result<Response, Problem> {
        let offer = offer(headers, self.presentation, &LIST_OFFERS)?;
        let listing = Listing {
            collection: R::COLLECTION,
            filters: filters(self.filters),
            sort: self.page.sort,
            offset: self.page.offset,
            limit: self.page.limit,
        };
        let page = state.run(move |service| service.list(&listing)).await?;
        let things = page.records.into_iter().map(typed::<R>).collect::<Result<Vec<_>, _>>()?;
        let next = page.next.map(|offset| next_link(state, path, &self.others, offset));
        let mut response = match offer.1 {
            Format::Csv => table(&blank::<R>()?, &things)?,
            Format::Json => {
                let body = json!({ "data": things, "next": next, "total": page.total });
                document(offer.0, body, self.presentation)
            }
        };
        if let Some(next) = next {
            link_next(&mut response, &next);
        }
        Ok(response)
    }
}

/// Where the next page is, for those who look at headers alone.
pub(super) fn link_next(response: &mut Response, next: &str) {
    if let Ok(link) = HeaderValue::from_str(&format!("<{next}>; rel=\"next\"")) {
        response.headers_mut().append(header::LINK, link);
    }
}

/// The address of the page that begins at `offset`.
pub(super) fn next_link(state: &AppState, path: &str, others: &str, offset: usize) -> String {
    let cursor = write_cursor(&state.service().epoch(), offset);
    let separator = if others.is_empty() { "" } else { "&" };
    state.link(&format!("{path}?{others}{separator}cursor={cursor}"))
}
