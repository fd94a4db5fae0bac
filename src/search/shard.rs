//! Documents in an index that never changes: one segment, in memory.

use super::document::{Document, Surroundings, World};
use super::error::SearchError;
use super::facet::Values;
use super::fields::Fields;
use super::lexicon::Lexicon;
use super::thing::{Passage, Role, Thing};
use crate::domain::{Iri, folded, words};
use std::collections::HashMap;
use std::sync::Arc;
use tantivy::directory::RamDirectory;
use tantivy::schema::Field;
use tantivy::{
    DocId, Index, ReloadPolicy, Searcher, SegmentReader, SingleSegmentIndexWriter, TantivyDocument,
};

/// What the table of terms begins with; it grows.
const MEMORY_BYTES: usize = 1024 * 1024;
/// A name that is longer is no name to type.
const NAME_BYTES_MAX: usize = 300;

/// Documents that are searched together.
pub(super) struct Shard {
    searcher: Searcher,
    /// By their number in the index.
    pub(super) documents: Vec<Document>,
    /// The values of the facets of one document after the other, and where
    /// those of each begin.
    facets: Vec<u32>,
    facet_starts: Vec<usize>,
    pub(super) lexicon: Lexicon,
}

impl Shard {
    /// Indexes things in the order of their identifiers, so that the same
    /// things make the same index.
    pub(super) fn build<'a>(
        things: impl IntoIterator<Item = &'a Arc<Thing>>,
        world: World<'_>,
        values: &mut Values,
    ) -> Result<Self, SearchError> {
        let mut things: Vec<&Arc<Thing>> =
            things.into_iter().filter(|thing| thing.is_found()).collect();
        things.sort_by(|one, other| one.id.cmp(&other.id));
        let mut writer: SingleSegmentIndexWriter = Index::builder()
            .schema(Fields::get().schema.clone())
            .single_segment_index_writer(RamDirectory::create(), MEMORY_BYTES)
            .map_err(SearchError::index("begin an index"))?;
        let mut words = Words::default();
        let mut documents = Vec::with_capacity(things.len());
        let (mut facets, mut facet_starts) = (Vec::new(), vec![0]);
        for thing in things {
            let around = Surroundings::of(thing, world);
            let document = Document::new(thing, &around);
            let indexed = words.written(&document, &around, world);
            writer.add_document(indexed).map_err(SearchError::index("index a document"))?;
            facets.extend(around.facets(thing, world, values));
            facet_starts.push(facets.len());
            documents.push(document);
        }
        let lexicon = words.lexicon.closed();
        let searcher = writer
            .finalize()
            .and_then(|index| index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into())
            .map_err(SearchError::index("finish an index"))?
            .searcher();
        Ok(Self { searcher, documents, facets, facet_starts, lexicon })
    }

    /// The one segment; none where nothing is indexed.
    pub(super) fn segment(&self) -> Option<&SegmentReader> {
        self.searcher.segment_readers().first()
    }

    /// The values of a document's facets.
    pub(super) fn facets(&self, number: DocId) -> &[u32] {
        let number = number as usize;
        &self.facets[self.facet_starts[number]..self.facet_starts[number + 1]]
    }

    /// The number of the document of a thing.
    pub(super) fn number_of(&self, id: &Iri) -> Option<DocId> {
        let place = self.documents.binary_search_by(|document| document.thing.id.cmp(id)).ok()?;
        DocId::try_from(place).ok()
    }
}

/// The words of documents on their way into the index.
#[derive(Default)]
struct Words<'a> {
    lexicon: Lexicon,
    /// The stems of names that things are linked to: many are to the same.
    names: HashMap<&'a Passage, Arc<str>>,
}

impl<'a> Words<'a> {
    fn written(
        &mut self,
        document: &Document,
        around: &Surroundings<'a>,
        world: World<'a>,
    ) -> TantivyDocument {
        let fields = Fields::get();
        let mut indexed = TantivyDocument::new();
        for passage in &document.thing.passages {
            let stems = self.lexicon.learn(&passage.text, passage.language()).join(" ");
            add(&mut indexed, fields.text(passage.role, passage.language()), &stems);
            let whole = match passage.role {
                Role::Label => fields.name,
                Role::Synonym => fields.synonym,
                Role::Text | Role::Linked => continue,
            };
            add(&mut indexed, whole, &whole_name(&passage.text).unwrap_or_default());
        }
        let linked = document.linked(around, world);
        for passage in linked.into_iter().flat_map(|thing| thing.names()) {
            let learnt = || self.lexicon.stems(&passage.text, passage.language()).join(" ").into();
            let stems = self.names.entry(passage).or_insert_with(learnt);
            add(&mut indexed, fields.text(Role::Linked, passage.language()), stems);
        }
        for theme in &document.themes {
            add(&mut indexed, fields.about, theme.as_str());
        }
        for theme in document.themes_within(world) {
            add(&mut indexed, fields.within, theme.as_str());
        }
        indexed
    }
}

fn add(indexed: &mut TantivyDocument, field: Field, text: &str) {
    if !text.is_empty() {
        indexed.add_text(field, text);
    }
}

/// A name as it is compared as a whole.
pub(super) fn whole_name(text: &str) -> Option<String> {
    if text.len() > NAME_BYTES_MAX {
        return None;
    }
    let words: Vec<String> = words(text).map(|word| folded(word.text)).collect();
    (!words.is_empty()).then(|| words.join(" "))
}
