//! The tree of themes, to open branch by branch.

use super::super::components::heading;
use super::super::error::PageError;
use super::super::page::{Page, Shown};
use super::super::reader::{Reader, Visit};
use super::super::thing::Thing;
use crate::operations::ThemeNode;
use maud::{Markup, html};
use serde_json::json;

pub(in super::super) fn show(visit: &Visit<'_>) -> Result<Shown, PageError> {
    let reader = visit.reader;
    let families = visit.service.theme_tree()?;
    let title = reader.text("themes-title");
    let body = html! {
        (heading(&reader.text("themes-eyebrow"), &title, html! { p.lead { (reader.text("themes-lead")) } }))
        @for family in families.iter() {
            @let theme = Thing::from(&family.theme);
            section.family aria-labelledby=(theme.slug()) {
                h2 id=(theme.slug()) { (reader.link(theme)) }
                @if let Some(words) = theme.words("definition", reader) { p.intro { (words) } }
                @for domain in &family.narrower { (branch(reader, domain)) }
            }
        }
    };
    let schema = json!({ "@type": "DefinedTermSet", "name": title });
    Ok(Page::new(title, reader.text("themes-lead"), body).schema(schema).into())
}

/// A domain with its themes.
fn branch(reader: &Reader, domain: &ThemeNode) -> Markup {
    let theme = Thing::from(&domain.theme);
    html! {
        details.branch open {
            summary { (theme.label(reader)) " " span.count { (domain.narrower.len()) } }
            @if let Some(words) = theme.words("definition", reader) { p { (words) } }
            ul.links {
                li { a href=(reader.href(&format!("/theme/{}", theme.slug()))) { (reader.text("themes-whole-domain")) span.hidden { " " (theme.label(reader)) } } }
                @for leaf in &domain.narrower { li { (reader.link((&leaf.theme).into())) } }
            }
        }
    }
}
