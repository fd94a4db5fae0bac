//! The home page: what this is, the ways in, and what is new.

use super::super::components::{claims, legend, member_name, section, suggesting_search_box};
use super::super::error::PageError;
use super::super::layout::SITE;
use super::super::page::{Page, Shown};
use super::super::reader::{Reader, Visit};
use super::super::thing::Thing;
use super::members;
use crate::graph::Record;
use crate::operations::{Collection, Listing, Sort, ThemeNode};
use maud::{Markup, html};
use serde_json::json;

/// News that are shown.
const NEWEST: usize = 4;
/// What is counted at the top, with the page that lists it.
const COUNTED: [(Collection, &str); 4] = [
    (Collection::Members, "members"),
    (Collection::Statements, "statements"),
    (Collection::Themes, "themes"),
    (Collection::Programmes, "programmes"),
];

pub(in super::super) fn show(visit: &Visit<'_>) -> Result<Shown, PageError> {
    let reader = visit.reader;
    let families = visit.service.theme_tree()?;
    let members = visit.list(Collection::Members, Vec::new())?;
    let newest = visit.service.newest(NEWEST)?;
    let body = html! {
        (hero(visit)?)
        (section("themes", &reader.text("home-themes"), html! {
            p.intro { (reader.text("home-themes-words")) }
            (family_cards(reader, &families))
        }))
        (section("members", &reader.text("home-members"), html! {
            p.intro { (reader.text("home-members-words")) }
            (members_by_region(reader, &members))
        }))
        (section("reading", &reader.text("home-reading"), html! {
            p.intro { (reader.text("home-reading-words")) }
            (legend(reader))
        }))
        (section("newest", &reader.text("home-newest"), html! {
            p.intro { (reader.text("home-newest-words")) }
            (claims(reader, &newest))
        }))
    };
    let schema = json!({ "@type": "Organization", "name": SITE, "url": reader.absolute("/") });
    Ok(Page::new(SITE, reader.text("home-lead"), body).searching().schema(schema).into())
}

fn hero(visit: &Visit<'_>) -> Result<Markup, PageError> {
    let reader = visit.reader;
    let mut counts = Vec::new();
    for (collection, name) in COUNTED {
        let listing =
            Listing { collection, filters: Vec::new(), sort: Sort::Id, offset: 0, limit: 0 };
        counts.push((name, visit.service.identifiers(&listing)?.len()));
    }
    Ok(html! {
        header.hero {
            h1 { (reader.text("home-title")) }
            p.lead { (reader.text("home-lead")) }
            (suggesting_search_box(reader, ""))
            p.ways {
                a.button href="#members" { (reader.text("home-find-member")) }
                a.button.quiet href=(reader.href("/method")) { (reader.text("home-how")) }
            }
            ul.counts {
                @for (name, count) in counts {
                    li {
                        a href=(reader.href(&format!("/{name}"))) {
                            strong { (count) } " " (reader.count(&format!("home-count-{name}"), count))
                        }
                    }
                }
            }
        }
    })
}

fn family_cards(reader: &Reader, families: &[ThemeNode]) -> Markup {
    html! {
        div.cards {
            @for family in families {
                @let theme = Thing::from(&family.theme);
                article.card {
                    h3 { (reader.link(theme)) }
                    @if let Some(words) = theme.words("definition", reader) { p { (words) } }
                    ul.links {
                        @for domain in &family.narrower { li { (reader.link((&domain.theme).into())) } }
                    }
                }
            }
        }
    }
}

/// The members of each region. A member of whom nothing is known says so.
fn members_by_region(reader: &Reader, members: &[Record]) -> Markup {
    html! {
        div.regions {
            @for (region, members) in members::by_region(reader, members) {
                section aria-labelledby={ "region-" (region.slug()) } {
                    h3 id={ "region-" (region.slug()) } { (reader.link(region)) " " span.count { (members.len()) } }
                    ul.member-grid {
                        @for member in members {
                            @let (needs, offers) = members::profile_size(member);
                            li.silent[needs + offers == 0] {
                                (member_name(reader, member))
                                @if needs + offers == 0 { span.none { " " (reader.text("member-silent-short")) } }
                            }
                        }
                    }
                }
            }
        }
    }
}
