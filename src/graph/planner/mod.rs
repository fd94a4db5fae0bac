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

pub(super) use counts::Statistics;

use counts::{Counts, PropertyCounts};

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
            GraphPattern::Group { inner, variables, aggregates } => self
                .wrap(*inner, true, |inner| GraphPattern::Group { inner, variables, aggregates }),
            GraphPattern::Slice { inner, start, length } => {
                let all = all && length.is_none();
                self.wrap(*inner, all, |inner| GraphPattern::Slice { inner, start, length })
            }
            GraphPattern::Filter { expr, inner } => {
                self.wrap(*inner, all, |inner| GraphPattern::Filter { expr, inner })
            }
            GraphPattern::Extend { inner, variable, expression } => self
                .wrap(*inner, all, |inner| GraphPattern::Extend { inner, variable, expression }),
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
        let planned = JoinGroup::of(pattern, &mut self.named)
            .and_then(|group| group.plan(self.counts, all));
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
