//! What the codes of hundreds of members are worth, summed up at once. Nothing
//! here knows of matching.
//!
//! A member has a code in each of some groups, a byte below [`CODES`]; a table
//! says what each code of a group is worth, in a byte too. One instruction of
//! AVX-512 looks up 64 members in a register that holds the whole table. AVX2
//! looks in a quarter of the table at a time, and any other machine for one member
//! after the other. Sums stop at 255.
#![expect(clippy::inline_always, reason = "what is inlined is compiled for the caller's features")]

use super::machine::{Kernel, Machine, Table, Task};

/// Members in a block.
pub(super) const BLOCK: usize = 64 * WORDS;
pub(super) const WORDS: usize = 4;

/// A byte for each member of a block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(align(64))]
pub(super) struct Bytes([[u8; 64]; WORDS]);

/// Somebody who has a table for some groups: which these are, and what is asked
/// of the sum of what members are worth to it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Asked {
    pub(super) who: usize,
    pub(super) first: usize,
    pub(super) tables: usize,
    pub(super) least: u8,
}

/// The tables of all, one after the other, each with its group.
#[derive(Clone, Debug, Default)]
pub(super) struct Tables {
    pub(super) groups: Vec<usize>,
    pub(super) tables: Vec<Table>,
}

/// A bit for each member of a block.
pub(super) type Bits = [u64; WORDS];

impl Bytes {
    pub(super) const NONE: Self = Self([[0; 64]; WORDS]);

    pub(super) fn at(&self, lane: usize) -> u8 {
        self.0[lane / 64][lane % 64]
    }

    /// Sets eight digits of each number, from a digit on.
    pub(super) fn set_digits(&self, first: usize, numbers: &mut [u32]) {
        for (numbers, bytes) in numbers.chunks_mut(64).zip(&self.0) {
            for (number, byte) in numbers.iter_mut().zip(bytes) {
                *number |= u32::from(*byte) << first;
            }
        }
    }

    /// The largest number that so many of these reach, if so many do.
    pub(super) fn reached_by(&self, count: usize, among: Bits) -> u8 {
        let mut having = [0_usize; 256];
        lanes(among).for_each(|lane| having[usize::from(self.at(lane))] += 1);
        let mut reaching = 0;
        let reached = (0..=u8::MAX).rev().find(|number| {
            reaching += having[usize::from(*number)];
            reaching >= count
        });
        reached.unwrap_or(0)
    }

    /// Those of these who reach that.
    pub(super) fn reaching(&self, least: u8, among: Bits) -> Bits {
        let mut reaching = [0; WORDS];
        for lane in lanes(among).filter(|lane| self.at(*lane) >= least) {
            reaching[lane / 64] |= 1 << (lane % 64);
        }
        reaching
    }
}

impl Kernel {
    /// Whose codes are worth what is asked, to each who asks; and their sums.
    /// Those to whom nobody is are left out.
    pub(super) fn look_up(
        self,
        codes: &[Bytes],
        tables: &Tables,
        asked: &[Asked],
        found: &mut Vec<(usize, Bits, Bytes)>,
    ) {
        found.clear();
        self.carry_out(LookUp { codes, tables, asked, found });
    }

    /// Sums of what members have, each thing worth so much, block by block; they
    /// must fit.
    pub(super) fn weigh<'a>(
        self,
        things: &[(&[Bits], u8)],
        blocks: impl Iterator<Item = &'a mut Bytes>,
    ) {
        self.carry_out(Weigh { things, blocks });
    }
}

/// Sums of what codes are worth to each, and who reaches what it asks.
struct LookUp<'a> {
    codes: &'a [Bytes],
    tables: &'a Tables,
    asked: &'a [Asked],
    found: &'a mut Vec<(usize, Bits, Bytes)>,
}

impl Task for LookUp<'_> {
    #[inline(always)]
    fn run<const N: usize>(self, machine: impl Machine<N>) {
        for Asked { who, first, tables, least } in self.asked {
            let groups = &self.tables.groups[*first..][..*tables];
            let tables = &self.tables.tables[*first..][..*tables];
            let mut totals = [machine.noughts(); WORDS];
            for (group, table) in groups.iter().zip(tables) {
                let table = machine.hold(table);
                for (total, codes) in totals.iter_mut().zip(&self.codes[*group].0) {
                    *total = machine.add(*total, machine.look_up(table, codes));
                }
            }
            let reached = totals.map(|total| machine.reaching(total, *least));
            if reached != [0; WORDS] {
                self.found.push((*who, reached, Bytes(totals.map(|total| machine.stored(total)))));
            }
        }
    }
}

/// Sums of what things are worth to those who have them.
struct Weigh<'a, B> {
    things: &'a [(&'a [Bits], u8)],
    blocks: B,
}

impl<'b, B: Iterator<Item = &'b mut Bytes>> Task for Weigh<'_, B> {
    #[inline(always)]
    fn run<const N: usize>(self, machine: impl Machine<N>) {
        for (block, sums) in self.blocks.enumerate() {
            let mut totals = [machine.noughts(); WORDS];
            for (bits, worth) in self.things {
                for (total, bits) in totals.iter_mut().zip(bits[block]) {
                    *total = machine.add(*total, machine.spread(bits, *worth));
                }
            }
            sums.0 = totals.map(|total| machine.stored(total));
        }
    }
}

/// Who is in it, in order.
pub(super) fn lanes(mut bits: Bits) -> impl Iterator<Item = usize> {
    let mut word = 0;
    std::iter::from_fn(move || {
        while bits[word] == 0 {
            word += 1;
            if word == WORDS {
                word = 0;
                return None;
            }
        }
        let bit = bits[word].trailing_zeros() as usize;
        bits[word] &= bits[word] - 1;
        Some(64 * word + bit)
    })
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

    fn bytes(mut byte: impl FnMut() -> u8) -> Bytes {
        Bytes([[0; 64]; WORDS].map(|word| word.map(|_| byte())))
    }

    #[test]
    fn sums_are_those_of_each_member_alone_on_every_kernel() {
        let mut number = numbers();
        let mut below = |most: u64| u8::try_from(number() % most).expect("a byte");
        let codes: Vec<Bytes> = (0..40).map(|_| bytes(|| below(64))).collect();
        let mut tables = Tables::default();
        let mut asked = Vec::new();
        for (who, count) in [0, 1, 2, 9, 40].into_iter().enumerate() {
            for least in [0, 1, 17, 200, 255] {
                asked.push(Asked { who, first: tables.groups.len(), tables: count, least });
                tables.groups.extend((0..count).rev());
                tables.tables.extend((0..count).map(|_| Table([0; CODES].map(|_| below(30)))));
            }
        }
        let alone = |asked: &Asked| -> Vec<u8> {
            let own = asked.first..asked.first + asked.tables;
            let tables = tables.groups[own.clone()].iter().zip(&tables.tables[own]);
            let at = |lane: usize| {
                let worth =
                    |(group, table): (&usize, &Table)| table.0[usize::from(codes[*group].at(lane))];
                tables.clone().map(worth).fold(0, u8::saturating_add)
            };
            (0..BLOCK).map(at).collect()
        };
        for kernel in Kernel::all() {
            let mut found = Vec::new();
            kernel.look_up(&codes, &tables, &asked, &mut found);
            let mut found = found.iter();
            for asked in &asked {
                let sums = alone(asked);
                if sums.iter().any(|sum| *sum >= asked.least) {
                    let (who, reached, bytes) = found.next().expect("somebody");
                    assert_eq!(*who, asked.who);
                    assert!((0..BLOCK).all(|lane| bytes.at(lane) == sums[lane]), "{kernel:?}");
                    let reaching = (0..BLOCK).filter(|lane| sums[*lane] >= asked.least);
                    assert!(lanes(*reached).eq(reaching), "{kernel:?}");
                }
            }
            assert!(found.next().is_none(), "{kernel:?}");
        }
    }

    #[test]
    fn what_members_have_is_weighed_on_every_kernel() {
        let mut number = numbers();
        let things: Vec<([Bits; 3], u8)> = [1, 3, 9, 27, 200]
            .map(|worth| ([[0; WORDS]; 3].map(|bits| bits.map(|_| number())), worth))
            .into();
        let alone = |block: usize, lane: usize| {
            let has = |bits: &[Bits; 3]| bits[block][lane / 64] >> (lane % 64) & 1 == 1;
            let worth = things.iter().filter(|(bits, _)| has(bits)).map(|(_, worth)| worth);
            worth.sum::<u8>()
        };
        let borrowed: Vec<_> = things.iter().map(|(bits, worth)| (&bits[..], *worth)).collect();
        for kernel in Kernel::all() {
            let mut sums = [Bytes::NONE; 3];
            kernel.weigh(&borrowed, sums.iter_mut());
            for (block, sums) in sums.iter().enumerate() {
                assert!((0..BLOCK).all(|lane| sums.at(lane) == alone(block, lane)), "{kernel:?}");
            }
        }
    }

    #[test]
    fn so_many_reach_a_number_and_fewer_the_next() {
        let mut number = numbers();
        let sums = bytes(|| u8::try_from(number() % 60).expect("a byte"));
        let all = [u64::MAX; WORDS];
        let reaching = |least: u8| lanes(sums.reaching(least, all)).count();
        for count in [1, 11, 100, BLOCK] {
            let reached = sums.reached_by(count, all);
            assert!(reaching(reached) >= count && reaching(reached + 1) < count);
        }
        assert_eq!(sums.reached_by(BLOCK + 1, all), 0);
    }
}
