//! What hits can be narrowed down by, and how many there would be.

use super::document::Document;
use std::collections::HashMap;
use std::sync::Arc;

/// A way to narrow hits down.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Facet {
    /// What they are, by path segment.
    Kind,
    /// What they are about, broader themes included.
    Theme,
    /// Where, by region.
    Region,
    /// Where, by country.
    Country,
    /// For whom, broader groups included.
    TargetGroup,
    /// The working languages of the members whose they are.
    Language,
    /// The years they are dated to.
    Year,
}

impl Facet {
    /// Every facet.
    pub const ALL: [Self; 7] = [
        Self::Kind,
        Self::Theme,
        Self::Region,
        Self::Country,
        Self::TargetGroup,
        Self::Language,
        Self::Year,
    ];
}

/// The value of a facet: an identifier, or a word.
pub type FacetValue = Arc<str>;

/// A number for each value of a facet, so that many hits are counted fast.
#[derive(Clone, Default)]
pub(super) struct Values {
    names: Vec<FacetValue>,
    numbers: HashMap<FacetValue, u32>,
}

impl Values {
    pub(super) fn number(&mut self, name: &str) -> u32 {
        if let Some(number) = self.numbers.get(name) {
            return *number;
        }
        let number = u32::try_from(self.names.len()).expect("values are few");
        let name: FacetValue = name.into();
        self.names.push(Arc::clone(&name));
        self.numbers.insert(name, number);
        number
    }

    pub(super) fn known(&self, name: &str) -> Option<u32> {
        self.numbers.get(name).copied()
    }

    pub(super) fn name(&self, number: u32) -> &FacetValue {
        &self.names[number as usize]
    }

    pub(super) fn len(&self) -> usize {
        self.names.len()
    }
}

/// What hits must have: of each facet that is named, any of its values.
#[derive(Clone, Debug, Default)]
pub struct Narrowing(HashMap<Facet, Vec<FacetValue>>);

impl Narrowing {
    /// Only hits with one of these values; all when there is none.
    #[must_use]
    pub fn with<V: Into<FacetValue>>(
        mut self,
        facet: Facet,
        values: impl IntoIterator<Item = V>,
    ) -> Self {
        let values: Vec<FacetValue> = values.into_iter().map(Into::into).collect();
        if !values.is_empty() {
            self.0.insert(facet, values);
        }
        self
    }
}

/// Counts hits by the values of their facets. A facet that hits are narrowed
/// down by counts as if it were not: its other values stay in sight, and say
/// what choosing them besides would add.
pub(super) struct Tally {
    wanted: [Option<Vec<u32>>; Facet::ALL.len()],
    counts: [Vec<u32>; Facet::ALL.len()],
}

impl Tally {
    pub(super) fn new(values: &Values, narrowing: &Narrowing) -> Self {
        let wanted = Facet::ALL.map(|facet| {
            let named = narrowing.0.get(&facet)?;
            // One that no hit has is kept out of sight by having no number.
            Some(named.iter().filter_map(|name| values.known(name)).collect())
        });
        Self { wanted, counts: Facet::ALL.map(|_| vec![0; values.len()]) }
    }

    /// Counts a hit; false when it is none of those that are wanted.
    pub(super) fn count(&mut self, document: &Document) -> bool {
        let mut missed = None;
        for (place, wanted) in self.wanted.iter().enumerate() {
            let Some(wanted) = wanted else { continue };
            if document.facets[place].iter().any(|value| wanted.contains(value)) {
                continue;
            }
            // What misses two is in the count of neither.
            if missed.replace(place).is_some() {
                return false;
            }
        }
        let counted = missed.map_or(0..Facet::ALL.len(), |place| place..place + 1);
        for place in counted {
            for value in &document.facets[place] {
                self.counts[place][*value as usize] += 1;
            }
        }
        missed.is_none()
    }

    /// The values of a facet with their counts, the most frequent first.
    pub(super) fn values(&self, facet: Facet, values: &Values) -> Vec<(FacetValue, u32)> {
        let place = facet as usize;
        let numbers = 0_u32..;
        let counts = numbers.zip(&self.counts[place]);
        let chosen = |number: &u32| {
            self.wanted[place].as_ref().is_some_and(|wanted| wanted.contains(number))
        };
        let mut found: Vec<(FacetValue, u32)> = counts
            .filter(|(number, count)| **count > 0 || chosen(number))
            .map(|(number, count)| (Arc::clone(values.name(number)), *count))
            .collect();
        found.sort_by(|one, other| other.1.cmp(&one.1).then_with(|| one.0.cmp(&other.0)));
        found
    }
}
