//! Search: the question, how it was taken, what was found, and what that can be
//! narrowed down by.

use super::super::components::{chips, heading, pages_of, suggesting_search_box, value};
use super::super::error::PageError;
use super::super::page::{Page, Shown};
use super::super::reader::{Reader, Visit};
use super::super::thing::{Thing, Words};
use super::paging::{page_asked, page_number};
use super::search_facets;
use crate::domain::{self, Iri, Kind};
use crate::graph::Record;
use crate::operations::{FoundThing, QUESTION_CHARS_MAX, SearchReport, SearchRequest};
use crate::search::Snippet;
use maud::{Markup, html};
use serde_json::json;

pub(in super::super) const PARAMETERS: [&str; 9] =
    ["q", "kind", "theme", "region", "country", "target_group", "language", "year", "page"];

/// How many hits a page has.
const PAGE_LENGTH: usize = 20;
/// Names that are offered where nothing was found.
const OFFERED: usize = 5;
/// Whose a thing is, when it was, and how sure it is.
const TOLD: [&str; 9] = [
    "member",
    "practisedBy",
    "operatedBy",
    "country",
    "date",
    "certainty",
    "confidence",
    "stage",
    "evidenceGrade",
];

pub(in super::super) fn show(visit: &Visit<'_>) -> Result<Shown, PageError> {
    let reader = visit.reader;
    let title = reader.text("search-title");
    let lead = reader.text("search-lead");
    let Some(question) = reader.value("q")? else {
        let body = html! {
            (heading(&reader.text("search-eyebrow"), &title, html! { p.lead { (lead) } }))
            (suggesting_search_box(reader, ""))
            (ways(visit)?)
        };
        return Ok(Page::new(title, lead, body).searching().into());
    };
    let page = page_asked(reader)?;
    let request = request(reader, question, page)?;
    let report = visit.service.search(&request)?;
    search_facets::check(reader, &report)?;
    let last = report.total.div_ceil(PAGE_LENGTH).max(1);
    page_number(reader, report.total, PAGE_LENGTH)?;
    let asked = reader.text_with("search-question", &[("question", question.into())]);
    let body = html! {
        (heading(&reader.text("search-eyebrow"), &asked, html! {}))
        (suggesting_search_box(reader, question))
        (taken(reader, &report))
        (search_facets::chosen(reader, &report))
        @if report.found.is_empty() { (nothing(visit, question)?) }
        @else { (results(visit, &report, page, last)?) }
    };
    let schema = json!({ "@type": "SearchResultsPage" });
    Ok(Page::new(format!("{title}: {question}"), lead, body)
        .searching()
        .unlisted()
        .schema(schema)
        .into())
}

fn request(reader: &Reader, question: &str, page: usize) -> Result<SearchRequest, PageError> {
    if question.chars().nth(QUESTION_CHARS_MAX).is_some() {
        return Err(PageError::Question("question-long"));
    }
    if domain::words(question).next().is_none() {
        return Err(PageError::Question("question-empty"));
    }
    let kind = |segment: &str| {
        let kind = Kind::of_segment(segment).filter(|kind| Kind::FOUND.contains(kind));
        kind.ok_or_else(|| PageError::parameter("kind", segment))
    };
    let year = |text: &str| text.parse().map_err(|_| PageError::parameter("year", text));
    Ok(SearchRequest {
        text: question.to_owned(),
        language: Some(reader.language),
        kinds: reader.values("kind").map(kind).collect::<Result<_, _>>()?,
        themes: reader.slugs("theme")?,
        regions: reader.slugs("region")?,
        countries: reader.slugs("country")?,
        target_groups: reader.slugs("target_group")?,
        languages: reader.values("language").map(str::to_owned).collect(),
        years: reader.values("year").map(year).collect::<Result<_, _>>()?,
        offset: (page - 1).saturating_mul(PAGE_LENGTH),
        limit: PAGE_LENGTH,
    })
}

/// How the words were taken: put right, and for which themes.
fn taken(reader: &Reader, report: &SearchReport) -> Markup {
    let themes: Vec<Thing<'_>> =
        report.understood.iter().map(|understood| Thing::from(&understood.theme)).collect();
    html! {
        @for (word, taken_for) in &report.corrected {
            p.note {
                (reader.text_with("search-corrected", &[("word", word.as_str().into()), ("for", taken_for.as_str().into())]))
            }
        }
        @if !themes.is_empty() {
            div.understood {
                p { (reader.text("search-understood")) }
                (chips(reader, &themes, None))
            }
        }
    }
}

fn results(
    visit: &Visit<'_>,
    report: &SearchReport,
    page: usize,
    last: usize,
) -> Result<Markup, PageError> {
    let reader = visit.reader;
    let ids: Vec<Iri> =
        report.found.iter().filter_map(|found| Thing::from(&found.thing).iri()).collect();
    let records = visit.service.records(&ids)?;
    let record = |found: &FoundThing| {
        records.iter().find(|record| Thing::from(*record).is(Thing::from(&found.thing)))
    };
    Ok(html! {
        div.found {
            section aria-labelledby="results" {
                h2 #results { (reader.count("search-count", report.total)) }
                p.to-facets { a href="#facets" { (reader.text("search-narrow")) } }
                ol.results start=((page - 1) * PAGE_LENGTH + 1) {
                    @for found in &report.found { li { (hit(reader, found, record(found))) } }
                }
                (pages_of(reader, page, last))
            }
            (search_facets::facets(reader, report))
        }
    })
}

/// Something that was found. What has no name is shown by its words.
fn hit(reader: &Reader, found: &FoundThing, record: Option<&Record>) -> Markup {
    let thing = Thing::from(&found.thing);
    let href = thing.kind_and_slug().map(|(kind, slug)| reader.href_of(kind, &slug));
    let name = thing.words("label", reader);
    let snippet = found.snippet.as_ref().map(|snippet| marked(reader, snippet));
    let via: Vec<Thing<'_>> = found.via.iter().map(Thing::from).collect();
    html! {
        p.eyebrow { (reader.text(&format!("kind-of-thing-{}", found.kind.segment()))) }
        @match (name, snippet) {
            (Some(name), snippet) => {
                h3 { a href=[href] { (name) } }
                @if let Some(snippet) = snippet { p.snippet { (snippet) } }
            }
            (None, Some(snippet)) => h3.claimed { a href=[href] { (snippet) } },
            (None, None) => h3 { a href=[href] { (thing.slug()) } },
        }
        @if let Some(record) = record { p.meta { (told(reader, Thing::from(record))) } }
        @if !via.is_empty() {
            div.via { span { (reader.text("search-via")) } (chips(reader, &via, None)) }
        }
    }
}

fn told(reader: &Reader, thing: Thing<'_>) -> Markup {
    html! {
        @for shown in TOLD.iter().filter_map(|property| value(reader, thing, property)) { span { (shown) } }
    }
}

/// A part of a text with the words that were looked for, and its language
/// where that is not the reader's.
fn marked(reader: &Reader, snippet: &Snippet) -> Markup {
    let letters: Vec<char> = snippet.text.chars().collect();
    let mut parts = Vec::new();
    let mut end = 0;
    for place in &snippet.highlights {
        parts.push((false, &letters[end..place.start]));
        parts.push((true, &letters[place.clone()]));
        end = place.end;
    }
    parts.push((false, &letters[end..]));
    let text = html! {
        @for (mark, letters) in parts {
            @let text = String::from_iter(letters);
            @if mark { mark { (text) } } @else { (text) }
        }
    };
    let foreign = Words::of(&snippet.text, &snippet.tag, reader).foreign();
    html! {
        @match foreign {
            Some(tag) => { span lang=(tag) { (text) } " " span.tongue { (reader.language_name(tag)) } }
            None => (text),
        }
    }
}

/// Where to go on when nothing was found.
fn nothing(visit: &Visit<'_>, question: &str) -> Result<Markup, PageError> {
    let reader = visit.reader;
    let offered = visit.service.suggest(question, Some(reader.language), OFFERED)?;
    Ok(html! {
        section aria-labelledby="nothing" {
            h2 #nothing { (reader.text("search-nothing")) }
            ul {
                @if search_facets::any(reader) {
                    li { a href=(search_facets::whole(reader)) { (reader.text("search-nothing-facets")) } }
                }
                @for hint in ["search-nothing-spelling", "search-nothing-fewer", "search-nothing-other"] {
                    li { (reader.text(hint)) }
                }
            }
            @if !offered.is_empty() {
                p { (reader.text("search-meant")) }
                (chips(reader, &offered.iter().map(|one| Thing::from(&one.thing)).collect::<Vec<_>>(), None))
            }
        }
        (ways(visit)?)
    })
}

/// The domains of themes, for those who would rather look around.
fn ways(visit: &Visit<'_>) -> Result<Markup, PageError> {
    let reader = visit.reader;
    let families = visit.service.theme_tree()?;
    Ok(html! {
        section aria-labelledby="domains" {
            h2 #domains { (reader.text("search-domains")) }
            @for family in families.iter() {
                @let domains: Vec<Thing<'_>> = family.narrower.iter().map(|node| Thing::from(&node.theme)).collect();
                h3 { (reader.link(Thing::from(&family.theme))) }
                (chips(reader, &domains, None))
            }
        }
    })
}
