//! `/api/v1/matches`: peers for a profile that nobody has stated yet.

use super::match_schema::Match;
use super::matches::{MatchFilters, Mode};
use super::parameters::{LanguageParameters, Parameters};
use super::problem::{Problem, ProblemDetails, ProblemKind};
use super::resource;
use super::schema::{LanguageMap, Reference, Words};
use super::state::AppState;
use crate::domain::Language;
use crate::operations::{
    Part, PeerRequest, ProfileError, ProfileReport, Said, Showing, StatedProfile, Understood,
    Written,
};
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, header};
use axum::response::Response;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

/// How many concepts a part may name.
const CONCEPTS_MAX: usize = 100;
/// How long the text of a part may be, in characters.
const TEXT_MAX: usize = 5_000;

/// What somebody seeks, offers and faces, by concepts, by words, or by both.
#[derive(Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Profile {
    /// What is sought from others.
    #[schema(inline)]
    sought: ProfilePart,
    /// What is offered to others.
    #[schema(inline)]
    offered: ProfilePart,
    /// The challenges that are faced.
    #[schema(inline)]
    faced: ProfilePart,
}

/// A part of a profile.
#[derive(Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub(super) struct ProfilePart {
    /// Themes: identifiers, or their last segments.
    #[schema(max_items = 100)]
    concepts: Vec<String>,
    /// Words in French, English or Spanish; the themes whose labels they hold are taken.
    #[schema(max_length = 5000)]
    text: String,
}

/// The peers for a profile, best first.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct ProfileMatches {
    /// What was looked for.
    mode: Mode,
    /// Names the state of the graph that was compared.
    epoch: String,
    /// The best in the list: `high`, `medium`, `low`, or `insufficient` when it is empty.
    confidence: &'static str,
    /// How sure the list is, in words.
    #[schema(value_type = LanguageMap)]
    note: Words,
    #[schema(ignore)]
    #[serde(skip_serializing_if = "Option::is_none")]
    note_lang: Option<String>,
    /// What the profile was taken to say.
    understood: Vec<UnderstoodConcept>,
    /// The parts whose text speaks of no theme that is known.
    #[schema(value_type = Vec<String>)]
    not_understood: Vec<&'static str>,
    /// The peers; as many as have enough evidence, never padded.
    data: Vec<Match>,
    /// How many members share enough evidence to be listed, counted up to 1,000: where it says so,
    /// there are as many or more.
    sufficient: usize,
    /// How many members share something, but too little to be listed; not counted, and absent,
    /// where 1,000 or more share enough.
    #[serde(skip_serializing_if = "Option::is_none")]
    insufficient: Option<usize>,
}

/// A theme that the profile was taken to speak of.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct UnderstoodConcept {
    /// `sought`, `offered` or `faced`.
    part: &'static str,
    /// The theme.
    #[schema(value_type = Reference)]
    concept: Written,
    /// The words of the text that led to it; null for a concept that was named.
    #[serde(skip_serializing_if = "Option::is_none")]
    words: Option<String>,
    /// The label that they match.
    #[serde(skip_serializing_if = "Option::is_none")]
    matched_label: Option<String>,
    /// The language of that label.
    #[serde(skip_serializing_if = "Option::is_none")]
    matched_label_lang: Option<&'static str>,
}

/// What matching a profile can answer beside its success.
#[derive(utoipa::IntoResponses)]
#[allow(dead_code, reason = "describes answers")]
pub(super) enum ProfileProblems {
    /// A parameter or the document is not understood; the answer names the place.
    #[response(status = 400, content_type = "application/problem+json")]
    InvalidParameter(#[to_schema] ProblemDetails),
    /// None of the accepted formats can be given.
    #[response(status = 406, content_type = "application/problem+json")]
    NotAcceptable(#[to_schema] ProblemDetails),
    /// The profile is too long.
    #[response(status = 413, content_type = "application/problem+json")]
    TooLarge(#[to_schema] ProblemDetails),
    /// The profile is no JSON by its content type.
    #[response(status = 415, content_type = "application/problem+json")]
    UnsupportedMediaType(#[to_schema] ProblemDetails),
    /// The profile names an unknown theme, or its words speak of none; the answer names the place.
    #[response(status = 422, content_type = "application/problem+json")]
    InvalidData(#[to_schema] ProblemDetails),
}

/// Find peers for a profile
///
/// For what is sought, offered and faced, without being a member. Words are mapped to themes by
/// their labels in three languages, and `understood` shows how. Nothing is stored.
#[utoipa::path(post, path = "/api/v1/matches", operation_id = "match_profile", tag = "matching",
    params(MatchFilters, LanguageParameters),
    request_body(content = Profile, content_type = "application/json",
        example = json!({"sought": {"text": "intelligence artificielle"}, "faced": {"concepts": ["network-expansion"]}})),
    responses((status = 200, description = "The peers, best first", content((ProfileMatches = "application/json"), (ProfileMatches = "application/ld+json"))), ProfileProblems))]
pub(super) async fn match_profile(
    State(state): State<AppState>,
    headers: HeaderMap,
    parameters: Parameters<MatchFilters>,
    body: Bytes,
) -> Result<Response, Problem> {
    let media_type = resource::json_only(&headers, parameters.presentation)?;
    let stated = read(&headers, &body)?;
    let request = PeerRequest::from(parameters.own);
    let report = state.run(move |service| service.match_profile(&stated, &request)).await?;
    let matches = ProfileMatches::new(report, parameters.presentation.language());
    resource::written(media_type, &matches, parameters.presentation)
}

fn read(headers: &HeaderMap, body: &Bytes) -> Result<StatedProfile, Problem> {
    let content_type = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let essence = content_type.unwrap_or_default().split(';').next().unwrap_or_default().trim();
    if !essence.eq_ignore_ascii_case("application/json")
        && !essence.eq_ignore_ascii_case("application/ld+json")
    {
        let words = "a profile is sent as application/json";
        return Err(Problem::new(ProblemKind::UnsupportedMediaType, words));
    }
    let bad = |pointer: &str, error: &dyn std::fmt::Display| {
        Problem::place(ProblemKind::InvalidParameter, pointer, error.to_string())
    };
    let document: Value = serde_json::from_slice(body).map_err(|error| bad("", &error))?;
    // A list would be taken for the fields in their order.
    if !document.is_object() {
        return Err(bad("", &"an object is expected"));
    }
    for (part, said) in document.as_object().into_iter().flatten() {
        if said.is_array() {
            return Err(bad(&pointer(part), &"an object is expected"));
        }
    }
    let profile: Profile = serde_path_to_error::deserialize(document)
        .map_err(|error| bad(&pointer(&error.path().to_string()), error.inner()))?;
    Ok(StatedProfile {
        sought: said(Part::Sought, profile.sought)?,
        offered: said(Part::Offered, profile.offered)?,
        faced: said(Part::Faced, profile.faced)?,
    })
}

/// `sought.concepts[2]` as `/sought/concepts/2`; nothing for the document.
fn pointer(path: &str) -> String {
    if path == "." {
        return String::new();
    }
    format!("/{}", path.replace(['.', '['], "/").replace(']', "").replace("//", "/"))
}

fn said(part: Part, stated: ProfilePart) -> Result<Said, Problem> {
    let too_much = |field: &str, detail: String| {
        let pointer = format!("/{}/{field}", part.term());
        Err(Problem::place(ProblemKind::InvalidParameter, &pointer, detail))
    };
    if stated.concepts.len() > CONCEPTS_MAX {
        return too_much("concepts", format!("at most {CONCEPTS_MAX} concepts are taken"));
    }
    if stated.text.chars().nth(TEXT_MAX).is_some() {
        return too_much("text", format!("at most {TEXT_MAX} characters are taken"));
    }
    Ok(Said { concepts: stated.concepts, text: stated.text })
}

impl From<ProfileError> for Problem {
    fn from(error: ProfileError) -> Self {
        let words = error.to_string();
        match error {
            ProfileError::UnknownConcept { part, place, .. } => {
                let pointer = format!("/{}/concepts/{place}", part.term());
                Self::place(ProblemKind::Unprocessable, &pointer, words)
            }
            ProfileError::Empty => Self::place(ProblemKind::Unprocessable, "", words),
            ProfileError::NotUnderstood(parts) => {
                let pointers = parts.iter().map(|part| format!("/{}/text", part.term()));
                Self::places(ProblemKind::Unprocessable, pointers, &words)
            }
            ProfileError::Browse(error) => error.into(),
        }
    }
}

impl ProfileMatches {
    /// As a reader of one language, or of all, sees it.
    fn new(profile: ProfileReport, language: Option<Language>) -> Self {
        let report = profile.report;
        let (note, note_lang) = Words::of(report.note, language);
        let understood = profile.understood.into_iter();
        let mut showing = Showing::to(language);
        Self {
            mode: report.mode.into(),
            epoch: report.epoch,
            confidence: report.confidence.term(),
            note,
            note_lang,
            understood: understood.map(|one| UnderstoodConcept::new(one, &mut showing)).collect(),
            not_understood: profile.not_understood.into_iter().map(Part::term).collect(),
            data: report.peers.into_iter().map(|peer| Match::new(peer, &mut showing)).collect(),
            sufficient: report.sufficient,
            insufficient: report.insufficient,
        }
    }
}

impl UnderstoodConcept {
    fn new(understood: Understood, showing: &mut Showing) -> Self {
        let (words, matched_label, matched_label_lang) = match understood.by {
            Some((words, label, language)) => (Some(words), Some(label), Some(language.tag())),
            None => (None, None, None),
        };
        Self {
            part: understood.part.term(),
            concept: showing.show(&understood.concept),
            words,
            matched_label,
            matched_label_lang,
        }
    }
}
