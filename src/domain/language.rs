//! The three languages of the interface, and text in several of them.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

/// A language of the interface.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Language {
    /// French, the association's first language here.
    French,
    /// English.
    English,
    /// Spanish.
    Spanish,
}

/// A language tag that the interface does not speak.
#[derive(Debug, thiserror::Error)]
#[error("'{0}' is not one of the languages fr, en, es")]
pub struct UnknownLanguage(String);

impl Language {
    /// In the order in which a missing translation falls back.
    pub const ALL: [Self; 3] = [Self::French, Self::English, Self::Spanish];

    /// BCP 47 tag.
    #[must_use]
    pub fn tag(self) -> &'static str {
        match self {
            Self::French => "fr",
            Self::English => "en",
            Self::Spanish => "es",
        }
    }
}

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.tag())
    }
}

impl FromStr for Language {
    type Err = UnknownLanguage;

    fn from_str(tag: &str) -> Result<Self, UnknownLanguage> {
        Self::ALL
            .into_iter()
            .find(|language| language.tag() == tag)
            .ok_or_else(|| UnknownLanguage(tag.chars().take(40).collect()))
    }
}

/// Whether a tag is of a language, or of a part of it: `fr-CA` of `fr`.
#[must_use]
pub fn is_in_language(tag: &str, language: &str) -> bool {
    let (tag, language) = (tag.to_ascii_lowercase(), language.to_ascii_lowercase());
    tag.strip_prefix(&language).is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
}

/// One text in several languages, by BCP 47 tag. In one piece, as there are
/// many: of each language, in order, the tag, the length, and the text.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, serde::Deserialize)]
#[serde(from = "BTreeMap<String, String>")]
pub struct Text(Box<str>);

impl Text {
    /// Adds or replaces the text in one language.
    pub fn insert(&mut self, tag: &str, text: &str) {
        let mut texts: BTreeMap<&str, &str> = self.iter().collect();
        texts.insert(tag, text);
        *self = Self::packed(texts);
    }

    /// A tag has no spaces, and a length none either.
    fn packed<'a>(texts: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        let pack = |(tag, text): (&str, &str)| format!("{tag} {} {text}", text.len());
        Self(texts.into_iter().map(pack).collect::<String>().into())
    }

    /// The text in `language`, or in the first language it has one in,
    /// with the tag of the language that was found.
    #[must_use]
    pub fn get(&self, language: Language) -> Option<(&str, &str)> {
        std::iter::once(language)
            .chain(Language::ALL)
            .find_map(|language| self.iter().find(|(tag, _)| *tag == language.tag()))
            .or_else(|| self.iter().next())
    }

    /// The text in a language by its tag, or in a part of it.
    #[must_use]
    pub fn in_language(&self, language: &str) -> Option<&str> {
        self.iter().find(|(tag, _)| is_in_language(tag, language)).map(|(_, text)| text)
    }

    /// Whether there is no text at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Every language tag with its text.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        let mut rest = &*self.0;
        std::iter::from_fn(move || {
            let (tag, after) = rest.split_once(' ')?;
            let (length, after) = after.split_once(' ')?;
            let (text, after) = after.split_at_checked(length.parse().ok()?)?;
            rest = after;
            Some((tag, text))
        })
    }

    /// The memory that it takes beside itself.
    #[must_use]
    pub fn bytes(&self) -> usize {
        self.0.len()
    }
}

impl From<BTreeMap<String, String>> for Text {
    fn from(texts: BTreeMap<String, String>) -> Self {
        Self::packed(texts.iter().map(|(tag, text)| (tag.as_str(), text.as_str())))
    }
}

impl serde::Serialize for Text {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.iter())
    }
}

impl<'a> FromIterator<(Language, &'a str)> for Text {
    fn from_iter<I: IntoIterator<Item = (Language, &'a str)>>(pairs: I) -> Self {
        let mut text = Self::default();
        for (language, words) in pairs {
            text.insert(language.tag(), words);
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_of_a_language_is_that_language() {
        assert!(is_in_language("fr", "FR") && is_in_language("fr-CA", "fr"));
        assert!(!is_in_language("fra", "fr") && !is_in_language("fr", "fr-CA"));
    }

    #[test]
    fn a_fallback_says_its_own_language() {
        let text: Text = [(Language::English, "peers")].into_iter().collect();
        assert_eq!(text.get(Language::Spanish), Some(("en", "peers")));
        assert_eq!(Text::default().get(Language::French), None);
    }

    #[test]
    fn texts_stand_in_order_whatever_is_in_them() {
        let mut text = Text::default();
        text.insert("fr", "3 pairs à 10 % ");
        text.insert("es", "");
        text.insert("en", "peers");
        text.insert("en", "3 peers 4");
        let all = [("en", "3 peers 4"), ("es", ""), ("fr", "3 pairs à 10 % ")];
        assert_eq!(text.iter().collect::<Vec<_>>(), all);
        assert_eq!(text.get(Language::French), Some(all[2]));
    }
}
