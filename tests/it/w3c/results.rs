//! Results of queries: read from every format the suites use, and compared as
//! the SPARQL test vocabulary asks.

use super::manifest::{Node, Suites, expand, format_of, parse};
use super::service::Answer;
use anyhow::{Context, bail, ensure};
use oxigraph::io::RdfFormat;
use oxigraph::model::graph::CanonicalizationAlgorithm;
use oxigraph::model::{
    BlankNode, Graph, GraphNameRef, Literal, NamedNode, QuadRef, Term, Triple, TripleRef,
    vocab::rdf,
};
use oxigraph::sparql::results::{
    QueryResultsFormat, QueryResultsParser, SliceQueryResultsParserOutput,
};
use oxigraph::store::Store;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

pub(crate) type Row = BTreeMap<String, Term>;

/// Solutions.
#[derive(Debug, Default)]
pub(crate) struct Table {
    pub(crate) variables: BTreeSet<String>,
    pub(crate) rows: Vec<Row>,
    /// Whether the order of rows is part of what is expected.
    pub(crate) ordered: bool,
}

/// What a query answers.
#[derive(Debug)]
pub(crate) enum Results {
    Boolean(bool),
    Table(Table),
    Graph(Box<Graph>),
}

/// How many times a solution may be there.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Cardinality {
    Strict,
    /// REDUCED: at least once, at most as often as expected.
    Lax,
}

/// The results differ, but only in how numbers, dates and the like are written.
#[derive(Debug, thiserror::Error)]
#[error("the same values, written otherwise: {0}")]
pub(crate) struct WrittenOtherwise(String);

/// The formats of results that a media type or the end of a name stands for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Format {
    Results(QueryResultsFormat),
    Rdf(RdfFormat),
}

impl Format {
    pub(crate) fn of_document(iri: &str) -> anyhow::Result<Self> {
        let extension = iri.rsplit_once('.').context("a name with an extension")?.1;
        QueryResultsFormat::from_extension(extension)
            .map(Self::Results)
            .or_else(|| format_of(iri).map(Self::Rdf))
            .with_context(|| format!("no known format: {iri}"))
    }

    pub(crate) fn of_answer(answer: &Answer) -> anyhow::Result<Self> {
        QueryResultsFormat::from_media_type(answer.media_type())
            .map(Self::Results)
            .or_else(|| RdfFormat::from_media_type(answer.media_type()).map(Self::Rdf))
            .with_context(|| format!("no known format: {:?}", answer.media_type()))
    }
}

/// The expected results of a test, and the format to ask the service for.
pub(crate) fn expected(suites: &Suites, iri: &str) -> anyhow::Result<(Results, &'static str)> {
    let text = suites.read(iri)?;
    match Format::of_document(iri)? {
        Format::Results(format) => Ok((read_table(text.as_bytes(), format)?, format.media_type())),
        Format::Rdf(format) => {
            let graph = Rc::new(read_graph(text.as_bytes(), format, iri)?);
            match read_result_set(&graph)? {
                Some(results) => Ok((results, "application/sparql-results+json")),
                None => Ok((Results::Graph(Box::new(graph.as_ref().clone())), "text/turtle")),
            }
        }
    }
}

/// The results that a service answered.
pub(crate) fn answered(answer: &Answer) -> anyhow::Result<Results> {
    match Format::of_answer(answer)? {
        Format::Results(format) => read_table(&answer.body, format),
        Format::Rdf(format) => {
            let graph = read_graph(&answer.body, format, "http://no.base.example/")?;
            Ok(Results::Graph(Box::new(graph)))
        }
    }
}

/// The triples of a document, of whichever graph.
pub(crate) fn read_graph(text: &[u8], format: RdfFormat, base: &str) -> anyhow::Result<Graph> {
    Ok(parse(text, format, base)?.iter().map(TripleRef::from).collect())
}

/// Solutions or a truth value in XML, JSON, CSV or TSV.
pub(crate) fn read_table(text: &[u8], format: QueryResultsFormat) -> anyhow::Result<Results> {
    if format == QueryResultsFormat::Csv {
        return read_csv(text);
    }
    match QueryResultsParser::from_format(format).for_slice(text)? {
        SliceQueryResultsParserOutput::Boolean(value) => Ok(Results::Boolean(value)),
        SliceQueryResultsParserOutput::Solutions(solutions) => {
            let names = solutions.variables().iter().map(|name| name.as_str().to_owned());
            let mut table = Table { variables: names.collect(), ..Table::default() };
            for solution in solutions {
                let solution = solution?;
                let pairs =
                    solution.iter().map(|(name, value)| (name.as_str().to_owned(), value.clone()));
                table.rows.push(pairs.collect());
            }
            Ok(Results::Table(table))
        }
    }
}

/// CSV keeps neither types nor languages, and an empty cell may be no value.
fn read_csv(text: &[u8]) -> anyhow::Result<Results> {
    let mut reader = csv::Reader::from_reader(text);
    let names: Vec<String> = reader.headers()?.iter().map(str::to_owned).collect();
    let mut table = Table { variables: names.iter().cloned().collect(), ..Table::default() };
    for record in reader.records() {
        let record = record?;
        let filled = names.iter().zip(&record).filter(|(_, cell)| !cell.is_empty());
        let cell = |text: &str| match text.strip_prefix("_:") {
            Some(label) => Term::from(BlankNode::new_unchecked(label)),
            None => Term::from(Literal::new_simple_literal(text)),
        };
        table.rows.push(filled.map(|(name, text)| (name.clone(), cell(text))).collect());
    }
    Ok(Results::Table(table))
}

/// Results in the DAWG result-set vocabulary; `None` is any other graph.
fn read_result_set(graph: &Rc<Graph>) -> anyhow::Result<Option<Results>> {
    let class = expand("rs:ResultSet");
    let Some(subject) = graph.subject_for_predicate_object(rdf::TYPE, &class) else {
        return Ok(None);
    };
    let set = Node::new(graph, subject.into_owned());
    if let Some(value) = set.get("rs:boolean") {
        return Ok(Some(Results::Boolean(["true", "1"].contains(&value.text()))));
    }
    let names = set.all("rs:resultVariable");
    let mut rows = Vec::new();
    for solution in set.all("rs:solution") {
        let mut row = Row::new();
        for binding in solution.all("rs:binding") {
            let name = binding.need("rs:variable")?.text().to_owned();
            row.insert(name, binding.need("rs:value")?.term().clone());
        }
        let place = solution.get("rs:index").map(|place| place.text().parse::<usize>());
        rows.push((place.transpose()?, row));
    }
    rows.sort_by_key(|(place, _)| *place);
    Ok(Some(Results::Table(Table {
        variables: names.iter().map(|name| name.text().to_owned()).collect(),
        ordered: rows.iter().any(|(place, _)| place.is_some()),
        rows: rows.into_iter().map(|(_, row)| row).collect(),
    })))
}

/// Fails unless `found` is what was `expected`.
pub(crate) fn compare(
    found: &Results,
    expected: &Results,
    cardinality: Cardinality,
) -> anyhow::Result<()> {
    match (found, expected) {
        (Results::Boolean(found), Results::Boolean(expected)) => {
            ensure!(found == expected, "answered {found}");
            Ok(())
        }
        (Results::Table(found), Results::Table(expected)) => {
            compare_tables(found, expected, cardinality)
        }
        (Results::Graph(found), Results::Graph(expected)) => compare_graphs(found, expected),
        _ => bail!("answered {found:?} instead of {expected:?}"),
    }
}

fn compare_tables(found: &Table, expected: &Table, cardinality: Cardinality) -> anyhow::Result<()> {
    let (there, wanted) = (&found.variables, &expected.variables);
    ensure!(there == wanted, "has the variables {there:?} instead of {wanted:?}");
    let words = || format!("answered\n{}instead of\n{}", lines(found), lines(expected));
    let lax = cardinality == Cardinality::Lax;
    ensure!(!lax || found.rows.len() <= expected.rows.len(), words());
    let equal = |found: &[Row], wanted: &[Row]| {
        let described = |rows| described(rows, expected.ordered, lax);
        isomorphic(described(found), described(wanted))
    };
    if equal(&found.rows, &expected.rows) {
        return Ok(());
    }
    let values = Values::new()?;
    if equal(&values.of_rows(&found.rows)?, &values.of_rows(&expected.rows)?) {
        bail!(WrittenOtherwise(words()));
    }
    bail!(words())
}

fn compare_graphs(found: &Graph, expected: &Graph) -> anyhow::Result<()> {
    if isomorphic(found.clone(), expected.clone()) {
        return Ok(());
    }
    let words = format!("answered\n{found}instead of\n{expected}");
    let values = Values::new()?;
    if isomorphic(values.of_graph(found)?, values.of_graph(expected)?) {
        bail!(WrittenOtherwise(words));
    }
    bail!(words)
}

/// Writes each literal as the engine writes its value: a store in memory keeps
/// no other form.
struct Values(Store);

impl Values {
    fn new() -> anyhow::Result<Self> {
        Ok(Self(Store::new()?))
    }

    fn of(&self, term: &Term) -> anyhow::Result<Term> {
        let name = NamedNode::new_unchecked("urn:x:value");
        self.0.clear()?;
        self.0.insert(QuadRef::new(&name, &name, term, GraphNameRef::DefaultGraph))?;
        Ok(self.0.iter().next().context("it was just stored")??.object)
    }

    fn of_rows(&self, rows: &[Row]) -> anyhow::Result<Vec<Row>> {
        let of_row = |row: &Row| {
            row.iter().map(|(name, value)| Ok((name.clone(), self.of(value)?))).collect()
        };
        rows.iter().map(of_row).collect()
    }

    fn of_graph(&self, graph: &Graph) -> anyhow::Result<Graph> {
        let mut written = Graph::new();
        for triple in graph {
            let object = self.of(&triple.object.into_owned())?;
            written.insert(TripleRef::new(triple.subject, triple.predicate, &object));
        }
        Ok(written)
    }
}

fn lines(table: &Table) -> String {
    let mut lines: Vec<String> = table.rows.iter().map(line).collect();
    if !table.ordered {
        lines.sort_unstable();
    }
    lines.concat()
}

fn line(row: &Row) -> String {
    row.iter().map(|(name, value)| format!("{name}={value} ")).collect::<String>() + "\n"
}

/// Solutions as a graph, so that they are equal when their graphs are
/// isomorphic: a node for each solution, with how often or where it comes.
fn described(rows: &[Row], ordered: bool, lax: bool) -> Graph {
    let mut counted: BTreeMap<String, (usize, &Row)> = BTreeMap::new();
    for (place, row) in rows.iter().enumerate() {
        let prefix = if ordered { format!("{place} ") } else { String::new() };
        counted.entry(prefix + &line(row)).or_insert((0, row)).0 += 1;
    }
    let name = |text: &str| NamedNode::new_unchecked(format!("urn:x:{text}"));
    let mut graph = Graph::new();
    for (key, (times, row)) in counted {
        let solution = BlankNode::default();
        let times = if lax { 1 } else { times };
        let place = if ordered { key.split(' ').next().unwrap_or_default() } else { "" };
        let mark = Literal::from(format!("{times} {place}"));
        graph.insert(&Triple::new(solution.clone(), name("solution"), mark));
        for (variable, value) in row {
            let property = name(&format!("value:{variable}"));
            graph.insert(&Triple::new(solution.clone(), property, value.clone()));
        }
    }
    graph
}

/// Whether two graphs differ in the names of their blank nodes alone.
pub(crate) fn isomorphic(mut one: Graph, mut other: Graph) -> bool {
    one.canonicalize(CanonicalizationAlgorithm::Unstable);
    other.canonicalize(CanonicalizationAlgorithm::Unstable);
    one == other
}

/// Solutions in CSV, compared.
fn judged(
    found: &str,
    expected: &str,
    ordered: bool,
    cardinality: Cardinality,
) -> anyhow::Result<()> {
    let (found, mut expected) = (read_csv(found.as_bytes())?, read_csv(expected.as_bytes())?);
    if let Results::Table(table) = &mut expected {
        table.ordered = ordered;
    }
    compare(&found, &expected, cardinality)
}

#[test]
fn tables_are_equal_up_to_blank_nodes_and_order() {
    let strict = |found, expected| judged(found, expected, false, Cardinality::Strict);
    assert!(strict("a,b\n_:x,1\n_:y,2\n", "a,b\n_:p,2\n_:q,1\n").is_ok());
    assert!(strict("a,b\n_:x,_:x\n", "a,b\n_:p,_:p\n").is_ok());
    for (found, expected) in [
        ("a,b\n_:x,_:x\n", "a,b\n_:p,_:q\n"),
        ("a,b\n_:x,1\n_:x,2\n", "a,b\n_:p,1\n_:q,2\n"),
        ("a\n1\n1\n", "a\n1\n"),
        ("a\n1\n", "a\n1\n2\n"),
        ("a\n1\n", "b\n1\n"),
        ("a,b\n1,2\n", "a,b\n2,1\n"),
    ] {
        assert!(strict(found, expected).is_err(), "{found}{expected}");
    }
}

#[test]
fn order_and_number_count_where_the_test_says_so() {
    let (one, other) = ("a\n1\n2\n", "a\n2\n1\n");
    assert!(judged(one, other, false, Cardinality::Strict).is_ok());
    assert!(judged(one, other, true, Cardinality::Strict).is_err());
    assert!(judged(one, one, true, Cardinality::Strict).is_ok());
    let (once, twice) = ("a\n1\n", "a\n1\n1\n");
    assert!(judged(once, twice, false, Cardinality::Lax).is_ok());
    assert!(judged(twice, once, false, Cardinality::Lax).is_err());
    assert!(judged("a\n2\n", twice, false, Cardinality::Lax).is_err());
}

#[test]
fn another_form_of_a_value_is_told_from_another_value() -> anyhow::Result<()> {
    let tsv = |text: &str| read_table(text.as_bytes(), QueryResultsFormat::Tsv);
    let (found, same, other) = (tsv("?a\n1\n")?, tsv("?a\n01\n")?, tsv("?a\n1.0\n")?);
    let said = |expected| compare(&found, expected, Cardinality::Strict).expect_err("not equal");
    assert!(said(&same).is::<WrittenOtherwise>());
    assert!(!said(&other).is::<WrittenOtherwise>());
    Ok(())
}
