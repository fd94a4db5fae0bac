//! A profile on its way through the tiles of members.

use super::adders::{Column, Lines, NOBODY, Values};
use super::layout::Layout;
use super::list::{Candidate, List};
use super::search::{Index, Search};
use super::side::Side;
use crate::matching::fraction::Fraction;
use crate::matching::mode::Mode;
use crate::matching::profile::Profile;
use crate::matching::similarity::SUFFICIENT;
use std::sync::Arc;

/// A profile on its way through the tiles.
pub(super) struct Scan<'a> {
    index: &'a Index,
    layout: Option<&'a Arc<Layout>>,
    sides: Vec<Side>,
    /// What scores are held against.
    pub(super) bar: Option<Fraction>,
    values: Values,
    /// The columns of the tile that are summed.
    terms: Vec<&'a Column>,
    /// Who could reach the bar, who shares enough, and who shares anything.
    pub(super) sharing: [Column; 3],
}

impl<'a> Scan<'a> {
    pub(super) fn new(index: &'a Index, own: &Profile, mode: Mode) -> Self {
        let sides = match mode {
            Mode::Similar => vec![Side::similar(index, own)],
            Mode::HelpsMe => vec![Side::helps_me(index, own)],
            Mode::IHelp => vec![Side::i_help(index, own)],
            Mode::Mutual => vec![Side::helps_me(index, own), Side::i_help(index, own)],
        };
        let (values, sharing) = (Values::default(), [NOBODY; 3]);
        Self { index, layout: None, sides, bar: None, values, terms: Vec::new(), sharing }
    }

    /// The tiles, the most promising first.
    pub(super) fn tiles(&mut self) -> Vec<usize> {
        let mut tiles = Vec::with_capacity(self.index.population.tiles());
        for chunk in self.index.population.chunks() {
            self.lay_out(&chunk.layout);
            for side in &mut self.sides {
                side.look_ahead(self.index.kernel, chunk);
            }
            for _ in 0..chunk.tiles {
                let tile = tiles.len();
                let best = self.sides.iter().map(|side| self.best(side, tile));
                let best = best.reduce(Fraction::harmonic_mean).map_or(0.0, Fraction::value);
                tiles.push((best, tile));
            }
        }
        tiles.sort_unstable_by(|one, other| other.0.total_cmp(&one.0).then(one.1.cmp(&other.1)));
        tiles.into_iter().map(|(_, tile)| tile).collect()
    }

    /// No score of anybody in a tile is better.
    fn best(&self, side: &Side, tile: usize) -> Fraction {
        let extent = self.index.totals.extent(tile, side.total);
        let most = side.most(tile).iter().copied().reduce(u32::max).unwrap_or(0);
        side.best(u64::from(most).min(extent.most), extent)
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
        if hopeful == Lines::NONE && !counting {
            self.sharing[0] = NOBODY;
            return;
        }
        let lines = if counting { Lines::ALL } else { hopeful };
        let (chunk, place) = index.population.tile(tile);
        self.lay_out(&chunk.layout);
        let Self { sides, sharing, values, terms, .. } = self;
        *sharing = [NOBODY.complement(); 3];
        sharing[0].keep_lines(hopeful);
        for side in sides {
            side.terms(chunk, place, terms);
            index.kernel.add((&side.addition, lines), terms, values, &mut side.shared);
            let floor = side.floor(index.totals.extent(tile, side.total).least);
            let asked = [floor, SUFFICIENT, 1];
            let asked = asked.into_iter().take(if counting { 3 } else { 1 });
            for (sharing, least) in sharing.iter_mut().zip(asked) {
                index.kernel.keep_at_least(&side.shared, least, sharing);
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
    }

    /// The columns of that layout are what is summed from now on.
    fn lay_out(&mut self, layout: &'a Arc<Layout>) {
        if self.layout.is_none_or(|last| !Arc::ptr_eq(last, layout)) {
            self.sides.iter_mut().for_each(|side| side.lay_out(layout));
            self.layout = Some(layout);
        }
    }

    /// Says how much those of a tile must share to reach the bar, and in which
    /// lines somebody can.
    fn aim(&mut self, tile: usize) -> Lines {
        let Some(bar) = self.bar else { return Lines::ALL };
        let bars = match self.sides.as_slice() {
            [one, other] => {
                let best = [self.best(one, tile), self.best(other, tile)];
                [least_beside(bar, best[1]), least_beside(bar, best[0])]
            }
            _ => [Some(bar); 2],
        };
        let mut lines = Lines::ALL;
        for (side, bar) in self.sides.iter_mut().zip(bars) {
            let Some(bar) = bar else { return Lines::NONE };
            side.raise(bar);
            let extent = self.index.totals.extent(tile, side.total);
            let floor = side.floor(extent.least);
            let hopeful = |most: u32| extent.most.min(most.into()) >= floor;
            lines = lines.and(Lines::of(side.most(tile).map(hopeful)));
        }
        lines
    }

    /// Scores those who could enter the list. Where these are many,
    /// those who share most come first, and raise the bar for the rest.
    fn collect(&mut self, tile: usize, list: &mut List) {
        let limit = list.limit();
        let mut open = self.sharing[0];
        let candidates = self.index.kernel.count(&open);
        if limit == 0 || candidates == 0 {
            return;
        }
        if candidates > limit.saturating_mul(2) {
            let first = self.sharing_most(&open, limit);
            self.score_all(tile, first, list);
            self.bar = list.bar();
            if self.aim(tile) == Lines::NONE {
                return;
            }
            open = open.without(&first);
            for side in &self.sides {
                let least = side.floor(self.index.totals.extent(tile, side.total).least);
                self.index.kernel.keep_at_least(&side.shared, least, &mut open);
            }
        }
        self.score_all(tile, open, list);
    }

    fn score_all(&mut self, tile: usize, mut members: Column, list: &mut List) {
        self.keep_near(tile, &mut members);
        for lane in members.lanes() {
            let ranking = self.score(tile, lane);
            if list.could_enter(ranking) {
                let member = self.index.population.member(tile, lane);
                list.offer(Candidate { member, ranking });
            }
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

    /// The ranking score of one of those who were kept.
    pub(super) fn score(&self, tile: usize, lane: usize) -> Fraction {
        let scores = self.sides.iter().map(|side| side.score(self.index, tile, lane));
        scores.reduce(Fraction::harmonic_mean).unwrap_or(Fraction::ZERO)
    }

    /// Only those of `open` whose score could be at least the bar.
    pub(super) fn keep_near(&mut self, tile: usize, open: &mut Column) {
        for side in &mut self.sides {
            side.read(self.index, tile, None, open);
        }
    }

    /// Those of `open` whose score is surely better than the bar.
    pub(super) fn surely_better(&mut self, tile: usize, open: &Column) -> Column {
        let Some(bar) = self.bar.filter(|bar| bar.whole >> 62 == 0) else { return NOBODY };
        let mut better = *open;
        for side in &mut self.sides {
            let floor = side.measure.line(bar).raised();
            side.read(self.index, tile, Some(floor), &mut better);
        }
        better
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
