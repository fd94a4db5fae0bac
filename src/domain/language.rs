//! The three languages of the interface, and text in several of them.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

/// The languages that a browser prefers, best first, as far as they are
/// looked at.
const LANGUAGES_READ_MAX: usize = 20;

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

    /// The one that an `Accept-Language` prefers; French when it has none.
    #[must_use]
    pub fn preferred(accepted: &str) -> Self {
        let mut best = (0.0, Self::French);
        for part in accepted.split(',').take(LANGUAGES_READ_MAX) {
            let mut pieces = part.split(';').map(str::trim);
            let tag = pieces.next().unwrap_or_default().to_ascii_lowercase();
            let primary = tag.split('-').next().unwrap_or_default();
            let quality = pieces.find_map(|piece| piece.strip_prefix("q=")?.parse::<f32>().ok());
            let quality = quality.unwrap_or(1.0);
            if let Ok(language) = primary.parse::<Self>()
                && quality > best.0
            {
                best = (quality, language);
            }
        }
        best.1
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

/// One text in several languages, by BCP 47 tag.
#[derive(
    Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize,
)]
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
    fn a_fallback_says_its_own_language() {
        let text: Text = [(Language::English, "peers")].into_iter().collect();
        assert_eq!(text.get(Language::Spanish), Some(("en", "peers")));
        assert_eq!(Text::default().get(Language::French), None);
    }

    #[test]
    fn the_preferred_language_is_spoken_where_it_is_known() {
        assert_eq!(Language::preferred("es-MX,es;q=0.9,en;q=0.8"), Language::Spanish);
        assert_eq!(Language::preferred("de, en;q=0.7, fr;q=0.3"), Language::English);
        assert_eq!(Language::preferred("de"), Language::French);
        assert_eq!(Language::preferred(""), Language::French);
        assert_eq!(Language::preferred("en;q=0, ;;,,q=x"), Language::French);
    }
}
