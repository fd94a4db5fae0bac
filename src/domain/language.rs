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

/// One text in several languages, by BCP 47 tag.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(transparent)]
pub struct Text(BTreeMap<String, String>);

impl Text {
    /// Adds or replaces the text in one language.
    pub fn insert(&mut self, tag: &str, text: &str) {
        self.0.insert(tag.to_owned(), text.to_owned());
    }

    /// The text in `language`, or in the first language it has one in,
    /// with the tag of the language that was found.
    #[must_use]
    pub fn get(&self, language: Language) -> Option<(&str, &str)> {
        std::iter::once(language)
            .chain(Language::ALL)
            .find_map(|language| self.0.get_key_value(language.tag()))
            .or_else(|| self.0.iter().next())
            .map(|(tag, text)| (tag.as_str(), text.as_str()))
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
        self.0.iter().map(|(tag, text)| (tag.as_str(), text.as_str()))
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
}
