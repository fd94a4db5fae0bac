//! RDF/XML before its parser sees it. The parser expands entities without
//! bound and takes a document that is cut off for a whole one, so documents
//! with a DOCTYPE are refused, and the root element must be closed at the end.

use super::error::{GraphError, Position};
use std::io::Read;

/// Documents are read whole to be looked at.
const BYTES_MAX: u64 = 64 * 1024 * 1024;

/// The text of a document that can be given to the parser.
pub(super) fn whole(body: impl Read) -> Result<String, GraphError> {
    let mut text = String::new();
    body.take(BYTES_MAX + 1)
        .read_to_string(&mut text)
        .map_err(|error| refused(format!("it cannot be read as UTF-8: {error}")))?;
    if text.len() as u64 > BYTES_MAX {
        return Err(refused(format!(
            "RDF/XML is taken up to {} MiB: send N-Triples",
            BYTES_MAX / 1024 / 1024
        )));
    }
    if text.contains("<!DOCTYPE") || text.contains("<!ENTITY") {
        return Err(refused("a DOCTYPE is not accepted, since its entities have no bound".into()));
    }
    if !is_closed(&text) {
        return Err(refused("the document ends before its root element does".into()));
    }
    Ok(text)
}

fn refused(message: String) -> GraphError {
    GraphError::Malformed {
        file: "body".into(),
        position: Position { line: 1, column: 1 },
        message,
    }
}

/// Whether the last thing in the document, comments aside, closes its root.
fn is_closed(text: &str) -> bool {
    let Some(root) = root_name(text) else { return false };
    let mut rest = text.trim_end();
    while rest.ends_with("-->") {
        let Some(begin) = rest.rfind("<!--") else { return false };
        rest = rest[..begin].trim_end();
    }
    let Some(last) = rest.rfind('<') else { return false };
    let tag = &rest[last..];
    let closes = tag
        .strip_prefix("</")
        .and_then(|tag| tag.strip_suffix('>'))
        .is_some_and(|name| name.trim_end() == root);
    let is_empty_root = tag.ends_with("/>") && first_element(text) == Some(last);
    closes || is_empty_root
}

fn root_name(text: &str) -> Option<&str> {
    let begin = first_element(text)? + 1;
    let end = text[begin..]
        .find(|character: char| character.is_whitespace() || matches!(character, '/' | '>'))?;
    Some(&text[begin..begin + end])
}

/// Where the first element begins, after declaration, comments and instructions.
fn first_element(text: &str) -> Option<usize> {
    let mut place = 0;
    loop {
        place += text[place..].find('<')?;
        let rest = &text[place..];
        let end = if rest.starts_with("<?") {
            "?>"
        } else if rest.starts_with("<!--") {
            "-->"
        } else {
            return Some(place);
        };
        place += rest.find(end)? + end.len();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_document_whose_root_is_closed_is_whole() {
        for good in [
            "<?xml version='1.0'?><!-- < --><r:RDF a='1'><b/></r:RDF >\n<!-- end -->\n",
            "<r:RDF a='1'/>",
        ] {
            assert!(is_closed(good), "{good}");
        }
        for bad in ["", "<r:RDF><b/>", "<r:RDF><b></b>", "<r:RDF></r:RDF", "<a><a/>", "<!-- a"] {
            assert!(!is_closed(bad), "{bad}");
        }
    }

    #[test]
    fn entities_are_refused() {
        let text = "<!DOCTYPE r [<!ENTITY a 'aaaa'>]><r>&a;</r>";
        assert!(matches!(whole(text.as_bytes()), Err(GraphError::Malformed { .. })));
    }
}
