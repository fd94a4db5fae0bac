//! `/api/v1/contributions`: what members bring, from a draft into the graph.

mod received;
mod schema;

use super::authorisation::Contributor;
use super::desk_problems::{BodyProblems, DeskProblems, RevisionProblems, UnknownProblems};
use super::parameters::{Id, LanguageParameters, Limit, Name, NoParameters, Parameters};
use super::problem::{Problem, ProblemDetails, ProblemKind};
use super::resource;
use super::state::AppState;
use super::writing;
use crate::desk::{ContributionFilter, ContributionSpan, DeskError};
use crate::domain::{ContributionKind, ContributionState, Language, Slug, Step};
use crate::operations::{ContributionError, Passerelle};
use axum::extract::{FromRequestParts, Path, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
pub(crate) use received::REASONS_MAX;
use received::{Reasons, Received, SentContribution};
pub(super) use received::{document, etag, precondition};
pub(super) use schema::private;
use schema::{Contribution, Contributions, Difference, Differences, Version, Versions};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

const PATH: &str = "/api/v1/contributions";
/// The largest body: a text of many pages.
pub(super) const BODY_BYTES_MAX: usize = 1024 * 1024;
/// How many contributions a page has when nobody says.
const LIMIT_DEFAULT: usize = 20;

/// Which contributions are listed.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct ContributionFilters {
    /// In one of these states.
    #[serde(default)]
    #[param(value_type = Vec<String>, inline, example = json!(["submitted"]))]
    state: Vec<Name<ContributionState>>,
    /// Of one of these kinds.
    #[serde(default)]
    #[param(value_type = Vec<String>, inline, example = json!(["practice"]))]
    kind: Vec<Name<ContributionKind>>,
    /// Of one of these members.
    #[serde(default)]
    #[param(value_type = Vec<super::schema::SlugText>, inline, example = json!(["ke-pes"]))]
    member: Vec<Slug>,
    /// How many a page has, from 1 to 100.
    #[param(value_type = Option<u8>, minimum = 1, maximum = 100, default = 20, example = 20)]
    limit: Option<Limit>,
    /// Where to go on, from the `next` of the page before.
    cursor: Option<u64>,
}

/// What a contribution is, where its content is sent on its own.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct NewContribution {
    /// What it is: for content that is sent as RDF.
    #[param(value_type = Option<String>, example = "practice")]
    kind: Option<Name<ContributionKind>>,
    /// The member that brings it, likewise.
    #[param(value_type = Option<String>, example = "ke-pes")]
    member: Option<Slug>,
}

/// Two versions.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct TwoVersions {
    /// The number of the one.
    #[param(example = 1)]
    from: u64,
    /// The number of the other.
    #[param(example = 2)]
    to: u64,
}

/// A step that has an address.
#[derive(Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
#[allow(missing_docs, reason = "the names are those of the steps")]
enum StepName {
    Submit,
    Review,
    Publish,
    Return,
    Retire,
}

impl From<StepName> for Step {
    fn from(name: StepName) -> Self {
        match name {
            StepName::Submit => Self::Submit,
            StepName::Review => Self::Review,
            StepName::Publish => Self::Publish,
            StepName::Return => Self::Return,
            StepName::Retire => Self::Retire,
        }
    }
}

/// The contribution and the step in a path.
pub(super) struct StepOf(Slug, Step);

impl FromRequestParts<AppState> for StepOf {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Problem> {
        let path = Path::<(Slug, StepName)>::from_request_parts(parts, state).await;
        let Path((slug, step)) = path.map_err(|_| {
            let words = "the steps are submit, review, publish, return and retire";
            Problem::new(ProblemKind::NotFound, words)
        })?;
        Ok(Self(slug, step.into()))
    }
}

/// What a write can answer besides.
#[derive(utoipa::IntoResponses)]
#[allow(dead_code, reason = "describes answers")]
pub(super) enum ContributionProblems {
    /// It is not in a state for this.
    #[response(status = 409, content_type = "application/problem+json")]
    Conflict(#[to_schema] ProblemDetails),
    /// The content is not right: each error has its place, its value and what is expected there; or
    /// the Idempotency-Key was used for another request.
    #[response(status = 422, content_type = "application/problem+json")]
    InvalidData(#[to_schema] ProblemDetails),
}

/// List contributions
///
/// The latest first: contributors see those of their own member, reviewers all. Needs the role
/// `contributor`.
#[utoipa::path(get, path = "/api/v1/contributions", operation_id = "list_contributions", tag = "contributions", params(ContributionFilters, LanguageParameters), security(("key" = [])),
    responses((status = 200, description = "A page of contributions, without what they say", body = Contributions), DeskProblems))]
pub(super) async fn list_contributions(
    State(state): State<AppState>,
    contributor: Contributor,
    headers: HeaderMap,
    parameters: Parameters<ContributionFilters>,
) -> Result<Response, Problem> {
    resource::json_only(&headers, parameters.presentation)?;
    let own = parameters.own;
    let filter = ContributionFilter {
        kinds: own.kind.into_iter().map(|name| name.0).collect(),
        states: own.state.into_iter().map(|name| name.0).collect(),
        members: own.member,
        ..Default::default()
    };
    let limit = own.limit.map_or(LIMIT_DEFAULT, Limit::get);
    let language = received::language(&headers, parameters.presentation.lang.map(Into::into));
    let (found, total) = state
        .run(move |service| {
            let span =
                ContributionSpan { before: own.cursor, ..ContributionSpan::latest(limit + 1) };
            let found = service.contributions(&contributor.caller(), filter, span);
            found.map_err(|error| problem(error, language))
        })
        .await?;
    let more = found.len() > limit;
    let last = found.iter().take(limit).next_back().filter(|_| more).map(|last| last.number);
    let next = last.map(|last| {
        let others = parameters.others;
        let separator = if others.is_empty() { "" } else { "&" };
        state.link(&format!("{PATH}?{others}{separator}cursor={last}"))
    });
    let data = found.iter().take(limit).map(|one| Contribution::of(&state, one)).collect();
    Ok(schema::private(StatusCode::OK, Contributions { data, next, total }))
}

/// Begin a contribution
///
/// As a draft, which may be incomplete: `remarks` say what is missing. Nothing is public yet. JSON
/// has `kind`, `member` and `content`; JSON-LD, Turtle and N-Triples are the content, and `?kind=`
/// says what it is. No remote context is fetched. Needs the role `contributor`.
#[utoipa::path(post, path = "/api/v1/contributions", operation_id = "draft_contribution", tag = "contributions", security(("key" = [])),
    params(NewContribution, LanguageParameters, ("Idempotency-Key" = Option<String>, Header, description = "Names the request, so that it can be sent again and is carried out once; for 24 hours", example = "7a1f")),
    request_body(description = "The contribution", content((SentContribution = "application/json", example = json!(received::example())), (Object = "application/ld+json"), (String = "text/turtle"), (String = "application/n-triples"))),
    responses((status = 201, description = "It is begun", body = Contribution, headers(("Location" = String, description = "Where it is"), ("ETag" = String, description = "Its revision, for If-Match"))),
        (status = 200, description = "The same request began it before", body = Contribution), DeskProblems, BodyProblems, ContributionProblems))]
pub(super) async fn draft_contribution(
    State(state): State<AppState>,
    contributor: Contributor,
    parameters: Parameters<NewContribution>,
    request: Request,
) -> Result<Response, Problem> {
    let (Parts { headers, method, uri, .. }, body) = request.into_parts();
    resource::json_only(&headers, parameters.presentation)?;
    let body = state.body_limits(BODY_BYTES_MAX).read(body).await?;
    let address = uri.path_and_query().map_or(PATH, |address| address.as_str());
    let ticket = received::ticket(&headers, &method, address, &body)?;
    let stated = (parameters.own.kind.map(|name| name.0), parameters.own.member);
    let received = Received::read(&headers, &body, stated)?;
    let kind = received.kind.ok_or_else(|| {
        let known = ContributionKind::ALL.map(ContributionKind::as_str).join(", ");
        Problem::place(ProblemKind::InvalidParameter, "/kind", format!("known are {known}"))
    })?;
    let language = received::language(&headers, parameters.presentation.lang.map(Into::into));
    let (report, new) = writing::run(&state, None, move |service, _| {
        let (member, content) = (received.member, received.content);
        let caller = contributor.caller();
        let drafted = service.draft_contribution(&caller, kind, member, content, ticket.as_ref());
        drafted.map_err(|error| problem(error, language))
    })
    .await?;
    let status = if new { StatusCode::CREATED } else { StatusCode::OK };
    Ok(schema::whole(&state, status, report, language))
}

/// Get one contribution
///
/// With what its last version says and, while it can be written, what is missing. Needs the role
/// `contributor`, for one of another member `reviewer`.
#[utoipa::path(get, path = "/api/v1/contributions/{id}", operation_id = "get_contribution", tag = "contributions", security(("key" = [])),
    params(("id" = inline(super::schema::SlugText), Path, description = "The last segment of its identifier", example = "3f0a9c41d2b7"), LanguageParameters),
    responses((status = 200, description = "The contribution", body = Contribution, headers(("ETag" = String, description = "Its revision, for If-Match"))), DeskProblems, UnknownProblems))]
pub(super) async fn get_contribution(
    State(state): State<AppState>,
    contributor: Contributor,
    headers: HeaderMap,
    Id(slug): Id,
    parameters: Parameters<NoParameters>,
) -> Result<Response, Problem> {
    resource::json_only(&headers, parameters.presentation)?;
    let language = received::language(&headers, parameters.presentation.lang.map(Into::into));
    let read = move |service: &Passerelle| service.contribution(&contributor.caller(), &slug);
    let report = asked(&state, language, read).await?;
    Ok(schema::whole(&state, StatusCode::OK, report, language))
}

/// Give a contribution another content
///
/// As the draft of a new version; what is published stays so meanwhile. One that is in review is
/// returned first. Needs the role `contributor`, of its member.
#[utoipa::path(put, path = "/api/v1/contributions/{id}", operation_id = "edit_contribution", tag = "contributions", security(("key" = [])),
    params(("id" = inline(super::schema::SlugText), Path, description = "The last segment of its identifier", example = "3f0a9c41d2b7"), LanguageParameters, ("If-Match" = String, Header, description = "The ETag of the contribution as it was read", example = "\"r1\"")),
    request_body(description = "The content", content((SentContribution = "application/json", example = json!(received::example())), (Object = "application/ld+json"), (String = "text/turtle"), (String = "application/n-triples"))),
    responses((status = 200, description = "The draft", body = Contribution), DeskProblems, UnknownProblems, BodyProblems, RevisionProblems, ContributionProblems))]
pub(super) async fn edit_contribution(
    State(state): State<AppState>,
    contributor: Contributor,
    Id(slug): Id,
    parameters: Parameters<NoParameters>,
    request: Request,
) -> Result<Response, Problem> {
    let (Parts { headers, .. }, body) = request.into_parts();
    resource::json_only(&headers, parameters.presentation)?;
    let wanted = received::precondition(&headers)?;
    let body = state.body_limits(BODY_BYTES_MAX).read(body).await?;
    let content = Received::read(&headers, &body, (None, None))?.content;
    let language = received::language(&headers, parameters.presentation.lang.map(Into::into));
    let report = writing::run(&state, None, move |service, _| {
        let edited = service.edit_contribution(&contributor.caller(), &slug, &wanted, content);
        edited.map_err(|error| problem(error, language))
    })
    .await?;
    Ok(schema::whole(&state, StatusCode::OK, report, language))
}

/// Erase a contribution
///
/// With all its versions, from the desk. What is in the graph is retired first; only an
/// administrator erases what was retired.
#[utoipa::path(delete, path = "/api/v1/contributions/{id}", operation_id = "erase_contribution", tag = "contributions", security(("key" = [])),
    params(("id" = inline(super::schema::SlugText), Path, description = "The last segment of its identifier", example = "3f0a9c41d2b7"), LanguageParameters, ("If-Match" = String, Header, description = "The ETag of the contribution as it was read", example = "\"r1\"")),
    responses((status = 204, description = "It is erased"), DeskProblems, UnknownProblems, RevisionProblems, ContributionProblems))]
pub(super) async fn erase_contribution(
    State(state): State<AppState>,
    contributor: Contributor,
    headers: HeaderMap,
    Id(slug): Id,
    parameters: Parameters<NoParameters>,
) -> Result<Response, Problem> {
    let wanted = received::precondition(&headers)?;
    let language = received::language(&headers, parameters.presentation.lang.map(Into::into));
    let erase = move |service: &Passerelle| {
        service.erase_contribution(&contributor.caller(), &slug, &wanted)
    };
    asked(&state, language, erase).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

/// List the versions of a contribution
#[utoipa::path(get, path = "/api/v1/contributions/{id}/versions", operation_id = "list_contribution_versions", tag = "contributions", security(("key" = [])),
    params(("id" = inline(super::schema::SlugText), Path, description = "The last segment of its identifier", example = "3f0a9c41d2b7"), LanguageParameters),
    responses((status = 200, description = "All versions, the first one first", body = Versions), DeskProblems, UnknownProblems))]
pub(super) async fn list_contribution_versions(
    State(state): State<AppState>,
    contributor: Contributor,
    headers: HeaderMap,
    Id(slug): Id,
    parameters: Parameters<NoParameters>,
) -> Result<Response, Problem> {
    resource::json_only(&headers, parameters.presentation)?;
    let language = received::language(&headers, parameters.presentation.lang.map(Into::into));
    let read =
        move |service: &Passerelle| service.contribution_versions(&contributor.caller(), &slug);
    let data: Vec<Version> =
        asked(&state, language, read).await?.into_iter().map(Version::from).collect();
    let total = data.len();
    Ok(schema::private(StatusCode::OK, Versions { data, total }))
}

/// Compare two versions of a contribution
#[utoipa::path(get, path = "/api/v1/contributions/{id}/differences", operation_id = "compare_contribution_versions", tag = "contributions", security(("key" = [])),
    params(("id" = inline(super::schema::SlugText), Path, description = "The last segment of its identifier", example = "3f0a9c41d2b7"), TwoVersions, LanguageParameters),
    responses((status = 200, description = "The fields in which they differ", body = Differences), DeskProblems, UnknownProblems))]
pub(super) async fn compare_contribution_versions(
    State(state): State<AppState>,
    contributor: Contributor,
    headers: HeaderMap,
    Id(slug): Id,
    parameters: Parameters<TwoVersions>,
) -> Result<Response, Problem> {
    resource::json_only(&headers, parameters.presentation)?;
    let language = received::language(&headers, parameters.presentation.lang.map(Into::into));
    let TwoVersions { from, to } = parameters.own;
    let read = move |service: &Passerelle| {
        service.contribution_differences(&contributor.caller(), &slug, from, to)
    };
    let data = asked(&state, language, read).await?.into_iter().map(Difference::from).collect();
    Ok(schema::private(StatusCode::OK, Differences { from, to, data }))
}

/// Bring a contribution on its way
///
/// `submit` hands it to the reviewers: it must fit the shapes. `review` takes it up. `publish` puts
/// it into the graph, as a named graph of its own in one transaction: it is in every list, match and
/// feed when this answers. `return` gives it back, with reasons. `retire` takes it out of the graph:
/// its thing keeps its identifier, and followers of changes are told of a tombstone.
///
/// To submit and to retire take the role `contributor`, of its member; the others `reviewer`, and
/// nobody reviews what is of their own or of their own member.
#[utoipa::path(post, path = "/api/v1/contributions/{id}/{step}", operation_id = "advance_contribution", tag = "contributions", security(("key" = [])),
    params(("id" = inline(super::schema::SlugText), Path, description = "The last segment of its identifier", example = "3f0a9c41d2b7"),
        ("step" = inline(StepName), Path, description = "What to do", example = "submit"), LanguageParameters,
        ("If-Match" = String, Header, description = "The ETag of the contribution as it was read", example = "\"r1\""),
        ("Idempotency-Key" = Option<String>, Header, description = "Names the request, so that it can be sent again and is carried out once; for 24 hours", example = "7a1f")),
    request_body(description = "Why, for a return", content = Option<Reasons>, example = json!({"reasons": "The description does not say for whom it is."})),
    responses((status = 200, description = "Where it stands now", body = Contribution), DeskProblems, UnknownProblems, BodyProblems, RevisionProblems, ContributionProblems))]
pub(super) async fn advance_contribution(
    State(state): State<AppState>,
    contributor: Contributor,
    StepOf(slug, step): StepOf,
    parameters: Parameters<NoParameters>,
    request: Request,
) -> Result<Response, Problem> {
    let (Parts { headers, method, uri, .. }, body) = request.into_parts();
    let language = received::language(&headers, parameters.presentation.lang.map(Into::into));
    let wanted = received::precondition(&headers)?;
    let body = state.body_limits(BODY_BYTES_MAX).read(body).await?;
    let ticket = received::ticket(&headers, &method, uri.path(), &body)?;
    let reasons = match step {
        Step::Return => Some(received::reasons(&headers, &body)?),
        _ => None,
    };
    let report = writing::run(&state, None, move |service, _| {
        let caller = contributor.caller();
        service
            .advance_contribution(&caller, &slug, &wanted, step, reasons, ticket.as_ref())
            .map_err(|error| problem(error, language))
    })
    .await?;
    Ok(schema::whole(&state, StatusCode::OK, report, language))
}

/// Asks the desk, and tells in a language what was wrong.
async fn asked<T: Send + 'static>(
    state: &AppState,
    language: Language,
    ask: impl FnOnce(&Passerelle) -> Result<T, ContributionError> + Send + 'static,
) -> Result<T, Problem> {
    state.run(move |service| ask(service).map_err(|error| problem(error, language))).await
}

/// Why nothing was done, in a language.
pub(crate) fn problem(error: ContributionError, language: Language) -> Problem {
    let words = error.to_string();
    match error {
        ContributionError::Unknown(_) | ContributionError::UnknownVersion(_) => {
            Problem::new(ProblemKind::NotFound, words)
        }
        ContributionError::Refused(refused) if refused.is_about_the_actor() => {
            Problem::new(ProblemKind::Forbidden, words)
        }
        ContributionError::NoMember => Problem::new(ProblemKind::Forbidden, words),
        ContributionError::Refused(_) => Problem::new(ProblemKind::Conflict, words),
        ContributionError::Stale => Problem::new(ProblemKind::PreconditionFailed, words),
        ContributionError::Invalid(remarks) => Problem::remarks(words, &remarks, language),
        ContributionError::UnknownMember(_) => {
            Problem::place(ProblemKind::InvalidData, "/member", words)
        }
        ContributionError::Desk(DeskError::OtherRequest) => {
            Problem::new(ProblemKind::Unprocessable, words)
        }
        ContributionError::Desk(error) => Problem::internal(&error),
        ContributionError::Graph(error) => error.into(),
    }
}
