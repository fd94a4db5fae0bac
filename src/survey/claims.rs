//! The claims in an answer: a list is taken apart where the mapping says,
//! sentences where a line, a bullet, a semicolon or a full stop ends one.

use super::mapping::{QuestionMapping, ValueForm};
use crate::domain::words;

/// Words of the shortest sentence: what is shorter is an abbreviation, or goes
/// with what is before it.
const SENTENCE_WORDS_MIN: usize = 2;

/// The claims in an answer, each once, in their order.
pub(super) fn claims(text: &str, question: &QuestionMapping) -> Vec<String> {
    let parts: Vec<&str> = match question.values {
        ValueForm::Free => text.split(['\n', ';', '•', '·']).flat_map(sentences).collect(),
        ValueForm::List | ValueForm::Choice => {
            question.separators.iter().fold(vec![text], |parts, separator| {
                parts.into_iter().flat_map(|part| part.split(separator.as_str())).collect()
            })
        }
    };
    let mut claims: Vec<String> = Vec::new();
    for part in parts {
        let claim = bare(part).split_whitespace().collect::<Vec<_>>().join(" ");
        if claim.chars().any(char::is_alphabetic) && !claims.contains(&claim) {
            claims.push(claim);
        }
    }
    claims
}

/// Sentences end at a full stop, an exclamation or a question mark, with a
/// capital letter behind it.
fn sentences(line: &str) -> Vec<&str> {
    let mut sentences = Vec::new();
    let mut begin = 0;
    for (place, _) in line.match_indices(['.', '!', '?']) {
        let rest = &line[place + 1..];
        let next = rest.trim_start();
        let capital = next.len() < rest.len() && next.starts_with(char::is_uppercase);
        let last_letters =
            line[..place].chars().rev().take_while(|letter| letter.is_alphanumeric());
        let whole_word = last_letters.take(2).count() > 1;
        if capital && whole_word && words(&line[begin..place]).count() >= SENTENCE_WORDS_MIN {
            sentences.push(&line[begin..=place]);
            begin = place + 1;
        }
    }
    sentences.push(&line[begin..]);
    sentences
}

/// Without bullets and numbers before it, and the full stop behind.
fn bare(claim: &str) -> &str {
    let claim = claim.trim().trim_start_matches(['-', '–', '—', '*', '•', '·']).trim_start();
    let numbered = claim.split_once(['.', ')']).filter(|(number, _)| {
        (1..=2).contains(&number.len()) && number.bytes().all(|byte| byte.is_ascii_digit())
    });
    numbered.map_or(claim, |(_, rest)| rest).trim().trim_end_matches(['.', ',']).trim_end()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{StatementKind, Text};

    fn split(text: &str, values: ValueForm) -> Vec<String> {
        let question = QuestionMapping {
            number: "1".into(),
            title: Text::default(),
            kind: StatementKind::Challenge,
            columns: Vec::new(),
            values,
            separators: vec![";".into(), "\n".into()],
            choices: std::collections::BTreeMap::new(),
            required: false,
            anonymous: false,
            longest: 100,
        };
        claims(text, &question)
    }

    #[test]
    fn sentences_lines_and_bullets_are_claims() {
        assert_eq!(
            split("1. Young people leave.  We lack staff!\n- e-services; skills", ValueForm::Free),
            ["Young people leave", "We lack staff!", "e-services", "skills"]
        );
        assert_eq!(split("The U.S. Department helps. 35 do", ValueForm::Free).len(), 1);
        assert_eq!(split("a. Telework", ValueForm::Free), ["a. Telework"]);
    }

    #[test]
    fn lists_are_parted_by_their_separators_and_nothing_else() {
        assert_eq!(
            split("AI, data; Skills. Jobs;; AI, data\n", ValueForm::List),
            ["AI, data", "Skills. Jobs"]
        );
        assert!(split(" ; -- ; \n", ValueForm::List).is_empty());
    }
}
