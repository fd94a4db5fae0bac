//! A theme: what it means, who faces it, who offers it, what addresses it.

use super::super::components::{
    chips, external, facet, fact_list, heading, member_name, practices_on, rows, section,
    statements, thing_list,
};
use super::super::error::PageError;
use super::super::page::{Page, Shown};
use super::super::reader::{Reader, Visit};
use super::super::thing::Thing;
use super::member::kind_of_programme;
use super::trend;
use crate::domain::{Facet, Iri, Kind, Slug, StatementKind};
use crate::graph::Record;
use crate::operations::{Collection, Filter, Listing, Page as Part, Sort, ThemeMentions};
use maud::{Markup, html};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Statements that are shown; the others are a link away.
const STATEMENTS: usize = 10;
/// Broader themes that are looked up; the tree has three levels.
const LEVELS_MAX: usize = 8;

/// All that is about a theme, or about anything narrower.
struct About {
    statements: Part,
    programmes: Vec<Record>,
    topics: Vec<Record>,
    expectations: Vec<Record>,
}

pub(in super::super) fn show(visit: &Visit<'_>) -> Result<Shown, PageError> {
    let reader = visit.reader;
    let (slug, record) = visit.thing(Kind::Theme)?;
    let theme = Thing::from(&record);
    let about = about(visit, &slug)?;
    let name = theme.label(reader).text;
    let definition = theme.words("definition", reader);
    let body = html! {
        (head(reader, theme))
        @let narrower = theme.many("narrower");
        @if !narrower.is_empty() {
            (section("narrower", &reader.text("theme-narrower"), chips(reader, &narrower, None)))
        }
        (section("members", &reader.text("theme-members"), members(visit, &slug)?))
        (trend::of_theme(visit, &slug)?)
        (practices_on(visit, "nav-practices", ("theme", Kind::Theme), vec![slug.clone()])?)
        @if !about.programmes.is_empty() {
            (section("programmes", &reader.text("nav-programmes"),
                thing_list(reader, about.programmes.iter().map(|one| (one.into(), kind_of_programme(reader, one))))))
        }
        @if !about.topics.is_empty() {
            (section("topics", &reader.text("theme-topics"),
                thing_list(reader, about.topics.iter().map(|one| (one.into(), html! {})))))
        }
        @if !about.expectations.is_empty() {
            (section("expectations", &reader.text("theme-expectations"),
                thing_list(reader, about.expectations.iter().map(|one| (one.into(), html! {})))))
        }
        @if about.statements.total > 0 {
            (section("statements", &reader.text("theme-statements"), latest(reader, &slug, &about.statements)))
        }
    };
    let description =
        definition.map_or_else(|| reader.text("themes-lead"), |it| it.text.to_owned());
    let mut page = Page::new(name, description, body)
        .under_list(reader, "themes")
        .about(Kind::Theme, slug)
        .schema(schema(reader, theme));
    for above in broader(visit, theme)? {
        let above = Thing::from(&above);
        page = page.under(above.label(reader).text, format!("/theme/{}", above.slug()));
    }
    Ok(page.into())
}

fn about(visit: &Visit<'_>, slug: &Slug) -> Result<About, PageError> {
    let filters = || vec![Filter::things("theme", Kind::Theme, [slug.clone()])];
    let on = |collection| visit.list(collection, filters());
    Ok(About {
        statements: visit.service.list(&Listing {
            collection: Collection::Statements,
            filters: filters(),
            sort: Sort::Id,
            offset: 0,
            limit: STATEMENTS,
        })?,
        programmes: on(Collection::Programmes)?,
        topics: on(Collection::Topics)?,
        expectations: on(Collection::Expectations)?,
    })
}

fn head(reader: &Reader, theme: Thing<'_>) -> Markup {
    let mut facts = rows(reader, theme, &["altLabel", "related"]);
    let elsewhere: Vec<&str> =
        ["exactMatch", "closeMatch"].iter().flat_map(|key| theme.strings(key)).collect();
    if !elsewhere.is_empty() {
        let links =
            html! { ul.values { @for address in &elsewhere { li { (external(address)) } } } };
        facts.push((reader.text("property-closeMatch"), links));
    }
    heading(
        &reader.text("kind-of-thing-theme"),
        theme.label(reader),
        html! {
            @if let Some(words) = theme.words("definition", reader) { p.lead { (words) } }
            (fact_list(&facts))
            p.ways {
                a.button.quiet href={ (reader.href("/groups")) "?theme=" (theme.slug()) } { (reader.text("theme-workshop")) }
            }
        },
    )
}

/// The broader themes, the family first.
fn broader(visit: &Visit<'_>, theme: Thing<'_>) -> Result<Vec<Record>, PageError> {
    let mut above: Vec<Record> = Vec::new();
    let mut next = theme.one("broader").and_then(Thing::iri);
    while let Some(id) = next.take().filter(|_| above.len() < LEVELS_MAX) {
        let found = visit.service.records(&[id])?;
        next = found.first().and_then(|one| Thing::from(one).one("broader")).and_then(Thing::iri);
        above.splice(0..0, found);
    }
    Ok(above)
}

/// Who needs it beside who offers it; what is said of nobody by name is
/// counted.
fn members(visit: &Visit<'_>, slug: &Slug) -> Result<Markup, PageError> {
    let reader = visit.reader;
    let ThemeMentions { sides, unnamed } =
        visit.service.theme_mentions(std::slice::from_ref(slug))?;
    let shown =
        sides.into_iter().map(|(side, members)| (side, visit.first(members.into_iter().collect())));
    let sides: BTreeMap<Facet, Vec<(Iri, BTreeSet<StatementKind>)>> = shown.collect();
    let ids: Vec<Iri> = sides.values().flatten().map(|(id, _)| id.clone()).collect();
    let records = visit.service.records(&ids)?;
    let by_id = |record| (Thing::from(record).id(), record);
    let records: HashMap<&str, &Record> = records.iter().map(by_id).collect();
    Ok(html! {
        p.intro { (reader.text("theme-members-words")) }
        div.sides {
            @for side in Facet::ALL {
                div class={ "side " (side.term()) } {
                    h3 { (facet(side)) " " (reader.text(&format!("theme-side-{}", side.term()))) }
                    @match sides.get(&side) {
                        None => p.none { (reader.text("theme-side-unknown")) },
                        Some(members) => ul.things {
                            @for (id, kinds) in members {
                                @if let Some(member) = records.get(id.as_str()) {
                                    li { span.name { (member_name(reader, (*member).into())) } " " span.more { (kinds_named(reader, kinds)) } }
                                }
                            }
                        },
                    }
                }
            }
        }
        @if unnamed > 0 { p.ending { (reader.text_with("theme-unnamed", &[("count", unnamed.into())])) } }
    })
}

fn kinds_named(reader: &Reader, kinds: &BTreeSet<StatementKind>) -> String {
    let name = |kind: &StatementKind| reader.term("kind", kind.term()).to_lowercase();
    let names: Vec<String> = kinds.iter().map(name).collect();
    names.join(", ")
}

/// The first statements, and where all of them are.
fn latest(reader: &Reader, slug: &Slug, part: &Part) -> Markup {
    let all = reader.href(&format!("/statements?theme={slug}"));
    html! {
        (statements(reader, part.records.iter().map(Thing::from), false))
        @if part.total > part.records.len() {
            p.ending { a href=(all) { (reader.count("statements-all", part.total)) } }
        }
    }
}

fn schema(reader: &Reader, theme: Thing<'_>) -> Value {
    let names: Vec<&str> = theme.all_words("altLabel", reader).iter().map(|it| it.text).collect();
    json!({
        "@type": "DefinedTerm",
        "name": theme.label(reader).text,
        "description": theme.words("definition", reader).map(|words| words.text),
        "alternateName": names,
        "termCode": theme.slug(),
        "inDefinedTermSet": reader.absolute(&reader.href("/themes")),
    })
}
