//! The tree of themes: families, domains, themes.

use crate::domain::Iri;
use crate::graph::{GraphError, KnowledgeGraph, Query};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// A concept by its place in [`Concepts`]: parents come before children.
pub(super) type ConceptIndex = usize;

/// A forest of concepts, each with one parent or none.
#[derive(Clone, Debug)]
pub struct Concepts {
    iris: Vec<Iri>,
    parents: Vec<Option<ConceptIndex>>,
    /// Leaves under each concept, itself included when it is one.
    leaves: Vec<u32>,
    leaves_in_all: u32,
    by_iri: HashMap<Iri, ConceptIndex>,
}

/// Links that make no forest.
#[derive(Debug, thiserror::Error)]
pub enum ConceptError {
    /// A concept stands below itself.
    #[error("the concept {0} stands below itself")]
    Cycle(Iri),
    /// A concept has two parents.
    #[error("the concept {0} has more than one broader concept")]
    TwoParents(Iri),
}

impl Concepts {
    /// Arranges concepts, each with its broader one.
    ///
    /// # Errors
    /// When the links make no forest.
    pub fn arrange(
        links: impl IntoIterator<Item = (Iri, Option<Iri>)>,
    ) -> Result<Self, ConceptError> {
        let mut broader: BTreeMap<Iri, Option<Iri>> = BTreeMap::new();
        for (concept, parent) in links {
            if let Some(parent) = &parent {
                broader.entry(parent.clone()).or_default();
            }
            let known = broader.entry(concept.clone()).or_default();
            match (&known, parent) {
                (Some(one), Some(other)) if *one != other => {
                    return Err(ConceptError::TwoParents(concept));
                }
                (None, Some(parent)) => *known = Some(parent),
                _ => {}
            }
        }
        let mut by_depth = BTreeSet::new();
        for concept in broader.keys() {
            by_depth.insert((depth(concept, &broader)?, concept.clone()));
        }
        let iris: Vec<Iri> = by_depth.into_iter().map(|(_, iri)| iri).collect();
        let by_iri: HashMap<Iri, ConceptIndex> =
            iris.iter().cloned().enumerate().map(|(index, iri)| (iri, index)).collect();
        let parents: Vec<Option<ConceptIndex>> =
            iris.iter().map(|iri| broader[iri].as_ref().map(|parent| by_iri[parent])).collect();
        let leaves = count_leaves(&parents);
        let roots = leaves.iter().zip(&parents).filter(|(_, parent)| parent.is_none());
        let leaves_in_all = roots.map(|(leaves, _)| leaves).sum();
        Ok(Self { iris, parents, leaves, leaves_in_all, by_iri })
    }

    /// The themes of the graph.
    ///
    /// # Errors
    /// When the store fails, or the themes form no tree (a shape forbids it).
    pub fn read(graph: &KnowledgeGraph) -> Result<Self, GraphError> {
        let rows =
            graph.select(&Query::new(include_str!("../graph/queries/matching/themes.rq")))?;
        let links: Vec<(Iri, Option<Iri>)> = rows
            .iter()
            .map(|row| Ok((row.iri("theme")?, row.maybe_iri("broader"))))
            .collect::<Result<_, GraphError>>()?;
        Self::arrange(links).map_err(|error| GraphError::OwnQuery(error.to_string()))
    }

    /// How many concepts there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.iris.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.iris.is_empty()
    }

    /// The place of a concept.
    #[must_use]
    pub fn index(&self, iri: &Iri) -> Option<usize> {
        self.by_iri.get(iri).copied()
    }

    /// The concept at a place.
    #[must_use]
    pub fn iri(&self, index: usize) -> &Iri {
        &self.iris[index]
    }

    /// Whether a concept is another, or narrower.
    #[must_use]
    pub fn is_within(&self, concept: &Iri, other: &Iri) -> bool {
        let (Some(concept), Some(other)) = (self.index(concept), self.index(other)) else {
            return concept == other;
        };
        self.upward(concept).any(|above| above == other)
    }

    pub(super) fn parent(&self, index: ConceptIndex) -> Option<ConceptIndex> {
        self.parents[index]
    }

    /// The concept and all that are broader, nearest first.
    pub(super) fn upward(&self, index: ConceptIndex) -> impl Iterator<Item = ConceptIndex> + '_ {
        std::iter::successors(Some(index), |&index| self.parents[index])
    }

    /// The share of all leaves that stand under a concept.
    pub(super) fn leaf_share(&self, index: ConceptIndex) -> f64 {
        f64::from(self.leaves[index]) / f64::from(self.leaves_in_all)
    }
}

fn depth(concept: &Iri, broader: &BTreeMap<Iri, Option<Iri>>) -> Result<usize, ConceptError> {
    let mut depth = 0;
    let mut place = concept;
    while let Some(parent) = &broader[place] {
        depth += 1;
        if depth > broader.len() {
            return Err(ConceptError::Cycle(concept.clone()));
        }
        place = parent;
    }
    Ok(depth)
}

fn count_leaves(parents: &[Option<ConceptIndex>]) -> Vec<u32> {
    let mut has_children = vec![false; parents.len()];
    for parent in parents.iter().flatten() {
        has_children[*parent] = true;
    }
    let mut leaves: Vec<u32> = has_children.iter().map(|&inner| u32::from(!inner)).collect();
    for index in (0..parents.len()).rev() {
        if let Some(parent) = parents[index] {
            leaves[parent] += leaves[index];
        }
    }
    leaves
}
