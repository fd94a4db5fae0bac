//! Queries that strangers send: parsed behind a gate, answered within bounds,
//! written row by row.
//!
//! Federation is switched off in the evaluator and updates are not accepted
//! here, so no query reaches out of the process.

use super::dump::serializer;
use super::engine::{DefaultGraph, KnowledgeGraph, evaluator};
use super::error::{GraphError, Position};
use super::planner::plan;
use crate::domain::Iri;
use crate::vocabulary::{COMPUTED_GRAPHS, GRAPH_DEFAULT};
use oxigraph::io::{JsonLdProfileSet, RdfFormat};
use oxigraph::model::{GraphName, NamedNode, NamedOrBlankNode};
use oxigraph::sparql::results::{QueryResultsFormat, QueryResultsSerializer};
use oxigraph::sparql::{CancellationToken, QueryEvaluationError, QueryResults};
use oxigraph::store::StorageError;
use spargebra::algebra::QueryDataset;
use spargebra::{Query as Algebra, SparqlParser};
use std::io::Write;
use std::time::{Duration, Instant};

/// What a query may cost.
#[derive(Clone, Copy, Debug)]
pub struct QueryLimits {
    /// Bytes of the query text.
    pub length_max: usize,
    /// Depth of brackets. The parser is recursive and has no bound of its own.
    pub nesting_max: usize,
    /// Time until the last row is written.
    pub timeout: Duration,
}

impl Default for QueryLimits {
    fn default() -> Self {
        Self { length_max: 100_000, nesting_max: 100, timeout: Duration::from_secs(30) }
    }
}

/// The graphs a query is to see, from the protocol; empty means the query's
/// own `FROM`, or else the union of all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DatasetChoice {
    /// `default-graph-uri`
    pub default_graphs: Vec<Iri>,
    /// `named-graph-uri`
    pub named_graphs: Vec<Iri>,
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
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
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
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
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

/// Stops a query from outside.
#[derive(Clone, Default)]
pub struct StopToken(CancellationToken);

impl DatasetChoice {
    /// As the algebra has it; none when nothing was chosen.
    pub(super) fn as_query_dataset(&self) -> Option<QueryDataset> {
        let names = |iris: &[Iri]| -> Vec<NamedNode> {
            iris.iter().map(|iri| NamedNode::new_unchecked(iri.as_str())).collect()
        };
        (*self != Self::default()).then(|| QueryDataset {
            default: names(&self.default_graphs),
            named: Some(names(&self.named_graphs)),
        })
    }
}

/// The dataset of those who want the unnamed graph alone as default graph:
/// that, and by name every graph that was written rather than computed.
pub(super) fn strict_dataset(
    graphs: impl Iterator<Item = Result<NamedOrBlankNode, StorageError>>,
) -> Result<QueryDataset, GraphError> {
    let mut named = Vec::new();
    for graph in graphs {
        if let NamedOrBlankNode::NamedNode(graph) =
            graph.map_err(GraphError::storage("list the graphs"))?
            && graph.as_str() != GRAPH_DEFAULT
            && !COMPUTED_GRAPHS.contains(&graph.as_str())
        {
            named.push(graph);
        }
    }
    Ok(QueryDataset { default: vec![NamedNode::new_unchecked(GRAPH_DEFAULT)], named: Some(named) })
}

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
}

impl PublicQuery {
    /// Parses `text`, in which `prefixes` need no declaration. Call it on a thread with a stack for `nesting_max`
    /// levels: 16 MiB are enough for the default.
    ///
    /// # Errors
    /// [`GraphError::QueryRefused`] at the gate,
    /// [`GraphError::QuerySyntax`] with line and column behind it.
    pub fn parse(
        text: &str,
        prefixes: &[(&str, &str)],
        limits: QueryLimits,
    ) -> Result<Self, GraphError> {
        gate(text, &limits)?;
        let mut parser = SparqlParser::new();
        for (prefix, iri) in prefixes {
            parser = parser
                .with_prefix(*prefix, *iri)
                .map_err(|error| GraphError::OwnQuery(error.to_string()))?;
        }
        let algebra = parser.parse_query(text).map_err(|error| {
            let message = error.to_string();
            GraphError::QuerySyntax { position: Position::in_message(&message), message }
        })?;
        Ok(Self { algebra, limits })
    }

    /// What the query yields.
    #[must_use]
    pub fn form(&self) -> QueryForm {
        match self.algebra {
            Algebra::Select { .. } | Algebra::Ask { .. } => QueryForm::Results,
            Algebra::Construct { .. } | Algebra::Describe { .. } => QueryForm::Graph,
        }
    }

    /// Answers a SELECT or ASK.
    ///
    /// # Errors
    /// When the time is over, the evaluation fails, or `out` is closed. What
    /// was written by then is not an answer.
    pub fn write_results(
        self,
        graph: &KnowledgeGraph,
        dataset: &DatasetChoice,
        stop: &StopToken,
        format: ResultFormat,
        out: impl Write,
    ) -> Result<(), GraphError> {
        let clock = Clock::start(self.limits.timeout);
        let serializer = QueryResultsSerializer::from_format(format.engine());
        match self.execute(graph, dataset, stop).map_err(|error| clock.explain(error))? {
            QueryResults::Solutions(solutions) => {
                let mut writer = serializer
                    .serialize_solutions_to_writer(out, solutions.variables().to_vec())
                    .map_err(GraphError::Output)?;
                for solution in solutions {
                    clock.check()?;
                    let solution = solution.map_err(|error| clock.explain(error))?;
                    writer.serialize(&solution).map_err(GraphError::Output)?;
                }
                writer.finish().map_err(GraphError::Output)?;
            }
            QueryResults::Boolean(answer) => {
                serializer.serialize_boolean_to_writer(out, answer).map_err(GraphError::Output)?;
            }
            QueryResults::Graph(_) => {
                return Err(GraphError::OwnQuery("SELECT or ASK was expected".into()));
            }
        }
        Ok(())
    }

    /// Answers a CONSTRUCT or DESCRIBE.
    ///
    /// # Errors
    /// As [`PublicQuery::write_results`].
    pub fn write_graph(
        self,
        graph: &KnowledgeGraph,
        dataset: &DatasetChoice,
        stop: &StopToken,
        format: GraphFormat,
        out: impl Write,
    ) -> Result<(), GraphError> {
        let clock = Clock::start(self.limits.timeout);
        let mut writer = serializer(format.rdf()).for_writer(out);
        let QueryResults::Graph(triples) =
            self.execute(graph, dataset, stop).map_err(|error| clock.explain(error))?
        else {
            return Err(GraphError::OwnQuery("CONSTRUCT or DESCRIBE was expected".into()));
        };
        for triple in triples {
            clock.check()?;
            let triple = triple.map_err(|error| clock.explain(error))?;
            writer.serialize_triple(&triple).map_err(GraphError::Output)?;
        }
        writer.finish().map_err(GraphError::Output)?;
        Ok(())
    }

    fn execute(
        self,
        graph: &KnowledgeGraph,
        choice: &DatasetChoice,
        stop: &StopToken,
    ) -> Result<QueryResults<'static>, QueryEvaluationError> {
        let mut algebra = self.algebra;
        if graph.default_graph() == DefaultGraph::Unnamed
            && *choice == DatasetChoice::default()
            && algebra.dataset().is_none()
        {
            let strict = strict_dataset(graph.store().named_graphs())
                .map_err(|error| QueryEvaluationError::Unexpected(Box::new(error)))?;
            set_dataset(&mut algebra, strict);
        }
        let store = graph.store();
        let algebra = plan(algebra, &graph.statistics().of(&store, graph.commit_number()));
        let mut prepared = evaluator().with_cancellation_token(stop.0.clone()).for_query(algebra);
        let dataset = prepared.dataset_mut();
        let names = |iris: &[Iri]| {
            iris.iter().map(|iri| NamedNode::new_unchecked(iri.as_str())).collect::<Vec<_>>()
        };
        // Where nobody chose, it is the store's default graph: the union.
        if *choice != DatasetChoice::default() {
            let defaults = names(&choice.default_graphs).into_iter().map(GraphName::from);
            dataset.set_default_graph(defaults.collect());
            let named = names(&choice.named_graphs).into_iter().map(NamedOrBlankNode::from);
            dataset.set_available_named_graphs(named.collect());
        }
        prepared.on_store(&store).execute()
    }
}

fn set_dataset(algebra: &mut Algebra, chosen: QueryDataset) {
    let (Algebra::Select { dataset, .. }
    | Algebra::Construct { dataset, .. }
    | Algebra::Describe { dataset, .. }
    | Algebra::Ask { dataset, .. }) = algebra;
    *dataset = Some(chosen);
}

/// The time a query has, and the words for when it is over.
struct Clock {
    deadline: Instant,
    timeout: Duration,
}

impl Clock {
    fn start(timeout: Duration) -> Self {
        Self { deadline: Instant::now() + timeout, timeout }
    }

    fn check(&self) -> Result<(), GraphError> {
        if Instant::now() > self.deadline { Err(self.over()) } else { Ok(()) }
    }

    fn explain(&self, error: QueryEvaluationError) -> GraphError {
        match error {
            QueryEvaluationError::Cancelled => self.over(),
            QueryEvaluationError::UnsupportedService(_)
            | QueryEvaluationError::UnboundService
            | QueryEvaluationError::InvalidServiceName(_) => GraphError::QueryRefused(
                "it asks another service, and federation is switched off here".to_owned(),
            ),
            other => super::engine::evaluation(&other),
        }
    }

    fn over(&self) -> GraphError {
        GraphError::TimedOut(self.timeout.as_secs())
    }
}

fn gate(text: &str, limits: &QueryLimits) -> Result<(), GraphError> {
    gate_text(text, limits.length_max, limits.nesting_max).map_err(GraphError::QueryRefused)
}

/// Refuses what would overflow the parser's stack or keep it busy, with words.
pub(super) fn gate_text(text: &str, length_max: usize, nesting_max: usize) -> Result<(), String> {
    if text.len() > length_max {
        return Err(format!("it has {} bytes, and {length_max} are allowed", text.len()));
    }
    let depth = nesting(text);
    if depth > nesting_max {
        return Err(format!("its brackets nest {depth} deep, and {nesting_max} are allowed"));
    }
    Ok(())
}

/// The deepest nesting of brackets outside IRIs, strings and comments. A run
/// of prefix operators nests the parser as brackets do, and counts as such.
fn nesting(text: &str) -> usize {
    let (mut depth, mut deepest, mut operators) = (0_usize, 0, 0);
    let mut rest = text;
    while let Some(character) = rest.chars().next() {
        operators = match character {
            '!' | '-' | '+' | '^' => operators + 1,
            _ if character.is_whitespace() => operators,
            _ => 0,
        };
        match character {
            '(' | '{' | '[' => depth += 1,
            ')' | '}' | ']' => depth = depth.saturating_sub(1),
            _ => {}
        }
        deepest = deepest.max(depth + operators);
        rest = &rest[token_length(rest, character)..];
    }
    deepest
}

/// The length in bytes of what begins `text` and is to be passed over at once.
fn token_length(text: &str, first: char) -> usize {
    let to = |end: Option<usize>| end.unwrap_or(text.len());
    match first {
        '#' => to(text.find(['\n', '\r'])),
        '<' => iri_length(text).unwrap_or(1),
        '"' | '\'' => string_length(text, first),
        _ => first.len_utf8(),
    }
}

/// `<…>` with no character that an IRI cannot have; none when the `<` is an
/// operator.
fn iri_length(text: &str) -> Option<usize> {
    let end = text[1..].find(|character: char| {
        character <= ' '
            || matches!(character, '<' | '>' | '"' | '{' | '}' | '|' | '^' | '`' | '\\')
    })? + 1;
    text[end..].starts_with('>').then_some(end + 1)
}

/// A string in one or in three quotes; to the end of the line, or of the text,
/// when it is not closed.
fn string_length(text: &str, quote: char) -> usize {
    let triple: String = [quote; 3].iter().collect();
    let (delimiter, long) =
        if text.starts_with(&triple) { (triple.as_str(), true) } else { (&triple[..1], false) };
    let mut place = delimiter.len();
    while let Some(character) = text[place..].chars().next() {
        if text[place..].starts_with(delimiter) {
            return place + delimiter.len();
        }
        if !long && matches!(character, '\n' | '\r') {
            return place;
        }
        place += character.len_utf8();
        if character == '\\' {
            place += text[place..].chars().next().map_or(0, char::len_utf8);
        }
    }
    text.len()
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
        assert_eq!(nesting("# ((((\n \"((((\" '(((' {}"), 1);
        assert_eq!(nesting("FILTER(!!!!?x)"), 5);
        assert_eq!(nesting("?s <http://a#b> ?o FILTER((("), 3);
        assert_eq!(nesting("?a < ?b && ?c > (((1)))"), 3);
        assert_eq!(nesting(r#"""" " ((( """ (("#), 2);
        assert_eq!(nesting(r#""\" (((" (("#), 2);
        assert_eq!(nesting("<it's> (("), 2);
    }
}
