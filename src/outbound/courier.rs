//! Single requests to whoever an address names: by https to public addresses;
//! and to origins that the settings name, wherever they are.

use super::address::is_public;
use super::agent::{agent, in_words};
use super::allow_list::{AllowList, Origin};
use std::fmt;
use std::io::Read;
use std::net::IpAddr;
use std::time::Duration;
use ureq::http::{Response, Uri, header};
use ureq::{Agent, Body, Error};

/// Sends requests, one time and one length of answer for each.
#[derive(Clone)]
pub struct Courier {
    allowed: AllowList,
    timeout: Duration,
    agent: Agent,
}

/// An address that is never asked, whoever it resolves to.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct NotAdmitted(&'static str);

/// Why there is no answer, in our own words.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct NotSent(pub String);

/// An answer, of any status.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// The status.
    pub status: u16,
    /// When to ask again, as the host says it.
    pub retry_after: Option<String>,
    /// How long the answer holds, as the host says it.
    pub cache_control: Option<String>,
    /// The body as unpacked, up to the length that was asked for.
    pub body: Vec<u8>,
    /// Whether that is all of it.
    pub whole: bool,
}

impl Default for Courier {
    fn default() -> Self {
        Self::new(AllowList::default(), Duration::from_secs(15))
    }
}

impl fmt::Debug for Courier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Courier").field("allowed", &self.allowed).finish_non_exhaustive()
    }
}

impl Courier {
    /// `allowed` may have private addresses, and be asked by http; `timeout` is
    /// the time of one request from beginning to end.
    #[must_use]
    pub fn new(allowed: AllowList, timeout: Duration) -> Self {
        let listed = allowed.clone();
        let agent = agent(move |uri, address| is_public(address) || listed.has(uri));
        Self { allowed, timeout, agent }
    }

    /// Whether an address may be asked, as far as can be told before its name
    /// is resolved.
    ///
    /// # Errors
    /// [`NotAdmitted`], which says why not.
    pub fn admit(&self, address: &str) -> Result<(), NotAdmitted> {
        self.admitted(address).map(drop)
    }

    /// Sends a document. Of an answer that is longer than `bytes_max` the
    /// beginning is kept.
    ///
    /// # Errors
    /// [`NotSent`] when there is no answer.
    pub fn post(
        &self,
        address: &str,
        headers: &[(&str, &str)],
        body: &[u8],
        bytes_max: u64,
    ) -> Result<Answer, NotSent> {
        let address = self.admitted(address)?;
        let request = self.agent.post(address);
        let request = headers.iter().fold(request, |it, (name, value)| it.header(*name, *value));
        let sent = request.config().timeout_global(Some(self.timeout)).build().send(body);
        self.answer(sent, bytes_max)
    }

    /// Fetches a document.
    ///
    /// # Errors
    /// As [`Courier::post`].
    pub fn get(&self, address: &str, accept: &str, bytes_max: u64) -> Result<Answer, NotSent> {
        let address = self.admitted(address)?;
        let request = self.agent.get(address).header(header::ACCEPT, accept);
        let sent = request.config().timeout_global(Some(self.timeout)).build().call();
        self.answer(sent, bytes_max)
    }

    /// The address as the client takes it: what is looked at here and what is
    /// asked there are the same parse.
    fn admitted(&self, address: &str) -> Result<Uri, NotAdmitted> {
        let no_address = NotAdmitted("an address is expected, such as https://pes.example/hook");
        let uri: Uri = address.parse().map_err(|_| no_address.clone())?;
        let Origin { scheme, host, .. } = Origin::of(&uri).ok_or(no_address)?;
        if self.allowed.has(&uri) {
            return Ok(uri);
        }
        if scheme != "https" {
            return Err(NotAdmitted("only https is asked"));
        }
        check_host(&host)?;
        Ok(uri)
    }

    fn answer(
        &self,
        sent: Result<Response<Body>, Error>,
        bytes_max: u64,
    ) -> Result<Answer, NotSent> {
        let answer = sent.map_err(|error| NotSent(in_words(&error, self.timeout)))?;
        let said = |name| {
            let value = answer.headers().get(name)?;
            value.to_str().ok().map(str::to_owned)
        };
        let (retry_after, cache_control) = (said(header::RETRY_AFTER), said(header::CACHE_CONTROL));
        let status = answer.status().as_u16();
        let mut body = Vec::new();
        // The status is known; what breaks off afterwards is no more than short.
        let read = answer.into_body().into_reader().take(bytes_max + 1).read_to_end(&mut body);
        let length = usize::try_from(bytes_max).unwrap_or(usize::MAX);
        let whole = read.is_ok() && body.len() <= length;
        body.truncate(length);
        Ok(Answer { status, retry_after, cache_control, body, whole })
    }
}

/// What is written as a number is an address, in whatever form, and has to be a
/// public one.
fn check_host(host: &str) -> Result<(), NotAdmitted> {
    let private = NotAdmitted("it has a private address, and only public ones are asked");
    let bare = host.strip_suffix('.').unwrap_or(host);
    let unbracketed = bare.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
    if let Ok(address) = unbracketed.unwrap_or(bare).parse::<IpAddr>() {
        return if is_public(address) { Ok(()) } else { Err(private) };
    }
    let last = bare.rsplit('.').next().unwrap_or_default();
    let is_number = last.bytes().all(|byte| byte.is_ascii_digit())
        || last.strip_prefix("0x").is_some_and(|hex| hex.bytes().all(|b| b.is_ascii_hexdigit()));
    if is_number || unbracketed.is_some() {
        return Err(NotAdmitted("an address in numbers is written in its usual form"));
    }
    if last == "localhost" { Err(private) } else { Ok(()) }
}

impl From<NotAdmitted> for NotSent {
    fn from(reason: NotAdmitted) -> Self {
        Self(reason.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::net::TcpListener;

    #[test]
    fn what_is_no_public_address_is_not_admitted() {
        let courier = Courier::default();
        for address in [
            "https://pes.example/hook",
            "https://pes.example:8443/hook?x=1",
            "https://1.1.1.1/hook",
            "https://[2606:4700:4700::1111]/",
            "https://10.example/",
        ] {
            assert_eq!(courier.admit(address), Ok(()), "{address}");
        }
        for address in [
            "",
            "/hook",
            "pes.example/hook",
            "http://pes.example/hook",
            "ftp://pes.example/hook",
            "https://user@pes.example/hook",
            "https://user:word@127.0.0.1/",
            "https://localhost/",
            "https://localhost./",
            "https://a.localhost/",
            "https://127.0.0.1/",
            "https://127.0.0.1./",
            "https://127.1/",
            "https://2130706433/",
            "https://0x7f000001/",
            "https://0x7f.0.0.1/",
            "https://0177.0.0.1/",
            "https://10.0.0.1/",
            "https://169.254.169.254/latest/meta-data",
            "https://[::1]/",
            "https://[::ffff:127.0.0.1]/",
            "https://[::ffff:7f00:1]/",
            "https://[fe80::1%25eth0]/",
            "https://[64:ff9b::7f00:1]/",
        ] {
            assert!(courier.admit(address).is_err(), "{address}");
        }
    }

    #[test]
    fn a_name_that_resolves_to_this_machine_is_not_connected_to() {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let port = listener.local_addr().expect("an address").port();
        listener.set_nonblocking(true).expect("it does not wait");
        // As a name of the outside that means this machine: it is not looked at by its letters.
        let agent = agent(|_, address| is_public(address));
        for host in ["localhost", "2130706433", "127.1", "0x7f.1"] {
            let error = agent.get(format!("http://{host}:{port}/")).call().expect_err(host);
            let words = in_words(&error, Duration::ZERO);
            assert!(words.contains("private address"), "{host}: {words}");
        }
        assert!(listener.accept().is_err(), "nobody connected");
    }

    #[test]
    fn what_the_settings_name_is_asked_wherever_it_is() {
        let list: AllowList =
            "http://127.0.0.1:81, https://hooks.intranet".parse().expect("a list");
        let courier = Courier::new(list, Duration::from_secs(1));
        for address in ["http://127.0.0.1:81/hook", "https://hooks.intranet/a"] {
            assert_eq!(courier.admit(address), Ok(()), "{address}");
        }
        for address in ["http://127.0.0.1:82/hook", "http://hooks.intranet/a"] {
            assert!(courier.admit(address).is_err(), "{address}");
        }
    }
}
