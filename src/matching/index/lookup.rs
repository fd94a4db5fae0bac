//! What the codes of thousands of members are worth, summed up 64 at once. Nothing
//! here knows of matching.
//!
//! A member has a code in each of some groups, a byte below [`CODES`]; a table
//! says what each code of a group is worth, in a byte too. One instruction of
//! AVX-512 looks up 64 members in a register that holds the whole table. AVX2
//! looks in a quarter of the table at a time, and any other machine for one member
//! after the other. Sums stop at 255.
//!
//! Each 64 members have a code together, worth at least as much as that of any of
//! them: those of 64 times 64 are looked up first, and say where to look.
#![expect(clippy::inline_always, reason = "what is inlined is compiled for the caller's features")]

use super::machine::{Kernel, Machine, Table, Task};

/// How many are looked up at once.
pub(super) const WORD: usize = 64;

/// Words whose codes stay near the processor.
const NEAR: usize = 16;
/// Words that are looked up together.
const TOGETHER: usize = 4;

/// A byte for each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(align(64))]
pub(super) struct Bytes(pub(super) [u8; WORD]);

/// The codes of 64 words, a group each, word by word; and of the words themselves.
#[derive(Clone, Debug)]
pub(super) struct Codes {
    pub(super) groups: usize,
    pub(super) members: Vec<Bytes>,
    pub(super) words: Vec<Bytes>,
    /// A number for each word, at most that of any in it.
    pub(super) least: [u32; WORD],
}

/// The tables of all who ask, one after the other, each with its group.
#[derive(Clone, Debug, Default)]
pub(super) struct Tables {
    pub(super) groups: Vec<usize>,
    pub(super) tables: Vec<Table>,
}

/// Somebody who has tables for some groups: which these are, where it looks, and
/// what it asks of sums.
#[derive(Clone, Copy, Debug)]
pub(super) struct Asked {
    pub(super) who: usize,
    pub(super) first: usize,
    pub(super) tables: usize,
    pub(super) words: u64,
    pub(super) rule: Rule,
}

/// What sums are at least, of whom a number is known: a line, and no less than
/// `least`. Whole numbers, as they are what a machine does for many at once.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Rule {
    /// In 256ths.
    pub(super) base: i32,
    /// In 16,384ths, below 2^16.
    pub(super) slope: u32,
    pub(super) least: u8,
}

/// Whose sums of a word are what is asked, and all sums.
#[derive(Clone, Copy, Debug)]
pub(super) struct Reached {
    pub(super) who: usize,
    pub(super) word: usize,
    pub(super) lanes: u64,
    pub(super) sums: Bytes,
}

impl Bytes {
    pub(super) const NONE: Self = Self([0; WORD]);

    /// The largest number that so many of these reach, if so many do.
    pub(super) fn reached_by(&self, count: usize, among: u64) -> u8 {
        let mut having = [0_u8; 256];
        lanes(among).for_each(|lane| having[usize::from(self.0[lane])] += 1);
        let mut reaching = 0;
        let reached = (0..=u8::MAX).rev().find(|number| {
            reaching += usize::from(having[usize::from(*number)]);
            reaching >= count
        });
        reached.unwrap_or(0)
    }
}

impl Rule {
    /// For a number below 2^16.
    #[inline(always)]
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 to 255")]
    pub(super) fn at(self, number: u32) -> u8 {
        let rise = (self.slope.wrapping_mul(number) >> 6).cast_signed();
        let least = (self.base.wrapping_add(rise) >> 8).max(i32::from(self.least));
        least.min(255) as u8
    }
}

impl Codes {
    /// Of a word, a group each.
    pub(super) fn word(&self, word: usize) -> &[Bytes] {
        &self.members[word * self.groups..][..self.groups]
    }
}

impl Tables {
    /// Somebody's own, and their groups.
    #[inline(always)]
    fn of(&self, asked: &Asked) -> (&[usize], &[Table]) {
        let own = asked.first..asked.first + asked.tables;
        (&self.groups[own.clone()], &self.tables[own])
    }
}

impl Kernel {
    /// Whose codes are worth what is asked, to each who asks; words of which
    /// nobody's are left out.
    pub(super) fn look_up(
        self,
        codes: &Codes,
        tables: &Tables,
        asked: &[Asked],
        found: &mut Vec<Reached>,
    ) {
        found.clear();
        self.carry_out(LookUp { codes, tables, asked, found });
    }

    /// Which of them reach that.
    pub(super) fn reaching(self, sums: &Bytes, least: u8) -> u64 {
        let mut reaching = 0;
        self.carry_out(Reach { sums, least, reaching: &mut reaching });
        reaching
    }

    /// Sums of what each has, each thing worth so much, word by word; they must
    /// fit.
    pub(super) fn weigh<'a>(
        self,
        things: &[(&[u64], u8)],
        words: impl Iterator<Item = &'a mut Bytes>,
    ) {
        self.carry_out(Weigh { things, words });
    }
}

/// Which of some bytes reach one.
struct Reach<'a> {
    sums: &'a Bytes,
    least: u8,
    reaching: &'a mut u64,
}

impl Task for Reach<'_> {
    #[inline(always)]
    fn run<const N: usize>(self, machine: impl Machine<N>) {
        *self.reaching = machine.reaching(machine.bytes(&self.sums.0), machine.same(self.least));
    }
}

/// Sums of what codes are worth to each, and who reaches what it asks.
struct LookUp<'a> {
    codes: &'a Codes,
    tables: &'a Tables,
    asked: &'a [Asked],
    found: &'a mut Vec<Reached>,
}

/// The words in which somebody asks further, and what it asks of each.
struct Hopeful {
    words: u64,
    least: Bytes,
}

impl Task for LookUp<'_> {
    #[inline(always)]
    fn run<const N: usize>(self, machine: impl Machine<N>) {
        let Self { codes, tables, asked, found } = self;
        let mut hopeful = Vec::with_capacity(asked.len());
        for asked in asked {
            let mut least = Bytes::NONE;
            for (least, number) in least.0.iter_mut().zip(codes.least) {
                *least = asked.rule.at(number);
            }
            let [sums] = sum(machine, tables.of(asked), [&codes.words]);
            let words = machine.reaching(sums, machine.bytes(&least.0)) & asked.words;
            hopeful.push(Hopeful { words, least });
        }
        for first in (0..WORD).step_by(NEAR) {
            let near = ((1 << NEAR) - 1) << first;
            for (asked, Hopeful { words, least }) in asked.iter().zip(&hopeful) {
                let mut left = words & near;
                while left > 0 {
                    look(machine, (codes, tables), (asked, least), next(&mut left), found);
                }
            }
        }
    }
}

/// Looks somebody's next words up.
#[inline(always)]
fn look<const N: usize>(
    machine: impl Machine<N>,
    (codes, tables): (&Codes, &Tables),
    (asked, least): (&Asked, &Bytes),
    (words, count): ([usize; TOGETHER], usize),
    found: &mut Vec<Reached>,
) {
    let mut of = [codes.word(0); TOGETHER];
    for (of, word) in of.iter_mut().zip(words) {
        *of = codes.word(word);
    }
    let sums = sum(machine, tables.of(asked), of);
    let (mut lanes, mut stored) = ([0; TOGETHER], [Bytes::NONE; TOGETHER]);
    for place in 0..TOGETHER {
        let least = machine.same(least.0[words[place]]);
        lanes[place] = machine.reaching(sums[place], least);
    }
    if lanes == [0; TOGETHER] {
        return;
    }
    for place in 0..TOGETHER {
        stored[place] = Bytes(machine.stored(sums[place]));
    }
    for place in (0..count).filter(|place| lanes[*place] > 0) {
        let (word, lanes, sums) = (words[place], lanes[place], stored[place]);
        found.push(Reached { who: asked.who, word, lanes, sums });
    }
}

/// The next words of a set, and how many; the rest is the first again.
#[inline(always)]
fn next(left: &mut u64) -> ([usize; TOGETHER], usize) {
    let mut words = [left.trailing_zeros() as usize; TOGETHER];
    let mut count = 0;
    for word in &mut words {
        if *left > 0 {
            *word = left.trailing_zeros() as usize;
            *left &= *left - 1;
            count += 1;
        }
    }
    (words, count)
}

/// What the codes of some groups are worth, in each of some words.
#[inline(always)]
fn sum<const N: usize, const W: usize, M: Machine<N>>(
    machine: M,
    (groups, tables): (&[usize], &[Table]),
    codes: [&[Bytes]; W],
) -> [M::Bytes; W] {
    let mut sums = [machine.same(0); W];
    for (group, table) in groups.iter().zip(tables) {
        let table = machine.hold(table);
        for (sums, codes) in sums.iter_mut().zip(codes) {
            *sums = machine.add(*sums, machine.look_up(table, &codes[*group].0));
        }
    }
    sums
}

/// Sums of what things are worth to those who have them.
struct Weigh<'a, W> {
    things: &'a [(&'a [u64], u8)],
    words: W,
}

impl<'b, W: Iterator<Item = &'b mut Bytes>> Task for Weigh<'_, W> {
    #[inline(always)]
    fn run<const N: usize>(self, machine: impl Machine<N>) {
        for (word, sums) in self.words.enumerate() {
            let mut sum = machine.same(0);
            for (bits, worth) in self.things {
                sum = machine.add(sum, machine.spread(bits[word], *worth));
            }
            sums.0 = machine.stored(sum);
        }
    }
}

/// Who is in it, in order.
pub(super) fn lanes(bits: u64) -> impl Iterator<Item = usize> {
    let next = |bits: &u64| (*bits > 0).then(|| bits & (bits - 1));
    let lanes = std::iter::successors(Some(bits), next).take_while(|bits| *bits > 0);
    lanes.map(|bits| bits.trailing_zeros() as usize)
}

#[cfg(test)]
mod tests {
    use super::super::machine::CODES;
    use super::*;

    /// Numbers that look like chance.
    fn numbers() -> impl FnMut() -> u64 {
        let mut state = 1_u64;
        move || {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            state.rotate_left(32)
        }
    }

    /// What the codes of somebody's groups are worth to it.
    fn worth(tables: &Tables, asked: &Asked, codes: &[Bytes], lane: usize) -> u8 {
        let (groups, tables) = tables.of(asked);
        let worth = groups
            .iter()
            .zip(tables)
            .map(|(group, table)| table.0[usize::from(codes[*group].0[lane])]);
        worth.fold(0, u8::saturating_add)
    }

    /// Codes below 60 for the members, and the last for each word.
    fn codes(groups: usize, mut below: impl FnMut(u64) -> u8) -> Codes {
        let members = (0..WORD * groups).map(|_| Bytes([0; WORD].map(|_| below(60)))).collect();
        let least = [0; WORD].map(|_| u32::from(below(200)) * 50);
        Codes { groups, members, words: vec![Bytes([63; WORD]); groups], least }
    }

    #[test]
    fn who_is_worth_what_is_asked_is_found_on_every_kernel() {
        let mut number = numbers();
        let mut below = |most: u64| u8::try_from(number() % most).expect("a byte");
        let codes = codes(40, &mut below);
        let mut tables = Tables::default();
        let mut asked = Vec::new();
        for (who, count) in [0, 1, 2, 9, 40].into_iter().enumerate() {
            for (least, words) in [(0, u64::MAX), (1, 0xF0F0), (17, u64::MAX), (120, 1), (255, 7)] {
                let rule =
                    Rule { base: -2_000, slope: 30 * u32::try_from(who).expect("few"), least };
                asked.push(Asked { who, first: tables.groups.len(), tables: count, words, rule });
                tables.groups.extend((0..count).rev());
                for _ in 0..count {
                    let mut table = [0; CODES].map(|_| below(30));
                    table[63] = table.into_iter().max().unwrap_or(0);
                    tables.tables.push(Table(table));
                }
            }
        }
        let mut expected = Vec::new();
        for one in &asked {
            for word in lanes(one.words) {
                let sum = |lane: usize| worth(&tables, one, codes.word(word), lane);
                let least = one.rule.at(codes.least[word]);
                let reached: u64 =
                    (0..WORD).map(|lane| u64::from(sum(lane) >= least) << lane).sum();
                if reached > 0 {
                    expected.push((one.who, word, reached, std::array::from_fn(sum)));
                }
            }
        }
        expected.sort_unstable();
        assert!(expected.len() > 100);
        for kernel in Kernel::all() {
            let mut found = Vec::new();
            kernel.look_up(&codes, &tables, &asked, &mut found);
            let mut found: Vec<_> =
                found.iter().map(|one| (one.who, one.word, one.lanes, one.sums.0)).collect();
            found.sort_unstable();
            assert!(found == expected, "{kernel:?}");
        }
    }

    #[test]
    fn words_that_are_worth_too_little_together_are_not_looked_at() {
        let mut number = numbers();
        let mut codes = codes(1, |most| u8::try_from(number() % most).expect("a byte"));
        codes.words[0].0[5] = 62;
        let mut table = [10; CODES];
        table[62] = 9;
        let tables = Tables { groups: vec![0], tables: vec![Table(table)] };
        let rule = Rule { least: 10, ..Rule::default() };
        let asked = [Asked { who: 0, first: 0, tables: 1, words: u64::MAX, rule }];
        for kernel in Kernel::all() {
            let mut found = Vec::new();
            kernel.look_up(&codes, &tables, &asked, &mut found);
            let words = found.iter().map(|reached| reached.word);
            assert!(words.eq((0..WORD).filter(|word| *word != 5)), "{kernel:?}");
        }
    }

    #[test]
    fn what_members_have_is_weighed_on_every_kernel() {
        let mut number = numbers();
        let things: Vec<([u64; 3], u8)> =
            [1, 3, 9, 27, 200].map(|worth| ([0; 3].map(|_| number()), worth)).into();
        let alone = |word: usize, lane: usize| {
            let has = |bits: &[u64; 3]| bits[word] >> lane & 1 == 1;
            let worth = things.iter().filter(|(bits, _)| has(bits)).map(|(_, worth)| worth);
            worth.sum::<u8>()
        };
        let borrowed: Vec<_> = things.iter().map(|(bits, worth)| (&bits[..], *worth)).collect();
        for kernel in Kernel::all() {
            let mut sums = [Bytes::NONE; 3];
            kernel.weigh(&borrowed, sums.iter_mut());
            for (word, sums) in sums.iter().enumerate() {
                assert!((0..WORD).all(|lane| sums.0[lane] == alone(word, lane)), "{kernel:?}");
            }
        }
    }

    #[test]
    fn so_many_reach_a_number_and_fewer_the_next() {
        let mut number = numbers();
        let sums = Bytes([0; WORD].map(|_| u8::try_from(number() % 60).expect("a byte")));
        for kernel in Kernel::all() {
            let reaching = |least: u8| kernel.reaching(&sums, least).count_ones() as usize;
            for count in [1, 11, 30, WORD] {
                let reached = sums.reached_by(count, u64::MAX);
                assert!(reaching(reached) >= count && reaching(reached + 1) < count);
            }
        }
        assert_eq!(sums.reached_by(WORD + 1, u64::MAX), 0);
    }
}
