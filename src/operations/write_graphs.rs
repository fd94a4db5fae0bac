//! Writing to the graph by SPARQL Update and by whole graphs. What is held in
//! memory follows before the caller is told.

use super::service::Passerelle;
use crate::graph::{
    Change, DatasetChoice, GraphError, GraphRef, StopToken, UpdateLimits, Upload, UploadMode,
};

impl Passerelle {
    /// Carries out a SPARQL update; see [`crate::graph::KnowledgeGraph::update`].
    ///
    /// # Errors
    /// As there; nothing is stored then.
    pub fn update(
        &self,
        text: &str,
        using: &DatasetChoice,
        limits: &UpdateLimits,
        stop: &StopToken,
    ) -> Result<Change, GraphError> {
        let change = self.graph().update(text, using, limits, stop)?;
        self.take_up(&change);
        Ok(change)
    }

    /// Carries out an update within one graph; see
    /// [`crate::graph::KnowledgeGraph::patch`].
    ///
    /// # Errors
    /// As there; nothing is stored then.
    pub fn patch_graph(
        &self,
        graph: &GraphRef,
        text: &str,
        limits: &UpdateLimits,
        stop: &StopToken,
    ) -> Result<Change, GraphError> {
        let change = self.graph().patch(graph, text, limits, stop)?;
        self.take_up(&change);
        Ok(change)
    }

    /// Writes a graph; see [`crate::graph::KnowledgeGraph::upload`].
    ///
    /// # Errors
    /// As there; nothing is stored then.
    pub fn upload(
        &self,
        graph: &GraphRef,
        mode: UploadMode,
        parts: impl Iterator<Item = Upload>,
        stop: &StopToken,
    ) -> Result<Change, GraphError> {
        let change = self.graph().upload(graph, mode, parts, stop)?;
        self.take_up(&change);
        Ok(change)
    }

    /// Takes a graph away; none when it was not there.
    ///
    /// # Errors
    /// As [`crate::graph::KnowledgeGraph::delete_graph`].
    pub fn delete_graph(&self, graph: &GraphRef) -> Result<Option<Change>, GraphError> {
        let change = self.graph().delete_graph(graph)?;
        if let Some(change) = &change {
            self.take_up(change);
        }
        Ok(change)
    }
}
