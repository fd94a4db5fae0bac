//! The data of a test: brought into the service through its Graph Store, and
//! read back through a query.

use super::manifest::{Node, Suites, format_of, parse};
use super::results::{Results, read_table};
use super::service::Service;
use anyhow::{Context, ensure};
use oxigraph::io::{RdfFormat, RdfSerializer};
use oxigraph::model::dataset::CanonicalizationAlgorithm;
use oxigraph::model::{
    Dataset, GraphName, GraphNameRef, NamedNode, NamedOrBlankNode, Quad, QuadRef, Term, TripleRef,
};
use oxigraph::sparql::results::QueryResultsFormat;
use std::collections::BTreeSet;

/// Which document goes to which graph; `None` is the default graph.
#[derive(Clone, Default, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) struct Content(pub(crate) BTreeSet<(Option<String>, String)>);

impl Content {
    /// What `qt:data`, `ut:data` and both kinds of `graphData` name.
    pub(crate) fn of(node: &Node) -> Self {
        let mut content = BTreeSet::new();
        for property in ["qt:data", "ut:data"] {
            content.extend(node.all(property).iter().map(|data| (None, data.text().to_owned())));
        }
        for data in [node.all("qt:graphData"), node.all("ut:graphData")].concat() {
            let document = data.get("ut:graph").unwrap_or_else(|| data.clone());
            let name = data.get("rdfs:label").unwrap_or_else(|| document.clone());
            content.insert((Some(name.text().to_owned()), document.text().to_owned()));
        }
        Self(content)
    }

    /// The dataset that the documents make up.
    pub(crate) fn dataset(&self, suites: &Suites) -> anyhow::Result<Dataset> {
        let mut dataset = Dataset::new();
        for (graph, document) in &self.0 {
            let format = format_of(document).context("an RDF document")?;
            let parsed = parse(suites.read(document)?.as_bytes(), format, document)?;
            for quad in &parsed {
                let mut quad = quad.into_owned();
                if let Some(name) = graph {
                    quad.graph_name = NamedNode::new(name)?.into();
                }
                dataset.insert(&quad);
            }
        }
        Ok(dataset)
    }
}

/// A service together with what was loaded into it, so that tests on the same
/// data need no new load.
pub(crate) struct Loaded<'a> {
    pub(crate) service: &'a Service,
    pub(crate) suites: &'a Suites,
    /// `None` when a test may have changed it.
    content: Option<Content>,
    /// The variable and the value of the last `Location`, for the tests that
    /// build upon each other.
    pub(crate) location: Option<(String, String)>,
}

impl<'a> Loaded<'a> {
    pub(crate) fn new(service: &'a Service, suites: &'a Suites) -> Self {
        Self { service, suites, content: None, location: None }
    }

    /// Makes the service hold this and nothing else.
    pub(crate) fn hold(&mut self, content: &Content) -> anyhow::Result<()> {
        if self.content.as_ref() == Some(content) {
            return Ok(());
        }
        self.content = None;
        self.service.update("DROP ALL")?.succeeded().context("DROP ALL")?;
        for (graph, document) in &content.0 {
            self.put(graph.as_deref(), document)?;
        }
        self.content = Some(content.clone());
        Ok(())
    }

    /// The next test finds nothing that it can rely on.
    pub(crate) fn forget(&mut self) {
        self.content = None;
    }

    fn put(&self, graph: Option<&str>, document: &str) -> anyhow::Result<()> {
        let format = format_of(document).context("an RDF document")?;
        let text = self.suites.read(document)?;
        // The protocol has no place for the document's own address, nor for
        // blank nodes that two graphs share.
        match format {
            RdfFormat::Turtle => {
                let text = format!("@base <{document}> .\n{text}");
                self.service.put(graph, format.media_type(), text.into())
            }
            RdfFormat::RdfXml => {
                let mut triples = RdfSerializer::from(RdfFormat::NTriples).for_writer(Vec::new());
                for quad in &parse(text.as_bytes(), format, document)? {
                    triples.serialize_triple(quad)?;
                }
                self.service.put(graph, RdfFormat::NTriples.media_type(), triples.finish()?)
            }
            _ if format.supports_datasets() => {
                let parsed = parse(text.as_bytes(), format, document)?;
                let quads = parsed.iter().map(insertion).collect::<String>();
                self.service.update(&format!("INSERT DATA {{ {quads} }}"))?.succeeded().map(drop)
            }
            _ => self.service.put(graph, format.media_type(), text.into()),
        }
    }
}

fn insertion(quad: QuadRef<'_>) -> String {
    let triple = TripleRef::from(quad);
    match quad.graph_name {
        GraphNameRef::DefaultGraph => format!("{triple} . "),
        name => format!("GRAPH {name} {{ {triple} }} "),
    }
}

/// All that the service holds, graph by graph.
fn held(service: &Service) -> anyhow::Result<Dataset> {
    let query = "SELECT ?g ?s ?p ?o { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } }";
    let answer = service.query(query, "application/sparql-results+json")?.succeeded()?;
    let Results::Table(table) = read_table(&answer.body, QueryResultsFormat::Json)? else {
        anyhow::bail!("a SELECT was answered as an ASK")
    };
    let mut dataset = Dataset::new();
    for row in &table.rows {
        let value = |name: &str| row.get(name).cloned().context("a whole triple");
        let subject = match value("s")? {
            Term::NamedNode(node) => NamedOrBlankNode::from(node),
            Term::BlankNode(node) => NamedOrBlankNode::from(node),
            other => anyhow::bail!("{other} is a subject"),
        };
        let Term::NamedNode(predicate) = value("p")? else { anyhow::bail!("no predicate") };
        let graph = match row.get("g") {
            Some(Term::NamedNode(name)) => GraphName::from(name.clone()),
            _ => GraphName::DefaultGraph,
        };
        dataset.insert(&Quad::new(subject, predicate, value("o")?, graph));
    }
    Ok(dataset)
}

/// Fails unless the service holds what the documents say, up to the names of
/// blank nodes.
pub(crate) fn holds(service: &Service, mut expected: Dataset) -> anyhow::Result<()> {
    let mut found = held(service)?;
    let (there, wanted) = (found.to_string(), expected.to_string());
    found.canonicalize(CanonicalizationAlgorithm::Unstable);
    expected.canonicalize(CanonicalizationAlgorithm::Unstable);
    ensure!(found == expected, "holds\n{there}instead of\n{wanted}");
    Ok(())
}
