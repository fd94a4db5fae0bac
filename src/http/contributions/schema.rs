//! How a contribution is told. What it says is JSON-LD, and can be sent back;
//! where it stands is the desk's, and no property of anything in the graph.

use super::super::links;
use super::super::resource::CONTEXT;
use super::super::state::AppState;
use super::received::etag;
use crate::desk;
use crate::domain::{Iri, Kind, Language};
use crate::graph;
use crate::operations::{ContributionReport, FieldDifference, VersionReport};
use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use serde_json::{Value, json};
use utoipa::ToSchema;

/// A contribution, and where it stands.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct Contribution {
    /// Its identifier; the graph has it once it is published.
    #[schema(value_type = String, format = Uri, example = "https://w3id.org/passerelle/id/contribution/3f0a9c41d2b7")]
    id: Iri,
    /// The last segment of the identifier.
    #[schema(example = "3f0a9c41d2b7")]
    slug: String,
    /// What it is.
    #[schema(example = "offer")]
    kind: &'static str,
    /// `draft`, `submitted`, `inReview`, `published`, `returned` or `retired`.
    #[schema(example = "draft")]
    state: &'static str,
    /// The member that brings it.
    #[schema(example = "ke-pes")]
    member: Option<String>,
    /// What it is, or will be, in the graph.
    thing: Thing,
    /// Its last version, from 1.
    version: u64,
    /// The version that the graph has; null when it has none.
    published_version: Option<u64>,
    /// Why it was returned.
    reasons: Option<String>,
    /// The last day on which it holds; then it is retired by itself.
    ends: Option<String>,
    /// When it was begun, RFC 3339.
    created: String,
    /// When it last changed.
    modified: String,
    /// What its last version says: JSON-LD in the keys of the API.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Object>)]
    content: Option<Value>,
    /// While it can be written: what is missing, and what could be better.
    #[serde(skip_serializing_if = "Option::is_none")]
    remarks: Option<Vec<Remark>>,
}

/// Something of the graph.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct Thing {
    /// Its identifier.
    #[schema(value_type = String, format = Uri)]
    id: Iri,
    /// The last segment of the identifier.
    slug: Option<String>,
    /// Where the API has it, while it is published.
    api_link: Option<String>,
}

/// Something to change.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct Remark {
    /// Where, as a JSON pointer.
    #[schema(example = "/content/endDate")]
    pointer: String,
    /// What is expected, in the language of the caller.
    #[schema(example = "An offer or a need names the one last day on which it holds: 2027-06-30.")]
    detail: String,
    /// What stands there; null when something is missing.
    value: Option<String>,
    /// Whether it keeps the contribution from being submitted.
    blocks: bool,
}

/// Some contributions, the latest first.
#[derive(Serialize, ToSchema)]
pub(super) struct Contributions {
    pub(super) data: Vec<Contribution>,
    /// Where the next page is; null on the last.
    pub(super) next: Option<String>,
    /// How many there are in all.
    pub(super) total: u64,
}

/// A version of a contribution.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct Version {
    /// Its number, from 1.
    version: u64,
    /// In which role it was written.
    #[schema(example = "contributor")]
    written_as: &'static str,
    /// When, RFC 3339.
    written: String,
    /// What it says.
    #[schema(value_type = Object)]
    content: Value,
}

/// All versions, the first one first.
#[derive(Serialize, ToSchema)]
pub(super) struct Versions {
    pub(super) data: Vec<Version>,
    /// How many there are.
    pub(super) total: usize,
}

/// A field that two versions do not have in common.
#[derive(Serialize, ToSchema)]
pub(super) struct Difference {
    /// Its key.
    #[schema(example = "description")]
    field: String,
    /// What the one version says; null where it has none.
    #[schema(value_type = Option<Object>)]
    before: Option<Value>,
    /// What the other says.
    #[schema(value_type = Option<Object>)]
    after: Option<Value>,
}

/// In what two versions differ.
#[derive(Serialize, ToSchema)]
pub(super) struct Differences {
    /// The one.
    pub(super) from: u64,
    /// The other.
    pub(super) to: u64,
    pub(super) data: Vec<Difference>,
}

impl Contribution {
    /// Where it stands, without what it says.
    pub(super) fn of(state: &AppState, told: &desk::Contribution) -> Self {
        let link = links::api(state, &told.thing).filter(|_| told.live.is_some());
        Self {
            id: Kind::Contribution.iri(&told.id),
            slug: told.id.to_string(),
            kind: told.kind.as_str(),
            state: told.state.as_str(),
            member: told.member.as_ref().map(ToString::to_string),
            thing: Thing {
                slug: Kind::slug_of(told.thing.as_str()).map(|slug| slug.to_string()),
                id: told.thing.clone(),
                api_link: link,
            },
            version: told.version,
            published_version: told.live,
            reasons: told.reasons.clone(),
            ends: told.ends.map(|day| day.to_string()),
            created: told.created.to_string(),
            modified: told.modified.to_string(),
            content: None,
            remarks: None,
        }
    }

    fn whole(state: &AppState, report: ContributionReport, language: Language) -> Self {
        let open = report.contribution.state.is_open();
        let remarks = || report.remarks.iter().map(|one| Remark::of(one, language)).collect();
        Self {
            remarks: open.then(remarks),
            content: Some(json_ld(report.content)),
            ..Self::of(state, &report.contribution)
        }
    }
}

impl Remark {
    fn of(remark: &graph::Remark, language: Language) -> Self {
        Self {
            pointer: format!("/content{}", remark.pointer),
            detail: remark.expected.get(language).map(|it| it.1.to_owned()).unwrap_or_default(),
            value: remark.value.clone(),
            blocks: remark.blocks,
        }
    }
}

impl From<VersionReport> for Version {
    fn from(report: VersionReport) -> Self {
        Self {
            version: report.number,
            written_as: report.by.as_str(),
            written: report.written.to_string(),
            content: json_ld(report.content),
        }
    }
}

impl From<FieldDifference> for Difference {
    fn from(differs: FieldDifference) -> Self {
        Self { field: differs.field, before: differs.before, after: differs.after }
    }
}

/// The content as a document of its own.
fn json_ld(content: Value) -> Value {
    let mut document = json!({ "@context": CONTEXT });
    if let (Value::Object(document), Value::Object(content)) = (&mut document, content) {
        document.extend(content);
    }
    document
}

/// An answer of the desk, which nobody is to keep.
pub(in crate::http) fn private(status: StatusCode, body: impl Serialize) -> Response {
    let kept = [(header::CACHE_CONTROL, "private, no-store")];
    (status, kept, Json(body)).into_response()
}

/// A contribution with the name of its revision.
pub(super) fn whole(
    state: &AppState,
    status: StatusCode,
    report: ContributionReport,
    language: Language,
) -> Response {
    let tag = etag(report.contribution.revision);
    let body = Contribution::whole(state, report, language);
    let location = state.link(&format!("/api/v1/contributions/{}", body.slug));
    let mut response = private(status, body);
    for (name, value) in [(header::ETAG, tag), (header::CONTENT_LANGUAGE, language.tag().into())] {
        if let Ok(value) = HeaderValue::try_from(value) {
            response.headers_mut().insert(name, value);
        }
    }
    if status == StatusCode::CREATED
        && let Ok(location) = HeaderValue::try_from(location)
    {
        response.headers_mut().insert(header::LOCATION, location);
    }
    response
}
