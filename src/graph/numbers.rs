//! Numbers for what is met again and again: each is compared as itself once,
//! and as a number from then on.

use std::collections::HashMap;
use std::hash::Hash;

/// What was met, by number.
pub(super) struct Numbers<T> {
    met: Vec<T>,
    numbers: HashMap<T, u32>,
}

impl<T> Default for Numbers<T> {
    fn default() -> Self {
        Self { met: Vec::new(), numbers: HashMap::new() }
    }
}

impl<T: Clone + Eq + Hash> Numbers<T> {
    /// The number of one, the same for the same.
    pub(super) fn of(&mut self, one: &T) -> u32 {
        if let Some(number) = self.numbers.get(one) {
            return *number;
        }
        let number = u32::try_from(self.met.len()).unwrap_or(u32::MAX);
        self.met.push(one.clone());
        self.numbers.insert(one.clone(), number);
        number
    }

    /// Which one has a number.
    pub(super) fn get(&self, number: u32) -> &T {
        &self.met[number as usize]
    }
}
