//! The workers that are kept ready. How many may run is decided by whoever
//! takes one.

use super::super::checkpoint::Checkpoint;
use super::super::error::GraphError;
use super::super::federation::Federation;
use super::super::public_query::QueryCounters;
use super::{Worker, WorkerSettings};
use std::io;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::runtime::Handle;

/// Idle workers, the last used one last.
pub(in super::super) struct WorkerPool {
    settings: WorkerSettings,
    checkpoints: PathBuf,
    federation: Federation,
    idle: Mutex<Vec<Worker>>,
    counters: Arc<QueryCounters>,
}

impl WorkerPool {
    pub(in super::super) fn new(
        settings: WorkerSettings,
        checkpoints: PathBuf,
        federation: Federation,
        counters: Arc<QueryCounters>,
    ) -> Self {
        Self { settings, checkpoints, federation, idle: Mutex::default(), counters }
    }

    /// An idle worker, or a new one.
    pub(in super::super) async fn take(
        &self,
        checkpoint: &Arc<Checkpoint>,
    ) -> Result<Worker, GraphError> {
        match self.take_idle(checkpoint) {
            Some(worker) => Ok(worker),
            None => self.start().await,
        }
    }

    /// An idle worker, best one that has the checkpoint open.
    fn take_idle(&self, checkpoint: &Arc<Checkpoint>) -> Option<Worker> {
        let mut idle = self.idle();
        match idle.iter().rposition(|worker| worker.reads(checkpoint)) {
            Some(place) => Some(idle.remove(place)),
            None => idle.pop(),
        }
    }

    /// Takes back a worker that has answered to the end.
    pub(in super::super) fn give_back(&self, worker: Worker) {
        self.idle().push(worker);
    }

    /// Kills a worker, and starts another if none is idle. What `held` stands
    /// for is free when the worker is gone.
    pub(in super::super) fn retire(self: &Arc<Self>, worker: Worker, held: impl Send + 'static) {
        QueryCounters::add(&self.counters.worker_ends);
        // Without a runtime the process is about to end, and dropping kills.
        let Ok(runtime) = Handle::try_current() else { return };
        let pool = Arc::clone(self);
        runtime.spawn(async move {
            worker.kill().await;
            drop(held);
            pool.keep_one_ready(None).await;
        });
    }

    /// Starts a worker if none is idle, and has it open the checkpoint.
    pub(in super::super) async fn keep_one_ready(&self, checkpoint: Option<Arc<Checkpoint>>) {
        if !self.idle().is_empty() {
            return;
        }
        match self.start().await {
            Ok(mut worker) => {
                if let Some(checkpoint) = checkpoint
                    && worker.order(checkpoint, None).await.is_err()
                {
                    return;
                }
                self.give_back(worker);
            }
            Err(error) => tracing::error!(%error, "no worker could be started"),
        }
    }

    /// Has the idle workers leave older checkpoints, whose directories then go.
    pub(in super::super) async fn move_to(&self, checkpoint: &Arc<Checkpoint>) {
        let idle: Vec<Worker> = self.idle().drain(..).collect();
        for mut worker in idle {
            let moved = worker.reads(checkpoint)
                || worker.order(Arc::clone(checkpoint), None).await.is_ok();
            if moved {
                self.give_back(worker);
            }
        }
    }

    /// Starts a worker off the threads that serve connections: whoever starts
    /// a process waits until the program is in its place.
    async fn start(&self) -> Result<Worker, GraphError> {
        QueryCounters::add(&self.counters.worker_starts);
        let settings = self.settings.clone();
        let (checkpoints, federation) = (self.checkpoints.clone(), self.federation.clone());
        let started = tokio::task::spawn_blocking(move || {
            Worker::start(&settings, &checkpoints, &federation)
        });
        started
            .await
            .unwrap_or_else(|panic| Err(io::Error::other(panic)))
            .map_err(GraphError::file("start a worker from", &self.settings.program))
    }

    fn idle(&self) -> MutexGuard<'_, Vec<Worker>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
