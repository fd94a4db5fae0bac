//! The one door of writing: a transaction that keeps the union of all named
//! graphs in the store's default graph, and knows what it changed.
//!
//! The store's own union of graphs costs 12 to 25 % on every query and counts
//! a triple as often as graphs hold it. Here each triple stands in the default
//! graph once, for as long as any named graph holds it.

use super::delta::Delta;
use super::engine::evaluator;
use super::error::GraphError;
use super::query::{Query, Row};
use super::spoken_of::SpokenOf;
use super::tally::{Changes, Tally};
use oxigraph::model::{
    GraphNameRef, NamedNode, NamedNodeRef, NamedOrBlankNodeRef, Quad, QuadRef, TermRef,
};
use oxigraph::sparql::QueryResults;
use oxigraph::store::Transaction;
use std::collections::BTreeMap;

/// A write that is not committed yet.
pub(super) struct Write<'a> {
    transaction: Transaction<'a>,
    touched: BTreeMap<NamedNode, Touched>,
    tally: Tally,
    delta: Delta,
    spoken_of: bool,
}

/// What a write did to a graph.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Touched {
    pub(super) inserted: u64,
    pub(super) removed: u64,
    /// How many triples it has, where that was counted.
    pub(super) counted: Option<u64>,
    /// Whether it is large and was changed in places: to hash it anew would
    /// cost more than the change.
    pub(super) piecemeal: bool,
}

impl<'a> Write<'a> {
    pub(super) fn new(transaction: Transaction<'a>) -> Self {
        Self {
            transaction,
            touched: BTreeMap::new(),
            tally: Tally::default(),
            delta: Delta::default(),
            spoken_of: false,
        }
    }

    /// What the store holds at this point of the write.
    pub(super) fn transaction(&self) -> &Transaction<'a> {
        &self.transaction
    }

    /// The graphs that were changed, and by how much.
    pub(super) fn touched(&self) -> &BTreeMap<NamedNode, Touched> {
        &self.touched
    }

    /// What was changed so far, while that is little.
    pub(super) fn delta(&self) -> &Delta {
        &self.delta
    }

    /// Whether shapes, rules or the program itself speak of anything that was
    /// changed. Otherwise nothing has to be checked or derived.
    pub(super) fn is_spoken_of(&self) -> bool {
        self.spoken_of
    }

    /// What was done to each thing so far. To be asked once, and before the
    /// catalogue is written.
    pub(super) fn settle(&mut self) -> Result<Changes, GraphError> {
        let tally = std::mem::take(&mut self.tally);
        tally.settle(&self.transaction, self.touched.keys())
    }

    /// Says a triple in a graph; false when it was said there already.
    pub(super) fn insert(&mut self, quad: QuadRef<'_>) -> Result<bool, GraphError> {
        let graph = named(quad)?;
        if self.transaction.contains(quad).map_err(GraphError::storage("read"))? {
            return Ok(false);
        }
        self.tally.count(&self.transaction, quad, 1)?;
        self.transaction.insert(quad);
        self.transaction.insert(in_union(quad));
        self.note(graph, quad, true).inserted += 1;
        Ok(true)
    }

    /// Takes a triple out of a graph; false when it was not there.
    pub(super) fn remove(&mut self, quad: QuadRef<'_>) -> Result<bool, GraphError> {
        let graph = named(quad)?;
        if !self.transaction.contains(quad).map_err(GraphError::storage("read"))? {
            return Ok(false);
        }
        self.tally.count(&self.transaction, quad, -1)?;
        self.transaction.remove(quad);
        if !self.is_said_anywhere(quad)? {
            self.transaction.remove(in_union(quad));
        }
        self.note(graph, quad, false).removed += 1;
        Ok(true)
    }

    /// Takes all triples out of a graph, which stays as an empty one.
    pub(super) fn clear(&mut self, graph: NamedNodeRef<'_>) -> Result<(), GraphError> {
        for quad in self.quads_of(graph)? {
            self.remove(quad.as_ref())?;
        }
        Ok(())
    }

    /// Takes a graph away with all its triples; false when it was not there.
    pub(super) fn drop_graph(&mut self, graph: NamedNodeRef<'_>) -> Result<bool, GraphError> {
        if !self.has_graph(graph)? {
            return Ok(false);
        }
        self.clear(graph)?;
        self.transaction
            .remove_named_graph(graph)
            .map_err(GraphError::storage("remove a graph"))?;
        self.touched.entry(graph.into_owned()).or_default();
        Ok(true)
    }

    /// Counts a graph among those that were changed, whatever happens to it.
    pub(super) fn touch(&mut self, graph: NamedNodeRef<'_>) {
        self.touched.entry(graph.into_owned()).or_default();
    }

    /// Counts a graph among those that were changed, in places.
    pub(super) fn touch_piecemeal(&mut self, graph: NamedNodeRef<'_>) {
        self.touched.entry(graph.into_owned()).or_default().piecemeal = true;
    }

    /// Makes an empty graph; false when it was there already.
    pub(super) fn create_graph(&mut self, graph: NamedNodeRef<'_>) -> Result<bool, GraphError> {
        if self.has_graph(graph)? {
            return Ok(false);
        }
        self.transaction.insert_named_graph(graph);
        self.touched.entry(graph.into_owned()).or_default();
        Ok(true)
    }

    pub(super) fn has_graph(&self, graph: NamedNodeRef<'_>) -> Result<bool, GraphError> {
        self.transaction
            .contains_named_graph(graph)
            .map_err(GraphError::storage("look for a graph"))
    }

    /// All triples of a graph, read before any of them is changed.
    pub(super) fn quads_of(&self, graph: NamedNodeRef<'_>) -> Result<Vec<Quad>, GraphError> {
        self.transaction
            .quads_for_pattern(None, None, None, Some(graph.into()))
            .collect::<Result<_, _>>()
            .map_err(GraphError::storage("read a graph"))
    }

    /// What a graph says of something.
    pub(super) fn said_of(
        &self,
        subject: NamedNodeRef<'_>,
        graph: NamedNodeRef<'_>,
    ) -> Result<Vec<Quad>, GraphError> {
        self.transaction
            .quads_for_pattern(Some(subject.into()), None, None, Some(graph.into()))
            .collect::<Result<_, _>>()
            .map_err(GraphError::storage("read a graph"))
    }

    /// Whether any graph says something of this subject, or of this object.
    pub(super) fn union_has(
        &self,
        subject: Option<NamedOrBlankNodeRef<'_>>,
        object: Option<TermRef<'_>>,
    ) -> Result<bool, GraphError> {
        let union = Some(GraphNameRef::DefaultGraph);
        let said = self.transaction.quads_for_pattern(subject, None, object, union).next();
        Ok(said.transpose().map_err(GraphError::storage("read"))?.is_some())
    }

    /// The rows of one of our own SELECT queries, at this point of the write.
    pub(super) fn select(&self, query: &Query) -> Result<Vec<Row>, GraphError> {
        self.rows(&query.render())
    }

    fn rows(&self, text: &str) -> Result<Vec<Row>, GraphError> {
        let prepared = evaluator()
            .parse_query(text)
            .map_err(|error| GraphError::OwnQuery(error.to_string()))?
            .on_transaction(&self.transaction);
        match prepared.execute().map_err(|error| GraphError::evaluation(&error))? {
            QueryResults::Solutions(rows) => rows
                .map(|row| row.map(Row::new).map_err(|error| GraphError::evaluation(&error)))
                .collect(),
            _ => Err(GraphError::OwnQuery("a SELECT was expected".to_owned())),
        }
    }

    /// Says a triple that is not counted nor put into the union.
    pub(super) fn put_quietly(&mut self, quad: QuadRef<'_>) {
        self.transaction.insert(quad);
    }

    /// Takes out a quad that was never counted nor put into the union.
    pub(super) fn take_quietly(&mut self, quad: QuadRef<'_>) {
        self.transaction.remove(quad);
    }

    /// Counts a graph anew, after it was changed past this door: by a query,
    /// which looks up no term.
    pub(super) fn recount(&mut self, graph: NamedNodeRef<'_>) -> Result<(), GraphError> {
        let text = format!("SELECT (COUNT(*) AS ?n) {{ GRAPH {graph} {{ ?s ?p ?o }} }}");
        let rows = self.rows(&text)?;
        let [row] = rows.as_slice() else {
            return Err(GraphError::OwnQuery(format!("count {graph}: a row was expected")));
        };
        self.count_as(graph, row.integer("n")?);
        Ok(())
    }

    /// Says how many triples a graph has, after it was changed past this door.
    pub(super) fn count_as(&mut self, graph: NamedNodeRef<'_>, triples: u64) {
        self.touched
            .insert(graph.into_owned(), Touched { counted: Some(triples), ..Touched::default() });
    }

    /// Counts triples that came into a graph past this door.
    pub(super) fn count_loaded(&mut self, graph: NamedNodeRef<'_>, triples: u64) {
        self.touched.entry(graph.into_owned()).or_default().inserted += triples;
    }

    /// Ends the write; from here on it can only be committed.
    pub(super) fn finish(self) -> Transaction<'a> {
        self.transaction
    }

    fn is_said_anywhere(&self, quad: QuadRef<'_>) -> Result<bool, GraphError> {
        let (subject, predicate, object) = (quad.subject, quad.predicate, quad.object);
        for quad in
            self.transaction.quads_for_pattern(Some(subject), Some(predicate), Some(object), None)
        {
            let quad = quad.map_err(GraphError::storage("read"))?;
            if !quad.graph_name.is_default_graph() {
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn note(&mut self, graph: NamedNodeRef<'_>, quad: QuadRef<'_>, inserted: bool) -> &mut Touched {
        self.delta.note(quad, inserted);
        self.spoken_of = self.spoken_of || SpokenOf::get().covers(quad);
        self.touched.entry(graph.into_owned()).or_default()
    }
}

/// The same triple in the union.
pub(super) fn in_union(quad: QuadRef<'_>) -> QuadRef<'_> {
    QuadRef::new(quad.subject, quad.predicate, quad.object, GraphNameRef::DefaultGraph)
}

/// The union is written by nobody but this file.
fn named(quad: QuadRef<'_>) -> Result<NamedNodeRef<'_>, GraphError> {
    match quad.graph_name {
        GraphNameRef::NamedNode(name) => Ok(name),
        GraphNameRef::BlankNode(_) | GraphNameRef::DefaultGraph => {
            Err(GraphError::OwnQuery("a triple is written to a graph with a name".to_owned()))
        }
    }
}
