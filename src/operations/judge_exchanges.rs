//! Judge the lists of peers by what took place: whether members that met stand
//! high in each other's lists. No exchange is evidence for matching, so none
//! can vouch for itself.

use super::browse::BrowseError;
use super::find_peers::PeerRequest;
use super::service::Passerelle;
use crate::domain::{Iri, Kind};
use crate::graph::{GraphError, Query};
use crate::matching::Mode;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// A place up to here is one that people look at.
const FIRST: usize = 10;

/// How members that met stand in each other's lists.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ExchangeFigures {
    /// Exchanges that took place.
    pub exchanges: usize,
    /// Members that met, each as seen from the other.
    pub pairs: usize,
    /// How many of the pairs would be among the first ten by chance, on average.
    pub among_first_by_chance: f64,
    /// By what the lists are for.
    pub modes: Vec<ExchangeModeFigures>,
}

/// The same for one kind of list.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ExchangeModeFigures {
    /// What the list is for: `similar`, `helps-me`, …
    pub mode: &'static str,
    /// Pairs with enough evidence to be listed.
    pub listed: usize,
    /// Pairs among the first ten; of equals, all have the first place of them.
    pub among_first: usize,
    /// The mean of one over the rank, nought where there is none.
    pub mean_reciprocal_rank: f64,
}

impl Passerelle {
    /// Judges each kind of list; none when no exchange is known.
    ///
    /// # Errors
    /// When the store fails.
    pub fn judge_exchanges(&self) -> Result<Option<ExchangeFigures>, BrowseError> {
        let exchanges = self.exchanges()?;
        let pairs: BTreeSet<(&Iri, &Iri)> = exchanges
            .values()
            .flat_map(|members| {
                members.iter().flat_map(|one| members.iter().map(move |it| (one, it)))
            })
            .filter(|(one, other)| one != other)
            .collect();
        if pairs.is_empty() {
            return Ok(None);
        }
        let modes = Mode::ALL.into_iter().map(|mode| self.judge_mode(mode, &pairs));
        let modes = modes.collect::<Result<Vec<_>, BrowseError>>()?;
        let members = self
            .graph()
            .select(&Query::new(include_str!("../graph/queries/matching/members.rq")))?;
        let others = members.len().saturating_sub(1).max(1);
        let share = ratio(FIRST.min(others), others);
        Ok(Some(ExchangeFigures {
            exchanges: exchanges.len(),
            among_first_by_chance: share * ratio(pairs.len(), 1),
            pairs: pairs.len(),
            modes,
        }))
    }

    fn judge_mode(
        &self,
        mode: Mode,
        pairs: &BTreeSet<(&Iri, &Iri)>,
    ) -> Result<ExchangeModeFigures, BrowseError> {
        let mut ranks = Vec::new();
        for (member, other) in pairs {
            let Some(slug) = Kind::slug_of(member.as_str()) else { continue };
            let request = PeerRequest { mode, limit: usize::MAX, ..PeerRequest::default() };
            let Some(report) = self.find_peers(&slug, &request)? else { continue };
            let found = report.peers.iter().find(|peer| peer.member.json()["id"] == other.as_str());
            ranks.extend(found.and_then(|peer| peer.rank));
        }
        let reciprocal = ranks.iter().fold(0.0, |sum, rank| sum + ratio(1, *rank));
        Ok(ExchangeModeFigures {
            mode: mode.term(),
            listed: ranks.len(),
            among_first: ranks.iter().filter(|rank| **rank <= FIRST).count(),
            mean_reciprocal_rank: reciprocal / ratio(pairs.len(), 1),
        })
    }

    /// The members of each exchange.
    fn exchanges(&self) -> Result<BTreeMap<Iri, BTreeSet<Iri>>, GraphError> {
        let query = Query::new(include_str!("../graph/queries/matching/exchanges.rq"));
        let mut exchanges: BTreeMap<Iri, BTreeSet<Iri>> = BTreeMap::new();
        for row in self.graph().select(&query)? {
            exchanges.entry(row.iri("exchange")?).or_default().insert(row.iri("member")?);
        }
        Ok(exchanges)
    }
}

#[expect(clippy::cast_precision_loss, reason = "counts of members are small")]
fn ratio(part: usize, of: usize) -> f64 {
    part as f64 / of as f64
}
