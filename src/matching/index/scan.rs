//! A profile on its way through the tiles of members.

use super::adders::{Addition, Carries, Column, NOBODY};
use super::bound::SKIPPED;
use super::list::{Candidate, List};
use super::population::{Chunk, Layout};
use super::search::{Index, Search};
use super::side::Side;
use crate::matching::fraction::Fraction;
use crate::matching::mode::Mode;
use crate::matching::profile::Profile;
use crate::matching::similarity::SUFFICIENT;
use std::sync::Arc;

/// So few are scored as they are.
const FEW: usize = 16;

/// A profile on its way through the tiles.
pub(super) struct Scan<'a> {
    index: &'a Index,
    layout: Option<Arc<Layout>>,
    sides: Vec<Side>,
    /// What scores are held against.
    pub(super) bar: Option<Fraction>,
    carries: Carries,
    /// Who could reach the bar, who shares enough, and who shares anything.
    pub(super) sharing: [Column; 3],
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

    /// Offers the members of a tile to the list. Who shares anything, and who
    /// shares enough, is known after it only where they are to be counted.
    pub(super) fn look(
        &mut self,
        tile: usize,
        search: &Search<'_>,
        counting: bool,
        list: &mut List,
    ) {
        self.bar = list.bar();
        self.share(tile, search, counting);
        self.collect(tile, list);
    }

    /// Sums what each member of a tile shares.
    pub(super) fn share(&mut self, tile: usize, search: &Search<'_>, counting: bool) {
        let index = self.index;
        let hopeful = self.aim(tile);
        if !hopeful && !counting {
            self.sharing[0] = NOBODY;
            return;
        }
        let (chunk, place) = self.lay_out(tile);
        let Self { sides, sharing, carries, .. } = self;
        for (number, side) in sides.iter_mut().enumerate() {
            let terms = side.terms(chunk, place);
            let floor = side.floor(index.totals.extent(tile, side.total).least);
            let before = (number > 0).then_some(*sharing);
            let Side { addition, shared, .. } = side;
            if counting {
                let reached = ([floor, SUFFICIENT, 1], &mut *sharing);
                index.kernel.add(addition, &terms, carries, shared, reached);
            } else {
                let reached = ([floor], std::array::from_mut(&mut sharing[0]));
                index.kernel.add(addition, &terms, carries, shared, reached);
            }
            for (both, before) in sharing.iter_mut().zip(before.iter().flatten()) {
                both.keep(before);
            }
            if !counting && sharing[0] == NOBODY {
                return;
            }
        }
        if let Some(admitted) = search.admitted(&index.population, tile) {
            for sharing in &mut *sharing {
                sharing.keep(&admitted);
            }
        }
        if !hopeful {
            sharing[0] = NOBODY;
        }
    }

    /// The chunk of a tile, whose columns are what is summed from now on.
    fn lay_out(&mut self, tile: usize) -> (&'a Chunk, usize) {
        let (chunk, place) = self.index.population.tile(tile);
        if self.layout.as_ref().is_none_or(|layout| !Arc::ptr_eq(layout, &chunk.layout)) {
            self.sides.iter_mut().for_each(|side| side.lay_out(&chunk.layout));
            self.layout = Some(Arc::clone(&chunk.layout));
        }
        (chunk, place)
    }

    /// Says how much those of a tile must share to reach the bar, and whether
    /// any of them can.
    fn aim(&mut self, tile: usize) -> bool {
        let Some(bar) = self.bar else { return true };
        let totals = &self.index.totals;
        let aim = |side: &mut Side, least: Fraction| {
            let extent = totals.extent(tile, side.total);
            side.raise(least);
            side.floor(extent.least) <= side.most(extent)
        };
        let best = |side: &Side| side.best(totals.extent(tile, side.total));
        match self.sides.as_mut_slice() {
            [one, other] => {
                let beside = [least_beside(bar, best(other)), least_beside(bar, best(one))];
                let [Some(of_one), Some(of_other)] = beside else { return false };
                aim(one, of_one) && aim(other, of_other)
            }
            sides => sides.iter_mut().all(|side| aim(side, bar)),
        }
    }

    /// Scores those who could enter the list. Where these are many,
    /// those who share most come first, and raise the bar for the rest.
    fn collect(&mut self, tile: usize, list: &mut List) {
        let limit = list.limit();
        if limit == 0 {
            return;
        }
        let mut open = self.sharing[0];
        if self.index.kernel.count(&open) > FEW {
            self.keep_near(tile, &mut open);
        }
        if self.index.kernel.count(&open) > limit.saturating_mul(2) {
            let first = self.sharing_most(&open, limit);
            self.score_all(tile, &first, list);
            self.bar = list.bar();
            if !self.aim(tile) {
                return;
            }
            open = open.without(&first);
            self.keep_near(tile, &mut open);
        }
        self.score_all(tile, &open, list);
    }

    fn score_all(&self, tile: usize, members: &Column, list: &mut List) {
        for lane in members.lanes() {
            let member = self.index.population.member(tile, lane);
            list.offer(Candidate { member, ranking: self.score(tile, lane) });
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
    pub(super) fn score(&self, tile: usize, lane: usize) -> Fraction {
        let score = |side: &Side| {
            let total = self.index.totals.at(tile, side.total, lane);
            side.measure.score(number(&side.shared, lane), total)
        };
        match self.sides.as_slice() {
            [one, other] => score(one).harmonic_mean(score(other)),
            sides => score(&sides[0]),
        }
    }

    /// The tiles of a chunk, those first whose members hold about as much.
    pub(super) fn nearest_first(&self, chunk: usize) -> Vec<usize> {
        self.sides[0].nearest_first(self.index, chunk)
    }

    /// Only those of `open` whose score could be at least the bar.
    pub(super) fn keep_near(&mut self, tile: usize, open: &mut Column) {
        for side in 0..self.sides.len() {
            if let Some(line) = self.sides[side].line {
                open.keep(&self.over(tile, side, line.below()));
            }
        }
    }

    /// Whose score is surely better than the bar.
    pub(super) fn surely_better(&mut self, tile: usize) -> Column {
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

/// No score is less, where its harmonic mean with one of at most `best` is
/// `mean`, and none is more than 1: `a ≥ s·b / (2b − s)`; none where there is no
/// such score. A mean that may have lost its last bits is lowered by more than
/// that.
fn least_beside(mean: Fraction, best: Fraction) -> Option<Fraction> {
    let Fraction { mut part, mut whole } = mean;
    if whole >> 62 > 0 {
        (part, whole) = ((part >> 2).saturating_sub(2), (whole >> 2) + 1);
    }
    let product = |one: u64, other: u64| u128::from(one) * u128::from(other);
    let whole = (2 * product(best.part, whole)).checked_sub(product(part, best.whole))?;
    let part = product(part, best.part);
    let surplus = (128 - whole.leading_zeros()).saturating_sub(62);
    let fit = |wide: u128| u64::try_from(wide >> surplus).unwrap_or(u64::MAX);
    (part <= whole).then(|| Fraction { part: fit(part), whole: fit(whole) + 1 })
}

fn number(digits: &[Column], lane: usize) -> u64 {
    let digits = digits.iter().enumerate();
    digits.map(|(digit, column)| u64::from(column.has(lane)) << digit).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Between 0 and 1.
    fn score() -> impl Strategy<Value = Fraction> {
        (0..=1_u64 << 36, 0..=1_u64 << 36)
            .prop_map(|(part, rest)| Fraction { part, whole: part + rest + 1 })
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 20_000, failure_persistence: None, ..ProptestConfig::default() })]
        #[test]
        fn who_reaches_a_mean_with_at_most_the_best_is_no_less_than_what_is_asked(
            (one, other, best) in (score(), score(), score()),
        ) {
            let best = best.max(other);
            let mean = one.harmonic_mean(other);
            let least = least_beside(mean, best);
            prop_assert!(least.is_some_and(|least| one >= least), "{least:?} {one:?}");
        }
    }

    #[test]
    fn no_score_reaches_a_mean_of_twice_the_best() {
        let third = Fraction { part: 1, whole: 3 };
        let two_thirds = Fraction { part: 2, whole: 3 };
        assert!(least_beside(two_thirds, third).is_none());
        let one = Fraction { part: 1, whole: 1 };
        assert!(least_beside(one, one).is_some());
    }
}
