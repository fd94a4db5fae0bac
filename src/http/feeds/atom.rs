//! An edition as Atom (RFC 4287).

use super::Format;
use super::edition::{Edition, Item, LICENCE, SERVICE, Words};
use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};
use std::borrow::Cow;
use std::io::{self, Write};

const ATOM: &str = "http://www.w3.org/2005/Atom";

/// The document. Texts are text: nothing in them becomes markup.
pub(super) fn write(edition: &Edition) -> io::Result<Vec<u8>> {
    let mut out = Writer::new(Vec::new());
    out.write_event(Event::Decl(BytesDecl::new("1.0", Some("utf-8"), None)))?;
    let language = edition.language.tag();
    out.create_element("feed")
        .with_attributes([("xmlns", ATOM), ("xml:lang", language)])
        .write_inner_content(|out| {
            text(out, "id", &edition.id)?;
            text(out, "title", &edition.title)?;
            if let Some(note) = &edition.note {
                words(out, "subtitle", note, language)?;
            }
            text(out, "updated", &edition.updated)?;
            let (atom, json) = (Format::Atom, Format::JsonFeed);
            link(out, "self", atom.media_type(), &edition.address(atom))?;
            link(out, "alternate", "text/html", &edition.page)?;
            link(out, "alternate", json.media_type(), &edition.address(json))?;
            link(out, "license", "text/html", LICENCE)?;
            person(out, "author", SERVICE)?;
            text(out, "rights", "CC BY 4.0")?;
            edition.items.iter().try_for_each(|item| entry(out, item, language))
        })?;
    Ok(out.into_inner())
}

fn entry(out: &mut Writer<impl Write>, item: &Item, language: &str) -> io::Result<()> {
    out.create_element("entry").write_inner_content(|out| {
        text(out, "id", &item.id)?;
        words(out, "title", &item.title, language)?;
        words(out, "summary", &item.summary, language)?;
        text(out, "published", &item.published)?;
        text(out, "updated", &item.updated)?;
        link(out, "alternate", "text/html", &item.page)?;
        if let Some(api) = &item.api {
            link(out, "related", "application/json", api)?;
        }
        person(out, "author", &item.author)?;
        item.contributors.iter().try_for_each(|name| person(out, "contributor", name))?;
        for (theme, label) in &item.categories {
            let (scheme, term) = theme.as_str().rsplit_once('/').unwrap_or(("", theme.as_str()));
            let label = allowed(label);
            let scheme = format!("{scheme}/");
            out.create_element("category")
                .with_attributes([("term", term), ("scheme", &scheme), ("label", &label)])
                .write_empty()?;
        }
        Ok(())
    })?;
    Ok(())
}

fn text(out: &mut Writer<impl Write>, name: &str, text: &str) -> io::Result<()> {
    out.create_element(name).write_text_content(BytesText::new(&allowed(text)))?;
    Ok(())
}

/// A text that says its language where it is not that of the feed.
fn words(
    out: &mut Writer<impl Write>,
    name: &str,
    words: &Words,
    language: &str,
) -> io::Result<()> {
    let mut element = out.create_element(name);
    if words.language != language {
        element = element.with_attribute(("xml:lang", words.language.as_str()));
    }
    element.write_text_content(BytesText::new(&allowed(&words.text)))?;
    Ok(())
}

fn link(
    out: &mut Writer<impl Write>,
    relation: &str,
    media_type: &str,
    address: &str,
) -> io::Result<()> {
    out.create_element("link")
        .with_attributes([("rel", relation), ("type", media_type), ("href", address)])
        .write_empty()?;
    Ok(())
}

fn person(out: &mut Writer<impl Write>, role: &str, name: &str) -> io::Result<()> {
    out.create_element(role).write_inner_content(|out| text(out, "name", name))?;
    Ok(())
}

/// Without the characters that XML has no way to write.
fn allowed(text: &str) -> Cow<'_, str> {
    let is_allowed = |character: char| match character {
        '\t' | '\n' | '\r' => true,
        '\u{fffe}' | '\u{ffff}' => false,
        other => other >= ' ',
    };
    if text.chars().all(is_allowed) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.chars().filter(|character| is_allowed(*character)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_becomes_markup() -> io::Result<()> {
        let mut out = Writer::new(Vec::new());
        let said = Words {
            text: "</title><script>\u{1}alert('&amp;')</script>]]>".to_owned(),
            language: "en\"><x y=\"".to_owned(),
        };
        words(&mut out, "title", &said, "fr")?;
        link(&mut out, "related", "text/html", "/a?b=1&c=\"<")?;
        let written = String::from_utf8(out.into_inner()).map_err(io::Error::other)?;
        assert!(!written.contains("<script") && !written.contains("<x"), "{written}");
        assert!(!written.contains('\u{1}') && written.contains("&amp;amp;"), "{written}");
        assert!(written.contains("b=1&amp;c="), "{written}");
        Ok(())
    }
}
