//! The way out: the whole graph, or one named graph, to a writer.

use super::engine::KnowledgeGraph;
use super::error::GraphError;
use super::public_query::GraphFormat;
use crate::domain::Iri;
use crate::vocabulary::PREFIXES;
use oxigraph::io::{RdfFormat, RdfSerializer};
use oxigraph::model::{GraphName, GraphNameRef, NamedNode, QuadRef};
use std::io::Write;

/// A serializer that knows our prefixes.
pub(super) fn serializer(format: RdfFormat) -> RdfSerializer {
    PREFIXES.into_iter().fold(RdfSerializer::from_format(format), |serializer, (prefix, iri)| {
        serializer
            .with_prefix(prefix, iri)
            .expect("the prefixes are constants and each is an IRI, as every dump shows")
    })
}

impl KnowledgeGraph {
    /// Writes all graphs, or only `graph`. Returns how many statements.
    ///
    /// # Errors
    /// When the store cannot be read or `out` not be written.
    pub fn dump(
        &self,
        graph: Option<&Iri>,
        format: GraphFormat,
        out: impl Write,
    ) -> Result<u64, GraphError> {
        let name = graph.map(|iri| GraphName::from(NamedNode::new_unchecked(iri.as_str())));
        let mut writer = serializer(format.rdf()).for_writer(out);
        let mut count = 0;
        let quads =
            self.store().quads_for_pattern(None, None, None, name.as_ref().map(GraphName::as_ref));
        for quad in quads {
            let quad = quad.map_err(GraphError::storage("read"))?;
            // The union is what the named graphs say already.
            if quad.graph_name.is_default_graph() {
                continue;
            }
            let graph_name = if format.has_graphs() {
                quad.graph_name.as_ref()
            } else {
                GraphNameRef::DefaultGraph
            };
            writer
                .serialize_quad(QuadRef::new(
                    quad.subject.as_ref(),
                    quad.predicate.as_ref(),
                    quad.object.as_ref(),
                    graph_name,
                ))
                .map_err(GraphError::Output)?;
            count += 1;
        }
        writer.finish().map_err(GraphError::Output)?.flush().map_err(GraphError::Output)?;
        Ok(count)
    }
}
