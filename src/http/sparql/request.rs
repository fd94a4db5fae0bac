//! A query with its dataset, out of a GET or either kind of POST.

use super::super::problem::{Problem, ProblemKind};
use crate::domain::Iri;
use crate::graph::DatasetChoice;
use axum::http::{HeaderMap, header};

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
            Some(query) => Ok(Self { query, dataset: dataset(form)? }),
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
        let content_type = headers
            .get(header::CONTENT_TYPE)
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default();
        let media_type = content_type.split(';').next().unwrap_or_default().trim();
        match media_type.to_ascii_lowercase().as_str() {
            "application/x-www-form-urlencoded" => Self::from_form(body),
            "application/sparql-query" => {
                let query = std::str::from_utf8(body)
                    .map_err(|error| malformed(format!("the query is not UTF-8: {error}")))?;
                Ok(Self { query: query.to_owned(), dataset: dataset(query_string.as_bytes())? })
            }
            other => Err(Problem::new(
                ProblemKind::UnsupportedMediaType,
                format!(
                    "a body of type '{other}' is not understood: application/x-www-form-urlencoded and application/sparql-query are"
                ),
            )),
        }
    }
}

fn dataset(form: &[u8]) -> Result<DatasetChoice, Problem> {
    let mut dataset = DatasetChoice::default();
    for (name, value) in form_urlencoded::parse(form) {
        let graphs = match name.as_ref() {
            "default-graph-uri" => &mut dataset.default_graphs,
            "named-graph-uri" => &mut dataset.named_graphs,
            _ => continue,
        };
        graphs.push(Iri::parse(&value).map_err(|error| malformed(format!("{name}: {error}")))?);
    }
    Ok(dataset)
}

fn malformed(detail: impl Into<String>) -> Problem {
    Problem::new(ProblemKind::InvalidParameter, detail)
}
