//! The service under test, as a client sees it: three addresses and HTTP.
//! Nothing here knows whose service it is; the peer is asked in the same way.

use crate::support::command;
use anyhow::{Context, ensure};
use axum::http::{HeaderMap, Request, Uri, header};
use http_body_util::{BodyExt, Full};
use hyper_util::client::legacy::{Client, connect::HttpConnector};
use hyper_util::rt::TokioExecutor;
use std::io::{BufRead, BufReader};
use std::process::{Child, Stdio};
use tempfile::TempDir;
use tokio::runtime::Runtime;

type Body = Full<bytes::Bytes>;

/// Where a service takes queries, updates and graphs.
#[derive(Clone)]
pub(crate) struct Addresses {
    pub(crate) query: String,
    pub(crate) update: String,
    pub(crate) store: String,
    /// Sent with what writes.
    key: Option<String>,
}

/// A request as a test describes it. Nothing is added but a key.
#[derive(Default)]
pub(crate) struct Asked<'a> {
    pub(crate) method: &'a str,
    pub(crate) url: String,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
    pub(crate) writes: bool,
}

/// An answer, read whole.
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }

    /// The media type without its parameters.
    pub(crate) fn media_type(&self) -> &str {
        self.header("content-type").split(';').next().unwrap_or_default().trim()
    }

    /// The beginning of what it says, for a message.
    pub(crate) fn words(&self) -> String {
        let said: String = String::from_utf8_lossy(&self.body).chars().take(200).collect();
        format!("{} {said:?}", self.status)
    }

    pub(crate) fn succeeded(self) -> anyhow::Result<Self> {
        ensure!((200..300).contains(&self.status), "{}", self.words());
        Ok(self)
    }
}

/// A service, ours or another's.
pub(crate) struct Service {
    pub(crate) at: Addresses,
    client: Client<HttpConnector, Body>,
    runtime: Runtime,
    own: Option<OwnProcess>,
}

/// Our process and its directory, both gone when dropped.
struct OwnProcess {
    child: Child,
    _data: TempDir,
}

impl Drop for OwnProcess {
    fn drop(&mut self) {
        // Already gone, or gone now; either is well.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Service {
    /// Passerelle without content of its own, with a key that may do all.
    pub(crate) fn start() -> anyhow::Result<Self> {
        let data = tempfile::tempdir()?;
        let at = data.path().to_str().context("a path in UTF-8")?;
        let made = command(&["keys", "create", "--role", "admin", "--data", at]).output()?;
        ensure!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
        let key = String::from_utf8(made.stdout)?.trim().to_owned();
        let mut child = command(&["serve", "--no-seed", "--default-graph", "unnamed"])
            .args(["--listen", "127.0.0.1:0", "--data", at])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()?;
        let out = child.stdout.take().context("its output is ours")?;
        let own = Some(OwnProcess { child, _data: data });
        let mut line = String::new();
        BufReader::new(out).read_line(&mut line)?;
        let base = line.trim_end().strip_prefix("listening on ").context(line.clone())?;
        let at = Addresses {
            query: format!("{base}/sparql"),
            update: format!("{base}/update"),
            store: format!("{base}/store"),
            key: Some(key),
        };
        Ok(Self { own, ..Self::at(at)? })
    }

    /// The peer that `W3C_PEER` gives the base address of; paths as
    /// `oxigraph serve` has them.
    pub(crate) fn peer() -> Option<anyhow::Result<Self>> {
        let base = std::env::var("W3C_PEER").ok()?;
        let at = |path| format!("{base}/{path}");
        Some(Self::at(Addresses {
            query: at("query"),
            update: at("update"),
            store: at("store"),
            key: None,
        }))
    }

    fn at(at: Addresses) -> anyhow::Result<Self> {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        let client = Client::builder(TokioExecutor::new()).build_http();
        Ok(Self { at, client, runtime, own: None })
    }

    pub(crate) fn is_ours(&self) -> bool {
        self.own.is_some()
    }

    pub(crate) fn send(&self, asked: Asked<'_>) -> anyhow::Result<Answer> {
        let what = format!("{} {}", asked.method, asked.url);
        let mut request = Request::builder().method(asked.method).uri(asked.url.parse::<Uri>()?);
        for (name, value) in asked.headers {
            request = request.header(name, value);
        }
        if let (true, Some(key)) = (asked.writes, &self.at.key) {
            request = request.header(header::AUTHORIZATION, format!("Bearer {key}"));
        }
        let request = request.body(Body::from(asked.body))?;
        self.runtime.block_on(async {
            let response = self.client.request(request).await.with_context(|| what.clone())?;
            let (parts, body) = response.into_parts();
            let body = body.collect().await.with_context(|| format!("{what}: answer cut off"))?;
            let body = body.to_bytes().to_vec();
            Ok(Answer { status: parts.status.as_u16(), headers: parts.headers, body })
        })
    }

    /// A query by direct POST.
    pub(crate) fn query(&self, text: &str, accept: &str) -> anyhow::Result<Answer> {
        self.send(Asked {
            method: "POST",
            url: self.at.query.clone(),
            headers: headers(&[("content-type", "application/sparql-query"), ("accept", accept)]),
            body: text.into(),
            writes: false,
        })
    }

    /// An update by direct POST.
    pub(crate) fn update(&self, text: &str) -> anyhow::Result<Answer> {
        self.send(Asked {
            method: "POST",
            url: self.at.update.clone(),
            headers: headers(&[("content-type", "application/sparql-update")]),
            body: text.into(),
            writes: true,
        })
    }

    /// Replaces a graph, the default one where none is named.
    pub(crate) fn put(&self, graph: Option<&str>, media_type: &str, body: Vec<u8>) -> anyhow::Result<()> {
        let url = match graph {
            None => format!("{}?default", self.at.store),
            Some(iri) => {
                let mut query = form_urlencoded::Serializer::new(String::new());
                format!("{}?{}", self.at.store, query.append_pair("graph", iri).finish())
            }
        };
        let headers = headers(&[("content-type", media_type)]);
        let asked = Asked { method: "PUT", url, headers, body, writes: true };
        self.send(asked)?.succeeded().with_context(|| format!("PUT {graph:?}")).map(drop)
    }
}

pub(crate) fn headers(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}
