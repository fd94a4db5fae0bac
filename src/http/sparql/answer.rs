//! The answer to a query: evaluated on a thread of its own, written as it
//! comes, cut off hard when it fails half way.

use super::super::negotiation;
use super::super::problem::{Problem, ProblemKind};
use super::super::state::AppState;
use super::request::SparqlRequest;
use crate::graph::{GraphError, GraphFormat, PublicQuery, QueryForm, ResultFormat, StopToken};
use axum::body::{Body, Bytes};
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};
use futures_util::{StreamExt, stream};
use std::io::{self, BufWriter, Write};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use tokio::runtime::Handle;
use tokio::sync::{OwnedSemaphorePermit, mpsc, oneshot};
use tokio::time::Instant;

/// The stack of a thread that parses and evaluates: both recurse.
const STACK_BYTES: usize = 64 * 1024 * 1024;
/// How much is written before it goes on its way. An answer that fails within
/// this much still gets a status of its own.
const CHUNK_BYTES: usize = 64 * 1024;
/// Chunks that wait for a slow client before the query waits too.
const CHUNKS_WAITING: usize = 4;
/// How long after its time limit a query may take to notice.
const GRACE: Duration = Duration::from_secs(1);

type Chunk = Result<Bytes, GraphError>;

/// The answer's media type, known once the query is parsed.
type Head = Result<&'static str, Problem>;

/// Parses and evaluates the query and streams the answer.
pub(super) async fn answer(
    state: &AppState,
    headers: &HeaderMap,
    request: SparqlRequest,
) -> Result<Response, Problem> {
    let timeout = state.settings().query_limits.timeout;
    let permit = place(state, timeout).await?;
    let stop = StopToken::default();
    let stopper = StopOnDrop(stop.clone());
    let (send_head, head) = oneshot::channel();
    let (send_chunk, mut chunks) = mpsc::channel(CHUNKS_WAITING);
    let complete = Arc::new(AtomicBool::new(false));
    let work = Work {
        state: state.clone(),
        headers: headers.clone(),
        request,
        stop,
        head: send_head,
        out: ChunkWriter {
            chunks: send_chunk,
            runtime: Handle::current(),
            deadline: Instant::now() + timeout + GRACE,
        },
        complete: Arc::clone(&complete),
        _permit: permit,
    };
    std::thread::Builder::new()
        .name("query".to_owned())
        .stack_size(STACK_BYTES)
        .spawn(move || work.run())
        .map_err(|error| Problem::internal(&error))?;
    let begin = async {
        let media_type = head.await.map_err(|error| Problem::internal(&error))??;
        Ok::<_, Problem>((media_type, chunks.recv().await))
    };
    let (media_type, first) = match tokio::time::timeout(timeout + GRACE, begin).await {
        Ok(begun) => begun?,
        Err(_) => return Err(GraphError::TimedOut(timeout.as_secs()).into()),
    };
    let first = first.transpose()?.unwrap_or_default();
    let rest = stream::unfold(
        (Some(first), chunks, complete, stopper),
        |(first, mut chunks, complete, stopper)| async {
            let chunk = match first {
                Some(first) => Ok(first),
                None => match chunks.recv().await {
                    Some(chunk) => chunk.map_err(io::Error::other),
                    None if complete.swap(true, Ordering::AcqRel) => return None,
                    None => Err(io::Error::from(io::ErrorKind::UnexpectedEof)),
                },
            };
            // An error here resets the connection: nobody takes a part for the whole.
            Some((chunk, (None, chunks, complete, stopper)))
        },
    );
    // The compression asks again after the end, which only a fused stream allows.
    let body = Body::from_stream(rest.fuse());
    Ok(([(header::CONTENT_TYPE, media_type)], body).into_response())
}

/// Stops the query when the answer is complete, given up, or its client gone.
struct StopOnDrop(StopToken);

impl Drop for StopOnDrop {
    fn drop(&mut self) {
        self.0.stop();
    }
}

/// What the thread needs.
struct Work {
    state: AppState,
    headers: HeaderMap,
    request: SparqlRequest,
    stop: StopToken,
    head: oneshot::Sender<Head>,
    out: ChunkWriter,
    /// Set when all has been written; an end without it is a failure.
    complete: Arc<AtomicBool>,
    _permit: OwnedSemaphorePermit,
}

/// A parsed query with the format that was agreed on.
enum Agreed {
    Results(PublicQuery, ResultFormat, &'static str),
    Graph(PublicQuery, GraphFormat, &'static str),
}

impl Work {
    fn run(self) {
        let agreed = match self.agree() {
            Ok(agreed) => agreed,
            Err(problem) => {
                let _ = self.head.send(Err(problem));
                return;
            }
        };
        let (Agreed::Results(.., media_type) | Agreed::Graph(.., media_type)) = &agreed;
        if self.head.send(Ok(media_type)).is_err() {
            return;
        }
        let chunks = self.out.chunks.clone();
        let mut out = BufWriter::with_capacity(CHUNK_BYTES, self.out);
        let (graph, dataset) = (self.state.service().graph(), &self.request.dataset);
        let written = match agreed {
            Agreed::Results(query, format, _) => {
                query.write_results(graph, dataset, &self.stop, format, &mut out)
            }
            Agreed::Graph(query, format, _) => {
                query.write_graph(graph, dataset, &self.stop, format, &mut out)
            }
        };
        match written.and_then(|()| out.flush().map_err(GraphError::Output)) {
            Ok(()) => self.complete.store(true, Ordering::Release),
            Err(error) => {
                // What the buffer still holds is no answer.
                let _ = out.into_parts();
                let _ = chunks.try_send(Err(error));
            }
        }
    }

    fn agree(&self) -> Result<Agreed, Problem> {
        let query =
            PublicQuery::parse(&self.request.query, &[], self.state.settings().query_limits)?;
        let agreed = match query.form() {
            QueryForm::Results => negotiation::best(&self.headers, &negotiation::RESULT_OFFERS)
                .map(|(_, format)| {
                    Agreed::Results(query, format, negotiation::result_media_type(format))
                }),
            QueryForm::Graph => {
                negotiation::best(&self.headers, &negotiation::GRAPH_OFFERS).map(|(_, format)| {
                    Agreed::Graph(query, format, negotiation::graph_media_type(format))
                })
            }
        };
        agreed.ok_or_else(|| {
            Problem::new(
                ProblemKind::NotAcceptable,
                "results of SELECT and ASK are given as JSON, XML, CSV and TSV, graphs of CONSTRUCT and DESCRIBE as Turtle, N-Triples, N-Quads, TriG, RDF/XML, JSON-LD and N3",
            )
        })
    }
}

/// Hands on what is written, chunk by chunk; fails when nobody listens, or not
/// fast enough.
struct ChunkWriter {
    chunks: mpsc::Sender<Chunk>,
    runtime: Handle,
    deadline: Instant,
}

impl Write for ChunkWriter {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let sending = self.chunks.send(Ok(Bytes::copy_from_slice(bytes)));
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

/// A place among the queries that run; waits for one no longer than a query
/// may take.
async fn place(state: &AppState, timeout: Duration) -> Result<OwnedSemaphorePermit, Problem> {
    match tokio::time::timeout(timeout, state.queries().acquire_owned()).await {
        Ok(permit) => permit.map_err(|error| Problem::internal(&error)),
        Err(_) => Err(Problem::new(
            ProblemKind::Busy,
            format!(
                "all places for queries were taken for {} s: try again later",
                timeout.as_secs()
            ),
        )),
    }
}
