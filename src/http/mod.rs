//! The HTTP side: what clients send is parsed here, one operation is called,
//! and its outcome is written as JSON-LD, CSV, RDF or a problem. Status codes
//! and OpenAPI live in this layer alone.
//!
//! - `routes`: the whole table.
//! - one file a resource (`members`, `themes`, …), thin.
//! - `resource`: what all resources share: list, get, write.
//! - `linked_data`: identifiers, and data in every RDF format.
//! - `feeds`: the same news in two formats; `changes`: what a mirror follows.
//! - `parameters`, `negotiation`, `problem`, `answer_cache`, `csv`: conventions.
//! - `contributions`: what members bring; `keys`, `audit`: for administrators.
//! - `webhooks`: whom changes are told, and the telling; `background`: how it ends.
//! - `oembed`: what other sites embed.
//! - `reconciliation`: names to identifiers, for OpenRefine.
//! - `skosmos`: the concept schemes, for clients of others.
//! - `sparql`: the SPARQL 1.1 protocol; `description`: what it says of itself.
//! - `pages`: where the pages of the layer above come in.
//! - `server`: connections. `clients`, `bodies`: what a client may send, and
//!   how often. `access_log`, `metrics`: what is told of it.
//! - `store`: the Graph Store protocol. `authorisation`, `writing`: who may
//!   write, and how a write runs. `sessions`, `failures`: the same for browsers.

mod access_log;
mod answer_cache;
mod audit;
mod authorisation;
mod background;
mod bodies;
mod changes;
mod clients;
mod contributions;
mod countries;
mod csv;
mod description;
mod desk_problems;
mod documentation;
mod epochs;
mod event_stream;
mod exchanges;
mod expectations;
mod facts;
mod failures;
mod feeds;
mod findings;
mod form;
mod graphs;
mod groups;
mod held_body;
mod keys;
mod linked_data;
mod links;
mod match_schema;
mod matches;
mod media_type;
mod members;
mod metrics;
mod negotiation;
mod oembed;
mod openapi;
mod pages;
mod parameters;
mod parts;
mod practices;
mod problem;
mod problem_kind;
mod profile_matches;
mod programmes;
mod provider;
mod recommendations;
mod reconciliation;
mod regions;
mod resource;
mod routes;
mod schema;
mod search;
mod server;
mod sessions;
mod skosmos;
mod sparql;
mod state;
mod statements;
mod statistics;
mod store;
mod survey_imports;
mod surveys;
mod system;
mod terms;
mod themes;
mod topics;
mod trends;
mod webhooks;
mod writing;

pub use background::Background;
pub use clients::{ClientLimits, Rate};
pub use metrics::{Metrics, Read, ReadingKind, figure};
pub use openapi::OpenApiError;
pub use pages::{Asked, Pages, ProblemPage, ProblemSummary};
pub use routes::{app, openapi_json};
pub use server::{ConnectionLimits, Server, ServerSettings, TrustedProxies, TrustedProxiesError};
pub use state::{AppState, HttpSettings};
pub use webhooks::{Clock, WebhookSettings};

pub(crate) use bodies::read as read_body;
pub(crate) use contributions::{REASONS_MAX, problem as contribution_problem};
pub(crate) use csv::write as write_csv;
pub(crate) use description::base;
pub(crate) use feeds::{feeds_about, news_feeds};
pub(crate) use form::pairs;
pub(crate) use links::page_path;
pub(crate) use negotiation::{Offer, accepted_language, best, preferred_language};
pub(crate) use oembed::oembed_addresses;
pub(crate) use parts::{Part, parts};
pub(crate) use problem::{Problem, ProblemKind};
pub(crate) use provider::{BroughtBack, has_provider, send_to_provider, take_back};
pub(crate) use reconciliation::reconciled;
pub(crate) use server::ClientAddress;
pub(crate) use sessions::{SignedIn, SigningIn, check_origin, sign_in, sign_out, signed_in};
pub(crate) use survey_imports::BODY_BYTES_MAX as SURVEY_BYTES_MAX;
pub(crate) use survey_imports::{survey_fault_columns, survey_faults};
pub(crate) use writing::run as write;
