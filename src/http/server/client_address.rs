//! Who a client is: the peer of the connection, or whom a trusted proxy says
//! it speaks for.

use axum::http::{HeaderMap, HeaderName};
use ipnet::IpNet;
use std::net::{IpAddr, SocketAddr};
use std::str::FromStr;

const FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");

/// The address that a request is counted for and logged with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct ClientAddress(pub(crate) IpAddr);

/// Networks whose `X-Forwarded-For` is believed: none, unless they are named.
#[derive(Clone, Debug, Default)]
pub struct TrustedProxies(Vec<IpNet>);

/// A proxy's address that is none.
#[derive(Debug, thiserror::Error)]
#[error("'{0}' is neither an address nor a network such as 10.0.0.0/8")]
pub struct TrustedProxiesError(String);

/// Addresses and networks, separated by commas.
impl FromStr for TrustedProxies {
    type Err = TrustedProxiesError;

    fn from_str(list: &str) -> Result<Self, TrustedProxiesError> {
        let network = |text: &str| {
            let address = text.parse().map(|address: IpAddr| IpNet::from(address));
            address.or_else(|_| text.parse()).map_err(|_| TrustedProxiesError(text.to_owned()))
        };
        let named = list.split(',').map(str::trim).filter(|text| !text.is_empty());
        Ok(Self(named.map(network).collect::<Result<_, _>>()?))
    }
}

impl TrustedProxies {
    pub(super) fn contain(&self, address: IpAddr) -> bool {
        self.0.iter().any(|network| network.contains(&address))
    }

    /// The last address on the way here that is no trusted proxy. What stands
    /// before it in the header is hearsay.
    pub(super) fn client(&self, peer: IpAddr, headers: &HeaderMap) -> ClientAddress {
        let mut client = peer;
        let values = headers.get_all(FORWARDED_FOR);
        let mut hops: Vec<&str> = values
            .iter()
            .filter_map(|value| value.to_str().ok())
            .flat_map(|it| it.split(','))
            .collect();
        while self.contain(client) {
            match hops.pop().and_then(address) {
                Some(before) => client = before,
                None => break,
            }
        }
        ClientAddress(client)
    }
}

/// An address, with or without a port.
fn address(hop: &str) -> Option<IpAddr> {
    let hop = hop.trim();
    let address = hop.parse().ok().or_else(|| hop.parse().ok().map(|it: SocketAddr| it.ip()));
    address.map(|address: IpAddr| address.to_canonical())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn client(trusted: &str, peer: &str, forwarded: &[&str]) -> String {
        let proxies: TrustedProxies = trusted.parse().expect("proxies");
        let mut headers = HeaderMap::new();
        for value in forwarded {
            headers.append(FORWARDED_FOR, value.parse().expect("a header"));
        }
        proxies.client(peer.parse().expect("an address"), &headers).0.to_string()
    }

    #[test]
    fn only_a_trusted_proxy_is_believed() {
        assert_eq!(client("", "192.0.2.1", &["198.51.100.7"]), "192.0.2.1");
        assert_eq!(client("192.0.2.1", "192.0.2.1", &["198.51.100.7"]), "198.51.100.7");
        assert_eq!(client("192.0.2.1", "192.0.2.1", &[]), "192.0.2.1");
        let two = "192.0.2.1, 10.0.0.0/8";
        assert_eq!(client(two, "192.0.2.1", &["6.6.6.6, 198.51.100.7, 10.1.2.3"]), "198.51.100.7");
        assert_eq!(client(two, "192.0.2.1", &["198.51.100.7", "10.1.2.3:4711"]), "198.51.100.7");
        assert_eq!(client(two, "192.0.2.1", &["[2001:db8::1]:443"]), "2001:db8::1");
        assert_eq!(client(two, "192.0.2.1", &["198.51.100.7, nonsense"]), "192.0.2.1");
    }

    #[test]
    fn what_is_no_address_is_named() {
        let error = "10.0.0.0/8, proxy".parse::<TrustedProxies>().expect_err("no address");
        assert!(error.to_string().contains("'proxy'"));
    }
}
