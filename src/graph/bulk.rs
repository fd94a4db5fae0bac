//! Much at once: the engine's bulk loader writes tables beside the log and
//! takes them in at the end, all or none. It cannot take anything away, so a
//! replacement has a second step, which is made up at the next start when the
//! process ends between the two: the tables hold a mark, and the file `pending`
//! says what was to go.

use super::catalogue::Record;
use super::engine::KnowledgeGraph;
use super::error::GraphError;
use super::publication::Change;
use super::upload::UploadMode;
use super::write::{Write, in_union};
use crate::vocabulary::{GRAPH_CATALOGUE, PES};
use oxigraph::io::{RdfFormat, RdfParser, RdfSerializer};
use oxigraph::model::{Literal, NamedNode, NamedNodeRef, Quad};
use oxigraph::store::Store;
use std::collections::HashSet;
use std::fs::{self, File};
use std::io::{BufReader, BufWriter, Write as _};
use std::path::{Path, PathBuf};

/// Memory that the loader may take.
const LOADER_MIB: usize = 512;
/// Triples of a graph that can be replaced by a large upload.
const REPLACED_MAX: usize = 500_000;

/// Loads quads of one graph that nothing of ours speaks of, or that are
/// trusted: they are not checked against the shapes.
pub(super) fn load(
    graph: &KnowledgeGraph,
    name: &NamedNode,
    mode: UploadMode,
    quads: impl Iterator<Item = Result<Quad, GraphError>>,
) -> Result<Change, GraphError> {
    let writer = graph.lock_writer();
    graph.recover()?;
    let store = graph.store();
    let before = count(&store, name)?;
    let mut going = match mode {
        UploadMode::Add => HashSet::new(),
        UploadMode::Replace => held(&store, name)?,
    };
    let created = !store
        .contains_named_graph(name.as_ref())
        .map_err(GraphError::storage("look for a graph"))?;
    let mut loader = store.bulk_loader().with_max_memory_size_in_megabytes(LOADER_MIB);
    let mut sent = Ok(());
    let both = quads
        .map_while(|quad| match quad {
            Ok(quad) => Some(quad),
            Err(error) => {
                sent = Err(error);
                None
            }
        })
        .flat_map(|quad| {
            going.remove(&quad);
            let union = in_union(quad.as_ref()).into_owned();
            [quad, union]
        })
        .chain([mark(name)]);
    loader.load_quads(both).map_err(GraphError::storage("load in bulk"))?;
    sent?;
    let pending = graph.directory().map(|directory| Pending::at(directory));
    if let Some(pending) = &pending {
        pending.note(name, &going)?;
    }
    loader.commit().map_err(GraphError::storage("take in what was loaded"))?;
    let removed = going.len() as u64;
    let number = finish(graph, &store, name, going.into_iter().map(Ok))?;
    if let Some(pending) = pending {
        pending.clear()?;
    }
    drop(writer);
    graph.on_disk(number)?;
    let inserted = (count(&store, name)? + removed).saturating_sub(before);
    Ok(Change { commit: number, inserted, removed, created, meaningful: false })
}

/// Makes up the second step of a load that was cut short.
pub(super) fn resume(graph: &KnowledgeGraph) -> Result<(), GraphError> {
    let Some(pending) = graph.directory().map(Pending::at) else { return Ok(()) };
    let Some((name, going)) = pending.read()? else { return Ok(()) };
    let _writer = graph.lock_writer();
    let store = graph.store();
    if store.contains(&mark(&name)).map_err(GraphError::storage("read"))? {
        finish(graph, &store, &name, going)?;
        tracing::warn!(graph = %name, "a load that was cut short is completed");
    }
    pending.clear()
}

/// Takes away what was to go, and records the graph.
fn finish(
    graph: &KnowledgeGraph,
    store: &Store,
    name: &NamedNode,
    going: impl Iterator<Item = Result<Quad, GraphError>>,
) -> Result<u64, GraphError> {
    let mut write = KnowledgeGraph::begin(store)?;
    for quad in going {
        write.remove(quad?.as_ref())?;
    }
    take_mark(&mut write, name);
    let number = graph.commit_number() + 1;
    write.recount(name.as_ref())?;
    let record = Record { commit: number, hash: false, source_hashes: Vec::new() };
    record.write(&mut write)?;
    graph.commit(write, number)?;
    Ok(number)
}

/// Stands in the tables that were loaded, and nowhere else.
fn mark(name: &NamedNode) -> Quad {
    let property = NamedNode::new_unchecked(format!("{PES}loading"));
    let catalogue = NamedNodeRef::new_unchecked(GRAPH_CATALOGUE);
    Quad::new(name.clone(), property, Literal::from(true), catalogue)
}

fn take_mark(write: &mut Write<'_>, name: &NamedNode) {
    write.take_quietly(mark(name).as_ref());
}

fn count(store: &Store, name: &NamedNode) -> Result<u64, GraphError> {
    let mut triples = 0;
    for quad in store.quads_for_pattern(None, None, None, Some(name.as_ref().into())) {
        quad.map_err(GraphError::storage("count a graph"))?;
        triples += 1;
    }
    Ok(triples)
}

fn held(store: &Store, name: &NamedNode) -> Result<HashSet<Quad>, GraphError> {
    let quads: HashSet<Quad> = store
        .quads_for_pattern(None, None, None, Some(name.as_ref().into()))
        .take(REPLACED_MAX + 1)
        .collect::<Result<_, _>>()
        .map_err(GraphError::storage("read a graph"))?;
    if quads.len() > REPLACED_MAX {
        return Err(GraphError::UpdateRefused(format!(
            "a graph of more than {REPLACED_MAX} triples cannot be replaced at once: delete it first"
        )));
    }
    Ok(quads)
}

/// The file that tells what the second step has to do.
struct Pending(PathBuf);

impl Pending {
    fn at(directory: &Path) -> Self {
        Self(directory.join("pending"))
    }

    /// The graph on the first line, as a comment; then what has to go.
    fn note(&self, name: &NamedNode, going: &HashSet<Quad>) -> Result<(), GraphError> {
        let written = || -> std::io::Result<()> {
            let mut out = BufWriter::new(File::create(&self.0)?);
            writeln!(out, "{}", name.as_str())?;
            let mut writer = RdfSerializer::from_format(RdfFormat::NQuads).for_writer(out);
            for quad in going {
                writer.serialize_quad(quad)?;
            }
            writer.finish()?.into_inner()?.sync_all()
        };
        written().map_err(GraphError::file("write", &self.0))
    }

    #[allow(clippy::type_complexity, reason = "said once, and read once")]
    fn read(
        &self,
    ) -> Result<
        Option<(NamedNode, impl Iterator<Item = Result<Quad, GraphError>> + use<>)>,
        GraphError,
    > {
        use std::io::BufRead;
        if !self.0.exists() {
            return Ok(None);
        }
        let file = File::open(&self.0).map_err(GraphError::file("open", &self.0))?;
        let mut reader = BufReader::new(file);
        let mut name = String::new();
        reader.read_line(&mut name).map_err(GraphError::file("read", &self.0))?;
        let going = RdfParser::from_format(RdfFormat::NQuads)
            .for_reader(reader)
            .map(|quad| quad.map_err(|error| GraphError::Spool(std::io::Error::other(error))));
        Ok(Some((NamedNode::new_unchecked(name.trim_end()), going)))
    }

    fn clear(&self) -> Result<(), GraphError> {
        fs::remove_file(&self.0).map_err(GraphError::file("remove", &self.0))
    }
}
