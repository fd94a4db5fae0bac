//! Browse the graph: lists of one kind of thing, filtered and paged, and one
//! thing by its identifier.

use super::roll;
use super::service::Passerelle;
use crate::domain::{Iri, Kind, Slug};
use crate::graph::{GraphError, Query, Record, Value};
use crate::search::SearchError;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

/// What can be listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names are the plurals of the kinds")]
pub enum Collection {
    Members,
    Countries,
    Regions,
    Programmes,
    Practices,
    Themes,
    Topics,
    Expectations,
    Surveys,
    Questions,
    Statements,
    Facts,
    Findings,
    Examples,
    Exchanges,
}

impl Collection {
    /// Every collection, in the order of their places.
    pub const ALL: [Self; 15] = [
        Self::Members,
        Self::Countries,
        Self::Regions,
        Self::Programmes,
        Self::Practices,
        Self::Themes,
        Self::Topics,
        Self::Expectations,
        Self::Surveys,
        Self::Questions,
        Self::Statements,
        Self::Facts,
        Self::Findings,
        Self::Examples,
        Self::Exchanges,
    ];

    /// The kind of its things.
    #[must_use]
    pub fn kind(self) -> Kind {
        match self {
            Self::Members => Kind::Member,
            Self::Countries => Kind::Country,
            Self::Regions => Kind::Region,
            Self::Programmes => Kind::Programme,
            Self::Practices => Kind::Practice,
            Self::Themes => Kind::Theme,
            Self::Topics => Kind::Topic,
            Self::Expectations => Kind::Expectation,
            Self::Surveys => Kind::Survey,
            Self::Questions => Kind::Question,
            Self::Statements => Kind::Statement,
            Self::Facts => Kind::Fact,
            Self::Findings => Kind::Finding,
            Self::Examples => Kind::Example,
            Self::Exchanges => Kind::Exchange,
        }
    }

    /// Asks for its things, and for the place of each in its source where it
    /// has one.
    fn query(self) -> Query {
        Query::new(match self {
            Self::Members => include_str!("../graph/queries/lists/members.rq"),
            Self::Countries => include_str!("../graph/queries/lists/countries.rq"),
            Self::Regions => include_str!("../graph/queries/lists/regions.rq"),
            Self::Programmes => include_str!("../graph/queries/lists/programmes.rq"),
            Self::Practices => include_str!("../graph/queries/lists/practices.rq"),
            Self::Themes => include_str!("../graph/queries/lists/themes.rq"),
            Self::Topics => include_str!("../graph/queries/lists/topics.rq"),
            Self::Expectations => include_str!("../graph/queries/lists/expectations.rq"),
            Self::Surveys => include_str!("../graph/queries/lists/surveys.rq"),
            Self::Questions => include_str!("../graph/queries/lists/questions.rq"),
            Self::Statements => include_str!("../graph/queries/lists/statements.rq"),
            Self::Facts => include_str!("../graph/queries/lists/facts.rq"),
            Self::Findings => include_str!("../graph/queries/lists/findings.rq"),
            Self::Examples => include_str!("../graph/queries/lists/examples.rq"),
            Self::Exchanges => include_str!("../graph/queries/lists/exchanges.rq"),
        })
    }
}

/// Things must have one of the values at a place of the list's query.
#[derive(Clone, Debug)]
pub struct Filter {
    /// The place, which is also the parameter's name.
    pub name: &'static str,
    /// Any of these.
    pub values: Vec<Value>,
}

impl Filter {
    /// By identifiers of a kind.
    pub fn things(name: &'static str, kind: Kind, slugs: impl IntoIterator<Item = Slug>) -> Self {
        let values = slugs.into_iter().map(|slug| Value::Iri(kind.iri(&slug))).collect();
        Self { name, values }
    }
}

/// The order of a list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sort {
    /// By identifier; statements by their place in the source.
    #[default]
    Id,
    /// The reverse of that.
    IdDescending,
    /// Longest unchanged first.
    Modified,
    /// Last changed first.
    ModifiedDescending,
}

/// Which part of which list.
#[derive(Clone, Debug)]
pub struct Listing {
    /// Of what.
    pub collection: Collection,
    /// All of these must hold.
    pub filters: Vec<Filter>,
    /// In what order.
    pub sort: Sort,
    /// How many to leave out.
    pub offset: usize,
    /// How many to show.
    pub limit: usize,
}

impl Listing {
    fn is_filtered(&self) -> bool {
        self.filters.iter().any(|filter| !filter.values.is_empty())
    }
}

/// A part of a list.
#[derive(Clone, Debug)]
pub struct Page {
    /// The things.
    pub records: Vec<Record>,
    /// How many there are in all.
    pub total: usize,
    /// The offset of the next page, if there is one.
    pub next: Option<usize>,
}

/// The names of things, to show in place of their identifiers.
#[derive(Clone, Debug, Default)]
pub struct References(HashMap<Iri, Arc<serde_json::Value>>);

impl References {
    /// From what is shown of each thing.
    pub(super) fn of(by_id: HashMap<Iri, Arc<serde_json::Value>>) -> Self {
        Self(by_id)
    }

    /// The name of a thing; its bare identifier when it has none.
    #[must_use]
    pub fn name(&self, id: &Iri) -> serde_json::Value {
        let known = self.0.get(id).map(|known| serde_json::Value::clone(known));
        known.unwrap_or_else(|| serde_json::json!({ "id": id.as_str() }))
    }
}

/// A list could not be given.
#[derive(Debug, thiserror::Error)]
pub enum BrowseError {
    /// A filter names a thing that is not in the graph.
    #[error("there is no '{value}' to filter {name} by")]
    UnknownValue {
        /// The parameter.
        name: &'static str,
        /// The slug that was given.
        value: String,
    },
    /// What is asked for contradicts itself.
    #[error("{words}")]
    Contradiction {
        /// The parameter.
        name: &'static str,
        /// How.
        words: String,
    },
    /// The graph failed.
    #[error(transparent)]
    Graph(#[from] GraphError),
    /// The search index failed.
    #[error(transparent)]
    Search(#[from] SearchError),
}

impl Passerelle {
    /// A page of a list.
    ///
    /// # Errors
    /// When a filter names something unknown, or the store fails.
    pub fn list(&self, listing: &Listing) -> Result<Page, BrowseError> {
        self.check_filters(&listing.filters)?;
        let part = |ids: &mut dyn Iterator<Item = &Iri>| -> Vec<Iri> {
            ids.skip(listing.offset).take(listing.limit).cloned().collect()
        };
        let (total, ids) = if listing.is_filtered() {
            let all = self.ids(listing)?;
            (all.len(), part(&mut all.iter()))
        } else {
            let roll = self.roll(listing.collection)?;
            (roll.len(), part(&mut roll.sorted(listing.sort)))
        };
        let end = listing.offset.saturating_add(ids.len());
        let next = (end < total && !ids.is_empty()).then_some(end);
        Ok(Page { records: self.records(&ids)?, total, next })
    }

    /// One thing, or none when no such thing is in the graph, or only its
    /// tombstone.
    ///
    /// # Errors
    /// When the store fails.
    pub fn get(&self, kind: Kind, slug: &Slug) -> Result<Option<Record>, GraphError> {
        let records = self.records(&[kind.iri(slug)])?;
        Ok(records.into_iter().find(|record| !record.is_tombstone()))
    }

    /// Whether nothing but a tombstone is left of a thing.
    ///
    /// # Errors
    /// When the store fails.
    pub fn is_withdrawn(&self, kind: Kind, slug: &Slug) -> Result<bool, GraphError> {
        Ok(self.records(&[kind.iri(slug)])?.iter().any(Record::is_tombstone))
    }

    /// The records of things, in the order given; unknown ones are left out.
    ///
    /// # Errors
    /// When the store fails.
    pub fn records(&self, ids: &[Iri]) -> Result<Vec<Record>, GraphError> {
        self.graph().records(&Query::new(include_str!("../graph/queries/view.rq")), ids)
    }

    /// The identifiers of a list, whatever part of it is asked for.
    ///
    /// # Errors
    /// When a filter names something unknown, or the store fails.
    pub fn identifiers(&self, listing: &Listing) -> Result<Vec<Iri>, BrowseError> {
        self.check_filters(&listing.filters)?;
        Ok(self.ids(listing)?)
    }

    /// The languages that members work in.
    ///
    /// # Errors
    /// When the store fails.
    pub fn working_languages(&self) -> Result<Vec<String>, GraphError> {
        let query = Query::new(include_str!("../graph/queries/languages.rq"));
        let rows = self.graph().select(&query)?;
        rows.iter().map(|row| Ok(row.text("language")?.to_owned())).collect()
    }

    /// What public sources reported last: facts and figures, the latest first.
    ///
    /// # Errors
    /// When the store fails.
    pub fn newest(&self, limit: usize) -> Result<Vec<Record>, GraphError> {
        let query = Query::new(include_str!("../graph/queries/newest.rq"));
        let rows = self.graph().select(&query)?;
        let ids: Result<Vec<Iri>, _> = rows.iter().take(limit).map(|row| row.iri("id")).collect();
        self.records(&ids?)
    }

    pub(super) fn ids(&self, listing: &Listing) -> Result<Vec<Iri>, GraphError> {
        if !listing.is_filtered() {
            let roll = self.roll(listing.collection)?;
            return Ok(roll.sorted(listing.sort).cloned().collect());
        }
        let query = listing.filters.iter().fold(listing.collection.query(), |query, filter| {
            query.with(filter.name, filter.values.iter().cloned())
        });
        let mut found = roll::found(self.graph(), &query)?;
        match listing.sort {
            Sort::Id => {}
            Sort::IdDescending => found.reverse(),
            Sort::Modified | Sort::ModifiedDescending => {
                let mut found: HashSet<Iri> = found.into_iter().collect();
                let roll = self.roll(listing.collection)?;
                return Ok(roll.sorted(listing.sort).filter_map(|id| found.take(id)).collect());
            }
        }
        Ok(found)
    }

    /// Those of which anything is said.
    pub(super) fn existing(
        &self,
        ids: impl Iterator<Item = Iri>,
    ) -> Result<HashSet<Iri>, GraphError> {
        let ids: Vec<Iri> = ids.collect();
        if ids.is_empty() {
            return Ok(HashSet::new());
        }
        let query = Query::new(include_str!("../graph/queries/exists.rq")).with("id", ids);
        self.graph().select(&query)?.iter().map(|row| row.iri("id")).collect()
    }

    /// A filter by something that does not exist is a mistake, not an empty
    /// answer.
    pub(super) fn check_filters(&self, filters: &[Filter]) -> Result<(), BrowseError> {
        let wanted: Vec<(&'static str, &Iri)> = filters
            .iter()
            .flat_map(|filter| filter.values.iter().map(move |value| (filter.name, value)))
            .filter_map(|(name, value)| match value {
                Value::Iri(iri) => Some((name, iri)),
                Value::Text(_) => None,
            })
            .collect();
        if wanted.is_empty() {
            return Ok(());
        }
        let found = self.existing(wanted.iter().map(|(_, iri)| (*iri).clone()))?;
        match wanted.into_iter().find(|(_, iri)| !found.contains(iri)) {
            Some((name, iri)) => {
                let value = Kind::slug_of(iri.as_str())
                    .map_or_else(|| iri.to_string(), |slug| slug.to_string());
                Err(BrowseError::UnknownValue { name, value })
            }
            None => Ok(()),
        }
    }
}
