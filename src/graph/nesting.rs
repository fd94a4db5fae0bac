//! How deep a document nests, told while it streams by, before its parser
//! takes it in: parsers recurse, or keep a stack whose handling grows with the
//! square of its depth. What is malformed is left to them to tell.

use std::io::{self, Read};

/// How deep brackets may nest in what is written to the graph.
pub(super) const NESTING_MAX: usize = 500;

/// The brackets of a family of formats.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Syntax {
    /// Turtle and its relatives: `( [ {` and `<<`, outside of IRIs, strings
    /// and comments.
    Turtle,
    /// JSON: `[ {`, outside of strings.
    Json,
}

/// Reads on as long as the document is shallow, and fails where it is not.
pub(super) struct Shallow<R> {
    inner: R,
    scanner: Scanner,
}

impl<R: Read> Shallow<R> {
    pub(super) fn new(inner: R, syntax: Syntax) -> Self {
        Self { inner, scanner: Scanner { syntax, state: State::Plain, depth: 0 } }
    }
}

impl<R: Read> Read for Shallow<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(buffer)?;
        for byte in &buffer[..count] {
            self.scanner.take(*byte);
            if self.scanner.depth > NESTING_MAX {
                return Err(io::Error::other(TooDeep));
            }
        }
        Ok(count)
    }
}

/// Rides in an [`io::Error`].
#[derive(Debug, thiserror::Error)]
#[error("its brackets nest more than {NESTING_MAX} deep")]
struct TooDeep;

struct Scanner {
    syntax: Syntax,
    state: State,
    depth: usize,
}

/// Where in the text the scanner is. Of a quote it says which, and whether it
/// is one of three.
#[derive(Clone, Copy)]
enum State {
    Plain,
    /// After a backslash, which takes away what the next byte means.
    Escaped,
    Comment,
    /// After `<` or `>`, which may be one of two.
    Less,
    Greater,
    Iri,
    /// After this many quotes in a row, at the beginning of a string.
    Quotes(u8, u8),
    Short(u8),
    ShortEscaped(u8),
    /// In a string in three quotes, after this many of them in a row.
    Long(u8, u8),
    LongEscaped(u8),
}

impl Scanner {
    fn take(&mut self, byte: u8) {
        self.state = match self.state {
            State::Escaped => State::Plain,
            State::Comment if matches!(byte, b'\n' | b'\r') => State::Plain,
            State::Comment => State::Comment,
            State::Less if byte == b'<' => self.open(),
            State::Less | State::Iri if byte == b'>' => State::Plain,
            State::Less | State::Iri => State::Iri,
            State::Greater if byte == b'>' => self.close(),
            State::Quotes(quote, 1) if byte == quote => State::Quotes(quote, 2),
            State::Quotes(quote, 2) if byte == quote => State::Long(quote, 0),
            State::Plain | State::Greater | State::Quotes(_, 2) => self.plain(byte),
            State::Quotes(quote, _) | State::Short(quote) => match byte {
                b'\\' => State::ShortEscaped(quote),
                _ if byte == quote => State::Plain,
                _ => State::Short(quote),
            },
            State::ShortEscaped(quote) => State::Short(quote),
            State::Long(quote, count) => match byte {
                b'\\' => State::LongEscaped(quote),
                _ if byte != quote => State::Long(quote, 0),
                _ if count == 2 => State::Plain,
                _ => State::Long(quote, count + 1),
            },
            State::LongEscaped(quote) => State::Long(quote, 0),
        };
    }

    fn plain(&mut self, byte: u8) -> State {
        let turtle = self.syntax == Syntax::Turtle;
        match byte {
            b'{' | b'[' => self.open(),
            b'}' | b']' => self.close(),
            b'"' if !turtle => State::Short(byte),
            b'"' | b'\'' if turtle => State::Quotes(byte, 1),
            b'(' if turtle => self.open(),
            b')' if turtle => self.close(),
            b'<' if turtle => State::Less,
            b'>' if turtle => State::Greater,
            b'#' if turtle => State::Comment,
            b'\\' if turtle => State::Escaped,
            _ => State::Plain,
        }
    }

    fn open(&mut self) -> State {
        self.depth += 1;
        State::Plain
    }

    fn close(&mut self) -> State {
        self.depth = self.depth.saturating_sub(1);
        State::Plain
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn deepest(syntax: Syntax, text: &str) -> usize {
        let mut scanner = Scanner { syntax, state: State::Plain, depth: 0 };
        let depths = text.bytes().map(|byte| {
            scanner.take(byte);
            scanner.depth
        });
        depths.max().unwrap_or_default()
    }

    #[test]
    fn brackets_count_where_they_are_brackets() {
        for (text, depth) in [
            ("<a#b(((> <x:p> ([ [] ] 1)", 3),
            ("x:a x:p \"(((\" , '[[[' , \"\" , ((1)) .", 2),
            ("x:a x:p \"\"\"((( \" (( \\\" \"\" (\"\"\" , (1) .", 1),
            ("x:a x:p '\\'(((' . # ((((\n x:b x:p () .", 1),
            ("x:a\\( x:p x:b\\' , (1) .", 1),
            ("<<( <x:a> <x:p> <<( <x:b> <x:p> 1 )>> )>> <x:p> << x:a x:b x:c >> .", 4),
            ("<x:g> { <x:a> <x:p> [ <x:q> ( 1 ) ] } { <x:a> <x:p> 1 }", 3),
            ("", 0),
        ] {
            assert_eq!(deepest(Syntax::Turtle, text), depth, "{text}");
        }
        for (text, depth) in
            [("{\"a[[\": [[\"\\\"[[[[\"]]}", 3), ("[{\"a\": '((('}, {\"#\": []}]", 3), ("1", 0)]
        {
            assert_eq!(deepest(Syntax::Json, text), depth, "{text}");
        }
    }

    #[test]
    fn what_is_deep_is_not_read_on() {
        let mut text = String::new();
        for (depth, fits) in [(NESTING_MAX, true), (NESTING_MAX + 1, false)] {
            let document = "(".repeat(depth) + &")".repeat(depth);
            let read = Shallow::new(document.as_bytes(), Syntax::Turtle).read_to_string(&mut text);
            assert_eq!(read.is_ok(), fits, "{depth}");
        }
    }
}
