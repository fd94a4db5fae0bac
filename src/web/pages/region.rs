//! A region of the association: its members, and what they mention most.

use super::super::charts::bar;
use super::super::components::{
    heading, member_name, notice, profile_size as size_marks, section, statements, thing_list,
};
use super::super::error::PageError;
use super::super::page::{Page, Shown};
use super::super::reader::{Reader, Visit};
use super::super::thing::Thing;
use super::member::kind_of_programme;
use super::members::{by_region, profile_size};
use crate::domain::{Iri, Kind};
use crate::operations::{Cell, Collection, Filter, StatisticsFilter};
use maud::{Markup, html};
use serde_json::json;

/// Themes that are named.
const THEMES: usize = 8;

pub(in super::super) fn show(visit: &Visit<'_>) -> Result<Shown, PageError> {
    let reader = visit.reader;
    let (slug, record) = visit.thing(Kind::Region)?;
    let region = Thing::from(&record);
    let within = |collection| {
        visit.list(collection, vec![Filter::things("region", Kind::Region, [slug.clone()])])
    };
    let members = within(Collection::Members)?;
    let programmes = within(Collection::Programmes)?;
    let of_region = visit.list(
        Collection::Statements,
        vec![Filter::things("scope", Kind::Region, [slug.clone()])],
    )?;
    let name = region.label(reader).text;
    let body = html! {
        (heading(&reader.text("kind-of-thing-region"), region.label(reader), html! {
            p.lead { (reader.text("region-lead")) }
        }))
        (section("members", &reader.text("nav-members"), html! {
            ul.member-list {
                @for member in by_region(reader, &members).into_iter().flat_map(|(_, members)| members) {
                    @let (needs, offers) = profile_size(member);
                    li { (member_name(reader, member)) (size_marks(reader, needs, offers)) }
                }
            }
        }))
        (section("mentioned", &reader.text("region-themes"), mentioned(visit, region)?))
        @if !of_region.is_empty() {
            (section("statements", &reader.text("region-statements"),
                statements(reader, of_region.iter().map(Thing::from), true)))
        }
        @if !programmes.is_empty() {
            (section("programmes", &reader.text("nav-programmes"),
                thing_list(reader, programmes.iter().map(|one| (one.into(), kind_of_programme(reader, one))))))
        }
    };
    let description = reader.text_with("region-description", &[("region", name.into())]);
    Ok(Page::new(name, description, body)
        .under_list(reader, "members")
        .about(Kind::Region, slug)
        .schema(json!({ "@type": "Place", "name": name }))
        .into())
}

/// The themes that most members of the region mention, families and domains
/// left out.
fn mentioned(visit: &Visit<'_>, region: Thing<'_>) -> Result<Markup, PageError> {
    let reader = visit.reader;
    let counts = visit.service.theme_by_region(&StatisticsFilter::default())?;
    let leaves = leaves(visit)?;
    let here = |cell: &&Cell| cell.region.as_str() == region.id() && leaves.contains(&cell.theme);
    let mut cells: Vec<&Cell> = counts.cells.iter().filter(here).collect();
    cells.sort_by(|one, other| {
        (other.members, other.statements, &one.theme).cmp(&(
            one.members,
            one.statements,
            &other.theme,
        ))
    });
    cells.truncate(THEMES);
    let base = counts.bases.iter().find(|base| base.region.as_str() == region.id());
    let Some(base) = base.filter(|_| !cells.is_empty()) else {
        return Ok(notice(html! { p { (reader.text("region-silent")) } }));
    };
    let names = visit.service.references(cells.iter().map(|cell| cell.theme.clone()))?;
    let sample = [("mentioned", base.mentioned.into()), ("respondents", base.respondents.into())];
    Ok(html! {
        p.intro { (reader.text_with("region-sample", &sample)) }
        table.counts {
            caption { (reader.text("region-table")) }
            thead { tr {
                th scope="col" { (reader.text("property-theme")) }
                th scope="col" { (reader.text("column-members")) }
            } }
            tbody {
                @for cell in &cells { (row(reader, &names.name(&cell.theme), cell, base.respondents)) }
            }
        }
    })
}

fn row(reader: &Reader, theme: &serde_json::Value, cell: &Cell, of: u64) -> Markup {
    #[expect(clippy::cast_precision_loss, reason = "members are few")]
    let part = cell.members as f64 / of.max(1) as f64;
    html! {
        tr {
            th scope="row" { (reader.link(theme.into())) }
            td.measure { (bar(part, "plain")) span { (reader.number(cell.members)) } }
        }
    }
}

/// Themes below the domains.
fn leaves(visit: &Visit<'_>) -> Result<Vec<Iri>, PageError> {
    let families = visit.service.theme_tree()?;
    let domains = families.iter().flat_map(|family| &family.narrower);
    let themes = domains.flat_map(|domain| &domain.narrower);
    Ok(themes.filter_map(|node| Thing::from(&node.theme).iri()).collect())
}
