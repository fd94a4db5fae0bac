//! Passerelle: a knowledge graph of what public employment services face, try
//! and learn, and the service that introduces each to the peers it can learn
//! from.
//!
//! # Code map
//! Each layer knows only those below it; `tests/tidy.rs` proves it.
//!
//! | layer | what lives there |
//! |---|---|
//! | [`cli`] | one file a command; the only reader of [`config`] and [`telemetry`] |
//! | [`web`] | pages for people, in three languages |
//! | [`http`] | the REST API, `/sparql`, health: extract, one call, map |
//! | [`operations`] | what a user does, one file each |
//! | [`matching`] | evidence → profile → score → explanation |
//! | [`search`] | full text in three languages, in memory |
//! | [`survey`] | a sheet of answers → claims, faults, suggested themes |
//! | [`desk`] | API keys, sessions, contributions, survey imports, webhooks and the audit, in SQLite beside the graph |
//! | [`graph`] | the sole door to RDF: store, queries, shapes, hashes |
//! | [`identity`] | who somebody is, by what an OpenID provider says |
//! | [`outbound`] | requests to other hosts, at addresses that were looked at |
//! | [`domain`] | typed things and identifiers, no I/O |
//! | [`vocabulary`] | names of the graph |
//!
//! The ontology is in `ontology/`, the content in `seed-data/`; both are
//! compiled into the binary.

pub mod cli;
pub mod config;
pub mod desk;
pub mod domain;
pub mod graph;
pub mod http;
pub mod identity;
pub mod matching;
pub mod operations;
pub mod outbound;
pub mod search;
pub mod survey;
pub mod telemetry;
pub mod vocabulary;
pub mod web;
