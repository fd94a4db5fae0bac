//! How well documents fit a question: each word by the best place where it
//! stands, by BM25, and all words together.
//!
//! One word is looked up after the other, over all documents. So it is known at
//! once how many documents hold how many words, and nothing is asked twice.

use super::error::SearchError;
use super::fields::Fields;
use super::question::Sought;
use super::shard::Shard;
use tantivy::fieldnorm::FieldNormReader;
use tantivy::postings::{Postings, SegmentPostings};
use tantivy::query::Bm25Weight;
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, DocSet, Score, SegmentReader, TERMINATED, TantivyError, Term};

/// What the other places of a word add to the best.
const TIE: Score = 0.2;

/// How frequent words are over several shards. What was taken out of one counts
/// no longer, so that scores are those of one index built anew.
pub(super) struct Statistics<'a> {
    counted: [&'a Shard; 2],
    taken_out: &'a Shard,
    documents: u64,
}

impl<'a> Statistics<'a> {
    pub(super) fn new(counted: [&'a Shard; 2], taken_out: &'a Shard) -> Self {
        let of = |shard: &Shard| shard.documents.len() as u64;
        let [base, delta] = counted.map(of);
        Self { counted, taken_out, documents: base + delta - of(taken_out) }
    }

    /// How much a term tells. How rare a word is does not depend on where it
    /// stands: one that names few things may be in every other text.
    #[allow(clippy::cast_precision_loss, reason = "scores are as exact as tantivy's")]
    fn weigh(&self, sought: &Sought<'_>) -> Result<Bm25Weight, SearchError> {
        let mut frequency = 0;
        for field in Fields::get().of_same_tongue(sought.field) {
            let term = Term::from_field_text(field, &sought.text);
            let of = |segment: &SegmentReader| {
                Ok(u64::from(segment.inverted_index(field)?.doc_freq(&term)?))
            };
            frequency = frequency.max(self.sum(of)?);
        }
        let of =
            |segment: &SegmentReader| Ok(segment.inverted_index(sought.field)?.total_num_tokens());
        let length = self.sum(of)? as Score / self.documents as Score;
        let weight = Bm25Weight::for_one_term_without_explain(frequency, self.documents, length);
        Ok(weight.boost_by(sought.weight))
    }

    /// The same of several.
    pub(super) fn weighed<'s>(
        &self,
        sought: Vec<Sought<'s>>,
    ) -> Result<Vec<(Sought<'s>, Bm25Weight)>, SearchError> {
        let weighed = sought.into_iter().map(|sought| {
            let weight = self.weigh(&sought)?;
            Ok((sought, weight))
        });
        weighed.collect()
    }

    fn sum(
        &self,
        of: impl Fn(&SegmentReader) -> Result<u64, TantivyError>,
    ) -> Result<u64, SearchError> {
        let of = |shard: &Shard| {
            let counted = shard.segment().map_or(Ok(0), &of);
            counted.map_err(SearchError::index("count words in the index"))
        };
        let [base, delta] = self.counted;
        Ok((of(base)? + of(delta)?).saturating_sub(of(self.taken_out)?))
    }
}

/// What the documents of a shard come to, by their numbers.
pub(super) struct Scores<'a> {
    shard: &'a Shard,
    totals: Vec<Score>,
    /// How many words of the question they hold.
    held: Vec<u8>,
    /// What the places of the word at hand come to: the best, and all.
    places: Vec<(Score, Score)>,
    /// The documents that hold the word at hand.
    met: Vec<DocId>,
}

impl<'a> Scores<'a> {
    pub(super) fn new(shard: &'a Shard) -> Self {
        let count = shard.documents.len();
        Self {
            shard,
            totals: vec![0.0; count],
            held: vec![0; count],
            places: vec![(0.0, 0.0); count],
            met: Vec::new(),
        }
    }

    /// Adds a word: the terms that stand for it.
    pub(super) fn add_word(
        &mut self,
        terms: &[(Sought<'_>, Bm25Weight)],
    ) -> Result<(), SearchError> {
        self.met.clear();
        for (sought, weight) in terms {
            let Some(mut found) = Found::of(self.shard, sought.field, &sought.text)? else {
                continue;
            };
            while let Some((number, score)) = found.next(weight) {
                let (best, sum) = &mut self.places[number as usize];
                if *sum == 0.0 {
                    self.met.push(number);
                }
                *best = best.max(score);
                *sum += score;
            }
        }
        for number in &self.met {
            let number = *number as usize;
            let (best, sum) = std::mem::take(&mut self.places[number]);
            self.totals[number] += best + TIE * (sum - best);
            self.held[number] += 1;
        }
        Ok(())
    }

    /// Adds what documents have that hold words already.
    pub(super) fn add_bonus(
        &mut self,
        sought: &Sought<'_>,
        weight: &Bm25Weight,
    ) -> Result<(), SearchError> {
        let Some(mut found) = Found::of(self.shard, sought.field, &sought.text)? else {
            return Ok(());
        };
        while let Some((number, score)) = found.next(weight) {
            self.totals[number as usize] += score;
        }
        Ok(())
    }

    /// The documents that hold any word: their numbers, how many words they
    /// hold, and what they come to.
    pub(super) fn holding(&self) -> impl Iterator<Item = (DocId, usize, Score)> {
        let numbered = (0..).zip(&self.held).zip(&self.totals);
        let holding = numbered.filter(|((_, held), _)| **held > 0);
        holding.map(|((number, held), total)| (number, usize::from(*held), *total))
    }
}

/// The documents that hold a term in a field.
struct Found {
    postings: SegmentPostings,
    lengths: FieldNormReader,
}

impl Found {
    fn of(shard: &Shard, field: Field, text: &str) -> Result<Option<Self>, SearchError> {
        let Some(segment) = shard.segment() else { return Ok(None) };
        Self::within(segment, field, text).map_err(SearchError::index("search the index"))
    }

    fn within(
        segment: &SegmentReader,
        field: Field,
        text: &str,
    ) -> Result<Option<Self>, TantivyError> {
        let term = Term::from_field_text(field, text);
        let index = segment.inverted_index(field)?;
        let Some(postings) = index.read_postings(&term, IndexRecordOption::WithFreqs)? else {
            return Ok(None);
        };
        let lengths = if segment.schema().get_field_entry(field).has_fieldnorms() {
            segment.get_fieldnorms_reader(field)?
        } else {
            FieldNormReader::constant(segment.max_doc(), 1)
        };
        Ok(Some(Self { postings, lengths }))
    }

    fn next(&mut self, weight: &Bm25Weight) -> Option<(DocId, Score)> {
        let number = self.postings.doc();
        if number == TERMINATED {
            return None;
        }
        let length = self.lengths.fieldnorm_id(number);
        let score = weight.score(length, self.postings.term_freq());
        self.postings.advance();
        Some((number, score))
    }
}
