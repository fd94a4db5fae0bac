//! A programme: what it is, what replaced what, what is said of it.

use super::super::charts;
use super::super::components::{
    claims, fact_list, heading, notice, rows, section, statements, thing_list, unknown, value,
};
use super::super::error::PageError;
use super::super::page::{Page, Shown};
use super::super::reader::{Reader, Visit};
use super::super::thing::Thing;
use super::member::words;
use crate::domain::Kind;
use crate::graph::Record;
use crate::operations::{Collection, Filter};
use maud::{Markup, html};
use serde_json::json;

/// What is always told of a programme, unknown or not.
const TOLD: [&str; 6] =
    ["programmeType", "operatedBy", "targetGroup", "startDate", "endDate", "budget"];

pub(in super::super) fn show(visit: &Visit<'_>) -> Result<Shown, PageError> {
    let reader = visit.reader;
    let (slug, record) = visit.thing(Kind::Programme)?;
    let programme = Thing::from(&record);
    let name = programme.label(reader).text;
    let of = |collection, filter| {
        visit.list(collection, vec![Filter::things(filter, Kind::Programme, [slug.clone()])])
    };
    let said = of(Collection::Statements, "programme")?;
    let practices = of(Collection::Practices, "programme")?;
    let mut facts = of(Collection::Facts, "about")?;
    facts.extend(of(Collection::Findings, "about")?);
    facts.sort_by_cached_key(|one| Thing::from(one).string("date").map(str::to_owned));
    let body = html! {
        (head(reader, programme))
        (succession(visit, &record)?)
        @if !facts.is_empty() {
            (section("facts", &reader.text("facts-title"), html! {
                p.intro { (reader.text("facts-words")) }
                (claims(reader, &facts))
            }))
        }
        @if !practices.is_empty() {
            (section("practices", &reader.text("nav-practices"),
                thing_list(reader, practices.iter().map(|one| (one.into(), words(reader, one))))))
        }
        @if !said.is_empty() {
            (section("statements", &reader.text("programme-statements"),
                statements(reader, said.iter().map(Thing::from), false)))
        }
    };
    let description = description(reader, programme);
    let schema = json!({
        "@type": "GovernmentService",
        "name": name,
        "areaServed": programme.one("country").map(|it| it.label(reader).text),
        "serviceType": programme.one("programmeType").map(|it| it.label(reader).text),
    });
    Ok(Page::new(name, description, body)
        .under_list(reader, "programmes")
        .about(Kind::Programme, slug)
        .schema(schema)
        .into())
}

fn head(reader: &Reader, programme: Thing<'_>) -> Markup {
    let mut facts = rows(reader, programme, &["altLabel", "country", "region"]);
    for property in TOLD {
        let shown = value(reader, programme, property).unwrap_or_else(|| unknown(reader));
        facts.push((reader.text(&format!("property-{property}")), shown));
    }
    facts.extend(rows(reader, programme, &["addresses", "seeAlso", "source"]));
    let compare = reader.href(&format!("/compare?item=programme/{}", programme.slug()));
    heading(
        &reader.text("kind-of-thing-programme"),
        programme.label(reader),
        html! {
            @if programme.flag("deprecated") { (notice(html! { p { (reader.text("retired")) } })) }
            (fact_list(&facts))
            p.ways { a.button.quiet href=(compare) { (reader.text("compare-with")) } }
        },
    )
}

/// What replaced what, where something did: the picture and the same in words.
fn succession(visit: &Visit<'_>, record: &Record) -> Result<Markup, PageError> {
    let reader = visit.reader;
    let line = visit.service.succession(record)?;
    if line.arrows.is_empty() {
        return Ok(html! {});
    }
    let here = Thing::from(record).id();
    let named = |place: usize| Thing::from(&line.programmes[place]);
    let body = html! {
        p.intro { (reader.text("succession-words")) }
        figure.timeline {
            (charts::succession(reader, &line.programmes, &line.arrows, here))
            figcaption.hidden { (reader.text("succession-picture")) }
        }
        table.succession-table {
            caption { (reader.text("succession-table")) }
            thead { tr {
                th scope="col" { (reader.text("succession-older")) }
                th scope="col" { (reader.text("succession-newer")) }
                th scope="col" { (reader.text("succession-when")) }
            } }
            tbody {
                @for (older, newer) in &line.arrows {
                    tr {
                        th scope="row" { (reader.link(named(*older))) }
                        td { (reader.link(named(*newer))) }
                        td { (charts::period(reader, named(*newer))) }
                    }
                }
            }
        }
    };
    Ok(section("succession", &reader.text("succession-title"), body))
}

fn description(reader: &Reader, programme: Thing<'_>) -> String {
    let name = |key| programme.one(key).map(|it| it.label(reader).text.to_owned());
    let parts: Vec<String> = [name("programmeType"), name("country").or_else(|| name("region"))]
        .into_iter()
        .flatten()
        .collect();
    let themes: Vec<String> = programme
        .many("addresses")
        .iter()
        .map(|theme| theme.label(reader).text.to_owned())
        .collect();
    let first = format!("{}: {}", programme.label(reader).text, parts.join(", "));
    if themes.is_empty() { first } else { format!("{first}. {}", reader.listed(&themes)) }
}
