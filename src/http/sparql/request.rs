//! A query with its dataset and wishes, out of a GET or either kind of POST.

use super::super::form::pairs;
use super::super::media_type;
use super::super::problem::{Problem, ProblemKind};
use crate::domain::Iri;
use crate::graph::DatasetChoice;
use axum::http::HeaderMap;
use std::time::Duration;

/// The names of the parameters that choose what a query sees.
const GRAPHS: [&str; 2] = ["default-graph-uri", "named-graph-uri"];

/// What the protocol hands over.
#[derive(Debug)]
pub(super) struct SparqlRequest {
    pub(super) query: String,
    pub(super) dataset: DatasetChoice,
    /// `timeout`, in seconds: beside the protocol, as other servers have it.
    pub(super) timeout: Option<Duration>,
    /// `explain`: plan and timings in place of the answer.
    pub(super) explain: bool,
    /// `format`, which a form has in place of `Accept`: an ending such as `csv`.
    pub(super) format: Option<String>,
}

impl SparqlRequest {
    /// From the query string of a GET, or the form of a POST.
    pub(super) fn from_form(form: &[u8]) -> Result<Self, Problem> {
        let mut query = None;
        for (name, value) in pairs(form)? {
            if name == "query" && query.replace(value.into_owned()).is_some() {
                return Err(malformed("the parameter 'query' is given twice"));
            }
        }
        match query {
            Some(query) => Self::new(query, form),
            None => Err(malformed(
                "the parameter 'query' is missing: send a SPARQL query as ?query=… or in the body of a POST",
            )),
        }
    }

    /// From a POST: a form, or the query alone with its dataset in the address.
    pub(super) fn from_post(
        headers: &HeaderMap,
        query_string: &str,
        body: &[u8],
    ) -> Result<Self, Problem> {
        let media_type = media_type::of_body(headers)?;
        match media_type.essence_str() {
            "application/x-www-form-urlencoded" => Self::from_form(body),
            "application/sparql-query" => {
                let query = std::str::from_utf8(body)
                    .map_err(|error| malformed(format!("the query is not UTF-8: {error}")))?;
                Self::new(query.to_owned(), query_string.as_bytes())
            }
            other => Err(media_type::unsupported(format!(
                "a body of type '{other}' is not understood: application/x-www-form-urlencoded and application/sparql-query are"
            ))),
        }
    }

    /// What stands beside the query.
    fn new(query: String, form: &[u8]) -> Result<Self, Problem> {
        let mut request = Self {
            query,
            dataset: dataset(form, GRAPHS)?,
            timeout: None,
            explain: false,
            format: None,
        };
        for (name, value) in pairs(form)? {
            match name.as_ref() {
                "timeout" => request.timeout = Some(timeout(&value)?),
                "explain" => request.explain = flag(&value)?,
                "format" => request.format = Some(value.into_owned()),
                _ => {}
            }
        }
        Ok(request)
    }
}

/// The graphs that a form names by two parameters: those of the default graph,
/// and the named ones.
pub(super) fn dataset(form: &[u8], names: [&str; 2]) -> Result<DatasetChoice, Problem> {
    let mut dataset = DatasetChoice::default();
    for (name, value) in pairs(form)? {
        let graphs = match names.iter().position(|known| *known == name) {
            Some(0) => &mut dataset.default_graphs,
            Some(_) => &mut dataset.named_graphs,
            None => continue,
        };
        graphs.push(graph(&name, &value)?);
    }
    Ok(dataset)
}

fn graph(name: &str, value: &str) -> Result<Iri, Problem> {
    Iri::parse(value).map_err(|error| malformed(format!("{name}: {error}")))
}

fn timeout(value: &str) -> Result<Duration, Problem> {
    let seconds = value.trim().trim_end_matches('s').parse().ok();
    seconds
        .and_then(|seconds| Duration::try_from_secs_f64(seconds).ok())
        .filter(|timeout| !timeout.is_zero())
        .ok_or_else(|| malformed("timeout: a number of seconds above 0 is expected"))
}

fn flag(value: &str) -> Result<bool, Problem> {
    match value {
        "" | "true" | "1" => Ok(true),
        "false" | "0" => Ok(false),
        _ => Err(malformed("explain: 'true' or 'false' is expected")),
    }
}

fn malformed(detail: impl Into<String>) -> Problem {
    Problem::new(ProblemKind::InvalidParameter, detail)
}
