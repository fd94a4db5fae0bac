//! The members of a tile as codes: items that follow each other share a byte,
//! as long as it has a code for all that they can be together.

use super::adders::Column;
use super::chunk::Chunk;
use super::layout::Layout;
use super::lookup::{Bytes, Codes, WORD};
use super::machine::{CODES, Kernel};
use super::side::Weighed;

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

    /// What a member of a word shares with who holds these items.
    pub(super) fn shared(&self, items: &[Weighed], codes: &[Bytes], lane: usize) -> u64 {
        let shared = items.iter().map(|(place, own, weight)| {
            let Digit { group, levels } = &self.digits[*place];
            let level = levels[usize::from(codes[*group].0[lane]) % CODES];
            u64::from(level.min(*own)) * weight
        });
        shared.sum()
    }
}

impl Codes {
    /// With room for the members of a tile.
    pub(super) fn of(book: &Codebook) -> Self {
        let groups = book.groups.len();
        let members = vec![Bytes::NONE; WORD * groups];
        Self { groups, members, words: vec![Bytes::NONE; groups], least: [0; WORD] }
    }

    /// Writes down who is in the columns of a tile, and in which words there is
    /// somebody.
    pub(super) fn write(
        &mut self,
        kernel: Kernel,
        book: &Codebook,
        (chunk, tile): (&Chunk, usize),
    ) {
        for (group, columns) in book.groups.iter().enumerate() {
            // Next to each other first: they stand far apart.
            let near: Vec<(Column, u8)> =
                columns.iter().map(|(column, one)| (*chunk.column(*column, tile), *one)).collect();
            let things: Vec<(&[u64], u8)> =
                near.iter().map(|(column, one)| (&column.0[..], *one)).collect();
            kernel.weigh(&things, self.members.iter_mut().skip(group).step_by(self.groups));
            let words = |(column, one): &(usize, u8)| (&chunk.words(*column)[tile..], *one);
            let things: Vec<(&[u64], u8)> = columns.iter().map(words).collect();
            kernel.weigh(&things, self.words[group..=group].iter_mut());
        }
    }
}
