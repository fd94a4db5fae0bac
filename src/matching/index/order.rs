//! Who stands beside whom: members that hold about as much in all, and of these
//! who hold nearly the same. Of a tile of members then little has to be known to
//! pass over it: how much they have at least and at most, and what nobody of them
//! holds.
//!
//! The order is taken once. Whoever changes stays where it is, and whoever comes
//! after stands behind the rest: bounds are of those who are in a tile, and hold
//! in any order.

use super::rows::Rows;
use crate::matching::concepts::Concepts;
use crate::matching::weights::{Counts, Weights};
use std::cmp::Reverse;
use std::sync::Arc;

/// Parts of as many members, of which each holds more in all than the one before.
const PARTS: usize = 8;

/// Members and where they stand, each by the other.
#[derive(Clone, Debug)]
pub(super) struct Order {
    stands: Arc<[u32]>,
    members: Arc<[u32]>,
}

/// What says where a member stands.
#[derive(Clone, Copy)]
struct Bearings {
    total: u64,
    pattern: u64,
    member: u32,
}

impl Order {
    pub(super) fn of(concepts: &Concepts, rows: &Rows) -> Self {
        let counts = rows.counts(concepts.len());
        let telling = telling(&counts, rows.len());
        let nobody = Counts::none(concepts.len());
        let weights: Vec<u64> = Weights::from_counts(concepts, &counts, &nobody).iter().collect();
        let bearings = |member: usize| {
            let (mut total, mut held) = (0, 0);
            for (place, level) in rows.of_member(member) {
                total += weights[place] * u64::from(level);
                held |= telling[place];
            }
            Bearings { total, pattern: from_gray(held), member: number(member) }
        };
        let mut order: Vec<Bearings> = (0..rows.len()).map(bearings).collect();
        order.sort_unstable_by_key(|one| (one.total, one.member));
        for part in order.chunks_mut(rows.len().div_ceil(PARTS).max(1)) {
            part.sort_unstable_by_key(|one| (one.pattern, one.total, one.member));
        }
        let mut stands = vec![0; rows.len()];
        for (one, stand) in order.iter().zip(0..) {
            stands[one.member as usize] = stand;
        }
        let members = order.iter().map(|one| one.member).collect();
        Self { stands: stands.into(), members }
    }

    /// Where a member stands.
    pub(super) fn stand(&self, member: usize) -> usize {
        self.stands.get(member).map_or(member, |stand| *stand as usize)
    }

    /// Who stands there.
    pub(super) fn member(&self, stand: usize) -> usize {
        self.members.get(stand).map_or(stand, |member| *member as usize)
    }

    pub(super) fn bytes(&self) -> usize {
        size_of_val(&*self.stands) + size_of_val(&*self.members)
    }
}

/// A bit for each of some items, the highest for what nearest to half of all
/// members hold, as it tells most of them apart.
fn telling(counts: &[Counts; 2], members: usize) -> Vec<u64> {
    let holders = counts.iter().flat_map(|side| &side.holders);
    let evenness =
        holders.map(|holders| u64::from(*holders) * (members as u64 - u64::from(*holders)));
    let evenness: Vec<u64> = evenness.collect();
    let mut items: Vec<usize> = (0..evenness.len()).collect();
    items.sort_by_key(|item| Reverse(evenness[*item]));
    let mut bits = vec![0; items.len()];
    for (item, place) in items.into_iter().zip(0..u64::BITS) {
        bits[item] = 1 << 63 >> place;
    }
    bits
}

/// Which of the Gray codes it is: whoever stands beside each other in the order
/// of codes differs in little.
fn from_gray(code: u64) -> u64 {
    (0..6).fold(code, |number, power| number ^ number >> (1 << power))
}

fn number(member: usize) -> u32 {
    u32::try_from(member).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_that_follow_each_other_differ_in_one_digit() {
        let gray = |number: u64| number ^ number >> 1;
        for number in (0..5_000).chain([u64::MAX / 3, u64::MAX / 2, u64::MAX - 1]) {
            assert_eq!(from_gray(gray(number)), number);
            assert_eq!((gray(number) ^ gray(number + 1)).count_ones(), 1);
        }
    }

    #[test]
    fn what_half_of_them_hold_tells_most() {
        let mut counts = [Counts::none(3), Counts::none(3)];
        counts[0].holders = vec![1, 5, 9];
        counts[1].holders = vec![0, 10, 6];
        let bits = telling(&counts, 10);
        let mut order: Vec<usize> = (0..6).collect();
        order.sort_by_key(|item| Reverse(bits[*item]));
        assert_eq!(order[..2], [1, 5]);
        assert_eq!(bits[1], 1 << 63);
    }
}
