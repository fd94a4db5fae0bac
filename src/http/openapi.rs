//! The OpenAPI 3.1 document: gathered from the handlers, completed with
//! examples that are real answers, kept in `openapi/examples/` and compared
//! with the service by a test.

use rust_embed::RustEmbed;
use serde_json::{Value, json};
use utoipa::OpenApi;
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme};

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Passerelle",
        description = "Who can learn from whom among public employment services. JSON answers are JSON-LD: `application/json` and `application/ld+json` are the same bytes. Texts are language maps; `?lang=` gives one language. Lists are paged by `limit` and `cursor`, and come as CSV by `Accept: text/csv` or `?format=csv`. Reads carry a strong `ETag`. Errors are problem details (RFC 9457) and name what is wrong.",
        license(name = "MIT OR Apache-2.0", identifier = "MIT OR Apache-2.0")
    ),
    tags(
        (name = "members", description = "Services, countries, regions"),
        (name = "search", description = "Things of every kind by words"),
        (name = "matching", description = "Who can learn from whom"),
        (name = "programmes and practices", description = "What is tried"),
        (name = "themes", description = "What it is about"),
        (name = "topics and expectations", description = "What members want to exchange on, and expect; exchanges that took place"),
        (name = "surveys", description = "Waves and questions"),
        (name = "statements", description = "Claims, facts and figures, each with its source"),
        (name = "statistics", description = "What the statements amount to"),
        (name = "feeds", description = "News for people and platforms"),
        (name = "linked data", description = "Identifiers that can be followed, and their data"),
        (name = "concepts", description = "The concept schemes, as Skosmos gives them"),
        (name = "reconciliation", description = "Names brought together with identifiers, as OpenRefine asks for it"),
        (name = "embedding", description = "Parts of pages on other sites"),
        (name = "contributions", description = "What members bring, from a draft into the graph"),
        (name = "webhooks", description = "Signed messages to platforms about what changes (Standard Webhooks)"),
        (name = "desk", description = "Keys and the audit, for administrators"),
        (name = "sparql", description = "SPARQL 1.1"),
        (name = "service", description = "The service itself"),
    )
)]
struct Preface;

#[derive(RustEmbed)]
#[folder = "openapi/examples/"]
struct Examples;

/// The description cannot be put together.
#[derive(Debug, thiserror::Error)]
#[error("the OpenAPI document cannot be put together")]
pub struct OpenApiError(#[from] serde_json::Error);

/// Title, introduction, tags, and how keys are sent.
pub(super) fn preface() -> utoipa::openapi::OpenApi {
    let mut preface = Preface::openapi();
    let key = HttpBuilder::new()
        .scheme(HttpAuthScheme::Bearer)
        .bearer_format("psl_…")
        .description(Some("A key that `passerelle keys create` has shown; or a JWT of the OpenID provider that the service trusts, where it trusts one"));
    preface
        .components
        .get_or_insert_default()
        .add_security_scheme("key", SecurityScheme::Http(key.build()));
    preface
}

/// The whole document, out of what the handlers say of themselves.
pub(super) fn describe(handlers: utoipa::openapi::OpenApi) -> Result<Value, OpenApiError> {
    let mut document = serde_json::to_value(handlers)?;
    for item in document["paths"].as_object_mut().into_iter().flatten() {
        for (_, operation) in item.1.as_object_mut().into_iter().flatten() {
            add_example(operation)?;
            add_refusals(operation);
        }
    }
    Ok(document)
}

/// Shows the real answer that is kept for the operation, if there is one.
fn add_example(operation: &mut Value) -> Result<(), OpenApiError> {
    let Some(name) = operation["operationId"].as_str() else {
        return Ok(());
    };
    let Some(file) = Examples::get(&format!("{name}.json")) else {
        return Ok(());
    };
    let example: Value = serde_json::from_slice(&file.data)?;
    for (media_type, content) in
        operation["responses"]["200"]["content"].as_object_mut().into_iter().flatten()
    {
        if media_type.ends_with("json") {
            content["example"] = json!(example);
        }
    }
    Ok(())
}

/// What stands around the handlers refuses for reasons of its own; how the
/// service is can always be asked.
fn add_refusals(operation: &mut Value) {
    if ["livez", "readyz", "get_metrics"].contains(&operation["operationId"].as_str().unwrap_or(""))
    {
        return;
    }
    let text = operation["tags"][0] == "sparql";
    let Some(answers) = operation["responses"].as_object_mut() else { return };
    for (status, description) in [
        ("429", "This client asks too much at a time; Retry-After says when to come back"),
        ("503", "The service is starting, or all its connections are in use"),
    ] {
        let mut content = json!({ "application/problem+json": { "schema": { "$ref": "#/components/schemas/Problem" } } });
        if text {
            content["text/plain"] = json!({ "schema": { "type": "string" } });
        }
        let headers =
            json!({ "Retry-After": { "description": "Seconds", "schema": { "type": "integer" } } });
        answers.entry(status).or_insert_with(
            || json!({ "description": description, "headers": headers, "content": content }),
        );
    }
}
