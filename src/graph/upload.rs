//! Whole graphs in and out, for the Graph Store protocol: looked for, written
//! out, replaced, added to, taken away.
//!
//! An upload is read to its end before anything is written, so a client that
//! is slow, gone or wrong holds up nobody and changes nothing. Beyond
//! [`HELD_MAX`] triples it waits in a file, so it may be larger than memory.

use super::bulk;
use super::catalogue::Record;
use super::dump::serializer;
use super::engine::KnowledgeGraph;
use super::error::GraphError;
use super::public_query::{GraphFormat, StopToken};
use super::publication::{Change, Then, node};
use super::source::{RdfFile, Upload, parse_upload};
use super::spoken_of::SpokenOf;
use super::tally::ChangedThings;
use super::update::may_be_written;
use crate::domain::Iri;
use crate::vocabulary::GRAPH_DEFAULT;
use oxigraph::io::{RdfFormat, RdfParser, RdfSerializer};
use oxigraph::model::{NamedNode, Quad};
use std::fs::File;
use std::io::{BufReader, BufWriter, Seek, Write};
use std::path::PathBuf;

/// Triples that are held in memory; more wait in a file.
const HELD_MAX: usize = 50_000;
/// Triples that can be checked against the shapes, which happens in memory.
const CHECKED_MAX: u64 = 500_000;
/// Uploads look this often, in triples, whether they are to stop.
const LOOK_EVERY: u64 = 1_000;

/// A graph by its name, or the one without.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum GraphRef {
    /// Where writers put what they give no graph.
    Default,
    /// A named graph.
    Named(Iri),
}

impl GraphRef {
    /// The name under which the graph is kept.
    #[must_use]
    pub fn name(&self) -> Iri {
        match self {
            Self::Default => Iri::trusted(GRAPH_DEFAULT),
            Self::Named(name) => name.clone(),
        }
    }

    pub(super) fn node(&self) -> NamedNode {
        node(&self.name())
    }
}

/// Whether an upload takes the place of its graph or joins it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UploadMode {
    /// Afterwards the graph says what was sent, and nothing else.
    Replace,
    /// Afterwards it says what was sent as well.
    Add,
}

impl KnowledgeGraph {
    /// Whether there is such a graph. The graph without a name is always there.
    ///
    /// # Errors
    /// When the store fails.
    pub fn graph_exists(&self, graph: &GraphRef) -> Result<bool, GraphError> {
        if *graph == GraphRef::Default {
            return Ok(true);
        }
        self.store()
            .contains_named_graph(graph.node().as_ref())
            .map_err(GraphError::storage("look for a graph"))
    }

    /// Writes the triples of a graph.
    ///
    /// # Errors
    /// When the store cannot be read or `out` not be written.
    pub fn write_graph_to(
        &self,
        graph: &GraphRef,
        format: GraphFormat,
        out: impl Write,
    ) -> Result<(), GraphError> {
        let mut writer = serializer(format.rdf()).for_writer(out);
        let name = graph.node();
        for quad in self.store().quads_for_pattern(None, None, None, Some(name.as_ref().into())) {
            let quad = quad.map_err(GraphError::storage("read"))?;
            let triple = oxigraph::model::Triple::from(quad);
            writer.serialize_triple(&triple).map_err(GraphError::Output)?;
        }
        writer.finish().and_then(|mut out| out.flush()).map_err(GraphError::Output)
    }

    /// Writes what the parts say, together, into a graph: all of it, or nothing.
    ///
    /// # Errors
    /// [`GraphError::Malformed`] at the first fault, [`GraphError::Computed`],
    /// [`GraphError::Invalid`], [`GraphError::Unprocessable`] when it is too
    /// much to be checked, or what the store answers. Nothing is stored then.
    pub fn upload(
        &self,
        graph: &GraphRef,
        mode: UploadMode,
        parts: impl Iterator<Item = Upload>,
        stop: &StopToken,
    ) -> Result<Change, GraphError> {
        let name = graph.node();
        may_be_written(name.as_ref())?;
        let mut received = Received::new(self);
        for part in parts {
            for quad in parse_upload(part, &graph.name()) {
                received.take(quad?)?;
                if received.triples.is_multiple_of(LOOK_EVERY) && stop.is_stopped() {
                    return Err(GraphError::GivenUp);
                }
            }
        }
        if received.is_large() && !received.meaningful {
            let replaced = (mode == UploadMode::Replace).then_some(&name);
            let change = bulk::load(self, replaced, received.quads()?)?;
            let things = ChangedThings::default();
            return Ok(Change { meaningful: false, things, ..change });
        }
        if received.triples > CHECKED_MAX {
            return Err(GraphError::Unprocessable(format!(
                "it has {} triples, some of which shapes speak of, and {CHECKED_MAX} can be checked at once: send it in parts",
                received.triples
            )));
        }
        let record = Record { commit: 0, hash: false, source_hashes: Vec::new() };
        let mut created = false;
        let change = self.write(record, |write| {
            created = write.create_graph(name.as_ref())?;
            if mode == UploadMode::Replace {
                write.clear(name.as_ref())?;
            }
            for quad in received.quads()? {
                write.insert(quad?.as_ref())?;
            }
            Ok(Then::CheckedWhereSpokenOf)
        })?;
        Ok(Change { created, ..change })
    }

    /// Loads files, each with the graph for what it puts in none of its own,
    /// without checking them against the shapes or deriving from them.
    ///
    /// # Errors
    /// At the first fault; nothing is stored then.
    pub fn load_trusted(&self, files: Vec<(PathBuf, Iri)>) -> Result<Change, GraphError> {
        let streams = files
            .into_iter()
            .map(|(path, graph)| RdfFile::stream(&path, &graph))
            .collect::<Result<Vec<_>, _>>()?;
        bulk::load(self, None, streams.into_iter().flatten())
    }

    /// Takes a graph away; none when it was not there.
    ///
    /// # Errors
    /// [`GraphError::Computed`], [`GraphError::Invalid`] when others need what
    /// it says, or what the store answers. Nothing is changed then.
    pub fn delete_graph(&self, graph: &GraphRef) -> Result<Option<Change>, GraphError> {
        let name = graph.node();
        may_be_written(name.as_ref())?;
        let record = Record { commit: 0, hash: false, source_hashes: Vec::new() };
        let mut there = *graph == GraphRef::Default;
        let change = self.write(record, |write| {
            there |= write.drop_graph(name.as_ref())?;
            Ok(Then::CheckedWhereSpokenOf)
        })?;
        Ok(there.then_some(change))
    }
}

/// What was received of an upload: in memory, or beyond that in a file.
struct Received<'a> {
    graph: &'a KnowledgeGraph,
    held: Vec<Quad>,
    file: Option<BufWriter<File>>,
    triples: u64,
    meaningful: bool,
}

impl<'a> Received<'a> {
    fn new(graph: &'a KnowledgeGraph) -> Self {
        Self { graph, held: Vec::new(), file: None, triples: 0, meaningful: false }
    }

    fn is_large(&self) -> bool {
        self.file.is_some()
    }

    fn take(&mut self, quad: Quad) -> Result<(), GraphError> {
        self.triples += 1;
        self.meaningful = self.meaningful || SpokenOf::get().covers(quad.as_ref());
        self.held.push(quad);
        if self.held.len() >= HELD_MAX {
            self.spill()?;
        }
        Ok(())
    }

    fn spill(&mut self) -> Result<(), GraphError> {
        let failed = |source| GraphError::Spool(source);
        if self.file.is_none() {
            let file = match self.graph.directory() {
                Some(directory) => tempfile::tempfile_in(directory),
                None => tempfile::tempfile(),
            };
            self.file = Some(BufWriter::new(file.map_err(failed)?));
        }
        let Some(file) = &mut self.file else { return Ok(()) };
        let mut writer = RdfSerializer::from_format(RdfFormat::NQuads).for_writer(&mut *file);
        for quad in self.held.drain(..) {
            writer.serialize_quad(&quad).map_err(failed)?;
        }
        writer.finish().map_err(failed)?;
        Ok(())
    }

    /// All that was received, from the beginning.
    fn quads(mut self) -> Result<Box<dyn Iterator<Item = Result<Quad, GraphError>>>, GraphError> {
        if self.file.is_none() {
            return Ok(Box::new(self.held.into_iter().map(Ok)));
        }
        self.spill()?;
        let Some(file) = self.file else { return Ok(Box::new(std::iter::empty())) };
        let mut file = file.into_inner().map_err(|error| GraphError::Spool(error.into_error()))?;
        file.rewind().map_err(GraphError::Spool)?;
        let quads = RdfParser::from_format(RdfFormat::NQuads)
            .for_reader(BufReader::new(file))
            .map(|quad| quad.map_err(|error| GraphError::Spool(std::io::Error::other(error))));
        Ok(Box::new(quads))
    }
}
