//! The best of those that were offered, so many and no more.

use crate::matching::fraction::Fraction;
use std::cmp::Ordering;
use std::collections::BinaryHeap;

/// A member with its ranking score; a better one is less, and of equals the
/// one that comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// Its place.
    pub member: usize,
    /// What the order goes by.
    pub ranking: Fraction,
}

impl Ord for Candidate {
    fn cmp(&self, other: &Self) -> Ordering {
        other.ranking.cmp(&self.ranking).then(self.member.cmp(&other.member))
    }
}

impl PartialOrd for Candidate {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// The best so far, the worst of them on top.
pub(super) struct List(BinaryHeap<Candidate>, usize);

impl List {
    pub(super) fn new(limit: usize) -> Self {
        Self(BinaryHeap::new(), limit)
    }

    /// How many it holds at most.
    pub(super) fn limit(&self) -> usize {
        self.1
    }

    /// The best first.
    pub(super) fn into_sorted(self) -> Vec<Candidate> {
        self.0.into_sorted_vec()
    }

    /// Whether somebody could enter with it.
    pub(super) fn could_enter(&self, ranking: Fraction) -> bool {
        self.bar().is_none_or(|bar| ranking >= bar)
    }

    /// Whether it enters.
    pub(super) fn offer(&mut self, candidate: Candidate) -> bool {
        if self.0.len() < self.1 {
            self.0.push(candidate);
            return true;
        }
        let worst = self.0.peek_mut().filter(|worst| candidate < **worst);
        worst.map(|mut worst| *worst = candidate).is_some()
    }

    /// What must be reached to enter, where the list is full.
    pub(super) fn bar(&self) -> Option<Fraction> {
        self.0.peek().filter(|_| self.0.len() == self.1).map(|worst| worst.ranking)
    }
}
