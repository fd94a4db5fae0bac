//! The answer to a public query, written row by row within its limits, or the
//! explanation of how it was found.

use super::super::dump::serializer;
use super::super::engine::{KnowledgeGraph, evaluator};
use super::super::error::GraphError;
use super::super::federation::{Client, Services, refuse_services};
use super::{
    AnswerFormat, DatasetChoice, ExplanationFormat, GraphFormat, PublicQuery, QueryLimits,
    QuerySummary, ResultFormat, StopToken,
};
use oxigraph::sparql::results::QueryResultsSerializer;
use oxigraph::sparql::{
    BoundPreparedSparqlQuery, QueryEvaluationError, QueryExplanation, QueryResults,
};
use serde::Deserialize;
use std::io::{self, Write};
use std::time::{Duration, Instant};

const UNNAMED_SERVICE: &str = "it asks a service by a variable that names none where the service is asked: put LATERAL before SERVICE, so that what stands before is known by then";

impl PublicQuery {
    /// Answers in `format`, which [`PublicQuery::agree`] has named.
    ///
    /// # Errors
    /// When a limit is reached, the evaluation fails, or `out` is closed. What
    /// was written by then is not an answer.
    pub fn write(
        self,
        graph: &KnowledgeGraph,
        dataset: &DatasetChoice,
        stop: &StopToken,
        format: AnswerFormat,
        out: impl Write,
    ) -> Result<QuerySummary, GraphError> {
        match format {
            AnswerFormat::Results(format) => self.write_results(graph, dataset, stop, format, out),
            AnswerFormat::Graph(format) => self.write_graph(graph, dataset, stop, format, out),
            AnswerFormat::Explanation(format) => {
                self.write_explanation(graph, dataset, stop, format, out)
            }
        }
    }

    /// Answers a SELECT or ASK.
    ///
    /// # Errors
    /// As [`PublicQuery::write`].
    pub fn write_results(
        self,
        graph: &KnowledgeGraph,
        dataset: &DatasetChoice,
        stop: &StopToken,
        format: ResultFormat,
        out: impl Write,
    ) -> Result<QuerySummary, GraphError> {
        let (mut meter, query) = Meter::start(self, graph, dataset, stop)?;
        let results = query.execute();
        meter.planned();
        let mut out = Bounded::new(out, meter.limits.bytes_max);
        let serializer = QueryResultsSerializer::from_format(format.engine());
        match results.map_err(|error| meter.explain(error))? {
            QueryResults::Solutions(solutions) => {
                let mut writer = serializer
                    .serialize_solutions_to_writer(&mut out, solutions.variables().to_vec())
                    .map_err(output)?;
                for solution in solutions {
                    let solution = solution.map_err(|error| meter.explain(error))?;
                    meter.row()?;
                    writer.serialize(&solution).map_err(output)?;
                }
                writer.finish().map_err(output)?;
            }
            QueryResults::Boolean(answer) => {
                meter.row()?;
                serializer.serialize_boolean_to_writer(&mut out, answer).map_err(output)?;
            }
            QueryResults::Graph(_) => {
                return Err(GraphError::OwnQuery("SELECT or ASK was expected".into()));
            }
        }
        Ok(meter.end(out.written))
    }

    /// Answers a CONSTRUCT or DESCRIBE.
    ///
    /// # Errors
    /// As [`PublicQuery::write`].
    pub fn write_graph(
        self,
        graph: &KnowledgeGraph,
        dataset: &DatasetChoice,
        stop: &StopToken,
        format: GraphFormat,
        out: impl Write,
    ) -> Result<QuerySummary, GraphError> {
        let (mut meter, query) = Meter::start(self, graph, dataset, stop)?;
        let results = query.execute();
        meter.planned();
        let mut out = Bounded::new(out, meter.limits.bytes_max);
        let mut writer = serializer(format.rdf()).for_writer(&mut out);
        let QueryResults::Graph(triples) = results.map_err(|error| meter.explain(error))? else {
            return Err(GraphError::OwnQuery("CONSTRUCT or DESCRIBE was expected".into()));
        };
        for triple in triples {
            let triple = triple.map_err(|error| meter.explain(error))?;
            meter.row()?;
            writer.serialize_triple(&triple).map_err(output)?;
        }
        writer.finish().map_err(output)?;
        Ok(meter.end(out.written))
    }

    /// Evaluates the query to its end and writes, in place of its answer, the
    /// plan with the rows and the time of each step.
    ///
    /// # Errors
    /// As [`PublicQuery::write`].
    pub fn write_explanation(
        self,
        graph: &KnowledgeGraph,
        dataset: &DatasetChoice,
        stop: &StopToken,
        format: ExplanationFormat,
        mut out: impl Write,
    ) -> Result<QuerySummary, GraphError> {
        let (mut meter, query) = Meter::start(self, graph, dataset, stop)?;
        let (results, explanation) = query.compute_statistics().explain();
        meter.planned();
        match results.map_err(|error| meter.explain(error))? {
            QueryResults::Solutions(solutions) => {
                for solution in solutions {
                    solution.map_err(|error| meter.explain(error))?;
                    meter.row()?;
                }
            }
            QueryResults::Graph(triples) => {
                for triple in triples {
                    triple.map_err(|error| meter.explain(error))?;
                    meter.row()?;
                }
            }
            QueryResults::Boolean(_) => meter.row()?,
        }
        let summary = meter.end(0);
        let text = explain(&summary, &explanation, format).map_err(GraphError::Output)?;
        out.write_all(text.as_bytes()).map_err(GraphError::Output)?;
        Ok(QuerySummary { bytes: text.len() as u64, repeatable: false, ..summary })
    }

    fn prepare(
        mut self,
        graph: &KnowledgeGraph,
        choice: &DatasetChoice,
        stop: &StopToken,
    ) -> Result<BoundPreparedSparqlQuery<'static>, GraphError> {
        choice.choose(&mut self.algebra, graph)?;
        let mut evaluator = evaluator().with_cancellation_token(stop.token());
        if self.shape.federated {
            refuse_services(graph.federation(), self.shape.services.iter())?;
            let client = Client::new(graph.federation(), Instant::now() + self.limits.timeout);
            evaluator = evaluator.with_default_service_handler(Services::new(client));
        }
        Ok(evaluator.for_query(self.algebra).on_store(&graph.store()))
    }
}

/// Measures a query against its limits, with the words for each.
struct Meter {
    limits: QueryLimits,
    rows: u64,
    repeatable: bool,
    parsing: Duration,
    started: Instant,
    planning: Duration,
}

impl Meter {
    fn start(
        query: PublicQuery,
        graph: &KnowledgeGraph,
        dataset: &DatasetChoice,
        stop: &StopToken,
    ) -> Result<(Self, BoundPreparedSparqlQuery<'static>), GraphError> {
        let meter = Self {
            limits: query.limits,
            rows: 0,
            repeatable: !query.shape.momentary,
            parsing: query.parsing,
            started: Instant::now(),
            planning: Duration::ZERO,
        };
        Ok((meter, query.prepare(graph, dataset, stop)?))
    }

    fn planned(&mut self) {
        self.planning = self.started.elapsed();
    }

    /// Counts a row, and looks at the clock.
    fn row(&mut self) -> Result<(), GraphError> {
        self.rows += 1;
        if self.rows > self.limits.rows_max {
            return Err(GraphError::TooManyRows(self.limits.rows_max));
        }
        if self.started.elapsed() > self.limits.timeout { Err(self.over()) } else { Ok(()) }
    }

    fn end(&self, bytes: u64) -> QuerySummary {
        QuerySummary {
            rows: self.rows,
            bytes,
            repeatable: self.repeatable,
            parsing: self.parsing,
            planning: self.planning,
            evaluation: self.started.elapsed().saturating_sub(self.planning),
        }
    }

    fn explain(&self, error: QueryEvaluationError) -> GraphError {
        match error {
            QueryEvaluationError::Cancelled => self.over(),
            QueryEvaluationError::Service(error) => match error.downcast() {
                Ok(error) => *error,
                Err(error) => GraphError::Evaluation(error.to_string()),
            },
            QueryEvaluationError::UnboundService | QueryEvaluationError::InvalidServiceName(_) => {
                GraphError::Unprocessable(UNNAMED_SERVICE.to_owned())
            }
            QueryEvaluationError::UnsupportedCustomFunction(name)
            | QueryEvaluationError::UnsupportedCustomFunctionArity { name, .. } => {
                GraphError::Unprocessable(format!("it calls {name}, which is no function here"))
            }
            other => GraphError::evaluation(&other),
        }
    }

    fn over(&self) -> GraphError {
        GraphError::TimedOut(self.limits.timeout)
    }
}

/// A writer that takes no more than it may.
struct Bounded<W> {
    inner: W,
    written: u64,
    bytes_max: u64,
}

/// Rides in an [`io::Error`] to where the limit can be named.
#[derive(Debug, thiserror::Error)]
#[error("more than {0} bytes")]
struct Exceeded(u64);

impl<W: Write> Bounded<W> {
    fn new(inner: W, bytes_max: u64) -> Self {
        Self { inner, written: 0, bytes_max }
    }
}

impl<W: Write> Write for Bounded<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.written + bytes.len() as u64 > self.bytes_max {
            return Err(io::Error::other(Exceeded(self.bytes_max)));
        }
        let taken = self.inner.write(bytes)?;
        self.written += taken as u64;
        Ok(taken)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}

fn output(error: io::Error) -> GraphError {
    match error.get_ref().and_then(|inner| inner.downcast_ref::<Exceeded>()) {
        Some(Exceeded(bytes)) => GraphError::TooManyBytes(*bytes),
        None => GraphError::Output(error),
    }
}

/// A step of the plan, as the engine tells it.
#[derive(Deserialize)]
struct Step {
    name: String,
    #[serde(rename = "number of results")]
    rows: Option<u64>,
    #[serde(rename = "duration in seconds")]
    seconds: Option<f64>,
    #[serde(default)]
    children: Vec<Step>,
}

#[derive(Deserialize)]
struct Plan {
    plan: Step,
}

fn explain(
    summary: &QuerySummary,
    explanation: &QueryExplanation,
    format: ExplanationFormat,
) -> io::Result<String> {
    let mut plan = Vec::new();
    explanation.write_in_json(&mut plan)?;
    let plan = String::from_utf8_lossy(&plan);
    let milliseconds = |time: Duration| time.as_secs_f64() * 1000.0;
    let times = [summary.parsing, summary.planning, summary.evaluation].map(milliseconds);
    let rows = summary.rows;
    Ok(match format {
        // The plan goes in as it is: it may lie deeper than a parser of JSON goes.
        ExplanationFormat::Json => format!(
            "{{\"rows\":{rows},\"parsingMs\":{:.3},\"planningMs\":{:.3},\"evaluationMs\":{:.3},\"explanation\":{plan}}}\n",
            times[0], times[1], times[2],
        ),
        ExplanationFormat::Text => {
            let mut text = format!(
                "{rows} rows; parsing {:.3} ms, planning {:.3} ms, evaluation {:.3} ms\n\n",
                times[0], times[1], times[2],
            );
            match serde_json::from_str(&plan) {
                Ok(Plan { plan }) => plan.write(0, &mut text),
                Err(_) => text.push_str(&plan),
            }
            text
        }
    })
}

impl Step {
    fn write(&self, depth: usize, text: &mut String) {
        text.push_str(&"  ".repeat(depth));
        text.push_str(&self.name);
        if let (Some(rows), Some(seconds)) = (self.rows, self.seconds) {
            text.push_str(&format!("  [{rows} rows, {:.3} ms]", seconds * 1000.0));
        }
        text.push('\n');
        for child in &self.children {
            child.write(depth + 1, text);
        }
    }
}
