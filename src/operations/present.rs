//! What is held in memory of an epoch: read whole, or taken on from the one
//! before by what a write changed.

use super::brief::Briefs;
use super::cards::Cards;
use super::offered::Offered;
use super::remembered::{Memory, described, named};
use super::roll::Rolls;
use super::service::Opening;
use crate::domain::{Iri, Kind};
use crate::graph::{Change, ChangedThings, GraphError, KnowledgeGraph};
use crate::matching::{MatchingModel, Wording};
use crate::search::BackgroundIndex;
use std::sync::{Arc, OnceLock};

/// A change to one of these has everything read anew: all else depends on them.
const FOUNDATIONS: [Kind; 2] = [Kind::Theme, Kind::Member];
/// What concept schemes are made of.
const CONCEPTS: [Kind; 6] = [
    Kind::Theme,
    Kind::TargetGroup,
    Kind::Lever,
    Kind::ProgrammeType,
    Kind::ExpectationKind,
    Kind::Region,
];
/// Where members are, as their cards say.
const PLACES: [Kind; 2] = [Kind::Country, Kind::Region];
/// What can be recommended beside members.
const RECOMMENDED: [Kind; 3] = [Kind::Practice, Kind::Programme, Kind::Topic];

/// How much is held of an epoch.
#[derive(Clone, Copy, Debug)]
pub(super) struct Holding {
    card_bytes_max: u64,
    search_ahead: bool,
}

impl Holding {
    pub(super) fn of(opening: &Opening) -> Self {
        let Opening { card_bytes_max, search_ahead, .. } = *opening;
        Self { card_bytes_max, search_ahead }
    }
}

/// The model that there will be after a commit with what a write says.
pub(super) struct ForeseenModel {
    pub(super) commit: u64,
    pub(super) matching: MatchingModel,
}

/// All that is held of an epoch.
#[derive(Clone)]
pub(super) struct Present {
    /// Names the state of all that sources say.
    pub(super) epoch: Arc<str>,
    /// The last commit that was taken up.
    pub(super) commit: u64,
    pub(super) matching: Arc<MatchingModel>,
    /// Explanations name many themes, and there are never many to name.
    pub(super) theme_names: Arc<Briefs>,
    /// What explanations show of members.
    pub(super) cards: Arc<Cards>,
    /// What answers showed before.
    pub(super) memory: Arc<Memory>,
    /// All things of each kind.
    pub(super) rolls: Arc<Rolls>,
    /// The words for all themes.
    pub(super) wording: Arc<Wording>,
    /// What can be recommended, once that was asked for.
    pub(super) offered: Arc<OnceLock<Arc<Offered>>>,
    /// What can be found by words.
    pub(super) search: Arc<BackgroundIndex>,
}

impl Present {
    /// Reads it whole, but for the cards, which may take so much memory.
    pub(super) fn read(graph: &KnowledgeGraph, holding: Holding) -> Result<Self, GraphError> {
        // Before the rest: what is read may be newer than it says, not older.
        let commit = graph.commit_number();
        let epoch = Arc::clone(graph.catalogue()?.epoch());
        Self::around(graph, (epoch, commit), MatchingModel::read(graph)?, holding)
    }

    /// Reads the rest of it.
    fn around(
        graph: &KnowledgeGraph,
        (epoch, commit): (Arc<str>, u64),
        matching: MatchingModel,
        holding: Holding,
    ) -> Result<Self, GraphError> {
        let themes = Arc::clone(matching.concepts());
        let ids: Vec<Iri> = (0..themes.len()).map(|place| themes.iri(place).clone()).collect();
        Ok(Self {
            epoch,
            commit,
            matching: Arc::new(matching),
            theme_names: Arc::new(Briefs::of(described(graph, &named(), &ids)?)),
            cards: Arc::new(Cards::none(themes, holding.card_bytes_max)),
            memory: Arc::default(),
            rolls: Arc::default(),
            wording: Arc::new(Wording::read(graph)?),
            offered: Arc::default(),
            search: if holding.search_ahead {
                BackgroundIndex::begin(graph)
            } else {
                BackgroundIndex::when_asked(graph)
            },
        })
    }

    /// What follows from a load that is the next write, whose model was made
    /// before it. None when it is not.
    pub(super) fn after_loading(
        &self,
        change: &Change,
        graph: &KnowledgeGraph,
        foreseen: ForeseenModel,
        holding: Holding,
    ) -> Result<Option<Self>, GraphError> {
        if [self.commit, foreseen.commit].map(|before| before + 1) != [change.commit; 2] {
            return Ok(None);
        }
        let epoch = Arc::clone(graph.catalogue()?.epoch());
        let next = Self::around(graph, (epoch, change.commit), foreseen.matching, holding)?;
        Ok((graph.commit_number() == change.commit).then_some(next))
    }

    /// What follows from the write after it, by reading what that changed and
    /// no more. None when that is not enough: a write is not the next one, has
    /// another after it already, or changed what all else depends on.
    pub(super) fn after(
        &self,
        change: &Change,
        graph: &KnowledgeGraph,
    ) -> Result<Option<Self>, GraphError> {
        let ChangedThings::These(things) = &change.things else { return Ok(None) };
        let touched = |kinds: &[Kind]| things.iter().any(|thing| kinds.contains(&thing.kind));
        if change.commit != self.commit + 1 || touched(&FOUNDATIONS) {
            return Ok(None);
        }
        let catalogue = graph.catalogue()?;
        let epoch = Arc::clone(catalogue.epoch());
        let mut next = Self { epoch, commit: change.commit, ..self.clone() };
        if change.meaningful {
            let schemes = !touched(&CONCEPTS);
            next.memory =
                if schemes { Arc::new(self.memory.schemes_alone()) } else { Arc::default() };
        }
        if touched(&PLACES) {
            next.cards = Arc::new(self.cards.emptied());
        }
        if !change.members.is_empty() {
            next.matching = Arc::new(self.matching.renewed(graph, &change.members)?);
        }
        let mut ids: Vec<Iri> = things.iter().map(|thing| thing.id.clone()).collect();
        next.rolls = Arc::new(self.rolls.after(graph, &ids, (change, &catalogue))?);
        if touched(&RECOMMENDED) {
            let concepts = self.matching.concepts();
            let offered = self.offered.get().map(|before| before.after(graph, concepts, &ids));
            let offered = offered.transpose()?.map(Arc::new);
            next.offered = Arc::new(offered.map_or_else(OnceLock::new, OnceLock::from));
        }
        if touched(&[Kind::Body]) {
            next.offered = Arc::default();
        }
        if change.meaningful {
            ids.extend(change.members.iter().cloned());
            // What cannot be indexed is read anew with the rest.
            let Ok(index) = self.search.after(graph, &ids) else { return Ok(None) };
            next.search = index;
        }
        // Otherwise part of what was read may be of a later write.
        Ok((graph.commit_number() == change.commit).then_some(next))
    }
}
