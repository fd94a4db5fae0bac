//! Work that goes on beside requests, and how it comes to an end.

use std::future::Future;
use std::time::Duration;
use tokio::runtime::Handle;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

/// What runs beside requests. Clones are the same.
#[derive(Clone, Debug, Default)]
pub struct Background {
    stopping: CancellationToken,
    tasks: TaskTracker,
}

impl Background {
    /// Runs something to its end.
    pub(super) fn spawn(&self, runtime: &Handle, work: impl Future<Output = ()> + Send + 'static) {
        self.tasks.spawn_on(work, runtime);
    }

    /// Comes when nothing new is to be begun.
    pub(super) async fn stopping(&self) {
        self.stopping.cancelled().await;
    }

    /// Nothing new is begun from now on.
    pub fn stop(&self) {
        self.stopping.cancel();
        self.tasks.close();
    }

    /// Waits until all has come to its end; what has not within `grace` is
    /// taken up again at the next start.
    pub async fn ended(&self, grace: Duration) {
        self.stop();
        if tokio::time::timeout(grace, self.tasks.wait()).await.is_err() {
            tracing::warn!("what went on beside requests was cut off");
        }
    }
}
