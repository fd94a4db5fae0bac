//! The SPARQL 1.1 protocol for updates: `/update` by both kinds of POST, for
//! administrators. Parameters it does not know are ignored, as on `/sparql`.

use super::super::authorisation::Admin;
use super::super::form::pairs;
use super::super::media_type;
use super::super::problem::{Problem, ProblemDetails, ProblemKind};
use super::super::state::AppState;
use super::super::writing::{self, WriteReport};
use super::request::dataset;
use crate::desk::Action;
use crate::graph::DatasetChoice;
use axum::extract::{RawQuery, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

/// The names of the parameters that choose what patterns see.
const USING: [&str; 2] = ["using-graph-uri", "using-named-graph-uri"];
/// What the audit says an update was done to.
const TARGET: &str = "dataset";

/// Change the graph in SPARQL 1.1 Update
///
/// All operations of the request are carried out, or none. What is acknowledged survives a power
/// cut. Needs the role `admin`. Errors are text with line and column, or problem details if those are
/// accepted. With `Prefer: return=representation` a success tells what it changed.
#[utoipa::path(post, path = "/update", operation_id = "sparql_update", tag = "sparql", params(UpdateParameters), security(("key" = [])),
    request_body(description = "The update, as a form or on its own", content(
        (UpdateForm = "application/x-www-form-urlencoded"),
        (String = "application/sparql-update", example = "INSERT DATA { GRAPH <https://example.org/g> { <https://example.org/s> <https://example.org/p> 1 } }"))),
    responses((status = 204, description = "It is done"),
        (status = 200, description = "It is done, and this is what changed", body = WriteReport),
        UpdateProblems))]
pub(in crate::http) async fn sparql_update(
    State(state): State<AppState>,
    admin: Admin,
    RawQuery(query): RawQuery,
    request: Request,
) -> Result<Response, Problem> {
    let (Parts { headers, .. }, body) = request.into_parts();
    let body = state.update_body_limits().read(body).await?;
    let request = UpdateRequest::read(&headers, &query.unwrap_or_default(), &body)?;
    let limits = state.settings().update_limits;
    let change = writing::run(&state, Some(limits.timeout), move |service, stop| {
        let change = service.update(&request.text, &request.using, &limits, stop)?;
        admin.record(service, Action::Update, TARGET, change.commit);
        Ok(change)
    })
    .await?;
    Ok(writing::answer(&headers, &change, StatusCode::NO_CONTENT))
}

/// An update with what its patterns are to see.
#[derive(Debug)]
struct UpdateRequest {
    text: String,
    using: DatasetChoice,
}

impl UpdateRequest {
    /// From a POST: a form, or the update alone with its graphs in the address.
    fn read(headers: &HeaderMap, address: &str, body: &[u8]) -> Result<Self, Problem> {
        let media_type = media_type::of_body(headers)?;
        let mut texts = updates(address.as_bytes())?;
        let parameters = match media_type.essence_str() {
            "application/x-www-form-urlencoded" => {
                texts.extend(updates(body)?);
                body
            }
            "application/sparql-update" => {
                let text = std::str::from_utf8(body)
                    .map_err(|error| malformed(format!("the update is not UTF-8: {error}")))?;
                texts.push(text.to_owned());
                address.as_bytes()
            }
            other => {
                return Err(media_type::unsupported(format!(
                    "a body of type '{other}' is not understood: application/x-www-form-urlencoded and application/sparql-update are"
                )));
            }
        };
        let using = dataset(parameters, USING)?;
        match texts.len() {
            1 => Ok(Self { text: texts.swap_remove(0), using }),
            0 => Err(malformed("the parameter 'update' is missing from the form")),
            several => Err(malformed(format!("one update is expected, and {several} were sent"))),
        }
    }
}

/// The values of `update` in a form.
fn updates(form: &[u8]) -> Result<Vec<String>, Problem> {
    let named = pairs(form)?.filter(|(name, _)| name == "update");
    Ok(named.map(|(_, value)| value.into_owned()).collect())
}

fn malformed(detail: impl Into<String>) -> Problem {
    Problem::new(ProblemKind::InvalidParameter, detail)
}

/// The parameters of the SPARQL 1.1 protocol beside a direct POST.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[allow(dead_code, reason = "describes what is read above")]
pub(in crate::http) struct UpdateParameters {
    /// Graphs that make up the default graph of `WHERE`. Not beside `USING` or `WITH` in the text.
    #[serde(rename = "using-graph-uri", default)]
    #[param(example = json!(["https://example.org/g"]))]
    using_graph_uri: Vec<String>,
    /// Graphs that `GRAPH` can reach in `WHERE`.
    #[serde(rename = "using-named-graph-uri", default)]
    using_named_graph_uri: Vec<String>,
}

/// The form of the SPARQL 1.1 protocol.
#[derive(ToSchema)]
#[allow(dead_code, reason = "describes what is read above")]
pub(in crate::http) struct UpdateForm {
    /// The update.
    #[schema(
        example = "INSERT DATA { GRAPH <https://example.org/g> { <https://example.org/s> <https://example.org/p> 1 } }"
    )]
    update: String,
    /// Graphs that make up the default graph of `WHERE`.
    #[schema(rename = "using-graph-uri")]
    using_graph_uri: Option<Vec<String>>,
    /// Graphs that `GRAPH` can reach in `WHERE`.
    #[schema(rename = "using-named-graph-uri")]
    using_named_graph_uri: Option<Vec<String>>,
}

/// What `/update` can answer beside its success.
#[derive(utoipa::IntoResponses)]
#[allow(dead_code, reason = "describes answers")]
pub(in crate::http) enum UpdateProblems {
    /// The update is missing, sent twice, malformed (with line and column), refused by the gate, or
    /// names its graphs twice.
    #[response(status = 400, content_type = "text/plain")]
    Malformed(String),
    /// There is no key, or it is malformed, unknown, expired or revoked; see `WWW-Authenticate`.
    #[response(status = 401, content_type = "text/plain")]
    Unauthorised(String),
    /// The role of the key is too low, or the graph is one that the program computes.
    #[response(status = 403, content_type = "text/plain")]
    Forbidden(String),
    /// The body is too large.
    #[response(status = 413, content_type = "text/plain")]
    TooLarge(String),
    /// The body is neither a form nor an update, or not UTF-8.
    #[response(status = 415, content_type = "application/problem+json")]
    UnsupportedMediaType(#[to_schema] ProblemDetails),
    /// The data would break a shape, or what is asked is not done here (LOAD from a host that may not be asked, SERVICE) or not possible on this graph.
    #[response(status = 422, content_type = "text/plain")]
    InvalidData(String),
    /// What LOAD names gave no document within its limits.
    #[response(status = 502, content_type = "text/plain")]
    Remote(String),
    /// The update took longer than it may, or too many writes are under way.
    #[response(status = 503, content_type = "text/plain")]
    TimedOut(String),
    /// The disk of the service is full; nothing was stored.
    #[response(status = 507, content_type = "text/plain")]
    InsufficientStorage(String),
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::{HeaderValue, header};

    fn read(content_type: &'static str, address: &str, body: &str) -> Result<UpdateRequest, u16> {
        let value = HeaderValue::from_static(content_type);
        let headers = HeaderMap::from_iter([(header::CONTENT_TYPE, value)]);
        UpdateRequest::read(&headers, address, body.as_bytes())
            .map_err(|problem| problem.kind().status().as_u16())
    }

    #[test]
    fn exactly_one_update_is_read() {
        let form = "application/x-www-form-urlencoded";
        let direct = "application/sparql-update";
        let read_well = read(form, "", "using-graph-uri=x:a&update=CLEAR+ALL&q=1").expect("a form");
        assert_eq!(
            (read_well.text.as_str(), read_well.using.default_graphs.len()),
            ("CLEAR ALL", 1)
        );
        let read_well = read(direct, "using-named-graph-uri=x:a", "CLEAR ALL").expect("direct");
        assert_eq!(read_well.using.named_graphs.len(), 1);
        for (content_type, address, body, status) in [
            (form, "", "update=a&update=b", 400),
            (form, "update=a", "update=b", 400),
            (direct, "update=a", "b", 400),
            (form, "", "query=a", 400),
            (form, "", "update=a&using-graph-uri=relative", 400),
            ("text/plain", "", "CLEAR ALL", 415),
            ("application/sparql-update; charset=UTF-16", "", "CLEAR ALL", 415),
        ] {
            assert_eq!(read(content_type, address, body).err(), Some(status), "{address} {body}");
        }
    }
}
