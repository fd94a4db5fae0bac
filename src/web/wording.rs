//! Numbers and dates as each language writes them.

use super::reader::Reader;
use crate::domain::Language;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Kept together: a number does not part from what follows it.
const NO_BREAK: char = '\u{a0}';
const NARROW_NO_BREAK: char = '\u{202f}';

/// Words as they are put in order: «Émirats» stands among the E's.
pub(super) fn without_accents(words: &str) -> String {
    words.nfd().filter(|c| !is_combining_mark(*c)).collect::<String>().to_lowercase()
}

impl Reader {
    /// A whole number, its thousands apart.
    pub(super) fn number(&self, number: u64) -> String {
        grouped(self.language, &number.to_string())
    }

    /// A decimal number as a source states it: `9.5` is `9,5` in French.
    pub(super) fn decimal(&self, text: &str) -> String {
        let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
        let fraction = fraction.trim_end_matches('0');
        let whole = grouped(self.language, whole);
        match (self.language, fraction) {
            (_, "") => whole,
            (Language::English, fraction) => format!("{whole}.{fraction}"),
            (_, fraction) => format!("{whole},{fraction}"),
        }
    }

    /// A part of one as a percentage, with a decimal place below ten.
    pub(super) fn percent(&self, part: f64) -> String {
        let places = usize::from(part < 0.0995);
        let number = self.decimal(&format!("{:.places$}", part * 100.0));
        match self.language {
            Language::English => format!("{number}%"),
            Language::French | Language::Spanish => format!("{number}{NO_BREAK}%"),
        }
    }

    /// A date as precise as it is known: `2022`, `2022-02`, `2022-02-01`.
    pub(super) fn date(&self, text: &str) -> String {
        let mut parts = text.get(..10).unwrap_or(text).split('-');
        let (year, month, day) = (parts.next(), parts.next(), parts.next());
        let known = |part: Option<&str>| part.and_then(|part| part.parse::<u8>().ok());
        let (Some(year), Some(month)) = (year, known(month).filter(|it| (1..=12).contains(it)))
        else {
            return text.to_owned();
        };
        let month = self.text(&format!("month-{month}"));
        match (self.language, known(day)) {
            (Language::Spanish, None) => format!("{month} de {year}"),
            (_, None) => format!("{month} {year}"),
            (Language::French, Some(1)) => format!("1er{NO_BREAK}{month} {year}"),
            (Language::Spanish, Some(day)) => format!("{day} de {month} de {year}"),
            (_, Some(day)) => format!("{day}{NO_BREAK}{month} {year}"),
        }
    }

    /// `a, b and c`.
    pub(super) fn listed(&self, words: &[String]) -> String {
        match words {
            [] => String::new(),
            [one] => one.clone(),
            [start @ .., last] => format!("{} {} {last}", start.join(", "), self.text("and")),
        }
    }
}

/// The digits of a whole number, its thousands apart.
pub(super) fn grouped(language: Language, digits: &str) -> String {
    // Spanish groups from five digits on (RAE).
    if digits.len() < 5 && language == Language::Spanish || digits.len() < 4 {
        return digits.to_owned();
    }
    let separator = if language == Language::English { ',' } else { NARROW_NO_BREAK };
    let mut grouped = String::new();
    for (place, digit) in digits.chars().enumerate() {
        let left = digits.len() - place;
        if place > 0 && left.is_multiple_of(3) {
            grouped.push(separator);
        }
        grouped.push(digit);
    }
    grouped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_dates_are_those_of_the_language() {
        let [fr, en, es] = Language::ALL.map(Reader::of);
        assert_eq!(fr.number(5_900_000_000), "5\u{202f}900\u{202f}000\u{202f}000");
        assert_eq!((en.number(1513), es.number(1513)), ("1,513".to_owned(), "1513".to_owned()));
        assert_eq!((fr.decimal("9.50"), en.decimal("9.5")), ("9,5".to_owned(), "9.5".to_owned()));
        assert_eq!(
            (fr.percent(0.178), en.percent(0.041)),
            ("18\u{a0}%".to_owned(), "4.1%".to_owned())
        );
        assert_eq!(en.percent(1.0), "100%");
        assert_eq!(fr.date("2019-07-01"), "1er\u{a0}juillet 2019");
        assert_eq!(en.date("2019-07-02"), "2\u{a0}July 2019");
        assert_eq!(es.date("2022-02"), "febrero de 2022");
        assert_eq!(es.date("2022"), "2022");
        assert_eq!(en.date("2022-13"), "2022-13");
        assert_eq!(en.listed(&["a".into(), "b".into(), "c".into()]), "a, b and c");
    }
}
