//! Stands in for what is written elsewhere; removed at merge.
#![allow(missing_docs, clippy::missing_errors_doc)]
use super::service::Passerelle;
use crate::graph::*;
use std::io::Write;
impl Passerelle {
    pub fn update(
        &self,
        text: &str,
        using: &DatasetChoice,
        limits: &UpdateLimits,
        stop: &StopToken,
    ) -> Result<Change, GraphError> {
        self.graph().update(text, using, limits, stop)
    }
    pub fn patch_graph(
        &self,
        graph: &GraphRef,
        text: &str,
        limits: &UpdateLimits,
        stop: &StopToken,
    ) -> Result<Change, GraphError> {
        self.graph().patch_graph(graph, text, limits, stop)
    }
    pub fn graph_exists(&self, graph: &GraphRef) -> Result<bool, GraphError> {
        self.graph().graph_exists(graph)
    }
    pub fn write_graph_to(
        &self,
        graph: &GraphRef,
        format: GraphFormat,
        out: impl Write,
    ) -> Result<(), GraphError> {
        self.graph().write_graph_to(graph, format, out)
    }
    pub fn upload(
        &self,
        graph: &GraphRef,
        mode: UploadMode,
        parts: impl Iterator<Item = Upload>,
        stop: &StopToken,
    ) -> Result<Change, GraphError> {
        self.graph().upload(graph, mode, parts, stop)
    }
    pub fn delete_graph(&self, graph: &GraphRef) -> Result<Option<Change>, GraphError> {
        self.graph().delete_graph(graph)
    }
}
