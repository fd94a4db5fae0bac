//! Settings: flags over environment (`PASSERELLE_*`) over a TOML file over
//! defaults. Only the command line reads them; lower layers get plain values.

use crate::domain::DefaultGraph;
use figment::Figment;
use figment::providers::{Env, Format, Serialized, Toml};
use serde::{Deserialize, Serialize};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

/// Every setting, with its default.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a setting of its own")]
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
    /// Longest SPARQL update, in mebibytes.
    pub update_max_mib: usize,
    /// Time a SPARQL update may take, in seconds.
    pub update_timeout_s: u64,
    /// Largest upload to the graph store, as sent and as unpacked, in
    /// mebibytes.
    pub upload_max_mib: usize,
    /// Hosts that queries may ask by SERVICE and updates by LOAD, as origins
    /// such as `https://query.wikidata.org`, separated by commas; none by
    /// default. Private addresses are never asked.
    pub federation_allow: String,
    /// Time of one request to them, in seconds.
    pub federation_timeout_s: u64,
    /// Size of all their answers to one query or update, as unpacked, in
    /// mebibytes.
    pub federation_max_mib: u64,
    /// Origins that webhooks may lead to although they have a private address
    /// or no https, such as `http://hooks.intranet:8080`, separated by commas.
    pub webhook_allow: String,
    /// Time of one request to a webhook, in seconds.
    pub webhook_timeout_s: u64,
    /// Webhooks to which something is sent at the same time.
    pub webhook_concurrency: usize,
    /// An OpenID provider whose tokens are taken beside keys, by its issuer,
    /// such as `https://login.example/realms/pes`; none by default. In this
    /// group, the first four go together.
    pub oidc_issuer: String,
    /// What stands in `aud` of access tokens for this service.
    pub oidc_audience: String,
    /// The claim that gives roles, with dots for what is nested.
    pub oidc_role_claim: String,
    /// Names there with roles here: `pes-desk=contributor, pes-boss=admin`.
    pub oidc_roles: String,
    /// The claim that names the member somebody acts for.
    pub oidc_member_claim: String,
    /// As what this service is known to the provider, for people who sign in.
    pub oidc_client_id: String,
    /// Its secret there, if it has one.
    pub oidc_client_secret: String,
    /// What is asked of the provider when somebody signs in.
    pub oidc_scope: String,
    /// Origins of the provider that have a private address or no https.
    pub oidc_allow: String,
    /// Rows of an answer to a SPARQL query.
    pub query_rows_max: u64,
    /// Size of an answer to a SPARQL query, in mebibytes.
    pub query_answer_mib: u64,
    /// Processes that answer SPARQL queries, each one query at a time.
    pub query_workers: usize,
    /// Memory that a query may use in one of them, in mebibytes.
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
    /// Memory for what explanations show of members, in mebibytes.
    pub card_memory_mib: u64,
    /// Index what can be found by words after a start; else the first who
    /// searches waits for it.
    pub search_ahead: bool,
    /// Log lines as JSON rather than text.
    pub log_json: bool,
    /// Connections at the same time. In this group, 0 is no bound.
    pub connections_max: usize,
    /// Connections of one address at the same time; trusted proxies may have
    /// more.
    pub connections_per_client_max: usize,
    /// Time for the head of a request, in seconds.
    pub head_timeout_s: u64,
    /// Time between two requests of a connection, in seconds.
    pub idle_timeout_s: u64,
    /// Time that a client may take nothing of its answer, in seconds.
    pub write_timeout_s: u64,
    /// Time for the body of a request, in seconds.
    pub body_timeout_s: u64,
    /// Requests a second of one client, queries apart.
    pub request_rate_per_s: u32,
    /// Requests at once, after a pause.
    pub request_burst: u32,
    /// Queries a second of one client.
    pub query_rate_per_s: u32,
    /// Queries at once, after a pause.
    pub query_burst: u32,
    /// Queries of one client at the same time, running or waiting.
    pub query_concurrency_per_client_max: usize,
    /// Whether rates hold for clients on this machine as well.
    pub limit_loopback: bool,
    /// Proxies whose `X-Forwarded-For` is believed: addresses and networks,
    /// separated by commas.
    pub trusted_proxies: String,
    /// Whether clients on other machines may read `/metrics`.
    pub metrics_open: bool,
    /// Time after which a request is logged as slow, in milliseconds.
    pub slow_request_ms: u64,
    /// How long what is open may take to finish after a stop, in seconds.
    pub shutdown_grace_s: u64,
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
            update_max_mib: 16,
            update_timeout_s: 60,
            upload_max_mib: 1024,
            federation_allow: String::new(),
            federation_timeout_s: 10,
            federation_max_mib: 16,
            webhook_allow: String::new(),
            webhook_timeout_s: 15,
            webhook_concurrency: 8,
            oidc_issuer: String::new(),
            oidc_audience: String::new(),
            oidc_role_claim: "roles".to_owned(),
            oidc_roles: String::new(),
            oidc_member_claim: String::new(),
            oidc_client_id: String::new(),
            oidc_client_secret: String::new(),
            oidc_scope: "openid".to_owned(),
            oidc_allow: String::new(),
            query_rows_max: 10_000_000,
            query_answer_mib: 1024,
            query_workers: std::thread::available_parallelism().map_or(2, |cores| cores.get() * 2),
            query_memory_mib: 768,
            query_queue_max: 64,
            query_queue_wait_s: 10,
            query_fast_lane_ms: 10,
            query_cache_mib: 64,
            slow_query_ms: 1000,
            answer_cache_mib: 16,
            card_memory_mib: 256,
            search_ahead: true,
            log_json: false,
            connections_max: 1024,
            connections_per_client_max: 512,
            head_timeout_s: 10,
            idle_timeout_s: 60,
            write_timeout_s: 30,
            body_timeout_s: 10,
            request_rate_per_s: 200,
            request_burst: 1000,
            query_rate_per_s: 50,
            query_burst: 500,
            query_concurrency_per_client_max: 32,
            limit_loopback: false,
            trusted_proxies: String::new(),
            metrics_open: true,
            slow_request_ms: 5000,
            shutdown_grace_s: 10,
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
