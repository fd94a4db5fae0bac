//! What handlers share.

use super::problem::Problem;
use super::sparql::ResultCache;
use crate::graph::{PublicQueries, PublicQuerySettings, QueryLimits};
use crate::operations::Passerelle;
use std::sync::Arc;
use std::time::Duration;

/// Settings of the HTTP side.
#[derive(Clone, Debug)]
pub struct HttpSettings {
    /// The address that links in answers begin with; relative links without.
    pub public_url: Option<String>,
    /// What a SPARQL query may cost.
    pub query_limits: QueryLimits,
    /// How SPARQL queries run.
    pub queries: PublicQuerySettings,
    /// Memory for answers to SPARQL queries, in bytes.
    pub query_cache_bytes: u64,
    /// Queries that take longer are logged.
    pub slow_query: Duration,
    /// Memory for answers kept for repetition, in bytes.
    pub answer_cache_bytes: u64,
}

impl Default for HttpSettings {
    fn default() -> Self {
        Self {
            public_url: None,
            query_limits: QueryLimits::default(),
            queries: PublicQuerySettings::default(),
            query_cache_bytes: 64 * 1024 * 1024,
            slow_query: Duration::from_secs(1),
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
    queries: PublicQueries,
    results: ResultCache,
}

impl AppState {
    pub(super) fn new(service: Passerelle, settings: HttpSettings) -> Self {
        let queries = PublicQueries::new(service.graph().clone(), settings.queries.clone());
        if let Ok(runtime) = tokio::runtime::Handle::try_current() {
            let queries = queries.clone();
            runtime.spawn(async move { queries.warm_up().await });
        }
        let results = ResultCache::new(settings.query_cache_bytes);
        Self(Arc::new(Shared { service, queries, results, settings }))
    }

    pub(super) fn settings(&self) -> &HttpSettings {
        &self.0.settings
    }

    pub(super) fn service(&self) -> &Passerelle {
        &self.0.service
    }

    /// The door for SPARQL queries.
    pub(super) fn queries(&self) -> &PublicQueries {
        &self.0.queries
    }

    /// Answers to SPARQL queries, kept for repetition.
    pub(super) fn results(&self) -> &ResultCache {
        &self.0.results
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
