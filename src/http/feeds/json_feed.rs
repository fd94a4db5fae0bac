//! An edition as JSON Feed 1.1 (<https://www.jsonfeed.org/version/1.1/>).

use super::Format;
use super::edition::{Edition, Item, SERVICE};
use serde_json::{Value, json};

/// The document. What a feed does not have is left out, as the format wants it.
pub(super) fn write(edition: &Edition) -> Value {
    let mut feed = json!({
        "version": "https://jsonfeed.org/version/1.1",
        "title": edition.title,
        "home_page_url": edition.page,
        "feed_url": edition.address(Format::JsonFeed),
        "language": edition.language.tag(),
        "authors": [{ "name": SERVICE }],
    });
    if let Some(note) = &edition.note {
        feed["description"] = json!(note.text);
    }
    feed["items"] = edition.items.iter().map(item).collect();
    feed
}

fn item(item: &Item) -> Value {
    let tags: Vec<&str> = item.categories.iter().map(|(_, label)| label.as_str()).collect();
    let others = item.contributors.iter().filter(|name| **name != item.author);
    let authors: Vec<Value> =
        [&item.author].into_iter().chain(others).map(|name| json!({ "name": name })).collect();
    let mut written = json!({
        "id": item.id,
        "url": item.page,
        "title": item.title.text,
        "content_text": item.summary.text,
        "date_published": item.published,
        "date_modified": item.updated,
        "authors": authors,
        "tags": tags,
        "language": item.summary.language,
    });
    if let Some(api) = &item.api {
        written["_passerelle"] = json!({ "api": api });
    }
    written
}
