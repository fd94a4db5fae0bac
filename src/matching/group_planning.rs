//! What a group is worth to a workshop, and the search for the best one.

use super::concepts::ConceptIndex;
use super::group_search::GroupSearch;
use super::groups::{Attendee, Demand, Group, GroupPart, Met, Participant, ThemeMention, Workshop};
use super::index::Population;
use super::model::MatchingModel;
use super::profile::{Item, LEVEL_MAX, Profile};
use crate::domain::{Confidence, Facet, Iri, Language};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// Scores are whole numbers of millionths.
const WHOLE: u64 = 1_000_000;
/// Regions that a group should come from.
const REGIONS_WANTED: usize = 2;
/// Candidates from whom the search sets out beside its other starts.
const FIRSTS: usize = 24;

/// A theme and all that is narrower, with what each tells.
pub(super) struct Branch {
    /// The theme first. That it is shared is given, so it tells the least.
    concepts: Vec<(ConceptIndex, u64)>,
}

impl Branch {
    pub(super) fn of(model: &MatchingModel, theme: &Iri) -> Option<Self> {
        let root = model.concepts.index(theme)?;
        let weights = model.weights().across();
        let within =
            |concept: &ConceptIndex| model.concepts.upward(*concept).any(|above| above == root);
        let concepts = (root..model.concepts.len()).filter(within).map(|concept| {
            // What all mention tells nothing, and is a need all the same.
            let weight = if concept == root { 1 } else { weights[concept].max(1) };
            (concept, u64::from(weight))
        });
        Some(Self { concepts: concepts.collect() })
    }

    /// The levels of need and of offer of a member, in order of the branch.
    pub(super) fn sides(&self, population: &Population, member: usize) -> [Vec<u8>; 2] {
        Facet::ALL.map(|facet| {
            let items = self.concepts.iter().map(|(concept, _)| Item { facet, concept: *concept });
            items.map(|item| population.level(member, item)).collect()
        })
    }

    /// Need and offer of the theme itself, which all hold that hold anything
    /// narrower.
    pub(super) fn roots(&self) -> [Item; 2] {
        Facet::ALL.map(|facet| Item { facet, concept: self.concepts[0].0 })
    }

    /// `Σ w·level`
    pub(super) fn told(&self, levels: &[u8]) -> u64 {
        self.concepts
            .iter()
            .zip(levels)
            .map(|((_, weight), &level)| weight * u64::from(level))
            .sum()
    }

    /// Whether anything narrower than the theme is held.
    fn narrower(&self, levels: &[u8]) -> bool {
        levels.iter().skip(1).any(|&level| level > 0)
    }

    /// Whether anything of the branch is held.
    pub(super) fn holds(&self, levels: &[u8]) -> bool {
        levels.first().is_some_and(|&level| level > 0)
    }
}

/// Somebody to choose, with the levels over the branch.
struct Person<'a> {
    attendee: &'a Attendee,
    profile: Profile,
    need: Vec<u8>,
    offer: Vec<u8>,
}

impl Person<'_> {
    /// How surely it is known to have to do with the theme.
    fn level(&self) -> u8 {
        self.need[0].max(self.offer[0])
    }
}

/// What a group is worth: first that it is large enough, then how many demands
/// it leaves unmet, then its score.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Worth {
    missing: Reverse<usize>,
    unmet: Reverse<usize>,
    points: u64,
}

/// A workshop in the planning.
pub(super) struct Planning<'a> {
    model: &'a MatchingModel,
    workshop: &'a Workshop<'a>,
    branch: Branch,
    people: Vec<Person<'a>>,
    /// Places of those who must take part.
    pub(super) included: Vec<usize>,
}

impl<'a> Planning<'a> {
    /// None where the theme is unknown or a member that must take part is.
    pub(super) fn new(
        model: &'a MatchingModel,
        workshop: &'a Workshop<'a>,
        attendees: &'a [Attendee],
    ) -> Option<Self> {
        let branch = Branch::of(model, workshop.theme)?;
        let by_iri: BTreeMap<&Iri, &Attendee> =
            attendees.iter().map(|attendee| (&attendee.member, attendee)).collect();
        let people = by_iri.into_iter().filter_map(|(iri, attendee)| {
            let place = model.place(iri)?;
            let profile = model.profile(place);
            let [need, offer] = branch.sides(model.index.population(), place);
            let person = Person { attendee, profile, need, offer };
            (person.level() > 0 || workshop.included.contains(iri)).then_some(person)
        });
        let people: Vec<Person<'_>> = people.collect();
        let is_included =
            |place: &usize| workshop.included.contains(&people[*place].attendee.member);
        let included: Vec<usize> = (0..people.len()).filter(is_included).collect();
        let all_known = workshop
            .included
            .iter()
            .all(|iri| included.iter().any(|&place| people[place].attendee.member == *iri));
        all_known.then_some(Self { model, workshop, branch, people, included })
    }

    /// The best group that has at most `shared_max` people in common, beside
    /// those who must take part, with each that was chosen before.
    pub(super) fn best(&self, before: &[Vec<usize>], shared_max: usize) -> Vec<usize> {
        let allowed = |group: &[usize]| {
            before.iter().all(|other| {
                let both =
                    group.iter().filter(|one| other.contains(one) && !self.included.contains(one));
                both.count() <= shared_max
            })
        };
        let search = GroupSearch {
            candidates: self.people.len(),
            fixed: &self.included,
            max: self.workshop.max,
            worth: &|group| self.worth(group),
            allowed: &allowed,
        };
        let mut firsts: Vec<usize> = (0..self.people.len()).collect();
        firsts.sort_by_key(|&place| {
            let person = &self.people[place];
            Reverse(self.branch.told(&person.need) + self.branch.told(&person.offer))
        });
        firsts.truncate(FIRSTS);
        search.best(&self.by_language(), &firsts)
    }

    /// Those who work in each language that several do.
    fn by_language(&self) -> Vec<Vec<usize>> {
        let mut pools: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (place, person) in self.people.iter().enumerate() {
            for language in &person.attendee.languages {
                pools.entry(language).or_default().push(place);
            }
        }
        pools.into_values().filter(|pool| pool.len() > 1).collect()
    }

    fn worth(&self, group: &[usize]) -> Worth {
        let demands = self.demands(group);
        let missing = |met: &Met| met.wanted.saturating_sub(met.found);
        let size = demands.iter().find(|met| met.demand == Demand::Size).map_or(0, missing);
        Worth {
            missing: Reverse(size),
            unmet: Reverse(demands.iter().filter(|met| !met.holds()).count()),
            points: self.parts(group).iter().map(|(_, points)| points).sum(),
        }
    }

    fn demands(&self, group: &[usize]) -> Vec<Met> {
        let count = |of: &dyn Fn(&Person<'_>) -> bool| {
            group.iter().filter(|&&place| of(&self.people[place])).count()
        };
        let sharing = self.nearest_language(group).map_or(0, |(_, sharing)| sharing);
        let mut demands = vec![
            Met { demand: Demand::Size, wanted: self.workshop.min, found: group.len() },
            Met {
                demand: Demand::Offering,
                wanted: 1,
                found: count(&|person| self.branch.holds(&person.offer)),
            },
            Met { demand: Demand::Regions, wanted: REGIONS_WANTED, found: self.regions(group) },
            Met { demand: Demand::Language, wanted: group.len(), found: sharing },
        ];
        if !self.included.is_empty() {
            demands.push(Met {
                demand: Demand::Included,
                wanted: self.included.len(),
                found: self.included.iter().filter(|&&one| self.people[one].level() > 0).count(),
            });
        }
        demands
    }

    /// Each part grows with every member that brings something, so that none is
    /// left out to better a mean.
    fn parts(&self, group: &[usize]) -> [(GroupPart, u64); 4] {
        let share = |part: GroupPart, found: u64, of: usize| {
            let of = u64::try_from(of).unwrap_or(u64::MAX).max(1);
            (part, part.weight() * found.min(of * WHOLE) / of / WHOLE)
        };
        let counted = |count: usize| u64::try_from(count).unwrap_or(u64::MAX) * WHOLE;
        let max = self.workshop.max;
        let met: u64 = self.needs_met(group).into_iter().flatten().sum();
        let levels = group.iter().map(|&place| u64::from(self.people[place].level()));
        let sure = levels.sum::<u64>() * WHOLE / u64::from(LEVEL_MAX);
        let sharing = self.nearest_language(group).map_or(0, |(_, sharing)| sharing);
        [
            share(GroupPart::NeedsMet, met, max),
            share(GroupPart::Language, counted(sharing), max),
            share(
                GroupPart::Regions,
                counted(self.regions(group).saturating_sub(1)),
                max.saturating_sub(1),
            ),
            share(GroupPart::Evidence, sure, max),
        ]
    }

    /// `Σ w·min(need, offer of the others) / Σ w·need` of each member: coverage
    /// as between two, with the best that the others offer on each theme. Where
    /// something narrower is needed, the theme itself does not count.
    fn needs_met(&self, group: &[usize]) -> Vec<Option<u64>> {
        let met = |&place: &usize| {
            let need = &self.people[place].need;
            let others = group.iter().filter(|other| **other != place);
            let mut shared = vec![0; need.len()];
            for other in others {
                let levels = need.iter().zip(&self.people[*other].offer);
                for (shared, (need, offer)) in shared.iter_mut().zip(levels) {
                    *shared = (*shared).max(*need.min(offer));
                }
            }
            let whole = self.branch.told(need);
            let theme = if self.branch.narrower(need) { [need[0], shared[0]] } else { [0, 0] };
            let [needed, met] = theme.map(u64::from);
            let whole = whole - needed;
            (whole > 0).then(|| (self.branch.told(&shared) - met) * WHOLE / whole)
        };
        group.iter().map(met).collect()
    }

    fn regions(&self, group: &[usize]) -> usize {
        let known = group.iter().filter_map(|&place| self.people[place].attendee.region.as_ref());
        known.collect::<BTreeSet<_>>().len()
    }

    /// The language that most are known to work in, those of the interface
    /// before others, or how many work in the one that is wanted.
    fn nearest_language(&self, group: &[usize]) -> Option<(&'a str, usize)> {
        let mut speakers: BTreeMap<&str, usize> = BTreeMap::new();
        for language in group.iter().flat_map(|&place| &self.people[place].attendee.languages) {
            *speakers.entry(language).or_default() += 1;
        }
        match self.workshop.language {
            Some(wanted) => Some((wanted, speakers.get(wanted).copied().unwrap_or(0))),
            None => speakers.into_iter().max_by_key(|&(tag, speakers)| {
                let ours = Language::ALL.iter().position(|one| one.tag() == tag);
                (speakers, Reverse(ours.unwrap_or(Language::ALL.len())), Reverse(tag))
            }),
        }
    }

    pub(super) fn describe(&self, group: &[usize]) -> Group {
        let nearest = self.nearest_language(group);
        let shared = nearest.filter(|(_, sharing)| *sharing == group.len());
        let needs_met = self.needs_met(group);
        let members = group.iter().zip(needs_met).map(|(&place, needs_met)| Participant {
            attendee: self.people[place].attendee.clone(),
            included: self.included.contains(&place),
            mentions: self.mentions(place, group),
            needs_met,
        });
        Group {
            members: members.collect(),
            language: shared.map(|(tag, _)| tag.to_owned()),
            nearest_language: nearest.map(|(tag, sharing)| (tag.to_owned(), sharing)),
            demands: self.demands(group),
            parts: self.parts(group),
            confidence: self.confidence(group),
        }
    }

    fn mentions(&self, place: usize, group: &[usize]) -> Vec<ThemeMention> {
        let concepts = &self.model.concepts;
        let person = &self.people[place];
        let mut mentions = Vec::new();
        for facet in Facet::ALL {
            let tips = person.profile.tips(concepts, facet);
            let within = |tip: &ConceptIndex| self.branch.concepts.iter().any(|(it, _)| it == tip);
            mentions.extend(tips.into_iter().filter(within).map(|tip| ThemeMention {
                facet,
                concept: concepts.iri(tip).clone(),
                met: (facet == Facet::Need).then(|| self.met(tip, place, group)).flatten(),
            }));
        }
        mentions
    }

    /// The nearest of a needed theme and its broader ones in the branch on which
    /// others of the group offer something, and who does. The theme of the
    /// workshop counts only where it is what is needed.
    fn met(&self, need: ConceptIndex, place: usize, group: &[usize]) -> Option<(Iri, Vec<Iri>)> {
        let concepts = &self.model.concepts;
        let mut broader = concepts.upward(need).map_while(|concept| {
            let at = self.branch.concepts.iter().position(|(it, _)| *it == concept)?;
            (at > 0 || concept == need).then_some((concept, at))
        });
        broader.find_map(|(concept, at)| {
            let offering: Vec<Iri> = group
                .iter()
                .filter(|&&other| other != place && self.people[other].offer[at] > 0)
                .map(|&other| self.people[other].attendee.member.clone())
                .collect();
            (!offering.is_empty()).then(|| (concepts.iri(concept).clone(), offering))
        })
    }

    /// High where all are known by an explicit word or by several sources,
    /// medium where at least half are.
    fn confidence(&self, group: &[usize]) -> Confidence {
        let sure = group.iter().filter(|&&one| self.people[one].level() == LEVEL_MAX).count();
        match (sure == group.len(), 2 * sure >= group.len()) {
            (true, _) => Confidence::High,
            (false, true) => Confidence::Medium,
            (false, false) => Confidence::Low,
        }
    }
}
