//! `LOAD`: all documents of an update are fetched and parsed before it begins,
//! so that nobody who writes waits for another host.

use super::super::error::GraphError;
use super::super::public_query::StopToken;
use super::super::source::{Upload, UploadFormat, parse_upload};
use super::super::update::{UpdateLimits, in_graph, may_be_written};
use super::{Client, Federation, host};
use crate::domain::Iri;
use crate::vocabulary::GRAPH_DEFAULT;
use oxigraph::model::{NamedNode, Quad};
use spargebra::GraphUpdateOperation;
use spargebra::term::GraphName;
use std::time::Instant;

const ACCEPT: &str = "text/turtle, application/n-triples, application/rdf+xml;q=0.9, application/ld+json;q=0.9, application/trig;q=0.8, application/n-quads;q=0.8, text/n3;q=0.7";

/// A step of an update: what remains to be done within its transaction.
pub(in super::super) enum Step {
    Operation(GraphUpdateOperation),
    /// A document that was loaded, for a graph.
    Insert(NamedNode, Vec<Quad>),
}

/// Puts what they load in place of all `LOAD`s. Nothing is fetched unless all
/// that must be fetched may be.
pub(in super::super) fn fetch_loads(
    operations: Vec<GraphUpdateOperation>,
    federation: &Federation,
    limits: &UpdateLimits,
    deadline: Instant,
    stop: &StopToken,
) -> Result<Vec<Step>, GraphError> {
    for operation in &operations {
        if let GraphUpdateOperation::Load { silent, source, destination } = operation {
            may_be_written(target(destination).as_ref())?;
            if !silent {
                check(federation, source)?;
            }
        }
    }
    let loads = operations.iter().any(|it| matches!(it, GraphUpdateOperation::Load { .. }));
    if !loads {
        return Ok(operations.into_iter().map(Step::Operation).collect());
    }
    let client = Client::new(federation, deadline);
    let mut steps = Vec::new();
    let mut triples_left = limits.triples_max;
    for operation in operations {
        let GraphUpdateOperation::Load { silent, source, destination } = operation else {
            steps.push(Step::Operation(operation));
            continue;
        };
        if stop.is_stopped() || Instant::now() > deadline {
            return Err(GraphError::UpdateTimedOut(limits.timeout));
        }
        let graph = target(&destination);
        match fetch(&client, &source, &graph, triples_left) {
            Ok(quads) => {
                triples_left -= quads.len();
                steps.push(Step::Insert(graph, quads));
            }
            Err(_) if silent => {}
            Err(error) => return Err(error),
        }
    }
    Ok(steps)
}

fn check(federation: &Federation, source: &NamedNode) -> Result<(), GraphError> {
    if federation.is_on() {
        return federation.admit(source.as_str()).map(drop);
    }
    Err(GraphError::Unprocessable(format!(
        "LOAD is switched off here, so {source} is not fetched: send the file to /store"
    )))
}

fn target(destination: &GraphName) -> NamedNode {
    match destination {
        GraphName::NamedNode(graph) => graph.clone(),
        GraphName::DefaultGraph => NamedNode::new_unchecked(GRAPH_DEFAULT),
    }
}

fn fetch(
    client: &Client,
    source: &NamedNode,
    graph: &NamedNode,
    triples_max: usize,
) -> Result<Vec<Quad>, GraphError> {
    let answer = client.get(source.as_str(), ACCEPT)?;
    let failed = |reason: String| GraphError::Remote { host: host(source.as_str()), reason };
    let format = UploadFormat::of_media_type(&answer.media_type)
        .ok_or_else(|| failed("it answered with something else than RDF".to_owned()))?;
    let base = Iri::trusted(source.as_str());
    let upload = Upload { format, base, body: Box::new(std::io::Cursor::new(answer.body)) };
    let mut quads = Vec::new();
    for quad in parse_upload(upload, &Iri::trusted(graph.as_str())) {
        let quad = quad.map_err(|error| match error {
            GraphError::Malformed { position, message, .. } => {
                failed(format!("its document is malformed at {position}: {message}"))
            }
            _ => failed("its document is malformed".to_owned()),
        })?;
        if quads.len() == triples_max {
            return Err(failed(
                "its document has more triples than an update may write".to_owned(),
            ));
        }
        quads.push(in_graph(quad));
    }
    Ok(quads)
}
