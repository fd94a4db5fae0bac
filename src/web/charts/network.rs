//! The peers of a member as a star: the nearer, the more alike; the firmer the
//! line, the surer.

use super::super::reader::Reader;
use super::super::thing::Thing;
use crate::domain::Confidence;
use crate::operations::MatchedPeer;
use maud::{Markup, html};
use std::f64::consts::TAU;

/// More peers than that would hide each other's names.
const PEERS_MAX: usize = 8;
const WIDTH: f64 = 460.0;
/// Around the outermost, for their names and that of the member.
const MARGIN: f64 = 26.0;
const CENTRE_BELOW: f64 = 44.0;
/// From the member to its nearest and its farthest peer.
const NEAR: f64 = 78.0;
const FAR: f64 = 196.0;
/// Names are wider than high, and so is the star.
const WIDER: f64 = 1.12;

struct Star {
    x: f64,
    y: f64,
    radius: f64,
}

/// The picture. What it shows is in the list of peers as well.
pub(in super::super) fn network(
    reader: &Reader,
    member: Thing<'_>,
    peers: &[MatchedPeer],
) -> Markup {
    let peers = &peers[..peers.len().min(PEERS_MAX)];
    let best = peers.iter().map(|peer| peer.score).fold(0.0, f64::max);
    let stars: Vec<Star> = peers
        .iter()
        .enumerate()
        .map(|(place, peer)| star(place, peers.len(), peer.score / best))
        .collect();
    let x = WIDTH / 2.0;
    let top = stars.iter().map(|star| star.y).fold(-CENTRE_BELOW, f64::min) - MARGIN;
    let bottom = stars.iter().map(|star| star.y).fold(CENTRE_BELOW, f64::max) + MARGIN;
    let title = reader.text_with("network-title", &[("member", member.label(reader).text.into())]);
    html! {
        svg.network viewBox={ "0 " (number(top)) " " (WIDTH) " " (number(bottom - top)) } role="img" aria-label=(title) {
            @for (star, peer) in stars.iter().zip(peers) {
                line class=(peer.confidence.term()) x1=(x) y1="0" x2=(number(star.x)) y2=(number(star.y)) {}
            }
            @for (star, peer) in stars.iter().zip(peers) {
                circle class=(peer.confidence.term()) cx=(number(star.x)) cy=(number(star.y)) r=(number(star.radius)) {}
                (name(reader, star, peer))
            }
            circle.centre cx=(x) cy="0" r="17" {}
            text.centre x=(x) y="34" text-anchor="middle" { (short_name(reader, member)) }
        }
    }
}

/// Where a peer stands, seen from the member at height 0: around the clock by rank, near by score.
fn star(place: usize, count: usize, part_of_best: f64) -> Star {
    #[expect(clippy::cast_precision_loss, reason = "at most a handful of peers")]
    let turn = (place as f64 + 0.5) / count as f64 - 0.25;
    let distance = FAR - (FAR - NEAR) * part_of_best.clamp(0.0, 1.0);
    Star {
        x: WIDTH / 2.0 + WIDER * distance * (turn * TAU).cos(),
        y: distance * (turn * TAU).sin(),
        radius: 5.0 + 7.0 * part_of_best.clamp(0.0, 1.0),
    }
}

fn name(reader: &Reader, star: &Star, peer: &MatchedPeer) -> Markup {
    let left = star.x < WIDTH / 2.0;
    let aside = star.radius + 6.0;
    let x = if left { star.x - aside } else { star.x + aside };
    html! {
        text class=[(peer.confidence == Confidence::Low).then_some("low")] x=(number(x)) y=(number(star.y + 5.0))
            text-anchor=(if left { "end" } else { "start" }) {
            (short_name(reader, (&peer.member.json()).into()))
        }
    }
}

/// The country, which is shorter than most names of services.
fn short_name(reader: &Reader, member: Thing<'_>) -> String {
    member.one("country").unwrap_or(member).label(reader).text.to_owned()
}

fn number(value: f64) -> String {
    format!("{value:.1}")
}
