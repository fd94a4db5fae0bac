//! Queries that strangers send: parsed behind a gate, answered within bounds,
//! written row by row.
//!
//! - `gate`: what is refused before the parser sees it.
//! - `dataset`: the graphs a query is to see.
//! - `shape`: what a parsed query is made of, in numbers.
//! - `evaluation`: the answer, written within its limits, or its explanation.
//! - `fast_lane`: which queries may be answered inside of the server process.
//! - `lanes`: where a query runs, and how it is stopped; `counters` counts it.
//! - `alarm`: stops what takes too long in the fast lane.
//! - `in_process`: a query on a thread of its own, where there are no workers.
//!
//! Updates are not accepted here, and other services are asked by `federation`
//! alone, which nobody may be asked by unless the settings say so.

mod alarm;
mod counters;
mod dataset;
mod evaluation;
mod fast_lane;
mod gate;
mod in_process;
mod lanes;
mod shape;

pub use counters::QueryCounters;
pub use dataset::DatasetChoice;
pub(super) use dataset::strict_dataset;
pub(super) use gate::gate_text;
pub use gate::without_literals;
pub use lanes::{PublicAnswer, PublicQueries, PublicQuerySettings, RunningQuery};

use super::error::{GraphError, Position};
use super::order::keep_kinds_apart;
use super::planner::{Counts, plan};
use crate::vocabulary::BASE;
use oxigraph::io::{JsonLdProfileSet, RdfFormat};
use oxigraph::sparql::CancellationToken;
use oxigraph::sparql::results::QueryResultsFormat;
use serde::{Deserialize, Serialize};
use shape::Shape;
use spargebra::{Query as Algebra, SparqlParser};
use std::time::{Duration, Instant};

/// What a query may cost.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct QueryLimits {
    /// Bytes of the query text.
    pub length_max: usize,
    /// Depth of brackets. The parser is recursive and has no bound of its own.
    pub nesting_max: usize,
    /// Time until the last row is written.
    pub timeout: Duration,
    /// Rows, or triples, of the answer.
    pub rows_max: u64,
    /// Bytes of the answer as written, before compression.
    pub bytes_max: u64,
}

impl Default for QueryLimits {
    fn default() -> Self {
        Self {
            length_max: 100_000,
            nesting_max: 100,
            timeout: Duration::from_secs(30),
            rows_max: 10_000_000,
            bytes_max: 1024 * 1024 * 1024,
        }
    }
}

/// What a query yields, which decides the formats it can be answered in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum QueryForm {
    /// SELECT and ASK.
    Results,
    /// CONSTRUCT and DESCRIBE.
    Graph,
}

/// A format for the results of SELECT and ASK.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[allow(missing_docs, reason = "the names are those of the formats")]
pub enum ResultFormat {
    Json,
    Xml,
    Csv,
    Tsv,
}

impl ResultFormat {
    pub(super) fn engine(self) -> QueryResultsFormat {
        match self {
            Self::Json => QueryResultsFormat::Json,
            Self::Xml => QueryResultsFormat::Xml,
            Self::Csv => QueryResultsFormat::Csv,
            Self::Tsv => QueryResultsFormat::Tsv,
        }
    }
}

/// A format for graphs: of CONSTRUCT and DESCRIBE, of descriptions, of dumps.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[allow(missing_docs, reason = "the names are those of the formats")]
pub enum GraphFormat {
    Turtle,
    NTriples,
    RdfXml,
    JsonLd,
    TriG,
    NQuads,
    N3,
}

impl GraphFormat {
    pub(super) fn rdf(self) -> RdfFormat {
        match self {
            Self::Turtle => RdfFormat::Turtle,
            Self::NTriples => RdfFormat::NTriples,
            Self::RdfXml => RdfFormat::RdfXml,
            Self::JsonLd => RdfFormat::JsonLd { profile: JsonLdProfileSet::empty() },
            Self::TriG => RdfFormat::TriG,
            Self::NQuads => RdfFormat::NQuads,
            Self::N3 => RdfFormat::N3,
        }
    }
}

/// A format for the explanation of a query.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[allow(missing_docs, reason = "the names are those of the formats")]
pub enum ExplanationFormat {
    Json,
    Text,
}

/// What the client takes for an answer. The form of the query, known once it
/// is parsed, decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Accepted {
    /// The answer, in one of these formats.
    Answer {
        /// For SELECT and ASK; none when none is accepted.
        results: Option<ResultFormat>,
        /// For CONSTRUCT and DESCRIBE.
        graph: Option<GraphFormat>,
    },
    /// Plan and timings in place of the answer.
    Explanation(ExplanationFormat),
}

/// What an answer is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs, reason = "each is the format of what its name says")]
pub enum AnswerFormat {
    Results(ResultFormat),
    Graph(GraphFormat),
    Explanation(ExplanationFormat),
}

/// A query as it was asked.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct QueryRequest {
    /// SPARQL.
    pub text: String,
    /// From the protocol; it goes before what the query itself says.
    pub dataset: DatasetChoice,
    /// Formats.
    pub accepted: Accepted,
    /// What it may cost.
    pub limits: QueryLimits,
}

/// What became of a query that was answered.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct QuerySummary {
    /// Rows or triples that were written; 1 for ASK.
    pub rows: u64,
    /// Bytes that were written.
    pub bytes: u64,
    /// Whether the same query on the same graph has the same answer.
    pub repeatable: bool,
    /// Time in the parser, and in ordering joins.
    pub parsing: Duration,
    /// Time in the planner.
    pub planning: Duration,
    /// Time from the plan to the last row.
    pub evaluation: Duration,
}

/// Stops a query from outside.
#[derive(Clone, Default)]
pub struct StopToken(CancellationToken);

impl StopToken {
    /// Whether it was stopped.
    #[must_use]
    pub fn is_stopped(&self) -> bool {
        self.0.is_cancelled()
    }

    pub(super) fn token(&self) -> CancellationToken {
        self.0.clone()
    }

    /// Stops the query at its next look at the store.
    pub fn stop(&self) {
        self.0.cancel();
    }
}

/// A query that has passed the gate and the parser.
pub struct PublicQuery {
    algebra: Algebra,
    limits: QueryLimits,
    shape: Shape,
    parsing: Duration,
}

impl PublicQuery {
    /// Parses `text`, in which `prefixes` need no declaration. Call it on a thread with a stack for `nesting_max`
    /// levels: 16 MiB are enough for the default.
    ///
    /// # Errors
    /// [`GraphError::QueryRefused`] at the gate, [`GraphError::QuerySyntax`]
    /// with line and column behind it.
    pub fn parse(
        text: &str,
        prefixes: &[(&str, &str)],
        limits: QueryLimits,
    ) -> Result<Self, GraphError> {
        let start = Instant::now();
        gate::check_text(text, &limits)?;
        let mut parser = SparqlParser::new()
            .with_base_iri(BASE)
            .map_err(|error| GraphError::OwnQuery(error.to_string()))?;
        for (prefix, iri) in prefixes {
            parser = parser
                .with_prefix(*prefix, *iri)
                .map_err(|error| GraphError::OwnQuery(error.to_string()))?;
        }
        let mut algebra = parser.parse_query(text).map_err(|error| {
            let message = error.to_string();
            GraphError::QuerySyntax { position: Position::in_message(&message), message }
        })?;
        let shape = Shape::of(&algebra);
        shape.check()?;
        let (Algebra::Select { pattern, .. }
        | Algebra::Construct { pattern, .. }
        | Algebra::Describe { pattern, .. }
        | Algebra::Ask { pattern, .. }) = &mut algebra;
        *pattern = keep_kinds_apart(std::mem::take(pattern));
        Ok(Self { algebra, limits, shape, parsing: start.elapsed() })
    }

    /// The same query with its joins in the order and of the kind that `counts`
    /// suggests. It may then gather rows where it handed them on before.
    pub(super) fn with_joins_ordered(self, counts: &dyn Counts) -> Self {
        let start = Instant::now();
        let algebra = plan(self.algebra, counts);
        Self { algebra, parsing: self.parsing + start.elapsed(), ..self }
    }

    /// What the query yields.
    #[must_use]
    pub fn form(&self) -> QueryForm {
        match self.algebra {
            Algebra::Select { .. } | Algebra::Ask { .. } => QueryForm::Results,
            Algebra::Construct { .. } | Algebra::Describe { .. } => QueryForm::Graph,
        }
    }

    /// The format to answer in, of those that are accepted.
    ///
    /// # Errors
    /// [`GraphError::NoFormat`] when none is accepted for this form of query.
    pub fn agree(&self, accepted: Accepted) -> Result<AnswerFormat, GraphError> {
        let agreed = match (accepted, self.form()) {
            (Accepted::Explanation(format), _) => Some(AnswerFormat::Explanation(format)),
            (Accepted::Answer { results, .. }, QueryForm::Results) => {
                results.map(AnswerFormat::Results)
            }
            (Accepted::Answer { graph, .. }, QueryForm::Graph) => graph.map(AnswerFormat::Graph),
        };
        agreed.ok_or(GraphError::NoFormat)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_syntax_error_has_its_place() {
        let error = PublicQuery::parse("SELECT * WHERE {\n ?s ?p }", &[], QueryLimits::default());
        let Err(GraphError::QuerySyntax { position: Some(position), .. }) = error else {
            panic!("a position was expected");
        };
        assert_eq!(position.line, 2);
    }

    #[test]
    fn deep_nesting_is_refused_before_the_parser_sees_it() {
        let text = format!("SELECT * {}{}", "{".repeat(5000), "}".repeat(5000));
        assert!(matches!(
            PublicQuery::parse(&text, &[], QueryLimits::default()),
            Err(GraphError::QueryRefused(_))
        ));
    }
}
