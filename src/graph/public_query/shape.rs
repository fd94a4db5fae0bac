//! What a parsed query is made of, in numbers. The planner's work grows with
//! some of them far faster than the text does.

use super::super::error::GraphError;
use oxigraph::model::NamedNode;
use spargebra::Query as Algebra;
use spargebra::algebra::{
    AggregateExpression, Expression, Function, GraphPattern, OrderExpression,
};
use spargebra::term::NamedNodePattern;
use std::collections::BTreeSet;

/// Triple patterns and paths: 512 are planned in 7 s, and the time limit cuts
/// that short; many more only fill memory.
const PATTERNS_MAX: usize = 2_000;
/// 256 are planned in 44 s.
const OPTIONALS_MAX: usize = 500;
const UNIONS_MAX: usize = 2_000;
const VALUES_CELLS_MAX: usize = 100_000;

/// Counts over the whole query, sub-queries and `EXISTS` included.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Shape {
    /// Triple patterns and property paths.
    pub(super) patterns: usize,
    pub(super) optionals: usize,
    pub(super) unions: usize,
    pub(super) values_cells: usize,
    /// How deep patterns and expressions lie within each other; `a || b || c`
    /// does so without a bracket.
    pub(super) depth: usize,
    level: usize,
    /// Whether it asks other services.
    pub(super) federated: bool,
    /// Those that it names, `SILENT` or not.
    pub(super) services: BTreeSet<NamedNode>,
    /// Whether it calls `RAND`, `NOW`, `UUID`, `STRUUID` or `BNODE`, or asks
    /// another service: then its answer is of this moment alone.
    pub(super) momentary: bool,
}

impl Shape {
    pub(super) fn of(query: &Algebra) -> Self {
        let (Algebra::Select { pattern, .. }
        | Algebra::Construct { pattern, .. }
        | Algebra::Describe { pattern, .. }
        | Algebra::Ask { pattern, .. }) = query;
        let mut shape = Self::default();
        shape.pattern(pattern);
        shape
    }

    /// Refuses what no time limit allows to plan.
    pub(super) fn check(&self) -> Result<(), GraphError> {
        for (count, max, what) in [
            (self.patterns, PATTERNS_MAX, "triple patterns"),
            (self.optionals, OPTIONALS_MAX, "OPTIONALs"),
            (self.unions, UNIONS_MAX, "UNIONs"),
            (self.values_cells, VALUES_CELLS_MAX, "cells of VALUES"),
        ] {
            if count > max {
                return Err(GraphError::QueryRefused(format!(
                    "it has {count} {what}, and {max} are allowed"
                )));
            }
        }
        Ok(())
    }

    fn pattern(&mut self, pattern: &GraphPattern) {
        self.enter();
        self.parts_of_pattern(pattern);
        self.level -= 1;
    }

    fn enter(&mut self) {
        self.level += 1;
        self.depth = self.depth.max(self.level);
    }

    fn parts_of_pattern(&mut self, pattern: &GraphPattern) {
        match pattern {
            GraphPattern::Bgp { patterns } => self.patterns += patterns.len(),
            GraphPattern::Path { .. } => self.patterns += 1,
            GraphPattern::Values { variables, bindings } => {
                self.values_cells += bindings.len() * variables.len().max(1);
            }
            GraphPattern::Join { left, right }
            | GraphPattern::Lateral { left, right }
            | GraphPattern::Minus { left, right } => self.both(left, right),
            GraphPattern::Union { left, right } => {
                self.unions += 1;
                self.both(left, right);
            }
            GraphPattern::LeftJoin { left, right, expression } => {
                self.optionals += 1;
                self.both(left, right);
                self.expressions(expression);
            }
            GraphPattern::Filter { expr: expression, inner }
            | GraphPattern::Extend { inner, expression, .. } => {
                self.pattern(inner);
                self.expression(expression);
            }
            GraphPattern::OrderBy { inner, expression } => {
                self.pattern(inner);
                for order in expression {
                    let (OrderExpression::Asc(expression) | OrderExpression::Desc(expression)) =
                        order;
                    self.expression(expression);
                }
            }
            GraphPattern::Group { inner, aggregates, .. } => {
                self.pattern(inner);
                for (_, aggregate) in aggregates {
                    if let AggregateExpression::FunctionCall { expr, .. } = aggregate {
                        self.expression(expr);
                    }
                }
            }
            GraphPattern::Graph { inner, .. }
            | GraphPattern::Project { inner, .. }
            | GraphPattern::Distinct { inner }
            | GraphPattern::Reduced { inner }
            | GraphPattern::Slice { inner, .. } => self.pattern(inner),
            GraphPattern::Service { inner, name, .. } => {
                self.federated = true;
                if let NamedNodePattern::NamedNode(name) = name {
                    self.services.insert(name.clone());
                }
                self.momentary = true;
                self.pattern(inner);
            }
        }
    }

    fn both(&mut self, left: &GraphPattern, right: &GraphPattern) {
        self.pattern(left);
        self.pattern(right);
    }

    fn expressions<'a>(&mut self, expressions: impl IntoIterator<Item = &'a Expression>) {
        for expression in expressions {
            self.expression(expression);
        }
    }

    fn expression(&mut self, expression: &Expression) {
        self.enter();
        self.parts_of_expression(expression);
        self.level -= 1;
    }

    fn parts_of_expression(&mut self, expression: &Expression) {
        match expression {
            Expression::NamedNode(_)
            | Expression::Literal(_)
            | Expression::Variable(_)
            | Expression::Bound(_) => {}
            Expression::Or(a, b)
            | Expression::And(a, b)
            | Expression::Equal(a, b)
            | Expression::SameTerm(a, b)
            | Expression::Greater(a, b)
            | Expression::GreaterOrEqual(a, b)
            | Expression::Less(a, b)
            | Expression::LessOrEqual(a, b)
            | Expression::Add(a, b)
            | Expression::Subtract(a, b)
            | Expression::Multiply(a, b)
            | Expression::Divide(a, b) => self.expressions([a.as_ref(), b]),
            Expression::UnaryPlus(a) | Expression::UnaryMinus(a) | Expression::Not(a) => {
                self.expression(a);
            }
            Expression::If(a, b, c) => self.expressions([a.as_ref(), b, c]),
            Expression::In(a, list) => {
                self.expression(a);
                self.expressions(list);
            }
            Expression::Coalesce(list) => self.expressions(list),
            Expression::Exists(pattern) => self.pattern(pattern),
            Expression::FunctionCall(function, arguments) => {
                self.momentary |= matches!(
                    function,
                    Function::Rand
                        | Function::Now
                        | Function::Uuid
                        | Function::StrUuid
                        | Function::BNode
                );
                self.expressions(arguments);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use spargebra::SparqlParser;

    fn shape(query: &str) -> Shape {
        Shape::of(&SparqlParser::new().parse_query(query).expect("SPARQL"))
    }

    #[test]
    fn everything_is_counted_wherever_it_stands() {
        let found = shape(
            "SELECT * { ?a ?b ?c OPTIONAL { ?c <x:p>* ?d } { VALUES (?e ?f) { (1 2) (3 4) } } UNION { SELECT ?g { ?g ?h ?i } }
               FILTER EXISTS { ?a <x:q> ?j } }",
        );
        let counts = [found.patterns, found.optionals, found.unions, found.values_cells];
        assert_eq!(counts, [4, 1, 1, 4]);
        assert!(!found.momentary);
    }

    #[test]
    fn depth_grows_without_brackets() {
        let query = format!("ASK {{ FILTER(1 {}) }}", "|| 1 ".repeat(200));
        assert!(shape(&query).depth > 200);
        assert!(shape("ASK { ?a ?b ?c . ?c ?d ?e FILTER(?a = ?e) }").depth < 6);
    }

    #[test]
    fn what_holds_for_the_moment_is_known() {
        for moment in ["RAND()", "NOW()", "STRUUID()", "UUID()", "BNODE()"] {
            let query = format!("SELECT (IF(true, {moment}, 1) AS ?x) {{ }} ORDER BY ?x");
            assert!(shape(&query).momentary, "{moment}");
        }
        assert!(shape("ASK { SERVICE <x:s> { ?a ?b ?c } }").momentary);
        assert!(shape("ASK { SERVICE SILENT ?s { ?a ?b ?c } }").momentary);
        assert!(!shape("SELECT (STR(?a) AS ?b) { ?a ?p ?c }").momentary);
    }

    #[test]
    fn services_are_found_wherever_they_stand() {
        let found = shape(
            "SELECT * { ?a ?b ?c OPTIONAL { SERVICE SILENT <x:1> { SERVICE <x:2> { } } }
               FILTER EXISTS { { SELECT ?d { SERVICE <x:3> { ?d ?e ?f } } } } }",
        );
        let names: Vec<&str> = found.services.iter().map(NamedNode::as_str).collect();
        assert_eq!(names, ["x:1", "x:2", "x:3"]);
        let found = shape("ASK { VALUES ?s { <x:1> } SERVICE ?s { } }");
        assert!(found.federated && found.services.is_empty());
        assert!(!shape("ASK { ?a ?b ?c }").federated);
    }

    #[test]
    fn what_cannot_be_planned_is_refused_by_its_number() {
        let query = format!("ASK {{ {} }}", "OPTIONAL { ?a ?b ?c } ".repeat(501));
        let refusal = shape(&query).check().expect_err("too many").to_string();
        assert!(refusal.contains("501 OPTIONALs"), "{refusal}");
    }
}
