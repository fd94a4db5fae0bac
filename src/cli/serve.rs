//! `passerelle serve`: start everything.

use super::progress::Task;
use super::{Shared, settings};
use crate::config::Config;
use crate::graph::{PublicQuerySettings, QueryLimits, WorkerSettings};
use crate::http::{self, HttpSettings};
use crate::operations::Passerelle;
use crate::telemetry;
use anyhow::Context;
use clap::Args;
use serde::Serialize;
use std::net::SocketAddr;
use std::time::Duration;

/// Start the service: API, SPARQL and documentation
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
}

impl Serve {
    pub(super) fn run(&self, shared: &Shared) -> anyhow::Result<()> {
        let config = settings(shared, self)?;
        telemetry::start(config.log_json);
        let task = Task::start("opening the graph");
        let (service, publication) = Passerelle::open(&config.data)?;
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
        let settings = http_settings(&config)?;
        tokio::runtime::Builder::new_multi_thread()
            .enable_all()
            .build()
            .context("cannot start the runtime")?
            .block_on(listen(config.listen, service, settings))
    }
}

fn http_settings(config: &Config) -> anyhow::Result<HttpSettings> {
    const MIB: u64 = 1024 * 1024;
    let program = std::env::current_exe().context("the path of this program is not known")?;
    Ok(HttpSettings {
        public_url: config.public_url.clone(),
        query_limits: QueryLimits {
            length_max: config.query_length_max,
            nesting_max: config.query_nesting_max,
            timeout: Duration::from_secs(config.query_timeout_s),
            rows_max: config.query_rows_max,
            bytes_max: config.query_answer_mib * MIB,
        },
        queries: PublicQuerySettings {
            places: config.query_workers.max(1),
            queue_max: config.query_queue_max,
            queue_wait: Duration::from_secs(config.query_queue_wait_s),
            fast_lane_time: Duration::from_millis(config.query_fast_lane_ms),
            workers: Some(WorkerSettings { program, memory_max: config.query_memory_mib * MIB }),
            ..PublicQuerySettings::default()
        },
        answer_cache_bytes: config.answer_cache_mib * MIB,
        query_cache_bytes: config.query_cache_mib * MIB,
        slow_query: Duration::from_millis(config.slow_query_ms),
    })
}

async fn listen(
    address: SocketAddr,
    service: Passerelle,
    settings: HttpSettings,
) -> anyhow::Result<()> {
    let listener = tokio::net::TcpListener::bind(address)
        .await
        .with_context(|| format!("cannot listen on {address}"))?;
    let address = listener.local_addr().context("the address in use is not known")?;
    let app = http::app(service, settings)?;
    println!("listening on http://{address}");
    http::serve(listener, app, stop_signal()).await.context("the server failed")
}

/// Ctrl-C, or the signal that a service manager sends.
async fn stop_signal() {
    let interrupt = tokio::signal::ctrl_c();
    match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
        Ok(mut terminate) => {
            tokio::select! { _ = interrupt => {}, _ = terminate.recv() => {} }
        }
        Err(_) => {
            let _ = interrupt.await;
        }
    }
    tracing::info!("stopping: no new connections, those open may finish");
}
