//! Asking other hosts, for `SERVICE` in queries and `LOAD` in updates: those
//! on the allow-list alone, at public addresses alone, within limits.
//!
//! - `client`: the requests of one query or update.
//! - `service`: `SERVICE`; `load`: `LOAD`.

mod client;
mod load;
mod service;
#[cfg(test)]
mod tests;

pub(super) use client::Client;
pub(super) use load::{Step, fetch_loads};
pub(super) use service::{Services, refuse_services};

use super::error::GraphError;
use crate::outbound::{AllowList, is_public};
use std::net::IpAddr;
use std::time::Duration;
use ureq::http::Uri;

pub(super) const NO_FEDERATION: &str =
    "it asks another service, and federation is switched off here";

/// How much of an IRI is repeated in a message.
const SHOWN_MAX: usize = 100;

/// Which other hosts may be asked, and what asking may cost. By default there
/// are none.
#[derive(Clone, Debug)]
pub struct Federation {
    allowed: AllowList,
    timeout: Duration,
    bytes_max: u64,
    is_reachable: fn(IpAddr) -> bool,
}

impl Default for Federation {
    fn default() -> Self {
        Self::new(AllowList::default(), Duration::from_secs(10), 16 * 1024 * 1024)
    }
}

impl Federation {
    /// `timeout` is the time of one request from beginning to end; `bytes_max`
    /// is for all that one query or update is answered, as unpacked.
    #[must_use]
    pub fn new(allowed: AllowList, timeout: Duration, bytes_max: u64) -> Self {
        Self { allowed, timeout, bytes_max, is_reachable: is_public }
    }

    /// For tests, which have nothing but the machine itself to ask.
    #[cfg(test)]
    fn reaching(self, is_reachable: fn(IpAddr) -> bool) -> Self {
        Self { is_reachable, ..self }
    }

    /// Whether any host may be asked.
    #[must_use]
    pub fn is_on(&self) -> bool {
        !self.allowed.is_empty()
    }

    /// The hosts that may be asked.
    #[must_use]
    pub fn allowed(&self) -> &AllowList {
        &self.allowed
    }

    /// The time of one request.
    #[must_use]
    pub fn timeout(&self) -> Duration {
        self.timeout
    }

    /// Bytes of all answers to one query or update.
    #[must_use]
    pub fn bytes_max(&self) -> u64 {
        self.bytes_max
    }

    /// The address to ask, if that is allowed.
    fn admit(&self, iri: &str) -> Result<Uri, GraphError> {
        match self.allowed.find(iri) {
            Some(address) => Ok(address),
            None if self.is_on() => Err(GraphError::Unprocessable(format!(
                "it asks {}, which is not on the list of hosts that may be asked from here",
                host(iri)
            ))),
            None => Err(GraphError::Unprocessable(NO_FEDERATION.to_owned())),
        }
    }
}

/// Scheme and host of an IRI, for messages; its beginning when it has none.
fn host(iri: &str) -> String {
    let authority_end = iri.find("://").map_or(iri.len(), |scheme| {
        let authority = scheme + 3;
        iri[authority..].find(['/', '?', '#']).map_or(iri.len(), |end| authority + end)
    });
    iri[..authority_end].chars().take(SHOWN_MAX).collect()
}
