//! Whole answers to queries, kept until the graph changes. Identical queries
//! that come at the same time run once: the first one leads, the others follow.

use super::super::problem::Problem;
use crate::graph::AnswerFormat;
use axum::http::HeaderValue;
use bytes::Bytes;
use moka::sync::Cache;
use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::watch;

/// The longest answer that is kept.
pub(super) const ANSWER_BYTES_MAX: usize = 1024 * 1024;
/// Stored beside the body, for the bound.
const OVERHEAD_BYTES: usize = 512;

/// An answer from its first byte to its last.
pub(super) struct WholeAnswer {
    pub(super) format: AnswerFormat,
    pub(super) body: Bytes,
    /// Strong, from the content; none when the same query may have another
    /// answer at once.
    pub(super) etag: Option<HeaderValue>,
}

/// What a leader came to.
#[derive(Clone)]
pub(super) enum Outcome {
    Whole(Arc<WholeAnswer>),
    Failed(Problem),
    /// Too long, or of this moment alone: each runs its own.
    Alone,
}

type Turns = Arc<Mutex<HashMap<String, watch::Receiver<Option<Outcome>>>>>;

/// A bounded cache of whole answers.
pub(in super::super) struct ResultCache {
    answers: Cache<String, Arc<WholeAnswer>>,
    turns: Turns,
}

/// Who runs a query that is not in the cache.
pub(super) enum Turn {
    Lead(Lead),
    Follow(watch::Receiver<Option<Outcome>>),
}

/// Runs the query for all who ask the same meanwhile.
pub(super) struct Lead {
    key: String,
    turns: Turns,
    outcome: watch::Sender<Option<Outcome>>,
}

impl ResultCache {
    pub(in super::super) fn new(bytes_max: u64) -> Self {
        let weigh = |key: &String, answer: &Arc<WholeAnswer>| {
            u32::try_from(key.len() + answer.body.len() + OVERHEAD_BYTES).unwrap_or(u32::MAX)
        };
        let answers = Cache::builder().max_capacity(bytes_max).weigher(weigh).build();
        Self { answers, turns: Turns::default() }
    }

    pub(super) fn get(&self, key: &str) -> Option<Arc<WholeAnswer>> {
        self.answers.get(key)
    }

    pub(super) fn keep(&self, key: String, answer: Arc<WholeAnswer>) {
        self.answers.insert(key, answer);
    }

    /// Leads, or follows the one who does.
    pub(super) fn turn(&self, key: String) -> Turn {
        let mut turns = self.turns.lock().unwrap_or_else(PoisonError::into_inner);
        match turns.entry(key) {
            Entry::Occupied(leader) => Turn::Follow(leader.get().clone()),
            Entry::Vacant(place) => {
                let (outcome, followers) = watch::channel(None);
                let key = place.key().clone();
                place.insert(followers);
                Turn::Lead(Lead { key, turns: Arc::clone(&self.turns), outcome })
            }
        }
    }
}

impl Lead {
    /// Tells the followers.
    pub(super) fn tell(self, outcome: Outcome) {
        self.outcome.send_replace(Some(outcome));
    }
}

/// A leader that leaves without a word lets another one lead.
impl Drop for Lead {
    fn drop(&mut self) {
        self.turns.lock().unwrap_or_else(PoisonError::into_inner).remove(&self.key);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn followers_hear_the_leader_and_take_over_from_a_silent_one() {
        let cache = ResultCache::new(1000);
        let Turn::Lead(lead) = cache.turn("a".into()) else { panic!("the first leads") };
        let Turn::Follow(follower) = cache.turn("a".into()) else { panic!("the second follows") };
        assert!(matches!(cache.turn("b".into()), Turn::Lead(_)));
        lead.tell(Outcome::Alone);
        assert!(matches!(*follower.borrow(), Some(Outcome::Alone)));
        let Turn::Lead(silent) = cache.turn("a".into()) else { panic!("the turn is over") };
        let Turn::Follow(follower) = cache.turn("a".into()) else { panic!("one follows") };
        drop(silent);
        assert!(follower.has_changed().is_err());
        assert!(matches!(cache.turn("a".into()), Turn::Lead(_)));
    }
}
