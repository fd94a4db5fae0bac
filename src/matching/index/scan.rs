//! A profile on its way through the tiles of members.

use super::bound::SKIPPED;
use super::kernel::{Addition, Carries, Column, NOBODY};
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
    bar: Option<Fraction>,
    carries: Carries,
    /// Who shares anything, who shares enough, and of these who could reach the
    /// bar.
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

    /// Offers the members of a tile to the list.
    pub(super) fn look(&mut self, tile: usize, search: &Search<'_>, list: &mut List) {
        self.set_bar(list.bar());
        self.share(tile, search);
        self.collect(tile, list);
    }

    /// The same where nobody is counted: who could enter by a coarse sum is
    /// scored alone, if these are few.
    pub(super) fn glance(&mut self, tile: usize, search: &Search<'_>, list: &mut List) {
        if search.limit == 0 {
            return;
        }
        self.set_bar(list.bar());
        let mut open = if self.bar.is_some() { self.sift(tile) } else { NOBODY.complement() };
        if open == NOBODY {
            return;
        }
        if let Some(admitted) = search.admitted(&self.index.population, tile) {
            open.keep(&admitted);
        }
        if self.index.kernel.count(&open) > FEW {
            self.look(tile, search, list);
        } else {
            self.score_all(tile, &open, list);
        }
    }

    /// Who of a tile could reach the bar by a coarse sum.
    fn sift(&mut self, tile: usize) -> Column {
        let mut open = NOBODY.complement();
        let (chunk, place) = self.lay_out(tile);
        for side in &self.sides {
            let extent = self.index.totals.extent(tile, side.total);
            let Some(floor) = side.coarse_floor(extent) else { return NOBODY };
            let terms = side.terms(chunk, place);
            self.lifted.resize(side.coarse.digits(), NOBODY);
            let mut over = [NOBODY];
            let reached = ([floor], &mut over);
            let (carries, sums) = (&mut self.carries, &mut self.lifted);
            self.index.kernel.add(&side.coarse, &terms, carries, sums, reached);
            open.keep(&over[0]);
            if open == NOBODY {
                break;
            }
        }
        open
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

    /// Sums what each member of a tile shares.
    pub(super) fn share(&mut self, tile: usize, search: &Search<'_>) {
        let (chunk, tile_of_chunk) = self.lay_out(tile);
        for (place, side) in self.sides.iter_mut().enumerate() {
            let terms = side.terms(chunk, tile_of_chunk);
            let floor = side.floor(self.index.totals.extent(tile, side.total));
            let before = (place > 0).then_some(self.sharing);
            let reached = ([1, SUFFICIENT, floor], &mut self.sharing);
            let Side { addition, shared, .. } = side;
            self.index.kernel.add(addition, &terms, &mut self.carries, shared, reached);
            for (both, before) in self.sharing.iter_mut().zip(before.iter().flatten()) {
                both.keep(before);
            }
        }
        if let Some(admitted) = search.admitted(&self.index.population, tile) {
            for sharing in &mut self.sharing {
                sharing.keep(&admitted);
            }
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
            if let Some(ranking) = self.score(tile, lane) {
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

    /// The ranking score of one member; none where too little is shared.
    pub(super) fn score(&self, tile: usize, lane: usize) -> Option<Fraction> {
        let place = self.index.population.tile(tile);
        let score = |side: &Side| {
            side.score(place, lane, self.index.totals.at(tile, side.total, lane))
        };
        match self.sides.as_slice() {
            [one, other] => Some(score(one)?.harmonic_mean(score(other)?)),
            sides => score(&sides[0]),
        }
    }

    /// The tiles of a chunk, those first whose members hold about as much.
    pub(super) fn nearest_first(&self, chunk: usize) -> Vec<usize> {
        let side = &self.sides[0];
        let distance = |tile: &usize| side.distance(self.index.totals.extent(*tile, side.total));
        let mut tiles: Vec<usize> = self.index.population.tiles_of(chunk).collect();
        tiles.sort_by_key(distance);
        tiles
    }

    /// From now on, scores are held against this one.
    pub(super) fn set_bar(&mut self, bar: Option<Fraction>) {
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
