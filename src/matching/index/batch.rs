//! The best for many profiles at once: each tile of members is read while it is
//! near, by one profile after the other.

use super::list::{Candidate, List};
use super::search::{Index, Scan, Search};
use crate::matching::mode::Mode;

/// Profiles that share a tile while it is near.
const TOGETHER: usize = 16;

impl Index {
    /// The best for each of these members, at most `limit`, in their order.
    #[must_use]
    pub fn best_for_each(
        &self,
        members: &[usize],
        mode: Mode,
        limit: usize,
    ) -> Vec<Vec<Candidate>> {
        members.chunks(TOGETHER).flat_map(|some| self.best_for_some(some, mode, limit)).collect()
    }

    fn best_for_some(&self, members: &[usize], mode: Mode, limit: usize) -> Vec<Vec<Candidate>> {
        let search = |except| Search { mode, limit, except: Some(except), admitted: None };
        let mut scans: Vec<(Scan<'_>, List)> = members
            .iter()
            .map(|member| {
                let own = self.population.profile(*member);
                (Scan::new(self, &own, mode), List::new(limit))
            })
            .collect();
        for tile in 0..self.population.tiles() {
            for ((scan, list), member) in scans.iter_mut().zip(members) {
                scan.look(tile, &search(*member), list);
            }
        }
        scans.into_iter().map(|(_, list)| list.into_sorted()).collect()
    }
}
