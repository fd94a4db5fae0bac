//! `/api/v1/statements`

use super::parameters::{
    FormatParameters, Id, LanguageParameters, ListParameters, NoParameters, PageParameters,
    Parameters,
};
use super::problem::{Problem, ReadProblems, ThingProblems};
use super::resource::{self, Resource};
use super::schema::{LanguageMap, Page, Reference, Scope};
use super::state::AppState;
use super::terms::{Certainty, StatementKind};
use crate::domain::{Kind, Slug};
use crate::operations::{Collection, Filter};
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// A claim of one source about one member, or about none by name.
#[derive(Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct Statement {
    /// Its identifier.
    #[schema(format = Uri)]
    id: String,
    /// The last segment of the identifier.
    slug: String,
    /// Its class in the ontology.
    r#type: String,
    /// `achievement`, `priority`, `challenge`, `lever`, `practiceMention`, `topicSought`, `topicOffered`, `expectation` or `targetGroupMention`.
    kind: String,
    /// Of whom; absent where the source names none.
    member: Option<Reference>,
    /// Where no member is named: a region, or `unnamed`.
    scope: Option<Scope>,
    /// Themes, programmes, bodies and target groups.
    #[serde(default)]
    about: Vec<Reference>,
    /// In the project's own words.
    description: Option<LanguageMap>,
    /// `explicit`, `inferred` or `illustrativeList` (a sample, not a census).
    certainty: String,
    /// The question it answers.
    question: Option<Reference>,
    /// The survey it comes from.
    survey: Option<Reference>,
    /// The line of the source text, from 1.
    source_line: Option<u32>,
    /// The column of the sheet of answers, by its heading; absent for a text.
    #[schema(example = "Main challenges")]
    source_column: Option<String>,
    /// The place in the source, for people.
    locator: Option<LanguageMap>,
    /// The time it speaks of, with the precision known.
    date: Option<String>,
    /// The last day on which it holds; for what is offered or sought.
    end_date: Option<String>,
    /// The source.
    #[serde(default)]
    derived_from: Vec<Reference>,
}

impl Resource for Statement {
    const COLLECTION: Collection = Collection::Statements;
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct StatementFilters {
    /// Of one of these members.
    #[serde(default)]
    #[param(value_type = Vec<super::schema::SlugText>, inline, example = json!(["ke-pes"]))]
    member: Vec<Slug>,
    /// Of members in one of these countries.
    #[serde(default)]
    #[param(value_type = Vec<super::schema::SlugText>, inline, example = json!(["ke"]))]
    country: Vec<Slug>,
    /// Of members in one of these regions, or about the region as a whole.
    #[serde(default)]
    #[param(value_type = Vec<super::schema::SlugText>, inline, example = json!(["africa"]))]
    region: Vec<Slug>,
    /// Of one of these kinds.
    #[serde(default)]
    #[param(inline, example = json!(["challenge"]))]
    kind: Vec<StatementKind>,
    /// About one of these themes, or anything narrower.
    #[serde(default)]
    #[param(value_type = Vec<super::schema::SlugText>, inline, example = json!(["network-expansion"]))]
    theme: Vec<Slug>,
    /// About one of these groups, or a narrower one.
    #[serde(default)]
    #[param(value_type = Vec<super::schema::SlugText>, inline, example = json!(["young-people"]))]
    target_group: Vec<Slug>,
    /// About one of these programmes.
    #[serde(default)]
    #[param(value_type = Vec<super::schema::SlugText>, inline, example = json!(["nesm"]))]
    programme: Vec<Slug>,
    /// In answer to one of these questions.
    #[serde(default)]
    #[param(value_type = Vec<super::schema::SlugText>, inline, example = json!(["2022-q5"]))]
    question: Vec<Slug>,
    /// Of one of these surveys.
    #[serde(default)]
    #[param(value_type = Vec<super::schema::SlugText>, inline, example = json!(["2022"]))]
    survey: Vec<Slug>,
    /// Of one of these certainties.
    #[serde(default)]
    #[param(inline, example = json!(["explicit"]))]
    certainty: Vec<Certainty>,
}

impl StatementFilters {
    fn into_filters(self) -> Vec<Filter> {
        vec![
            Filter::things("member", Kind::Member, self.member),
            Filter::things("country", Kind::Country, self.country),
            Filter::things("region", Kind::Region, self.region),
            Filter {
                name: "kind",
                values: self.kind.into_iter().map(StatementKind::value).collect(),
            },
            Filter::things("theme", Kind::Theme, self.theme),
            Filter::things("target_group", Kind::TargetGroup, self.target_group),
            Filter::things("programme", Kind::Programme, self.programme),
            Filter::things("question", Kind::Question, self.question),
            Filter::things("survey", Kind::Survey, self.survey),
            Filter {
                name: "certainty",
                values: self.certainty.into_iter().map(Certainty::value).collect(),
            },
        ]
    }
}

/// List statements
#[utoipa::path(get, path = "/api/v1/statements", operation_id = "list_statements", tag = "statements", params(StatementFilters, PageParameters, LanguageParameters, FormatParameters),
    responses((status = 200, description = "A page of statements", content((Page<Statement> = "application/json"), (Page<Statement> = "application/ld+json"), (String = "text/csv"))), ReadProblems))]
pub(super) async fn list_statements(
    State(state): State<AppState>,
    headers: HeaderMap,
    parameters: ListParameters<StatementFilters>,
) -> Result<Response, Problem> {
    parameters
        .answer::<Statement>(&state, &headers, "/api/v1/statements", StatementFilters::into_filters)
        .await
}

/// Get one statement
#[utoipa::path(get, path = "/api/v1/statements/{id}", operation_id = "get_statement", tag = "statements",
    params(("id" = inline(super::schema::SlugText), Path, description = "The last segment of its identifier", example = "2022-q5-l337-au"), LanguageParameters),
    responses((status = 200, description = "The statement", content((Statement = "application/json"), (Statement = "application/ld+json"))), ThingProblems))]
pub(super) async fn get_statement(
    State(state): State<AppState>,
    headers: HeaderMap,
    Id(slug): Id,
    parameters: Parameters<NoParameters>,
) -> Result<Response, Problem> {
    resource::get::<Statement>(&state, &headers, slug, parameters.presentation).await
}
