//! The formats of graphs and results by name: as file extensions, and as the
//! W3C's identifiers for service descriptions. Media types belong to `http`.

use super::public_query::{GraphFormat, ResultFormat};
use super::source::UploadFormat;
use crate::domain::Iri;
use oxigraph::io::RdfFormat;
use std::str::FromStr;

/// The W3C's registry of formats.
const FORMATS: &str = "http://www.w3.org/ns/formats/";

/// A name that is none of the formats.
#[derive(Debug, thiserror::Error)]
#[error("'{0}' is not a format of graphs; known are nq, trig, nt, ttl, n3, rdf and jsonld")]
pub struct UnknownFormat(String);

impl FromStr for GraphFormat {
    type Err = UnknownFormat;

    /// The format that a file extension names.
    fn from_str(name: &str) -> Result<Self, UnknownFormat> {
        let known = Self::ALL.into_iter().find(|format| format.extension() == name);
        known.ok_or_else(|| UnknownFormat(name.to_owned()))
    }
}

impl GraphFormat {
    /// All of them, the preferred one first.
    pub const ALL: [Self; 7] = [
        Self::Turtle,
        Self::NTriples,
        Self::NQuads,
        Self::TriG,
        Self::RdfXml,
        Self::JsonLd,
        Self::N3,
    ];

    /// What files in it end in.
    #[must_use]
    pub fn extension(self) -> &'static str {
        match self {
            Self::Turtle => "ttl",
            Self::NTriples => "nt",
            Self::NQuads => "nq",
            Self::TriG => "trig",
            Self::RdfXml => "rdf",
            Self::JsonLd => "jsonld",
            Self::N3 => "n3",
        }
    }

    /// Its identifier in the W3C's registry of formats.
    #[must_use]
    pub fn iri(self) -> Iri {
        let name = match self {
            Self::Turtle => "Turtle",
            Self::NTriples => "N-Triples",
            Self::NQuads => "N-Quads",
            Self::TriG => "TriG",
            Self::RdfXml => "RDF_XML",
            Self::JsonLd => "JSON-LD",
            Self::N3 => "N3",
        };
        Iri::trusted(&format!("{FORMATS}{name}"))
    }

    /// Whether it keeps the names of graphs.
    #[must_use]
    pub fn has_graphs(self) -> bool {
        matches!(self, Self::NQuads | Self::TriG | Self::JsonLd)
    }
}

impl ResultFormat {
    /// All of them, the preferred one first.
    pub const ALL: [Self; 4] = [Self::Json, Self::Xml, Self::Csv, Self::Tsv];

    /// What files in it end in.
    #[must_use]
    pub fn extension(self) -> &'static str {
        match self {
            Self::Json => "json",
            Self::Xml => "xml",
            Self::Csv => "csv",
            Self::Tsv => "tsv",
        }
    }

    /// Its identifier in the W3C's registry of formats.
    #[must_use]
    pub fn iri(self) -> Iri {
        let name = match self {
            Self::Json => "SPARQL_Results_JSON",
            Self::Xml => "SPARQL_Results_XML",
            Self::Csv => "SPARQL_Results_CSV",
            Self::Tsv => "SPARQL_Results_TSV",
        };
        Iri::trusted(&format!("{FORMATS}{name}"))
    }
}

impl UploadFormat {
    /// The format that another service says a document is in.
    pub(super) fn of_media_type(media_type: &str) -> Option<Self> {
        Some(match RdfFormat::from_media_type(media_type)? {
            RdfFormat::Turtle => Self::Turtle,
            RdfFormat::NTriples => Self::NTriples,
            RdfFormat::NQuads => Self::NQuads,
            RdfFormat::TriG => Self::TriG,
            RdfFormat::N3 => Self::N3,
            RdfFormat::RdfXml => Self::RdfXml,
            RdfFormat::JsonLd { .. } => Self::JsonLd,
            _ => return None,
        })
    }

    /// All of them.
    pub const ALL: [Self; 7] = [
        Self::Turtle,
        Self::NTriples,
        Self::NQuads,
        Self::TriG,
        Self::RdfXml,
        Self::JsonLd,
        Self::N3,
    ];

    /// Its identifier in the W3C's registry of formats.
    #[must_use]
    pub fn iri(self) -> Iri {
        match self {
            Self::Turtle => GraphFormat::Turtle,
            Self::NTriples => GraphFormat::NTriples,
            Self::NQuads => GraphFormat::NQuads,
            Self::TriG => GraphFormat::TriG,
            Self::RdfXml => GraphFormat::RdfXml,
            Self::JsonLd => GraphFormat::JsonLd,
            Self::N3 => GraphFormat::N3,
        }
        .iri()
    }
}
