//! A worker as its parent sees it: orders in, replies out, and what killed it.

use super::super::checkpoint::Checkpoint;
use super::super::error::GraphError;
use super::super::federation::Federation;
use super::super::public_query::{AnswerFormat, QueryLimits, QueryRequest, QuerySummary};
use super::life::Life;
use super::{DATA, END, FAILURE, FORMAT, Failure, HEAD_BYTES, Order, STACK_BYTES, WorkerSettings};
use bytes::Bytes;
use std::io;
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::process::{ChildStderr, ChildStdin, ChildStdout};
use tokio::task::JoinHandle;

/// What is kept of a worker's last words.
const LAST_WORDS_BYTES: usize = 2_000;
/// How long a worker that closed its output may take to be gone.
const DYING: Duration = Duration::from_secs(2);
const PIPE_BYTES: usize = 64 * 1024;

/// What a worker says in reply.
pub(in super::super) enum Reply {
    Format(AnswerFormat),
    Data(Bytes),
    End(QuerySummary),
    Failed(GraphError),
}

/// A process that answers one query at a time. It is killed when dropped.
pub(in super::super) struct Worker {
    life: Life,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
    last_words: Arc<Mutex<Vec<u8>>>,
    listener: JoinHandle<()>,
    memory_max: u64,
    /// The one it has open, which must stay as long.
    checkpoint: Option<Arc<Checkpoint>>,
}

impl Worker {
    /// Starts the program, with nothing of this process's environment. Returns
    /// when the program is in its place; wants a runtime of tokio.
    pub(super) fn start(
        settings: &WorkerSettings,
        checkpoints: &Path,
        federation: &Federation,
    ) -> io::Result<Self> {
        let mut command = Command::new(&settings.program);
        command.arg("query-worker").arg("--checkpoints").arg(checkpoints);
        command.arg("--memory-bytes").arg(settings.memory_max.to_string());
        if federation.is_on() {
            command.arg("--federation-allow").arg(federation.allowed().to_string());
            command.arg("--federation-timeout-s").arg(federation.timeout().as_secs().to_string());
            command.arg("--federation-max-bytes").arg(federation.bytes_max().to_string());
        }
        let mut child = command
            .env_clear()
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            // Ctrl-C is for the server, which lets what runs finish.
            .process_group(0)
            .spawn()?;
        let (Some(input), Some(output), Some(errors)) =
            (child.stdin.take(), child.stdout.take(), child.stderr.take())
        else {
            return Err(io::Error::other("a worker has no pipes"));
        };
        let life = Life::watch(child)?;
        let errors = ChildStderr::from_std(errors)?;
        let last_words = Arc::new(Mutex::default());
        let listener = tokio::spawn(listen(errors, Arc::clone(&last_words)));
        Ok(Self {
            life,
            input: ChildStdin::from_std(input)?,
            output: BufReader::with_capacity(PIPE_BYTES, ChildStdout::from_std(output)?),
            last_words,
            listener,
            memory_max: settings.memory_max,
            checkpoint: None,
        })
    }

    /// Whether it has this checkpoint open.
    pub(super) fn reads(&self, checkpoint: &Arc<Checkpoint>) -> bool {
        self.checkpoint.as_ref().is_some_and(|open| Arc::ptr_eq(open, checkpoint))
    }

    /// Tells it to open the checkpoint, and to answer if there is a request.
    pub(in super::super) async fn order(
        &mut self,
        checkpoint: Arc<Checkpoint>,
        request: Option<QueryRequest>,
    ) -> io::Result<()> {
        let order = serde_json::to_vec(&Order {
            checkpoint: checkpoint.commit(),
            default_graph: checkpoint.default_graph(),
            request,
        })?;
        let mut frame = Vec::with_capacity(HEAD_BYTES + order.len());
        frame.push(b'Q');
        frame.extend(u32::try_from(order.len()).map_err(io::Error::other)?.to_le_bytes());
        frame.extend(order);
        self.input.write_all(&frame).await?;
        self.input.flush().await?;
        self.checkpoint = Some(checkpoint);
        Ok(())
    }

    /// The next reply. An error means that the worker is gone or of no use.
    pub(in super::super) async fn reply(&mut self, limits: &QueryLimits) -> io::Result<Reply> {
        let mut head = [0; HEAD_BYTES];
        self.output.read_exact(&mut head).await?;
        let length = u32::from_le_bytes([head[1], head[2], head[3], head[4]]);
        let mut body = vec![0; length as usize];
        self.output.read_exact(&mut body).await?;
        Ok(match head[0] {
            FORMAT => Reply::Format(serde_json::from_slice(&body)?),
            DATA => Reply::Data(body.into()),
            END => Reply::End(serde_json::from_slice(&body)?),
            FAILURE => {
                let failure: Failure = serde_json::from_slice(&body)?;
                Reply::Failed(failure.into_error(limits))
            }
            _ => return Err(io::Error::other("a worker sent what is no frame")),
        })
    }

    /// Why it died, when it did by itself.
    pub(in super::super) async fn cause_of_death(&mut self) -> GraphError {
        let status = tokio::time::timeout(DYING, self.life.end()).await;
        let _ = tokio::time::timeout(DYING, &mut self.listener).await;
        let words = self.last_words.lock().unwrap_or_else(PoisonError::into_inner);
        let words = String::from_utf8_lossy(&words).into_owned();
        let out_of_memory = ["memory allocation of", "bad_alloc", "Cannot allocate memory"];
        if out_of_memory.iter().any(|sign| words.contains(sign)) {
            return GraphError::OutOfMemory(self.memory_max / 1024 / 1024);
        }
        if words.contains("has overflowed its stack") {
            return GraphError::TooDeep(STACK_BYTES as u64 / 1024 / 1024);
        }
        let status = match status {
            Ok(Some(status)) => status.to_string(),
            Ok(None) => "nobody knows how it ended".to_owned(),
            Err(_) => "it does not end".to_owned(),
        };
        GraphError::Crashed(format!("{status}: {}", words.trim()))
    }

    /// Kills it, and returns when it is gone.
    pub(super) async fn kill(self) {
        self.life.kill();
        self.life.end().await;
    }
}

/// Keeps the end of what a worker says on standard error.
async fn listen(mut errors: ChildStderr, last_words: Arc<Mutex<Vec<u8>>>) {
    let mut buffer = [0; 1024];
    while let Ok(count @ 1..) = read(&mut errors, &mut buffer).await {
        let mut words = last_words.lock().unwrap_or_else(PoisonError::into_inner);
        words.extend(&buffer[..count]);
        let surplus = words.len().saturating_sub(LAST_WORDS_BYTES);
        words.drain(..surplus);
    }
}

async fn read(from: &mut (impl AsyncRead + Unpin), buffer: &mut [u8]) -> io::Result<usize> {
    from.read(buffer).await
}
