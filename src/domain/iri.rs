//! An absolute IRI, checked once when it enters the program.

use std::fmt;
use std::sync::Arc;

/// An absolute IRI (RFC 3987). Cheap to clone.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Iri(Arc<str>);

/// A text that is not an absolute IRI.
#[derive(Debug, thiserror::Error)]
#[error("'{text}' is not an absolute IRI: {reason}")]
pub struct InvalidIri {
    text: String,
    reason: String,
}

impl Iri {
    /// Checks `text` against the grammar of RFC 3987.
    ///
    /// # Errors
    /// When it is relative or malformed.
    pub fn parse(text: &str) -> Result<Self, InvalidIri> {
        match oxiri::Iri::parse(text) {
            Ok(_) => Ok(Self(text.into())),
            Err(error) => Err(InvalidIri {
                text: text.chars().take(200).collect(),
                reason: error.to_string(),
            }),
        }
    }

    /// What `reference`, absolute or relative, means when seen from here
    /// (RFC 3986, section 5).
    ///
    /// # Errors
    /// When it is malformed.
    pub fn resolve(&self, reference: &str) -> Result<Self, InvalidIri> {
        let resolved = oxiri::Iri::parse(self.as_str()).and_then(|base| base.resolve(reference));
        match resolved {
            Ok(iri) => Ok(Self(iri.as_str().into())),
            Err(error) => Err(InvalidIri {
                text: reference.chars().take(200).collect(),
                reason: error.to_string(),
            }),
        }
    }

    /// Takes a text that an RDF parser or the store has already checked.
    pub(crate) fn trusted(text: &str) -> Self {
        Self(text.into())
    }

    /// The IRI as text, without angle brackets.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Iri {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl serde::Serialize for Iri {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de> serde::Deserialize<'de> for Iri {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_absolute_iris_pass() {
        assert!(Iri::parse("https://w3id.org/passerelle/id/country/ke").is_ok());
        for bad in ["", "ke", "/id/ke", "https://e x", "http://a/>"] {
            assert!(Iri::parse(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn references_are_resolved() -> Result<(), InvalidIri> {
        let base = Iri::parse("https://a.example/store?x")?;
        assert_eq!(base.resolve("g/1")?.as_str(), "https://a.example/g/1");
        assert_eq!(base.resolve("urn:x:y")?.as_str(), "urn:x:y");
        assert!(base.resolve("g 1").is_err());
        Ok(())
    }
}
