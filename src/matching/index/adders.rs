//! Weighted sums for thousands of members at once, by logic alone. Nothing here
//! knows of matching.
//!
//! A member is a bit in a column; a column is one thing that members have or
//! not. The sum of the weights of what each has is made as columns too, one a
//! binary digit. A full adder takes two or five logic instructions for as many
//! members as a register has bits, and turns three inputs of one digit into one
//! of it and one of the next: a sum costs about as many adders as its weights
//! have ones in binary, whoever the members are.
#![expect(clippy::inline_always, reason = "what is inlined is compiled for the caller's features")]

use super::machine::{Kernel, Machine, Task};

/// Members in a column.
pub(super) const LANES: usize = 64 * WORDS;
const WORDS: usize = 64;

/// A bit a member.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(align(64))]
pub(super) struct Column(pub(super) [u64; WORDS]);

/// Nobody.
pub(super) static NOBODY: Column = Column([0; WORDS]);

/// Which terms enter the adders of which digit, in groups of four that begin
/// with what the digits below carry. Term 0 fills up the last group.
#[derive(Clone, Debug, Default)]
pub(super) struct Addition {
    terms: Vec<u32>,
    /// Where the terms of each digit end.
    ends: Vec<usize>,
    /// The most groups that a digit has.
    groups_max: usize,
}

/// What waits to be added to a digit: carries of the even digits, and of the
/// odd. Kept from sum to sum.
#[derive(Clone, Debug, Default)]
pub(super) struct Carries([Vec<Column>; 2]);

impl Addition {
    /// Adds the weights of the terms 1, 2, ….
    pub(super) fn of(weights: impl Iterator<Item = u64> + Clone) -> Self {
        let digits = |weight: u64| {
            let ones =
                std::iter::successors(Some(weight), |left| Some(left & left.wrapping_sub(1)));
            ones.take_while(|left| *left > 0).map(|left| left.trailing_zeros() as usize)
        };
        let most: u64 = weights.clone().sum();
        // Where the terms of each digit go: how many there are, at first.
        let mut places = vec![0_usize; (u64::BITS - most.leading_zeros()) as usize];
        weights.clone().flat_map(digits).for_each(|digit| places[digit] += 1);
        let (mut addition, mut waiting) = (Self::default(), [0_usize; 2]);
        let mut end = 0;
        for (digit, place) in places.iter_mut().enumerate() {
            let groups = (waiting[digit % 2] + *place).div_ceil(4);
            *place = end;
            end += 4 * groups - waiting[digit % 2];
            addition.ends.push(end);
            addition.groups_max = addition.groups_max.max(groups);
            waiting[digit % 2] = groups;
        }
        addition.terms.resize(end, 0);
        for (term, weight) in (1..).zip(weights) {
            for digit in digits(weight) {
                addition.terms[places[digit]] = term;
                places[digit] += 1;
            }
        }
        addition
    }

    /// How many binary digits the largest sum has.
    pub(super) fn digits(&self) -> usize {
        self.ends.len()
    }
}

impl Column {
    /// Whether it has a member.
    pub(super) fn has(&self, lane: usize) -> bool {
        self.0[lane / 64] >> (lane % 64) & 1 == 1
    }

    pub(super) fn set(&mut self, lane: usize) {
        self.0[lane / 64] |= 1 << (lane % 64);
    }

    pub(super) fn clear(&mut self, lane: usize) {
        self.0[lane / 64] &= !(1 << (lane % 64));
    }

    /// Which of its words have somebody.
    pub(super) fn words(&self) -> u64 {
        let bits = self.0.iter().zip(0..).map(|(word, place)| u64::from(*word > 0) << place);
        bits.sum()
    }

    /// Who is in it, in order.
    pub(super) fn lanes(&self) -> impl Iterator<Item = usize> {
        self.0.iter().enumerate().flat_map(|(place, word)| {
            let next = |word: &u64| (*word > 0).then(|| word & (word - 1));
            let members = std::iter::successors(Some(*word), next).take_while(|word| *word > 0);
            members.map(move |word| 64 * place + word.trailing_zeros() as usize)
        })
    }

    /// Only those who are in that too.
    pub(super) fn keep(&mut self, other: &Self) {
        self.0.iter_mut().zip(&other.0).for_each(|(word, other)| *word &= other);
    }

    /// Who is in this and in that.
    pub(super) fn and(&self, other: &Self) -> Self {
        self.with(other, |one, other| one & other)
    }

    /// Who is in this or in that.
    pub(super) fn or(&self, other: &Self) -> Self {
        self.with(other, |one, other| one | other)
    }

    /// Who is in this but not in that.
    pub(super) fn without(&self, other: &Self) -> Self {
        self.with(other, |one, other| one & !other)
    }

    /// Who is not in this.
    pub(super) fn complement(&self) -> Self {
        Self(self.0.map(|word| !word))
    }

    fn with(&self, other: &Self, logic: impl Fn(u64, u64) -> u64) -> Self {
        let mut both = *self;
        both.0.iter_mut().zip(other.0).for_each(|(word, other)| *word = logic(*word, other));
        both
    }

    /// `N` of its words.
    #[inline(always)]
    fn block<const N: usize>(&self, block: usize) -> [u64; N] {
        self.0.as_chunks().0[block]
    }

    #[inline(always)]
    fn block_mut<const N: usize>(&mut self, block: usize) -> &mut [u64; N] {
        &mut self.0.as_chunks_mut().0[block]
    }
}

impl Kernel {
    /// The sum of the weights of what each has, by digit, the lowest first. The
    /// first term is [`NOBODY`].
    pub(super) fn add(
        self,
        addition: &Addition,
        terms: &[&Column],
        carries: &mut Carries,
        digits: &mut [Column],
    ) {
        self.carry_out(Sums { addition, terms, carries, digits });
    }

    /// Keeps those whose number, of which these are the digits, is at least that.
    pub(super) fn keep_at_least(self, digits: &[Column], least: u64, members: &mut Column) {
        if least < 1 << digits.len() {
            self.carry_out(KeepAtLeast { digits, least, members });
        } else {
            *members = NOBODY;
        }
    }

    /// How many are in a column.
    pub(super) fn count(self, column: &Column) -> usize {
        let mut members = 0;
        self.carry_out(Count { column, members: &mut members });
        members
    }
}

/// An addition on its way.
struct Sums<'a> {
    addition: &'a Addition,
    terms: &'a [&'a Column],
    carries: &'a mut Carries,
    digits: &'a mut [Column],
}

impl Task for Sums<'_> {
    #[inline(always)]
    fn run<const N: usize>(mut self, machine: impl Machine<N>) {
        self.carries.make_room::<N>(self.addition);
        for block in 0..WORDS / N {
            add(&mut self, block, machine);
        }
    }
}

/// Whose number is at least another: `s` is at least `t` when `s + ¬t + 1` carries
/// over.
struct KeepAtLeast<'a> {
    digits: &'a [Column],
    least: u64,
    members: &'a mut Column,
}

impl Task for KeepAtLeast<'_> {
    #[inline(always)]
    fn run<const N: usize>(self, machine: impl Machine<N>) {
        for block in 0..WORDS / N {
            let mut reached = [u64::MAX; N];
            for (digit, column) in self.digits.iter().enumerate() {
                let without = (self.least >> digit & 1).wrapping_sub(1);
                reached = machine.full_adder(&mut column.block(block), reached, [without; N]);
            }
            let members = self.members.block_mut::<N>(block);
            for (member, reached) in members.iter_mut().zip(reached) {
                *member &= reached;
            }
        }
    }
}

/// How many are in a column.
struct Count<'a> {
    column: &'a Column,
    members: &'a mut usize,
}

impl Task for Count<'_> {
    #[inline(always)]
    fn run<const N: usize>(self, _: impl Machine<N>) {
        *self.members = self.column.0.iter().map(|word| word.count_ones() as usize).sum();
    }
}

/// Four inputs of a digit carry twice, which is added to the next digit at
/// once; only what that carries has to wait, for the digit after.
#[inline(always)]
fn add<const N: usize>(sums: &mut Sums<'_>, block: usize, machine: impl Machine<N>) {
    let Sums { addition, terms, carries, digits } = sums;
    let (mut this, mut next) = ([0; N], [0; N]);
    let mut waits = [0_usize; 2];
    let mut begin = 0;
    let input = |term: u32| terms[term as usize].block(block);
    for (digit, (sum, end)) in digits.iter_mut().zip(&addition.ends).enumerate() {
        let mut waiting = Waiting::<N>(&mut carries.0[digit % 2]);
        let carried = waits[digit % 2];
        let missing = carried.next_multiple_of(4) - carried;
        let (first, rest) = addition.terms[begin..*end].split_at(missing);
        for (place, term) in (carried..).zip(first) {
            *waiting.at(place) = input(*term);
        }
        begin = *end;
        let full = (carried + missing) / 4;
        for place in 0..full {
            let (one, other) = (*waiting.at(4 * place), *waiting.at(4 * place + 1));
            let first = machine.full_adder(&mut this, one, other);
            let (one, other) = (*waiting.at(4 * place + 2), *waiting.at(4 * place + 3));
            let second = machine.full_adder(&mut this, one, other);
            *waiting.at(place) = machine.full_adder(&mut next, first, second);
        }
        for (place, four) in (full..).zip(rest.as_chunks::<4>().0) {
            let first = machine.full_adder(&mut this, input(four[0]), input(four[1]));
            let second = machine.full_adder(&mut this, input(four[2]), input(four[3]));
            *waiting.at(place) = machine.full_adder(&mut next, first, second);
        }
        waits[digit % 2] = full + rest.len() / 4;
        *sum.block_mut(block) = this;
        (this, next) = (next, [0; N]);
    }
}

/// Carries of `N` words, one after the other.
struct Waiting<'a, const N: usize>(&'a mut [Column]);

impl<const N: usize> Waiting<'_, N> {
    #[inline(always)]
    fn at(&mut self, place: usize) -> &mut [u64; N] {
        self.0[place / (WORDS / N)].block_mut(place % (WORDS / N))
    }
}

impl Carries {
    /// A group that is being read still has four.
    fn make_room<const N: usize>(&mut self, addition: &Addition) {
        let columns = (addition.groups_max + 4).div_ceil(WORDS / N);
        for carries in &mut self.0 {
            carries.resize(carries.len().max(columns), NOBODY);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Columns of which each has one member in two, or four, or eight, ….
    fn columns(count: u64) -> Vec<Column> {
        let mut state = 1_u64;
        let mut word = |halvings: u64| {
            (0..=halvings).fold(u64::MAX, |word, _| {
                state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                word & (state ^ state >> 29)
            })
        };
        (0..count).map(|column| Column([0; WORDS].map(|_| word(column % 4)))).collect()
    }

    #[test]
    fn sums_are_those_of_each_member_alone_on_every_kernel() {
        for count in [0, 1, 2, 3, 4, 5, 9, 40, 300] {
            let columns = columns(count);
            let weights: Vec<u64> = (0..count).map(|place| place * place * 37 % 4_001).collect();
            let addition = Addition::of(weights.iter().copied());
            let terms: Vec<&Column> = std::iter::once(&NOBODY).chain(&columns).collect();
            let alone = |lane: usize| -> u64 {
                let held = columns.iter().zip(&weights).filter(|(column, _)| column.has(lane));
                held.map(|(_, weight)| weight).sum()
            };
            let least = [0, 1, 777, 5_000, u64::MAX];
            for kernel in Kernel::all() {
                let mut digits = vec![NOBODY; addition.digits()];
                kernel.add(&addition, &terms, &mut Carries::default(), &mut digits);
                let reached = least.map(|least| {
                    let mut reached = NOBODY.complement();
                    kernel.keep_at_least(&digits, least, &mut reached);
                    reached
                });
                for lane in 0..LANES {
                    let sum: u64 = (0..)
                        .zip(&digits)
                        .map(|(digit, column)| u64::from(column.has(lane)) << digit)
                        .sum();
                    assert_eq!(sum, alone(lane), "{kernel:?}, {count} columns");
                    let over = reached.each_ref().map(|column| column.has(lane));
                    assert_eq!(over, least.map(|least| sum >= least), "{kernel:?}, {sum}");
                }
            }
        }
    }

    #[test]
    fn the_members_of_a_column_are_counted_and_listed_in_order() {
        for column in columns(8).iter().chain([&NOBODY, &NOBODY.complement()]) {
            let members: Vec<usize> = (0..LANES).filter(|lane| column.has(*lane)).collect();
            assert!(column.lanes().eq(members.iter().copied()));
            for kernel in Kernel::all() {
                assert_eq!(kernel.count(column), members.len(), "{kernel:?}");
            }
        }
    }
}
