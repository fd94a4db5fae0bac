//! All statements, in the order of their source.

use super::super::components::{
    Choice, Field, filter_form, heading, pager, statements, theme_choices, thing_field,
};
use super::super::error::PageError;
use super::super::page::{Page, Shown};
use super::super::reader::{Reader, Visit};
use super::super::thing::Thing;
use super::paging::part;
use crate::domain::{Certainty, Iri, Kind, StatementKind};
use crate::graph::Value;
use crate::operations::{Collection, Filter};
use crate::vocabulary::PES;
use maud::html;
use serde_json::json;

pub(in super::super) const PARAMETERS: [&str; 7] =
    ["question", "kind", "member", "theme", "certainty", "target_group", "page"];

pub(in super::super) fn show(visit: &Visit<'_>) -> Result<Shown, PageError> {
    let reader = visit.reader;
    let filters = vec![
        Filter::things("question", Kind::Question, reader.slugs("question")?),
        terms(reader, "kind", &StatementKind::ALL.map(StatementKind::term))?,
        Filter::things("member", Kind::Member, reader.slugs("member")?),
        Filter::things("theme", Kind::Theme, reader.slugs("theme")?),
        terms(reader, "certainty", &Certainty::ALL.map(Certainty::term))?,
        Filter::things("target_group", Kind::TargetGroup, reader.slugs("target_group")?),
    ];
    let (found, page) = part(visit, Collection::Statements, filters)?;
    let total = found.total;
    let choices = |start: &str, all: &[&str]| {
        let name =
            |term: &&str| Choice { value: (*term).to_owned(), name: reader.term(start, term) };
        all.iter().map(name).collect::<Vec<_>>()
    };
    let fields = [
        thing_field(visit, "question", Collection::Questions)?,
        Field::flat("kind", choices("kind", &StatementKind::ALL.map(StatementKind::term))),
        thing_field(visit, "member", Collection::Members)?,
        theme_choices(visit)?,
        Field::flat("certainty", choices("certainty", &Certainty::ALL.map(Certainty::term))),
    ];
    let title = reader.text("statements-title");
    let body = html! {
        (heading(&reader.text("statements-eyebrow"), &title, html! { p.lead { (reader.text("statements-lead")) } }))
        (filter_form(reader, &fields))
        p.result-count role="status" { (reader.count("count-statements", total)) }
        (statements(reader, found.records.iter().map(Thing::from), false))
        (pager(reader, page, total))
    };
    let schema = json!({ "@type": "ItemList", "numberOfItems": total });
    Ok(Page::new(title, reader.text("statements-lead"), body)
        .under_list(reader, "surveys")
        .schema(schema)
        .table("/api/v1/statements?format=csv&limit=100".to_owned())
        .into())
}

/// A filter by terms of the ontology.
fn terms(reader: &Reader, name: &'static str, known: &[&str]) -> Result<Filter, PageError> {
    let value = |term: &str| {
        let iri = Iri::parse(&format!("{PES}{term}")).ok().filter(|_| known.contains(&term));
        iri.map(Value::Iri).ok_or_else(|| PageError::parameter(name, term))
    };
    Ok(Filter { name, values: reader.values(name).map(value).collect::<Result<_, _>>()? })
}
