//! Workshop proposals: members that have to do with a theme, so chosen that the
//! offers of some meet the needs of others. A demand that cannot be met is told,
//! and nobody is added for the number's sake.

use super::group_planning::{Branch, Planning};
use super::model::MatchingModel;
use crate::domain::{Confidence, Facet, Iri};
use std::cmp::Reverse;
use std::collections::BTreeSet;

/// Fewer would exchange nothing.
const GROUP_MIN: usize = 2;
/// Those who offer, and those who only need, that are chosen from: the best
/// known. More would be searched longer, for groups that are no better known.
const CANDIDATES_MAX: usize = 60;

/// What workshop is wanted.
#[derive(Clone, Copy, Debug)]
pub struct Workshop<'a> {
    /// About what; narrower themes count.
    pub theme: &'a Iri,
    /// How many members at least.
    pub min: usize,
    /// How many at most.
    pub max: usize,
    /// The language that all should work in; the one that most share when none
    /// is named.
    pub language: Option<&'a str>,
    /// Who must take part.
    pub included: &'a [Iri],
    /// How many proposals at most.
    pub limit: usize,
}

/// Somebody who could take part, and what matters beside the profile.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attendee {
    /// Who.
    pub member: Iri,
    /// The region, where it is known.
    pub region: Option<Iri>,
    /// Working languages (BCP 47); none where they are not known.
    pub languages: BTreeSet<String>,
}

/// Who has to do with a theme.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Involved {
    /// How many there are.
    pub total: usize,
    /// Those to choose from.
    pub candidates: Vec<Iri>,
}

/// What a workshop asks of its members together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Demand {
    /// Enough members.
    Size,
    /// Somebody who offers something on the theme.
    Offering,
    /// More than one region.
    Regions,
    /// A working language that all share.
    Language,
    /// Who was asked for has to do with the theme.
    Included,
}

/// How far a demand is met.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Met {
    /// The demand.
    pub demand: Demand,
    /// How many are wanted.
    pub wanted: usize,
    /// How many there are.
    pub found: usize,
}

/// A part of a group's score.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum GroupPart {
    /// How much of their needs the members meet for each other.
    NeedsMet,
    /// How many share a working language.
    Language,
    /// How many regions they come from.
    Regions,
    /// How surely they are known to have to do with the theme.
    Evidence,
}

/// A proposed group.
#[derive(Clone, Debug, PartialEq)]
pub struct Group {
    /// Who, in order of identifier.
    pub members: Vec<Participant>,
    /// The language that all are known to work in.
    pub language: Option<String>,
    /// The language that most are known to work in, and how many do.
    pub nearest_language: Option<(String, usize)>,
    /// Every demand, met or not.
    pub demands: Vec<Met>,
    /// What the score is made of, in millionths.
    pub parts: [(GroupPart, u64); 4],
    /// How surely its members are known to have to do with the theme.
    pub confidence: Confidence,
}

/// A member of a group.
#[derive(Clone, Debug, PartialEq)]
pub struct Participant {
    /// Who, with region and languages.
    pub attendee: Attendee,
    /// Whether it had to be in.
    pub included: bool,
    /// What it says of the theme; nothing of who is only there because it was
    /// asked for.
    pub mentions: Vec<ThemeMention>,
    /// How much of what it needs the others offer, in millionths; none where
    /// it is known to need nothing.
    pub needs_met: Option<u64>,
}

/// A theme that a participant needs or offers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ThemeMention {
    /// Need or offer.
    pub facet: Facet,
    /// The most specific theme.
    pub concept: Iri,
    /// Of a need: the theme, this one or the nearest broader below that of the
    /// workshop, that others offer something on, and who does.
    pub met: Option<(Iri, Vec<Iri>)>,
}

impl Demand {
    /// The word in answers.
    #[must_use]
    pub fn term(self) -> &'static str {
        match self {
            Self::Size => "size",
            Self::Offering => "offering",
            Self::Regions => "regions",
            Self::Language => "language",
            Self::Included => "included",
        }
    }
}

impl Met {
    /// Whether the demand is met.
    #[must_use]
    pub fn holds(&self) -> bool {
        self.found >= self.wanted
    }
}

impl GroupPart {
    /// The word in answers.
    #[must_use]
    pub fn term(self) -> &'static str {
        match self {
            Self::NeedsMet => "needsMet",
            Self::Language => "language",
            Self::Regions => "regions",
            Self::Evidence => "evidence",
        }
    }

    /// Of the whole score, in millionths.
    #[must_use]
    pub fn weight(self) -> u64 {
        match self {
            Self::NeedsMet => 400_000,
            Self::Language | Self::Regions | Self::Evidence => 200_000,
        }
    }
}

impl Group {
    /// What the parts add up to, in millionths.
    #[must_use]
    pub fn score(&self) -> u64 {
        self.parts.iter().map(|(_, points)| points).sum()
    }
}

impl MatchingModel {
    /// How many are known to need or offer something on a theme, or anything
    /// narrower.
    #[must_use]
    pub fn concerned(&self, theme: &Iri) -> usize {
        let branch = Branch::of(self, theme);
        branch.map_or(0, |branch| self.index.population().holding(&branch.roots()).count())
    }

    /// Those of them who are admitted.
    #[must_use]
    pub fn involved(&self, theme: &Iri, admit: &dyn Fn(&Iri) -> bool) -> Involved {
        let Some(branch) = Branch::of(self, theme) else {
            return Involved { total: 0, candidates: Vec::new() };
        };
        let population = self.index.population();
        let mut offering = Vec::new();
        let mut needing = Vec::new();
        let roots = branch.roots();
        let concerned = population.holding(&roots).map(|place| (place, &self.members[place]));
        for (place, member) in concerned.filter(|(_, member)| admit(member)) {
            let [need, offer] = branch.sides(population, place);
            let told: u64 = branch.told(&need).max(branch.told(&offer));
            let side = if branch.holds(&offer) { &mut offering } else { &mut needing };
            side.push((Reverse(told), member));
        }
        let total = offering.len() + needing.len();
        let mut candidates = Vec::new();
        for mut some in [offering, needing] {
            some.sort();
            candidates.extend(some.into_iter().take(CANDIDATES_MAX).map(|(_, iri)| iri.clone()));
        }
        candidates.sort();
        Involved { total, candidates }
    }

    /// The best group, and others that differ from it and from each other in at
    /// least half of the places that are free. Fewer than two people are no
    /// group; where too few are known for one of the wanted size, there is one
    /// proposal.
    #[must_use]
    pub fn propose_groups(&self, workshop: &Workshop<'_>, attendees: &[Attendee]) -> Vec<Group> {
        let Some(planning) = Planning::new(self, workshop, attendees) else { return Vec::new() };
        let included = planning.included.len();
        let shared_max = workshop.min.saturating_sub(included) / 2;
        let mut chosen: Vec<Vec<usize>> = Vec::new();
        while chosen.len() < workshop.limit {
            let found = planning.best(&chosen, shared_max);
            let enough = if chosen.is_empty() { GROUP_MIN } else { workshop.min.max(GROUP_MIN) };
            if found.len() < enough || chosen.contains(&found) {
                break;
            }
            chosen.push(found);
        }
        chosen.iter().map(|group| planning.describe(group)).collect()
    }
}
