//! Files and uploads that hold RDF, with line and column of the first fault.

use super::error::{GraphError, Position};
use super::nesting::{Shallow, Syntax};
use super::rdf_xml;
use crate::domain::Iri;
use oxigraph::io::{JsonLdProfileSet, RdfFormat, RdfParseError, RdfParser};
use oxigraph::model::{GraphName, NamedNode, Quad, Term, Triple};
use std::collections::BTreeMap;
use std::io::Read;
use std::path::Path;

/// How deep triple terms may nest. Everything that reads a term recurses into
/// it, so that a deep one, once stored, would end whoever comes upon it.
const TERM_NESTING_MAX: usize = 100;

/// The formats that are accepted by extension.
fn format_of(file: &str) -> Option<RdfFormat> {
    match Path::new(file).extension()?.to_str()? {
        "ttl" => Some(RdfFormat::Turtle),
        "nt" => Some(RdfFormat::NTriples),
        "nq" => Some(RdfFormat::NQuads),
        "trig" => Some(RdfFormat::TriG),
        "jsonld" | "json" => Some(RdfFormat::JsonLd { profile: JsonLdProfileSet::empty() }),
        _ => None,
    }
}

/// A file of RDF with its name for messages.
#[derive(Clone, Debug)]
pub struct RdfFile {
    name: String,
    bytes: Vec<u8>,
    format: RdfFormat,
}

/// What is to be said in one graph.
#[derive(Clone, Debug)]
pub struct Draft {
    pub(super) graph: Iri,
    pub(super) triples: Vec<Triple>,
    /// Hash of the files it was read from, by which the binary's own content
    /// is recognised without parsing it.
    pub(super) source_hash: Option<String>,
}

impl Draft {
    /// The graph that it is for.
    #[must_use]
    pub fn graph(&self) -> &Iri {
        &self.graph
    }

    /// How many triples it says, repetitions included.
    #[must_use]
    pub fn size(&self) -> usize {
        self.triples.len()
    }
}

impl RdfFile {
    /// A file on disk; its extension tells the format.
    ///
    /// # Errors
    /// When the extension is unknown or the file cannot be read.
    pub fn read(path: &Path) -> Result<Self, GraphError> {
        let name = path.display().to_string();
        let bytes = std::fs::read(path).map_err(GraphError::file("read", path))?;
        Self::from_bytes(name, bytes)
    }

    /// A file in memory, named for messages.
    ///
    /// # Errors
    /// When the extension of `name` is unknown.
    pub fn from_bytes(name: String, bytes: Vec<u8>) -> Result<Self, GraphError> {
        match format_of(&name) {
            Some(format) => Ok(Self { name, bytes, format }),
            None => Err(GraphError::UnknownFormat { file: name }),
        }
    }

    /// What a file on disk says, read as it goes: what it puts in no graph of
    /// its own is put into `graph`.
    ///
    /// # Errors
    /// As [`RdfFile::read`].
    pub(super) fn stream(
        path: &Path,
        graph: &Iri,
    ) -> Result<impl Iterator<Item = Result<Quad, GraphError>> + use<>, GraphError> {
        let name = path.display().to_string();
        let Some(format) = format_of(&name) else {
            return Err(GraphError::UnknownFormat { file: name });
        };
        let file = std::fs::File::open(path).map_err(GraphError::file("read", path))?;
        let parser = RdfParser::from_format(format)
            .with_default_graph(NamedNode::new_unchecked(graph.as_str()))
            .rename_blank_nodes();
        let file = shallow(format, std::io::BufReader::new(file));
        Ok(parser.for_reader(file).map(move |quad| accepted(&name, quad)))
    }

    /// What the file says, by graph: what it puts in no graph of its own goes
    /// into `graph`. Blank nodes are renamed, so that two files never share one.
    ///
    /// # Errors
    /// [`GraphError::Malformed`] at the first fault.
    pub fn parse(&self, graph: &Iri) -> Result<Vec<Draft>, GraphError> {
        let parser = RdfParser::from_format(self.format)
            .with_default_graph(NamedNode::new_unchecked(graph.as_str()))
            .rename_blank_nodes();
        let mut graphs: BTreeMap<Iri, Vec<Triple>> = BTreeMap::new();
        for quad in parser.for_reader(shallow(self.format, &self.bytes[..])) {
            let quad = accepted(&self.name, quad)?;
            let name = match &quad.graph_name {
                GraphName::NamedNode(node) => Iri::trusted(node.as_str()),
                GraphName::BlankNode(_) | GraphName::DefaultGraph => graph.clone(),
            };
            graphs.entry(name).or_default().push(quad.into());
        }
        Ok(graphs
            .into_iter()
            .map(|(graph, triples)| Draft { graph, triples, source_hash: None })
            .collect())
    }
}

/// A format for uploads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names are those of the formats")]
pub enum UploadFormat {
    Turtle,
    NTriples,
    NQuads,
    TriG,
    N3,
    JsonLd,
    RdfXml,
}

impl UploadFormat {
    fn rdf(self) -> RdfFormat {
        match self {
            Self::Turtle => RdfFormat::Turtle,
            Self::NTriples => RdfFormat::NTriples,
            Self::NQuads => RdfFormat::NQuads,
            Self::TriG => RdfFormat::TriG,
            Self::N3 => RdfFormat::N3,
            Self::JsonLd => RdfFormat::JsonLd { profile: JsonLdProfileSet::empty() },
            Self::RdfXml => RdfFormat::RdfXml,
        }
    }
}

/// RDF that comes in as a stream.
pub struct Upload {
    /// How it is written.
    pub format: UploadFormat,
    /// What relative references in it are resolved against.
    pub base: Iri,
    /// The bytes.
    pub body: Box<dyn Read + Send>,
}

/// What an upload says, as triples of `graph`. Blank nodes are renamed.
pub(super) fn parse_upload(
    upload: Upload,
    graph: &Iri,
) -> Box<dyn Iterator<Item = Result<Quad, GraphError>>> {
    let parser = RdfParser::from_format(upload.format.rdf())
        .without_named_graphs()
        .with_default_graph(NamedNode::new_unchecked(graph.as_str()))
        .rename_blank_nodes()
        .with_base_iri(upload.base.as_str());
    let parser = match parser {
        Ok(parser) => parser,
        Err(error) => {
            let failure = GraphError::OwnQuery(error.to_string());
            return Box::new(std::iter::once(Err(failure)));
        }
    };
    let body: Box<dyn Read + Send> = if upload.format == UploadFormat::RdfXml {
        match rdf_xml::whole(upload.body) {
            Ok(text) => Box::new(std::io::Cursor::new(text)),
            Err(error) => return Box::new(std::iter::once(Err(error))),
        }
    } else {
        Box::new(shallow(upload.format.rdf(), upload.body))
    };
    Box::new(parser.for_reader(body).map(|quad| accepted("body", quad)))
}

/// A document that fails where it nests too deep for its parser.
fn shallow<R: Read>(format: RdfFormat, body: R) -> Shallow<R> {
    let json = matches!(format, RdfFormat::JsonLd { .. });
    Shallow::new(body, if json { Syntax::Json } else { Syntax::Turtle })
}

/// What the parser gave, unless it is a fault or nests too deep.
fn accepted(file: &str, quad: Result<Quad, RdfParseError>) -> Result<Quad, GraphError> {
    let quad = quad.map_err(|error| malformed(file, &error))?;
    let (mut term, mut depth) = (&quad.object, 0);
    while let Term::Triple(inner) = term {
        (term, depth) = (&inner.object, depth + 1);
    }
    if depth > TERM_NESTING_MAX {
        let message =
            format!("a triple term nests {depth} deep, and {TERM_NESTING_MAX} are allowed");
        let position = Position { line: 1, column: 1 };
        return Err(GraphError::Malformed { file: file.to_owned(), position, message });
    }
    Ok(quad)
}

fn malformed(file: &str, error: &RdfParseError) -> GraphError {
    let (start, message) = match error {
        RdfParseError::Syntax(syntax) => {
            (syntax.location().map(|range| range.start), syntax.to_string())
        }
        RdfParseError::Io(io) => (None, io.to_string()),
    };
    let position = start.map_or(Position { line: 1, column: 1 }, |start| Position {
        line: start.line + 1,
        column: start.column + 1,
    });
    GraphError::Malformed { file: file.to_owned(), position, message: words(&message) }
}

/// The parser's message without the position it begins with.
fn words(message: &str) -> String {
    match (message.starts_with("Parser error"), message.split_once(": ")) {
        (true, Some((_, words))) => words.to_owned(),
        _ => message.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_is_told_with_line_and_column() -> Result<(), GraphError> {
        let bytes = b"<x:a> <x:p> 1 .\n<x:a> <x:p> oops .\n".to_vec();
        let file = RdfFile::from_bytes("bad.ttl".into(), bytes)?;
        let error = file.parse(&Iri::trusted("https://g.example/")).expect_err("oops is no term");
        assert!(error.to_string().starts_with("bad.ttl:2:"), "{error}");
        Ok(())
    }

    #[test]
    fn deep_triple_terms_are_refused() -> Result<(), GraphError> {
        for (name, depth, fits) in [
            ("a.nt", 100, true),
            ("a.nt", 101, false),
            ("a.nt", 5000, false),
            ("a.ttl", 5000, false),
        ] {
            let (open, close) = ("<<( <x:a> <x:p> ".repeat(depth), " )>>".repeat(depth));
            let bytes = format!("<x:a> <x:p> {open}<x:b>{close} .\n").into_bytes();
            let parsed =
                RdfFile::from_bytes(name.into(), bytes)?.parse(&Iri::trusted("https://g.example/"));
            assert_eq!(parsed.is_ok(), fits, "{name}, {depth} deep");
        }
        Ok(())
    }
}
