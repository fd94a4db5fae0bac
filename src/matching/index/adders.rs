//! Weighted sums for thousands of members at once, by logic alone. Nothing here
//! knows of matching.
//!
//! A member is a bit in a column; a column is one thing that members have or
//! not. The sum of the weights of what each has is made as columns too, one a
//! binary digit. A full adder takes two or five logic instructions for as many
//! members as a register has bits, and turns three inputs of one digit into one
//! of it and one of the next: a sum costs about as many adders as its weights
//! have ones in binary, whoever the members are. Only those lines of memory are
//! looked at in which it matters.
#![expect(clippy::inline_always, reason = "what is inlined is compiled for the caller's features")]

use super::machine::{Kernel, Machine, Task};

/// Members in a column.
pub(super) const LANES: usize = 64 * WORDS;
const WORDS: usize = 64;
/// Words of a line of memory.
const LINE: usize = 8;
/// Lines of a column.
pub(super) const LINES: usize = WORDS / LINE;

/// Some lines of a column, a bit each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Lines(u8);

/// A bit a member.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(align(64))]
pub(super) struct Column(pub(super) [u64; WORDS]);

/// Nobody.
pub(super) static NOBODY: Column = Column([0; WORDS]);

/// Values that are added together.
const GROUP: usize = 4;

/// What is added to what. Values have numbers: 0 is nothing, which fills up, then
/// come the terms, then by turns what even digits carry and what odd ones do. They
/// are added in groups of four of the same digit, each of which carries one.
#[derive(Clone, Debug, Default)]
pub(super) struct Addition {
    terms: usize,
    groups: Vec<[u32; GROUP]>,
    /// Where the groups of each digit end.
    ends: Vec<usize>,
    /// How many values there are.
    values: usize,
}

/// The values of an addition on its way, kept from one to the next.
#[derive(Clone, Debug, Default)]
pub(super) struct Values(Vec<u64>);

impl Addition {
    /// Adds the weights of the terms 1, 2, ….
    pub(super) fn of(weights: impl ExactSizeIterator<Item = u64> + Clone) -> Self {
        let number = |value: usize| u32::try_from(value).expect("fewer terms than that");
        let digits = |weight: u64| {
            let ones =
                std::iter::successors(Some(weight), |left| Some(left & left.wrapping_sub(1)));
            ones.take_while(|left| *left > 0).map(|left| left.trailing_zeros() as usize)
        };
        let most: u64 = weights.clone().sum();
        // Where the terms of each digit go: how many there are, at first.
        let mut places = vec![0_usize; (u64::BITS - most.leading_zeros()) as usize];
        weights.clone().flat_map(digits).for_each(|digit| places[digit] += 1);
        let terms = weights.len();
        let mut inputs = Vec::with_capacity(2 * places.iter().sum::<usize>());
        let (mut ends, mut waiting) = (Vec::with_capacity(places.len()), [0; 2]);
        let mut values = 1 + terms;
        for (digit, place) in places.iter_mut().enumerate() {
            let (begin, parity) = (inputs.len(), digit % 2);
            let carried = (1 + terms + parity..).step_by(2).take(waiting[parity]);
            inputs.extend(carried.map(number));
            let own = *place;
            *place = inputs.len();
            inputs.resize((inputs.len() + own).next_multiple_of(GROUP), 0);
            waiting[parity] = (inputs.len() - begin) / GROUP;
            values = values.max(1 + terms + 2 * waiting[parity]);
            ends.push(inputs.len() / GROUP);
        }
        for (term, weight) in (1..).map(number).zip(weights) {
            for digit in digits(weight) {
                inputs[places[digit]] = term;
                places[digit] += 1;
            }
        }
        Self { terms, groups: inputs.as_chunks().0.to_vec(), ends, values }
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

    /// Only those in some lines.
    pub(super) fn keep_lines(&mut self, lines: Lines) {
        for (line, words) in self.0.as_chunks_mut::<LINE>().0.iter_mut().enumerate() {
            if !lines.has(line) {
                *words = [0; LINE];
            }
        }
    }

    #[inline(always)]
    fn line_mut(&mut self, line: usize) -> &mut [u64; LINE] {
        &mut self.0.as_chunks_mut().0[line % LINES]
    }

    #[inline(always)]
    fn line(&self, line: usize) -> &[u64; LINE] {
        &self.0.as_chunks().0[line % LINES]
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

impl Lines {
    pub(super) const ALL: Self = Self(u8::MAX);
    pub(super) const NONE: Self = Self(0);

    /// Those of which it is said.
    pub(super) fn of(said: [bool; LINES]) -> Self {
        Self(said.into_iter().zip(0..).map(|(said, line)| u8::from(said) << line).sum())
    }

    /// Those that are in both.
    pub(super) fn and(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    fn has(self, line: usize) -> bool {
        self.0 >> line & 1 == 1
    }

    /// By as many as are worked on at once; the last ones more than once, where
    /// there are too few.
    #[inline(always)]
    fn groups<const N: usize>(self) -> impl Iterator<Item = [usize; LINES]> {
        let (mut lines, mut count) = ([0_usize; LINES], 0);
        for line in (0..LINES).filter(|line| self.has(*line)) {
            lines[count] = line;
            count += 1;
        }
        let near = move |place: usize| lines[place.min(count - 1)];
        let group = move |first| std::array::from_fn(|place| near(first + place));
        (0..count).step_by(N / LINE).map(group)
    }
}

impl Kernel {
    /// The sum of the weights of what each in some lines has, by digit, the lowest
    /// first. The first term is [`NOBODY`].
    pub(super) fn add(
        self,
        (addition, lines): (&Addition, Lines),
        terms: &[&Column],
        values: &mut Values,
        digits: &mut [Column],
    ) {
        self.carry_out(Sums { addition, lines, terms, values, digits });
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
    lines: Lines,
    terms: &'a [&'a Column],
    values: &'a mut Values,
    digits: &'a mut [Column],
}

impl Task for Sums<'_> {
    #[inline(always)]
    fn run<const N: usize>(self, machine: impl Machine<N>) {
        let Self { addition, lines, terms, values, digits } = self;
        let values = values.room::<N>(addition);
        for group in lines.groups::<N>() {
            // Next to each other first: they stand far apart, and each is added often.
            for (value, term) in values.iter_mut().zip(terms) {
                for (words, line) in value.as_chunks_mut::<LINE>().0.iter_mut().zip(group) {
                    *words = *term.line(line);
                }
            }
            add(addition, values, machine, |digit, sum| {
                for (words, line) in sum.as_chunks::<LINE>().0.iter().zip(group) {
                    *digits[digit].line_mut(line) = *words;
                }
            });
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

/// Four values of a digit carry twice, which is added to the next digit at
/// once; only what that carries has to wait, for the digit after. It takes the
/// place of one that was added before.
#[inline(always)]
fn add<const N: usize>(
    addition: &Addition,
    values: &mut [[u64; N]],
    machine: impl Machine<N>,
    mut tell: impl FnMut(usize, [u64; N]),
) {
    let (mut this, mut next) = ([0; N], [0; N]);
    let mut begin = 0;
    for (digit, end) in addition.ends.iter().enumerate() {
        let mut carried = 1 + addition.terms + digit % 2;
        for [a, b, c, d] in &addition.groups[begin..*end] {
            let [a, b, c, d] = [a, b, c, d].map(|value| *value as usize);
            let first = machine.full_adder(&mut this, values[a], values[b]);
            let second = machine.full_adder(&mut this, values[c], values[d]);
            values[carried] = machine.full_adder(&mut next, first, second);
            carried = carried.wrapping_add(2);
        }
        begin = *end;
        tell(digit, this);
        (this, next) = (next, [0; N]);
    }
}

impl Values {
    /// Each begins with a line of memory.
    fn room<const N: usize>(&mut self, addition: &Addition) -> &mut [[u64; N]] {
        let room = (addition.values * N + LINE).max(self.0.len());
        self.0.resize(room, 0);
        let skip = self.0.as_ptr().align_offset(size_of::<[u64; LINE]>());
        &mut self.0[skip..].as_chunks_mut().0[..addition.values]
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
            for (kernel, lines) in Kernel::all().into_iter().flat_map(|kernel| {
                [Lines::ALL, Lines(0b0110_1001), Lines(1), Lines::NONE].map(|lines| (kernel, lines))
            }) {
                let mut digits = vec![NOBODY; addition.digits()];
                kernel.add((&addition, lines), &terms, &mut Values::default(), &mut digits);
                let reached = least.map(|least| {
                    let mut reached = NOBODY.complement();
                    kernel.keep_at_least(&digits, least, &mut reached);
                    reached
                });
                for lane in (0..LANES).filter(|lane| lines.has(lane / (64 * LINE))) {
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
