//! The hosts that may be asked: origins, each a scheme, a host and a port.

use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;
use ureq::http::Uri;

/// The origins that may be asked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AllowList(BTreeSet<Origin>);

/// Where requests go to. No two ways of writing it are different here.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Origin {
    pub(super) scheme: &'static str,
    /// In small letters; an IPv6 address in brackets.
    pub(super) host: String,
    port: u16,
}

/// An entry of the list that names no origin.
#[derive(Debug, thiserror::Error)]
#[error("'{0}' is not the origin of a service: https://HOST or https://HOST:PORT is expected")]
pub struct UnknownOrigin(String);

impl AllowList {
    /// Whether nobody may be asked.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The address as the client takes it, when its origin is on the list: what
    /// is looked at here and what is asked there are the same parse.
    pub(crate) fn find(&self, iri: &str) -> Option<Uri> {
        let address: Uri = iri.parse().ok()?;
        self.has(&address).then_some(address)
    }

    /// Whether the origin of an address is on the list.
    pub(super) fn has(&self, address: &Uri) -> bool {
        Origin::of(address).is_some_and(|origin| self.0.contains(&origin))
    }
}

impl FromStr for AllowList {
    type Err = UnknownOrigin;

    /// Reads origins that are separated by commas.
    fn from_str(text: &str) -> Result<Self, UnknownOrigin> {
        let entries = text.split(',').map(str::trim).filter(|entry| !entry.is_empty());
        let origins = entries.map(|entry| {
            let address: Option<Uri> = entry.parse().ok();
            address
                .filter(|address| matches!(address.path(), "" | "/") && address.query().is_none())
                .filter(|_| !entry.contains('#'))
                .and_then(|address| Origin::of(&address))
                .ok_or_else(|| UnknownOrigin(entry.to_owned()))
        });
        origins.collect::<Result<_, _>>().map(Self)
    }
}

impl fmt::Display for AllowList {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, Origin { scheme, host, port }) in self.0.iter().enumerate() {
            let comma = if place == 0 { "" } else { "," };
            write!(f, "{comma}{scheme}://{host}:{port}")?;
        }
        Ok(())
    }
}

impl Origin {
    /// None for what is no address of HTTP, and for one with user information.
    pub(super) fn of(address: &Uri) -> Option<Self> {
        let (scheme, usual_port) = match address.scheme_str()? {
            "http" => ("http", 80),
            "https" => ("https", 443),
            _ => return None,
        };
        let authority = address.authority()?;
        let host = authority.host().to_ascii_lowercase();
        let has_port = authority.as_str().len() > authority.host().len();
        let port = match authority.port_u16() {
            Some(port) => port,
            // `host:`, or a port that is no number.
            None if has_port => return None,
            None => usual_port,
        };
        let is_plain = !host.is_empty() && !authority.as_str().contains('@');
        is_plain.then_some(Self { scheme, host, port })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_is_of_origins_alone() {
        for text in ["", " , ", "https://a.example", "http://a.example:81/, https://[2001:db8::1]"]
        {
            let list: AllowList = text.parse().expect(text);
            assert_eq!(list.to_string().parse::<AllowList>().expect("its own words"), list);
        }
        for text in [
            "a.example",
            "*",
            "https://*.a.example/sparql",
            "ftp://a.example",
            "file:///etc",
            "https://",
            "https://user@a.example",
            "https://user:word@a.example",
            "https://a.example/sparql",
            "https://a.example?x",
            "https://a.example/#x",
            "https://a.example:",
            "https://a.example:65536",
            "https://a.example:x",
            "https://a.example b.example",
            "/sparql",
        ] {
            assert!(text.parse::<AllowList>().is_err(), "{text}");
        }
    }

    #[test]
    fn scheme_host_and_port_must_all_be_the_same() {
        let list: AllowList = "https://a.example, http://b.example:81".parse().expect("origins");
        for iri in [
            "https://a.example/",
            "https://a.example",
            "HTTPS://A.Example:443/sparql?x=y#z",
            "http://b.example:81/data.ttl",
        ] {
            assert!(list.find(iri).is_some(), "{iri}");
        }
        for iri in [
            "http://a.example/",
            "https://a.example:444/",
            "https://a.example./",
            "https://a.example.evil.example/",
            "https://evil.example/https://a.example/",
            "https://a.example@evil.example/",
            "https://user@a.example/",
            "https://evil.example#@a.example/",
            "https://evil.example\\@a.example/",
            "http://b.example/",
            "urn:a",
            "file:///etc/passwd",
            "//a.example/",
        ] {
            assert!(list.find(iri).is_none(), "{iri}");
        }
    }
}
