//! What a member could take up or talk about: practices, programmes, topics.
//! They are read when they are first asked for, and then follow each write.

use super::browse::{BrowseError, Collection};
use super::service::Passerelle;
use crate::domain::{Iri, Kind, Slug};
use crate::graph::{GraphError, KnowledgeGraph, Query, Record, Row};
use crate::matching::{Concepts, Thing};
use rpds::{RedBlackTreeMapSync, RedBlackTreeSetSync};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

/// What is said of something, before it is known whether it is offered.
#[derive(Default)]
struct Told {
    kind: Option<Kind>,
    retired: bool,
    themes: Vec<Iri>,
    owners: Vec<Iri>,
    countries: Vec<Iri>,
    homes: Vec<Iri>,
    programmes: Vec<Iri>,
}

impl Told {
    fn take(&mut self, row: &Row) -> Result<(), GraphError> {
        match row.text("said")? {
            "practice" => self.kind = Some(Kind::Practice),
            "programme" => self.kind = self.kind.or(Some(Kind::Programme)),
            "topic" => self.kind = self.kind.or(Some(Kind::Topic)),
            "retired" => self.retired = true,
            "theme" => add(&mut self.themes, row),
            "owner" => add(&mut self.owners, row),
            "country" => {
                add(&mut self.countries, row);
                add(&mut self.homes, row);
            }
            "home" => add(&mut self.homes, row),
            _ => add(&mut self.programmes, row),
        }
        Ok(())
    }

    /// What is offered by this name, if it is: of a kind, not retired, and on a
    /// theme.
    fn thing(mut self, id: Iri, concepts: &Concepts) -> Option<Thing> {
        self.themes.retain(|theme| concepts.index(theme).is_some());
        let kind = self.kind.filter(|_| !self.retired && !self.themes.is_empty())?;
        for list in [
            &mut self.themes,
            &mut self.owners,
            &mut self.countries,
            &mut self.homes,
            &mut self.programmes,
        ] {
            list.sort();
        }
        let Self { themes, owners, countries, homes, programmes, .. } = self;
        Some(Thing { kind, id, themes, owners, countries, homes, programmes })
    }
}

fn add(list: &mut Vec<Iri>, row: &Row) {
    if let Some(id) = row.maybe_iri("value").filter(|id| !list.contains(id)) {
        list.push(id);
    }
}

/// All that is offered in an epoch. That of the next shares what stays.
#[derive(Clone)]
pub(super) struct Offered {
    things: RedBlackTreeMapSync<Iri, Arc<Thing>>,
    /// By the themes that they address.
    on: RedBlackTreeSetSync<(Iri, Iri)>,
}

impl Offered {
    pub(super) fn read(graph: &KnowledgeGraph, concepts: &Concepts) -> Result<Self, GraphError> {
        let (things, on) = (RedBlackTreeMapSync::new_sync(), RedBlackTreeSetSync::new_sync());
        let mut offered = Self { things, on };
        read(graph, concepts, &[])?.into_values().for_each(|thing| offered.put(thing));
        Ok(offered)
    }

    /// The same after some of it was changed, by reading that alone.
    pub(super) fn after(
        &self,
        graph: &KnowledgeGraph,
        concepts: &Concepts,
        changed: &[Iri],
    ) -> Result<Self, GraphError> {
        let mut next = self.clone();
        for id in changed {
            if let Some(thing) = next.things.get(id).cloned() {
                for theme in &thing.themes {
                    next.on.remove_mut(&(theme.clone(), id.clone()));
                }
                next.things.remove_mut(id);
            }
        }
        read(graph, concepts, changed)?.into_values().for_each(|thing| next.put(thing));
        Ok(next)
    }

    fn put(&mut self, thing: Arc<Thing>) {
        for theme in &thing.themes {
            self.on.insert_mut((theme.clone(), thing.id.clone()));
        }
        self.things.insert_mut(thing.id.clone(), thing);
    }

    /// All of it, by identifier.
    pub(super) fn things(&self) -> impl Iterator<Item = &Arc<Thing>> {
        self.things.values()
    }

    /// What addresses a theme.
    fn on<'a>(&'a self, theme: &'a Iri) -> impl Iterator<Item = &'a Arc<Thing>> + 'a {
        let from = self.on.range((theme.clone(), Iri::trusted(""))..);
        let on = from.take_while(move |(of, _)| of == theme);
        on.filter_map(|(_, id)| self.things.get(id))
    }
}

/// Reads these things, or all when none are named.
fn read(
    graph: &KnowledgeGraph,
    concepts: &Concepts,
    ids: &[Iri],
) -> Result<BTreeMap<Iri, Arc<Thing>>, GraphError> {
    let query = Query::new(include_str!("../graph/queries/matching/things.rq"));
    let mut told: HashMap<Iri, Told> = HashMap::new();
    for row in graph.rows(&query.with("thing", ids.iter().cloned()))? {
        let row = row?;
        if let Some(id) = row.maybe_iri("thing") {
            told.entry(id).or_default().take(&row)?;
        }
    }
    let thing = |(id, told): (Iri, Told)| Some((id.clone(), Arc::new(told.thing(id, concepts)?)));
    Ok(told.into_iter().filter_map(thing).collect())
}

impl Passerelle {
    /// Reads what is offered, and its lists, ahead of being asked for them.
    ///
    /// # Errors
    /// When the store fails.
    pub fn read_offered_ahead(&self) -> Result<(), GraphError> {
        for collection in [Collection::Practices, Collection::Programmes, Collection::Topics] {
            self.roll(collection)?;
        }
        self.offered().map(drop)
    }

    /// Other practices on the same themes or narrower ones: those that share
    /// most of them first, and of these the ones with the fewest others.
    ///
    /// # Errors
    /// When the store fails.
    pub fn similar_practices(
        &self,
        practice: &Slug,
        limit: usize,
    ) -> Result<Vec<Record>, BrowseError> {
        let (model, offered) = (self.matching(), self.offered()?);
        let id = Kind::Practice.iri(practice);
        let Some(own) = offered.things.get(&id) else { return Ok(Vec::new()) };
        let concepts = model.concepts();
        let mut shared: HashMap<&Iri, (&Thing, BTreeSet<&Iri>)> = HashMap::new();
        for theme in (0..concepts.len()).map(|place| concepts.iri(place)) {
            let within = own.themes.iter().filter(|own| concepts.is_within(theme, own));
            let within: Vec<&Iri> = within.collect();
            let others = if within.is_empty() { None } else { Some(offered.on(theme)) };
            let others = others.into_iter().flatten();
            for other in others.filter(|one| one.kind == Kind::Practice && one.id != id) {
                shared.entry(&other.id).or_insert((other, BTreeSet::new())).1.extend(&within);
            }
        }
        let found = shared.into_values();
        let mut found: Vec<_> = found
            .map(|(other, shared)| (Reverse(shared.len()), other.themes.len(), &other.id))
            .collect();
        found.sort();
        found.truncate(limit);
        let ids: Vec<Iri> = found.into_iter().map(|(_, _, id)| id.clone()).collect();
        Ok(self.records(&ids)?)
    }
}
