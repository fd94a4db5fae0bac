//! What is counted from the statements of a survey. The report's own charts are
//! not here: their values are lost.

use super::super::charts;
use super::super::components::{Choice, Field, filter_form, section};
use super::super::error::PageError;
use super::super::reader::{Reader, Visit};
use super::super::thing::Thing;
use crate::domain::{Iri, Kind, Slug};
use crate::graph::Record;
use crate::operations::{Collection, Filter, Frequency, References, StatisticsFilter};
use maud::{Markup, html};

/// Themes of each question, where all questions are shown.
const THEMES: usize = 5;

/// How often themes recur, question by question.
pub(super) fn recurrence(
    visit: &Visit<'_>,
    survey: &Slug,
    questions: &[Record],
) -> Result<Markup, PageError> {
    let reader = visit.reader;
    let level = level(reader)?;
    let chosen = reader.slugs("question")?;
    let filters = vec![
        Filter::things("survey", Kind::Survey, [survey.clone()]),
        Filter::things("question", Kind::Question, chosen.iter().cloned()),
    ];
    let mut counts = visit.service.recurrence(&StatisticsFilter { filters })?;
    counts.frequencies.retain(|row| row.level == level);
    let names = visit.service.references(counts.frequencies.iter().map(|row| row.theme.clone()))?;
    let shown = if chosen.is_empty() { THEMES } else { usize::MAX };
    let body = html! {
        p.caveat { (reader.text("counts-caveat")) }
        (filter_form(reader, &fields(reader, questions)))
        div.recurrence {
            @for question in questions.iter().map(Thing::from) {
                @let rows: Vec<&Frequency> = counts.frequencies.iter()
                    .filter(|row| row.question.as_str() == question.id()).take(shown).collect();
                @if !rows.is_empty() { (bars(reader, question, &rows, &names)) }
            }
        }
        p.ending {
            a href={ "/api/v1/statistics/recurrence?format=csv&survey=" (survey) "&level=" (level) } type="text/csv" {
                (reader.text("counts-csv"))
            }
        }
    };
    Ok(section("recurrence", &reader.text("recurrence-title"), body))
}

/// 3 themes, 2 domains.
fn level(reader: &Reader) -> Result<u8, PageError> {
    match reader.value("level")? {
        None | Some("3") => Ok(3),
        Some("2") => Ok(2),
        Some(other) => Err(PageError::parameter("level", other)),
    }
}

fn fields(reader: &Reader, questions: &[Record]) -> [Field; 2] {
    let question = |one: Thing<'_>| Choice {
        value: one.slug().to_owned(),
        name: format!("{}. {}", one.string("number").unwrap_or_default(), one.label(reader).text),
    };
    let level = |value: &str| Choice {
        value: value.to_owned(),
        name: reader.text(&format!("level-{value}")),
    };
    [
        Field::flat("question", questions.iter().map(|one| question(one.into())).collect()),
        Field::required("level", ["3", "2"].map(level).into()),
    ]
}

/// A question with a bar for each theme: picture and table at once.
fn bars(reader: &Reader, question: Thing<'_>, rows: &[&Frequency], names: &References) -> Markup {
    let most = rows.iter().map(|row| row.statements).max().unwrap_or(1);
    html! {
        table.counts {
            caption {
                span.number { (question.string("number").unwrap_or_default()) } " " (reader.link(question))
            }
            thead { tr {
                th scope="col" { (reader.text("property-theme")) }
                th scope="col" { (reader.text("column-statements")) }
                th.figure scope="col" { (reader.text("column-named")) }
            } }
            tbody {
                @for row in rows {
                    tr {
                        th scope="row" { (reader.link((&names.name(&row.theme)).into())) }
                        td.measure { (charts::bar(part(row.statements, most), "plain")) span { (row.statements) } }
                        td.figure { (row.members) }
                    }
                }
            }
        }
    }
}

#[expect(clippy::cast_precision_loss, reason = "counts of statements are small")]
fn part(count: u64, of: u64) -> f64 {
    count as f64 / of as f64
}

/// Domains by region, shaded by the share of those who answered.
pub(super) fn by_region(visit: &Visit<'_>, survey: &Slug) -> Result<Markup, PageError> {
    let reader = visit.reader;
    let filters = vec![Filter::things("survey", Kind::Survey, [survey.clone()])];
    let counts = visit.service.theme_by_region(&StatisticsFilter { filters })?;
    let families = visit.service.theme_tree()?;
    let domains = families.iter().flat_map(|family| &family.narrower);
    let domains: Vec<Iri> = domains.filter_map(|node| Thing::from(&node.theme).iri()).collect();
    let regions = visit.list(Collection::Regions, Vec::new())?;
    let regions = regions.iter().filter_map(|region| Thing::from(region).iri());
    let names = visit.service.references(domains.iter().cloned().chain(regions))?;
    let body = html! {
        p.caveat { (reader.text("heat-caveat")) }
        (charts::heat_map(reader, &counts, &domains, &names))
        p.ending {
            a href={ "/api/v1/statistics/theme-by-region?format=csv&survey=" (survey) } type="text/csv" {
                (reader.text("counts-csv"))
            }
        }
    };
    Ok(section("by-region", &reader.text("heat-title"), body))
}
