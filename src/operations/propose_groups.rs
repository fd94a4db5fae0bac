//! Propose groups for a workshop on a theme.

use super::browse::BrowseError;
use super::find_peers::MemberFilter;
use super::group_report::{GroupsReport, Naming};
use super::match_report::Names;
use super::service::Passerelle;
use crate::domain::{Iri, Kind, Slug};
use crate::graph::{GraphError, Query};
use crate::matching::{Attendee, Group, MatchingModel, Workshop};
use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::ops::RangeInclusive;

/// What workshop is planned.
#[derive(Clone, Debug)]
pub struct GroupRequest {
    /// About what; narrower themes count.
    pub theme: Slug,
    /// How many members at least.
    pub min: usize,
    /// How many at most.
    pub max: usize,
    /// The language that all should work in (BCP 47).
    pub language: Option<String>,
    /// Only these regions; all when empty.
    pub regions: Vec<Slug>,
    /// Never these regions.
    pub excluded_regions: Vec<Slug>,
    /// Members that must take part.
    pub included: Vec<Slug>,
    /// Members that must not.
    pub excluded: Vec<Slug>,
    /// How many proposals at most.
    pub limit: usize,
}

impl GroupRequest {
    /// How large a workshop is.
    pub const SIZES: RangeInclusive<usize> = 5..=8;
    /// How many proposals when nobody says.
    pub const PROPOSALS: usize = 3;

    /// The least and the most members, from what is said of them. When nothing
    /// is, six, or five where no sixth is known.
    #[must_use]
    pub fn sizes(min: Option<usize>, max: Option<usize>) -> (usize, usize) {
        let (least, most) = (*Self::SIZES.start(), *Self::SIZES.end());
        match (min, max) {
            (None, None) => (least, 6),
            (min, max) => (min.unwrap_or(least), max.unwrap_or(most)),
        }
    }
}

/// Who may take part, checked.
struct Admission {
    included: Vec<Iri>,
    excluded: HashSet<Iri>,
    /// None where no filter keeps anybody out.
    admitted: Option<HashSet<Iri>>,
}

impl Admission {
    fn admits(&self, member: &Iri) -> bool {
        let filtered = || self.admitted.as_ref().is_none_or(|ids| ids.contains(member));
        self.included.contains(member) || (!self.excluded.contains(member) && filtered())
    }
}

impl Passerelle {
    /// Groups of members for a workshop, the best first.
    ///
    /// # Errors
    /// When the request names something unknown or contradicts itself, or the
    /// store fails.
    pub fn propose_groups(&self, request: &GroupRequest) -> Result<GroupsReport, BrowseError> {
        let model = self.matching();
        let theme = Kind::Theme.iri(&request.theme);
        if model.concepts().index(&theme).is_none() {
            return Err(BrowseError::UnknownValue {
                name: "theme",
                value: request.theme.to_string(),
            });
        }
        let admission = self.admission(&model, request)?;
        let known = model.concerned(&theme);
        let involved = model.involved(&theme, &|member| admission.admits(member));
        let wanted: BTreeSet<Iri> =
            involved.candidates.into_iter().chain(admission.included.iter().cloned()).collect();
        let workshop = Workshop {
            theme: &theme,
            min: request.min,
            max: request.max,
            language: request.language.as_deref(),
            included: &admission.included,
            limit: request.limit,
        };
        let groups = if involved.total == 0 {
            Vec::new()
        } else {
            model.propose_groups(&workshop, &self.attendees(wanted)?)
        };
        let naming = self.naming(&model, &theme, &groups)?;
        let epoch = self.epoch().to_string();
        Ok(GroupsReport::new(&theme, epoch, (known, involved.total), &groups, &naming))
    }

    /// Checks who is asked for and who is kept out.
    fn admission(
        &self,
        model: &MatchingModel,
        request: &GroupRequest,
    ) -> Result<Admission, BrowseError> {
        let [included, excluded] = [("include", &request.included), ("exclude", &request.excluded)]
            .map(|(name, slugs)| {
                let ids: BTreeSet<Iri> = slugs.iter().map(|slug| Kind::Member.iri(slug)).collect();
                match slugs.iter().find(|slug| !model.knows(&Kind::Member.iri(slug))) {
                    Some(slug) => Err(BrowseError::UnknownValue { name, value: slug.to_string() }),
                    None => Ok(ids),
                }
            });
        let (included, excluded) = (included?, excluded?);
        if request.min > request.max {
            let words = format!("{} at least are more than {} at most", request.min, request.max);
            return contradiction("min_size", words);
        }
        if included.len() > request.max {
            let words = format!("{} members are more than {}", included.len(), request.max);
            return contradiction("include", words);
        }
        let name = |member: &Iri| Kind::slug_of(member.as_str()).map(|slug| slug.to_string());
        if let Some(both) = included.intersection(&excluded).next() {
            let words = format!("'{}' is excluded as well", name(both).unwrap_or_default());
            return contradiction("include", words);
        }
        let of_regions = MemberFilter {
            regions: request.regions.clone(),
            excluded_regions: request.excluded_regions.clone(),
            ..MemberFilter::default()
        };
        let in_regions = self.admitted(None, &of_regions)?;
        let outside = |member: &&Iri| in_regions.as_ref().is_some_and(|ids| !ids.contains(*member));
        if let Some(outside) = included.iter().find(outside) {
            let name = name(outside).unwrap_or_default();
            return contradiction("include", format!("'{name}' is not in the regions asked for"));
        }
        let languages = request.language.iter().cloned().collect();
        let admitted = self.admitted(None, &MemberFilter { languages, ..of_regions })?;
        let included = included.into_iter().collect();
        Ok(Admission { included, excluded: excluded.into_iter().collect(), admitted })
    }

    /// Region and languages of members.
    fn attendees(&self, members: BTreeSet<Iri>) -> Result<Vec<Attendee>, GraphError> {
        let query = Query::new(include_str!("../graph/queries/matching/attendees.rq"));
        let mut attendees: BTreeMap<Iri, Attendee> = BTreeMap::new();
        for row in self.graph().select(&query.with("member", members))? {
            let member = row.iri("member")?;
            let attendee = attendees.entry(member.clone()).or_insert_with(|| Attendee {
                member,
                region: row.maybe_iri("region"),
                languages: BTreeSet::new(),
            });
            attendee.languages.extend(row.maybe_text("language").map(str::to_owned));
        }
        Ok(attendees.into_values().collect())
    }

    /// All that the proposals name and cite.
    fn naming(
        &self,
        model: &MatchingModel,
        theme: &Iri,
        groups: &[Group],
    ) -> Result<Naming, GraphError> {
        let members: BTreeSet<Iri> = groups.iter().flat_map(members_of).cloned().collect();
        let query = |group| statements_query(theme, members_of(group).cloned());
        Ok(Naming {
            names: Names {
                members: self.hand(model.scope(), members)?,
                themes: self.theme_names(),
            },
            queries: groups.iter().map(query).collect(),
        })
    }
}

fn members_of(group: &Group) -> impl Iterator<Item = &Iri> {
    group.members.iter().map(|one| &one.attendee.member)
}

/// The query that lists what members say of a theme.
fn statements_query(theme: &Iri, members: impl IntoIterator<Item = Iri>) -> String {
    let query = Query::new(include_str!("../graph/queries/matching/about.rq"));
    let query = query.with("theme", [theme.clone()]).with("member", members);
    query.render().trim_end().to_owned()
}

fn contradiction<T>(name: &'static str, words: String) -> Result<T, BrowseError> {
    Err(BrowseError::Contradiction { name, words })
}
