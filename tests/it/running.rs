//! A service that runs as a process of its own, and raw connections to it:
//! what no well-behaved client would send.

use crate::seeded::data_directory;
use crate::support::command;
use std::fs::File;
use std::io::{BufRead, BufReader, ErrorKind, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// Long enough for whatever must come; what never comes fails by it.
const PATIENCE: Duration = Duration::from_mins(1);
/// Between two looks.
const LOOK_AGAIN: Duration = Duration::from_millis(2);

/// A service that runs until it is dropped.
pub(crate) struct Service {
    child: Child,
    pub(crate) address: SocketAddr,
    /// Its data directory, if it has one of its own.
    directory: Option<TempDir>,
}

impl Service {
    pub(crate) fn start(arguments: &[&str], variables: &[(&str, &str)]) -> Self {
        let process = command(&[&["serve"], arguments].concat());
        Self::spawn(process, variables, Stdio::null(), None)
    }

    /// On a free port, with the seed and these settings. Its log is kept, and what
    /// can be found by words is indexed only if somebody asks.
    pub(crate) fn with(settings: &[(&str, &str)]) -> Self {
        let directory = data_directory();
        let data = directory.path().to_str().expect("a path in UTF-8");
        let process = command(&["serve", "--listen", "127.0.0.1:0", "--data", data]);
        let log = File::create(directory.path().join("log")).expect("a log");
        let settings = [&[("search_ahead", "false")], settings].concat();
        let names: Vec<String> = settings
            .iter()
            .map(|(name, _)| format!("PASSERELLE_{}", name.to_uppercase()))
            .collect();
        let variables: Vec<(&str, &str)> =
            names.iter().zip(&settings).map(|(name, (_, value))| (name.as_str(), *value)).collect();
        Self::spawn(process, &variables, log.into(), Some(directory))
    }

    fn spawn(
        mut process: Command,
        variables: &[(&str, &str)],
        log: Stdio,
        directory: Option<TempDir>,
    ) -> Self {
        let mut child = process
            .envs(variables.iter().copied())
            .stdout(Stdio::piped())
            .stderr(log)
            .spawn()
            .expect("the service starts");
        let mut line = String::new();
        let out = child.stdout.take().expect("its output is ours");
        BufReader::new(out).read_line(&mut line).expect("its output can be read");
        let address = line.trim_end().strip_prefix("listening on http://");
        let address = address.and_then(|address| address.parse().ok());
        Self { address: address.unwrap_or_else(|| panic!("{line:?}")), child, directory }
    }

    /// A new connection.
    pub(crate) fn connect(&self) -> Connection {
        Connection::to(self.address).expect("the service listens")
    }

    /// The whole answer to a GET on a connection of its own.
    pub(crate) fn get(&self, path: &str) -> String {
        self.get_with(path, "")
    }

    /// The same with further header lines.
    pub(crate) fn get_with(&self, path: &str, headers: &str) -> String {
        let mut connection = self.connect();
        connection
            .send(&format!("GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n{headers}\r\n"));
        connection.rest()
    }

    /// Health is told within a second, whatever goes on.
    pub(crate) fn lives(&self) {
        let begin = Instant::now();
        let answer = self.get("/livez");
        assert!(answer.starts_with("HTTP/1.1 200 "), "{answer:?}");
        assert!(begin.elapsed() < Duration::from_secs(1), "{:?}", begin.elapsed());
    }

    /// How often clients ran into a bound.
    pub(crate) fn hits(&self, limit: &str) -> u64 {
        let sample = format!("passerelle_limit_hits_total{{limit=\"{limit}\"}} ");
        let figures = self.get("/metrics");
        let line = figures.lines().find_map(|line| line.strip_prefix(&sample));
        line.and_then(|value| value.parse().ok()).unwrap_or_else(|| panic!("{limit}: {figures}"))
    }

    /// Waits until clients ran into a bound so often.
    pub(crate) fn wait_for_hits(&self, limit: &str, times: u64) {
        until(|| self.hits(limit) >= times, limit);
    }

    pub(crate) fn process(&self) -> u32 {
        self.child.id()
    }

    /// Ends it as a lack of memory would.
    pub(crate) fn kill(&mut self) {
        self.child.kill().expect("it is ours to kill");
        self.child.wait().expect("it ends");
    }

    /// Sends the signal that a service manager sends.
    pub(crate) fn terminate(&self) {
        let own_process = self.child.id().to_string();
        let sent = Command::new("kill").args(["-TERM", &own_process]).status();
        assert!(sent.expect("kill runs").success());
    }

    /// Waits until nobody can connect any more.
    pub(crate) fn wait_for_refusal(&self) {
        until(|| TcpStream::connect(self.address).is_err(), "still listening");
    }

    pub(crate) fn exit_code(&mut self) -> Option<i32> {
        self.child.wait().expect("the service ends").code()
    }

    /// What it logged. Ends the service.
    pub(crate) fn log(mut self) -> String {
        self.terminate();
        assert_eq!(self.exit_code(), Some(0));
        let directory = self.directory.as_ref().expect("its log is kept");
        std::fs::read_to_string(directory.path().join("log")).expect("its log is text")
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        // Already gone, or gone now; either is well.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Looks again and again, with an end to it, and leaves the processor to what
/// is waited for.
pub(crate) fn until(mut reached: impl FnMut() -> bool, what: &str) {
    let begin = Instant::now();
    while !reached() {
        assert!(begin.elapsed() < PATIENCE, "{what}");
        std::thread::sleep(LOOK_AGAIN);
    }
}

/// A connection that sends what it is told to.
pub(crate) struct Connection(pub(crate) TcpStream);

impl Connection {
    pub(crate) fn to(address: SocketAddr) -> std::io::Result<Self> {
        let stream = TcpStream::connect(address)?;
        stream.set_read_timeout(Some(PATIENCE))?;
        Ok(Self(stream))
    }

    pub(crate) fn send(&mut self, text: &str) {
        self.0.write_all(text.as_bytes()).expect("the bytes are taken");
    }

    /// Sends what the service may refuse before it has read all.
    pub(crate) fn try_send(&mut self, bytes: &[u8]) {
        let _ = self.0.write_all(bytes);
    }

    /// What comes until the service closes.
    pub(crate) fn rest(&mut self) -> String {
        let mut answer = Vec::new();
        match self.0.read_to_end(&mut answer) {
            Ok(_) => {}
            Err(error) if error.kind() == ErrorKind::ConnectionReset => {}
            Err(error) => panic!("{error} after {:?}", String::from_utf8_lossy(&answer)),
        }
        String::from_utf8_lossy(&answer).into_owned()
    }

    /// The head of one answer.
    pub(crate) fn head(&mut self) -> String {
        let mut head = Vec::new();
        while !head.ends_with(b"\r\n\r\n") {
            let mut byte = [0];
            self.0.read_exact(&mut byte).expect("an answer comes");
            head.push(byte[0]);
        }
        String::from_utf8(head).expect("a head is text")
    }
}
