//! SPARQL 1.1 Update. The engine's own executor cannot tell what it changed
//! nor keep the union, so the operations of the algebra are carried out here,
//! over the engine's evaluation of their patterns: all of a request in one
//! transaction, each operation seeing what those before it did.

use super::catalogue::Record;
use super::engine::{KnowledgeGraph, evaluator};
use super::error::{GraphError, Position};
use super::federation::{Step, fetch_loads};
use super::order::keep_kinds_apart;
use super::public_query::{DatasetChoice, StopToken, gate_text, strict_dataset};
use super::publication::{Change, Then};
use super::template::{Template, delete_template, insert_template};
use super::write::Write;
use crate::domain::{DefaultGraph, Iri};
use crate::vocabulary::{BASE, COMPUTED_GRAPHS, GRAPH_DEFAULT};
use oxigraph::model::{
    BlankNode, GraphName, NamedNode, NamedNodeRef, NamedOrBlankNode, Quad, Term, Triple,
};
use oxigraph::sparql::QueryResults;
use spargebra::algebra::{GraphPattern, GraphTarget, QueryDataset};
use spargebra::term::{
    GraphName as WrittenGraph, GroundQuad, GroundTerm, GroundTriple, Quad as WrittenQuad,
};
use spargebra::{GraphUpdateOperation, Query as Algebra, SparqlParser, Update};
use std::collections::HashMap;
use std::time::{Duration, Instant};

/// What an update may cost.
#[derive(Clone, Copy, Debug)]
pub struct UpdateLimits {
    /// Bytes of the text.
    pub length_max: usize,
    /// Depth of brackets.
    pub nesting_max: usize,
    /// Time until all patterns are evaluated.
    pub timeout: Duration,
    /// Triples that one operation may insert and remove.
    pub triples_max: usize,
}

impl Default for UpdateLimits {
    fn default() -> Self {
        Self {
            length_max: 16 * 1024 * 1024,
            nesting_max: 100,
            timeout: Duration::from_mins(1),
            triples_max: 2_000_000,
        }
    }
}

impl KnowledgeGraph {
    /// Carries out an update: all of it, or nothing. `using` stands in for the
    /// graphs of `USING`, which the text then must not name itself. Call it on
    /// a thread with a stack for `nesting_max` levels, as the parser is recursive.
    ///
    /// # Errors
    /// [`GraphError::UpdateSyntax`], [`GraphError::UpdateRefused`],
    /// [`GraphError::Computed`], [`GraphError::Invalid`], or what the store
    /// answers. Nothing is stored then.
    pub fn update(
        &self,
        text: &str,
        using: &DatasetChoice,
        limits: &UpdateLimits,
        stop: &StopToken,
    ) -> Result<Change, GraphError> {
        self.carry_out(parse(text, BASE, using, limits)?, limits, stop)
    }

    /// Carries out an update that has been parsed. What it loads is fetched
    /// before the write begins.
    pub(super) fn carry_out(
        &self,
        update: Update,
        limits: &UpdateLimits,
        stop: &StopToken,
    ) -> Result<Change, GraphError> {
        let Update { base_iri, operations } = update;
        let deadline = Instant::now() + limits.timeout;
        let steps = fetch_loads(operations, self.federation(), limits, deadline, stop)?;
        let run = Run {
            default_graph: self.default_graph(),
            base_iri,
            guard: Some(Guard { limits: *limits, deadline }),
            stop: stop.clone(),
        };
        let record = Record { commit: 0, hash: false, source_hashes: Vec::new() };
        let change = self.write(record, |write| {
            for step in steps {
                match step {
                    Step::Operation(operation) => run.operation(write, operation)?,
                    Step::Insert(graph, quads) => run.insert(write, &graph, &quads)?,
                }
            }
            Ok(Then::CheckedWhereSpokenOf)
        })?;
        Ok(change)
    }
}

/// Carries out a rule of our own, which may write what is computed.
pub(super) fn run_rule(write: &mut Write<'_>, text: &str) -> Result<(), GraphError> {
    let update = SparqlParser::new()
        .parse_update(text)
        .map_err(|error| GraphError::OwnQuery(error.to_string()))?;
    let run = Run {
        default_graph: DefaultGraph::Union,
        base_iri: update.base_iri,
        guard: None,
        stop: StopToken::default(),
    };
    update.operations.into_iter().try_for_each(|operation| run.operation(write, operation))
}

/// Parses an update, in which relative references are resolved against `base`.
pub(super) fn parse(
    text: &str,
    base: &str,
    using: &DatasetChoice,
    limits: &UpdateLimits,
) -> Result<Update, GraphError> {
    gate_text(text, limits.length_max, limits.nesting_max).map_err(GraphError::UpdateRefused)?;
    let parser = SparqlParser::new()
        .with_base_iri(base)
        .map_err(|error| GraphError::OwnQuery(error.to_string()))?;
    let mut update = parser.parse_update(text).map_err(|error| {
        let message = error.to_string();
        GraphError::UpdateSyntax { position: Position::in_message(&message), message }
    })?;
    let Some(chosen) = using.as_query_dataset() else { return Ok(update) };
    for operation in &mut update.operations {
        if let GraphUpdateOperation::DeleteInsert { using, .. } = operation {
            if using.is_some() {
                return Err(GraphError::UpdateRefused(
                    "it names its graphs by USING or WITH, and so do the parameters of the request"
                        .to_owned(),
                ));
            }
            *using = Some(chosen.clone());
        }
    }
    Ok(update)
}

/// What strangers are held to, and rules of our own are not.
struct Guard {
    limits: UpdateLimits,
    deadline: Instant,
}

struct Run {
    default_graph: DefaultGraph,
    base_iri: Option<oxiri::Iri<String>>,
    guard: Option<Guard>,
    stop: StopToken,
}

impl Run {
    fn operation(
        &self,
        write: &mut Write<'_>,
        operation: GraphUpdateOperation,
    ) -> Result<(), GraphError> {
        match operation {
            GraphUpdateOperation::InsertData { data } => {
                let mut fresh = HashMap::new();
                for quad in data {
                    let quad = renamed(quad, &mut fresh);
                    self.may_write(&quad.graph_name)?;
                    write.insert(quad.as_ref())?;
                }
                Ok(())
            }
            GraphUpdateOperation::DeleteData { data } => {
                for quad in data {
                    let quad = ground(quad);
                    self.may_write(&quad.graph_name)?;
                    write.remove(quad.as_ref())?;
                }
                Ok(())
            }
            GraphUpdateOperation::DeleteInsert { delete, insert, using, pattern } => {
                let delete = delete.into_iter().map(delete_template).collect();
                let insert = insert.into_iter().map(insert_template).collect();
                self.delete_insert(write, (delete, insert), using, *pattern)
            }
            GraphUpdateOperation::Load { source, .. } => {
                Err(GraphError::OwnQuery(format!("a rule cannot load {source}")))
            }
            GraphUpdateOperation::Create { silent, graph } => {
                self.may_write(&graph.clone().into())?;
                let created = write.create_graph(graph.as_ref())?;
                done_unless(silent || created, || format!("the graph {graph} is there already"))
            }
            GraphUpdateOperation::Clear { silent, graph } => {
                for name in self.targets(write, &graph, silent)? {
                    write.clear(name.as_ref())?;
                }
                Ok(())
            }
            GraphUpdateOperation::Drop { silent, graph } => {
                for name in self.targets(write, &graph, silent)? {
                    write.drop_graph(name.as_ref())?;
                }
                Ok(())
            }
        }
    }

    /// Puts a document that was loaded into its graph.
    fn insert(
        &self,
        write: &mut Write<'_>,
        graph: &NamedNode,
        quads: &[Quad],
    ) -> Result<(), GraphError> {
        write.create_graph(graph.as_ref())?;
        for quad in quads {
            write.insert(quad.as_ref())?;
        }
        self.check(quads.len())
    }

    /// All solutions of the pattern are found before anything is changed.
    fn delete_insert(
        &self,
        write: &mut Write<'_>,
        (delete, insert): (Vec<Template>, Vec<Template>),
        using: Option<QueryDataset>,
        pattern: GraphPattern,
    ) -> Result<(), GraphError> {
        let dataset = match using {
            None if self.default_graph == DefaultGraph::Unnamed => {
                Some(strict_dataset(write.transaction().named_graphs())?)
            }
            using => using,
        };
        let pattern = keep_kinds_apart(pattern);
        let query = Algebra::Select { dataset, pattern, base_iri: self.base_iri.clone() };
        let prepared = evaluator().with_cancellation_token(self.stop.token()).for_query(query);
        let (mut removed, mut inserted) = (Vec::new(), Vec::new());
        let QueryResults::Solutions(solutions) = prepared
            .on_transaction(write.transaction())
            .execute()
            .map_err(|error| self.explain(&error))?
        else {
            return Err(GraphError::OwnQuery("solutions were expected".to_owned()));
        };
        for solution in solutions {
            let solution = solution.map_err(|error| self.explain(&error))?;
            removed.extend(delete.iter().filter_map(|template| template.quad(&solution, None)));
            let mut fresh = HashMap::new();
            inserted.extend(
                insert.iter().filter_map(|template| template.quad(&solution, Some(&mut fresh))),
            );
            self.check(removed.len() + inserted.len())?;
        }
        for quad in removed {
            let quad = in_graph(quad);
            self.may_write(&quad.graph_name)?;
            write.remove(quad.as_ref())?;
        }
        for quad in inserted {
            let quad = in_graph(quad);
            self.may_write(&quad.graph_name)?;
            write.insert(quad.as_ref())?;
        }
        Ok(())
    }

    /// The graphs that `CLEAR` and `DROP` mean. What is computed stays.
    fn targets(
        &self,
        write: &Write<'_>,
        target: &GraphTarget,
        silent: bool,
    ) -> Result<Vec<NamedNode>, GraphError> {
        match target {
            GraphTarget::NamedNode(graph) => {
                self.may_write(&graph.clone().into())?;
                let there = write.has_graph(graph.as_ref())?;
                done_unless(silent || there, || format!("there is no graph {graph}"))?;
                Ok(vec![graph.clone()])
            }
            GraphTarget::DefaultGraph => Ok(vec![NamedNode::new_unchecked(GRAPH_DEFAULT)]),
            GraphTarget::NamedGraphs | GraphTarget::AllGraphs => {
                let all = *target == GraphTarget::AllGraphs;
                let mut graphs = Vec::new();
                for graph in write.transaction().named_graphs() {
                    let graph = graph.map_err(GraphError::storage("list the graphs"))?;
                    if let NamedOrBlankNode::NamedNode(graph) = graph
                        && !COMPUTED_GRAPHS.contains(&graph.as_str())
                        && (all || graph.as_str() != GRAPH_DEFAULT)
                    {
                        graphs.push(graph);
                    }
                }
                Ok(graphs)
            }
        }
    }

    fn may_write(&self, graph: &GraphName) -> Result<(), GraphError> {
        match (graph, &self.guard) {
            (GraphName::NamedNode(name), Some(_)) => may_be_written(name.as_ref()),
            _ => Ok(()),
        }
    }

    fn check(&self, triples: usize) -> Result<(), GraphError> {
        let Some(guard) = &self.guard else { return Ok(()) };
        if Instant::now() > guard.deadline {
            return Err(GraphError::UpdateTimedOut(guard.limits.timeout));
        }
        if triples > guard.limits.triples_max {
            return Err(GraphError::Unprocessable(format!(
                "one of its operations would change more than {} triples",
                guard.limits.triples_max
            )));
        }
        Ok(())
    }

    fn explain(&self, error: &oxigraph::sparql::QueryEvaluationError) -> GraphError {
        use oxigraph::sparql::QueryEvaluationError as Failure;
        match (error, &self.guard) {
            (Failure::Cancelled, Some(guard)) => GraphError::UpdateTimedOut(guard.limits.timeout),
            (
                Failure::UnsupportedService(_)
                | Failure::UnboundService
                | Failure::InvalidServiceName(_),
                _,
            ) => GraphError::Unprocessable(
                "it asks another service, and federation is switched off for updates".to_owned(),
            ),
            _ => GraphError::evaluation(error),
        }
    }
}

/// Refuses the graphs that the program computes.
pub(super) fn may_be_written(graph: NamedNodeRef<'_>) -> Result<(), GraphError> {
    if COMPUTED_GRAPHS.contains(&graph.as_str()) {
        return Err(GraphError::Computed(Iri::trusted(graph.as_str())));
    }
    Ok(())
}

fn done_unless(fine: bool, otherwise: impl FnOnce() -> String) -> Result<(), GraphError> {
    if fine { Ok(()) } else { Err(GraphError::Unprocessable(otherwise())) }
}

/// What is put into no graph goes into the graph of the unnamed.
pub(super) fn in_graph(mut quad: Quad) -> Quad {
    if quad.graph_name.is_default_graph() {
        quad.graph_name = NamedNode::new_unchecked(GRAPH_DEFAULT).into();
    }
    quad
}

fn graph_name(graph: WrittenGraph) -> GraphName {
    match graph {
        WrittenGraph::NamedNode(graph) => graph.into(),
        WrittenGraph::DefaultGraph => NamedNode::new_unchecked(GRAPH_DEFAULT).into(),
    }
}

fn ground(quad: GroundQuad) -> Quad {
    let graph = graph_name(quad.graph_name);
    Quad::new(quad.subject, quad.predicate, ground_term(quad.object), graph)
}

fn ground_term(term: GroundTerm) -> Term {
    match term {
        GroundTerm::NamedNode(node) => node.into(),
        GroundTerm::Literal(literal) => literal.into(),
        GroundTerm::Triple(triple) => {
            let GroundTriple { subject, predicate, object } = *triple;
            Triple::new(subject, predicate, ground_term(object)).into()
        }
    }
}

/// The blank nodes of an operation are new ones in the store.
fn renamed(quad: WrittenQuad, fresh: &mut HashMap<BlankNode, BlankNode>) -> Quad {
    let subject = match quad.subject {
        NamedOrBlankNode::BlankNode(node) => fresh.entry(node).or_default().clone().into(),
        subject @ NamedOrBlankNode::NamedNode(_) => subject,
    };
    let object = renamed_term(quad.object, fresh);
    Quad::new(subject, quad.predicate, object, graph_name(quad.graph_name))
}

pub(super) fn renamed_term(term: Term, fresh: &mut HashMap<BlankNode, BlankNode>) -> Term {
    match term {
        Term::BlankNode(node) => fresh.entry(node).or_default().clone().into(),
        Term::Triple(triple) => {
            let mut triple = *triple;
            if let NamedOrBlankNode::BlankNode(node) = &triple.subject {
                triple.subject = fresh.entry(node.clone()).or_default().clone().into();
            }
            triple.object = renamed_term(triple.object, fresh);
            triple.into()
        }
        term => term,
    }
}
