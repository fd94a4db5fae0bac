//! A country: its service, its programmes, and what public sources say.

use super::super::components::{claims, fact_list, heading, rows, section, thing_list};
use super::super::error::PageError;
use super::super::page::{Page, Shown};
use super::super::reader::Visit;
use super::super::thing::Thing;
use super::member::kind_of_programme;
use crate::domain::Kind;
use crate::operations::{Collection, Filter};
use maud::html;
use serde_json::json;

pub(in super::super) fn show(visit: &Visit<'_>) -> Result<Shown, PageError> {
    let reader = visit.reader;
    let (slug, record) = visit.thing(Kind::Country)?;
    let country = Thing::from(&record);
    let within = |collection| {
        visit.list(collection, vec![Filter::things("country", Kind::Country, [slug.clone()])])
    };
    let members = within(Collection::Members)?;
    let programmes = within(Collection::Programmes)?;
    let practices = within(Collection::Practices)?;
    let mut facts = within(Collection::Facts)?;
    facts.extend(within(Collection::Findings)?);
    let body = html! {
        (heading(&reader.text("kind-of-thing-country"), country.label(reader),
            fact_list(&rows(reader, country, &["inRegion", "iso2", "iso3"]))))
        (section("members", &reader.text("nav-members"), html! {
            @if members.is_empty() { p.none { (reader.text("country-no-member")) } }
            @else { (thing_list(reader, members.iter().map(|one| (one.into(), html! {})))) }
        }))
        @if !programmes.is_empty() {
            (section("programmes", &reader.text("nav-programmes"),
                thing_list(reader, programmes.iter().map(|one| (one.into(), kind_of_programme(reader, one))))))
        }
        @if !practices.is_empty() {
            (section("practices", &reader.text("nav-practices"),
                thing_list(reader, practices.iter().map(|one| (one.into(), html! {})))))
        }
        @if !facts.is_empty() {
            (section("facts", &reader.text("facts-title"), html! {
                p.intro { (reader.text("facts-words")) }
                (claims(reader, &facts))
            }))
        }
    };
    let name = country.label(reader).text;
    let description = reader.text_with("country-description", &[("country", name.into())]);
    let schema = json!({ "@type": "Country", "name": name, "identifier": country.string("iso2") });
    let mut page = Page::new(name, description, body)
        .under_list(reader, "members")
        .about(Kind::Country, slug)
        .schema(schema);
    if let Some(region) = country.one("inRegion") {
        page = page.under(region.label(reader).text, format!("/region/{}", region.slug()));
    }
    Ok(page.into())
}
