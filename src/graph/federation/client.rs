//! The requests of one query or update to other hosts. Addresses are looked at
//! where the client resolves names, and it connects to no other: a name that
//! means something else a moment later changes nothing. No redirects, no proxy
//! of the environment, no cookies, no connection kept.

use super::super::error::GraphError;
use super::Federation;
use std::io::{self, Read};
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};
use ureq::config::Config;
use ureq::http::{Response, Uri, header};
use ureq::unversioned::resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::{DefaultConnector, NextTimeout};
use ureq::{Agent, Body, Error};

/// Requests of one query or update: it may ask again and again, once for each
/// of its rows.
const REQUESTS_MAX: usize = 20;

/// Asks other hosts for one query or update, within one budget.
pub(in super::super) struct Client {
    federation: Federation,
    agent: Agent,
    deadline: Instant,
    left: Mutex<Left>,
}

/// What is left of the budget.
struct Left {
    requests: usize,
    bytes: u64,
}

/// An answer, as unpacked.
pub(super) struct Answer {
    pub(super) media_type: String,
    pub(super) body: Vec<u8>,
}

impl Client {
    /// For what has to end at `deadline`.
    pub(in super::super) fn new(federation: &Federation, deadline: Instant) -> Self {
        let config = Config::builder()
            .proxy(None)
            .max_redirects(0)
            .http_status_as_error(false)
            .max_idle_connections(0)
            .user_agent(concat!("passerelle/", env!("CARGO_PKG_VERSION")))
            .build();
        let resolver = PublicResolver {
            names: DefaultResolver::default(),
            is_reachable: federation.is_reachable,
        };
        Self {
            agent: Agent::with_parts(config, DefaultConnector::default(), resolver),
            deadline,
            left: Mutex::new(Left { requests: REQUESTS_MAX, bytes: federation.bytes_max }),
            federation: federation.clone(),
        }
    }

    /// Fetches a document.
    ///
    /// # Errors
    /// [`GraphError::Unprocessable`] when the host may not be asked,
    /// [`GraphError::Remote`] when it gives no answer within the limits.
    pub(super) fn get(&self, iri: &str, accept: &str) -> Result<Answer, GraphError> {
        self.ask(iri, |address, time| {
            let request = self.agent.get(address).header(header::ACCEPT, accept);
            request.config().timeout_global(Some(time)).build().call()
        })
    }

    /// Sends a query.
    ///
    /// # Errors
    /// As [`Client::get`].
    pub(super) fn post(&self, iri: &str, query: &str, accept: &str) -> Result<Answer, GraphError> {
        self.ask(iri, |address, time| {
            let request = self.agent.post(address).header(header::ACCEPT, accept);
            let request = request.header(header::CONTENT_TYPE, "application/sparql-query");
            request.config().timeout_global(Some(time)).build().send(query)
        })
    }

    fn ask(
        &self,
        iri: &str,
        send: impl FnOnce(Uri, Duration) -> Result<Response<Body>, Error>,
    ) -> Result<Answer, GraphError> {
        let address = self.federation.admit(iri)?;
        let bytes_max = self.begin()?;
        let left = self.deadline.saturating_duration_since(Instant::now());
        let time = self.federation.timeout.min(left);
        let answer = send(address, time).and_then(|answer| read(answer, bytes_max));
        let answer = answer.map_err(|error| self.explain(iri, &error, time))?;
        let mut left = self.left.lock().unwrap_or_else(PoisonError::into_inner);
        left.bytes = left.bytes.saturating_sub(answer.body.len() as u64);
        Ok(answer)
    }

    /// Counts a request; tells how many bytes may still come.
    fn begin(&self) -> Result<u64, GraphError> {
        let mut left = self.left.lock().unwrap_or_else(PoisonError::into_inner);
        if left.requests == 0 {
            return Err(GraphError::Unprocessable(format!(
                "it asks other services more than {REQUESTS_MAX} times"
            )));
        }
        left.requests -= 1;
        Ok(left.bytes)
    }

    /// Our own words: what the system says may tell of this network.
    fn explain(&self, iri: &str, error: &Error, time: Duration) -> GraphError {
        let host = super::host(iri);
        let reason = match error {
            Error::Other(other) if other.is::<NotPublic>() => {
                return GraphError::Unprocessable(format!(
                    "it asks {host}, which has a private address, and only public ones are asked"
                ));
            }
            Error::Other(other) if other.is::<BadStatus>() => other.to_string(),
            Error::Timeout(_) => format!("it did not answer within {:.1} s", time.as_secs_f64()),
            Error::BodyExceedsLimit(_) => format!(
                "the answers have more than {} bytes, the limit for those of other services",
                self.federation.bytes_max
            ),
            Error::HostNotFound => "its name is not known".to_owned(),
            Error::Io(io) if io.kind() == io::ErrorKind::ConnectionRefused => {
                "it refuses connections".to_owned()
            }
            // What TLS refuses comes as data that are invalid.
            Error::Io(io) if io.kind() == io::ErrorKind::InvalidData => insecure(),
            Error::Tls(_) | Error::Rustls(_) | Error::Pem(_) => insecure(),
            Error::Io(_) | Error::ConnectionFailed => {
                "it cannot be reached, or it broke off".to_owned()
            }
            Error::Decompress(..) => "its answer cannot be unpacked".to_owned(),
            _ => "its answer is not understood".to_owned(),
        };
        GraphError::Remote { host, reason }
    }
}

fn insecure() -> String {
    "no secure connection can be made, or its certificate is not trusted".to_owned()
}

fn read(answer: Response<Body>, bytes_max: u64) -> Result<Answer, Error> {
    let status = answer.status();
    if status.as_u16() != 200 {
        return Err(Error::Other(Box::new(BadStatus(status.as_u16()))));
    }
    let media_type = answer.headers().get(header::CONTENT_TYPE);
    let media_type = media_type.and_then(|value| value.to_str().ok()).unwrap_or_default();
    let media_type = media_type.to_owned();
    let mut body = Vec::new();
    answer.into_body().into_with_config().limit(bytes_max).reader().read_to_end(&mut body)?;
    Ok(Answer { media_type, body })
}

#[derive(Debug, thiserror::Error)]
#[error("it answered with the status {0}")]
struct BadStatus(u16);

#[derive(Debug, thiserror::Error)]
#[error("an address that is not public")]
struct NotPublic;

/// Resolves names to public addresses; one other is enough to refuse them all.
#[derive(Debug)]
struct PublicResolver {
    names: DefaultResolver,
    is_reachable: fn(IpAddr) -> bool,
}

impl Resolver for PublicResolver {
    fn resolve(
        &self,
        uri: &Uri,
        config: &Config,
        timeout: NextTimeout,
    ) -> Result<ResolvedSocketAddrs, Error> {
        let found = self.names.resolve(uri, config, timeout)?;
        if found.iter().all(|address| (self.is_reachable)(address.ip())) {
            Ok(found)
        } else {
            Err(Error::Other(Box::new(NotPublic)))
        }
    }
}
