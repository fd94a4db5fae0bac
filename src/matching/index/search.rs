//! The best of all members for a profile, and where any one stands among them.
//! Every member is seen, by the thousand: who shares enough is counted, and who
//! could enter the list is scored exactly.

use super::adders::{Column, NOBODY};
use super::admitted::Admitted;
use super::list::{Candidate, List};
use super::machine::Kernel;
use super::population::Population;
use super::scan::Scan;
use super::totals::Totals;
use crate::matching::concepts::Concepts;
use crate::matching::fraction::Fraction;
use crate::matching::mode::Mode;
use crate::matching::profile::Profile;
use crate::matching::similarity::Prior;
use crate::matching::weights::Weights;
use std::cmp::Ordering;
use std::sync::Arc;

/// A population with what its concepts weigh and what is believed of any pair.
#[derive(Clone, Debug)]
pub struct Index {
    pub(super) population: Population,
    pub(super) weights: Arc<Weights>,
    pub(super) prior: Prior,
    pub(super) totals: Totals,
    pub(super) kernel: Kernel,
}

/// What is looked for.
#[derive(Clone, Copy, Debug)]
pub struct Search<'a> {
    /// What peers.
    pub mode: Mode,
    /// How many at most.
    pub limit: usize,
    /// Who is not its own peer.
    pub except: Option<usize>,
    /// Who may be found; everybody, unless it is said.
    pub admitted: Option<&'a Admitted>,
    /// How many of those who share enough are counted, at most. Once that many
    /// are found, only who could enter the list is looked for.
    pub counted: usize,
}

/// What a search finds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// The best, best first, and equals by place; each shares enough.
    pub best: Vec<Candidate>,
    /// How many share enough; that many or more, where it is as many as were to
    /// be counted.
    pub sufficient: usize,
    /// How many share something, but too little; unknown where not all who share
    /// enough were counted.
    pub insufficient: Option<usize>,
}

/// Where a ranking score stands among all.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Standing {
    /// How many have a better one.
    pub better: usize,
    /// How many have the same.
    pub equal: usize,
    /// How many share enough to have one.
    pub sufficient: usize,
}

impl Index {
    /// Learns what concepts weigh, and what is believed of any pair.
    #[must_use]
    pub fn learned(concepts: &Concepts, population: Population) -> Self {
        let weights = population.weights(concepts);
        let totals = Totals::of(&population, &weights);
        let prior = totals.prior(&population, &weights);
        Self { population, weights: Arc::new(weights), prior, totals, kernel: Kernel::best() }
    }

    /// Under weights and a prior that were learned before.
    #[must_use]
    pub fn new(population: Population, weights: Arc<Weights>, prior: Prior) -> Self {
        let totals = Totals::of(&population, &weights);
        Self { population, weights, prior, totals, kernel: Kernel::best() }
    }

    /// The same but for some members, and with any that come after the last: what
    /// concepts weigh is learned anew. Where that is as before, most sums are too.
    #[must_use]
    pub fn changed(
        &self,
        concepts: &Concepts,
        changes: impl IntoIterator<Item = (usize, Profile)>,
    ) -> Self {
        let population = self.population.changed(changes);
        let weights = population.weights(concepts);
        let before = (weights == *self.weights).then_some((&self.population, &self.totals));
        let totals = Totals::after(&population, &weights, before);
        let prior = totals.prior(&population, &weights);
        Self { population, weights: Arc::new(weights), prior, totals, kernel: self.kernel }
    }

    /// The best members for a profile.
    #[must_use]
    pub fn best(&self, own: &Profile, search: Search<'_>) -> Found {
        let mut scan = Scan::new(self, own, search.mode);
        let mut list = List::new(search.limit);
        let (mut sharing, mut sufficient) = (0, 0);
        for tile in scan.tiles() {
            let counting = sufficient < search.counted;
            scan.look(tile, &search, counting, &mut list);
            if counting {
                let [_, enough, any] = &scan.sharing;
                sufficient += self.kernel.count(enough);
                sharing += self.kernel.count(any);
            }
        }
        let all = sufficient < search.counted;
        Found {
            best: list.into_sorted(),
            sufficient: sufficient.min(search.counted),
            insufficient: all.then(|| sharing - sufficient),
        }
    }

    /// Where a ranking score stands among all members but one.
    #[must_use]
    pub fn standing(
        &self,
        own: &Profile,
        mode: Mode,
        except: Option<usize>,
        ranking: Fraction,
    ) -> Standing {
        let search = Search { mode, limit: 0, except, admitted: None, counted: usize::MAX };
        let mut scan = Scan::new(self, own, mode);
        scan.bar = Some(ranking);
        let mut standing = Standing::default();
        for tile in scan.tiles() {
            scan.share(tile, &search, true);
            let [open, enough, _] = scan.sharing;
            standing.sufficient += self.kernel.count(&enough);
            let better = scan.surely_better(tile, &enough);
            standing.better += self.kernel.count(&better);
            let mut open = open.without(&better);
            scan.keep_near(tile, &mut open);
            for lane in open.lanes() {
                match scan.score(tile, lane).cmp(&ranking) {
                    Ordering::Greater => standing.better += 1,
                    Ordering::Equal => standing.equal += 1,
                    Ordering::Less => {}
                }
            }
        }
        standing
    }

    /// All profiles.
    #[must_use]
    pub fn population(&self) -> &Population {
        &self.population
    }

    /// What concepts weigh.
    #[must_use]
    pub fn weights(&self) -> &Arc<Weights> {
        &self.weights
    }

    /// The weight of every item: needs by concept, then offers.
    #[must_use]
    pub fn item_weights(&self) -> Vec<u64> {
        self.weights.iter().collect()
    }

    /// What is believed of any pair.
    #[must_use]
    pub fn prior(&self) -> Prior {
        self.prior
    }

    /// The memory that it takes.
    #[must_use]
    pub fn bytes(&self) -> usize {
        self.population.bytes() + self.totals.bytes()
    }

    /// The same on each kernel that this machine has.
    pub fn on_each_kernel(&self) -> impl Iterator<Item = Self> + '_ {
        Kernel::all().into_iter().map(|kernel| Self { kernel, ..self.clone() })
    }

    /// What it runs on.
    #[must_use]
    pub fn kernel(&self) -> &'static str {
        self.kernel.name()
    }
}

impl Search<'_> {
    /// Who of a tile may be found, if not everybody.
    pub(super) fn admitted(&self, population: &Population, tile: usize) -> Option<Column> {
        let admitted = self.admitted.map(|admitted| admitted.tile(tile));
        let except = self.except.filter(|member| *member < population.len());
        let except = except.map(|member| population.stand(member)).filter(|at| at.0 == tile);
        let Some((_, lane)) = except else { return admitted.copied() };
        let mut admitted = admitted.copied().unwrap_or(NOBODY.complement());
        admitted.clear(lane);
        Some(admitted)
    }
}
