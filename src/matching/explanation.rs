//! Why two members are peers: the concepts they share, what each contributes
//! to the score, and the statements behind it.

use super::concepts::Concepts;
use super::evidence::Evidence;
use super::profile::{Item, Profile};
use super::similarity::{Overlap, ratio};
use super::weights::Weights;
use crate::domain::{Facet, Iri, StatementKind};
use crate::vocabulary::PES;
use std::collections::{BTreeMap, BTreeSet};

/// A concept that two members share.
#[derive(Clone, Debug, PartialEq)]
pub struct SharedConcept {
    /// Need or offer.
    pub facet: Facet,
    /// The concept.
    pub concept: Iri,
    /// Its part of the score, the broader concepts that fold into it included.
    pub contribution: f64,
    /// The statements of the one that the list is for.
    pub mine: Vec<Iri>,
    /// The statements of the peer.
    pub theirs: Vec<Iri>,
}

/// Why two members have the score they have.
#[derive(Clone, Debug, PartialEq)]
pub struct Explanation {
    /// What they share, the largest contribution first. The contributions add
    /// up to the score.
    pub shared: Vec<SharedConcept>,
    /// What only the one that the list is for mentions.
    pub only_mine: Vec<(Facet, Iri)>,
    /// What only the peer mentions.
    pub only_theirs: Vec<(Facet, Iri)>,
}

/// One side of a comparison.
pub(super) struct Side<'a> {
    pub(super) profile: &'a Profile,
    pub(super) evidence: &'a [Evidence],
}

impl Explanation {
    pub(super) fn of(
        concepts: &Concepts,
        weights: &Weights,
        mine: &Side<'_>,
        theirs: &Side<'_>,
    ) -> Self {
        let union = Overlap::of(weights, mine.profile, theirs.profile).union;
        let mut shared: Vec<(u64, SharedConcept)> =
            fold(concepts, weights, mine.profile, theirs.profile)
                .into_iter()
                .map(|(item, units)| {
                    let concept = SharedConcept {
                        facet: item.facet,
                        concept: concepts.iri(item.concept).clone(),
                        contribution: ratio(units, union),
                        mine: statements(concepts, mine.evidence, item),
                        theirs: statements(concepts, theirs.evidence, item),
                    };
                    (units, concept)
                })
                .collect();
        shared.sort_by(|(units, one), (other_units, other)| {
            other_units
                .cmp(units)
                .then_with(|| (one.facet, &one.concept).cmp(&(other.facet, &other.concept)))
        });
        Self {
            shared: shared.into_iter().map(|(_, concept)| concept).collect(),
            only_mine: only(concepts, mine.profile, theirs.profile),
            only_theirs: only(concepts, theirs.profile, mine.profile),
        }
    }
}

/// The contribution of each most specific shared item, in the units of
/// [`Overlap`]. Walking from the leaves up, a shared concept that has a shared
/// child gives all it has gathered to the child that is shared most strongly;
/// so the parts always add up to the whole.
fn fold(
    concepts: &Concepts,
    weights: &Weights,
    one: &Profile,
    other: &Profile,
) -> BTreeMap<Item, u64> {
    let count = concepts.len();
    let common = |item: Item| one.at(item.place(count)).min(other.at(item.place(count)));
    let mut heirs: BTreeMap<Item, Item> = BTreeMap::new();
    let mut parts: BTreeMap<Item, u64> = BTreeMap::new();
    for facet in Facet::ALL {
        for concept in (0..count).rev() {
            let item = Item { facet, concept };
            if common(item) == 0 {
                continue;
            }
            let units = weights.at(item.place(count)) * u64::from(common(item));
            let tip = heirs.get(&item).copied().unwrap_or(item);
            *parts.entry(tip).or_default() += units;
            if let Some(parent) = concepts.parent(concept) {
                let parent = Item { facet, concept: parent };
                let rank = |tip: &Item| (common(*tip), parts[tip], std::cmp::Reverse(*tip));
                if heirs.get(&parent).is_none_or(|heir| rank(&tip) > rank(heir)) {
                    heirs.insert(parent, tip);
                }
            }
        }
    }
    parts
}

/// The statements about a concept or anything narrower, on its side.
fn statements(concepts: &Concepts, evidence: &[Evidence], item: Item) -> Vec<Iri> {
    let about: BTreeSet<&Iri> = evidence
        .iter()
        .filter(|one| one.facet == item.facet)
        .filter(|one| {
            concepts
                .index(&one.concept)
                .is_some_and(|concept| concepts.upward(concept).any(|above| above == item.concept))
        })
        .map(|one| &one.statement)
        .collect();
    about.into_iter().cloned().collect()
}

/// The most specific concepts of `one` that `other` does not mention.
fn only(concepts: &Concepts, one: &Profile, other: &Profile) -> Vec<(Facet, Iri)> {
    let count = concepts.len();
    let held = |item: Item| one.at(item.place(count)) > 0;
    let broader: BTreeSet<Item> = Item::all(count)
        .filter(|&item| held(item))
        .filter_map(|item| concepts.parent(item.concept).map(|concept| Item { concept, ..item }))
        .collect();
    Item::all(count)
        .filter(|item| held(*item) && !broader.contains(item))
        .filter(|item| other.at(item.place(count)) == 0)
        .map(|item| (item.facet, concepts.iri(item.concept).clone()))
        .collect()
}

/// The statements behind an explanation, as a query that anyone can run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Citation(String);

impl Citation {
    pub(super) fn new(mine: &Iri, theirs: &Iri, shared: &[SharedConcept]) -> Self {
        let concepts: String = shared
            .iter()
            .map(|one| format!("\n    (\"{}\" <{}>)", one.facet.term(), one.concept))
            .collect();
        let kinds: String = StatementKind::ALL
            .iter()
            .filter_map(|kind| Some((kind.facet()?, kind)))
            .map(|(facet, kind)| format!("\n    (\"{}\" pes:{})", facet.term(), kind.term()))
            .collect();
        Self(format!(
            "PREFIX pes: <{PES}>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT DISTINCT ?facet ?concept ?member ?statement ?kind ?description WHERE {{
  VALUES (?facet ?concept) {{{concepts}
  }}
  VALUES (?facet ?kind) {{{kinds}
  }}
  VALUES ?member {{ <{mine}> <{theirs}> }}
  ?statement pes:member ?member ; pes:kind ?kind ; pes:about/skos:broader* ?concept .
  OPTIONAL {{ ?statement <http://purl.org/dc/terms/description> ?description . FILTER(LANG(?description) = \"en\") }}
}} ORDER BY ?facet ?concept ?member ?statement"
        ))
    }

    /// The SPARQL text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}
