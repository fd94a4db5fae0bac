//! What each member holds in all: sums of its weights. Made anew when weights
//! change, in one pass.

use super::adders::{Addition, LANES, Lines, NOBODY, Values};
use super::chunk::{CHUNK, Chunk, TILES};
use super::layout::Layout;
use super::machine::Kernel;
use super::numbers::Floor;
use super::population::Population;
use crate::domain::Facet;
use crate::matching::profile::{Item, LEVEL_MAX};
use crate::matching::similarity::Prior;
use crate::matching::weights::Weights;
use std::sync::Arc;

/// Which sum.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Total {
    /// Of needs and offers, each within its side.
    Both,
    /// Of needs, held against offers.
    Need,
    /// Of offers, held against needs.
    Offer,
}

/// Nobody has less, and nobody more.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Extent {
    pub(super) least: u64,
    pub(super) most: u64,
}

/// The sums of all members, chunk by chunk.
#[derive(Clone, Debug)]
pub(super) struct Totals(Vec<Arc<Sums>>);

/// Those of the members of a chunk.
#[derive(Debug)]
struct Sums {
    /// Each of the three, by where a member stands; tiles are filled up with noughts.
    numbers: [Vec<u32>; 3],
    /// In each tile, the least and the most that somebody has.
    extents: Vec<[Extent; 3]>,
}

/// How many digits of a sum are told apart at once.
const DIGITS: u32 = 12;

impl Totals {
    pub(super) fn of(population: &Population, weights: &Weights) -> Self {
        Self::after(population, weights, None)
    }

    /// With those of the chunks that are still the same, under the same weights.
    pub(super) fn after(
        population: &Population,
        weights: &Weights,
        before: Option<(&Population, &Self)>,
    ) -> Self {
        let mut adders = Adders::new(population, weights);
        let known = |place: usize, chunk: &Arc<Chunk>| {
            let (population, totals) = before?;
            let same = population.chunks().get(place)?;
            Arc::ptr_eq(same, chunk).then(|| Arc::clone(&totals.0[place]))
        };
        let chunks = population.chunks().iter().enumerate().map(|(place, chunk)| {
            let members = population.len() - place * CHUNK;
            known(place, chunk).unwrap_or_else(|| Arc::new(adders.sums(chunk, members)))
        });
        Self(chunks.collect())
    }

    /// Between what the sums of a tile lie.
    pub(super) fn extent(&self, tile: usize, total: Total) -> Extent {
        self.0[tile / TILES].extents[tile % TILES][total as usize]
    }

    /// The sums of the members of a tile, and noughts after the last.
    pub(super) fn of_tile(&self, tile: usize, total: Total) -> &[u32] {
        &self.0[tile / TILES].numbers[total as usize][tile % TILES * LANES..][..LANES]
    }

    pub(super) fn bytes(&self) -> usize {
        let numbers = self.0.iter().flat_map(|sums| &sums.numbers);
        numbers.map(|numbers| size_of_val(&numbers[..])).sum()
    }

    /// What [`Prior::learn`] would learn from the profiles.
    pub(super) fn prior(&self, population: &Population, weights: &Weights) -> Prior {
        let known = population.known();
        Prior::from_counts(weights, known, population.reaching(), self.median(known))
    }

    /// The upper median of those of whom anything is known: of whom nothing is
    /// known has nothing, and comes first. First in what bin it is, then which of
    /// those in it.
    fn median(&self, known: usize) -> u64 {
        if known == 0 {
            return 0;
        }
        let all = || self.0.iter().flat_map(|sums| &sums.numbers[Total::Both as usize]);
        let most = all().fold(0, |most, number| most.max(*number));
        let low = (u32::BITS - most.leading_zeros()).saturating_sub(DIGITS);
        let mut bins = vec![0_usize; 1 << DIGITS];
        all().for_each(|number| bins[(number >> low) as usize] += 1);
        let mut place = bins.iter().sum::<usize>() - known + known / 2;
        let mut bin = 0;
        while place >= bins[bin] {
            place -= bins[bin];
            bin += 1;
        }
        let mut inside: Vec<u32> =
            all().copied().filter(|number| (number >> low) as usize == bin).collect();
        (*inside.select_nth_unstable(place).1).into()
    }
}

impl Extent {
    /// Of these sums; of none, nobody has anything.
    pub(super) fn between(sums: &[u32]) -> Self {
        let least = sums.iter().copied().reduce(u32::min).unwrap_or(0);
        let most = sums.iter().copied().reduce(u32::max).unwrap_or(0);
        Self { least: least.into(), most: most.into() }
    }
}

/// The three additions over all columns of a layout.
struct Adders<'a> {
    weights: [Vec<u64>; 3],
    layout: Option<&'a Arc<Layout>>,
    additions: [(Addition, Vec<usize>); 3],
    values: Values,
}

impl<'a> Adders<'a> {
    fn new(population: &Population, weights: &Weights) -> Self {
        let of = |total: Total| total.weights(weights, population.concepts());
        Self {
            weights: [Total::Both, Total::Need, Total::Offer].map(of),
            layout: None,
            additions: Default::default(),
            values: Values::default(),
        }
    }

    fn lay_out(&mut self, layout: &'a Arc<Layout>) {
        if self.layout.is_some_and(|last| Arc::ptr_eq(last, layout)) {
            return;
        }
        self.additions = self.weights.each_ref().map(|weights| {
            let (mut columns, mut weighed) = (Vec::new(), Vec::new());
            for (place, weight) in weights.iter().enumerate().filter(|(_, weight)| **weight > 0) {
                for (column, step) in layout.steps(place, LEVEL_MAX) {
                    columns.push(column);
                    weighed.push(weight * u64::from(step));
                }
            }
            (Addition::of(weighed.into_iter()), columns)
        });
        self.layout = Some(layout);
    }

    /// The sums of so many members of a chunk.
    fn sums(&mut self, chunk: &'a Chunk, members: usize) -> Sums {
        self.lay_out(&chunk.layout);
        let kernel = Kernel::best();
        let mut numbers = [const { Vec::new() }; 3];
        let mut extents = vec![[Extent::default(); 3]; chunk.tiles];
        let nought = vec![0; LANES];
        for (total, numbers) in numbers.iter_mut().enumerate() {
            let (addition, columns) = &self.additions[total];
            numbers.resize(chunk.tiles * LANES, 0);
            let mut digits = vec![NOBODY; addition.digits()];
            for (tile, numbers) in numbers.chunks_mut(LANES).enumerate() {
                let mut terms = vec![&NOBODY];
                terms.extend(columns.iter().map(|column| chunk.column(*column, tile)));
                kernel.add((addition, Lines::ALL), &terms, &mut self.values, &mut digits);
                kernel.read(
                    &digits,
                    (Floor::default(), &nought),
                    &mut NOBODY.complement(),
                    numbers,
                );
                let members = members.saturating_sub(tile * LANES).min(LANES);
                extents[tile][total] = Extent::between(&numbers[..members]);
            }
        }
        Sums { numbers, extents }
    }
}

impl Total {
    /// The weight of every item in this sum, in order of place.
    fn weights(self, weights: &Weights, concepts: usize) -> Vec<u64> {
        let none = || std::iter::repeat_n(0, concepts);
        let across = || weights.across().iter().map(|weight| u64::from(*weight));
        match self {
            Self::Both => weights.iter().collect(),
            Self::Need => across().chain(none()).collect(),
            Self::Offer => none().chain(across()).collect(),
        }
    }
}

/// The place of an item.
pub(super) fn place(concepts: usize, facet: Facet, concept: usize) -> usize {
    Item { facet, concept }.place(concepts)
}
