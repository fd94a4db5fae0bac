//! Made-up members for load tests: what each of them says, drawn from a seed.
//! They stand for no real service. How they are written down is not here.
//!
//! The same seed gives the same members on every machine and in every version:
//! the generator is PCG64 (`pcg_xsl_rr_128_64`), whose values its crate keeps,
//! and all that is made of them is whole-number arithmetic of this file. A
//! longer list begins with the shorter one.
//!
//! Members stand in [`GROUPS`] groups that face different things, so that
//! matches can be right or wrong: member `n` is of group `n mod GROUPS`. A group
//! needs what the one before it offers. Part of what is mentioned is noise.

use super::draw::{Draw, sums};
use super::{Certainty, Facet, StatementKind};

/// How many groups of members face the same.
pub const GROUPS: u64 = 8;
/// Mentions that have nothing to do with the group, in a hundred.
const NOISE_PERCENT: u64 = 30;
/// Members with 1, 2, 3 and 4 statements, in a hundred: evidence is thin.
const STATEMENTS: [u64; 4] = [50, 25, 15, 10];
/// Most themes that a statement is about.
const THEMES_MAX: u64 = 6;
/// One member in so many has a practice.
const PRACTICE_EVERY: u64 = 8;
/// Statements of each kind, in a hundred.
const KINDS: [(StatementKind, u64); 6] = [
    (StatementKind::Priority, 35),
    (StatementKind::Challenge, 30),
    (StatementKind::Achievement, 15),
    (StatementKind::PracticeMention, 8),
    (StatementKind::TopicSought, 7),
    (StatementKind::TopicOffered, 5),
];
/// Statements of each certainty, in a hundred.
const CERTAINTIES: [(Certainty, u64); 3] =
    [(Certainty::Explicit, 70), (Certainty::IllustrativeList, 20), (Certainty::Inferred, 10)];
/// Working languages, in a hundred.
const LANGUAGES: [(&str, u64); 5] = [("en", 35), ("fr", 25), ("es", 20), ("ar", 12), ("pt", 8)];
/// Lines of the report that nobody wrote.
const LINES: u64 = 600;
/// The first and the last moment at which something was changed, in seconds
/// since 1970: the beginning of 2021 and the end of 2025, in UTC.
const CHANGED_S: (i64, i64) = (1_609_459_200, 1_767_225_599);

/// A made-up member with what it says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SyntheticMember {
    /// Its place in the list, from 1.
    pub number: u64,
    /// Which country it is of, from 0.
    pub country: usize,
    /// BCP 47 tag.
    pub working_language: &'static str,
    /// Seconds since 1970.
    pub modified_s: i64,
    /// At least one.
    pub statements: Vec<SyntheticStatement>,
    /// The themes of its practice, when it has one.
    pub practice: Option<Vec<usize>>,
}

/// A made-up statement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SyntheticStatement {
    /// A need or an offer.
    pub kind: StatementKind,
    /// Which themes it is about, from 0; at least one, each once, in order.
    pub themes: Vec<usize>,
    /// How sure it is.
    pub certainty: Certainty,
    /// From 1.
    pub source_line: u64,
}

/// The members of a seed, without end.
#[derive(Clone, Debug)]
pub struct SyntheticMembers {
    draw: Draw,
    countries: usize,
    /// Themes by popularity, for noise.
    popular: Vec<usize>,
    /// Themes by popularity in the needs of each group.
    needs: Vec<Vec<usize>>,
    /// Sums of the weights of the ranks: the theme of rank `r` has `1/r`.
    zipf: Vec<u64>,
    number: u64,
}

impl SyntheticMembers {
    /// The members of `seed`, over so many themes and countries; none of the
    /// two may be zero.
    #[must_use]
    pub fn new(seed: u64, themes: usize, countries: usize) -> Self {
        let mut draw = Draw::new(seed);
        let popular = draw.shuffled(themes);
        let needs = (0..GROUPS).map(|_| draw.shuffled(themes)).collect();
        let mut sum = 0;
        let zipf = (1..=themes as u64)
            .map(|rank| {
                sum += (1 << 32) / rank;
                sum
            })
            .collect();
        Self { draw, countries, popular, needs, zipf, number: 0 }
    }

    fn statement(&mut self, group: u64) -> SyntheticStatement {
        let kind = self.draw.one_of(&KINDS);
        let themes = self.themes(group, kind.facet() == Some(Facet::Offer));
        let certainty = self.draw.one_of(&CERTAINTIES);
        SyntheticStatement { kind, themes, certainty, source_line: 1 + self.draw.below(LINES) }
    }

    /// Some themes of the group, and some of anybody.
    fn themes(&mut self, group: u64, offered: bool) -> Vec<usize> {
        let needy = if offered { (group + 1) % GROUPS } else { group };
        let needy = usize::try_from(needy).expect("there are few groups");
        let mentions = 1 + self.draw.below(THEMES_MAX);
        let mut themes = Vec::new();
        for _ in 0..mentions {
            let noise = self.draw.below(100) < NOISE_PERCENT;
            let ranking = if noise { &self.popular } else { &self.needs[needy] };
            themes.push(ranking[self.draw.rank(&self.zipf)]);
        }
        themes.sort_unstable();
        themes.dedup();
        themes
    }
}

impl Iterator for SyntheticMembers {
    type Item = SyntheticMember;

    fn next(&mut self) -> Option<SyntheticMember> {
        self.number += 1;
        let group = self.number % GROUPS;
        let country = self.draw.index(self.countries);
        let working_language = self.draw.one_of(&LANGUAGES);
        let (first, last) = CHANGED_S;
        let modified_s = first + self.draw.below((last - first).unsigned_abs()).cast_signed();
        let statements = 1 + self.draw.rank(&sums(STATEMENTS));
        let statements = (0..statements).map(|_| self.statement(group)).collect();
        let practice = (self.draw.below(PRACTICE_EVERY) == 0).then(|| self.themes(group, true));
        let number = self.number;
        Some(SyntheticMember {
            number,
            country,
            working_language,
            modified_s,
            statements,
            practice,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    const THEMES: usize = 79;

    fn members(count: usize) -> Vec<SyntheticMember> {
        SyntheticMembers::new(7, THEMES, 43).take(count).collect()
    }

    fn mentioned(member: &SyntheticMember, facet: Facet) -> BTreeSet<usize> {
        let statements = member.statements.iter();
        let of_facet = statements.filter(|statement| statement.kind.facet() == Some(facet));
        of_facet.flat_map(|statement| statement.themes.iter().copied()).collect()
    }

    /// Themes in common, in thousandths of a theme a pair, of what the members
    /// of each group say and what those `distance` groups further need.
    fn shared_per_mille(all: &[SyntheticMember], facet: Facet, distance: u64) -> usize {
        let (mut themes, mut pairs) = (0, 0);
        for one in all {
            let wanted = (one.number + distance) % GROUPS;
            let others = all.iter().filter(|other| other.number % GROUPS == wanted);
            for other in others.filter(|other| other.number != one.number) {
                let (own, needed) = (mentioned(one, facet), mentioned(other, Facet::Need));
                themes += own.intersection(&needed).count();
                pairs += 1;
            }
        }
        1000 * themes / pairs
    }

    #[test]
    fn a_version_draws_what_the_versions_before_it_drew() {
        let first = SyntheticMembers::new(1, THEMES, 43).next();
        let expected = SyntheticMember {
            number: 1,
            country: 26,
            working_language: "fr",
            modified_s: 1_650_386_449,
            statements: vec![
                SyntheticStatement {
                    kind: StatementKind::Priority,
                    themes: vec![31, 43, 69],
                    certainty: Certainty::IllustrativeList,
                    source_line: 258,
                },
                SyntheticStatement {
                    kind: StatementKind::Challenge,
                    themes: vec![15, 26, 43, 49, 53],
                    certainty: Certainty::Inferred,
                    source_line: 318,
                },
                SyntheticStatement {
                    kind: StatementKind::Priority,
                    themes: vec![19],
                    certainty: Certainty::Explicit,
                    source_line: 356,
                },
            ],
            practice: Some(vec![11, 15, 21, 29, 39, 64]),
        };
        assert_eq!(first, Some(expected));
    }

    #[test]
    fn some_themes_are_far_more_popular_than_others() {
        let mut counts = vec![0_usize; THEMES];
        for member in members(4000) {
            for theme in mentioned(&member, Facet::Need) {
                counts[theme] += 1;
            }
        }
        counts.sort_unstable();
        assert!(counts[0] > 0, "a theme that nobody mentions");
        assert!(counts[THEMES - 1] > 5 * counts[THEMES / 2], "{counts:?}");
    }

    #[test]
    fn a_group_shares_its_needs_and_the_one_before_it_has_what_it_needs() {
        let all = members(400);
        let shared = |facet, distance| shared_per_mille(&all, facet, distance);
        for distance in 1..GROUPS {
            let (needs, offers) = (shared(Facet::Need, distance), shared(Facet::Offer, distance));
            let (own_needs, met) = (shared(Facet::Need, 0), shared(Facet::Offer, 1));
            assert!(2 * own_needs > 3 * needs, "{distance}: {own_needs} over {needs}");
            assert!(distance == 1 || 2 * met > 3 * offers, "{distance}: {met} over {offers}");
        }
    }

    #[test]
    fn what_is_drawn_is_within_bounds() {
        for member in members(2000) {
            assert!(member.country < 43 && (1..=4).contains(&member.statements.len()));
            let themes = member.statements.iter().map(|statement| &statement.themes);
            for themes in themes.chain(&member.practice) {
                assert!(!themes.is_empty() && themes.is_sorted());
                assert!(themes.iter().all(|theme| *theme < THEMES));
            }
        }
    }
}
