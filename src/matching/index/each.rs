//! The lists of many at once, a tile at a time. The members of a tile are written
//! down as codes, which stay near the processor while all who ask look up what
//! they are worth to them: sums of bytes, rounded up, that say who need not be
//! scored.

use super::codes::Codebook;
use super::layout::Layout;
use super::list::{Candidate, List};
use super::lookup::{Asked, Codes, Reached, Rule, Tables, WORD, lanes};
use super::machine::Table;
use super::numbers::Floor;
use super::scan::Scan;
use super::search::{Index, Search};
use super::side::Side;
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
/// How many words are looked at first, near where who asks stands.
const NEAR: usize = 4;

/// A member who asks.
struct Asker {
    member: usize,
    /// The tile in which it stands, and its lane there.
    stand: (usize, usize),
    side: Side,
    list: List,
}

/// What is needed of an asker to pass over most words: small, and all after each
/// other.
struct Glance {
    rule: Rule,
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
    askers: Vec<Asker>,
    glances: Vec<Glance>,
    tables: Tables,
    book: Codebook,
    codes: Codes,
    /// Kept from tile to tile.
    found: Vec<Reached>,
    layout: Option<&'a Arc<Layout>>,
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
        let stand = |member: usize| self.population.stand(member);
        // Who stands side by side looks at the same tiles.
        let mut places: Vec<usize> = (0..members.len()).collect();
        places.sort_by_cached_key(|place| stand(members[*place]));
        let mut found = vec![Vec::new(); members.len()];
        let mut round = Round::new(self);
        for places in places.chunks(TOGETHER) {
            let asker = |place: &usize| {
                let member = members[*place];
                let side = Side::similar(self, &self.population.profile(member));
                Asker { member, stand: stand(member), side, list: List::new(limit) }
            };
            round.ask(places.iter().map(asker).collect());
            for (place, asker) in places.iter().zip(round.askers.drain(..)) {
                found[*place] = asker.list.into_sorted();
            }
        }
        found
    }
}

impl<'a> Round<'a> {
    fn new(index: &'a Index) -> Self {
        let (askers, glances, tables) = (Vec::new(), Vec::new(), Tables::default());
        let (book, found) = (Codebook::default(), Vec::new());
        let codes = Codes::of(&book);
        Self { index, askers, glances, tables, book, codes, found, layout: None }
    }

    /// Those who stand nearest are looked at first, so that each has a bar before
    /// it looks further.
    fn ask(&mut self, askers: Vec<Asker>) {
        (self.askers, self.layout) = (askers, None);
        let homes: Vec<usize> = self.askers.iter().map(|asker| asker.stand.0).collect();
        let mut begin = 0;
        for home in homes.chunk_by(|one, other| one == other) {
            let (tile, askers) = (home[0], begin..begin + home.len());
            begin = askers.end;
            self.turn_to(tile);
            let asked: Vec<Asked> =
                askers.map(|who| self.asked(who, self.near(who, tile))).collect();
            self.look(tile, &asked);
        }
        for tile in self.tiles() {
            let extent = self.index.totals.extent(tile, Total::Both);
            let hopeful = |who: &usize| self.glances[*who].hopes(extent);
            let hopeful: Vec<usize> = (0..self.askers.len()).filter(hopeful).collect();
            if !hopeful.is_empty() {
                self.turn_to(tile);
                let asked: Vec<Asked> =
                    hopeful.into_iter().map(|who| self.asked(who, !self.near(who, tile))).collect();
                self.look(tile, &asked);
            }
        }
    }

    /// All tiles, first those that are the most promising for who stands in the
    /// middle; but those with the same columns together.
    fn tiles(&self) -> Vec<usize> {
        let population = &self.index.population;
        let middle = population.profile(self.askers[self.askers.len() / 2].member);
        let mut tiles = Scan::new(self.index, &middle, Mode::Similar).tiles();
        tiles.sort_by_key(|tile| Arc::as_ptr(&population.tile(*tile).0.layout));
        tiles
    }

    /// The words of a tile that are near to where somebody stands.
    fn near(&self, who: usize, tile: usize) -> u64 {
        let (own, lane) = self.askers[who].stand;
        if own == tile { ((1 << NEAR) - 1) << (lane / WORD / NEAR * NEAR) } else { 0 }
    }

    fn asked(&self, who: usize, words: u64) -> Asked {
        let Glance { rule, first, tables, .. } = self.glances[who];
        Asked { who, first, tables, words, rule }
    }

    /// Writes down who is in a tile.
    fn turn_to(&mut self, tile: usize) {
        let index = self.index;
        let (chunk, place) = index.population.tile(tile);
        if self.layout.is_none_or(|last| !Arc::ptr_eq(last, &chunk.layout)) {
            self.learn(&chunk.layout);
            self.layout = Some(&chunk.layout);
        }
        self.codes.write(index.kernel, &self.book, (chunk, place));
        let members = index.population.members_of(tile);
        let words = index.totals.of_tile(tile, Total::Both)[..members].chunks(WORD);
        for (least, totals) in self.codes.least.iter_mut().zip(words) {
            *least = Rule::number(Extent::between(totals).least);
        }
    }

    /// Learns what codes are worth to each.
    fn learn(&mut self, layout: &Layout) {
        self.book = Codebook::of(layout);
        self.codes = Codes::of(&self.book);
        self.tables.groups.clear();
        self.tables.tables.clear();
        self.glances.clear();
        for Asker { side, list, .. } in &self.askers {
            let scale = (PARTS << PART_DIGITS) / side.all.max(PARTS);
            let first = self.tables.groups.len();
            for (group, worth) in self.book.worth(&side.items) {
                let parts = worth.map(|worth| (worth * scale).div_ceil(1 << PART_DIGITS));
                let bytes = parts.map(|parts| u8::try_from(parts).unwrap_or(u8::MAX));
                self.tables.groups.push(group);
                self.tables.tables.push(Table(bytes));
            }
            let tables = self.tables.groups.len() - first;
            let (most, rule) = (side.all, Rule::default());
            let mut glance = Glance { rule, most, scale, first, tables };
            glance.raise(list.bar().map(|bar| side.measure.line(bar).lowered()));
            self.glances.push(glance);
        }
    }

    /// Offers the members of a tile to the lists of those who ask.
    fn look(&mut self, tile: usize, asked: &[Asked]) {
        let mut found = std::mem::take(&mut self.found);
        self.index.kernel.look_up(&self.codes, &self.tables, asked, &mut found);
        for reached in &found {
            self.offer(tile, reached);
        }
        self.found = found;
    }

    /// Offers some members of a word to a list. Where they are many, those who
    /// share most come first, and raise the bar for the rest.
    fn offer(&mut self, tile: usize, reached: &Reached) {
        let limit = self.askers[reached.who].list.limit();
        let mut rest = self.reaching(reached);
        if rest.count_ones() as usize > limit.saturating_mul(2) {
            let most = reached.sums.reached_by(limit, rest);
            let first = rest & self.index.kernel.reaching(&reached.sums, most);
            self.offer_all(tile, reached, first);
            rest = self.reaching(reached) & !first;
        }
        self.offer_all(tile, reached, rest);
    }

    /// Who of a word reaches what is asked by now.
    fn reaching(&self, reached: &Reached) -> u64 {
        let Reached { who, word, lanes, sums } = reached;
        let least = self.glances[*who].rule.at(self.codes.least[*word]);
        lanes & self.index.kernel.reaching(sums, least)
    }

    fn offer_all(&mut self, tile: usize, reached: &Reached, members: u64) {
        let Reached { who, word, sums, .. } = reached;
        let Asker { member, side, list, .. } = &mut self.askers[*who];
        let glance = &mut self.glances[*who];
        let totals = self.index.totals.of_tile(tile, Total::Both);
        let mut entered = false;
        for lane in lanes(members) {
            let total = totals[word * WORD + lane].into();
            if sums.0[lane] < glance.rule.at(Rule::number(total)) {
                continue;
            }
            let shared = self.book.shared(&side.items, self.codes.word(*word), lane);
            if shared >= SUFFICIENT {
                let ranking = side.measure.score(shared, total);
                if list.could_enter(ranking) {
                    let other = self.index.population.member(tile, word * WORD + lane);
                    let candidate = Candidate { member: other, ranking };
                    entered |= other != *member && list.offer(candidate);
                }
            }
        }
        if let Some(bar) = list.bar().filter(|_| entered) {
            glance.raise(Some(side.measure.line(bar).lowered()));
        }
    }
}

impl Glance {
    /// Asks for what a floor says, and for enough.
    fn raise(&mut self, floor: Option<Floor>) {
        self.rule = floor.unwrap_or_default().rule(SUFFICIENT, self.unit());
    }

    /// What a unit is worth in bytes.
    #[expect(clippy::cast_precision_loss, reason = "it is far below 2^52")]
    fn unit(&self) -> f64 {
        self.scale as f64 / f64::from(1 << PART_DIGITS)
    }

    /// Whether anybody of those who hold so much could be listed.
    fn hopes(&self, extent: Extent) -> bool {
        let most = (self.most.min(extent.most) * self.scale).div_ceil(1 << PART_DIGITS);
        u64::from(self.rule.at(Rule::number(extent.least))) <= most
    }
}
