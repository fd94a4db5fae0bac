//! What answers show again and again, remembered for an epoch and within a
//! bound: names, statements in short, the evidence of members; and the themes
//! and all other concepts.

use super::browse::{BrowseError, References};
use super::concept_schemes::ConceptScheme;
use super::reconcile::NamedThing;
use super::service::Passerelle;
use super::theme_tree::ThemeNode;
use crate::domain::Iri;
use crate::graph::{GraphError, KnowledgeGraph, Query, Record};
use crate::matching::Evidence;
use moka::sync::Cache;
use serde_json::Value as Json;
use std::collections::{BTreeSet, HashMap};
use std::sync::{Arc, OnceLock};

/// Memory for each of the three.
const BYTES_MAX: u64 = 32 * 1024 * 1024;
/// What a JSON value takes in memory, for each byte of its text.
const BYTES_PER_BYTE: usize = 4;

/// By identifier, those that were asked for last.
pub(super) struct Remembered<V>(Cache<Iri, V>);

impl<V: Clone + Send + Sync + 'static> Remembered<V> {
    fn new(bytes: impl Fn(&V) -> usize + Send + Sync + 'static) -> Self {
        let weigh = move |_: &Iri, value: &V| u32::try_from(bytes(value)).unwrap_or(u32::MAX);
        Self(Cache::builder().max_capacity(BYTES_MAX).weigher(weigh).build())
    }

    /// What is known of each of `ids`; `read` is asked only for those that are
    /// not remembered, and leaves out what it does not know.
    fn all(
        &self,
        ids: impl IntoIterator<Item = Iri>,
        read: impl FnOnce(&[Iri]) -> Result<Vec<(Iri, V)>, GraphError>,
    ) -> Result<HashMap<Iri, V>, GraphError> {
        let (mut found, mut missing) = (HashMap::new(), BTreeSet::new());
        for id in ids {
            match self.0.get(&id) {
                Some(value) => drop(found.insert(id, value)),
                None => drop(missing.insert(id)),
            }
        }
        if !missing.is_empty() {
            for (id, value) in read(&missing.into_iter().collect::<Vec<_>>())? {
                self.0.insert(id.clone(), value.clone());
                found.insert(id, value);
            }
        }
        Ok(found)
    }
}

/// All that is remembered of an epoch.
pub(super) struct Memory {
    names: Remembered<Arc<Json>>,
    statements: Remembered<Arc<Json>>,
    evidence: Remembered<Arc<[Evidence]>>,
    theme_tree: OnceLock<Arc<[ThemeNode]>>,
    concept_schemes: OnceLock<Arc<[ConceptScheme]>>,
    named_things: OnceLock<Arc<[NamedThing]>>,
}

impl Default for Memory {
    fn default() -> Self {
        let text = |json: &Arc<Json>| json.to_string().len() * BYTES_PER_BYTE;
        Self {
            names: Remembered::new(text),
            statements: Remembered::new(text),
            evidence: Remembered::new(|evidence: &Arc<[Evidence]>| {
                size_of_val::<[Evidence]>(evidence) * BYTES_PER_BYTE
            }),
            theme_tree: OnceLock::new(),
            concept_schemes: OnceLock::new(),
            named_things: OnceLock::new(),
        }
    }
}

impl Passerelle {
    /// Things by name only: `{"id", "slug", "label"}`, and for members their
    /// country and region; those without a label are left out.
    ///
    /// # Errors
    /// When the store fails.
    pub fn references(&self, ids: impl IntoIterator<Item = Iri>) -> Result<References, GraphError> {
        let read = |ids: &[Iri]| described(self.graph(), named(), ids);
        Ok(References::of(self.memory().names.all(ids, read)?))
    }

    /// Every family with its branches, in order of identifier.
    ///
    /// # Errors
    /// When the store fails.
    pub fn theme_tree(&self) -> Result<Arc<[ThemeNode]>, BrowseError> {
        let memory = self.memory();
        if let Some(tree) = memory.theme_tree.get() {
            return Ok(Arc::clone(tree));
        }
        let tree = self.read_theme_tree()?.into();
        Ok(Arc::clone(memory.theme_tree.get_or_init(|| tree)))
    }

    /// Every scheme of concepts that has an identifier here, by name.
    ///
    /// # Errors
    /// When the store fails.
    pub fn concept_schemes(&self) -> Result<Arc<[ConceptScheme]>, GraphError> {
        let memory = self.memory();
        if let Some(schemes) = memory.concept_schemes.get() {
            return Ok(Arc::clone(schemes));
        }
        let schemes = self.read_concept_schemes()?.into();
        Ok(Arc::clone(memory.concept_schemes.get_or_init(|| schemes)))
    }

    /// All that names are reconciled with.
    pub(super) fn named_things(&self) -> Result<Arc<[NamedThing]>, GraphError> {
        let memory = self.memory();
        if let Some(things) = memory.named_things.get() {
            return Ok(Arc::clone(things));
        }
        let things = self.read_named_things()?.into();
        Ok(Arc::clone(memory.named_things.get_or_init(|| things)))
    }

    /// Statements in short: kind, certainty, place, description.
    pub(super) fn statements_in_short(
        &self,
        ids: impl IntoIterator<Item = Iri>,
    ) -> Result<References, GraphError> {
        let query = Query::new(include_str!("../graph/queries/matching/statements.rq"));
        let read = |ids: &[Iri]| described(self.graph(), query, ids);
        Ok(References::of(self.memory().statements.all(ids, read)?))
    }

    /// All evidence of members.
    pub(super) fn evidence_of(
        &self,
        members: impl IntoIterator<Item = Iri>,
    ) -> Result<HashMap<Iri, Arc<[Evidence]>>, GraphError> {
        self.memory().evidence.all(members, |members| {
            let mut of_each: HashMap<Iri, Vec<Evidence>> =
                members.iter().map(|member| (member.clone(), Vec::new())).collect();
            for one in Evidence::of_members(self.graph(), members.iter().cloned())? {
                let one = one?;
                of_each.entry(one.member.clone()).or_default().push(one);
            }
            Ok(of_each.into_iter().map(|(member, all)| (member, all.into())).collect())
        })
    }
}

/// The names of things, past what is remembered.
pub(super) fn names(
    graph: &KnowledgeGraph,
    ids: impl IntoIterator<Item = Iri>,
) -> Result<References, GraphError> {
    let known = described(graph, named(), &ids.into_iter().collect::<Vec<_>>())?;
    Ok(References::of(known.into_iter().collect()))
}

fn named() -> Query {
    Query::new(include_str!("../graph/queries/references.rq"))
}

/// What `query` constructs of things.
pub(super) fn described(
    graph: &KnowledgeGraph,
    query: Query,
    ids: &[Iri],
) -> Result<Vec<(Iri, Arc<Json>)>, GraphError> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let records = graph.records(&query.with("id", ids.iter().cloned()), ids)?;
    let by_id = |record: Record| {
        let json = record.into_json();
        let id = Iri::parse(json["id"].as_str()?).ok()?;
        Some((id, Arc::new(json)))
    };
    Ok(records.into_iter().filter_map(by_id).collect())
}
