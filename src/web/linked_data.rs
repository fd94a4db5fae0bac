//! Identifiers that can be followed: `/id/…` leads to the page or to the data,
//! `/data/…` gives what the graph says of a thing in every RDF format.

use super::reader::Reader;
use crate::domain::{Kind, Language, Slug};
use crate::graph::{GraphError, GraphFormat, Record};
use crate::http::{AppState, GRAPH_OFFERS, Offer, Problem, ProblemKind, best, graph_media_type};
use axum::extract::{Path, State};
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Redirect, Response};
use serde_json::{Value, json};

/// The endings of data files, each with what stands behind it.
const ENDINGS: [(&str, Ending); 8] = [
    ("ttl", Ending::Graph(GraphFormat::Turtle)),
    ("jsonld", Ending::Graph(GraphFormat::JsonLd)),
    ("nt", Ending::Graph(GraphFormat::NTriples)),
    ("rdf", Ending::Graph(GraphFormat::RdfXml)),
    ("nq", Ending::Graph(GraphFormat::NQuads)),
    ("trig", Ending::Graph(GraphFormat::TriG)),
    ("n3", Ending::Graph(GraphFormat::N3)),
    ("json", Ending::Record),
];

/// What a data file holds.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Ending {
    /// The triples.
    Graph(GraphFormat),
    /// The object of the REST API.
    Record,
}

/// `/id/{kind}/{slug}`: to the page for people, to the data for programs.
pub(super) async fn identifier(
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
        None => {
            let accepted = headers.get(header::ACCEPT_LANGUAGE).and_then(|it| it.to_str().ok());
            let language = Language::preferred(accepted.unwrap_or_default());
            Reader::of(language).href_of(kind, &slug)
        }
        Some(format) => format!("/data/{}/{slug}.{}", kind.segment(), ending_of(format)),
    };
    let vary = [(header::VARY, "accept, accept-language")];
    Ok((vary, Redirect::to(&state.link(&target))).into_response())
}

/// `/data/{kind}/{slug}.{ending}`
pub(super) async fn data(
    State(state): State<AppState>,
    Path((segment, file)): Path<(String, String)>,
) -> Result<Response, Problem> {
    let (name, ending) = file.rsplit_once('.').unwrap_or((&file, ""));
    let Some((_, ending)) = ENDINGS.iter().find(|(known, _)| *known == ending) else {
        let endings = ENDINGS.map(|(known, _)| known).join(", ");
        let words = format!("data are given as files that end in {endings}");
        return Err(Problem::new(ProblemKind::NotFound, words));
    };
    let (kind, slug) = known(&state, &segment, name).await?;
    let links = links(&state, kind, &slug);
    let (media_type, body) = match *ending {
        Ending::Graph(format) => {
            (graph_media_type(format), triples(&state, kind, slug, format).await?)
        }
        Ending::Record => ("application/json", record(&state, kind, slug).await?),
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
    let page = state.link(&Reader::of(Language::French).href_of(kind, slug));
    links.push(format!("<{page}>; rel=\"alternate\"; type=\"text/html\""));
    for (ending, format) in ENDINGS.iter().take(4) {
        if let Ending::Graph(format) = format {
            let media_type = graph_media_type(*format).split(';').next().unwrap_or_default();
            let address = state.link(&format!("/data/{segment}/{slug}.{ending}"));
            links.push(format!("<{address}>; rel=\"alternate\"; type=\"{media_type}\""));
        }
    }
    links.join(", ")
}

fn ending_of(format: GraphFormat) -> &'static str {
    let known = ENDINGS.iter().find(|(_, ending)| *ending == Ending::Graph(format));
    known.map_or("ttl", |(ending, _)| ending)
}
