//! What each client may ask: how often, and how many queries at a time. A
//! client is an address, or a /64 of IPv6, which is what one customer gets.
//!
//! Requests that did not come over the network are not counted, nor, unless
//! `limit_loopback` is set, those from the machine itself: its operator, or a
//! proxy that was not declared, behind which all clients look like one.

use super::held_body::{Held, HeldBody};
use super::metrics::{Limit, Metrics};
use super::problem::{Problem, ProblemKind};
use super::server::ClientAddress;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use governor::clock::{Clock, DefaultClock};
use governor::{DefaultDirectRateLimiter, Quota, RateLimiter};
use moka::policy::EvictionPolicy;
use moka::sync::Cache;
use std::net::{IpAddr, Ipv6Addr};
use std::num::NonZeroU32;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

/// Clients that are remembered; the one longest unseen is forgotten first.
const CLIENTS_MAX: u64 = 100_000;
/// By then, every allowance is whole again.
const FORGOTTEN_AFTER: Duration = Duration::from_mins(10);
/// When a client with too many queries at a time should try again.
const RETRY_AFTER_S: u64 = 1;
/// The network that one customer has.
const IPV6_NETWORK: u128 = u128::MAX << 64;

/// So many a second for long, and so many at once. Nought is no bound.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rate {
    /// A second, for long.
    pub per_s: u32,
    /// At once, after a pause.
    pub burst: u32,
}

/// What each client may ask.
#[derive(Clone, Debug)]
pub struct ClientLimits {
    /// Requests other than queries.
    pub requests: Rate,
    /// Queries.
    pub queries: Rate,
    /// Queries at the same time, running or waiting. Nought is no bound.
    pub query_concurrency_max: usize,
    /// Whether rates hold for clients on this machine as well.
    pub loopback: bool,
}

impl Default for ClientLimits {
    fn default() -> Self {
        Self {
            requests: Rate { per_s: 200, burst: 1000 },
            queries: Rate { per_s: 50, burst: 500 },
            query_concurrency_max: 32,
            loopback: false,
        }
    }
}

/// All clients that were seen of late. Clones share them.
#[derive(Clone)]
pub(super) struct Clients(Arc<Known>);

struct Known {
    limits: ClientLimits,
    metrics: Metrics,
    clients: Cache<IpAddr, Arc<Client>>,
    clock: DefaultClock,
}

struct Client {
    requests: Option<DefaultDirectRateLimiter>,
    queries: Option<DefaultDirectRateLimiter>,
    queries_running: AtomicUsize,
}

impl Clients {
    pub(super) fn new(limits: ClientLimits, metrics: Metrics) -> Self {
        let clients = Cache::builder()
            .max_capacity(CLIENTS_MAX)
            .eviction_policy(EvictionPolicy::lru())
            .time_to_idle(FORGOTTEN_AFTER)
            .build();
        Self(Arc::new(Known { limits, metrics, clients, clock: DefaultClock::default() }))
    }

    fn client(&self, address: IpAddr) -> Arc<Client> {
        let limits = &self.0.limits;
        self.0.clients.get_with(network(address), || {
            Arc::new(Client {
                requests: limiter(limits.requests),
                queries: limiter(limits.queries),
                queries_running: AtomicUsize::new(0),
            })
        })
    }

    fn check(
        &self,
        request: &Request,
        limit: Limit,
        rate: impl Fn(&Client) -> Option<&DefaultDirectRateLimiter>,
    ) -> Result<(), Problem> {
        let Some(ClientAddress(address)) = request.extensions().get() else { return Ok(()) };
        if address.is_loopback() && !self.0.limits.loopback {
            return Ok(());
        }
        let client = self.client(*address);
        let Some(limiter) = rate(&client) else { return Ok(()) };
        limiter.check().map_err(|early| {
            self.0.metrics.hit(limit);
            let wait = early.wait_time_from(self.0.clock.now());
            let wait_s = wait.as_secs() + u64::from(wait.subsec_nanos() > 0);
            Problem::new(
                ProblemKind::TooManyRequests,
                format!("this client asks too often: try again in {wait_s} s"),
            )
            .retry_after_s(wait_s.max(1))
        })
    }
}

fn limiter(rate: Rate) -> Option<DefaultDirectRateLimiter> {
    let per_s = NonZeroU32::new(rate.per_s)?;
    let burst = NonZeroU32::new(rate.burst).unwrap_or(per_s);
    Some(RateLimiter::direct(Quota::per_second(per_s).allow_burst(burst)))
}

/// What counts as one client: an address, or the network around it.
pub(super) fn network(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V4(_) => address,
        IpAddr::V6(address) => Ipv6Addr::from(u128::from(address) & IPV6_NETWORK).into(),
    }
}

/// Counts a request that is no query.
pub(super) async fn limit_requests(
    State(clients): State<Clients>,
    request: Request,
    next: Next,
) -> Response {
    match clients.check(&request, Limit::RequestRate, |client| client.requests.as_ref()) {
        Ok(()) => next.run(request).await,
        Err(problem) => problem.into_response(),
    }
}

/// Counts a query.
pub(super) async fn limit_queries(
    State(clients): State<Clients>,
    request: Request,
    next: Next,
) -> Response {
    match clients.check(&request, Limit::QueryRate, |client| client.queries.as_ref()) {
        Ok(()) => next.run(request).await,
        Err(problem) => problem.into_response(),
    }
}

/// Keeps one client from taking all places for queries. A query has its place
/// until its answer has been sent.
pub(super) async fn limit_query_concurrency(
    State(clients): State<Clients>,
    request: Request,
    next: Next,
) -> Response {
    let most = clients.0.limits.query_concurrency_max;
    let address = request.extensions().get::<ClientAddress>().filter(|_| most > 0);
    let Some(ClientAddress(address)) = address else { return next.run(request).await };
    let place = Place(clients.client(*address));
    if place.0.queries_running.fetch_add(1, Ordering::Relaxed) >= most {
        clients.0.metrics.hit(Limit::QueryConcurrency);
        let detail = format!("this client has {most} queries running: let one end first");
        return Problem::new(ProblemKind::TooManyRequests, detail)
            .retry_after_s(RETRY_AFTER_S)
            .into_response();
    }
    next.run(request).await.map(|body| Body::new(HeldBody::new(body, place)))
}

/// A place among the queries of a client.
struct Place(Arc<Client>);

impl Held for Place {}

impl Drop for Place {
    fn drop(&mut self) {
        self.0.queries_running.fetch_sub(1, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_client_is_an_address_or_a_network_of_ipv6() {
        let network = |address: &str| network(address.parse().expect("an address")).to_string();
        assert_eq!(network("192.0.2.7"), "192.0.2.7");
        assert_eq!(network("2001:db8:1:2:3:4:5:6"), "2001:db8:1:2::");
        assert_eq!(network("::1"), "::");
    }

    #[test]
    fn nought_is_no_bound() {
        assert!(limiter(Rate { per_s: 0, burst: 5 }).is_none());
        let limiter = limiter(Rate { per_s: 1, burst: 2 }).expect("a bound");
        assert!(limiter.check().is_ok() && limiter.check().is_ok() && limiter.check().is_err());
    }
}
