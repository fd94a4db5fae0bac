//! The best of all members for a profile, and where any one stands among them.
//! Every member is seen, by the thousand: who shares enough is counted, and who
//! could enter the list is scored exactly.

use super::bound::{Line, Measure, SKIPPED};
use super::kernel::{Addition, Carries, Column, Kernel, LANES, NOBODY};
use super::list::{Candidate, List};
use super::population::{Layout, Population};
use super::totals::{Total, Totals, place};
use crate::domain::Facet;
use crate::matching::concepts::Concepts;
use crate::matching::fraction::Fraction;
use crate::matching::mode::Mode;
use crate::matching::profile::Profile;
use crate::matching::similarity::{Prior, SUFFICIENT};
use crate::matching::weights::Weights;
use std::cmp::Ordering;
use std::sync::Arc;

/// So few are scored as they are.
const FEW: usize = 16;

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
}

/// Who may be found.
#[derive(Clone, Debug)]
pub struct Admitted(Vec<Column>);

/// What a search finds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// The best, best first, and equals by place; each shares enough.
    pub best: Vec<Candidate>,
    /// How many share enough in all.
    pub sufficient: usize,
    /// How many share something, but too little.
    pub insufficient: usize,
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

    /// The best members for a profile.
    #[must_use]
    pub fn best(&self, own: &Profile, search: Search<'_>) -> Found {
        let mut scan = Scan::new(self, own, search.mode);
        let mut list = List::new(search.limit);
        let (mut sharing, mut sufficient) = (0, 0);
        for tile in 0..self.population.tiles() {
            scan.look(tile, &search, &mut list);
            let [any, enough, _] = &scan.sharing;
            sharing += self.kernel.count(any);
            sufficient += self.kernel.count(enough);
        }
        let insufficient = sharing - sufficient;
        Found { best: list.into_sorted(), sufficient, insufficient }
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
        let search = Search { mode, limit: 0, except, admitted: None };
        let mut scan = Scan::new(self, own, mode);
        scan.set_bar(Some(ranking));
        let mut standing = Standing::default();
        for tile in 0..self.population.tiles() {
            scan.share(tile, &search);
            let [_, enough, open] = scan.sharing;
            standing.sufficient += self.kernel.count(&enough);
            let better = enough.and(&scan.surely_better(tile));
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
    fn admitted(&self, tile: usize) -> Option<Column> {
        let admitted = self.admitted.map(|Admitted(tiles)| tiles.get(tile).unwrap_or(&NOBODY));
        let except = self.except.filter(|member| member / LANES == tile);
        let Some(except) = except else { return admitted.copied() };
        let mut admitted = admitted.copied().unwrap_or(NOBODY.complement());
        admitted.clear(except % LANES);
        Some(admitted)
    }
}

impl FromIterator<usize> for Admitted {
    fn from_iter<T: IntoIterator<Item = usize>>(members: T) -> Self {
        let mut tiles = Vec::new();
        for member in members {
            tiles.resize(tiles.len().max(member / LANES + 1), NOBODY);
            tiles[member / LANES].set(member % LANES);
        }
        Self(tiles)
    }
}

/// One direction of a mode: what is held against what.
struct Side {
    /// The places of items in the others' profiles, with own level and weight.
    items: Vec<(usize, u8, u64)>,
    measure: Measure,
    total: Total,
    /// The sum over the columns of a layout, and which these are.
    addition: Addition,
    columns: Vec<usize>,
    /// What each member of the tile shares, by digit.
    shared: Vec<Column>,
    line: Option<Line>,
    /// A slope, and the sum that it needs.
    lift: Option<(u64, Addition)>,
}

/// A profile on its way through the tiles.
pub(super) struct Scan<'a> {
    index: &'a Index,
    layout: Option<Arc<Layout>>,
    sides: Vec<Side>,
    bar: Option<Fraction>,
    carries: Carries,
    /// Who shares anything, who shares enough, and of these who could reach the
    /// bar.
    sharing: [Column; 3],
    /// Sums that a line is compared with.
    lifted: Vec<Column>,
}

impl<'a> Scan<'a> {
    pub(super) fn new(index: &'a Index, own: &Profile, mode: Mode) -> Self {
        let sides = match mode {
            Mode::Similar => vec![Side::similar(index, own)],
            Mode::HelpsMe => vec![Side::helps_me(index, own)],
            Mode::IHelp => vec![Side::i_help(index, own)],
            Mode::Mutual => vec![Side::helps_me(index, own), Side::i_help(index, own)],
        };
        let (carries, sharing, lifted) = (Carries::default(), [NOBODY; 3], Vec::new());
        Self { index, layout: None, sides, bar: None, carries, sharing, lifted }
    }

    /// Offers the members of a tile to the list.
    pub(super) fn look(&mut self, tile: usize, search: &Search<'_>, list: &mut List) {
        self.set_bar(list.bar());
        self.share(tile, search);
        self.collect(tile, list);
    }

    /// Sums what each member of a tile shares.
    fn share(&mut self, tile: usize, search: &Search<'_>) {
        let admitted = search.admitted(tile);
        let (chunk, tile) = self.index.population.tile(tile);
        let same = self.layout.as_ref().is_some_and(|layout| Arc::ptr_eq(layout, &chunk.layout));
        for (place, side) in self.sides.iter_mut().enumerate() {
            if !same {
                side.lay_out(&chunk.layout);
            }
            let mut terms = Vec::with_capacity(side.columns.len() + 1);
            terms.push(&NOBODY);
            terms.extend(side.columns.iter().map(|column| chunk.column(*column, tile)));
            let floor = side.line.map_or(0, Line::floor).max(SUFFICIENT);
            let before = (place > 0).then_some(self.sharing);
            let reached = ([1, SUFFICIENT, floor], &mut self.sharing);
            let Side { addition, shared, .. } = side;
            self.index.kernel.add(addition, &terms, &mut self.carries, shared, reached);
            for (both, before) in self.sharing.iter_mut().zip(before.iter().flatten()) {
                both.keep(before);
            }
        }
        if let Some(admitted) = admitted {
            for sharing in &mut self.sharing {
                sharing.keep(&admitted);
            }
        }
        if !same {
            self.layout = Some(Arc::clone(&chunk.layout));
        }
    }

    /// Scores those who could enter the list. Where these are many,
    /// those who share most come first, and raise the bar for the rest.
    fn collect(&mut self, tile: usize, list: &mut List) {
        let limit = list.limit();
        if limit == 0 {
            return;
        }
        let mut open = self.sharing[2];
        if self.index.kernel.count(&open) > FEW {
            self.keep_near(tile, &mut open);
        }
        if self.index.kernel.count(&open) > limit.saturating_mul(2) {
            let first = self.sharing_most(&open, limit);
            self.score_all(tile, &first, list);
            self.set_bar(list.bar());
            open = open.without(&first);
            self.keep_near(tile, &mut open);
        }
        self.score_all(tile, &open, list);
    }

    fn score_all(&self, tile: usize, members: &Column, list: &mut List) {
        for lane in members.lanes() {
            let (member, ranking) = (tile * LANES + lane, self.score(tile, lane));
            list.offer(Candidate { member, ranking });
        }
    }

    /// At least `count` of these, none of whom shares less than one left out.
    fn sharing_most(&self, of: &Column, count: usize) -> Column {
        let mut most = *of;
        for digit in self.sides[0].shared.iter().rev() {
            let some = most.and(digit);
            if self.index.kernel.count(&some) >= count {
                most = some;
            }
        }
        most
    }

    /// The ranking score of one member.
    fn score(&self, tile: usize, lane: usize) -> Fraction {
        let score = |side: &Side| {
            let total = self.index.totals.at(tile, side.total, lane);
            side.measure.score(number(&side.shared, lane), total)
        };
        match self.sides.as_slice() {
            [one, other] => score(one).harmonic_mean(score(other)),
            sides => score(&sides[0]),
        }
    }

    /// From now on, scores are held against this one.
    fn set_bar(&mut self, bar: Option<Fraction>) {
        let parts = |bar: Fraction| (bar.part, bar.whole);
        if self.bar.map(parts) == bar.map(parts) {
            return;
        }
        self.bar = bar;
        let least = if self.sides.len() > 1 { bar.map(least_of_two) } else { bar };
        for side in &mut self.sides {
            side.line = least.map(|least| side.measure.line(least));
        }
    }

    /// Only those of `open` whose score could be at least the bar.
    fn keep_near(&mut self, tile: usize, open: &mut Column) {
        for side in 0..self.sides.len() {
            if let Some(line) = self.sides[side].line {
                open.keep(&self.over(tile, side, line.below()));
            }
        }
    }

    /// Whose score is surely better than the bar.
    fn surely_better(&mut self, tile: usize) -> Column {
        let Some(bar) = self.bar else { return NOBODY };
        if bar.whole >> 62 > 0 {
            return NOBODY;
        }
        let lines: Vec<_> = self.sides.iter().map(|side| side.measure.line(bar).above()).collect();
        let each = lines.into_iter().enumerate();
        each.map(|(place, line)| self.over(tile, place, line))
            .reduce(|one, other| one.and(&other))
            .unwrap_or(NOBODY)
    }

    /// Who shares `base + slope·W` or more, with `W` in units of its digits that
    /// are not skipped: `I + slope·(most − W) ≥ base + slope·most`.
    fn over(&mut self, tile: usize, place: usize, (slope, base): (u64, i128)) -> Column {
        let side = &mut self.sides[place];
        let missing = self.index.totals.missing(tile, side.total);
        let missing = &missing[SKIPPED.min(missing.len())..];
        if side.lift.as_ref().is_none_or(|(known, _)| *known != slope) {
            let shared = (0..side.shared.len()).map(|digit| 1 << digit);
            let weights: Vec<u64> =
                shared.chain((0..missing.len()).map(|digit| slope << digit)).collect();
            side.lift = Some((slope, Addition::of(&weights)));
        }
        let Some((_, addition)) = &side.lift else { return NOBODY };
        let mut terms = Vec::with_capacity(1 + side.shared.len() + missing.len());
        terms.push(&NOBODY);
        terms.extend(side.shared.iter().chain(missing));
        self.lifted.resize(addition.digits(), NOBODY);
        let kernel = self.index.kernel;
        let most = i128::from(slope) * ((1 << missing.len()) - 1);
        let least = [u64::try_from(base + most).unwrap_or(0)];
        let mut over = [NOBODY];
        let reached = (least, &mut over);
        kernel.add(addition, &terms, &mut self.carries, &mut self.lifted, reached);
        over[0]
    }
}

/// Neither of two scores is less, where their harmonic mean is `mean` and none
/// is more than 1: `a ≥ s / (2 − s)`. A mean that may have lost its last bits
/// is lowered by more than that.
fn least_of_two(mean: Fraction) -> Fraction {
    let Fraction { mut part, mut whole } = mean;
    if whole >> 62 > 0 {
        (part, whole) = ((part >> 2).saturating_sub(2), (whole >> 2) + 1);
    }
    Fraction { part, whole: 2 * whole - part }
}

fn number(digits: &[Column], lane: usize) -> u64 {
    let digits = digits.iter().enumerate();
    digits.map(|(digit, column)| u64::from(column.has(lane)) << digit).sum()
}

impl Side {
    fn new(total: Total, measure: Measure, items: Vec<(usize, u8, u64)>) -> Self {
        let (addition, columns, shared) = (Addition::default(), Vec::new(), Vec::new());
        Self { items, measure, total, addition, columns, shared, line: None, lift: None }
    }

    fn similar(index: &Index, own: &Profile) -> Self {
        let levels = own.levels().iter().zip(index.weights.iter()).enumerate();
        let items = levels.map(|(place, (level, weight))| (place, *level, weight));
        let items = weighed(items);
        let measure = Measure::Similar { prior: index.prior, own: sum(&items) };
        Self::new(Total::Both, measure, items)
    }

    fn helps_me(index: &Index, own: &Profile) -> Self {
        let items = across(index, own, Facet::Need, Facet::Offer);
        Self::new(Total::Offer, Measure::HelpsMe { need: sum(&items) }, items)
    }

    fn i_help(index: &Index, own: &Profile) -> Self {
        let items = across(index, own, Facet::Offer, Facet::Need);
        Self::new(Total::Need, Measure::IHelp { offer: sum(&items) }, items)
    }

    fn lay_out(&mut self, layout: &Layout) {
        self.columns.clear();
        let mut weights = Vec::new();
        for (place, level, weight) in &self.items {
            for (column, step) in layout.steps(*place, *level) {
                self.columns.push(column);
                weights.push(weight * u64::from(step));
            }
        }
        self.addition = Addition::of(&weights);
        self.lift = None;
        self.shared.resize(self.addition.digits(), NOBODY);
    }
}

fn across(index: &Index, own: &Profile, mine: Facet, theirs: Facet) -> Vec<(usize, u8, u64)> {
    let concepts = index.population.concepts();
    let levels = own.side(mine).iter().zip(index.weights.across()).enumerate();
    weighed(levels.map(|(concept, (level, weight))| {
        (place(concepts, theirs, concept), *level, u64::from(*weight))
    }))
}

fn weighed(items: impl Iterator<Item = (usize, u8, u64)>) -> Vec<(usize, u8, u64)> {
    items.filter(|(_, level, weight)| *level > 0 && *weight > 0).collect()
}

fn sum(items: &[(usize, u8, u64)]) -> u64 {
    items.iter().map(|(_, level, weight)| u64::from(*level) * weight).sum()
}
