//! What must hold of the score in every case (metamorphic laws), tried on made-up
//! forests and members. `tests/it/matching_laws.rs` tries more laws on fewer
//! cases, and shrinks what breaks them; this can be run a million times.

use super::super::concepts::{ConceptError, Concepts};
use super::super::evidence::Evidence;
use super::super::mode::Mode;
use super::super::model::MatchingModel;
use super::super::peers::Wanted;
use super::super::profile::{Item, LEVEL_MAX, Profile};
use super::super::similarity::Overlap;
use super::super::weights::Weights;
use super::data_set::kind;
use crate::domain::{Certainty, Draw, Facet, Iri};
use serde::Serialize;

/// Cases that are tried in one made-up world before another is made.
const CASES_A_WORLD: u64 = 50;
/// Members of a world.
const MEMBERS: usize = 5;

/// How a law fared.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct LawResult {
    /// What must hold.
    pub law: &'static str,
    /// How often it was tried.
    pub cases: u64,
    /// How often it did not hold.
    pub violations: u64,
}

/// A law: whether it holds in one drawn case.
type Law = fn(&World, &mut Draw) -> bool;

const LAWS: [(&str, Law); 7] = [
    ("s(a, b) = s(b, a)", is_symmetric),
    ("s(a, a) = 1", is_one_with_oneself),
    ("0 ≤ s ≤ 1", lies_between_0_and_1),
    ("evidence repeated by its source changes nothing", counts_a_source_once),
    ("a shared concept never lowers s", rises_with_what_is_shared),
    ("an unshared concept never raises s", falls_with_what_is_not),
    ("a shared leaf ≥ a shared sibling ≥ another domain", prefers_the_nearer),
];

/// Tries each law `cases` times. The same seed gives the same cases.
///
/// # Errors
/// When a made-up forest cannot be arranged, which would be a mistake of this
/// file.
pub fn check_laws(cases: u64, seed: u64) -> Result<Vec<LawResult>, ConceptError> {
    let mut draw = Draw::new(seed);
    let mut results = LAWS.map(|(law, _)| LawResult { law, cases: 0, violations: 0 });
    let mut world = World::draw(&mut draw)?;
    for case in 0..cases {
        if case % CASES_A_WORLD == 0 {
            world = World::draw(&mut draw)?;
        }
        for ((_, holds), result) in LAWS.iter().zip(&mut results) {
            result.cases += 1;
            result.violations += u64::from(!holds(&world, &mut draw));
        }
    }
    let mut results = results.to_vec();
    results.push(contributions_add_up(cases, &mut draw)?);
    Ok(results)
}

/// A forest with the weights that a few members give it, and a forest in which
/// all branches are alike.
struct World {
    concepts: Concepts,
    evidence: Vec<Evidence>,
    weights: Weights,
    alike: Alike,
}

/// Families of domains of leaves, as many in each, and no member known.
struct Alike {
    concepts: Concepts,
    weights: Weights,
}

fn name(kind: &str, number: usize) -> Iri {
    Iri::trusted(&format!("urn:law:{kind}:{number:03}"))
}

impl World {
    fn draw(draw: &mut Draw) -> Result<Self, ConceptError> {
        let count = 2 + draw.index(18);
        let links: Vec<(Iri, Option<Iri>)> = (0..count)
            .map(|place| {
                let below = place > 1 && draw.below(5) > 0;
                let parent = below.then(|| draw.index(place));
                (name("concept", place), parent.map(|parent| name("concept", parent)))
            })
            .collect();
        let concepts = Concepts::arrange(links)?;
        let evidence: Vec<Evidence> = (0..draw.index(60))
            .map(|number| Evidence {
                member: name("member", draw.index(MEMBERS)),
                kind: kind(facet(draw)),
                concept: concepts.iri(draw.index(concepts.len())).clone(),
                source: name("source", draw.index(3)),
                certainty: Certainty::ALL[draw.index(Certainty::ALL.len())],
                statement: name("statement", number),
                year: None,
            })
            .collect();
        let profiles: Vec<Profile> = (0..MEMBERS)
            .map(|member| Profile::new(&concepts, of_member(&evidence, member)))
            .collect();
        let weights = Weights::learn(&concepts, &profiles);
        Ok(Self { concepts, evidence, weights, alike: Alike::draw(draw)? })
    }

    /// A profile with a few items at any level.
    fn profile(&self, draw: &mut Draw) -> Profile {
        let mut profile = Profile::empty(&self.concepts);
        for _ in 0..draw.index(8) {
            let item = self.item(draw);
            profile.raise(&self.concepts, item, level(draw));
        }
        profile
    }

    fn item(&self, draw: &mut Draw) -> Item {
        Item { facet: facet(draw), concept: draw.index(self.concepts.len()) }
    }

    fn overlap(&self, one: &Profile, other: &Profile) -> Overlap {
        Overlap::of(&self.weights, one, other)
    }
}

impl Alike {
    fn draw(draw: &mut Draw) -> Result<Self, ConceptError> {
        let [families, domains, leaves] = [2 + draw.index(2), 2 + draw.index(2), 2 + draw.index(3)];
        let mut links = Vec::new();
        for family in 0..families {
            for domain in 0..domains {
                let above = Self::name(&[family, domain]);
                links.push((above.clone(), Some(Self::name(&[family]))));
                links.extend(
                    (0..leaves)
                        .map(|leaf| (Self::name(&[family, domain, leaf]), Some(above.clone()))),
                );
            }
        }
        let concepts = Concepts::arrange(links)?;
        let weights = Weights::learn(&concepts, []);
        Ok(Self { concepts, weights })
    }

    fn name(numbers: &[usize]) -> Iri {
        let parts: Vec<String> = numbers.iter().map(ToString::to_string).collect();
        Iri::trusted(&format!("urn:law:alike:{}", parts.join("-")))
    }

    /// A profile with one leaf.
    fn profile(&self, leaf: [usize; 3], facet: Facet, level: u8) -> Profile {
        let mut profile = Profile::empty(&self.concepts);
        if let Some(concept) = self.concepts.index(&Self::name(&leaf)) {
            profile.raise(&self.concepts, Item { facet, concept }, level);
        }
        profile
    }
}

fn facet(draw: &mut Draw) -> Facet {
    Facet::ALL[draw.index(Facet::ALL.len())]
}

fn level(draw: &mut Draw) -> u8 {
    1 + u8::try_from(draw.below(u64::from(LEVEL_MAX))).unwrap_or_default()
}

fn of_member(evidence: &[Evidence], member: usize) -> impl Iterator<Item = &Evidence> {
    let member = name("member", member);
    evidence.iter().filter(move |one| one.member == member)
}

fn is_symmetric(world: &World, draw: &mut Draw) -> bool {
    let (one, other) = (world.profile(draw), world.profile(draw));
    world.overlap(&one, &other) == world.overlap(&other, &one)
}

fn is_one_with_oneself(world: &World, draw: &mut Draw) -> bool {
    let own = world.profile(draw);
    let overlap = world.overlap(&own, &own);
    overlap.shared == overlap.union
}

fn lies_between_0_and_1(world: &World, draw: &mut Draw) -> bool {
    let (one, other) = (world.profile(draw), world.profile(draw));
    (0.0..=1.0).contains(&world.overlap(&one, &other).fraction().value())
}

fn counts_a_source_once(world: &World, draw: &mut Draw) -> bool {
    let member = draw.index(MEMBERS);
    let mut own: Vec<Evidence> = of_member(&world.evidence, member).cloned().collect();
    let before = Profile::new(&world.concepts, &own);
    if !own.is_empty() {
        let again = own[draw.index(own.len())].clone();
        own.insert(draw.index(own.len()), again);
    }
    before == Profile::new(&world.concepts, &own)
}

fn rises_with_what_is_shared(world: &World, draw: &mut Draw) -> bool {
    let (mut one, mut other) = (world.profile(draw), world.profile(draw));
    let before = world.overlap(&one, &other).fraction();
    let (item, level) = (world.item(draw), level(draw));
    one.raise(&world.concepts, item, level);
    other.raise(&world.concepts, item, level);
    world.overlap(&one, &other).fraction() >= before
}

/// The concept alone is new: what is broader was held already, as otherwise it
/// could be shared through that.
fn falls_with_what_is_not(world: &World, draw: &mut Draw) -> bool {
    let (mut one, other) = (world.profile(draw), world.profile(draw));
    let (item, level) = (world.item(draw), level(draw));
    if other.at(item) > 0 {
        return true;
    }
    if let Some(concept) = world.concepts.parent(item.concept) {
        one.raise(&world.concepts, Item { concept, ..item }, level);
    }
    let before = world.overlap(&one, &other).fraction();
    one.raise(&world.concepts, item, level);
    world.overlap(&one, &other).fraction() <= before
}

fn prefers_the_nearer(world: &World, draw: &mut Draw) -> bool {
    let (facet, mine, theirs) = (facet(draw), level(draw), level(draw));
    let own = world.alike.profile([0, 0, 0], facet, mine);
    let elsewhere = if draw.below(2) == 0 { [0, 1, 0] } else { [1, 0, 0] };
    let [same, sibling, other] = [[0, 0, 0], [0, 0, 1], elsewhere].map(|leaf| {
        let peer = world.alike.profile(leaf, facet, theirs);
        Overlap::of(&world.alike.weights, &own, &peer).fraction()
    });
    same >= sibling && sibling >= other
}

/// Contributions sum to the score in each mode, for every pair that a list of a made-up model shows.
fn contributions_add_up(cases: u64, draw: &mut Draw) -> Result<LawResult, ConceptError> {
    let mut result =
        LawResult { law: "contributions add up to the score", cases: 0, violations: 0 };
    while result.cases < cases {
        let World { concepts, evidence, .. } = World::draw(draw)?;
        let members: Vec<Iri> = (0..MEMBERS).map(|member| name("member", member)).collect();
        let model = MatchingModel::new(concepts, members.clone(), evidence);
        let lists = Mode::ALL.into_iter().flat_map(|mode| {
            let wanted = Wanted { mode, limit: MEMBERS, diversified: false, admitted: None };
            members.iter().filter_map(|who| model.peers(who, wanted)).collect::<Vec<_>>()
        });
        for found in lists.flat_map(|list| list.peers).map(|peer| peer.found) {
            let sum: f64 = found.explanation.shared.iter().map(|one| one.contribution).sum();
            result.cases += 1;
            result.violations += u64::from((sum - found.score.value()).abs() > 1e-9);
        }
    }
    Ok(result)
}
