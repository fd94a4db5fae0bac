//! Who mentions what: entities, concepts, and how sure it is. A later edition
//! and the group of each entity where they are known. Where the rows come from
//! is not here.

use super::super::concepts::Concepts;
use super::super::evidence::Evidence;
use super::super::profile::{Item, Profile};
use crate::domain::{Certainty, Facet, Iri, StatementKind};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// One row: an entity mentions a concept, or says that it does not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    /// Who.
    pub entity: Iri,
    /// Need or offer.
    pub facet: Facet,
    /// What.
    pub concept: Iri,
    /// How surely.
    pub certainty: Certainty,
    /// Who says so.
    pub source: Iri,
    /// Whether it is said that the entity does *not* mention it.
    pub denied: bool,
}

/// What is known of each entity at one time, by its place in the data set.
#[derive(Clone, Debug)]
pub(super) struct Edition {
    pub(super) evidence: Vec<Vec<Evidence>>,
    denied: Vec<BTreeSet<Item>>,
}

/// Mentions to judge a measure by.
#[derive(Clone, Debug)]
pub struct DataSet {
    pub(super) concepts: Concepts,
    pub(super) edition: Edition,
    pub(super) later: Option<Edition>,
    /// The group of each entity; none where it is not known.
    pub(super) groups: Vec<Option<String>>,
    left_out: usize,
}

impl DataSet {
    /// Gathers rows about `concepts`. Entities with fewer than two mentions in
    /// `said` are left out: when one is hidden, nothing is known of them. Rows
    /// about concepts outside the forest are left out as well.
    #[must_use]
    pub fn new(
        concepts: Concepts,
        said: &[Said],
        later: Option<&[Said]>,
        groups: &HashMap<Iri, String>,
    ) -> Self {
        let mut mentioned: BTreeMap<&Iri, BTreeSet<(Facet, &Iri)>> = BTreeMap::new();
        for one in said {
            let items = mentioned.entry(&one.entity).or_default();
            if !one.denied && concepts.index(&one.concept).is_some() {
                items.insert((one.facet, &one.concept));
            }
        }
        let everybody = mentioned.len();
        mentioned.retain(|_, items| items.len() > 1);
        let entities: Vec<&Iri> = mentioned.into_keys().collect();
        let left_out = everybody - entities.len();
        let places: BTreeMap<&Iri, usize> =
            entities.iter().enumerate().map(|(place, entity)| (*entity, place)).collect();
        let edition = Edition::new(&concepts, &places, said);
        let later = later.map(|said| Edition::new(&concepts, &places, said));
        let groups = entities.iter().map(|entity| groups.get(*entity).cloned()).collect();
        Self { concepts, edition, later, groups, left_out }
    }

    /// How many entities mention too little to be judged by.
    #[must_use]
    pub fn left_out(&self) -> usize {
        self.left_out
    }

    /// How many entities mention enough.
    #[must_use]
    pub fn entities(&self) -> usize {
        self.edition.evidence.len()
    }

    /// How many pairs of an entity and an item there are.
    #[must_use]
    pub fn mentions(&self) -> usize {
        (0..self.entities()).map(|who| self.edition.mentioned(&self.concepts, who).len()).sum()
    }

    /// How many concepts the forest has.
    #[must_use]
    pub fn concepts(&self) -> usize {
        self.concepts.len()
    }

    /// Whether any group is known.
    #[must_use]
    pub fn has_groups(&self) -> bool {
        self.groups.iter().any(Option::is_some)
    }

    /// What can be hidden and ranked: concepts with nothing narrower, on the
    /// sides that anybody speaks of.
    pub(super) fn leaf_items(&self) -> Vec<Item> {
        let facets: BTreeSet<Facet> =
            self.edition.evidence.iter().flatten().filter_map(Evidence::facet).collect();
        let inner: BTreeSet<usize> =
            (0..self.concepts.len()).filter_map(|concept| self.concepts.parent(concept)).collect();
        Item::all(self.concepts.len())
            .filter(|item| facets.contains(&item.facet) && !inner.contains(&item.concept))
            .collect()
    }
}

impl Edition {
    fn new(concepts: &Concepts, places: &BTreeMap<&Iri, usize>, said: &[Said]) -> Self {
        let mut edition = Self {
            evidence: vec![Vec::new(); places.len()],
            denied: vec![BTreeSet::new(); places.len()],
        };
        for one in said {
            let (Some(&who), Some(concept)) =
                (places.get(&one.entity), concepts.index(&one.concept))
            else {
                continue;
            };
            if one.denied {
                edition.denied[who].insert(Item { facet: one.facet, concept });
            } else {
                edition.evidence[who].push(Evidence {
                    member: one.entity.clone(),
                    kind: kind(one.facet),
                    concept: one.concept.clone(),
                    source: one.source.clone(),
                    certainty: one.certainty,
                    statement: one.source.clone(),
                    year: None,
                });
            }
        }
        edition
    }

    /// The items that an entity mentions, each once.
    pub(super) fn mentioned(&self, concepts: &Concepts, who: usize) -> BTreeSet<Item> {
        self.evidence[who].iter().filter_map(|one| item(concepts, one)).collect()
    }

    /// Whether it is said that an entity does not mention an item, and nowhere
    /// that it does.
    pub(super) fn denies(&self, who: usize, item: Item) -> bool {
        self.denied[who].contains(&item)
    }

    /// Whether anybody says of anything that it is not mentioned.
    pub(super) fn has_denials(&self) -> bool {
        self.denied.iter().any(|denied| !denied.is_empty())
    }

    /// The profile of an entity, were only what `keep` lets through known.
    pub(super) fn profile(
        &self,
        concepts: &Concepts,
        who: usize,
        keep: impl Fn(Item) -> bool,
    ) -> Profile {
        let kept = self.evidence[who].iter().filter(|one| item(concepts, one).is_some_and(&keep));
        Profile::new(concepts, kept)
    }
}

fn item(concepts: &Concepts, evidence: &Evidence) -> Option<Item> {
    Some(Item { facet: evidence.facet()?, concept: concepts.index(&evidence.concept)? })
}

/// A kind of statement of a side; the model does not tell those of one side
/// apart.
pub(super) fn kind(facet: Facet) -> StatementKind {
    match facet {
        Facet::Need => StatementKind::Challenge,
        Facet::Offer => StatementKind::Achievement,
    }
}
