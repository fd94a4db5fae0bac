//! A query with its dataset, out of a GET or either kind of POST.

use super::super::media_type;
use super::super::problem::{Problem, ProblemKind};
use crate::domain::Iri;
use crate::graph::DatasetChoice;
use axum::http::HeaderMap;

/// The names of the parameters that choose what a query sees.
const GRAPHS: [&str; 2] = ["default-graph-uri", "named-graph-uri"];

/// What the protocol hands over.
#[derive(Debug)]
pub(super) struct SparqlRequest {
    pub(super) query: String,
    pub(super) dataset: DatasetChoice,
}

impl SparqlRequest {
    /// From the query string of a GET, or the form of a POST.
    pub(super) fn from_form(form: &[u8]) -> Result<Self, Problem> {
        let mut query = None;
        for (name, value) in form_urlencoded::parse(form) {
            if name == "query" && query.replace(value.into_owned()).is_some() {
                return Err(malformed("the parameter 'query' is given twice"));
            }
        }
        match query {
            Some(query) => Ok(Self { query, dataset: dataset(form, GRAPHS)? }),
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
                Ok(Self {
                    query: query.to_owned(),
                    dataset: dataset(query_string.as_bytes(), GRAPHS)?,
                })
            }
            other => Err(media_type::unsupported(format!(
                "a body of type '{other}' is not understood: application/x-www-form-urlencoded and application/sparql-query are"
            ))),
        }
    }
}

/// The graphs that a form names by two parameters: those of the default graph,
/// and the named ones.
pub(super) fn dataset(form: &[u8], names: [&str; 2]) -> Result<DatasetChoice, Problem> {
    let mut dataset = DatasetChoice::default();
    for (name, value) in form_urlencoded::parse(form) {
        let graphs = match names.iter().position(|known| *known == name) {
            Some(0) => &mut dataset.default_graphs,
            Some(_) => &mut dataset.named_graphs,
            None => continue,
        };
        graphs.push(Iri::parse(&value).map_err(|error| malformed(format!("{name}: {error}")))?);
    }
    Ok(dataset)
}

fn malformed(detail: impl Into<String>) -> Problem {
    Problem::new(ProblemKind::InvalidParameter, detail)
}
