//! Headings, sections, lists and tables.

use super::super::reader::Reader;
use super::super::thing::Thing;
use super::marks;
use crate::domain::Facet;
use maud::{Markup, Render, html};

/// How many things a page of a list has.
pub(in super::super) const PAGE_LENGTH: usize = 100;

/// The head of a page: what it is, its name, a sentence.
pub(in super::super) fn heading(eyebrow: &str, title: impl Render, lead: impl Render) -> Markup {
    html! {
        header.page-header {
            p.eyebrow { (eyebrow) }
            h1 { (title) }
            (lead)
        }
    }
}

/// A part of a page.
pub(in super::super) fn section(id: &str, title: &str, body: impl Render) -> Markup {
    html! {
        section aria-labelledby=(id) {
            h2 id=(id) { (title) }
            (body)
        }
    }
}

/// Something to know before reading on.
pub(in super::super) fn notice(body: impl Render) -> Markup {
    html! { div.notice { (body) } }
}

/// Themes or groups as short links, of a side of a profile where it has one.
pub(in super::super) fn chips(
    reader: &Reader,
    things: &[Thing<'_>],
    facet: Option<Facet>,
) -> Markup {
    let class = facet.map_or("plain", Facet::term);
    html! {
        ul class={ "chips " (class) } {
            @for thing in things { li { (reader.link(*thing)) } }
        }
    }
}

/// Things as a list of links, each with what else there is to say.
pub(in super::super) fn thing_list<'a>(
    reader: &Reader,
    things: impl IntoIterator<Item = (Thing<'a>, Markup)>,
) -> Markup {
    html! {
        ul.things {
            @for (thing, more) in things {
                li { span.name { (reader.link(thing)) } " " span.more { (more) } }
            }
        }
    }
}

/// What is known, as terms and values.
pub(in super::super) fn fact_list(rows: &[(String, Markup)]) -> Markup {
    html! {
        dl.facts {
            @for (name, value) in rows { div { dt { (name) } dd { (value) } } }
        }
    }
}

/// What may be wider than the window scrolls on its own, by keyboard too.
pub(in super::super) fn scrolling(label: &str, table: impl Render) -> Markup {
    html! { div.scrolling role="region" aria-label=(label) tabindex="0" { (table) } }
}

/// An address elsewhere. Only web addresses become links.
pub(in super::super) fn external(address: &str) -> Markup {
    let shown = address.trim_start_matches("https://").trim_start_matches("http://");
    let web = address.starts_with("https://") || address.starts_with("http://");
    html! {
        @if web { a.external rel="external" href=(address) { (shown.trim_end_matches('/')) } }
        @else { (shown) }
    }
}

/// Where a reader is in a long list, and the way on.
pub(in super::super) fn pager(reader: &Reader, page: usize, total: usize) -> Markup {
    pages_of(reader, page, total.div_ceil(PAGE_LENGTH).max(1))
}

/// The same by the number of the last page.
pub(in super::super) fn pages_of(reader: &Reader, page: usize, last: usize) -> Markup {
    let link = |page: usize, key: &str| {
        let href = reader.href_with(&[("page", &page.to_string())]);
        html! { a href=(href) rel=[(key == "pager-next").then_some("next")] { (reader.text(key)) } }
    };
    html! {
        @if last > 1 {
            nav.pager aria-label=(reader.text("pager-title")) {
                @if page > 1 { (link(page - 1, "pager-previous")) }
                span { (reader.text_with("pager-place", &[("page", page.into()), ("last", last.into())])) }
                @if page < last { (link(page + 1, "pager-next")) }
            }
        }
    }
}

/// Themes of both sides of a profile, where a list of members shows them.
pub(in super::super) fn profile_size(reader: &Reader, needs: usize, offers: usize) -> Markup {
    html! {
        @if needs + offers == 0 { span.none { (reader.text("member-silent-short")) } }
        @else {
            span.sizes {
                @if needs > 0 { (marks::facet(Facet::Need)) (reader.count("count-needs", needs)) }
                @if needs > 0 && offers > 0 { " " }
                @if offers > 0 { (marks::facet(Facet::Offer)) (reader.count("count-offers", offers)) }
            }
        }
    }
}
