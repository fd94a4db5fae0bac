//! `SERVICE`: the pattern is sent as a SELECT, the solutions are read whole.
//! They are read before the first is handed on, since `SILENT` covers what
//! fails until then and nothing after.

use super::super::error::GraphError;
use super::super::nesting::{Shallow, Syntax};
use super::super::update::renamed_term;
use super::client::Answer;
use super::{Client, Federation, NO_FEDERATION, host};
use oxigraph::model::{NamedNode, Term, Variable};
use oxigraph::sparql::results::{
    QueryResultsFormat, QueryResultsParser, ReaderQueryResultsParserOutput,
};
use oxigraph::sparql::{DefaultServiceHandler, QuerySolution, QuerySolutionIter};
use oxiri::Iri;
use spargebra::Query as Algebra;
use spargebra::algebra::GraphPattern;
use std::collections::HashMap;
use std::io::Read;
use std::sync::Arc;

const ACCEPT: &str = "application/sparql-results+json, application/sparql-results+xml;q=0.8";

/// Refuses a query that names a service which may not be asked, before any is.
pub(in super::super) fn refuse_services<'a>(
    federation: &Federation,
    mut named: impl Iterator<Item = &'a NamedNode>,
) -> Result<(), GraphError> {
    if !federation.is_on() {
        return Err(GraphError::Unprocessable(NO_FEDERATION.to_owned()));
    }
    named.try_for_each(|name| federation.admit(name.as_str()).map(drop))
}

/// Asks the services of one query.
pub(in super::super) struct Services(Client);

impl Services {
    pub(in super::super) fn new(client: Client) -> Self {
        Self(client)
    }
}

impl DefaultServiceHandler for Services {
    type Error = GraphError;

    fn handle(
        &self,
        service: &NamedNode,
        pattern: &GraphPattern,
        base_iri: Option<&Iri<String>>,
    ) -> Result<QuerySolutionIter<'static>, GraphError> {
        let query = Algebra::Select {
            dataset: None,
            pattern: pattern.clone(),
            base_iri: base_iri.cloned(),
        };
        let answer = self.0.post(service.as_str(), &query.to_string(), ACCEPT)?;
        let (variables, solutions) = solutions(&answer)
            .map_err(|reason| GraphError::Remote { host: host(service.as_str()), reason })?;
        Ok(QuerySolutionIter::new(variables, Box::new(solutions.into_iter().map(Ok))))
    }
}

type Solutions = (Arc<[Variable]>, Vec<QuerySolution>);

/// The solutions, or what is wrong with the answer. Its blank nodes are not
/// ours, whatever they are called.
fn solutions(answer: &Answer) -> Result<Solutions, String> {
    let body = &answer.body[..];
    let (format, body): (_, Box<dyn Read>) =
        match QueryResultsFormat::from_media_type(&answer.media_type) {
            Some(format @ QueryResultsFormat::Json) => {
                (format, Box::new(Shallow::new(body, Syntax::Json)))
            }
            Some(format @ QueryResultsFormat::Xml) => (format, Box::new(body)),
            _ => return Err("it answered with something else than solutions in JSON or XML".into()),
        };
    let parsed = QueryResultsParser::from_format(format).for_reader(body);
    let malformed = |_| "its solutions are malformed".to_owned();
    let ReaderQueryResultsParserOutput::Solutions(parsed) = parsed.map_err(malformed)? else {
        return Err("it answered a SELECT with true or false".to_owned());
    };
    let variables: Arc<[Variable]> = parsed.variables().into();
    let mut fresh = HashMap::new();
    let mut solutions = Vec::new();
    for solution in parsed {
        let solution = solution.map_err(malformed)?;
        let mut renamed = |term: &Option<Term>| Some(renamed_term(term.clone()?, &mut fresh));
        let values: Vec<_> = solution.values().iter().map(&mut renamed).collect();
        solutions.push(QuerySolution::from((Arc::clone(&variables), values)));
    }
    Ok((variables, solutions))
}
