//! A thing as it is indexed: with the names of what it is linked to, the facets
//! that follow from its links, and how much it weighs by itself.

use super::facet::{Facet, Values};
use super::thing::{Passage, Role, Thing, Things};
use crate::domain::{Iri, Kind};
use std::collections::{BTreeSet, HashSet};
use std::sync::Arc;

/// A thing in the index.
pub(super) struct Document {
    pub(super) thing: Arc<Thing>,
    /// The themes that it is about, the most specific ones.
    pub(super) themes: Vec<Iri>,
    /// Numbers of values, by the place of the facet.
    pub(super) facets: [Box<[u32]>; Facet::ALL.len()],
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
struct Surroundings<'a> {
    themes: Vec<&'a Arc<Thing>>,
    groups: Vec<&'a Arc<Thing>>,
    members: Vec<&'a Arc<Thing>>,
    countries: Vec<&'a Arc<Thing>>,
    regions: Vec<&'a Arc<Thing>>,
}

impl<'a> Surroundings<'a> {
    fn of(thing: &'a Arc<Thing>, world: World<'a>) -> Self {
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

impl Document {
    pub(super) fn new(thing: &Arc<Thing>, world: World<'_>, values: &mut Values) -> Self {
        let around = Surroundings::of(thing, world);
        let mut facets: [BTreeSet<u32>; Facet::ALL.len()] = Default::default();
        let mut put = |facet: Facet, value: &str| {
            facets[facet as usize].insert(values.number(value));
        };
        put(Facet::Kind, thing.kind.segment());
        for (facet, things) in
            [(Facet::Theme, &around.themes), (Facet::TargetGroup, &around.groups)]
        {
            for id in things.iter().flat_map(|thing| world.with_broader(&thing.id)) {
                put(facet, id.as_str());
            }
        }
        for (facet, things) in
            [(Facet::Country, &around.countries), (Facet::Region, &around.regions)]
        {
            for place in things {
                put(facet, place.id.as_str());
            }
        }
        for language in around.members.iter().flat_map(|member| &member.languages) {
            put(Facet::Language, language);
        }
        for year in &thing.years {
            put(Facet::Year, &year.to_string());
        }
        Self {
            thing: Arc::clone(thing),
            themes: around.themes.iter().map(|theme| theme.id.clone()).collect(),
            facets: facets.map(|values| values.into_iter().collect()),
            weight: importance(thing.kind) * (1.0 + f32::from(thing.evidence) / 1000.0),
        }
    }

    /// The themes that it is about, and all broader ones.
    pub(super) fn themes_within(&self, world: World<'_>) -> BTreeSet<Iri> {
        self.themes.iter().flat_map(|theme| world.with_broader(theme)).collect()
    }

    /// The names of what it is linked to, and of where that is.
    pub(super) fn linked_names<'a>(
        &self,
        world: World<'a>,
    ) -> impl Iterator<Item = &'a Passage> + use<'a> {
        let own = world.get(&self.thing.id);
        let mut named: Vec<&'a Arc<Thing>> =
            self.thing.links.iter().filter_map(|id| world.get(id)).collect();
        let around = own.map(|own| Surroundings::of(own, world));
        let places = around.into_iter().flat_map(|around| [around.countries, around.regions]);
        for thing in places.flatten() {
            insert(&mut named, thing);
        }
        named.retain(|thing| thing.id != self.thing.id);
        let names = |passage: &&Passage| matches!(passage.role, Role::Label | Role::Synonym);
        named.into_iter().flat_map(move |thing| thing.passages.iter().filter(names))
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
