//! The log of slow queries: how long, how many rows, and the query without its
//! literals, under the id of its request.

use crate::graph::without_literals;
use std::time::{Duration, Instant};
use tracing::Span;

/// Longer queries are cut in the log.
const QUERY_CHARACTERS: usize = 2_000;

/// Watches one query until it ends or is given up.
pub(super) struct SlowQuery {
    started: Instant,
    limit: Duration,
    query: String,
    outcome: &'static str,
    rows: u64,
    span: Span,
}

impl SlowQuery {
    pub(super) fn watch(query: &str, limit: Duration) -> Self {
        Self {
            started: Instant::now(),
            limit,
            query: query.chars().take(QUERY_CHARACTERS).collect(),
            outcome: "given up by the client",
            rows: 0,
            span: Span::current(),
        }
    }

    pub(super) fn answered(&mut self, rows: u64) {
        self.outcome = "answered";
        self.rows = rows;
    }

    pub(super) fn failed(&mut self) {
        self.outcome = "stopped or failed";
    }
}

impl Drop for SlowQuery {
    fn drop(&mut self) {
        let time = self.started.elapsed();
        if time >= self.limit {
            let ms = u64::try_from(time.as_millis()).unwrap_or(u64::MAX);
            let Self { outcome, rows, span, .. } = self;
            let query = without_literals(&self.query);
            tracing::warn!(target: "slow_query", parent: &*span, ms, rows, outcome, query, "slow query");
        }
    }
}
