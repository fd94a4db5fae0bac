//! What the service counts of itself, in the text format of Prometheus. Other
//! parts have their figures read at each scrape; they know nothing of this.
//!
//! Labels come from short lists (route templates, methods, statuses, names of
//! limits), never from what clients send.

use super::problem::{Problem, ProblemKind};
use super::server::ClientAddress;
use super::state::AppState;
use crate::graph::QueryCounters;
use axum::Extension;
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use prometheus::core::{Collector, Desc};
use prometheus::proto::{Counter, Gauge, LabelPair, Metric, MetricFamily, MetricType};
use prometheus::{
    HistogramOpts, HistogramVec, IntCounter, IntCounterVec, IntGauge, IntGaugeVec, Opts, Registry,
    TextEncoder,
};
use std::collections::HashMap;
use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// Upper bounds of the latency histograms, in seconds.
const LATENCY_BUCKETS_S: [f64; 15] =
    [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0];
/// A name that is malformed or taken is a mistake in the program.
const NAMES: &str = "names of metrics are well formed and distinct";

/// A bound that a client ran into.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Limit {
    RequestRate,
    QueryRate,
    QueryConcurrency,
    Connections,
    ConnectionsOfClient,
    HeadTime,
    IdleTime,
    BodyTime,
    WriteTime,
    HeadSize,
    BodySize,
    SignInFailures,
}

impl Limit {
    const ALL: [Self; 12] = [
        Self::RequestRate,
        Self::QueryRate,
        Self::QueryConcurrency,
        Self::Connections,
        Self::ConnectionsOfClient,
        Self::HeadTime,
        Self::IdleTime,
        Self::BodyTime,
        Self::WriteTime,
        Self::HeadSize,
        Self::BodySize,
        Self::SignInFailures,
    ];

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::RequestRate => "request-rate",
            Self::QueryRate => "query-rate",
            Self::QueryConcurrency => "query-concurrency",
            Self::Connections => "connections",
            Self::ConnectionsOfClient => "connections-of-client",
            Self::HeadTime => "head-time",
            Self::IdleTime => "idle-time",
            Self::BodyTime => "body-time",
            Self::WriteTime => "write-time",
            Self::HeadSize => "head-size",
            Self::BodySize => "body-size",
            Self::SignInFailures => "sign-in-failures",
        }
    }
}

/// What a figure that is read at each scrape means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReadingKind {
    /// Only grows while the process lives.
    Counter,
    /// Goes up and down.
    Gauge,
}

/// Reads a figure of another part of the program.
pub type Read = Box<dyn Fn() -> f64 + Send + Sync>;

/// A count as a figure.
#[must_use]
#[expect(clippy::cast_precision_loss, reason = "figures are doubles: exact up to 2^53")]
pub fn figure(count: u64) -> f64 {
    count as f64
}

/// The counters of one service. Clones share them.
#[derive(Clone)]
pub struct Metrics(Arc<Figures>);

struct Figures {
    registry: Registry,
    requests: IntCounterVec,
    durations: HistogramVec,
    in_flight: IntGauge,
    received_bytes: IntCounter,
    sent_bytes: IntCounter,
    connections: IntGauge,
    accepted: IntCounter,
    refused: IntCounter,
    limits: IntCounterVec,
}

impl Figures {
    fn at_nought(registry: Registry) -> Self {
        let latency = HistogramOpts::new(
            "passerelle_http_request_duration_seconds",
            "Time from the head of a request to the end of its answer.",
        );
        let latency = latency.buckets(LATENCY_BUCKETS_S.to_vec());
        let durations = HistogramVec::new(latency, &["route"]).expect(NAMES);
        registry.register(Box::new(durations.clone())).expect(NAMES);
        let count = |name, help| counter(&registry, name, help);
        let count_each = |name, help, labels| counters(&registry, name, help, labels);
        let level = |name, help| gauge(&registry, name, help);
        Self {
            requests: count_each(
                "passerelle_http_requests_total",
                "Requests answered, by route, method and status.",
                &["route", "method", "status"],
            ),
            durations,
            in_flight: level(
                "passerelle_http_requests_in_flight",
                "Requests that are being answered.",
            ),
            received_bytes: count(
                "passerelle_http_received_bytes_total",
                "Bytes read from connections.",
            ),
            sent_bytes: count("passerelle_http_sent_bytes_total", "Bytes written to connections."),
            connections: level("passerelle_http_connections", "Connections that are open."),
            accepted: count(
                "passerelle_http_connections_accepted_total",
                "Connections that were accepted.",
            ),
            refused: count(
                "passerelle_http_connections_refused_total",
                "Connections that were closed at once, as no place was left.",
            ),
            limits: count_each(
                "passerelle_limit_hits_total",
                "Times that a client ran into a bound, by bound.",
                &["limit"],
            ),
            registry,
        }
    }
}

impl Default for Metrics {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for Metrics {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Metrics")
    }
}

impl Metrics {
    /// Counters that stand at nought, with the figures of the process.
    ///
    /// # Panics
    /// Never: the names are well formed and distinct.
    #[must_use]
    pub fn new() -> Self {
        let registry = Registry::new();
        let build = Opts::new("passerelle_build_info", "The version that runs.");
        let build = IntGaugeVec::new(build, &["version"]).expect(NAMES);
        registry.register(Box::new(build.clone())).expect(NAMES);
        build.with_label_values(&[env!("CARGO_PKG_VERSION")]).set(1);
        #[cfg(target_os = "linux")]
        registry
            .register(Box::new(prometheus::process_collector::ProcessCollector::for_self()))
            .expect(NAMES);
        let metrics = Self(Arc::new(Figures::at_nought(registry)));
        for limit in Limit::ALL {
            metrics.0.limits.with_label_values(&[limit.name()]);
        }
        let begin = Instant::now();
        metrics.read(
            ReadingKind::Gauge,
            "passerelle_uptime_seconds",
            "Time since the start.",
            move || begin.elapsed().as_secs_f64(),
        );
        metrics
    }

    /// Has a figure read at each scrape. It is read on a thread that may wait.
    ///
    /// # Panics
    /// When the name is malformed or taken.
    pub fn read(
        &self,
        kind: ReadingKind,
        name: &str,
        help: &str,
        value: impl Fn() -> f64 + Send + Sync + 'static,
    ) {
        self.register(kind, name, help, None, vec![("", Box::new(value))]);
    }

    /// Has several figures read that differ in one label.
    ///
    /// # Panics
    /// When the name is malformed or taken.
    pub fn read_each(
        &self,
        kind: ReadingKind,
        name: &str,
        help: &str,
        label: &'static str,
        values: Vec<(&'static str, Read)>,
    ) {
        self.register(kind, name, help, Some(label), values);
    }

    fn register(
        &self,
        kind: ReadingKind,
        name: &str,
        help: &str,
        label: Option<&'static str>,
        values: Vec<(&'static str, Read)>,
    ) {
        let labels = label.into_iter().map(str::to_owned).collect();
        let description = Desc::new(name.to_owned(), help.to_owned(), labels, HashMap::new());
        let readings = Readings { kind, description: description.expect(NAMES), label, values };
        self.0.registry.register(Box::new(readings)).expect(NAMES);
    }

    pub(super) fn hit(&self, limit: Limit) {
        self.0.limits.with_label_values(&[limit.name()]).inc();
    }

    pub(super) fn request_began(&self) {
        self.0.in_flight.inc();
    }

    pub(super) fn request_ended(&self, route: &str, method: &str, status: &str, took: Duration) {
        self.0.in_flight.dec();
        self.0.requests.with_label_values(&[route, method, status]).inc();
        self.0.durations.with_label_values(&[route]).observe(took.as_secs_f64());
    }

    pub(super) fn received(&self, bytes: usize) {
        self.0.received_bytes.inc_by(bytes as u64);
    }

    pub(super) fn sent(&self, bytes: usize) {
        self.0.sent_bytes.inc_by(bytes as u64);
    }

    pub(super) fn connection_accepted(&self) {
        self.0.accepted.inc();
        self.0.connections.inc();
    }

    pub(super) fn connection_closed(&self) {
        self.0.connections.dec();
    }

    pub(super) fn connection_refused(&self) {
        self.0.refused.inc();
    }

    /// Everything, in the text format, version 0.0.4.
    fn text(&self) -> Result<String, prometheus::Error> {
        TextEncoder::new().encode_to_string(&self.0.registry.gather())
    }

    /// The answer to a scrape.
    pub(super) async fn scrape(&self) -> Result<Response, Problem> {
        let metrics = self.clone();
        let text = tokio::task::spawn_blocking(move || metrics.text())
            .await
            .map_err(|error| Problem::internal(&error))?
            .map_err(|error| Problem::internal(&error))?;
        let content_type = [(header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")];
        Ok((content_type, text).into_response())
    }
}

fn counter(registry: &Registry, name: &str, help: &str) -> IntCounter {
    let counter = IntCounter::new(name, help).expect(NAMES);
    registry.register(Box::new(counter.clone())).expect(NAMES);
    counter
}

fn gauge(registry: &Registry, name: &str, help: &str) -> IntGauge {
    let gauge = IntGauge::new(name, help).expect(NAMES);
    registry.register(Box::new(gauge.clone())).expect(NAMES);
    gauge
}

fn counters(registry: &Registry, name: &str, help: &str, labels: &[&str]) -> IntCounterVec {
    let counters = IntCounterVec::new(Opts::new(name, help), labels).expect(NAMES);
    registry.register(Box::new(counters.clone())).expect(NAMES);
    counters
}

/// Figures that other parts keep.
struct Readings {
    kind: ReadingKind,
    description: Desc,
    label: Option<&'static str>,
    values: Vec<(&'static str, Read)>,
}

impl Collector for Readings {
    fn desc(&self) -> Vec<&Desc> {
        vec![&self.description]
    }

    fn collect(&self) -> Vec<MetricFamily> {
        let mut family = MetricFamily::default();
        family.set_name(self.description.fq_name.clone());
        family.set_help(self.description.help.clone());
        family.set_field_type(match self.kind {
            ReadingKind::Counter => MetricType::COUNTER,
            ReadingKind::Gauge => MetricType::GAUGE,
        });
        family
            .set_metric(self.values.iter().map(|(name, read)| self.metric(name, read())).collect());
        vec![family]
    }
}

impl Readings {
    fn metric(&self, name: &str, value: f64) -> Metric {
        let mut metric = Metric::default();
        if let Some(label) = self.label {
            let mut pair = LabelPair::default();
            pair.set_name(label.to_owned());
            pair.set_value(name.to_owned());
            metric.set_label(vec![pair]);
        }
        match self.kind {
            ReadingKind::Counter => {
                let mut counter = Counter::default();
                counter.set_value(value);
                metric.set_counter(counter);
            }
            ReadingKind::Gauge => {
                let mut gauge = Gauge::default();
                gauge.set_value(value);
                metric.set_gauge(gauge);
            }
        }
        metric
    }
}

/// Has the figures of the store read. What cannot be read is no number.
pub(super) fn tell_store(metrics: &Metrics, state: &AppState) {
    let triples = state.reading(|service| {
        let catalogue = service.graph().catalogue().ok()?;
        Some(figure(catalogue.iter().map(|entry| entry.triples).sum()))
    });
    let bytes = state.reading(|service| service.graph().bytes_on_disk().map(figure));
    let commit = state.reading(|service| Some(figure(service.graph().commit_number())));
    let sync = state.reading(|service| Some(service.graph().last_sync().as_secs_f64()));
    let gauge = |name, help, value: Read| metrics.read(ReadingKind::Gauge, name, help, value);
    gauge(
        "passerelle_store_triples",
        "Triples of all graphs that the catalogue records.",
        Box::new(triples),
    );
    gauge("passerelle_store_bytes", "What the store takes on the disk.", Box::new(bytes));
    gauge("passerelle_store_commit", "The number of the last commit.", Box::new(commit));
    gauge(
        "passerelle_store_last_sync_seconds",
        "How long the last sync of the log to the disk took.",
        Box::new(sync),
    );
}

type Count = fn(&QueryCounters) -> &AtomicU64;

/// What can become of a query.
const OUTCOMES: [(&str, Count); 10] = [
    ("finished", |all| &all.finished),
    ("time", |all| &all.stopped_by_time),
    ("memory", |all| &all.stopped_by_memory),
    ("rows", |all| &all.stopped_by_rows),
    ("bytes", |all| &all.stopped_by_bytes),
    ("refused", |all| &all.refused),
    ("turned-away", |all| &all.turned_away),
    ("crashed", |all| &all.crashed),
    ("failed", |all| &all.failed),
    ("abandoned", |all| &all.abandoned),
];

/// Has the figures of queries read.
pub(super) fn tell_queries(metrics: &Metrics, counters: &Arc<QueryCounters>) {
    let each = |counts: &[(&'static str, Count)]| -> Vec<(&'static str, Read)> {
        let read = |(name, count): &(&'static str, Count)| {
            let (counters, count) = (Arc::clone(counters), *count);
            let read: Read = Box::new(move || figure(count(&counters).load(Ordering::Relaxed)));
            (*name, read)
        };
        counts.iter().map(read).collect()
    };
    metrics.read_each(
        ReadingKind::Gauge,
        "passerelle_queries",
        "Queries that run in a worker or wait for one.",
        "state",
        each(&[("running", |all| &all.running), ("waiting", |all| &all.waiting)]),
    );
    metrics.read_each(
        ReadingKind::Counter,
        "passerelle_queries_total",
        "Queries by what became of them; stopped ones by their limit.",
        "outcome",
        each(&OUTCOMES),
    );
    metrics.read_each(
        ReadingKind::Counter,
        "passerelle_query_fast_lane_total",
        "Queries in the fast lane: answered there, or handed over to a worker.",
        "outcome",
        each(&[("answered", |all| &all.fast_answers), ("over", |all| &all.fast_hand_overs)]),
    );
    metrics.read_each(
        ReadingKind::Counter,
        "passerelle_query_cache_requests_total",
        "Queries that the cache could answer, or another's answer at the time, or neither.",
        "outcome",
        each(&[
            ("hit", |all| &all.cache_hits),
            ("shared", |all| &all.cache_shared),
            ("miss", |all| &all.cache_misses),
        ]),
    );
    metrics.read_each(
        ReadingKind::Counter,
        "passerelle_query_workers_total",
        "Worker processes that were started, and that died or were killed.",
        "event",
        each(&[("started", |all| &all.worker_starts), ("ended", |all| &all.worker_ends)]),
    );
}

/// Get what the service counts of itself
///
/// Text format of Prometheus. Where `metrics_open` is off, clients on other machines get a 404.
#[utoipa::path(get, path = "/metrics", operation_id = "get_metrics", tag = "service",
    responses((status = 200, description = "The figures", body = String, content_type = "text/plain", example = "passerelle_http_connections 3"),
        (status = 404, description = "The figures are not for this client", body = super::problem::ProblemDetails, content_type = "application/problem+json")))]
pub(super) async fn metrics(
    State(state): State<AppState>,
    client: Option<Extension<ClientAddress>>,
) -> Result<Response, Problem> {
    let near = client.is_none_or(|Extension(client)| client.0.is_loopback());
    if !near && !state.settings().metrics_open {
        return Err(Problem::new(ProblemKind::NotFound, "nothing is served at /metrics"));
    }
    state.settings().metrics.scrape().await
}
