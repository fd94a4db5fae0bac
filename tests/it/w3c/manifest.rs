//! The manifests of the suites: which tests there are and what each names.
//! Documents are known by the address the W3C publishes them at, and read from
//! the folder that `W3C_TESTS` names.

use anyhow::{Context, bail};
use oxigraph::io::{RdfFormat, RdfParser};
use oxigraph::model::{Dataset, Graph, NamedNode, NamedOrBlankNode, Term, vocab::rdf};
use std::path::PathBuf;
use std::rc::Rc;

const PUBLISHED: &str = "https://w3c.github.io/rdf-tests/sparql/";
const PREFIXES: [(&str, &str); 10] = [
    ("cnt", "http://www.w3.org/2011/content#"),
    ("ht", "http://www.w3.org/2011/http#"),
    ("mf", "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#"),
    ("qt", "http://www.w3.org/2001/sw/DataAccess/tests/test-query#"),
    ("rdf", "http://www.w3.org/1999/02/22-rdf-syntax-ns#"),
    ("rdfs", "http://www.w3.org/2000/01/rdf-schema#"),
    ("rs", "http://www.w3.org/2001/sw/DataAccess/tests/result-set#"),
    ("sd", "http://www.w3.org/ns/sparql-service-description#"),
    ("ut", "http://www.w3.org/2009/sparql/tests/test-update#"),
    ("xsd", "http://www.w3.org/2001/XMLSchema#"),
];

/// The IRI of a name such as `mf:action`.
pub(crate) fn expand(name: &str) -> NamedNode {
    let (prefix, local) = name.split_once(':').expect("a prefixed name");
    let (_, namespace) =
        PREFIXES.iter().find(|(known, _)| *known == prefix).expect("a known prefix");
    NamedNode::new_unchecked(format!("{namespace}{local}"))
}

/// A resource together with the graph that describes it.
#[derive(Clone)]
pub(crate) struct Node {
    graph: Rc<Graph>,
    term: Term,
}

impl Node {
    pub(crate) fn new(graph: &Rc<Graph>, term: impl Into<Term>) -> Self {
        Self { graph: Rc::clone(graph), term: term.into() }
    }

    pub(crate) fn term(&self) -> &Term {
        &self.term
    }

    /// The IRI, or the lexical form of a literal.
    pub(crate) fn text(&self) -> &str {
        match &self.term {
            Term::NamedNode(node) => node.as_str(),
            Term::Literal(literal) => literal.value(),
            Term::BlankNode(_) | Term::Triple(_) => "",
        }
    }

    /// All values of a property.
    pub(crate) fn all(&self, property: &str) -> Vec<Self> {
        let subject = match &self.term {
            Term::NamedNode(node) => NamedOrBlankNode::from(node.clone()),
            Term::BlankNode(node) => NamedOrBlankNode::from(node.clone()),
            Term::Literal(_) | Term::Triple(_) => return Vec::new(),
        };
        let property = expand(property);
        let values = self.graph.objects_for_subject_predicate(&subject, &property);
        values.map(|value| Self::new(&self.graph, value.into_owned())).collect()
    }

    pub(crate) fn get(&self, property: &str) -> Option<Self> {
        self.all(property).into_iter().next()
    }

    pub(crate) fn need(&self, property: &str) -> anyhow::Result<Self> {
        self.get(property).with_context(|| format!("{} has no {property}", self.term))
    }

    /// The members of an RDF list.
    pub(crate) fn list(&self) -> Vec<Self> {
        let mut members = Vec::new();
        let mut rest = Some(self.clone());
        while let Some(cell) = rest {
            members.extend(cell.get("rdf:first"));
            rest = cell.get("rdf:rest");
        }
        members
    }
}

/// One test of the W3C.
#[derive(Clone)]
pub(crate) struct Case {
    pub(crate) iri: String,
    /// The folder from `sparql/`, such as `sparql11/aggregates`.
    pub(crate) folder: String,
    /// The local name of its class, such as `QueryEvaluationTest`.
    pub(crate) kind: String,
    pub(crate) node: Node,
}

/// The folder of suites.
pub(crate) struct Suites {
    root: PathBuf,
}

impl Suites {
    /// The suites that `W3C_TESTS` names; says so where it names none.
    pub(crate) fn from_environment() -> Option<Self> {
        let Some(folder) = std::env::var_os("W3C_TESTS") else {
            eprintln!("skipped: W3C_TESTS does not name the folder of the W3C suites");
            return None;
        };
        Some(Self { root: PathBuf::from(folder).join("sparql") })
    }

    /// The text of a document, known by its published address.
    pub(crate) fn read(&self, iri: &str) -> anyhow::Result<String> {
        let place = iri.strip_prefix(PUBLISHED).with_context(|| format!("no document: {iri}"))?;
        let path = self.root.join(place);
        std::fs::read_to_string(&path).with_context(|| path.display().to_string())
    }

    pub(crate) fn holds(&self, iri: &str) -> bool {
        iri.strip_prefix(PUBLISHED).is_some_and(|place| self.root.join(place).is_file())
    }

    /// The tests of a manifest and of those it includes, in their order.
    pub(crate) fn cases(&self, manifest: &str) -> anyhow::Result<Vec<Case>> {
        let iri = format!("{PUBLISHED}{manifest}");
        let folder = manifest.rsplit_once('/').map_or("", |(folder, _)| folder);
        let graph = Rc::new(parse_graph(&self.read(&iri)?, &iri)?);
        let class = expand("mf:Manifest");
        let Some(subject) = graph.subject_for_predicate_object(rdf::TYPE, &class) else {
            bail!("{iri} describes no manifest");
        };
        let node = Node::new(&graph, subject.into_owned());
        let mut cases = Vec::new();
        for included in node.get("mf:include").iter().flat_map(Node::list) {
            let place =
                included.text().strip_prefix(PUBLISHED).context("included from elsewhere")?;
            cases.extend(self.cases(place)?);
        }
        for entry in node.get("mf:entries").iter().flat_map(Node::list) {
            cases.push(case(entry, folder)?);
        }
        Ok(cases)
    }
}

/// The tests of a manifest of our own, given as text.
pub(crate) fn cases_of(text: &str, iri: &str, folder: &str) -> anyhow::Result<Vec<Case>> {
    let graph = Rc::new(parse_graph(text, iri)?);
    let manifest = Node::new(&graph, NamedNode::new(iri)?);
    manifest.need("mf:entries")?.list().into_iter().map(|entry| case(entry, folder)).collect()
}

fn case(entry: Node, folder: &str) -> anyhow::Result<Case> {
    let class = entry.need("rdf:type")?;
    let kind = class.text().rsplit('#').next().unwrap_or_default().to_owned();
    Ok(Case { iri: entry.text().to_owned(), folder: folder.to_owned(), kind, node: entry })
}

/// The format that a document's name ends with.
pub(crate) fn format_of(iri: &str) -> Option<RdfFormat> {
    RdfFormat::from_extension(iri.rsplit_once('.')?.1)
}

fn parse_graph(text: &str, base: &str) -> anyhow::Result<Graph> {
    let quads = RdfParser::from(RdfFormat::Turtle).with_base_iri(base)?.for_slice(text);
    let mut graph = Graph::new();
    for quad in quads {
        graph.insert(oxigraph::model::TripleRef::from(quad.context(base.to_owned())?.as_ref()));
    }
    Ok(graph)
}

/// What a document says. Its blank nodes are no other document's.
pub(crate) fn parse(text: &[u8], format: RdfFormat, base: &str) -> anyhow::Result<Dataset> {
    let parser = RdfParser::from(format).with_base_iri(base)?.rename_blank_nodes();
    parser.for_slice(text).collect::<Result<Dataset, _>>().with_context(|| base.to_owned())
}
