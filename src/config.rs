//! Settings: flags over environment (`PASSERELLE_*`) over a TOML file over
//! defaults. Only the command line reads them; lower layers get plain values.

use crate::graph::DefaultGraph;
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
    /// Load the ontology and the seed data that the binary carries.
    pub seed: bool,
    /// What queries see as default graph: the union of all graphs, or what was
    /// put into no graph.
    pub default_graph: DefaultGraph,
    /// Start although acknowledged commits are lost.
    pub accept_loss: bool,
    /// Longest SPARQL query, in bytes.
    pub query_length_max: usize,
    /// Deepest nesting of brackets in a SPARQL query.
    pub query_nesting_max: usize,
    /// Time a SPARQL query may take, in seconds.
    pub query_timeout_s: u64,
    /// SPARQL queries that run at the same time; more wait their turn.
    pub query_concurrency_max: usize,
    /// Longest SPARQL update, in mebibytes.
    pub update_max_mib: usize,
    /// Time a SPARQL update may take, in seconds.
    pub update_timeout_s: u64,
    /// Largest upload to the graph store, as sent and as unpacked, in
    /// mebibytes.
    pub upload_max_mib: usize,
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
            seed: true,
            default_graph: DefaultGraph::Union,
            accept_loss: false,
            query_length_max: 100_000,
            query_nesting_max: 100,
            query_timeout_s: 30,
            query_concurrency_max: 8,
            update_max_mib: 16,
            update_timeout_s: 60,
            upload_max_mib: 1024,
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
