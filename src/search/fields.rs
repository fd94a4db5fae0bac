//! The fields of the index: one for each role of a text in each language, so
//! that words are compared by the rules of their own language and a name counts
//! more than a mention.

use super::thing::Role;
use crate::domain::Language;
use std::sync::LazyLock;
use tantivy::schema::{Field, IndexRecordOption, Schema, TextFieldIndexing, TextOptions};

/// The language by whose rules words are compared; none for any other, whose
/// words are only folded.
pub(super) type Tongue = Option<Language>;

/// Every tongue.
pub(super) const TONGUES: [Tongue; 4] =
    [Some(Language::French), Some(Language::English), Some(Language::Spanish), None];
/// Every role.
pub(super) const ROLES: [Role; 4] = [Role::Label, Role::Synonym, Role::Text, Role::Linked];

/// The fields, by what they hold.
pub(super) struct Fields {
    pub(super) schema: Schema,
    /// By role and tongue: stems, a space between them.
    texts: [[Field; 4]; 4],
    /// Whole names, folded.
    pub(super) name: Field,
    /// Whole other names, folded.
    pub(super) synonym: Field,
    /// The themes that a thing is about.
    pub(super) about: Field,
    /// Those and all broader ones.
    pub(super) within: Field,
}

impl Fields {
    pub(super) fn get() -> &'static Self {
        static FIELDS: LazyLock<Fields> = LazyLock::new(Fields::new);
        &FIELDS
    }

    fn new() -> Self {
        let mut schema = Schema::builder();
        let options = |tokenizer, lengths, record| {
            TextOptions::default().set_indexing_options(
                TextFieldIndexing::default()
                    .set_tokenizer(tokenizer)
                    .set_fieldnorms(lengths)
                    .set_index_option(record),
            )
        };
        let stems = options("whitespace", true, IndexRecordOption::WithFreqs);
        let whole = options("raw", false, IndexRecordOption::Basic);
        let texts = ROLES.map(|role| {
            TONGUES.map(|tongue| {
                let tag = tongue.map_or("und", Language::tag);
                schema.add_text_field(&format!("{role:?}_{tag}"), stems.clone())
            })
        });
        let [name, synonym, about, within] = ["name", "synonym", "about", "within"]
            .map(|field| schema.add_text_field(field, whole.clone()));
        Self { schema: schema.build(), texts, name, synonym, about, within }
    }

    /// The fields of a thing's own words in the same language as this one, and
    /// itself.
    pub(super) fn of_same_tongue(&self, field: Field) -> impl Iterator<Item = Field> {
        let place = self.texts.iter().find_map(|role| role.iter().position(|one| *one == field));
        let own = [Role::Label, Role::Synonym, Role::Text].into_iter();
        let own = own.filter_map(move |role| Some(self.texts[role as usize][place?]));
        own.filter(move |one| *one != field).chain([field])
    }

    /// The field of texts of a role in a language.
    pub(super) fn text(&self, role: Role, tongue: Tongue) -> Field {
        let place = TONGUES.iter().position(|one| *one == tongue).unwrap_or_default();
        self.texts[role as usize][place]
    }
}
