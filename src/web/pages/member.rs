//! A member: what is known of it, who is like it, who can help.

use super::super::components::{
    chips, facet, fact_list, heading, notice, rows, section, statements, thing_list, value,
};
use super::super::error::PageError;
use super::super::page::{Page, Shown};
use super::super::reader::{Reader, Visit};
use super::super::thing::Thing;
use super::{peers, recommendations};
use crate::domain::{Facet, Kind, Slug, StatementKind};
use crate::graph::Record;
use crate::operations::{Collection, Filter};
use maud::{Markup, html};
use serde_json::json;
use std::collections::BTreeMap;

pub(in super::super) const PARAMETERS: [&str; 3] = ["mode", "other_regions", "peers"];

/// What is listed of a member beside its profile.
struct Related {
    statements: Vec<Record>,
    practices: Vec<Record>,
    programmes: Vec<Record>,
}

pub(in super::super) fn show(visit: &Visit<'_>) -> Result<Shown, PageError> {
    let reader = visit.reader;
    let (slug, record) = visit.thing(Kind::Member)?;
    let member = Thing::from(&record);
    let name = member.label(reader);
    let related = related(visit, &slug, member)?;
    let description = reader.text_with(
        "member-description",
        &[("member", name.text.into()), ("statements", related.statements.len().into())],
    );
    let body = html! {
        (head(reader, member))
        (section("profile", &reader.text("member-profile"), profile(reader, &related.statements)))
        (peers::part(visit, &slug, member)?)
        (recommendations::part(visit, &slug)?)
        @if !related.practices.is_empty() {
            (section("practices", &reader.text("nav-practices"),
                thing_list(reader, related.practices.iter().map(|one| (one.into(), words(reader, one))))))
        }
        @if !related.programmes.is_empty() {
            (section("programmes", &reader.text("member-programmes"),
                thing_list(reader, related.programmes.iter().map(|one| (one.into(), kind_of_programme(reader, one))))))
        }
        @if !related.statements.is_empty() {
            (section("statements", &reader.text("member-statements"), html! {
                p.intro { (reader.text("member-statements-words")) }
                (by_question(reader, &related.statements))
            }))
        }
    };
    let country = member.one("country");
    let region = country.and_then(|country| country.one("inRegion"));
    let schema = json!({
        "@type": "GovernmentOrganization",
        "name": name.text,
        "areaServed": country.map(|country| json!({ "@type": "Country", "name": country.label(reader).text })),
        "memberOf": { "@type": "Organization", "name": "WAPES / AMSEP" },
    });
    let mut page = Page::new(name.text, description, body)
        .under_list(reader, "members")
        .about(Kind::Member, slug)
        .schema(schema);
    for above in region.into_iter().chain(country) {
        if let Some((kind, slug)) = above.kind_and_slug() {
            page = page.under(above.label(reader).text, format!("/{}/{slug}", kind.segment()));
        }
    }
    Ok(page.into())
}

fn related(visit: &Visit<'_>, slug: &Slug, member: Thing<'_>) -> Result<Related, PageError> {
    let of = |collection| {
        visit.list(collection, vec![Filter::things("member", Kind::Member, [slug.clone()])])
    };
    let country = member.one("country").and_then(Thing::kind_and_slug).map(|(_, slug)| slug);
    let in_country = Filter::things("country", Kind::Country, country);
    Ok(Related {
        statements: of(Collection::Statements)?,
        practices: of(Collection::Practices)?,
        programmes: visit.list(Collection::Programmes, vec![in_country])?,
    })
}

fn head(reader: &Reader, member: Thing<'_>) -> Markup {
    let facts = rows(reader, member, &["country", "workingLanguage", "respondedTo", "altLabel"]);
    let unnamed = member.string("nameStatus") == Some("labelledByCountry");
    let note = value(reader, member, "note")
        .or_else(|| value(reader, member, "nameStatus").filter(|_| unnamed));
    heading(
        &reader.text("kind-of-thing-member"),
        member.label(reader),
        html! {
            (fact_list(&facts))
            @if let Some(note) = note { p.note { (note) } }
        },
    )
}

/// Needs beside offers; of a member without either, that nothing is known.
fn profile(reader: &Reader, statements: &[Record]) -> Markup {
    let mut themes: BTreeMap<StatementKind, Vec<Thing<'_>>> = BTreeMap::new();
    for statement in statements.iter().map(Thing::from) {
        let kind = statement.string("kind");
        let Some(kind) = StatementKind::ALL.into_iter().find(|known| Some(known.term()) == kind)
        else {
            continue;
        };
        let themes = themes.entry(kind).or_default();
        let about = statement.many("about").into_iter();
        for theme in
            about.filter(|one| one.kind_and_slug().is_some_and(|(kind, _)| kind == Kind::Theme))
        {
            if !themes.iter().any(|known| known.is(theme)) {
                themes.push(theme);
            }
        }
    }
    themes.retain(|_, list| !list.is_empty());
    if themes.keys().all(|kind| kind.facet().is_none()) {
        return notice(html! {
            p { strong { (reader.text("member-silent")) } }
            p { (reader.text("member-silent-words")) }
        });
    }
    html! {
        p.intro { (reader.text("member-profile-words")) }
        div.sides { @for side in Facet::ALL { (profile_side(reader, side, &themes)) } }
    }
}

fn profile_side(
    reader: &Reader,
    side: Facet,
    themes: &BTreeMap<StatementKind, Vec<Thing<'_>>>,
) -> Markup {
    let kinds = || themes.iter().filter(|(kind, _)| kind.facet() == Some(side));
    html! {
        div class={ "side " (side.term()) } {
            h3 { (facet(side)) " " (reader.text(&format!("facet-{}", side.term()))) }
            @if kinds().next().is_none() { p.none { (reader.text("member-side-unknown")) } }
            @for (kind, themes) in kinds() {
                h4 { (reader.text(&format!("kinds-{}", kind.term()))) " " span.count { (themes.len()) } }
                (chips(reader, themes, Some(side)))
            }
        }
    }
}

/// The statements in the order of the source, under their questions.
fn by_question(reader: &Reader, list: &[Record]) -> Markup {
    let mut questions: Vec<(Option<Thing<'_>>, Vec<Thing<'_>>)> = Vec::new();
    for statement in list.iter().map(Thing::from) {
        let question = statement.one("question");
        match questions.last_mut() {
            Some((last, statements)) if last.map(Thing::id) == question.map(Thing::id) => {
                statements.push(statement);
            }
            _ => questions.push((question, vec![statement])),
        }
    }
    html! {
        @for (question, list) in questions {
            h3 {
                @match question {
                    Some(question) => (reader.link(question)),
                    None => (reader.text("statement-no-question")),
                }
            }
            (statements(reader, list, true))
        }
    }
}

pub(super) fn words(reader: &Reader, thing: &Record) -> Markup {
    value(reader, thing.into(), "description").unwrap_or_default()
}

pub(super) fn kind_of_programme(reader: &Reader, thing: &Record) -> Markup {
    let kind = Thing::from(thing).one("programmeType");
    html! { @if let Some(kind) = kind { (kind.label(reader)) } }
}
