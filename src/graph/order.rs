//! `ORDER BY` over values of several kinds. The engine compares numbers, dates
//! and the like by value where it can and by their text where it cannot, which
//! is no order once kinds are mixed: 9 < 10 by value, "10" < "2a" < "9" by text.
//! Its sort may notice, and panics. Here kinds are kept apart first.

use oxigraph::model::vocab::xsd;
use oxigraph::model::{Literal, NamedNodeRef};
use spargebra::algebra::{Expression, Function, GraphPattern, OrderExpression};
use spargebra::term::Variable;

/// What is compared by value with its own kind alone. Numbers come before, and
/// before them everything that is compared by its text. Days, months and years
/// are one kind: by their text, a year comes before its months and days.
const BY_VALUE: [&[NamedNodeRef<'_>]; 10] = [
    &[xsd::BOOLEAN],
    &[xsd::DATE_TIME],
    &[xsd::DATE, xsd::G_YEAR, xsd::G_YEAR_MONTH],
    &[xsd::TIME],
    &[xsd::G_MONTH],
    &[xsd::G_MONTH_DAY],
    &[xsd::G_DAY],
    &[xsd::DURATION],
    &[xsd::YEAR_MONTH_DURATION],
    &[xsd::DAY_TIME_DURATION],
];

/// The pattern with the kind of each value ahead of the value in each of its
/// `ORDER BY`, those of sub-selects included.
pub(super) fn keep_kinds_apart(pattern: GraphPattern) -> GraphPattern {
    apart(pattern, &mut 0)
}

fn apart(pattern: GraphPattern, named: &mut usize) -> GraphPattern {
    let mut inside = |part: Box<GraphPattern>| Box::new(apart(*part, named));
    match pattern {
        GraphPattern::OrderBy { inner, expression } => by_kind(inside(inner), expression, named),
        GraphPattern::Join { left, right } => {
            GraphPattern::Join { left: inside(left), right: inside(right) }
        }
        GraphPattern::LeftJoin { left, right, expression } => {
            GraphPattern::LeftJoin { left: inside(left), right: inside(right), expression }
        }
        GraphPattern::Lateral { left, right } => {
            GraphPattern::Lateral { left: inside(left), right: inside(right) }
        }
        GraphPattern::Union { left, right } => {
            GraphPattern::Union { left: inside(left), right: inside(right) }
        }
        GraphPattern::Minus { left, right } => {
            GraphPattern::Minus { left: inside(left), right: inside(right) }
        }
        GraphPattern::Filter { expr, inner } => GraphPattern::Filter { expr, inner: inside(inner) },
        GraphPattern::Graph { name, inner } => GraphPattern::Graph { name, inner: inside(inner) },
        GraphPattern::Extend { inner, variable, expression } => {
            GraphPattern::Extend { inner: inside(inner), variable, expression }
        }
        GraphPattern::Project { inner, variables } => {
            GraphPattern::Project { inner: inside(inner), variables }
        }
        GraphPattern::Distinct { inner } => GraphPattern::Distinct { inner: inside(inner) },
        GraphPattern::Reduced { inner } => GraphPattern::Reduced { inner: inside(inner) },
        GraphPattern::Slice { inner, start, length } => {
            GraphPattern::Slice { inner: inside(inner), start, length }
        }
        GraphPattern::Group { inner, variables, aggregates } => {
            GraphPattern::Group { inner: inside(inner), variables, aggregates }
        }
        other @ (GraphPattern::Bgp { .. }
        | GraphPattern::Path { .. }
        | GraphPattern::Values { .. }
        | GraphPattern::Service { .. }) => other,
    }
}

fn by_kind(
    mut inner: Box<GraphPattern>,
    expressions: Vec<OrderExpression>,
    named: &mut usize,
) -> GraphPattern {
    let mut expression = Vec::with_capacity(expressions.len() * 2);
    for order in expressions {
        let (OrderExpression::Asc(value) | OrderExpression::Desc(value)) = &order;
        if !is_of_one_kind(value) {
            // No query can have this name.
            let variable = Variable::new_unchecked(format!("kind {named}"));
            *named += 1;
            inner = Box::new(GraphPattern::Extend {
                inner,
                variable: variable.clone(),
                expression: kind_of(value),
            });
            let kind = Expression::from(variable);
            expression.push(match order {
                OrderExpression::Asc(_) => OrderExpression::Asc(kind),
                OrderExpression::Desc(_) => OrderExpression::Desc(kind),
            });
        }
        expression.push(order);
    }
    GraphPattern::OrderBy { inner, expression }
}

/// The most common functions whose values can be compared with each other.
fn is_of_one_kind(expression: &Expression) -> bool {
    matches!(
        expression,
        Expression::FunctionCall(
            Function::Str | Function::Lang | Function::LCase | Function::UCase | Function::StrLen,
            _
        )
    )
}

/// The number of the kind; nought for what is no literal.
fn kind_of(value: &Expression) -> Expression {
    let number = |kind: usize| {
        Expression::Literal(Literal::from(i64::try_from(kind).expect("kinds are few")))
    };
    let call = |function| Expression::FunctionCall(function, vec![value.clone()]);
    let choose = |condition, kind, otherwise| {
        Expression::If(Box::new(condition), Box::new(number(kind)), Box::new(otherwise))
    };
    let kinds = BY_VALUE.iter().enumerate();
    let kinds = kinds.flat_map(|(place, kind)| kind.iter().map(move |datatype| (place, datatype)));
    let other = kinds.fold(number(0), |otherwise, (place, datatype)| {
        let is_it = Expression::SameTerm(
            Box::new(call(Function::Datatype)),
            Box::new(Expression::NamedNode((*datatype).into_owned())),
        );
        choose(is_it, place + 2, otherwise)
    });
    Expression::Coalesce(vec![choose(call(Function::IsNumeric), 1, other), number(0)])
}

#[cfg(test)]
mod tests {
    use super::*;
    use oxigraph::sparql::{QueryResults, SparqlEvaluator};
    use oxigraph::store::Store;
    use spargebra::{Query as Algebra, SparqlParser};

    /// What the query sorts, in that order, as text.
    fn sorted(data: &str, order: &str) -> Vec<String> {
        let store = Store::new().expect("a store in memory");
        let update = format!("INSERT DATA {{ {data} }}");
        let update = SparqlEvaluator::new().parse_update(&update).expect("an update");
        update.on_store(&store).execute().expect("data");
        let text = format!(
            "SELECT ?o {{ {{ SELECT ?o {{ ?s <x:p> ?o }} ORDER BY ?o LIMIT 9999 }} }} ORDER BY {order}"
        );
        let mut query = SparqlParser::new().parse_query(&text).expect("a query");
        if let Algebra::Select { pattern, .. } = &mut query {
            *pattern = keep_kinds_apart(std::mem::take(pattern));
        }
        let answer = SparqlEvaluator::new().for_query(query).on_store(&store).execute();
        let Ok(QueryResults::Solutions(rows)) = answer else { panic!("a SELECT") };
        rows.map(|row| row.expect("a row")[0].to_string()).collect()
    }

    #[test]
    fn kinds_are_kept_apart_and_ordered_by_value() {
        let data = "<x:s> <x:p> 10 , 9 , 2.5 , '10' , '9' , 'a' , 'b'@en , 'a'@fr , true , false , <x:i> ,
            '2020-01-02'^^<http://www.w3.org/2001/XMLSchema#date> , '2019-01-02'^^<http://www.w3.org/2001/XMLSchema#date> , '2019'^^<http://www.w3.org/2001/XMLSchema#gYear> , '2019-02'^^<http://www.w3.org/2001/XMLSchema#gYearMonth> , 'z'^^<x:t>";
        let expected = [
            "<x:i>",
            "\"10\"",
            "\"9\"",
            "\"a\"@fr",
            "\"a\"",
            "\"b\"@en",
            "\"z\"^^<x:t>",
            "\"2.5\"^^<http://www.w3.org/2001/XMLSchema#decimal>",
            "\"9\"^^<http://www.w3.org/2001/XMLSchema#integer>",
            "\"10\"^^<http://www.w3.org/2001/XMLSchema#integer>",
            "\"false\"^^<http://www.w3.org/2001/XMLSchema#boolean>",
            "\"true\"^^<http://www.w3.org/2001/XMLSchema#boolean>",
            "\"2019\"^^<http://www.w3.org/2001/XMLSchema#gYear>",
            "\"2019-01-02\"^^<http://www.w3.org/2001/XMLSchema#date>",
            "\"2019-02\"^^<http://www.w3.org/2001/XMLSchema#gYearMonth>",
            "\"2020-01-02\"^^<http://www.w3.org/2001/XMLSchema#date>",
        ];
        assert_eq!(sorted(data, "?o"), expected);
        let backwards: Vec<_> = expected.into_iter().rev().collect();
        assert_eq!(sorted(data, "DESC(?o)"), backwards);
    }

    #[test]
    fn many_values_of_all_kinds_are_sorted() {
        let data: String = (0..400)
            .map(|n| {
                let number = n * 7919 % 400;
                format!(
                    "<x:{n}> <x:p> {number} , '{number}' , '{number}a' , {number}.5 , '{:04}'^^<http://www.w3.org/2001/XMLSchema#gYear> .",
                    number + 1
                )
            })
            .collect();
        assert_eq!(sorted(&data, "?o").len(), 2000);
    }
}
