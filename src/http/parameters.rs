//! Parameters of the query string. What an operation documents is what it
//! takes: any other name is refused, and named, but where clients of others'
//! interfaces add their own.

use super::form;
use super::problem::{Problem, ProblemKind};
use super::state::AppState;
use crate::domain::{Language, Slug};
use crate::operations::Sort;
use axum::extract::{FromRequestParts, Path};
use axum::http::request::Parts;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use std::borrow::Cow;
use utoipa::{IntoParams, ToSchema};

/// How many things a page has when nobody says.
const LIMIT_DEFAULT: usize = 20;

/// A whole number from 1 to `MAX`.
#[derive(Clone, Copy, Deserialize)]
#[serde(try_from = "String")]
pub(super) struct Bounded<const MAX: u8>(u8);

/// Something that is read from its name.
#[derive(Clone, Copy, Deserialize)]
#[serde(try_from = "String", bound = "")]
pub(super) struct Name<T: std::str::FromStr<Err: std::fmt::Display>>(pub(super) T);

impl<T: std::str::FromStr<Err: std::fmt::Display>> TryFrom<String> for Name<T> {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        text.parse().map(Self).map_err(|error: T::Err| error.to_string())
    }
}

/// How many things an answer may hold.
pub(super) type Limit = Bounded<100>;

impl<const MAX: u8> TryFrom<String> for Bounded<MAX> {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        match text.parse() {
            Ok(number) if (1..=MAX).contains(&number) => Ok(Self(number)),
            _ => {
                let shown: String = text.chars().take(40).collect();
                Err(format!("a whole number from 1 to {MAX} is expected, not '{shown}'"))
            }
        }
    }
}

impl<const MAX: u8> Bounded<MAX> {
    pub(super) fn get(self) -> usize {
        usize::from(self.0)
    }
}

/// The parameters of a list: its filters, the page, and how to write it.
pub(super) struct ListParameters<F> {
    pub(super) filters: F,
    pub(super) page: PageRequest,
    pub(super) presentation: Presentation,
    /// The query string without `cursor`, to build the next link from.
    pub(super) others: String,
}

/// The parameters of a list in an order of its own: what it is made by, the
/// page, and how to write it.
pub(super) struct RankedParameters<F> {
    pub(super) own: F,
    pub(super) limit: usize,
    pub(super) offset: usize,
    pub(super) presentation: Presentation,
    /// The query string without `cursor`, to build the next link from.
    pub(super) others: String,
}

/// The parameters of what is given as JSON only.
pub(super) struct Parameters<F> {
    pub(super) own: F,
    pub(super) presentation: Presentation,
    /// The query string without `cursor`, to build the next link from.
    pub(super) others: String,
}

/// The parameters of a table that is not paged as lists are.
pub(super) struct TableParameters<F> {
    pub(super) own: F,
    pub(super) presentation: Presentation,
    /// The query string without `cursor`, to build the next link from.
    pub(super) others: String,
}

/// No parameters of its own.
#[derive(Deserialize, IntoParams)]
pub(super) struct NoParameters {}

/// Which part of a list.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct PageParameters {
    /// How many things a page has, from 1 to 100.
    #[param(value_type = Option<u8>, minimum = 1, maximum = 100, default = 20, example = 20)]
    limit: Option<Limit>,
    /// Where to go on, from the `next` of the page before. Opaque.
    #[param(pattern = "^[0-9a-f]{16}-[0-9a-f]+$")]
    cursor: Option<String>,
    /// `id`, `-id`, `modified` or `-modified`. By identifier unless said; statements by their place
    /// in the source.
    #[param(inline, example = "id")]
    sort: Option<SortParameter>,
}

/// Which part of a list in an order of its own.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct RankingParameters {
    /// How many things a page has, from 1 to 100.
    #[param(value_type = u8, minimum = 1, maximum = 100, default = 20, example = 20)]
    limit: Option<Limit>,
    /// Where to go on, from the `next` of the page before. Opaque.
    #[param(pattern = "^[0-9a-f]{16}-[0-9a-f]+$")]
    cursor: Option<String>,
}

/// In which language an answer is written.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct LanguageParameters {
    /// One language instead of language maps: each text comes with the tag of its language.
    #[param(inline, example = "en")]
    lang: Option<LanguageParameter>,
}

/// In which format an answer is written.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct FormatParameters {
    /// `json` or `csv`, over the `Accept` header. CSV has a column for each language.
    #[param(inline, example = "json")]
    format: Option<FormatParameter>,
}

/// How an answer is written.
#[derive(Clone, Copy)]
pub(super) struct Presentation {
    pub(super) lang: Option<LanguageParameter>,
    pub(super) format: Option<FormatParameter>,
}

impl Presentation {
    /// The language that texts are in, where one was asked for.
    pub(super) fn language(self) -> Option<Language> {
        self.lang.map(Into::into)
    }
}

/// A language of the interface.
#[derive(Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
#[allow(missing_docs, reason = "BCP 47 tags")]
pub(super) enum LanguageParameter {
    Fr,
    En,
    Es,
}

impl From<LanguageParameter> for Language {
    fn from(language: LanguageParameter) -> Self {
        match language {
            LanguageParameter::Fr => Self::French,
            LanguageParameter::En => Self::English,
            LanguageParameter::Es => Self::Spanish,
        }
    }
}

/// A format of the REST API.
#[derive(Clone, Copy, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
#[allow(missing_docs, reason = "the names are those of the formats")]
pub(super) enum FormatParameter {
    Json,
    Csv,
}

/// An order of a list.
#[derive(Clone, Copy, Deserialize, ToSchema)]
#[allow(missing_docs, reason = "the renamed values speak for themselves")]
pub(super) enum SortParameter {
    #[serde(rename = "id")]
    Id,
    #[serde(rename = "-id")]
    IdDescending,
    #[serde(rename = "modified")]
    Modified,
    #[serde(rename = "-modified")]
    ModifiedDescending,
}

impl From<SortParameter> for Sort {
    fn from(sort: SortParameter) -> Self {
        match sort {
            SortParameter::Id => Self::Id,
            SortParameter::IdDescending => Self::IdDescending,
            SortParameter::Modified => Self::Modified,
            SortParameter::ModifiedDescending => Self::ModifiedDescending,
        }
    }
}

/// A page that was asked for, checked.
pub(super) struct PageRequest {
    pub(super) limit: usize,
    pub(super) offset: usize,
    pub(super) sort: Sort,
}

impl PageParameters {
    fn check(self, epoch: &str) -> Result<PageRequest, Problem> {
        let Self { limit, cursor, sort } = self;
        let (limit, offset) = RankingParameters { limit, cursor }.check(epoch)?;
        Ok(PageRequest { limit, offset, sort: sort.map(Sort::from).unwrap_or_default() })
    }
}

impl RankingParameters {
    /// How many things, after how many.
    fn check(self, epoch: &str) -> Result<(usize, usize), Problem> {
        let limit = self.limit.map_or(LIMIT_DEFAULT, Limit::get);
        let offset = self.cursor.map_or(Ok(0), |cursor| read_cursor(&cursor, epoch))?;
        Ok((limit, offset))
    }
}

/// A cursor holds as long as the graph says the same.
pub(super) fn write_cursor(epoch: &str, offset: usize) -> String {
    format!("{epoch}-{offset:x}")
}

fn read_cursor(cursor: &str, epoch: &str) -> Result<usize, Problem> {
    let (written_in, offset) = cursor
        .split_once('-')
        .and_then(|(epoch, offset)| Some((epoch, usize::from_str_radix(offset, 16).ok()?)))
        .ok_or_else(|| Problem::parameter("cursor", "this is no cursor of this service"))?;
    if written_in != epoch {
        let detail = "the graph has changed since this cursor was given: begin again without it";
        return Err(Problem::parameter("cursor", detail));
    }
    Ok(offset)
}

impl<F: DeserializeOwned + IntoParams> FromRequestParts<AppState> for ListParameters<F> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Problem> {
        let query = QueryString::of(parts);
        query.refuse_unknown(&[
            names::<F>(),
            names::<PageParameters>(),
            names::<LanguageParameters>(),
            names::<FormatParameters>(),
        ])?;
        let page: PageParameters = query.read()?;
        Ok(Self {
            filters: query.read()?,
            page: page.check(&state.service().epoch())?,
            presentation: query.table_presentation()?,
            others: query.without("cursor"),
        })
    }
}

impl<F: DeserializeOwned + IntoParams> FromRequestParts<AppState> for RankedParameters<F> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Problem> {
        let query = QueryString::of(parts);
        query.refuse_unknown(&[
            names::<F>(),
            names::<RankingParameters>(),
            names::<LanguageParameters>(),
            names::<FormatParameters>(),
        ])?;
        let page: RankingParameters = query.read()?;
        let (limit, offset) = page.check(&state.service().epoch())?;
        Ok(Self {
            own: query.read()?,
            limit,
            offset,
            presentation: query.table_presentation()?,
            others: query.without("cursor"),
        })
    }
}

impl<F: DeserializeOwned + IntoParams> FromRequestParts<AppState> for TableParameters<F> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &AppState) -> Result<Self, Problem> {
        let query = QueryString::of(parts);
        query.refuse_unknown(&[
            names::<F>(),
            names::<LanguageParameters>(),
            names::<FormatParameters>(),
        ])?;
        Ok(Self {
            own: query.read()?,
            presentation: query.table_presentation()?,
            others: query.without("cursor"),
        })
    }
}

impl<F: DeserializeOwned + IntoParams> FromRequestParts<AppState> for Parameters<F> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &AppState) -> Result<Self, Problem> {
        let query = QueryString::of(parts);
        query.refuse_unknown(&[names::<F>(), names::<LanguageParameters>()])?;
        let LanguageParameters { lang } = query.read()?;
        Ok(Self {
            own: query.read()?,
            presentation: Presentation { lang, format: None },
            others: query.without("cursor"),
        })
    }
}

/// The parameters of an interface that others have designed, whose clients add
/// their own: what is not known is ignored.
pub(super) struct Lenient<F>(pub(super) F);

impl<F: DeserializeOwned> FromRequestParts<AppState> for Lenient<F> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &AppState) -> Result<Self, Problem> {
        form::pairs(parts.uri.query().unwrap_or_default().as_bytes())?;
        QueryString::of(parts).read().map(Self)
    }
}

/// No parameters at all.
pub(super) struct NoQuery;

impl FromRequestParts<AppState> for NoQuery {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &AppState) -> Result<Self, Problem> {
        match form::pairs(parts.uri.query().unwrap_or_default().as_bytes())?.next() {
            Some((name, _)) => {
                let shown: String = name.chars().take(60).collect();
                Err(Problem::parameter(&shown, "there are no parameters here"))
            }
            None => Ok(Self),
        }
    }
}

/// The identifier in the path.
pub(super) struct Id(pub(super) Slug);

impl FromRequestParts<AppState> for Id {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Problem> {
        let Path(text) = Path::<String>::from_request_parts(parts, state)
            .await
            .map_err(|error| Problem::new(ProblemKind::InvalidParameter, error.to_string()))?;
        slug(&text).map(Self)
    }
}

/// The two identifiers in a path.
pub(super) struct TwoIds(pub(super) Slug, pub(super) Slug);

impl FromRequestParts<AppState> for TwoIds {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Problem> {
        let Path((one, other)) =
            Path::<(String, String)>::from_request_parts(parts, state)
                .await
                .map_err(|error| Problem::new(ProblemKind::InvalidParameter, error.to_string()))?;
        Ok(Self(slug(&one)?, slug(&other)?))
    }
}

fn slug(text: &str) -> Result<Slug, Problem> {
    text.parse::<Slug>().map_err(|error| {
        Problem::new(ProblemKind::NotFound, format!("{error}; nothing has that name"))
    })
}

/// The names of parameters that a type documents.
fn names<P: IntoParams>() -> Vec<String> {
    P::into_params(|| None).into_iter().map(|parameter| parameter.name).collect()
}

struct QueryString<'a>(Cow<'a, str>);

impl<'a> QueryString<'a> {
    fn of(parts: &'a Parts) -> Self {
        Self(Cow::Borrowed(parts.uri.query().unwrap_or_default()))
    }

    fn pairs(&self) -> impl Iterator<Item = (Cow<'_, str>, Cow<'_, str>)> {
        form_urlencoded::parse(self.0.as_bytes())
    }

    fn refuse_unknown(&self, known: &[Vec<String>]) -> Result<(), Problem> {
        for (name, _) in form::pairs(self.0.as_bytes())? {
            if !known.iter().flatten().any(|known| *known == name) {
                let mut known: Vec<&str> = known.iter().flatten().map(String::as_str).collect();
                known.sort_unstable();
                let shown: String = name.chars().take(60).collect();
                let detail =
                    format!("there is no such parameter here; known are {}", known.join(", "));
                return Err(Problem::parameter(&shown, detail));
            }
        }
        Ok(())
    }

    fn read<T: DeserializeOwned>(&self) -> Result<T, Problem> {
        let deserializer =
            serde_html_form::Deserializer::new(form_urlencoded::parse(self.0.as_bytes()));
        serde_path_to_error::deserialize(deserializer).map_err(|error| {
            let words = error.inner().to_string();
            let missing =
                words.strip_prefix("missing field `").map(|name| name.trim_end_matches('`'));
            if let Some(name) = missing {
                return Problem::parameter(name, "this parameter must be given");
            }
            let path = error.path().to_string();
            let name = path.split(['.', '[']).next().unwrap_or_default();
            let detail = match words.as_str() {
                "unsupported value" => "one value is expected, not several".to_owned(),
                words => words.to_owned(),
            };
            Problem::parameter(name, detail)
        })
    }

    fn table_presentation(&self) -> Result<Presentation, Problem> {
        let LanguageParameters { lang } = self.read()?;
        let FormatParameters { format } = self.read()?;
        Ok(Presentation { lang, format })
    }

    fn without(&self, left_out: &str) -> String {
        let mut kept = form_urlencoded::Serializer::new(String::new());
        for (name, value) in self.pairs().filter(|(name, _)| name != left_out) {
            kept.append_pair(&name, &value);
        }
        kept.finish()
    }
}
