//! The HTTP side: what clients send is parsed here, one operation is called,
//! and its outcome is written as JSON-LD, CSV, RDF or a problem. Status codes
//! and OpenAPI live in this layer alone.
//!
//! - `routes`: the whole table.
//! - one file a resource (`members`, `themes`, …), thin.
//! - `resource`: what all resources share: list, get, write.
//! - `parameters`, `negotiation`, `problem`, `answer_cache`, `csv`: conventions.
//! - `sparql`: the SPARQL 1.1 protocol; `store`: the Graph Store protocol.
//! - `authorisation`, `writing`: who may write, and how a write runs.

mod answer_cache;
mod authorisation;
mod countries;
mod csv;
mod documentation;
mod expectations;
mod facts;
mod findings;
mod graphs;
mod matches;
mod media_type;
mod members;
mod negotiation;
mod openapi;
mod parameters;
mod practices;
mod problem;
mod programmes;
mod regions;
mod resource;
mod routes;
mod schema;
mod sparql;
mod state;
mod statements;
mod statistics;
mod store;
mod surveys;
mod system;
mod terms;
mod themes;
mod topics;
mod writing;

pub use openapi::OpenApiError;
pub use routes::{app, openapi_json};
pub use state::HttpSettings;

/// Serves until `stop`, then lets what is open finish.
///
/// # Errors
/// When the listener fails.
pub async fn serve(
    listener: tokio::net::TcpListener,
    app: axum::Router,
    stop: impl Future<Output = ()> + Send + 'static,
) -> std::io::Result<()> {
    axum::serve(listener, app).with_graceful_shutdown(stop).await
}
