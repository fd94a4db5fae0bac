//! Which member a cell names: by its own names, its slug, or its country.

use crate::domain::{Iri, folded, words};
use std::collections::{BTreeMap, BTreeSet};

/// How like a name must be to be suggested, from 0 to 1 (Jaro and Winkler).
const LIKENESS_MIN: f64 = 0.85;
/// How many names are suggested.
const NEAR_MAX: usize = 3;
/// Names that are shorter, such as codes of countries, are not looked for in
/// running text.
const SPOKEN_CHARS_MIN: usize = 4;

/// A name of a member, or of its country.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MemberName {
    /// The member.
    pub member: Iri,
    /// The name.
    pub name: String,
}

/// The names of all members.
#[derive(Clone, Debug, Default)]
pub struct MemberBook {
    members: BTreeMap<String, BTreeSet<Iri>>,
    /// How many words the longest name has.
    words_max: usize,
}

/// Whom a name means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Meant {
    One(Iri),
    Several(BTreeSet<Iri>),
    /// Nobody; but these names are like it.
    Nobody(Vec<String>),
}

impl MemberBook {
    /// From all names. One that several members have means none of them.
    #[must_use]
    pub fn new(names: impl IntoIterator<Item = MemberName>) -> Self {
        let mut members: BTreeMap<String, BTreeSet<Iri>> = BTreeMap::new();
        for MemberName { member, name } in names {
            members.entry(plain(&name)).or_default().insert(member);
        }
        let words_max = members.keys().map(|name| name.split(' ').count()).max();
        Self { members, words_max: words_max.unwrap_or_default() }
    }

    pub(super) fn meant(&self, name: &str) -> Meant {
        let name = plain(name);
        match self.members.get(&name) {
            Some(members) if members.len() == 1 => {
                Meant::One(members.iter().next().cloned().expect("there is one"))
            }
            Some(members) => Meant::Several(members.clone()),
            None => Meant::Nobody(self.near(&name)),
        }
    }

    /// Whom a name means, if anybody; a near miss is not looked for.
    pub(super) fn known(&self, name: &str) -> Option<Meant> {
        self.members.contains_key(&plain(name)).then(|| self.meant(name))
    }

    fn near(&self, name: &str) -> Vec<String> {
        let likeness = |known: &String| strsim::jaro_winkler(name, known);
        let mut near: Vec<(f64, &String)> =
            self.members.keys().map(|known| (likeness(known), known)).collect();
        near.retain(|(likeness, _)| *likeness >= LIKENESS_MIN);
        near.sort_by(|one, other| other.0.total_cmp(&one.0));
        near.into_iter().take(NEAR_MAX).map(|(_, known)| known.clone()).collect()
    }

    /// A name that a text speaks of.
    pub(super) fn spoken_of(&self, text: &str) -> Option<&str> {
        let text = plain(text);
        let begins = std::iter::once(0).chain(text.match_indices(' ').map(|(place, _)| place + 1));
        let mut names = begins.flat_map(|begin| {
            let rest = &text[begin..];
            let ends = rest.match_indices(' ').map(|(end, _)| end).chain([rest.len()]);
            ends.take(self.words_max).map(move |end| &rest[..end])
        });
        names.find_map(|name| {
            let (known, _) = self.members.get_key_value(name)?;
            (known.chars().count() >= SPOKEN_CHARS_MIN).then_some(known.as_str())
        })
    }
}

/// A name without what people write in different ways.
pub(super) fn plain(name: &str) -> String {
    let words: Vec<String> = words(name).map(|word| folded(word.text)).collect();
    if words.is_empty() { folded(name.trim()) } else { words.join(" ") }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn book() -> MemberBook {
        let names = [
            ("be", "Actiris"),
            ("be", "Belgique"),
            ("es", "Service public"),
            ("fr", "Service public"),
            ("ci", "Côte d’Ivoire"),
            ("ci", "CI"),
        ];
        MemberBook::new(names.map(|(id, name)| MemberName { member: iri(id), name: name.into() }))
    }

    fn iri(id: &str) -> Iri {
        Iri::parse(&format!("https://example.org/{id}")).expect("an IRI")
    }

    #[test]
    fn names_are_found_however_they_are_written() {
        for name in ["ACTIRIS", " actiris ", "Belgique"] {
            assert_eq!(book().meant(name), Meant::One(iri("be")), "{name}");
        }
        for name in ["Cote d'Ivoire", "côte d ivoire", "ci"] {
            assert_eq!(book().meant(name), Meant::One(iri("ci")), "{name}");
        }
    }

    #[test]
    fn a_near_miss_is_suggested_and_not_taken() {
        assert_eq!(book().meant("Belgiqe"), Meant::Nobody(vec!["belgique".into()]));
        assert_eq!(book().meant("Atlantis"), Meant::Nobody(Vec::new()));
        assert!(matches!(book().meant("service public"), Meant::Several(_)));
    }

    #[test]
    fn a_text_that_names_somebody_is_known() {
        assert_eq!(book().spoken_of("In Belgique, we try"), Some("belgique"));
        assert_eq!(book().spoken_of("ci-joint notre avis"), None);
    }
}
