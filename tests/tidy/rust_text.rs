//! Just enough reading of Rust for `tests/tidy.rs`: words and signs with their
//! lines, without comments and what quotes hold, and the modules a file names.
//! No grammar: what macros make is not seen.

/// A word or a sign of Rust, without comments and what strings hold.
#[derive(Clone, Copy)]
pub(crate) struct Token<'a> {
    pub(crate) line: usize,
    pub(crate) text: &'a str,
}

/// The text with blanks in place of comments and of what quotes hold.
pub(crate) fn code(text: &str) -> String {
    let characters: Vec<char> = text.chars().collect();
    let mut kept = String::with_capacity(text.len());
    let mut place = 0;
    while place < characters.len() {
        let end = skipped(&characters, place);
        if end == place {
            kept.push(characters[place]);
            place += 1;
        } else {
            kept.extend(characters[place..end].iter().map(|c| if *c == '\n' { '\n' } else { ' ' }));
            place = end;
        }
    }
    kept
}

/// Where the comment or literal that begins here ends; `place` if none does.
fn skipped(text: &[char], place: usize) -> usize {
    let at = |offset: usize| text.get(place + offset).copied().unwrap_or(' ');
    let find = |pattern: &str, from: usize| {
        let pattern: Vec<char> = pattern.chars().collect();
        let found = (from..text.len()).find(|&start| text[start..].starts_with(&pattern));
        found.map_or(text.len(), |start| start + pattern.len())
    };
    let after_word = place > 0 && (text[place - 1].is_alphanumeric() || text[place - 1] == '_');
    match (at(0), at(1), at(2)) {
        ('/', '/', _) => find("\n", place) - 1,
        ('/', '*', _) => find("*/", place + 2),
        ('r', '#' | '"', _) if !after_word => {
            let marks = text[place + 1..].iter().take_while(|mark| **mark == '#').count();
            if at(1 + marks) == '"' {
                find(&format!("\"{}", "#".repeat(marks)), place + 2 + marks)
            } else {
                place
            }
        }
        ('"', ..) => {
            let mut end = place + 1;
            while end < text.len() && text[end] != '"' {
                end += if text[end] == '\\' { 2 } else { 1 };
            }
            (end + 1).min(text.len())
        }
        ('\'', '\\', _) => find("'", place + 3),
        ('\'', _, '\'') => place + 3,
        _ => place,
    }
}

pub(crate) fn tokens(code: &str) -> Vec<Token<'_>> {
    let mut tokens = Vec::new();
    for (number, line) in code.lines().enumerate() {
        let mut rest = line.trim_start();
        while let Some(first) = rest.chars().next() {
            let word = rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
            let length = match word {
                0 if rest.starts_with("::") => 2,
                0 => first.len_utf8(),
                word => word,
            };
            tokens.push(Token { line: number + 1, text: &rest[..length] });
            rest = rest[length..].trim_start();
        }
    }
    tokens
}

/// The module that a file is, from the root of the crate: `["graph", "seed"]`.
pub(crate) fn module(path: &str) -> Vec<&str> {
    let inner = path.trim_start_matches("src/").trim_end_matches(".rs");
    inner.split('/').filter(|name| *name != "mod").collect()
}

/// Each module that a file names by `crate::` or `super::`, from the root.
pub(crate) fn references<'a>(path: &'a str, tokens: &[Token<'a>]) -> Vec<(usize, Vec<&'a str>)> {
    let mut found = Vec::new();
    let mut inline: Vec<(usize, &str)> = Vec::new();
    let mut depth = 0;
    let text = |place: usize| tokens.get(place).map_or("", |token| token.text);
    for (place, token) in tokens.iter().enumerate() {
        match token.text {
            "mod" if text(place + 2) == "{" => inline.push((depth, text(place + 1))),
            "{" => depth += 1,
            "}" => {
                depth -= 1;
                inline.retain(|(opened, _)| *opened < depth);
            }
            "crate" | "super" if text(place + 1) == "::" => {
                if place > 0 && text(place - 1) == "::" {
                    continue;
                }
                let mut base = Vec::new();
                let mut next = place + 2;
                if token.text == "super" {
                    base = module(path);
                    base.extend(inline.iter().map(|(_, name)| *name));
                    base.pop();
                    while text(next) == "super" {
                        base.pop();
                        next += 2;
                    }
                }
                for path in paths(tokens, &mut next) {
                    found.push((token.line, [&base[..], &path[..]].concat()));
                }
            }
            _ => {}
        }
    }
    found
}

/// The paths of a `use` tree that begins here: `a::{b, c::d}` is `a::b`, `a::c::d`.
fn paths<'a>(tokens: &[Token<'a>], next: &mut usize) -> Vec<Vec<&'a str>> {
    let text = |place: usize| tokens.get(place).map_or("", |token| token.text);
    if text(*next) != "{" {
        let name = text(*next);
        *next += 1;
        if text(*next) != "::" {
            return vec![vec![name]];
        }
        *next += 1;
        let inner = paths(tokens, next);
        return inner.into_iter().map(|path| [&[name], &path[..]].concat()).collect();
    }
    let mut found = Vec::new();
    *next += 1;
    while !["}", ""].contains(&text(*next)) {
        if text(*next) == "," {
            *next += 1;
        } else {
            found.extend(paths(tokens, next));
        }
    }
    *next += 1;
    found
}
