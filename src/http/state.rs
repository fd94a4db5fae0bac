//! What handlers share.

use super::problem::Problem;
use super::writing::WRITES_MAX;
use crate::graph::{QueryLimits, UpdateLimits};
use crate::operations::Passerelle;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use tokio::sync::Semaphore;

/// Settings of the HTTP side.
#[derive(Clone, Debug)]
pub struct HttpSettings {
    /// The address that links in answers begin with; relative links without.
    pub public_url: Option<String>,
    /// What a SPARQL query may cost.
    pub query_limits: QueryLimits,
    /// What a SPARQL update may cost.
    pub update_limits: UpdateLimits,
    /// Bytes of an upload, as sent and as unpacked.
    pub upload_bytes_max: usize,
    /// SPARQL queries that run at the same time.
    pub query_concurrency_max: usize,
    /// Memory for answers kept for repetition, in bytes.
    pub answer_cache_bytes: u64,
}

impl Default for HttpSettings {
    fn default() -> Self {
        Self {
            public_url: None,
            query_limits: QueryLimits::default(),
            update_limits: UpdateLimits::default(),
            upload_bytes_max: 1024 * 1024 * 1024,
            query_concurrency_max: 8,
            answer_cache_bytes: 16 * 1024 * 1024,
        }
    }
}

/// The service with what the HTTP side adds to it.
#[derive(Clone)]
pub(super) struct AppState(Arc<Shared>);

struct Shared {
    service: Passerelle,
    settings: HttpSettings,
    queries: Arc<Semaphore>,
    writes: Arc<Semaphore>,
    refusals: AtomicU64,
}

impl AppState {
    pub(super) fn new(service: Passerelle, settings: HttpSettings) -> Self {
        Self(Arc::new(Shared {
            service,
            queries: Arc::new(Semaphore::new(settings.query_concurrency_max)),
            writes: Arc::new(Semaphore::new(WRITES_MAX)),
            refusals: AtomicU64::new(0),
            settings,
        }))
    }

    pub(super) fn settings(&self) -> &HttpSettings {
        &self.0.settings
    }

    pub(super) fn service(&self) -> &Passerelle {
        &self.0.service
    }

    /// The places for SPARQL queries that run at the same time.
    pub(super) fn queries(&self) -> Arc<Semaphore> {
        Arc::clone(&self.0.queries)
    }

    /// The places for writes that are under way.
    pub(super) fn writes(&self) -> Arc<Semaphore> {
        Arc::clone(&self.0.writes)
    }

    /// Counts a request that was not authorised.
    pub(super) fn count_refusal(&self) {
        self.0.refusals.fetch_add(1, Ordering::Relaxed);
    }

    /// Does work that reads the store, off the threads that serve connections.
    pub(super) async fn run<T: Send + 'static, E: Into<Problem> + Send + 'static>(
        &self,
        work: impl FnOnce(&Passerelle) -> Result<T, E> + Send + 'static,
    ) -> Result<T, Problem> {
        let shared = Arc::clone(&self.0);
        match tokio::task::spawn_blocking(move || work(&shared.service)).await {
            Ok(done) => done.map_err(Into::into),
            Err(error) => Err(Problem::internal(&error)),
        }
    }

    /// A link to a path of this service.
    pub(super) fn link(&self, path: &str) -> String {
        let base = self.settings().public_url.as_deref().unwrap_or_default();
        format!("{}{path}", base.trim_end_matches('/'))
    }
}
