//! Which queries may be answered inside of the server process.
//!
//! The proof is the plan itself. The engine looks at its stop signal when it
//! reads the store, and steps that hand rows on one by one pass the signal up
//! at once; steps that gather (hash joins, sorting, grouping, path closures)
//! go on to their end. A query is admitted when each step of its plan hands on
//! and nothing it computes grows by itself. The planner knows nothing but the
//! query, so it makes the same plan again when the query runs.

use super::gate;
use super::{PublicQuery, QueryLimits};
use crate::graph::GraphError;
use spargebra::Query as Algebra;
use sparopt::Optimizer;
use sparopt::algebra::{Expression, Function, GraphPattern, PropertyPathExpression};

/// Parsing this much is safe on the stack of any thread.
const LENGTH_MAX: usize = 4 * 1024;
const NESTING_MAX: usize = 16;
const DEPTH_MAX: usize = 64;
const PATTERNS_MAX: usize = 30;
const OPTIONALS_MAX: usize = 5;
const UNIONS_MAX: usize = 8;
const VALUES_CELLS_MAX: usize = 200;
/// `OFFSET` passes over rows without a look at the stop signal.
const OFFSET_MAX: usize = 1_000;
/// Rows that `VALUES` and `UNION` can make by themselves, without a read.
const OWN_ROWS_MAX: usize = 10_000;

/// Whether the text is short and shallow enough to be parsed in the server.
pub(super) fn may_parse(text: &str) -> bool {
    text.len() <= LENGTH_MAX && gate::nesting(text) <= NESTING_MAX
}

/// Parses what [`may_parse`] let through; none when it is no work for the
/// fast lane.
pub(super) fn admit(text: &str, limits: QueryLimits) -> Result<Option<PublicQuery>, GraphError> {
    let query = PublicQuery::parse(text, &[], limits)?;
    let shape = &query.shape;
    let small = shape.patterns <= PATTERNS_MAX
        && shape.optionals <= OPTIONALS_MAX
        && shape.unions <= UNIONS_MAX
        && shape.values_cells <= VALUES_CELLS_MAX
        && shape.depth <= DEPTH_MAX;
    Ok((small && hands_rows_on(&query.algebra)).then_some(query))
}

fn hands_rows_on(query: &Algebra) -> bool {
    let (Algebra::Select { pattern, .. }
    | Algebra::Construct { pattern, .. }
    | Algebra::Describe { pattern, .. }
    | Algebra::Ask { pattern, .. }) = query;
    let plan = Optimizer::optimize_graph_pattern(GraphPattern::from(pattern));
    own_rows(&plan).is_some_and(|rows| rows <= OWN_ROWS_MAX)
}

/// How many rows a step can make without a read of the store; none when it
/// gathers rows, or computes what may grow.
fn own_rows(step: &GraphPattern) -> Option<usize> {
    match step {
        GraphPattern::QuadPattern { .. } | GraphPattern::Graph { .. } => Some(1),
        GraphPattern::Path { path, .. } => is_walk(path).then_some(1),
        GraphPattern::Values { bindings, .. } => Some(bindings.len().max(1)),
        GraphPattern::Lateral { left, right } => own_rows(left)?.checked_mul(lateral_rows(right)?),
        GraphPattern::Filter { inner, expression }
        | GraphPattern::Extend { inner, expression, .. } => {
            if is_cheap(expression) {
                own_rows(inner)
            } else {
                None
            }
        }
        GraphPattern::Union { inner } => {
            inner.iter().try_fold(0_usize, |rows, part| rows.checked_add(own_rows(part)?))
        }
        GraphPattern::Project { inner, .. }
        | GraphPattern::Distinct { inner }
        | GraphPattern::Reduced { inner } => own_rows(inner),
        GraphPattern::Slice { inner, start, .. } if *start <= OFFSET_MAX => own_rows(inner),
        _ => None,
    }
}

/// An OPTIONAL is planned as a left join for each row of the left side.
fn lateral_rows(right: &GraphPattern) -> Option<usize> {
    match right {
        GraphPattern::LeftJoin { left, right, expression, .. } if left.is_empty_singleton() => {
            if is_cheap(expression) {
                Some(own_rows(right)?.max(1))
            } else {
                None
            }
        }
        other => own_rows(other),
    }
}

/// A path of fixed length. A closure gathers all it reaches.
fn is_walk(path: &PropertyPathExpression) -> bool {
    match path {
        PropertyPathExpression::NamedNode(_) | PropertyPathExpression::NegatedPropertySet(_) => {
            true
        }
        PropertyPathExpression::Reverse(path) => is_walk(path),
        PropertyPathExpression::Sequence(one, other)
        | PropertyPathExpression::Alternative(one, other) => is_walk(one) && is_walk(other),
        PropertyPathExpression::ZeroOrMore(_)
        | PropertyPathExpression::OneOrMore(_)
        | PropertyPathExpression::ZeroOrOne(_) => false,
    }
}

/// Takes time in proportion to what it is given, and yields no more than that.
fn is_cheap(expression: &Expression) -> bool {
    match expression {
        Expression::NamedNode(_)
        | Expression::Literal(_)
        | Expression::Variable(_)
        | Expression::Bound(_) => true,
        Expression::Or(parts) | Expression::And(parts) | Expression::Coalesce(parts) => {
            parts.iter().all(is_cheap)
        }
        Expression::Equal(a, b)
        | Expression::SameTerm(a, b)
        | Expression::Greater(a, b)
        | Expression::GreaterOrEqual(a, b)
        | Expression::Less(a, b)
        | Expression::LessOrEqual(a, b)
        | Expression::Add(a, b)
        | Expression::Subtract(a, b)
        | Expression::Multiply(a, b)
        | Expression::Divide(a, b) => is_cheap(a) && is_cheap(b),
        Expression::UnaryPlus(a) | Expression::UnaryMinus(a) | Expression::Not(a) => is_cheap(a),
        Expression::If(a, b, c) => [a, b, c].into_iter().all(|part| is_cheap(part)),
        Expression::FunctionCall(function, arguments) => {
            !may_grow(function) && arguments.iter().all(is_cheap)
        }
        Expression::Exists(_) => false,
    }
}

/// Functions whose result can outgrow their arguments, whose time can, or that
/// another crate brings.
fn may_grow(function: &Function) -> bool {
    !matches!(
        function,
        Function::Str
            | Function::Lang
            | Function::LangMatches
            | Function::Datatype
            | Function::Iri
            | Function::Abs
            | Function::Ceil
            | Function::Floor
            | Function::Round
            | Function::SubStr
            | Function::StrLen
            | Function::UCase
            | Function::LCase
            | Function::Contains
            | Function::StrStarts
            | Function::StrEnds
            | Function::StrBefore
            | Function::StrAfter
            | Function::Year
            | Function::Month
            | Function::Day
            | Function::Hours
            | Function::Minutes
            | Function::Seconds
            | Function::StrLang
            | Function::StrDt
            | Function::IsIri
            | Function::IsBlank
            | Function::IsLiteral
            | Function::IsNumeric
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn admitted(text: &str) -> bool {
        may_parse(text) && admit(text, QueryLimits::default()).expect("SPARQL").is_some()
    }

    #[test]
    fn what_hands_rows_on_is_admitted() {
        for text in [
            "SELECT ?p ?o { <x:a> ?p ?o }",
            "DESCRIBE <x:a>",
            "ASK { ?s <x:p> <x:a> ; <x:q> <x:b> }",
            "CONSTRUCT { ?s ?p ?o } { ?s <x:q> <x:a> ; ?p ?o }",
            "SELECT DISTINCT * { ?a <x:p> ?b OPTIONAL { ?b <x:q> ?c } OPTIONAL { ?a <x:r> ?d } } LIMIT 9 OFFSET 5",
            "SELECT * { { ?a <x:p> 1 } UNION { ?a <x:p> 2 } ?a <x:q>/^<x:r> ?b BIND(STR(?b) AS ?c) }",
            "SELECT * { VALUES ?a { <x:1> <x:2> } ?a <x:p> ?b FILTER(?b > 3 && CONTAINS(?b, 'x')) }",
            "SELECT * { GRAPH ?g { <x:a> ?p ?o } }",
        ] {
            assert!(admitted(text), "{text}");
        }
    }

    #[test]
    fn what_gathers_or_grows_is_not() {
        let long = format!("ASK {{ <x:a> <x:p> '{}' }}", "x".repeat(5000));
        for text in [
            "SELECT * { ?a ?b ?c . ?d ?e ?f }",
            "SELECT * { ?a <x:p>* ?b }",
            "SELECT * { ?a (<x:p>|!<x:p>)* ?b }",
            "SELECT * { ?a <x:p>? ?b }",
            "SELECT * { ?a <x:p> ?b } ORDER BY ?b",
            "SELECT (COUNT(*) AS ?n) { ?a <x:p> ?b }",
            "SELECT * { ?a <x:p> ?b MINUS { ?a <x:q> ?c } }",
            "SELECT * { ?a <x:p> ?b FILTER EXISTS { ?a <x:q> ?c } }",
            "SELECT * { ?a <x:p> ?b FILTER REGEX(?b, '(a*)*b') }",
            "SELECT * { ?a <x:p> ?b BIND(CONCAT(?b, ?b) AS ?c) }",
            "SELECT * { ?a <x:p> ?b BIND(ENCODE_FOR_URI(?b) AS ?c) }",
            "SELECT * { ?a <x:p> ?b } OFFSET 100000000",
            "SELECT * { ?a <x:p> ?b OPTIONAL { ?c <x:q> ?d } }",
            "SELECT * { SERVICE SILENT <x:s> { ?a <x:p> ?b } }",
            &format!("SELECT * {{ {} }}", "VALUES ?a { UNDEF UNDEF UNDEF UNDEF } ".repeat(20)),
            &format!("SELECT * {{ {} }}", "?a <x:p> ?b . ".repeat(40)),
            &format!("SELECT * {{ {} }}", "OPTIONAL { ?a <x:p> ?b } ".repeat(6)),
            &format!("SELECT * {{ ?a <x:p> ?b FILTER(1 {}) }}", "|| ?b ".repeat(100)),
            &long,
        ] {
            assert!(!admitted(text), "{text}");
        }
    }
}
