//! A receiver of webhooks on this machine, which answers as it is told and
//! hands over what it got.

use serde_json::Value;
use standardwebhooks::Webhook;
use std::collections::VecDeque;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::mpsc::{Receiver as Channel, Sender, channel};
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// Long enough for whatever must come.
const PATIENCE: Duration = Duration::from_mins(1);

/// What it answers to one message; 204 when it was told nothing.
pub(crate) enum Reply {
    /// A status with its reason, and header lines.
    Say(&'static str, String),
    /// Nothing, and the connection stays open.
    Nothing,
    /// 204, when it is told to.
    When(Channel<()>),
}

/// A message that came.
#[derive(Clone, Debug)]
pub(crate) struct Message {
    pub(crate) path: String,
    pub(crate) id: String,
    pub(crate) timestamp: i64,
    pub(crate) signatures: String,
    pub(crate) body: String,
}

impl Message {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.body).expect("a message is JSON")
    }

    /// Whether one of the signatures was made with the secret.
    pub(crate) fn is_signed_with(&self, secret: &str) -> bool {
        let webhook = Webhook::new(secret).expect("a secret");
        let signature = webhook.sign(&self.id, self.timestamp, self.body.as_bytes());
        let signature = signature.expect("it can be signed");
        self.signatures.split(' ').any(|one| one == signature)
    }

    /// What the library of the standard says, time included.
    pub(crate) fn verifies(&self, secret: &str) -> bool {
        let mut headers = axum::http::HeaderMap::new();
        for (name, value) in [
            ("webhook-id", &self.id),
            ("webhook-timestamp", &self.timestamp.to_string()),
            ("webhook-signature", &self.signatures),
        ] {
            headers.insert(name, value.parse().expect("a header"));
        }
        let webhook = Webhook::new(secret).expect("a secret");
        webhook.verify(self.body.as_bytes(), &headers).is_ok()
    }
}

pub(crate) struct Receiver {
    pub(crate) address: SocketAddr,
    messages: Channel<Message>,
    replies: Arc<Mutex<VecDeque<Reply>>>,
}

impl Receiver {
    pub(crate) fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let address = listener.local_addr().expect("an address");
        let (send, messages) = channel();
        let replies = Arc::<Mutex<VecDeque<Reply>>>::default();
        let scripted = Arc::clone(&replies);
        std::thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                let (send, scripted) = (send.clone(), Arc::clone(&scripted));
                std::thread::spawn(move || answer(&stream, &send, &scripted));
            }
        });
        Self { address, messages, replies }
    }

    /// Its origin, for the list of those that may be private.
    pub(crate) fn origin(&self) -> String {
        format!("http://{}", self.address)
    }

    /// What it is to answer next, one message after the other.
    pub(crate) fn will(&self, replies: impl IntoIterator<Item = Reply>) {
        self.replies.lock().expect("nobody failed").extend(replies);
    }

    pub(crate) fn will_say(&self, statuses: &[&'static str]) {
        self.will(statuses.iter().map(|status| Reply::Say(status, String::new())));
    }

    /// The next message.
    pub(crate) fn next(&self) -> Message {
        self.messages.recv_timeout(PATIENCE).expect("a message comes")
    }

    /// What came meanwhile.
    pub(crate) fn is_left_alone(&self) -> bool {
        self.messages.try_recv().is_err()
    }
}

fn answer(stream: &TcpStream, send: &Sender<Message>, replies: &Mutex<VecDeque<Reply>>) {
    let Some(message) = message(stream) else { return };
    let reply = replies.lock().expect("nobody failed").pop_front();
    // The test may have ended.
    let _ = send.send(message);
    let (status, headers) = match reply {
        Some(Reply::Say(status, headers)) => (status, headers),
        Some(Reply::Nothing) => {
            // Until the other side goes.
            let _ = (&mut &*stream).read(&mut [0]);
            return;
        }
        Some(Reply::When(told)) => {
            let _ = told.recv_timeout(PATIENCE);
            ("204 No Content", String::new())
        }
        None => ("204 No Content", String::new()),
    };
    let head =
        format!("HTTP/1.1 {status}\r\n{headers}Content-Length: 0\r\nConnection: close\r\n\r\n");
    let _ = (&mut &*stream).write_all(head.as_bytes());
}

fn message(stream: &TcpStream) -> Option<Message> {
    let mut reader = BufReader::new(stream);
    let mut head = String::new();
    while !head.ends_with("\r\n\r\n") {
        if reader.read_line(&mut head).ok()? == 0 {
            return None;
        }
    }
    let header = |name: &str| {
        let mut lines = head.lines().filter_map(|line| line.split_once(':'));
        let found = lines.find(|(key, _)| key.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.trim().to_owned()).unwrap_or_default()
    };
    assert_eq!(header("content-type"), "application/json", "{head}");
    let mut body = vec![0; header("content-length").parse().ok()?];
    reader.read_exact(&mut body).ok()?;
    Some(Message {
        path: head.split(' ').nth(1)?.to_owned(),
        id: header("webhook-id"),
        timestamp: header("webhook-timestamp").parse().ok()?,
        signatures: header("webhook-signature"),
        body: String::from_utf8(body).ok()?,
    })
}
