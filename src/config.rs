//! Settings: flags over environment (`PASSERELLE_*`) over a TOML file over
//! defaults. Only the command line reads them; lower layers get plain values.

use figment::Figment;
use figment::providers::{Env, Format, Serialized, Toml};
use serde::{Deserialize, Serialize};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

/// Every setting, with its default.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Config {
    /// Where to listen.
    pub listen: SocketAddr,
    /// The data directory.
    pub data: PathBuf,
    /// The address that links in answers begin with, when a proxy stands in
    /// front: `https://passerelle.example`.
    pub public_url: Option<String>,
    /// Longest SPARQL query, in bytes.
    pub query_length_max: usize,
    /// Deepest nesting of brackets in a SPARQL query.
    pub query_nesting_max: usize,
    /// Time a SPARQL query may take, in seconds.
    pub query_timeout_s: u64,
    /// Rows of an answer to a SPARQL query.
    pub query_rows_max: u64,
    /// Size of an answer to a SPARQL query, in mebibytes.
    pub query_answer_mib: u64,
    /// Processes that answer SPARQL queries, each one query at a time.
    pub query_workers: usize,
    /// Memory of each of them, in mebibytes.
    pub query_memory_mib: u64,
    /// SPARQL queries that may wait for a process; more are turned away.
    pub query_queue_max: usize,
    /// How long they may wait, in seconds.
    pub query_queue_wait_s: u64,
    /// Time a query that is proved small may take in the server itself, in
    /// milliseconds, before it goes to a process; with 0 all go there at once.
    pub query_fast_lane_ms: u64,
    /// Memory for answers to SPARQL queries kept for repetition, in mebibytes.
    pub query_cache_mib: u64,
    /// SPARQL queries that take longer are logged, in milliseconds.
    pub slow_query_ms: u64,
    /// Memory for answers kept for repetition, in mebibytes.
    pub answer_cache_mib: u64,
    /// Log lines as JSON rather than text.
    pub log_json: bool,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            listen: SocketAddr::from(([127, 0, 0, 1], 7878)),
            data: PathBuf::from("data"),
            public_url: None,
            query_length_max: 100_000,
            query_nesting_max: 100,
            query_timeout_s: 30,
            query_rows_max: 10_000_000,
            query_answer_mib: 1024,
            query_workers: std::thread::available_parallelism().map_or(2, |cores| cores.get() * 2),
            query_memory_mib: 768,
            query_queue_max: 64,
            query_queue_wait_s: 10,
            query_fast_lane_ms: 50,
            query_cache_mib: 64,
            slow_query_ms: 1000,
            answer_cache_mib: 16,
            log_json: false,
        }
    }
}

impl Config {
    /// Reads the settings; `flags` are those given on the command line.
    ///
    /// # Errors
    /// When a file, a variable or a flag has no meaning.
    pub fn read(file: Option<&Path>, flags: &impl Serialize) -> Result<Self, Box<figment::Error>> {
        let mut figment = Figment::from(Serialized::defaults(Self::default()));
        if let Some(file) = file {
            figment = figment.merge(Toml::file_exact(file));
        }
        figment
            .merge(Env::prefixed("PASSERELLE_").ignore(&["config", "log"]))
            .merge(Serialized::defaults(flags))
            .extract()
            .map_err(Box::new)
    }
}
