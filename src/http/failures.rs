//! How often a client may fail to sign in. A key cannot be guessed; what keeps
//! asking is still sent away, and does not fill the log.
//!
//! As with rates, a client is an address or a /64, and those on this machine
//! are not counted unless `limit_loopback` is set.

use super::clients::network;
use super::metrics::{Limit, Metrics};
use super::server::ClientAddress;
use moka::sync::Cache;
use std::net::IpAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

/// So many failures are let through in a while.
const FAILURES_MAX: u32 = 10;
/// The while, from the first one on.
const COUNTED_FOR: Duration = Duration::from_mins(15);
/// Clients that are remembered.
const CLIENTS_MAX: u64 = 100_000;

/// Who failed of late.
pub(super) struct Failures {
    counts: Cache<IpAddr, Arc<AtomicU32>>,
    loopback: bool,
    metrics: Metrics,
}

impl Failures {
    pub(super) fn new(loopback: bool, metrics: Metrics) -> Self {
        let counts = Cache::builder().max_capacity(CLIENTS_MAX).time_to_live(COUNTED_FOR).build();
        Self { counts, loopback, metrics }
    }

    /// When a client that has failed too often may try again, in seconds.
    pub(super) fn too_many(&self, client: Option<ClientAddress>) -> Option<u64> {
        let client = self.counted(client)?;
        let failed = self.counts.get(&client)?.load(Ordering::Relaxed);
        (failed >= FAILURES_MAX).then(|| {
            self.metrics.hit(Limit::SignInFailures);
            COUNTED_FOR.as_secs()
        })
    }

    /// Counts a failure.
    pub(super) fn count(&self, client: Option<ClientAddress>) {
        if let Some(client) = self.counted(client) {
            self.counts.get_with(client, Arc::default).fetch_add(1, Ordering::Relaxed);
        }
    }

    fn counted(&self, client: Option<ClientAddress>) -> Option<IpAddr> {
        let ClientAddress(address) = client?;
        (self.loopback || !address.is_loopback()).then(|| network(address))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_client_that_keeps_failing_is_sent_away() {
        let failures = Failures::new(false, Metrics::new());
        let client = |text: &str| Some(ClientAddress(text.parse().expect("an address")));
        for _ in 0..FAILURES_MAX {
            assert_eq!(failures.too_many(client("192.0.2.7")), None);
            failures.count(client("192.0.2.7"));
            failures.count(client("127.0.0.1"));
        }
        assert!(failures.too_many(client("192.0.2.7")).is_some());
        assert_eq!(failures.too_many(client("192.0.2.8")), None, "another one");
        assert_eq!(failures.too_many(client("127.0.0.1")), None, "the machine itself");
        assert_eq!(failures.too_many(None), None);
    }
}
