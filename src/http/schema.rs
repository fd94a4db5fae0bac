//! The shapes that several resources share.

use crate::domain::{Iri, Language, Text};
use crate::operations::References;
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::collections::BTreeMap;
use utoipa::openapi::schema::{ObjectBuilder, OneOfBuilder};
use utoipa::openapi::{RefOr, Schema};
use utoipa::{PartialSchema, ToSchema};

/// A text by language (BCP 47).
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub(super) struct LanguageMap(BTreeMap<String, String>);

/// A text as it is written for a reader: by language, or in the one that was
/// asked for.
#[derive(Serialize)]
#[serde(untagged)]
pub(super) enum Words {
    ByLanguage(Text),
    InOne(String),
}

impl Words {
    /// With the tag of the one language.
    pub(super) fn of(text: Text, language: Option<Language>) -> (Self, Option<String>) {
        let Some(language) = language else { return (Self::ByLanguage(text), None) };
        let (tag, words) = text.get(language).unzip();
        (Self::InOne(words.unwrap_or_default().to_owned()), tag.map(str::to_owned))
    }
}

/// Several texts by language (BCP 47).
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub(super) struct LanguageLists(BTreeMap<String, Vec<String>>);

impl PartialSchema for LanguageMap {
    fn schema() -> RefOr<Schema> {
        by_language(
            String::schema(),
            json!({"fr": "Télétravail", "en": "Telework", "es": "Teletrabajo"}),
        )
    }
}

impl ToSchema for LanguageMap {}

impl PartialSchema for LanguageLists {
    fn schema() -> RefOr<Schema> {
        by_language(Vec::<String>::schema(), json!({"en": ["working from home"]}))
    }
}

impl ToSchema for LanguageLists {}

/// Texts by language, or with `?lang=` the text in one language.
fn by_language(text: RefOr<Schema>, example: serde_json::Value) -> RefOr<Schema> {
    let map = ObjectBuilder::new().additional_properties(Some(text.clone())).build();
    let texts = OneOfBuilder::new()
        .item(map)
        .item(text)
        .description(Some(
            "By language (BCP 47). With `?lang=`, in that one language or the one it falls back \
             to; the same key with `Lang` appended then names the language.",
        ))
        .examples([example])
        .build();
    RefOr::T(Schema::OneOf(texts))
}

/// The last segment of an identifier.
#[derive(ToSchema)]
#[schema(value_type = String, pattern = "^[a-z0-9]+(-[a-z0-9]+)*$", max_length = 100)]
#[allow(dead_code, reason = "describes a parameter")]
pub(super) struct SlugText(String);

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

impl Reference {
    /// What is known of a thing by name; blank where nothing is.
    pub(super) fn named(names: &References, id: &Iri) -> Self {
        serde_json::from_value(names.name(id)).unwrap_or_default()
    }
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
#[allow(dead_code, reason = "describes an answer that is put together key by key")]
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
