//! The peers of a member in a frame: the same as the component, without a
//! script.

use super::super::components::confidence;
use super::super::error::PageError;
use super::super::pages::peer_mode;
use super::super::reader::{Reader, Visit};
use super::super::thing::Thing;
use super::Small;
use crate::domain::{Confidence, Kind};
use crate::matching::Mode;
use crate::operations::{MatchedPeer, PeerRequest};
use maud::{Markup, html};

pub(super) const PARAMETERS: [&str; 2] = ["limit", "mode"];
/// Peers that are shown, unless it is said how many, and at most.
const LIMIT: usize = 3;
const LIMIT_MAX: usize = 10;
/// Themes that a reason names.
const THEMES: usize = 3;

pub(super) fn show(visit: &Visit<'_>) -> Result<Small, PageError> {
    let reader = visit.reader;
    let (slug, record) = visit.thing(Kind::Member)?;
    let member = Thing::from(&record);
    let mode = peer_mode(reader)?;
    let request = PeerRequest { mode, limit: limit(reader)?, ..PeerRequest::default() };
    let report = visit.service.find_peers(&slug, &request)?;
    let title = reader.text_with("network-title", &[("member", member.label(reader).text.into())]);
    let body = html! {
        main.card aria-labelledby="title" {
            h1 #title { (reader.text("peers-title")) }
            p.eyebrow { (member.label(reader)) }
            @if let Some(report) = report {
                p.note {
                    @if report.confidence == Confidence::Insufficient { (confidence(reader, report.confidence.term())) " " }
                    (report.note.get(reader.language).map(|(_, words)| words).unwrap_or_default())
                }
                @if !report.peers.is_empty() {
                    ul.peers { @for found in &report.peers { li { (peer(reader, mode, found)) } } }
                }
            }
            p.more { a href={ (reader.href_of(Kind::Member, &slug)) "?mode=" (mode.term()) "#peers" } { (reader.text("embed-more")) } }
        }
    };
    Ok(Small { title, links: "_top", body })
}

fn limit(reader: &Reader) -> Result<usize, PageError> {
    match reader.value("limit")? {
        None => Ok(LIMIT),
        Some(text) => match text.parse() {
            Ok(limit) if (1..=LIMIT_MAX).contains(&limit) => Ok(limit),
            _ => Err(PageError::parameter("limit", text)),
        },
    }
}

fn peer(reader: &Reader, mode: Mode, found: &MatchedPeer) -> Markup {
    let member = found.member.json();
    let member = Thing::from(&member);
    let themes = found.shared.iter().take(THEMES);
    let themes: Vec<String> =
        themes.map(|one| Thing::from(&one.concept.json()).label(reader).text.to_owned()).collect();
    let key = format!("embed-because-{}", mode.term());
    let reason = reader.text_with(&key, &[("themes", themes.join(", ").into())]);
    html! {
        p.name { (reader.link(member)) }
        p.reason { (reason) }
        p.sure { (confidence(reader, found.confidence.term())) }
    }
}
