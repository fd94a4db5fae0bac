//! The service under test, as a client sees it: three addresses and HTTP.
//! Nothing here knows whose service it is; the peer is asked in the same way.

use crate::support::command;
use anyhow::{Context, ensure};
use axum::http::{HeaderMap, Request, Uri, header};
use http_body_util::{BodyExt, Full};
use hyper_util::client::legacy::{Client, connect::HttpConnector};
use hyper_util::rt::TokioExecutor;
use std::ffi::OsStr;
use std::io::{BufRead, BufReader};
use std::net::TcpListener;
use std::process::{Child, Command, Stdio};
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

/// A service, ours or the peer's, which ends when dropped.
pub(crate) struct Service {
    pub(crate) at: Addresses,
    client: Client<HttpConnector, Body>,
    runtime: Runtime,
    _own: OwnProcess,
}

/// A process and its directory, both gone when dropped.
struct OwnProcess {
    child: Child,
    _data: Option<TempDir>,
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
        let own = OwnProcess { child, _data: Some(data) };
        let mut line = String::new();
        BufReader::new(out).read_line(&mut line)?;
        let base = line.trim_end().strip_prefix("listening on ").context(line.clone())?;
        let at = Addresses {
            query: format!("{base}/sparql"),
            update: format!("{base}/update"),
            store: format!("{base}/store"),
            key: Some(key),
        };
        Self::at(at, own)
    }

    /// The peer, `oxigraph serve` by the program given, in memory.
    pub(crate) fn start_peer(program: &OsStr) -> anyhow::Result<Self> {
        // The program does not say which port it took, so it is given one.
        let address = TcpListener::bind("127.0.0.1:0")?.local_addr()?.to_string();
        let mut child = Command::new(program)
            .args(["serve", "--bind", &address])
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .with_context(|| program.display().to_string())?;
        let log = child.stderr.take().context("its log is ours")?;
        let own = OwnProcess { child, _data: None };
        let mut lines = BufReader::new(log).lines();
        let first = lines.next().transpose()?.unwrap_or_default();
        ensure!(first.starts_with("Listening"), "{first}");
        std::thread::spawn(move || lines.for_each(drop));
        let at = |path| format!("http://{address}/{path}");
        let at =
            Addresses { query: at("query"), update: at("update"), store: at("store"), key: None };
        Self::at(at, own)
    }

    fn at(at: Addresses, own: OwnProcess) -> anyhow::Result<Self> {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        let client = Client::builder(TokioExecutor::new()).build_http();
        Ok(Self { at, client, runtime, _own: own })
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
    pub(crate) fn put(
        &self,
        graph: Option<&str>,
        media_type: &str,
        body: Vec<u8>,
    ) -> anyhow::Result<()> {
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
