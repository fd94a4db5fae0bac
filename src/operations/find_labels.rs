//! Find concepts by the words of their labels, with `*` for any letters, as a
//! thesaurus is looked into. What a text is about, search knows better.

use super::concept_schemes::{Concept, ConceptScheme};
use crate::domain::{Iri, folded, is_in_language};

/// Which labels are looked for.
#[derive(Clone, Debug, Default)]
pub struct LabelSearch {
    /// The whole label; `*` stands for any letters, case and accents do not
    /// count.
    pub pattern: String,
    /// Only labels in this language, by its tag.
    pub language: Option<String>,
    /// Only what is narrower than this.
    pub below: Option<Iri>,
    /// Only concepts of one of these classes; any when there is none.
    pub classes: Vec<Iri>,
    /// A concept once, by its best label.
    pub once: bool,
}

/// A label that was found.
#[derive(Clone, Copy, Debug)]
pub struct FoundLabel<'a> {
    /// In which scheme.
    pub scheme: &'a ConceptScheme,
    /// Of which concept.
    pub concept: &'a Concept,
    /// Whether it is its name, and not another one.
    pub is_preferred: bool,
    /// The tag of its language.
    pub language: &'a str,
    /// The label.
    pub text: &'a str,
}

impl LabelSearch {
    /// The labels that are found in the schemes, in alphabetical order.
    #[must_use]
    pub fn find<'a>(
        &self,
        schemes: impl IntoIterator<Item = &'a ConceptScheme>,
    ) -> Vec<FoundLabel<'a>> {
        let pattern = Pattern::new(&self.pattern);
        let mut found: Vec<(String, FoundLabel<'a>)> = Vec::new();
        for scheme in schemes {
            for concept in scheme.concepts().filter(|concept| self.admits(scheme, concept)) {
                let labels = labels(scheme, concept).filter(|label| self.speaks(label.language));
                let labels = labels.map(|label| (folded(label.text), label));
                let matching = labels.filter(|(text, _)| pattern.matches(text));
                found.extend(matching.take(if self.once { 1 } else { usize::MAX }));
            }
        }
        found.sort_by(|(one, first), (other, second)| {
            let ids = (&first.concept.id, &second.concept.id);
            (one, first.language, ids.0).cmp(&(other, second.language, ids.1))
        });
        found.into_iter().map(|(_, label)| label).collect()
    }

    fn admits(&self, scheme: &ConceptScheme, concept: &Concept) -> bool {
        let of_class = || concept.classes.iter().any(|class| self.classes.contains(class));
        let is_below = |above: &Iri| {
            let lineage = scheme.with_ancestors(concept);
            lineage.iter().skip(1).any(|one| one.id == *above)
        };
        !concept.is_retired
            && (self.classes.is_empty() || of_class())
            && self.below.as_ref().is_none_or(is_below)
    }

    fn speaks(&self, tag: &str) -> bool {
        self.language.as_ref().is_none_or(|language| is_in_language(tag, language))
    }
}

/// All labels of a concept, its names first.
fn labels<'a>(
    scheme: &'a ConceptScheme,
    concept: &'a Concept,
) -> impl Iterator<Item = FoundLabel<'a>> {
    let label = move |is_preferred, language, text| FoundLabel {
        scheme,
        concept,
        is_preferred,
        language,
        text,
    };
    let names = concept.label.iter().map(move |(tag, text)| label(true, tag, text));
    let others = concept.other_labels.iter();
    names.chain(others.map(move |(tag, text)| label(false, tag, text)))
}

/// What stands between the stars, folded.
struct Pattern(Vec<String>);

impl Pattern {
    fn new(text: &str) -> Self {
        Self(text.trim().split('*').map(folded).collect())
    }

    /// Whether the whole of a folded text is like this.
    fn matches(&self, text: &str) -> bool {
        let [first, middle @ .., last] = self.0.as_slice() else {
            return self.0.iter().any(|whole| whole == text);
        };
        let mut rest = text.strip_prefix(first.as_str());
        for part in middle {
            rest = rest.and_then(|rest| rest.split_once(part.as_str())).map(|(_, rest)| rest);
        }
        rest.is_some_and(|rest| rest.ends_with(last.as_str()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_star_stands_for_any_letters() {
        let matches = |pattern: &str, text: &str| Pattern::new(pattern).matches(&folded(text));
        for pattern in ["télétravail", "TELE*", "*travail", "t*t*l", "*", "**", "tele*travail*"] {
            assert!(matches(pattern, "Télétravail"), "{pattern}");
        }
        for pattern in ["tele", "travail*", "*tele", "t*x*l", "", "teletravail*teletravail"] {
            assert!(!matches(pattern, "Télétravail"), "{pattern}");
        }
        assert!(!matches("aba*aba", "aba"), "no letter is counted twice");
        assert!(!matches("a.*", "abc"), "nothing else has a meaning");
    }
}
