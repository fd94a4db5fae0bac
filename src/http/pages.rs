//! The seam for pages: a layer above hands them in, and writes problems for
//! people where these ask rather than programs.

use super::negotiation::{self, Offer};
use super::state::AppState;
use axum::Router;
use axum::extract::Request;
use axum::http::{StatusCode, header};
use axum::response::Response;

/// A client that names `text/html` first is a browser.
const OFFERS: [Offer<bool>; 2] = [("application/problem+json", false), ("text/html", true)];

/// What a layer above adds.
pub struct Pages {
    /// Routes whose answers are remembered until the graph changes.
    pub routes: Router<AppState>,
    /// Routes for those who are signed in: nobody keeps their answers.
    pub private: Router<AppState>,
    /// How a problem looks there.
    pub problem_page: ProblemPage,
}

/// Writes a problem as a page; none where a program is rather asking.
pub type ProblemPage = fn(&ProblemSummary) -> Option<Response>;

/// A problem, as far as a page tells of it.
pub struct ProblemSummary {
    /// Its status.
    pub status: StatusCode,
    /// Its kind: `not-found`.
    pub name: &'static str,
    /// Names the request in the logs.
    pub request_id: Option<String>,
    /// What was asked for.
    pub reader: Asked,
}

/// What a browser asked for.
#[derive(Clone, Debug)]
pub struct Asked {
    /// The path.
    pub path: String,
    /// `Accept-Language`, as it was sent.
    pub languages: String,
}

impl Asked {
    /// What a browser asked for; none for a program.
    pub(super) fn by_browser(request: &Request) -> Option<Self> {
        let text = |name| request.headers().get(name).and_then(|value| value.to_str().ok());
        text(header::ACCEPT).filter(|accept| accept.contains("text/html"))?;
        negotiation::best(request.headers(), &OFFERS).filter(|(_, browser)| *browser)?;
        Some(Self {
            path: request.uri().path().to_owned(),
            languages: text(header::ACCEPT_LANGUAGE).unwrap_or_default().to_owned(),
        })
    }
}
