//! Stands in for what is written elsewhere; removed at merge.
#![allow(missing_docs, clippy::missing_errors_doc)]
use super::*;
use crate::domain::Iri;
use crate::vocabulary::*;
use oxigraph::io::{RdfFormat, RdfParser, RdfSerializer};
use oxigraph::model::*;
use std::io::{Read, Write};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;
static COMMIT: AtomicU64 = AtomicU64::new(0);
pub const DEFAULT: &str = "https://w3id.org/passerelle/graph/default";
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum GraphRef {
    Default,
    Named(Iri),
}
impl GraphRef {
    pub fn name(&self) -> Iri {
        match self {
            Self::Default => Iri::trusted(DEFAULT),
            Self::Named(n) => n.clone(),
        }
    }
    fn node(&self) -> NamedNode {
        NamedNode::new_unchecked(self.name().as_str())
    }
}
pub struct Change {
    pub commit: u64,
    pub inserted: u64,
    pub removed: u64,
    pub created: bool,
}
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UploadMode {
    Replace,
    Add,
}
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UploadFormat {
    Turtle,
    NTriples,
    NQuads,
    TriG,
    N3,
    JsonLd,
    RdfXml,
}
pub struct Upload {
    pub format: UploadFormat,
    pub base: Iri,
    pub body: Box<dyn Read + Send>,
}
#[derive(Clone, Copy, Debug)]
pub struct UpdateLimits {
    pub length_max: usize,
    pub nesting_max: usize,
    pub timeout: Duration,
    pub triples_max: usize,
}
impl Default for UpdateLimits {
    fn default() -> Self {
        Self {
            length_max: 1 << 24,
            nesting_max: 100,
            timeout: Duration::from_secs(60),
            triples_max: 2_000_000,
        }
    }
}
fn may(name: &NamedNode) -> Result<(), GraphError> {
    if [GRAPH_DERIVED, GRAPH_CATALOGUE].contains(&name.as_str()) {
        return Err(GraphError::Computed(Iri::trusted(name.as_str())));
    }
    Ok(())
}
fn change(created: bool) -> Change {
    Change { commit: COMMIT.fetch_add(1, Ordering::SeqCst) + 1, inserted: 0, removed: 0, created }
}
impl KnowledgeGraph {
    pub fn commit_number(&self) -> u64 {
        COMMIT.load(Ordering::SeqCst)
    }
    pub fn graph_exists(&self, graph: &GraphRef) -> Result<bool, GraphError> {
        Ok(*graph == GraphRef::Default
            || self
                .store
                .contains_named_graph(graph.node().as_ref())
                .map_err(GraphError::storage("look"))?)
    }
    pub fn write_graph_to(
        &self,
        graph: &GraphRef,
        format: GraphFormat,
        out: impl Write,
    ) -> Result<(), GraphError> {
        let mut w = RdfSerializer::from_format(match format {
            GraphFormat::Turtle => RdfFormat::Turtle,
            GraphFormat::NTriples => RdfFormat::NTriples,
            GraphFormat::RdfXml => RdfFormat::RdfXml,
            GraphFormat::JsonLd => {
                RdfFormat::JsonLd { profile: oxigraph::io::JsonLdProfileSet::empty() }
            }
        })
        .for_writer(out);
        for q in self.store.quads_for_pattern(None, None, None, Some(graph.node().as_ref().into()))
        {
            let q = q.map_err(GraphError::storage("read"))?;
            w.serialize_triple(TripleRef::from(q.as_ref())).map_err(GraphError::Output)?;
        }
        w.finish().map_err(GraphError::Output)?.flush().map_err(GraphError::Output)
    }
    pub fn upload(
        &self,
        graph: &GraphRef,
        mode: UploadMode,
        parts: impl Iterator<Item = Upload>,
        _: &StopToken,
    ) -> Result<Change, GraphError> {
        may(&graph.node())?;
        let mut all = Vec::new();
        for part in parts {
            let f = match part.format {
                UploadFormat::Turtle => RdfFormat::Turtle,
                UploadFormat::NTriples => RdfFormat::NTriples,
                UploadFormat::RdfXml => RdfFormat::RdfXml,
                UploadFormat::JsonLd => {
                    RdfFormat::JsonLd { profile: oxigraph::io::JsonLdProfileSet::empty() }
                }
                _ => RdfFormat::TriG,
            };
            for q in RdfParser::from_format(f)
                .without_named_graphs()
                .with_default_graph(graph.node())
                .rename_blank_nodes()
                .with_base_iri(part.base.as_str())
                .map_err(|e| GraphError::OwnQuery(e.to_string()))?
                .for_reader(part.body)
            {
                all.push(q.map_err(|e| GraphError::Malformed {
                    file: "body".into(),
                    position: Position { line: 1, column: 1 },
                    message: e.to_string(),
                })?);
            }
        }
        let created = !self
            .store
            .contains_named_graph(graph.node().as_ref())
            .map_err(GraphError::storage("look"))?;
        if mode == UploadMode::Replace {
            self.store.clear_graph(graph.node().as_ref()).map_err(GraphError::storage("clear"))?;
        }
        self.store
            .insert_named_graph(graph.node().as_ref())
            .map_err(GraphError::storage("make"))?;
        self.store.extend(all).map_err(GraphError::storage("write"))?;
        Ok(change(created))
    }
    pub fn delete_graph(&self, graph: &GraphRef) -> Result<Option<Change>, GraphError> {
        may(&graph.node())?;
        if !self.graph_exists(graph)? {
            return Ok(None);
        }
        self.store
            .remove_named_graph(graph.node().as_ref())
            .map_err(GraphError::storage("remove"))?;
        Ok(Some(change(false)))
    }
    pub fn update(
        &self,
        text: &str,
        using: &DatasetChoice,
        _: &UpdateLimits,
        _: &StopToken,
    ) -> Result<Change, GraphError> {
        let mut u = super::engine::evaluator()
            .parse_update(text)
            .map_err(|e| GraphError::UpdateSyntax { message: e.to_string(), position: None })?;
        if *using != DatasetChoice::default() {
            for d in u.using_datasets_mut() {
                if !d.is_default_dataset() {
                    return Err(GraphError::UpdateRefused("USING twice".into()));
                }
                d.set_default_graph(
                    using
                        .default_graphs
                        .iter()
                        .map(|i| NamedNode::new_unchecked(i.as_str()).into())
                        .collect(),
                );
                d.set_available_named_graphs(
                    using
                        .named_graphs
                        .iter()
                        .map(|i| NamedNode::new_unchecked(i.as_str()).into())
                        .collect(),
                );
            }
        }
        u.on_store(&self.store).execute().map_err(|e| GraphError::Evaluation(e.to_string()))?;
        Ok(change(false))
    }
    pub fn patch_graph(
        &self,
        graph: &GraphRef,
        text: &str,
        l: &UpdateLimits,
        s: &StopToken,
    ) -> Result<Change, GraphError> {
        may(&graph.node())?;
        self.update(text, &DatasetChoice::default(), l, s)
    }
}
