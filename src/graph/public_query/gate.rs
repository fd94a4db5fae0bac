//! The gate before the parser and the planner: what would overflow the one or
//! keep the other busy for longer than any time limit is refused in words.

use super::super::error::GraphError;
use super::QueryLimits;

pub(super) fn check_text(text: &str, limits: &QueryLimits) -> Result<(), GraphError> {
    gate_text(text, limits.length_max, limits.nesting_max).map_err(GraphError::QueryRefused)
}

/// Refuses what would overflow the parser's stack or keep it busy, with words.
pub(in super::super) fn gate_text(
    text: &str,
    length_max: usize,
    nesting_max: usize,
) -> Result<(), String> {
    if text.len() > length_max {
        return Err(format!("it has {} bytes, and {length_max} are allowed", text.len()));
    }
    let depth = nesting(text);
    if depth > nesting_max {
        return Err(format!("its brackets nest {depth} deep, and {nesting_max} are allowed"));
    }
    Ok(())
}

/// The deepest nesting of brackets outside IRIs, strings and comments. A run
/// of prefix operators nests the parser as brackets do, and counts as such.
pub(super) fn nesting(text: &str) -> usize {
    let (mut depth, mut deepest, mut operators) = (0_usize, 0, 0);
    let mut rest = text;
    while let Some(character) = rest.chars().next() {
        operators = match character {
            '!' | '-' | '+' | '^' => operators + 1,
            _ if character.is_whitespace() => operators,
            _ => 0,
        };
        match character {
            '(' | '{' | '[' => depth += 1,
            ')' | '}' | ']' => depth = depth.saturating_sub(1),
            _ => {}
        }
        deepest = deepest.max(depth + operators);
        rest = &rest[token_length(rest, character)..];
    }
    deepest
}

/// The text with literals and comments left out, as somebody may have put
/// there what is nobody's business.
#[must_use]
pub fn without_literals(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(character) = rest.chars().next() {
        let (token, behind) = rest.split_at(token_length(rest, character));
        match character {
            '"' | '\'' => shown.push_str("\"…\""),
            '#' => {}
            _ => shown.push_str(token),
        }
        rest = behind;
    }
    shown
}

/// The length in bytes of what begins `text` and is to be passed over at once.
fn token_length(text: &str, first: char) -> usize {
    let to = |end: Option<usize>| end.unwrap_or(text.len());
    match first {
        '#' => to(text.find(['\n', '\r'])),
        '<' => iri_length(text).unwrap_or(1),
        '"' | '\'' => string_length(text, first),
        _ => first.len_utf8(),
    }
}

/// `<…>` with no character that an IRI cannot have; none when the `<` is an
/// operator.
fn iri_length(text: &str) -> Option<usize> {
    let end = text[1..].find(|character: char| {
        character <= ' '
            || matches!(character, '<' | '>' | '"' | '{' | '}' | '|' | '^' | '`' | '\\')
    })? + 1;
    text[end..].starts_with('>').then_some(end + 1)
}

/// A string in one or in three quotes; to the end of the line, or of the text,
/// when it is not closed.
fn string_length(text: &str, quote: char) -> usize {
    let triple: String = [quote; 3].iter().collect();
    let (delimiter, long) =
        if text.starts_with(&triple) { (triple.as_str(), true) } else { (&triple[..1], false) };
    let mut place = delimiter.len();
    while let Some(character) = text[place..].chars().next() {
        if text[place..].starts_with(delimiter) {
            return place + delimiter.len();
        }
        if !long && matches!(character, '\n' | '\r') {
            return place;
        }
        place += character.len_utf8();
        if character == '\\' {
            place += text[place..].chars().next().map_or(0, char::len_utf8);
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn literals_and_comments_are_left_out() {
        assert_eq!(
            without_literals("SELECT * { ?s <x:p#'> 'it\\'s'@en , \"\"\"a\n\"b\"\"\" # 'c'\n}"),
            "SELECT * { ?s <x:p#'> \"…\"@en , \"…\" \n}"
        );
        assert_eq!(without_literals("ASK { ?s ?p 'psl_1"), "ASK { ?s ?p \"…\"");
    }

    #[test]
    fn nesting_counts_brackets_outside_of_iris_strings_and_comments() {
        assert_eq!(nesting("# ((((\n \"((((\" '(((' {}"), 1);
        assert_eq!(nesting("FILTER(!!!!?x)"), 5);
        assert_eq!(nesting("?s <http://a#b> ?o FILTER((("), 3);
        assert_eq!(nesting("?a < ?b && ?c > (((1)))"), 3);
        assert_eq!(nesting(r#"""" " ((( """ (("#), 2);
        assert_eq!(nesting(r#""\" (((" (("#), 2);
        assert_eq!(nesting("<it's> (("), 2);
    }
}
