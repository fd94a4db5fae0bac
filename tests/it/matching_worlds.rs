//! Random trees, members and evidence, for laws of matching: 2,000 cases each,
//! or as many as `PROPTEST_CASES` says. A failure prints its smallest case:
//! make it a test of its own before you mend it.

use crate::naive_matching::{Naive, upward};
use passerelle::domain::{Certainty, Facet, Iri, StatementKind};
use passerelle::matching::{
    Concepts, Evidence, EvidenceScope, MatchingModel, Profile, SharedConcept, Testimony,
};
use proptest::prelude::*;
use proptest::sample::{Index, select};
use proptest::test_runner::{Config, TestCaseResult, TestRunner};
use std::fmt::Debug;

const CASES: u32 = 2000;

/// Holds `law` to be true of whatever `strategy` yields.
pub(crate) fn law<S: Strategy<Value: Debug>>(
    strategy: S,
    law: impl Fn(S::Value) -> TestCaseResult,
) {
    let wanted = std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok());
    let cases = wanted.unwrap_or(CASES);
    let config = Config { cases, failure_persistence: None, ..Config::default() };
    if let Err(broken) = TestRunner::new(config).run(&strategy, law) {
        panic!("{broken}");
    }
}

/// A forest of concepts, and what is said of a few members.
#[derive(Clone, Debug)]
pub(crate) struct World {
    /// The broader concept of each; a concept comes after its broader one. The
    /// first two have none, so that to hold a root tells something.
    pub(crate) parents: Vec<Option<usize>>,
    pub(crate) members: usize,
    pub(crate) evidence: Vec<Evidence>,
}

pub(crate) fn iri(kind: &str, number: usize) -> Iri {
    Iri::parse(&format!("https://example.org/{kind}/{number:03}")).expect("an IRI")
}

pub(crate) fn concept(number: usize) -> Iri {
    iri("concept", number)
}

pub(crate) fn member(number: usize) -> Iri {
    iri("member", number)
}

/// Kinds of statement that matching can use.
pub(crate) fn kinds() -> impl Strategy<Value = StatementKind> {
    let all = StatementKind::ALL.into_iter();
    select(all.filter(|kind| kind.facet().is_some()).collect::<Vec<_>>())
}

/// A kind that speaks to a side.
pub(crate) fn kind_of(facet: Facet) -> StatementKind {
    match facet {
        Facet::Need => StatementKind::Challenge,
        Facet::Offer => StatementKind::Achievement,
    }
}

pub(crate) fn facets() -> impl Strategy<Value = Facet> {
    select(&Facet::ALL[..])
}

prop_compose! {
    pub(crate) fn forests()(places in prop::collection::vec(prop::option::weighted(0.8, any::<Index>()), 2..20))
        -> Vec<Option<usize>>
    {
        let parent = |(place, index): (usize, Option<Index>)| {
            index.filter(|_| place > 1).map(|index| index.index(place))
        };
        places.into_iter().enumerate().map(parent).collect()
    }
}

prop_compose! {
    pub(crate) fn worlds()(
        parents in forests(),
        members in 2..8_usize,
        items in prop::collection::vec(
            (any::<Index>(), kinds(), any::<Index>(), 0..3_usize, select(&Certainty::ALL[..])),
            0..60,
        ),
    ) -> World {
        let evidence = items
            .into_iter()
            .enumerate()
            .map(|(number, (who, kind, what, source, certainty))| Evidence {
                member: member(who.index(members)),
                kind,
                concept: concept(what.index(parents.len())),
                source: iri("source", source),
                certainty,
                statement: iri("statement", number),
                year: Some(2022),
            })
            .collect();
        World { parents, members, evidence }
    }
}

fn number_of(parents: &[Option<usize>], iri: &Iri) -> usize {
    let number = (0..parents.len()).find(|number| concept(*number) == *iri);
    number.expect("evidence is about concepts of the world")
}

impl World {
    pub(crate) fn concepts(&self) -> Concepts {
        let links = self.parents.iter().enumerate();
        Concepts::arrange(links.map(|(number, parent)| (concept(number), parent.map(concept))))
            .expect("parents come first, so there is no cycle")
    }

    pub(crate) fn members(&self) -> Vec<Iri> {
        (0..self.members).map(member).collect()
    }

    pub(crate) fn profile(&self, concepts: &Concepts, number: usize) -> Profile {
        let own = self.evidence.iter().filter(|one| one.member == member(number));
        Profile::new(concepts, own)
    }

    pub(crate) fn profiles(&self, concepts: &Concepts) -> Vec<Profile> {
        (0..self.members).map(|number| self.profile(concepts, number)).collect()
    }

    pub(crate) fn model(&self) -> MatchingModel {
        let evidence = self.evidence.clone();
        MatchingModel::new(self.concepts(), self.members(), evidence)
    }

    /// Whether what is cited for a shared concept are statements, and all are
    /// of the right member, side and branch.
    pub(crate) fn backs(&self, one: &Iri, other: &Iri, shared: &SharedConcept) -> bool {
        let (concepts, scope) = (self.concepts(), EvidenceScope::default());
        let above = |iri: &Iri| upward(&self.parents, number_of(&self.parents, iri));
        let sides = [(one, shared.aspect.mine), (other, shared.aspect.theirs)];
        sides.into_iter().all(|(whose, facet)| {
            let evidence = self.evidence.iter().filter(|one| one.member == *whose);
            let testimony = Testimony::of(&concepts, evidence);
            let statements: Vec<&Iri> = testimony.statements().collect();
            let cited = testimony.about(&concepts, &scope, facet, &shared.concept);
            let said = |id: &Iri| {
                self.evidence.iter().any(|one| {
                    one.statement == *id
                        && one.member == *whose
                        && one.facet() == Some(facet)
                        && above(&one.concept).into_iter().any(|it| concept(it) == shared.concept)
                })
            };
            !cited.is_empty() && cited.iter().all(|place| said(statements[*place]))
        })
    }

    pub(crate) fn naive(&self) -> Naive {
        Naive::new(&self.parents, concept, &self.members(), &self.evidence)
    }

    /// Removes what members say, on one side, of the concepts that `about` picks.
    pub(crate) fn forget(&mut self, who: &[usize], facet: Facet, about: impl Fn(&[usize]) -> bool) {
        let who: Vec<Iri> = who.iter().map(|number| member(*number)).collect();
        let parents = self.parents.clone();
        self.evidence.retain(|one| {
            let above = upward(&parents, number_of(&parents, &one.concept));
            one.facet() != Some(facet) || !who.contains(&one.member) || !about(&above)
        });
    }
}
