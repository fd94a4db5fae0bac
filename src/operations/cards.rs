//! A card for each member: its name, and what it is known to have said. It is
//! what explanations show. Cards are kept in memory within a bound, and those of
//! whom a write speaks are thrown away.

use super::brief::Brief;
use super::present::Present;
use super::remembered::{described, named};
use super::service::Passerelle;
use crate::domain::{Facet, Iri};
use crate::graph::{GraphError, KnowledgeGraph, Query};
use crate::matching::{Concepts, Evidence, EvidenceScope, Testimony};
use moka::sync::Cache;
use serde_json::Value as Json;
use std::collections::{BTreeSet, HashMap};
use std::sync::{Arc, Mutex, PoisonError};

/// What a card takes in the cache beside its content.
const OVERHEAD_BYTES: usize = 256;
/// What a statement of a card takes beside its content.
const STATEMENT_BYTES: usize = 48;
/// Cards that are read together ahead of time.
const TOGETHER: usize = 64;

/// What is known of a member and shown.
pub(super) struct Card {
    /// With its country and region.
    name: Arc<Brief>,
    testimony: Testimony,
    /// In short, by their places in the testimony.
    statements: Box<[Arc<Brief>]>,
}

/// The cards of an epoch.
pub(super) struct Cards {
    concepts: Arc<Concepts>,
    kept: Cache<Iri, Arc<Card>>,
    bytes_max: u64,
    /// Countries and regions, which many cards name.
    places: Mutex<HashMap<Iri, Arc<Brief>>>,
}

/// The cards that an answer shows.
pub(super) struct Hand {
    concepts: Arc<Concepts>,
    scope: EvidenceScope,
    cards: HashMap<Iri, Arc<Card>>,
}

impl Card {
    fn bytes(&self) -> usize {
        let of_statement = |statement: &Arc<Brief>| statement.bytes() + STATEMENT_BYTES;
        let statements: usize = self.statements.iter().map(of_statement).sum();
        OVERHEAD_BYTES + self.name.bytes() + self.testimony.bytes() + statements
    }
}

impl Cards {
    /// None yet, of members who speak of these themes.
    pub(super) fn none(concepts: Arc<Concepts>, bytes_max: u64) -> Self {
        let weigh = |_: &Iri, card: &Arc<Card>| u32::try_from(card.bytes()).unwrap_or(u32::MAX);
        let kept = Cache::builder().max_capacity(bytes_max).weigher(weigh).build();
        Self { concepts, kept, bytes_max, places: Mutex::default() }
    }

    /// None again.
    pub(super) fn emptied(&self) -> Self {
        Self::none(Arc::clone(&self.concepts), self.bytes_max)
    }

    /// Throws away those of some members.
    pub(super) fn forget<'a>(&self, members: impl IntoIterator<Item = &'a Iri>) {
        members.into_iter().for_each(|member| self.kept.invalidate(member));
    }

    /// Keeps some that were read.
    pub(super) fn keep(&self, cards: &HashMap<Iri, Arc<Card>>) {
        for (member, card) in cards {
            self.kept.insert(member.clone(), Arc::clone(card));
        }
    }

    fn is_full(&self) -> bool {
        self.kept.run_pending_tasks();
        // It is never full to the last byte.
        self.kept.weighted_size() >= self.bytes_max / 20 * 19
    }

    fn read(
        &self,
        graph: &KnowledgeGraph,
        members: &[Iri],
    ) -> Result<HashMap<Iri, Arc<Card>>, GraphError> {
        let names: HashMap<Iri, Arc<Json>> =
            described(graph, &named(), members)?.into_iter().collect();
        let mut said: HashMap<Iri, Vec<Evidence>> = HashMap::new();
        for one in Evidence::of_members(graph, members.iter().cloned())? {
            let one = one?;
            said.entry(one.member.clone()).or_default().push(one);
        }
        let testimony =
            |member: &Iri| Testimony::of(&self.concepts, said.get(member).into_iter().flatten());
        let testimonies: Vec<Testimony> = members.iter().map(testimony).collect();
        let cited: BTreeSet<&Iri> = testimonies.iter().flat_map(Testimony::statements).collect();
        let cited: Vec<Iri> = cited.into_iter().cloned().collect();
        let query = Query::new(include_str!("../graph/queries/matching/statements.rq"));
        let statements: HashMap<Iri, Arc<Json>> =
            described(graph, &query, &cited)?.into_iter().collect();
        let card = |(member, testimony): (&Iri, Testimony)| {
            let in_short = |id: &Iri| Arc::new(self.brief(id, statements.get(id)));
            let card = Card {
                name: Arc::new(self.brief(member, names.get(member))),
                statements: testimony.statements().map(in_short).collect(),
                testimony,
            };
            (member.clone(), Arc::new(card))
        };
        Ok(members.iter().zip(testimonies).map(card).collect())
    }

    /// A record in brief, with the place that it names shared; the region
    /// stands beside the country, where a reader looks for it.
    fn brief(&self, id: &Iri, record: Option<&Arc<Json>>) -> Brief {
        let Some(record) = record else { return Brief::bare(id.clone()) };
        let mut record = Json::clone(record);
        let country = record["country"].as_object_mut();
        if let Some(region) = country.and_then(|country| country.remove("inRegion")) {
            record["region"] = region;
        }
        let mut places = self.places.lock().unwrap_or_else(PoisonError::into_inner);
        let mut keep = |place: Brief| {
            Arc::clone(places.entry(place.id().clone()).or_insert_with(|| Arc::new(place)))
        };
        Brief::of(id.clone(), &record, &mut keep)
    }
}

impl Hand {
    /// A member by name, with its country and region.
    pub(super) fn member(&self, id: &Iri) -> Arc<Brief> {
        let card = self.cards.get(id);
        card.map_or_else(|| Arc::new(Brief::bare(id.clone())), |card| Arc::clone(&card.name))
    }

    /// The statements of a member, on one side, about a theme or anything
    /// narrower, of those that count.
    pub(super) fn cited(&self, member: &Iri, facet: Facet, theme: &Iri) -> Vec<Arc<Brief>> {
        let Some(card) = self.cards.get(member) else { return Vec::new() };
        let places = card.testimony.about(&self.concepts, &self.scope, facet, theme);
        places.into_iter().map(|place| Arc::clone(&card.statements[place])).collect()
    }
}

impl Passerelle {
    /// The cards of some members, for an answer from the evidence that counts.
    pub(super) fn hand(
        &self,
        scope: &EvidenceScope,
        members: impl IntoIterator<Item = Iri>,
    ) -> Result<Hand, GraphError> {
        let present = self.present();
        let (mut cards, mut missing) = (HashMap::new(), BTreeSet::new());
        for member in members {
            match present.cards.kept.get(&member) {
                Some(card) => drop(cards.insert(member, card)),
                None => drop(missing.insert(member)),
            }
        }
        if !missing.is_empty() {
            let missing: Vec<Iri> = missing.into_iter().collect();
            cards.extend(self.read_cards(&present, &missing)?);
        }
        let concepts = Arc::clone(&present.cards.concepts);
        Ok(Hand { concepts, scope: scope.clone(), cards })
    }

    fn read_cards(
        &self,
        present: &Present,
        members: &[Iri],
    ) -> Result<HashMap<Iri, Arc<Card>>, GraphError> {
        let cards = present.cards.read(self.graph(), members)?;
        self.keep(present, &cards);
        Ok(cards)
    }

    /// Reads the cards of some members ahead of being asked for them: those
    /// from a place on. Says where to go on; none when all are read, or no more
    /// can be kept.
    ///
    /// # Errors
    /// When the store fails.
    pub fn read_ahead(&self, from: usize) -> Result<Option<usize>, GraphError> {
        let present = self.present();
        let members = present.matching.members();
        let end = from.saturating_add(TOGETHER).min(members.len());
        if from >= end || present.cards.is_full() {
            return Ok(None);
        }
        self.read_cards(&present, &members[from..end])?;
        Ok(Some(end))
    }
}
