//! What has become of public queries, for the metrics. Plain counters: who
//! shows them decides how.

use super::super::error::GraphError;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// Counts since the start, and the present numbers of those under way.
#[derive(Debug, Default)]
pub struct QueryCounters {
    /// Under way now, in a worker or a thread.
    pub running: AtomicU64,
    /// Waiting for a place now.
    pub waiting: AtomicU64,
    /// Answered to the end.
    pub finished: AtomicU64,
    /// Stopped at the time limit.
    pub stopped_by_time: AtomicU64,
    /// Stopped at the memory limit.
    pub stopped_by_memory: AtomicU64,
    /// Stopped at the row limit.
    pub stopped_by_rows: AtomicU64,
    /// Stopped at the limit for the size of an answer.
    pub stopped_by_bytes: AtomicU64,
    /// Refused by the parser, at the gate, or for their format.
    pub refused: AtomicU64,
    /// Turned away as all places were taken.
    pub turned_away: AtomicU64,
    /// Ended their process.
    pub crashed: AtomicU64,
    /// Failed otherwise.
    pub failed: AtomicU64,
    /// Given up by their client.
    pub abandoned: AtomicU64,
    /// Answered in the fast lane.
    pub fast_answers: AtomicU64,
    /// Begun in the fast lane and handed over to a worker.
    pub fast_hand_overs: AtomicU64,
    /// Answered from the cache.
    pub cache_hits: AtomicU64,
    /// Not found in the cache.
    pub cache_misses: AtomicU64,
    /// Answered with what an identical query was just being answered.
    pub cache_shared: AtomicU64,
    /// Worker processes started.
    pub worker_starts: AtomicU64,
    /// Worker processes that died or were killed.
    pub worker_ends: AtomicU64,
}

impl QueryCounters {
    /// Adds one.
    pub fn add(counter: &AtomicU64) {
        counter.fetch_add(1, Ordering::Relaxed);
    }

    pub(super) fn count_error(&self, error: &GraphError) {
        Self::add(match error {
            GraphError::TimedOut(_) => &self.stopped_by_time,
            GraphError::OutOfMemory(_) | GraphError::TooDeep(_) => &self.stopped_by_memory,
            GraphError::TooManyRows(_) => &self.stopped_by_rows,
            GraphError::TooManyBytes(_) => &self.stopped_by_bytes,
            GraphError::QuerySyntax { .. }
            | GraphError::QueryRefused(_)
            | GraphError::Unprocessable(_)
            | GraphError::NoFormat => &self.refused,
            GraphError::Busy(_) => &self.turned_away,
            GraphError::Crashed(_) => &self.crashed,
            _ => &self.failed,
        });
    }
}

/// Counts one that is under way, for as long as it lives.
pub(super) struct Under {
    counters: Arc<QueryCounters>,
    which: fn(&QueryCounters) -> &AtomicU64,
}

impl Under {
    pub(super) fn count(
        counters: &Arc<QueryCounters>,
        which: fn(&QueryCounters) -> &AtomicU64,
    ) -> Self {
        QueryCounters::add(which(counters));
        Self { counters: Arc::clone(counters), which }
    }
}

impl Drop for Under {
    fn drop(&mut self) {
        (self.which)(&self.counters).fetch_sub(1, Ordering::Relaxed);
    }
}
