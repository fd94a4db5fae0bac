//! The frame around each page: head, way in, languages, way out.

use super::assets;
use super::components::search_box;
use super::page::Page;
use super::reader::Reader;
use super::schema_org;
use crate::domain::{Iri, Language};
use crate::http::{feeds_about, news_feeds, oembed_addresses};
use maud::{DOCTYPE, Markup, PreEscaped, html};

/// The name of the site, in every language.
pub(super) const SITE: &str = "Passerelle";

/// The main parts, each with the first parts of the paths that belong to it.
const SECTIONS: [(&str, &[&str]); 7] = [
    ("members", &["member", "country", "region"]),
    ("themes", &["theme"]),
    ("programmes", &["programme", "body"]),
    ("practices", &["practice"]),
    ("topics", &["topic", "expectations", "expectation"]),
    ("groups", &[]),
    ("surveys", &["survey", "statements", "statement", "question", "fact", "finding"]),
];

/// The formats of data that a page of a thing names.
const DATA_FORMATS: [(&str, &str); 5] = [
    ("ttl", "text/turtle"),
    ("jsonld", "application/ld+json"),
    ("nt", "application/n-triples"),
    ("rdf", "application/rdf+xml"),
    ("json", "application/json"),
];

/// The whole document.
pub(super) fn document(reader: &Reader, page: &Page) -> String {
    let document = html! {
        (DOCTYPE)
        html lang=(reader.language.tag()) dir="ltr" {
            head { (head(reader, page)) }
            body {
                a.skip href="#main" { (reader.text("skip")) }
                (header(reader, page))
                main #main tabindex="-1" {
                    @if !page.crumbs.is_empty() { (crumbs(reader, page)) }
                    (page.body)
                }
                (follow(reader, page))
                (data_links(reader, page))
                (footer(reader))
            }
        }
    };
    document.into_string()
}

fn head(reader: &Reader, page: &Page) -> Markup {
    let title = if page.title == SITE {
        reader.text("home-title")
    } else {
        format!("{} · {SITE}", page.title)
    };
    let canonical = reader.absolute(&reader.href(&reader.path));
    html! {
        meta charset="utf-8";
        meta name="viewport" content="width=device-width, initial-scale=1";
        title { (title) }
        meta name="description" content=(page.description);
        meta name="color-scheme" content="light dark";
        @for style in &page.styles { link rel="stylesheet" href=(style.href()); }
        link rel="stylesheet" href=(assets::STYLE.href());
        @for script in &page.scripts { script defer src=(script.href()) {} }
        link rel="icon" type="image/svg+xml" href=(assets::ICON.href());
        link rel="canonical" href=(canonical);
        @if !page.listed { meta name="robots" content="noindex"; }
        @for language in Language::ALL {
            link rel="alternate" hreflang=(language.tag()) href=(reader.absolute(&format!("/{language}{}", reader.path)));
        }
        @if reader.path == "/" { link rel="alternate" hreflang="x-default" href=(reader.absolute("/")); }
        @for (href, media_type) in data_addresses(page) {
            link rel="alternate" type=(media_type) href=(href);
        }
        @for (href, media_type) in feeds(reader, page) {
            link rel="alternate" type=(media_type) title=(page.title) href=(href);
        }
        @for (href, media_type) in news_feeds(reader.language) {
            link rel="alternate" type=(media_type) title=(SITE) href=(href);
        }
        @for (href, media_type) in embeds(page, &canonical) {
            link rel="alternate" type=(media_type) title=(page.title) href=(reader.absolute(&href));
        }
        meta property="og:site_name" content=(SITE);
        meta property="og:type" content="website";
        meta property="og:title" content=(page.title);
        meta property="og:description" content=(page.description);
        meta property="og:url" content=(canonical);
        meta property="og:locale" content=(locale(reader.language));
        @for other in Language::ALL.into_iter().filter(|other| *other != reader.language) {
            meta property="og:locale:alternate" content=(locale(other));
        }
        script type="application/ld+json" { (PreEscaped(schema_org::block(reader, page, &canonical))) }
    }
}

fn locale(language: Language) -> &'static str {
    match language {
        Language::French => "fr_FR",
        Language::English => "en_GB",
        Language::Spanish => "es_ES",
    }
}

/// Where the same is given as data.
pub(super) fn data_addresses(page: &Page) -> Vec<(String, &'static str)> {
    let data = page.thing.iter().flat_map(|(kind, slug)| {
        DATA_FORMATS.map(|(ending, media_type)| {
            (format!("/data/{}/{slug}.{ending}", kind.segment()), media_type)
        })
    });
    data.chain(page.table.clone().map(|href| (href, "text/csv"))).collect()
}

/// The feeds about what the page is about.
fn feeds(reader: &Reader, page: &Page) -> Vec<(String, &'static str)> {
    let thing = page.thing.iter();
    thing.flat_map(|(kind, slug)| feeds_about(*kind, slug, reader.language)).collect()
}

/// Where sites that embed the page ask for what to show.
fn embeds(page: &Page, canonical: &str) -> Vec<(String, &'static str)> {
    page.thing.iter().flat_map(|(kind, _)| oembed_addresses(*kind, canonical)).collect()
}

fn header(reader: &Reader, page: &Page) -> Markup {
    let first = reader.path.split('/').nth(1).unwrap_or_default();
    html! {
        header.site-header {
            div.wrap {
                a.wordmark href=(reader.href("/")) { (bridge()) span { (SITE) } }
                @if !page.searches { (search_box(reader)) }
                nav.site-nav aria-label=(reader.text("nav-main")) {
                    ul {
                        @for (section, parts) in SECTIONS {
                            @let here = first == section;
                            @let within = parts.contains(&first);
                            li {
                                a href=(reader.href(&format!("/{section}")))
                                    aria-current=[here.then_some("page").or(within.then_some("true"))] {
                                    (reader.text(&format!("nav-{section}")))
                                }
                            }
                        }
                        li.to-desk {
                            a href=(reader.href("/desk")) aria-current=[(first == "desk").then_some("true")] { (reader.text("nav-desk")) }
                        }
                    }
                }
                nav.languages aria-label=(reader.text("nav-languages")) {
                    ul {
                        @for language in Language::ALL {
                            li {
                                a href=(reader.href_in(language)) lang=(language.tag()) hreflang=(language.tag())
                                    aria-current=[(language == reader.language).then_some("true")] {
                                    (own_name(language))
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn own_name(language: Language) -> &'static str {
    match language {
        Language::French => "Français",
        Language::English => "English",
        Language::Spanish => "Español",
    }
}

/// The mark of the site: a footbridge.
fn bridge() -> Markup {
    html! {
        svg viewBox="0 0 32 32" width="28" height="28" aria-hidden="true" {
            path d="M2 22h28M4 22C8 9 24 9 28 22M10 22v-6.2M16 22v-9.7M22 22v-6.2" fill="none" stroke="currentColor" stroke-width="2.4" stroke-linecap="round" {}
        }
    }
}

fn crumbs(reader: &Reader, page: &Page) -> Markup {
    html! {
        nav.crumbs aria-label=(reader.text("nav-crumbs")) {
            ol {
                @for (name, path) in &page.crumbs { li { a href=(reader.href(path)) { (name) } } }
            }
        }
    }
}

/// The feeds, where people can see them: of all news on the first page, else of
/// what the page is about.
fn follow(reader: &Reader, page: &Page) -> Markup {
    let (subject, feeds) = match &page.thing {
        Some((kind, _)) => (kind.segment(), feeds(reader, page)),
        None if reader.path == "/" => ("news", news_feeds(reader.language)),
        None => return html! {},
    };
    let title = |key: &str| reader.text(&format!("follow-{key}"));
    html! {
        @if !feeds.is_empty() {
            nav.follow.wrap aria-label=(title(subject)) {
                p { (waves()) " " (title(subject)) }
                ul {
                    @for (href, media_type) in feeds {
                        li { a href=(href) type=(media_type) { (format_name(media_type)) } }
                    }
                }
            }
        }
    }
}

/// The mark of feeds: what goes out from a point, in the form of the bridge.
fn waves() -> Markup {
    html! {
        svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true" {
            path d="M1.4 13C3 4.4 13 4.4 14.6 13M4.6 13c.9-4.2 5.9-4.2 6.8 0" fill="none" stroke="currentColor" stroke-width="1.6" stroke-linecap="round" {}
            circle cx="8" cy="13" r="1.5" fill="currentColor" {}
        }
    }
}

/// The same as data, for those who want it.
fn data_links(reader: &Reader, page: &Page) -> Markup {
    let addresses = data_addresses(page);
    html! {
        @if !addresses.is_empty() {
            aside.data.wrap aria-labelledby="data" {
                p #data { (reader.text("data-title")) }
                ul {
                    @for (href, media_type) in addresses {
                        li { a href=(href) type=(media_type) { (format_name(media_type)) } }
                    }
                }
                @if let Some((kind, slug)) = &page.thing {
                    @let id = kind.iri(slug);
                    p.identifier { (reader.text("data-identifier")) " " code { (id) } }
                    p.report { (report(reader, &id)) }
                }
            }
        }
    }
}

/// The way to say that something here is not right.
fn report(reader: &Reader, id: &Iri) -> Markup {
    let id: String = form_urlencoded::byte_serialize(id.as_str().as_bytes()).collect();
    let href = reader.href(&format!("/desk/new/correction?corrects={id}"));
    html! { a href=(href) rel="nofollow" { (reader.text("new-correction")) } }
}

fn format_name(media_type: &str) -> &'static str {
    match media_type {
        "text/turtle" => "Turtle",
        "application/ld+json" => "JSON-LD",
        "application/n-triples" => "N-Triples",
        "application/rdf+xml" => "RDF/XML",
        "text/csv" => "CSV",
        "application/atom+xml" => "Atom",
        "application/feed+json" => "JSON Feed",
        _ => "JSON",
    }
}

fn footer(reader: &Reader) -> Markup {
    html! {
        footer.site-footer {
            div.wrap {
                p { (reader.text("footer-source")) }
                nav aria-label=(reader.text("nav-footer")) {
                    ul {
                        @for page in ["about", "method", "accessibility"] {
                            li { a href=(reader.href(&format!("/{page}"))) { (reader.text(&format!("nav-{page}"))) } }
                        }
                        li { a href=(reader.href("/query")) { (reader.text("nav-query")) } }
                        li { a href="/docs/" hreflang="en" { (reader.text("nav-api")) } }
                        li { a href="/.well-known/void" { (reader.text("nav-dataset")) } }
                    }
                }
                p.licence { (reader.text("footer-licence")) }
            }
        }
    }
}
