//! A page in the terms of schema.org, as a block of data: it is not run, so the
//! content security policy has nothing against it.

use super::layout::SITE;
use super::page::Page;
use super::reader::Reader;
use serde_json::{Value, json};

/// The block, safe within a `script` element.
pub(super) fn block(reader: &Reader, page: &Page, canonical: &str) -> String {
    let mut graph = vec![json!({
        "@type": "WebPage",
        "@id": canonical,
        "url": canonical,
        "name": page.title,
        "description": page.description,
        "inLanguage": reader.language.tag(),
        "isPartOf": { "@type": "WebSite", "name": SITE, "url": reader.absolute("/") },
    })];
    if let Some((kind, slug)) = &page.thing {
        graph[0]["mainEntity"] = json!({ "@id": kind.iri(slug).as_str() });
    }
    if !page.schema.is_null() {
        graph.push(thing(reader, page));
    }
    if !page.crumbs.is_empty() {
        graph.push(breadcrumbs(reader, page, canonical));
    }
    let document = json!({ "@context": "https://schema.org", "@graph": graph });
    document.to_string().replace('<', "\\u003c")
}

/// What the page is about.
fn thing(reader: &Reader, page: &Page) -> Value {
    let mut thing = page.schema.clone();
    if let Some((kind, slug)) = &page.thing {
        thing["@id"] = json!(kind.iri(slug).as_str());
        thing["url"] = json!(reader.absolute(&reader.href_of(*kind, slug)));
    }
    if thing["name"].is_null() {
        thing["name"] = json!(page.title);
    }
    thing
}

fn breadcrumbs(reader: &Reader, page: &Page, canonical: &str) -> Value {
    let above = page.crumbs.iter().map(|(name, path)| (name, reader.absolute(&reader.href(path))));
    let here = (&page.title, canonical.to_owned());
    let items: Vec<Value> = above
        .chain([here])
        .enumerate()
        .map(|(place, (name, address))| {
            json!({ "@type": "ListItem", "position": place + 1, "name": name, "item": address })
        })
        .collect();
    json!({ "@type": "BreadcrumbList", "itemListElement": items })
}
