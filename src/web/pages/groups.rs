//! The planner of a workshop: conditions, and groups that meet as many of them
//! as can be, each with what it does not meet. It takes the parameters of
//! `/api/v1/groups`.

use super::super::charts;
use super::super::components::{
    Choice, Field, confidence, facet, few_choices, heading, identifier, notice, scrolling, section,
    select, statements, theme_choices, thing_choices, unknown,
};
use super::super::error::PageError;
use super::super::page::{Page, Shown};
use super::super::reader::{Reader, Visit};
use super::super::thing::Thing;
use super::members::language_choices;
use crate::domain::{Facet, Text};
use crate::operations::{
    Collection, GroupRequest, GroupsReport, ProposedGroup, ProposedMember, StatedDemand,
    StatedMention, WorkshopRole,
};
use maud::{Markup, html};

pub(in super::super) const PARAMETERS: [&str; 7] =
    ["theme", "min_size", "max_size", "language", "region", "include", "exclude"];

pub(in super::super) fn show(visit: &Visit<'_>) -> Result<Shown, PageError> {
    let reader = visit.reader;
    let report = match request(reader)? {
        Some(request) => Some(visit.service.propose_groups(&request)?),
        None => None,
    };
    let title = reader.text("groups-title");
    let body = html! {
        (heading(&reader.text("groups-eyebrow"), &title, html! { p.lead { (reader.text("groups-lead")) } }))
        (form(visit)?)
        (changes(visit)?)
        @if let Some(report) = &report { (proposals(reader, report)) }
    };
    Ok(Page::new(title, reader.text("groups-lead"), body).into())
}

/// What is asked for; nothing before a theme is chosen.
fn request(reader: &Reader) -> Result<Option<GroupRequest>, PageError> {
    let themes = reader.slugs("theme")?;
    let [theme] = themes.as_slice() else {
        return match themes.get(1) {
            Some(second) => Err(PageError::parameter("theme", &second.to_string())),
            None => Ok(None),
        };
    };
    let (min, max) = GroupRequest::sizes(size(reader, "min_size")?, size(reader, "max_size")?);
    Ok(Some(GroupRequest {
        theme: theme.clone(),
        min,
        max,
        language: reader.value("language")?.map(str::to_owned),
        regions: reader.slugs("region")?,
        excluded_regions: Vec::new(),
        included: reader.slugs("include")?,
        excluded: reader.slugs("exclude")?,
        limit: GroupRequest::PROPOSALS,
    }))
}

fn size(reader: &Reader, name: &'static str) -> Result<Option<usize>, PageError> {
    let Some(text) = reader.value(name)? else { return Ok(None) };
    let known = text.parse().ok().filter(|size| GroupRequest::SIZES.contains(size));
    known.map(Some).ok_or_else(|| PageError::parameter(name, text))
}

fn form(visit: &Visit<'_>) -> Result<Markup, PageError> {
    let reader = visit.reader;
    let sizes = || {
        GroupRequest::SIZES
            .map(|size| Choice { value: size.to_string(), name: size.to_string() })
            .collect()
    };
    let fields = [
        theme_choices(visit)?,
        Field::flat("language", language_choices(visit)?),
        Field::flat("min_size", sizes()),
        Field::flat("max_size", sizes()),
    ];
    let regions = thing_choices(visit, Collection::Regions)?;
    let chosen: Vec<&str> = reader.values("region").collect();
    Ok(html! {
        form.filters method="get" action=(reader.href("/groups")) {
            @for field in &fields { (select(reader, field)) }
            fieldset.field.across {
                legend { (reader.text("groups-regions")) }
                div.boxes {
                    @for region in &regions {
                        label {
                            input type="checkbox" name="region" value=(region.value) checked[chosen.contains(&region.value.as_str())];
                            " " (region.name)
                        }
                    }
                }
            }
            (one_more(visit)?)
            @for name in ["include", "exclude"] {
                @for slug in reader.values(name) { input type="hidden" name=(name) value=(slug); }
            }
            div.actions { button type="submit" { (reader.text("groups-do")) } }
        }
    })
}

/// Somebody else who must take part: those chosen before stand below.
fn one_more(visit: &Visit<'_>) -> Result<Markup, PageError> {
    let reader = visit.reader;
    let members = few_choices(visit, Collection::Members)?;
    Ok(html! {
        div.field {
            label for="groups-include" { (reader.text("groups-include")) }
            @if let Some(members) = &members {
                select #groups-include name="include" {
                    option value="" { (reader.text("groups-nobody")) }
                    @for member in members { option value=(member.value) { (member.name) } }
                }
            } @else {
                (identifier(reader, "groups-include", "include", ""))
            }
        }
    })
}

/// Who was asked for and who was left out, each with a way back.
fn changes(visit: &Visit<'_>) -> Result<Markup, PageError> {
    let reader = visit.reader;
    let mut lists = Vec::new();
    for name in ["include", "exclude"] {
        let slugs = reader.slugs(name)?;
        let ids = slugs.iter().map(|slug| crate::domain::Kind::Member.iri(slug));
        let records = visit.service.records(&ids.collect::<Vec<_>>())?;
        if !records.is_empty() {
            lists.push((name, records));
        }
    }
    Ok(html! {
        @for (name, records) in &lists {
            div.chosen {
                p.eyebrow { (reader.text(&format!("groups-{name}d"))) }
                ul.chips.plain {
                    @for record in records {
                        @let member = Thing::from(record);
                        @let words = reader.text_with("groups-undo", &[("member", member.label(reader).text.into())]);
                        li { a rel="nofollow" href=(without(reader, name, member.slug())) aria-label=(words) { (member.label(reader)) span aria-hidden="true" { " ×" } } }
                    }
                }
            }
        }
    })
}

/// This plan with a member more on one of its lists, and on no other.
fn with(reader: &Reader, name: &str, slug: &str) -> String {
    let other = if name == "include" { "exclude" } else { "include" };
    let of = |list: &str| {
        reader.values(list).filter(|known| *known != slug).map(str::to_owned).collect::<Vec<_>>()
    };
    let (mut longer, shorter) = (of(name), of(other));
    longer.push(slug.to_owned());
    let longer = longer.iter().map(|slug| (name, slug.as_str()));
    let shorter = shorter.iter().map(|slug| (other, slug.as_str()));
    // Where a list is empty now, its name alone takes the last one away.
    let emptied = [(other, "")];
    let changes: Vec<(&str, &str)> = longer.chain(shorter).chain(emptied).collect();
    reader.href_with(&changes)
}

/// This plan without a member on one of its lists.
fn without(reader: &Reader, name: &str, slug: &str) -> String {
    let kept = reader.values(name).filter(|known| *known != slug).map(|slug| (name, slug));
    reader.href_with(&kept.chain([(name, "")]).collect::<Vec<_>>())
}

fn words<'a>(reader: &Reader, text: &'a Text) -> &'a str {
    text.get(reader.language).map(|(_, words)| words).unwrap_or_default()
}

fn proposals(reader: &Reader, report: &GroupsReport) -> Markup {
    let title = reader.text_with(
        "groups-proposals",
        &[("theme", Thing::from(&report.theme).label(reader).text.into())],
    );
    let note = words(reader, &report.note);
    let body = html! {
        @if report.proposals.is_empty() { (notice(html! { p { (note) } })) }
        @else { p.intro role="status" { (note) } }
        ol.peers {
            @for (place, group) in report.proposals.iter().enumerate() {
                li { (proposal(reader, place + 1, group)) }
            }
        }
    };
    section("proposals", &title, body)
}

fn proposal(reader: &Reader, place: usize, group: &ProposedGroup) -> Markup {
    let query: String = form_urlencoded::byte_serialize(group.sparql.as_bytes()).collect();
    let title = reader.text_with("groups-proposal", &[("place", place.into())]);
    html! {
        article.peer {
            header {
                h3 { (title) }
                p.meta {
                    span { (reader.count("count-members", group.members.len())) }
                    span { (reader.count("groups-regions-counted", group.regions)) }
                    span { (reader.text_with("peers-score-words", &[("score", reader.percent(group.score).into())])) }
                    (confidence(reader, group.confidence.term()))
                }
                p { (words(reader, &group.note)) }
            }
            (demands(reader, group))
            (members(reader, &title, group))
            details.reasons {
                summary { (reader.text("peers-why")) span.hidden { " " (title) } }
                @for one in &group.members { (mentions(reader, one)) }
                p { a href={ (reader.href("/query")) "?query=" (query) } { (reader.text("peers-query")) } }
            }
            details.reasons {
                summary { (reader.text("groups-score")) span.hidden { " " (title) } }
                (parts(reader, group))
            }
        }
    }
}

/// What was asked for, first what is not so.
fn demands(reader: &Reader, group: &ProposedGroup) -> Markup {
    let demand = |one: &StatedDemand, met: bool| {
        html! {
            li.met[met].unmet[!met] {
                (sign(met))
                span.hidden { (reader.text(if met { "groups-met" } else { "groups-unmet" })) " " }
                (words(reader, &one.note))
            }
        }
    };
    html! {
        ul.demands {
            @for one in &group.unmet { (demand(one, false)) }
            @for one in &group.satisfied { (demand(one, true)) }
        }
    }
}

/// A tick, or an open ring: two shapes, not two colours.
fn sign(met: bool) -> Markup {
    html! {
        svg viewBox="0 0 16 16" width="15" height="15" aria-hidden="true" {
            @if met { path d="M2.5 8.5 6.5 12.5 13.5 4" fill="none" stroke="currentColor" stroke-width="2.2" stroke-linecap="round" stroke-linejoin="round" {} }
            @else { circle cx="8" cy="8" r="5.5" fill="none" stroke="currentColor" stroke-width="1.8" stroke-dasharray="2.4 2.1" {} }
        }
    }
}

fn members(reader: &Reader, title: &str, group: &ProposedGroup) -> Markup {
    let table = html! {
        table.group {
            caption.hidden { (title) }
            thead { tr {
                th scope="col" { (reader.text("peers-peer")) }
                th scope="col" { (reader.text("groups-role")) }
                th scope="col" { (reader.text("filter-language")) }
                th scope="col" { (reader.text("groups-needs-met")) }
                th scope="col" { (reader.text("groups-change")) }
            } }
            tbody { @for one in &group.members { (member(reader, one)) } }
        }
    };
    scrolling(title, table)
}

fn member(reader: &Reader, one: &ProposedMember) -> Markup {
    let member = Thing::from(&one.member);
    let name = || [("member", member.label(reader).text.into())];
    let languages: Vec<String> =
        one.languages.iter().map(|tag| reader.language_name(tag)).collect();
    html! {
        tr {
            th scope="row" {
                (reader.link(member))
                @if let Some(region) = member.one("region") { span.own-name { " " (region.label(reader)) } }
            }
            td { (role(reader, one.role)) }
            td { @if languages.is_empty() { (unknown(reader)) } @else { (languages.join(", ")) } }
            @match one.needs_met {
                Some(part) => td.measure { (charts::bar(part, "need")) span { (reader.percent(part)) } },
                None => td { (unknown(reader)) },
            }
            td.changes {
                @if one.included { (reader.text("groups-asked")) }
                @else { a rel="nofollow" href=(with(reader, "include", member.slug())) aria-label=(reader.text_with("groups-keep-words", &name())) { (reader.text("groups-keep")) } }
                " "
                a rel="nofollow" href=(with(reader, "exclude", member.slug())) aria-label=(reader.text_with("groups-leave-words", &name())) { (reader.text("groups-leave")) }
            }
        }
    }
}

fn role(reader: &Reader, role: Option<WorkshopRole>) -> Markup {
    let sides: &[Facet] = match role {
        Some(WorkshopRole::Offers) => &[Facet::Offer],
        Some(WorkshopRole::Needs) => &[Facet::Need],
        Some(WorkshopRole::Both) => &[Facet::Need, Facet::Offer],
        None => return unknown(reader),
    };
    html! {
        @for side in sides {
            span class={ "mark kind " (side.term()) } { (facet(*side)) span { (reader.text(&format!("facet-{}", side.term()))) } } " "
        }
    }
}

/// What a member says of the theme, and who can answer.
fn mentions(reader: &Reader, one: &ProposedMember) -> Markup {
    html! {
        h4 { (Thing::from(&one.member).label(reader)) }
        @if one.mentions.is_empty() { p { (unknown(reader)) } }
        @for mention in &one.mentions { (mentioned(reader, mention)) }
    }
}

fn mentioned(reader: &Reader, mention: &StatedMention) -> Markup {
    html! {
        p.meta {
            span class={ "mark kind " (mention.facet.term()) } { (facet(mention.facet)) }
            (reader.link((&mention.concept).into()))
            @if let Some((_, by)) = &mention.met {
                @let names: Vec<String> = by.iter().map(|one| Thing::from(one).label(reader).text.to_owned()).collect();
                span { (reader.text_with("groups-answered", &[("members", reader.listed(&names).into())])) }
            }
        }
        (statements(reader, mention.statements.iter().map(Thing::from), true))
    }
}

/// The parts that add up to the score, each beside the most that it can be.
fn parts(reader: &Reader, group: &ProposedGroup) -> Markup {
    html! {
        table.contributions {
            caption { (reader.text("groups-parts")) }
            thead { tr {
                th scope="col" { (reader.text("groups-part")) }
                th scope="col" { (reader.text("peers-part")) }
                th.figure scope="col" { (reader.text("groups-most")) }
            } }
            tbody {
                @for part in &group.parts {
                    tr {
                        th scope="row" { (words(reader, &part.note)) }
                        td.measure { (charts::bar(part.contribution / part.most, "")) span { (reader.percent(part.contribution)) } }
                        td.figure { (reader.percent(part.most)) }
                    }
                }
            }
        }
    }
}
