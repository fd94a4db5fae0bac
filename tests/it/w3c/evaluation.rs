//! Tests of what queries and updates mean and of what their grammar accepts.

use super::data::{Content, Loaded, holds};
use super::manifest::Case;
use super::results::{Cardinality, answered, compare, expected};
use anyhow::{Context, ensure};
use spargebra::SparqlParser;
use spargebra::algebra::QueryDataset;

/// Runs a query on its data and compares what it answers.
pub(crate) fn query(loaded: &mut Loaded<'_>, case: &Case) -> anyhow::Result<()> {
    let action = case.node.need("mf:action")?;
    let document = action.need("qt:query")?;
    let text = loaded.suites.read(document.text())?;
    let mut content = Content::of(&action);
    content.0.extend(named_in(loaded, &text, document.text()));
    loaded.hold(&content)?;
    let result = case.node.need("mf:result")?;
    let (wanted, accept) = expected(loaded.suites, result.text())?;
    let answer = loaded.service.query(&based(&text, document.text()), accept)?.succeeded()?;
    let wanted_type = accept.split(';').next();
    ensure!(wanted_type == Some(answer.media_type()), "{} for {accept}", answer.media_type());
    let lax = case.node.get("mf:resultCardinality").is_some();
    let cardinality = if lax { Cardinality::Lax } else { Cardinality::Strict };
    compare(&answered(&answer)?, &wanted, cardinality)
}

/// The suites of 2008 name the data in FROM and FROM NAMED alone.
fn named_in(loaded: &Loaded<'_>, text: &str, base: &str) -> Vec<(Option<String>, String)> {
    let parser = SparqlParser::new().with_base_iri(base);
    let Some(query) = parser.ok().and_then(|parser| parser.parse_query(text).ok()) else {
        return Vec::new();
    };
    let Some(QueryDataset { default, named }) = query.dataset() else { return Vec::new() };
    let names = default.iter().chain(named.iter().flatten()).map(|name| name.as_str().to_owned());
    let known = names.filter(|name| loaded.suites.holds(name));
    known.map(|name| (Some(name.clone()), name)).collect()
}

/// A request with the base that its document has: the protocol has no other
/// place for it.
fn based(text: &str, document: &str) -> String {
    format!("BASE <{document}>\n{text}")
}

/// Runs an update on its data and compares every graph afterwards.
pub(crate) fn update(loaded: &mut Loaded<'_>, case: &Case) -> anyhow::Result<()> {
    let action = case.node.need("mf:action")?;
    let document = action.need("ut:request")?;
    let text = loaded.suites.read(document.text())?;
    loaded.hold(&Content::of(&action))?;
    let wanted = Content::of(&case.node.need("mf:result")?).dataset(loaded.suites)?;
    loaded.forget();
    let answer = loaded.service.update(&based(&text, document.text()))?;
    answer.succeeded().context("the update")?;
    holds(loaded.service, wanted)
}

/// What kind of request a test of the grammar is about.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Request {
    Query,
    Update,
}

/// Asks whether the grammar accepts a request. 400 is how a service says no:
/// that a graph does not exist or that federation is off is said otherwise.
pub(crate) fn syntax(
    loaded: &mut Loaded<'_>,
    case: &Case,
    request: Request,
    accepted: bool,
) -> anyhow::Result<()> {
    let document = case.node.need("mf:action")?;
    let text = loaded.suites.read(document.text())?;
    let answer = match request {
        Request::Query => {
            loaded.hold(&Content::default())?;
            loaded.service.query(&text, "*/*")?
        }
        Request::Update => {
            loaded.forget();
            loaded.service.update(&text)?
        }
    };
    ensure!((answer.status != 400) == accepted, "{}", answer.words());
    Ok(())
}
