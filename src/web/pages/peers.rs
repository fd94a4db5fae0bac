//! The peers of a member, each with what is shared and the statements behind.

use super::super::charts;
use super::super::components::{confidence, facet, notice, section, statements};
use super::super::error::PageError;
use super::super::reader::{Reader, Visit};
use super::super::thing::Thing;
use crate::domain::{Confidence, Facet, Slug};
use crate::matching::Mode;
use crate::operations::{
    Brief, MatchReport, MatchedConcept, MatchedPeer, MemberFilter, PeerRequest,
};
use maud::{Markup, html};
use std::sync::Arc;

/// Peers that are shown; as many as are shown at most.
const PEERS: usize = 5;
const PEERS_MAX: usize = 20;
/// Themes of one side alone that are named.
const ALONE_MAX: usize = 12;

/// The part of the page of a member.
pub(super) fn part(visit: &Visit<'_>, slug: &Slug, member: Thing<'_>) -> Result<Markup, PageError> {
    let reader = visit.reader;
    let mode = peer_mode(reader)?;
    let other_regions = reader.flag("other_regions")?;
    let request = PeerRequest {
        mode,
        filter: MemberFilter { other_regions, ..MemberFilter::default() },
        limit: limit(reader)?,
        ..PeerRequest::default()
    };
    let Some(report) = visit.service.find_peers(slug, &request)? else { return Ok(html! {}) };
    let body = html! {
        (modes(reader, mode))
        p.intro { (reader.text(&format!("mode-words-{}", mode.term()))) }
        (only_elsewhere(reader, mode, other_regions))
        (note(reader, &report))
        @if !report.peers.is_empty() {
            (overview(reader, member, &report))
            ol.peers { @for found in &report.peers { li { (peer(reader, found)) } } }
            (ending(reader, &report))
        }
    };
    Ok(section("peers", &reader.text("peers-title"), body))
}

/// What is looked for: the value of `mode`.
pub(in super::super) fn peer_mode(reader: &Reader) -> Result<Mode, PageError> {
    match reader.value("mode")? {
        None => Ok(Mode::default()),
        Some(term) => Mode::ALL
            .into_iter()
            .find(|mode| mode.term() == term)
            .ok_or_else(|| PageError::parameter("mode", term)),
    }
}

fn limit(reader: &Reader) -> Result<usize, PageError> {
    match reader.value("peers")? {
        None => Ok(PEERS),
        Some("all") => Ok(PEERS_MAX),
        Some(other) => Err(PageError::parameter("peers", other)),
    }
}

/// The four questions that can be asked, as links.
fn modes(reader: &Reader, here: Mode) -> Markup {
    html! {
        nav.tabs aria-label=(reader.text("peers-modes")) {
            ul {
                @for mode in Mode::ALL {
                    @let href = reader.href_with(&[("mode", mode.term()), ("peers", "")]);
                    li {
                        a href={ (href) "#peers" } aria-current=[(mode == here).then_some("true")] {
                            (reader.text(&format!("mode-{}", mode.term())))
                        }
                    }
                }
            }
        }
    }
}

fn only_elsewhere(reader: &Reader, mode: Mode, chosen: bool) -> Markup {
    html! {
        form.inline method="get" action={ (reader.href(&reader.path)) "#peers" } {
            input type="hidden" name="mode" value=(mode.term());
            label { input type="checkbox" name="other_regions" value="on" checked[chosen]; " " (reader.text("peers-other-regions")) }
            button.quiet type="submit" { (reader.text("filter-apply")) }
        }
    }
}

/// How sure the list is, in the words of the matching.
fn note(reader: &Reader, report: &MatchReport) -> Markup {
    let words = report.note.get(reader.language).map(|(_, words)| words).unwrap_or_default();
    if report.confidence == Confidence::Insufficient {
        return notice(html! {
            p { (confidence(reader, report.confidence.term())) }
            p { (words) }
            @if let Some(count @ 1..) = report.insufficient { p { (reader.count("peers-too-little", count)) } }
        });
    }
    html! { p.sure { (confidence(reader, report.confidence.term())) " " (words) } }
}

/// The picture, and the same as a table.
fn overview(reader: &Reader, member: Thing<'_>, report: &MatchReport) -> Markup {
    html! {
        div.overview {
            figure {
                (charts::network(reader, member, &report.peers))
                figcaption { (reader.text("network-caption")) }
            }
            table.ranking {
                caption { (reader.text("peers-table")) }
                thead { tr {
                    th scope="col" { (reader.text("peers-rank")) }
                    th scope="col" { (reader.text("peers-peer")) }
                    th.figure scope="col" { (reader.text("peers-score")) }
                    th scope="col" { (reader.text("peers-confidence")) }
                } }
                tbody {
                    @for found in &report.peers {
                        @let member = found.member.json();
                        @let member = Thing::from(&member);
                        tr {
                            td { (rank(reader, found)) }
                            th scope="row" { a href={ "#peer-" (member.slug()) } { (member.label(reader)) } }
                            td.figure { (reader.percent(found.score)) }
                            td { (confidence(reader, found.confidence.term())) }
                        }
                    }
                }
            }
        }
    }
}

fn rank(reader: &Reader, found: &MatchedPeer) -> Markup {
    html! {
        @if let Some(rank) = found.rank { (rank) }
        @if found.tied { " " span.tied { (reader.text("peers-tied")) } }
    }
}

fn peer(reader: &Reader, found: &MatchedPeer) -> Markup {
    let member = found.member.json();
    let member = Thing::from(&member);
    let region = member.one("region");
    html! {
        article.peer #{ "peer-" (member.slug()) } {
            header {
                h3 { (reader.link(member)) }
                p.meta {
                    @if let Some(region) = region { span { (region.label(reader)) } }
                    span { (reader.text_with("peers-score-words", &[("score", reader.percent(found.score).into())])) }
                    (confidence(reader, found.confidence.term()))
                }
                @if let Some((helps, helped)) = found.directions { (directions(reader, helps, helped)) }
            }
            (shared(reader, found))
            (reasons(reader, member, found))
        }
    }
}

fn directions(reader: &Reader, helps_me: f64, i_help: f64) -> Markup {
    html! {
        p.meta {
            span { (reader.text_with("peers-helps-me", &[("part", reader.percent(helps_me).into())])) }
            span { (reader.text_with("peers-i-help", &[("part", reader.percent(i_help).into())])) }
        }
    }
}

/// What is shared, theme by theme: the parts add up to the score.
fn shared(reader: &Reader, found: &MatchedPeer) -> Markup {
    let most = found.shared.iter().map(|one| one.contribution).fold(0.0, f64::max);
    html! {
        table.contributions {
            caption { (reader.text("peers-shared")) }
            thead { tr {
                th scope="col" { (reader.text("property-theme")) }
                th scope="col" { (reader.text("peers-side")) }
                th scope="col" { (reader.text("peers-part")) }
            } }
            tbody {
                @for one in &found.shared {
                    tr {
                        th scope="row" { (reader.link((&one.concept.json()).into())) }
                        td { (sides(reader, one)) }
                        td.measure {
                            (charts::bar(one.contribution / most, one.facet.term()))
                            span { (reader.percent(one.contribution)) }
                        }
                    }
                }
            }
        }
    }
}

/// On which sides a theme is shared: of both the same, or one that needs what
/// the other offers.
fn sides(reader: &Reader, one: &MatchedConcept) -> Markup {
    let (mine, theirs) = (one.facet, one.their_facet);
    let key = if mine == theirs {
        mine.term().to_owned()
    } else {
        format!("{}-{}", mine.term(), theirs.term())
    };
    html! {
        span class={ "mark kind " (mine.term()) } { (facet(mine)) @if mine != theirs { (facet(theirs)) } span { (reader.text(&format!("shared-{key}"))) } }
    }
}

/// The statements behind, what only one mentions, and the query.
fn reasons(reader: &Reader, member: Thing<'_>, found: &MatchedPeer) -> Markup {
    let query: String = form_urlencoded::byte_serialize(found.sparql.as_bytes()).collect();
    html! {
        details.reasons {
            summary { (reader.text("peers-why")) span.hidden { " " (member.label(reader)) } }
            @for one in &found.shared {
                h4 { (Thing::from(&one.concept.json()).label(reader)) }
                div.sides {
                    (said(reader, "peers-mine", &one.mine))
                    (said(reader, "peers-theirs", &one.theirs))
                }
            }
            (alone(reader, "peers-only-mine", &found.only_mine))
            (alone(reader, "peers-only-theirs", &found.only_theirs))
            p { a href={ (reader.href("/query")) "?query=" (query) } { (reader.text("peers-query")) } }
        }
    }
}

fn said(reader: &Reader, key: &str, list: &[Arc<Brief>]) -> Markup {
    let list: Vec<serde_json::Value> = list.iter().map(|one| one.json()).collect();
    html! {
        div { p.eyebrow { (reader.text(key)) } (statements(reader, list.iter().map(Thing::from), true)) }
    }
}

fn alone(reader: &Reader, key: &str, themes: &[(Facet, Arc<Brief>)]) -> Markup {
    html! {
        @if !themes.is_empty() {
            p.eyebrow { (reader.text(key)) }
            ul.chips {
                @for (side, theme) in themes.iter().take(ALONE_MAX) {
                    li class=(side.term()) { (facet(*side)) " " (reader.link((&theme.json()).into())) }
                }
                @if themes.len() > ALONE_MAX { li { (reader.count("and-more", themes.len() - ALONE_MAX)) } }
            }
        }
    }
}

/// How long the whole list is, and what is not in it.
fn ending(reader: &Reader, report: &MatchReport) -> Markup {
    let shown = report.peers.len();
    let words = if report.insufficient.is_some() { "peers-ending" } else { "peers-ending-or-more" };
    html! {
        p.ending {
            (reader.text_with(words, &[("shown", shown.into()), ("sufficient", report.sufficient.into())]))
            @if let Some(count @ 1..) = report.insufficient { " " (reader.count("peers-too-little", count)) }
            @if shown < report.sufficient.min(PEERS_MAX) {
                " " a href={ (reader.href_with(&[("peers", "all")])) "#peers" } { (reader.text("peers-more")) }
            }
        }
    }
}
