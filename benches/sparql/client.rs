//! One connection that stays open, with as little work of its own as possible.

use anyhow::{Context, ensure};
use bytes::Bytes;
use http_body_util::{BodyExt, Empty};
use hyper::client::conn::http1::{self, SendRequest};
use hyper::{Request, header};
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;

/// Formats that every server here has.
pub(crate) const RESULTS: &str = "application/sparql-results+json";
pub(crate) const TRIPLES: &str = "application/n-triples";

/// A request that is ready to be sent.
#[derive(Clone)]
pub(crate) struct Question {
    path: String,
    accept: &'static str,
}

impl Question {
    pub(crate) fn new(endpoint: &str, query: &str, accept: &'static str) -> Self {
        let mut form = form_urlencoded::Serializer::new(String::new());
        form.append_pair("query", query);
        Self { path: format!("{endpoint}{}", form.finish()), accept }
    }
}

/// A connection to a server.
pub(crate) struct Connection {
    sender: SendRequest<Empty<Bytes>>,
}

impl Connection {
    pub(crate) async fn open(address: &str) -> anyhow::Result<Self> {
        let stream = TcpStream::connect(address).await.context("cannot connect")?;
        stream.set_nodelay(true)?;
        let (sender, connection) = http1::handshake(TokioIo::new(stream)).await?;
        tokio::spawn(connection);
        Ok(Self { sender })
    }

    /// How many bytes the answer has; an answer that is no success is an error.
    pub(crate) async fn length(&mut self, question: &Question) -> anyhow::Result<usize> {
        let mut body = self.send(question).await?;
        let mut length = 0;
        while let Some(frame) = body.frame().await {
            length += frame?.data_ref().map_or(0, Bytes::len);
        }
        Ok(length)
    }

    /// The answer as text.
    pub(crate) async fn text(&mut self, question: &Question) -> anyhow::Result<String> {
        let bytes = self.send(question).await?.collect().await?.to_bytes();
        Ok(String::from_utf8(bytes.into())?)
    }

    async fn send(&mut self, question: &Question) -> anyhow::Result<hyper::body::Incoming> {
        let request = Request::get(&question.path)
            .header(header::HOST, "localhost")
            .header(header::ACCEPT, question.accept)
            .body(Empty::new())?;
        self.sender.ready().await?;
        let answer = self.sender.send_request(request).await?;
        let status = answer.status();
        if !status.is_success() {
            let words = answer.into_body().collect().await?.to_bytes();
            anyhow::bail!("{status}: {}", String::from_utf8_lossy(&words));
        }
        ensure!(status == 200, "{status}");
        Ok(answer.into_body())
    }
}
