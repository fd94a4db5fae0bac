//! Functions of SPARQL that compare words as search does: by the language of
//! the text, whatever their case, accents and endings. They look at the text
//! they are given and at nothing else; as their time grows with it, no query
//! that calls them is answered inside of the server process.

use crate::domain::{Language, folded, is_empty_word, stem, words};
use crate::vocabulary::FUNCTION;
use oxigraph::model::{Literal, NamedNode, Term};
use oxigraph::sparql::SparqlEvaluator;
use std::cell::RefCell;
use std::rc::Rc;

/// The names of the functions, in their namespace.
pub(super) const TEXT_FUNCTIONS: [&str; 2] = ["matches", "score"];
/// More words are no question; the rest is passed over.
const WORDS_MAX: usize = 32;

/// Adds `matches(text, words)`, whether a text holds all the words, and
/// `score(text, words)`, which part of them it holds.
pub(super) fn with_text_functions(evaluator: SparqlEvaluator) -> SparqlEvaluator {
    let [matches, score] =
        TEXT_FUNCTIONS.map(|name| NamedNode::new_unchecked(format!("{FUNCTION}{name}")));
    evaluator
        .with_custom_function(matches, |arguments| {
            let (met, all) = compared(arguments)?;
            Some(Literal::from(all > 0 && met == all).into())
        })
        .with_custom_function(score, |arguments| {
            let (met, all) = compared(arguments)?;
            Some(Literal::from(f64::from(met) / f64::from(all.max(1))).into())
        })
}

/// How many of the words the text holds, and how many there are; none for what
/// is no text.
fn compared(arguments: &[Term]) -> Option<(u32, u32)> {
    let [Term::Literal(text), Term::Literal(words)] = arguments else { return None };
    let wanted = Wanted::of(words.value());
    let language = text.language().unwrap_or_default().split('-').next()?.parse().ok();
    Some((wanted.met(text.value(), language), u32::try_from(wanted.words.len()).ok()?))
}

/// The words of a question that tell something; all when none does.
struct Wanted {
    text: String,
    words: Vec<WantedWord>,
}

/// A word by all that it can be compared by.
struct WantedWord {
    plain: String,
    stems: Vec<(Language, String)>,
}

thread_local! {
    /// A query asks the same of text after text.
    static LAST: RefCell<Option<Rc<Wanted>>> = const { RefCell::new(None) };
}

impl Wanted {
    fn of(text: &str) -> Rc<Self> {
        LAST.with_borrow_mut(|last| match last {
            Some(wanted) if wanted.text == text => Rc::clone(wanted),
            _ => Rc::clone(last.insert(Rc::new(Self::read(text)))),
        })
    }

    fn read(text: &str) -> Self {
        let typed: Vec<(&str, String)> =
            words(text).take(WORDS_MAX).map(|word| (word.text, folded(word.text))).collect();
        let empty = |plain: &str| Language::ALL.iter().any(|one| is_empty_word(plain, *one));
        let none_tells = typed.iter().all(|(_, plain)| empty(plain));
        let mut found: Vec<WantedWord> = Vec::new();
        for (word, plain) in typed {
            let known = found.iter().any(|known| known.plain == plain);
            if !known && (none_tells || !empty(&plain)) {
                let stems = Language::ALL.iter().flat_map(|&language| {
                    [(language, stem(word, language)), (language, stem(&plain, language))]
                });
                found.push(WantedWord { stems: stems.collect(), plain });
            }
        }
        Self { text: text.to_owned(), words: found }
    }

    /// How many of the words stand in a text.
    fn met(&self, text: &str, language: Option<Language>) -> u32 {
        let mut met: Vec<bool> = vec![false; self.words.len()];
        for word in words(text) {
            let plain = folded(word.text);
            let stems: Vec<(Language, String)> = match language {
                Some(language) => vec![(language, stem(word.text, language))],
                None => Language::ALL.map(|one| (one, stem(word.text, one))).into(),
            };
            for (wanted, met) in self.words.iter().zip(&mut met) {
                *met = *met
                    || wanted.plain == plain
                    || stems.iter().any(|stem| wanted.stems.contains(stem));
            }
        }
        met.into_iter().map(u32::from).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use oxigraph::sparql::QueryResults;
    use oxigraph::store::Store;

    /// What an expression comes to; none for an error.
    fn value(expression: &str) -> Option<String> {
        let query = format!("PREFIX pesf: <{FUNCTION}> SELECT ({expression} AS ?value) WHERE {{}}");
        let results = with_text_functions(SparqlEvaluator::new())
            .parse_query(&query)
            .expect("SPARQL")
            .on_store(&Store::new().expect("a store"))
            .execute()
            .expect("an answer");
        let QueryResults::Solutions(mut rows) = results else { panic!("a SELECT") };
        let row = rows.next().expect("a row").expect("no error");
        match row.get("value") {
            Some(Term::Literal(literal)) => Some(literal.value().to_owned()),
            _ => None,
        }
    }

    #[test]
    fn words_are_compared_by_the_language_of_the_text() {
        for (text, words, expected) in [
            ("\"La formation des jeunes\"@fr", "formations pour le jeune", "true"),
            ("\"Formación de jóvenes\"@es", "formacion jovenes", "true"),
            ("\"Formación de jóvenes\"@es-MX", "FORMACIONES", "true"),
            ("\"Sanctions\"", "sanction", "true"),
            ("\"Sanctions\"@en", "sanction training", "false"),
            ("\"The who\"@en", "the who", "true"),
            ("\"Sanctions\"@en", "", "false"),
            ("\"\"@en", "sanctions", "false"),
        ] {
            let call = format!("pesf:matches({text}, \"{words}\")");
            assert_eq!(value(&call).as_deref(), Some(expected), "{call}");
        }
    }

    #[test]
    fn the_score_is_the_part_that_is_met() {
        let score = |words: &str| value(&format!("pesf:score(\"Hiring incentives\"@en, {words})"));
        assert_eq!(score("\"incentive to hire women\"").as_deref(), Some("0.6666666666666666"));
        assert_eq!(score("\"women\"").as_deref(), Some("0"));
        assert_eq!(score("\"\"").as_deref(), Some("0"));
    }

    #[test]
    fn what_is_no_text_is_an_error() {
        for call in ["pesf:matches(<x:a>, 'a')", "pesf:matches('a')", "pesf:score('a', 'b', 'c')"] {
            assert_eq!(value(call), None, "{call}");
        }
    }
}
