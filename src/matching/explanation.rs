//! Why two members are peers: the concepts they share, and what each
//! contributes to the score. The statements behind it are a testimony's.

use super::concepts::{ConceptIndex, Concepts};
use super::evidence::EvidenceScope;
use super::mode::Aspect;
use super::profile::Profile;
use super::weights::Weights;
use crate::domain::{Facet, Iri, StatementKind};
use crate::vocabulary::PES;
use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// A concept that two members share.
#[derive(Clone, Debug, PartialEq)]
pub struct SharedConcept {
    /// On which side of each.
    pub aspect: Aspect,
    /// The concept.
    pub concept: Iri,
    /// Its part of the score, the broader concepts that fold into it included.
    pub contribution: f64,
}

/// Why two members have the score they have.
#[derive(Clone, Debug, PartialEq)]
pub struct Explanation {
    /// What they share, the largest contribution first. The contributions add
    /// up to the score.
    pub shared: Vec<SharedConcept>,
    /// What only the one that the list is for mentions.
    pub only_mine: Vec<(Facet, Iri)>,
    /// What only the peer mentions.
    pub only_theirs: Vec<(Facet, Iri)>,
}

impl Explanation {
    /// `per_unit` says what a unit of shared information in each aspect adds to
    /// the score.
    pub(super) fn of(
        concepts: &Concepts,
        weights: &Weights,
        mine: &Profile,
        theirs: &Profile,
        per_unit: &[(Aspect, f64)],
    ) -> Self {
        let mut explanation =
            Self { shared: Vec::new(), only_mine: Vec::new(), only_theirs: Vec::new() };
        for (aspect, unit) in per_unit {
            let pair =
                Pair { concepts, mine: mine.side(aspect.mine), theirs: theirs.side(aspect.theirs) };
            let shared =
                pair.fold(weights.of(*aspect)).into_iter().map(|(concept, units)| SharedConcept {
                    aspect: *aspect,
                    concept: concepts.iri(concept).clone(),
                    contribution: units_of(units) * unit,
                });
            explanation.shared.extend(shared);
            let only = |whose: &Profile, facet, others: &[u8]| -> Vec<(Facet, Iri)> {
                let tips = whose.tips(concepts, facet).into_iter();
                tips.filter(|concept| others[*concept] == 0)
                    .map(|concept| (facet, concepts.iri(concept).clone()))
                    .collect()
            };
            explanation.only_mine.extend(only(mine, aspect.mine, pair.theirs));
            explanation.only_theirs.extend(only(theirs, aspect.theirs, pair.mine));
        }
        explanation.shared.sort_by(|one, other| {
            other
                .contribution
                .total_cmp(&one.contribution)
                .then_with(|| (one.aspect, &one.concept).cmp(&(other.aspect, &other.concept)))
        });
        explanation
    }
}

#[expect(clippy::cast_precision_loss, reason = "far below 2^53 in any real graph")]
fn units_of(units: u64) -> f64 {
    units as f64
}

/// The levels of two members on the sides that are held against each other.
struct Pair<'a> {
    concepts: &'a Concepts,
    mine: &'a [u8],
    theirs: &'a [u8],
}

impl Pair<'_> {
    fn common(&self, concept: ConceptIndex) -> u8 {
        self.mine[concept].min(self.theirs[concept])
    }

    /// The contribution of each most specific shared concept, in units of the
    /// weights. Walking from the leaves up, a shared concept that has a shared
    /// child gives all it has gathered to the child that is shared most
    /// strongly; so the parts always add up to the whole.
    fn fold(&self, weights: &[u16]) -> BTreeMap<ConceptIndex, u64> {
        let mut heirs: BTreeMap<ConceptIndex, ConceptIndex> = BTreeMap::new();
        let mut parts: BTreeMap<ConceptIndex, u64> = BTreeMap::new();
        for concept in (0..self.concepts.len()).rev().filter(|&one| self.common(one) > 0) {
            let units = u64::from(weights[concept]) * u64::from(self.common(concept));
            let tip = heirs.get(&concept).copied().unwrap_or(concept);
            *parts.entry(tip).or_default() += units;
            if let Some(parent) = self.concepts.parent(concept) {
                let rank = |tip: &ConceptIndex| (self.common(*tip), parts[tip], Reverse(*tip));
                if heirs.get(&parent).is_none_or(|heir| rank(&tip) > rank(heir)) {
                    heirs.insert(parent, tip);
                }
            }
        }
        parts
    }
}

/// The statements behind an explanation, as a query that anyone can run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Citation(String);

impl Citation {
    /// For what two members share; `mine` is none where nobody stands behind
    /// the one side. `scope` is what counted as evidence.
    pub(super) fn new(
        mine: Option<&Iri>,
        theirs: &Iri,
        shared: &[SharedConcept],
        scope: &EvidenceScope,
    ) -> Self {
        let mut rows = String::new();
        for one in shared {
            let sides = [(mine, one.aspect.mine), (Some(theirs), one.aspect.theirs)];
            for (member, facet) in sides {
                let Some(member) = member else { continue };
                let _ = write!(rows, "\n    (\"{}\" <{}> <{member}>)", facet.term(), one.concept);
            }
        }
        let kinds: String = StatementKind::ALL
            .iter()
            .filter(|kind| scope.admits_kind(**kind))
            .filter_map(|kind| Some((kind.facet()?, kind)))
            .map(|(facet, kind)| format!("\n    (\"{}\" pes:{})", facet.term(), kind.term()))
            .collect();
        let narrowed = narrowed(scope);
        Self(format!(
            "PREFIX pes: <{PES}>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX dct: <http://purl.org/dc/terms/>
SELECT DISTINCT ?facet ?concept ?member ?statement ?kind ?description WHERE {{
  VALUES (?facet ?concept ?member) {{{rows}
  }}
  VALUES (?facet ?kind) {{{kinds}
  }}
  ?statement pes:member ?member ; pes:kind ?kind ; pes:about/skos:broader* ?concept .{narrowed}
  OPTIONAL {{ ?statement dct:description ?description . FILTER(LANG(?description) = \"en\") }}
}} ORDER BY ?facet ?concept ?member ?statement"
        ))
    }

    /// The SPARQL text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The conditions that keep a query to what counted as evidence.
fn narrowed(scope: &EvidenceScope) -> String {
    let mut conditions = String::new();
    if !scope.certainties.is_empty() {
        let names: Vec<String> =
            scope.certainties.iter().map(|one| format!("pes:{}", one.term())).collect();
        let _ = write!(
            conditions,
            "\n  VALUES ?certainty {{ {} }}\n  ?statement pes:certainty ?certainty .",
            names.join(" ")
        );
    }
    if !scope.years.is_empty() {
        let years: Vec<String> = scope.years.iter().map(|year| format!("\"{year:04}\"")).collect();
        let _ = write!(
            conditions,
            "\n  ?statement dct:date ?date . FILTER(SUBSTR(STR(?date), 1, 4) IN ({}))",
            years.join(", ")
        );
    }
    conditions
}
