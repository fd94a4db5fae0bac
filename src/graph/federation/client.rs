//! The requests of one query or update to other hosts, within one budget.

use super::super::error::GraphError;
use super::Federation;
use crate::outbound::{NotReachable, agent, in_words};
use std::io::Read;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};
use ureq::http::{Response, Uri, header};
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
        let is_reachable = federation.is_reachable;
        Self {
            agent: agent(move |_, address| is_reachable(address)),
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
            Error::Other(other) if other.is::<NotReachable>() => {
                return GraphError::Unprocessable(format!(
                    "it asks {host}, which has a private address, and only public ones are asked"
                ));
            }
            Error::Other(other) if other.is::<BadStatus>() => other.to_string(),
            Error::BodyExceedsLimit(_) => format!(
                "the answers have more than {} bytes, the limit for those of other services",
                self.federation.bytes_max
            ),
            error => in_words(error, time),
        };
        GraphError::Remote { host, reason }
    }
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
