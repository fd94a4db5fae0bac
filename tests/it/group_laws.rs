//! The laws of workshop proposals over random worlds: what is said of a group is
//! so, the same is always proposed, and nothing better was to be had.

use crate::matching_worlds::{World, concept, iri, law, member, worlds};
use crate::naive_matching::upward;
use passerelle::domain::{Facet, Iri};
use passerelle::matching::{Attendee, Demand, Group, Involved, MatchingModel, Met, Workshop};
use proptest::prelude::*;
use proptest::sample::{Index, subsequence};
use proptest::test_runner::TestCaseError;
use std::cmp::Reverse;
use std::collections::BTreeSet;

const LANGUAGES: [&str; 3] = ["ar", "en", "fr"];
const REGIONS: usize = 3;
const PEOPLE_MAX: usize = 8;

/// A world with a workshop to plan in it.
#[derive(Clone, Debug)]
struct Plan {
    world: World,
    theme: Iri,
    attendees: Vec<Attendee>,
    included: Vec<Iri>,
    language: Option<&'static str>,
    min: usize,
    max: usize,
}

prop_compose! {
    fn plans()(
        world in worlds(),
        theme in any::<Index>(),
        contexts in prop::collection::vec(
            (prop::option::weighted(0.8, 0..REGIONS), subsequence(&LANGUAGES[..], 0..3)),
            PEOPLE_MAX,
        ),
        included in prop::collection::vec(any::<Index>(), 0..3),
        language in prop::option::weighted(0.2, prop::sample::select(&LANGUAGES[..])),
        min in 2..5_usize,
        more in 0..3_usize,
    ) -> Plan {
        let attendee = |(number, (region, languages)): (usize, &(Option<usize>, Vec<&str>))| Attendee {
            member: member(number),
            region: region.map(|number| iri("region", number)),
            languages: languages.iter().map(|tag| (*tag).to_owned()).collect(),
        };
        let people: Vec<Attendee> =
            contexts.iter().enumerate().take(world.members).map(attendee).collect();
        Plan {
            theme: concept(theme.index(world.parents.len())),
            included: included.iter().map(|one| member(one.index(world.members))).collect(),
            attendees: people,
            language,
            min,
            max: min + more,
            world,
        }
    }
}

impl Plan {
    fn workshop(&self) -> Workshop<'_> {
        Workshop {
            theme: &self.theme,
            min: self.min,
            max: self.max,
            language: self.language,
            included: &self.included,
            limit: 3,
        }
    }

    fn groups(&self, model: &MatchingModel) -> Vec<Group> {
        model.propose_groups(&self.workshop(), &self.attendees)
    }

    /// Whether somebody is said to need or to offer something on the theme.
    fn says(&self, who: &Iri, facet: Facet) -> bool {
        let parents = &self.world.parents;
        let about = |said: &Iri| {
            let number = (0..parents.len()).find(|number| concept(*number) == *said);
            let above = upward(parents, number.expect("a concept of the world"));
            above.into_iter().any(|number| concept(number) == self.theme)
        };
        let evidence = &self.world.evidence;
        evidence
            .iter()
            .any(|one| one.member == *who && one.facet() == Some(facet) && about(&one.concept))
    }

    fn concerns(&self, who: &Iri) -> bool {
        Facet::ALL.into_iter().any(|facet| self.says(who, facet))
    }

    /// What is made of exactly these members.
    fn exactly(&self, model: &MatchingModel, members: &BTreeSet<Iri>) -> Option<Group> {
        let included: Vec<Iri> = members.iter().cloned().collect();
        let of_group = |one: &&Attendee| members.contains(&one.member);
        let attendees: Vec<Attendee> = self.attendees.iter().filter(of_group).cloned().collect();
        let workshop = Workshop { included: &included, limit: 1, ..self.workshop() };
        model.propose_groups(&workshop, &attendees).into_iter().next()
    }

    /// Every set of members that could be a group.
    fn choices(&self) -> Vec<BTreeSet<Iri>> {
        let people: Vec<&Iri> = self.attendees.iter().map(|one| &one.member).collect();
        (0..1_usize << people.len())
            .map(|bits| {
                let chosen = people.iter().enumerate().filter(|(place, _)| bits >> place & 1 == 1);
                chosen.map(|(_, iri)| (*iri).clone()).collect::<BTreeSet<Iri>>()
            })
            .filter(|members| members.len() >= 2 && members.len() <= self.max)
            .filter(|members| self.included.iter().all(|one| members.contains(one)))
            .filter(|members| {
                members.iter().all(|one| self.concerns(one) || self.included.contains(one))
            })
            .collect()
    }
}

fn met(group: &Group, demand: Demand) -> Option<Met> {
    group.demands.iter().copied().find(|met| met.demand == demand)
}

fn names(group: &Group) -> BTreeSet<Iri> {
    group.members.iter().map(|one| one.attendee.member.clone()).collect()
}

/// What groups are compared by; that all who were asked for are in is given.
fn worth(group: &Group) -> (Reverse<usize>, Reverse<usize>, u64) {
    let demands = || group.demands.iter().filter(|met| met.demand != Demand::Included);
    let missing = |met: &Met| met.wanted.saturating_sub(met.found);
    let size = demands().find(|met| met.demand == Demand::Size).map_or(0, missing);
    (Reverse(size), Reverse(demands().filter(|met| !met.holds()).count()), group.score())
}

/// Each demand counted again from what is known of the members.
fn truly(plan: &Plan, group: &Group) -> Result<(), TestCaseError> {
    let people: Vec<&Attendee> = group.members.iter().map(|one| &one.attendee).collect();
    let regions: BTreeSet<&Iri> = people.iter().filter_map(|one| one.region.as_ref()).collect();
    let offering = people.iter().filter(|one| plan.says(&one.member, Facet::Offer)).count();
    let speakers = |tag: &str| people.iter().filter(|one| one.languages.contains(tag)).count();
    let most = match plan.language {
        Some(tag) => speakers(tag),
        None => LANGUAGES.into_iter().map(speakers).max().unwrap_or(0),
    };
    let wanted = [
        (Demand::Size, plan.min, people.len()),
        (Demand::Offering, 1, offering),
        (Demand::Regions, 2, regions.len()),
        (Demand::Language, people.len(), most),
    ];
    for (demand, wanted, found) in wanted {
        prop_assert_eq!(met(group, demand), Some(Met { demand, wanted, found }));
    }
    let shared = group.language.as_deref();
    prop_assert_eq!(shared.is_some(), most == people.len());
    prop_assert!(shared.is_none_or(|tag| speakers(tag) == people.len()));
    let known = plan.included.iter().collect::<BTreeSet<_>>();
    let found = known.iter().filter(|one| plan.concerns(one)).count();
    let included = (!known.is_empty()).then_some((known.len(), found));
    prop_assert_eq!(met(group, Demand::Included).map(|met| (met.wanted, met.found)), included);
    Ok(())
}

#[test]
fn what_is_said_of_a_group_is_so() {
    law(plans(), |plan| {
        let model = plan.world.model();
        let Involved { total, candidates } = model.involved(&plan.theme, &|_| true);
        let concerned = plan.world.members().into_iter().filter(|one| plan.concerns(one));
        prop_assert_eq!(&candidates, &concerned.collect::<Vec<_>>());
        prop_assert_eq!(total, candidates.len());
        prop_assert_eq!(total, model.concerned(&plan.theme));
        for group in plan.groups(&model) {
            let members = names(&group);
            prop_assert_eq!(members.len(), group.members.len());
            prop_assert!(members.len() <= plan.max && members.len() >= 2);
            prop_assert!(plan.included.iter().all(|one| members.contains(one)));
            truly(&plan, &group)?;
            prop_assert_eq!(
                group.parts.iter().map(|(_, points)| points).sum::<u64>(),
                group.score()
            );
            for (part, points) in group.parts {
                prop_assert!(points <= part.weight(), "{:?} has {}", part, points);
            }
            for one in &group.members {
                let said = |facet| one.mentions.iter().any(|mention| mention.facet == facet);
                let who = &one.attendee.member;
                for facet in Facet::ALL {
                    prop_assert_eq!(said(facet), plan.says(who, facet));
                }
                prop_assert_eq!(one.included, plan.included.contains(who));
                prop_assert_eq!(one.needs_met.is_some(), said(Facet::Need));
                let helped = one.mentions.iter().any(|mention| mention.met.is_some());
                let others = members.iter().filter(|other| *other != who);
                let mut offered = others.filter(|other| plan.says(other, Facet::Offer));
                prop_assert!(!helped || offered.next().is_some());
                prop_assert!(
                    one.needs_met.is_none_or(|met| met <= 1_000_000 && helped == (met > 0))
                );
            }
        }
        Ok(())
    });
}

#[test]
fn the_same_is_proposed_whatever_the_order() {
    law(plans(), |plan| {
        let model = plan.world.model();
        let mut turned = plan.clone();
        turned.attendees.reverse();
        turned.included.reverse();
        prop_assert_eq!(plan.groups(&model), turned.groups(&model));
        Ok(())
    });
}

#[test]
fn no_other_group_is_better() {
    law(plans(), |plan| {
        let model = plan.world.model();
        let proposed = plan.groups(&model);
        let choices = plan.choices();
        prop_assert_eq!(proposed.is_empty(), choices.is_empty());
        let Some(first) = proposed.first() else { return Ok(()) };
        for members in choices {
            let other = plan.exactly(&model, &members).expect("a group of exactly these");
            prop_assert_eq!(&names(&other), &members);
            prop_assert!(worth(&other) <= worth(first), "{:?} is better than {:?}", other, first);
        }
        Ok(())
    });
}

#[test]
fn proposals_differ_in_half_of_the_free_places_and_have_the_size_wanted() {
    law(plans(), |plan| {
        let groups = plan.groups(&plan.world.model());
        let included: BTreeSet<Iri> = plan.included.iter().cloned().collect();
        for (place, group) in groups.iter().enumerate() {
            prop_assert!(place == 0 || group.members.len() >= plan.min);
            for other in &groups[..place] {
                let (one, other) = (names(group), names(other));
                let both = one.intersection(&other).filter(|it| !included.contains(*it)).count();
                prop_assert!(2 * both <= plan.min.saturating_sub(included.len()));
                prop_assert!(one != other);
            }
        }
        Ok(())
    });
}
