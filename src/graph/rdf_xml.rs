//! RDF/XML before its parser sees it. The parser expands entities without
//! bound and takes a document that is cut off for a whole one, so documents
//! with a DOCTYPE are refused, and the root element must be closed at the end.
//! A parser of its own looks for that.

use super::error::{GraphError, Position};
use super::nesting::NESTING_MAX;
use quick_xml::Reader;
use quick_xml::events::Event;
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
    look_through(&text).map_err(refused)?;
    Ok(text)
}

/// Refuses, with words, what the parser would expand, recurse into or miss.
fn look_through(text: &str) -> Result<(), String> {
    let mut reader = Reader::from_str(text);
    let (mut depth, mut roots) = (0_usize, 0);
    loop {
        match reader.read_event() {
            Ok(Event::Start(_)) => {
                roots += usize::from(depth == 0);
                depth += 1;
            }
            Ok(Event::End(_)) => depth = depth.saturating_sub(1),
            Ok(Event::Empty(_)) => roots += usize::from(depth == 0),
            Ok(Event::DocType(_)) => {
                return Err("a DOCTYPE is not accepted, since its entities have no bound".into());
            }
            Ok(Event::Eof) if depth > 0 || roots == 0 => {
                return Err("the document ends before its root element does".into());
            }
            Ok(Event::Eof) => return Ok(()),
            Ok(_) => {}
            Err(error) => return Err(error.to_string()),
        }
        if depth > NESTING_MAX {
            return Err(format!("its elements nest more than {NESTING_MAX} deep"));
        }
    }
}

fn refused(message: String) -> GraphError {
    GraphError::Malformed {
        file: "body".into(),
        position: Position { line: 1, column: 1 },
        message,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_document_whose_root_is_closed_is_whole() {
        for good in [
            "<?xml version='1.0'?><!-- < --><r:RDF a='>'><b/></r:RDF >\n<!-- end -->\n",
            "<r:RDF a='1'/>",
        ] {
            assert_eq!(look_through(good), Ok(()), "{good}");
        }
        for bad in [
            "",
            "<r:RDF><b/>",
            "<r:RDF><b></b>",
            "<r:RDF><r:RDF></r:RDF>",
            "<r:RDF></r:RDF",
            "<a><a/>",
            "<!-- a",
            "<a></b>",
        ] {
            assert!(look_through(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn what_has_no_bound_is_refused() {
        let entities = "<!DOCTYPE r [<!ENTITY a 'aaaa'>]><r>&a;</r>".to_owned();
        let deep = "<a>".repeat(NESTING_MAX + 1) + &"</a>".repeat(NESTING_MAX + 1);
        for text in [entities.to_lowercase(), entities, deep] {
            let refused = matches!(whole(text.as_bytes()), Err(GraphError::Malformed { .. }));
            assert!(refused, "{text}");
        }
    }
}
