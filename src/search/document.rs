//! A thing as it is indexed: with the names of what it is linked to, the facets
//! that follow from its links, and how much it weighs by itself.

use super::facet::{Facet, Values};
use super::thing::{Thing, Things};
use crate::domain::{Iri, Kind};
use std::collections::{BTreeSet, HashSet};
use std::sync::Arc;

/// A thing in the index.
pub(super) struct Document {
    pub(super) thing: Arc<Thing>,
    /// The themes that it is about, the most specific ones.
    pub(super) themes: Vec<Iri>,
    /// What its score is multiplied by.
    pub(super) weight: f32,
}

/// Where links lead: what was changed covers what was there.
#[derive(Clone, Copy)]
pub(super) struct World<'a> {
    pub(super) changed: &'a Things,
    pub(super) base: &'a Things,
    /// What is no longer as the base has it.
    pub(super) gone: &'a HashSet<Iri>,
}

impl<'a> World<'a> {
    pub(super) fn get(&self, id: &Iri) -> Option<&'a Arc<Thing>> {
        let below = || self.base.get(id).filter(|_| !self.gone.contains(id));
        self.changed.get(id).or_else(below)
    }

    fn linked(&self, thing: &'a Thing, kind: Kind) -> impl Iterator<Item = &'a Arc<Thing>> {
        let world = *self;
        let links = thing.links.iter().filter_map(move |id| world.get(id));
        links.filter(move |target| target.kind == kind)
    }
}

impl World<'_> {
    /// A concept and all that are broader.
    pub(super) fn with_broader(&self, concept: &Iri) -> Vec<Iri> {
        let mut found = vec![concept.clone()];
        let mut place = 0;
        while let Some(thing) = found.get(place).and_then(|id| self.get(id)) {
            for broader in self.linked(thing, thing.kind) {
                if !found.contains(&broader.id) {
                    found.push(broader.id.clone());
                }
            }
            place += 1;
        }
        found
    }
}

/// All that a thing has to do with.
pub(super) struct Surroundings<'a> {
    themes: Vec<&'a Arc<Thing>>,
    groups: Vec<&'a Arc<Thing>>,
    members: Vec<&'a Arc<Thing>>,
    countries: Vec<&'a Arc<Thing>>,
    regions: Vec<&'a Arc<Thing>>,
}

impl<'a> Surroundings<'a> {
    pub(super) fn of(thing: &'a Arc<Thing>, world: World<'a>) -> Self {
        let own = |kind| {
            let itself = (thing.kind == kind).then_some(thing);
            let linked = world.linked(thing, kind);
            // What is broader than a theme is not what the theme is about.
            itself.into_iter().chain(linked.filter(move |_| thing.kind != kind)).collect::<Vec<_>>()
        };
        let members = own(Kind::Member);
        let mut countries = own(Kind::Country);
        let hosts = members.iter().copied().chain(world.linked(thing, Kind::Programme));
        for country in hosts.flat_map(|host| world.linked(host, Kind::Country)) {
            insert(&mut countries, country);
        }
        let mut regions = own(Kind::Region);
        for region in countries.iter().flat_map(|country| world.linked(country, Kind::Region)) {
            insert(&mut regions, region);
        }
        let (themes, groups) = (own(Kind::Theme), own(Kind::TargetGroup));
        Self { themes, groups, members, countries, regions }
    }
}

fn insert<'a>(list: &mut Vec<&'a Arc<Thing>>, thing: &'a Arc<Thing>) {
    if !list.iter().any(|known| known.id == thing.id) {
        list.push(thing);
    }
}

impl Surroundings<'_> {
    /// The values of the facets of what stands in them, each once.
    pub(super) fn facets(
        &self,
        thing: &Thing,
        world: World<'_>,
        values: &mut Values,
    ) -> BTreeSet<u32> {
        let mut found = BTreeSet::new();
        let mut put = |facet: Facet, value: &str| {
            found.insert(values.number(facet, value));
        };
        put(Facet::Kind, thing.kind.segment());
        for (facet, things) in [(Facet::Theme, &self.themes), (Facet::TargetGroup, &self.groups)] {
            for id in things.iter().flat_map(|thing| world.with_broader(&thing.id)) {
                put(facet, id.as_str());
            }
        }
        for (facet, things) in [(Facet::Country, &self.countries), (Facet::Region, &self.regions)] {
            for place in things {
                put(facet, place.id.as_str());
            }
        }
        for language in self.members.iter().flat_map(|member| &member.languages) {
            put(Facet::Language, language);
        }
        for year in &thing.years {
            put(Facet::Year, &year.to_string());
        }
        found
    }
}

impl Document {
    pub(super) fn new(thing: &Arc<Thing>, around: &Surroundings<'_>) -> Self {
        let themes = around.themes.iter().map(|theme| theme.id.clone()).collect();
        let weight = importance(thing.kind) * (1.0 + f32::from(thing.evidence) / 1000.0);
        Self { thing: Arc::clone(thing), themes, weight }
    }

    /// The themes that it is about, and all broader ones.
    pub(super) fn themes_within(&self, world: World<'_>) -> BTreeSet<Iri> {
        self.themes.iter().flat_map(|theme| world.with_broader(theme)).collect()
    }

    /// The things that it is linked to, and where these are: it is found by
    /// their names.
    pub(super) fn linked<'a>(
        &self,
        around: &Surroundings<'a>,
        world: World<'a>,
    ) -> Vec<&'a Arc<Thing>> {
        let mut named: Vec<&'a Arc<Thing>> =
            self.thing.links.iter().filter_map(|id| world.get(id)).collect();
        for thing in around.countries.iter().chain(&around.regions) {
            insert(&mut named, thing);
        }
        named.retain(|thing| thing.id != self.thing.id);
        named
    }
}

/// What somebody who looks for something wants rather: what can be taken up and
/// talked about before the single claims behind it.
fn importance(kind: Kind) -> f32 {
    match kind {
        Kind::Practice => 1.25,
        Kind::Programme | Kind::Theme | Kind::Topic | Kind::Expectation => 1.15,
        Kind::Statement => 0.8,
        Kind::Fact | Kind::Finding | Kind::Survey | Kind::Question => 0.7,
        _ => 1.0,
    }
}
