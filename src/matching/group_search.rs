//! The best few out of many, by local search: from several starts, members are
//! added, dropped and exchanged one at a time for as long as that is better.
//! What is better is not decided here.

/// A choice of some of `0..candidates`, as places in rising order.
pub(super) type Choice = Vec<usize>;

/// What is chosen from, and by what.
pub(super) struct GroupSearch<'a, W> {
    /// How many there are to choose from.
    pub(super) candidates: usize,
    /// Those that are in every choice.
    pub(super) fixed: &'a [usize],
    /// How many a choice holds at most.
    pub(super) max: usize,
    /// What a choice is worth.
    pub(super) worth: &'a dyn Fn(&[usize]) -> W,
    /// Whether a choice may be made. Of one that may, each part may.
    pub(super) allowed: &'a dyn Fn(&[usize]) -> bool,
}

impl<W: Ord> GroupSearch<'_, W> {
    /// The best choice that is reached from what is fixed, through each of the
    /// `pools` alone, and from each of the `firsts`. No single addition, drop or
    /// exchange makes it better; of equals, the first that was found.
    pub(super) fn best(&self, pools: &[Vec<usize>], firsts: &[usize]) -> Choice {
        let all: Vec<usize> = (0..self.candidates).collect();
        let fixed = self.fixed.to_vec();
        let through_pools = pools.iter().map(|pool| self.climb(fixed.clone(), pool));
        let from_firsts = firsts.iter().map(|&first| with(self.fixed, first));
        let starts = through_pools.chain(from_firsts).filter(|start| (self.allowed)(start));
        let mut best = self.climb(fixed.clone(), &all);
        for start in starts.filter(|start| start.len() <= self.max) {
            let found = self.climb(start, &all);
            if (self.worth)(&found) > (self.worth)(&best) {
                best = found;
            }
        }
        best
    }

    /// Goes to the best neighbour within the pool for as long as it is better.
    fn climb(&self, mut choice: Choice, pool: &[usize]) -> Choice {
        let mut worth = (self.worth)(&choice);
        loop {
            let mut better = None;
            for neighbour in self.neighbours(&choice, pool) {
                let its = (self.worth)(&neighbour);
                if its > worth && (self.allowed)(&neighbour) {
                    worth = its;
                    better = Some(neighbour);
                }
            }
            match better {
                Some(neighbour) => choice = neighbour,
                None => return choice,
            }
        }
    }

    /// All choices that differ from `choice` by one addition, drop or exchange.
    fn neighbours<'b>(
        &'b self,
        choice: &'b Choice,
        pool: &'b [usize],
    ) -> impl Iterator<Item = Choice> + 'b {
        let new = move || pool.iter().copied().filter(|one| !choice.contains(one));
        let room = choice.len() < self.max;
        let added = new().filter(move |_| room).map(|one| with(choice, one));
        let free = choice.iter().copied().filter(|one| !self.fixed.contains(one));
        let changed = free.flat_map(move |old| {
            let rest: Choice = choice.iter().copied().filter(|one| *one != old).collect();
            let exchanged: Vec<Choice> = new().map(|one| with(&rest, one)).collect();
            std::iter::once(rest).chain(exchanged)
        });
        added.chain(changed)
    }
}

fn with(choice: &[usize], one: usize) -> Choice {
    let mut choice = choice.to_vec();
    if let Err(place) = choice.binary_search(&one) {
        choice.insert(place, one);
    }
    choice
}
