//! Patterns that are joined, in the order and the way that their counts suggest.

use super::{Counts, Planned, PropertyCounts, behind_sub_select, hash_is_cheaper};
use oxigraph::model::vocab::rdf;
use spargebra::algebra::{GraphPattern, PropertyPathExpression};
use spargebra::term::{NamedNodePattern, TermPattern, TriplePattern, Variable};
use std::collections::{BTreeMap, BTreeSet};

/// What a closure reaches from one end, when nothing is known.
const REACHED: f64 = 20.0;
/// Larger groups are left to the engine: their order costs time to find.
const PARTS_MAX: usize = 24;

/// Triple patterns, paths and values that are joined.
pub(super) struct JoinGroup {
    parts: Vec<Part>,
}

struct Part {
    pattern: GraphPattern,
    variables: BTreeSet<Variable>,
}

/// What is joined so far.
struct Joined {
    pattern: GraphPattern,
    variables: BTreeSet<Variable>,
    rows: f64,
}

/// How a part can be added.
struct Step {
    part: usize,
    rows: f64,
    by_hash: bool,
    cost: f64,
}

impl JoinGroup {
    /// The parts, with blank nodes as variables; none when one is of another
    /// kind, or there are too few or too many.
    pub(super) fn of(pattern: GraphPattern, named: &mut usize) -> Option<Self> {
        let mut parts = Vec::new();
        let mut open = vec![pattern];
        let mut names = Names { named, known: BTreeMap::new() };
        while let Some(pattern) = open.pop() {
            match pattern {
                GraphPattern::Join { left, right } => open.extend([*right, *left]),
                GraphPattern::Bgp { patterns } => {
                    for triple in patterns {
                        parts.push(GraphPattern::Bgp { patterns: vec![names.triple(triple)?] });
                    }
                }
                GraphPattern::Path { subject, path, object } => parts.push(GraphPattern::Path {
                    subject: names.term(subject)?,
                    path,
                    object: names.term(object)?,
                }),
                GraphPattern::Values { .. } => parts.push(pattern),
                _ => return None,
            }
        }
        (2..=PARTS_MAX)
            .contains(&parts.len())
            .then(|| Self { parts: parts.into_iter().map(Part::new).collect() })
    }

    /// Begins with the fewest rows and adds what costs least; none when a part
    /// shares nothing with the others, or nothing is known of one.
    pub(super) fn plan(mut self, counts: &dyn Counts, all: bool) -> Option<Planned> {
        let alone: Vec<f64> =
            self.parts.iter().map(|part| part.alone(counts)).collect::<Option<_>>()?;
        let first = (0..alone.len()).min_by(|one, other| alone[*one].total_cmp(&alone[*other]))?;
        let mut left: Vec<usize> = (0..alone.len()).filter(|part| *part != first).collect();
        let mut joined = self.parts[first].begin(alone[first]);
        while !left.is_empty() {
            let steps = left.iter().filter_map(|part| {
                self.parts[*part].step(*part, &joined, alone[*part], counts, all)
            });
            let step = steps.min_by(|one, other| {
                one.cost.total_cmp(&other.cost).then(one.rows.total_cmp(&other.rows))
            })?;
            left.retain(|part| *part != step.part);
            joined.add(&mut self.parts[step.part], &step);
        }
        Some(Planned { pattern: joined.pattern, rows: Some(joined.rows) })
    }
}

impl Joined {
    fn add(&mut self, part: &mut Part, step: &Step) {
        let (left, right) = (std::mem::take(&mut self.pattern), std::mem::take(&mut part.pattern));
        self.pattern = if step.by_hash {
            GraphPattern::Join {
                left: Box::new(behind_sub_select(left)),
                right: Box::new(behind_sub_select(right)),
            }
        } else {
            GraphPattern::Lateral { left: Box::new(left), right: Box::new(right) }
        };
        self.variables.append(&mut part.variables);
        self.rows = step.rows;
    }
}

impl Part {
    fn new(pattern: GraphPattern) -> Self {
        let mut variables = BTreeSet::new();
        pattern.on_in_scope_variable(|variable| {
            variables.insert(variable.clone());
        });
        Self { pattern, variables }
    }

    fn begin(&mut self, rows: f64) -> Joined {
        Joined {
            pattern: std::mem::take(&mut self.pattern),
            variables: self.variables.clone(),
            rows,
        }
    }

    /// Rows when it is evaluated for itself; none when it cannot be told.
    fn alone(&self, counts: &dyn Counts) -> Option<f64> {
        match &self.pattern {
            GraphPattern::Values { bindings, .. } => {
                u32::try_from(bindings.len()).ok().map(f64::from)
            }
            GraphPattern::Bgp { patterns } => rows_of_triple(patterns.first()?, counts),
            GraphPattern::Path { subject, path, object } => {
                let all = rows_of_path(path, counts)?;
                Some(if is_constant(subject) || is_constant(object) {
                    REACHED
                } else {
                    all * REACHED
                })
            }
            _ => None,
        }
    }

    /// What it would cost to add it; none when it shares no variable.
    fn step(
        &self,
        part: usize,
        joined: &Joined,
        alone: f64,
        counts: &dyn Counts,
        all: bool,
    ) -> Option<Step> {
        let shared: Vec<&Variable> = self.variables.intersection(&joined.variables).collect();
        if shared.is_empty() {
            return None;
        }
        let rows = joined.rows * self.fan_out(&shared, alone, counts);
        // A closure without a constant end is never evaluated for itself.
        let is_open_path = matches!(&self.pattern, GraphPattern::Path { subject, object, .. }
            if !is_constant(subject) && !is_constant(object));
        let by_hash = all && !is_open_path && hash_is_cheaper(joined.rows, alone);
        let cost = if by_hash {
            alone * (1.0 + super::HASHED) + joined.rows * super::HASHED
        } else {
            joined.rows * super::LOOK_UP
        };
        // What multiplies the rows makes all that follows dearer.
        Some(Step { part, rows, by_hash, cost: cost + rows * super::LOOK_UP })
    }

    /// Rows of this part for each row that binds the shared variables.
    fn fan_out(&self, shared: &[&Variable], alone: f64, counts: &dyn Counts) -> f64 {
        let is_shared = |term: &TermPattern| matches!(term, TermPattern::Variable(variable) if shared.contains(&variable));
        match &self.pattern {
            GraphPattern::Bgp { patterns } => {
                let Some(triple) = patterns.first() else { return 1.0 };
                let NamedNodePattern::NamedNode(property) = &triple.predicate else { return 1.0 };
                let Some(PropertyCounts { subjects, objects, .. }) = counts.property(property)
                else {
                    return 1.0;
                };
                let mut fan_out = alone;
                if is_shared(&triple.subject) {
                    fan_out /= subjects.max(1.0);
                }
                if is_shared(&triple.object) {
                    fan_out /= objects.max(1.0);
                }
                fan_out
            }
            GraphPattern::Path { subject, object, .. } => {
                let ends = [subject, object];
                let bound = ends.iter().filter(|end| is_constant(end) || is_shared(end)).count();
                if bound == 2 { 0.5 } else { REACHED }
            }
            _ => 0.5,
        }
    }
}

fn rows_of_triple(triple: &TriplePattern, counts: &dyn Counts) -> Option<f64> {
    let NamedNodePattern::NamedNode(property) = &triple.predicate else { return None };
    let (subject, object) = (is_constant(&triple.subject), is_constant(&triple.object));
    if object && !subject && *property == rdf::TYPE {
        return counts.with_object(property, &triple.object);
    }
    let all = counts.property(property)?;
    let mut rows = all.triples;
    if subject {
        rows /= all.subjects.max(1.0);
    }
    if object {
        rows /= all.objects.max(1.0);
    }
    Some(rows)
}

/// The triples of the properties of a path.
fn rows_of_path(path: &PropertyPathExpression, counts: &dyn Counts) -> Option<f64> {
    match path {
        PropertyPathExpression::NamedNode(property) => Some(counts.property(property)?.triples),
        PropertyPathExpression::Reverse(path)
        | PropertyPathExpression::ZeroOrMore(path)
        | PropertyPathExpression::OneOrMore(path)
        | PropertyPathExpression::ZeroOrOne(path) => rows_of_path(path, counts),
        PropertyPathExpression::Sequence(one, other)
        | PropertyPathExpression::Alternative(one, other) => {
            Some(rows_of_path(one, counts)? + rows_of_path(other, counts)?)
        }
        PropertyPathExpression::NegatedPropertySet(_) => None,
    }
}

fn is_constant(term: &TermPattern) -> bool {
    !matches!(term, TermPattern::Variable(_))
}

/// Names for blank nodes, which would be others in each part.
struct Names<'a> {
    named: &'a mut usize,
    known: BTreeMap<String, Variable>,
}

impl Names<'_> {
    fn triple(&mut self, triple: TriplePattern) -> Option<TriplePattern> {
        Some(TriplePattern {
            subject: self.term(triple.subject)?,
            predicate: triple.predicate,
            object: self.term(triple.object)?,
        })
    }

    /// None for triple terms, of which nothing is counted.
    fn term(&mut self, term: TermPattern) -> Option<TermPattern> {
        match term {
            TermPattern::BlankNode(node) => {
                let named = &mut *self.named;
                let variable = self.known.entry(node.into_string()).or_insert_with(|| {
                    *named += 1;
                    // No query can name it: the parser takes no such variable.
                    Variable::new_unchecked(format!("blank node {named}"))
                });
                Some(variable.clone().into())
            }
            TermPattern::Triple(_) => None,
            other => Some(other),
        }
    }
}
