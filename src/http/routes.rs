//! The whole table: every path, and what stands around the handlers.

use super::answer_cache::AnswerCache;
use super::openapi::{self, OpenApiError};
use super::problem::{self, Problem, ProblemKind};
use super::state::{AppState, HttpSettings};
use super::{
    answer_cache, countries, documentation, expectations, facts, findings, graphs, matches, members,
};
use super::{practices, programmes, regions, sparql, statements, statistics, surveys, system};
use super::{themes, topics};
use crate::operations::Passerelle;
use axum::extract::DefaultBodyLimit;
use axum::http::{HeaderName, HeaderValue, Method, header};
use axum::response::IntoResponse;
use axum::routing::get;
use axum::{Router, middleware};
use tower::ServiceBuilder;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::cors::{Any, CorsLayer};
use tower_http::request_id::{MakeRequestUuid, PropagateRequestIdLayer, SetRequestIdLayer};
use tower_http::set_header::SetResponseHeaderLayer;
use tower_http::trace::TraceLayer;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// The largest body of a request: a query, percent-encoded, with room.
const BODY_BYTES_MAX: usize = 1024 * 1024;

/// Names a request in the answer and in the logs.
const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// What reads the graph and can be remembered.
fn rest() -> OpenApiRouter<AppState> {
    OpenApiRouter::with_openapi(openapi::preface())
        .routes(routes!(members::list_members))
        .routes(routes!(members::get_member))
        .routes(routes!(matches::list_matches))
        .routes(routes!(members::list_member_statements))
        .routes(routes!(countries::list_countries))
        .routes(routes!(countries::get_country))
        .routes(routes!(regions::list_regions))
        .routes(routes!(regions::get_region))
        .routes(routes!(programmes::list_programmes))
        .routes(routes!(programmes::get_programme))
        .routes(routes!(practices::list_practices))
        .routes(routes!(practices::get_practice))
        .routes(routes!(themes::list_themes))
        .routes(routes!(themes::get_theme))
        .routes(routes!(topics::list_topics))
        .routes(routes!(topics::get_topic))
        .routes(routes!(expectations::list_expectations))
        .routes(routes!(expectations::get_expectation))
        .routes(routes!(surveys::list_surveys))
        .routes(routes!(surveys::get_survey))
        .routes(routes!(surveys::list_questions))
        .routes(routes!(statements::list_statements))
        .routes(routes!(statements::get_statement))
        .routes(routes!(findings::list_findings))
        .routes(routes!(findings::get_finding))
        .routes(routes!(facts::list_facts))
        .routes(routes!(facts::get_fact))
        .routes(routes!(statistics::recurrence))
        .routes(routes!(statistics::theme_by_region))
        .routes(routes!(graphs::list_graphs))
        .routes(routes!(system::context))
        .routes(routes!(system::ontology))
}

/// What is answered anew each time.
fn live() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(sparql::sparql_get, sparql::sparql_post))
        .routes(routes!(system::livez))
        .routes(routes!(system::readyz))
}

/// What the handlers say of themselves, completed with examples.
fn description() -> Result<serde_json::Value, OpenApiError> {
    let mut handlers = rest().into_openapi();
    handlers.merge(live().into_openapi());
    openapi::describe(handlers)
}

/// The OpenAPI document as it is committed, `openapi/openapi.json`.
///
/// # Errors
/// When an example is not JSON.
pub fn openapi_json() -> Result<String, OpenApiError> {
    Ok(serde_json::to_string_pretty(&description()?)?)
}

/// The service, ready to be served.
///
/// # Errors
/// When its own description is not well formed.
pub fn app(service: Passerelle, settings: HttpSettings) -> Result<Router, OpenApiError> {
    let cache_bytes = settings.answer_cache_bytes;
    let state = AppState::new(service, settings);
    let epoch_of = state.clone();
    let answers =
        AnswerCache::new(cache_bytes, move || epoch_of.service().matching().epoch().to_owned());
    let document = description()?.to_string();
    let serve_document = move || async move {
        ([(header::CONTENT_TYPE, "application/json")], document).into_response()
    };
    let documentation = Router::new()
        .route("/docs/", get(documentation::page))
        .route("/docs/{file}", get(documentation::asset))
        .layer(content_security());
    let remembered = Router::from(rest())
        .route("/openapi.json", get(serve_document))
        .merge(documentation)
        .layer(CompressionLayer::new())
        .layer(middleware::from_fn_with_state(answers, answer_cache::remember));
    let live = Router::from(live())
        .layer(CompressionLayer::new())
        .layer(middleware::map_response(answer_cache::tag_encoding));
    Ok(remembered
        .merge(live)
        .route("/", get(system::home))
        .route("/docs", get(system::home))
        .fallback(nothing_here)
        .with_state(state)
        .layer(
            ServiceBuilder::new()
                .layer(SetRequestIdLayer::new(REQUEST_ID, MakeRequestUuid))
                .layer(TraceLayer::new_for_http())
                .layer(PropagateRequestIdLayer::new(REQUEST_ID))
                .layer(cross_origin())
                .layer(SetResponseHeaderLayer::overriding(
                    header::X_CONTENT_TYPE_OPTIONS,
                    HeaderValue::from_static("nosniff"),
                ))
                .layer(middleware::from_fn(problem::render))
                .layer(CatchPanicLayer::custom(|_| {
                    Problem::new(ProblemKind::Internal, "the failure has been logged")
                        .into_response()
                }))
                .layer(DefaultBodyLimit::max(BODY_BYTES_MAX)),
        ))
}

/// Any page may read; nothing here writes.
fn cross_origin() -> CorsLayer {
    CorsLayer::new()
        .allow_origin(Any)
        .allow_methods([Method::GET, Method::HEAD, Method::POST])
        .allow_headers([header::ACCEPT, header::CONTENT_TYPE, header::IF_NONE_MATCH])
        .expose_headers([header::ETAG, header::LINK, header::RETRY_AFTER, REQUEST_ID])
}

async fn nothing_here(uri: axum::http::Uri) -> Problem {
    Problem::new(ProblemKind::NotFound, format!("nothing is served at {}", uri.path()))
}

/// The documentation page runs its own scripts and no others.
fn content_security() -> SetResponseHeaderLayer<HeaderValue> {
    SetResponseHeaderLayer::overriding(
        header::CONTENT_SECURITY_POLICY,
        HeaderValue::from_static(
            "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'none'",
        ),
    )
}
