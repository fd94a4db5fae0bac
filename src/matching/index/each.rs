//! The lists of many at once, a tile at a time. The members of a tile are written
//! down as codes, which stay near the processor while all who ask look up what
//! they are worth to them: sums of bytes, rounded up, that say who need not be
//! scored.

use super::bound::Floor;
use super::codes::{Codebook, Codes, numbers};
use super::list::{Candidate, List};
use super::lookup::{Asked, BLOCK, Bits, Bytes, Tables, lanes};
use super::machine::Table;
use super::population::Layout;
use super::search::{Index, Search};
use super::side::{Side, asked};
use super::totals::{Extent, Total};
use crate::matching::mode::Mode;
use crate::matching::similarity::SUFFICIENT;
use std::sync::Arc;

/// How many ask of a tile one after the other: their tables have to stay near
/// the processor too.
const TOGETHER: usize = 1_024;
/// What all that somebody has is worth in bytes, so that sums of what is rounded
/// up stay below 256 for all but those who have most.
const PARTS: u64 = 235;
/// Binary digits of a part of such a byte.
const PART_DIGITS: u32 = 16;

/// A member who asks.
struct Asker {
    member: usize,
    side: Side,
    list: List,
}

/// What is needed of an asker to pass over most blocks: small, and all after
/// each other.
struct Glance {
    floor: Option<Floor>,
    most: u64,
    /// What a unit is worth in bytes, in parts.
    scale: u64,
    /// Which tables are its own.
    first: usize,
    tables: usize,
}

/// Those who ask together.
struct Round<'a> {
    index: &'a Index,
    askers: &'a mut [(usize, Asker)],
    glances: Vec<Glance>,
    tables: Tables,
    book: Codebook,
    codes: Codes,
    /// What the members of a tile hold in all.
    totals: Vec<u32>,
}

impl Index {
    /// The lists of [`Index::best`] for each of these members, itself left out.
    /// In `similar` they are found together, in less time, where the machine
    /// looks up many codes at once: in the other modes members do not stand by
    /// what is asked of them, and there is nothing to be gained.
    #[must_use]
    pub fn best_of_each(&self, members: &[usize], mode: Mode, limit: usize) -> Vec<Vec<Candidate>> {
        if mode == Mode::Similar && self.kernel.looks_up() && limit > 0 {
            return self.together(members, limit);
        }
        let alone = |member: &usize| {
            let except = Some(*member);
            let search = Search { mode, limit, except, admitted: None, counted: 0 };
            self.best(&self.population.profile(*member), search).best
        };
        members.iter().map(alone).collect()
    }

    fn together(&self, members: &[usize], limit: usize) -> Vec<Vec<Candidate>> {
        let asker = |member: &usize| {
            let side = Side::similar(self, &self.population.profile(*member));
            Asker { member: *member, side, list: List::new(limit) }
        };
        let mut askers: Vec<(usize, Asker)> = members.iter().map(asker).enumerate().collect();
        // Who holds about as much looks at the same tiles.
        askers.sort_by_key(|(_, asker)| asker.side.most);
        for together in askers.chunks_mut(TOGETHER) {
            Round::new(self, together).ask();
        }
        let mut found = vec![Vec::new(); members.len()];
        for (place, asker) in askers {
            found[place] = asker.list.into_sorted();
        }
        found
    }
}

impl<'a> Round<'a> {
    fn new(index: &'a Index, askers: &'a mut [(usize, Asker)]) -> Self {
        let (glances, tables, totals) = (Vec::new(), Tables::default(), Vec::new());
        let (book, codes) = (Codebook::default(), Codes::default());
        Self { index, askers, glances, tables, book, codes, totals }
    }

    fn ask(&mut self) {
        let (index, middle) = (self.index, &self.askers[self.askers.len() / 2].1.side);
        let chunks = 0..index.population.chunks();
        let tiles: Vec<usize> =
            chunks.flat_map(|chunk| middle.nearest_first(index, chunk)).collect();
        let mut last: Option<&Arc<Layout>> = None;
        for tile in tiles {
            let layout = &index.population.tile(tile).0.layout;
            if last.is_none_or(|last| !Arc::ptr_eq(last, layout)) {
                self.learn(layout);
                last = Some(layout);
            }
            self.look(tile);
        }
    }

    /// Learns what codes are worth to each.
    fn learn(&mut self, layout: &Layout) {
        self.book = Codebook::of(layout);
        self.tables = Tables::default();
        self.glances.clear();
        for (_, Asker { side, list, .. }) in self.askers.iter() {
            let scale = (PARTS << PART_DIGITS) / side.most.max(PARTS);
            let first = self.tables.groups.len();
            for (group, worth) in self.book.worth(&side.items) {
                let parts = worth.map(|worth| (worth * scale).div_ceil(1 << PART_DIGITS));
                let bytes = parts.map(|parts| u8::try_from(parts).unwrap_or(u8::MAX));
                self.tables.groups.push(group);
                self.tables.tables.push(Table(bytes));
            }
            let tables = self.tables.groups.len() - first;
            let floor = list.bar().map(|bar| side.measure.line(bar).lowered());
            self.glances.push(Glance { floor, most: side.most, scale, first, tables });
        }
    }

    /// Offers the members of a tile to the list of each.
    fn look(&mut self, tile: usize) {
        let index = self.index;
        let extent = index.totals.extent(tile, Total::Both);
        let hopeful = |(who, glance): (usize, &Glance)| glance.asks(extent).map(|_| who);
        let hopeful: Vec<usize> = self.glances.iter().enumerate().filter_map(hopeful).collect();
        if hopeful.is_empty() {
            return;
        }
        self.codes.write(index.kernel, &self.book, index.population.tile(tile));
        let missing = index.totals.missing(tile, Total::Both);
        self.totals = numbers(index.kernel, missing);
        self.totals.iter_mut().for_each(|total| *total = (1 << missing.len()) - 1 - *total);
        let members = index.population.members_of(tile);
        let (mut asked, mut found) = (Vec::new(), Vec::new());
        for block in 0..members.div_ceil(BLOCK) {
            let end = ((block + 1) * BLOCK).min(members);
            let extent = Extent::between(&self.totals[block * BLOCK..end]);
            asked.clear();
            asked.extend(hopeful.iter().filter_map(|who| {
                let Glance { first, tables, .. } = self.glances[*who];
                Some(Asked { who: *who, first, tables, least: self.glances[*who].asks(extent)? })
            }));
            index.kernel.look_up(self.codes.block(block), &self.tables, &asked, &mut found);
            for (who, reached, sums) in &found {
                self.offer(*who, (tile, block), *reached, sums);
            }
        }
    }

    /// Offers some members of a block to a list. Where they are many, those who
    /// share most come first, and raise the bar for the rest.
    fn offer(&mut self, who: usize, at: (usize, usize), members: Bits, sums: &Bytes) {
        let limit = self.askers[who].1.list.limit();
        if lanes(members).count() <= limit.saturating_mul(2) {
            return self.offer_all(who, at, members, sums);
        }
        let first = sums.reaching(sums.reached_by(limit, members), members);
        self.offer_all(who, at, first, sums);
        let rest = std::array::from_fn(|word| members[word] & !first[word]);
        self.offer_all(who, at, rest, sums);
    }

    fn offer_all(
        &mut self,
        who: usize,
        (tile, block): (usize, usize),
        members: Bits,
        sums: &Bytes,
    ) {
        let (_, Asker { member, side, list }) = &mut self.askers[who];
        let glance = &mut self.glances[who];
        let mut entered = false;
        for lane in lanes(members) {
            let total = u64::from(self.totals[block * BLOCK + lane]);
            if sums.at(lane) < glance.in_bytes(glance.floor(total)) {
                continue;
            }
            let shared = self.book.shared(&side.items, self.codes.block(block), lane);
            if shared >= SUFFICIENT {
                let ranking = side.measure.score(shared, total);
                let other = self.index.population.member(tile, block * BLOCK + lane);
                let candidate = Candidate { member: other, ranking };
                entered |= other != *member && list.offer(candidate);
            }
        }
        if let Some(bar) = list.bar().filter(|_| entered) {
            glance.floor = Some(side.measure.line(bar).lowered());
        }
    }
}

impl Glance {
    /// What must be shared by whoever is to be listed, and holds so much.
    fn floor(&self, total: u64) -> u64 {
        asked(self.floor, total)
    }

    /// The same in bytes, of those who hold so much; none, where nobody can.
    fn asks(&self, extent: Extent) -> Option<u8> {
        let floor = self.floor(extent.least);
        (floor <= self.most.min(extent.most)).then(|| self.in_bytes(floor))
    }

    /// What sums of bytes are at least, where that is shared.
    fn in_bytes(&self, shared: u64) -> u8 {
        u8::try_from((shared * self.scale) >> PART_DIGITS).unwrap_or(u8::MAX)
    }
}
