//! Find the peers of a member, and hold any two members against each other.

use super::browse::{BrowseError, Collection, Filter, Listing, Sort};
use super::match_report::{MatchReport, Names, PairReport};
use super::service::Passerelle;
use crate::domain::{Iri, Kind, Slug};
use crate::graph::{GraphError, Value};
use crate::matching::index::Admitted;
use crate::matching::{EvidenceScope, Match, MatchingModel, Mode, Wanted};
use std::collections::HashSet;
use std::sync::Arc;

/// Which members may be in the list. Context never enters the score.
#[derive(Clone, Debug, Default)]
pub struct MemberFilter {
    /// Only these regions; all when empty.
    pub regions: Vec<Slug>,
    /// Never these regions.
    pub excluded_regions: Vec<Slug>,
    /// Never the region of the member itself.
    pub other_regions: bool,
    /// Only members that work in one of these languages (BCP 47).
    pub languages: Vec<String>,
    /// Only members of whom a statement about one of these themes is known.
    pub themes: Vec<Slug>,
}

/// What list of peers is asked for.
#[derive(Clone, Debug, Default)]
pub struct PeerRequest {
    /// What peers.
    pub mode: Mode,
    /// Who may be in it.
    pub filter: MemberFilter,
    /// What counts as evidence.
    pub scope: EvidenceScope,
    /// Rather covering more of what the member mentions than the best alone.
    pub diversified: bool,
    /// How many at most.
    pub limit: usize,
}

impl Passerelle {
    /// The peers of `member`; none when there is no such member.
    ///
    /// # Errors
    /// When a filter names something unknown or contradicts another, or the
    /// store fails.
    pub fn find_peers(
        &self,
        member: &Slug,
        request: &PeerRequest,
    ) -> Result<Option<MatchReport>, BrowseError> {
        let id = Kind::Member.iri(member);
        let admitted = self.admitted(Some(&id), &request.filter)?;
        let model = self.matching_within(&request.scope)?;
        let admitted = admitted.map(|ids| model.admitted(&ids));
        let wanted = request.wanted(admitted.as_ref());
        let Some(list) = model.peers(&id, wanted) else { return Ok(None) };
        let found = list.peers.iter().map(|peer| &peer.found);
        let names = self.names(&model, found, Some(&id))?;
        let epoch = self.epoch().to_string();
        Ok(Some(MatchReport::new(Some(&id), request.mode, epoch, list, &names)))
    }

    /// Why `other` stands where it does, or does not stand, in the list of
    /// `member`; none when there is no such member.
    ///
    /// # Errors
    /// When there is no such `other`, when both are the same, or the store
    /// fails.
    pub fn explain_pair(
        &self,
        member: &Slug,
        other: &Slug,
        mode: Mode,
        scope: &EvidenceScope,
    ) -> Result<Option<PairReport>, BrowseError> {
        let [id, peer] = [member, other].map(|slug| Kind::Member.iri(slug));
        if id == peer {
            let words = "a member is no peer of its own: name another one";
            return Err(BrowseError::Contradiction { name: "peer", words: words.to_owned() });
        }
        let model = self.matching_within(scope)?;
        if !model.knows(&id) {
            return Ok(None);
        }
        let Some(pair) = model.pair(&id, &peer, mode) else {
            return Err(BrowseError::UnknownValue { name: "peer", value: other.to_string() });
        };
        let names = self.names(&model, [&pair.found], Some(&id))?;
        Ok(Some(PairReport::new(&id, mode, self.epoch().to_string(), pair, &names)))
    }

    /// The model, made of the evidence that counts.
    pub(super) fn matching_within(
        &self,
        scope: &EvidenceScope,
    ) -> Result<Arc<MatchingModel>, GraphError> {
        let model = self.matching();
        if scope.is_all() {
            return Ok(model);
        }
        Ok(Arc::new(model.read_within(self.graph(), scope.clone())?))
    }

    /// The members that the filter lets through; none when it lets all.
    pub(super) fn admitted(
        &self,
        member: Option<&Iri>,
        filter: &MemberFilter,
    ) -> Result<Option<HashSet<Iri>>, BrowseError> {
        let wanted = [
            Filter::things("region", Kind::Region, filter.regions.iter().cloned()),
            Filter::things("theme", Kind::Theme, filter.themes.iter().cloned()),
            Filter {
                name: "language",
                values: filter.languages.iter().cloned().map(Value::Text).collect(),
            },
        ];
        let excluded = self.excluded(member, filter)?;
        if excluded.values.is_empty() && wanted.iter().all(|filter| filter.values.is_empty()) {
            return Ok(None);
        }
        self.check_filters(&wanted)?;
        self.check_filters(&[Filter { name: "exclude_region", ..excluded.clone() }])?;
        let [regions, ..] = &wanted;
        if !regions.values.is_empty()
            && regions.values.iter().all(|region| excluded.values.contains(region))
        {
            let words = "every region that is asked for is excluded as well";
            return Err(BrowseError::Contradiction { name: "region", words: words.to_owned() });
        }
        let mut ids: HashSet<Iri> = self.members(wanted.into())?.into_iter().collect();
        if !excluded.values.is_empty() {
            for id in self.members(vec![excluded])? {
                ids.remove(&id);
            }
        }
        Ok(Some(ids))
    }

    /// The regions that nobody in the list may be of.
    fn excluded(&self, member: Option<&Iri>, filter: &MemberFilter) -> Result<Filter, GraphError> {
        let slugs = filter.excluded_regions.iter().cloned();
        let mut excluded = Filter::things("region", Kind::Region, slugs);
        if let (true, Some(member)) = (filter.other_regions, member) {
            let name = self.references([member.clone()])?.name(member);
            let region = name["country"]["inRegion"]["id"].as_str();
            excluded.values.extend(region.and_then(|id| Iri::parse(id).ok()).map(Value::Iri));
        }
        Ok(excluded)
    }

    fn members(&self, filters: Vec<Filter>) -> Result<Vec<Iri>, GraphError> {
        self.ids(&Listing {
            collection: Collection::Members,
            filters,
            sort: Sort::Id,
            offset: 0,
            limit: usize::MAX,
        })
    }

    /// All that a report on these matches names.
    pub(super) fn names<'a>(
        &self,
        model: &MatchingModel,
        found: impl IntoIterator<Item = &'a Match>,
        member: Option<&Iri>,
    ) -> Result<Names, GraphError> {
        let members = found.into_iter().map(|one| &one.member).chain(member);
        Ok(Names {
            members: self.hand(model.scope(), members.cloned())?,
            themes: self.theme_names(),
        })
    }
}

impl PeerRequest {
    pub(super) fn wanted<'a>(&self, admitted: Option<&'a Admitted>) -> Wanted<'a> {
        Wanted { mode: self.mode, limit: self.limit, diversified: self.diversified, admitted }
    }
}
