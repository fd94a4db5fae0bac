//! What the service says of itself: of its endpoint in the vocabulary of
//! SPARQL 1.1 Service Description, of the dataset in VoID and DCAT. The dataset
//! is described in the graph; only addresses, which the graph does not know,
//! are added here. And what is said of one thing, for whoever follows its
//! identifier. Media types and the choice among them belong to `http`.

use super::dump::serializer;
use super::engine::KnowledgeGraph;
use super::error::GraphError;
use super::public_query::{GraphFormat, ResultFormat};
use super::query::{Query, Value};
use super::source::UploadFormat;
use super::text_functions::TEXT_FUNCTIONS;
use crate::domain::{DefaultGraph, Iri};
use crate::vocabulary::{COMPUTED_GRAPHS, DATASET, FUNCTION, GRAPH_DEFAULT, RDF, SD, VOID, XSD};
use oxigraph::model::{BlankNode, Literal, NamedNode, NamedOrBlankNode, Term, Triple};
use std::io::Write;

/// Datatypes that the engine casts to, beside those of SPARQL 1.1.
const EXTENSION_CASTS: [&str; 10] = [
    "date",
    "time",
    "duration",
    "dayTimeDuration",
    "yearMonthDuration",
    "gYear",
    "gYearMonth",
    "gMonth",
    "gMonthDay",
    "gDay",
];
/// What the engine takes beyond SPARQL 1.1: triple terms and base directions of
/// the SPARQL 1.2 drafts, arithmetic on dates with ADJUST, LATERAL.
const LANGUAGE_EXTENSIONS: [&str; 3] = [
    "https://www.w3.org/TR/sparql12-query/",
    "https://github.com/w3c/sparql-dev/blob/main/SEP/SEP-0002/sep-0002.md",
    "https://github.com/w3c/sparql-dev/blob/main/SEP/SEP-0006/sep-0006.md",
];
/// Queries see what is stated, and nothing that follows from it.
const ENTAILMENT: &str = "http://www.w3.org/ns/entailment/Simple";

/// What is true of the endpoint and cannot be read from the graph.
#[derive(Clone, Debug)]
pub struct Endpoint {
    /// What the addresses of the service begin with, without a slash at the
    /// end; none when it is not known.
    pub base: Option<Iri>,
    /// Whether there is a service that a query may ask by SERVICE.
    pub federates: bool,
    /// Whether updates are taken, at an address of their own.
    pub updates: bool,
}

/// Triples that describe, in a fixed order.
pub struct Description {
    triples: Vec<Triple>,
}

impl Description {
    pub(super) fn new(triples: Vec<Triple>) -> Self {
        Self { triples }
    }

    /// Writes it.
    ///
    /// # Errors
    /// When `out` cannot be written.
    pub fn write(&self, format: GraphFormat, out: impl Write) -> Result<(), GraphError> {
        let mut writer = serializer(format.rdf()).for_writer(out);
        for triple in &self.triples {
            writer.serialize_triple(triple).map_err(GraphError::Output)?;
        }
        writer.finish().map_err(GraphError::Output)?.flush().map_err(GraphError::Output)
    }
}

/// A triple of a description, as plain text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stated<'a> {
    /// Of what, by its identifier.
    pub subject: &'a str,
    /// The property.
    pub property: &'a str,
    /// What is said.
    pub value: StatedValue<'a>,
}

/// What is said of something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StatedValue<'a> {
    /// Another thing, by its identifier.
    Thing(&'a str),
    /// Words in a language, by its tag.
    Words(&'a str, &'a str),
    /// A value of a datatype, by that.
    Typed(&'a str, &'a str),
}

impl Description {
    /// What is said of things that have identifiers, those of a subject
    /// together.
    pub fn stated(&self) -> impl Iterator<Item = Stated<'_>> {
        self.triples.iter().filter_map(|triple| {
            let NamedOrBlankNode::NamedNode(subject) = &triple.subject else { return None };
            let value = match &triple.object {
                Term::NamedNode(node) => StatedValue::Thing(node.as_str()),
                Term::Literal(literal) => match literal.language() {
                    Some(language) => StatedValue::Words(literal.value(), language),
                    None => StatedValue::Typed(literal.value(), literal.datatype().as_str()),
                },
                _ => return None,
            };
            Some(Stated { subject: subject.as_str(), property: triple.predicate.as_str(), value })
        })
    }
}

impl KnowledgeGraph {
    /// The dataset as the graph describes it, with the addresses of the service
    /// if `base`, what they begin with, is known.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn describe_dataset(&self, base: Option<&Iri>) -> Result<Description, GraphError> {
        let mut triples =
            self.construct(&Query::new(include_str!("queries/description/dataset.rq")))?;
        let base = base.map(|base| Value::Text(base.to_string()));
        let addresses = Query::new(include_str!("queries/description/addresses.rq"));
        triples.extend(self.construct(&addresses.with("base", base))?);
        Ok(Description { triples: ordered(triples) })
    }

    /// A thing: what is said of it, and what the things that it links to are
    /// called. None when nothing is said of it.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn describe_thing(&self, id: &Iri) -> Result<Option<Description>, GraphError> {
        let query = Query::new(include_str!("queries/description/thing.rq"));
        let triples = ordered(self.construct(&query.with("id", [id.clone()]))?);
        let said = triples.iter().any(|triple| triple.subject == node(id.as_str()).into());
        Ok(said.then_some(Description { triples }))
    }

    /// A scheme of concepts, with all that is said of the concepts in it.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn describe_scheme(&self, id: &Iri) -> Result<Description, GraphError> {
        let query = Query::new(include_str!("queries/description/scheme.rq"));
        let triples = self.construct(&query.with("scheme", [id.clone()]))?;
        Ok(Description { triples: ordered(triples) })
    }

    /// The endpoint: languages, features, formats, and the dataset with the
    /// size of each graph.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn describe_endpoint(&self, endpoint: &Endpoint) -> Result<Description, GraphError> {
        let union = self.default_graph() == DefaultGraph::Union;
        let mut triples = query_service(endpoint, union);
        triples.extend(update_service(endpoint));
        triples.extend(self.default_dataset(endpoint, union)?);
        let partitions =
            self.construct(&Query::new(include_str!("queries/description/graphs.rq")))?;
        triples.extend(ordered(partitions));
        Ok(Description { triples })
    }

    /// The dataset that a query sees when it names none.
    fn default_dataset(&self, endpoint: &Endpoint, union: bool) -> Result<Vec<Triple>, GraphError> {
        let default =
            if union { blank("default") } else { NamedOrBlankNode::from(node(GRAPH_DEFAULT)) };
        let mut dataset = Subject::new(node(DATASET));
        dataset.a(sd("Dataset")).a(void("Dataset")).say(sd("defaultGraph"), default.clone());
        if let Some(base) = &endpoint.base {
            let document = node(&format!("{base}/.well-known/void"));
            dataset.say(node("http://www.w3.org/2000/01/rdf-schema#seeAlso"), document);
        }
        let mut parts = sized(default, self.default_graph_size(union)?);
        for (place, (graph, triples)) in self.visible_graphs(union)?.into_iter().enumerate() {
            let entry = blank(&format!("graph{place}"));
            let graph = node(graph.as_str());
            dataset.say(sd("namedGraph"), entry.clone());
            let mut named = Subject::new(entry);
            named
                .a(sd("NamedGraph"))
                .say(sd("name"), graph.clone())
                .say(sd("graph"), graph.clone());
            parts.extend(named.triples);
            parts.extend(sized(graph, triples));
        }
        dataset.triples.extend(parts);
        Ok(dataset.triples)
    }

    /// The graphs that `GRAPH ?graph` finds, with their sizes.
    fn visible_graphs(&self, union: bool) -> Result<Vec<(Iri, u64)>, GraphError> {
        let mut graphs: Vec<(Iri, u64)> =
            self.catalogue()?.iter().map(|entry| (entry.graph.clone(), entry.triples)).collect();
        if union {
            let sizes = Query::new(include_str!("queries/description/sizes-of-records.rq"));
            for row in self.select(&sizes)? {
                graphs.push((row.iri("graph")?, row.integer("triples")?));
            }
        } else {
            graphs.retain(|(graph, _)| {
                graph.as_str() != GRAPH_DEFAULT && !COMPUTED_GRAPHS.contains(&graph.as_str())
            });
        }
        graphs.sort();
        Ok(graphs)
    }

    fn default_graph_size(&self, union: bool) -> Result<u64, GraphError> {
        if union {
            return self.count(&Query::new(include_str!("queries/description/size.rq")));
        }
        let catalogue = self.catalogue()?;
        let unnamed = catalogue.get(&Iri::trusted(GRAPH_DEFAULT));
        Ok(unnamed.map_or(0, |entry| entry.triples))
    }

    fn count(&self, query: &Query) -> Result<u64, GraphError> {
        match self.select(query)?.as_slice() {
            [row] => row.integer("triples"),
            rows => Err(GraphError::OwnQuery(format!("{} counts in place of one", rows.len()))),
        }
    }
}

/// The service that answers queries: what it speaks and what it can do.
fn query_service(endpoint: &Endpoint, union: bool) -> Vec<Triple> {
    // A blank node: clients recognise their own address in sd:endpoint, and an
    // IRI of ours as subject would have to be the very one that they used.
    let mut service = Subject::new(blank("service"));
    service.a(sd("Service"));
    if let Some(base) = &endpoint.base {
        service.say(sd("endpoint"), node(&format!("{base}/sparql")));
    }
    service.say(sd("supportedLanguage"), sd("SPARQL11Query"));
    for extension in LANGUAGE_EXTENSIONS {
        service.say(sd("languageExtension"), node(extension));
    }
    service.say(sd("feature"), sd("EmptyGraphs"));
    if union {
        service.say(sd("feature"), sd("UnionDefaultGraph"));
    }
    if endpoint.federates {
        service.say(sd("feature"), sd("BasicFederatedQuery"));
    }
    for format in ResultFormat::ALL {
        service.say(sd("resultFormat"), node(format.iri().as_str()));
    }
    for format in GraphFormat::ALL {
        service.say(sd("resultFormat"), node(format.iri().as_str()));
    }
    for datatype in EXTENSION_CASTS {
        service.say(sd("extensionFunction"), node(&format!("{XSD}{datatype}")));
    }
    for function in TEXT_FUNCTIONS {
        service.say(sd("extensionFunction"), node(&format!("{FUNCTION}{function}")));
    }
    service.say(sd("defaultEntailmentRegime"), node(ENTAILMENT));
    service.say(sd("defaultDataset"), node(DATASET));
    service.triples
}

/// The service that takes updates, if there is one and its address is known. It
/// is another than the one for queries, and has a name, so that no client takes
/// its address for that of queries.
fn update_service(endpoint: &Endpoint) -> Vec<Triple> {
    let Some(base) = endpoint.base.as_ref().filter(|_| endpoint.updates) else {
        return Vec::new();
    };
    let address = node(&format!("{base}/update"));
    let mut service = Subject::new(address.clone());
    service.a(sd("Service")).say(sd("endpoint"), address);
    service.say(sd("supportedLanguage"), sd("SPARQL11Update"));
    for format in UploadFormat::ALL {
        service.say(sd("inputFormat"), node(format.iri().as_str()));
    }
    service.say(sd("defaultEntailmentRegime"), node(ENTAILMENT));
    service.say(sd("defaultDataset"), node(DATASET));
    service.triples
}

/// A graph with its size.
fn sized(graph: impl Into<NamedOrBlankNode>, triples: u64) -> Vec<Triple> {
    let mut graph = Subject::new(graph);
    let size = Literal::new_typed_literal(triples.to_string(), node(&format!("{XSD}integer")));
    graph.a(sd("Graph")).a(void("Dataset")).say(void("triples"), size);
    graph.triples
}

/// What is said of one thing.
pub(super) struct Subject {
    node: NamedOrBlankNode,
    pub(super) triples: Vec<Triple>,
}

impl Subject {
    pub(super) fn new(node: impl Into<NamedOrBlankNode>) -> Self {
        Self { node: node.into(), triples: Vec::new() }
    }

    pub(super) fn say(&mut self, property: NamedNode, value: impl Into<Term>) -> &mut Self {
        self.triples.push(Triple::new(self.node.clone(), property, value));
        self
    }

    pub(super) fn a(&mut self, class: NamedNode) -> &mut Self {
        self.say(node(&format!("{RDF}type")), class)
    }
}

/// Each triple once, those of a subject together.
fn ordered(mut triples: Vec<Triple>) -> Vec<Triple> {
    triples.sort_by_cached_key(ToString::to_string);
    triples.dedup();
    triples
}

pub(super) fn node(iri: &str) -> NamedNode {
    NamedNode::new_unchecked(iri)
}

fn sd(name: &str) -> NamedNode {
    node(&format!("{SD}{name}"))
}

fn void(name: &str) -> NamedNode {
    node(&format!("{VOID}{name}"))
}

/// Blank nodes have fixed names, so that the same description has the same
/// bytes.
pub(super) fn blank(name: &str) -> NamedOrBlankNode {
    BlankNode::new_unchecked(name).into()
}
