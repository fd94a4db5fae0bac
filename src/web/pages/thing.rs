//! Things that no other page is about: whatever is said of them.

use super::super::components::{
    claims, fact_list, heading, practices_on, rows, section, statements, thing_list,
};
use super::super::error::PageError;
use super::super::page::{Page, Shown};
use super::super::reader::Visit;
use super::super::thing::Thing;
use super::member::kind_of_programme;
use crate::domain::Kind;
use crate::graph::Record;
use crate::operations::{Collection, Filter};
use maud::{Markup, html};
use serde_json::Value;

/// Statements that are shown; the others are a link away.
const STATEMENTS: usize = 20;
/// What is said of any thing, in the order of interest.
const SHOWN: [&str; 27] = [
    "altLabel",
    "country",
    "region",
    "inRegion",
    "number",
    "rank",
    "member",
    "about",
    "addresses",
    "targetGroup",
    "broader",
    "narrower",
    "programmeType",
    "exchangeType",
    "date",
    "startDate",
    "endDate",
    "question",
    "survey",
    "locator",
    "sourceLine",
    "printedForm",
    "closeMatch",
    "seeAlso",
    "source",
    "derivedFrom",
    "attributedTo",
];

/// `/{kind}/{slug}`
pub(in super::super) fn show(visit: &Visit<'_>) -> Result<Shown, PageError> {
    let segment = visit.reader.path.split('/').nth(1).unwrap_or_default();
    let kind = Kind::of_segment(segment).ok_or(PageError::NoSuchPage)?;
    about(visit, kind, |_| Ok(html! {}))
}

/// A group of people: what is done for it, and what is said of it.
pub(in super::super) fn target_group(visit: &Visit<'_>) -> Result<Shown, PageError> {
    about(visit, Kind::TargetGroup, |group| {
        let slug = group.kind_and_slug().map(|(_, slug)| slug);
        let on = |collection| {
            let filter = Filter::things("target_group", Kind::TargetGroup, slug.clone());
            visit.list(collection, vec![filter])
        };
        let programmes = on(Collection::Programmes)?;
        let said = on(Collection::Statements)?;
        let all = visit.reader.href(&format!("/statements?target_group={}", group.slug()));
        Ok(html! {
            (practices_on(visit, "nav-practices", ("target_group", Kind::TargetGroup), slug.into_iter().collect())?)
            (things(visit, "programmes", "nav-programmes", &programmes, &|one| kind_of_programme(visit.reader, one)))
            (said_of(visit, &said, &all))
        })
    })
}

/// An organisation that is no member: what sources say of it.
pub(in super::super) fn body(visit: &Visit<'_>) -> Result<Shown, PageError> {
    about(visit, Kind::Body, |body| {
        let slug = body.kind_and_slug().map(|(_, slug)| slug);
        let on = |collection| {
            visit.list(collection, vec![Filter::things("about", Kind::Body, slug.clone())])
        };
        let mut facts = on(Collection::Facts)?;
        facts.extend(on(Collection::Findings)?);
        Ok(html! {
            @if !facts.is_empty() {
                (section("facts", &visit.reader.text("facts-title"), claims(visit.reader, &facts)))
            }
        })
    })
}

/// A question of a survey: what was answered.
pub(in super::super) fn question(visit: &Visit<'_>) -> Result<Shown, PageError> {
    about(visit, Kind::Question, |question| {
        let slug = question.kind_and_slug().map(|(_, slug)| slug);
        let filter = Filter::things("question", Kind::Question, slug);
        let said = visit.list(Collection::Statements, vec![filter])?;
        let all = visit.reader.href(&format!("/statements?question={}", question.slug()));
        Ok(said_of(visit, &said, &all))
    })
}

fn about(
    visit: &Visit<'_>,
    kind: Kind,
    more: impl Fn(Thing<'_>) -> Result<Markup, PageError>,
) -> Result<Shown, PageError> {
    let reader = visit.reader;
    let (slug, record) = visit.thing(kind)?;
    let thing = Thing::from(&record);
    let name = thing.words("label", reader).or_else(|| thing.words("title", reader));
    let eyebrow = reader.text(&format!("kind-of-thing-{}", kind.segment()));
    let title = name.map_or_else(|| format!("{eyebrow} {slug}"), |name| name.text.to_owned());
    let lead =
        ["description", "definition", "note"].iter().find_map(|key| thing.words(key, reader));
    let body = html! {
        (heading(&eyebrow, &title, html! {
            @if let Some(words) = lead { p.lead { (words) } }
            (fact_list(&rows(reader, thing, &SHOWN)))
        }))
        (more(thing)?)
    };
    let description = lead.map_or_else(|| title.clone(), |words| words.text.to_owned());
    let page = Page::new(title, description, body).about(kind, slug).schema(Value::Null);
    Ok(match kind {
        Kind::Question | Kind::RankedTheme | Kind::Chart | Kind::Footnote => {
            page.under_list(reader, "surveys").into()
        }
        _ => page.into(),
    })
}

fn things(
    visit: &Visit<'_>,
    id: &str,
    title: &str,
    list: &[Record],
    more: &dyn Fn(&Record) -> Markup,
) -> Markup {
    html! {
        @if !list.is_empty() {
            (section(id, &visit.reader.text(title),
                thing_list(visit.reader, list.iter().map(|one| (one.into(), more(one))))))
        }
    }
}

fn said_of(visit: &Visit<'_>, said: &[Record], all: &str) -> Markup {
    let reader = visit.reader;
    html! {
        @if !said.is_empty() {
            (section("statements", &reader.text("theme-statements"), html! {
                (statements(reader, said.iter().take(STATEMENTS).map(Thing::from), false))
                @if said.len() > STATEMENTS {
                    p.ending { a href=(all) { (reader.count("statements-all", said.len())) } }
                }
            }))
        }
    }
}
