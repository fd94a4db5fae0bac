//! `passerelle serve`: start everything.

use super::progress::Task;
use super::{Shared, control, open_files, openid, settings};
use crate::config::Config;
use crate::desk::Desk;
use crate::domain::DefaultGraph;
use crate::graph::{
    Federation, KnowledgeGraph, OpenOptions, PublicQuerySettings, QueryLimits, UpdateLimits,
    WorkerSettings,
};
use crate::http::{
    self, Background, ClientLimits, ConnectionLimits, HttpSettings, Metrics, Rate, Server,
    ServerSettings, WebhookSettings,
};
use crate::operations::{Opening, Passerelle};
use crate::outbound::Courier;
use crate::{telemetry, web};
use anyhow::Context;
use clap::Args;
use serde::Serialize;
use std::net::SocketAddr;
use std::num::NonZero;
use std::sync::Arc;
use std::thread;
use std::time::Duration;
use tokio::net::{TcpListener, TcpSocket};
use tokio::signal::unix::{SignalKind, signal};

const MIB: u64 = 1024 * 1024;
/// Threads of the runtime beyond the cores, each of which a small query may
/// hold for some milliseconds.
const SPARE_THREADS: usize = 2;
/// A store of this size is compacted in about a second.
const COMPACTED_FIRST_BYTES: u64 = 128 * MIB;
/// What the kernel keeps of an answer for a client that does not take it; it
/// takes twice as much.
const SEND_BUFFER_BYTES: u32 = 256 * 1024;
/// Connections that wait to be accepted.
const LISTEN_QUEUE: u32 = 4096;

/// Start the service: pages, API, SPARQL and documentation
///
/// On an empty data directory the ontology and the seed data are loaded first.
#[derive(Args, Serialize)]
#[command(after_help = "Examples:
  passerelle serve
  passerelle serve --listen 0.0.0.0:80 --data /var/lib/passerelle --public-url https://passerelle.example")]
pub(super) struct Serve {
    /// Address and port to listen on [default: 127.0.0.1:7878]
    #[arg(long, value_name = "ADDRESS:PORT")]
    #[serde(skip_serializing_if = "Option::is_none")]
    listen: Option<SocketAddr>,
    /// The address that links in answers begin with, behind a proxy
    #[arg(long, value_name = "URL")]
    #[serde(skip_serializing_if = "Option::is_none")]
    public_url: Option<String>,
    /// Start without the ontology and the seed data of the binary
    #[arg(long = "no-seed", action = clap::ArgAction::SetFalse)]
    #[serde(skip_serializing_if = "Clone::clone")]
    seed: bool,
    /// What queries see where they name no graph [default: union]
    #[arg(long, value_name = "union|unnamed", value_parser = default_graph)]
    #[serde(skip_serializing_if = "Option::is_none")]
    default_graph: Option<DefaultGraph>,
    /// Start although acknowledged commits are lost
    #[arg(long)]
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    accept_loss: bool,
}

fn default_graph(name: &str) -> Result<DefaultGraph, &'static str> {
    match name {
        "union" => Ok(DefaultGraph::Union),
        "unnamed" => Ok(DefaultGraph::Unnamed),
        _ => Err("union and unnamed are known"),
    }
}

impl Serve {
    pub(super) fn run(&self, shared: &Shared) -> anyhow::Result<()> {
        let config = settings(shared, self)?;
        let _logs = telemetry::start(config.log_json);
        let metrics = Metrics::new();
        let server_settings = server_settings(&config, &metrics)?;
        let cores = thread::available_parallelism().map_or(1, NonZero::get);
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(cores + SPARE_THREADS)
            .enable_all()
            .build()
            .context("cannot start the runtime")?;
        // It listens while the content is loaded, and says that it is not ready.
        let (listener, server) =
            runtime.block_on(async { bind(config.listen, server_settings) })?;
        let background = Background::default();
        let ending = background.clone();
        let stop =
            runtime.block_on(async { stop_signal(ending) }).context("cannot hear signals")?;
        let serving = runtime.spawn(server.clone().run(listener, stop));
        let service = open(&config)?;
        compact(service.graph().clone());
        control::listen(&config.data, service.graph().clone(), Desk::open(&config.data)?);
        let settings = http_settings(&config, metrics, background.clone())?;
        // Within the runtime, which its workers belong to.
        let app = runtime.block_on(async { http::app(service, settings, web::pages()) })?;
        server.answer_with(app);
        if !server.is_stopping() {
            println!("listening on http://{}", server.address());
        }
        runtime.block_on(serving).context("the server failed")?;
        runtime.block_on(background.ended(Duration::from_secs(config.shutdown_grace_s)));
        runtime.shutdown_background();
        Ok(())
    }
}

pub(super) fn opening(config: &Config) -> anyhow::Result<Opening> {
    let options = OpenOptions {
        accept_loss: config.accept_loss,
        default_graph: config.default_graph,
        federation: Federation::new(
            config.federation_allow.parse().context("federation_allow")?,
            Duration::from_secs(config.federation_timeout_s),
            config.federation_max_mib * MIB,
        ),
    };
    let card_bytes_max = config.card_memory_mib * MIB;
    Ok(Opening { seed: config.seed, options, card_bytes_max, search_ahead: false })
}

/// Opens the graph, and says what was loaded.
fn open(config: &Config) -> anyhow::Result<Passerelle> {
    let task = Task::start("opening the graph");
    let opening = Opening { search_ahead: config.search_ahead, ..opening(config)? };
    let (service, publication) = Passerelle::open_with(&config.data, opening)?;
    if publication.written.is_empty() {
        task.done_silently();
    } else {
        let triples: u64 = publication.written.iter().map(|entry| entry.triples).sum();
        task.done(&format!(
            "loaded {triples} triples into {} graphs of {}",
            publication.written.len(),
            config.data.display()
        ));
    }
    Ok(service)
}

/// Merges the tables of the store: of a small one before it is read, of a
/// large one beside that.
fn compact(graph: KnowledgeGraph) {
    let small = graph.bytes_on_disk().is_none_or(|bytes| bytes <= COMPACTED_FIRST_BYTES);
    let work = move || {
        if let Err(error) = graph.compact() {
            let error = &error as &dyn std::error::Error;
            tracing::warn!(error, "reads may be slower than they could be");
        }
    };
    if small {
        work();
    } else {
        // It ends with the process, and begins anew at the next start.
        let started = thread::Builder::new().name("compact".to_owned()).spawn(work);
        if let Err(error) = started {
            tracing::warn!(%error, "the tables of the store are not merged");
        }
    }
}

fn webhook_settings(config: &Config) -> anyhow::Result<WebhookSettings> {
    let allowed = config.webhook_allow.parse().context("webhook_allow")?;
    Ok(WebhookSettings {
        courier: Courier::new(allowed, Duration::from_secs(config.webhook_timeout_s)),
        concurrency_max: config.webhook_concurrency,
        ..WebhookSettings::default()
    })
}

fn http_settings(
    config: &Config,
    metrics: Metrics,
    background: Background,
) -> anyhow::Result<HttpSettings> {
    Ok(HttpSettings {
        public_url: config.public_url.clone(),
        query_limits: QueryLimits {
            length_max: config.query_length_max,
            nesting_max: config.query_nesting_max,
            timeout: Duration::from_secs(config.query_timeout_s),
            rows_max: config.query_rows_max,
            bytes_max: config.query_answer_mib * MIB,
        },
        update_limits: UpdateLimits {
            length_max: config.update_max_mib * 1024 * 1024,
            nesting_max: config.query_nesting_max,
            timeout: Duration::from_secs(config.update_timeout_s),
            ..UpdateLimits::default()
        },
        upload_bytes_max: config.upload_max_mib * 1024 * 1024,
        queries: query_settings(config)?,
        query_cache_bytes: config.query_cache_mib * MIB,
        slow_query: Duration::from_millis(config.slow_query_ms),
        answer_cache_bytes: config.answer_cache_mib * MIB,
        client_limits: ClientLimits {
            requests: Rate { per_s: config.request_rate_per_s, burst: config.request_burst },
            queries: Rate { per_s: config.query_rate_per_s, burst: config.query_burst },
            query_concurrency_max: config.query_concurrency_per_client_max,
            loopback: config.limit_loopback,
        },
        body_time: Duration::from_secs(config.body_timeout_s),
        slow_request: Duration::from_millis(config.slow_request_ms),
        provider: openid::provider(config)?.map(Arc::new),
        webhooks: webhook_settings(config)?,
        background,
        metrics,
        metrics_open: config.metrics_open,
    })
}

fn query_settings(config: &Config) -> anyhow::Result<PublicQuerySettings> {
    let program = std::env::current_exe().context("the path of this program is not known")?;
    Ok(PublicQuerySettings {
        places: config.query_workers.max(1),
        queue_max: config.query_queue_max,
        queue_wait: Duration::from_secs(config.query_queue_wait_s),
        fast_lane_time: Duration::from_millis(config.query_fast_lane_ms),
        workers: Some(WorkerSettings { program, memory_max: config.query_memory_mib * MIB }),
        ..PublicQuerySettings::default()
    })
}

fn server_settings(config: &Config, metrics: &Metrics) -> anyhow::Result<ServerSettings> {
    let trusted_proxies = config.trusted_proxies.parse().context("trusted_proxies")?;
    Ok(ServerSettings {
        connections: ConnectionLimits {
            connections_max: open_files::room_for(config.connections_max),
            connections_of_client_max: config.connections_per_client_max,
            head_time: Duration::from_secs(config.head_timeout_s),
            idle_time: Duration::from_secs(config.idle_timeout_s),
            write_time: Duration::from_secs(config.write_timeout_s),
        },
        trusted_proxies,
        shutdown_grace: Duration::from_secs(config.shutdown_grace_s),
        metrics: metrics.clone(),
    })
}

/// A listener whose queue outlasts a burst, and whose connections hold a
/// bounded part of answers that nobody reads: the kernel would keep up to 4 MiB
/// for each.
fn listener(address: SocketAddr) -> std::io::Result<TcpListener> {
    let socket = if address.is_ipv4() { TcpSocket::new_v4() } else { TcpSocket::new_v6() }?;
    socket.set_reuseaddr(true)?;
    socket.set_send_buffer_size(SEND_BUFFER_BYTES)?;
    socket.bind(address)?;
    socket.listen(LISTEN_QUEUE)
}

fn bind(address: SocketAddr, settings: ServerSettings) -> anyhow::Result<(TcpListener, Server)> {
    let listener = listener(address).with_context(|| format!("cannot listen on {address}"))?;
    let server = Server::new(&listener, settings, web::problem_page)
        .context("the address in use is not known")?;
    Ok((listener, server))
}

/// Ends with Ctrl-C, or the signal that a service manager sends. A second one
/// ends the process at once.
fn stop_signal(background: Background) -> std::io::Result<impl Future<Output = ()> + Send> {
    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut terminate = signal(SignalKind::terminate())?;
    Ok(async move {
        tokio::select! { _ = interrupt.recv() => {}, _ = terminate.recv() => {} }
        background.stop();
        tracing::info!("stopping: no new connections, those open may finish");
        tokio::spawn(async move {
            tokio::select! { _ = interrupt.recv() => {}, _ = terminate.recv() => {} }
            std::process::exit(1);
        });
    })
}
