//! What handlers share.

use super::background::Background;
use super::bodies::BodyLimits;
use super::clients::ClientLimits;
use super::failures::Failures;
use super::metrics::Metrics;
use super::problem::Problem;
use super::provider::SentAway;
use super::sparql::ResultCache;
use super::webhooks::WebhookSettings;
use super::writing::WRITES_MAX;
use crate::graph::{GraphError, PublicQueries, PublicQuerySettings, QueryLimits, UpdateLimits};
use crate::identity::Provider;
use crate::operations::Passerelle;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use std::sync::atomic::AtomicU64;
use std::sync::{Arc, Weak};
use std::time::Duration;
use tokio::sync::Semaphore;

/// How often it is looked whether an offer or a need has ended.
const SWEEP_EVERY: Duration = Duration::from_mins(10);

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
    /// How SPARQL queries run.
    pub queries: PublicQuerySettings,
    /// Memory for answers to SPARQL queries, in bytes.
    pub query_cache_bytes: u64,
    /// Queries that take longer are logged.
    pub slow_query: Duration,
    /// Memory for answers kept for repetition, in bytes.
    pub answer_cache_bytes: u64,
    /// What each client may ask.
    pub client_limits: ClientLimits,
    /// Time for the body of a request.
    pub body_time: Duration,
    /// A request that takes longer is logged as slow.
    pub slow_request: Duration,
    /// Whose tokens are taken beside keys.
    pub provider: Option<Arc<Provider>>,
    /// How webhooks are delivered.
    pub webhooks: WebhookSettings,
    /// What goes on beside requests.
    pub background: Background,
    /// Where requests are counted.
    pub metrics: Metrics,
    /// Whether clients on other machines may read `/metrics`.
    pub metrics_open: bool,
}

impl Default for HttpSettings {
    fn default() -> Self {
        Self {
            public_url: None,
            query_limits: QueryLimits::default(),
            update_limits: UpdateLimits::default(),
            upload_bytes_max: 1024 * 1024 * 1024,
            queries: PublicQuerySettings::default(),
            query_cache_bytes: 64 * 1024 * 1024,
            slow_query: Duration::from_secs(1),
            answer_cache_bytes: 16 * 1024 * 1024,
            client_limits: ClientLimits::default(),
            body_time: Duration::from_secs(10),
            slow_request: Duration::from_secs(5),
            provider: None,
            webhooks: WebhookSettings::default(),
            background: Background::default(),
            metrics: Metrics::new(),
            metrics_open: true,
        }
    }
}

/// The service with what the HTTP side adds to it.
#[derive(Clone)]
pub struct AppState(Arc<Shared>);

struct Shared {
    service: Passerelle,
    settings: HttpSettings,
    writes: Arc<Semaphore>,
    refusals: Arc<AtomicU64>,
    failures: Failures,
    sent_away: SentAway,
    queries: PublicQueries,
    results: ResultCache,
}

impl AppState {
    pub(super) fn new(service: Passerelle, settings: HttpSettings) -> Self {
        let queries = PublicQueries::new(service.graph().clone(), settings.queries.clone());
        let results = ResultCache::new(settings.query_cache_bytes);
        let failures = Failures::new(settings.client_limits.loopback, settings.metrics.clone());
        Self(Arc::new(Shared {
            service,
            queries,
            results,
            writes: Arc::new(Semaphore::new(WRITES_MAX)),
            refusals: Arc::default(),
            failures,
            sent_away: SentAway::default(),
            settings,
        }))
    }

    pub(super) fn settings(&self) -> &HttpSettings {
        &self.0.settings
    }

    pub(crate) fn service(&self) -> &Passerelle {
        &self.0.service
    }

    /// Reads a figure of the service as long as it is there. What is counted
    /// must not keep the store open.
    pub(super) fn reading(
        &self,
        read: impl Fn(&Passerelle) -> Option<f64> + Send + Sync + 'static,
    ) -> impl Fn() -> f64 + Send + Sync + 'static {
        let shared = Arc::downgrade(&self.0);
        move || shared.upgrade().and_then(|shared| read(&shared.service)).unwrap_or(f64::NAN)
    }

    /// The same for as long as it is there: what goes on beside requests must
    /// not keep the store open.
    pub(super) fn weak(&self) -> impl Fn() -> Option<Self> + Send + Sync + 'static {
        let shared = Arc::downgrade(&self.0);
        move || shared.upgrade().map(Self)
    }

    /// The door for SPARQL queries.
    pub(super) fn queries(&self) -> &PublicQueries {
        &self.0.queries
    }

    /// Has a worker ready for the first query, and what explanations show read,
    /// where there is a runtime yet.
    pub(super) fn warm_up(&self) {
        if let Ok(runtime) = tokio::runtime::Handle::try_current() {
            let queries = self.0.queries.clone();
            runtime.spawn(async move { queries.warm_up().await });
            let shared = Arc::downgrade(&self.0);
            runtime.spawn_blocking(move || read_ahead(&shared));
        }
    }

    /// Has offers and needs leave the graph once their last day is over, for
    /// as long as the service is there.
    pub(super) fn retire_what_ends(&self) {
        let Ok(runtime) = tokio::runtime::Handle::try_current() else { return };
        let shared = Arc::downgrade(&self.0);
        runtime.spawn(async move {
            let mut turns = tokio::time::interval(SWEEP_EVERY);
            loop {
                turns.tick().await;
                let Some(shared) = shared.upgrade() else { break };
                let swept = tokio::task::spawn_blocking(move || {
                    let today = Timestamp::now().to_zoned(TimeZone::UTC).date();
                    shared.service.retire_ended(today)
                });
                if let Ok(Err(error)) = swept.await {
                    let error = &error as &dyn std::error::Error;
                    tracing::error!(error, "what has ended could not be looked for");
                }
            }
        });
    }

    /// Answers to SPARQL queries, kept for repetition.
    pub(super) fn results(&self) -> &ResultCache {
        &self.0.results
    }

    /// The places for writes that are under way.
    pub(super) fn writes(&self) -> Arc<Semaphore> {
        Arc::clone(&self.0.writes)
    }

    /// How many requests were not authorised.
    pub(super) fn refusals(&self) -> Arc<AtomicU64> {
        Arc::clone(&self.0.refusals)
    }

    /// Who was sent to the provider to sign in, and is not back yet.
    pub(super) fn sent_away(&self) -> &SentAway {
        &self.0.sent_away
    }

    /// Who failed to sign in of late.
    pub(super) fn failures(&self) -> &Failures {
        &self.0.failures
    }

    /// Bounds on the bodies of updates.
    pub(super) fn update_body_limits(&self) -> BodyLimits {
        // Percent-encoded, a text is up to three times as long.
        self.body_limits(self.settings().update_limits.length_max.saturating_mul(3))
    }

    /// Bounds on the bodies of uploads.
    pub(super) fn upload_body_limits(&self) -> BodyLimits {
        self.body_limits(self.settings().upload_bytes_max)
    }

    /// Bounds on the bodies of requests that hold at most so many bytes.
    pub(super) fn body_limits(&self, bytes_max: usize) -> BodyLimits {
        let settings = self.settings();
        BodyLimits { bytes_max, time: settings.body_time, metrics: settings.metrics.clone() }
    }

    /// Does work that reads the store, off the threads that serve connections.
    pub(crate) async fn run<T: Send + 'static, E: Into<Problem> + Send + 'static>(
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
    pub(crate) fn link(&self, path: &str) -> String {
        let base = self.settings().public_url.as_deref().unwrap_or_default();
        format!("{}{path}", base.trim_end_matches('/'))
    }
}

/// Reads on as long as the service is there.
fn read_ahead(shared: &Weak<Shared>) {
    let told = |error: GraphError| {
        let error = &error as &dyn std::error::Error;
        tracing::warn!(error, "first answers may take longer");
    };
    if let Some(shared) = shared.upgrade() {
        shared.service.read_offered_ahead().unwrap_or_else(told);
    }
    let mut next = Some(0);
    while let (Some(from), Some(shared)) = (next, shared.upgrade()) {
        next = shared.service.read_ahead(from).unwrap_or_else(|error| {
            told(error);
            None
        });
    }
}
