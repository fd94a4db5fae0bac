//! Documents in an index that never changes: one segment, in memory.

use super::document::{Document, World};
use super::error::SearchError;
use super::facet::Values;
use super::fields::Fields;
use super::lexicon::Lexicon;
use super::thing::{Passage, Role, Thing};
use crate::domain::{folded, words};
use std::collections::HashMap;
use std::sync::Arc;
use tantivy::collector::{Collector, SegmentCollector};
use tantivy::directory::RamDirectory;
use tantivy::query::{Bm25StatisticsProvider, Query};
use tantivy::schema::Field;
use tantivy::{
    DocId, Index, ReloadPolicy, Score, Searcher, SegmentOrdinal, SegmentReader,
    SingleSegmentIndexWriter, TantivyDocument, Term,
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
        for thing in things {
            let document = Document::new(thing, world, values);
            let indexed = words.written(&document, world);
            writer.add_document(indexed).map_err(SearchError::index("index a document"))?;
            documents.push(document);
        }
        let lexicon = words.lexicon.closed();
        let searcher = writer
            .finalize()
            .and_then(|index| index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into())
            .map_err(SearchError::index("finish an index"))?
            .searcher();
        Ok(Self { searcher, documents, lexicon })
    }

    /// The numbers of the documents that a query finds, with their scores.
    pub(super) fn hits(
        &self,
        query: &dyn Query,
        statistics: &Statistics<'_>,
    ) -> Result<Vec<(DocId, Score)>, SearchError> {
        self.searcher
            .search_with_statistics_provider(query, &EveryHit, statistics)
            .map_err(SearchError::index("search the index"))
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
    fn written(&mut self, document: &Document, world: World<'a>) -> TantivyDocument {
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
        for passage in document.linked_names(world) {
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

/// How frequent words are over several shards. What was taken out of one counts
/// no longer, so that scores are those of one index built anew.
pub(super) struct Statistics<'a> {
    pub(super) counted: [&'a Shard; 2],
    pub(super) taken_out: &'a Shard,
}

impl Statistics<'_> {
    fn sum(
        &self,
        of: impl Fn(&dyn Bm25StatisticsProvider) -> tantivy::Result<u64>,
    ) -> tantivy::Result<u64> {
        let [base, delta] = self.counted;
        let counted = of(&base.searcher)? + of(&delta.searcher)?;
        Ok(counted.saturating_sub(of(&self.taken_out.searcher)?))
    }
}

impl Bm25StatisticsProvider for Statistics<'_> {
    fn total_num_tokens(&self, field: Field) -> tantivy::Result<u64> {
        self.sum(|shard| shard.total_num_tokens(field))
    }

    fn total_num_docs(&self) -> tantivy::Result<u64> {
        self.sum(|shard| shard.total_num_docs())
    }

    /// How rare a word is does not depend on where it stands: one that names
    /// few things may be in every other text.
    fn doc_freq(&self, term: &Term) -> tantivy::Result<u64> {
        let Some(text) = term.value().as_str().map(str::to_owned) else { return Ok(0) };
        let mut most = 0;
        for field in Fields::get().of_same_tongue(term.field()) {
            let term = Term::from_field_text(field, &text);
            most = most.max(self.sum(|shard| shard.doc_freq(&term))?);
        }
        Ok(most)
    }
}

/// Collects all: facets are counted over all.
struct EveryHit;

struct Hits(Vec<(DocId, Score)>);

impl Collector for EveryHit {
    type Fruit = Vec<(DocId, Score)>;
    type Child = Hits;

    fn for_segment(&self, _: SegmentOrdinal, _: &SegmentReader) -> tantivy::Result<Hits> {
        Ok(Hits(Vec::new()))
    }

    fn requires_scoring(&self) -> bool {
        true
    }

    fn merge_fruits(&self, fruits: Vec<Vec<(DocId, Score)>>) -> tantivy::Result<Self::Fruit> {
        Ok(fruits.into_iter().flatten().collect())
    }
}

impl SegmentCollector for Hits {
    type Fruit = Vec<(DocId, Score)>;

    fn collect(&mut self, number: DocId, score: Score) {
        self.0.push((number, score));
    }

    fn harvest(self) -> Self::Fruit {
        self.0
    }
}
