//! Chance from a seed: the same draws on every machine and in every version.
//! The generator is PCG64 (`pcg_xsl_rr_128_64`), whose values its crate keeps,
//! and all that is made of them is whole-number arithmetic of this file.

use rand_pcg::Pcg64;
use rand_pcg::rand_core::{Rng, SeedableRng};

/// The running sums of weights.
pub(crate) fn sums<const N: usize>(weights: [u64; N]) -> [u64; N] {
    let mut sum = 0;
    weights.map(|weight| {
        sum += weight;
        sum
    })
}

/// A stream of draws.
#[derive(Clone, Debug)]
pub(crate) struct Draw(Pcg64);

impl Draw {
    /// The stream of a seed.
    pub(crate) fn new(seed: u64) -> Self {
        Self(Pcg64::seed_from_u64(seed))
    }

    /// A number under `bound`: the high half of a product, whose bias is under
    /// `bound / 2^64`.
    pub(crate) fn below(&mut self, bound: u64) -> u64 {
        let product = u128::from(self.0.next_u64()) * u128::from(bound);
        u64::try_from(product >> 64).expect("the high half of 128 bits has 64")
    }

    /// A place in a list that is not empty.
    pub(crate) fn index(&mut self, length: usize) -> usize {
        usize::try_from(self.below(length as u64)).expect("less than a length")
    }

    /// A place in `sums`, as often as its weight says.
    pub(crate) fn rank(&mut self, sums: &[u64]) -> usize {
        let drawn = self.below(*sums.last().expect("there is something to choose from"));
        sums.partition_point(|sum| *sum <= drawn)
    }

    /// A choice, as often as its weight says.
    pub(crate) fn one_of<T: Copy, const N: usize>(&mut self, choices: &[(T, u64); N]) -> T {
        choices[self.rank(&sums(choices.map(|(_, weight)| weight)))].0
    }

    /// The numbers from 0, shuffled (Fisher and Yates).
    pub(crate) fn shuffled(&mut self, length: usize) -> Vec<usize> {
        let mut places: Vec<usize> = (0..length).collect();
        for last in (1..length).rev() {
            places.swap(last, self.index(last + 1));
        }
        places
    }
}
