//! The laws of likeness over random worlds. Weights are learned from each, or
//! frozen where a law says so.

use crate::matching_worlds::{World, concept, facets, iri, kind_of, law, member, worlds};
use crate::naive_matching::{Row, upward};
use passerelle::domain::{Certainty, Confidence, Facet, Iri};
use passerelle::matching::{
    Concepts, Evidence, Item, LEVEL_MAX, MatchingModel, Mode, Overlap, PeerList, Prior, Profile,
    Wanted, Weights,
};
use proptest::prelude::*;
use proptest::sample::{Index, select};
use std::cmp::Ordering;

/// The members most similar to one.
fn similar(
    model: &MatchingModel,
    who: &Iri,
    limit: usize,
    admitted: Option<&passerelle::matching::index::Admitted>,
) -> Option<PeerList> {
    model.peers(who, Wanted { mode: Mode::Similar, limit, diversified: false, admitted })
}

/// The whole list of every member.
fn lists(model: &MatchingModel, world: &World) -> Vec<PeerList> {
    let list = |who: &Iri| similar(model, who, usize::MAX, None).expect("a member");
    world.members().iter().map(list).collect()
}

#[test]
fn the_score_is_symmetric_lies_between_0_and_1_and_is_1_with_oneself() {
    law(worlds(), |world| {
        let concepts = world.concepts();
        let profiles = world.profiles(&concepts);
        let weights = Weights::learn(&concepts, &profiles);
        for one in &profiles {
            for other in &profiles {
                let overlap = Overlap::of(&weights, one, other);
                prop_assert_eq!(overlap, Overlap::of(&weights, other, one));
                prop_assert!((0.0..=1.0).contains(&overlap.fraction().value()), "{:?}", overlap);
            }
            let own = Overlap::of(&weights, one, one);
            prop_assert_eq!(own.shared, own.union);
            prop_assert_eq!(own.union > 0, !one.is_empty());
        }
        Ok(())
    });
}

#[test]
fn one_source_counts_once_however_often_and_in_whatever_order_it_speaks() {
    law((worlds(), any::<Index>(), select(&Certainty::ALL[..])), |(world, index, certainty)| {
        if world.evidence.is_empty() {
            return Ok(());
        }
        let again = index.get(&world.evidence).clone();
        let mut repeated = world.clone();
        repeated.evidence.insert(0, again.clone());
        repeated.evidence.reverse();
        prop_assert_eq!(lists(&world.model(), &world), lists(&repeated.model(), &repeated));
        let concepts = world.concepts();
        let mut less_sure = world.clone();
        less_sure.evidence.push(Evidence { certainty: certainty.min(again.certainty), ..again });
        prop_assert_eq!(world.profiles(&concepts), less_sure.profiles(&concepts));
        Ok(())
    });
}

#[test]
fn a_concept_added_to_both_never_lowers_the_score() {
    law((worlds(), facets(), any::<Index>(), 1..=LEVEL_MAX), |(world, facet, index, level)| {
        let concepts = world.concepts();
        let mut profiles = world.profiles(&concepts);
        let weights = Weights::learn(&concepts, &profiles);
        let before = Overlap::of(&weights, &profiles[0], &profiles[1]);
        let item = Item { facet, concept: index.index(concepts.len()) };
        for profile in &mut profiles[..2] {
            profile.raise(&concepts, item, level);
        }
        let after = Overlap::of(&weights, &profiles[0], &profiles[1]);
        prop_assert_ne!(
            after.fraction().cmp(&before.fraction()),
            Ordering::Less,
            "{:?} {:?}",
            before,
            after
        );
        Ok(())
    });
}

#[test]
fn the_same_word_about_both_on_something_new_never_lowers_the_score() {
    let certainties = select(&Certainty::ALL[..]);
    law(
        (worlds(), facets(), any::<Index>(), certainties),
        |(mut world, facet, index, certainty)| {
            let number = index.index(world.parents.len());
            world.forget(&[0, 1], facet, |above| above.contains(&number));
            let concepts = world.concepts();
            let weights = Weights::learn(&concepts, &world.profiles(&concepts));
            let overlap = |world: &World| {
                let [one, other] = [0, 1].map(|number| world.profile(&concepts, number));
                Overlap::of(&weights, &one, &other)
            };
            let before = overlap(&world);
            for who in 0..2 {
                world.evidence.push(Evidence {
                    member: member(who),
                    kind: kind_of(facet),
                    concept: concept(number),
                    source: iri("source", 9),
                    certainty,
                    statement: iri("statement", 900 + who),
                    year: None,
                });
            }
            prop_assert_ne!(overlap(&world).fraction().cmp(&before.fraction()), Ordering::Less);
            Ok(())
        },
    );
}

#[test]
fn a_concept_added_to_one_never_raises_the_score() {
    let input = (worlds(), facets(), any::<Index>(), 1..=LEVEL_MAX, any::<bool>());
    law(input, |(mut world, facet, index, level, whole_family)| {
        let number = index.index(world.parents.len());
        let family = upward(&world.parents, number);
        let root = family[family.len() - 1];
        let absent = if whole_family { root } else { number };
        world.forget(&[1], facet, |above| above.contains(&absent));
        let concepts = world.concepts();
        let place = |number: usize| concepts.index(&concept(number)).expect("a concept");
        let [mut one, other] = [0, 1].map(|number| world.profile(&concepts, number));
        if let (false, Some(parent)) = (whole_family, world.parents[number]) {
            // What is broader may be shared already; only the concept is new.
            one.raise(&concepts, Item { facet, concept: place(parent) }, LEVEL_MAX);
        }
        let weights = Weights::learn(&concepts, &world.profiles(&concepts));
        let before = Overlap::of(&weights, &one, &other);
        one.raise(&concepts, Item { facet, concept: place(number) }, level);
        let after = Overlap::of(&weights, &one, &other);
        prop_assert_ne!(
            after.fraction().cmp(&before.fraction()),
            Ordering::Greater,
            "{:?} {:?}",
            before,
            after
        );
        Ok(())
    });
}

/// A tree in which every family, domain and leaf has as many siblings as any
/// other, and so, with no profile known, the same weight.
#[derive(Clone, Copy, Debug)]
struct Balanced {
    families: usize,
    domains: usize,
    leaves: usize,
}

impl Balanced {
    fn name(numbers: &[usize]) -> Iri {
        let parts: Vec<String> = numbers.iter().map(ToString::to_string).collect();
        Iri::parse(&format!("https://example.org/concept/{}", parts.join("-"))).expect("an IRI")
    }

    fn concepts(self) -> Concepts {
        let mut links = Vec::new();
        for family in 0..self.families {
            for domain in 0..self.domains {
                links.push((Self::name(&[family, domain]), Some(Self::name(&[family]))));
                for leaf in 0..self.leaves {
                    let name = Self::name(&[family, domain, leaf]);
                    links.push((name, Some(Self::name(&[family, domain]))));
                }
            }
        }
        Concepts::arrange(links).expect("a tree")
    }
}

#[test]
fn a_shared_leaf_counts_no_less_than_a_sibling_and_that_no_less_than_another_domain() {
    let trees = (2..4_usize, 2..4_usize, 2..5_usize)
        .prop_map(|(families, domains, leaves)| Balanced { families, domains, leaves });
    let levels = (1..=LEVEL_MAX, 1..=LEVEL_MAX);
    let known = prop::collection::vec((any::<bool>(), any::<Index>(), 1..=LEVEL_MAX), 0..8);
    law((trees, levels, facets(), known, any::<bool>()), |(tree, levels, facet, known, far)| {
        let concepts = tree.concepts();
        let weights = Weights::learn(&concepts, []);
        let item = |numbers: [usize; 3]| Item {
            facet,
            concept: concepts.index(&Balanced::name(&numbers)).expect("a leaf"),
        };
        // What either says on the other side changes nothing in the order.
        let other_side = |mine: bool| {
            let mut profile = Profile::empty(&concepts);
            for (_, index, level) in known.iter().filter(|(whose, ..)| *whose == mine) {
                let facet = if facet == Facet::Need { Facet::Offer } else { Facet::Need };
                let concept = index.index(concepts.len());
                profile.raise(&concepts, Item { facet, concept }, *level);
            }
            profile
        };
        let mut own = other_side(true);
        own.raise(&concepts, item([0, 0, 0]), levels.0);
        let against = |leaf: [usize; 3]| {
            let mut peer = other_side(false);
            peer.raise(&concepts, item(leaf), levels.1);
            Overlap::of(&weights, &own, &peer)
        };
        let elsewhere = if far { [1, 0, 0] } else { [0, 1, 0] };
        let [same, sibling, other] = [[0, 0, 0], [0, 0, 1], elsewhere].map(against);
        prop_assert_ne!(
            same.fraction().cmp(&sibling.fraction()),
            Ordering::Less,
            "{:?} {:?}",
            same,
            sibling
        );
        prop_assert_ne!(
            sibling.fraction().cmp(&other.fraction()),
            Ordering::Less,
            "{:?} {:?}",
            sibling,
            other
        );
        Ok(())
    });
}

#[test]
fn contributions_add_up_to_the_score_and_each_has_its_statements() {
    law(worlds(), |world| {
        for (who, list) in lists(&world.model(), &world).into_iter().enumerate() {
            for peer in list.peers {
                let explanation = &peer.found.explanation;
                let sum: f64 = explanation.shared.iter().map(|one| one.contribution).sum();
                prop_assert!((sum - peer.found.score.value()).abs() < 1e-9, "{:?}", peer);
                for shared in &explanation.shared {
                    let backed = world.backs(&member(who), &peer.found.member, shared);
                    prop_assert!(backed, "{:?}", shared);
                    let item = (shared.aspect.mine, shared.concept.clone());
                    prop_assert!(!explanation.only_mine.contains(&item));
                    prop_assert!(!explanation.only_theirs.contains(&item));
                }
            }
        }
        Ok(())
    });
}

#[test]
fn the_list_is_what_the_description_of_the_model_gives() {
    law(worlds(), |world| {
        let naive = world.naive();
        for (who, list) in lists(&world.model(), &world).into_iter().enumerate() {
            let (expected, insufficient) = naive.similar(&member(who));
            let found: Vec<Row> = list
                .peers
                .iter()
                .map(|peer| Row {
                    member: peer.found.member.clone(),
                    rank: peer.rank,
                    tied: peer.tied,
                    shared: peer.found.score.part,
                    union: peer.found.score.whole,
                    confidence: peer.found.confidence,
                })
                .collect();
            prop_assert_eq!(found, expected);
            prop_assert_eq!(list.insufficient, Some(insufficient));
            prop_assert_eq!(list.sufficient, list.peers.len());
            let best = list.peers.iter().map(|peer| peer.found.confidence).max();
            prop_assert_eq!(list.confidence, best.unwrap_or(Confidence::Insufficient));
        }
        Ok(())
    });
}

#[test]
fn the_ranking_is_a_total_order_and_ties_are_mutual() {
    law((worlds(), 0..6_usize), |(world, limit)| {
        let model = world.model();
        for (who, list) in lists(&model, &world).into_iter().enumerate() {
            for pair in list.peers.windows(2) {
                let [one, next] = pair else { unreachable!("windows of two") };
                prop_assert!(one.found.ranking_score >= next.found.ranking_score);
                let tie = one.rank == next.rank;
                prop_assert_eq!(tie, one.found.ranking_score == next.found.ranking_score);
                prop_assert!(
                    !tie || (one.tied && next.tied && one.found.member < next.found.member)
                );
            }
            for (place, peer) in list.peers.iter().enumerate() {
                let of_rank = list.peers.iter().filter(|other| other.rank == peer.rank).count();
                prop_assert_eq!(peer.tied, of_rank > 1);
                prop_assert!(peer.rank <= place + 1);
            }
            let short = similar(&model, &member(who), limit, None).expect("a member");
            prop_assert_eq!(&short.peers[..], &list.peers[..limit.min(list.peers.len())]);
            prop_assert_eq!(short.sufficient, list.sufficient);
        }
        Ok(())
    });
}

#[test]
fn who_may_be_in_the_list_never_enters_the_score() {
    law((worlds(), prop::collection::vec(any::<bool>(), 8)), |(world, admitted)| {
        let model = world.model();
        let ids: Vec<Iri> =
            (0..world.members).filter(|number| admitted[*number]).map(member).collect();
        let set = model.admitted(&ids);
        let admit = |who: &Iri| (0..8).any(|number| admitted[number] && *who == member(number));
        for (who, list) in lists(&model, &world).into_iter().enumerate() {
            let some = similar(&model, &member(who), usize::MAX, Some(&set)).expect("a member");
            let expected = list.peers.iter().filter(|peer| admit(&peer.found.member));
            let view = |peer: &passerelle::matching::Peer| peer.found.clone();
            let found: Vec<_> = some.peers.iter().map(view).collect();
            prop_assert_eq!(found, expected.map(view).collect::<Vec<_>>());
        }
        Ok(())
    });
}

#[test]
fn confidence_never_falls_when_shared_bits_and_ranking_score_rise() {
    let overlaps = (0..20_000_u64, 0..40_000_u64)
        .prop_map(|(shared, more)| Overlap { shared, union: shared + more });
    law((worlds(), overlaps.clone(), overlaps), |(world, one, other)| {
        let concepts = world.concepts();
        let profiles = world.profiles(&concepts);
        let known: Vec<&Profile> = profiles.iter().filter(|profile| !profile.is_empty()).collect();
        let prior = Prior::learn(&Weights::learn(&concepts, known.iter().copied()), &known);
        let naive = world.naive();
        let ranking = |overlap: Overlap| naive.ranking((overlap.shared, overlap.union));
        let order = ranking(one).compare(ranking(other));
        if one.shared <= other.shared && order != Ordering::Greater {
            prop_assert!(prior.confidence(one) <= prior.confidence(other));
        }
        if other.shared <= one.shared && order != Ordering::Less {
            prop_assert!(prior.confidence(other) <= prior.confidence(one));
        }
        Ok(())
    });
}

#[test]
fn what_one_needs_and_the_other_offers_is_not_shared() {
    law(worlds(), |mut world| {
        world.members = 2;
        world.evidence.retain(|one| one.member == member(0) || one.member == member(1));
        for one in &mut world.evidence {
            one.kind = kind_of(if one.member == member(0) { Facet::Need } else { Facet::Offer });
        }
        let concepts = world.concepts();
        let profiles = world.profiles(&concepts);
        let weights = Weights::learn(&concepts, &profiles);
        prop_assert_eq!(Overlap::of(&weights, &profiles[0], &profiles[1]).shared, 0);
        for list in lists(&world.model(), &world) {
            prop_assert!(list.peers.is_empty());
            prop_assert_eq!(list.insufficient, Some(0));
        }
        Ok(())
    });
}

#[test]
fn without_evidence_there_is_no_list_and_no_place_in_one() {
    law((worlds(), any::<Index>()), |(mut world, index)| {
        let silent = index.index(world.members);
        world.evidence.retain(|one| one.member != member(silent));
        let model = world.model();
        let all = lists(&model, &world);
        prop_assert!(all[silent].peers.is_empty());
        prop_assert_eq!(all[silent].confidence, Confidence::Insufficient);
        prop_assert!(!all[silent].own_known);
        prop_assert_eq!(all[silent].insufficient, Some(0));
        let mut shown = all.iter().flat_map(|list| &list.peers);
        prop_assert!(shown.all(|peer| peer.found.member != member(silent)));
        prop_assert_eq!(similar(&model, &member(900), 10, None), None);
        Ok(())
    });
}
