//! The shapes that several resources share.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// A text by language (BCP 47). With `?lang=` it is a plain string instead, and the same key with
/// `Lang` appended names its language.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(transparent)]
#[schema(value_type = HashMap<String, String>, example = json!({"fr": "Télétravail", "en": "Telework", "es": "Teletrabajo"}))]
pub(super) struct LanguageMap(BTreeMap<String, String>);

/// Several texts by language (BCP 47).
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(transparent)]
#[schema(value_type = HashMap<String, Vec<String>>)]
pub(super) struct LanguageLists(BTreeMap<String, Vec<String>>);

/// Another thing of the graph, by name.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct Reference {
    /// Its identifier.
    #[schema(format = Uri, example = "https://w3id.org/passerelle/id/theme/telework")]
    pub(super) id: String,
    /// The last segment of the identifier.
    #[schema(example = "telework")]
    pub(super) slug: Option<String>,
    /// Its name.
    pub(super) label: Option<LanguageMap>,
}

/// A country by name, with its region.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct CountryReference {
    /// Its identifier.
    #[schema(format = Uri, example = "https://w3id.org/passerelle/id/country/ke")]
    id: String,
    /// ISO 3166-1 alpha-2, lower case.
    #[schema(example = "ke")]
    slug: Option<String>,
    /// Its name.
    label: Option<LanguageMap>,
    /// The association's region.
    in_region: Option<Reference>,
}

/// Where a claim comes from: an address, a thing of the graph, or words.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(untagged)]
pub(super) enum Source {
    /// An address on the web.
    Address(String),
    /// A citation in words.
    Citation {
        /// The words.
        #[serde(rename = "@value")]
        value: String,
    },
    /// A survey or another thing of the graph.
    Thing(Reference),
}

/// A page of a list.
#[derive(Serialize, ToSchema)]
#[allow(
    dead_code,
    reason = "describes an answer that is put together key by key"
)]
pub(super) struct Page<T> {
    /// The things.
    data: Vec<T>,
    /// Where the next page is; null on the last.
    next: Option<String>,
    /// How many there are in all.
    #[schema(example = 36)]
    total: usize,
}

/// Of whom a statement speaks that names no member.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(untagged)]
pub(super) enum Scope {
    /// A region as a whole.
    Region(Reference),
    /// `unnamed`.
    #[schema(example = "unnamed")]
    Unnamed(String),
}

/// An amount, as stated.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct Budget {
    /// Its identifier.
    #[schema(format = Uri)]
    id: String,
    /// The last segment of the identifier.
    slug: Option<String>,
    /// The amount, exact decimal.
    #[schema(example = "5900000000")]
    amount: String,
    /// The currency, as the source words it.
    #[schema(example = "dollars")]
    currency: String,
    /// The time it is for, as stated.
    period: Option<String>,
}
