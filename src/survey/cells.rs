//! What is wrong with a cell where an answer is expected.

use super::fault::FaultKind;
use super::grid::{Cell, Form};
use crate::domain::words;
use encoding_rs::WINDOWS_1252;

/// Digits that make a telephone number.
const TELEPHONE_DIGITS: usize = 9;
/// What UTF-8 looks like where it was taken for Windows-1252.
const MISREAD: [&str; 4] = ["Ã", "Â", "â", "Å"];
/// What stands for letters that were lost.
const LOST: [&str; 2] = ["\u{FFFD}", "ï¿½"];

/// An answer that can be read, and what was taken out of it.
pub(super) struct Answer {
    pub(super) text: String,
    pub(super) cleaned: bool,
}

/// Why an answer cannot be read, and what was meant or is to be done.
pub(super) type Refused = (FaultKind, Option<String>);

/// The answer in a cell; none where it is empty.
pub(super) fn answer(cell: &Cell, longest: usize) -> Result<Option<Answer>, Refused> {
    let lines = cell.text.replace("\r\n", "\n").replace('\r', "\n");
    let text = visible(&lines);
    let cleaned = text.len() != lines.len();
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    match cell.form {
        Form::Failed => return Err((FaultKind::SpreadsheetError, None)),
        Form::Garbled => return Err((FaultKind::Encoding, Some(text.to_owned()))),
        Form::Moment => return Err((FaultKind::Date, None)),
        Form::Number => return Err((FaultKind::Number, None)),
        Form::Text => {}
    }
    refuse_text(text, longest)?;
    Ok(Some(Answer { text: text.to_owned(), cleaned }))
}

fn refuse_text(text: &str, longest: usize) -> Result<(), Refused> {
    let meant = reread(text);
    if meant.is_some() || LOST.iter().any(|sign| text.contains(sign)) {
        return Err((FaultKind::Encoding, meant));
    }
    if text.starts_with('#')
        && text[1..].bytes().all(|byte| b"ABCDEFGILMNOPRTUV/0!?".contains(&byte))
    {
        return Err((FaultKind::SpreadsheetError, None));
    }
    if is_formula(text) {
        return Err((FaultKind::Formula, None));
    }
    if is_personal(text) {
        return Err((FaultKind::PersonalData, None));
    }
    if is_date(text) {
        return Err((FaultKind::Date, None));
    }
    if !text.chars().any(char::is_alphabetic) {
        return Err((FaultKind::Number, None));
    }
    let length = text.chars().count();
    if length > longest {
        return Err((FaultKind::TooLong, Some(format!("{length} > {longest}"))));
    }
    Ok(())
}

/// Without characters that nobody sees, but for line breaks and tabs.
fn visible(text: &str) -> String {
    let hidden = |letter: char| {
        (letter.is_control() && letter != '\n' && letter != '\t')
            || matches!(letter, '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2064}' | '\u{FEFF}')
    };
    text.chars().filter(|letter| !hidden(*letter)).collect()
}

/// What a text says whose UTF-8 was taken for Windows-1252; none where it was
/// not.
fn reread(text: &str) -> Option<String> {
    if !MISREAD.iter().any(|sign| text.contains(sign)) {
        return None;
    }
    let (bytes, _, lost) = WINDOWS_1252.encode(text);
    if lost { None } else { String::from_utf8(bytes.into_owned()).ok() }
}

/// A sign that begins a formula, with no space behind it: "- a point" is none.
fn is_formula(text: &str) -> bool {
    let mut letters = text.chars();
    let first = letters.next();
    let second = letters.next().unwrap_or(' ');
    match first {
        Some('=' | '@') => true,
        Some('+' | '-') => second.is_ascii_digit() || second == '(' || second == '=',
        _ => false,
    }
}

fn is_personal(text: &str) -> bool {
    let is_address = |word: &str| {
        word.split_once('@').is_some_and(|(name, host)| !name.is_empty() && host.contains('.'))
    };
    let digits = |part: &str| part.chars().filter(char::is_ascii_digit).count();
    let mut numbers =
        text.split(|letter: char| !(letter.is_ascii_digit() || " +-./()".contains(letter)));
    text.split_whitespace().any(is_address) || numbers.any(|part| digits(part) >= TELEPHONE_DIGITS)
}

/// Nothing but a day: `2023-05-12`, `12/05/2023`, `12.5.23`.
fn is_date(text: &str) -> bool {
    let parts: Vec<&str> = text.split(['-', '/', '.']).collect();
    let short = |part: &&str| {
        (1..=4).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit())
    };
    parts.len() == 3 && parts.iter().all(short) && words(text).next().is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(text: &str) -> Option<FaultKind> {
        let cell = Cell { text: text.to_owned(), form: Form::Text };
        answer(&cell, 60).err().map(|(kind, _)| kind)
    }

    #[test]
    fn each_fault_is_known() {
        for (text, kind) in [
            ("=SUM(A1:A3)", FaultKind::Formula),
            ("@cmd", FaultKind::Formula),
            ("+1+2", FaultKind::Formula),
            ("#N/A", FaultKind::SpreadsheetError),
            ("#REF!", FaultKind::SpreadsheetError),
            ("formaciÃ³n", FaultKind::Encoding),
            ("12/05/2023", FaultKind::Date),
            ("2023-05-12", FaultKind::Date),
            ("42", FaultKind::Number),
            ("3,5 %", FaultKind::Number),
            ("write to ana@pes.example", FaultKind::PersonalData),
            ("call +32 2 555 12 34", FaultKind::PersonalData),
        ] {
            assert_eq!(refused(text), Some(kind), "{text}");
        }
        assert_eq!(refused(&"long ".repeat(20)), Some(FaultKind::TooLong));
        for good in ["- a point", "Formation", "35 of 89 services", "n/a", "L’Âge d’or", "FORMAÇÃO"]
        {
            assert_eq!(refused(good), None, "{good}");
        }
    }

    #[test]
    fn what_was_misread_is_suggested() {
        let cell = Cell { text: "formaciÃ³n".to_owned(), form: Form::Text };
        let refused = answer(&cell, 60).err();
        assert_eq!(refused, Some((FaultKind::Encoding, Some("formación".to_owned()))));
    }

    #[test]
    fn invisible_characters_go() -> Result<(), Refused> {
        let cell = Cell { text: "\u{FEFF}tele\u{200B}work\r\n".to_owned(), form: Form::Text };
        let found = answer(&cell, 60)?.expect("an answer");
        assert_eq!((found.text.as_str(), found.cleaned), ("telework", true));
        assert!(answer(&Cell::default(), 60)?.is_none());
        Ok(())
    }
}
