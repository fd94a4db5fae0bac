//! The content compiled into the binary: the ontology and the seed data, and
//! which graph each file belongs to.

use super::canonical::hash_bytes;
use super::error::GraphError;
use super::example;
use super::source::{Draft, RdfFile};
use crate::domain::Iri;
use crate::vocabulary::{GRAPH_ONTOLOGY, GRAPH_PUBLIC_SOURCES, GRAPH_REFERENCE, GRAPH_SURVEY_2022};
use rust_embed::RustEmbed;
use std::borrow::Cow;

#[derive(RustEmbed)]
#[folder = "ontology/"]
struct Ontology;

#[derive(RustEmbed)]
#[folder = "seed-data/"]
struct SeedData;

/// A file of the binary.
#[derive(Clone, Debug)]
pub struct SeedFile {
    /// Path in the repository.
    pub path: String,
    /// The graph it belongs to.
    pub graph: &'static str,
    /// Its text.
    pub bytes: Cow<'static, [u8]>,
}

/// Every Turtle file of the binary, by path.
#[must_use]
pub fn files() -> Vec<SeedFile> {
    let mut files = content();
    files.retain(|file| has_extension(&file.path, "ttl"));
    files
}

/// Every file of the binary that says something in the graph, by path: Turtle
/// and example queries.
fn content() -> Vec<SeedFile> {
    let ontology = Ontology::iter().filter_map(|path| {
        Some(SeedFile {
            path: format!("ontology/{path}"),
            graph: GRAPH_ONTOLOGY,
            bytes: Ontology::get(&path)?.data,
        })
    });
    let seed_data = SeedData::iter().filter_map(|path| {
        Some(SeedFile {
            path: format!("seed-data/{path}"),
            graph: graph_of(&path),
            bytes: SeedData::get(&path)?.data,
        })
    });
    let says = |file: &SeedFile| ["ttl", "rq"].iter().any(|end| has_extension(&file.path, end));
    let mut files: Vec<SeedFile> = ontology.chain(seed_data).filter(says).collect();
    files.sort_by(|one, other| one.path.cmp(&other.path));
    files
}

fn has_extension(path: &str, extension: &str) -> bool {
    std::path::Path::new(path).extension().is_some_and(|found| found == extension)
}

fn graph_of(path: &str) -> &'static str {
    match path.split_once('/') {
        Some(("survey-2022", _)) => GRAPH_SURVEY_2022,
        Some(("public-sources", _)) => GRAPH_PUBLIC_SOURCES,
        _ => GRAPH_REFERENCE,
    }
}

/// The files of one graph, not yet parsed.
pub(super) struct Section {
    pub(super) graph: Iri,
    pub(super) source_hash: String,
    files: Vec<SeedFile>,
}

/// The content of the binary, graph by graph.
pub(super) fn sections() -> Vec<Section> {
    let files = content();
    [GRAPH_ONTOLOGY, GRAPH_REFERENCE, GRAPH_SURVEY_2022, GRAPH_PUBLIC_SOURCES]
        .into_iter()
        .map(|graph| {
            let files: Vec<SeedFile> =
                files.iter().filter(|file| file.graph == graph).cloned().collect();
            let parts = files.iter().flat_map(|file| [file.path.as_bytes(), file.bytes.as_ref()]);
            Section { graph: Iri::trusted(graph), source_hash: hash_bytes(parts), files }
        })
        .collect()
}

impl Section {
    pub(super) fn parse(&self) -> Result<Draft, GraphError> {
        let mut triples = Vec::new();
        for file in &self.files {
            if has_extension(&file.path, "rq") {
                triples.extend(example::triples(&file.path, &file.bytes)?);
                continue;
            }
            let source = RdfFile::from_bytes(file.path.clone(), file.bytes.to_vec())?;
            for draft in source.parse(&self.graph)? {
                triples.extend(draft.triples);
            }
        }
        Ok(Draft {
            graph: self.graph.clone(),
            triples,
            source_hash: Some(self.source_hash.clone()),
        })
    }
}
