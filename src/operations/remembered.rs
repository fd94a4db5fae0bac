//! What answers show again and again, remembered for an epoch and within a
//! bound: the names of things; and the themes as a tree, all other concepts, and
//! what sheets of answers are read by.

use super::browse::{BrowseError, References};
use super::concept_schemes::ConceptScheme;
use super::reconcile::NamedThing;
use super::service::Passerelle;
use super::theme_tree::ThemeNode;
use crate::domain::Iri;
use crate::graph::{GraphError, KnowledgeGraph, Query, Record};
use crate::survey::{Coder, MemberBook, Precedents, Suggestion};
use moka::sync::Cache;
use serde_json::Value as Json;
use std::collections::{BTreeSet, HashMap};
use std::sync::{Arc, OnceLock};

/// Memory for names, and for suggestions.
const BYTES_MAX: u64 = 32 * 1024 * 1024;
/// What a suggestion takes in memory, with its reasons.
const BYTES_PER_SUGGESTION: usize = 400;
/// What a JSON value takes in memory, for each byte of its text.
const BYTES_PER_BYTE: usize = 4;

/// All that is remembered of an epoch.
pub(super) struct Memory {
    names: Cache<Iri, Arc<Json>>,
    theme_tree: OnceLock<Arc<[ThemeNode]>>,
    concept_schemes: OnceLock<Arc<[ConceptScheme]>>,
    named_things: OnceLock<Arc<[NamedThing]>>,
    member_book: OnceLock<Arc<MemberBook>>,
    precedents: OnceLock<Arc<Precedents>>,
    suggestions: Cache<Arc<str>, Arc<[Suggestion]>>,
}

impl Default for Memory {
    fn default() -> Self {
        let weigh = |_: &Iri, json: &Arc<Json>| {
            u32::try_from(json.to_string().len() * BYTES_PER_BYTE).unwrap_or(u32::MAX)
        };
        let names = Cache::builder().max_capacity(BYTES_MAX).weigher(weigh).build();
        let weigh = |claim: &Arc<str>, suggestions: &Arc<[Suggestion]>| {
            let bytes = claim.len() + suggestions.len() * BYTES_PER_SUGGESTION;
            u32::try_from(bytes).unwrap_or(u32::MAX)
        };
        let suggestions = Cache::builder().max_capacity(BYTES_MAX).weigher(weigh).build();
        Self {
            names,
            theme_tree: OnceLock::new(),
            concept_schemes: OnceLock::new(),
            named_things: OnceLock::new(),
            member_book: OnceLock::new(),
            precedents: OnceLock::new(),
            suggestions,
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
        let memory = self.memory();
        let (mut found, mut missing) = (HashMap::new(), BTreeSet::new());
        for id in ids {
            match memory.names.get(&id) {
                Some(name) => drop(found.insert(id, name)),
                None => drop(missing.insert(id)),
            }
        }
        let missing: Vec<Iri> = missing.into_iter().collect();
        for (id, name) in described(self.graph(), &named(), &missing)? {
            memory.names.insert(id.clone(), Arc::clone(&name));
            found.insert(id, name);
        }
        Ok(References::of(found))
    }

    /// Every family with its branches, in order of identifier.
    ///
    /// # Errors
    /// When the store fails.
    pub fn theme_tree(&self) -> Result<Arc<[ThemeNode]>, BrowseError> {
        kept(&self.memory().theme_tree, || Ok(self.read_theme_tree()?.into()))
    }

    /// Every scheme of concepts that has an identifier here, by name.
    ///
    /// # Errors
    /// When the store fails.
    pub fn concept_schemes(&self) -> Result<Arc<[ConceptScheme]>, GraphError> {
        kept(&self.memory().concept_schemes, || Ok(self.read_concept_schemes()?.into()))
    }

    /// All that names are reconciled with.
    pub(super) fn named_things(&self) -> Result<Arc<[NamedThing]>, GraphError> {
        kept(&self.memory().named_things, || Ok(self.read_named_things()?.into()))
    }

    /// Every name that a member goes by.
    pub(super) fn member_book(&self) -> Result<Arc<MemberBook>, GraphError> {
        kept(&self.memory().member_book, || Ok(self.read_member_book()?.into()))
    }

    /// What was said of themes before.
    pub(super) fn precedents(&self) -> Result<Arc<Precedents>, GraphError> {
        kept(&self.memory().precedents, || Ok(self.read_precedents()?.into()))
    }
}

impl Memory {
    /// Nothing but the concept schemes, which a write seldom touches.
    pub(super) fn schemes_alone(&self) -> Self {
        let schemes = self.concept_schemes.get().map(Arc::clone);
        Self {
            concept_schemes: schemes.map_or_else(OnceLock::new, OnceLock::from),
            ..Self::default()
        }
    }

    /// The themes that a claim may be about, which is asked for on each page of
    /// an import and before it is published.
    pub(super) fn suggestions(&self, coder: Coder<'_>, claim: &str) -> Arc<[Suggestion]> {
        if let Some(known) = self.suggestions.get(claim) {
            return known;
        }
        let suggestions: Arc<[Suggestion]> = coder.suggest(claim).into();
        self.suggestions.insert(claim.into(), Arc::clone(&suggestions));
        suggestions
    }
}

/// What is remembered, or is from now on.
pub(super) fn kept<T: ?Sized, E>(
    place: &OnceLock<Arc<T>>,
    read: impl FnOnce() -> Result<Arc<T>, E>,
) -> Result<Arc<T>, E> {
    if let Some(known) = place.get() {
        return Ok(Arc::clone(known));
    }
    let known = read()?;
    Ok(Arc::clone(place.get_or_init(|| known)))
}

/// What is shown of things by name.
pub(super) fn named() -> Query {
    Query::new(include_str!("../graph/queries/references.rq"))
}

/// What `query` constructs of things.
pub(super) fn described(
    graph: &KnowledgeGraph,
    query: &Query,
    ids: &[Iri],
) -> Result<Vec<(Iri, Arc<Json>)>, GraphError> {
    let records = graph.records(query, ids)?;
    let by_id = |record: Record| {
        let json = record.into_json();
        let id = Iri::parse(json["id"].as_str()?).ok()?;
        Some((id, Arc::new(json)))
    };
    Ok(records.into_iter().filter_map(by_id).collect())
}
