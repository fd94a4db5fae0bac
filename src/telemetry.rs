//! Structured logs on standard error, filtered by `PASSERELLE_LOG`
//! (`info` by default), as text or as JSON.
//!
//! Lines wait in memory for a thread that looks for them a few times a second:
//! a reader that has stalled must not stall the service, and to wake a thread
//! for each line costs more than many a request.

use std::io::{self, IsTerminal, Write};
use std::sync::mpsc::{self, Receiver};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;
use tracing_subscriber::EnvFilter;
use tracing_subscriber::fmt::MakeWriter;

/// What waits for a slow reader; beyond it, lines are lost.
const WAITING_BYTES_MAX: usize = 4 * 1024 * 1024;
/// How long a line waits, at most, while the reader keeps up.
const PAUSE: Duration = Duration::from_millis(50);
/// How long the last lines may take.
const LAST_LINES: Duration = Duration::from_secs(1);

/// Starts logging. Call it once, and keep what it gives: dropped, it writes
/// the lines that wait.
pub fn start(json: bool) -> LogGuard {
    let filter =
        EnvFilter::try_from_env("PASSERELLE_LOG").unwrap_or_else(|_| EnvFilter::new("info"));
    let (lines, guard) = Lines::start(io::stderr());
    let logs = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(lines)
        .with_ansi(io::stderr().is_terminal());
    if json {
        logs.json().flatten_event(true).with_span_list(false).init();
    } else {
        logs.init();
    }
    guard
}

/// Where lines wait.
#[derive(Clone)]
struct Lines(Arc<Shared>);

#[derive(Default)]
struct Shared {
    waiting: Mutex<Waiting>,
    wake: Condvar,
}

#[derive(Default)]
struct Waiting {
    bytes: Vec<u8>,
    lost: u64,
    /// Whether the thread found nothing and sleeps until it is woken.
    asleep: bool,
    ended: bool,
}

/// Ends the thread that writes, after the last line.
pub struct LogGuard {
    lines: Lines,
    done: Receiver<()>,
}

impl Lines {
    fn start(mut out: impl Write + Send + 'static) -> (Self, LogGuard) {
        let lines = Self(Arc::default());
        let (tell, done) = mpsc::channel();
        let shared = Arc::clone(&lines.0);
        let writer = thread::Builder::new().name("log".to_owned());
        let started = writer.spawn(move || {
            while let Some(bytes) = shared.next() {
                // Nobody is left to tell of a failure.
                let _ = out.write_all(&bytes).and_then(|()| out.flush());
            }
            let _ = tell.send(());
        });
        if let Err(error) = started {
            eprintln!("no thread for the log could be started, so there is none: {error}");
        }
        (lines.clone(), LogGuard { lines, done })
    }
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, Waiting> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The lines that came since the last time; none at the end.
    fn next(&self) -> Option<Vec<u8>> {
        let mut waiting = self.lock();
        if !waiting.ended {
            let paused = self.wake.wait_timeout(waiting, PAUSE);
            waiting = paused.unwrap_or_else(PoisonError::into_inner).0;
        }
        while waiting.bytes.is_empty() {
            if waiting.ended {
                return None;
            }
            waiting.asleep = true;
            waiting = self.wake.wait(waiting).unwrap_or_else(PoisonError::into_inner);
        }
        let mut bytes = std::mem::take(&mut waiting.bytes);
        match std::mem::take(&mut waiting.lost) {
            0 => {}
            lost => bytes.extend(format!("{lost} lines of the log were lost\n").bytes()),
        }
        Some(bytes)
    }
}

impl Write for Lines {
    fn write(&mut self, line: &[u8]) -> io::Result<usize> {
        let mut waiting = self.0.lock();
        if waiting.bytes.len() + line.len() > WAITING_BYTES_MAX {
            waiting.lost += 1;
        } else {
            waiting.bytes.extend_from_slice(line);
        }
        if std::mem::take(&mut waiting.asleep) {
            self.0.wake.notify_one();
        }
        Ok(line.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Lines {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

impl Drop for LogGuard {
    fn drop(&mut self) {
        self.lines.0.lock().ended = true;
        self.lines.0.wake.notify_one();
        let _ = self.done.recv_timeout(LAST_LINES);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Takes what is written when it is allowed to.
    struct Slow(Arc<Mutex<Vec<u8>>>);

    impl Write for Slow {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.lock().expect("a reader").extend_from_slice(bytes);
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn every_line_is_written_and_a_reader_that_stalls_stalls_nobody() {
        let written = Arc::default();
        let (mut lines, guard) = Lines::start(Slow(Arc::clone(&written)));
        lines.write_all(b"one\n").expect("it waits");
        while written.lock().expect("a reader").is_empty() {
            thread::yield_now();
        }
        let stalled = written.lock().expect("a reader");
        let line = [b"x".repeat(1023), b"\n".to_vec()].concat();
        for _ in 0..3 * WAITING_BYTES_MAX / line.len() {
            lines.write_all(&line).expect("it waits, or is lost");
        }
        drop(stalled);
        drop(guard);
        let written = String::from_utf8(written.lock().expect("a reader").clone()).expect("text");
        assert!(written.starts_with("one\nxxx"));
        let lost =
            written.lines().filter_map(|line| line.split_once(" lines of the log were lost"));
        assert!(lost.filter_map(|(count, _)| count.parse::<usize>().ok()).sum::<usize>() > 0);
    }
}
