//! Load files of RDF into the graph: all of them, or nothing.

use super::service::{Passerelle, ServiceError};
use crate::domain::Iri;
use crate::graph::{Change, Draft, GraphError, KnowledgeGraph, Publication, RdfFile, Violation};
use crate::vocabulary::{GRAPH, OWN_GRAPHS};
use std::path::{Path, PathBuf};

/// Files could not be loaded; nothing was stored.
#[derive(Debug, thiserror::Error)]
pub enum LoadError {
    /// The name of a file gives no name for a graph.
    #[error("{}: no graph can be named after this file: name one with --graph", .0.display())]
    Unnamed(PathBuf),
    /// A file is for a graph that the program writes itself.
    #[error(
        "the graph {0} is kept by the program itself, which would replace what is added: name another with --graph"
    )]
    Reserved(Iri),
    /// The files or the graph do not allow it.
    #[error("cannot load")]
    Graph(#[from] GraphError),
    /// They are loaded, and what is held in memory does not show it yet.
    #[error("cannot take up what was loaded")]
    NotTakenUp(#[from] ServiceError),
}

impl Passerelle {
    /// Adds the files to the graph named `graph`, or each to a graph named
    /// after it; N-Quads and TriG may name graphs of their own.
    ///
    /// # Errors
    /// At the first file that cannot be read or is malformed, when one is for a
    /// graph of the program's own, or when the whole would break a shape.
    pub fn load_files(
        &self,
        files: &[PathBuf],
        graph: Option<&Iri>,
    ) -> Result<Publication, LoadError> {
        let drafts = read(files, graph)?;
        if let Some(own) = drafts.iter().find(|draft| OWN_GRAPHS.contains(&draft.graph().as_str()))
        {
            return Err(LoadError::Reserved(own.graph().clone()));
        }
        let publication = self.graph().add(&drafts)?;
        self.refresh()?;
        Ok(publication)
    }

    /// Loads files that are trusted to fit the shapes, fast and in bounded
    /// memory. What is derived stays as it was until it is derived anew.
    ///
    /// # Errors
    /// At the first file that cannot be read or is malformed, or when one is for
    /// a graph that the program computes. Nothing is stored then.
    pub fn load_trusted(
        graph: &KnowledgeGraph,
        files: &[PathBuf],
        name: Option<&Iri>,
    ) -> Result<Change, LoadError> {
        let named = files.iter().map(|path| {
            let name = name.map_or_else(|| named_after(path), |name| Ok(name.clone()))?;
            Ok((path.clone(), name))
        });
        Ok(graph.load_trusted(named.collect::<Result<_, LoadError>>()?)?)
    }

    /// Checks the files together with all that is published; stores nothing.
    ///
    /// # Errors
    /// When a file cannot be read or is malformed.
    pub fn check_files(
        graph: &KnowledgeGraph,
        files: &[PathBuf],
    ) -> Result<Vec<Violation>, LoadError> {
        Ok(graph.check(&read(files, None)?)?)
    }
}

fn read(files: &[PathBuf], graph: Option<&Iri>) -> Result<Vec<Draft>, LoadError> {
    let mut drafts = Vec::new();
    for path in files {
        let graph = match graph {
            Some(graph) => graph.clone(),
            None => named_after(path)?,
        };
        drafts.extend(RdfFile::read(path)?.parse(&graph)?);
    }
    Ok(drafts)
}

fn named_after(path: &Path) -> Result<Iri, LoadError> {
    path.file_stem()
        .and_then(|stem| stem.to_str())
        .and_then(|stem| Iri::parse(&format!("{GRAPH}upload/{stem}")).ok())
        .ok_or_else(|| LoadError::Unnamed(path.into()))
}
