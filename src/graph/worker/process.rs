//! The worker itself: reads orders, answers queries, and is gone when its
//! parent is.

use super::super::engine::KnowledgeGraph;
use super::super::error::GraphError;
use super::super::federation::Federation;
use super::super::planner::Statistics;
use super::super::public_query::{PublicQuery, QueryRequest, QuerySummary, StopToken};
use super::background::step_back;
use super::{DATA, END, FAILURE, FORMAT, Failure, HEAD_BYTES, Order, STACK_BYTES};
use crate::domain::DefaultGraph;
use rustix::event::{PollFd, PollFlags, poll};
use rustix::io::Errno;
use rustix::process::{Resource, Rlimit};
use serde::Serialize;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

/// What is written at once. It crosses a pipe, which holds 64 KiB.
const CHUNK_BYTES: usize = 32 * 1024;

/// Answers the orders on standard input, from checkpoints in the directory
/// given, until standard input ends; then ends the process, whatever a query
/// may be doing. Queries may ask the hosts of `federation`.
///
/// # Errors
/// When the limits cannot be set or the threads not be started.
pub fn run_worker(
    checkpoints: PathBuf,
    memory_max: u64,
    federation: Federation,
) -> Result<(), GraphError> {
    give_way().map_err(GraphError::Output)?;
    let query = std::thread::Builder::new()
        .name("query".to_owned())
        .stack_size(STACK_BYTES)
        .spawn(move || {
            let mut desk = Desk {
                checkpoints,
                memory_max: Some(memory_max),
                federation,
                open: None,
                statistics: Statistics::default(),
            };
            let mut input = io::stdin().lock();
            while let Some(order) = read_order(&mut input)? {
                desk.follow(order)?;
            }
            io::Result::Ok(())
        })
        .map_err(GraphError::Output)?;
    let watch = std::thread::Builder::new().name("watch".to_owned()).spawn(end_with_parent);
    watch.map_err(GraphError::Output)?;
    match query.join() {
        Ok(end) => end.map_err(GraphError::Output),
        // What it panicked with is on standard error.
        Err(_) => std::process::exit(1),
    }
}

/// Ends the process when nobody can write to standard input any more. The
/// query thread would not notice while it works. The signal that Linux can
/// send at a parent's death is of no use: it goes with the thread that started
/// the worker, and threads of the runtime come and go.
fn end_with_parent() {
    let input = io::stdin();
    loop {
        // Without an event asked for, the hang-up is the only one there is.
        let mut watched = [PollFd::new(&input, PollFlags::empty())];
        match poll(&mut watched, None) {
            Ok(_) if watched[0].revents().intersects(PollFlags::HUP | PollFlags::ERR) => break,
            Ok(_) | Err(Errno::INTR) => {}
            Err(_) => break,
        }
    }
    std::process::exit(0)
}

fn give_way() -> io::Result<()> {
    rustix::process::setrlimit(Resource::Core, at_most(0))?;
    step_back()
}

fn at_most(bytes: u64) -> Rlimit {
    Rlimit { current: Some(bytes), maximum: Some(bytes) }
}

/// Lets this process allocate `bytes` beyond what it has by now. `RLIMIT_DATA`
/// counts private writable mappings, and stacks of threads by what they may
/// become, so what is reserved already does not count.
fn bound_memory(bytes: u64) -> io::Result<()> {
    let status = std::fs::read_to_string("/proc/self/status")?;
    let reserved_kib: u64 = status
        .lines()
        .find_map(|line| line.strip_prefix("VmData:")?.trim().strip_suffix(" kB")?.parse().ok())
        .ok_or_else(|| io::Error::other("/proc/self/status does not tell VmData"))?;
    let limit = at_most(reserved_kib.saturating_mul(1024).saturating_add(bytes));
    Ok(rustix::process::setrlimit(Resource::Data, limit)?)
}

fn read_order(input: &mut impl Read) -> io::Result<Option<Order>> {
    let mut head = [0; HEAD_BYTES];
    match input.read_exact(&mut head) {
        Ok(()) => {}
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => return Ok(None),
        Err(error) => return Err(error),
    }
    let length = u32::from_le_bytes([head[1], head[2], head[3], head[4]]);
    let mut body = vec![0; length as usize];
    input.read_exact(&mut body)?;
    Ok(Some(serde_json::from_slice(&body)?))
}

/// What the query thread works with.
struct Desk {
    checkpoints: PathBuf,
    /// What queries may use, until that is set.
    memory_max: Option<u64>,
    federation: Federation,
    open: Option<(u64, KnowledgeGraph)>,
    statistics: Statistics,
}

impl Desk {
    /// Fails when nobody listens any more.
    fn follow(&mut self, order: Order) -> io::Result<()> {
        let mut out = Frames { out: io::stdout(), buffer: Vec::new(), data_from: None };
        let graph = self.graph(order.checkpoint, order.default_graph);
        let Some(request) = order.request else {
            return Ok(());
        };
        let statistics = &self.statistics;
        let answer = |graph| answer(&graph, &request, order.checkpoint, statistics, &mut out);
        match graph.and_then(answer) {
            Ok(summary) => out.frame(END, &summary)?,
            Err(GraphError::Output(error)) => return Err(error),
            Err(error) => out.frame(FAILURE, &Failure::of(error))?,
        }
        out.send()
    }

    fn graph(
        &mut self,
        checkpoint: u64,
        default_graph: DefaultGraph,
    ) -> Result<KnowledgeGraph, GraphError> {
        if let Some((open, graph)) = &self.open
            && *open == checkpoint
        {
            return Ok(graph.clone());
        }
        self.open = None;
        let directory: &Path = &self.checkpoints.join(checkpoint.to_string());
        let graph =
            KnowledgeGraph::open_checkpoint(directory, default_graph, self.federation.clone())?;
        if let Some(bytes) = self.memory_max.take() {
            bound_memory(bytes).map_err(GraphError::Output)?;
        }
        self.open = Some((checkpoint, graph.clone()));
        Ok(graph)
    }
}

fn answer(
    graph: &KnowledgeGraph,
    request: &QueryRequest,
    checkpoint: u64,
    statistics: &Statistics,
    out: &mut Frames,
) -> Result<QuerySummary, GraphError> {
    let query = PublicQuery::parse(&request.text, &[], request.limits)?;
    let query = query.with_joins_ordered(&statistics.of(&graph.store(), checkpoint));
    let format = query.agree(request.accepted)?;
    out.frame(FORMAT, &format).map_err(GraphError::Output)?;
    query.write(graph, &request.dataset, &StopToken::default(), format, out)
}

/// Writes frames, several at once where they are small.
struct Frames {
    out: io::Stdout,
    buffer: Vec<u8>,
    /// Where in the buffer the frame of data begins that is being filled.
    data_from: Option<usize>,
}

impl Frames {
    fn frame(&mut self, kind: u8, body: &impl Serialize) -> io::Result<()> {
        self.close_data();
        let body = serde_json::to_vec(body)?;
        self.buffer.push(kind);
        self.buffer.extend(length(body.len()));
        self.buffer.extend(body);
        Ok(())
    }

    fn close_data(&mut self) {
        if let Some(from) = self.data_from.take() {
            let bytes = self.buffer.len() - from - HEAD_BYTES;
            self.buffer[from + 1..from + HEAD_BYTES].copy_from_slice(&length(bytes));
        }
    }

    fn send(&mut self) -> io::Result<()> {
        self.close_data();
        let mut out = self.out.lock();
        out.write_all(&self.buffer)?;
        self.buffer.clear();
        out.flush()
    }
}

fn length(bytes: usize) -> [u8; 4] {
    u32::try_from(bytes).expect("a frame is sent before it has 4 GiB").to_le_bytes()
}

impl Write for Frames {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.data_from.is_none() {
            self.data_from = Some(self.buffer.len());
            self.buffer.extend([DATA, 0, 0, 0, 0]);
        }
        let taken = bytes.len().min(CHUNK_BYTES);
        self.buffer.extend(&bytes[..taken]);
        if self.buffer.len() >= CHUNK_BYTES {
            self.send()?;
        }
        Ok(taken)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
