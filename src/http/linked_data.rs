//! Identifiers that can be followed: `/id/…` leads to the page or to the data,
//! `/data/…` gives what the graph says of a thing in every RDF format.

use super::links;
use super::negotiation::{GRAPH_OFFERS, Offer, best, graph_media_type, preferred_language};
use super::problem::{Problem, ProblemDetails, ProblemKind};
use super::state::AppState;
use crate::domain::{Kind, Language, Slug};
use crate::graph::{GraphError, GraphFormat, Record};
use axum::extract::{Path, State};
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Redirect, Response};
use serde_json::{Value, json};

/// The ending of a data file with the object of the REST API.
const RECORD: &str = "json";
/// The formats that are told of beside others.
const TOLD: [GraphFormat; 4] =
    [GraphFormat::Turtle, GraphFormat::JsonLd, GraphFormat::NTriples, GraphFormat::RdfXml];

/// Follow an identifier
///
/// To the page for people, in the language that they prefer, and to the data for programs, in the
/// format that they accept. Identifiers are `https://w3id.org/passerelle/id/…`.
#[utoipa::path(get, path = "/id/{kind}/{slug}", operation_id = "follow_identifier", tag = "linked data",
    params(("kind" = String, Path, description = "The kind of thing, as in its identifier", example = "member"),
        ("slug" = inline(super::schema::SlugText), Path, description = "The last segment of its identifier", example = "ke-pes"),
        ("Accept-Language" = Option<String>, Header, description = "The languages of the reader, best first", example = "es, en;q=0.5")),
    responses((status = 303, description = "`Location` is where the thing is described",
            headers(("Location" = String, description = "A page, or a data file"), ("Vary" = String, description = "What the choice depends on"))),
        (status = 404, description = "There is no such thing; others of that name are told", body = ProblemDetails, content_type = "application/problem+json"),
        (status = 406, description = "Neither HTML nor RDF is accepted", body = ProblemDetails, content_type = "application/problem+json")))]
pub(super) async fn follow_identifier(
    State(state): State<AppState>,
    Path((segment, slug)): Path<(String, String)>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let (kind, slug) = known(&state, &segment, &slug).await?;
    let page: Offer<Option<GraphFormat>> = ("text/html", None);
    let data = GRAPH_OFFERS.map(|(media_type, format)| (media_type, Some(format)));
    let offers: Vec<_> = [page].into_iter().chain(data).collect();
    let chosen = best(&headers, &offers)
        .ok_or_else(|| Problem::new(ProblemKind::NotAcceptable, "HTML and RDF are given here"))?;
    let target = match chosen.1 {
        None => links::page_path(preferred_language(&headers), kind, &slug),
        Some(format) => format!("/data/{}/{slug}.{}", kind.segment(), format.extension()),
    };
    let vary = [(header::VARY, "accept, accept-language")];
    Ok((vary, Redirect::to(&state.link(&target))).into_response())
}

/// Get what the graph says of a thing
///
/// Its triples, with the names of what it links to, in the format that the ending names; `json` is
/// the object of the REST API. `Link` names the thing, its page and its other formats.
#[utoipa::path(get, path = "/data/{kind}/{file}", operation_id = "get_data", tag = "linked data",
    params(("kind" = String, Path, description = "The kind of thing, as in its identifier", example = "country"),
        ("file" = String, Path, description = "The last segment of its identifier, with `.ttl`, `.jsonld`, `.nt`, `.rdf`, `.nq`, `.trig`, `.n3` or `.json`", example = "ke.jsonld")),
    responses((status = 200, description = "The data", headers(("Link" = String, description = "RFC 8288: `describes`, `alternate`")),
        content((String = "text/turtle", example = "<https://w3id.org/passerelle/id/country/ke> a pes:Country ."),
            (Object = "application/ld+json"), (String = "application/n-triples"), (String = "application/rdf+xml"),
            (String = "application/n-quads"), (String = "application/trig"), (String = "text/n3"), (Object = "application/json"))),
        (status = 404, description = "There is no such thing, or no such format", body = ProblemDetails, content_type = "application/problem+json")))]
pub(super) async fn get_data(
    State(state): State<AppState>,
    Path((segment, file)): Path<(String, String)>,
) -> Result<Response, Problem> {
    let (name, ending) = file.rsplit_once('.').unwrap_or((&file, ""));
    let format: Option<GraphFormat> = match ending {
        RECORD => None,
        other => Some(other.parse().map_err(|_| {
            let known = GraphFormat::ALL.map(GraphFormat::extension).join(", ");
            let words = format!("data are given as files that end in {known} or {RECORD}");
            Problem::new(ProblemKind::NotFound, words)
        })?),
    };
    let (kind, slug) = known(&state, &segment, name).await?;
    let links = links(&state, kind, &slug);
    let (media_type, body) = match format {
        Some(format) => (graph_media_type(format), triples(&state, kind, slug, format).await?),
        None => ("application/json", record(&state, kind, slug).await?),
    };
    Ok(([(header::CONTENT_TYPE, media_type), (header::LINK, links.as_str())], body).into_response())
}

/// The thing that a path names. One of another kind is told of.
async fn known(state: &AppState, segment: &str, name: &str) -> Result<(Kind, Slug), Problem> {
    let nothing = |detail: String| Problem::new(ProblemKind::NotFound, detail);
    let kind = Kind::of_segment(segment)
        .ok_or_else(|| nothing(format!("there are no things of the kind '{segment}'")))?;
    let slug: Slug = name.parse().map_err(|error| nothing(format!("{error}")))?;
    let wanted = slug.clone();
    let called_so =
        state.run(move |service| service.records(&Kind::ALL.map(|kind| kind.iri(&wanted)))).await?;
    let ids = called_so.iter().filter_map(|record| Kind::read(record.as_json()["id"].as_str()?));
    let kinds: Vec<Kind> = ids.map(|(kind, _)| kind).collect();
    if kinds.contains(&kind) {
        return Ok((kind, slug));
    }
    let others: Vec<String> =
        kinds.iter().map(|kind| format!("; /id/{}/{slug} is one", kind.segment())).collect();
    Err(nothing(format!("there is no {segment} '{slug}'{}", others.concat())))
}

async fn triples(
    state: &AppState,
    kind: Kind,
    slug: Slug,
    format: GraphFormat,
) -> Result<Vec<u8>, Problem> {
    let written = state.run(move |service| {
        let mut body = Vec::new();
        if let Some(description) = service.graph().describe_thing(&kind.iri(&slug))? {
            description.write(format, &mut body)?;
        }
        Ok::<_, GraphError>(body)
    });
    written.await
}

async fn record(state: &AppState, kind: Kind, slug: Slug) -> Result<Vec<u8>, Problem> {
    let found = state.run(move |service| service.get(kind, &slug)).await?;
    let mut document = json!({ "@context": "/context.jsonld" });
    if let (Value::Object(document), Some(Value::Object(record))) =
        (&mut document, found.map(Record::into_json))
    {
        document.extend(record);
    }
    Ok(document.to_string().into_bytes())
}

/// The thing itself, and its other representations (RFC 8288).
fn links(state: &AppState, kind: Kind, slug: &Slug) -> String {
    let segment = kind.segment();
    let mut links = vec![format!("<{}>; rel=\"describes\"", kind.iri(slug))];
    let page = state.link(&links::page_path(Language::French, kind, slug));
    links.push(format!("<{page}>; rel=\"alternate\"; type=\"text/html\""));
    for format in TOLD {
        let media_type = graph_media_type(format).split(';').next().unwrap_or_default();
        let address = state.link(&format!("/data/{segment}/{slug}.{}", format.extension()));
        links.push(format!("<{address}>; rel=\"alternate\"; type=\"{media_type}\""));
    }
    links.join(", ")
}
