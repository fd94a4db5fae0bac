//! Plans that the engine makes no good ones for: it orders joins by guesses that
//! know nothing of the data, and looks up nearly each row of one side in the
//! other, however many there are. Here joins are ordered by counts of the data,
//! and large sides are joined by hash. Only the plan changes, never the answer.
//!
//! The plan is said in the algebra: `LATERAL` is a look-up for each row, and a
//! sub-select, which the engine never looks into from outside, a side of a hash
//! join. What is not understood stays as it was.

mod counts;
mod join_group;

pub(super) use counts::{Counts, Statistics};

use counts::PropertyCounts;

use join_group::JoinGroup;
use spargebra::Query as Algebra;
use spargebra::algebra::GraphPattern;
use spargebra::term::Variable;
use std::collections::BTreeSet;

/// What a look-up of one row costs, in rows of a scan.
const LOOK_UP: f64 = 12.0;
/// What a row costs that goes through a hash join, in rows of a scan.
const HASHED: f64 = 2.0;
/// More rows than this are not gathered for a hash join.
const GATHERED_MAX: f64 = 3_000_000.0;

/// The query with its joins ordered by what `counts` tells.
pub(super) fn plan(mut query: Algebra, counts: &dyn Counts) -> Algebra {
    let all = !matches!(query, Algebra::Ask { .. });
    let (Algebra::Select { pattern, .. }
    | Algebra::Construct { pattern, .. }
    | Algebra::Describe { pattern, .. }
    | Algebra::Ask { pattern, .. }) = &mut query;
    let before = std::mem::take(pattern);
    *pattern = Planner { counts, named: 0 }.pattern(before, all).pattern;
    query
}

/// A pattern with how many rows it may have.
struct Planned {
    pattern: GraphPattern,
    /// None when nothing is known of it.
    rows: Option<f64>,
}

struct Planner<'a> {
    counts: &'a dyn Counts,
    /// How many blank nodes were given names.
    named: usize,
}

impl Planner<'_> {
    /// Plans a pattern of which `all` rows are wanted, or perhaps the first few:
    /// then those should come soon, and nothing is gathered.
    fn pattern(&mut self, pattern: GraphPattern, all: bool) -> Planned {
        match pattern {
            GraphPattern::Bgp { .. } | GraphPattern::Path { .. } | GraphPattern::Join { .. } => {
                self.group(pattern, all)
            }
            GraphPattern::LeftJoin { left, right, expression } => {
                let left = self.pattern(*left, all);
                let mut right = self.pattern(*right, all);
                if all && self.is_hash_cheaper(&left, &right) {
                    right.pattern = behind_sub_select(right.pattern);
                }
                let rows = left.rows;
                let (left, right) = (Box::new(left.pattern), Box::new(right.pattern));
                Planned { pattern: GraphPattern::LeftJoin { left, right, expression }, rows }
            }
            GraphPattern::OrderBy { inner, expression } => {
                self.wrap(*inner, true, |inner| GraphPattern::OrderBy { inner, expression })
            }
            GraphPattern::Group { inner, variables, aggregates } => {
                self.wrap(*inner, true, |inner| GraphPattern::Group {
                    inner,
                    variables,
                    aggregates,
                })
            }
            GraphPattern::Slice { inner, start, length } => {
                let all = all && length.is_none();
                self.wrap(*inner, all, |inner| GraphPattern::Slice { inner, start, length })
            }
            GraphPattern::Filter { expr, inner } => {
                self.wrap(*inner, all, |inner| GraphPattern::Filter { expr, inner })
            }
            GraphPattern::Extend { inner, variable, expression } => {
                self.wrap(*inner, all, |inner| GraphPattern::Extend { inner, variable, expression })
            }
            GraphPattern::Project { inner, variables } => {
                self.wrap(*inner, all, |inner| GraphPattern::Project { inner, variables })
            }
            GraphPattern::Distinct { inner } => {
                self.wrap(*inner, all, |inner| GraphPattern::Distinct { inner })
            }
            GraphPattern::Reduced { inner } => {
                self.wrap(*inner, all, |inner| GraphPattern::Reduced { inner })
            }
            other => Planned { pattern: other, rows: None },
        }
    }

    fn wrap(
        &mut self,
        inner: GraphPattern,
        all: bool,
        outer: impl FnOnce(Box<GraphPattern>) -> GraphPattern,
    ) -> Planned {
        let inner = self.pattern(inner, all);
        Planned { pattern: outer(Box::new(inner.pattern)), rows: inner.rows }
    }

    /// Joins as they are flattened; as they were when one part is of a kind that
    /// nothing is known of.
    fn group(&mut self, pattern: GraphPattern, all: bool) -> Planned {
        let before = pattern.clone();
        let planned =
            JoinGroup::of(pattern, &mut self.named).and_then(|group| group.plan(self.counts, all));
        planned.unwrap_or(Planned { pattern: before, rows: None })
    }

    /// For an OPTIONAL, whose right side would be looked up for each row.
    fn is_hash_cheaper(&self, left: &Planned, right: &Planned) -> bool {
        match (left.rows, right.rows) {
            (Some(left), Some(right)) => hash_is_cheaper(left, right),
            _ => false,
        }
    }
}

/// Whether `right` rows are better gathered than looked up one by one for each
/// of `left`.
fn hash_is_cheaper(left: f64, right: f64) -> bool {
    left.min(right) < GATHERED_MAX && right * (1.0 + HASHED) + left * HASHED < left * LOOK_UP
}

/// The same rows, evaluated for themselves.
fn behind_sub_select(pattern: GraphPattern) -> GraphPattern {
    if matches!(pattern, GraphPattern::Project { .. }) {
        return pattern;
    }
    let mut variables = BTreeSet::new();
    pattern.on_in_scope_variable(|variable: &Variable| {
        variables.insert(variable.clone());
    });
    let variables = variables.into_iter().collect();
    GraphPattern::Project { inner: Box::new(pattern), variables }
}

#[cfg(test)]
mod tests {
    use super::*;
    use oxigraph::model::NamedNode;
    use oxigraph::sparql::{QueryResults, SparqlEvaluator};
    use oxigraph::store::Store;
    use spargebra::SparqlParser;
    use spargebra::term::TermPattern;

    /// Says the same of every property.
    struct Told(f64, PropertyCounts);

    impl Counts for Told {
        fn property(&self, _: &NamedNode) -> Option<PropertyCounts> {
            Some(self.1)
        }
        fn with_object(&self, _: &NamedNode, _: &TermPattern) -> Option<f64> {
            Some(self.0)
        }
    }

    const PREFIX: &str = "PREFIX : <http://e/> ";
    const DATA: &str = "PREFIX : <http://e/> INSERT DATA {
        :a a :M ; :c :x ; :l 'a'@en , 'A'@fr . :b a :M ; :c :y ; :l 'b'@en . :d a :M .
        :x :r :north . :y :r :south . :z :r :south .
        :t2 :up :t1 . :t3 :up :t2 . :t4 :up :t1 .
        :s1 a :S ; :by :a ; :on :t2 , :t3 . :s2 a :S ; :by :a ; :on :t4 , :t2 . :s3 a :S ; :by :b ; :on :t2 . :s4 :by :d ; :on :t3 .
    }";
    const QUERIES: [&str; 14] = [
        "SELECT ?t ?r (COUNT(?s) AS ?n) { ?s a :S ; :on ?t ; :by/:c/:r ?r } GROUP BY ?t ?r",
        "SELECT ?o (COUNT(DISTINCT ?t) AS ?n) { ?m :by :a ; :on ?t . ?s :on ?t ; :by ?o } GROUP BY ?o",
        "SELECT ?s ?m { ?s :on/:up* :t1 ; :by ?m }",
        "SELECT ?s ?t { ?s :on ?t . ?t :up+ ?u . ?u :up* :t1 }",
        "SELECT * { ?m a :M OPTIONAL { ?m :l ?l FILTER(LANG(?l) = 'en') } OPTIONAL { ?m :c ?c OPTIONAL { ?c :r ?r } } }",
        "SELECT ?m ?l { ?m a :M . ?m :l ?l FILTER(?l != 'b'@en) } ORDER BY ?l ?m",
        "SELECT DISTINCT ?t ?c { ?s :on ?t ; :by/:c ?c }",
        "SELECT ?m { ?m a :M FILTER NOT EXISTS { ?s :by ?m . ?s :on :t4 } }",
        "SELECT ?s { VALUES (?t ?m) { (:t2 :a) (:t3 UNDEF) } ?s :on ?t ; :by ?m }",
        "SELECT ?x { { ?x a :M } UNION { ?x :r ?r . ?y :c ?x } MINUS { ?x :c :y } }",
        "SELECT ?s ?p ?o { ?s a :M ; ?p ?o }",
        "SELECT ?a ?b { ?a :c ?x . ?b :r ?y }",
        "SELECT ?s { [] :by ?m ; :on ?t . ?s :on ?t ; :by [ :c ?c ] }",
        "SELECT ?s ?n { ?s :by ?m { SELECT ?m (COUNT(*) AS ?n) { ?x :by ?m ; :on ?t } GROUP BY ?m } }",
    ];

    fn rows(store: &Store, query: Algebra) -> Vec<String> {
        let answer = SparqlEvaluator::new().for_query(query).on_store(store).execute();
        let Ok(QueryResults::Solutions(solutions)) = answer else { panic!("a SELECT") };
        let names = solutions.variables().to_vec();
        let mut rows: Vec<String> = solutions
            .map(|row| {
                let row = row.expect("a row");
                names.iter().map(|name| format!("{:?} ", row.get(name))).collect()
            })
            .collect();
        rows.sort();
        rows
    }

    #[test]
    fn a_plan_changes_no_answer() {
        let store = Store::new().expect("a store in memory");
        SparqlEvaluator::new()
            .parse_update(DATA)
            .expect("an update")
            .on_store(&store)
            .execute()
            .expect("data");
        let figures = [
            (1e5, PropertyCounts { triples: 1e5, subjects: 1e5, objects: 1e5 }),
            (2.0, PropertyCounts { triples: 1e5, subjects: 1e4, objects: 10.0 }),
            (1e6, PropertyCounts { triples: 10.0, subjects: 1.0, objects: 1.0 }),
        ];
        for text in QUERIES {
            let query = SparqlParser::new().parse_query(&format!("{PREFIX}{text}"));
            let query = query.expect("a query");
            let expected = rows(&store, query.clone());
            assert!(!expected.is_empty(), "{text}");
            for (with_object, property) in figures {
                let planned = plan(query.clone(), &Told(with_object, property));
                assert_eq!(rows(&store, planned), expected, "{text}");
            }
        }
    }

    #[test]
    fn what_is_large_is_joined_by_hash_and_what_is_first_wanted_is_not() {
        let large = PropertyCounts { triples: 1e5, subjects: 1e5, objects: 1e3 };
        let planned = |text: &str| {
            let query = SparqlParser::new().parse_query(&format!("{PREFIX}{text}"));
            plan(query.expect("a query"), &Told(1e5, large)).to_sse()
        };
        let all = planned("SELECT ?s ?m { ?s :on ?t ; :by ?m }");
        assert!(all.contains("join") && !all.contains("lateral"), "{all}");
        let some = planned("SELECT ?s ?m { ?s :on ?t ; :by ?m } LIMIT 10");
        assert!(some.contains("lateral"), "{some}");
        let one = planned("SELECT ?m { :s1 :on ?t ; :by ?m }");
        assert!(!one.contains("(join"), "{one}");
    }
}
