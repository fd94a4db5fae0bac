//! A service as a process of its own, asked over the loopback network.

use crate::support::command;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::process::{Child, Stdio};
use std::time::Duration;

/// A service that runs until it is dropped.
pub(crate) struct Service {
    pub(crate) child: Child,
    pub(crate) address: SocketAddr,
}

/// An answer as it came over the wire.
pub(crate) struct Received {
    pub(crate) status: u16,
    head: String,
    pub(crate) body: String,
    /// Whether the server said where the answer ends, and it ended there.
    pub(crate) whole: bool,
}

impl Service {
    pub(crate) fn start(arguments: &[&str], variables: &[(&str, &str)]) -> Self {
        let mut child = command(&[&["serve"], arguments].concat())
            .envs(variables.iter().copied())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("the service starts");
        let mut line = String::new();
        let out = child.stdout.take().expect("its output is ours");
        BufReader::new(out).read_line(&mut line).expect("its output can be read");
        let address = line.trim_end().strip_prefix("listening on http://");
        let address = address.and_then(|address| address.parse().ok());
        Self { address: address.unwrap_or_else(|| panic!("{arguments:?}: {line:?}")), child }
    }

    /// The whole answer to a GET, as text.
    pub(crate) fn get(&self, path: &str) -> String {
        let mut answer = String::new();
        self.send(path, &[]).read_to_string(&mut answer).expect("the answer is text");
        answer
    }

    /// Sends a GET and leaves the answer to the caller.
    pub(crate) fn send(&self, path: &str, headers: &[(&str, &str)]) -> TcpStream {
        let mut stream = TcpStream::connect(self.address).expect("the service listens");
        stream.set_read_timeout(Some(Duration::from_secs(60))).expect("a time to wait");
        let headers: String =
            headers.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
        let request = format!(
            "GET {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n{headers}\r\n",
            self.address
        );
        stream.write_all(request.as_bytes()).expect("the request is sent");
        stream
    }

    /// A query with the headers given.
    pub(crate) fn query(&self, query: &str, headers: &[(&str, &str)]) -> Received {
        Received::read(self.send(&query_path(&[("query", query)]), headers))
    }
}

/// The path of a query with further parameters.
pub(crate) fn query_path(pairs: &[(&str, &str)]) -> String {
    let form = form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish();
    format!("/sparql?{form}")
}

impl Received {
    pub(crate) fn read(mut stream: TcpStream) -> Self {
        let mut bytes = Vec::new();
        // A reset connection gives what came before it.
        let _ = stream.read_to_end(&mut bytes);
        let text = String::from_utf8_lossy(&bytes);
        let (head, body) = text.split_once("\r\n\r\n").unwrap_or((&text, ""));
        let status = head.split(' ').nth(1).and_then(|status| status.parse().ok());
        let mut received = Self {
            status: status.unwrap_or_default(),
            head: head.to_owned(),
            body: body.to_owned(),
            whole: false,
        };
        let length: Option<usize> = received.header("content-length").parse().ok();
        received.whole = match length {
            Some(length) => body.len() == length,
            None => body.ends_with("0\r\n\r\n") || received.status == 304,
        };
        received
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.head
            .lines()
            .filter_map(|line| line.split_once(": "))
            .find(|(known, _)| known.eq_ignore_ascii_case(name))
            .map_or("", |(_, value)| value)
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        // Already gone, or gone now; either is well.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
