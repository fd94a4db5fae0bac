//! The index finds what the plain search finds: in every mode, on every kernel
//! of this machine, for whoever may be found, and after every change.

use crate::matching_worlds::{concept, forests, law};
use passerelle::domain::{Facet, SyntheticMembers};
use passerelle::matching::index::{Admitted, Index, Population, Search};
use passerelle::matching::{Concepts, Item, LEVEL_MAX, Mode, Prior, Profile, Weights, plain};
use proptest::prelude::*;
use proptest::sample::{Index as Place, select};
use std::collections::BTreeSet;
use std::sync::Arc;

/// What somebody holds: side, concept, level.
type Held = (bool, Place, u8);

#[derive(Clone, Debug)]
struct People {
    parents: Vec<Option<usize>>,
    held: Vec<Vec<Held>>,
}

fn held(levels: std::ops::RangeInclusive<u8>) -> impl Strategy<Value = Vec<Held>> {
    prop::collection::vec((any::<bool>(), any::<Place>(), levels), 0..6)
}

prop_compose! {
    fn people(most: usize)(parents in forests(), held in prop::collection::vec(held(1..=LEVEL_MAX), 1..most)) -> People {
        People { parents, held }
    }
}

impl People {
    fn concepts(&self) -> Concepts {
        let links = self.parents.iter().enumerate();
        Concepts::arrange(links.map(|(number, parent)| (concept(number), parent.map(concept))))
            .expect("parents come first, so there is no cycle")
    }

    fn profiles(&self, concepts: &Concepts) -> Vec<Profile> {
        self.held.iter().map(|held| profile(concepts, held)).collect()
    }
}

fn profile(concepts: &Concepts, held: &[Held]) -> Profile {
    let mut profile = Profile::empty(concepts);
    for (offered, place, level) in held {
        let facet = if *offered { Facet::Offer } else { Facet::Need };
        let item = Item { facet, concept: place.index(concepts.len()) };
        profile.raise(concepts, item, *level);
    }
    profile
}

fn known(profiles: &[Profile]) -> Vec<&Profile> {
    profiles.iter().filter(|profile| !profile.is_empty()).collect()
}

fn check(
    index: &Index,
    profiles: &[Profile],
    own: &Profile,
    search: Search<'_>,
    admit: impl Fn(usize) -> bool,
) -> Result<(), TestCaseError> {
    let prior = index.prior();
    let expected = plain::search(index.weights(), &prior, profiles, own, search.mode, |member| {
        search.except != Some(member) && admit(member)
    });
    for index in index.on_each_kernel() {
        let found = index.best(own, search);
        let counted = expected.sufficient.min(search.counted);
        prop_assert_eq!(found.sufficient, counted, "{}", index.kernel());
        let insufficient = expected.insufficient.filter(|_| counted < search.counted);
        prop_assert_eq!(found.insufficient, insufficient, "{}", index.kernel());
        let best = &expected.best[..search.limit.min(expected.best.len())];
        prop_assert_eq!(&found.best[..], best, "{} {:?}", index.kernel(), search);
    }
    Ok(())
}

#[test]
fn what_is_learned_from_columns_is_what_is_learned_from_profiles() {
    law(people(40), |people| {
        let concepts = people.concepts();
        let profiles = people.profiles(&concepts);
        let index = Index::learned(&concepts, Population::of(&concepts, &profiles));
        let weights = Weights::learn(&concepts, known(&profiles));
        prop_assert_eq!(&**index.weights(), &weights);
        prop_assert_eq!(index.prior(), Prior::learn(&weights, &known(&profiles)));
        for (member, profile) in profiles.iter().enumerate() {
            prop_assert_eq!(&index.population().profile(member), profile);
        }
        Ok(())
    });
}

#[test]
fn the_best_are_those_of_the_plain_search() {
    let admitted = prop::option::of(prop::collection::btree_set(0..60_usize, 0..60));
    let limit = prop_oneof![0..12_usize, Just(usize::MAX)];
    let limits = (limit, prop_oneof![0..12_usize, Just(usize::MAX)]);
    let input =
        (people(60), select(&Mode::ALL[..]), any::<Place>(), any::<bool>(), limits, admitted);
    law(input, |(people, mode, who, itself, (limit, counted), admitted)| {
        let concepts = people.concepts();
        let profiles = people.profiles(&concepts);
        let index = Index::learned(&concepts, Population::of(&concepts, &profiles));
        let who = who.index(profiles.len());
        let set =
            admitted.as_ref().map(|set| Admitted::of(index.population(), set.iter().copied()));
        let except = (!itself).then_some(who);
        let search = Search { mode, limit, except, admitted: set.as_ref(), counted };
        check(&index, &profiles, &profiles[who], search, |member| {
            admitted.as_ref().is_none_or(|set| set.contains(&member))
        })
    });
}

#[test]
fn the_best_of_each_are_those_of_the_plain_search() {
    let limit = prop_oneof![0..12_usize, Just(usize::MAX)];
    let members = prop::collection::vec(any::<Place>(), 0..8);
    let input = (people(60), select(&Mode::ALL[..]), limit, members);
    law(input, |(people, mode, limit, members)| {
        let concepts = people.concepts();
        let profiles = people.profiles(&concepts);
        let index = Index::learned(&concepts, Population::of(&concepts, &profiles));
        let members: Vec<usize> =
            members.iter().map(|member| member.index(profiles.len())).collect();
        of_each(&index, &profiles, mode, &members, limit)
    });
}

fn of_each(
    index: &Index,
    profiles: &[Profile],
    mode: Mode,
    members: &[usize],
    limit: usize,
) -> Result<(), TestCaseError> {
    let prior = index.prior();
    let plainly = |who: &usize| {
        let own = &profiles[*who];
        let others = |member| member != *who;
        let mut best = plain::search(index.weights(), &prior, profiles, own, mode, others).best;
        best.truncate(limit);
        best
    };
    let expected: Vec<_> = members.iter().map(plainly).collect();
    for index in index.on_each_kernel() {
        prop_assert_eq!(&index.best_of_each(members, mode, limit), &expected, "{}", index.kernel());
    }
    Ok(())
}

#[test]
fn a_rank_is_that_of_the_plain_search() {
    law((people(60), select(&Mode::ALL[..]), any::<Place>()), |(people, mode, who)| {
        let concepts = people.concepts();
        let profiles = people.profiles(&concepts);
        let index = Index::learned(&concepts, Population::of(&concepts, &profiles));
        let who = who.index(profiles.len());
        let (own, prior) = (&profiles[who], index.prior());
        let all = plain::search(index.weights(), &prior, &profiles, own, mode, |one| one != who);
        for candidate in &all.best {
            let expected = plain::standing(&all, candidate.ranking);
            for index in index.on_each_kernel() {
                let found = index.standing(own, mode, Some(who), candidate.ranking);
                prop_assert_eq!(found, expected, "{}", index.kernel());
            }
        }
        Ok(())
    });
}

#[test]
fn a_changed_population_is_one_made_anew_and_the_old_one_stays() {
    let changes = prop::collection::vec((0..50_usize, held(1..=LEVEL_MAX)), 0..8);
    let weak = prop::collection::vec(held(3..=LEVEL_MAX), 1..40);
    law((forests(), weak, changes), |(parents, held, changes)| {
        let people = People { parents, held };
        let concepts = people.concepts();
        let before = people.profiles(&concepts);
        let old = Population::of(&concepts, &before);
        let changes: Vec<(usize, Profile)> =
            changes.iter().map(|(who, held)| (*who, profile(&concepts, held))).collect();
        let changed = Index::learned(&concepts, old.clone()).changed(&concepts, changes.clone());
        let mut after = before.clone();
        for (who, profile) in changes {
            after.resize(after.len().max(who + 1), Profile::empty(&concepts));
            after[who] = profile;
        }
        prop_assert_eq!(changed.population().len(), after.len());
        let unchanged = Index::learned(&concepts, old);
        for (index, profiles) in [(&unchanged, &before), (&changed, &after)] {
            for (member, profile) in profiles.iter().enumerate() {
                prop_assert_eq!(&index.population().profile(member), profile);
            }
            let anew = Index::learned(&concepts, Population::of(&concepts, profiles));
            prop_assert_eq!(index.weights(), anew.weights());
            prop_assert_eq!(index.prior(), anew.prior());
            let search = Search {
                mode: Mode::Similar,
                limit: 5,
                except: Some(0),
                admitted: None,
                counted: usize::MAX,
            };
            check(index, profiles, &profiles[0], search, |_| true)?;
        }
        Ok(())
    });
}

/// Members as the load tests have them, over a tree of three levels.
fn crowd(count: usize) -> (Concepts, Vec<Profile>) {
    let parents: Vec<Option<usize>> = (0..96)
        .map(|n| {
            if n < 3 {
                None
            } else if n < 18 {
                Some(n % 3)
            } else {
                Some(3 + n % 15)
            }
        })
        .collect();
    let people = People { parents, held: Vec::new() };
    let concepts = people.concepts();
    let leaves: Vec<usize> =
        (18..96).map(|n| concepts.index(&concept(n)).expect("a concept")).collect();
    let members = SyntheticMembers::new(3, leaves.len(), 40).take(count);
    let profiles = members.map(|member| {
        let mut profile = Profile::empty(&concepts);
        for statement in member.statements {
            let Some(facet) = statement.kind.facet() else { continue };
            let level =
                if statement.certainty == passerelle::domain::Certainty::Explicit { 4 } else { 3 };
            for theme in statement.themes {
                profile.raise(&concepts, Item { facet, concept: leaves[theme] }, level);
            }
        }
        profile
    });
    let profiles = profiles.collect();
    (concepts, profiles)
}

#[test]
fn thousands_of_members_are_searched_as_exactly_as_a_few() {
    let (concepts, mut profiles) = crowd(34_000);
    let mut index = Index::learned(&concepts, Population::of(&concepts, &profiles));
    for round in 0..2 {
        let some: Vec<usize> = (0..profiles.len()).step_by(4_111).collect();
        of_each(&index, &profiles, Mode::Similar, &some, 11).expect("the same");
        for who in (0..profiles.len()).step_by(11_111) {
            for mode in Mode::ALL {
                let odd = Admitted::of(index.population(), (1..profiles.len()).step_by(2));
                let all = usize::MAX;
                for (limit, admitted, counted) in [
                    (11, None, all),
                    (250, None, all),
                    (20, Some(&odd), all),
                    (11, None, 0),
                    (20, Some(&odd), 500),
                ] {
                    let search = Search { mode, limit, except: Some(who), admitted, counted };
                    let admit = |member: usize| admitted.is_none() || member % 2 == 1;
                    check(&index, &profiles, &profiles[who], search, admit).expect("the same");
                }
            }
        }
        if round == 0 {
            let changes: BTreeSet<usize> = (5..200).map(|n| n * n * 7 % 34_300).collect();
            let mut changes: Vec<(usize, Profile)> =
                changes.into_iter().map(|who| (who, profiles[who / 2].clone())).collect();
            // At a level that nobody had: where it stands there is a column more.
            changes[0].1.raise(&concepts, Item { facet: Facet::Offer, concept: 40 }, 2);
            let population = index.population().changed(changes.clone());
            for (who, profile) in changes {
                profiles.resize(profiles.len().max(who + 1), Profile::empty(&concepts));
                profiles[who] = profile;
            }
            let weights = Arc::clone(index.weights());
            index = Index::new(population, weights, index.prior());
        }
    }
}
