//! Where a public query runs. The fast lane answers what is proved small in
//! this process; everything else goes to a worker, or, for a graph in memory,
//! to a thread. A query is stopped when its time is over or its answer dropped.

use super::super::checkpoint::Checkpoint;
use super::super::engine::KnowledgeGraph;
use super::super::error::GraphError;
use super::super::worker::{Reply, Worker, WorkerPool, WorkerSettings};
use super::alarm::Alarm;
use super::counters::Under;
use super::in_process::QueryThread;
use super::{Accepted, fast_lane};
use super::{AnswerFormat, QueryCounters, QueryLimits, QueryRequest, QuerySummary, StopToken};
use bytes::Bytes;
use moka::sync::Cache;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// Texts remembered as too much for the fast lane.
const HEAVY_TEXTS: u64 = 10_000;

/// How public queries run.
#[derive(Clone, Debug)]
pub struct PublicQuerySettings {
    /// Queries that run at the same time, apart from the fast lane.
    pub places: usize,
    /// Queries that may wait for a place.
    pub queue_max: usize,
    /// How long one may wait.
    pub queue_wait: Duration,
    /// Time in the fast lane; nothing runs there when it is zero.
    pub fast_lane_time: Duration,
    /// Size of an answer in the fast lane.
    pub fast_lane_bytes: u64,
    /// Worker processes, for graphs that have a directory.
    pub workers: Option<WorkerSettings>,
}

impl Default for PublicQuerySettings {
    fn default() -> Self {
        Self {
            places: 8,
            queue_max: 64,
            queue_wait: Duration::from_secs(10),
            fast_lane_time: Duration::from_millis(10),
            fast_lane_bytes: 256 * 1024,
            workers: None,
        }
    }
}

/// The door for queries of strangers. Cheap to clone.
#[derive(Clone)]
pub struct PublicQueries(Arc<Lanes>);

struct Lanes {
    graph: KnowledgeGraph,
    settings: PublicQuerySettings,
    places: Arc<Semaphore>,
    fast_places: Arc<Semaphore>,
    alarm: Alarm,
    /// Hashes of texts that the fast lane does not take or did not finish.
    heavy: Cache<u64, ()>,
    pool: Option<Arc<WorkerPool>>,
    counters: Arc<QueryCounters>,
}

/// An answer, or a query that is still giving one.
pub enum PublicAnswer {
    /// All of it.
    Whole {
        /// What it is written in.
        format: AnswerFormat,
        /// The answer.
        bytes: Bytes,
        /// What it took.
        summary: QuerySummary,
    },
    /// It comes in parts.
    Running(Box<RunningQuery>),
}

impl PublicQueries {
    /// Sets up the lanes; workers start when they are needed.
    #[must_use]
    pub fn new(graph: KnowledgeGraph, settings: PublicQuerySettings) -> Self {
        let counters = Arc::new(QueryCounters::default());
        let pool = settings.workers.clone().and_then(|workers| {
            let directory = graph.checkpoints_directory()?.to_path_buf();
            let federation = graph.federation().clone();
            Some(Arc::new(WorkerPool::new(workers, directory, federation, Arc::clone(&counters))))
        });
        let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
        Self(Arc::new(Lanes {
            places: Arc::new(Semaphore::new(settings.places)),
            fast_places: Arc::new(Semaphore::new(cores)),
            alarm: Alarm::new(settings.fast_lane_time),
            heavy: Cache::new(HEAVY_TEXTS),
            graph,
            settings,
            pool,
            counters,
        }))
    }

    /// What has become of the queries.
    #[must_use]
    pub fn counters(&self) -> &Arc<QueryCounters> {
        &self.0.counters
    }

    /// Has a worker ready for the first query that needs one.
    pub async fn warm_up(&self) {
        let Some(pool) = &self.0.pool else { return };
        match self.0.checkpoint().await {
            Ok(checkpoint) => pool.keep_one_ready(Some(checkpoint)).await,
            Err(error) => tracing::error!(%error, "no checkpoint could be made"),
        }
    }

    /// Answers a query, or begins to. Dropping the future or the answer stops
    /// it.
    ///
    /// # Errors
    /// When it is refused, stopped or turned away before it has sent anything.
    pub async fn ask(&self, request: QueryRequest) -> Result<PublicAnswer, GraphError> {
        let counters = &self.0.counters;
        let answer = match self.0.fast(&request) {
            Some(answer) => answer,
            None => self.0.start(request).await.map(|query| PublicAnswer::Running(Box::new(query))),
        };
        match &answer {
            Ok(PublicAnswer::Whole { .. }) => {
                QueryCounters::add(&counters.fast_answers);
                QueryCounters::add(&counters.finished);
            }
            Ok(PublicAnswer::Running(_)) => {}
            Err(error) => counters.count_error(error),
        }
        answer
    }
}

impl Lanes {
    /// The answer from the fast lane; none when the query does not belong
    /// there, all its places are taken, or it was too much for it.
    fn fast(&self, request: &QueryRequest) -> Option<Result<PublicAnswer, GraphError>> {
        if matches!(request.accepted, Accepted::Explanation(_))
            || self.settings.fast_lane_time.is_zero()
            || !fast_lane::may_parse(&request.text)
        {
            return None;
        }
        let text = fingerprint(&request.text);
        if self.heavy.contains_key(&text) {
            return None;
        }
        let permit = Arc::clone(&self.fast_places).try_acquire_owned().ok()?;
        let work = FastWork {
            graph: self.graph.clone(),
            request: request.clone(),
            limits: QueryLimits {
                timeout: self.settings.fast_lane_time.min(request.limits.timeout),
                bytes_max: self.settings.fast_lane_bytes.min(request.limits.bytes_max),
                ..request.limits
            },
            stop: StopToken::default(),
            _permit: permit,
        };
        // On the thread that serves the connection: to hand over to another
        // takes longer than a lookup. The runtime has more threads than places.
        let _watched = self.alarm.watch(Instant::now() + work.limits.timeout, work.stop.clone());
        let answer = match work.run() {
            Ok(answer) => answer,
            Err(GraphError::TimedOut(_) | GraphError::TooManyBytes(_)) => {
                QueryCounters::add(&self.counters.fast_hand_overs);
                None
            }
            Err(error) => return Some(Err(error)),
        };
        if answer.is_none() {
            self.heavy.insert(text, ());
        }
        answer.map(Ok)
    }

    /// Begins the query in a worker, or a thread, when there is a place.
    async fn start(&self, request: QueryRequest) -> Result<RunningQuery, GraphError> {
        let permit = self.place().await?;
        let under = Under::count(&self.counters, |counters| &counters.running);
        let limits = request.limits;
        let run = match &self.pool {
            None => Run::Thread(QueryThread::start(self.graph.clone(), request, permit).await?),
            Some(pool) => {
                let checkpoint = self.checkpoint().await?;
                let worker = pool.take(&checkpoint).await?;
                let mut run = WorkerRun {
                    worker: Some((worker, permit)),
                    pool: Arc::clone(pool),
                    deadline: tokio::time::Instant::now() + limits.timeout,
                    limits,
                    format: None,
                };
                run.begin(checkpoint, request).await?;
                Run::Worker(Box::new(run))
            }
        };
        Ok(RunningQuery { run, ended: false, counters: Arc::clone(&self.counters), _under: under })
    }

    /// A place among the queries that run, waited for within bounds.
    async fn place(&self) -> Result<OwnedSemaphorePermit, GraphError> {
        if let Ok(permit) = Arc::clone(&self.places).try_acquire_owned() {
            return Ok(permit);
        }
        let waiting = Under::count(&self.counters, |counters| &counters.waiting);
        let queue_max = self.settings.queue_max;
        if self.counters.waiting.load(Ordering::Relaxed) > queue_max as u64 {
            return Err(GraphError::Busy(format!("{queue_max} queries wait for a place already")));
        }
        let place = Arc::clone(&self.places).acquire_owned();
        let place = tokio::time::timeout(self.settings.queue_wait, place).await;
        drop(waiting);
        match place {
            Ok(Ok(permit)) => Ok(permit),
            _ => Err(GraphError::Busy(format!(
                "all places for queries were taken for {} s",
                self.settings.queue_wait.as_secs()
            ))),
        }
    }

    /// The present checkpoint; made, where it has to be, off the threads that
    /// serve connections.
    async fn checkpoint(&self) -> Result<Arc<Checkpoint>, GraphError> {
        if let Some(checkpoint) = self.graph.present_checkpoint() {
            return Ok(checkpoint);
        }
        let graph = self.graph.clone();
        let made = tokio::task::spawn_blocking(move || graph.checkpoint()).await;
        let checkpoint = made.map_err(|panic| GraphError::Crashed(panic.to_string()))??;
        if let Some(pool) = &self.pool {
            pool.move_to(&checkpoint).await;
        }
        Ok(checkpoint)
    }
}

fn fingerprint(text: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    hasher.finish()
}

struct FastWork {
    graph: KnowledgeGraph,
    request: QueryRequest,
    limits: QueryLimits,
    stop: StopToken,
    _permit: OwnedSemaphorePermit,
}

impl FastWork {
    fn run(self) -> Result<Option<PublicAnswer>, GraphError> {
        let Some(query) = fast_lane::admit(&self.request.text, self.limits)? else {
            return Ok(None);
        };
        let format = query.agree(self.request.accepted)?;
        let mut bytes = Vec::new();
        let summary =
            query.write(&self.graph, &self.request.dataset, &self.stop, format, &mut bytes)?;
        Ok(Some(PublicAnswer::Whole { format, bytes: bytes.into(), summary }))
    }
}

/// A query that is giving its answer. Dropped before the end, it is stopped.
pub struct RunningQuery {
    run: Run,
    ended: bool,
    counters: Arc<QueryCounters>,
    _under: Under,
}

enum Run {
    Thread(QueryThread),
    Worker(Box<WorkerRun>),
}

impl RunningQuery {
    /// What the answer is written in.
    #[must_use]
    pub fn format(&self) -> AnswerFormat {
        match &self.run {
            Run::Thread(thread) => thread.format,
            Run::Worker(run) => run.format.unwrap_or(NOT_YET),
        }
    }

    /// The next part of the answer; after the last one the summary, as the
    /// error of the inner result. An answer without a summary is not whole.
    ///
    /// # Errors
    /// When the query is stopped or fails.
    pub async fn next(&mut self) -> Result<Result<Bytes, QuerySummary>, GraphError> {
        let next = match &mut self.run {
            Run::Thread(thread) => thread.next().await,
            Run::Worker(run) => run.next().await,
        };
        match &next {
            Ok(Ok(_)) => return next,
            Ok(Err(_)) => QueryCounters::add(&self.counters.finished),
            Err(error) => self.counters.count_error(error),
        }
        self.ended = true;
        next
    }
}

impl Drop for RunningQuery {
    fn drop(&mut self) {
        if !self.ended {
            QueryCounters::add(&self.counters.abandoned);
        }
    }
}

/// A worker sends the format before anything else.
const NOT_YET: AnswerFormat = AnswerFormat::Explanation(super::ExplanationFormat::Text);

/// A query in a worker. The worker goes back to the pool after its last word;
/// otherwise it is killed, and its place is free when it is gone.
struct WorkerRun {
    worker: Option<(Worker, OwnedSemaphorePermit)>,
    pool: Arc<WorkerPool>,
    deadline: tokio::time::Instant,
    limits: QueryLimits,
    format: Option<AnswerFormat>,
}

impl WorkerRun {
    async fn begin(
        &mut self,
        checkpoint: Arc<Checkpoint>,
        request: QueryRequest,
    ) -> Result<(), GraphError> {
        let Some((worker, _)) = &mut self.worker else { return Ok(()) };
        if worker.order(checkpoint, Some(request)).await.is_err() {
            return Err(self.death().await);
        }
        match self.reply().await? {
            Reply::Format(format) => {
                self.format = Some(format);
                Ok(())
            }
            Reply::Failed(error) => Err(error),
            Reply::Data(_) | Reply::End(_) => {
                Err(GraphError::Crashed("an answer began without its format".to_owned()))
            }
        }
    }

    async fn next(&mut self) -> Result<Result<Bytes, QuerySummary>, GraphError> {
        match self.reply().await? {
            Reply::Data(bytes) => Ok(Ok(bytes)),
            Reply::End(summary) => Ok(Err(summary)),
            Reply::Failed(error) => Err(error),
            Reply::Format(_) => Err(GraphError::Crashed("an answer began twice".to_owned())),
        }
    }

    async fn reply(&mut self) -> Result<Reply, GraphError> {
        let Some((worker, _)) = &mut self.worker else {
            return Err(GraphError::Crashed("the answer has ended".to_owned()));
        };
        let reply = worker.reply(&self.limits);
        let reply = match tokio::time::timeout_at(self.deadline, reply).await {
            Ok(Ok(reply)) => reply,
            Ok(Err(_)) => return Err(self.death().await),
            Err(_) => {
                self.retire();
                return Err(GraphError::TimedOut(self.limits.timeout));
            }
        };
        if matches!(reply, Reply::End(_) | Reply::Failed(_))
            && let Some((worker, _permit)) = self.worker.take()
        {
            self.pool.give_back(worker);
        }
        Ok(reply)
    }

    async fn death(&mut self) -> GraphError {
        let Some((worker, _)) = &mut self.worker else {
            return GraphError::Crashed("it is gone already".to_owned());
        };
        let cause = worker.cause_of_death().await;
        self.retire();
        cause
    }

    fn retire(&mut self) {
        if let Some((worker, permit)) = self.worker.take() {
            self.pool.retire(worker, permit);
        }
    }
}

impl Drop for WorkerRun {
    fn drop(&mut self) {
        self.retire();
    }
}
