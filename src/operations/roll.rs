//! All things of a collection in memory of an epoch, so that a page of their
//! list costs what it shows. A roll is read when it is first asked for; a write
//! changes what it changed, and the rolls of both epochs share the rest.

use super::browse::{Collection, Sort};
use super::remembered::kept;
use super::service::Passerelle;
use crate::domain::{Iri, Kind};
use crate::graph::{Catalogue, Change, GraphError, KnowledgeGraph, Query};
use rpds::{HashTrieMapSync, RedBlackTreeMapSync, RedBlackTreeSetSync};
use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::{Arc, OnceLock};

/// The rolls of an epoch that were asked for.
#[derive(Default)]
pub(super) struct Rolls([OnceLock<Arc<Roll>>; Collection::ALL.len()]);

/// The things of a collection.
#[derive(Clone)]
pub(super) struct Roll {
    entries: HashTrieMapSync<Iri, Arc<Entry>>,
    /// In the order of their list.
    listed: RedBlackTreeSetSync<Arc<Entry>>,
    /// By the graphs that say what they are.
    said: RedBlackTreeSetSync<(Iri, Arc<Entry>)>,
    /// Those graphs, by the commit that last wrote them.
    written: RedBlackTreeMapSync<u64, RedBlackTreeSetSync<Iri>>,
    catalogue: Catalogue,
}

/// A thing of a collection. They are ordered by place in the source, where
/// there is one, then by identifier.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Entry {
    unplaced: bool,
    line: u64,
    id: Iri,
    graphs: BTreeSet<Iri>,
}

/// What graphs say of the class of things.
struct Said {
    /// The classes of each, and where it is said to be of them.
    things: HashMap<Iri, HashMap<Iri, BTreeSet<Iri>>>,
    lines: HashMap<Iri, u64>,
}

impl Said {
    /// Of these things, or of all that are of these classes.
    fn read(graph: &KnowledgeGraph, ids: &[Iri], classes: &[Iri]) -> Result<Self, GraphError> {
        let mut names: HashSet<Iri> = HashSet::new();
        let mut shared = |name: Iri| {
            let known = names.get(&name).cloned();
            known.unwrap_or_else(|| {
                names.insert(name.clone());
                name
            })
        };
        let sources = Query::new(include_str!("../graph/queries/lists/sources.rq"));
        let sources = sources.with("id", ids.iter().cloned()).with("class", classes.to_vec());
        let mut things: HashMap<Iri, HashMap<Iri, BTreeSet<Iri>>> = HashMap::new();
        for row in graph.rows(&sources)? {
            let row = row?;
            let Some(id) = row.maybe_iri("id") else { continue };
            let (class, graph) = (shared(row.iri("class")?), shared(row.iri("graph")?));
            things.entry(id).or_default().entry(class).or_default().insert(graph);
        }
        Ok(Self { things, lines: HashMap::new() })
    }

    /// With the places of statements in their source.
    fn placed(mut self, graph: &KnowledgeGraph, ids: &[Iri]) -> Result<Self, GraphError> {
        let places = Query::new(include_str!("../graph/queries/lists/places.rq"));
        self.lines = lines(graph, &places.with("id", ids.iter().cloned()))?
            .into_iter()
            .filter_map(|(id, line)| Some((id, line?)))
            .collect();
        Ok(self)
    }

    /// The entry of a thing, if it is of a collection.
    fn entry(&self, id: &Iri, collection: Collection) -> Option<Entry> {
        let classes = self.things.get(id)?;
        let other = |class: Iri| classes.contains_key(&class);
        let graphs = classes.get(&collection.kind().class())?;
        if collection == Collection::Facts && other(Kind::Finding.class()) {
            return None;
        }
        let line = self.lines.get(id).copied().filter(|_| collection == Collection::Statements);
        Some(Entry {
            unplaced: line.is_none(),
            line: line.unwrap_or_default(),
            id: id.clone(),
            graphs: graphs.clone(),
        })
    }
}

/// The things that a query finds, in the order of their list.
pub(super) fn found(graph: &KnowledgeGraph, query: &Query) -> Result<Vec<Iri>, GraphError> {
    let lines = lines(graph, query)?.into_iter();
    let mut found: Vec<_> = lines.map(|(id, line)| (line.is_none(), line, id)).collect();
    found.sort();
    Ok(found.into_iter().map(|(_, _, id)| id).collect())
}

/// The things that a query finds, each with its place in its source.
fn lines(graph: &KnowledgeGraph, query: &Query) -> Result<HashMap<Iri, Option<u64>>, GraphError> {
    let mut lines: HashMap<Iri, Option<u64>> = HashMap::new();
    for row in graph.rows(query)? {
        let row = row?;
        let line = row.integer("line").ok();
        let known = lines.entry(row.iri("id")?).or_insert(line);
        *known = [*known, line].into_iter().flatten().min();
    }
    Ok(lines)
}

impl Roll {
    fn read(
        graph: &KnowledgeGraph,
        collection: Collection,
        catalogue: Catalogue,
    ) -> Result<Self, GraphError> {
        let mut classes = vec![collection.kind().class()];
        classes.extend((collection == Collection::Facts).then(|| Kind::Finding.class()));
        let mut said = Said::read(graph, &[], &classes)?;
        if collection == Collection::Statements {
            said = said.placed(graph, &[])?;
        }
        let mut roll = Self {
            entries: HashTrieMapSync::new_sync(),
            listed: RedBlackTreeSetSync::new_sync(),
            said: RedBlackTreeSetSync::new_sync(),
            written: RedBlackTreeMapSync::new_sync(),
            catalogue,
        };
        let mut graphs = BTreeSet::new();
        for entry in said.things.keys().filter_map(|id| said.entry(id, collection)) {
            graphs.extend(entry.graphs.iter().cloned());
            roll.put(entry);
        }
        for graph in graphs {
            roll.note_written(&graph);
        }
        Ok(roll)
    }

    /// The same after a write: what is said of the things that it changed.
    fn after(
        &self,
        collection: Collection,
        changed: &[Iri],
        said: &Said,
        (change, catalogue): (&Change, &Catalogue),
    ) -> Self {
        let mut next = self.clone();
        let mut graphs: BTreeSet<Iri> = change.graphs.keys().cloned().collect();
        for id in changed {
            if let Some(entry) = next.entries.get(id).cloned() {
                graphs.extend(entry.graphs.iter().cloned());
                next.take(&entry);
            }
            if let Some(entry) = said.entry(id, collection) {
                graphs.extend(entry.graphs.iter().cloned());
                next.put(entry);
            }
        }
        for graph in &graphs {
            next.forget_written(graph);
        }
        next.catalogue = catalogue.clone();
        for graph in &graphs {
            next.note_written(graph);
        }
        next
    }

    fn put(&mut self, entry: Entry) {
        let entry = Arc::new(entry);
        for graph in &entry.graphs {
            self.said.insert_mut((graph.clone(), Arc::clone(&entry)));
        }
        self.listed.insert_mut(Arc::clone(&entry));
        self.entries.insert_mut(entry.id.clone(), entry);
    }

    fn take(&mut self, entry: &Arc<Entry>) {
        for graph in &entry.graphs {
            self.said.remove_mut(&(graph.clone(), Arc::clone(entry)));
        }
        self.listed.remove_mut(entry);
        self.entries.remove_mut(&entry.id);
    }

    fn commit(&self, graph: &Iri) -> u64 {
        self.catalogue.get(graph).map_or(0, |entry| entry.commit)
    }

    /// Puts a graph where the catalogue says it belongs, if it says of anything
    /// what it is.
    fn note_written(&mut self, graph: &Iri) {
        if self.said_in(graph).next().is_some() {
            let commit = self.commit(graph);
            let beside = self.written.get(&commit).cloned();
            let beside = beside.unwrap_or_else(RedBlackTreeSetSync::new_sync);
            self.written.insert_mut(commit, beside.insert(graph.clone()));
        }
    }

    fn forget_written(&mut self, graph: &Iri) {
        let commit = self.commit(graph);
        if let Some(beside) = self.written.get(&commit).map(|beside| beside.remove(graph)) {
            if beside.is_empty() {
                self.written.remove_mut(&commit);
            } else {
                self.written.insert_mut(commit, beside);
            }
        }
    }

    pub(super) fn len(&self) -> usize {
        self.listed.size()
    }

    /// The things in an order.
    pub(super) fn sorted(&self, sort: Sort) -> Box<dyn Iterator<Item = &Iri> + '_> {
        let listed = self.listed.iter().map(|entry| &entry.id);
        let written = self.written.iter().map(|(_, graphs)| graphs);
        match sort {
            Sort::Id => Box::new(listed),
            Sort::IdDescending => Box::new(listed.rev()),
            Sort::Modified => Box::new(self.by_commit(written)),
            Sort::ModifiedDescending => Box::new(self.by_commit(written.rev())),
        }
    }

    /// The things by the graphs that say what they are, those of one commit
    /// together in the order of the list; each where it is met first.
    fn by_commit<'a>(
        &'a self,
        written: impl Iterator<Item = &'a RedBlackTreeSetSync<Iri>> + 'a,
    ) -> impl Iterator<Item = &'a Iri> + 'a {
        let mut seen = HashSet::new();
        let said = written.flat_map(|graphs| {
            let mut entries: Vec<&Entry> =
                graphs.iter().flat_map(|graph| self.said_in(graph)).collect();
            entries.sort();
            entries
        });
        said.map(|entry| &entry.id).filter(move |id| seen.insert(*id))
    }

    fn said_in<'a>(&'a self, graph: &'a Iri) -> impl Iterator<Item = &'a Entry> + 'a {
        let (unplaced, line, id, graphs) = (false, 0, Iri::trusted(""), BTreeSet::new());
        let first = Arc::new(Entry { unplaced, line, id, graphs });
        let from = self.said.range((graph.clone(), first)..);
        from.take_while(move |(of, _)| of == graph).map(|(_, entry)| entry.as_ref())
    }
}

impl Rolls {
    /// After a write that changed these things: those that were asked for.
    pub(super) fn after(
        &self,
        graph: &KnowledgeGraph,
        changed: &[Iri],
        written: (&Change, &Catalogue),
    ) -> Result<Self, GraphError> {
        let next = Self::default();
        if self.0.iter().all(|roll| roll.get().is_none()) {
            return Ok(next);
        }
        let mut said = Said { things: HashMap::new(), lines: HashMap::new() };
        if !changed.is_empty() {
            said = Said::read(graph, changed, &[])?.placed(graph, changed)?;
        }
        for (place, collection) in Collection::ALL.into_iter().enumerate() {
            if let Some(roll) = self.0[place].get() {
                let roll = roll.after(collection, changed, &said, written);
                next.0[place].get_or_init(|| Arc::new(roll));
            }
        }
        Ok(next)
    }
}

impl Passerelle {
    /// All things of a collection, in the present epoch.
    pub(super) fn roll(&self, collection: Collection) -> Result<Arc<Roll>, GraphError> {
        let rolls = self.present().rolls;
        kept(&rolls.0[collection as usize], || {
            Ok(Arc::new(Roll::read(self.graph(), collection, self.graph().catalogue()?)?))
        })
    }
}
