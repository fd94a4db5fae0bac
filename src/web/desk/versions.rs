//! What a contribution said before, version by version, and in what two of them
//! differ.

use super::super::components::{heading, scrolling, section};
use super::super::error::PageError;
use super::super::page::Page;
use super::super::reader::Reader;
use super::controls::label;
use super::showing;
use super::visit::DeskVisit;
use crate::domain::{ContributionKind, Slug};
use crate::operations::{FieldDifference, VersionReport};
use maud::{Markup, html};
use serde_json::Value;

pub(super) fn show(visit: &DeskVisit<'_>) -> Result<Page, PageError> {
    let reader = visit.reader();
    let service = visit.page.service;
    let id: Slug = visit.page.slug.parse().map_err(|_| PageError::NoSuchPage)?;
    let of = service.readable_contribution(&visit.caller, &id)?;
    let versions = service.contribution_versions(&visit.caller, &id)?;
    let (kind, last) = (of.kind, of.version);
    let (from, to) = (number(reader, "from", last.max(2) - 1)?, number(reader, "to", last)?);
    let compared = if from == to {
        html! { p.note { (reader.text("versions-only")) } }
    } else {
        let differing = service.contribution_differences(&visit.caller, &id, from, to)?;
        differences(visit, kind, &differing, (from, to))?
    };
    let path = format!("/desk/contributions/{id}");
    let title = reader.text("versions-title");
    let body = html! {
        (heading(&reader.text(&format!("contribution-kind-{}", kind.as_str())), &title, html! {}))
        (list(reader, &versions, of.live))
        @if last > 1 { (choice(reader, &versions, from, to)) }
        (section("differences", &reader.text("versions-differences"), compared))
    };
    let page = visit.page(title, &body)?.under(reader.text("nav-desk"), "/desk");
    Ok(page.under(id.to_string(), path))
}

fn number(reader: &Reader, name: &'static str, default: u64) -> Result<u64, PageError> {
    match reader.value(name)? {
        None => Ok(default),
        Some(text) => text.parse().map_err(|_| PageError::parameter(name, text)),
    }
}

fn list(reader: &Reader, versions: &[VersionReport], live: Option<u64>) -> Markup {
    html! {
        ol.entries {
            @for version in versions.iter().rev() {
                li value=(version.number) {
                    p.name { (reader.text_with("desk-version", &[("number", version.number.to_string().into())])) }
                    p.meta {
                        span { (reader.date(&version.written.to_string())) }
                        span { (reader.text(&format!("role-{}", version.by))) }
                        @if live == Some(version.number) { span { (reader.text("versions-live")) } }
                    }
                }
            }
        }
    }
}

/// Two versions to compare.
fn choice(reader: &Reader, versions: &[VersionReport], from: u64, to: u64) -> Markup {
    html! {
        form.filters method="get" action=(reader.href(&reader.path)) {
            @for (name, chosen) in [("from", from), ("to", to)] {
                div.field {
                    label for=(name) { (reader.text(&format!("versions-{name}"))) }
                    select id=(name) name=(name) {
                        @for version in versions { option value=(version.number) selected[version.number == chosen] { (version.number) } }
                    }
                }
            }
            div.actions { button type="submit" { (reader.text("versions-compare")) } }
        }
    }
}

fn differences(
    visit: &DeskVisit<'_>,
    kind: ContributionKind,
    differing: &[FieldDifference],
    (from, to): (u64, u64),
) -> Result<Markup, PageError> {
    let reader = visit.reader();
    let values = differing.iter().flat_map(|one| one.before.iter().chain(&one.after));
    let names = visit.page.service.references(values.flat_map(showing::identifiers))?;
    let cell = |field: &str, value: Option<&Value>| {
        let shown = value.map(|value| showing::shown(reader, &names, kind, field, value));
        shown.unwrap_or_else(|| html! { span.unknown { (reader.text("versions-nothing")) } })
    };
    let version =
        |number: u64| reader.text_with("desk-version", &[("number", number.to_string().into())]);
    if differing.is_empty() {
        return Ok(html! { p.note { (reader.text("versions-same")) } });
    }
    let table = html! {
        table.compare {
            caption { (reader.text("versions-differences")) }
            thead { tr {
                th scope="col" { (reader.text("versions-field")) }
                th scope="col" { (version(from)) }
                th scope="col" { (version(to)) }
            } }
            tbody {
                @for one in differing {
                    tr {
                        th scope="row" { (label(reader, kind, &one.field)) }
                        td { (cell(&one.field, one.before.as_ref())) }
                        td { (cell(&one.field, one.after.as_ref())) }
                    }
                }
            }
        }
    };
    Ok(scrolling(&reader.text("versions-differences"), table))
}
