//! The readable last segment of an identifier.

use std::fmt;
use std::str::FromStr;

/// Lower-case words joined by hyphens, at most 100 characters: `be-actiris`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Slug(Box<str>);

/// A text that is not a slug.
#[derive(Debug, thiserror::Error)]
#[error(
    "'{0}' is not an identifier: lower-case letters, digits and single hyphens are allowed, 100 at most"
)]
pub struct InvalidSlug(String);

const LENGTH_MAX: usize = 100;

impl Slug {
    /// Whether a text is one.
    #[must_use]
    pub fn is(text: &str) -> bool {
        let is_word = |word: &str| {
            !word.is_empty()
                && word.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
        };
        text.len() <= LENGTH_MAX && text.split('-').all(is_word)
    }

    /// The slug as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Slug {
    type Err = InvalidSlug;

    fn from_str(text: &str) -> Result<Self, InvalidSlug> {
        if Self::is(text) {
            Ok(Self(text.into()))
        } else {
            Err(InvalidSlug(text.chars().take(LENGTH_MAX).collect()))
        }
    }
}

impl fmt::Display for Slug {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl<'de> serde::Deserialize<'de> for Slug {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accepts_readable_slugs_and_nothing_else() {
        for good in ["ke", "be-actiris", "2022-q5", "2022-q8-01"] {
            assert!(good.parse::<Slug>().is_ok(), "{good}");
        }
        for bad in ["", "-", "a--b", "A", "a/b", "é", "a b", "a-", &"a".repeat(101)] {
            assert!(bad.parse::<Slug>().is_err(), "{bad}");
        }
    }
}
