//! What members hold, one after the other, while it is not known yet who stands
//! beside whom.

use crate::matching::profile::Profile;
use crate::matching::weights::Counts;
use std::borrow::Borrow;

/// The items of all members, by place, each with its level.
#[derive(Default)]
pub(super) struct Rows {
    held: Vec<Held>,
    ends: Vec<usize>,
}

/// An item and its level, in the low three digits.
#[derive(Clone, Copy)]
struct Held(u32);

impl Rows {
    /// Of these profiles.
    pub(super) fn of<P: Borrow<Profile>>(profiles: impl IntoIterator<Item = P>) -> Self {
        let mut rows = Self::default();
        for profile in profiles {
            rows.held.extend(profile.borrow().held().map(|(place, level)| Held::new(place, level)));
            rows.ends.push(rows.held.len());
        }
        rows
    }

    /// How many members there are.
    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    /// What one holds, in order of place.
    pub(super) fn of_member(&self, member: usize) -> impl Iterator<Item = (usize, u8)> + '_ {
        let begin = member.checked_sub(1).map_or(0, |before| self.ends[before]);
        self.held[begin..self.ends[member]].iter().map(|held| held.parts())
    }

    /// Who holds what, of needs and of offers.
    pub(super) fn counts(&self, concepts: usize) -> [Counts; 2] {
        let mut sides = [Counts::none(concepts), Counts::none(concepts)];
        for member in 0..self.len() {
            let mut known = [false; 2];
            for (place, _) in self.of_member(member) {
                let side = usize::from(place >= concepts);
                known[side] = true;
                sides[side].holders[place - side * concepts] += 1;
            }
            sides.iter_mut().zip(known).for_each(|(side, known)| side.known += u32::from(known));
        }
        sides
    }

    /// A bit for each level that somebody has, of each item.
    pub(super) fn levels(&self, items: usize) -> Vec<u8> {
        let mut levels = vec![0; items];
        for (place, level) in self.held.iter().map(|held| held.parts()) {
            levels[place] |= 1 << level;
        }
        levels
    }
}

impl Held {
    fn new(place: usize, level: u8) -> Self {
        Self(u32::try_from(place << 3).unwrap_or(u32::MAX) | u32::from(level))
    }

    fn parts(self) -> (usize, u8) {
        ((self.0 >> 3) as usize, (self.0 & 7) as u8)
    }
}
