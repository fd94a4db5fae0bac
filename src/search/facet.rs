//! What hits can be narrowed down by, and how many there would be.

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

/// A number for each value of each facet, so that many hits are counted fast.
#[derive(Clone, Default)]
pub(super) struct Values {
    names: Vec<(Facet, FacetValue)>,
    numbers: [HashMap<FacetValue, u32>; Facet::ALL.len()],
}

impl Values {
    pub(super) fn number(&mut self, facet: Facet, name: &str) -> u32 {
        if let Some(number) = self.known(facet, name) {
            return number;
        }
        let number = u32::try_from(self.names.len()).expect("values are few");
        let name: FacetValue = name.into();
        self.names.push((facet, Arc::clone(&name)));
        self.numbers[facet as usize].insert(name, number);
        number
    }

    fn known(&self, facet: Facet, name: &str) -> Option<u32> {
        self.numbers[facet as usize].get(name).copied()
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
pub(super) struct Tally<'a> {
    values: &'a Values,
    /// The facets that are narrowed down by, as bits.
    narrowed: u8,
    /// By the number of a value.
    chosen: Vec<bool>,
    counts: Vec<u32>,
}

impl<'a> Tally<'a> {
    pub(super) fn new(values: &'a Values, narrowing: &Narrowing) -> Self {
        let count = values.names.len();
        let mut tally =
            Self { values, narrowed: 0, chosen: vec![false; count], counts: vec![0; count] };
        for (facet, names) in &narrowing.0 {
            tally.narrowed |= bit(*facet);
            // One that no hit has is kept out of sight by having no number.
            for number in names.iter().filter_map(|name| values.known(*facet, name)) {
                tally.chosen[number as usize] = true;
            }
        }
        tally
    }

    /// Counts a hit by its values; false when it is none of those that are
    /// wanted.
    pub(super) fn count(&mut self, hit: &[u32]) -> bool {
        let facet = |value: u32| bit(self.values.names[value as usize].0);
        let chosen = hit.iter().filter(|value| self.chosen[**value as usize]);
        let missed = self.narrowed & !chosen.fold(0, |met, value| met | facet(*value));
        // What misses two is in the count of neither.
        if missed.count_ones() > 1 {
            return false;
        }
        for &value in hit {
            if missed == 0 || facet(value) == missed {
                self.counts[value as usize] += 1;
            }
        }
        missed == 0
    }

    /// The values of each facet with their counts, the most frequent first.
    pub(super) fn facets(&self) -> Vec<(Facet, Vec<(FacetValue, u32)>)> {
        let mut facets = Facet::ALL.map(|facet| (facet, Vec::new()));
        let counted = self.values.names.iter().zip(&self.counts).zip(&self.chosen);
        for (((facet, name), count), chosen) in counted {
            if *count > 0 || *chosen {
                facets[*facet as usize].1.push((Arc::clone(name), *count));
            }
        }
        for (_, values) in &mut facets {
            values.sort_by(|one, other| other.1.cmp(&one.1).then_with(|| one.0.cmp(&other.0)));
        }
        facets.into()
    }
}

fn bit(facet: Facet) -> u8 {
    1 << facet as u8
}
