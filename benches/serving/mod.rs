//! What the benchmarks that ask over HTTP share: a server as a process of its
//! own, and a client that costs little.

use anyhow::{Context, ensure};
use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// A server that is stopped when it is dropped.
pub(crate) struct Server {
    child: Child,
    pub(crate) address: String,
    pub(crate) started_in: Duration,
}

impl Server {
    /// Starts a server with some settings and waits for the line that says where
    /// it listens.
    pub(crate) fn start(
        program: &str,
        arguments: &[&str],
        settings: &[(&str, &str)],
    ) -> anyhow::Result<Self> {
        let begin = Instant::now();
        let mut child = Command::new(program)
            .args(arguments)
            .envs(settings.iter().copied())
            .env("PASSERELLE_LOG", "warn")
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()?;
        let out = child.stdout.take().context("its output is piped")?;
        for line in BufReader::new(out).lines() {
            if let Some(address) = line?.strip_prefix("listening on http://") {
                let address = address.to_owned();
                return Ok(Self { child, address, started_in: begin.elapsed() });
            }
        }
        anyhow::bail!("{program} ended before it listened")
    }

    /// What the system tells of its process.
    pub(crate) fn told(&self, file: &str) -> std::io::Result<String> {
        std::fs::read_to_string(format!("/proc/{}/{file}", self.child.id()))
    }

    pub(crate) fn resident_mib(&self) -> anyhow::Result<u64> {
        let status = self.told("status")?;
        let line = status.lines().find(|line| line.starts_with("VmRSS:")).context("no VmRSS")?;
        let kib: u64 = line.split_whitespace().nth(1).context("no figure")?.parse()?;
        Ok(kib / 1024)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// One GET over a connection that stays open; the body.
pub(crate) async fn get(stream: &mut TcpStream, path: &str) -> anyhow::Result<Vec<u8>> {
    stream.set_nodelay(true)?;
    let request =
        format!("GET {path} HTTP/1.1\r\nHost: localhost\r\nAccept: application/json\r\n\r\n");
    stream.write_all(request.as_bytes()).await?;
    let mut received = Vec::with_capacity(16 * 1024);
    loop {
        ensure!(stream.read_buf(&mut received).await? > 0, "the connection was closed");
        let Some(end) = received.windows(4).position(|bytes| bytes == b"\r\n\r\n") else {
            continue;
        };
        let head = std::str::from_utf8(&received[..end])?;
        ensure!(head.starts_with("HTTP/1.1 200"), "{path}: {head}");
        let length: usize = head
            .lines()
            .filter_map(|line| line.split_once(": "))
            .find(|(name, _)| name.eq_ignore_ascii_case("content-length"))
            .context("no length")?
            .1
            .parse()?;
        while received.len() < end + 4 + length {
            ensure!(stream.read_buf(&mut received).await? > 0, "the connection was closed");
        }
        return Ok(received.split_off(end + 4));
    }
}
