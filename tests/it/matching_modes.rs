//! The laws of the modes, of pairs, of diverse lists and of narrower evidence,
//! over random worlds.

use crate::matching_worlds::{kinds, law, member, worlds};
use passerelle::domain::{Facet, Iri};
use passerelle::matching::{
    Coverage, EvidenceScope, Fraction, Item, LEVEL_MAX, MatchingModel, Mode, Peer, PeerList,
    Profile, Wanted, Weights,
};
use proptest::prelude::*;
use proptest::sample::{Index, select};
use std::collections::BTreeSet;

/// The whole list of a member in a mode.
fn list_in(model: &MatchingModel, mode: Mode, who: usize) -> PeerList {
    let wanted = Wanted { mode, limit: usize::MAX, diversified: false, admitted: None };
    model.peers(&member(who), wanted).expect("a member")
}

#[test]
fn in_every_mode_contributions_add_up_and_stand_on_statements_of_the_right_side() {
    law((worlds(), select(&Mode::ALL[..])), |(world, mode)| {
        let model = world.model();
        for who in 0..world.members {
            for Peer { found, .. } in list_in(&model, mode, who).peers {
                let sum: f64 = found.explanation.shared.iter().map(|one| one.contribution).sum();
                prop_assert!((sum - found.score.value()).abs() < 1e-9, "{:?}", found);
                prop_assert!((0.0..=1.0).contains(&found.score.value()), "{:?}", found);
                for one in &found.explanation.shared {
                    prop_assert!(mode.aspects().contains(&one.aspect));
                    prop_assert!(world.backs(&member(who), &found.member, one), "{:?}", one);
                }
            }
        }
        Ok(())
    });
}

#[test]
fn the_peers_of_all_are_those_of_each() {
    law((worlds(), select(&Mode::ALL[..]), 0..4_usize), |(world, mode, limit)| {
        let model = world.model();
        let of_each = (0..world.members).flat_map(|who| {
            let wanted = Wanted { mode, limit, diversified: false, admitted: None };
            let list = model.peers(&member(who), wanted).expect("a member");
            list.peers.into_iter().map(move |peer| (member(who), peer))
        });
        let of_each = of_each.map(|(member, Peer { rank, tied, found })| {
            (member, rank, tied, found.member, found.score, found.confidence)
        });
        let all = model.all_peers(mode, limit).map(|one| {
            (one.member.clone(), one.rank, one.tied, one.peer.clone(), one.score, one.confidence)
        });
        prop_assert_eq!(all.collect::<Vec<_>>(), of_each.collect::<Vec<_>>());
        Ok(())
    });
}

#[test]
fn who_helps_and_who_is_helped_see_the_same_score_and_mutual_lies_between_both() {
    law(worlds(), |world| {
        let model = world.model();
        for one in 0..world.members {
            for other in (0..world.members).filter(|other| *other != one) {
                let pair = |mode, one, other| {
                    model.pair(&member(one), &member(other), mode).expect("members").found
                };
                let helped = pair(Mode::HelpsMe, one, other);
                prop_assert_eq!(helped.score, pair(Mode::IHelp, other, one).score);
                let mutual = pair(Mode::Mutual, one, other);
                prop_assert_eq!(mutual.score, pair(Mode::Mutual, other, one).score);
                let both = mutual.directions.expect("mutual has directions");
                prop_assert_eq!(both.helps_me, helped.score);
                let (least, most) =
                    (both.helps_me.min(both.i_help), both.helps_me.max(both.i_help));
                prop_assert!(mutual.score >= least && mutual.score <= most, "{:?}", mutual);
            }
        }
        Ok(())
    });
}

#[test]
fn who_offers_all_that_is_needed_and_nothing_else_helps_wholly() {
    law((worlds(), any::<Index>()), |(world, index)| {
        let concepts = world.concepts();
        let weights = Weights::learn(&concepts, &world.profiles(&concepts));
        let (mut needing, mut offering) = (Profile::empty(&concepts), Profile::empty(&concepts));
        let concept = index.index(concepts.len());
        needing.raise(&concepts, Item { facet: Facet::Need, concept }, LEVEL_MAX);
        offering.raise(&concepts, Item { facet: Facet::Offer, concept }, LEVEL_MAX);
        let coverage = Coverage::of(&weights, &needing, &offering);
        prop_assert_eq!(coverage.shared, coverage.need);
        prop_assert_eq!(coverage.shared, coverage.offer);
        let whole = coverage.need == 0 || coverage.score() == Fraction { part: 1, whole: 1 };
        prop_assert!(whole, "{:?}", coverage);
        let before = coverage.score();
        let more = Item { facet: Facet::Offer, concept: (concept + 1) % concepts.len() };
        offering.raise(&concepts, more, LEVEL_MAX);
        prop_assert!(Coverage::of(&weights, &needing, &offering).score() <= before);
        Ok(())
    });
}

#[test]
fn a_pair_is_what_the_list_says_of_it() {
    law((worlds(), select(&Mode::ALL[..])), |(world, mode)| {
        let model = world.model();
        for who in 0..world.members {
            let list = list_in(&model, mode, who);
            for other in (0..world.members).filter(|other| *other != who) {
                let pair = model.pair(&member(who), &member(other), mode).expect("members");
                let listed = list.peers.iter().find(|peer| peer.found.member == member(other));
                prop_assert_eq!(pair.standing, listed.map(|peer| (peer.rank, peer.tied)));
                prop_assert_eq!(pair.sufficient, list.sufficient);
                if let Some(peer) = listed {
                    prop_assert_eq!(&pair.found, &peer.found);
                }
            }
        }
        Ok(())
    });
}

#[test]
fn a_diverse_list_is_made_of_the_same_peers_each_once() {
    law((worlds(), select(&Mode::ALL[..]), 1..6_usize), |(world, mode, limit)| {
        let model = world.model();
        for who in 0..world.members {
            let whole = list_in(&model, mode, who);
            let wanted = Wanted { mode, limit, diversified: true, admitted: None };
            let diverse = model.peers(&member(who), wanted).expect("a member");
            prop_assert_eq!(diverse.peers.len(), limit.min(whole.peers.len()));
            prop_assert!(diverse.peers.iter().all(|peer| whole.peers.contains(peer)));
            let once: BTreeSet<&Iri> = diverse.peers.iter().map(|one| &one.found.member).collect();
            prop_assert_eq!(once.len(), diverse.peers.len());
        }
        Ok(())
    });
}

#[test]
fn a_narrower_scope_is_as_if_the_rest_had_not_been_said() {
    law((worlds(), kinds(), select(&Mode::ALL[..])), |(world, kind, mode)| {
        let scope = EvidenceScope { kinds: vec![kind], ..EvidenceScope::default() };
        let narrow = world.model().within(scope, world.evidence.clone());
        let mut left = world.clone();
        left.evidence.retain(|one| one.kind == kind);
        for who in 0..world.members {
            for peer in list_in(&narrow, mode, who).peers {
                for shared in &peer.found.explanation.shared {
                    let backed = left.backs(&member(who), &peer.found.member, shared);
                    prop_assert!(backed, "{:?}", shared);
                }
            }
        }
        Ok(())
    });
}
