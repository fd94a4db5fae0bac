//! A country, a member or a theme in a few lines, for who is to say whether
//! that is meant.

use super::super::components::{fact_list, rows};
use super::super::error::PageError;
use super::super::reader::Visit;
use super::super::thing::Thing;
use super::Small;
use crate::domain::Kind;
use crate::http::reconciled;
use maud::html;

pub(super) const PARAMETERS: [&str; 1] = ["id"];

pub(super) fn show(visit: &Visit<'_>) -> Result<Small, PageError> {
    let reader = visit.reader;
    let id = reader.value("id")?.unwrap_or_default();
    let named = reconciled(id).and_then(|id| Kind::read(id.as_str()));
    let (kind, slug) = named.ok_or(PageError::NoSuchPage)?;
    let (_, record) = Visit::new(visit.service, reader, slug.as_str()).thing(kind)?;
    let thing = Thing::from(&record);
    let told: &[&str] = match kind {
        Kind::Country => &["inRegion", "iso2", "iso3"],
        Kind::Member => &["country", "workingLanguage", "altLabel"],
        _ => &["broader", "altLabel"],
    };
    let body = html! {
        main.card {
            p.eyebrow { (reader.text(&format!("kind-of-thing-{}", kind.segment()))) }
            h1 { (reader.link(thing)) }
            @if let Some(words) = thing.words("definition", reader) { p { (words) } }
            (fact_list(&rows(reader, thing, told)))
        }
    };
    Ok(Small { title: thing.label(reader).text.to_owned(), links: "_blank", body })
}
