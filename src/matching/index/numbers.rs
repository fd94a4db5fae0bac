//! Numbers whose binary digits are columns, read for 64 members at once and held
//! against a floor; and sums by bit. Nothing here knows of matching.
#![expect(clippy::inline_always, reason = "what is inlined is compiled for the caller's features")]

use super::adders::{Column, LANES};
use super::lookup::WORD;
use super::machine::{Kernel, Machine, Task};

/// What a number is at least: `base + slope·x`, and `least`.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Floor {
    pub(super) base: f32,
    pub(super) slope: f32,
    pub(super) least: f32,
}

impl Floor {
    #[inline(always)]
    #[expect(clippy::cast_precision_loss, reason = "floors allow for it")]
    pub(super) fn at(self, x: u32) -> f32 {
        let least = self.base + self.slope * x as f32;
        if least > self.least { least } else { self.least }
    }

    #[inline(always)]
    #[expect(clippy::cast_precision_loss, reason = "floors allow for it")]
    pub(super) fn is_reached(self, number: u32, x: u32) -> bool {
        number as f32 >= self.at(x)
    }
}

impl Kernel {
    /// The sums of the weights of the words that have each bit; they are below 2³².
    pub(super) fn sums_by_bit(self, words: &[(u64, u32)]) -> [u32; WORD] {
        let mut sums = [0; WORD];
        self.carry_out(SumsByBit { words, sums: &mut sums });
        sums
    }

    /// Reads the numbers of some members, and leaves those who reach the floor,
    /// each at its own `x`. Numbers of others may be written too.
    pub(super) fn read(
        self,
        digits: &[Column],
        (floor, xs): (Floor, &[u32]),
        members: &mut Column,
        numbers: &mut [u32],
    ) {
        assert!(digits.len() <= 32, "a number has at most 32 digits");
        self.carry_out(Read { digits, floor, xs, members, numbers });
    }
}

struct SumsByBit<'a> {
    words: &'a [(u64, u32)],
    sums: &'a mut [u32; WORD],
}

impl Task for SumsByBit<'_> {
    #[inline(always)]
    fn run<const N: usize>(self, machine: impl Machine<N>) {
        for (word, weight) in self.words {
            let there = machine.stored(machine.spread(*word, u8::MAX));
            for (sum, there) in self.sums.iter_mut().zip(there) {
                let mask = i32::from(there.cast_signed()).cast_unsigned();
                *sum = sum.wrapping_add(weight & mask);
            }
        }
    }
}

struct Read<'a> {
    digits: &'a [Column],
    floor: Floor,
    xs: &'a [u32],
    members: &'a mut Column,
    numbers: &'a mut [u32],
}

impl Task for Read<'_> {
    #[inline(always)]
    fn run<const N: usize>(self, machine: impl Machine<N>) {
        let Self { digits, floor, xs, members, numbers } = self;
        let (xs, numbers) = (xs.as_chunks::<WORD>().0, numbers.as_chunks_mut::<WORD>().0);
        for word in 0..LANES / WORD {
            if members.0[word] > 0 {
                numbers[word] = read(machine, digits, word);
                let mut over = [0; WORD];
                for ((over, number), x) in over.iter_mut().zip(numbers[word]).zip(xs[word]) {
                    *over = u8::from(floor.is_reached(number, x));
                }
                members.0[word] &= machine.reaching(machine.bytes(&over), machine.same(1));
            }
        }
    }
}

/// The numbers of a word, up to 32 digits.
#[inline(always)]
fn read<const N: usize>(machine: impl Machine<N>, digits: &[Column], word: usize) -> [u32; WORD] {
    let mut bytes = [[0; WORD]; 4];
    for (digits, bytes) in digits.chunks(8).zip(&mut bytes) {
        let mut sum = machine.same(0);
        for (digit, one) in digits.iter().zip(0..) {
            sum = machine.add(sum, machine.spread(digit.0[word], 1 << one));
        }
        *bytes = machine.stored(sum);
    }
    let [a, b, c, d] = bytes;
    let mut numbers = [0; WORD];
    for (lane, number) in numbers.iter_mut().enumerate() {
        *number = u32::from_le_bytes([a[lane], b[lane], c[lane], d[lane]]);
    }
    numbers
}

#[cfg(test)]
mod tests {
    use super::super::adders::NOBODY;
    use super::*;

    #[test]
    fn words_are_summed_by_bit_on_every_kernel() {
        let words: Vec<(u64, u32)> =
            (1..90_u32).map(|place| (u64::from(place).wrapping_pow(13), place * place)).collect();
        for kernel in Kernel::all() {
            let sums = kernel.sums_by_bit(&words);
            for (bit, sum) in sums.into_iter().enumerate() {
                let with = words.iter().filter(|(word, _)| word >> bit & 1 == 1);
                let alone: u32 = with.map(|(_, weight)| weight).sum();
                assert_eq!(sum, alone, "{kernel:?}, {bit}");
            }
        }
    }

    #[test]
    fn numbers_are_read_and_held_against_a_floor_on_every_kernel() {
        let number = |lane: usize| u32::try_from(lane * lane * 37 % 700_001).expect("small");
        let x = |lane: usize| u32::try_from(lane * 977 % 60_013).expect("small");
        let mut digits = vec![NOBODY; 20];
        for lane in 0..LANES {
            for (digit, column) in digits.iter_mut().enumerate() {
                if number(lane) >> digit & 1 == 1 {
                    column.set(lane);
                }
            }
        }
        let mut some = NOBODY;
        (0..LANES).filter(|lane| !(lane / WORD).is_multiple_of(3)).for_each(|lane| some.set(lane));
        let xs: Vec<u32> = (0..LANES).map(x).collect();
        for floor in [
            Floor::default(),
            Floor { base: -1_000.0, slope: 7.5, least: 90_000.0 },
            Floor { base: 350_000.0, slope: 0.0, least: 0.0 },
        ] {
            for kernel in Kernel::all() {
                let (mut members, mut numbers) = (some, vec![0; LANES]);
                kernel.read(&digits, (floor, &xs), &mut members, &mut numbers);
                for lane in some.lanes() {
                    assert_eq!(numbers[lane], number(lane), "{kernel:?}");
                    assert_eq!(members.has(lane), floor.is_reached(number(lane), x(lane)));
                }
                assert!(members.lanes().all(|lane| some.has(lane)), "{kernel:?}");
            }
        }
    }
}
