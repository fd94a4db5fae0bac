//! The best for many profiles.

use super::list::Candidate;
use super::search::{Index, Search};
use crate::matching::mode::Mode;

impl Index {
    /// The best for each of these members, at most `limit`, in their order.
    #[must_use]
    pub fn best_for_each(
        &self,
        members: &[usize],
        mode: Mode,
        limit: usize,
    ) -> Vec<Vec<Candidate>> {
        let best = |member: &usize| {
            let search = Search { mode, limit, except: Some(*member), admitted: None, counted: 0 };
            self.best(&self.population.profile(*member), search).best
        };
        members.iter().map(best).collect()
    }
}
