//! What a page cannot show, told in the language of the reader.

use super::layout::SITE;
use super::page::Page;
use super::reader::Reader;
use super::routes;
use crate::domain::{Kind, Language, Slug};
use crate::graph::GraphError;
use crate::http::{Problem, ProblemKind, ProblemSummary, accepted_language, contribution_problem};
use crate::operations::{BrowseError, ContributionError};
use crate::search::SearchError;
use axum::response::{IntoResponse, Response};
use maud::{Markup, Render, html};

/// Where programs ask. They are told of problems in their own way, by whatever
/// client they ask.
const MACHINES: [&str; 10] = [
    "/api/",
    "/rest/",
    "/reconcile",
    "/oembed",
    "/sparql",
    "/update",
    "/store",
    "/data/",
    "/docs/",
    "/openapi.json",
];
/// As much of a reader's words as an error repeats.
const SHOWN_MAX: usize = 80;

/// A page that cannot be shown.
#[derive(Debug, thiserror::Error)]
pub(super) enum PageError {
    /// There is no such thing; others with its name may be of another kind.
    #[error("there is no such {}", kind.segment())]
    NoSuchThing {
        /// What was asked for.
        kind: Kind,
        /// What is called so.
        others: Vec<(Kind, Slug)>,
    },
    /// Nothing but its identifier is left.
    #[error("it was retired")]
    Withdrawn,
    /// There are no pages of that kind.
    #[error("there is no such page")]
    NoSuchPage,
    /// A parameter is unknown, or its value is.
    #[error("the parameter {name} is not understood")]
    Parameter {
        /// The parameter.
        name: String,
        /// What it cannot be; none where there is no such parameter.
        value: Option<String>,
    },
    /// What is looked for is no question; the name of the reason.
    #[error("there is nothing to look for")]
    Question(&'static str),
    /// The client accepts no page.
    #[error("only HTML is given here")]
    NotAcceptable,
    /// The graph could not be asked.
    #[error(transparent)]
    Graph(#[from] GraphError),
    /// The search index could not be asked.
    #[error(transparent)]
    Search(#[from] SearchError),
    /// Something else that a problem tells of already.
    #[error("the page could not be made")]
    Failed(Problem),
}

impl From<BrowseError> for PageError {
    fn from(error: BrowseError) -> Self {
        match error {
            BrowseError::UnknownValue { name, value } => Self::parameter(name, &value),
            BrowseError::Contradiction { name, words } => Self::parameter(name, &words),
            BrowseError::Graph(error) => Self::Graph(error),
            BrowseError::Search(error) => Self::Search(error),
        }
    }
}

impl From<ContributionError> for PageError {
    fn from(error: ContributionError) -> Self {
        Self::Failed(contribution_problem(error, Language::English))
    }
}

impl PageError {
    /// A value of a parameter is not known.
    pub(super) fn parameter(name: &str, value: &str) -> Self {
        Self::Parameter { name: shown(name), value: Some(shown(value)) }
    }

    /// There is no such parameter.
    pub(super) fn unknown_parameter(name: &str) -> Self {
        Self::Parameter { name: shown(name), value: None }
    }

    pub(super) fn kind(&self) -> ProblemKind {
        match self {
            Self::NoSuchThing { .. } | Self::NoSuchPage => ProblemKind::NotFound,
            Self::Withdrawn => ProblemKind::Gone,
            Self::Parameter { .. } | Self::Question(_) => ProblemKind::InvalidParameter,
            Self::NotAcceptable => ProblemKind::NotAcceptable,
            Self::Graph(_) | Self::Search(_) => ProblemKind::Internal,
            Self::Failed(problem) => problem.kind(),
        }
    }

    /// What happened, in a line.
    pub(super) fn heading(&self, reader: &Reader) -> String {
        let kind = self.kind();
        let name = told_as(kind.status().as_u16(), kind.name());
        reader.text(&format!("error-title-{name}"))
    }

    /// The error as a page.
    pub(super) fn answer(self, reader: &Reader) -> Response {
        let kind = self.kind();
        let detail = match &self {
            Self::NoSuchThing { kind, others } => no_such_thing(reader, *kind, others),
            Self::Parameter { name, value } => parameter(reader, name, value.as_deref()),
            _ => html! {},
        };
        let name = if let Self::Question(name) = &self { name } else { kind.name() };
        let page = page(reader, kind.status().as_u16(), name, detail);
        let answer = routes::html(reader, &page);
        // The log learns what the reader does not.
        match self {
            Self::Graph(error) => drop(Problem::internal(&error)),
            Self::Search(error) => drop(Problem::internal(&error)),
            _ => {}
        }
        (kind.status(), answer).into_response()
    }
}

fn shown(words: &str) -> String {
    words.chars().filter(|c| !c.is_control()).take(SHOWN_MAX).collect()
}

fn no_such_thing(reader: &Reader, kind: Kind, others: &[(Kind, Slug)]) -> Markup {
    let kind_name = |kind: Kind| reader.text(&format!("kind-of-thing-{}", kind.segment()));
    html! {
        p { (reader.text_with("error-no-such-thing", &[("kind", kind_name(kind).into())])) }
        @if !others.is_empty() {
            p { (reader.text("error-other-kinds")) }
            ul {
                @for (kind, slug) in others {
                    li { a href=(reader.href_of(*kind, slug)) { (kind_name(*kind)) " " code { (slug) } } }
                }
            }
        }
    }
}

fn parameter(reader: &Reader, name: &str, value: Option<&str>) -> Markup {
    html! {
        p {
            @match value {
                Some(value) => (reader.text_with("error-parameter-value", &[("name", name.into()), ("value", value.into())])),
                None => (reader.text_with("error-parameter-name", &[("name", name.into())])),
            }
        }
        p { a href=(reader.href(&reader.path)) { (reader.text("error-without-parameters")) } }
    }
}

/// The name under which a problem has its texts: what people meet has its own.
fn told_as(status: u16, name: &str) -> &'static str {
    let known = [
        "not-found",
        "gone",
        "invalid-parameter",
        "question-empty",
        "question-long",
        "not-acceptable",
        "busy",
        "too-many-requests",
        "forbidden",
        "conflict",
    ];
    let other = if status < 500 { "refused" } else { "internal" };
    known.into_iter().find(|known| *known == name).unwrap_or(other)
}

/// The page for a problem: what happened, and where to go on.
fn page(reader: &Reader, status: u16, name: &str, detail: impl Render) -> Page {
    let name = told_as(status, name);
    let title = reader.text(&format!("error-title-{name}"));
    let words = reader.text(&format!("error-words-{name}"));
    let body = html! {
        div.error {
            p.eyebrow { (reader.text("error-eyebrow")) " " (status) }
            h1 { (title) }
            p.lead { (words) }
            (detail)
            nav aria-label=(reader.text("error-ways")) {
                ul.ways {
                    li { a href=(reader.href("/")) { (reader.text("error-home")) } }
                    li { a href=(reader.href("/members")) { (reader.text("nav-members")) } }
                    li { a href=(reader.href("/themes")) { (reader.text("nav-themes")) } }
                    li { a href=(reader.href("/programmes")) { (reader.text("nav-programmes")) } }
                }
            }
        }
    };
    Page::new(title, format!("{SITE}: {words}"), body)
}

/// Writes a problem of the HTTP side as a page, where a person is asking.
pub fn problem_page(problem: &ProblemSummary) -> Option<Response> {
    let path = problem.reader.path.as_str();
    if MACHINES.iter().any(|start| path.starts_with(start)) {
        return None;
    }
    let (language, rest) =
        language_of(path).unwrap_or_else(|| (accepted_language(&problem.reader.languages), "/"));
    let reader = Reader { path: rest.to_owned(), ..Reader::of(language) };
    let reference = html! {
        @if let Some(id) = problem.request_id.as_ref().filter(|_| problem.status.is_server_error()) {
            p { (reader.text("error-reference")) " " code { (id) } }
        }
    };
    let page = page(&reader, problem.status.as_u16(), problem.name, reference);
    let answer = routes::html(&reader, &page);
    Some((problem.status, answer).into_response())
}

/// The language that a path begins with, and what follows it.
fn language_of(path: &str) -> Option<(Language, &str)> {
    let (tag, _) = path.strip_prefix('/')?.split_once('/')?;
    Some((tag.parse().ok()?, &path[tag.len() + 1..]))
}
