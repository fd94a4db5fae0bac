//! `/api/v1/search`: things of every kind by words, and names as one types.

use super::parameters::{
    FormatParameters, LanguageParameters, Limit, Parameters, RankedParameters, RankingParameters,
};
use super::problem::{Problem, ReadProblems};
use super::resource;
use super::schema::{LanguageMap, Reference};
use super::state::AppState;
use super::terms::LanguageTag;
use crate::domain::{self, Slug};
use crate::operations::{
    FacetCount, FoundThing, QUESTION_CHARS_MAX, SearchReport, SearchRequest, SuggestedThing,
};
use crate::search::Facet;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::ops::Range;
use utoipa::{IntoParams, ToSchema};

/// How many names are suggested when nobody says.
const SUGGESTIONS_DEFAULT: usize = 8;

/// Words that somebody looks for.
#[derive(Deserialize)]
#[serde(try_from = "String")]
pub(super) struct SearchText(String);

impl TryFrom<String> for SearchText {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        if text.chars().nth(QUESTION_CHARS_MAX).is_some() {
            return Err(format!("at most {QUESTION_CHARS_MAX} characters are taken"));
        }
        if !text.chars().any(char::is_alphanumeric) {
            return Err("words to look for are expected".to_owned());
        }
        Ok(Self(text))
    }
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct SearchFilters {
    /// What to look for: words, in French, English or Spanish. No operators: whatever is typed is
    /// taken as words. The last word may be a beginning.
    #[param(value_type = String, required = true, min_length = 1, max_length = 300, example = "insertion des jeunes")]
    q: Option<SearchText>,
    /// Only these kinds.
    #[serde(default)]
    #[param(inline, example = json!(["practice", "programme", "topic"]))]
    kind: Vec<FoundKind>,
    /// Only what is about one of these themes, or narrower ones.
    #[serde(default)]
    #[param(value_type = Vec<super::schema::SlugText>, inline, example = json!(["youth-employment"]))]
    theme: Vec<Slug>,
    /// Only what is of one of these regions.
    #[serde(default)]
    #[param(value_type = Vec<super::schema::SlugText>, inline, example = json!(["europe"]))]
    region: Vec<Slug>,
    /// Only what is of one of these countries.
    #[serde(default)]
    #[param(value_type = Vec<super::schema::SlugText>, inline, example = json!(["be"]))]
    country: Vec<Slug>,
    /// Only what is meant for one of these groups, or narrower ones.
    #[serde(default)]
    #[param(value_type = Vec<super::schema::SlugText>, inline, example = json!(["young-people"]))]
    target_group: Vec<Slug>,
    /// Only what is of members that work in one of these languages (BCP 47).
    #[serde(default)]
    #[param(value_type = Vec<String>, inline, example = json!(["fr"]))]
    language: Vec<LanguageTag>,
    /// Only what is dated to one of these years.
    #[serde(default)]
    #[param(value_type = Vec<u16>, inline, example = json!([2022]))]
    year: Vec<Year>,
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct SuggestionFilters {
    /// What was typed so far; the last word may go on.
    #[param(value_type = String, required = true, min_length = 1, max_length = 300, example = "télétr")]
    q: Option<SearchText>,
    /// How many at most, from 1 to 100.
    #[param(value_type = u8, minimum = 1, maximum = 100, default = 8, example = 8)]
    limit: Option<Limit>,
}

/// A year of four digits.
#[derive(Clone, Copy, Deserialize)]
#[serde(try_from = "String")]
pub(super) struct Year(u16);

impl TryFrom<String> for Year {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, &'static str> {
        let digits = text.len() == 4 && text.bytes().all(|byte| byte.is_ascii_digit());
        let year = text.parse().ok().filter(|_| digits);
        year.map(Self).ok_or("a year of four digits is expected")
    }
}

/// A kind of thing that can be found.
#[derive(Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
#[allow(missing_docs, reason = "the names are those of the kinds")]
pub(super) enum FoundKind {
    Member,
    Country,
    Region,
    Body,
    Programme,
    Practice,
    Theme,
    TargetGroup,
    Lever,
    Topic,
    Expectation,
    Survey,
    Question,
    Statement,
    Fact,
    Finding,
    Exchange,
}

/// What was found, the best first, and how the words were taken.
#[derive(ToSchema)]
#[allow(dead_code, reason = "describes an answer that is put together key by key")]
pub(super) struct SearchResults {
    /// Names the state of the graph that was searched.
    epoch: String,
    /// The best first.
    data: Vec<Found>,
    /// Where the next page is; null on the last.
    next: Option<String>,
    /// How many there are in all.
    #[schema(example = 24)]
    total: usize,
    /// What the hits can be narrowed down by.
    facets: Facets,
    /// The themes that the words were taken for; what is about them or narrower ones is found too,
    /// in whatever language it is.
    understood: Vec<UnderstoodTheme>,
    /// Words that nobody uses, with what they were taken for.
    corrected: Vec<CorrectedWord>,
    /// Words that tell nothing, and were not looked for. Where there are no others, nothing is found.
    ignored: Vec<String>,
}

/// Something that was found.
#[derive(Default, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct Found {
    /// Its identifier.
    #[schema(format = Uri)]
    id: String,
    /// The last segment of the identifier; null for what is named elsewhere.
    slug: Option<String>,
    /// What it is.
    #[schema(value_type = FoundKind)]
    kind: &'static str,
    /// Its name; null for statements and facts, which have none.
    label: Option<LanguageMap>,
    /// A part of its text, as plain text; where its own text holds words of the question, one that does.
    snippet: Option<String>,
    /// The language of the snippet (BCP 47).
    snippet_lang: Option<String>,
    /// Where in the snippet the words stand.
    highlights: Vec<Highlight>,
    /// How well it fits. Higher is better; not to be compared with scores of other answers.
    #[schema(example = 14.2)]
    score: f64,
    /// The themes that connect it to those that the question names.
    via: Vec<Reference>,
}

/// A part of a text, in Unicode characters from 0.
#[derive(Serialize, ToSchema)]
pub(super) struct Highlight {
    /// The first one.
    start: usize,
    /// The one after the last.
    end: usize,
}

/// By each facet the values of all hits, most frequent first. Hits must have one of the values that
/// are named of a facet, and fit every facet that is named. A facet's own counts leave its own choice
/// aside: they say how many hits each further value would show.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct Facets {
    kind: Vec<FacetEntry>,
    theme: Vec<FacetEntry>,
    region: Vec<FacetEntry>,
    country: Vec<FacetEntry>,
    target_group: Vec<FacetEntry>,
    language: Vec<FacetEntry>,
    year: Vec<FacetEntry>,
}

/// A value to narrow down by.
#[derive(Serialize, ToSchema)]
pub(super) struct FacetEntry {
    /// As the parameter takes it.
    #[schema(example = "europe")]
    value: String,
    /// Its name, where it is a thing.
    #[schema(value_type = Option<LanguageMap>)]
    label: Option<Value>,
    /// How many hits have it.
    count: u32,
}

/// Words, with the theme that they were taken for.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct UnderstoodTheme {
    /// The words.
    words: String,
    /// The theme.
    concept: Reference,
    /// Its label that they match.
    matched_label: String,
    /// The language of that label.
    matched_label_lang: &'static str,
}

/// A word that nobody uses.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct CorrectedWord {
    /// As it was typed.
    word: String,
    /// What it was taken for, without accents.
    taken_for: String,
}

/// Names that may be meant, the best first.
#[derive(ToSchema)]
#[allow(dead_code, reason = "describes an answer that is put together key by key")]
pub(super) struct Suggestions {
    /// The best first.
    data: Vec<Suggestion>,
}

/// Something whose name begins as typed.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct Suggestion {
    /// Its identifier.
    #[schema(format = Uri)]
    id: String,
    /// The last segment of the identifier.
    slug: Option<String>,
    /// What it is.
    #[schema(value_type = FoundKind)]
    kind: &'static str,
    /// Its main name.
    label: Option<LanguageMap>,
    /// The name that fits what was typed, which may be another one.
    name: String,
    /// The language of that name (BCP 47).
    name_lang: Option<String>,
    /// Where in that name the words stand.
    highlights: Vec<Highlight>,
}

/// Search for things by words
///
/// Over names, other names and texts in three languages at once, and over the names of the themes,
/// members, programmes, places and groups that things are linked to. Accents, endings and slips of the
/// pen do not count. Words that name a theme find what is about it or anything narrower.
#[utoipa::path(get, path = "/api/v1/search", operation_id = "search", tag = "search", params(SearchFilters, RankingParameters, LanguageParameters, FormatParameters),
    responses((status = 200, description = "What was found, the best first", content((SearchResults = "application/json"), (SearchResults = "application/ld+json"), (String = "text/csv"))), ReadProblems))]
pub(super) async fn search(
    State(state): State<AppState>,
    headers: HeaderMap,
    parameters: RankedParameters<SearchFilters>,
) -> Result<Response, Problem> {
    let RankedParameters { own, limit, offset, presentation, others } = parameters;
    let language = presentation.lang.map(Into::into);
    let request = own.into_request(language, offset, limit)?;
    let report = state.run(move |service| service.search(&request)).await?;
    let next = report.next.map(|end| resource::next_link(&state, "/api/v1/search", &others, end));
    let body = results(report, next.as_deref()).map_err(|error| Problem::internal(&error))?;
    let mut blank = json!(Found::default());
    // A cell has no place for several places in a text.
    blank.as_object_mut().and_then(|columns| columns.shift_remove("highlights"));
    let mut response = resource::json_or_table(&headers, presentation, body, &blank)?;
    if let Some(next) = next {
        resource::link_next(&mut response, &next);
    }
    Ok(response)
}

/// Suggest names while one types
///
/// Names and other names of things that hold the words, the last of which may be a beginning.
#[utoipa::path(get, path = "/api/v1/search/suggestions", operation_id = "suggest", tag = "search", params(SuggestionFilters, LanguageParameters),
    responses((status = 200, description = "Names that may be meant, the best first", content((Suggestions = "application/json"), (Suggestions = "application/ld+json"))), ReadProblems))]
pub(super) async fn suggest(
    State(state): State<AppState>,
    headers: HeaderMap,
    parameters: Parameters<SuggestionFilters>,
) -> Result<Response, Problem> {
    let media_type = resource::json_only(&headers, parameters.presentation)?;
    let text = words(parameters.own.q)?;
    let limit = parameters.own.limit.map_or(SUGGESTIONS_DEFAULT, Limit::get);
    let language = parameters.presentation.lang.map(Into::into);
    let found = state.run(move |service| service.suggest(&text, language, limit)).await?;
    let data: Result<Vec<_>, _> = found.into_iter().map(Suggestion::try_from).collect();
    let data = data.map_err(|error| Problem::internal(&error))?;
    let body = json!({ "@context": context(), "data": data });
    Ok(resource::document(media_type, body, parameters.presentation))
}

/// What a thing is stands here by its path segment, which no triple says.
fn context() -> Value {
    json!([resource::CONTEXT, { "kind": null }])
}

fn words(text: Option<SearchText>) -> Result<String, Problem> {
    let text = text.ok_or_else(|| Problem::parameter("q", "words to look for are expected"))?;
    Ok(text.0)
}

/// A letter may be the beginning of a word, but is none.
fn whole_words(text: Option<SearchText>) -> Result<String, Problem> {
    let text = words(text)?;
    if domain::words(&text).next().is_none() {
        return Err(Problem::parameter("q", "a word of two letters or more is expected"));
    }
    Ok(text)
}

impl SearchFilters {
    fn into_request(
        self,
        language: Option<domain::Language>,
        offset: usize,
        limit: usize,
    ) -> Result<SearchRequest, Problem> {
        Ok(SearchRequest {
            text: whole_words(self.q)?,
            language,
            kinds: self.kind.into_iter().map(Into::into).collect(),
            themes: self.theme,
            regions: self.region,
            countries: self.country,
            target_groups: self.target_group,
            languages: self.language.into_iter().map(LanguageTag::into_string).collect(),
            years: self.year.into_iter().map(|year| year.0).collect(),
            offset,
            limit,
        })
    }
}

impl From<FoundKind> for domain::Kind {
    fn from(kind: FoundKind) -> Self {
        match kind {
            FoundKind::Member => Self::Member,
            FoundKind::Country => Self::Country,
            FoundKind::Region => Self::Region,
            FoundKind::Body => Self::Body,
            FoundKind::Programme => Self::Programme,
            FoundKind::Practice => Self::Practice,
            FoundKind::Theme => Self::Theme,
            FoundKind::TargetGroup => Self::TargetGroup,
            FoundKind::Lever => Self::Lever,
            FoundKind::Topic => Self::Topic,
            FoundKind::Expectation => Self::Expectation,
            FoundKind::Survey => Self::Survey,
            FoundKind::Question => Self::Question,
            FoundKind::Statement => Self::Statement,
            FoundKind::Fact => Self::Fact,
            FoundKind::Finding => Self::Finding,
            FoundKind::Exchange => Self::Exchange,
        }
    }
}

fn results(report: SearchReport, next: Option<&str>) -> Result<Value, serde_json::Error> {
    let data = report.found.into_iter().map(Found::try_from).collect::<Result<Vec<_>, _>>()?;
    let understood = report.understood.into_iter().map(|one| {
        Ok(UnderstoodTheme {
            words: one.words,
            concept: serde_json::from_value(one.theme)?,
            matched_label: one.label,
            matched_label_lang: one.language.tag(),
        })
    });
    let corrected = report.corrected.into_iter();
    let corrected = corrected.map(|(word, taken_for)| CorrectedWord { word, taken_for });
    Ok(json!({
        "@context": context(),
        "epoch": report.epoch,
        "data": data,
        "next": next,
        "total": report.total,
        "facets": Facets::from(report.facets),
        "understood": understood.collect::<Result<Vec<_>, serde_json::Error>>()?,
        "corrected": corrected.collect::<Vec<_>>(),
        "ignored": report.ignored,
    }))
}

impl TryFrom<FoundThing> for Found {
    type Error = serde_json::Error;

    fn try_from(found: FoundThing) -> Result<Self, Self::Error> {
        let Reference { id, slug, label } = serde_json::from_value(found.thing)?;
        let via = found.via.into_iter().map(serde_json::from_value).collect::<Result<_, _>>()?;
        let (snippet, snippet_lang, highlights) = match found.snippet {
            Some(snippet) => (Some(snippet.text), tag(snippet.tag), places(snippet.highlights)),
            None => (None, None, Vec::new()),
        };
        let (kind, score) = (found.kind.segment(), found.score);
        Ok(Self { id, slug, kind, label, snippet, snippet_lang, highlights, score, via })
    }
}

impl TryFrom<SuggestedThing> for Suggestion {
    type Error = serde_json::Error;

    fn try_from(suggested: SuggestedThing) -> Result<Self, Self::Error> {
        let Reference { id, slug, label } = serde_json::from_value(suggested.thing)?;
        let name = suggested.name;
        Ok(Self {
            id,
            slug,
            kind: suggested.kind.segment(),
            label,
            name: name.text,
            name_lang: tag(name.tag),
            highlights: places(name.highlights),
        })
    }
}

fn tag(tag: String) -> Option<String> {
    (!tag.is_empty()).then_some(tag)
}

fn places(places: Vec<Range<usize>>) -> Vec<Highlight> {
    places.into_iter().map(|Range { start, end }| Highlight { start, end }).collect()
}

impl From<Vec<(Facet, Vec<FacetCount>)>> for Facets {
    fn from(facets: Vec<(Facet, Vec<FacetCount>)>) -> Self {
        let of = |wanted: Facet| {
            let counts = facets.iter().filter(|(facet, _)| *facet == wanted);
            counts.flat_map(|(_, counts)| counts).map(FacetEntry::from).collect()
        };
        Self {
            kind: of(Facet::Kind),
            theme: of(Facet::Theme),
            region: of(Facet::Region),
            country: of(Facet::Country),
            target_group: of(Facet::TargetGroup),
            language: of(Facet::Language),
            year: of(Facet::Year),
        }
    }
}

impl From<&FacetCount> for FacetEntry {
    fn from(counted: &FacetCount) -> Self {
        let label = counted.label.as_ref().map(|label| json!(label));
        Self { value: counted.value.clone(), label, count: counted.count }
    }
}
