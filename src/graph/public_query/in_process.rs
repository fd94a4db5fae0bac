//! A query on a thread of its own in this process: for graphs in memory, which
//! no other process can open. Stopping it waits for the engine to look.

use super::super::engine::KnowledgeGraph;
use super::super::error::GraphError;
use super::{AnswerFormat, PublicQuery, QueryRequest, QuerySummary, StopToken};
use bytes::Bytes;
use std::io::{self, BufWriter, Write};
use std::time::Duration;
use tokio::runtime::Handle;
use tokio::sync::{OwnedSemaphorePermit, mpsc, oneshot};
use tokio::time::Instant;

/// The stack of a thread that parses and evaluates: both recurse.
const STACK_BYTES: usize = 64 * 1024 * 1024;
const CHUNK_BYTES: usize = 64 * 1024;
/// Chunks that wait for a slow client before the query waits too.
const CHUNKS_WAITING: usize = 4;
/// How long after its time limit a query may take to notice.
const GRACE: Duration = Duration::from_secs(1);

enum Event {
    Chunk(Bytes),
    End(Result<QuerySummary, GraphError>),
}

/// A query that runs on its thread until it ends or this is dropped.
pub(super) struct QueryThread {
    pub(super) format: AnswerFormat,
    events: mpsc::Receiver<Event>,
    stop: StopToken,
    deadline: Instant,
    timeout: Duration,
}

impl Drop for QueryThread {
    fn drop(&mut self) {
        self.stop.stop();
    }
}

impl QueryThread {
    pub(super) async fn start(
        graph: KnowledgeGraph,
        request: QueryRequest,
        permit: OwnedSemaphorePermit,
    ) -> Result<Self, GraphError> {
        let (send_format, format) = oneshot::channel();
        let (send_event, events) = mpsc::channel(CHUNKS_WAITING);
        let stop = StopToken::default();
        let timeout = request.limits.timeout;
        let deadline = Instant::now() + timeout + GRACE;
        let out = ChunkWriter { events: send_event, runtime: Handle::current(), deadline };
        let token = stop.clone();
        let mut thread = Self {
            format: AnswerFormat::Explanation(super::ExplanationFormat::Text),
            events,
            stop,
            deadline,
            timeout,
        };
        std::thread::Builder::new()
            .name("query".to_owned())
            .stack_size(STACK_BYTES)
            .spawn(move || {
                run(&graph, &request, &token, send_format, out);
                drop(permit);
            })
            .map_err(GraphError::Output)?;
        thread.format = match tokio::time::timeout_at(deadline, format).await {
            Ok(Ok(format)) => format?,
            Ok(Err(_)) => return Err(GraphError::Crashed("the thread ended".to_owned())),
            Err(_) => return Err(thread.over()),
        };
        Ok(thread)
    }

    /// The next part of the answer, or how it ended.
    pub(super) async fn next(&mut self) -> Result<Result<Bytes, QuerySummary>, GraphError> {
        match tokio::time::timeout_at(self.deadline, self.events.recv()).await {
            Ok(Some(Event::Chunk(bytes))) => Ok(Ok(bytes)),
            Ok(Some(Event::End(end))) => end.map(Err),
            Ok(None) => Err(GraphError::Crashed("the thread ended".to_owned())),
            Err(_) => Err(self.over()),
        }
    }

    fn over(&self) -> GraphError {
        GraphError::TimedOut(self.timeout)
    }
}

fn run(
    graph: &KnowledgeGraph,
    request: &QueryRequest,
    stop: &StopToken,
    send_format: oneshot::Sender<Result<AnswerFormat, GraphError>>,
    out: ChunkWriter,
) {
    let parsed = PublicQuery::parse(&request.text, &[], request.limits)
        .and_then(|query| Ok((query.agree(request.accepted)?, query)));
    let (format, query) = match parsed {
        Ok(parsed) => parsed,
        Err(error) => {
            let _ = send_format.send(Err(error));
            return;
        }
    };
    if send_format.send(Ok(format)).is_err() {
        return;
    }
    let (events, runtime) = (out.events.clone(), out.runtime.clone());
    let mut out = BufWriter::with_capacity(CHUNK_BYTES, out);
    let written = query
        .write(graph, &request.dataset, stop, format, &mut out)
        .and_then(|summary| out.flush().map_err(GraphError::Output).map(|()| summary));
    // After a failure, what the buffer still holds is no answer.
    let _ = out.into_parts();
    let _ = runtime.block_on(events.send(Event::End(written)));
}

/// Hands on what is written, chunk by chunk; fails when nobody listens, or not
/// fast enough.
struct ChunkWriter {
    events: mpsc::Sender<Event>,
    runtime: Handle,
    deadline: Instant,
}

impl Write for ChunkWriter {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let sending = self.events.send(Event::Chunk(Bytes::copy_from_slice(bytes)));
        // The timer registers where it is made: inside the runtime.
        let sent = async { tokio::time::timeout_at(self.deadline, sending).await };
        match self.runtime.block_on(sent) {
            Ok(Ok(())) => Ok(bytes.len()),
            Ok(Err(_)) => Err(io::Error::from(io::ErrorKind::BrokenPipe)),
            Err(_) => Err(io::Error::from(io::ErrorKind::TimedOut)),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
