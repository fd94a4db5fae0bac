//! How often what a query names is there. Counted when it is first asked for,
//! up to a bound, and kept: a plan needs no exact figures.

use super::super::engine::evaluator;
use oxigraph::model::{NamedNode, Term};
use oxigraph::sparql::QueryResults;
use oxigraph::store::Store;
use spargebra::term::TermPattern;
use std::cell::RefCell;
use std::collections::HashMap;
use std::time::{Duration, Instant};

/// Triples that are counted, at most.
const COUNTED_MAX: usize = 1_000_000;
/// Triples among which subjects and objects are told apart.
const SAMPLE: usize = 50_000;
/// Figures that are kept; with more, all are forgotten.
const KEPT_MAX: usize = 10_000;
/// How long figures are good when the store has changed since.
const GOOD_FOR: Duration = Duration::from_mins(10);

/// How a property is used.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(in super::super) struct PropertyCounts {
    /// Triples that have it.
    pub(super) triples: f64,
    /// Different subjects.
    pub(super) subjects: f64,
    /// Different objects.
    pub(super) objects: f64,
}

/// What plans are made from.
pub(in super::super) trait Counts {
    /// How a property is used; none when it cannot be told.
    fn property(&self, property: &NamedNode) -> Option<PropertyCounts>;
    /// Triples with this property and this object.
    fn with_object(&self, property: &NamedNode, object: &TermPattern) -> Option<f64>;
}

/// The figures that were asked for so far.
#[derive(Default)]
pub(in super::super) struct Statistics(RefCell<HashMap<String, Known>>);

#[derive(Clone, Copy)]
struct Known {
    counts: PropertyCounts,
    commit: u64,
    at: Instant,
}

/// The figures of one store.
pub(in super::super) struct Counted<'a> {
    pub(super) statistics: &'a Statistics,
    pub(super) store: &'a Store,
    pub(super) commit: u64,
}

impl Statistics {
    /// The figures of `store` as it is after `commit`.
    pub(in super::super) fn of<'a>(&'a self, store: &'a Store, commit: u64) -> Counted<'a> {
        Counted { statistics: self, store, commit }
    }
}

impl Counted<'_> {
    fn known(
        &self,
        what: String,
        count: impl FnOnce(&Self) -> Option<PropertyCounts>,
    ) -> Option<PropertyCounts> {
        let known = self.statistics.0.borrow().get(&what).copied();
        if let Some(known) = known
            && (known.commit == self.commit || known.at.elapsed() < GOOD_FOR)
        {
            return Some(known.counts);
        }
        let counts = count(self)?;
        let known = Known { counts, commit: self.commit, at: Instant::now() };
        let mut all = self.statistics.0.borrow_mut();
        if all.len() >= KEPT_MAX {
            all.clear();
        }
        all.insert(what, known);
        Some(counts)
    }

    /// The numbers in the one row of `query`.
    fn numbers<const N: usize>(&self, query: &str) -> Option<[f64; N]> {
        let answer = evaluator().parse_query(query).ok()?.on_store(self.store).execute().ok()?;
        let QueryResults::Solutions(mut rows) = answer else { return None };
        let row = rows.next()?.ok()?;
        let mut numbers = [0.0; N];
        for (place, number) in numbers.iter_mut().enumerate() {
            let Some(Term::Literal(value)) = row.get(place) else { return None };
            *number = value.value().parse().ok()?;
        }
        Some(numbers)
    }
}

impl Counts for Counted<'_> {
    fn property(&self, property: &NamedNode) -> Option<PropertyCounts> {
        self.known(property.to_string(), |counted| {
            let [triples] = counted.numbers(&format!(
                "SELECT (COUNT(*) AS ?n) {{ SELECT ?s {{ ?s {property} ?o }} LIMIT {COUNTED_MAX} }}"
            ))?;
            let [sample, subjects, objects] = counted.numbers(&format!(
                "SELECT (COUNT(*) AS ?n) (COUNT(DISTINCT ?s) AS ?ss) (COUNT(DISTINCT ?o) AS ?os) \
                 {{ SELECT ?s ?o {{ ?s {property} ?o }} LIMIT {SAMPLE} }}"
            ))?;
            let scale = triples / sample.max(1.0);
            Some(PropertyCounts { triples, subjects: subjects * scale, objects: objects * scale })
        })
    }

    fn with_object(&self, property: &NamedNode, object: &TermPattern) -> Option<f64> {
        let counts = self.known(format!("{property} {object}"), |counted| {
            let [triples] = counted.numbers(&format!(
                "SELECT (COUNT(*) AS ?n) {{ SELECT ?s {{ ?s {property} {object} }} LIMIT {COUNTED_MAX} }}"
            ))?;
            Some(PropertyCounts { triples, subjects: triples, objects: 1.0 })
        })?;
        Some(counts.triples)
    }
}
