//! The client: no redirects, no proxy of the environment, no cookies, no
//! connection kept. Addresses are looked at where it resolves names, and it
//! connects to no other: a name that means something else a moment later
//! changes nothing.

use std::fmt;
use std::io;
use std::net::IpAddr;
use std::time::Duration;
use ureq::config::Config;
use ureq::http::Uri;
use ureq::unversioned::resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::{DefaultConnector, NextTimeout};
use ureq::{Agent, Error};

/// An address that is not asked; [`Error::Other`] holds it.
#[derive(Debug, thiserror::Error)]
#[error("an address that is not public")]
pub(crate) struct NotReachable;

/// A client for the addresses that `is_reachable` lets through; it is told
/// what is asked for, and what its name resolved to.
pub(crate) fn agent(is_reachable: impl Fn(&Uri, IpAddr) -> bool + Send + Sync + 'static) -> Agent {
    let config = Config::builder()
        .proxy(None)
        .max_redirects(0)
        .http_status_as_error(false)
        .max_idle_connections(0)
        .user_agent(concat!("passerelle/", env!("CARGO_PKG_VERSION")))
        .build();
    let names = DefaultResolver::default();
    let resolver = CheckedResolver { names, is_reachable: Box::new(is_reachable) };
    Agent::with_parts(config, DefaultConnector::default(), resolver)
}

/// Why there was no answer, in our own words: what the system says may tell of
/// this network.
pub(crate) fn in_words(error: &Error, time: Duration) -> String {
    let insecure = "no secure connection can be made, or its certificate is not trusted";
    match error {
        Error::Other(other) if other.is::<NotReachable>() => {
            "it has a private address, and only public ones are asked".to_owned()
        }
        Error::Timeout(_) => format!("it did not answer within {:.1} s", time.as_secs_f64()),
        Error::HostNotFound => "its name is not known".to_owned(),
        Error::Io(io) if io.kind() == io::ErrorKind::ConnectionRefused => {
            "it refuses connections".to_owned()
        }
        // What TLS refuses comes as data that are invalid.
        Error::Io(io) if io.kind() == io::ErrorKind::InvalidData => insecure.to_owned(),
        Error::Tls(_) | Error::Rustls(_) | Error::Pem(_) => insecure.to_owned(),
        Error::Io(_) | Error::ConnectionFailed => {
            "it cannot be reached, or it broke off".to_owned()
        }
        Error::Decompress(..) => "its answer cannot be unpacked".to_owned(),
        _ => "its answer is not understood".to_owned(),
    }
}

/// Whether an address may be asked for this.
type IsReachable = dyn Fn(&Uri, IpAddr) -> bool + Send + Sync;

/// Resolves names to reachable addresses; one other is enough to refuse them
/// all.
struct CheckedResolver {
    names: DefaultResolver,
    is_reachable: Box<IsReachable>,
}

impl fmt::Debug for CheckedResolver {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CheckedResolver")
    }
}

impl Resolver for CheckedResolver {
    fn resolve(
        &self,
        uri: &Uri,
        config: &Config,
        timeout: NextTimeout,
    ) -> Result<ResolvedSocketAddrs, Error> {
        let found = self.names.resolve(uri, config, timeout)?;
        if found.iter().all(|address| (self.is_reachable)(uri, address.ip())) {
            Ok(found)
        } else {
            Err(Error::Other(Box::new(NotReachable)))
        }
    }
}
