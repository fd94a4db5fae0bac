//! What is told of an import: itself, its faults, its codings.

use super::super::problem::Problem;
use super::super::schema::{LanguageMap, Reference};
use crate::domain::{Iri, Kind, Language, Text};
use crate::graph::survey_graph;
use crate::operations::{Coding, CodingState, ImportReport, References};
use crate::survey::{Fault, Reason, Severity, Suggestion};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use utoipa::ToSchema;

/// A faulty or doubtful cell.
#[derive(Default, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct SurveyFault {
    /// The row, as people count; absent in an anonymous column.
    #[schema(example = 7)]
    row: Option<usize>,
    /// The letters of the column.
    #[schema(example = "C")]
    column: String,
    /// The heading of the column.
    #[schema(example = "Service")]
    heading: String,
    /// `error`: the cell is left out, and keeps the rest from being published; `warning`.
    #[schema(example = "error")]
    severity: String,
    /// What is wrong, as a word that stays: see docs/survey-import.md.
    #[schema(example = "unknownMember")]
    fault: String,
    /// What stands there, cut short; empty where it may be personal.
    #[schema(example = "Belgiqe")]
    value: String,
    /// What may have been meant.
    #[schema(example = "belgique")]
    suggestion: Option<String>,
    /// Why it is a fault.
    #[schema(value_type = LanguageMap)]
    note: Text,
}

/// How many claims are how far.
#[derive(Serialize, ToSchema)]
pub(super) struct ClaimCounts {
    /// Coded by a rule that leaves no doubt.
    certain: usize,
    /// Coded by a reviewer.
    coded: usize,
    /// Left without a theme by a reviewer.
    uncoded: usize,
    /// With suggestions that nobody has accepted.
    suggested: usize,
    /// Without any.
    open: usize,
}

/// What became of an import.
#[derive(Serialize, ToSchema)]
pub(super) struct PublishedSurvey {
    /// When, RFC 3339.
    at: String,
    /// The commit that it became.
    commit: u64,
    /// The graph that it is in.
    #[schema(format = Uri)]
    graph: String,
    /// Statements that were published.
    statements: usize,
    /// Members that responded.
    respondents: usize,
    /// Claims that were left out as they have no theme.
    uncoded: usize,
    /// Cells that were left out for their faults.
    faulty: usize,
}

/// A sheet of answers on its way into the graph, with its faults.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct SurveyImport {
    /// Names it: the same for the same file and mapping.
    #[schema(example = "9c1f3b0a77d2e684")]
    import: String,
    /// The name of the survey.
    #[schema(example = "2023")]
    wave: String,
    /// What the file was called.
    file_name: String,
    /// SHA-256 of the file.
    file_hash: String,
    /// When it came, RFC 3339.
    created: String,
    /// Counts the changes to it; the same number is its ETag.
    revision: u64,
    /// Whether nobody answered the survey.
    synthetic: bool,
    /// Rows with something in them, the heading left out.
    rows: usize,
    /// Members that responded.
    members: usize,
    /// What they claim.
    claims: ClaimCounts,
    /// Cells that are left out.
    errors: usize,
    /// Cells that are doubtful.
    warnings: usize,
    /// What became of it; absent before.
    outcome: Option<PublishedSurvey>,
    /// The faulty cells, by row and column.
    data: Vec<SurveyFault>,
    /// How many there are.
    total: usize,
}

/// Why a theme is suggested.
#[derive(Serialize, ToSchema)]
#[serde(tag = "by", rename_all = "camelCase")]
pub(super) enum SuggestionReason {
    /// The mapping says what the choice is about.
    Choice,
    /// The claim has a label of the theme in it.
    Label {
        /// The words of the claim.
        words: String,
        /// The label that they match.
        #[serde(rename = "matchedLabel")]
        label: String,
        /// The language of that label.
        #[serde(rename = "matchedLabelLang")]
        language: &'static str,
    },
    /// A statement in like words is about the theme.
    Precedent {
        /// Its identifier.
        #[schema(format = Uri)]
        precedent: String,
        /// How like it is, from 0 to 1.
        likeness: f64,
    },
}

/// A theme that a claim may be about.
#[derive(Serialize, ToSchema)]
pub(super) struct SuggestedTheme {
    /// The theme.
    theme: Reference,
    /// From 0 to 1; 1 is certain.
    #[schema(example = 0.82)]
    score: f64,
    /// Why.
    reasons: Vec<SuggestionReason>,
}

/// A claim with the themes that it is, or may be, about.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct ClaimCoding {
    /// Names the claim within its import.
    #[schema(example = "q3-be-actiris-1")]
    claim: String,
    /// The number of its question.
    #[schema(example = "3")]
    number: String,
    /// What it states.
    #[schema(example = "challenge")]
    states: &'static str,
    /// Whose it is; absent where that is not told.
    respondent: Option<Reference>,
    /// The heading of its column.
    heading: String,
    /// In the respondent's words.
    words: String,
    /// `certain`, `coded`, `uncoded`, `suggested` or `open`.
    #[schema(example = "suggested")]
    state: &'static str,
    /// What it is about, as far as that is settled.
    themes: Vec<Reference>,
    /// What it may be about, the likeliest first.
    suggestions: Vec<SuggestedTheme>,
}

/// A page of codings.
#[derive(ToSchema)]
#[allow(dead_code, reason = "describes an answer that is put together key by key")]
pub(super) struct ClaimCodings {
    /// The claims, by question and member.
    data: Vec<ClaimCoding>,
    /// Where the next page is; null on the last.
    next: Option<String>,
    /// How many there are in all.
    total: usize,
}

/// What a reviewer decides.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct CodingDecisions {
    /// One a claim: all of them are taken, or none.
    #[schema(max_items = 5000)]
    pub(super) decisions: Vec<CodingDecision>,
}

/// What a reviewer decides of a claim.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct CodingDecision {
    /// The claim.
    pub(super) claim: String,
    /// What it is about, by identifier or its last segment; none leaves it uncoded; null takes back
    /// what was decided.
    pub(super) themes: Option<Vec<String>>,
}

impl From<&Fault> for SurveyFault {
    fn from(fault: &Fault) -> Self {
        let severity = match fault.kind.severity() {
            Severity::Error => "error",
            Severity::Warning => "warning",
        };
        Self {
            row: fault.place.row,
            column: fault.place.letters.clone(),
            heading: fault.place.heading.clone(),
            severity: severity.to_owned(),
            fault: fault.kind.term().to_owned(),
            value: fault.value.clone(),
            suggestion: fault.suggestion.clone(),
            note: Language::ALL.into_iter().zip(fault.kind.reasons()).collect(),
        }
    }
}

impl From<&ImportReport> for SurveyImport {
    fn from(report: &ImportReport) -> Self {
        let faults = &report.reading.faults;
        let survey = &report.mapping.survey;
        let outcome = report.published.map(|published| PublishedSurvey {
            at: published.at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string(),
            commit: published.commit,
            graph: survey_graph(&survey.id).to_string(),
            statements: published.outcome.statements,
            respondents: published.outcome.respondents,
            uncoded: published.outcome.uncoded,
            faulty: published.outcome.faulty,
        });
        Self {
            import: report.id.clone(),
            wave: survey.id.to_string(),
            file_name: report.file_name.clone(),
            file_hash: report.file_hash.clone(),
            created: report.created.strftime("%Y-%m-%dT%H:%M:%SZ").to_string(),
            revision: report.version,
            synthetic: survey.synthetic,
            rows: report.reading.rows,
            members: report.reading.respondents.len(),
            claims: ClaimCounts {
                certain: report.count(CodingState::Certain),
                coded: report.count(CodingState::Coded),
                uncoded: report.count(CodingState::Uncoded),
                suggested: report.count(CodingState::Suggested),
                open: report.count(CodingState::Open),
            },
            errors: report.reading.errors(),
            warnings: faults.len() - report.reading.errors(),
            outcome,
            data: faults.iter().map(SurveyFault::from).collect(),
            total: faults.len(),
        }
    }
}

/// The faults of a sheet, as rows of a table or of JSON.
pub(crate) fn survey_faults(report: &ImportReport) -> Vec<Value> {
    report.reading.faults.iter().map(|fault| json!(SurveyFault::from(fault))).collect()
}

/// The columns of such a table.
pub(crate) fn survey_fault_columns() -> Value {
    json!(SurveyFault::default())
}

/// A page of codings, with the names of what they name.
pub(super) fn codings(
    report: &ImportReport,
    page: &[&Coding],
    names: &References,
) -> Result<Vec<Value>, Problem> {
    let coding = |coding: &&Coding| {
        let question = &report.mapping.questions[coding.claim.question];
        serde_json::to_value(ClaimCoding {
            claim: coding.claim.id.clone(),
            number: question.number.clone(),
            states: question.kind.term(),
            respondent: coding.claim.member.as_ref().map(|member| Reference::named(names, member)),
            heading: coding.claim.heading.clone(),
            words: coding.claim.words.clone(),
            state: coding.state().term(),
            themes: coding.themes().iter().map(|theme| Reference::named(names, theme)).collect(),
            suggestions: coding.suggestions.iter().map(|it| suggested(names, it)).collect(),
        })
    };
    page.iter().map(coding).collect::<Result<_, _>>().map_err(|error| Problem::internal(&error))
}

/// What a page of codings names.
pub(super) fn named_in(page: &[&Coding]) -> Vec<Iri> {
    let of = |coding: &&Coding| {
        let suggested = coding.suggestions.iter().map(|suggestion| suggestion.theme.clone());
        let settled = coding.themes().into_iter().chain(coding.claim.member.clone());
        suggested.chain(settled).collect::<Vec<_>>()
    };
    page.iter().flat_map(of).collect()
}

fn suggested(names: &References, suggestion: &Suggestion) -> SuggestedTheme {
    let reason = |reason: &Reason| match reason {
        Reason::Choice => SuggestionReason::Choice,
        Reason::Label { words, label, language } => SuggestionReason::Label {
            words: words.clone(),
            label: label.clone(),
            language: language.tag(),
        },
        Reason::Precedent { statement, likeness } => SuggestionReason::Precedent {
            precedent: statement.to_string(),
            likeness: rounded(*likeness),
        },
    };
    SuggestedTheme {
        theme: Reference::named(names, &suggestion.theme),
        score: rounded(suggestion.score),
        reasons: suggestion.reasons.iter().map(reason).collect(),
    }
}

/// More digits would promise more than a score can tell.
fn rounded(score: f64) -> f64 {
    (score * 1000.0).round() / 1000.0
}

/// A theme by its identifier or the last segment of it.
pub(super) fn theme(value: &str) -> Option<Iri> {
    match value.parse() {
        Ok(slug) => Some(Kind::Theme.iri(&slug)),
        Err(_) => Iri::parse(value).ok(),
    }
}
