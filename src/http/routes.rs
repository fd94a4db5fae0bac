//! The whole table: every path, and what stands around the handlers.

use super::access_log::{AccessLog, REQUEST_ID};
use super::answer_cache::AnswerCache;
use super::bodies;
use super::clients::{self, Clients};
use super::metrics::{self, Metrics};
use super::openapi::{self, OpenApiError};
use super::pages::{Pages, ProblemPage};
use super::problem::{self, Problem, ProblemKind};
use super::state::{AppState, HttpSettings};
use super::{
    access_log, answer_cache, authorisation, changes, contributions, countries, description,
    documentation, epochs, event_stream, exchanges, expectations, facts, feeds, findings, graphs,
    groups, linked_data, matches, members, oembed, profile_matches,
};
use super::{audit, keys, store, themes, topics, webhooks, writing};
use super::{
    practices, programmes, recommendations, reconciliation, regions, search, sessions, skosmos,
    sparql, statements, statistics, survey_imports, surveys, system, trends,
};
use crate::operations::Passerelle;
use axum::extract::DefaultBodyLimit;
use axum::http::{HeaderValue, Method, header};
use axum::response::IntoResponse;
use axum::routing::{MethodRouter, get};
use axum::{Router, middleware};
use std::time::Duration;
use tower::ServiceBuilder;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{NotForContentType, Predicate, SizeAbove};
use tower_http::cors::{Any, CorsLayer};
use tower_http::request_id::{MakeRequestUuid, PropagateRequestIdLayer, SetRequestIdLayer};
use tower_http::set_header::SetResponseHeaderLayer;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// The largest body of a request: a query, percent-encoded, with room.
const BODY_BYTES_MAX: usize = 1024 * 1024;

/// When to ask again while the service cannot answer.
const UNAVAILABLE_S: u64 = 2;
/// The shortest answer that is compressed, where its length is known.
const COMPRESSED_BYTES_MIN: u64 = 512;
/// How long a browser may remember what other origins may do.
const CORS_REMEMBERED: Duration = Duration::from_hours(1);

/// What reads the graph and can be remembered.
fn rest() -> OpenApiRouter<AppState> {
    OpenApiRouter::with_openapi(openapi::preface())
        .routes(routes!(members::list_members))
        .routes(routes!(members::get_member))
        .routes(routes!(matches::list_matches))
        .routes(routes!(matches::explain_match))
        .routes(routes!(recommendations::list_recommendations))
        .routes(routes!(groups::propose_groups))
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
        .routes(routes!(exchanges::list_exchanges))
        .routes(routes!(exchanges::get_exchange))
        .routes(routes!(facts::list_facts))
        .routes(routes!(facts::get_fact))
        .routes(routes!(search::search))
        .routes(routes!(search::suggest))
        .routes(routes!(statistics::recurrence))
        .routes(routes!(statistics::theme_by_region))
        .routes(routes!(trends::trend))
        .routes(routes!(changes::list_changes))
        .routes(routes!(epochs::compare_epochs))
        .routes(routes!(feeds::preferred_feed))
        .routes(routes!(feeds::news_feed))
        .routes(routes!(feeds::subject_feed))
        .routes(routes!(linked_data::follow_identifier))
        .routes(routes!(linked_data::get_data))
        .routes(routes!(event_stream::begin_event_stream))
        .routes(routes!(event_stream::get_event_page))
        .routes(routes!(oembed::get_oembed))
        .merge(vocabularies())
        .merge(reconciliation())
        .routes(routes!(graphs::list_graphs))
        .routes(routes!(system::context))
        .routes(routes!(system::ontology))
        .routes(routes!(description::dataset_description))
}

/// The concept schemes, as Skosmos gives them.
fn vocabularies() -> OpenApiRouter<AppState> {
    use skosmos::{concepts, data, search, vocabularies};
    OpenApiRouter::new()
        .routes(routes!(vocabularies::list_vocabularies))
        .routes(routes!(search::search_concepts))
        .routes(routes!(data::get_concept_data))
        .routes(routes!(concepts::get_labels))
        .routes(routes!(vocabularies::get_vocabulary))
        .routes(routes!(vocabularies::list_top_concepts))
        .routes(routes!(search::search_vocabulary))
        .routes(routes!(data::get_vocabulary_data))
        .routes(routes!(concepts::get_vocabulary_labels))
        .routes(routes!(concepts::list_broader))
        .routes(routes!(concepts::list_narrower))
        .routes(routes!(concepts::list_children))
        .routes(routes!(concepts::get_hierarchy))
}

/// Names to be reconciled, as far as the question stands in the address.
fn reconciliation() -> OpenApiRouter<AppState> {
    use reconciliation::{extend, suggest};
    OpenApiRouter::new()
        .routes(routes!(reconciliation::get_reconciliation))
        .routes(routes!(reconciliation::get_reconciliation_in_language))
        .routes(routes!(suggest::suggest_entities))
        .routes(routes!(suggest::suggest_types))
        .routes(routes!(suggest::suggest_properties))
        .routes(routes!(extend::propose_properties))
}

/// Questions from outside.
fn queries() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(sparql::sparql_get, sparql::sparql_post))
}

/// Questions that are sent as documents. Nothing is written.
fn documents() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(profile_matches::match_profile))
        .routes(routes!(reconciliation::post_reconciliation))
        .routes(routes!(reconciliation::post_reconciliation_in_language))
}

/// How the service is. Nothing keeps a client from asking.
fn health() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(system::livez))
        .routes(routes!(system::readyz))
        .routes(routes!(metrics::metrics))
}

/// What changes the graph by a query language, for those who may.
fn updates() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(sparql::update::sparql_update))
}

/// Whole graphs: reads are open, writes for those who may.
fn graph_store() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(
        store::get_graph,
        store::put_graph,
        store::post_graph,
        store::delete_graph,
        store::patch_graph
    ))
}

/// What members bring, from a draft into the graph; webhooks, keys and the audit.
fn desk() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(contributions::list_contributions, contributions::draft_contribution))
        .routes(routes!(
            contributions::get_contribution,
            contributions::edit_contribution,
            contributions::erase_contribution
        ))
        .routes(routes!(contributions::list_contribution_versions))
        .routes(routes!(contributions::compare_contribution_versions))
        .routes(routes!(contributions::advance_contribution))
        .routes(routes!(webhooks::list_webhooks, webhooks::create_webhook))
        .routes(routes!(webhooks::get_webhook, webhooks::edit_webhook, webhooks::delete_webhook))
        .routes(routes!(webhooks::renew_webhook_secret))
        .routes(routes!(webhooks::list_webhook_deliveries))
        .routes(routes!(webhooks::replay_webhook_delivery))
        .routes(routes!(webhooks::replay_webhook))
        .routes(routes!(webhooks::test_webhook))
        .routes(routes!(keys::list_keys, keys::create_key))
        .routes(routes!(keys::revoke_key))
        .routes(routes!(audit::list_audit))
}

/// Sheets of answers on their way into the graph.
fn survey_imports() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(survey_imports::import_survey))
        .routes(routes!(survey_imports::get_survey_import, survey_imports::discard_survey_import))
        .routes(routes!(survey_imports::list_codings, survey_imports::decide_codings))
        .routes(routes!(survey_imports::publish_survey_import))
}

/// The same at the addresses that are names of graphs.
fn graphs_by_address() -> MethodRouter<AppState> {
    get(store::get_graph)
        .put(store::put_graph)
        .post(store::post_graph)
        .delete(store::delete_graph)
        .patch(store::patch_graph)
}

/// What the handlers say of themselves, completed with examples.
fn openapi_document() -> Result<serde_json::Value, OpenApiError> {
    let mut handlers = rest().into_openapi();
    handlers.merge(queries().into_openapi());
    handlers.merge(documents().into_openapi());
    handlers.merge(health().into_openapi());
    handlers.merge(updates().into_openapi());
    handlers.merge(graph_store().into_openapi());
    handlers.merge(desk().into_openapi());
    handlers.merge(survey_imports().into_openapi());
    openapi::describe(handlers)
}

/// The OpenAPI document as it is committed, `openapi/openapi.json`.
///
/// # Errors
/// When an example is not JSON.
pub fn openapi_json() -> Result<String, OpenApiError> {
    Ok(serde_json::to_string_pretty(&openapi_document()?)?)
}

/// The service with its pages, ready to be served.
///
/// # Errors
/// When its own description is not well formed.
pub fn app(
    service: Passerelle,
    settings: HttpSettings,
    pages: Pages,
) -> Result<Router, OpenApiError> {
    let state = AppState::new(service, settings);
    let settings = state.settings();
    let epoch_of = state.clone();
    let answers = AnswerCache::new(settings.answer_cache_bytes, move || epoch_of.service().state());
    answers.tell(&settings.metrics);
    metrics::tell_store(&settings.metrics, &state);
    authorisation::tell_refusals(&settings.metrics, &state);
    metrics::tell_queries(&settings.metrics, state.queries().counters());
    state.warm_up();
    state.retire_what_ends();
    webhooks::start(&state);
    let clients = Clients::new(settings.client_limits.clone(), settings.metrics.clone());
    let document = openapi_document()?.to_string();
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
        .merge(pages.routes)
        .layer(compression())
        .layer(middleware::from_fn_with_state(answers.clone(), answer_cache::remember))
        .layer(middleware::from_fn_with_state(clients.clone(), clients::limit_requests));
    let short_bodies = state.body_limits(BODY_BYTES_MAX);
    let concurrent =
        middleware::from_fn_with_state(clients.clone(), clients::limit_query_concurrency);
    let queries = Router::from(queries())
        .layer(compression())
        .layer(middleware::map_response(answer_cache::tag_encoding))
        .layer(concurrent)
        .layer(middleware::from_fn_with_state(answers, description::remember));
    let queries = bodies::short(queries, &short_bodies)
        .layer(middleware::from_fn_with_state(clients.clone(), clients::limit_queries))
        .layer(middleware::from_fn(sparql::in_words));
    let documents = bodies::short(Router::from(documents()).layer(compression()), &short_bodies)
        .layer(middleware::from_fn_with_state(clients.clone(), clients::limit_requests));
    let public = remembered
        .merge(queries)
        .merge(documents)
        .merge(Router::from(health()))
        .route("/docs", get(system::documentation))
        .fallback(nothing_here)
        .layer(cross_origin());
    let limited = middleware::from_fn_with_state(clients, clients::limit_requests);
    let own = writes(&state).merge(private(&state, pages.private, pages.uploads)).layer(limited);
    let all = public.merge(own).with_state(state.clone());
    let log = AccessLog { metrics: settings.metrics.clone(), slow: settings.slow_request };
    Ok(surrounded(all, log, pages.problem_page))
}

/// What writes. No page of another origin is let near it by its browser, but
/// for reading graphs.
fn writes(state: &AppState) -> Router<AppState> {
    // Not read before the handler: it looks at the key first.
    let updates = bodies::long(updates().into(), &state.update_body_limits())
        .layer(middleware::from_fn(sparql::in_words));
    let graph_store = Router::from(graph_store())
        .route("/store/{*name}", graphs_by_address())
        .layer(compression());
    let graph_store = bodies::long(graph_store, &state.upload_body_limits())
        .layer(cross_origin().allow_methods([Method::GET, Method::HEAD]))
        .layer(middleware::from_fn(writing::keep_to_own_origin));
    let desk = bodies::long(
        Router::from(desk()).layer(compression()),
        &state.body_limits(contributions::BODY_BYTES_MAX),
    );
    let survey_imports = bodies::long(
        Router::from(survey_imports()).layer(compression()),
        &state.body_limits(survey_imports::BODY_BYTES_MAX),
    );
    updates.merge(graph_store).merge(desk).merge(survey_imports)
}

/// Pages for those who are signed in. Packed, one would tell by its length how
/// alike what somebody sent and the secret of its forms are: they are not.
fn private(
    state: &AppState,
    pages: Router<AppState>,
    uploads: Router<AppState>,
) -> Router<AppState> {
    bodies::short(pages, &state.body_limits(BODY_BYTES_MAX))
        .merge(bodies::long(uploads, &state.body_limits(survey_imports::BODY_BYTES_MAX)))
        .layer(middleware::from_fn(sessions::keep_private))
}

/// Answers in place of the service while it cannot: it lives, and is not ready.
pub(super) fn unavailable(why: &'static str, metrics: Metrics, page: ProblemPage) -> Router {
    let log = AccessLog { metrics: metrics.clone(), slow: Duration::MAX };
    let refuse =
        move || async move { Problem::new(ProblemKind::Busy, why).retry_after_s(UNAVAILABLE_S) };
    let routes = Router::new()
        .route("/livez", get(system::livez))
        .route("/metrics", get(move || async move { metrics.scrape().await }))
        .fallback(refuse)
        .layer(cross_origin())
        .layer(middleware::from_fn(writing::keep_to_own_origin));
    surrounded(routes, log, page)
}

/// What stands around every answer.
fn surrounded(routes: Router, log: AccessLog, page: ProblemPage) -> Router {
    let header =
        |name, value| SetResponseHeaderLayer::if_not_present(name, HeaderValue::from_static(value));
    routes.layer(
        ServiceBuilder::new()
            .layer(SetRequestIdLayer::new(REQUEST_ID, MakeRequestUuid))
            .layer(middleware::from_fn_with_state(log, access_log::record))
            .layer(PropagateRequestIdLayer::new(REQUEST_ID))
            .layer(header(header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
            .layer(header(header::REFERRER_POLICY, "no-referrer"))
            .layer(header(
                header::CONTENT_SECURITY_POLICY,
                "default-src 'none'; frame-ancestors 'none'",
            ))
            .layer(middleware::from_fn_with_state(page, problem::render))
            .layer(CatchPanicLayer::custom(|_| {
                Problem::new(ProblemKind::Internal, "the failure has been logged").into_response()
            }))
            .layer(DefaultBodyLimit::max(BODY_BYTES_MAX)),
    )
}

/// What is too short to gain anything is sent as it is.
fn compression() -> CompressionLayer<impl Predicate> {
    let packed_already = NotForContentType::IMAGES;
    CompressionLayer::new().compress_when(SizeAbove::new(COMPRESSED_BYTES_MIN).and(packed_already))
}

/// Any page may read. What writes stands outside of this.
fn cross_origin() -> CorsLayer {
    CorsLayer::new()
        .allow_origin(Any)
        .allow_methods([Method::GET, Method::HEAD, Method::POST])
        .allow_headers([
            header::ACCEPT,
            header::CONTENT_TYPE,
            header::CONTENT_ENCODING,
            header::IF_NONE_MATCH,
        ])
        .max_age(CORS_REMEMBERED)
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
