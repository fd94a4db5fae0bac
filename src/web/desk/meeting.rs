//! Whom it meets: who can help, whom it could help, where both directions meet;
//! for what is declared and not public yet, and for all that is known of a
//! service.

use super::super::components::{confidence, facet, statements};
use super::super::error::PageError;
use super::super::thing::Thing;
use super::visit::DeskVisit;
use crate::domain::{Confidence, Kind, Slug};
use crate::matching::Mode;
use crate::operations::{MatchReport, MatchedPeer, PeerRequest, ProfileError, Said, StatedProfile};
use maud::{Markup, html};

/// What is asked, one after the other.
const MODES: [Mode; 3] = [Mode::HelpsMe, Mode::IHelp, Mode::Mutual];
/// As many peers as are shown of each.
const PEERS: usize = 5;

/// For a profile that nobody else sees yet.
pub(super) fn before(visit: &DeskVisit<'_>, profile: &StatedProfile) -> Result<Markup, PageError> {
    let reader = visit.reader();
    let mut lists = Vec::new();
    for mode in MODES {
        if let Some(part) = missing(mode, profile) {
            lists.push((mode, html! { p.none { (reader.text(&format!("meeting-say-{part}"))) } }));
            continue;
        }
        // One more, as the service may stand in its own list.
        let request = PeerRequest { mode, limit: PEERS + 1, ..PeerRequest::default() };
        let found = visit.page.service.match_profile(profile, &request).map_err(refused)?;
        lists.push((mode, peers(visit, &found.report)));
    }
    Ok(html! {
        p.intro { (reader.text("meeting-before-words")) }
        (shown(visit, lists))
    })
}

/// For all that is public of a service.
pub(super) fn after(visit: &DeskVisit<'_>, member: &Slug) -> Result<Markup, PageError> {
    let reader = visit.reader();
    let mut lists = Vec::new();
    for mode in MODES {
        let request = PeerRequest { mode, limit: PEERS, ..PeerRequest::default() };
        if let Some(report) = visit.page.service.find_peers(member, &request)? {
            let path = reader.href_of(Kind::Member, member);
            let all = format!("{path}?mode={}#peers", mode.term());
            let list = html! {
                (peers(visit, &report))
                p { a href=(all) { (reader.text("meeting-all")) } }
            };
            lists.push((mode, list));
        }
    }
    Ok(html! {
        p.intro { (reader.text("meeting-after-words")) }
        (shown(visit, lists))
    })
}

/// The side that a mode asks for and that says nothing.
fn missing(mode: Mode, profile: &StatedProfile) -> Option<&'static str> {
    let silent = |said: &Said| said.concepts.is_empty();
    match mode {
        Mode::IHelp if silent(&profile.offered) => Some("offer"),
        Mode::HelpsMe if silent(&profile.sought) => Some("need"),
        Mode::Mutual if silent(&profile.sought) || silent(&profile.offered) => Some("both"),
        _ => None,
    }
}

fn refused(error: ProfileError) -> PageError {
    match error {
        ProfileError::Browse(error) => error.into(),
        ProfileError::UnknownConcept { value, .. } => PageError::parameter("theme", &value),
        ProfileError::Empty | ProfileError::NotUnderstood(_) => PageError::parameter("theme", ""),
    }
}

fn shown(visit: &DeskVisit<'_>, lists: Vec<(Mode, Markup)>) -> Markup {
    let reader = visit.reader();
    html! {
        div.meeting {
            @for (mode, list) in lists {
                div class={ "meets " (mode.term()) } {
                    h3 { (reader.text(&format!("meeting-{}", mode.term()))) }
                    (list)
                }
            }
        }
    }
}

fn peers(visit: &DeskVisit<'_>, report: &MatchReport) -> Markup {
    let reader = visit.reader();
    let own = visit.member().map(|member| Kind::Member.iri(member));
    let others = report.peers.iter().filter(|peer| Some(peer.member.id()) != own.as_ref());
    let others: Vec<&MatchedPeer> = others.take(PEERS).collect();
    let words = report.note.get(reader.language).map(|(_, words)| words).unwrap_or_default();
    html! {
        @if others.is_empty() {
            p.none { (reader.text("meeting-nobody")) }
            @if report.confidence == Confidence::Insufficient {
                @if let Some(count @ 1..) = report.insufficient {
                    p.note { (reader.count("peers-too-little", count)) }
                }
            }
        } @else {
            p.note { (words) }
            ol.met { @for found in others { li { (peer(visit, found)) } } }
        }
    }
}

/// One of them: how much is met, how sure that is, by what.
fn peer(visit: &DeskVisit<'_>, found: &MatchedPeer) -> Markup {
    let reader = visit.reader();
    let member = found.member.json();
    let member = Thing::from(&member);
    let told: Vec<serde_json::Value> =
        found.shared.iter().flat_map(|one| one.theirs.iter().map(|said| said.json())).collect();
    html! {
        p.name { (reader.link(member)) }
        p.meta {
            span { (reader.text_with("peers-score-words", &[("score", reader.percent(found.score).into())])) }
            (confidence(reader, found.confidence.term()))
        }
        ul.chips {
            @for one in &found.shared {
                li class=(one.facet.term()) { (facet(one.facet)) " " (reader.link((&one.concept.json()).into())) }
            }
        }
        @if !told.is_empty() {
            details {
                summary { (reader.text("peers-why")) span.hidden { ": " (member.label(reader)) } }
                (statements(reader, told.iter().map(Thing::from), true))
            }
        }
    }
}
