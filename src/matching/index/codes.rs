//! The members of a tile as codes: items that follow each other share a byte,
//! as long as it has a code for all that they can be together.

use super::adders::{Column, LANES};
use super::lookup::{BLOCK, Bits, Bytes};
use super::machine::{CODES, Kernel};
use super::population::{Chunk, Layout};
use super::side::Weighed;

/// Blocks in a tile.
pub(super) const BLOCKS: usize = LANES / BLOCK;

/// How the levels of items are written in codes.
#[derive(Clone, Debug, Default)]
pub(super) struct Codebook {
    /// By place of the item.
    digits: Vec<Digit>,
    /// The columns of each group, each with what it adds to the code.
    groups: Vec<Vec<(usize, u8)>>,
}

/// An item in the code of its group: a digit, of which 0 is that nothing is
/// known, and which is one more for each level that is reached.
#[derive(Clone, Debug)]
struct Digit {
    group: usize,
    /// By code, the level that it says.
    levels: [u8; CODES],
}

impl Codebook {
    /// For the columns of a layout.
    pub(super) fn of(layout: &Layout) -> Self {
        let mut book = Self { digits: Vec::new(), groups: vec![Vec::new()] };
        let mut one = 1;
        for (columns, levels) in layout.items() {
            let states = levels.len() + 1;
            if one * states > CODES {
                book.groups.push(Vec::new());
                one = 1;
            }
            let group = book.groups.len() - 1;
            let added = u8::try_from(one).unwrap_or(u8::MAX);
            book.groups[group].extend(columns.map(|column| (column, added)));
            let level = |code: usize| match code / one % states {
                0 => 0,
                state => levels[state - 1],
            };
            book.digits.push(Digit { group, levels: std::array::from_fn(level) });
            one *= states;
        }
        book
    }

    /// What each code is worth to who holds these items, in order of place: what
    /// it shares with it. Only of groups of which it holds something.
    pub(super) fn worth(&self, items: &[Weighed]) -> Vec<(usize, [u64; CODES])> {
        let mut groups: Vec<(usize, [u64; CODES])> = Vec::new();
        for (place, own, weight) in items {
            let Digit { group, levels } = &self.digits[*place];
            if groups.last().is_none_or(|(last, _)| last != group) {
                groups.push((*group, [0; CODES]));
            }
            let Some((_, worth)) = groups.last_mut() else { continue };
            for (worth, level) in worth.iter_mut().zip(levels) {
                *worth += u64::from(*level.min(own)) * weight;
            }
        }
        groups
    }

    /// What a member of a block shares with who holds these items.
    pub(super) fn shared(&self, items: &[Weighed], codes: &[Bytes], lane: usize) -> u64 {
        let shared = items.iter().map(|(place, own, weight)| {
            let Digit { group, levels } = &self.digits[*place];
            let level = levels[usize::from(codes[*group].at(lane)) % CODES];
            u64::from(level.min(*own)) * weight
        });
        shared.sum()
    }
}

/// The members of a tile, block by block, a code for each group.
#[derive(Default)]
pub(super) struct Codes {
    codes: Vec<Bytes>,
    groups: usize,
}

impl Codes {
    /// Writes down who is in the columns of a tile.
    pub(super) fn write(
        &mut self,
        kernel: Kernel,
        book: &Codebook,
        (chunk, tile): (&Chunk, usize),
    ) {
        self.groups = book.groups.len();
        self.codes.resize(BLOCKS * self.groups, Bytes::NONE);
        for (group, columns) in book.groups.iter().enumerate() {
            let column = |(column, one): &(usize, u8)| (blocks(chunk.column(*column, tile)), *one);
            let columns: Vec<(&[Bits], u8)> = columns.iter().map(column).collect();
            kernel.weigh(&columns, self.codes[group..].iter_mut().step_by(self.groups));
        }
    }

    /// The codes of a block, a group each.
    pub(super) fn block(&self, block: usize) -> &[Bytes] {
        &self.codes[block * self.groups..][..self.groups]
    }
}

/// The numbers of all members of a tile, of which these columns are the digits.
pub(super) fn numbers(kernel: Kernel, digits: &[Column]) -> Vec<u32> {
    let mut numbers = vec![0; LANES];
    let mut bytes = [Bytes::NONE; BLOCKS];
    for (place, digits) in digits.chunks(8).enumerate() {
        let column = |(digit, column)| (blocks(column), 1_u8 << digit);
        kernel.weigh(&digits.iter().enumerate().map(column).collect::<Vec<_>>(), bytes.iter_mut());
        for (numbers, bytes) in numbers.chunks_mut(BLOCK).zip(&bytes) {
            bytes.set_digits(8 * place, numbers);
        }
    }
    numbers
}

fn blocks(column: &Column) -> &[Bits] {
    column.0.as_chunks().0
}
